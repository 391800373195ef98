"""In which order open motions are decided, what each asks for in short, and what becomes of the others.

The order follows the practice of the United Nations (Rules of Procedure of the General Assembly, rule 90; of its
committees, rule 130): of several amendments to one text the one furthest removed in substance is decided first, and
what an accepted one excludes is not put any more. Substance is for those in the chair to judge; what is counted here is
how far the words go from those that stand: what deletes a provision first, then by the words that go and come.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.domain.consequences import Consequence, consequence, places_of
from ledger.domain.provisions import as_edits
from ledger.domain.resolving import target_of
from ledger.domain.wording import TAGS, Change
from ledger.projections.queries.asked import Asked
from ledger.projections.queries.changes import Swap
from ledger.projections.queries.fitting import Fit
from ledger.projections.queries.names import begins
from ledger.projections.queries.text import TOP, Text
from ledger.text import words
from ledger.text.relations import relations

MOST_TOLD = 60
"""Code points of words that are told of a change."""

MOST_SWAPS = 3
"""Places that are told of one change of words."""

Consequences = Mapping[Consequence, tuple[int, ...]]
"""By what becomes of them, the numbers of motions; those that stay untouched are left out."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One change in a few words.

    Attributes:
        op: of the change.
        provision_id: that it is about.
        swaps: the words that go and come, short; of a new provision how it begins.
        more: how many further places change.
    """

    op: str
    provision_id: str
    swaps: tuple[Swap, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open motion as it is put for decision.

    Attributes:
        alone: what becomes of the others where it alone is accepted; nothing where it does not fit the text.
    """

    asked: Asked
    briefs: tuple[Brief, ...]
    alone: Consequences

    @property
    def id(self) -> str:
        return self.asked.motion.id

    @property
    def fits(self) -> bool:
        """Whether it can be made of the text as it stands."""
        return fits(self.asked)


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates that begin with one provision, in the order in which they are to be decided.

    Attributes:
        name: of the provision; of new ones, of what they come to stand under, "" for the top level.
        is_new: whether they are new provisions.
        is_gone: whether the provision is in the text no more.
    """

    name: str
    candidates: tuple[Candidate, ...]
    is_new: bool = False
    is_gone: bool = False


def fits(one: Asked) -> bool:
    """Whether a motion can be made of the text as it stands."""
    return one.fit in (Fit.APPLIES, Fit.MOVED)


def speaks_of(one: Asked, provision_id: str) -> bool:
    """Whether a motion changes a provision, or puts something by it or under it."""
    return provision_id in places_of(_plain(one))


def in_order_of_decision(offered: Sequence[Asked], text: Text, among: Sequence[Asked]) -> list[Group]:
    """Motions by the provision that they begin with, in the order of the text, the furthest from it first.

    Args:
        among: every open motion of the text.
    """
    alone = consequences_of_each(offered, among)
    grouped: dict[tuple[float, bool, str], list[Candidate]] = defaultdict(list)
    places = _Places(text)
    for one in offered:
        changes = one.changes
        candidate = Candidate(one, tuple(briefs(changes, text)), alone[one.motion.id])
        grouped[min(map(places.of, changes))].append(candidate)
    return [_group(key, candidates, text) for key, candidates in sorted(grouped.items(), key=lambda one: one[0])]


def consequences_of_each(offered: Iterable[Asked], among: Iterable[Asked]) -> dict[str, Consequences]:
    """By each motion on offer, what becomes of the other open ones where it alone is accepted."""
    fitting = [one for one in among if fits(one)]
    changes = [_plain(one) for one in fitting]
    places = [places_of(own) for own in changes]
    beside: dict[str, list[int]] = defaultdict(list)
    for at, ids in enumerate(places):
        for id in ids:
            beside[id].append(at)
    found: dict[str, Consequences] = {one.motion.id: {} for one in offered}
    apart = _Apart(changes)
    for at, one in enumerate(fitting):
        near = sorted({other for id in places[at] for other in beside[id]} - {at} - apart.of(at))
        if near and one.motion.id in found:
            others = ((fitting[other].motion.number, changes[other]) for other in near)
            found[one.motion.id] = _consequences(others, changes[at])
    return found


class _Apart:
    """Which lists of changes leave one another alone, of those that are edits of one provision alone.

    In a provision with a hundred rivals most pairs do not meet: one sweep along its text finds those that do.
    """

    def __init__(self, lists: Sequence[Sequence[Change]]) -> None:
        self._alike: dict[str, set[int]] = defaultdict(set)
        self._of = {}
        for at, changes in enumerate(lists):
            if len(changes) == 1 and changes[0]["op"] == "edit":
                self._of[at] = changes[0]["provision_id"]
                self._alike[self._of[at]].add(at)
        self._meets: dict[int, set[int]] = defaultdict(set)
        for ats in self._alike.values():
            for one, other in relations({str(at): as_edits(lists[at][0]["edits"]) for at in ats}):
                self._meets[int(one)].add(int(other))

    def of(self, at: int) -> set[int]:
        """The places of the lists that a list leaves alone."""
        return self._alike[self._of[at]] - self._meets[at] if at in self._of else set()


def consequences_for(open_motions: Iterable[Asked], made: Sequence[Change]) -> Consequences:
    """What becomes of open motions that fit the text where changes are made."""
    near = places_of(made)
    plain = ((one.motion.number, _plain(one)) for one in open_motions if fits(one))
    return _consequences(((number, own) for number, own in plain if not near.isdisjoint(places_of(own))), made)


def _consequences(others: Iterable[tuple[int, Sequence[Change]]], made: Sequence[Change]) -> Consequences:
    found: dict[Consequence, list[int]] = defaultdict(list)
    for number, own in others:
        found[consequence(own, made)].append(number)
    return {kind: tuple(found[kind]) for kind in reversed(Consequence) if kind in found and kind != "untouched"}


def _plain(one: Asked) -> list[Change]:
    return [dict(change) for change in one.changes]


class _Places:
    """Where changes stand in the order of a text."""

    def __init__(self, text: Text) -> None:
        self._place = {provision.id: place for place, provision in enumerate(text.provisions)}
        self._last = dict(self._place)
        for provision in reversed(text.provisions):
            if provision.parent in self._last:
                self._last[provision.parent] = max(self._last[provision.parent], self._last[provision.id])

    def of(self, change: Mapping[str, Any]) -> tuple[float, bool, str]:
        """The key of its group: its place, whether it is a new provision, and the provision or what is above it."""
        end = len(self._place)
        if change["op"] == "insert":
            parent = change.get("parent", TOP)
            return self._last.get(parent, end) + 0.5, True, parent
        id = change["provision_id"]
        return self._place.get(id, end + 1), False, id if id in self._place else ""


def _group(key: tuple[float, bool, str], candidates: Iterable[Candidate], text: Text) -> Group:
    _, is_new, id = key
    known = text.by_id.get(id)
    ordered = list(candidates)
    if len(ordered) > 1:
        ordered.sort(key=lambda one: _furthest_first(one, text))
    return Group(known.name if known else "", tuple(ordered), is_new, is_gone=not is_new and known is None)


def _furthest_first(one: Candidate, text: Text) -> tuple[bool, bool, int, int]:
    """What cannot be decided as it is comes last; of those that go equally far the lower number comes first."""
    deletes = any(change["op"] == "delete" for change in one.asked.changes)
    return not one.fits, not deletes, -distance(one.asked.changes, text), one.asked.motion.number


def distance(changes: Iterable[Mapping[str, Any]], text: Text) -> int:
    """How far changes go from a text: the words that they take out, and those that they put in."""
    return sum(len(words(part)) for change in changes for part in _moved_words(change, text))


def _moved_words(change: Mapping[str, Any], text: Text) -> Iterator[str]:
    """The words that a change takes out, and those that it puts in."""
    before = text.by_id.get(target_of(change))
    if change["op"] == "edit":
        for swap in _swaps(change, text):
            yield from (swap.old, swap.new)
    elif change["op"] == "delete" and before is not None:
        yield from (before.heading, before.text)
    elif change["op"] == "insert":
        yield from (change["provision"].get("heading", ""), change["provision"].get("text", ""))
    elif change["op"] == "relabel":
        for key in ("label", "heading"):
            if key in change:
                yield from (getattr(before, key, ""), change[key])


def _swaps(change: Mapping[str, Any], text: Text) -> Iterator[Swap]:
    """The words of each edit; where it was made on other words than today's, those that it puts in alone."""
    before = text.by_id.get(change["provision_id"])
    is_on_it = before is not None and before.wording == change["base"]
    for start, end, new in as_edits(change["edits"]):
        yield Swap(before.text[start:end] if before and is_on_it else "", new)


def briefs(changes: Iterable[Mapping[str, Any]], text: Text) -> Iterator[Brief]:
    """Changes in a few words each."""
    for change in changes:
        op, id = change["op"], target_of(change)
        if op == "edit":
            swaps = list(_swaps(change, text))
            told = tuple(Swap(_told(swap.old), _told(swap.new)) for swap in swaps[:MOST_SWAPS])
            yield Brief(op, id, told, max(0, len(swaps) - MOST_SWAPS))
        elif op == "insert":
            new = change["provision"]
            yield Brief(op, id, (Swap("", _told(new.get("heading") or new.get("text") or "")),))
        elif op == "relabel":
            before = text.by_id.get(id)
            keys = [key for key in ("label", "heading") if key in change]
            yield Brief(op, id, tuple(Swap(_told(getattr(before, key, "")), _told(change[key])) for key in keys))
        elif op == "retag":
            tags = [value for tag in TAGS for value in change.get(tag, ())]
            yield Brief(op, id, (Swap("", ", ".join(tags)),))
        else:
            yield Brief(op, id)


def _told(text: str) -> str:
    return begins(text.strip(), MOST_TOLD)
