"""What becomes of an open motion where other changes are made: whether it still fits, and how much of it is left."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from ledger.domain.provisions import TOP, as_edits
from ledger.domain.resolving import target_of
from ledger.domain.wording import TAGS, Change
from ledger.text import Edit
from ledger.text.relations import CLASHES, Relation, relation


class Consequence(StrEnum):
    """What becomes of a motion, or of one of its changes, from the most harmless to the hardest."""

    UNTOUCHED = "untouched"
    SETTLED = "settled"
    """The very words that it asks for are made."""
    LOOK = "look"
    """It still fits; words that it changes meet words that are made, or stand beside them."""
    ADJUST = "adjust"
    """Some of what it changes is there no more: its authors can fit it to the new text."""
    FALLS = "falls"
    """All that it changes is gone, or lies within what was replaced."""


def consequence(own: Sequence[Change], made: Sequence[Change]) -> Consequence:
    """What becomes of a motion where changes are made; both on the text as it stands."""
    found = [_of_change(change, made) for change in own]
    kinds = set(found)
    if kinds <= {Consequence.SETTLED} and kinds:
        return Consequence.SETTLED
    if Consequence.FALLS in kinds and not kinds <= {Consequence.FALLS, Consequence.SETTLED}:
        return Consequence.ADJUST
    if kinds == {Consequence.UNTOUCHED, Consequence.SETTLED}:
        return Consequence.LOOK
    return max(found, key=_HARDNESS.__getitem__, default=Consequence.UNTOUCHED)


def places_of(changes: Iterable[Change]) -> frozenset[str]:
    """The ids of what changes are about or stand by: changes with none in common leave one another alone."""
    return frozenset(
        id for change in changes for id in (target_of(change), change.get("parent"), change.get("after")) if id
    )


def _of_change(own: Change, made: Sequence[Change]) -> Consequence:
    if own["op"] == "edit":
        return _of_edits(own, made)
    about = [_BY_OP.get(own["op"], _of_values)(own, other) for other in made]
    return max(about, key=_HARDNESS.__getitem__, default=Consequence.UNTOUCHED)


def _of_edits(own: Change, made: Sequence[Change]) -> Consequence:
    id, edits = own["provision_id"], as_edits(own["edits"])
    if _is_deleted(id, made):
        return Consequence.FALLS
    beside: list[Edit] = sorted(
        edit
        for other in made
        if other["op"] == "edit" and other["provision_id"] == id
        for edit in as_edits(other["edits"])
    )
    stands = relation(edits, beside)
    if stands is Relation.IDENTICAL or set(edits) <= set(beside):
        return Consequence.SETTLED
    if stands is Relation.CONTAINED:
        return Consequence.FALLS
    if stands in CLASHES:
        return Consequence.ADJUST
    return Consequence.LOOK if stands is Relation.TOUCHING else Consequence.UNTOUCHED


def _is_deleted(id: str, made: Iterable[Change]) -> bool:
    return any(other["op"] == "delete" and other["provision_id"] == id for other in made)


def _of_deletion(own: Change, other: Change) -> Consequence:
    id = own["provision_id"]
    if other["op"] == "delete":
        return Consequence.SETTLED if other["provision_id"] == id else Consequence.UNTOUCHED
    if other["op"] in ("edit", "relabel") and other["provision_id"] == id:
        return Consequence.ADJUST
    comes_under = other["op"] in ("insert", "move") and other.get("parent", TOP) == id
    return Consequence.ADJUST if comes_under else Consequence.UNTOUCHED


def _of_insertion(own: Change, other: Change) -> Consequence:
    if other["op"] == "insert" and target_of(other) == target_of(own):
        return Consequence.SETTLED if _plain(other) == _plain(own) else Consequence.ADJUST
    return _of_place(own, other)


def _of_move(own: Change, other: Change) -> Consequence:
    if target_of(other) == own["provision_id"]:
        if other["op"] == "delete":
            return Consequence.FALLS
        if other["op"] == "move":
            return Consequence.SETTLED if _plain(other) == _plain(own) else Consequence.ADJUST
    return _of_place(own, other)


def _of_place(own: Change, other: Change) -> Consequence:
    """What becomes of a place: its parent or the sibling before it goes, or something else comes to stand there."""
    parent, after = own.get("parent", TOP), own.get("after")
    if other["op"] == "delete" and other["provision_id"] in (parent, after):
        return Consequence.FALLS if other["provision_id"] == parent else Consequence.ADJUST
    if other["op"] == "move" and other["provision_id"] == after:
        return Consequence.ADJUST
    is_same = other["op"] in ("insert", "move") and _place(other) == _place(own)
    return Consequence.LOOK if is_same else Consequence.UNTOUCHED


def _of_values(own: Change, other: Change) -> Consequence:
    """Of a relabelling or retagging."""
    if target_of(other) != own["provision_id"]:
        return Consequence.UNTOUCHED
    if other["op"] == "delete":
        return Consequence.FALLS
    if other["op"] != own["op"]:
        return Consequence.UNTOUCHED
    shared = [key for key in ("label", "heading", *TAGS) if key in own and key in other]
    if any(own[key] != other[key] for key in shared):
        return Consequence.ADJUST
    return Consequence.SETTLED if _values(own) <= _values(other) else Consequence.UNTOUCHED


def _values(change: Change) -> set[str]:
    return {key for key in ("label", "heading", *TAGS) if key in change}


def _place(change: Change) -> tuple[object, ...]:
    return change.get("parent", TOP), change.get("after", ...)


def _plain(change: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in change.items() if key not in ("motions", "base")}


_BY_OP = {"delete": _of_deletion, "insert": _of_insertion, "move": _of_move}
_HARDNESS = {one: place for place, one in enumerate(Consequence)}
