"""Participants: who takes part, and what each may do by role."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.domain.errors import NotAllowed, RuleBroken
from ledger.domain.rights import EVERY_STANDING, MAY_GIVE_TIMES, RIGHTS, HeldRole, Right, roles_for
from ledger.domain.streams import Command, New, Record, Stream, derived, find, refuse_known
from ledger.domain.vocabulary import SYSTEM, ParticipantKind, Role, Standing

Sealed = dict[str, str]
"""What stands in an event for a sealed field: {"sealed": digest}."""


PERSONAL = frozenset({"name", "place", "expertise", "contact"})
"""What a participant may change of itself; for whom it acts and how it counts is for organizers to say."""


class Participant(Stream):
    """A person, a delegation or a grouping; its personal words are sealed."""

    kind = "participant"

    class Event(Stream.Event):
        pass

    class Registered(Event):
        TOPIC = "ledger.participant.registered"
        participant_id: str
        name: Sealed
        kind: str
        group: str
        short: str | None = None
        acts_for: str | None = None
        members: list[str] | None = None
        place: Sealed | None = None
        expertise: Sealed | None = None
        contact: Sealed | None = None
        protected: bool = False
        illustrative: bool = False

        def apply(self, participant: "Participant") -> None:
            participant.participant_kind = self.kind
            participant.group = self.group
            participant.acts_for = self.acts_for
            participant.members = self.members or []
            participant.is_protected = self.protected

    class Updated(Event):
        TOPIC = "ledger.participant.updated"
        participant_id: str
        name: Sealed | None = None
        group: str | None = None
        short: str | None = None
        acts_for: str | None = None
        members: list[str] | None = None
        place: Sealed | str | None = None
        expertise: Sealed | list[str] | None = None
        contact: Sealed | str | None = None
        protected: bool | None = None
        illustrative: bool | None = None

        def apply(self, participant: "Participant") -> None:
            if self.group is not None:
                participant.group = self.group
            if self.acts_for is not None:
                participant.acts_for = self.acts_for or None
            if self.members is not None:
                participant.members = self.members
            if self.protected is not None:
                participant.is_protected = self.protected

    class Erased(Event):
        TOPIC = "ledger.participant.erased"
        participant_id: str
        reason: str
        note: Sealed | None = None

        def apply(self, participant: "Participant") -> None:
            participant.is_erased = True
            participant.roles.clear()

        def forgets(self) -> list[dict[str, str]]:
            # Her words, and what others wrote about her when they ended her part.
            return [{"author": self.participant_id}, {"thing": self.participant_id}]

    class RoleGranted(Event):
        TOPIC = "ledger.participant.role_granted"
        participant_id: str
        role: str
        consultation_id: str | None = None

        def apply(self, participant: "Participant") -> None:
            participant.roles.add((self.role, self.consultation_id))

    class RoleRevoked(Event):
        TOPIC = "ledger.participant.role_revoked"
        participant_id: str
        role: str
        consultation_id: str | None = None

        def apply(self, participant: "Participant") -> None:
            participant.roles.discard((self.role, self.consultation_id))

    def begin(self) -> None:
        self.participant_kind = ""
        self.group = ""
        self.acts_for: str | None = None
        self.members: list[str] = []
        self.is_protected = False
        self.is_erased = False
        self.roles: set[HeldRole] = set()


@dataclass(frozen=True, slots=True)
class Term:
    """What a participant is from a time on, and until when, if that was said."""

    since: str
    standing: Standing | None
    until: str | None


NO_TERM = Term("", None, None)


class Accreditation(Stream):
    """The standing of one participant in one consultation."""

    kind = "accreditation"

    class Event(Stream.Event):
        pass

    class Given(Event):
        TOPIC = "ledger.accreditation.given"
        participant_id: str
        consultation_id: str
        standing: str
        until: str | None = None
        protected: bool = False

        def apply(self, accreditation: "Accreditation") -> None:
            accreditation.terms.append(Term(self.occurred_at, Standing(self.standing), self.until))

        def names(self) -> list[tuple[str, str, UUID]]:
            return [("protected", self.participant_id, UUID(self.consultation_id))] if self.protected else []

    class Ended(Event):
        TOPIC = "ledger.accreditation.ended"
        participant_id: str
        consultation_id: str
        reason: Sealed | None = None

        def apply(self, accreditation: "Accreditation") -> None:
            accreditation.terms.append(Term(self.occurred_at, None, None))

    def begin(self) -> None:
        self.terms: list[Term] = []
        """In order of recording; an end is a term without standing."""

    @property
    def last(self) -> "Term":
        """The term that was recorded last; one without standing where there is none."""
        return self.terms[-1] if self.terms else NO_TERM


def present(record: Record, participant_id: str, field: str) -> Participant:
    """A participant that is registered and not erased.

    Raises:
        NotFound: there is none with this id.
        RuleBroken: it was erased.
    """
    participant = find(record, Participant, participant_id, field)
    if participant.is_erased:
        raise RuleBroken("This participant was erased from the record and no longer takes part.", field)
    return participant


def all_present(record: Record, participant_ids: list[str], field: str) -> None:
    """Check that each is registered, once, and not erased."""
    for number, participant_id in enumerate(participant_ids):
        present(record, participant_id, f"{field}.{number}")
        if participant_id in participant_ids[:number]:
            raise RuleBroken("A participant is named once.", f"{field}.{number}")


def authorize(
    record: Record,
    command: Command,
    *,
    consultation_id: str | None = None,
    acting: Sequence[str] = (),
) -> None:
    """Check that the actor may give this command (see `rights`), as far as it is not for her standing to say.

    Args:
        consultation_id: where a role has to be held; None: in the whole ledger.
        acting: the participants whom the command speaks of; some commands they may give for themselves, where the
            actor is, or acts for, each of them. That each takes part as the command asks, `accredited` checks.

    Raises:
        NotAllowed: neither role nor person fits, or the actor gives a time that only an organizer may give.
    """
    if command.actor == SYSTEM:
        return
    actor = record.aggregate(Participant, command.actor)
    if not actor.is_on_record or actor.is_erased:
        raise NotAllowed("Whoever acts has to be a participant on record.", "actor")
    right = RIGHTS[command.name]
    roles = roles_for(command.name, actor.roles, consultation_id)
    is_herself = acting and all(_speaks_for(record, actor, one, right, consultation_id) for one in acting)
    if not right.admits(roles, EVERY_STANDING if is_herself else frozenset()):
        raise NotAllowed(right.asked_for(), "actor")
    if command.is_dated and not command.is_imported and not roles & MAY_GIVE_TIMES:
        raise NotAllowed("Only organizers say when something happened; leave the time out.", "occurred_at")


def _speaks_for(record: Record, actor: Participant, one: str, right: Right, consultation_id: str | None) -> bool:
    """Whether the actor is a participant, or acts for it in a consultation to which she is accredited herself.

    Whoever organizes another consultation says for whom a person acts, and must not reach this one by that. What was
    said is taken back also by who is accredited no more.
    """
    if one == actor.key:
        return True
    if one != actor.acts_for or consultation_id is None:
        return False
    own = record.aggregate(Accreditation, derived(consultation_id, actor.key))
    return own.last.standing is not None or (None in right.standings and bool(own.terms))


def register_participant(record: Record, command: Command) -> list[New]:
    """Register a person, a delegation or a grouping."""
    data = command.data
    authorize(record, command)
    refuse_known(record, command, data["participant_id"], "participant_id")
    _check_relations(record, data["participant_id"], data["kind"], data)
    return [command.first(Participant.Registered, data["participant_id"])]


def update_participant(record: Record, command: Command) -> list[New]:
    """Change what is said of a participant; of itself it changes personal words only."""
    data = command.data
    participant = present(record, data["participant_id"], "participant_id")
    if data.get("protected") and not participant.is_protected:
        # What is known by name already cannot be unknown, and its consultations are linked already.
        raise RuleBroken("A person is protected from the first; register the person anew as protected.", "protected")
    is_personal = data.keys() <= PERSONAL | {"participant_id"}
    acting = [data["participant_id"]] if is_personal else []
    authorize(record, command, consultation_id=_where_both_are(record, command), acting=acting)
    _check_relations(record, data["participant_id"], participant.participant_kind, data)
    return [command.first(Participant.Updated, data["participant_id"])]


def _where_both_are(record: Record, command: Command) -> str | None:
    """A consultation that the actor organizes and to which the participant is accredited."""
    if command.actor == SYSTEM:
        return None
    participant_id = command.data["participant_id"]
    for role, consultation_id in record.aggregate(Participant, command.actor).roles:
        if role == Role.ORGANIZER and consultation_id is not None:
            accreditation = record.aggregate(Accreditation, derived(consultation_id, participant_id))
            if accreditation.last.standing is not None:
                return consultation_id
    return None


def _check_relations(record: Record, participant_id: str, kind: str, data: dict[str, Any]) -> None:
    if data.get("acts_for"):
        if kind != ParticipantKind.PERSON:
            raise RuleBroken("Only a person acts for a delegation.", "acts_for")
        if present(record, data["acts_for"], "acts_for").participant_kind == ParticipantKind.PERSON:
            raise RuleBroken("A person acts for a delegation or a grouping, not for another person.", "acts_for")
    if data.get("short") and kind == ParticipantKind.PERSON:
        raise RuleBroken("A short name is for delegations and groupings; a person's would not be sealed.", "short")
    if data.get("members"):
        if kind != ParticipantKind.GROUPING:
            raise RuleBroken("Only a grouping has members.", "members")
        all_present(record, data["members"], "members")
        _refuse_circle(record, participant_id, data["members"])


def _refuse_circle(record: Record, grouping: str, members: list[str]) -> None:
    below, seen = list(members), set(members)
    while below:
        member = below.pop()
        if member == grouping:
            raise RuleBroken("A grouping cannot contain itself.", "members")
        new = set(record.aggregate(Participant, member).members) - seen
        below.extend(new)
        seen |= new


def erase_participant(record: Record, command: Command) -> list[New]:
    """Erase the personal words of a participant; its roles and accreditations end with it (rule 10)."""
    data = command.data
    present(record, data["participant_id"], "participant_id")
    authorize(record, command)
    return [command.first(Participant.Erased, data["participant_id"])]
