"""The provisions that motions would put into a text: where each would stand, and what it would be called.

Of several that are to stand at one place, the one of the lower motion number comes first. Those without a label of
their own take that of the provision before them with *bis*, *ter*, *quater*.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ledger.domain.vocabulary import label as label_of
from ledger.projections.queries.changes import proposed
from ledger.projections.queries.text import INNERMOST, OUTERMOST, TOP, Provision, Text, joined, name_of
from ledger.text.compilation import labels_after

Slot = tuple[str, str | None]
"""A place between provisions of the text: the id of the parent ("" at the top), and of what stands before, if any."""


@dataclass(frozen=True, slots=True)
class NewProvision:
    """A provision that motions would put in, with what they would put under it.

    Attributes:
        provisions: itself first, then what comes with it, depth first.
    """

    motions: tuple[str, ...]
    provisions: tuple[Provision, ...]


def new_provisions(
    text: Text, asked: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[Slot, tuple[NewProvision, ...]]:
    """By place, what would come in there; what several motions ask for in the same words is one.

    Args:
        asked: by motion, in the order of their numbers, changes that can be made on this text.
    """
    found: dict[Slot, dict[Any, NewProvision]] = defaultdict(dict)
    names = {provision.id: provision.name for provision in text.provisions}
    for motion, changes in asked.items():
        if any(change["op"] == "insert" for change in changes):
            for slot, provisions in _Coming(text, names, changes).grown():
                same = found[slot].get(_content(provisions), NewProvision((), provisions))
                found[slot][_content(provisions)] = replace(same, motions=(*same.motions, motion))
    return {slot: tuple(_labelled(text, slot, list(news.values()))) for slot, news in found.items()}


def _content(provisions: Sequence[Provision]) -> Any:
    """What tells new provisions apart: everything but their ids."""
    return tuple(
        (one.depth, one.kind, one.label, one.heading, one.text, one.levels, one.horizons, one.people)
        for one in provisions
    )


def _labelled(text: Text, slot: Slot, news: Sequence[NewProvision]) -> Iterator[NewProvision]:
    """The new provisions of one place, each called by a label that nothing else there has."""
    parent, before = slot
    taken = {text.by_id[id].label for id in text.children.get(parent, ()) if id in text.by_id}
    taken |= {new.provisions[0].label for new in news}
    last = text.by_id[before].label if before is not None else ""
    following = labels_after(last, taken) if last else iter(())
    for new in news:
        first = new.provisions[0]
        label = first.label or next(following, "")
        above = text.by_id[parent].name if parent in text.by_id else ""
        own = name_of(first.kind, label, first.heading) if label else f"new {label_of(first.kind)}"
        named = replace(first, label=label, name=joined(above, own))
        yield replace(new, provisions=(named, *new.provisions[1:]))


@dataclass(slots=True)
class _Coming:
    """What one motion would put in, and where."""

    text: Text
    names: Mapping[str, str]
    changes: Sequence[Mapping[str, Any]]
    by_id: dict[str, Provision] = field(default_factory=dict)
    under: dict[str | Slot, list[str]] = field(default_factory=lambda: defaultdict(list))

    def grown(self) -> Iterator[tuple[Slot, tuple[Provision, ...]]]:
        """Each that would stand under a provision of the text, with all that would stand under it."""
        self._place()
        for slot, roots in list(self.under.items()):
            if isinstance(slot, tuple):
                for root in roots:
                    yield slot, tuple(self._below(root, self._depth_at(slot), self._level_at(slot)))

    def _place(self) -> None:
        inserted = {change["provision"]["provision_id"]: change for change in self.changes if change["op"] == "insert"}
        own = [change for change in self.changes if change["op"] == "insert" or change["provision_id"] in inserted]
        self.by_id = {shown.provision.id: shown.provision for shown in proposed(own, {}, {}, self.names)}
        for id, change in inserted.items():
            if id in self.by_id:
                self._put(id, change)

    def _put(self, id: str, change: Mapping[str, Any]) -> None:
        parent, after = change.get("parent", TOP), change.get("after")
        own = next((key for key, ids in self.under.items() if after in ids), None) if after in self.by_id else None
        if own is not None:
            self.under[own].insert(self.under[own].index(str(after)) + 1, id)
        elif parent not in self.by_id:
            self.under[(parent, self._before(parent, change))].append(id)
        elif "after" in change and after is None:
            self.under[parent].insert(0, id)
        else:
            self.under[parent].append(id)

    def _before(self, parent: str, change: Mapping[str, Any]) -> str | None:
        """What it would stand behind; where that is to come from elsewhere, the last there is now."""
        if "after" in change:
            after: str | None = change["after"]
            standing = self.text.by_id.get(after) if after else None
            if after is None or (standing and standing.parent == parent):
                return after
        return next((id for id in reversed(self.text.children.get(parent, ())) if id in self.text.by_id), None)

    def _below(self, root: str, depth: int, level: int) -> Iterator[Provision]:
        waiting = [(root, depth, level)]
        while waiting:
            id, depth, level = waiting.pop()
            provision = replace(self.by_id[id], depth=depth, level=level)
            yield provision
            below = min(INNERMOST, level + 1) if provision.heading else level
            waiting += [(child, depth + 1, below) for child in reversed(self.under.get(id, ()))]

    def _depth_at(self, slot: Slot) -> int:
        return self.text.by_id[slot[0]].depth + 1 if slot[0] in self.text.by_id else 0

    def _level_at(self, slot: Slot) -> int:
        above = self.text.by_id.get(slot[0])
        if above is None:
            return OUTERMOST
        return min(INNERMOST, above.level + 1) if above.heading else above.level
