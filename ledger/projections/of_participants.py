"""Participants, their roles and their accreditations."""

from typing import Any

from ledger.domain.participants import Accreditation
from ledger.domain.participants import Participant as Stream
from ledger.projections import tables
from ledger.projections.events import Event
from ledger.projections.folding import Fold, given, sealed
from ledger.projections.memory import NOWHERE, Participant, Thing, Wanted
from ledger.projections.registry import Family

SEALED = ("name", "place", "expertise", "contact")


def wanted(event: Event, want: Wanted) -> None:
    want.participants.add(event.data["participant_id"])
    consultation_id = event.data.get("consultation_id")
    if consultation_id is not None:
        want.things.add(consultation_id)


def registered(fold: Fold, event: Event) -> Thing:
    data = event.data
    fold.memory.participants[event.stream] = Participant(data.get("illustrative", False))
    row = {
        "id": event.stream,
        "kind": data["kind"],
        "group": data["group"],
        "short": data.get("short"),
        "acts_for": data.get("acts_for"),
        "members": data.get("members"),
        "protected": data.get("protected", False),
        "illustrative": data.get("illustrative", False),
        "registered": event.position,
    }
    fold.batch.insert(tables.participants, row | _digests(data))
    return NOWHERE


def updated(fold: Fold, event: Event) -> Thing:
    values = given(event.data, "group", "short", "acts_for", "members", "protected", "illustrative")
    values |= _digests({field: value for field, value in event.data.items() if field in SEALED})
    fold.batch.change(tables.participants, event.stream, values)
    if "illustrative" in values:
        fold.memory.participants[event.stream].illustrative = values["illustrative"]
    return NOWHERE


def erased(fold: Fold, event: Event) -> Thing:
    """An erasure ends roles and accreditations; stances stay."""
    participant_id, position = event.stream, event.position
    values = {"erased": position, "erased_reason": event.data["reason"]}
    fold.batch.change(tables.participants, participant_id, values)
    participant = fold.memory.participants[participant_id]
    for role, place in participant.roles:
        fold.batch.change(tables.roles, (participant_id, role, place), {"until": position})
    for consultation_id in participant.accredited:
        fold.batch.change(tables.accreditations, (consultation_id, participant_id), {"ended": position})
    participant.roles.clear()
    participant.accredited.clear()
    return NOWHERE


def role_granted(fold: Fold, event: Event) -> Thing:
    role, place = event.data["role"], event.data.get("consultation_id", "")
    row = {"participant_id": event.stream, "role": role, "place": place, "since": event.position}
    fold.batch.replace(tables.roles, row)
    fold.memory.participants[event.stream].roles.add((role, place))
    return _consultation(fold, event)


def role_revoked(fold: Fold, event: Event) -> Thing:
    role, place = event.data["role"], event.data.get("consultation_id", "")
    fold.batch.change(tables.roles, (event.stream, role, place), {"until": event.position})
    fold.memory.participants[event.stream].roles.discard((role, place))
    return _consultation(fold, event)


def accreditation_given(fold: Fold, event: Event) -> Thing:
    data = event.data
    row = {
        "consultation_id": data["consultation_id"],
        "participant_id": data["participant_id"],
        "standing": data["standing"],
        "until_when": data.get("until"),
        "since": event.position,
    }
    fold.batch.replace(tables.accreditations, row)
    fold.memory.participants[data["participant_id"]].accredited.add(data["consultation_id"])
    return _consultation(fold, event)


def accreditation_ended(fold: Fold, event: Event) -> Thing:
    consultation_id, participant_id = event.data["consultation_id"], event.data["participant_id"]
    fold.batch.change(tables.accreditations, (consultation_id, participant_id), {"ended": event.position})
    fold.memory.participants[participant_id].accredited.discard(consultation_id)
    return _consultation(fold, event)


def _consultation(fold: Fold, event: Event) -> Thing:
    consultation_id = event.data.get("consultation_id")
    return fold.memory.things[consultation_id] if consultation_id is not None else NOWHERE


def _digests(data: dict[str, Any]) -> dict[str, str | None]:
    return {f"{field}_digest": sealed(data, field) for field in SEALED if field in data}


FAMILY = Family(
    wanted,
    {
        Stream.Registered: registered,
        Stream.Updated: updated,
        Stream.Erased: erased,
        Stream.RoleGranted: role_granted,
        Stream.RoleRevoked: role_revoked,
        Accreditation.Given: accreditation_given,
        Accreditation.Ended: accreditation_ended,
    },
)
