"""What waits for whoever is signed in: positions to take, motions of her own, sessions, and what she leads.

Her own words and those of whom she acts for count alike: where either spoke of a wording, nothing waits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, exists, func, literal, select, true, union_all

from ledger.domain.vocabulary import Role, Stance
from ledger.projections.queries.people import Person
from ledger.projections.queries.positions import WITHDRAWN, Counts, counts_on_motions
from ledger.projections.queries.visitors import TakingPart
from ledger.projections.reading import Reading
from ledger.projections.tables import (
    consultations,
    frameworks,
    motion_provisions,
    motion_wordings,
    motions,
    provisions,
    sessions,
    sponsors,
    standing_stances,
)

MOTIONS_SHOWN = 10
SESSIONS_SHOWN = 10
FRAMEWORKS_SHOWN = 20

LEADING = (Role.ORGANIZER, Role.FACILITATOR)

WAITING, ASKED_AGAIN, OWN, SAID = "waiting", "asked_again", "own", "said"
"""What an open motion is to her: nothing said, said of an earlier wording only, hers, or said of the wording as it
stands."""


@dataclass(frozen=True, slots=True)
class OpenMotion:
    """An open motion, as far as a list shows it."""

    id: str
    kind: str
    number: int
    revision: int
    title: str
    framework_slug: str
    framework_title: str
    occurred_at: str
    timezone: str


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """An open motion whose wording moved on since she spoke of it.

    Attributes:
        who: herself, or whom she acts for.
        stance: what was said of the earlier wording; `sponsor` where it was sponsored.
        since: the position of the record that said so.
    """

    motion: OpenMotion
    who: Person
    stance: str
    since: int


@dataclass(frozen=True, slots=True)
class OwnMotion:
    """An open motion that she, or whom she acts for, sponsors as it stands.

    Attributes:
        text_moved: whether a provision that it changes was changed since; its page says whether it still applies.
    """

    motion: OpenMotion
    counts: Counts
    text_moved: bool


@dataclass(frozen=True, slots=True)
class SessionAhead:
    """A session that is open or comes next.

    Attributes:
        is_open: opened and not closed.
        is_led: whether she leads its consultation, as an organizer or a facilitator.
    """

    id: str
    title: str
    place: str | None
    opens_at: str
    closes_at: str | None
    timezone: str
    consultation_id: str
    consultation_slug: str
    consultation_title: str
    is_open: bool
    is_led: bool


@dataclass(frozen=True, slots=True)
class FrameworkLed:
    """A framework with open motions in a consultation that she leads."""

    id: str
    slug: str
    title: str
    consultation_slug: str
    consultation_title: str
    open_motions: int


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for a participant; lists are cut, the newest first, and totals are whole.

    Attributes:
        waiting: open motions of whose wordings, past and present, nothing was said.
        asked_again: those of whose earlier wordings only something was said; they are not among `waiting`.
        sessions_open: opened and not closed.
        sessions_next: not opened yet, the next one first.
    """

    waiting: tuple[OpenMotion, ...] = ()
    waiting_total: int = 0
    asked_again: tuple[AskedAgain, ...] = ()
    asked_again_total: int = 0
    own: tuple[OwnMotion, ...] = ()
    own_total: int = 0
    sessions_open: tuple[SessionAhead, ...] = ()
    sessions_next: tuple[SessionAhead, ...] = ()
    frameworks: tuple[FrameworkLed, ...] = ()

    @property
    def sessions_to_close(self) -> tuple[SessionAhead, ...]:
        """Those opened and not closed that she leads."""
        return tuple(session for session in self.sessions_open if session.is_led)

    @property
    def is_empty(self) -> bool:
        return not (self.waiting_total or self.asked_again_total or self.own_total or self._has_more)

    @property
    def _has_more(self) -> bool:
        return bool(self.sessions_open or self.sessions_next or self.frameworks)


def work_of(reading: Reading, visitor: TakingPart, when: str) -> Work:
    """What waits for a participant: six queries, however much it is.

    Args:
        when: now; terms of accreditation are judged by it, and what comes next.
    """
    rows = _motions(reading, visitor)
    found = {kind: [row for row in rows if row.what == kind] for kind in (WAITING, ASKED_AGAIN, OWN)}
    total = {kind: listed[0].total if listed else 0 for kind, listed in found.items()}
    present, ahead = _is_open(), _is_next(when)
    return Work(
        waiting=tuple(_motion(row) for row in found[WAITING]),
        waiting_total=total[WAITING],
        asked_again=tuple(_asked_again(row, visitor) for row in found[ASKED_AGAIN]),
        asked_again_total=total[ASKED_AGAIN],
        own=_own(reading, found[OWN], when),
        own_total=total[OWN],
        sessions_open=_sessions(reading, visitor, present, sessions.c.opens_at.desc()),
        sessions_next=_sessions(reading, visitor, ahead, sessions.c.opens_at),
        frameworks=_frameworks(reading, visitor),
    )


