"""What forms offer to choose from: whole lists, each in a fixed number of queries.

Erased participants are not offered, protected ones under their pseudonyms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from ledger.domain.times import day_in_words, in_zone, is_date
from ledger.domain.vocabulary import Ballot, Extent, ParticipantKind, Standing, StatementKind, label
from ledger.projections import tables
from ledger.projections.queries.names import begins, called, isolated
from ledger.projections.queries.people import Person, people, sealed_text, words
from ledger.projections.queries.text import Provision, name_of, text_at
from ledger.projections.queries.visitors import holds
from ledger.projections.reading import Reading

MOST_OFFERED = 10_000
STEP_IN = "\u2003"
CONCLUDED = "concluded"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    Attributes:
        value: its id.
        words: what to call it, without markup, on one line.
        group: under which it stands, as a value of the vocabulary (a stakeholder group); "" where nothing is grouped.
        hint: what helps to choose, for controls with room for it; "" where there is nothing to say.
    """

    value: str
    words: str
    group: str = ""
    hint: str = ""


def participants_of(reading: Reading, consultation_id: str, when: str) -> list[Choice]:
    """Who is accredited to a consultation at a time, by stakeholder group and name; observers and guests are said so.

    Args:
        when: the moment by which terms are judged.
    """
    table = tables.accreditations.c
    query = (
        select(table.participant_id, table.standing, table.until_when, tables.consultations.c.timezone)
        .join_from(tables.accreditations, tables.consultations, tables.consultations.c.id == table.consultation_id)
        .where(table.consultation_id == consultation_id, table.ended.is_(None))
    )
    rows = [row for row in _rows(reading, query) if holds(row.until_when, row.timezone, when)]
    hints = {row.participant_id: label(row.standing) for row in rows if row.standing != Standing.MEMBER}
    return _participants(people(reading, (row.participant_id for row in rows)).values(), hints)


def all_participants(reading: Reading) -> list[Choice]:
    """Everyone on record, by stakeholder group and name."""
    return _registered(reading, tables.participants.c.erased.is_(None))


def delegations(reading: Reading) -> list[Choice]:
    """Whom a person can act for: delegations and groupings, by stakeholder group and name."""
    is_present = tables.participants.c.erased.is_(None)
    return _registered(reading, is_present & (tables.participants.c.kind != ParticipantKind.PERSON.value))


def consultations(reading: Reading) -> list[Choice]:
    """Every consultation, the newest first; the concluded ones in a group of their own behind the others."""
    table = tables.consultations.c
    query = select(table.id, table.title, table.stage, table.concluded).order_by(table.position.desc())
    rows = sorted(_rows(reading, query), key=lambda row: row.concluded is not None)
    return [_consultation(row) for row in rows]


def frameworks_of(reading: Reading, consultation_id: str) -> list[Choice]:
    """The frameworks of a consultation, in the order in which they were begun."""
    table = tables.frameworks.c
    query = select(table.id, table.title).where(table.consultation_id == consultation_id).order_by(table.position)
    return [Choice(row.id, isolated(row.title)) for row in _rows(reading, query)]


def sessions_of(reading: Reading, consultation_id: str) -> list[Choice]:
    """The sessions of a consultation that were not cancelled, the latest first; the hint says which one is open."""
    return _sessions(reading, tables.sessions.c.consultation_id == consultation_id)


def sessions_open(reading: Reading, consultation_id: str) -> list[Choice]:
    """The sessions of a consultation that were opened and not closed, the latest first."""
    table = tables.sessions.c
    is_open = table.opened_at.is_not(None) & table.closed_at.is_(None)
    return _sessions(reading, is_open & (table.consultation_id == consultation_id))


def motions_open(reading: Reading, framework_id: str) -> list[Choice]:
    """The open motions of a framework, by number."""
    return _motions(reading, framework_id, tables.motions.c.decision.is_(None))


def settling(reading: Reading, framework_id: str, motion_id: str) -> list[Choice]:
    """What can have settled a motion: every other one of its framework, open or ended, then the versions."""
    others = _motions(reading, framework_id, tables.motions.c.id != motion_id)
    motions = [replace(one, words=f"{one.words} ({one.hint})") for one in others]
    return [*motions, *(replace(one, words=f"Version {one.words}") for one in versions_of(reading, framework_id))]


def motions_of(reading: Reading, framework_id: str, ids: Iterable[str]) -> list[Choice]:
    """The motions with these ids that are on a framework, by number; the hint says what became of each."""
    return _motions(reading, framework_id, tables.motions.c.id.in_(set(ids)))


def provisions_of(reading: Reading, framework_id: str) -> list[Choice]:
    """The provisions of a text as it stands, in order, indented; the hint is the name with what stands above."""
    return [
        Choice(provision.id, f"{STEP_IN * provision.depth}{_provision(provision)}", hint=provision.name)
        for provision in text_at(reading, framework_id, reading.position).provisions
    ]


def versions_of(reading: Reading, framework_id: str) -> list[Choice]:
    """The versions of a framework, the newest first."""
    table = tables.versions.c
    columns = (table.id, table.number, table.name, table.symbol, table.extent)
    query = select(*columns).where(table.framework_id == framework_id).order_by(table.number.desc())
    return [_version(row) for row in _rows(reading, query)]


def challenges(reading: Reading, consultation_id: str) -> list[Choice]:
    """The challenges that were raised in a consultation and not redacted, in the order of the record."""
    table = tables.statements.c
    is_challenge = table.kind == StatementKind.CHALLENGE.value
    return _statements(reading, is_challenge & (table.consultation_id == consultation_id))


