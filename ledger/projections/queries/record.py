"""The record: its events in order, filtered, and one of them with what follows from the same command."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, Text, cast, literal, null, or_, select, union_all
from sqlalchemy import func as sql

from ledger.domain.catalogue import EVENTS
from ledger.projections.queries.people import Person, people
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.reading import Reading
from ledger.projections.tables import (
    accreditations,
    consultations,
    frameworks,
    motions,
    records,
    roles,
    rules,
    sponsors,
    stages,
    stances,
    things,
    versions,
)

ENTRIES_ON_A_PAGE = 50
MOST_CONSEQUENCES = 50
MOST_CHOICES = 200
LATEST = 8
MOST_MENTIONED = 1000

ADOPTION = "ledger.framework.motions_adopted"
VERSION = "ledger.framework.version_"

_UUID = re.compile(rb'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records are asked for; what is None does not matter.

    Attributes:
        consultation: slug.
        framework: slug.
        actor: id of the participant who acted, or `system`.
        topic: kind of event, as `ledger.motion.decided`.
        command: name of the command; only its first event then.
        first: lowest position.
        last: highest position.
        before: the page of those before this position.
        after: the page of those after this position.
    """

    consultation: str | None = None
    framework: str | None = None
    actor: str | None = None
    topic: str | None = None
    command: str | None = None
    first: int | None = None
    last: int | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record without its data.

    Attributes:
        command: the command's name, on its first event only.
        actor: who acted.
        who: whom the event speaks of: who was registered, took the position, spoke.
        thing: what the event speaks of.
        detail: a word of the record that belongs to it: the stance, stage, rule, role, standing or fate.
        timezone: of its consultation.
        recorded_at: a moment in UTC.
        adopted: the motions that an adoption accepted into the text, by number.
    """

    position: int
    topic: str
    command: str | None
    command_id: str
    actor: Person | None
    who: Person | None
    thing: Thing | None
    session: Thing | None
    detail: str | None
    occurred_at: str
    recorded_at: str
    timezone: str
    illustrative: bool
    stream: str
    adopted: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of the record, newest first.

    Attributes:
        newer: the position after which a newer page begins; None on the newest.
        older: the position before which an older page begins; None on the oldest.
    """

    entries: tuple[Entry, ...]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A process or a text to choose."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer."""

    consultations: tuple[Choice, ...]
    frameworks: tuple[Choice, ...]
    topics: tuple[str, ...]
    actor: Person | None


@dataclass(frozen=True, slots=True)
class OneRecord:
    """One record among those of its command.

    Attributes:
        first: position of the command's first event.
        last: position of its last.
        of_the_command: its other events, as many as fit on a page.
        people: the participants that its stored bytes name, by id.
        things: the other things that they name, by id.
        head: the position of the last record.
    """

    entry: Entry
    first: int
    last: int
    of_the_command: tuple[Entry, ...]
    people: dict[str, Person]
    things: dict[str, Thing]
    head: int


def entries_that_fit(reading: Reading, asked: Filter) -> Entries:
    """A page of the records that a filter asks for."""
    query = _records().where(*_conditions(asked))
    if asked.after is not None:
        later = query.where(records.c.position > asked.after).order_by(records.c.position)
        rows = list(reading.connection.execute(later.limit(ENTRIES_ON_A_PAGE + 1)))
        shown = rows[:ENTRIES_ON_A_PAGE][::-1]
        newer = shown[0].position if len(rows) > len(shown) else None
        older = shown[-1].position if shown else None
        return Entries(_described(reading, shown), newer, older)
    if asked.before is not None:
        query = query.where(records.c.position < asked.before)
    newest_first = query.order_by(records.c.position.desc()).limit(ENTRIES_ON_A_PAGE + 1)
    rows = list(reading.connection.execute(newest_first))
    shown = rows[:ENTRIES_ON_A_PAGE]
    newer = shown[0].position if shown and asked.before is not None else None
    return Entries(_described(reading, shown), newer, shown[-1].position if len(rows) > len(shown) else None)


