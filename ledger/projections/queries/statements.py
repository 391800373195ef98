"""What was said in the dialogue, as far as it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy import func as sql

from ledger.domain.vocabulary import SYSTEM
from ledger.projections.queries.people import Person, SealedText, people, sealed_text, words
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.reading import Reading
from ledger.projections.tables import consultations, participants, records, statement_subjects, statements, things


@dataclass(frozen=True, slots=True)
class Statement:
    """One intervention.

    Attributes:
        kind: `challenge`, `question`, `reply`, …
        speaker: who spoke, where speakers are named.
        group: the stakeholder group, where no more is recorded; None where not even that is.
        text: the words, or why they are not here.
        session: the meeting in which it was made.
        timezone: of its consultation.
        recorded_by: who put it on record, where that was neither the speaker nor the import.
    """

    id: str
    kind: str
    speaker: Person | None
    group: str | None
    on_behalf_of: tuple[Person, ...]
    text: SealedText | None
    language: str | None
    about: tuple[Thing, ...]
    in_reply_to: Thing | None
    session: Thing | None
    recorded_by: Person | None
    illustrative: bool
    occurred_at: str
    position: int
    timezone: str


def statements_about(reading: Reading, thing_id: str, *, after: int = 0, limit: int) -> list[Statement]:
    """What was said about a thing, in the order of the record, after a position."""
    about = select(statement_subjects.c.statement_id).where(
        statement_subjects.c.thing_id == thing_id, statement_subjects.c.position > after
    )
    first = about.order_by(statement_subjects.c.position).limit(limit)
    return statements_where(reading, statements.c.id.in_(first), order=[statements.c.position], limit=limit)


def statements_where(
    reading: Reading, *conditions: ColumnElement[bool], order: Sequence[Any], limit: int
) -> list[Statement]:
    """The statements that meet the conditions on the table `statements`: a fixed number of queries."""
    taken_out = sql.coalesce(statements.c.redacted, participants.c.erased)
    sources = (
        statements.outerjoin(participants, participants.c.id == statements.c.participant_id)
        .outerjoin(things, things.c.id == statements.c.id)
        .outerjoin(consultations, consultations.c.id == statements.c.consultation_id)
        .outerjoin(records, records.c.position == taken_out)
    )
    removal = (records.c.occurred_at.label("removed_at"), records.c.position.label("removed_in"))
    query = select(statements, things.c.illustrative, consultations.c.timezone, *removal).select_from(sources)
    rows = reading.connection.execute(query.where(*conditions).order_by(*order).limit(limit)).all()
    known = people(reading, (id for row in rows for id in (row.participant_id, row.actor, *(row.on_behalf_of or ()))))
    named = things_named(reading, (id for row in rows for id in _named_by(row)))
    told = words(reading, (row.text_digest for row in rows))
    return [_statement(row, known, named, told) for row in rows]


def _named_by(row: Row[Any]) -> list[str | None]:
    return [row.in_reply_to, row.session_id, *(thing["id"] for thing in row.about or ())]


def _statement(row: Row[Any], known: dict[str, Person], named: dict[str, Thing], told: dict[str, str]) -> Statement:
    speaker = known.get(row.participant_id)
    is_recorded_by_another = row.actor not in (row.participant_id, SYSTEM)
    return Statement(
        id=row.id,
        kind=row.kind,
        speaker=speaker,
        group=row.group,
        on_behalf_of=tuple(known[id] for id in row.on_behalf_of or ()),
        text=sealed_text(row.text_digest, told, speaker, removed_at=row.removed_at, removed_in=row.removed_in),
        language=row.language,
        about=tuple(named[thing["id"]] for thing in row.about or () if thing["id"] in named),
        in_reply_to=named.get(row.in_reply_to),
        session=named.get(row.session_id),
        recorded_by=known.get(row.actor) if is_recorded_by_another else None,
        illustrative=bool(row.illustrative),
        occurred_at=row.occurred_at,
        position=row.position,
        timezone=row.timezone or "UTC",
    )
