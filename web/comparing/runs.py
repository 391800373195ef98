"""A long comparison in runs that a person can read and a page can hold, with an index of where the changes are.

A comparison of a few hundred changes is one run: it is searched and printed as a whole.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.projections.queries.changes import Kind
from ledger.projections.queries.compare import Compared, Comparison
from ledger.projections.queries.text import Provision

MOST_AT_ONCE = 300
"""Provisions that one page shows where all fit on it, and"""
MOST_WRITTEN = 400_000
"""characters of them. What is longer is cut into runs of"""
RUN = 100
"""provisions at most, and"""
RUN_WRITTEN = 120_000
"""characters."""

MOST_WHOLE = 1_500
"""Provisions of a whole text that one page shows, unchanged ones among them."""

MOST_UNDIVIDED = RUN
"""Changes of a part above which an index names what stands right below it too."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some provisions of a comparison that follow one another.

    Attributes:
        first: the place of its first one among all that are shown, from 1.
    """

    shown: tuple[Compared, ...]
    first: int

    @property
    def last(self) -> int:
        """The place of its last one."""
        return self.first + len(self.shown) - 1

    @property
    def key(self) -> str:
        """The provision by which an address asks for it."""
        return self.shown[0].difference.provision.id


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text in an index, and what changes in it, itself and below.

    Attributes:
        provision: its own, as it stands or last stood.
        depth: how many parts stand above it, 0 or 1.
        first: the first provision in it that changes.
        kinds: how often each set of kinds occurs, the most frequent first.
    """

    provision: Provision
    depth: int
    first: str
    kinds: tuple[tuple[tuple[Kind, ...], int], ...]

    @property
    def count(self) -> int:
        """How many provisions change in it."""
        return sum(count for _, count in self.kinds)


@dataclass(frozen=True, slots=True)
class Runs:
    """A comparison cut into runs, and the one that is shown."""

    runs: tuple[Run, ...]
    place: int

    @property
    def run(self) -> Run:
        """The one that is shown."""
        return self.runs[self.place]

    @property
    def is_long(self) -> bool:
        """Whether there are others."""
        return len(self.runs) > 1

    @property
    def before(self) -> Run | None:
        """The one before it."""
        return self.runs[self.place - 1] if self.place else None

    @property
    def after(self) -> Run | None:
        """The one after it."""
        return self.runs[self.place + 1] if self.place + 1 < len(self.runs) else None


def runs_of(compared: Comparison, *, is_whole: bool, at: str | None) -> Runs:
    """The run that is asked for, among all.

    Args:
        is_whole: whether provisions that did not change are shown too.
        at: a provision; None, or one that is not shown: the first run.
    """
    shown = compared.provisions if is_whole else compared.changes
    runs = tuple(_cut(shown, *_bounds(shown, is_whole=is_whole)))
    found = (place for place, run in enumerate(runs) if any(one.difference.provision.id == at for one in run.shown))
    return Runs(runs or (Run((), 1),), next(found, 0) if at else 0)


def tally(changes: Sequence[Compared]) -> tuple[tuple[tuple[Kind, ...], int], ...]:
    """How often each set of kinds occurs, the most frequent first."""
    return tuple(Counter(one.difference.kinds for one in changes).most_common())


def index_of(compared: Comparison) -> list[Part]:
    """The parts at the top of the text in which something changes, and what is below where that is much."""
    above = {one.difference.provision.id: one.difference.provision.parent for one in compared.provisions}
    parents = set(above.values())
    changes: dict[str, list[Compared]] = {}
    for one in compared.changes:
        for id in _with_what_is_above(one.difference.provision.id, above):
            changes.setdefault(id, []).append(one)
    parts = []
    for one in compared.provisions:
        provision = one.difference.provision
        depth = sum(1 for _ in _with_what_is_above(provision.id, above)) - 1
        is_named = depth == 0 or (depth == 1 and len(changes.get(provision.parent, ())) > MOST_UNDIVIDED)
        if is_named and provision.id in changes and provision.id in parents:
            found = changes[provision.id]
            parts.append(Part(provision, depth, found[0].difference.provision.id, tally(found)))
    return parts


def _with_what_is_above(id: str, above: dict[str, str]) -> Iterator[str]:
    while id in above:
        yield id
        id = above[id]


def _bounds(shown: Sequence[Compared], *, is_whole: bool) -> tuple[int, int]:
    """Provisions and characters of one run."""
    fits = len(shown) <= (MOST_WHOLE if is_whole else MOST_AT_ONCE) and sum(map(_written, shown)) <= MOST_WRITTEN
    return (len(shown), MOST_WRITTEN) if fits else (RUN, RUN_WRITTEN)


def _written(one: Compared) -> int:
    return sum(len(part.text) for part in one.difference.text)


def _cut(shown: Sequence[Compared], most: int, most_written: int) -> Iterator[Run]:
    first = written = 0
    for place, one in enumerate(shown):
        if place > first and (place - first == most or written + _written(one) > most_written):
            yield Run(tuple(shown[first:place]), first + 1)
            first, written = place, 0
        written += _written(one)
    if first < len(shown):
        yield Run(tuple(shown[first:]), first + 1)
