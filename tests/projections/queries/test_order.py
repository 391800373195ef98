"""The order in which motions are decided, and what becomes of each where one is accepted."""

import pytest

from ledger.application import Ledger
from ledger.domain.consequences import Consequence
from ledger.projections.queries.asked import Asked, asked
from ledger.projections.queries.order import Group, consequences_of_each, in_order_of_decision
from ledger.projections.queries.text import Text, text_at
from tests.builders import Room, a_proposal, a_room, an_amendment, decide


@pytest.fixture
def room(ledger: Ledger) -> Room:
    return a_room(ledger)


def amended(ledger: Ledger, room: Room, old: str, new: str, provision: str = "states") -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit(provision, old, new)])


def on_the_text(ledger: Ledger, room: Room) -> tuple[list[Asked], Text]:
    with ledger.reading() as now:
        text = text_at(now, room.framework, now.position)
        return asked(now, room.framework, text), text


def ordered(ledger: Ledger, room: Room) -> list[Group]:
    found, text = on_the_text(ledger, room)
    return in_order_of_decision(found, text, found)


def test_provisions_come_in_the_order_of_the_text_and_new_ones_where_they_would_stand(
    ledger: Ledger, room: Room
) -> None:
    new = a_proposal(ledger, room.framework, room.member)
    cities = amended(ledger, room, "may", "shall", "cities")
    states = amended(ledger, room, "shall", "must")

    groups = ordered(ledger, room)

    assert [[one.id for one in group.candidates] for group in groups] == [[states], [cities], [new]]
    assert [group.is_new for group in groups] == [False, False, True]


def test_of_one_provision_the_furthest_from_its_words_comes_first(ledger: Ledger, room: Room) -> None:
    small = amended(ledger, room, "shall", "must")
    large = amended(ledger, room, "protect refugees", "take in all who come from wherever they come")
    deletion = an_amendment(ledger, room.framework, room.member, [room.delete("states")])

    (group,) = ordered(ledger, room)

    assert [one.id for one in group.candidates] == [deletion, large, small]


def test_what_does_not_fit_the_text_comes_last(ledger: Ledger, room: Room) -> None:
    unfit = amended(ledger, room, "shall protect refugees", "must do what they can for whoever comes")
    other = amended(ledger, room, "States", "All States")
    decide(ledger, amended(ledger, room, "shall", "may"))

    (group,) = ordered(ledger, room)

    assert [(one.id, one.fits) for one in group.candidates] == [(other, True), (unfit, False)]


def test_of_each_it_is_said_what_becomes_of_the_others(ledger: Ledger, room: Room) -> None:
    must, also, wide = (
        amended(ledger, room, "shall", "must"),
        amended(ledger, room, "shall", "must"),
        amended(ledger, room, "States shall", "Cities may"),
    )
    amended(ledger, room, "refugees", "migrants")
    found, _ = on_the_text(ledger, room)

    alone = consequences_of_each(found, found)

    assert alone[must] == {Consequence.ADJUST: (3,), Consequence.SETTLED: (2,)}
    assert alone[also] == {Consequence.ADJUST: (3,), Consequence.SETTLED: (1,)}
    assert alone[wide] == {Consequence.FALLS: (1, 2)}
