"""The words of several motions in one form, for whoever adopts them in words of her own to begin with."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ledger.projections.queries.text import Text
from ledger.text import apply_edits, edits_between, map_edits
from web.forms.composing.parts import Part, as_fields, parts_in
from web.forms.fields import Typed


def put_together(forms: Sequence[Typed], text: Text) -> dict[str, list[str]]:
    """The fields of one form that makes what all of these make; of two that want different words, the first has them.

    Args:
        forms: each made on the text as it stands; words that could not be put in stand beside as `kept`.
    """
    found: dict[str, Part] = {}
    for part in _parts(forms, text):
        found[part.id] = _joined(found[part.id], part) if part.id in found else part
    numbered = (
        replace(part, name=f"{part.name.partition('.')[0]}.{number}") for number, part in enumerate(found.values())
    )
    return as_fields(numbered)


def _parts(forms: Iterable[Typed], text: Text) -> Iterable[Part]:
    return (part for fields in forms for part in parts_in(fields, text))


def _joined(one: Part, other: Part) -> Part:
    """One provision as two motions would have it."""
    if one.seen is None:
        return one
    seen = one.seen
    before = edits_between(seen.text, one.text)
    carried = map_edits(edits_between(seen.text, other.text), before, seen.text)
    kept = [words for words in (one.kept, other.kept, "" if carried is not None else other.text) if words]
    tags: dict[str, Any] = {
        tag: values if values != seen.tags[tag] else other.tags[tag] for tag, values in one.tags.items()
    }
    return replace(
        one,
        text=one.text if carried is None else apply_edits(one.text, carried),
        label=one.label if one.label != seen.label else other.label,
        heading=one.heading if one.heading != seen.heading else other.heading,
        place=one.place or other.place,
        deleted=one.deleted or other.deleted,
        deleted_below=one.deleted_below or other.deleted_below,
        kept="\n\n".join(kept),
        **tags,
    )
