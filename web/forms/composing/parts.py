"""What stands in the composer's fields: one part for each provision that is changed, and for each new one.

The fields of a part are named by its place in the form: `provisions.0.text`, `new.1.heading`. The numbers run through
both kinds, in the order in which the parts were put into the form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from marshmallow import ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from ledger.commands.fields import clean
from ledger.domain.vocabulary import ProvisionKind
from ledger.domain.wording import TAGS
from ledger.projections.queries.text import Provision, Text
from web.forms.fields import Typed

AFTER, FIRST, LAST = "after", "first", "last"
"""Where a provision can be put: `after:<provision>`, `first:<parent>`, `last:<parent>`; no parent is the top level."""

ON = "on"

MOST_PARTS = 200
"""Parts of one form: each new one offers every place, beside every other one."""

_ID_OF_A_PART = re.compile(r"((?:provisions|new)\.(0|[1-9]\d{0,3}))\.id")
_OF_A_PART = re.compile(r"(?:provisions|new)\.\d+\..+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """One provision of an amendment, as its author wants it.

    Attributes:
        name: of its fields, without the last word: `provisions.0`, `new.1`.
        seen: the provision as the author saw it; None where it is new, or is not in the text.
        base: the digest of the wording that the author saw.
        place: where it is to stand; "" where it stands.
        deleted_below: whether what stands under it is deleted with it.
        kept: what its author had written before the text was changed under it, where not all of it could be carried.
    """

    name: str
    id: str
    seen: Provision | None = None
    base: str = ""
    kind: str = ""
    label: str = ""
    heading: str = ""
    text: str = ""
    levels: tuple[str, ...] = ()
    horizons: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    place: str = ""
    deleted: bool = False
    deleted_below: bool = False
    kept: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it is to be inserted."""
        return self.name.startswith("new.")

    @property
    def is_gone(self) -> bool:
        """Whether it speaks of a provision that is not in the text."""
        return self.seen is None and not self.is_new

    @property
    def is_blank(self) -> bool:
        """Whether it is new and nothing was written into it yet."""
        return self.is_new and not (self.label or self.heading or self.text.strip())

    @property
    def is_placed(self) -> bool:
        """Whether it is put somewhere."""
        return self.is_new or (self.seen is not None and bool(self.place) and not self.deleted)

    @property
    def tags(self) -> dict[str, tuple[str, ...]]:
        """Its tags, by their kind."""
        return {"levels": self.levels, "horizons": self.horizons, "people": self.people}


def parts_in(fields: Typed, text: Text) -> list[Part]:
    """The parts of a form, in its order; of two for one provision the first.

    Args:
        text: as the author saw it.

    Raises:
        RequestEntityTooLarge: it has more parts than a page can draw.
    """
    found: dict[str, Part] = {}
    names = _names(fields)
    if len(names) > MOST_PARTS:
        raise RequestEntityTooLarge
    for name in names:
        part = _new(fields, name) if name.startswith("new.") else _changed(fields, name, text)
        found.setdefault(part.id, part)
    return list(found.values())


def as_seen(name: str, provision: Provision) -> Part:
    """A part in which nothing is changed yet."""
    return Part(
        name=name,
        id=provision.id,
        seen=provision,
        base=provision.wording,
        kind=provision.kind,
        label=provision.label,
        heading=provision.heading,
        text=provision.text,
        levels=_each(provision.levels),
        horizons=_each(provision.horizons),
        people=_each(provision.people),
    )


def as_fields(parts: Iterable[Part]) -> dict[str, list[str]]:
    """The fields in which parts stand."""
    return {f"{part.name}.{key}": values for part in parts for key, values in _values(part).items() if values}


def others(fields: Typed) -> dict[str, list[str]]:
    """The fields of a form that belong to no part."""
    return {name: list(values) for name, values in fields.items() if not _OF_A_PART.fullmatch(name)}


def number_of(part: Part) -> int:
    """Its place in the form."""
    return int(part.name.rpartition(".")[2])


def next_number(parts: Iterable[Part]) -> int:
    """The number of a part that is put behind these."""
    return max(map(number_of, parts), default=-1) + 1


def typed(value: str) -> str:
    """Text as the record would hold it. What it would refuse stays as it was typed, for the schema to say so."""
    words = value.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return clean(words, "")
    except ValidationError:
        return words


