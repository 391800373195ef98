"""What motions make of the text as it stands: their changes carried to today's words, and put together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.domain.carrying import carried
from ledger.domain.errors import RuleBroken
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.provisions import TOP, FieldOf, as_edits, field_of_change
from ledger.domain.wording import Change
from ledger.text import Edit, overlapping
from ledger.text.merge import Applied, Conflict
from ledger.text.merge import merge as merge_words


def merged(framework: Framework, motions: Sequence[Motion], field: str) -> list[Change]:
    """The changes of motions, in the order of their numbers, on the text as it stands; each names its motions.

    Args:
        field: the field of the command that names the motions, for refusals.

    Raises:
        RuleBroken: words that a motion changes did not survive, or two motions want different things.
    """
    wanted = {motion.key: carried(framework, motion, field) for motion in motions}
    found = merge({id: one.text for id, one in framework.tree.provisions.items()}, wanted)
    for dispute in found.disputes:
        if dispute.at is not None:
            raise RuleBroken("Two changes want different words at one place; give the changes as merged.", field)
        later = [motion.title for motion in motions if motion.key in dispute.motions][1]
        raise RuleBroken(f"“{later}” and another motion want different things of one provision.", field)
    return list(found.changes)


def combined(changes: Sequence[Change], field_of: FieldOf = field_of_change) -> list[Change]:
    """The changes with all edits of one provision as one list, as they are made at once.

    Raises:
        RuleBroken: two edits overlap.
    """
    made: list[Change] = []
    edits_of: dict[str, Change] = {}
    for number, change in enumerate(changes):
        earlier = edits_of.get(change["provision_id"]) if change["op"] == "edit" else None
        if earlier is None:
            made.append(dict(change))
            if change["op"] == "edit":
                edits_of[change["provision_id"]] = made[-1]
        else:
            if change["base"] != earlier["base"]:
                raise RuleBroken("All edits of one provision are made on one wording.", field_of(number, "base"))
            earlier["edits"] = _together(earlier["edits"], change["edits"], field_of(number, "edits"))
    return made


def _together(one: list[Any], other: list[Any], field: str) -> list[Any]:
    if overlapping(as_edits(one), as_edits(other)) is not None:
        raise RuleBroken("Two changes want different words at one place; give the changes as merged.", field)
    return sorted([*one, *(edit for edit in other if edit not in one)], key=lambda edit: (edit[0], edit[1]))


@dataclass(frozen=True, slots=True)
class Want:
    """What some motions would have of something disputed; `changes` on the text as it stands, without credits.

    Attributes:
        credits: by change, the motions that ask for it, in the order of their numbers.
    """

    changes: tuple[Change, ...]
    motions: tuple[str, ...]
    credits: tuple[tuple[str, ...], ...] = ()

    @property
    def credited(self) -> list[Change]:
        """The changes as an adoption records them, each with its motions."""
        who = self.credits or (self.motions,) * len(self.changes)
        return [{**change, "motions": list(one)} for change, one in zip(self.changes, who, strict=True)]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One thing of which motions want what cannot all be had.

    Attributes:
        at: the disputed stretch of the provision's text, where words are disputed; its alternatives stand in the order
            of `wants`. None where the provision as a whole is: deleted or kept, moved, relabelled, retagged, inserted.
        wants: two or more; each is an alternative that can be had by itself.
    """

    provision_id: str
    at: Conflict | None
    wants: tuple[Want, ...]

    @property
    def motions(self) -> tuple[str, ...]:
        """All that are in the dispute, sorted."""
        return tuple(sorted({motion for want in self.wants for motion in want.motions}))


@dataclass(frozen=True, slots=True)
class Merge:
    """What motions make together of the text as it stands.

    Attributes:
        changes: that nothing disputes, each with its `motions`.
        disputes: in the order in which the text and the motions bring them.
    """

    changes: tuple[Change, ...]
    disputes: tuple[Dispute, ...]


