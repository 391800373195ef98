"""Votes: one question put once. A vote belongs to its moment and is never added to positions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from ledger.domain.vocabulary import Ballot
from ledger.projections.queries.people import Person, people
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.reading import Reading
from ledger.projections.tables import consultations, votes

VOTES_ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote as it was recorded.

    Attributes:
        body: the other body that voted; None where it was the consultation itself.
        subject: what it was about, where that is on record.
        document: symbol of the document that it was about, where it is not.
        wording: digest of the wording that was put.
        yes: None, as `no` and `abstain`, where nobody counted.
    """

    id: str
    consultation_id: str
    question: str
    method: str
    majority: str | None
    result: str
    body: str | None
    subject: Thing | None
    document: str | None
    wording: str | None
    yes: int | None
    no: int | None
    abstain: int | None
    session: Thing | None
    actor: Person | None
    illustrative: bool
    occurred_at: str
    position: int


@dataclass(frozen=True, slots=True)
class Votes:
    """A part of the list, newest first; `older` is the position before which it goes on."""

    entries: tuple[Vote, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Ballots:
    """Those who cast one kind of ballot, by name."""

    ballot: str
    voters: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class RollCall:
    """A vote with who voted how, and the consultation in which it stands."""

    vote: Vote
    ballots: tuple[Ballots, ...]
    consultation_slug: str
    consultation_title: str
    timezone: str


def votes_of(reading: Reading, consultation_id: str, *, before: int | None = None) -> Votes:
    """The votes of a consultation, newest first, or those before a position."""
    conditions = [votes.c.consultation_id == consultation_id]
    if before is not None:
        conditions.append(votes.c.position < before)
    rows = _votes(reading, conditions, VOTES_ON_A_PAGE + 1)
    shown = rows[:VOTES_ON_A_PAGE]
    named = things_named(reading, _named_by(shown))
    known = people(reading, (row.actor for row in shown))
    entries = tuple(_vote(row, named, known) for row in shown)
    return Votes(entries, entries[-1].position if len(rows) > len(shown) else None)


def votes_on(reading: Reading, subject_id: str) -> tuple[Vote, ...]:
    """The votes on a motion, a provision or a version, newest first; at most a page of them."""
    rows = _votes(reading, [votes.c.subject == subject_id], VOTES_ON_A_PAGE)
    named = things_named(reading, _named_by(rows))
    known = people(reading, (row.actor for row in rows))
    return tuple(_vote(row, named, known) for row in rows)


def vote_with(reading: Reading, vote_id: str) -> RollCall | None:
    """One vote with its ballots."""
    rows = _votes(reading, [votes.c.id == vote_id], 1)
    if not rows:
        return None
    row = rows[0]
    known = people(reading, (row.actor, *(voter for voter, _ in row.ballots or ())))
    return RollCall(
        vote=_vote(row, things_named(reading, _named_by(rows)), known),
        ballots=tuple(_ballots(ballot, row.ballots or (), known) for ballot in Ballot),
        consultation_slug=row.slug,
        consultation_title=row.consultation_title,
        timezone=row.timezone or "UTC",
    )


def _votes(reading: Reading, conditions: Iterable[ColumnElement[bool]], limit: int) -> list[Row[Any]]:
    consultation = (consultations.c.slug, consultations.c.title.label("consultation_title"), consultations.c.timezone)
    query = (
        select(votes, *consultation)
        .join_from(votes, consultations, consultations.c.id == votes.c.consultation_id)
        .where(*conditions)
        .order_by(votes.c.position.desc())
        .limit(limit)
    )
    return list(reading.connection.execute(query))


def _named_by(rows: Iterable[Row[Any]]) -> list[str | None]:
    return [id for row in rows for id in (row.id, row.subject, row.session_id)]


def _vote(row: Row[Any], named: dict[str, Thing], known: dict[str, Person]) -> Vote:
    tally = row.tally or {}
    itself, subject = named.get(row.id), named.get(row.subject)
    return Vote(
        id=row.id,
        consultation_id=row.consultation_id,
        question=row.question,
        method=row.method,
        majority=row.majority,
        result=row.result,
        body=row.body,
        subject=subject,
        document=row.subject if row.subject_kind == "document" else None,
        wording=row.wording,
        yes=tally.get(Ballot.YES),
        no=tally.get(Ballot.NO),
        abstain=tally.get(Ballot.ABSTAIN),
        session=named.get(row.session_id),
        actor=known.get(row.actor),
        illustrative=any(thing is not None and thing.illustrative for thing in (itself, subject)),
        occurred_at=row.occurred_at,
        position=row.position,
    )


def _ballots(ballot: Ballot, cast: Iterable[list[str]], known: dict[str, Person]) -> Ballots:
    voters = (known[voter] for voter, choice in cast if choice == ballot and voter in known)
    return Ballots(ballot.value, tuple(sorted(voters, key=lambda voter: voter.name)))
