"""Consultations: stages, adopted rules, conclusion."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.consultations import Consultation
from ledger.domain.motions import Motion
from tests.builders import (
    Room,
    a_consultation,
    a_participant,
    a_room,
    adopt_rule,
    an_amendment,
    folded,
    give,
    new_id,
    refused,
)


def opening(ledger: Ledger, **more: Any) -> dict[str, Any]:
    data = {"slug": "one", "title": "One", "mandate": "Talk.", "language": "en", "timezone": "Europe/Amsterdam"}
    return {"consultation_id": new_id(), "conveners": [a_participant(ledger, "delegation")], **data, **more}


def test_two_consultations_have_two_addresses(ledger: Ledger) -> None:
    give(ledger, "open_consultation", **opening(ledger))

    refusal = refused(ledger, "open_consultation", **opening(ledger))

    assert (refusal.code, refusal.field) == ("already_used", "slug")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Not A Slug"),
        ("slug", "a--b"),
        ("timezone", "Mars/Olympus"),
        ("language", "english please"),
        ("conveners", []),
        ("title", "  "),
        ("title", "two\nlines"),
    ],
)
def test_a_consultation_is_opened_with_fields_that_can_be(ledger: Ledger, field: str, value: Any) -> None:
    assert refused(ledger, "open_consultation", **opening(ledger, **{field: value})).field == field


def test_conveners_are_registered(ledger: Ledger) -> None:
    assert refused(ledger, "open_consultation", **opening(ledger, conveners=[new_id()])).field == "conveners.0"


def test_a_consultation_may_go_back_to_an_earlier_stage(ledger: Ledger, room: Room) -> None:
    for stage in ("negotiation", "consultation", "concluded", "follow_up", "scoping"):
        give(ledger, "enter_stage", consultation_id=room.consultation, stage=stage)

    assert folded(ledger, Consultation, room.consultation).stage == ("scoping", None)


def test_a_stage_is_not_entered_twice_under_one_title(ledger: Ledger, room: Room) -> None:
    data = {"consultation_id": room.consultation, "stage": "negotiation", "title": "Round 1"}
    give(ledger, "enter_stage", **data)

    assert refused(ledger, "enter_stage", **data).field == "stage"
    assert give(ledger, "enter_stage", **{**data, "title": "Round 2"}).is_new


@pytest.mark.parametrize("command", ["enter_stage", "conclude_consultation"])
def test_entering_a_stage_and_concluding_decide_no_motion(ledger: Ledger, room: Room, command: str) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])

    more = {"stage": "concluded"} if command == "enter_stage" else {"outcome": "Agreed."}
    give(ledger, command, consultation_id=room.consultation, **more)

    assert folded(ledger, Motion, motion).is_open


def test_a_consultation_is_concluded_once(ledger: Ledger, room: Room) -> None:
    data = {"consultation_id": room.consultation, "outcome": "Agreed."}
    give(ledger, "conclude_consultation", **data)

    assert refused(ledger, "conclude_consultation", **data).field == "consultation_id"


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("decision_method", "dice"),
        ("decision_method", True),
        ("quorum", 0),
        ("quorum", "3"),
        ("quorum", 2.5),
        ("quorum", True),
        ("amendments_close_at", "soon"),
        ("amendments_close_at", "2018-03-05T09:00:00"),
        ("constructive_objection", "yes"),
        ("constructive_objection", 1),
        ("small_group", 0),
        ("small_group", None),
    ],
)
def test_a_rules_value_is_of_its_kind(ledger: Ledger, room: Room, rule: str, value: Any) -> None:
    data = {"consultation_id": room.consultation, "rule": rule, "value": value}

    assert refused(ledger, "adopt_rule", **data).field == "value"


def test_a_framework_has_its_own_rule_before_the_consultations(ledger: Ledger, room: Room) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "majority")
    adopt_rule(ledger, room.consultation, "decision_method", "consensus", framework_id=room.framework)

    consultation = folded(ledger, Consultation, room.consultation)

    assert consultation.rule("decision_method", room.framework) == "consensus"
    assert consultation.rule("decision_method", new_id()) == "majority"


def test_what_was_adopted_later_replaces_what_was_adopted_before(ledger: Ledger, room: Room) -> None:
    adopt_rule(ledger, room.consultation, "quorum", 3)
    adopt_rule(ledger, room.consultation, "quorum", 7)

    assert folded(ledger, Consultation, room.consultation).rule("quorum") == 7


def test_where_nothing_was_adopted_organizers_decide_and_small_groups_are_below_five(ledger: Ledger) -> None:
    consultation = folded(ledger, Consultation, a_consultation(ledger))

    assert (consultation.rule("decision_method"), consultation.rule("small_group")) == ("organizer", 5)
    assert consultation.rule("quorum") is None


def test_a_rule_is_adopted_for_a_framework_not_for_another_thing(ledger: Ledger, room: Room) -> None:
    data = {"consultation_id": room.consultation, "rule": "quorum", "value": 3}

    assert refused(ledger, "adopt_rule", **data, framework_id=room.member).field == "framework_id"


def test_a_rule_is_adopted_for_a_framework_of_the_same_consultation(ledger: Ledger, room: Room) -> None:
    data = {"consultation_id": room.consultation, "rule": "quorum", "value": 3}

    assert refused(ledger, "adopt_rule", **data, framework_id=a_room(ledger).framework).field == "framework_id"


def tabling(room: Room, when: str) -> dict[str, Any]:
    data = {"framework_id": room.framework, "title": "M", "proposers": [room.member], "occurred_at": when}
    return {"motion_id": new_id(), "changes": [room.edit("states", "shall", "must")], **data}


def test_after_the_deadline_no_motion_is_tabled(ledger: Ledger, room: Room) -> None:
    adopt_rule(ledger, room.consultation, "amendments_close_at", "2018-03-01T12:00:00Z")

    assert give(ledger, "table_amendment", **tabling(room, "2018-03-01T11:59:59Z")).is_new
    assert refused(ledger, "table_amendment", **tabling(room, "2018-03-01T12:00:00Z")).field == "occurred_at"


def test_a_deadline_is_judged_by_when_it_happened_not_by_the_clock(ledger: Ledger, room: Room) -> None:
    adopt_rule(ledger, room.consultation, "amendments_close_at", "2018-03-01")

    assert give(ledger, "table_amendment", **tabling(room, "2018-02-20")).is_new


def test_the_day_of_a_deadline_ends_in_the_zone_of_the_consultation(ledger: Ledger) -> None:
    room = a_room(ledger, timezone="Pacific/Auckland")
    adopt_rule(ledger, room.consultation, "amendments_close_at", "2018-03-01")

    assert give(ledger, "table_amendment", **tabling(room, "2018-03-01T10:59:59Z")).is_new
    assert refused(ledger, "table_amendment", **tabling(room, "2018-03-01T11:00:00Z")).field == "occurred_at"


def test_a_plain_date_is_judged_by_its_beginning(ledger: Ledger, room: Room) -> None:
    adopt_rule(ledger, room.consultation, "amendments_close_at", "2018-03-01T12:00:00Z")

    assert give(ledger, "table_amendment", **tabling(room, "2018-03-01")).is_new
    assert refused(ledger, "table_amendment", **tabling(room, "2018-03-02")).field == "occurred_at"


def test_a_deadline_may_be_the_last_day_of_the_calendar(ledger: Ledger, room: Room) -> None:
    adopt_rule(ledger, room.consultation, "amendments_close_at", "9999-12-31")

    assert give(ledger, "table_amendment", **tabling(room, "2018-03-02")).is_new


def test_nothing_is_recorded_in_a_consultation_that_is_not_on_record(ledger: Ledger) -> None:
    assert refused(ledger, "enter_stage", consultation_id=new_id(), stage="scoping").code == "not_found"
