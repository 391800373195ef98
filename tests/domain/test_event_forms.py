"""Event forms: explicit topics, declared fields, and no change that an old record would not survive (§4).

`event_forms.json` is what was ever promised. To add a form or an optional field, run this file as a program.
"""

import json
import sys
from pathlib import Path
from typing import Any

from ledger.application import Ledger
from ledger.domain.catalogue import EVENTS, STREAM_OF, STREAMS
from ledger.domain.streams import Event
from tests.builders import (
    COMMON,
    Room,
    an_amendment,
    decide,
    events_of,
    every_kind_of_event,
    form_of,
)

PROMISED = Path(__file__).with_name("event_forms.json")


def forms() -> dict[str, dict[str, str]]:
    """Every form as it is now: topic → field → `required` or `optional`."""
    found = {}
    for topic, kind in sorted(EVENTS.items()):
        declared, required = form_of(kind)
        found[topic] = {name: "required" if name in required else "optional" for name in sorted(declared)}
    return found


def promised() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads(PROMISED.read_text(encoding="utf-8"))
    return loaded


def event_classes() -> list[type[Event]]:
    """Those that are recorded, not what they share, and not the class for a creation that the library adds."""
    nested = [one for stream in STREAMS for one in vars(stream).values() if isinstance(one, type)]
    events = [one for one in nested if issubclass(one, Event) and one.__name__ != "Created"]
    return [one for one in events if not any(one in other.__mro__[1:] for other in events)]


def test_every_event_class_has_a_topic_of_its_own() -> None:
    topics = [vars(kind).get("TOPIC") for kind in event_classes()]

    assert None not in topics
    assert len(set(topics)) == len(topics) == len(EVENTS)


def test_a_topic_says_its_stream() -> None:
    for topic, kind in EVENTS.items():
        prefix, stream, name = topic.split(".")
        assert (prefix, stream) == ("ledger", STREAM_OF[kind].kind)
        assert name.replace("_", "") == kind.__name__.lower()


def test_every_form_is_promised() -> None:
    assert sorted(forms()) == sorted(promised())


def test_no_form_changes_so_that_an_old_record_does_not_load() -> None:
    for topic, before in promised().items():
        now = forms().get(topic, {})

        assert {name: now.get(name) for name in before} == before, topic
        assert all(now[name] == "optional" for name in now.keys() - before.keys()), topic


def test_every_form_has_the_common_keys() -> None:
    always = {"timestamp", "occurred_at", "actor", "command_id"}

    for fields in forms().values():
        assert fields.keys() >= COMMON
        assert always <= {name for name, need in fields.items() if need == "required"}


def stored_states(ledger: Ledger) -> list[tuple[str, dict[str, Any]]]:
    head = ledger.record_store.head()
    return [(one.topic, json.loads(one.state)) for one in ledger.record_store.stored_between(1, head, head)]


def test_every_form_is_recorded_by_some_command_and_holds_what_it_declares(ledger: Ledger, room: Room) -> None:
    every_kind_of_event(ledger, room)

    assert {topic for topic, _ in stored_states(ledger)} == set(EVENTS)


def test_what_is_absent_is_left_out_never_null_but_for_a_first_place(ledger: Ledger, room: Room) -> None:
    every_kind_of_event(ledger, room)

    for _, state in stored_states(ledger):
        assert [name for name, value in state.items() if value is None and name != "after"] == []


def test_the_first_event_of_a_command_names_it_and_no_other_does(ledger: Ledger, room: Room) -> None:
    every_kind_of_event(ledger, room)

    seen: set[str] = set()
    for _, state in stored_states(ledger):
        assert ("command" in state) is (state["command_id"] not in seen)
        seen.add(state["command_id"])


def test_a_sealed_field_is_one_digest(ledger: Ledger, room: Room) -> None:
    every_kind_of_event(ledger, room)

    sealed = [value for _, state in stored_states(ledger) for value in state.values() if _is_sealed(value)]
    assert sealed
    assert all(set(value) == {"sealed"} and len(value["sealed"]) == 43 for value in sealed)


def _is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and "sealed" in value


def test_what_the_sender_expected_stands_in_no_event(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])

    events = events_of(ledger, decide(ledger, motion, expected=0))

    assert not [event for event in events if "expected" in vars(event)]


if __name__ == "__main__":
    PROMISED.write_text(json.dumps(forms(), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(forms())} forms\n")
