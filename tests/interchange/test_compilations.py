"""The compilation text as Markdown."""

import pytest

from ledger.application import Ledger
from ledger.domain.errors import NotFound
from ledger.interchange.compilations import compilation_as_markdown, compilation_of
from tests.builders import (
    Room,
    a_framework,
    a_member,
    a_proposal,
    a_provision,
    a_room,
    an_amendment,
    decide,
    give,
    take_stance,
)


def written(ledger: Ledger, room: Room) -> str:
    with ledger.reading() as reading:
        return compilation_as_markdown(compilation_of(reading, f"framework-{room.framework}", ledger.now()))


def test_alternatives_are_numbered_and_say_who_asked_and_who_backs_them(ledger: Ledger) -> None:
    room = a_room(ledger)
    norway, chile = (a_member(ledger, room.consultation, name=name) for name in ("Norway", "Chile"))
    motion = an_amendment(ledger, room.framework, norway, [room.edit("cities", "may", "shall")])
    take_stance(ledger, chile, motion, "endorse")

    assert (
        r"Cities **\[1 alt 1**, as it stands: may**\]** "
        r"**\[alt 2**, Norway, backed by Chile (amendment 1): shall**\]** host new arrivals."
    ) in written(ledger, room)


def test_what_is_added_and_what_is_to_go_stands_between_brackets(ledger: Ledger) -> None:
    room = a_room(ledger)
    an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may ", ""), room.delete("states")])
    a_proposal(ledger, room.framework, room.member, a_provision(text="New.", label="4"))

    text = written(ledger, room)

    assert "**\\[1 delete**, A seat (amendment 1):\n\nStates shall protect refugees.\n\n**\\]** 1\n" in text
    assert r"Cities **\[2 delete**, A seat (amendment 1): may**\]** host" in text
    assert "**\\[3 add**, A seat (proposal 2):\n\n**4** New.\n\n**\\]** 3\n" in text


def test_what_is_asked_for_beside_the_words_is_told_in_words(ledger: Ledger) -> None:
    room = a_room(ledger)
    change = {"provision_id": room.provisions["states"]}
    relabelled = {**change, "op": "relabel", "base": room.delete("states")["base"], "label": "3"}
    moved = {**change, "op": "move"}
    an_amendment(
        ledger, room.framework, room.member, [moved, relabelled, {**change, "op": "retag", "levels": ["local"]}]
    )

    text = written(ledger, room)

    assert "move to the end of the text" in text
    assert "label to read “3”" in text
    assert "levels: local" in text


def test_words_are_not_taken_for_markdown(ledger: Ledger) -> None:
    room = a_room(ledger)
    an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "*may*")])

    assert r"\*may\*" in written(ledger, room)


def test_what_is_not_on_todays_words_is_named_at_the_end(ledger: Ledger) -> None:
    room = a_room(ledger)
    an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "should")])
    decide(ledger, an_amendment(ledger, room.framework, room.second, [room.edit("cities", "may", "shall")]))

    assert written(ledger, room).endswith("*Not on today's words, in no bracket: amendment 1.*\n")


def test_a_protected_person_is_not_named(ledger: Ledger) -> None:
    room = a_room(ledger)
    hidden = a_member(ledger, room.consultation, name="Hidden", protected=True)
    an_amendment(ledger, room.framework, hidden, [room.edit("cities", "may", "shall")])
    erased = a_member(ledger, room.consultation, name="Gone")
    an_amendment(ledger, room.framework, erased, [room.edit("cities", "host", "welcome")])
    give(ledger, "erase_participant", participant_id=erased, reason="legal_order")

    text = written(ledger, room)

    assert "Protected participant" in text
    assert "Hidden" not in text
    assert "Gone" not in text


def test_a_framework_without_a_text_has_none(ledger: Ledger) -> None:
    framework = a_framework(ledger, a_room(ledger).consultation)

    with ledger.reading() as reading, pytest.raises(NotFound, match="has no text yet"):
        compilation_of(reading, f"framework-{framework}", ledger.now())
