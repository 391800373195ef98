"""Participants: who takes part in a consultation, and one of them with what it did."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select, tuple_
from sqlalchemy import func as sql

from ledger.domain.vocabulary import Standing
from ledger.projections.queries.names import alike
from ledger.projections.queries.people import Person, SealedText, people, people_acting_for, sealed_text, words
from ledger.projections.queries.statements import Statement, statements_where
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.reading import Reading
from ledger.projections.tables import (
    accreditations,
    consultations,
    participants,
    records,
    roles,
    sponsors,
    stances,
    statements,
)

ACCREDITED_ON_A_PAGE = 100
ENTRIES_ON_A_PAGE = 25
MOST_PERSONS = 50


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many of a stakeholder group are accredited, by standing: never one total."""

    group: str
    members: int = 0
    observers: int = 0
    guests: int = 0


@dataclass(frozen=True, slots=True)
class Accredited:
    """A participant's standing in a consultation.

    Attributes:
        until: the term as given.
        number: the short number, where another's name on the page looks like this one's; else "".
    """

    person: Person
    standing: str
    until: str | None
    number: str = ""


@dataclass(frozen=True, slots=True)
class AccreditedList:
    """A part of the list, by stakeholder group; `after` is the id of the participant after whom it goes on."""

    entries: tuple[Accredited, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role in a consultation and who holds it."""

    person: Person
    role: str


@dataclass(frozen=True, slots=True)
class StandingHeld:
    """What a participant is, or was, in one consultation."""

    slug: str
    title: str
    standing: str
    until: str | None
    since: int
    ended: int | None


@dataclass(frozen=True, slots=True)
class RoleInPlace:
    """A role; `slug` and `title` of the consultation are None where it holds for the whole ledger."""

    role: str
    slug: str | None
    title: str | None
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Participant:
    """One participant as everyone may see it; sealed fields of a protected one are not among them."""

    person: Person
    place: str | None
    expertise: str | None
    acts_for: Person | None
    persons: tuple[Person, ...]
    members: tuple[Person, ...]
    standings: tuple[StandingHeld, ...]
    roles: tuple[RoleInPlace, ...]
    registered: int
    erased: int | None
    erased_reason: str | None
    erased_at: str | None


@dataclass(frozen=True, slots=True)
class Sponsored:
    """A motion that a participant sponsors or sponsored.

    Attributes:
        how: `proposed`, `revised` or `joined`.
        revision: the Rev. number of the wording that it sponsored.
        withdrew: position of the record by which it left, None while it sponsors that wording.
    """

    motion: Thing
    how: str
    revision: int
    occurred_at: str
    since: int
    withdrew: int | None


@dataclass(frozen=True, slots=True)
class StanceTaken:
    """A position that a participant took on a wording, or withdrew.

    Attributes:
        actor: who put it on record: the participant itself, who acts for it, or who recorded it for it.
    """

    subject: Thing
    stance: str
    actor: Person | None
    on_behalf_of: tuple[Person, ...]
    reservation: SealedText | None
    reason: SealedText | None
    occurred_at: str
    position: int


@dataclass(frozen=True, slots=True)
class SponsoredList:
    """A part of the list, newest first; `older` is the position before which it goes on."""

    entries: tuple[Sponsored, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class StanceList:
    """A part of the list, newest first; `older` is the position before which it goes on."""

    entries: tuple[StanceTaken, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class StatementList:
    """A part of the list, newest first; `older` is the position before which it goes on."""

    entries: tuple[Statement, ...]
    older: int | None


def counts_by_group(reading: Reading, consultation_id: str) -> list[GroupCount]:
    """How many are accredited to a consultation now, by stakeholder group and standing."""
    query = (
        select(participants.c.group, accreditations.c.standing, sql.count().label("count"))
        .join_from(accreditations, participants, participants.c.id == accreditations.c.participant_id)
        .where(*_accredited_to(consultation_id))
        .group_by(participants.c.group, accreditations.c.standing)
    )
    counted: dict[str, dict[str, int]] = {}
    for row in reading.connection.execute(query):
        counted.setdefault(row.group, {})[row.standing] = row.count  # type: ignore[assignment]
    return [
        GroupCount(
            group,
            members=count.get(Standing.MEMBER, 0),
            observers=count.get(Standing.OBSERVER, 0),
            guests=count.get(Standing.GUEST, 0),
        )
        for group, count in sorted(counted.items())
    ]


def accredited_to(reading: Reading, consultation_id: str, *, after: str | None = None) -> AccreditedList:
    """Who is accredited to a consultation, by stakeholder group, from the first or after a participant."""
    key = tuple_(participants.c.group, participants.c.id)
    query = (
        select(participants.c.id, accreditations.c.standing, accreditations.c.until_when)
        .join_from(accreditations, participants, participants.c.id == accreditations.c.participant_id)
        .where(*_accredited_to(consultation_id))
        .order_by(participants.c.group, participants.c.id)
        .limit(ACCREDITED_ON_A_PAGE + 1)
    )
    if after is not None:
        group = select(participants.c.group).where(participants.c.id == after).scalar_subquery()
        query = query.where(key > tuple_(group, after))
    rows = reading.connection.execute(query).all()
    shown = rows[:ACCREDITED_ON_A_PAGE]
    known = people(reading, (row.id for row in shown))
    numbers = alike(known.values())
    entries = sorted(
        (Accredited(known[row.id], row.standing, row.until_when, numbers.get(row.id, "")) for row in shown),
        key=lambda entry: (entry.person.group, entry.person.name),
    )
    return AccreditedList(tuple(entries), shown[-1].id if len(rows) > len(shown) else None)


def role_holders(reading: Reading, consultation_id: str) -> list[RoleHeld]:
    """Who organizes, facilitates and audits a consultation now."""
    query = (
        select(roles.c.participant_id, roles.c.role)
        .where(roles.c.place == consultation_id, roles.c.until.is_(None))
        .order_by(roles.c.role, roles.c.since)
        .limit(MOST_PERSONS)
    )
    rows = reading.connection.execute(query).all()
    known = people(reading, (row.participant_id for row in rows))
    return [RoleHeld(known[row.participant_id], row.role) for row in rows]


def participant_with(reading: Reading, participant_id: str) -> Participant | None:
    """One participant, with standing and roles."""
    query = (
        select(participants, records.c.occurred_at.label("erased_at"))
        .outerjoin_from(participants, records, records.c.position == participants.c.erased)
        .where(participants.c.id == participant_id)
    )
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    is_hidden = row.protected or row.erased is not None
    acts_for = None if is_hidden else row.acts_for
    known = people(reading, (row.id, acts_for, *(row.members or ())))
    told = {} if is_hidden else words(reading, (row.place_digest, row.expertise_digest))
    return Participant(
        person=known[row.id],
        place=told.get(row.place_digest),
        expertise=told.get(row.expertise_digest),
        acts_for=known.get(acts_for) if acts_for else None,
        persons=tuple(people_acting_for(reading, row.id, MOST_PERSONS)),
        members=tuple(known[id] for id in row.members or () if id in known),
        standings=_standings(reading, row.id),
        roles=_roles(reading, row.id),
        registered=row.registered,
        erased=row.erased,
        erased_reason=row.erased_reason,
        erased_at=row.erased_at,
    )


def sponsored_by(reading: Reading, participant_id: str, *, before: int | None = None) -> SponsoredList:
    """The motions that a participant sponsors or sponsored, newest first, or those before a position."""
    query = select(sponsors).where(sponsors.c.participant_id == participant_id)
    if before is not None:
        query = query.where(sponsors.c.since < before)
    rows = reading.connection.execute(query.order_by(sponsors.c.since.desc()).limit(ENTRIES_ON_A_PAGE + 1)).all()
    shown = rows[:ENTRIES_ON_A_PAGE]
    named = things_named(reading, (row.motion_id for row in shown))
    entries = tuple(
        Sponsored(named[row.motion_id], row.how, row.revision, row.occurred_at, row.since, row.until) for row in shown
    )
    return SponsoredList(entries, shown[-1].since if len(rows) > len(shown) else None)


def stances_of(reading: Reading, participant: Participant, *, before: int | None = None) -> StanceList:
    """The positions that a participant took, newest first, or those before a position of the record."""
    query = select(stances).where(stances.c.participant_id == participant.person.id)
    if before is not None:
        query = query.where(stances.c.since < before)
    rows = reading.connection.execute(query.order_by(stances.c.since.desc()).limit(ENTRIES_ON_A_PAGE + 1)).all()
    shown = rows[:ENTRIES_ON_A_PAGE]
    named = things_named(reading, (row.subject_id for row in shown))
    known = people(reading, (id for row in shown for id in (row.actor, *(row.on_behalf_of or ()))))
    told = words(reading, (digest for row in shown for digest in (row.reservation_digest, row.reason_digest)))
    entries = tuple(_stance(row, participant, named, known, told) for row in shown)
    return StanceList(entries, shown[-1].since if len(rows) > len(shown) else None)


def statements_of(reading: Reading, participant_id: str, *, before: int | None = None) -> StatementList:
    """What a participant said under its name, newest first, or before a position."""
    conditions = [statements.c.participant_id == participant_id]
    if before is not None:
        conditions.append(statements.c.position < before)
    order = [statements.c.position.desc()]
    said = statements_where(reading, *conditions, order=order, limit=ENTRIES_ON_A_PAGE + 1)
    shown = said[:ENTRIES_ON_A_PAGE]
    return StatementList(tuple(shown), shown[-1].position if len(said) > len(shown) else None)


def _accredited_to(consultation_id: str) -> tuple[ColumnElement[bool], ...]:
    return accreditations.c.consultation_id == consultation_id, accreditations.c.ended.is_(None)


def _standings(reading: Reading, participant_id: str) -> tuple[StandingHeld, ...]:
    query = (
        select(accreditations, consultations.c.slug, consultations.c.title)
        .join_from(accreditations, consultations, consultations.c.id == accreditations.c.consultation_id)
        .where(accreditations.c.participant_id == participant_id)
        .order_by(accreditations.c.since)
    )
    return tuple(
        StandingHeld(row.slug, row.title, row.standing, row.until_when, row.since, row.ended)
        for row in reading.connection.execute(query)
    )


def _roles(reading: Reading, participant_id: str) -> tuple[RoleInPlace, ...]:
    query = (
        select(roles, consultations.c.slug, consultations.c.title)
        .outerjoin_from(roles, consultations, consultations.c.id == roles.c.place)
        .where(roles.c.participant_id == participant_id)
        .order_by(roles.c.since)
    )
    return tuple(
        RoleInPlace(row.role, row.slug, row.title, row.since, row.until) for row in reading.connection.execute(query)
    )


def _stance(
    row: Row[Any], participant: Participant, named: dict[str, Thing], known: dict[str, Person], told: dict[str, str]
) -> StanceTaken:
    def text(digest: str | None) -> SealedText | None:
        person, at, position = participant.person, participant.erased_at, participant.erased
        return sealed_text(digest, told, person, removed_at=at, removed_in=position)

    return StanceTaken(
        subject=named[row.subject_id],
        stance=row.stance,
        actor=known.get(row.actor),
        on_behalf_of=tuple(known[id] for id in row.on_behalf_of or () if id in known),
        reservation=text(row.reservation_digest),
        reason=text(row.reason_digest),
        occurred_at=row.occurred_at,
        position=row.since,
    )