def latest_commands(reading: Reading) -> tuple[Entry, ...]:
    """The first events of the newest commands."""
    query = _records().where(records.c.command.is_not(None)).order_by(records.c.position.desc()).limit(LATEST)
    return _described(reading, list(reading.connection.execute(query)))


def entries_of_session(reading: Reading, session_id: str, *, after: int, limit: int) -> tuple[Entry, ...]:
    """What commands did in a meeting, and to it, in the order of the record: the first event of each."""
    of_it = or_(records.c.session_id == session_id, records.c.stream == session_id)
    query = _records().where(of_it, records.c.command.is_not(None), records.c.position > after)
    return _described(reading, list(reading.connection.execute(query.order_by(records.c.position).limit(limit))))


def choices_for(reading: Reading, asked: Filter) -> Choices:
    """What the filters offer: processes and texts, newest first."""
    return Choices(
        consultations=_choices(reading, consultations),
        frameworks=_choices(reading, frameworks),
        topics=tuple(EVENTS),
        actor=people(reading, [asked.actor]).get(asked.actor or ""),
    )


def record_at(reading: Reading, position: int, state: bytes) -> OneRecord | None:
    """One record.

    Args:
        state: its stored bytes, whose ids are looked up.
    """
    row = reading.connection.execute(_records().where(records.c.position == position)).one_or_none()
    if row is None:
        return None
    of_it = records.c.command_id == row.command_id
    span = select(sql.min(records.c.position).label("first"), sql.max(records.c.position).label("last")).where(of_it)
    ends = reading.connection.execute(span).one()
    others = _records().where(of_it, records.c.position != position).order_by(records.c.position)
    rows = list(reading.connection.execute(others.limit(MOST_CONSEQUENCES)))
    described = {entry.position: entry for entry in _described(reading, [row, *rows])}
    ids = ids_in(state)
    return OneRecord(
        entry=described.pop(position),
        first=ends.first,
        last=ends.last,
        of_the_command=tuple(described.values()),
        people=people(reading, ids),
        things=things_named(reading, ids),
        head=reading.position,
    )


def ids_in(state: bytes) -> list[str]:
    """The ids that stored bytes name, in order, each once; of very many only the first."""
    return list(dict.fromkeys(found.decode() for found in _UUID.findall(state)))[:MOST_MENTIONED]


def _records() -> Select[Any]:
    return select(records, consultations.c.timezone).outerjoin_from(
        records, consultations, consultations.c.id == records.c.consultation_id
    )


