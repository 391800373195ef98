"""Proposals and amendments: the list of a framework's, and everything about one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from ledger.domain.times import ends
from ledger.domain.vocabulary import Decision
from ledger.projections.queries.changes import Difference, adopted_as_one, proposed
from ledger.projections.queries.fitting import Fitted, fitted
from ledger.projections.queries.frameworks import Framework, framework_of
from ledger.projections.queries.history import touched
from ledger.projections.queries.known import Known, known
from ledger.projections.queries.pasts import pasts
from ledger.projections.queries.positions import Counts, Positions, counts_on_motion, positions_on
from ledger.projections.queries.statements import Statement, statements_about, statements_where
from ledger.projections.queries.text import Provision, Text, names_of, newest_row, provision_of, text_at
from ledger.projections.queries.votes import Vote, votes_on
from ledger.projections.reading import Reading
from ledger.projections.tables import (
    motion_provisions,
    motion_wordings,
    motions,
    provisions,
    revisions,
    sponsors,
    statements,
)

LIST_PAGE = 50
STATEMENTS = 200


@dataclass(frozen=True, slots=True)
class Motion:
    """A proposal or an amendment as it stands.

    Attributes:
        revision: Rev. number, 0 as tabled.
        decision: how it ended; None while it is open.
        decided: the position of its decision.
        is_edited: whether what was accepted into the text differs from what was tabled or last revised.
    """

    id: str
    framework_id: str
    number: int
    revision: int
    kind: str
    title: str
    proposers: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    changes: tuple[Mapping[str, Any], ...]
    replaced: Mapping[str, Any]
    wording: str
    rationale_digest: str | None
    answers: tuple[str, ...]
    actor: str
    occurred_at: str
    session_id: str | None
    position: int
    decision: str | None
    decided: int | None
    decided_at: str | None
    decided_actor: str | None
    because_of: Mapping[str, str] | None
    decision_votes: tuple[str, ...]
    decision_reason_digest: str | None
    edited_by: tuple[str, ...]
    changes_adopted: tuple[Mapping[str, Any], ...]
    is_edited: bool

    @property
    def is_open(self) -> bool:
        return self.decision is None

    @property
    def spoken(self) -> str:
        """The number that is said aloud: "34", "34 Rev.1"."""
        return f"{self.number} Rev.{self.revision}" if self.revision else str(self.number)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a framework's motions: open ones by number, then decided ones, the newest first.

    Attributes:
        open_after, decided_before: keys of the next page; at most one of them is set.
    """

    open: tuple[Motion, ...]
    decided: tuple[Motion, ...]
    known: Known
    open_after: int | None = None
    decided_before: int | None = None


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Who sponsors a wording; `until` is the position at which the sponsor withdrew.

    Attributes:
        actor: id of who put the sponsorship on record, for herself or for the sponsor.
    """

    participant_id: str
    revision: int
    how: str
    actor: str
    occurred_at: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a motion, as tabled (revision 0) or revised, on the words that stood when it was given.

    Attributes:
        revised_by: id of the sponsor who revised; None of the wording as tabled.
        actor: id of who put it on record, for herself or for that sponsor.
        on_revision: the revision of the framework that it was made on; None before the first.
    """

    revision: int
    wording: str
    revised_by: str | None
    actor: str
    occurred_at: str
    position: int
    on_revision: int | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class MotionInFull:
    """Everything about a motion.

    Attributes:
        wordings: newest first; the first is the wording as it stands.
        today: while it is open, the text as it stands.
        fitted: while it is open, what it would do to that text.
        adopted: what was accepted into the text, where it was.
        counts: sponsors and positions together, by stance.
    """

    motion: Motion
    framework: Framework
    wordings: tuple[Wording, ...]
    today: Text | None
    fitted: tuple[Fitted, ...]
    adopted: tuple[Difference, ...]
    sponsors: tuple[Sponsor, ...]
    counts: Counts
    positions: Positions
    votes: tuple[Vote, ...]
    statements: tuple[Statement, ...]
    answered: tuple[Statement, ...]
    known: Known

    @property
    def sponsors_now(self) -> list[Sponsor]:
        """Those who sponsor the wording as it stands, or stood when the motion ended."""
        return [one for one in self.sponsors if one.revision == self.motion.revision and not self._has_left(one)]

    @property
    def sponsors_before(self) -> list[Sponsor]:
        """Those of an earlier wording who did not come along, and those who withdrew."""
        now = {one.participant_id for one in self.sponsors_now}
        latest = {one.participant_id: one for one in self.sponsors}
        return [one for id, one in latest.items() if id not in now]

    def _has_left(self, sponsor: Sponsor) -> bool:
        return sponsor.until is not None


def motion_with(reading: Reading, motion_id: str) -> Motion | None:
    """The motion with an id."""
    row = reading.connection.execute(select(motions).where(motions.c.id == motion_id)).one_or_none()
    return None if row is None else _motion(row)


