"""What becomes of provisions: between two states of a text, or by the changes of a motion. Shown words are cleaned
diffs; the truth stays in the edits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal

from ledger.domain.merging import combined
from ledger.domain.provisions import as_edits
from ledger.domain.wording import TAGS
from ledger.projections.queries.text import TOP, Provision, joined, name_of
from ledger.text import Segment, apply_edits, word_diff
from ledger.text.diff import is_formatting

What = Literal["inserted", "deleted", "changed", "same"]

LONGEST_QUOTE = 90


class Kind(StrEnum):
    """What becomes of a provision; several may hold of one that stays, in this order."""

    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    EDITED = "edited"
    """Words of its text or its heading change."""
    FORMATTED = "formatted"
    """Nothing but white space changes in its text and its heading."""
    RELABELLED = "relabelled"
    """Its label changes, or what kind of provision it is."""
    RETAGGED = "retagged"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a provision stands: names of its parent (None: the top level) and of the sibling that it stands after.

    Attributes:
        where: `first`, `last` or `after`.
    """

    parent: str | None
    after: str | None
    where: Literal["first", "last", "after"]


@dataclass(frozen=True, slots=True)
class TagChange:
    """Tags of one kind that come and go."""

    tag: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """Words that give way to others; one of the two may be empty.

    Attributes:
        number: of this change among those of its provision, from 1, where white space alone counts too.
    """

    old: str
    new: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of one provision.

    Attributes:
        provision: as it is afterwards, or as it was where it is deleted.
        label, kind: before and after, where they differ.
        place, former: where it goes and where it stood, where it is inserted or moved.
    """

    what: What
    name: str
    provision: Provision
    heading: tuple[Segment, ...]
    text: tuple[Segment, ...]
    label: tuple[str, str] | None = None
    kind: tuple[str, str] | None = None
    tags: tuple[TagChange, ...] = ()
    place: Place | None = None
    former: Place | None = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Each way in which it changes; none where it is the same."""
        if self.what != "changed":
            return () if self.what == "same" else (Kind(self.what),)
        reworded = [_is_edited(segments) for segments in (self.heading, self.text) if _is_reworded(segments)]
        found = {
            Kind.MOVED: self.place is not None,
            Kind.EDITED: any(reworded),
            Kind.FORMATTED: bool(reworded) and not any(reworded),
            Kind.RELABELLED: self.label is not None or self.kind is not None,
            Kind.RETAGGED: bool(self.tags),
        }
        return tuple(kind for kind, holds in found.items() if holds)

    @property
    def is_renamed(self) -> bool:
        """Whether it is called otherwise afterwards: by a label of its own, or of what it stands under."""
        return self.name != self.provision.name

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere afterwards."""
        return self.what == "changed" and self.place is not None

    @property
    def is_reworded(self) -> bool:
        """Whether words of its text or its heading change while it stays."""
        return self.what == "changed" and (_is_reworded(self.heading) or _is_reworded(self.text))

    @property
    def swaps(self) -> tuple[Swap, ...]:
        """The words that change, in order, short enough for a list."""
        if self.what != "changed":
            return ()
        numbered = enumerate((*changes_in(self.heading), *changes_in(self.text)), 1)
        return tuple(
            Swap(_shortened(old), _shortened(new), number)
            for number, (old, new) in numbered
            if old.split() != new.split()
        )


def difference(
    before: Provision | None, after: Provision | None, place: Place | None = None, former: Place | None = None
) -> Difference:
    """What becomes of a provision from one state to another; one of the two may be missing, not both."""
    provision = after or before
    if provision is None:
        raise ValueError("A difference takes at least one side.")
    stays = before is not None and after is not None
    what: What = "changed" if stays else "inserted" if before is None else "deleted"
    found = Difference(
        what=what,
        name=(before or provision).name,
        provision=provision,
        heading=_diffed(before.heading if before else "", after.heading if after else ""),
        text=_diffed(before.text if before else "", after.text if after else ""),
        label=_changed(before.label, after.label) if before and after else None,
        kind=_changed(before.kind, after.kind) if before and after else None,
        tags=_tag_changes(before, after) if before and after else (),
        place=place,
        former=former,
    )
    return replace(found, what="same") if stays and not _is_change(found) else found


def _changed(old: str, new: str) -> tuple[str, str] | None:
    return (old, new) if old != new else None


def _diffed(old: str, new: str) -> tuple[Segment, ...]:
    if old == new:
        return (Segment("same", old),) if old else ()
    return tuple(word_diff(old, new))


def proposed(
    changes: Sequence[Mapping[str, Any]],
    replaced: Mapping[str, Any],
    before: Mapping[str, Provision],
    names: Mapping[str, str],
) -> list[Difference]:
    """What a motion's changes make of each provision, in the order in which it names them.

    Args:
        replaced: what relabelling, moving and retagging replace, by the number of the change.
        before: the provisions that the changes were made on.
        names: what provisions are called.
    """
    called = {**names, **_names_of_inserted(changes, names)}
    after: dict[str, Provision | None] = {}
    places: dict[str, Place] = {}
    former: dict[str, Place] = {}
    for number, change in enumerate(changes):
        made = _inserted(change, called) if change["op"] == "insert" else None
        id = made.id if made else change["provision_id"]
        held = after.get(id, before.get(id))
        if change["op"] in ("insert", "move"):
            places[id] = _place(change, called)
        if change["op"] == "move" and str(number) in replaced:
            former[id] = _place({"after": None, **replaced[str(number)]}, called)
        if made or held:
            after[id] = made or _after(held, change)
    return [difference(before.get(id), new, places.get(id), former.get(id)) for id, new in after.items()]


def adopted_as_one(changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Merged changes with all edits of one provision as one change, as they were made at once."""
    return combined([{key: value for key, value in change.items() if key != "motions"} for change in changes])


