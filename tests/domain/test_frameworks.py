"""Frameworks: published versions, the revision that was seen, and when a text may have changed (rules 4, 6, 13)."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.errors import MovedOn
from ledger.domain.frameworks import Framework
from ledger.domain.wording import version_wording
from tests.builders import (
    Clock,
    Room,
    a_framework,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    events_of,
    folded,
    give,
    new_id,
    refused,
    text_of,
)


def publishing(room: Room, **more: Any) -> dict[str, Any]:
    return {"framework_id": room.framework, "version_id": new_id(), "name": "Rev. 1", **more}


def test_two_frameworks_have_two_addresses(ledger: Ledger, room: Room) -> None:
    a_framework(ledger, room.consultation, slug="one")
    data = {"framework_id": new_id(), "consultation_id": room.consultation, "title": "F", "language": "en"}

    refusal = refused(ledger, "begin_framework", **data, slug="one")

    assert (refusal.code, refusal.field) == ("already_used", "slug")


def test_a_published_version_holds_the_digest_of_the_whole_text(ledger: Ledger, room: Room) -> None:
    event = vars(events_of(ledger, give(ledger, "publish_version", **publishing(room)))[0])

    assert event["wording"] == version_wording(one.in_version() for one in text_of(ledger, room.framework))
    assert event["number"] == 2


def test_the_wording_of_a_version_leaves_out_what_is_absent_and_sorts_tags(ledger: Ledger, room: Room) -> None:
    framework, provision = a_framework(ledger, room.consultation), new_id()
    a_version(ledger, framework, [a_provision(provision, text="One.", people=["refugees", "children", "refugees"])])

    wording = folded(ledger, Framework, framework).wording()

    expected = {"id": provision, "kind": "paragraph", "text": "One.", "people": ["children", "refugees"]}
    assert wording == version_wording([expected])


def test_a_version_is_not_published_over_a_text_that_has_moved(ledger: Ledger, room: Room) -> None:
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")]))

    refusal = refused(ledger, "publish_version", **publishing(room, expected=1))

    assert isinstance(refusal, MovedOn)
    assert [(one.kind, one.seen, one.today) for one in refusal.moved] == [("framework", "1", "2")]


def test_the_revision_counts_the_commands_that_changed_the_text(ledger: Ledger, room: Room) -> None:
    two = [room.edit("states", "shall", "must"), room.delete("cities")]
    decide(ledger, an_amendment(ledger, room.framework, room.member, two))

    assert folded(ledger, Framework, room.framework).revision == 2


@pytest.mark.parametrize("how", ["published", "adopted", "not_held"])
def test_a_version_alone_makes_no_revision(ledger: Ledger, room: Room, how: str) -> None:
    commands = {
        "published": lambda: give(ledger, "publish_version", **publishing(room)),
        "adopted": lambda: give(ledger, "adopt_version", version_id=room.version, method="acclamation"),
        "not_held": lambda: a_version(ledger, room.framework, [], extent="not_held"),
    }

    commands[how]()

    assert folded(ledger, Framework, room.framework).revision == 1


def test_a_version_has_an_id_of_its_own(ledger: Ledger, room: Room) -> None:
    for taken in (room.version, room.provisions["states"], room.member, room.framework):
        assert refused(ledger, "publish_version", **publishing(room, version_id=taken)).field == "version_id"


@pytest.fixture
def text(ledger: Ledger, room: Room) -> str:
    """A framework whose text was received at noon on the second of March."""
    framework = a_framework(ledger, room.consultation)
    a_version(ledger, framework, [a_provision(text="One.")], occurred_at="2018-03-02T12:00:00Z")
    return framework


@pytest.mark.parametrize("command", ["receive_version", "publish_version"])
def test_nothing_that_changes_or_publishes_a_text_is_dated_before_its_last_change(
    ledger: Ledger, text: str, command: str
) -> None:
    data: dict[str, Any] = {"framework_id": text, "version_id": new_id(), "name": "Rev. 1"}
    if command == "receive_version":
        data["provisions"] = [a_provision(text="Two.")]

    assert refused(ledger, command, **data, occurred_at="2018-03-02T11:59:59Z").field == "occurred_at"
    assert refused(ledger, command, **data, occurred_at="2018-03-01").field == "occurred_at"
    assert give(ledger, command, **data, occurred_at="2018-03-02").is_new


def test_an_adoption_is_not_dated_before_the_texts_last_change(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])

    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted", occurred_at="2018-03-04").field == (
        "occurred_at"
    )
    assert give(ledger, "decide_motion", motion_id=motion, decision="rejected", occurred_at="2018-03-05").is_new


def test_a_time_that_the_clock_gives_is_raised_to_the_latest_one_on_record(
    ledger: Ledger, room: Room, clock: Clock
) -> None:
    late = "2018-03-05T09:00:10.000000Z"
    a_version(ledger, room.framework, [a_provision(text="New.")], occurred_at=late)
    clock.now = clock.now.replace(hour=8)

    event = events_of(ledger, give(ledger, "publish_version", **publishing(room)))[0]

    assert event.occurred_at == late
    assert event.timestamp < late


def test_no_change_is_dated_before_any_earlier_one(ledger: Ledger, text: str) -> None:
    a_version(ledger, text, [a_provision(text="Two.")], occurred_at="2018-03-02")

    data = {"framework_id": text, "version_id": new_id(), "name": "Three", "provisions": [a_provision(text="Three.")]}

    assert refused(ledger, "receive_version", **data, occurred_at="2018-03-02T11:00:00Z").field == "occurred_at"


def test_the_day_of_a_change_is_a_day_in_the_zone_of_the_consultation(ledger: Ledger) -> None:
    room = a_room(ledger, timezone="Pacific/Auckland")
    framework = a_framework(ledger, room.consultation)
    a_version(ledger, framework, [a_provision(text="One.")], occurred_at="2018-03-02")

    data = {"framework_id": framework, "version_id": new_id(), "name": "Rev. 1"}

    assert refused(ledger, "publish_version", **data, occurred_at="2018-03-01T10:59:59Z").field == "occurred_at"
    assert give(ledger, "publish_version", **data, occurred_at="2018-03-01T11:00:00Z").is_new


@pytest.mark.parametrize("when", ["2018-03-06T00:00:00Z", "2018-03-07", "9998-01-01"])
def test_no_time_that_is_given_lies_in_the_future(ledger: Ledger, room: Room, when: str) -> None:
    assert refused(ledger, "publish_version", **publishing(room), occurred_at=when).field == "occurred_at"


def test_a_version_is_adopted_once(ledger: Ledger, room: Room) -> None:
    data = {"version_id": room.version, "method": "without_a_vote"}
    give(ledger, "adopt_version", **data)

    assert refused(ledger, "adopt_version", **data).field == "version_id"


def test_a_version_is_not_adopted_by_a_vote_on_another_thing(ledger: Ledger, room: Room) -> None:
    vote = new_id()
    subject = {"kind": "provision", "id": room.provisions["states"]}
    data = {"subject": subject, "question": "Good?", "method": "acclamation", "result": "carried"}
    give(ledger, "record_vote", vote_id=vote, consultation_id=room.consultation, **data)

    adoption = {"version_id": room.version, "method": "acclamation", "vote_id": vote}

    assert refused(ledger, "adopt_version", **adoption).field == "vote_id"