def where_to(place: str) -> tuple[str, str]:
    """How and by which provision a place is given; what cannot be read is taken for a provision to stand after."""
    how, colon, target = place.partition(":")
    return (how, target.lower()) if colon and how in (AFTER, FIRST, LAST) else (AFTER, place)


def without(parts: Iterable[Part], left_out: Part) -> list[Part]:
    """The other parts; what was to stand by a new one that is left out goes where that would have stood."""
    rest = [part for part in parts if part.id != left_out.id]
    if not left_out.is_new:
        return rest
    return [replace(part, place=left_out.place) if _stands_by(part, left_out) else part for part in rest]


def filled(parts: Iterable[Part]) -> list[Part]:
    """The parts without the new ones into which nothing was written."""
    rest = list(parts)
    for part in [part for part in rest if part.is_blank]:
        rest = without(rest, next(one for one in rest if one.id == part.id))
    return rest


def below(text: Text, provision_id: str, leaving: Iterable[str] = ()) -> Iterator[Provision]:
    """What stands under a provision, at any depth, in the order in which it is read.

    Args:
        leaving: ids of what is passed over, with all that stands under it.
    """
    passed = set(leaving)
    waiting = [provision_id]
    while waiting:
        one = waiting.pop()
        if one != provision_id:
            yield text.by_id[one]
        children = [child for child in text.children.get(one, ()) if child in text.by_id and child not in passed]
        waiting += reversed(children)


def _names(fields: Typed) -> list[str]:
    found = (match for field in fields if (match := _ID_OF_A_PART.fullmatch(field)))
    return [match[1] for match in sorted(found, key=lambda match: (int(match[2]), match[1]))]


def _changed(fields: Typed, name: str, text: Text) -> Part:
    """A part for a provision of the text; where nothing but its id was sent, nothing is changed."""
    id = _one(fields, f"{name}.id").lower()
    seen = text.by_id.get(id)
    stands = as_seen(name, seen) if seen else Part(name, id)
    part = _written(fields, stands) if f"{name}.text" in fields else stands
    return replace(
        part,
        base=_one(fields, f"{name}.base") or part.base,
        deleted=bool(_one(fields, f"{name}.deleted")),
        deleted_below=bool(_one(fields, f"{name}.deleted_below")),
    )


def _new(fields: Typed, name: str) -> Part:
    kind = _one(fields, f"{name}.kind", ProvisionKind.PARAGRAPH)
    part = _written(fields, Part(name, _one(fields, f"{name}.id").lower(), kind=kind))
    return replace(part, place=part.place or f"{LAST}:")


def _written(fields: Typed, part: Part) -> Part:
    """A part with what was typed."""
    name = part.name
    return replace(
        part,
        text=typed(_one(fields, f"{name}.text", part.text)),
        label=_line(_one(fields, f"{name}.label", part.label), part.label),
        heading=_line(_one(fields, f"{name}.heading", part.heading), part.heading),
        levels=_each(fields.get(f"{name}.levels", ())),
        horizons=_each(fields.get(f"{name}.horizons", ())),
        people=_each(_lines(_one(fields, f"{name}.people"), part.people)),
        place=_one(fields, f"{name}.place"),
        kept=typed(_one(fields, f"{name}.kept")),
    )


def _one(fields: Typed, name: str, otherwise: str = "") -> str:
    return next(iter(fields.get(name, ())), otherwise)


def _line(value: str, seen: str) -> str:
    """What was typed on one line, without the spaces around it unless they stood there before."""
    words = typed(value)
    return words if words == seen else words.strip()


def _lines(value: str, seen: Sequence[str]) -> Iterator[str]:
    for line in typed(value).split("\n"):
        if line in seen or line.strip():
            yield line if line in seen else line.strip()


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _stands_by(part: Part, other: Part) -> bool:
    return bool(part.place) and where_to(part.place)[1] == other.id


def _values(part: Part) -> dict[str, list[str]]:
    """The values of a part's fields; those of ticked boxes only where they are ticked."""
    words = {"id": [part.id], "text": [part.text], "label": [part.label], "heading": [part.heading]}
    tags = {tag: list(part.tags[tag]) for tag in TAGS}
    values = {**words, **tags, "people": ["\n".join(part.people)], "place": [part.place]}
    if part.is_new:
        return {**values, "kind": [part.kind]}
    flags = {key: [ON] for key in ("deleted", "deleted_below") if getattr(part, key)}
    return {**values, "base": [part.base], **flags, **({"kept": [part.kept]} if part.kept else {})}
