"""The tree of provisions: what stands in it, and what a list of changes would make of it.

A `Draft` lays changes over a tree without touching it. A motion is checked by drafting it on the text as it stands when
it is tabled; an adoption is drafted in the same way, and what the draft noted becomes the framework's events.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from ledger.domain.errors import AlreadyUsed, Moved, MovedOn, NotFound, RuleBroken
from ledger.domain.wording import TAGS, Change, provision_wording
from ledger.text import Edit, EditError, apply_edits, check_edits

TOP = ""
"""The parent of what stands at the top level."""

FieldOf = Callable[[int, str], str]
"""The path of a field of a change, by the number of the change in its list and the name in it."""

Place = Callable[[str], str]
"""The path of a field of one change, by its name ("" for the change as a whole)."""


def field_of_change(number: int, name: str) -> str:
    """The path of a field where a command gives a list of changes."""
    return f"changes.{number}.{name}" if name else f"changes.{number}"


Noted = tuple[str, dict[str, Any]]
"""What a draft notes of one change: the op, and the values of the event that would record it."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision as it stands; texts are NFC, tags sorted."""

    id: str
    kind: str
    parent: str = TOP
    label: str = ""
    heading: str = ""
    text: str = ""
    levels: tuple[str, ...] = ()
    horizons: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    wording: str = ""

    @classmethod
    def of(cls, data: dict[str, Any], parent: str) -> "Provision":
        """A provision as a command or an event gives it, under a parent."""
        tags = {tag: tuple(data.get(tag, ())) for tag in TAGS}
        heading, text = data.get("heading", ""), data.get("text", "")
        return cls(
            id=data["provision_id"],
            kind=data["kind"],
            parent=parent,
            label=data.get("label", ""),
            heading=heading,
            text=text,
            wording=data.get("wording") or provision_wording(heading, text),
            **tags,
        )

    def tags(self) -> dict[str, list[str]]:
        """The tags that it has, by name."""
        return {tag: list(getattr(self, tag)) for tag in TAGS if getattr(self, tag)}

    def fields(self) -> dict[str, Any]:
        """The fields of a provision in a command: what is empty is absent."""
        words = {key: getattr(self, key) for key in ("label", "heading", "text") if getattr(self, key)}
        return {"provision_id": self.id, "kind": self.kind, **words, **self.tags()}

    def produced_wording(self) -> str:
        """The digest of the words that stand here, computed anew."""
        return provision_wording(self.heading, self.text)

    def in_version(self) -> dict[str, Any]:
        """Its entry in the wording of a version."""
        fields = self.fields()
        return {"id": fields.pop("provision_id"), "parent": self.parent, **fields}


@dataclass(slots=True)
class Tree:
    """Provisions by id, and the order of the children of each parent."""

    provisions: dict[str, Provision] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)

    def depth_first(self) -> Iterator[Provision]:
        """Every provision in the order in which it is read."""
        waiting = list(reversed(self.children.get(TOP, ())))
        while waiting:
            provision_id = waiting.pop()
            yield self.provisions[provision_id]
            waiting.extend(reversed(self.children.get(provision_id, ())))

    def place(self, provision: Provision, after: str | None) -> None:
        """Put a provision after a sibling, or first; a place that it held before is given up."""
        held = self.provisions.get(provision.id)
        if held is not None:
            self.children[held.parent].remove(provision.id)
        siblings = self.children.setdefault(provision.parent, [])
        siblings.insert(0 if after is None else siblings.index(after) + 1, provision.id)
        self.provisions[provision.id] = provision

    def remove(self, provision_id: str) -> None:
        """Take a provision out; what stands below it is taken out by events of its own."""
        provision = self.provisions.pop(provision_id)
        self.children[provision.parent].remove(provision_id)


