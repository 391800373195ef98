"""Where provisions are put: each after what it is to stand by, so that one new provision can stand after another."""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.domain import provisions as domain
from ledger.domain.errors import Refusal
from ledger.domain.provisions import Draft, Tree, with_parent
from ledger.domain.wording import Change
from ledger.projections.queries.text import TOP, Text
from web.forms.composing.parts import AFTER, LAST, Part, where_to


def tree_of(text: Text) -> Tree:
    """A text as the domain drafts on it."""
    standing = {provision.id: _standing(provision) for provision in text.provisions}
    children = {parent: [id for id in ids if id in standing] for parent, ids in text.children.items()}
    return Tree(standing, children)


def in_order(parts: Sequence[Part], text: Text) -> list[Part]:
    """Parts in their order, but none before what it is put by."""
    placed = {part.id for part in parts if part.is_placed}
    needs = {part.id: _needs(part, text) & placed - {part.id} for part in parts if part.is_placed}
    ordered: list[Part] = []
    waiting = list(parts)
    while waiting:
        left = {part.id for part in waiting}
        # Parts that wait for one another in a circle are for the domain to refuse.
        ready = next((part for part in waiting if not needs.get(part.id, set()) & left), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
    return ordered


def places_of(parts: Sequence[Part], text: Text) -> dict[str, Change]:
    """The insertions and the moves, by provision, in order; what stands already where it is to stand is not moved.

    Args:
        parts: such as `in_order` gives.
    """
    placed = {part.id: part for part in parts if part.is_placed}
    changes = {id: _put(part, _parent(part, placed, text)) for id, part in placed.items()}
    idle = _idle(changes, tree_of(text))
    return {id: change for id, change in changes.items() if id not in idle}


def _standing(provision: Any) -> domain.Provision:
    return domain.Provision(
        id=provision.id,
        kind=provision.kind,
        parent=provision.parent,
        label=provision.label,
        heading=provision.heading,
        text=provision.text,
        wording=provision.wording,
        **provision.tags,
    )


def _needs(part: Part, text: Text) -> set[str]:
    """What has to be put before a part is: what it is put by, and all that this stands under."""
    above = where_to(part.place)[1]
    found = {above}
    while above in text.by_id:
        above = text.by_id[above].parent
        found.add(above)
    return found


def _parent(part: Part, placed: Mapping[str, Part], text: Text) -> str:
    """Under what a part is put, where the place is given by a sibling that may be put somewhere itself."""
    passed: set[str] = set()
    how, target = where_to(part.place)
    while how == AFTER and target in placed and target not in passed:
        passed.add(target)
        how, target = where_to(placed[target].place)
    if how != AFTER:
        return target
    return text.by_id[target].parent if target in text.by_id else TOP


def _put(part: Part, parent: str) -> Change:
    how, target = where_to(part.place)
    place = {} if how == LAST else {"after": target if how == AFTER else None}
    if part.is_new:
        return with_parent({"op": "insert", "provision": _inserted(part), **place}, parent)
    return with_parent({"op": "move", "provision_id": part.id, **place}, parent)


def _inserted(part: Part) -> dict[str, Any]:
    words = {"label": part.label, "heading": part.heading, "text": part.text}
    given = {key: value for key, value in words.items() if value}
    tags = {tag: list(values) for tag, values in part.tags.items() if values}
    return {"provision_id": part.id, "kind": part.kind, **given, **tags}


def _idle(changes: Mapping[str, Change], tree: Tree) -> set[str]:
    """The moves that the domain would refuse because the provision stands there already."""
    idle: set[str] = set()
    made: list[Change] = []
    draft = Draft(tree)
    for id, change in changes.items():
        plain = {**change, "provision": {"provision_id": id, "kind": ""}} if change["op"] == "insert" else change
        try:
            draft.make([plain])
            made.append(plain)
        except Refusal as refusal:
            if change["op"] == "move" and refusal.field == "changes.0":
                idle.add(id)
            draft = Draft(tree)
            draft.make(made)
    return idle
