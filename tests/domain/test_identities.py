"""What the provisions of a text from outside are taken for."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.identities import recognised

law = settings(deadline=None, max_examples=150)

WORDS = ["states", "towns", "people", "shall", "may", "act", "soon", "together", "help"]


def one(id: str, text: str = "", label: str = "", **more: Any) -> dict[str, Any]:
    return {"provision_id": id, "kind": "paragraph", "label": label, "text": text, **more}


def known(standing: list[dict[str, Any]], received: list[dict[str, Any]]) -> dict[str, str | None]:
    return {found.id: found.known_as for found in recognised(standing, received)}


def an_article(id: str, heading: str, number: str, texts: list[str]) -> list[dict[str, Any]]:
    head = one(id, heading=heading, label=f"Article {number}") | {"kind": "article"}
    return [head, *(one(f"{id}{place}", text, f"({place})", parent=id) for place, text in enumerate(texts, 1))]


FIRST = ["States shall act together.", "Towns may host people on their way.", "Nobody is left behind there."]
OTHER = ["A fund is set up for this.", "It is paid by those who can.", "Its board meets once a year."]


@st.composite
def texts(draw: st.DrawFn, ids: str) -> list[dict[str, Any]]:
    words = draw(st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=8))
    found: list[dict[str, Any]] = []
    for place, text in enumerate(words):
        parent = {"parent": found[0]["provision_id"]} if found and draw(st.booleans()) else {}
        found.append(one(f"{ids}{place}", text, draw(st.sampled_from(["", "1", "2", "(a)"])), **parent))
    return found


@given(texts("o"), texts("n"))
@law
def test_no_two_are_taken_for_one_and_each_is_answered_in_order(
    standing: list[dict[str, Any]], received: list[dict[str, Any]]
) -> None:
    found = recognised(standing, received)

    assert [one.id for one in found] == [one["provision_id"] for one in received]
    taken = [one.known_as for one in found if one.known_as is not None]
    assert len(set(taken)) == len(taken)
    assert set(taken) <= {one["provision_id"] for one in standing}


def test_a_text_is_known_for_itself_whatever_its_labels() -> None:
    standing = [*an_article("a", "Action", "1", FIRST), *an_article("b", "Money", "2", OTHER)]
    received = [*an_article("x", "Action", "1", FIRST), *an_article("y", "Money", "3", OTHER)]

    found = known(standing, received)

    assert found == {"x": "a", "x1": "a1", "x2": "a2", "x3": "a3", "y": "b", "y1": "b1", "y2": "b2", "y3": "b3"}


def test_labels_that_stand_in_many_places_are_told_apart_by_what_they_stand_under() -> None:
    standing = [*an_article("a", "Action", "1", ["(repealed)"] * 2), *an_article("b", "Money", "2", ["(repealed)"] * 2)]
    received = [*an_article("x", "Action", "1", []), *an_article("y", "Money", "2", ["(repealed)"] * 2)]

    assert known(standing, received) == {"x": "a", "y": "b", "y1": "b1", "y2": "b2"}


def test_an_article_under_another_heading_is_known_by_what_stands_under_it() -> None:
    standing = an_article("a", "Action", "1", FIRST)
    received = an_article("x", "Responsibilities", "7", FIRST)

    assert known(standing, received)["x"] == "a"


def test_an_old_number_over_wholly_other_words_takes_no_identity() -> None:
    standing = an_article("a", "Action", "1", FIRST)
    received = [
        *an_article("x", "Zebras", "1", ["Zebras graze quietly near rivers."]),
        *an_article("y", "Action", "2", FIRST),
    ]

    assert known(standing, received) == {"x": None, "x1": None, "y": "a", "y1": "a1", "y2": "a2", "y3": "a3"}


def test_a_split_lives_on_in_the_likelier_part_and_says_where_the_other_comes_from() -> None:
    parts = ["Towns may host people.", "Whoever is on the way is heard soon and helped by all."]
    received = [one("x", parts[0]), one("y", parts[1])]

    found = recognised([one("a", " ".join(parts))], received)

    assert [(part.known_as, part.how, part.others) for part in found] == [(None, "split", ("a",)), ("a", "split", ())]


def test_of_two_parts_that_are_alike_the_one_that_kept_the_heading_lives_on() -> None:
    parts = ["Towns may host people who are on their way.", "Whoever comes is heard soon and helped by all who can."]
    received = [one("x", parts[0], heading="Towns"), one("y", parts[1])]

    found = recognised([one("a", " ".join(parts), heading="Towns")], received)

    assert [(part.known_as, part.how) for part in found] == [("a", "split"), (None, "split")]


def test_of_joined_ones_the_likelier_lives_on_and_the_other_is_named() -> None:
    parts = ["Towns may host people.", "Whoever is on the way is heard soon and helped by all."]

    [found] = recognised([one("a", parts[0]), one("b", parts[1])], [one("x", " ".join(parts))])

    assert (found.known_as, found.how, found.others) == ("b", "joined", ("a",))