class Draft:
    """Changes laid over a tree, in the order of their list; nothing of the tree is changed.

    Attributes:
        noted: what each change would record.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._drafted: dict[str, Provision | None] = {}
        self._seen: dict[str, Provision] = {}
        self._children: dict[str, list[str]] = {}
        self._placed: dict[tuple[str, str | None], str] = {}
        self._done: set[tuple[str, str]] = set()
        self.noted: list[Noted] = []

    def make(self, changes: Sequence[Change], field_of: FieldOf = field_of_change) -> None:
        """Lay one motion's changes, or one merged list, over what the draft shows.

        Raises:
            MovedOn: a `base` is not the wording that stands.
            NotFound: a provision is not in the text.
            RuleBroken: an edit or a place that cannot be.
        """
        self._done.clear()
        for number, change in enumerate(changes):
            getattr(self, f"_{change['op']}")(change, partial(field_of, number))

    def finish(self, field: str = "changes") -> None:
        """Check what only the whole list can show.

        Raises:
            RuleBroken: a deleted provision keeps children.
        """
        for provision_id, provision in self._drafted.items():
            if provision is None and self._siblings(provision_id):
                raise RuleBroken("A provision with others under it is deleted or moved together with them.", field)

    def provision(self, provision_id: str, field: str) -> Provision:
        """A provision as the draft shows it.

        Raises:
            NotFound: it is not in the text.
        """
        shown = self._shown(provision_id)
        if shown is None:
            raise NotFound(f"The provision {provision_id} is not in the text.", field)
        return shown

    def _shown(self, provision_id: str) -> Provision | None:
        if provision_id in self._drafted:
            return self._drafted[provision_id]
        return self._tree.provisions.get(provision_id)

    def _siblings(self, parent: str) -> list[str]:
        if parent not in self._children:
            self._children[parent] = list(self._tree.children.get(parent, ()))
        return self._children[parent]

    def _once(self, change: Change, place: Place) -> Provision:
        """The provision that a change names, which no earlier change of the same kind has named."""
        provision_id = change["provision_id"]
        provision = self.provision(provision_id, place("provision_id"))
        if (change["op"], provision_id) in self._done:
            raise RuleBroken(f"One motion makes at most one {change['op']} of a provision.", place(""))
        self._done.add((change["op"], provision_id))
        return provision

    def _as_seen(self, change: Change, place: Place) -> Provision:
        """The provision as it stood before the list, whose wording `base` must be."""
        provision_id = change["provision_id"]
        seen = self._seen.get(provision_id) or self._tree.provisions[provision_id]
        refuse_moved(seen, change["base"], place("base"))
        return seen

    def _edit(self, change: Change, place: Place) -> None:
        provision = self._once(change, place)
        seen = self._as_seen(change, place)
        edits = as_edits(change["edits"])
        try:
            check_edits(seen.text, edits)
        except EditError as error:
            field = "edits" if error.index is None else f"edits.{error.index}"
            raise RuleBroken(str(error), place(field)) from None
        edited = _reworded(provision, text=apply_edits(seen.text, edits))
        self._drafted[provision.id] = edited
        self._note("edit", provision_id=provision.id, edits=change["edits"], wording=edited.wording)

    def _insert(self, change: Change, place: Place) -> None:
        provision_id = change["provision"]["provision_id"]
        if self._shown(provision_id) is not None:
            raise AlreadyUsed(f"The provision {provision_id} is in the text already.", place("provision"))
        parent, after = self._put(provision_id, change, place)
        provision = Provision.of(change["provision"], parent)
        self._drafted[provision_id] = self._seen[provision_id] = provision
        values = {**provision.fields(), "after": after, "wording": provision.wording}
        self._note("insert", **with_parent(values, parent))

    def _delete(self, change: Change, place: Place) -> None:
        provision = self._once(change, place)
        self._as_seen(change, place)
        self._siblings(provision.parent).remove(provision.id)
        self._drafted[provision.id] = None
        self._note("delete", provision_id=provision.id)

    def _move(self, change: Change, place: Place) -> None:
        provision = self._once(change, place)
        left = self._siblings(provision.parent)
        stood = left.index(provision.id)
        left.remove(provision.id)
        parent, after = self._put(provision.id, change, place)
        if parent == provision.parent and left.index(provision.id) == stood:
            raise RuleBroken("The provision stands there already.", place(""))
        self._drafted[provision.id] = replace(provision, parent=parent)
        self._note("move", **with_parent({"provision_id": provision.id, "after": after}, parent))

    def _relabel(self, change: Change, place: Place) -> None:
        provision = self._once(change, place)
        self._as_seen(change, place)
        new = {key: change[key] for key in ("label", "heading") if key in change}
        if all(getattr(provision, key) == value for key, value in new.items()):
            raise RuleBroken("The label and the heading are these already.", place(""))
        relabelled = _reworded(provision, **new)
        self._drafted[provision.id] = relabelled
        self._note("relabel", provision_id=provision.id, **new, wording=relabelled.wording)

    def _retag(self, change: Change, place: Place) -> None:
        provision = self._once(change, place)
        new = {tag: tuple(change[tag]) for tag in TAGS if tag in change}
        if all(getattr(provision, tag) == value for tag, value in new.items()):
            raise RuleBroken("The provision has these tags already.", place(""))
        self._drafted[provision.id] = replace(provision, **new)  # type: ignore[arg-type]
        self._note("retag", provision_id=provision.id, **{tag: list(value) for tag, value in new.items()})

    def _put(self, provision_id: str, change: Change, place: Place) -> tuple[str, str | None]:
        """Put a provision where a change says; gives its parent and the sibling before it.

        `after` absent is last, null is first. Of those put after the same sibling, the draft keeps the order in which
        they come: the order of the list, then that of the motions.
        """
        parent = change.get("parent", TOP)
        self._check_parent(provision_id, parent, place("parent"))
        siblings = self._siblings(parent)
        after = change["after"] if "after" in change else (siblings[-1] if siblings else None)
        if after is not None and after not in siblings:
            raise RuleBroken("What it should stand after is gone, or stands elsewhere.", place("after"))
        behind = self._placed.get((parent, after), after) if "after" in change else after
        if behind not in siblings:
            behind = after
        siblings.insert(0 if behind is None else siblings.index(behind) + 1, provision_id)
        for key, last in self._placed.items():
            if last == behind:
                # What is put behind the last of a row belongs to it.
                self._placed[key] = provision_id
        if "after" in change:
            self._placed[(parent, after)] = provision_id
        return parent, behind

    def _check_parent(self, provision_id: str, parent: str, field: str) -> None:
        above = parent
        while above != TOP:
            if above == provision_id:
                raise RuleBroken("A provision cannot stand under itself.", field)
            above = self.provision(above, field).parent

    def _note(self, op: str, **values: Any) -> None:
        self.noted.append((op, values))


def refuse_moved(provision: Provision, seen: str, field: str) -> None:
    """Words that a change was made on are the words that stand.

    Raises:
        MovedOn: the wording is another than the one that was seen.
    """
    if seen != provision.wording:
        moved = Moved("provision", provision.id, seen, provision.wording, provision.heading, provision.text)
        raise MovedOn("The wording has changed since you read it.", field, moved=[moved])


def as_edits(edits: Sequence[Sequence[Any]]) -> list[Edit]:
    """Edits as they stand in JSON, as the text package takes them."""
    return [(start, end, replacement) for start, end, replacement in edits]


def replaced(tree: Tree, changes: Sequence[Change]) -> dict[str, dict[str, Any]]:
    """What relabelling, moving and retagging replace, by the number of the change in its list."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for number, change in enumerate(changes):
        provision = tree.provisions.get(change.get("provision_id", ""))
        if provision is None:
            continue
        if change["op"] == "relabel":
            found[str(number)] = {key: getattr(provision, key) for key in ("label", "heading") if key in change}
        elif change["op"] == "retag":
            found[str(number)] = {tag: list(getattr(provision, tag)) for tag in TAGS if tag in change}
        elif change["op"] == "move":
            siblings = tree.children[provision.parent]
            place = siblings.index(provision.id)
            found[str(number)] = with_parent({"after": siblings[place - 1] if place else None}, provision.parent)
    return dict(found)


def with_parent(values: dict[str, Any], parent: str) -> dict[str, Any]:
    """Values of an event or a change, with `parent` unless it is the top level."""
    return values if parent == TOP else {**values, "parent": parent}


def _reworded(provision: Provision, **words: str) -> Provision:
    changed = replace(provision, **words)  # type: ignore[arg-type]
    return replace(changed, wording=provision_wording(changed.heading, changed.text))
