"""Standing: what a participant is in a consultation, and which roles it holds."""

from uuid import UUID

from ledger.domain.consultations import Consultation
from ledger.domain.errors import NotFound, RuleBroken
from ledger.domain.participants import Accreditation, Participant, authorize, present
from ledger.domain.rights import RIGHTS
from ledger.domain.streams import Command, New, Record, derived, find
from ledger.domain.times import begins, ends, is_earlier
from ledger.domain.vocabulary import Standing, label


def standing_of(record: Record, consultation_id: str, participant_id: str, when: str) -> Standing | None:
    """What a participant is in a consultation at a time; None outside the terms of its accreditation and when erased.

    Of the terms that were recorded, the last one that had begun by then counts: who left later was a member then. The
    first one reaches back, so that whoever is accredited late is not shut out from what is entered late as well.
    """
    accreditation = record.aggregate(Accreditation, derived(consultation_id, participant_id))
    if not accreditation.terms or record.aggregate(Participant, participant_id).is_erased:
        return None
    zone = record.aggregate(Consultation, consultation_id).timezone
    begun = (term for term in reversed(accreditation.terms) if not is_earlier(when, term.since, zone))
    term = next(begun, accreditation.terms[0])
    has_ended = term.until is not None and ends(term.until, zone) <= begins(when, zone)
    return None if has_ended else term.standing


def is_member(record: Record, consultation_id: str, participant_id: str, when: str) -> bool:
    """Whether a participant counts for decisions at a time."""
    return standing_of(record, consultation_id, participant_id, when) is Standing.MEMBER


def accredited(record: Record, command: Command, consultation_id: str, participant_id: str, field: str) -> Standing:
    """The standing, when the command happens, of a participant who does what it says.

    Raises:
        RuleBroken: it is not accredited to the consultation then, or not as one who may do this (see `rights`).
    """
    standing = standing_of(record, consultation_id, participant_id, command.occurred_at)
    if standing is None:
        raise RuleBroken("This participant is not accredited to the consultation.", field)
    right = RIGHTS[command.name]
    if standing not in right.standings | right.beside:
        raise RuleBroken(f"This participant takes part as {label(standing)}; that is not enough for this.", field)
    return standing


def grant_role(record: Record, command: Command) -> list[New]:
    """Grant a role, in a consultation or in the whole ledger."""
    data = command.data
    participant = _role_holder(record, command)
    if (data["role"], data.get("consultation_id")) in participant.roles:
        raise RuleBroken("The participant has this role already.", "role")
    return [command.first(Participant.RoleGranted, data["participant_id"])]


def revoke_role(record: Record, command: Command) -> list[New]:
    """Revoke a role that was granted there."""
    data = command.data
    participant = _role_holder(record, command)
    if (data["role"], data.get("consultation_id")) not in participant.roles:
        raise RuleBroken("The participant does not have this role.", "role")
    return [command.first(Participant.RoleRevoked, data["participant_id"])]


def _role_holder(record: Record, command: Command) -> Participant:
    consultation_id = command.data.get("consultation_id")
    authorize(record, command, consultation_id=consultation_id)
    if consultation_id is not None:
        find(record, Consultation, consultation_id, "consultation_id")
    return present(record, command.data["participant_id"], "participant_id")


def accredit(record: Record, command: Command) -> list[New]:
    """Give a participant a standing; a protected one in a single consultation (rule 10)."""
    data = command.data
    accreditation = _accreditation(record, command)
    if accreditation.last.standing == data["standing"] and accreditation.last.until == data.get("until"):
        raise RuleBroken("The participant has this standing already.", "standing")
    if not record.aggregate(Participant, data["participant_id"]).is_protected:
        return [command.first(Accreditation.Given, accreditation.key)]
    elsewhere = record.stream_named("protected", data["participant_id"])
    if elsewhere not in (None, UUID(data["consultation_id"])):
        message = "A protected person is registered anew in each consultation, so that nothing links the two."
        raise RuleBroken(message, "participant_id")
    return [command.first(Accreditation.Given, accreditation.key, protected=True)]


def end_accreditation(record: Record, command: Command) -> list[New]:
    """End the standing of a participant."""
    accreditation = _accreditation(record, command)
    if accreditation.last.standing is None:
        raise NotFound("The participant is not accredited to this consultation.", "participant_id")
    return [command.first(Accreditation.Ended, accreditation.key)]


def _accreditation(record: Record, command: Command) -> Accreditation:
    data = command.data
    find(record, Consultation, data["consultation_id"], "consultation_id")
    authorize(record, command, consultation_id=data["consultation_id"])
    present(record, data["participant_id"], "participant_id")
    return record.aggregate(Accreditation, derived(data["consultation_id"], data["participant_id"]))
