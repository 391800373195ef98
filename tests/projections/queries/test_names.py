"""Names in lists: alike ones are told apart, and none turns its line about."""

import pytest

from ledger.projections.queries.names import begins, called, isolated, looks
from ledger.projections.queries.people import Person
from tests.builders import new_id


def person(name: str, short: str | None = None, id: str = "") -> Person:
    return Person(id or new_id(), name, short, "delegation", "state")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norway", "norway"),
        ("Norway", "Nоrway"),  # a Cyrillic letter
        ("NORWAY", "ΝΟRWΑY"),  # Greek ones
        ("Iran", "lran"),
        ("Iran", "1ran"),
        ("Germany", "Gerrnany"),
        ("Norway", "Nor\u200bway"),
        ("Norway", "Nórway"),
        ("Norway", "\uff2eorway"),
        ("New Design", "New  Design."),
        ("yawroN", "\u202eyawroN"),
    ],
)
def test_names_that_look_alike_have_the_same_looks(one: str, other: str) -> None:
    assert looks(one) == looks(other)


@pytest.mark.parametrize(("one", "other"), [("Niger", "Nigeria"), ("Anna", "Hanna"), ("Мария", "Марина"), ("李", "王")])
def test_other_names_look_different(one: str, other: str) -> None:
    assert looks(one) != looks(other)


def test_alike_names_have_their_short_number_and_no_other_has() -> None:
    first = person("Norway", id="1f0c2a9b-0000-4000-8000-000000000000")
    second = person("Nоrway", id="7d000000-0000-4000-8000-000000000000")
    alone = person("European Union", "EU")

    names = called([first, second, alone])

    assert names == {
        first.id: "Norway #1f0c2a9b",
        second.id: "Nоrway #7d000000",
        alone.id: "European Union (EU)",
    }


def test_a_name_from_right_to_left_is_isolated() -> None:
    assert isolated("مريم") == "\u2068مريم\u2069"
    assert isolated("Norway") == "Norway"


def test_marks_that_reach_beyond_a_name_are_left_out() -> None:
    assert isolated("\u202eyawroN") == "yawroN"
    assert isolated("\u2069\u202eمريم") == "\u2068مريم\u2069"


def test_words_begin_on_one_line() -> None:
    assert begins("One\ntwo  three", 8) == "One two…"
    assert begins("One\ntwo") == "One two"
