"""How the changes of motions stand to each other, all on the text as it stands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from ledger.domain.provisions import TOP, as_edits
from ledger.domain.wording import Change
from ledger.text import Edit
from ledger.text import relations as of_words
from ledger.text.relations import CONVERSE, Relation

Pair = tuple[str, str]

FIRST, LAST = "first", "last"
"""Places among siblings that name none of them."""


def relations(wanted: Mapping[str, Sequence[Change]]) -> dict[Pair, Relation]:
    """How each motion stands to each other one: of every pair that is not disjoint, both ways round.

    Edits of one provision stand to each other as `ledger.text.relations` says. Beyond words,

    - two motions are `structural` where one deletes what the other changes or puts something under, where both move,
      relabel, retag or insert one provision in different ways, or one puts something behind what the other takes
      elsewhere;
    - they are `touching` where they ask for some things alike, change one provision in ways that do not meet, or put
      new provisions at one place;
    - they are `identical` only if all their changes are equal; `contained` only if all changes of the one lie within
      those of the other, or equal some.

    Args:
        wanted: by motion, its changes on the text as it stands.
    """
    asked = {motion: _Asked.of(changes) for motion, changes in wanted.items()}
    found: dict[Pair, list[Relation]] = defaultdict(list)
    for pair, stands in _of_edits(asked):
        found[pair].append(stands)
    for one, other in _candidates(asked):
        for stands in _of_others(asked[one], asked[other]):
            found[one, other].append(stands)
            found[other, one].append(CONVERSE[stands])
    return {(one, other): _whole(stands, asked[one], asked[other]) for (one, other), stands in found.items()}


@dataclass(slots=True)
class _Asked:
    """What one motion asks: words by provision, everything else as it is."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    others: list[Change] = field(default_factory=list)
    deletes: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, changes: Iterable[Change]) -> "_Asked":
        made = cls()
        for change in changes:
            if change["op"] == "edit":
                made.edits.setdefault(change["provision_id"], []).extend(as_edits(change["edits"]))
                continue
            made.others.append({key: value for key, value in change.items() if key not in ("base", "motions")})
            if change["op"] == "delete":
                made.deletes.add(change["provision_id"])
        return made

    @property
    def size(self) -> int:
        return len(self.edits) + len(self.others)


def _whole(found: Sequence[Relation], one: _Asked, other: _Asked) -> Relation:
    """How motions stand to each other of which things stand to each other like this."""
    kinds = set(found)
    if Relation.STRUCTURAL in kinds:
        return Relation.STRUCTURAL
    equal = found.count(Relation.IDENTICAL)
    if equal == one.size == other.size:
        return Relation.IDENTICAL
    for kind, whole in ((Relation.CONTAINED, one), (Relation.CONTAINS, other)):
        if kind in kinds and equal + found.count(kind) == whole.size:
            return kind
    clashes = kinds & {Relation.CONTAINED, Relation.CONTAINS, Relation.OVERLAP}
    if clashes:
        return Relation.OVERLAP
    return Relation.SAME_POINT if Relation.SAME_POINT in kinds else Relation.TOUCHING


def _of_edits(asked: Mapping[str, _Asked]) -> Iterator[tuple[Pair, Relation]]:
    by_provision: dict[str, dict[str, list[Edit]]] = defaultdict(dict)
    for motion, one in asked.items():
        for id, edits in one.edits.items():
            by_provision[id][motion] = edits
    for wanted in by_provision.values():
        yield from of_words.relations(wanted).items()


def _candidates(asked: Mapping[str, _Asked]) -> set[Pair]:
    """Pairs of motions, one of which does more than edit, that name a provision or a place in common."""
    others: dict[str, list[str]] = defaultdict(list)
    every: dict[str, list[str]] = defaultdict(list)
    for motion, one in asked.items():
        named = {id for change in one.others for id in (_target(change), *_place(change))}
        for id in named:
            others[id].append(motion)
        for id in named | one.edits.keys():
            every[id].append(motion)
    order = {motion: at for at, motion in enumerate(asked)}
    pairs = {(one, other) for id, motions in others.items() for one in motions for other in every[id] if one != other}
    return {(one, other) if order[one] < order[other] else (other, one) for one, other in pairs}


def _of_others(one: _Asked, other: _Asked) -> Iterator[Relation]:
    """How two motions stand to each other beyond words, as far as they have anything to do with each other."""
    for change, beside in product(one.others, other.others):
        stands = _of_changes(change, beside, one, other)
        if stands is not None:
            yield stands
    for first, second in ((one, other), (other, one)):
        for change in first.others:
            if (id := _target(change)) in second.edits:
                takes = change["op"] == "delete" and id not in second.deletes
                yield Relation.STRUCTURAL if takes else Relation.TOUCHING


def _of_changes(change: Change, beside: Change, one: _Asked, other: _Asked) -> Relation | None:
    """How two changes stand to each other of which none is an edit; None where they have nothing to do with another."""
    if _target(change) == _target(beside):
        if change == beside:
            return Relation.IDENTICAL
        if change["op"] == beside["op"]:
            return Relation.STRUCTURAL
        takes = _target(change) in (other if change["op"] == "delete" else one).deletes
        return Relation.STRUCTURAL if "delete" in (change["op"], beside["op"]) and not takes else Relation.TOUCHING
    if _hinders(change, beside, other) or _hinders(beside, change, one):
        return Relation.STRUCTURAL
    named = _target(change) in _place(beside) or _target(beside) in _place(change)
    return Relation.TOUCHING if named or (_place(change) and _place(change) == _place(beside)) else None


def _hinders(change: Change, put: Change, putter: _Asked) -> bool:
    """Whether a change takes away what another motion puts something under or behind."""
    if not _place(put):
        return False
    id, parent = _target(change), put.get("parent", TOP)
    if change["op"] == "delete":
        return bool(parent == id and id not in putter.deletes)
    return bool(change["op"] == "move" and put.get("after") == id and change.get("parent", TOP) != parent)


def _place(change: Change) -> tuple[str, ...]:
    """The parent and the sibling before what is inserted or moved; nothing of other changes."""
    if change["op"] not in ("insert", "move"):
        return ()
    return change.get("parent", TOP), (change["after"] or FIRST) if "after" in change else LAST


def _target(change: Change) -> str:
    return str(change["provision"]["provision_id"] if change["op"] == "insert" else change["provision_id"])
