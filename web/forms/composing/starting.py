"""What stands in the composer before anybody typed, and after one of its own buttons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger.domain.provisions import as_edits
from ledger.domain.vocabulary import ProvisionKind
from ledger.domain.wording import TAGS, Change
from ledger.projections.queries.changes import adopted_as_one
from ledger.projections.queries.text import TOP, Text
from ledger.text import apply_edits
from web.forms.composing.changes import ADD, ADD_NEW
from web.forms.composing.parts import (
    AFTER,
    FIRST,
    LAST,
    Part,
    as_fields,
    as_seen,
    below,
    next_number,
    number_of,
    others,
    parts_in,
    where_to,
    without,
)
from web.forms.fields import Typed

NewId = Callable[[], str]

MISSING = "missing"
"""The field that names what a button needs and was not chosen."""

_MOVE, _REMOVE, _RENEW = "move.", "remove.", "renew."
_WRITTEN = ("kind", "label", "heading", "text", *TAGS)


@dataclass(frozen=True, slots=True)
class Pressed:
    """The form after one of its buttons.

    Attributes:
        focus: the field at which the author goes on; "" where it is the button's own place.
    """

    fields: dict[str, list[str]]
    focus: str = ""


def started(text: Text, provision_ids: Iterable[str], places: Iterable[str], new_id: NewId) -> dict[str, list[str]]:
    """The fields of a form in which nothing is changed yet.

    Args:
        provision_ids: which provisions to edit; what is not in the text is left out.
        places: where new ones are to stand.
    """
    parts: list[Part] = []
    for id in dict.fromkeys(provision_ids):
        if id in text.by_id:
            parts.append(as_seen(f"provisions.{len(parts)}", text.by_id[id]))
    for place in places:
        parts.append(_new_part(len(parts), place, text, new_id))
    return as_fields(parts)


def pressed(fields: Typed, text: Text, do: str, new_id: NewId) -> Pressed | None:
    """What stands in the form after a button of the composer; None where it is none of its buttons.

    Args:
        text: as the author saw it.
        do: the button's value.
    """
    parts = parts_in(fields, text)
    rest = {name: values for name, values in others(fields).items() if name not in (ADD, ADD_NEW)}
    match do:
        case "preview":
            found, focus = parts, ""
        case "add" if not any(fields.get(ADD, ())):
            found, focus, rest = parts, ADD, {**rest, MISSING: [ADD]}
        case "add":
            found, focus = _with_provision(parts, text, next(iter(fields.get(ADD, ())), ""))
        case "add_new":
            place = next(iter(fields.get(ADD_NEW, ())), "") or f"{LAST}:"
            found = [*parts, _new_part(next_number(parts), place, text, new_id)]
            focus = f"{found[-1].name}.text"
        case _ if do.startswith(_MOVE):
            found, focus = parts, f"{do.removeprefix(_MOVE)}.place"
        case _ if do.startswith((_REMOVE, _RENEW)):
            found, focus = _without(parts, do, new_id)
        case _:
            return None
    return Pressed({**rest, **as_fields(found)}, focus)


def fields_from(changes: Sequence[Change], text: Text) -> dict[str, list[str]]:
    """The fields of a form that makes these changes, for its author to go on from.

    Args:
        changes: of a motion, in any of their forms; merged ones too.
        text: the one on which they were made; `moved.carried_fields` leads from there to today's.

    Raises:
        ValueError: they were made on other words.
    """
    parts: dict[str, Part] = {}
    for change in adopted_as_one(changes):
        id = change["provision"]["provision_id"] if change["op"] == "insert" else change["provision_id"]
        part = parts.get(id) or _begun(id, change, text)
        if part.is_new and change["op"] == "delete":
            del parts[id]
        else:
            parts[id] = _with_change(part, change)
    return as_fields(_numbered(_with_whole_branches(list(parts.values()), text)))


def _with_provision(parts: Sequence[Part], text: Text, id: str) -> tuple[list[Part], str]:
    known = next((part for part in parts if part.id == id), None)
    if known is None and id not in text.by_id:
        return list(parts), ADD
    if known is not None:
        return list(parts), f"{known.name}.text"
    added = as_seen(f"provisions.{next_number(parts)}", text.by_id[id])
    return [*parts, added], f"{added.name}.text"


def _without(parts: Sequence[Part], do: str, new_id: NewId) -> tuple[list[Part], str]:
    """The parts without one, or with a new provision in its place."""
    button, _, name = do.partition(".")
    part = next((part for part in parts if part.name == name), None)
    if part is None:
        return list(parts), ADD
    rest = without(parts, part)
    if f"{button}." == _RENEW:
        renewed = _renewed(part, new_id())
        return sorted([*rest, renewed], key=number_of), f"{renewed.name}.text"
    behind = next((one for one in rest if number_of(one) > number_of(part)), None)
    return rest, f"{behind.name}.text" if behind else ADD


def _renewed(part: Part, id: str) -> Part:
    """A new provision with the words that were written for one that is gone."""
    kind = part.kind or ProvisionKind.PARAGRAPH
    name = f"new.{number_of(part)}"
    return replace(part, name=name, id=id, seen=None, base="", kind=kind, place=f"{LAST}:", deleted=False, kept="")


def _new_part(number: int, place: str, text: Text, new_id: NewId) -> Part:
    """An empty new provision, of the kind of those beside it."""
    how, target = where_to(place)
    beside = [target] if how == AFTER else text.children.get(target, ())[:1]
    kinds = [text.by_id[id].kind for id in beside if id in text.by_id]
    return Part(f"new.{number}", new_id(), kind=kinds[0] if kinds else ProvisionKind.PARAGRAPH, place=place)


def _begun(id: str, change: Change, text: Text) -> Part:
    if change["op"] == "insert":
        return Part("new.0", id)
    if id not in text.by_id:
        raise ValueError(f"The provision {id} is not in this text.")
    return as_seen("provisions.0", text.by_id[id])


def _with_change(part: Part, change: Change) -> Part:
    if part.seen is not None and change.get("base", part.base) != part.base:
        raise ValueError(f"A change of the provision {part.id} was made on other words than these.")
    match change["op"]:
        case "insert":
            return replace(part, **_given(change["provision"]), place=_place(change))
        case "edit":
            base = part.seen.text if part.seen else part.text
            return replace(part, text=apply_edits(base, as_edits(change["edits"])))
        case "rewrite":
            return replace(part, text=change["text"])
        case "relabel":
            return replace(part, **_given(change, ("label", "heading")))
        case "retag":
            return replace(part, **_given(change, TAGS))
        case "move":
            return replace(part, place=_place(change))
    return replace(part, deleted=True)


def _given(values: Mapping[str, Any], keys: Sequence[str] = _WRITTEN) -> dict[str, Any]:
    """What is given of a provision, as a part holds it."""
    return {key: tuple(values[key]) if key in TAGS else values[key] for key in keys if key in values}


def _place(change: Change) -> str:
    parent = change.get("parent", TOP)
    if "after" not in change:
        return f"{LAST}:{parent}"
    return f"{FIRST}:{parent}" if change["after"] is None else f"{AFTER}:{change['after']}"


def _with_whole_branches(parts: list[Part], text: Text) -> list[Part]:
    """The parts with the deletion of a provision and of all that stands under it as one."""
    found = {part.id: part for part in parts}
    leaving = {part.id for part in parts if part.is_placed}
    for id in [provision.id for provision in text.provisions]:
        if id not in found or not found[id].deleted:
            continue
        under = [one.id for one in below(text, id, leaving)]
        if under and all(one in found and found[one].deleted for one in under):
            found[id] = replace(found[id], deleted_below=True)
            found = {key: part for key, part in found.items() if key not in under}
    return list(found.values())


def _numbered(parts: Iterable[Part]) -> list[Part]:
    return [replace(part, name=f"{part.name.partition('.')[0]}.{number}") for number, part in enumerate(parts)]