def merge(texts: Mapping[str, str], wanted: Mapping[str, Sequence[Change]]) -> Merge:
    """Put the changes of motions together; only the places of new provisions depend on the order of the motions.

    - Words: edits of one provision are merged as `ledger.text.merge` does; each set of motions that ask for the same
      edits has one change.
    - Of what one motion deletes, nothing else is had: neither other words nor what would come to stand under it. What a
      motion deletes is had or kept as a whole.
    - Two moves, relabellings or retaggings of a provision that are not equal are in dispute, as is a place behind a
      provision that another motion takes elsewhere. Whether moves put two provisions under each other is seen when they
      are made.
    - What is equal is made once, with all its motions. Where several motions are put together, deletions come last, so
      that a place behind what goes is still found.

    Args:
        texts: by provision, the text as it stands; those that a motion inserts itself need not be there.
        wanted: by motion, in the order of their numbers, its changes carried to the text as it stands.
    """
    asked = [_Asked(motion, change) for motion, changes in wanted.items() for change in changes]
    disputes = [*_deleted_or_kept(texts, asked), *_of_one_kind(asked)]
    changes, of_words = _put_together(texts, [one for one in asked if not one.is_disputed])
    if len(wanted) > 1:
        changes.sort(key=lambda change: bool(change["op"] == "delete"))
    places = {id: place for place, id in enumerate(texts)}
    in_order = sorted([*disputes, *of_words], key=lambda one: places.get(one.provision_id, len(places)))
    return Merge(tuple(changes), tuple(in_order))


@dataclass(slots=True, eq=False)
class _Asked:
    """A change that a motion asks for."""

    motion: str
    change: Change
    is_disputed: bool = False

    @property
    def op(self) -> str:
        return str(self.change["op"])

    @property
    def target(self) -> str:
        return str(self.change["provision"]["provision_id"] if self.op == "insert" else self.change["provision_id"])

    @property
    def needs(self) -> tuple[str | None, str | None]:
        """What has to be in the text for it: what it changes, and what it puts something under."""
        return None if self.op == "insert" else self.target, self.change.get("parent")


def _deleted_or_kept(texts: Mapping[str, str], asked: Sequence[_Asked]) -> Iterator[Dispute]:
    """Deletions of which other motions want something else, each with all that its motion deletes."""
    for deleted in _deleted_together(asked):
        going = [one for one in asked if one.op == "delete" and one.target in deleted]
        goes = {(one.motion, one.target) for one in going}
        kept = [one for one in asked if any(id in deleted and (one.motion, id) not in goes for id in one.needs)]
        if kept:
            met = deleted & {id for one in kept for id in one.needs if id is not None}
            at = next((id for id in texts if id in met), min(met))
            yield _of_deletion(texts, at, going, _with_what_hangs_on(asked, kept))


def _deleted_together(asked: Sequence[_Asked]) -> list[set[str]]:
    """What is deleted, in sets of which no two have a motion in common."""
    by_motion: dict[str, set[str]] = {}
    for one in asked:
        if one.op == "delete":
            by_motion.setdefault(one.motion, set()).add(one.target)
    found: list[set[str]] = []
    for deleted in by_motion.values():
        shared = [other for other in found if other & deleted]
        found = [other for other in found if not other & deleted] + [deleted.union(*shared)]
    return found


def _of_deletion(texts: Mapping[str, str], at: str, going: Sequence[_Asked], kept: Sequence[_Asked]) -> Dispute:
    """What those who delete nothing want is one alternative, where it can be had together."""
    deleting = {one.motion for one in going}
    others = [one for one in kept if one.motion not in deleting]
    together = merge(texts, {motion: [one.change for one in own] for motion, own in _by_motion(others).items()})
    wants = _wants([*going, *(one for one in kept if one.motion in deleting)])
    wants += _wants(others) if together.disputes else [_together_wanted(together.changes)] if others else []
    return _dispute(at, [*going, *kept], wants)


def _together_wanted(changes: Sequence[Change]) -> Want:
    credits = tuple(tuple(change["motions"]) for change in changes)
    plain = tuple({key: value for key, value in change.items() if key != "motions"} for change in changes)
    return Want(plain, tuple(dict.fromkeys(motion for one in credits for motion in one)), credits)


def _of_one_kind(asked: Sequence[_Asked]) -> Iterator[Dispute]:
    """Provisions that motions move, relabel, retag or insert in different ways, or put something behind meanwhile."""
    by_kind: dict[tuple[str, str], list[_Asked]] = {}
    for one in asked:
        if one.op not in ("edit", "delete") and not one.is_disputed:
            by_kind.setdefault((one.op, one.target), []).append(one)
    for (op, id), of_kind in by_kind.items():
        behind = list(_left_behind(asked, id, of_kind)) if op == "move" else []
        taken = _with_what_hangs_on(asked, [*of_kind, *behind])
        wants = _wants(taken)
        if len(wants) > 1:
            yield _dispute(id, taken, wants)


