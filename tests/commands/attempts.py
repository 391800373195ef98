"""For each command, data with which it succeeds in a room."""

from collections.abc import Callable
from typing import Any

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from tests.builders import (
    Data,
    Room,
    a_framework,
    a_holder,
    a_member,
    a_participant,
    a_provision,
    a_session,
    a_statement,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
)


def motion_in(ledger: Ledger, room: Room) -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])


def moved_motion_in(ledger: Ledger, room: Room) -> str:
    """A motion that applies to words that were changed around it since, on a text of its own."""
    framework, provision = a_framework(ledger, room.consultation), a_provision(text="Towns shall help.")
    a_version(ledger, framework, [provision])
    edit = {"op": "edit", "provision_id": provision["provision_id"], "base": provision_wording("", "Towns shall help.")}
    moved = an_amendment(ledger, framework, room.member, [{**edit, "edits": [[12, 16, "host"]]}])
    decide(ledger, an_amendment(ledger, framework, room.member, [{**edit, "edits": [[0, 5, "All the towns"]]}]))
    return moved


def words_change_around(ledger: Ledger, room: Room) -> None:
    """Words of the first provision are changed that `motion_in` leaves alone."""
    beside = an_amendment(ledger, room.framework, room.member, [room.edit("states", "refugees", "all refugees")])
    decide(ledger, beside)


def registering(ledger: Ledger, room: Room) -> Data:
    return {"participant_id": new_id(), "name": "New", "kind": "person", "group": "state"}


def opening(ledger: Ledger, room: Room) -> Data:
    texts = {"title": "Another", "mandate": "More.", "language": "en", "timezone": "UTC", "slug": f"another-{new_id()}"}
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


ATTEMPTS: dict[str, Callable[[Ledger, Room], Data]] = {
    "register_participant": registering,
    "update_participant": lambda ledger, room: {"participant_id": room.member, "group": "state"},
    "erase_participant": lambda ledger, room: {"participant_id": room.member, "reason": "legal_order"},
    "grant_role": lambda ledger, room: {"participant_id": room.member, "role": "auditor"},
    "revoke_role": lambda ledger, room: {"participant_id": a_holder(ledger, "auditor"), "role": "auditor"},
    "accredit": lambda ledger, room: in_consultation(room, participant_id=a_participant(ledger), standing="member"),
    "end_accreditation": lambda ledger, room: in_consultation(room, participant_id=room.member),
    "open_consultation": opening,
    "update_consultation": lambda ledger, room: in_consultation(room, title="Renamed"),
    "enter_stage": lambda ledger, room: in_consultation(room, stage="negotiation"),
    "adopt_rule": lambda ledger, room: in_consultation(room, rule="quorum", value=3),
    "conclude_consultation": lambda ledger, room: in_consultation(room, outcome="Agreed."),
    "convene_session": convening,
    "update_session": lambda ledger, room: {"session_id": a_session(ledger, room.consultation), "title": "T"},
    "open_session": lambda ledger, room: {"session_id": an_unopened_session(ledger, room)},
    "record_attendance": lambda ledger, room: {"session_id": a_session(ledger, room.consultation), "total": 30},
    "close_session": lambda ledger, room: {"session_id": a_session(ledger, room.consultation)},
    "begin_framework": lambda ledger, room: in_consultation(
        room, framework_id=new_id(), slug=f"f-{new_id()}", title="F", language="en"
    ),
    "receive_version": lambda ledger, room: {
        "framework_id": room.framework,
        "version_id": new_id(),
        "name": "Rev. 1",
        "provisions": [a_provision(text="New.")],
    },
    "publish_version": lambda ledger, room: {"framework_id": room.framework, "version_id": new_id(), "name": "Rev. 1"},
    "adopt_version": lambda ledger, room: {"version_id": room.version, "method": "acclamation"},
    "table_proposal": lambda ledger, room: {**tabling(ledger, room), "provision": a_provision(text="New.")},
    "table_amendment": lambda ledger, room: {
        **tabling(ledger, room),
        "changes": [room.edit("states", "shall", "must")],
    },
    "revise_motion": lambda ledger, room: {
        "motion_id": motion_in(ledger, room),
        "participant_id": room.member,
        "changes": [room.edit("states", "shall", "will")],
    },
    "rebase_motion": lambda ledger, room: {
        "motion_id": moved_motion_in(ledger, room),
        "participant_id": room.member,
    },
    "withdraw_motion": lambda ledger, room: {"motion_id": motion_in(ledger, room), "participant_id": room.member},
    "decide_motion": lambda ledger, room: {"motion_id": motion_in(ledger, room), "decision": "adopted"},
    "adopt_motions": lambda ledger, room: {"framework_id": room.framework, "motions": [motion_in(ledger, room)]},
    "endorse": endorsing,
    "withdraw_endorsement": withdrawing,
    "record_vote": voting,
    "make_statement": speaking,
    "redact_statement": lambda ledger, room: {
        "statement_id": a_statement(ledger, room.consultation, room.member),
        "reason": "legal_order",
    },
}
"""Each makes what its command needs, and gives the data."""
