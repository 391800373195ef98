"""A whole text as plain text, and back."""

import json
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ledger.demo
from ledger.commands.schemas import ReceiveVersion
from ledger.domain.vocabulary import Horizon, Level, ProvisionKind
from tests.web.pasting.people import an_id, errors_of, odd_texts, reads_or_says_why
from web.pasting import version_text
from web.pasting.unread import Unread

law = settings(deadline=None, max_examples=400)

Provision = dict[str, Any]

DEMONSTRATIONS = ("new-design-2015.jsonl", "global-compact-2018.jsonl")


def drawing() -> Callable[[], str]:
    """Draws the ids 1, 2, 3, …"""
    numbers = count(1)
    return lambda: an_id(next(numbers))


def read(text: str, *known: str) -> list[Provision]:
    return version_text.read(text, known, drawing())


def wrong(text: str, *known: str) -> list[tuple[int, str]]:
    return errors_of(version_text.read, text, known, drawing())


def texts_in(name: str) -> list[list[Provision]]:
    """The texts that a demonstration receives."""
    lines = Path(ledger.demo.__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    commands = [json.loads(line) for line in lines if line]
    received = [line["data"]["provisions"] for line in commands if line["command"] == "receive_version"]
    return [provisions for provisions in received if provisions]


# With markers


def test_a_marker_names_kind_label_and_heading() -> None:
    assert read("[objective] Objective 5 | Enhance availability\nWe commit to\nthis.\n") == [
        {
            "provision_id": an_id(1),
            "kind": "objective",
            "label": "Objective 5",
            "heading": "Enhance availability",
            "text": "We commit to\nthis.",
        }
    ]


@pytest.mark.parametrize(
    ("marker", "fields"),
    [
        ("[part]", {"kind": "part"}),
        ("[paragraph] 20 |", {"kind": "paragraph", "label": "20"}),
        ("[paragraph] 20", {"kind": "paragraph", "label": "20"}),
        ("[action] (a)", {"kind": "action", "label": "(a)"}),
        ("[article] Article 3", {"kind": "article", "label": "Article 3"}),
        ("[part] General provisions", {"kind": "part", "heading": "General provisions"}),
        ("[part] | IV", {"kind": "part", "heading": "IV"}),
        ("[part] IV | One | two", {"kind": "part", "label": "IV", "heading": "One | two"}),
        (r"[part] a\|b\\ | \|c", {"kind": "part", "label": "a|b\\", "heading": "|c"}),
        ("  [ Sub-Paragraph ](i)|", {"kind": "sub_paragraph", "label": "(i)"}),
        ("[sub paragraph]", {"kind": "sub_paragraph"}),
        ("[SUB_PARAGRAPH]", {"kind": "sub_paragraph"}),
    ],
)
def test_every_form_of_a_marker_is_read(marker: str, fields: Provision) -> None:
    assert read(marker) == [{"provision_id": an_id(1), **fields}]


def test_depth_makes_parents() -> None:
    text = "[part] I |\n> [article] 1 |\n> > [paragraph] a |\n>> [paragraph] b |\n> [article] 2 |\n[part] II |"

    provisions = read(text)

    assert [provision.get("parent") for provision in provisions] == [
        None,
        an_id(1),
        an_id(2),
        an_id(2),
        an_id(1),
        None,
    ]


def test_the_lines_of_a_text_may_bear_the_signs_of_its_depth() -> None:
    [_, one, other] = read("[part]\n> [article] 1 |\n> One.\n>\n>> Quoted.\n\n> [article] 2 |\nTwo.\n  Three.\n")

    assert one["text"] == "One.\n\n> Quoted."
    assert other["text"] == "Two.\n  Three."


def test_blank_lines_count_within_a_text_only() -> None:
    assert [provision.get("text") for provision in read("\n[part]\n\n\nOne.\n\n\nTwo.\n \n\n[part]\n\n")] == [
        "One.\n\n\nTwo.",
        None,
    ]


def test_a_backslash_keeps_a_line_as_it_is() -> None:
    text = "> [part]\n\\\n\\[part]\n\\> one\n\\levels: none\n\\\\ two\n\\"

    [provision] = read(text[2:])

    assert provision["text"] == "\n[part]\n> one\nlevels: none\n\\ two\n"


@pytest.mark.parametrize(
    "line", ["[The Parties] shall", "[shall][should] ensure", "[Article 3 bis]", "[…]", "[past]", "[]"]
)
def test_brackets_of_a_draft_are_text(line: str) -> None:
    assert read(f"[article] 3 |\n{line}")[0]["text"] == line
    assert read(line) == [{"provision_id": an_id(1), "kind": "paragraph", "text": line}]


def test_tags_stand_below_the_marker() -> None:
    text = "[part]\nLevels: National, local; horizons: short;people:old ones, children\npeople: a\\, b\npeople\nOne."

    [provision] = read(text)

    assert provision == {
        "provision_id": an_id(1),
        "kind": "part",
        "levels": ["local", "national"],
        "horizons": ["short"],
        "people": ["a, b", "children", "old ones"],
        "text": "people\nOne.",
    }


@pytest.mark.parametrize("line", ["people matter: all of them", "people: children; and more", "tags: a"])
def test_a_line_that_is_not_wholly_tags_is_text(line: str) -> None:
    assert read(f"[part]\n{line}")[0]["text"] == line


def test_a_number_keeps_the_identity_of_a_known_provision() -> None:
    text = "[part #0000002A]\n> [article]\n[article #0000002b in #0000002a]\n[paragraph in #0000002c] 3 |"

    provisions = read(text, an_id(0x2A), an_id(0x2B), an_id(0x2C))

    assert [provision["provision_id"] for provision in provisions] == [an_id(0x2A), an_id(1), an_id(0x2B), an_id(2)]
    assert [provision.get("parent") for provision in provisions] == [None, an_id(0x2A), an_id(0x2A), an_id(0x2C)]


def test_a_whole_id_need_not_be_known() -> None:
    assert read(f"[part #{an_id(77).upper()}]") == [{"provision_id": an_id(77), "kind": "part"}]


def test_a_number_that_several_have_wants_more_digits() -> None:
    one, other = (str(UUID(int=(7 << 96) + (end << 64))) for end in (1, 2))

    assert wrong("[part #00000007]", one, other) == [
        (1, "Several provisions have the number #00000007: write more digits of the id.")
    ]
    assert read("[part #00000007-0000-0001]", one, other)[0]["provision_id"] == one


def test_everything_that_is_wrong_is_told_with_its_line() -> None:
    text = """Words before.
[objektive] Objective 5 |
>> [paragraph] 1 |
[article #12] Article 2 |
[article #ffffffff]
levels: moon, national
[part in #ffffffff]
horizons: never
[article #0000002a]
[article #0000002a]
"""

    assert wrong(text, an_id(0x2A)) == [
        (1, "This stands before the first marker (line 3): put one such as [paragraph] before it."),
        (2, "[objektive] is no marker: did you mean [objective]? Put \\ before the bracket where the text begins so."),
        (3, "There is nothing above for it to stand under: take a > away."),
        (4, "A number has at least 8 digits, as in [article #3f2504e0]."),
        (5, "No provision of this text has the number #ffffffff; a new provision has none."),
        (6, "“moon” is none of the levels: write global, regional, national or local."),
        (7, "No provision of this text has the number #ffffffff; a new provision has none."),
        (8, "“never” is none of the horizons: write short, medium or long."),
        (10, "The number #0000002a stands in line 9 already; a new provision has none."),
    ]


def test_a_text_that_was_taken_for_tags_is_answered() -> None:
    assert wrong("[part]\nPeople: " + "everyone of whom this text speaks, " + "wherever they are " * 4) == [
        (2, "A tag has at most 60 characters. If this is no tag but text, put \\ before the line.")
    ]


@pytest.mark.parametrize(
    "slip", ["objektive", "objectiv", "objectivee", "ojbective", "articles", "actions", "Preambel"]
)
def test_a_slip_in_a_kind_is_answered(slip: str) -> None:
    [(line, sentence)] = wrong(f"[part]\n[{slip}] 1 |")

    assert line == 2
    assert sentence.startswith(f"[{slip.lower()}] is no marker: did you mean [")


def test_line_ends_tabs_and_page_breaks_of_other_programs_are_taken() -> None:
    assert read("\ufeff[part]\r\nOne\ttwo\x0bthree\rfour\x0cfive")[0]["text"] == "One two\nthree\nfour\nfive"


def test_the_lines_on_which_provisions_begin_are_known() -> None:
    assert version_text.starts("\n[part]\nOne\n\n> [article]\n") == [2, 5]
    assert version_text.starts("\nOne\n\n(a) Two\n(b) Three\n") == [2, 4, 5]


# Without markers


def test_every_paragraph_becomes_a_provision() -> None:
    assert read("\nOne,\n  two.  \n\n \nThree.\n") == [
        {"provision_id": an_id(1), "kind": "paragraph", "text": "One,\ntwo."},
        {"provision_id": an_id(2), "kind": "paragraph", "text": "Three."},
    ]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("1. One", {"label": "1", "text": "One"}),
        ("12)\tOne", {"label": "12", "text": "One"}),
        ("2.1. One", {"label": "2.1", "text": "One"}),
        ("3 bis. One", {"label": "3 bis", "text": "One"}),
        ("IV. One", {"label": "IV", "text": "One"}),
        ("20.", {"label": "20"}),
        ("(a) One", {"kind": "sub_paragraph", "label": "(a)", "text": "One"}),
        ("(aa) One", {"kind": "sub_paragraph", "label": "(aa)", "text": "One"}),
        ("(iv) One", {"kind": "sub_paragraph", "label": "(iv)", "text": "One"}),
        ("b) One", {"kind": "sub_paragraph", "label": "b)", "text": "One"}),
        ("Article 3", {"kind": "article", "label": "Article 3"}),
        ("ARTICLE 3 ter – One", {"kind": "article", "label": "ARTICLE 3 ter", "heading": "One"}),
        ("Article 3. One shall", {"kind": "article", "label": "Article 3", "text": "One shall"}),
        ("Objective 5: One", {"kind": "objective", "label": "Objective 5", "heading": "One"}),
        ("Part II - One", {"kind": "part", "label": "Part II", "heading": "One"}),
        ("Annex B", {"kind": "annex", "label": "Annex B"}),
        ("Preamble", {"kind": "preamble", "heading": "Preamble"}),
        ("PREAMBLE:", {"kind": "preamble", "heading": "PREAMBLE"}),
    ],
)
def test_simple_labels_are_recognised(line: str, fields: Provision) -> None:
    assert read(line) == [{"provision_id": an_id(1), "kind": "paragraph", **fields}]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Article 3 of the Convention applies",
            "Objective five: One",
            "2015 was a year",
            "2015. It was",
            "1.5 million",
        ),
        *(
            "(all) One",
            "A. One",
            "IIII. One",
            "VX) One",
            "Preamble and more",
            "- One",
            "• One",
            "M. Dupont",
            "(1a) One",
        ),
    ],
)
def test_what_is_less_simple_is_text(line: str) -> None:
    assert read(line) == [{"provision_id": an_id(1), "kind": "paragraph", "text": line}]


