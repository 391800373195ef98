"""What an id names, and what a link to it needs: its title and the parts of its address."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy import func as sql

from ledger.projections.reading import Reading
from ledger.projections.tables import (
    consultations,
    frameworks,
    motions,
    provisions,
    statements,
    things,
    versions,
    votes,
)

STARTS = 60


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on record that pages lead to.

    Attributes:
        kind: `consultation`, `session`, `framework`, `provision`, `motion`, `version`, `statement` or `vote`.
        title: title, name or question; of a provision its label and how it begins; "" for a statement.
        number: of a motion or a version.
        revision: Rev. number of a motion, 0 as tabled.
        motion_kind: `proposal` or `amendment`.
        statement_kind: `challenge`, `question`, …
        speaker: id of the participant who made a statement, where speakers are named.
        outcome: decision on a motion, None while it is open; result of a vote.
        timezone: of its consultation.
        position: of the record that it began with.
    """

    id: str
    kind: str
    title: str
    illustrative: bool
    position: int
    consultation_slug: str | None = None
    framework_slug: str | None = None
    session_id: str | None = None
    number: int | None = None
    revision: int = 0
    motion_kind: str | None = None
    statement_kind: str | None = None
    speaker: str | None = None
    outcome: str | None = None
    timezone: str = "UTC"


def things_named(reading: Reading, ids: Iterable[str | None]) -> dict[str, Thing]:
    """What these ids name (None is passed over), in one query; ids of participants and unknown ones are left out."""
    wanted = {id for id in ids if id is not None}
    standing = and_(provisions.c.provision_id == things.c.id, provisions.c.until.is_(None))
    sources = (
        things.outerjoin(consultations, consultations.c.id == things.c.consultation_id)
        .outerjoin(frameworks, frameworks.c.id == things.c.framework_id)
        .outerjoin(motions, motions.c.id == things.c.id)
        .outerjoin(versions, versions.c.id == things.c.id)
        .outerjoin(statements, statements.c.id == things.c.id)
        .outerjoin(votes, votes.c.id == things.c.id)
        .outerjoin(provisions, standing)
    )
    columns = (
        things.c.id,
        things.c.kind,
        things.c.title,
        things.c.illustrative,
        things.c.position,
        consultations.c.slug.label("consultation_slug"),
        consultations.c.timezone,
        frameworks.c.slug.label("framework_slug"),
        statements.c.session_id,
        statements.c.kind.label("statement_kind"),
        statements.c.participant_id.label("speaker"),
        sql.coalesce(motions.c.decision, votes.c.result).label("outcome"),
        motions.c.number.label("motion_number"),
        motions.c.revision,
        motions.c.kind.label("motion_kind"),
        versions.c.number.label("version_number"),
        provisions.c.label.label("provision_label"),
        provisions.c.heading,
        provisions.c.text,
    )
    rows = reading.connection.execute(select(*columns).select_from(sources).where(things.c.id.in_(wanted)))
    return {
        row.id: Thing(
            id=row.id,
            kind=row.kind,
            title=_provision_title(row.provision_label, row.heading, row.text) or row.title or "",
            illustrative=row.illustrative,
            position=row.position,
            consultation_slug=row.consultation_slug,
            framework_slug=row.framework_slug,
            session_id=row.session_id,
            number=row.motion_number if row.motion_number is not None else row.version_number,
            revision=row.revision or 0,
            motion_kind=row.motion_kind,
            statement_kind=row.statement_kind,
            speaker=row.speaker,
            outcome=row.outcome,
            timezone=row.timezone or "UTC",
        )
        for row in rows
    }


def _provision_title(label: str | None, heading: str | None, text: str | None) -> str:
    words = heading or text or ""
    begins = words if len(words) <= STARTS else f"{words[:STARTS].rsplit(' ', 1)[0]}…"
    return ": ".join(part for part in (label, begins) if part)
