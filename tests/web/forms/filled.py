"""For each command: who sends its form in a room, what its address gives, and what is typed so that it is recorded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.builders import (
    Data,
    Room,
    a_consultation,
    a_holder,
    a_member,
    a_participant,
    a_room,
    a_session,
    a_statement,
    an_amendment,
    give,
)
from tests.commands.attempts import ATTEMPTS, moved_motion_in
from tests.web.signed_in import RECORD, Browser, Form, Site, filled, typed_into
from web.forms.table import SHEETS


@dataclass(frozen=True)
class Sending:
    """A form that somebody fills in.

    Attributes:
        by: id of the participant who sends it.
        given: what stands behind the "?" of the form's address.
        typed: by the name of the field.
    """

    site: Site
    command: str
    by: str
    given: dict[str, str]
    typed: dict[str, Any]

    @property
    def address(self) -> str:
        """Of the form."""
        return f"/forms/{self.command}"

    @property
    def browser(self) -> Browser:
        """Whoever may send it, signed in."""
        return self.site.visitor(self.by)

    def shown(self) -> str:
        """The page of the form."""
        answer = self.browser.get(self.address, query_string=self.given)
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, **more: Any) -> Form:
        """The form's fields as they are typed."""
        return typed_into(self.shown(), {**self.typed, **more})

    def record(self, form: Form) -> str:
        """Put a form on record at once; gives the id of the command."""
        answer = self.browser.post(self.address, data=filled(form, {"do": RECORD}))
        assert answer.status_code == 303, f"{answer.status_code} {answer.text}"
        return form["command_id"]


def a_sending(site: Site, command: str) -> Sending:
    """A form of a command that will be recorded; what it needs is made on the way."""
    data = OWN[command](site) if command in OWN else _from_attempt(site, command)
    by = data.pop("by", None) or getattr(site.room, WHO.get(command, "organizer"))
    sheet = SHEETS[command]
    flat = {name: value for name, value in _flat(data) if name not in sheet.drawn}
    given = {name: flat.pop(name) for name in (*sheet.given, *ON_THE_WAY) if name in flat}
    return Sending(site, command, by, given, flat)


ON_THE_WAY = ("provision", "place", "rule")
"""What stands in the address of a form besides what has to."""

WHO = {
    "register_participant": "administrator",
    "update_participant": "administrator",
    "erase_participant": "administrator",
    "grant_role": "administrator",
    "revoke_role": "administrator",
    "open_consultation": "administrator",
    "redact_statement": "administrator",
    "table_proposal": "member",
    "table_amendment": "member",
    "revise_motion": "member",
    "rebase_motion": "member",
    "withdraw_motion": "member",
    "make_statement": "member",
    "adopt_version": "facilitator",
    "decide_motion": "facilitator",
    "adopt_motions": "facilitator",
    "record_vote": "facilitator",
}
"""Who sends a form, where it is not the organizer."""


def a_motion(site: Site, room: Room | None = None, **more: Any) -> str:
    """An open amendment."""
    room = room or site.room
    return an_amendment(site.ledger, room.framework, room.member, [room.edit("states", "shall", "must")], **more)


def stand_of(site: Site, who: str, stance: str = "endorse") -> Data:
    """What it takes to say where somebody stands on a new motion."""
    return {"by": who, "subject": {"kind": "motion", "id": a_motion(site)}, "stance": stance}


def _withdrawing(site: Site) -> Data:
    data = stand_of(site, a_member(site.ledger, site.room.consultation))
    who = data.pop("by")
    give(site.ledger, "endorse", participant_id=who, **data)
    return {"by": who, "subject": data["subject"]}


def _attending(site: Site) -> Data:
    session = a_session(site.ledger, site.room.consultation)
    return {"session_id": session, "participants": [site.room.member, site.room.second]}


OWN: dict[str, Callable[[Site], Data]] = {
    "update_participant": lambda site: {"participant_id": a_participant(site.ledger), "name": "Renamed"},
    "erase_participant": lambda site: {"participant_id": a_participant(site.ledger), "reason": "legal_order"},
    "grant_role": lambda site: {"participant_id": a_participant(site.ledger), "role": "auditor"},
    "revoke_role": lambda site: {"held": f"{a_holder(site.ledger, 'auditor')} auditor"},
    "end_accreditation": lambda site: {
        "participant_id": a_member(site.ledger, site.room.consultation),
        "consultation_id": site.room.consultation,
    },
    "update_consultation": lambda site: _renaming(site),
    "conclude_consultation": lambda site: _concluding(site),
    "convene_session": lambda site: {
        "consultation_id": site.room.consultation,
        "title": "S",
        "opens_at.date": "2018-03-05",
        "opens_at.time": "10:00",
    },
    "record_attendance": _attending,
    "receive_version": lambda site: {"framework_id": site.room.framework, "name": "Rev. 1", "extent": "not_held"},
    "table_proposal": lambda site: {
        "framework_id": site.room.framework,
        "title": "A new one",
        "new.0.text": "Cities may do more.",
        "rationale": "Because.",
    },
    "table_amendment": lambda site: {
        "framework_id": site.room.framework,
        "provision": site.room.provisions["cities"],
        "title": "Other words",
        "provisions.0.text": "Cities must host new arrivals.",
        "rationale": "Because.",
    },
    "revise_motion": lambda site: {"motion_id": a_motion(site), "provisions.0.text": "States will protect refugees."},
    "rebase_motion": lambda site: _rebasing(site),
    "withdraw_motion": lambda site: {"motion_id": a_motion(site)},
    "decide_motion": lambda site: {"motion_id": a_motion(site), "decision": "rejected", "reason": "No."},
    "adopt_motions": lambda site: _adopting(site),
    "adopt_version": lambda site: _adopting_a_version(site),
    "endorse": lambda site: stand_of(site, a_member(site.ledger, site.room.consultation)),
    "withdraw_endorsement": _withdrawing,
    "make_statement": lambda site: {"consultation_id": site.room.consultation, "kind": "remark", "text": "Yes."},
    "redact_statement": lambda site: {
        "statement_id": a_statement(site.ledger, site.room.consultation, site.room.member),
        "reason": "legal_order",
    },
}
"""Data that do not touch what other tests in the room stand on, by fields where the form has its own."""


def _renaming(site: Site) -> Data:
    consultation = a_consultation(site.ledger, conveners=[site.room.member])
    accredited = {"participant_id": site.room.member, "consultation_id": consultation, "standing": "member"}
    give(site.ledger, "accredit", **accredited)
    by = a_holder(site.ledger, "organizer", consultation)
    return {"by": by, "consultation_id": consultation, "title": "Renamed"}


def _concluding(site: Site) -> Data:
    room = a_room(site.ledger)
    return {"by": room.organizer, "consultation_id": room.consultation, "outcome": "Agreed."}


def _rebasing(site: Site) -> Data:
    room = a_room(site.ledger)
    return {"by": room.member, "motion_id": moved_motion_in(site.ledger, room)}


def _adopting(site: Site) -> Data:
    room = a_room(site.ledger)
    return {"by": room.facilitator, "framework_id": room.framework, "motions": [a_motion(site, room)]}


def _adopting_a_version(site: Site) -> Data:
    room = a_room(site.ledger)
    return {"by": room.facilitator, "version_id": room.version, "method": "acclamation"}


def _from_attempt(site: Site, command: str) -> Data:
    return dict(ATTEMPTS[command](site.ledger, site.room))


def _flat(data: Data, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value if isinstance(value, list) else str(value)
