"""What belongs to whoever is signed in: her last word on a thing, and the texts under draft where she takes part."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_, select

from ledger.domain.times import begins, ends
from ledger.domain.vocabulary import Rule
from ledger.projections.queries.frameworks import Framework
from ledger.projections.queries.positions import WITHDRAWN
from ledger.projections.reading import Reading
from ledger.projections.tables import consultations, frameworks, rules, standing_stances

TEXTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class OwnPosition:
    """A position that she, or whom she acts for, has on a thing and could take back.

    Attributes:
        is_current: whether it was given to the wording as it stands.
    """

    participant_id: str
    stance: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class TextUnderDraft:
    """A text of a consultation that was not concluded."""

    slug: str
    title: str
    language: str
    consultation_slug: str
    consultation_title: str


def own_positions(
    reading: Reading, participant_ids: Collection[str], subject_id: str, wording: str | None
) -> tuple[OwnPosition, ...]:
    """The position of each of these participants: that on the wording as it stands, else the last.

    Args:
        wording: the digest of the subject's wording as it stands.
    """
    table = standing_stances.c
    whose = table.subject_id == subject_id, table.participant_id.in_(participant_ids)
    query = select(standing_stances).where(*whose).order_by(table.participant_id, table.since)
    said: dict[str, list[Row[Any]]] = {}
    for row in reading.connection.execute(query):
        said.setdefault(row.participant_id, []).append(row)
    found = (_last_word(rows, wording) for rows in said.values())
    return tuple(one for one in found if one is not None)


def texts_under_draft(reading: Reading, consultation_ids: Collection[str]) -> tuple[TextUnderDraft, ...]:
    """The texts of these consultations that are not concluded, the newest first."""
    columns = (
        frameworks.c.slug,
        frameworks.c.title,
        frameworks.c.language,
        consultations.c.slug.label("consultation_slug"),
        consultations.c.title.label("consultation_title"),
    )
    query = (
        select(*columns)
        .join_from(frameworks, consultations, consultations.c.id == frameworks.c.consultation_id)
        .where(consultations.c.id.in_(consultation_ids), consultations.c.concluded.is_(None))
        .order_by(frameworks.c.position.desc())
        .limit(TEXTS_SHOWN)
    )
    return tuple(TextUnderDraft(**row._mapping) for row in reading.connection.execute(query))


def tabling_closed(reading: Reading, framework: Framework, when: str) -> str | None:
    """Since when nothing new can be tabled on a text, as the rules of the domain judge it; None while it is open."""
    query = (
        select(rules.c.framework_id, rules.c.value)
        .where(
            rules.c.consultation_id == framework.consultation_id,
            rules.c.rule == Rule.AMENDMENTS_CLOSE_AT.value,
            or_(rules.c.framework_id.is_(None), rules.c.framework_id == framework.id),
        )
        .order_by(rules.c.position)
    )
    adopted = {row.framework_id: str(row.value) for row in reading.connection.execute(query)}
    closes_at = adopted.get(framework.id) or adopted.get(None)
    is_over = closes_at is not None and begins(when, framework.zone) >= ends(closes_at, framework.zone)
    return closes_at if is_over else None


def _last_word(rows: list[Row[Any]], wording: str | None) -> OwnPosition | None:
    """Of one participant's words in the order of the record; a withdrawal ends all before it."""
    left: list[Row[Any]] = []
    for row in rows:
        left = [] if row.stance == WITHDRAWN else [*left, row]
    if not left:
        return None
    last = next((row for row in reversed(left) if row.wording == wording), left[-1])
    return OwnPosition(last.participant_id, last.stance, last.wording == wording)
