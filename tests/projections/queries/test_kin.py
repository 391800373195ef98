"""Where the words of provisions that went out stand now, told without pretending that they are the same."""

from ledger.projections.queries.changes import Difference, difference
from ledger.projections.queries.kin import Kin, kin_of
from ledger.projections.queries.text import Provision
from tests.projections.queries.test_compare import provision

SCHOOL = "Children go to school from the first day on, whatever their papers say."
JUDGE = "Whoever is detained sees a judge within two days, in a language that she understands."
CHILD = "Whoever is a child is never detained for how she came."


def gone(id: str, text: str) -> Difference:
    return difference(provision(id, text=text), None)


def came(id: str, text: str) -> Difference:
    return difference(None, provision(id, text=text))


def told(found: dict[str, Kin], id: str) -> tuple[str, bool, list[str], list[str]]:
    kin = found[id]
    return kin.how, kin.is_edited, ids(kin.others), ids(kin.beside)


def ids(provisions: tuple[Provision, ...]) -> list[str]:
    return [one.id for one in provisions]


def test_words_that_come_back_under_another_id_are_found() -> None:
    found = kin_of([gone("3", SCHOOL), came("3 bis", SCHOOL), came("4", JUDGE)])

    assert told(found, "3") == ("whole", False, ["3 bis"], [])
    assert told(found, "3 bis") == ("whole", False, ["3"], [])
    assert "4" not in found


def test_words_that_come_back_a_little_changed_are_said_to_be() -> None:
    found = kin_of([gone("3", SCHOOL), came("3 bis", SCHOOL.replace("first", "second"))])

    assert told(found, "3") == ("whole", True, ["3 bis"], [])


def test_a_provision_that_was_split_names_its_parts() -> None:
    found = kin_of([gone("5", f"{JUDGE} {CHILD}"), came("6", JUDGE), came("7", CHILD)])

    assert told(found, "5")[0::2] == ("split", ["6", "7"])
    assert told(found, "6")[2:] == (["5"], ["7"])


def test_provisions_that_were_joined_are_named_in_the_one() -> None:
    found = kin_of([gone("6", JUDGE), gone("7", CHILD), came("8", f"{JUDGE} {CHILD}")])

    assert told(found, "8")[0::2] == ("joined", ["6", "7"])
    assert told(found, "6")[2:] == (["8"], ["7"])


def test_a_few_words_alone_are_no_kin() -> None:
    assert kin_of([gone("1", "It is deleted."), came("2", "It is deleted.")]) == {}


def test_what_stayed_has_no_kin() -> None:
    stayed = difference(provision("a", text=SCHOOL), provision("a", text=SCHOOL))

    assert kin_of([stayed, came("b", SCHOOL)]) == {}
