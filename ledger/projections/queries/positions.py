"""Where participants stand: positions on a wording, members' apart from those of observers and guests, never one total.

Whoever is no longer accredited, or was erased, keeps the position that was given; it no longer counts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from ledger.domain.times import begins, ends
from ledger.domain.vocabulary import Stance, Standing
from ledger.projections.reading import Reading
from ledger.projections.tables import (
    accreditations,
    frameworks,
    motions,
    participants,
    sponsors,
    stances,
    standing_stances,
)

WITHDRAWN = "withdrawn"
"""The last word of a participant who took the position back."""

POSITIONS_PAGE = 500

ORDER = [*Stance]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members, and how many observers and guests, take each stance on a wording as it stands.

    Attributes:
        others: those whose accreditation ended or who were erased: shown, not counted.
        earlier: positions that were given to an earlier wording.
    """

    members: tuple[tuple[str, int], ...] = ()
    guests: tuple[tuple[str, int], ...] = ()
    others: int = 0
    earlier: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.members or self.guests or self.others or self.earlier)


@dataclass(frozen=True, slots=True)
class Position:
    """One participant's last word on a subject.

    Attributes:
        stance: `withdrawn` where it was taken back; `before` is then what was taken back.
        is_current: whether it was given to the wording as it stands.
        standing: `member`, `observer` or `guest`; None for those who no longer take part.
        since: the position of its record.
    """

    participant_id: str
    stance: str
    is_current: bool
    wording: str
    standing: str | None
    group: str
    on_behalf_of: tuple[str, ...]
    excepted: tuple[str, ...]
    reservation_digest: str | None
    reason_digest: str | None
    counter_motion: str | None
    occurred_at: str
    since: int
    actor: str
    before: str | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.stance == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Said:
    """That a participant takes a stance on the wording as it stands.

    Attributes:
        standing: `member`, `observer` or `guest`; None for those who no longer take part.
    """

    participant_id: str
    stance: str
    standing: str | None


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions on one subject: exact counts, and a page of them, newest first; `before` is the next page's key."""

    counts: Counts
    listed: tuple[Position, ...]
    before: int | None = None

    def of(self, stance: str, *, is_current: bool = True) -> tuple[Position, ...]:
        """Those with a stance on the wording as it stands, or on an earlier one, by stakeholder group."""
        found = [one for one in self.listed if one.stance == stance and one.is_current == is_current]
        return tuple(sorted(found, key=lambda one: (one.standing != Standing.MEMBER, one.group, one.since)))

    @property
    def people(self) -> list[str]:
        """Everyone whom they name."""
        return [id for one in self.listed for id in (one.participant_id, one.actor, *one.on_behalf_of)]


def positions_on(
    reading: Reading,
    subject_id: str,
    consultation_id: str,
    wording: str | None,
    when: str,
    *,
    before: int | None = None,
    decided: int | None = None,
) -> Positions:
    """Every participant's last word on a subject, but for sponsors, who stand with their motion.

    Args:
        wording: the digest of the subject's wording as it stands.
        when: the moment by which terms of accreditation are judged.
        before: list those whose record comes before this position.
        decided: the position at which the subject was decided: whose standing ended later counted then.
    """
    rows = _listed(reading, subject_id, consultation_id, wording, before)
    page = [_position(row, wording, when, decided) for row in rows[:POSITIONS_PAGE]]
    counts = _counted(_tallied(reading, subject_id, consultation_id, wording), when, decided)
    return Positions(counts, tuple(page), page[-1].since if len(rows) > POSITIONS_PAGE else None)


def counts_on_open_motions(reading: Reading, framework_id: str, when: str) -> dict[str, Counts]:
    """The counts on every open motion of a framework, its sponsors among them, by motion."""
    is_open = and_(motions.c.framework_id == framework_id, motions.c.decision.is_(None))
    return _by_motion(reading, is_open, when)


def counts_on_motion(reading: Reading, motion_id: str, when: str, decided: int | None) -> Counts:
    """The counts on one motion, its sponsors among them."""
    return _by_motion(reading, motions.c.id == motion_id, when, decided).get(motion_id, Counts())


def counts_on_motions(reading: Reading, motion_ids: Collection[str], when: str) -> dict[str, Counts]:
    """The counts on these motions, their sponsors among them, by motion; those of which nothing was said are left out.

    They are for open motions: whose standing ended after a decision does not count here.
    """
    return _by_motion(reading, motions.c.id.in_(motion_ids), when)


