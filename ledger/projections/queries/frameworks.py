"""Frameworks: a document under draft, and the consultation that it belongs to."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from ledger.projections.reading import Reading
from ledger.projections.tables import consultations, frameworks


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework as it stands.

    Attributes:
        zone: the time zone of its consultation, in which a plain date is a day.
        revision: the number of the last revision, 0 before the first.
        changed: the position of the last change of its text, or of its beginning.
        position: the position at which it was begun.
    """

    id: str
    slug: str
    title: str
    language: str
    is_illustrative: bool
    revision: int
    changed: int
    position: int
    consultation_id: str
    consultation_slug: str
    consultation_title: str
    zone: str


def framework_at(reading: Reading, slug: str) -> Framework | None:
    """The framework at an address."""
    return _framework(reading, frameworks.c.slug == slug)


def framework_of(reading: Reading, framework_id: str) -> Framework | None:
    """The framework with an id."""
    return _framework(reading, frameworks.c.id == framework_id)


def _framework(reading: Reading, condition: ColumnElement[bool]) -> Framework | None:
    query = (
        select(
            frameworks,
            consultations.c.slug.label("consultation_slug"),
            consultations.c.title.label("consultation_title"),
            consultations.c.timezone,
        )
        .join_from(frameworks, consultations, consultations.c.id == frameworks.c.consultation_id)
        .where(condition)
    )
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    return Framework(
        id=row.id,
        slug=row.slug,
        title=row.title,
        language=row.language,
        is_illustrative=row.illustrative,
        revision=row.revision or 0,
        changed=row.changed,
        position=row.position,
        consultation_id=row.consultation_id,
        consultation_slug=row.consultation_slug,
        consultation_title=row.consultation_title,
        zone=row.timezone or "UTC",
    )
