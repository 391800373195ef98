"""Minutes: one line an intervention."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.vocabulary import Attribution, StakeholderGroup, StatementKind
from tests.web.pasting.people import an_id, errors_of, odd_texts, reads_or_says_why, rooms, the_delegations
from web.pasting import spoken
from web.pasting.names import Names
from web.pasting.spoken import Spoken

law = settings(deadline=None, max_examples=200)

NORWAY = an_id(1)


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("Norway: We see a gap.", "remark", "We see a gap."),
        ("  norway :We see a gap. ", "remark", "We see a gap."),
        ("Norw: We see a gap.", "remark", "We see a gap."),
        ("Norway：我们同意", "remark", "我们同意"),
        ("Norway: One: two? three! > four", "remark", "One: two? three! > four"),
        ("Norway (challenge): No word of children.", "challenge", "No word of children."),
        ("Norway (challenge or gap): No word.", "challenge", "No word."),
        ("Norway (Gap): No word.", "challenge", "No word."),
        ("Norway(reply): In 20.", "reply", "In 20."),
        ("Norway (explanation) : Because: so.", "explanation", "Because: so."),
        ("Norway ? Who pays: we?", "question", "Who pays: we?"),
        ("Norway? Who pays", "question", "Who pays"),
        ("Norway ! No word of children.", "challenge", "No word of children."),
        ("Norway > In 20.", "reply", "In 20."),
        ("Norway ~ Too dear.", "concern", "Too dear."),
        ("Norway #00000001: Yes.", "remark", "Yes."),
        ("Norway: (question) Who?", "remark", "(question) Who?"),
        ("Norway:\nOne.\nTwo.", "remark", "One.\nTwo."),
    ],
)
def test_a_line_says_who_said_what(line: str, kind: str, text: str) -> None:
    assert spoken.read(line, the_delegations()) == Spoken(NORWAY, None, kind, text)


def test_a_name_with_parentheses_is_a_name() -> None:
    names = the_delegations()

    assert spoken.read("Bolivia (Plurinational State of): We agree.", names).participant_id == an_id(6)
    assert spoken.read("Bolivia (Plurinational State of) (reply): We agree.", names).kind == "reply"
    assert spoken.read("Korea, Republic of ? Why.", names).participant_id == an_id(7)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Norwya: We agree.", "Nobody here is called “Norwya”. Did you mean Norway?"),
        ("United: We agree.", "“United” may be United Kingdom or United States of America: write which."),
        ("We agree.", "Begin with who speaks and a colon; “We agree.” has none."),
        ("", "Begin with who speaks and a colon; “” has none."),
        ("Norway: ", "Write what was said."),
        (": We agree.", "Write a name here."),
        (
            "Norway (shouting): No.",
            "“shouting” is no kind of statement: write challenge, rationale, question, reply, concern, remark, "
            "explanation or summary.",
        ),
    ],
)
def test_a_line_that_does_not_say_it_is_answered(line: str, sentence: str) -> None:
    assert errors_of(spoken.read, line, the_delegations()) == [(1, sentence)]


@pytest.mark.parametrize(
    ("line", "group", "kind", "text"),
    [
        ("States: We see: a gap.", "state", "remark", "We see: a gap."),
        ("civil society ? Who pays?", "civil_society", "question", "Who pays?"),
        ("Workers’ organisations (concern): Wages.", "workers_organization", "concern", "Wages."),
    ],
)
def test_where_only_groups_are_recorded_a_group_speaks(line: str, group: str, kind: str, text: str) -> None:
    assert spoken.read(line, the_delegations(), Attribution.GROUP) == Spoken(None, group, kind, text)


def test_where_only_groups_are_recorded_no_name_is_taken() -> None:
    assert errors_of(spoken.read, "Norway: We agree.", the_delegations(), "group") == [
        (1, "Only the speaker's group is recorded in this meeting. No stakeholder group is called “Norway”.")
    ]


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("Geneva: we see a gap.", "remark", "Geneva: we see a gap."),
        ("(question) Who pays?", "question", "Who pays?"),
        ("(applause) We agree.", "remark", "(applause) We agree."),
        ("(question) (reply) Who?", "question", "(reply) Who?"),
    ],
)
def test_where_nobody_is_recorded_all_is_text_but_the_kind(line: str, kind: str, text: str) -> None:
    assert spoken.read(line, the_delegations(), Attribution.NONE) == Spoken(None, None, kind, text)


@pytest.mark.parametrize(
    ("line", "attribution"),
    [
        ("Norway: We think so.", "none"),
        ("norway ? Who pays?", "none"),
        ("Norway (reply): It is in paragraph 20.", "none"),
        ("(question) Norway > Who pays?", "none"),
        (f"Norway #{NORWAY[:8]}: We agree.", "none"),
        ("States: Norway: We think so.", "group"),
    ],
)
def test_where_no_names_are_recorded_none_stands_before_the_words(line: str, attribution: str) -> None:
    (fault,) = errors_of(spoken.read, line, the_delegations(), attribution)

    assert fault[1].startswith("This meeting records no speakers; leave out “")
    assert "orway" in fault[1]


@pytest.mark.parametrize("line", ["We agree: Norway is right.", "Norway is right: we agree.", "Why? Norway (a State)."])
def test_a_name_within_the_words_is_left_to_whoever_writes(line: str) -> None:
    assert spoken.read(line, the_delegations(), "none").text == line
    assert spoken.read(f"States: {line}", the_delegations(), "group").text == line


def test_where_nobody_is_recorded_a_kind_alone_says_nothing() -> None:
    assert errors_of(spoken.read, "(question)", the_delegations(), "none") == [(1, "Write what was said.")]


def test_a_remark_is_written_as_it_is_typed() -> None:
    names = the_delegations()

    assert spoken.write(Spoken(NORWAY, None, "remark", "We agree."), names) == "Norway: We agree."
    assert spoken.write(Spoken(NORWAY, None, "reply", "In 20."), names) == "Norway (reply): In 20."
    assert spoken.write(Spoken(None, "state", "concern", "Wages."), names) == "States (concern): Wages."
    assert spoken.write(Spoken(None, None, "remark", "(reply) Yes"), names) == "(remark) (reply) Yes"


@pytest.mark.parametrize(
    ("help", "attribution"),
    [
        (spoken.HELP[:-1], Attribution.NAMED),
        (spoken.HELP_BY_GROUP, Attribution.GROUP),
        (spoken.HELP_UNATTRIBUTED, Attribution.NONE),
    ],
)
def test_the_examples_in_the_help_are_read(help: Any, attribution: Attribution) -> None:
    for example, _ in help:
        assert spoken.read(example, the_delegations(), attribution).text


kinds = st.sampled_from([kind.value for kind in StatementKind])
texts = odd_texts.map(str.strip).filter(bool)


@given(rooms(), st.data(), kinds, texts)
@law
def test_what_a_participant_said_is_written_and_read_back(
    names: Names, data: st.DataObject, kind: str, text: str
) -> None:
    speaker = data.draw(st.sampled_from(names.people))
    said = Spoken(speaker.id, None, kind, text)

    assert spoken.read(spoken.write(said, names), names) == said


@given(st.sampled_from([group.value for group in StakeholderGroup]), kinds, texts)
@law
def test_what_a_group_said_is_written_and_read_back(group: str, kind: str, text: str) -> None:
    said = Spoken(None, group, kind, text)

    assert spoken.read(spoken.write(said, Names([])), Names([]), Attribution.GROUP) == said


@given(kinds, texts | st.sampled_from(["(reply) Yes", "(remark) x", "(reply)"]))
@law
def test_what_nobody_said_is_written_and_read_back(kind: str, text: str) -> None:
    said = Spoken(None, None, kind, text)

    assert spoken.read(spoken.write(said, Names([])), Names([]), Attribution.NONE) == said


@given(rooms(), odd_texts, st.sampled_from(list(Attribution)))
@law
def test_whatever_is_typed_is_read_or_answered(names: Names, line: str, attribution: Attribution) -> None:
    assert reads_or_says_why(spoken.read, line, names, attribution)


@pytest.mark.parametrize("text", ["(" * 1_000_000, ":" * 1_000_000, " " * 1_000_000, "a" + "\u0301" * 1_000_000])
@pytest.mark.parametrize("attribution", list(Attribution))
def test_a_million_characters_are_answered_in_no_time(text: str, attribution: Attribution) -> None:
    # Anything that takes time by the square of the length would take hours.
    assert reads_or_says_why(spoken.read, text, the_delegations(), attribution)