def test_a_label_begins_a_provision_without_a_blank_line() -> None:
    provisions = read("Preamble\nWe,\nthe people,\n1. agree:\n(a) one;\nor\n(b) two;\n2. and part.")

    assert [provision.get("label") for provision in provisions] == [None, "1", "(a)", "(b)", "2"]
    assert [provision.get("text") for provision in provisions] == [
        "We,\nthe people,",
        "agree:",
        "one;\nor",
        "two;",
        "and part.",
    ]
    assert [provision.get("parent") for provision in provisions] == [None, None, an_id(2), an_id(2), None]


def test_a_backslash_keeps_a_line_that_would_be_a_marker_in_a_text_without_any() -> None:
    assert [provision["text"] for provision in read("\\[part] of it\n\\one")] == ["[part] of it\n\\one"]


def test_nothing_is_no_provision() -> None:
    assert read("") == read(" \n\n") == version_text.starts("") == []
    assert version_text.write([]) == ""


# And back


def test_a_text_is_written_as_it_is_typed() -> None:
    known, new = an_id(0x2A), an_id(0x2B)
    provisions = [
        {
            "provision_id": known,
            "kind": "objective",
            "label": "Objective 5",
            "heading": "Pathways",
            "text": "One.\n\nTwo.",
        },
        {
            "provision_id": new,
            "kind": "paragraph",
            "parent": known,
            "label": "20",
            "levels": ["local"],
            "text": "> One",
        },
    ]

    assert (
        version_text.write(provisions, {known: "Objective 5"})
        == f"""[objective #0000002a] Objective 5 | Pathways
One.

Two.

> [paragraph #{new}] 20 |
levels: local
\\> One"""
    )


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_the_demonstrations_are_written_and_read_back(name: str) -> None:
    for provisions in texts_in(name):
        known = [provision["provision_id"] for provision in provisions]
        assert version_text.read(version_text.write(provisions, known), known, drawing()) == provisions


