"""Attendance by name and by group, and tallies."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.vocabulary import StakeholderGroup
from tests.web.pasting.people import an_id, errors_of, odd_texts, reads_or_says_why, rooms, the_delegations
from web.filters import GROUPS
from web.pasting import counts
from web.pasting.names import Names

law = settings(deadline=None, max_examples=200)

GROUP_VALUES = [group.value for group in StakeholderGroup]


@pytest.mark.parametrize(
    "line",
    [
        *("States: 45", "state 45", "45 states", "States\t45", "States,45", "45;State", "states = 45", "State – 45"),
        *("States (45)", "- States: 45", "STATES 45.", "٤٥ states"),
    ],
)
def test_a_line_counts_a_group(line: str) -> None:
    assert counts.by_group(line) == {"state": 45}


@pytest.mark.parametrize("value", GROUP_VALUES)
def test_every_form_of_a_group_is_known(value: str) -> None:
    for words in (value, value.replace("_", " "), *GROUPS[value], GROUPS[value][1].upper()):
        assert counts.find_group(words) == value


@pytest.mark.parametrize("words", ["Workers’ organisations", "workers organization", "regional organisation"])
def test_spellings_of_a_group_are_known(words: str) -> None:
    assert counts.find_group(words).value.endswith("_organization")


def test_groups_are_counted_on_lines_or_with_commas() -> None:
    assert counts.by_group("States: 45, Civil society: 12; academia 3\n\n7 media and 2 others") == {
        "state": 45,
        "civil_society": 12,
        "academia": 3,
        "media": 7,
        "other": 2,
    }


def test_a_table_of_groups_is_read() -> None:
    assert counts.by_group("Group,Count\nStates,45\nCivil society,12\nMedia,0\nTotal,57") == {
        "state": 45,
        "civil_society": 12,
    }


def test_thousands_may_be_parted_as_pages_show_them() -> None:
    assert counts.by_group("Diaspora: 1\u202f200") == {"diaspora": 1200}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("States", 1, "Write what is counted and how many, as in “States: 45”, not “States”."),
        ("45", 1, "Write what is counted and how many, as in “States: 45”, not “45”."),
        ("1,200 states", 1, "Write what is counted and how many, as in “States: 45”, not “1,200 states”."),
        ("States: 45 of 50", 1, "No stakeholder group is called “of”."),
        ("States: 45\nstate 3", 2, "States stand here a second time."),
        ("Stats: 45", 1, "No stakeholder group is called “Stats”. Did you mean States?"),
        ("States: 45\nMedia: 5\nTotal: 51", 3, "The total is 51, and the groups make 50."),
    ],
)
def test_a_line_that_counts_no_group_is_answered(text: str, line: int, sentence: str) -> None:
    assert errors_of(counts.by_group, text) == [(line, sentence)]


@given(st.dictionaries(st.sampled_from(GROUP_VALUES), st.integers(1, 999_999_999)))
@law
def test_counts_that_are_written_are_read_back(given: dict[str, int]) -> None:
    assert counts.by_group(counts.write_by_group(given)) == given


@pytest.mark.parametrize(
    "text",
    [
        "Norway\nSweden\nUSA",
        "Norway, Sweden, USA",
        "1. Norway\n2. Sweden\n3. USA\n",
        "Norway, Sweden and USA.",
        "- Norway;\n- Sweden;\n- USA;",
        "Norway\nSweden\nNorway\nUSA\nUnited States of America",
    ],
)
def test_attendance_is_read_each_once(text: str) -> None:
    assert counts.attendance(text, the_delegations()) == [an_id(1), an_id(2), an_id(99)]


def test_names_with_commas_attend_as_one() -> None:
    found = counts.attendance("Congo, Democratic Republic of the, Congo, Korea,\nRepublic of", the_delegations())

    assert found == [an_id(10), an_id(9), an_id(7)]


def test_everyone_who_cannot_be_found_is_told_with_the_line() -> None:
    assert errors_of(counts.attendance, "Norway, Utopia\n\nUnited", the_delegations()) == [
        (1, "Nobody here is called “Utopia”."),
        (3, "“United” may be United Kingdom or United States of America: write which."),
    ]


def test_nobody_attends_an_empty_list() -> None:
    assert counts.attendance(" \n\n", the_delegations()) == []


@given(rooms(), st.data())
@law
def test_attendance_that_is_written_is_read_back(names: Names, data: st.DataObject) -> None:
    attending = data.draw(st.lists(st.sampled_from([person.id for person in names.people]), unique=True))

    assert counts.attendance(counts.write_attendance(attending, names), names) == attending


@pytest.mark.parametrize(
    "text",
    [
        *("yes 12, no 3, abstentions 4", "12-3-4", "12 – 3 – 4", "12/3/4", "12 3 4", "12 yes, 3 no, 4 abstain"),
        *("Yes: 12 No: 3 Abstentions: 4", "Yes: 12\nNo: 3\nAbstentions: 4\n", "pour 12, contre 3, abstentions 4"),
        *("12 in favour, 3 against and 4 abstentions", "12 in favour to 3 against, with 4 abstentions"),
        *("12 votes to 3, with 4 abstentions", "12 voix contre 3, avec 4 abstentions", "abstain 4; no 3; yes 12"),
    ],
)
def test_a_tally_is_read(text: str) -> None:
    assert counts.tally(text) == {"yes": 12, "no": 3, "abstain": 4}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("yes 12, no 3", "Write all three counts, also where nobody voted so: yes 12, no 3, abstentions 0."),
        ("", "Write all three counts, also where nobody voted so: yes 12, no 3, abstentions 0."),
        ("12-3", "Write what is counted and how many, as in “yes 12”, not “12-3”."),
        ("yes 1, no 2, not voting 3", "A count is of yes, no or abstentions, not of “not voting”."),
        ("yes 1, yes 2, no 3, abstain 4", "“yes” is counted a second time."),
    ],
)
def test_a_tally_that_is_not_whole_is_answered(text: str, sentence: str) -> None:
    assert errors_of(counts.tally, text) == [(1, sentence)]


@given(st.fixed_dictionaries(dict.fromkeys(["yes", "no", "abstain"], st.integers(0, 999_999_999))))
@law
def test_a_tally_that_is_written_is_read_back(given: dict[str, int]) -> None:
    assert counts.tally(counts.write_tally(given)) == given


@given(odd_texts)
@law
def test_whatever_is_pasted_is_counted_or_answered(text: str) -> None:
    assert reads_or_says_why(counts.by_group, text)
    assert reads_or_says_why(counts.tally, text)


@given(rooms(), odd_texts)
@law
def test_whoever_is_listed_is_found_or_answered(names: Names, text: str) -> None:
    assert reads_or_says_why(counts.attendance, text, names)


@pytest.mark.parametrize(
    "text",
    [
        *("1" * 1_000_000, "1 " * 500_000, "States: 45\n" * 90_000, "," * 1_000_000, " " * 1_000_000, "-" * 1_000_000),
        *("USA\n" * 250_000, "Korea, " * 140_000, "and " * 250_000, "\n" * 1_000_000, "a" + "\u0301" * 1_000_000),
    ],
    ids=range(11),
)
def test_a_million_characters_are_answered_in_no_time(text: str) -> None:
    # Anything that takes time by the square of the length would take hours.
    assert reads_or_says_why(counts.by_group, text)
    assert reads_or_says_why(counts.tally, text)
    assert reads_or_says_why(counts.attendance, text, the_delegations())