def _left_behind(asked: Sequence[_Asked], id: str, moves: Sequence[_Asked]) -> Iterator[_Asked]:
    """What motions put behind a provision that others of these take to another parent."""
    for one in asked:
        parent = one.change.get("parent", TOP)
        taken = any(move.motion != one.motion and move.change.get("parent", TOP) != parent for move in moves)
        if one.change.get("after") == id and not one.is_disputed and taken:
            yield one


def _with_what_hangs_on(asked: Sequence[_Asked], taken: Sequence[_Asked]) -> list[_Asked]:
    """Changes, and those of the same motions that need what they insert, in the order of the motions."""
    found = set(taken)
    inserted = {(one.motion, one.target) for one in taken if one.op == "insert"}
    for one in asked:
        if any((one.motion, id) in inserted for id in (*one.needs, one.change.get("after"))):
            found.add(one)
            inserted |= {(one.motion, one.target)} if one.op == "insert" else set()
    return [one for one in asked if one in found]


def _by_motion(asked: Iterable[_Asked]) -> dict[str, list[_Asked]]:
    found: dict[str, list[_Asked]] = {}
    for one in asked:
        found.setdefault(one.motion, []).append(one)
    return found


def _wants(asked: Iterable[_Asked]) -> list[Want]:
    """What each motion would have; one want for those that ask for the same."""
    found: list[Want] = []
    for motion, own in _by_motion(asked).items():
        changes = tuple(one.change for one in own)
        alike = next((at for at, want in enumerate(found) if want.changes == changes), None)
        if alike is None:
            found.append(Want(changes, (motion,)))
        else:
            found[alike] = Want(changes, (*found[alike].motions, motion))
    return found


def _dispute(id: str, asked: Iterable[_Asked], wants: Sequence[Want]) -> Dispute:
    for one in asked:
        one.is_disputed = True
    return Dispute(id, None, tuple(wants))


def _put_together(texts: Mapping[str, str], asked: Sequence[_Asked]) -> tuple[list[Change], list[Dispute]]:
    """Changes of which none stands against another as a whole; what is left to dispute is words."""
    edited, disputes = _words(texts, asked)
    made: dict[tuple[str, str], Change] = {}
    changes: list[Change] = []
    for one in asked:
        if one.op == "edit":
            changes += edited.pop((one.motion, one.target), [])
        elif (one.op, one.target) in made:
            made[one.op, one.target]["motions"].append(one.motion)
        else:
            made[one.op, one.target] = {**one.change, "motions": [one.motion]}
            changes.append(made[one.op, one.target])
    return changes, disputes


_Edited = dict[tuple[str, str], list[Change]]
"""Edits by the first of their motions and by provision."""


def _words(texts: Mapping[str, str], asked: Sequence[_Asked]) -> tuple[_Edited, list[Dispute]]:
    order = {motion: place for place, motion in enumerate(dict.fromkeys(one.motion for one in asked))}
    inserted = {one.target: str(one.change["provision"].get("text", "")) for one in asked if one.op == "insert"}
    by_provision: dict[str, list[_Asked]] = {}
    for one in asked:
        if one.op == "edit":
            by_provision.setdefault(one.target, []).append(one)
    edited: _Edited = {}
    disputes: list[Dispute] = []
    for id, edits in by_provision.items():
        wanted = {
            motion: as_edits([edit for one in own for edit in one.change["edits"]])
            for motion, own in _by_motion(edits).items()
        }
        found = merge_words(texts[id] if id in texts else inserted[id], wanted)
        plain = {key: value for key, value in edits[0].change.items() if key != "edits"}
        for change in _credited(plain, found.applied, order):
            edited.setdefault((change["motions"][0], id), []).append(change)
        disputes += [_of_words(plain, conflict, order) for conflict in found.conflicts]
    return edited, disputes


def _credited(plain: Change, applied: Sequence[Applied], order: Mapping[str, int]) -> Iterator[Change]:
    """One change of words for each set of motions that ask for the same."""
    found: dict[tuple[str, ...], list[Edit]] = {}
    for one in applied:
        found.setdefault(tuple(sorted(one.authors, key=order.__getitem__)), []).append(one.edit)
    for motions in sorted(found, key=lambda motions: [order[motion] for motion in motions]):
        yield {**plain, "edits": [list(edit) for edit in found[motions]], "motions": list(motions)}


def _of_words(plain: Change, conflict: Conflict, order: Mapping[str, int]) -> Dispute:
    wants = (
        Want(
            ({**plain, "edits": [list(edit) for edit in one.edits]},), tuple(sorted(one.authors, key=order.__getitem__))
        )
        for one in conflict.alternatives
    )
    return Dispute(plain["provision_id"], conflict, tuple(wants))