def test_the_examples_in_the_help_make_a_text() -> None:
    text = "\n".join(example for example, _ in version_text.HELP).replace(" #3f2504e0", "")

    assert [provision["kind"] for provision in read(text)] == ["objective", "objective", "paragraph"]
    assert read(text)[-1]["text"].endswith("\n[paragraph] is how this line begins")


def test_a_very_deep_text_is_written_and_read_back() -> None:
    ids = [an_id(number) for number in range(1, 3_000)]
    provisions = [{"provision_id": ids[0], "kind": "part"}] + [
        {"provision_id": own, "kind": "part", "parent": parent} for parent, own in pairwise(ids)
    ]

    text = version_text.write(provisions, ids)

    assert len(text) < 200_000
    assert version_text.read(text, ids, drawing()) == provisions


PIECES = st.sampled_from(
    [
        *"ab \n\n\n>[]|\\,;:#.-\u00a0\u2028\u0301é",
        *(
            "[part]",
            "> [article] 3",
            "[part #0000002a]",
            "[actions]",
            "levels:",
            " people: a",
            "horizons: short",
            "\\[",
        ),
        *("Article 3", "1. ", "(a)", "levels: local; people: b", " in #00000001", "\n\n", "> ", ">>"),
    ]
)
writing = st.characters(exclude_categories=["Cs", "Cc"])
words = st.lists(PIECES, max_size=12).map("".join) | st.text(writing, max_size=20)
lines = words.map(lambda text: text.replace("\n", " "))
provision_ids = st.integers(0, 9).map(lambda number: str(UUID(int=((number % 3) << 96) + number)))


