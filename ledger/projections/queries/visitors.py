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

BEST_FIRST = tuple(Standing)


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
    """

    person: Person
    acts_for: Person | None
    roles: frozenset[tuple[str, str | None]]
    standings: Mapping[str, Standing]
    standings_of_delegation: Mapping[str, Standing]

    @property
    def ids(self) -> tuple[str, ...]:
        """Her own id, and that of whom she acts for."""
        return (self.person.id,) if self.acts_for is None else (self.person.id, self.acts_for.id)

    @property
    def consultations(self) -> frozenset[str]:
        """The ids of the consultations in which she, or whom she acts for, has a standing, or she holds a role."""
        held = {place for _, place in self.roles if place is not None}
        return frozenset({*self.standings, *self.standings_of_delegation, *held})

    def has_role(self, *wanted: str, consultation_id: str | None = None, anywhere: bool = False) -> bool:
        """Whether she holds one of the roles, in the consultation or in the whole ledger (or in any consultation)."""
        places = (consultation_id, None)
        return any(role in wanted and (anywhere or place in places) for role, place in self.roles)

    def standing_in(self, consultation_id: str) -> Standing | None:
        """The better of her own standing and that of whom she acts for."""
        held = (self.standings.get(consultation_id), self.standings_of_delegation.get(consultation_id))
        return min((one for one in held if one is not None), key=BEST_FIRST.index, default=None)

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
    standings = _standings(reading, [participant_id, *([acts_for] if acts_for else [])], when)
    own, of_delegation = (standings.get(id or "", {}) for id in (participant_id, acts_for))
    return TakingPart(
        person=known[participant_id],
        acts_for=_present(known, acts_for),
        roles=frozenset((row.role, row.place or None) for row in held if row.role is not None),
        standings=own,
        standings_of_delegation={place: standing for place, standing in of_delegation.items() if place in own},
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


def _standings(reading: Reading, participant_ids: list[str], when: str) -> dict[str, dict[str, Standing]]:
    """By participant and consultation, the standing as `standing_of` of the domain judges it."""
    table = accreditations.c
    query = (
        select(table.participant_id, table.consultation_id, table.standing, table.until_when, consultations.c.timezone)
        .join_from(accreditations, consultations, consultations.c.id == table.consultation_id)
        .where(table.participant_id.in_(participant_ids), table.ended.is_(None))
    )
    found: dict[str, dict[str, Standing]] = {}
    for row in reading.connection.execute(query):
        if holds(row.until_when, row.timezone, when):
            found.setdefault(row.participant_id, {})[row.consultation_id] = Standing(row.standing)
    return found


def holds(until: str | None, zone: str | None, when: str) -> bool:
    """Whether a term of accreditation still holds, judged in the zone of its consultation."""
    zone = zone or "UTC"
    return until is None or ends(until, zone) > begins(when, zone)
