"""Who wrote which words of a provision, and what they took the place of."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from ledger.projections.queries.versions import Version, versions_at
from ledger.projections.reading import Reading
from ledger.projections.tables import motions, provisions


@dataclass(frozen=True, slots=True)
class CreditedMotion:
    """A motion that brought words in.

    Attributes:
        is_voted: whether its decision names a vote, so that who decided it is who recorded it.
    """

    id: str
    number: int
    revision: int
    kind: str
    title: str
    proposers: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    edited_by: tuple[str, ...]
    decided_at: str
    decided_actor: str
    is_voted: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """Where words come from that came in together.

    Attributes:
        number: in the order in which the words first stand there, from 1; 0 for those that bear no mark.
        place: of the first of its marks.
        words: their stretches, in order.
        replaced: what they took the place of, "" for nothing; its beginning where it was very long.
        position: of the revision that brought them.
        motions: that are credited together; none for a received text.
    """

    number: int
    place: int
    words: tuple[str, ...]
    replaced: str
    position: int
    motions: tuple[CreditedMotion, ...]
    version: Version | None

    @property
    def people(self) -> list[str]:
        """Everyone whom it names."""
        behind = [(one.proposers, one.on_behalf_of, one.edited_by, (one.decided_actor,)) for one in self.motions]
        issued = self.version.issued_by if self.version else ()
        return [*issued, *(id for lists in behind for ids in lists for id in ids)]


@dataclass(frozen=True, slots=True)
class Marked:
    """Neighbouring words of one credit.

    Attributes:
        credit: its number; 0 without a mark, as white space alone.
        place: among all marks of the provision, from 1; 0 without one.
        is_first: whether they are the first words of their credit.
    """

    text: str
    credit: int
    place: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class Blame:
    """Who wrote which words of one state of a provision.

    Attributes:
        since: the position of that state.
        ground: where its oldest words come from, which bear no mark; None where there are no words.
        credits: of all others, by number.
    """

    since: int = 0
    heading: tuple[Marked, ...] = ()
    text: tuple[Marked, ...] = ()
    ground: Credit | None = None
    credits: tuple[Credit, ...] = ()

    @property
    def people(self) -> list[str]:
        """Everyone whom the credits name."""
        return [id for credit in (*self.credits, *([self.ground] if self.ground else [])) for id in credit.people]


def blame_of(reading: Reading, row: Row[Any]) -> Blame:
    """Who wrote which words of a row of `provisions`: at most two queries beside the row, for motions and versions."""
    origins = row.origins
    if not origins:
        return Blame(row.since)
    marking = _Marking(_ground(origins))
    heading = marking.mark(row.heading, origins.get("heading", ()))
    text = marking.mark(row.text, origins.get("text", ()))
    behind = _motions(reading, {id for _, ids, _ in origins["by"] for id in ids})
    received = [position for position, ids, _ in origins["by"] if not ids]
    versions = {one.position: one for one in versions_at(reading, row.framework_id, received)} if received else {}
    credits = tuple(
        _credit(marks[0].credit, marks[0].place, [one.text for one in marks], origins["by"][origin], behind, versions)
        for origin, marks in marking.found.items()
    )
    ground = _credit(0, 0, marking.unmarked, origins["by"][marking.ground], behind, versions)
    return Blame(row.since, heading, text, ground, credits)


def row_at(reading: Reading, provision_id: str, position: int) -> Row[Any] | None:
    """The state of a provision at a position, be it deleted; None where it had not stood by then."""
    until_then = select(provisions).where(provisions.c.provision_id == provision_id, provisions.c.since <= position)
    return reading.connection.execute(until_then.order_by(provisions.c.since.desc()).limit(1)).one_or_none()


@dataclass(slots=True)
class _Marking:
    """Numbers credits as their words come.

    Attributes:
        ground: the origin of what bears no mark; an origin is its place in `by`.
        marks: how many there are so far.
        found: the marks of each origin, in the order of its number.
        unmarked: the stretches of the ground.
    """

    ground: int
    marks: int = 0
    found: dict[int, list[Marked]] = field(default_factory=dict)
    unmarked: list[str] = field(default_factory=list)

    def mark(self, words: str, runs: Iterable[Sequence[int]]) -> tuple[Marked, ...]:
        marked = []
        at = 0
        for length, origin in runs:
            marked.append(self._marked(words[at : at + length], origin))
            at += length
        return tuple(marked)

    def _marked(self, words: str, origin: int) -> Marked:
        if origin == self.ground:
            self.unmarked.append(words)
        if origin == self.ground or words.isspace():
            return Marked(words, 0, 0, False)
        self.marks += 1
        own = self.found.setdefault(origin, [])
        number = own[0].credit if own else len(self.found)
        own.append(Marked(words, number, self.marks, not own))
        return own[-1]


def _ground(origins: Mapping[str, Any]) -> int:
    """The origin that bears no mark: the oldest; of those that came in together, the one with most code points."""
    lengths: Counter[int] = Counter()
    for length, place in (*origins.get("heading", ()), *origins.get("text", ())):
        lengths[place] += length
    return min(lengths, key=lambda place: (origins["by"][place][0], -lengths[place], place))


def _credit(
    number: int,
    place: int,
    words: Sequence[str],
    by: Sequence[Any],
    behind: Mapping[str, CreditedMotion],
    versions: Mapping[int, Version],
) -> Credit:
    position, ids, replaced = by
    named = sorted((behind[id] for id in ids if id in behind), key=lambda motion: motion.number)
    return Credit(
        number, place, tuple(words), replaced, position, tuple(named), None if ids else versions.get(position)
    )


def _motions(reading: Reading, ids: Iterable[str]) -> dict[str, CreditedMotion]:
    wanted = list(ids)
    if not wanted:
        return {}
    query = select(motions).where(motions.c.id.in_(wanted))
    return {row.id: _motion(row) for row in reading.connection.execute(query)}


def _motion(row: Row[Any]) -> CreditedMotion:
    return CreditedMotion(
        id=row.id,
        number=row.number,
        revision=row.revision,
        kind=row.kind,
        title=row.title,
        proposers=tuple(row.proposers),
        on_behalf_of=tuple(row.on_behalf_of or ()),
        edited_by=tuple(row.edited_by or ()),
        decided_at=row.decided_at,
        decided_actor=row.decided_actor,
        is_voted=bool(row.decision_votes),
    )
