"""Names that are typed are found, or the sentence says what to write."""

import pytest
from hypothesis import given, settings

from tests.web.pasting.people import (
    a_person,
    errors_of,
    odd_names,
    odd_texts,
    reads_or_says_why,
    rooms,
    the_delegations,
)
from web.pasting.names import Names

law = settings(deadline=None, max_examples=200)


def sentence_of(names: Names, typed: str) -> str:
    [(line, sentence)] = errors_of(names.find, typed)
    assert line == 1
    return sentence


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Norway", "Norway"),
        ("  norWAY ", "Norway"),
        ("Ｎｏｒｗａｙ", "Norway"),
        ("Norw\u200fay", "Norway"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
        ("Co\u0302te  d’ivoire", "Côte d’Ivoire"),
        ("USA", "United States of America"),
        ("usa", "United States of America"),
        ("United States of America (USA)", "United States of America"),
        ("Niger", "Niger"),
        ("Nigeri", "Nigeria"),
        ("bolivia", "Bolivia (Plurinational State of)"),
        ("Korea,Republic of", "Korea, Republic of"),
        ("Norway:", "Norway"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, name: str) -> None:
    assert the_delegations().find(typed).name == name


def test_the_beginning_of_several_names_is_answered_with_those_names() -> None:
    sentence = sentence_of(the_delegations(), "United")

    assert sentence == "“United” may be United Kingdom or United States of America: write which."


def test_at_most_five_candidates_are_listed() -> None:
    names = Names([a_person(f"Union {letter}", number) for number, letter in enumerate("ABCDEFGHI", 1)])

    assert sentence_of(names, "Union").endswith("Union A, Union B, Union C, Union D, Union E or another: write which.")


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    names = the_delegations()

    assert sentence_of(names, "Norwya") == "Nobody here is called “Norwya”. Did you mean Norway?"
    assert sentence_of(names, "Utopia") == "Nobody here is called “Utopia”."


@pytest.mark.parametrize("typed", ["N", "no"])
def test_a_letter_or_two_are_no_beginning(typed: str) -> None:
    assert sentence_of(the_delegations(), typed).startswith(f"Nobody here is called “{typed}”.")


@pytest.mark.parametrize("typed", ["", " ", " : ", "\u200f"])
def test_nothing_names_nobody(typed: str) -> None:
    assert sentence_of(the_delegations(), typed) == "Write a name here."


@pytest.mark.parametrize("twin", ["Norway", "NORWAY", "Nоrwаy", "Nor-way", "Νorway"])
def test_who_looks_like_another_is_told_apart_by_number(twin: str) -> None:
    one, other = a_person("Norway", 0x3F2504E0), a_person(twin, 0xAAAABBBB)
    names = Names([one, other])

    assert sentence_of(names, "Norway") == f"“Norway” may be Norway #3f2504e0 or {twin} #aaaabbbb: write which."
    assert names.find("Norway #3f2504e0") == one
    assert names.find("Norway #AAAABBBB" if twin == "Norway" else f"{twin} #aaaabbbb") == other


def test_a_beginning_that_two_alike_names_share_is_not_enough() -> None:
    names = Names([a_person("Norway", 0x3F2504E0), a_person("Nоrway", 0xAAAABBBB)])

    assert sentence_of(names, "Nor") == "“Nor” may be Norway #3f2504e0 or Nоrway #aaaabbbb: write which."


def test_a_number_alone_is_enough() -> None:
    assert the_delegations().find("#00000002").name == "Sweden"


def test_a_number_with_the_name_of_another_is_refused() -> None:
    sentence = sentence_of(the_delegations(), "Norway #00000002")

    assert sentence == "The number #00000002 is that of “Sweden”, not of “norway”."


def test_a_number_that_nobody_has_is_refused() -> None:
    assert sentence_of(the_delegations(), "Norway #ffffffff") == "Nobody has number #ffffffff."


def test_ids_that_begin_alike_have_longer_numbers() -> None:
    one, other = a_person("Norway", 7), a_person("Norway", 7)
    other = type(other)(other.id[:-1] + "2", "Norway", None, "delegation", "state")
    names = Names([one, other])

    assert names.find(names.typed_name(one)) == one
    assert names.find(names.typed_name(other)) == other
    assert sentence_of(names, "#00000007") == "Several have the number #00000007: write more of it."


def test_the_number_stands_only_where_it_is_needed() -> None:
    norway, sweden, other = a_person("Norway", 1), a_person("Sweden", 2), a_person("sweden", 3)
    names = Names([norway, sweden, other])

    assert [names.typed_name(person) for person in names.people] == ["Norway", "Sweden #00000002", "sweden #00000003"]


def test_a_name_that_ends_like_a_number_is_told_by_number() -> None:
    sweden, impostor = a_person("Sweden", 2), a_person("Sweden #00000002", 3)
    names = Names([sweden, impostor])

    assert names.find("Sweden #00000002") == sweden
    assert names.find(names.typed_name(impostor)) == impostor


def test_a_name_that_would_turn_its_line_about_does_not() -> None:
    names = Names([a_person("Nor\u202eway", 1), a_person("النرويج", 2)])

    assert names.typed_name(names.people[0]) == "Norway"
    assert sentence_of(names, "Norwya") == "Nobody here is called “Norwya”. Did you mean Norway?"
    assert sentence_of(names, "النرويخ").endswith("Did you mean \u2068النرويج\u2069?")


def test_a_name_of_thousands_of_marks_is_found_by_number() -> None:
    person = a_person("a" + "\u0301" * 60_000, 5)
    names = Names([person])

    assert names.find(names.typed_name(person)) == person


@given(rooms())
@law
def test_what_is_to_be_typed_finds_the_participant(names: Names) -> None:
    for person in names.people:
        typed = names.typed_name(person)
        assert names.find(typed) == person
        assert names.found(typed) == person
        assert "\n" not in typed


@given(rooms(), odd_names | odd_texts)
@law
def test_whatever_is_typed_is_found_or_answered(names: Names, typed: str) -> None:
    assert reads_or_says_why(names.find, typed)
    found = names.found(typed)
    assert found is None or found == names.find(typed)
