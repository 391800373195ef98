"""Where an id belongs: its consultation, and its framework if it has one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from ledger.projections.reading import Reading
from ledger.projections.tables import consultations, frameworks, things


@dataclass(frozen=True, slots=True)
class FrameworkHere:
    """A framework, as far as what happens in it needs to know.

    Attributes:
        revision: the number of the last revision, 0 before the first.
    """

    id: str
    slug: str
    title: str
    language: str
    revision: int


@dataclass(frozen=True, slots=True)
class ConsultationHere:
    """The consultation to which a thing belongs.

    Attributes:
        id: of the consultation.
        kind: of the thing that was asked for: `motion`, `session`, …
        framework: to which the thing belongs; None where it belongs to none, as a session or a statement.
        zone: the time zone in which a plain date is a day.
    """

    id: str
    kind: str
    slug: str
    title: str
    language: str
    zone: str
    framework: FrameworkHere | None


def consultation_of(reading: Reading, thing_id: str) -> ConsultationHere | None:
    """Where anything but a participant belongs, in one query; None where nothing has this id."""
    framework = [frameworks.c[name].label(f"framework_{name}") for name in FrameworkHere.__dataclass_fields__]
    query = (
        select(
            things.c.kind,
            consultations.c.id,
            consultations.c.slug,
            consultations.c.title,
            consultations.c.language,
            consultations.c.timezone,
            *framework,
        )
        .join_from(things, consultations, consultations.c.id == things.c.consultation_id)
        .outerjoin(frameworks, frameworks.c.id == things.c.framework_id)
        .where(things.c.id == thing_id)
    )
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    return ConsultationHere(
        id=row.id,
        kind=row.kind,
        slug=row.slug,
        title=row.title,
        language=row.language,
        zone=row.timezone or "UTC",
        framework=_framework(row),
    )


def _framework(row: Row[Any]) -> FrameworkHere | None:
    if row.framework_id is None:
        return None
    return FrameworkHere(
        id=row.framework_id,
        slug=row.framework_slug,
        title=row.framework_title,
        language=row.framework_language,
        revision=row.framework_revision or 0,
    )