def _conditions(asked: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.consultation is not None:
        of_it = select(consultations.c.id).where(consultations.c.slug == asked.consultation).scalar_subquery()
        conditions.append(records.c.consultation_id == of_it)
    if asked.framework is not None:
        of_it = select(frameworks.c.id).where(frameworks.c.slug == asked.framework).scalar_subquery()
        conditions.append(records.c.framework_id == of_it)
    same = {records.c.actor: asked.actor, records.c.topic: asked.topic, records.c.command: asked.command}
    conditions += [column == value for column, value in same.items() if value is not None]
    if asked.first is not None:
        conditions.append(records.c.position >= asked.first)
    if asked.last is not None:
        conditions.append(records.c.position <= asked.last)
    return conditions


def _choices(reading: Reading, table: Any) -> tuple[Choice, ...]:
    query = select(table.c.slug, table.c.title).order_by(table.c.position.desc()).limit(MOST_CHOICES)
    return tuple(Choice(row.slug, row.title) for row in reading.connection.execute(query))


def _described(reading: Reading, rows: Sequence[Row[Any]]) -> tuple[Entry, ...]:
    """The records with what they speak of: a fixed number of queries for the whole page."""
    told = {row.position: row for row in reading.connection.execute(_details(rows))} if rows else {}
    adopted = _adopted(reading, [row.command_id for row in rows if row.topic == ADOPTION])
    subjects = [detail.subject for detail in told.values()] + [id for ids in adopted.values() for id in ids]
    named = things_named(
        reading, [*subjects, *(id for row in rows for id in (row.stream, row.session_id, row.consultation_id))]
    )
    spoke = (thing.speaker for thing in named.values())
    known = people(
        reading,
        [*spoke, *(detail.who for detail in told.values()), *(id for row in rows for id in (row.actor, row.stream))],
    )
    return tuple(
        replace(
            _entry(row, told.get(row.position), named, known),
            adopted=tuple(named[id] for id in adopted.get(row.command_id, ()) if row.topic == ADOPTION),
        )
        for row in rows
    )


def _adopted(reading: Reading, commands: list[str]) -> dict[str, list[str]]:
    """The ids of the motions that these commands accepted into the text, by command."""
    query = (
        select(records.c.command_id, motions.c.id)
        .join_from(records, motions, motions.c.decided == records.c.position)
        .where(records.c.command_id.in_(commands))
        .order_by(motions.c.number)
    )
    found: dict[str, list[str]] = {}
    for command_id, motion_id in reading.connection.execute(query):
        found.setdefault(command_id, []).append(motion_id)
    return found


def _details(rows: Sequence[Row[Any]]) -> CompoundSelect[Any]:
    """What the tables tell of these records beside their streams: position, who, subject and a word."""
    positions = [row.position for row in rows]
    streams = {row.stream for row in rows}
    nothing = cast(null(), Text)
    taken, given, held, joined = stances.c, accreditations.c, roles.c, sponsors.c
    return union_all(
        select(
            taken.since.label("position"),
            taken.participant_id.label("who"),
            taken.subject_id.label("subject"),
            taken.stance.label("detail"),
        ).where(taken.since.in_(_positions_of(rows, "ledger.positions."))),
        *(
            select(at, given.participant_id, given.consultation_id, given.standing).where(
                at.in_(_positions_of(rows, "ledger.accreditation."))
            )
            for at in (given.since, given.ended)
        ),
        *(
            select(at, held.participant_id, nothing, held.role).where(
                held.participant_id.in_(streams), at.in_(positions)
            )
            for at in (held.since, held.until)
        ),
        *(
            select(at, joined.participant_id, joined.motion_id, literal("sponsor")).where(
                joined.motion_id.in_(streams), at.in_(_positions_of(rows, "ledger.motion.sponsor_"))
            )
            for at in (joined.since, joined.until)
        ),
        select(stages.c.position, nothing, stages.c.consultation_id, stages.c.stage).where(
            stages.c.position.in_(positions)
        ),
        select(rules.c.position, nothing, rules.c.consultation_id, rules.c.rule).where(rules.c.position.in_(positions)),
        select(things.c.position, nothing, things.c.id, nothing).where(
            things.c.position.in_(_positions_of(rows, VERSION)), things.c.kind == "version"
        ),
        select(versions.c.adopted, nothing, versions.c.id, nothing).where(
            versions.c.adopted.in_(_positions_of(rows, VERSION))
        ),
    )


def _positions_of(rows: Iterable[Row[Any]], topics: str) -> list[int]:
    return [row.position for row in rows if row.topic.startswith(topics)]


def _entry(row: Row[Any], told: Row[Any] | None, named: dict[str, Thing], known: dict[str, Person]) -> Entry:
    thing = named.get(told.subject if told is not None and told.subject is not None else row.stream)
    who = known.get(told.who if told is not None and told.who is not None else row.stream)
    if who is None and thing is not None and thing.speaker is not None:
        who = known.get(thing.speaker)
    return Entry(
        position=row.position,
        topic=row.topic,
        command=row.command,
        command_id=row.command_id,
        actor=known.get(row.actor),
        who=who,
        thing=thing or named.get(row.consultation_id),
        session=named.get(row.session_id),
        detail=told.detail if told is not None else thing.outcome if thing is not None else None,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        timezone=row.timezone or "UTC",
        illustrative=any(one is not None and one.illustrative for one in (thing, who)),
        stream=row.stream,
    )