def said_on_open_motions(reading: Reading, framework_id: str, when: str) -> dict[str, list[Said]]:
    """Who takes which stance on every open motion of a framework as it stands, in the order in which they took it.

    Sponsors are left out: they stand with their motion.
    """
    is_open = and_(motions.c.framework_id == framework_id, motions.c.decision.is_(None))
    said = _said(is_open)
    query = (
        _with_standing(said, said.c.motion_id, said.c.participant_id, said.c.stance)
        .where(said.c.is_current, said.c.stance != Stance.SPONSOR)
        .order_by(said.c.since, said.c.participant_id)
    )
    found: dict[str, list[Said]] = {}
    for row in reading.connection.execute(query):
        one = Said(row.participant_id, row.stance, _standing(row, when, None))
        found.setdefault(row.motion_id, []).append(one)
    return found


def _by_motion(
    reading: Reading, condition: ColumnElement[bool], when: str, decided: int | None = None
) -> dict[str, Counts]:
    said = _said(condition)
    columns = (said.c.motion_id, said.c.stance, said.c.is_current)
    query = _with_standing(said, *columns, func.count().label("number")).group_by(*columns, *_STANDING)
    found: dict[str, list[Row[Any]]] = {}
    for row in reading.connection.execute(query):
        found.setdefault(row.motion_id, []).append(row)
    return {motion_id: _counted(rows, when, decided) for motion_id, rows in found.items()}


def _said(condition: ColumnElement[bool]) -> Subquery:
    """Each participant's word that counts on motions, and that they are sponsored."""
    spoken_of = standing_stances.join(motions, motions.c.id == standing_stances.c.subject_id)
    last = _last_words(spoken_of, motions.c.wording, condition)
    taken = (
        select(
            motions.c.id.label("motion_id"),
            motions.c.framework_id,
            last.c.participant_id,
            last.c.stance,
            last.c.is_current,
            last.c.since,
        )
        .join_from(motions, last, last.c.subject_id == motions.c.id)
        .where(condition, last.c.stance.not_in((WITHDRAWN, Stance.SPONSOR)))
    )
    sponsored = (
        select(
            motions.c.id.label("motion_id"),
            motions.c.framework_id,
            sponsors.c.participant_id,
            literal(Stance.SPONSOR.value).label("stance"),
            literal_column("1 = 1").label("is_current"),
            sponsors.c.since,
        )
        .join_from(
            motions, sponsors, and_(sponsors.c.motion_id == motions.c.id, sponsors.c.revision == motions.c.revision)
        )
        .where(condition, or_(sponsors.c.until.is_(None), sponsors.c.until > motions.c.decided))
    )
    return union_all(taken, sponsored).subquery("said")


def _with_standing(said: Subquery, *columns: ColumnElement[Any]) -> Select[Any]:
    """What is said on motions, with the standing of those who say it."""
    accredited = _accredited(frameworks.c.consultation_id, said.c.participant_id)
    return (
        select(*columns, *_STANDING)
        .join_from(said, frameworks, frameworks.c.id == said.c.framework_id)
        .join(participants, participants.c.id == said.c.participant_id)
        .join(accreditations, accredited, isouter=True)
    )


_STANDING = (
    accreditations.c.standing,
    accreditations.c.until_when,
    accreditations.c.ended,
    participants.c.erased,
)


