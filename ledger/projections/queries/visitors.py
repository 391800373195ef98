"""Who is signed in: what she is in each consultation, for whom she acts and which roles she holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, select

from ledger.domain.times import begins, ends
from ledger.domain.vocabulary import Standing
from ledger.projections.queries.people import Person, people
from ledger.projections.reading import Reading
from ledger.projections.tables import accreditations, consultations, participants, roles


@dataclass(frozen=True, slots=True)
class TakingPart:
    """A participant as pages and forms meet her.

    Attributes:
        person: as everyone sees her; a protected person under her pseudonym.
        acts_for: the delegation or grouping that she acts for, told of protected persons too: she herself knows.
        roles: each with the id of its consultation; None where it holds for the whole ledger.
        standings: her own, by consultation; terms that are over are not among them.
        standings_of_delegation: those of whom she acts for, where she is accredited herself: only there she speaks for
            it.
        was_in: the ids of the consultations to which she was ever accredited: what she said there she can always take
            back, and what was said for whom she acts for.
    """

    person: Person
    acts_for: Person | None
    roles: frozenset[tuple[str, str | None]]
    standings: Mapping[str, Standing]
    standings_of_delegation: Mapping[str, Standing]
    was_in: frozenset[str]

    @property
    def ids(self) -> tuple[str, ...]:
        """Her own id, and that of whom she acts for."""
        return (self.person.id,) if self.acts_for is None else (self.person.id, self.acts_for.id)

    @property
    def consultations(self) -> frozenset[str]:
        """The ids of the consultations in which she, or whom she acts for, has a standing, or she holds a role."""
        held = {place for _, place in self.roles if place is not None}
        return frozenset({*self.standings, *self.standings_of_delegation, *held})

    def has_role(self, *wanted: str, consultation_id: str) -> bool:
        """Whether she holds one of the roles, in the consultation or in the whole ledger."""
        return any(role in wanted and place in (consultation_id, None) for role, place in self.roles)

    def actors_in(self, consultation_id: str) -> list[Person]:
        """For whom she may speak there: herself and whom she acts for, as far as each is accredited."""
        actors = [self.person] if consultation_id in self.standings else []
        if self.acts_for is not None and consultation_id in self.standings_of_delegation:
            actors.append(self.acts_for)
        return actors


def taking_part(reading: Reading, participant_id: str, when: str) -> TakingPart | None:
    """What a participant is in the ledger, in three queries; None where there is no such one, or she was erased.

    Args:
        when: the moment by which terms of accreditation are judged.
    """
    held = _with_roles(reading, participant_id)
    if not held:
        return None
    acts_for = held[0].acts_for or None
    known = people(reading, (participant_id, acts_for))
    terms = _terms(reading, [participant_id, *([acts_for] if acts_for else [])])
    own, of_delegation = (_standings(terms, id, when) for id in (participant_id, acts_for))
    return TakingPart(
        person=known[participant_id],
        acts_for=_present(known, acts_for),
        roles=frozenset((row.role, row.place or None) for row in held if row.role is not None),
        standings=own,
        standings_of_delegation={place: standing for place, standing in of_delegation.items() if place in own},
        was_in=frozenset(row.consultation_id for row in terms if row.participant_id == participant_id),
    )


def _with_roles(reading: Reading, participant_id: str) -> list[Row[Any]]:
    """Whom she acts for, once with each of her roles or once without; nothing where she is not on record."""
    now = and_(roles.c.participant_id == participants.c.id, roles.c.until.is_(None))
    query = (
        select(participants.c.acts_for, roles.c.role, roles.c.place)
        .outerjoin_from(participants, roles, now)
        .where(participants.c.id == participant_id, participants.c.erased.is_(None))
    )
    return list(reading.connection.execute(query))


def _present(known: Mapping[str, Person], participant_id: str | None) -> Person | None:
    person = known.get(participant_id or "")
    return None if person is None or person.erased else person


def _terms(reading: Reading, participant_ids: list[str]) -> list[Row[Any]]:
    """Every accreditation of these participants, those that are over too."""
    table = accreditations.c
    columns = (table.participant_id, table.consultation_id, table.standing, table.until_when, table.ended)
    query = (
        select(*columns, consultations.c.timezone)
        .join_from(accreditations, consultations, consultations.c.id == table.consultation_id)
        .where(table.participant_id.in_(participant_ids))
    )
    return list(reading.connection.execute(query))


def _standings(terms: list[Row[Any]], participant_id: str | None, when: str) -> dict[str, Standing]:
    """By consultation, the standing as `standing_of` of the domain judges it."""
    return {
        row.consultation_id: Standing(row.standing)
        for row in terms
        if row.participant_id == participant_id and row.ended is None and holds(row.until_when, row.timezone, when)
    }


def holds(until: str | None, zone: str | None, when: str) -> bool:
    """Whether a term of accreditation still holds, judged in the zone of its consultation."""
    zone = zone or "UTC"
    return until is None or ends(until, zone) > begins(when, zone)
