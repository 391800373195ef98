"""The challenges that were raised in a consultation, and what answers them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Text, cast, select

from ledger.domain.vocabulary import StatementKind
from ledger.projections.queries.statements import Statement, statements_where
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.reading import Reading
from ledger.projections.tables import frameworks, motions, statements

CHALLENGES_ON_A_PAGE = 20
MOST_REPLIES = 500


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge or gap.

    Attributes:
        motions: the proposals and amendments that say they answer it, in the order of tabling.
        replies: the statements made in reply to it.
    """

    statement: Statement
    motions: tuple[Thing, ...]
    replies: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Challenges:
    """A part of the list, in the order of the record; `after` is the position after which it goes on."""

    entries: tuple[Challenge, ...]
    after: int | None


def challenges_of(reading: Reading, consultation_id: str, *, after: int = 0) -> Challenges:
    """The challenges of a consultation after a position, with what answers each."""
    raised = statements_where(
        reading,
        statements.c.consultation_id == consultation_id,
        statements.c.kind == StatementKind.CHALLENGE.value,
        statements.c.position > after,
        order=[statements.c.position],
        limit=CHALLENGES_ON_A_PAGE + 1,
    )
    shown = raised[:CHALLENGES_ON_A_PAGE]
    answering = _motions_answering(reading, consultation_id)
    replying = _replies_to(reading, [statement.id for statement in shown])
    named = things_named(
        reading,
        (id for statement in shown for id in (*answering.get(statement.id, ()), *replying.get(statement.id, ()))),
    )
    entries = tuple(
        Challenge(
            statement,
            motions=_in_order(named, answering.get(statement.id, ())),
            replies=_in_order(named, replying.get(statement.id, ())),
        )
        for statement in shown
    )
    return Challenges(entries, shown[-1].position if len(raised) > len(shown) else None)


def _motions_answering(reading: Reading, consultation_id: str) -> dict[str, list[str]]:
    """Ids of motions by the challenge that they answer."""
    query = (
        select(motions.c.id, motions.c.answers)
        .join_from(motions, frameworks, frameworks.c.id == motions.c.framework_id)
        .where(
            frameworks.c.consultation_id == consultation_id,
            cast(motions.c.answers, Text) != "null",
        )
    )
    answering: dict[str, list[str]] = defaultdict(list)
    for row in reading.connection.execute(query):
        for challenge in row.answers or ():
            answering[challenge].append(row.id)
    return answering


def _replies_to(reading: Reading, statement_ids: list[str]) -> dict[str, list[str]]:
    """Ids of replies by the statement that they reply to."""
    query = (
        select(statements.c.id, statements.c.in_reply_to)
        .where(statements.c.in_reply_to.in_(statement_ids))
        .order_by(statements.c.position)
        .limit(MOST_REPLIES)
    )
    replying: dict[str, list[str]] = defaultdict(list)
    for row in reading.connection.execute(query):
        replying[row.in_reply_to].append(row.id)
    return replying


def _in_order(named: dict[str, Thing], ids: Iterable[str]) -> tuple[Thing, ...]:
    return tuple(sorted((named[id] for id in ids if id in named), key=lambda thing: thing.position))