def open_motions(reading: Reading, framework_id: str) -> list[Motion]:
    """Every open motion of a framework, by number."""
    is_open = motions.c.framework_id == framework_id, motions.c.decision.is_(None)
    query = select(motions).where(*is_open).order_by(motions.c.number)
    return [_motion(row) for row in reading.connection.execute(query)]


def motion_id_numbered(reading: Reading, framework_id: str, number: int) -> str | None:
    """The id of the motion with a number in its framework."""
    query = select(motions.c.id).where(motions.c.framework_id == framework_id, motions.c.number == number)
    found: str | None = reading.connection.scalar(query)
    return found


def motions_of(
    reading: Reading, framework_id: str, open_after: int | None = None, decided_before: int | None = None
) -> Listed:
    """A page of the motions: the first one, or the one behind a key of the page before."""
    found_open = [] if decided_before is not None else _open(reading, framework_id, open_after or 0)
    if len(found_open) > LIST_PAGE:
        page = found_open[:LIST_PAGE]
        return Listed(tuple(page), (), _known_of(reading, page), open_after=page[-1].number)
    room = LIST_PAGE - len(found_open)
    ended = _ended(reading, framework_id, decided_before, room + 1)
    shown = ended[:room]
    more = len(ended) > room
    key = (shown[-1].number if shown else ended[0].number + 1) if more else None
    return Listed(tuple(found_open), tuple(shown), _known_of(reading, [*found_open, *shown]), decided_before=key)


def motion_in_full(reading: Reading, motion_id: str, when: str, before: int | None = None) -> MotionInFull | None:
    """Everything about a motion: a fixed number of queries.

    Args:
        when: now; terms of accreditation are judged by it while the motion is open.
        before: list the positions whose record comes before this one.
    """
    motion = motion_with(reading, motion_id)
    framework = framework_of(reading, motion.framework_id) if motion else None
    if motion is None or framework is None:
        return None
    names = names_of(reading, _mentioned(reading, motion))
    wordings = _wordings(reading, motion, names)
    judged = ends(motion.decided_at, framework.zone) if motion.decided_at else when
    found_sponsors = _sponsors(reading, motion.id)
    positions = positions_on(
        reading,
        motion.id,
        framework.consultation_id,
        motion.wording,
        judged,
        before=before,
        decided=motion.decided,
    )
    today = text_at(reading, motion.framework_id, reading.position) if motion.is_open else None
    return MotionInFull(
        motion=motion,
        framework=framework,
        wordings=tuple(wordings),
        today=today,
        fitted=tuple(_fitted(reading, motion, today, names)) if today else (),
        adopted=tuple(_adopted(reading, motion, names)) if motion.decision == Decision.ADOPTED else (),
        sponsors=tuple(found_sponsors),
        counts=counts_on_motion(reading, motion.id, judged, motion.decided),
        positions=positions,
        votes=tuple(votes_on(reading, motion.id)),
        statements=tuple(statements_about(reading, motion.id, limit=STATEMENTS)),
        answered=tuple(_answered(reading, motion.answers)),
        known=_known_in_full(reading, motion, wordings, found_sponsors, positions),
    )


def _open(reading: Reading, framework_id: str, after: int) -> list[Motion]:
    query = (
        select(motions)
        .where(motions.c.framework_id == framework_id, motions.c.decision.is_(None), motions.c.number > after)
        .order_by(motions.c.number)
        .limit(LIST_PAGE + 1)
    )
    return [_motion(row) for row in reading.connection.execute(query)]