def statements_of_session(reading: Reading, session_id: str) -> list[Choice]:
    """What was said in a session and not redacted, in the order of the record; the hint is its kind."""
    return _statements(reading, tables.statements.c.session_id == session_id)


def votes_on(reading: Reading, subject_ids: Iterable[str]) -> list[Choice]:
    """The votes on any of these motions, provisions or versions, the newest first; the hint says when."""
    table, places = tables.votes.c, tables.consultations.c
    query = (
        select(table.id, table.question, table.result, table.tally, table.occurred_at, places.timezone)
        .join_from(tables.votes, tables.consultations, places.id == table.consultation_id)
        .where(table.subject.in_(set(subject_ids)))
        .order_by(table.position.desc())
    )
    return [
        Choice(row.id, f"{begins(row.question)} {_result(row)}", hint=day_of(row.occurred_at, row.timezone))
        for row in _rows(reading, query)
    ]


def day_of(when: str, zone: str | None) -> str:
    """The day in a zone: "5 March 2018"."""
    return day_in_words(date.fromisoformat(when) if is_date(when) else in_zone(when, zone or "UTC").date())


def _rows(reading: Reading, query: Select[Any]) -> list[Row[Any]]:
    return list(reading.connection.execute(query))


def _registered(reading: Reading, condition: ColumnElement[bool]) -> list[Choice]:
    # Each id goes to the database as a parameter, of which there is a limit.
    query = select(tables.participants.c.id).where(condition).order_by(tables.participants.c.registered)
    ids = list(reading.connection.scalars(query.limit(MOST_OFFERED)))
    return _participants(people(reading, ids).values(), {})


def _participants(found: Iterable[Person], hints: Mapping[str, str]) -> list[Choice]:
    present = sorted((one for one in found if not one.erased), key=lambda one: (one.group, one.name.casefold(), one.id))
    names = called(present)
    return [Choice(one.id, names[one.id], one.group, hints.get(one.id, "")) for one in present]


def _consultation(row: Row[Any]) -> Choice:
    group = "" if row.concluded is None else CONCLUDED
    return Choice(row.id, isolated(row.title), group, label(row.stage or ""))


def _sessions(reading: Reading, condition: ColumnElement[bool]) -> list[Choice]:
    table, places = tables.sessions.c, tables.consultations.c
    query = (
        select(table.id, table.title, table.opens_at, table.opened_at, table.closed_at, places.timezone)
        .join_from(tables.sessions, tables.consultations, places.id == table.consultation_id)
        .where(condition, ~table.cancelled)
        .order_by(table.opens_at.desc(), table.id)
    )
    return [_session(row) for row in _rows(reading, query)]


def _session(row: Row[Any]) -> Choice:
    state = "closed" if row.closed_at is not None else "open" if row.opened_at is not None else "not opened yet"
    return Choice(row.id, f"{isolated(row.title)}, {day_of(row.opens_at, row.timezone)}", hint=state)


def _motions(reading: Reading, framework_id: str, condition: ColumnElement[bool]) -> list[Choice]:
    table = tables.motions.c
    columns = (table.id, table.kind, table.number, table.revision, table.title, table.decision)
    query = select(*columns).where(table.framework_id == framework_id, condition).order_by(table.number)
    return [_motion(row) for row in _rows(reading, query)]


def _motion(row: Row[Any]) -> Choice:
    revised = f" Rev.{row.revision}" if row.revision else ""
    name = f"{label(row.kind).capitalize()} {row.number}{revised}: {isolated(row.title)}"
    return Choice(row.id, name, hint="open" if row.decision is None else label(row.decision))


def _provision(provision: Provision) -> str:
    own = isolated(name_of(provision.kind, provision.label, ""))
    told = begins(provision.heading or provision.text)
    return f"{own[:1].upper()}{own[1:]}{': ' if told else ''}{told}"


def _version(row: Row[Any]) -> Choice:
    symbol = f" ({isolated(row.symbol)})" if row.symbol else ""
    hint = label(row.extent) if row.extent == Extent.NOT_HELD else ""
    return Choice(row.id, f"{row.number}: {isolated(row.name)}{symbol}", hint=hint)


def _statements(reading: Reading, condition: ColumnElement[bool]) -> list[Choice]:
    table = tables.statements.c
    columns = (table.id, table.kind, table.participant_id, table.group, table.text_digest, table.position)
    query = select(*columns).where(condition, table.redacted.is_(None)).order_by(table.position)
    rows = _rows(reading, query)
    speakers = people(reading, (row.participant_id for row in rows))
    told = words(reading, (row.text_digest for row in rows))
    names = called(speakers.values())
    return [_statement(row, speakers.get(row.participant_id), names, told) for row in rows]


def _statement(row: Row[Any], speaker: Person | None, names: Mapping[str, str], told: Mapping[str, str]) -> Choice:
    nobody = label(row.group) if row.group else "speaker not recorded"
    who = names[speaker.id] if speaker is not None else nobody
    text = sealed_text(row.text_digest, told, speaker)
    shown = begins(text.words) if text is not None and text.words is not None else "words not shown"
    return Choice(row.id, f"Record no. {row.position}, {who}: {shown}", hint=label(row.kind))


def _result(row: Row[Any]) -> str:
    """What came of a vote: "carried, 12 to 3 (1 abstained)"."""
    if not row.tally:
        return label(row.result)
    yes, no, abstain = (row.tally.get(ballot, 0) for ballot in (Ballot.YES, Ballot.NO, Ballot.ABSTAIN))
    return f"{label(row.result)}, {yes} to {no}" + (f" ({abstain} abstained)" if abstain else "")