def _motions(reading: Reading, visitor: TakingPart) -> Sequence[Row[Any]]:
    """The first open motions of each kind (`what`) where she may take a position, with the `total` of that kind."""
    every = _every(visitor.ids, {*visitor.standings, *visitor.standings_of_delegation})
    kind = every.c.what
    first = func.row_number().over(partition_by=kind, order_by=every.c.position.desc())
    counted = (
        select(every, first.label("place"), func.count().over(partition_by=kind).label("total"))
        .where(kind != SAID)
        .subquery("counted")
    )
    query = select(counted).where(counted.c.place <= MOTIONS_SHOWN).order_by(counted.c.position.desc())
    return reading.connection.execute(query).all()


def _every(ids: Collection[str], accredited_in: Collection[str]) -> Subquery:
    """Every open motion of these consultations, with what it is to her."""
    in_hand = and_(motions.c.decision.is_(None), frameworks.c.consultation_id.in_(accredited_in))
    best = _best(ids, in_hand)
    what = case(
        (best.c.motion_id.is_(None), WAITING),
        (~best.c.is_current, ASKED_AGAIN),
        (best.c.stance == Stance.SPONSOR.value, OWN),
        else_=SAID,
    )
    of_motion = ("id", "kind", "number", "revision", "title", "occurred_at", "position")
    columns = (
        *(motions.c[name] for name in of_motion),
        frameworks.c.slug.label("framework_slug"),
        frameworks.c.title.label("framework_title"),
        consultations.c.timezone,
        *(best.c[name] for name in ("participant_id", "stance", "since")),
    )
    return (
        select(*columns, what.label("what"))
        .join_from(motions, frameworks, frameworks.c.id == motions.c.framework_id)
        .join(consultations, consultations.c.id == frameworks.c.consultation_id)
        .outerjoin(best, best.c.motion_id == motions.c.id)
        .where(in_hand)
        .subquery("every")
    )


def _best(ids: Collection[str], in_hand: ColumnElement[bool]) -> Subquery:
    """By motion, what she or whom she acts for said: of the wording as it stands rather than of an earlier one."""
    said = union_all(_taken(ids, in_hand), _sponsored(ids, in_hand)).subquery("said")
    is_sponsor = case((said.c.stance == Stance.SPONSOR.value, 1), else_=0)
    in_order = (said.c.is_current.desc(), is_sponsor.desc(), said.c.since.desc())
    place = func.row_number().over(partition_by=said.c.motion_id, order_by=in_order)
    ranked = select(said, place.label("place")).subquery("ranked")
    return select(ranked).where(ranked.c.place == 1).subquery("best")


def _taken(ids: Collection[str], in_hand: ColumnElement[bool]) -> Select[Any]:
    """Stances that still stand; a withdrawal ends every one before it."""
    taken, withdrawn = standing_stances.c, standing_stances.alias("withdrawn").c
    taken_back = exists().where(
        withdrawn.subject_id == taken.subject_id,
        withdrawn.participant_id == taken.participant_id,
        withdrawn.stance == WITHDRAWN,
        withdrawn.since > taken.since,
    )
    is_current = (taken.wording == motions.c.wording).label("is_current")
    return (
        select(motions.c.id.label("motion_id"), taken.participant_id, taken.stance, taken.since, is_current)
        .join_from(motions, frameworks, frameworks.c.id == motions.c.framework_id)
        .join(standing_stances, taken.subject_id == motions.c.id)
        .where(in_hand, taken.participant_id.in_(ids), taken.stance != WITHDRAWN, ~taken_back)
    )


def _sponsored(ids: Collection[str], in_hand: ColumnElement[bool]) -> Select[Any]:
    """Sponsorships that were not withdrawn; a revision asks all but the reviser again."""
    stance = literal(Stance.SPONSOR.value).label("stance")
    is_current = (sponsors.c.revision == motions.c.revision).label("is_current")
    return (
        select(sponsors.c.motion_id, sponsors.c.participant_id, stance, sponsors.c.since, is_current)
        .join_from(motions, frameworks, frameworks.c.id == motions.c.framework_id)
        .join(sponsors, sponsors.c.motion_id == motions.c.id)
        .where(in_hand, sponsors.c.participant_id.in_(ids), sponsors.c.until.is_(None))
    )


