"""Who may give which command (rule 15): every command, every kind of person."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.commands.table import COMMANDS
from ledger.domain.errors import Refusal
from ledger.domain.participants import Participant
from ledger.domain.rights import RIGHTS
from tests.builders import (
    Room,
    a_holder,
    a_member,
    a_participant,
    a_proposal,
    a_provision,
    a_room,
    a_session,
    a_statement,
    a_version,
    an_amendment,
    fault,
    folded,
    give,
    new_id,
    refused,
    take_stance,
)

Data = dict[str, Any]

PEOPLE: dict[str, Callable[[Ledger, Room], str]] = {
    "nobody": lambda ledger, room: new_id(),
    "guest": lambda ledger, room: room.guest,
    "observer": lambda ledger, room: room.observer,
    "member": lambda ledger, room: room.second,
    "auditor": lambda ledger, room: a_holder(ledger, "auditor"),
    "facilitator": lambda ledger, room: room.facilitator,
    "organizer": lambda ledger, room: room.organizer,
    "administrator": lambda ledger, room: room.administrator,
    "organizer elsewhere": lambda ledger, room: a_room(ledger).organizer,
    "ledger-wide organizer": lambda ledger, room: a_holder(ledger, "organizer"),
}

ORGANIZERS = {"organizer", "ledger-wide organizer"}
CHAIR = ORGANIZERS | {"facilitator"}
ADMINISTRATORS = {"administrator"}


def motion_in(ledger: Ledger, room: Room) -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])


def registering(ledger: Ledger, room: Room) -> Data:
    return {"participant_id": new_id(), "name": "New", "kind": "person", "group": "state"}


def opening(ledger: Ledger, room: Room) -> Data:
    texts = {"title": "Another", "mandate": "More.", "language": "en", "timezone": "UTC", "slug": "another"}
    return {"consultation_id": new_id(), "conveners": [room.member], **texts}


def convening(ledger: Ledger, room: Room) -> Data:
    return {"session_id": new_id(), "consultation_id": room.consultation, "title": "S", "opens_at": "2018-03-05"}


def an_unopened_session(ledger: Ledger, room: Room) -> str:
    data = convening(ledger, room)
    give(ledger, "convene_session", **data)
    return str(data["session_id"])


def tabling(ledger: Ledger, room: Room) -> Data:
    return {"motion_id": new_id(), "framework_id": room.framework, "title": "M", "proposers": [room.member]}


def voting(ledger: Ledger, room: Room) -> Data:
    subject = {"kind": "motion", "id": motion_in(ledger, room)}
    data = {"subject": subject, "question": "Shall it?", "method": "acclamation", "result": "carried"}
    return {"vote_id": new_id(), "consultation_id": room.consultation, **data}


def endorsing(ledger: Ledger, room: Room) -> Data:
    subject = {"kind": "motion", "id": motion_in(ledger, room)}
    return {"participant_id": a_member(ledger, room.consultation), "subject": subject, "stance": "endorse"}


def withdrawing(ledger: Ledger, room: Room) -> Data:
    data = endorsing(ledger, room)
    give(ledger, "endorse", **data)
    del data["stance"]
    return data


def speaking(ledger: Ledger, room: Room) -> Data:
    data = {"consultation_id": room.consultation, "participant_id": room.member, "kind": "remark", "text": "Yes."}
    return {"statement_id": new_id(), **data}


def in_consultation(room: Room, **data: Any) -> Data:
    return {"consultation_id": room.consultation, **data}


ATTEMPTS: dict[str, tuple[set[str], Callable[[Ledger, Room], Data]]] = {
    # Participants belong to no consultation, so that organizers of any register them.
    "register_participant": (ORGANIZERS | ADMINISTRATORS | {"organizer elsewhere"}, registering),
    "update_participant": (
        ORGANIZERS | ADMINISTRATORS,
        lambda ledger, room: {"participant_id": room.member, "group": "state"},
    ),
    "erase_participant": (
        ADMINISTRATORS,
        lambda ledger, room: {"participant_id": room.member, "reason": "legal_order"},
    ),
    "grant_role": (ADMINISTRATORS, lambda ledger, room: {"participant_id": room.member, "role": "auditor"}),
    "revoke_role": (
        ADMINISTRATORS,
        lambda ledger, room: {"participant_id": a_holder(ledger, "auditor"), "role": "auditor"},
    ),
    "accredit": (
        ORGANIZERS,
        lambda ledger, room: in_consultation(room, participant_id=a_participant(ledger), standing="member"),
    ),
    "end_accreditation": (ORGANIZERS, lambda ledger, room: in_consultation(room, participant_id=room.member)),
    "open_consultation": ({"ledger-wide organizer", "administrator"}, opening),
    "update_consultation": (ORGANIZERS, lambda ledger, room: in_consultation(room, title="Renamed")),
    "enter_stage": (ORGANIZERS, lambda ledger, room: in_consultation(room, stage="negotiation")),
    "adopt_rule": (ORGANIZERS, lambda ledger, room: in_consultation(room, rule="quorum", value=3)),
    "conclude_consultation": (ORGANIZERS, lambda ledger, room: in_consultation(room, outcome="Agreed.")),
    "convene_session": (ORGANIZERS, convening),
    "update_session": (
        ORGANIZERS,
        lambda ledger, room: {"session_id": a_session(ledger, room.consultation), "title": "T"},
    ),
    "open_session": (ORGANIZERS, lambda ledger, room: {"session_id": an_unopened_session(ledger, room)}),
    "record_attendance": (
        ORGANIZERS,
        lambda ledger, room: {"session_id": a_session(ledger, room.consultation), "total": 30},
    ),
    "close_session": (ORGANIZERS, lambda ledger, room: {"session_id": a_session(ledger, room.consultation)}),
    "begin_framework": (
        ORGANIZERS,
        lambda ledger, room: in_consultation(room, framework_id=new_id(), slug="f", title="F", language="en"),
    ),
    "receive_version": (
        ORGANIZERS,
        lambda ledger, room: {
            "framework_id": room.framework,
            "version_id": new_id(),
            "name": "Rev. 1",
            "provisions": [a_provision(text="New.")],
        },
    ),
    "publish_version": (
        ORGANIZERS,
        lambda ledger, room: {"framework_id": room.framework, "version_id": new_id(), "name": "Rev. 1"},
    ),
    "adopt_version": (CHAIR, lambda ledger, room: {"version_id": room.version, "method": "acclamation"}),
    "table_proposal": (
        ORGANIZERS,
        lambda ledger, room: {**tabling(ledger, room), "provision": a_provision(text="New.")},
    ),
    "table_amendment": (
        ORGANIZERS,
        lambda ledger, room: {**tabling(ledger, room), "changes": [room.edit("states", "shall", "must")]},
    ),
    "revise_motion": (
        ORGANIZERS,
        lambda ledger, room: {
            "motion_id": motion_in(ledger, room),
            "participant_id": room.member,
            "changes": [room.edit("states", "shall", "will")],
        },
    ),
    "withdraw_motion": (
        ORGANIZERS,
        lambda ledger, room: {"motion_id": motion_in(ledger, room), "participant_id": room.member},
    ),
    "decide_motion": (
        CHAIR,
        lambda ledger, room: {"motion_id": motion_in(ledger, room), "decision": "adopted"},
    ),
    "adopt_motions": (
        CHAIR,
        lambda ledger, room: {"framework_id": room.framework, "motions": [motion_in(ledger, room)]},
    ),
    "endorse": (ORGANIZERS, endorsing),
    "withdraw_endorsement": (ORGANIZERS, withdrawing),
    "record_vote": (CHAIR, voting),
    "make_statement": (CHAIR, speaking),
    "redact_statement": (
        ADMINISTRATORS,
        lambda ledger, room: {
            "statement_id": a_statement(ledger, room.consultation, room.member),
            "reason": "legal_order",
        },
    ),
}
"""For each command: who may give it for somebody else, and data with which it succeeds."""

DIFFERENT = {
    "update_participant": "participants.update_participant: an organizer of any consultation may change anyone",
    "publish_version": "rights.RIGHTS: a facilitator publishes; rule 15 lets her decide, adopt, record",
}


def test_every_command_has_its_right_and_its_attempt() -> None:
    assert set(COMMANDS) == set(RIGHTS) == set(ATTEMPTS)


@pytest.mark.parametrize(
    "command",
    [pytest.param(name, marks=[fault(DIFFERENT[name])] if name in DIFFERENT else []) for name in ATTEMPTS],
)
def test_only_those_whom_rule_15_names_give_a_command_for_others(ledger: Ledger, command: str) -> None:
    entitled, attempt = ATTEMPTS[command]

    accepted = set()
    for name, person in PEOPLE.items():
        room = a_room(ledger)
        actor, data = person(ledger, room), attempt(ledger, room)
        if "slug" in data:
            data["slug"] += f"-{len(accepted)}"
        try:
            give(ledger, command, actor=actor, **data)
            accepted.add(name)
        except Refusal as refusal:
            assert refusal.code == "not_allowed", f"{name}: {refusal.sentence}"  # noqa: PT017

    assert accepted == entitled


OF_THEIR_OWN: dict[str, Callable[[Ledger, Room, str], Data]] = {
    "endorse": lambda ledger, room, who: {
        "participant_id": who,
        "subject": {"kind": "motion", "id": motion_in(ledger, room)},
        "stance": "endorse",
    },
    "make_statement": lambda ledger, room, who: {**speaking(ledger, room), "participant_id": who},
    "table_proposal": lambda ledger, room, who: {
        **tabling(ledger, room),
        "proposers": [who],
        "provision": a_provision(text="New."),
    },
    "table_amendment": lambda ledger, room, who: {
        **tabling(ledger, room),
        "proposers": [who],
        "changes": [room.edit("states", "shall", "must")],
    },
}


@pytest.mark.parametrize("command", OF_THEIR_OWN)
@pytest.mark.parametrize("person", ["member", "delegate"])
def test_a_member_acts_for_herself_and_for_whom_she_acts_for(
    ledger: Ledger, room: Room, command: str, person: str
) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")
    actor = room.second if person == "member" else a_participant(ledger, acts_for=delegation)

    data = OF_THEIR_OWN[command](ledger, room, room.second if person == "member" else delegation)

    assert give(ledger, command, actor=actor, **data).is_new


@pytest.mark.parametrize("command", ["endorse", "make_statement"])
@pytest.mark.parametrize("person", ["observer", "guest"])
def test_whoever_is_accredited_speaks_and_takes_positions_without_a_role(
    ledger: Ledger, room: Room, command: str, person: str
) -> None:
    actor = PEOPLE[person](ledger, room)

    assert give(ledger, command, actor=actor, **OF_THEIR_OWN[command](ledger, room, actor)).is_new


@pytest.mark.parametrize("command", OF_THEIR_OWN)
def test_a_role_without_accreditation_is_no_voice_of_ones_own(ledger: Ledger, room: Room, command: str) -> None:
    auditor = a_holder(ledger, "auditor")

    refusal = refused(ledger, command, actor=auditor, **OF_THEIR_OWN[command](ledger, room, auditor))

    assert refusal.code == "rule_broken"


def test_who_acts_for_a_delegation_does_not_act_for_its_other_delegates(ledger: Ledger, room: Room) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")
    one, other = (a_member(ledger, room.consultation, acts_for=delegation) for _ in range(2))

    refusal = refused(ledger, "endorse", actor=one, **OF_THEIR_OWN["endorse"](ledger, room, other))

    assert refusal.code == "not_allowed"


@fault("participants.authorize: one proposer who acts is enough, the others need not know of it (rule 15)")
def test_a_member_does_not_put_another_members_name_under_her_motion(ledger: Ledger, room: Room) -> None:
    data = {**OF_THEIR_OWN["table_amendment"](ledger, room, room.member), "proposers": [room.member, room.second]}

    refusal = refused(ledger, "table_amendment", actor=room.member, **data)

    assert refusal.code == "not_allowed"


@fault("motions.revise_motion does not ask whether the sponsor is still accredited (rule 15)")
def test_a_sponsor_whose_accreditation_ended_does_not_revise(ledger: Ledger, room: Room) -> None:
    motion = motion_in(ledger, room)
    give(ledger, "end_accreditation", participant_id=room.member, consultation_id=room.consultation)

    changes = [room.edit("states", "shall", "will")]
    data = {"motion_id": motion, "participant_id": room.member, "changes": changes}

    assert refused(ledger, "revise_motion", actor=room.member, **data).code in ("rule_broken", "not_allowed")


def test_a_sponsor_whose_accreditation_ended_may_still_withdraw(ledger: Ledger, room: Room) -> None:
    motion = motion_in(ledger, room)
    give(ledger, "end_accreditation", participant_id=room.member, consultation_id=room.consultation)

    assert give(ledger, "withdraw_motion", actor=room.member, motion_id=motion, participant_id=room.member).is_new


@pytest.mark.parametrize("person", ["member", "facilitator", "administrator", "organizer elsewhere"])
def test_nobody_but_an_organizer_says_when_it_happened(ledger: Ledger, room: Room, person: str) -> None:
    actor = PEOPLE[person](ledger, room)
    give(ledger, "accredit", participant_id=actor, consultation_id=room.consultation, standing="observer")

    data = OF_THEIR_OWN["make_statement"](ledger, room, actor)
    refusal = refused(ledger, "make_statement", actor=actor, occurred_at="2018-03-04", **data)

    assert (refusal.code, refusal.field) == ("not_allowed", "occurred_at")


def test_an_organizer_says_when_it_happened(ledger: Ledger, room: Room) -> None:
    data = speaking(ledger, room)

    assert give(ledger, "make_statement", actor=room.organizer, occurred_at="2018-03-04", **data).is_new


def test_whoever_acts_by_the_import_is_checked_and_may_say_when(ledger: Ledger, room: Room) -> None:
    data = OF_THEIR_OWN["endorse"](ledger, room, room.guest)

    answer = give(ledger, "endorse", importing=True, actor=room.guest, occurred_at="2018-03-05T09:00:10Z", **data)
    refusal = refused(ledger, "endorse", importing=True, actor=room.observer, **data)

    assert answer.is_new
    assert refusal.code == "not_allowed"


def test_nobody_signed_in_acts_as_the_system(ledger: Ledger, room: Room) -> None:
    refusal = refused(ledger, "endorse", importing=False, **OF_THEIR_OWN["endorse"](ledger, room, room.guest))

    assert (refusal.code, refusal.field) == ("not_allowed", "actor")


def test_the_system_grants_the_first_administrator(ledger: Ledger) -> None:
    person = a_participant(ledger)

    give(ledger, "grant_role", participant_id=person, role="administrator")

    assert ("administrator", None) in folded(ledger, Participant, person).roles


@fault("statements.make_statement does not ask who gives a summary (§1: by those in the chair)")
def test_a_summary_is_given_by_those_in_the_chair(ledger: Ledger, room: Room) -> None:
    data = {**speaking(ledger, room), "participant_id": room.guest, "kind": "summary", "text": "All agreed."}

    assert refused(ledger, "make_statement", actor=room.guest, **data).code in ("not_allowed", "rule_broken")


def test_a_position_of_another_is_not_withdrawn_by_a_member(ledger: Ledger, room: Room) -> None:
    motion = motion_in(ledger, room)
    take_stance(ledger, room.second, motion, "object")

    subject = {"kind": "motion", "id": motion}
    refusal = refused(ledger, "withdraw_endorsement", actor=room.member, participant_id=room.second, subject=subject)

    assert refusal.code == "not_allowed"


def test_a_motion_of_another_consultation_is_not_decided_by_an_organizer(ledger: Ledger, room: Room) -> None:
    elsewhere = a_room(ledger)
    motion = a_proposal(ledger, elsewhere.framework, elsewhere.member)
    version = a_version(ledger, elsewhere.framework, [a_provision(text="More.")])

    assert refused(ledger, "decide_motion", actor=room.organizer, motion_id=motion, decision="adopted").code == (
        "not_allowed"
    )
    assert refused(ledger, "adopt_version", actor=room.organizer, version_id=version, method="acclamation").code == (
        "not_allowed"
    )