def _accredited(consultation_id: ColumnElement[str] | str, participant_id: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(accreditations.c.consultation_id == consultation_id, accreditations.c.participant_id == participant_id)


def _last_words(source: FromClause, wording: ColumnElement[Any], condition: ColumnElement[bool]) -> Subquery:
    """Each participant's word that counts: that on the wording as it stands, else the last; a withdrawal ends all."""
    whose = (standing_stances.c.subject_id, standing_stances.c.participant_id)
    since, is_current = standing_stances.c.since, func.coalesce(standing_stances.c.wording == wording, literal(False))
    withdrawn = func.max(case((standing_stances.c.stance == WITHDRAWN, since), else_=0)).over(partition_by=whose)
    every = (
        select(standing_stances, is_current.label("is_current"), withdrawn.label("withdrawn"))
        .select_from(source)
        .where(condition)
        .subquery("every")
    )
    of_it = (every.c.subject_id, every.c.participant_id)
    first = func.row_number().over(partition_by=of_it, order_by=(every.c.is_current.desc(), every.c.since.desc()))
    left = select(every, first.label("place")).where(every.c.since >= every.c.withdrawn).subquery("left_standing")
    return select(left).where(left.c.place == 1).subquery("last")


def _last_on(subject_id: str, wording: str | None) -> Subquery:
    nothing_stands = literal("-")
    stands = literal(wording) if wording else nothing_stands
    return _last_words(standing_stances, stands, standing_stances.c.subject_id == subject_id)


def _tallied(reading: Reading, subject_id: str, consultation_id: str, wording: str | None) -> Any:
    last = _last_on(subject_id, wording)
    columns = (last.c.stance, last.c.is_current, *_STANDING)
    query = (
        select(*columns, func.count().label("number"))
        .join_from(last, participants, participants.c.id == last.c.participant_id)
        .join(accreditations, _accredited(consultation_id, last.c.participant_id), isouter=True)
        .where(last.c.stance != WITHDRAWN)
        .group_by(*columns)
    )
    return reading.connection.execute(query).all()


def _listed(reading: Reading, subject_id: str, consultation_id: str, wording: str | None, before: int | None) -> Any:
    last, earlier = _last_on(subject_id, wording), stances.alias("earlier")
    same = and_(
        stances.c.subject_id == last.c.subject_id,
        stances.c.participant_id == last.c.participant_id,
        stances.c.since == last.c.since,
    )
    seek = select(func.max(earlier.c.since)).where(
        earlier.c.subject_id == stances.c.subject_id,
        earlier.c.participant_id == stances.c.participant_id,
        earlier.c.since < stances.c.since,
    )
    previous = stances.alias("previous")
    is_previous = and_(
        stances.c.stance == WITHDRAWN,
        previous.c.subject_id == stances.c.subject_id,
        previous.c.participant_id == stances.c.participant_id,
        previous.c.since == seek.scalar_subquery(),
    )
    query = (
        select(stances, participants.c.group, previous.c.stance.label("before"), *_STANDING)
        .join_from(last, stances, same)
        .join(participants, participants.c.id == last.c.participant_id)
        .join(previous, is_previous, isouter=True)
        .join(accreditations, _accredited(consultation_id, last.c.participant_id), isouter=True)
        .where(stances.c.stance != Stance.SPONSOR)
        .order_by(last.c.since.desc())
        .limit(POSITIONS_PAGE + 1)
    )
    if before is not None:
        query = query.where(last.c.since < before)
    return reading.connection.execute(query).all()


def _position(row: Row[Any], wording: str | None, when: str, decided: int | None) -> Position:
    values = row._mapping
    return Position(
        participant_id=row.participant_id,
        stance=row.stance,
        is_current=row.stance != WITHDRAWN and row.wording == wording,
        wording=row.wording,
        standing=_standing(row, when, decided),
        group=row.group or "",
        on_behalf_of=tuple(row.on_behalf_of or ()),
        excepted=tuple(values["except"] or ()),
        reservation_digest=row.reservation_digest,
        reason_digest=row.reason_digest,
        counter_motion=row.counter_motion,
        occurred_at=row.occurred_at,
        since=row.since,
        actor=row.actor,
        before=row.before,
    )


def _standing(row: Row[Any], when: str, decided: int | None) -> str | None:
    """The standing by which a position counts, as `standing_of` of the domain judges it; None where it does not."""
    has_ended = row.ended is not None and (decided is None or row.ended < decided)
    if row.standing is None or has_ended or row.erased is not None:
        return None
    if row.until_when is not None and ends(row.until_when, "UTC") <= begins(when, "UTC"):
        return None
    standing: str = row.standing
    return standing


def _counted(rows: Iterable[Row[Any]], when: str, decided: int | None) -> Counts:
    members: dict[str, int] = {}
    guests: dict[str, int] = {}
    others = earlier = 0
    for row in rows:
        standing = _standing(row, when, decided)
        if not row.is_current:
            earlier += row.number
        elif standing is None:
            others += row.number
        else:
            side = members if standing == Standing.MEMBER else guests
            side[row.stance] = side.get(row.stance, 0) + row.number
    return Counts(_in_order(members), _in_order(guests), others, earlier)


def _in_order(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((stance, counts[stance]) for stance in ORDER if stance in counts)
