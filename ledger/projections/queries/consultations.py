"""Consultations: the list of them, and one with everything that belongs to it but its texts."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, exists, or_, select
from sqlalchemy import func as sql

from ledger.domain.consultations import DEFAULT_RULES
from ledger.projections.queries.people import Person, SealedText, people, sealed_text, words
from ledger.projections.reading import Reading
from ledger.projections.tables import consultations, frameworks, motions, records, rules, sessions, stages, versions

CONSULTATIONS_ON_A_PAGE = 20
SESSIONS_ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation as it stands.

    Attributes:
        stage: "" before it entered one.
        partly_illustrative: whether one of its meetings or texts is marked as made up.
        concluded: position of the record that concluded it.
    """

    id: str
    slug: str
    title: str
    mandate: str
    conveners: tuple[Person, ...]
    language: str
    timezone: str
    symbol: str | None
    source: str | None
    stage: str
    stage_title: str | None
    outcome: str | None
    opened_at: str
    position: int
    concluded: int | None
    sessions: int
    frameworks: int
    open_motions: int
    partly_illustrative: bool


@dataclass(frozen=True, slots=True)
class Consultations:
    """A part of the list, newest first; `older` is the position before which the list goes on."""

    entries: tuple[Consultation, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class StageEntered:
    """One move of a consultation."""

    stage: str
    title: str | None
    reason: SealedText | None
    occurred_at: str
    position: int


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """A rule as it holds now.

    Attributes:
        framework: title of the text for which alone it holds; None: for the whole process.
        position: of the record that adopted it; None: none was adopted, and this holds by default.
    """

    rule: str
    value: str | int | bool
    framework: str | None = None
    occurred_at: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class SessionInList:
    """A meeting in the list of its process; times as given."""

    id: str
    title: str
    symbol: str | None
    place: str | None
    opens_at: str
    closes_at: str | None
    attribution: str
    cancelled: bool
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Sessions:
    """A part of the list of meetings, in the order of time; `after` is the id after which it goes on."""

    entries: tuple[SessionInList, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class FrameworkInList:
    """A text of a consultation with its newest version."""

    id: str
    slug: str
    title: str
    language: str
    illustrative: bool
    revision: int
    motions: int
    open_motions: int
    version: str | None
    version_number: int | None
    version_how: str | None
    version_at: str | None
    version_adopted_at: str | None


def consultations_listed(reading: Reading, *, before: int | None = None) -> Consultations:
    """The newest consultations, or those that were opened before a position."""
    query = _consultations().order_by(consultations.c.position.desc()).limit(CONSULTATIONS_ON_A_PAGE + 1)
    if before is not None:
        query = query.where(consultations.c.position < before)
    rows = reading.connection.execute(query).all()
    shown = rows[:CONSULTATIONS_ON_A_PAGE]
    known = people(reading, (id for row in shown for id in row.conveners or ()))
    entries = tuple(_consultation(row, known) for row in shown)
    return Consultations(entries, entries[-1].position if len(rows) > len(shown) else None)


def consultation_at(reading: Reading, slug: str) -> Consultation | None:
    """The consultation at an address."""
    row = reading.connection.execute(_consultations().where(consultations.c.slug == slug)).one_or_none()
    return None if row is None else _consultation(row, people(reading, row.conveners or ()))


def stages_of(reading: Reading, consultation_id: str) -> list[StageEntered]:
    """Every move of a consultation, in order."""
    query = (
        select(stages, records.c.actor)
        .join_from(stages, records, records.c.position == stages.c.position)
        .where(stages.c.consultation_id == consultation_id)
        .order_by(stages.c.position)
    )
    rows = reading.connection.execute(query).all()
    told = words(reading, (row.reason_digest for row in rows))
    who = people(reading, (row.actor for row in rows if row.reason_digest))
    return [_stage(row, sealed_text(row.reason_digest, told, who.get(row.actor))) for row in rows]


def rules_in_force(reading: Reading, consultation_id: str) -> list[RuleInForce]:
    """The rules that hold now: the last adopted of each, and the defaults where none was."""
    query = (
        select(rules, frameworks.c.title.label("framework"))
        .outerjoin_from(rules, frameworks, frameworks.c.id == rules.c.framework_id)
        .where(rules.c.consultation_id == consultation_id)
        .order_by(rules.c.position)
    )
    rows = reading.connection.execute(query).all()
    adopted = {
        (row.rule, row.framework_id): RuleInForce(row.rule, row.value, row.framework, row.occurred_at, row.position)
        for row in rows
    }
    of_everything = {rule for rule, framework_id in adopted if framework_id is None}
    defaults = [RuleInForce(str(rule), value) for rule, value in DEFAULT_RULES.items() if rule not in of_everything]
    return sorted([*adopted.values(), *defaults], key=lambda rule: (rule.framework or "", rule.rule))


def sessions_of(reading: Reading, consultation_id: str, *, after: str | None = None) -> Sessions:
    """The meetings of a consultation in the order of their opening, from the first or after one of them."""
    query = select(sessions).where(sessions.c.consultation_id == consultation_id)
    if after is not None:
        opens_at = select(sessions.c.opens_at).where(sessions.c.id == after).scalar_subquery()
        is_later = (sessions.c.opens_at == opens_at) & (sessions.c.id > after)
        query = query.where(or_(sessions.c.opens_at > opens_at, is_later))
    query = query.order_by(sessions.c.opens_at, sessions.c.id).limit(SESSIONS_ON_A_PAGE + 1)
    rows = reading.connection.execute(query).all()
    shown = rows[:SESSIONS_ON_A_PAGE]
    return Sessions(tuple(_session(row) for row in shown), shown[-1].id if len(rows) > len(shown) else None)


def frameworks_of(reading: Reading, consultation_id: str) -> list[FrameworkInList]:
    """The texts of a consultation, in the order in which they were begun."""
    every = versions.alias()
    newest = select(sql.max(every.c.number)).where(every.c.framework_id == frameworks.c.id).scalar_subquery()
    tabled = select(sql.count()).where(motions.c.framework_id == frameworks.c.id)
    query = (
        select(
            frameworks,
            tabled.scalar_subquery().label("motions"),
            tabled.where(motions.c.decision.is_(None)).scalar_subquery().label("open_motions"),
            versions.c.name.label("version"),
            versions.c.number.label("version_number"),
            versions.c.how.label("version_how"),
            versions.c.occurred_at.label("version_at"),
            versions.c.adopted_at.label("version_adopted_at"),
        )
        .outerjoin_from(
            frameworks, versions, (versions.c.framework_id == frameworks.c.id) & (versions.c.number == newest)
        )
        .where(frameworks.c.consultation_id == consultation_id)
        .order_by(frameworks.c.position)
    )
    return [_framework(row) for row in reading.connection.execute(query)]


def _consultations() -> Any:
    of_it = frameworks.c.consultation_id == consultations.c.id
    meeting = sessions.c.consultation_id == consultations.c.id
    open_motions = (
        select(sql.count())
        .select_from(motions.join(frameworks, frameworks.c.id == motions.c.framework_id))
        .where(of_it, motions.c.decision.is_(None))
    )
    return select(
        consultations,
        select(sql.count()).where(meeting).scalar_subquery().label("sessions"),
        select(sql.count()).where(of_it).scalar_subquery().label("frameworks"),
        open_motions.scalar_subquery().label("open_motions"),
        or_(
            exists().where(of_it, frameworks.c.illustrative),
            exists().where(meeting, sessions.c.illustrative),
        ).label("partly_illustrative"),
    )


def _consultation(row: Row[Any], known: dict[str, Person]) -> Consultation:
    return Consultation(
        id=row.id,
        slug=row.slug,
        title=row.title,
        mandate=row.mandate or "",
        conveners=tuple(known[id] for id in row.conveners or () if id in known),
        language=row.language,
        timezone=row.timezone or "UTC",
        symbol=row.symbol,
        source=row.source,
        stage=row.stage or "",
        stage_title=row.stage_title,
        outcome=row.outcome,
        opened_at=row.opened_at,
        position=row.position,
        concluded=row.concluded,
        sessions=row.sessions,
        frameworks=row.frameworks,
        open_motions=row.open_motions,
        partly_illustrative=bool(row.partly_illustrative),
    )


def _stage(row: Row[Any], reason: SealedText | None) -> StageEntered:
    return StageEntered(row.stage, row.title, reason, row.occurred_at, row.position)


def _session(row: Row[Any]) -> SessionInList:
    return SessionInList(
        id=row.id,
        title=row.title,
        symbol=row.symbol,
        place=row.place,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        attribution=row.attribution,
        cancelled=row.cancelled,
        illustrative=row.illustrative,
    )


def _framework(row: Row[Any]) -> FrameworkInList:
    return FrameworkInList(
        id=row.id,
        slug=row.slug,
        title=row.title,
        language=row.language,
        illustrative=row.illustrative,
        revision=row.revision or 0,
        motions=row.motions,
        open_motions=row.open_motions,
        version=row.version,
        version_number=row.version_number,
        version_how=row.version_how,
        version_at=row.version_at,
        version_adopted_at=row.version_adopted_at,
    )
