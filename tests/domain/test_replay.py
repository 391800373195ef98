"""Replay: nothing is validated anew, and every version is proven from the events (rules 6, 12)."""

import json
import sqlite3
from uuid import UUID

from ledger.application import Ledger
from ledger.domain.frameworks import Framework
from ledger.domain.replay import Replay
from tests.builders import (
    Room,
    a_provision,
    a_version,
    an_amendment,
    decide,
    folded,
    give,
    new_id,
    take_stance,
    texts_of,
)


def replay_of(ledger: Ledger) -> Replay:
    replay, head = Replay(), ledger.record_store.head()
    replay.feed(map(ledger.event, ledger.record_store.stored_between(1, head, head)))
    replay.finish()
    return replay


def some_history(ledger: Ledger, room: Room) -> None:
    states = room.provisions["states"]
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")]))
    give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="Rev. 1")
    a_version(ledger, room.framework, [a_provision(states, text="All.", heading="H")], extent="extract")
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.delete("cities")]))
    give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="Rev. 2")


def test_a_replay_proves_every_version(ledger: Ledger, room: Room) -> None:
    some_history(ledger, room)

    replay = replay_of(ledger)

    assert [version.number for version in replay.versions] == [1, 2, 3, 4]
    assert all(version.holds for version in replay.versions)
    assert replay.differing == []


def test_a_replay_makes_the_text_that_stands(ledger: Ledger, room: Room) -> None:
    some_history(ledger, room)

    framework = replay_of(ledger).frameworks()[0]

    assert [one.text for one in framework.tree.depth_first()] == texts_of(ledger, room.framework)


def test_a_replay_finds_a_text_that_was_changed_behind_its_back(ledger: Ledger, room: Room) -> None:
    some_history(ledger, room)
    connection = sqlite3.connect(ledger.database.name)
    triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    old, new = b"Children go to school.", b"Children go to work!!!"
    statement = "UPDATE stored_events SET state = ? WHERE rowid = ?"
    for position, state in connection.execute("SELECT rowid, state FROM stored_events").fetchall():
        if old in state:
            connection.execute(statement, (state.replace(old, new), position))
    connection.commit()
    connection.close()

    replay = replay_of(ledger)

    assert replay.differing
    assert not any(version.holds for version in replay.versions)


def test_an_event_that_todays_rules_would_refuse_is_applied(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    decide(ledger, motion)
    version = folded(ledger, Framework, room.framework).version
    event = {
        "actor": new_id(),
        "command": "publish_version",
        "command_id": new_id(),
        "framework_id": room.framework,
        "name": "Older than its text, by a stranger",
        "number": 7,
        "occurred_at": "1815-06-09",
        "timestamp": "2018-03-05T09:00:00.000000Z",
        "version_id": new_id(),
        "wording": folded(ledger, Framework, room.framework).wording(),
    }
    connection = sqlite3.connect(ledger.database.name)
    row = (UUID(room.framework).hex, version + 1, "ledger.framework.version_published", json.dumps(event).encode())
    connection.execute(
        "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)", row
    )
    connection.commit()
    connection.close()

    other = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])

    assert take_stance(ledger, room.second, other, "endorse").is_new
    assert folded(ledger, Framework, room.framework).versions[event["version_id"]].number == 7
    assert replay_of(ledger).versions[-1].holds


def test_a_replay_finds_a_forged_wording_of_what_was_inserted_or_tabled(ledger: Ledger, room: Room) -> None:
    change = {"op": "insert", "provision": a_provision(text="New.")}
    decide(ledger, an_amendment(ledger, room.framework, room.member, [change]))
    head = ledger.record_store.head()
    events = [ledger.event(stored) for stored in ledger.record_store.stored_between(1, head, head)]
    forged = [event for event in events if event.TOPIC.endswith(("amendment_tabled", "provision_inserted"))]
    for event in forged:
        vars(event)["wording"] = "0" * 64

    replay = Replay()
    replay.feed(events)

    assert {digest for _, digest in replay.differing} == {"0" * 64}
    assert len({id for id, _ in replay.differing}) == len(forged) == 2
