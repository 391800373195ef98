"""From the composer's fields to the changes of an amendment: only what differs from the text as its author saw it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.domain.provisions import replaced
from ledger.domain.wording import TAGS, Change
from ledger.projections.queries.changes import Difference, proposed
from ledger.projections.queries.text import Text
from ledger.text import edits_between
from web.forms.composing.parts import Part, below, filled, parts_in
from web.forms.composing.placing import in_order, places_of, tree_of
from web.forms.fields import Typed

LISTED = "changes"
"""Where a command gives its changes."""

ADD_NEW, ADD = "where", "also"
"""The fields by which a provision is put into the form: a new one, one of the text."""

_OF_A_CHANGE = re.compile(rf"{LISTED}\.(\d{{1,6}})(?:\.(.+))?", re.DOTALL)
_WORDS = ("label", "heading")
_WRITTEN = ("kind", "text", *_WORDS, *TAGS)


@dataclass(frozen=True, slots=True)
class Composed:
    """What a form makes of a text.

    Attributes:
        changes: for the schema of the command.
        names: of the parts that they come from, one for each change.
        whole: the field that stands for all of them.
    """

    changes: list[Change]
    names: tuple[str, ...]
    whole: str

    def field_of(self, path: str) -> str:
        """The field of the form that a path in the command's data speaks of; what is not of the changes stays.

        A proposal's data has what its one change inserts by itself.
        """
        if path.partition(".")[0] in ("provision", "parent", "after"):
            path = f"{LISTED}.{next((at for at, one in enumerate(self.changes) if one['op'] == 'insert'), '')}.{path}"
        if path.partition(".")[0] != LISTED:
            return path
        found = _OF_A_CHANGE.fullmatch(path)
        if found is None or int(found[1]) >= len(self.changes):
            return self.whole
        number = int(found[1])
        return f"{self.names[number]}.{_control(self.changes[number], (found[2] or '').split('.'))}"


def composed(fields: Typed, text: Text) -> Composed:
    """The changes that a form asks for.

    What is put somewhere comes after what it is put by; what is deleted comes last, in the order of the text.

    Args:
        text: as the author saw it.
    """
    parts = parts_in(fields, text)
    ordered = in_order(filled(parts), text)
    places = places_of(ordered, text)
    deleted = _deleted(ordered, text, places)
    made = [
        (change, part.name)
        for part in ordered
        if part.id not in deleted
        for change in _changes_of(part, places.get(part.id))
    ]
    made += [(_delete(id, part, text), part.name) for id, part in deleted.items()]
    whole = _whole(parts, set(deleted) | set(places), text)
    return Composed([change for change, _ in made], tuple(name for _, name in made), whole)


def differences(changes: Sequence[Change], text: Text) -> list[Difference]:
    """What composed changes make of the text as their author saw it, to be shown before they are sent."""
    edits = as_edits_of(changes, text)
    names = {provision.id: provision.name for provision in text.provisions}
    return proposed(edits, replaced(tree_of(text), edits), text.by_id, names)


def _deleted(parts: Iterable[Part], text: Text, moved: Mapping[str, Change]) -> dict[str, Part]:
    """What is deleted, in the order of the text, and the part that asks for it."""
    found: dict[str, Part] = {}
    for part in parts:
        if part.deleted and part.seen is not None:
            found[part.id] = part
            if part.deleted_below:
                found = {**{one.id: part for one in below(text, part.id, moved)}, **found}
    return {provision.id: found[provision.id] for provision in text.provisions if provision.id in found}


def _delete(id: str, part: Part, text: Text) -> Change:
    base = part.base if id == part.id else text.by_id[id].wording
    return {"op": "delete", "provision_id": id, "base": base}


def _changes_of(part: Part, place: Change | None) -> Iterator[Change]:
    """What is wanted of one provision. Of one that is gone its words are sent all the same, to be refused by name."""
    if not part.is_new:
        yield from _reworded(part)
    if place is not None:
        yield place


def _reworded(part: Part) -> Iterator[Change]:
    seen = part.seen
    of = {"provision_id": part.id, "base": part.base}
    if seen is None or part.text != seen.text:
        yield {"op": "rewrite", **of, "text": part.text}
    if seen is None:
        return
    words = {key: getattr(part, key) for key in _WORDS if getattr(part, key) != getattr(seen, key)}
    if words:
        yield {"op": "relabel", **of, **words}
    tags = {tag: list(part.tags[tag]) for tag in TAGS if set(part.tags[tag]) != set(seen.tags[tag])}
    if tags:
        yield {"op": "retag", "provision_id": part.id, **tags}


def _control(change: Change, path: list[str]) -> str:
    """The last word of the name of the field that a place in a change comes from."""
    match change["op"]:
        case "insert":
            named = path[1] if path[0] == "provision" and len(path) > 1 else path[0]
            return "place" if named in ("parent", "after") else named if named in _WRITTEN else "text"
        case "relabel" | "retag":
            given = [key for key in (*_WORDS, *TAGS) if key in change]
            return path[0] if path[0] in given else given[0]
        case "delete":
            return "deleted"
        case "move":
            return "place"
    return "text"


def _whole(parts: Sequence[Part], leaving: set[str], text: Text) -> str:
    """The field for what is wrong with all changes together: a deletion that leaves something, else the first."""
    deleted = [part for part in parts if part.deleted and part.seen is not None]
    for part in deleted:
        if any(child not in leaving for child in text.children.get(part.id, ())):
            return f"{part.name}.deleted"
    if deleted:
        return f"{deleted[0].name}.deleted"
    if parts:
        return f"{parts[0].name}.text"
    return ADD if text.provisions else ADD_NEW


def as_edits_of(changes: Iterable[Change], text: Text) -> list[Change]:
    """Changes with what was typed anew as edits, as the record will hold them."""
    return [_as_edit(change, text) for change in changes]


def _as_edit(change: Change, text: Text) -> dict[str, Any]:
    """A change with what was typed anew as edits."""
    seen = text.by_id.get(change.get("provision_id", ""))
    if change["op"] != "rewrite" or seen is None:
        return change
    return {**change, "op": "edit", "edits": [list(edit) for edit in edits_between(seen.text, change["text"])]}
