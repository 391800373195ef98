"""Who has something that can be taken back: sponsors, those who said where they stand, holders of roles."""

from dataclasses import dataclass

from sqlalchemy import select

from ledger.projections.queries.people import Person, people
from ledger.projections.queries.positions import WITHDRAWN
from ledger.projections.reading import Reading
from ledger.projections.tables import roles, sponsors, standing_stances


@dataclass(frozen=True, slots=True)
class RoleHere:
    """A role that somebody holds now.

    Attributes:
        place: id of the consultation; None where it holds for the whole ledger.
    """

    person: Person
    role: str
    place: str | None


def sponsors_of(reading: Reading, motion_id: str) -> set[str]:
    """The ids of those who sponsor any of a motion's wordings and did not leave it, in one query."""
    table = sponsors.c
    query = select(table.participant_id).where(table.motion_id == motion_id, table.until.is_(None))
    return set(reading.connection.scalars(query))


def position_holders(reading: Reading, subject_id: str) -> set[str]:
    """The ids of those who have a position on any wording of a subject that they did not withdraw, in one query."""
    table = standing_stances.c
    query = select(table.participant_id, table.stance).where(table.subject_id == subject_id).order_by(table.since)
    found: set[str] = set()
    for participant_id, stance in reading.connection.execute(query):
        if stance == WITHDRAWN:
            found.discard(participant_id)
        else:
            found.add(participant_id)
    return found


def roles_held(reading: Reading, *, place: str | None = None, participant_id: str | None = None) -> list[RoleHere]:
    """Every role that is held now, in the order in which they were given: one query, and the people.

    Args:
        place: only those in this consultation.
        participant_id: only those of this participant.
    """
    table = roles.c
    query = select(table.participant_id, table.role, table.place).where(table.until.is_(None)).order_by(table.since)
    if place is not None:
        query = query.where(table.place == place)
    if participant_id is not None:
        query = query.where(table.participant_id == participant_id)
    rows = reading.connection.execute(query).all()
    known = people(reading, (row.participant_id for row in rows))
    return [RoleHere(known[row.participant_id], row.role, row.place or None) for row in rows]