def _motion(row: Row[Any]) -> OpenMotion:
    return OpenMotion(
        id=row.id,
        kind=row.kind,
        number=row.number,
        revision=row.revision,
        title=row.title,
        framework_slug=row.framework_slug,
        framework_title=row.framework_title,
        occurred_at=row.occurred_at,
        timezone=row.timezone or "UTC",
    )


def _asked_again(row: Row[Any], visitor: TakingPart) -> AskedAgain:
    delegation = visitor.acts_for
    spoke = delegation if delegation is not None and delegation.id == row.participant_id else visitor.person
    return AskedAgain(_motion(row), spoke, row.stance, row.since)


def _own(reading: Reading, rows: Sequence[Row[Any]], when: str) -> tuple[OwnMotion, ...]:
    ids = [row.id for row in rows]
    counts = counts_on_motions(reading, ids, when)
    moved = _on_moved_text(reading, ids)
    return tuple(OwnMotion(_motion(row), counts.get(row.id, Counts()), row.id in moved) for row in rows)


def _on_moved_text(reading: Reading, motion_ids: Sequence[str]) -> set[str]:
    """The motions of whose provisions one was changed since their wording was given."""
    of_wording = and_(motion_wordings.c.motion_id == motions.c.id, motion_wordings.c.revision == motions.c.revision)
    named = and_(motion_provisions.c.motion_id == motions.c.id, motion_provisions.c.until.is_(None))
    later = and_(
        provisions.c.provision_id == motion_provisions.c.provision_id, provisions.c.since > motion_wordings.c.position
    )
    query = (
        select(motions.c.id)
        .join_from(motions, motion_wordings, of_wording)
        .join(motion_provisions, named)
        .join(provisions, later)
        .where(motions.c.id.in_(motion_ids))
        .distinct()
    )
    return set(reading.connection.scalars(query))


def _is_open() -> ColumnElement[bool]:
    return sessions.c.opened_at.is_not(None)


def _is_next(when: str) -> ColumnElement[bool]:
    # A day earlier: where the day is another by now, here or there, today's sessions stay.
    since = (date.fromisoformat(when[:10]) - timedelta(days=1)).isoformat()
    return and_(sessions.c.opened_at.is_(None), sessions.c.opens_at >= since)


def _sessions(
    reading: Reading, visitor: TakingPart, condition: ColumnElement[bool], order: ColumnElement[Any]
) -> tuple[SessionAhead, ...]:
    everywhere = any(place is None for _, place in visitor.roles)
    where = true() if everywhere else sessions.c.consultation_id.in_(visitor.consultations)
    query = (
        select(
            sessions, consultations.c.slug, consultations.c.title.label("consultation_title"), consultations.c.timezone
        )
        .join_from(sessions, consultations, consultations.c.id == sessions.c.consultation_id)
        .where(condition, where, sessions.c.closed_at.is_(None), ~sessions.c.cancelled)
        .order_by(order, sessions.c.id)
        .limit(SESSIONS_SHOWN)
    )
    return tuple(_session(row, visitor) for row in reading.connection.execute(query))


def _session(row: Row[Any], visitor: TakingPart) -> SessionAhead:
    return SessionAhead(
        id=row.id,
        title=row.title,
        place=row.place,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        timezone=row.timezone or "UTC",
        consultation_id=row.consultation_id,
        consultation_slug=row.slug,
        consultation_title=row.consultation_title,
        is_open=row.opened_at is not None,
        is_led=visitor.has_role(*LEADING, consultation_id=row.consultation_id),
    )


def _frameworks(reading: Reading, visitor: TakingPart) -> tuple[FrameworkLed, ...]:
    led = {place for role, place in visitor.roles if role in LEADING}
    where = true() if None in led else frameworks.c.consultation_id.in_(led)
    columns = (
        frameworks.c.id,
        frameworks.c.slug,
        frameworks.c.title,
        consultations.c.slug.label("consultation_slug"),
        consultations.c.title.label("consultation_title"),
    )
    number = func.count().label("open_motions")
    query = (
        select(*columns, number)
        .join_from(frameworks, motions, motions.c.framework_id == frameworks.c.id)
        .join(consultations, consultations.c.id == frameworks.c.consultation_id)
        .where(motions.c.decision.is_(None), where)
        .group_by(*columns)
        .order_by(number.desc(), frameworks.c.id)
        .limit(FRAMEWORKS_SHOWN)
    )
    names = FrameworkLed.__dataclass_fields__
    rows = reading.connection.execute(query)
    return tuple(FrameworkLed(**{name: row._mapping[name] for name in names}) for row in rows)
