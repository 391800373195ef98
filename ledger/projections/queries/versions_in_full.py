"""One version: its text, and what was said and decided about it."""

from dataclasses import dataclass

from sqlalchemy import select

from ledger.projections.queries.frameworks import Framework
from ledger.projections.queries.known import Known, known
from ledger.projections.queries.positions import Positions, positions_on
from ledger.projections.queries.statements import Statement, statements_about
from ledger.projections.queries.states import Missing, State, is_number, state_of_version
from ledger.projections.queries.text import Text, text_at
from ledger.projections.queries.versions import Version
from ledger.projections.queries.votes import Vote, votes_on
from ledger.projections.queries.without_motion_in_full import WithoutMotion, without_motion
from ledger.projections.reading import Reading
from ledger.projections.tables import records

STATEMENTS = 200


@dataclass(frozen=True, slots=True)
class VersionInFull:
    """Everything about a version.

    Attributes:
        state: the state that it names, and
        text: its text; both None where it is not held.
        without_motion: where it differs from what the adopted motions produce; None where it could not.
        adopter: id of who recorded the adoption, where a note stands with it.
    """

    version: Version
    state: State | None
    text: Text | None
    positions: Positions
    votes: tuple[Vote, ...]
    statements: tuple[Statement, ...]
    known: Known
    without_motion: WithoutMotion | None = None
    adopter: str | None = None


def version_in_full(
    reading: Reading, framework: Framework, number: str, when: str, before: int | None = None
) -> VersionInFull | Missing:
    """Everything about a version: a fixed number of queries.

    Args:
        number: as it stands in an address.
        when: now; terms of accreditation are judged by it.
        before: list the positions whose record comes before this one.
    """
    state = state_of_version(reading, framework, number) if is_number(number) else Missing(number, "unreadable")
    version = state.version
    if version is None:
        return state if isinstance(state, Missing) else Missing(number, "no_version")
    place = framework.consultation_id
    positions = positions_on(reading, version.id, place, version.wording, when, before=before)
    held = state if isinstance(state, State) else None
    text = text_at(reading, framework.id, version.position) if held else None
    adopter = _actor_at(reading, version.adopted) if version.adopted_note_digest else None
    told = [digest for one in positions.listed for digest in (one.reservation_digest, one.reason_digest)]
    return VersionInFull(
        version=version,
        adopter=adopter,
        state=held,
        text=text,
        without_motion=without_motion(reading, framework.id, version, held.revision, text) if held and text else None,
        positions=positions,
        votes=votes_on(reading, version.id),
        statements=tuple(statements_about(reading, version.id, limit=STATEMENTS)),
        known=known(
            reading,
            [version.actor, adopter, *version.issued_by, *positions.people],
            [version.note_digest, version.adopted_note_digest, *told],
            [one.counter_motion for one in positions.listed],
        ),
    )


def _actor_at(reading: Reading, position: int | None) -> str | None:
    found: str | None = reading.connection.scalar(select(records.c.actor).where(records.c.position == position))
    return found