def _ended(reading: Reading, framework_id: str, before: int | None, limit: int) -> list[Motion]:
    query = (
        select(motions)
        .where(motions.c.framework_id == framework_id, motions.c.decision.is_not(None))
        .order_by(motions.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(motions.c.number < before)
    return [_motion(row) for row in reading.connection.execute(query)]


def _known_of(reading: Reading, found: Sequence[Motion]) -> Known:
    return known(reading, (id for motion in found for id in motion.proposers))


def _mentioned(reading: Reading, motion: Motion) -> set[str]:
    """The ids of the provisions that any wording of a motion speaks of, places too."""
    query = select(motion_wordings.c.changes, motion_wordings.c.replaced).where(
        motion_wordings.c.motion_id == motion.id
    )
    found: set[str] = set()
    for row in reading.connection.execute(query):
        found |= _named_in(row.changes or (), (row.replaced or {}).values())
    return found | _named_in(motion.changes_adopted, ())


def _named_in(changes: Sequence[Mapping[str, Any]], before: Iterable[Mapping[str, Any]]) -> set[str]:
    places = [place.get(key) for place in (*changes, *before) for key in ("parent", "after")]
    return {*touched(changes), *(id for id in places if id)}


def _wordings(reading: Reading, motion: Motion, names: Mapping[str, str]) -> list[Wording]:
    on_revision = (
        select(revisions.c.number)
        .where(revisions.c.framework_id == motion.framework_id, revisions.c.position <= motion_wordings.c.position)
        .order_by(revisions.c.position.desc())
        .limit(1)
    )
    query = (
        select(motion_wordings, on_revision.scalar_subquery().label("on_revision"))
        .where(motion_wordings.c.motion_id == motion.id)
        .order_by(motion_wordings.c.revision.desc())
    )
    bases = _bases(reading, motion)
    return [_wording(row, bases.get(row.revision, {}), names) for row in reading.connection.execute(query)]


def _wording(row: Row[Any], base: Mapping[str, Provision], names: Mapping[str, str]) -> Wording:
    return Wording(
        revision=row.revision,
        wording=row.wording,
        revised_by=row.revised_by,
        actor=row.actor,
        occurred_at=row.occurred_at,
        position=row.position,
        on_revision=row.on_revision,
        differences=tuple(proposed(row.changes or (), row.replaced or {}, _called(base, names), names)),
    )


def _bases(reading: Reading, motion: Motion) -> dict[int, dict[str, Provision]]:
    """By Rev. number, the provisions that the motion names as they stood when that wording was given."""
    named = motion_provisions.c.motion_id == motion_wordings.c.motion_id
    query = (
        select(motion_wordings.c.revision, provisions)
        .join_from(motion_wordings, motion_provisions, named)
        .join(provisions, newest_row(motion_provisions.c.provision_id, motion_wordings.c.position))
        .where(motion_wordings.c.motion_id == motion.id, ~provisions.c.deleted)
    )
    found: dict[int, dict[str, Provision]] = {}
    for row in reading.connection.execute(query):
        found.setdefault(row.revision, {})[row.provision_id] = provision_of(row)
    return found


def _called(base: Mapping[str, Provision], names: Mapping[str, str]) -> dict[str, Provision]:
    return {id: provision.named(names.get(id, "")) for id, provision in base.items()}


def _fitted(reading: Reading, motion: Motion, today: Text, names: Mapping[str, str]) -> list[Fitted]:
    became = pasts(reading, motions.c.id == motion.id, motion.changes)
    called = {**names, **{provision.id: provision.name for provision in today.provisions}}
    return fitted(motion.changes, motion.replaced, became, today, called)


def _adopted(reading: Reading, motion: Motion, names: Mapping[str, str]) -> list[Difference]:
    """What was accepted into the text, on the words that stood before."""
    changes = adopted_as_one(motion.changes_adopted)
    query = (
        select(provisions)
        .join_from(motion_provisions, provisions, newest_row(motion_provisions.c.provision_id, motion.decided or 0))
        .where(motion_provisions.c.motion_id == motion.id, ~provisions.c.deleted)
    )
    base = {row.provision_id: provision_of(row) for row in reading.connection.execute(query)}
    return proposed(changes, {}, _called(base, names), names)


def _sponsors(reading: Reading, motion_id: str) -> list[Sponsor]:
    query = select(sponsors).where(sponsors.c.motion_id == motion_id).order_by(sponsors.c.revision, sponsors.c.since)
    names = Sponsor.__dataclass_fields__
    return [Sponsor(**{name: row._mapping[name] for name in names}) for row in reading.connection.execute(query)]


def _answered(reading: Reading, ids: Sequence[str]) -> list[Statement]:
    wanted = statements.c.id.in_(list(ids))
    return statements_where(reading, wanted, order=[statements.c.position], limit=STATEMENTS)


def _known_in_full(
    reading: Reading, motion: Motion, wordings: Sequence[Wording], found: Sequence[Sponsor], positions: Positions
) -> Known:
    named = (*motion.proposers, *motion.on_behalf_of, *motion.edited_by, motion.actor, motion.decided_actor)
    revisers = [id for one in wordings for id in (one.revised_by, one.actor)]
    sponsoring = [id for one in found for id in (one.participant_id, one.actor)]
    told = [digest for one in positions.listed for digest in (one.reservation_digest, one.reason_digest)]
    settled_by = (motion.because_of or {}).get("id")
    counter = [one.counter_motion for one in positions.listed]
    return known(
        reading,
        [*named, *revisers, *sponsoring, *positions.people],
        [motion.rationale_digest, motion.decision_reason_digest, *told],
        [motion.session_id, settled_by, *counter],
    )


def _motion(row: Row[Any]) -> Motion:
    values = row._mapping
    own = {name: values[name] for name in Motion.__dataclass_fields__ if name != "is_edited"}
    lists = ("proposers", "on_behalf_of", "changes", "answers", "decision_votes", "edited_by", "changes_adopted")
    listed = {name: tuple(own[name] or ()) for name in lists}
    whole = {**own, **listed, "replaced": own["replaced"] or {}, "revision": own["revision"] or 0}
    return Motion(**whole, is_edited=bool(values["edited"]))