def normal(provisions: list[Provision]) -> list[Provision]:
    """What the schema makes of provisions, if it lets them through."""
    ids = dict.fromkeys(("framework_id", "version_id"), an_id(1))
    loaded: list[Provision] = (
        ReceiveVersion().load({**ids, "name": "Text", "provisions": provisions}).get("provisions", [])
    )
    return loaded


@st.composite
def texts(draw: st.DrawFn) -> list[Provision]:
    """Provisions with any words and parents that the schema lets through, each id once."""
    fields = {
        "kind": st.sampled_from([kind.value for kind in ProvisionKind]),
        "label": lines,
        "heading": lines,
        "text": words,
        "parent": provision_ids,
        "levels": st.lists(st.sampled_from([level.value for level in Level]), max_size=2),
        "horizons": st.lists(st.sampled_from([horizon.value for horizon in Horizon]), max_size=2),
        "people": st.lists(lines.map(lambda tag: tag[:50]).filter(str.strip), max_size=3),
    }
    required = {"kind": fields.pop("kind")}
    one = st.fixed_dictionaries(required, optional=fields)
    ids = draw(st.lists(provision_ids, max_size=6, unique=True))
    return normal([{"provision_id": id, **draw(one)} for id in ids])


@given(texts(), st.sets(provision_ids))
@law
def test_what_is_written_is_read_back(provisions: list[Provision], known: set[str]) -> None:
    text = version_text.write(provisions, known)

    assert version_text.read(text, known, drawing()) == provisions
    assert version_text.read(text.replace("\n", "\r\n"), known, drawing()) == provisions
    assert len(version_text.starts(text)) == len(provisions)


@given(words | odd_texts, st.sets(provision_ids))
@law
def test_whatever_is_pasted_is_read_or_answered(text: str, known: set[str]) -> None:
    assert reads_or_says_why(version_text.read, text, known, drawing())
    assert reads_or_says_why(version_text.starts, text)


@given(words)
@law
def test_a_text_without_markers_is_the_same_once_it_has_them(text: str) -> None:
    try:
        provisions = version_text.read(text, [], drawing())
    except Unread:
        return

    assert version_text.read(version_text.write(provisions), [], drawing()) == provisions


@pytest.mark.parametrize(
    "text",
    [
        *("\n" * 1_000_000, " " * 1_000_000, ">" * 1_000_000, "> " * 500_000, "[" * 1_000_000, "[x]\n" * 250_000),
        *("[paragraph]\n" * 80_000, "[prxxmble]\n" * 90_000, "[part] " + "|" * 1_000_000, "\\" * 1_000_000),
        *("[part]\npeople: " + "a," * 500_000, "[part]\n" + "people: a\n" * 100_000, "(a) x\n" * 160_000),
        *(
            "[part]\n" + "a" + "\u0301" * 1_000_000,
            "I" * 1_000_000,
            "1." * 500_000,
            "[part]\n> [part]\n" + "> " * 500_000,
        ),
    ],
    ids=range(17),
)
def test_a_million_characters_are_answered_in_no_time(text: str) -> None:
    # Anything that takes time by the square of the length would take hours.
    assert reads_or_says_why(version_text.read, text, [], drawing())