def _after(held: Provision | None, change: Mapping[str, Any]) -> Provision | None:
    if held is None or change["op"] == "delete":
        return None
    if change["op"] == "edit":
        return replace(held, text=apply_edits(held.text, as_edits(change["edits"])))
    if change["op"] == "relabel":
        return replace(held, **{key: change[key] for key in ("label", "heading") if key in change})
    if change["op"] == "retag":
        return replace(held, **dict[str, Any]((tag, tuple(change[tag])) for tag in TAGS if tag in change))
    return replace(held, parent=change.get("parent", TOP))


def _inserted(change: Mapping[str, Any], names: Mapping[str, str]) -> Provision:
    fields = change["provision"]
    return Provision(
        id=fields["provision_id"],
        parent=change.get("parent", TOP),
        kind=fields["kind"],
        label=fields.get("label", ""),
        heading=fields.get("heading", ""),
        text=fields.get("text", ""),
        levels=tuple(fields.get("levels", ())),
        horizons=tuple(fields.get("horizons", ())),
        people=tuple(fields.get("people", ())),
        wording="",
        since=0,
        name=names[fields["provision_id"]],
    )


def _names_of_inserted(changes: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for change in changes:
        if change["op"] == "insert":
            fields = change["provision"]
            own = name_of(fields["kind"], fields.get("label", ""), fields.get("heading", ""))
            above = change.get("parent", TOP)
            found[fields["provision_id"]] = joined({**names, **found}.get(above, ""), own)
    return found


def _place(change: Mapping[str, Any], names: Mapping[str, str]) -> Place:
    parent = change.get("parent", TOP)
    over = names.get(parent) if parent else None
    if "after" not in change:
        return Place(over, None, "last")
    if change["after"] is None:
        return Place(over, None, "first")
    return Place(over, names.get(change["after"], "a provision that is gone"), "after")


def _tag_changes(before: Provision, after: Provision) -> tuple[TagChange, ...]:
    found = []
    for tag, old in before.tags.items():
        new = after.tags[tag]
        if old != new:
            added = tuple(value for value in new if value not in old)
            found.append(TagChange(tag, added, tuple(value for value in old if value not in new)))
    return tuple(found)


def _is_change(found: Difference) -> bool:
    reworded = _is_reworded(found.heading) or _is_reworded(found.text)
    return bool(reworded or found.label or found.kind or found.tags or found.place)


def _is_reworded(segments: Sequence[Segment]) -> bool:
    return any(segment.kind != "same" for segment in segments)


def _is_edited(segments: Sequence[Segment]) -> bool:
    """Whether more than white space changes; a change may be shown with words around it that stay."""
    changes = [(old.split(), new.split()) for old, new in changes_in(segments)]
    if all(old == new for old, new in changes):
        return False
    if any("".join(old) != "".join(new) for old, new in changes):
        return True
    # Only now it takes the words themselves: a space in a word makes two of it.
    one, other = ("".join(part.text for part in segments if part.kind != gone) for gone in ("inserted", "deleted"))
    return not is_formatting(one, other)


def changes_in(segments: Sequence[Segment]) -> list[tuple[str, str]]:
    """What goes out and what comes in at each place that changes, in order; one of the two may be empty."""
    found: list[tuple[str, str]] = []
    gone = ""
    for segment in (*segments, Segment("same", "")):
        if segment.kind == "deleted":
            gone = segment.text
            continue
        new = segment.text if segment.kind == "inserted" else ""
        if gone or new:
            found.append((gone, new))
        gone = ""
    return found


def _shortened(text: str) -> str:
    words = text.strip()
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
