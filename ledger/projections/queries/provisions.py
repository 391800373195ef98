"""One provision: every state of it, and what is said and asked about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, select

from ledger.domain.vocabulary import Decision
from ledger.projections.queries.blame import Blame, blame_of, row_at
from ledger.projections.queries.changes import Difference, difference
from ledger.projections.queries.compare import Sources
from ledger.projections.queries.frameworks import Framework, framework_of
from ledger.projections.queries.history import MotionBehind, as_motion_behind, behind
from ledger.projections.queries.known import Known, known
from ledger.projections.queries.positions import Positions, positions_on
from ledger.projections.queries.statements import Statement, statements_about
from ledger.projections.queries.text import Provision, names_of, provision_of
from ledger.projections.queries.versions import Version, versions_at
from ledger.projections.reading import Reading
from ledger.projections.tables import motion_provisions, motions, provisions, revisions

STATES_PAGE = 50
MOTIONS_SHOWN = 100
STATEMENTS = 200


@dataclass(frozen=True, slots=True)
class ProvisionState:
    """One state of a provision, and what it changed.

    Attributes:
        revision: the number of the revision that made it.
        is_moved: whether it came to stand elsewhere, by itself or with its parent.
        difference: from the state before; None for the first state.
    """

    provision: Provision
    is_deleted: bool
    is_moved: bool
    revision: int | None
    position: int
    occurred_at: str | None
    difference: Difference | None
    sources: Sources


@dataclass(frozen=True, slots=True)
class MotionAbout:
    """A motion that names the provision."""

    id: str
    number: int
    revision: int
    kind: str
    title: str
    decision: str | None


@dataclass(frozen=True, slots=True)
class ProvisionInFull:
    """Everything about a provision.

    Attributes:
        provision: as it stands, or as it last stood.
        blame: who wrote which words as it stands, or as it stood at the position that was asked for; None where it
            had not stood by then.
        states: newest first; `before` is the key of the next page.
    """

    framework: Framework
    provision: Provision
    is_deleted: bool
    blame: Blame | None
    states: tuple[ProvisionState, ...]
    before: int | None
    motions: tuple[MotionAbout, ...]
    positions: Positions
    statements: tuple[Statement, ...]
    names: Mapping[str, str]
    known: Known


def provision_in_full(
    reading: Reading, provision_id: str, when: str, *, before: int | None = None, at: int | None = None
) -> ProvisionInFull | None:
    """Everything about a provision that is or was in a text: a fixed number of queries.

    Args:
        when: now; terms of accreditation are judged by it.
        before: list the states from before this position.
        at: tell who wrote which words at this position; None: as it stands, or last stood.
    """
    newest = _newest(reading, provision_id)
    framework = framework_of(reading, newest.framework_id) if newest else None
    if newest is None or framework is None:
        return None
    rows = _rows(reading, provision_id, before)
    names = names_of(reading, {provision_id, *(row.parent for row in rows)})
    positions = positions_on(reading, provision_id, framework.consultation_id, newest.wording, when)
    statements = statements_about(reading, provision_id, limit=STATEMENTS)
    states = _states(reading, framework.id, rows, names)
    told_of = newest if at is None else row_at(reading, provision_id, at)
    blame = None if told_of is None else blame_of(reading, told_of)
    return ProvisionInFull(
        framework=framework,
        provision=provision_of(newest, name=names.get(provision_id, "")),
        is_deleted=newest.deleted,
        blame=blame,
        states=states,
        before=rows[STATES_PAGE - 1].since if len(rows) > STATES_PAGE else None,
        motions=tuple(_about(reading, provision_id)),
        positions=positions,
        statements=tuple(statements),
        names=names,
        known=_known(reading, positions, blame),
    )


def motion_proposing(reading: Reading, provision_id: str) -> str | None:
    """The id of the motion that proposes a provision which was never in the text."""
    query = (
        select(motion_provisions.c.motion_id)
        .where(motion_provisions.c.provision_id == provision_id, motion_provisions.c.op == "insert")
        .order_by(motion_provisions.c.since)
        .limit(1)
    )
    found: str | None = reading.connection.scalar(query)
    return found


def _newest(reading: Reading, provision_id: str) -> Any:
    of_provision = select(provisions).where(provisions.c.provision_id == provision_id)
    query = of_provision.order_by(provisions.c.since.desc()).limit(1)
    return reading.connection.execute(query).one_or_none()


def _rows(reading: Reading, provision_id: str, before: int | None) -> Any:
    """A page of states, newest first, and the one before the last of them."""
    made = and_(revisions.c.framework_id == provisions.c.framework_id, revisions.c.position == provisions.c.since)
    query = (
        select(provisions, revisions.c.number, revisions.c.occurred_at)
        .join_from(provisions, revisions, made, isouter=True)
        .where(provisions.c.provision_id == provision_id)
        .order_by(provisions.c.since.desc())
        .limit(STATES_PAGE + 1)
    )
    if before is not None:
        query = query.where(provisions.c.since < before)
    return reading.connection.execute(query).all()


def _states(
    reading: Reading, framework_id: str, rows: Sequence[Row[Any]], names: Mapping[str, str]
) -> tuple[ProvisionState, ...]:
    page = rows[:STATES_PAGE]
    adopted = _adopted(reading, page)
    received = {one.position: one for one in versions_at(reading, framework_id, [row.since for row in page])}
    states = []
    for at, row in enumerate(page):
        earlier = rows[at + 1] if at + 1 < len(rows) else None
        states.append(_state(row, earlier, names, _sources(row, adopted, received)))
    return tuple(states)


def _state(row: Row[Any], earlier: Row[Any] | None, names: Mapping[str, str], sources: Sources) -> ProvisionState:
    name = names.get(row.provision_id, "")
    now = provision_of(row, name=name)
    was = provision_of(earlier, name=name) if earlier is not None and not earlier.deleted else None
    is_comparable = earlier is not None and (was is not None or not row.deleted)
    return ProvisionState(
        provision=now,
        is_deleted=row.deleted,
        is_moved="moved" in (row.how or "") or (was is not None and not row.deleted and was.parent != now.parent),
        revision=row.number,
        position=row.since,
        occurred_at=row.occurred_at,
        difference=difference(was, None if row.deleted else now) if is_comparable else None,
        sources=sources,
    )


def _sources(row: Row[Any], adopted: Sequence[MotionBehind], received: Mapping[int, Version]) -> Sources:
    version = received.get(row.since)
    return Sources(behind(adopted, row.command_position, row.since), (version,) if version else ())


def _adopted(reading: Reading, page: Sequence[Row[Any]]) -> list[MotionBehind]:
    """The motions that changed the provision in these states."""
    named = and_(motion_provisions.c.motion_id == motions.c.id, motion_provisions.c.op != "place")
    query = (
        select(motions)
        .join_from(motions, motion_provisions, named)
        .where(motion_provisions.c.provision_id == page[0].provision_id, motions.c.decision == Decision.ADOPTED)
        .where(motions.c.decided >= page[-1].command_position, motions.c.decided <= page[0].since)
        .order_by(motions.c.number)
    )
    return list({row.id: as_motion_behind(row) for row in reading.connection.execute(query)}.values())


def _about(reading: Reading, provision_id: str) -> list[MotionAbout]:
    """Motions that name the provision as they stand, open ones first, then the newest."""
    named = and_(motion_provisions.c.motion_id == motions.c.id, motion_provisions.c.until.is_(None))
    columns = [motions.c[name] for name in MotionAbout.__dataclass_fields__]
    query = (
        select(*columns)
        .join_from(motions, motion_provisions, named)
        .where(motion_provisions.c.provision_id == provision_id)
        .distinct()
        .order_by(motions.c.number.desc())
        .limit(MOTIONS_SHOWN)
    )
    found = [MotionAbout(**row._mapping) for row in reading.connection.execute(query)]
    return sorted(found, key=lambda one: one.decision is not None)


def _known(reading: Reading, positions: Positions, blame: Blame | None) -> Known:
    told = [digest for one in positions.listed for digest in (one.reservation_digest, one.reason_digest)]
    people = [*positions.people, *(blame.people if blame else ())]
    return known(reading, people, told, [one.counter_motion for one in positions.listed])
