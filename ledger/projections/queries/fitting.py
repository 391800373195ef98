"""Whether an open motion still applies to the text as it stands, and as what changes. Computed, never recorded."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ledger.domain.provisions import as_edits
from ledger.projections.queries.changes import Difference, proposed
from ledger.projections.queries.pasts import Chain, Past, Step
from ledger.projections.queries.text import TOP, Provision, Text
from ledger.text import Edit


class Fit(StrEnum):
    """How changes stand to the text as it stands, from the best to the worst."""

    APPLIES = "applies"
    MOVED = "moved"
    IN_CONFLICT = "in_conflict"
    GONE = "gone"


FITS = frozenset({Fit.APPLIES, Fit.MOVED})
"""The fits of what can be adopted as it was tabled."""

_BADNESS = {fit: place for place, fit in enumerate(Fit)}


class Why(StrEnum):
    """What is in the way of a change."""

    WORDS = "words"
    """Other words stand where it would change some, or directly beside them."""
    MADE = "made"
    """The very same has been done already."""
    GONE = "gone"
    """What it changes, or would put something under, is not in the text any more."""
    PLACE = "place"
    """What it would put something after stands elsewhere or is gone, or what it moves was moved away."""
    BELOW = "below"
    """Something came to stand under what it deletes."""
    LABEL = "label"
    HEADING = "heading"
    TAGS = "tags"
    """What it replaces was replaced by something else meanwhile."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a change cannot be made to the text as it stands.

    Attributes:
        provision_id: what became another: the provision, or the place that the change names.
        own: the words that it would change; "" where it would insert or is about the provision as a whole.
        old, new: what gave way meanwhile and what took its place.
        step: which change of the text did it; None where that is not known.
        met: the edit of that change, where words are in the way.
    """

    provision_id: str
    why: Why
    own: str = ""
    old: str = ""
    new: str = ""
    step: Step | None = None
    met: Edit | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a motion would do to one provision: to today's words where it can, else to those that it was made on."""

    fit: Fit
    difference: Difference


@dataclass(frozen=True, slots=True)
class Carried:
    """A motion on the text as it stands.

    Attributes:
        changes: on today's words where all of them can be made, else as they were made.
        hindrances: none where they can.
    """

    fit: Fit
    changes: tuple[Mapping[str, Any], ...]
    hindrances: tuple[Hindrance, ...]


def carried(
    changes: Sequence[Mapping[str, Any]], replaced: Mapping[str, Any], pasts: Mapping[str, Chain], today: Text
) -> Carried:
    """A motion's changes on the text as it stands, or what is in their way."""
    made = _Motion(changes, replaced, pasts, today)
    found = [made.carried(number, change) for number, change in enumerate(changes)]
    fit = hardest([one for _, one in found])
    if fit in FITS:
        return Carried(fit, tuple(change for change, _ in found), ())
    unfit = (number for number, (_, one) in enumerate(found) if one not in FITS)
    hindrances = (one for number in unfit for one in made.hindrances(number, changes[number]))
    return Carried(fit, tuple(changes), tuple(hindrances))


def fitted(
    changes: Sequence[Mapping[str, Any]],
    replaced: Mapping[str, Any],
    pasts: Mapping[str, Chain],
    today: Text,
    names: Mapping[str, str],
) -> list[Fitted]:
    """What a motion would make of each provision that it names, and whether it can.

    Args:
        pasts: by provision, what became of it since the motion was worded, or since longer.
        names: what provisions are called, those of the text and those that are gone.
    """
    made = _Motion(changes, replaced, pasts, today)
    by_provision: dict[str, list[tuple[int, Mapping[str, Any], Fit]]] = {}
    for number, change in enumerate(changes):
        by_provision.setdefault(made.target(change), []).append((number, *made.carried(number, change)))
    context = ChainMap(made.names_of_inserted(names), dict(names))
    found = []
    for id, found_of in by_provision.items():
        fit = hardest([fit for _, _, fit in found_of])
        can = fit in FITS
        ours = [change if can else changes[number] for number, change, _ in found_of]
        base = made.base(id)
        before = today.by_id.get(id) if can or base is None else base.named(names.get(id, ""))
        numbers = [str(number) for number, _, _ in found_of]
        values = {str(at): replaced[number] for at, number in enumerate(numbers) if number in replaced}
        found += [Fitted(fit, shown) for shown in proposed(ours, values, {id: before} if before else {}, context)]
    return found


def fit_of(
    changes: Sequence[Mapping[str, Any]], replaced: Mapping[str, Any], pasts: Mapping[str, Chain], today: Text
) -> Fit:
    """How a motion as a whole stands to the text, without what it would make of it."""
    made = _Motion(changes, replaced, pasts, today)
    return hardest([made.carried(number, change)[1] for number, change in enumerate(changes)])


def worst(found: Sequence[Fitted]) -> Fit:
    """How a motion as a whole stands to the text."""
    return hardest([one.fit for one in found])


def hardest(fits: Sequence[Fit]) -> Fit:
    """The worst of fits; of none, that it applies."""
    return max(fits, key=_BADNESS.__getitem__, default=Fit.APPLIES)


class _Motion:
    """A motion's changes beside the text as it stands."""

    def __init__(
        self,
        changes: Sequence[Mapping[str, Any]],
        replaced: Mapping[str, Any],
        pasts: Mapping[str, Chain],
        today: Text,
    ) -> None:
        self._changes, self._replaced, self._pasts, self._today = changes, replaced, pasts, today
        self._leaving = {change["provision_id"] for change in changes if change["op"] in ("delete", "move")}
        self._moved_to = {
            change["provision_id"]: change.get("parent", TOP) for change in changes if change["op"] == "move"
        }
        self._inserted_under = {
            change["provision"]["provision_id"]: change.get("parent", TOP)
            for change in changes
            if change["op"] == "insert"
        }

    def names_of_inserted(self, names: Mapping[str, str]) -> dict[str, str]:
        """What the provisions that it inserts are called."""
        inserts = [change for change in self._changes if change["op"] == "insert"]
        return {shown.provision.id: shown.name for shown in proposed(inserts, {}, {}, names)} if inserts else {}

    def target(self, change: Mapping[str, Any]) -> str:
        """The id of the provision that a change is about."""
        id: str = change["provision"]["provision_id"] if change["op"] == "insert" else change["provision_id"]
        return id

    def base(self, id: str) -> Provision | None:
        """The provision as the motion's authors saw it."""
        if id in self._inserted_under or id not in self._pasts:
            return None
        bases = (change["base"] for change in self._changes if change.get("provision_id") == id and "base" in change)
        return self._past(id).seen(next(bases, None))

    def carried(self, number: int, change: Mapping[str, Any]) -> tuple[Mapping[str, Any], Fit]:
        """A change on the text as it stands, and whether it can be made; the change as it is where it cannot."""
        if change["op"] == "insert":
            # A text from outside can bring what somebody proposed, under its very identity.
            stands = self.target(change) in self._today.by_id
            return change, Fit.IN_CONFLICT if stands else self._fit_of_place(change)
        id = change["provision_id"]
        if id in self._inserted_under:
            return change, Fit.APPLIES
        provision = self._today.by_id.get(id)
        if provision is None:
            return change, Fit.GONE
        if change.get("base") == provision.wording and change["op"] == "edit":
            return change, Fit.APPLIES
        if change["op"] == "edit":
            edits = self._past(id).carried(change["base"], as_edits(change["edits"]))
            on_today = {**change, "base": provision.wording, "edits": edits}
            return (change, Fit.IN_CONFLICT) if edits is None else (on_today, Fit.MOVED)
        fit = self._fit(number, change, provision)
        return ({**change, "base": provision.wording} if fit is Fit.MOVED else change), fit

    def hindrances(self, number: int, change: Mapping[str, Any]) -> list[Hindrance]:
        """What is in the way of a change that cannot be made."""
        id = self.target(change)
        if change["op"] != "insert" and id not in self._today.by_id:
            return [Hindrance(id, Why.GONE, step=self._deletion(id))]
        if change["op"] == "edit":
            return self._unfit_words(id, change)
        if change["op"] == "delete":
            return self._unfit_deletion(id, change)
        if change["op"] == "insert" and id in self._today.by_id:
            return [Hindrance(id, Why.MADE)]
        if change["op"] in ("insert", "move"):
            return [self._unfit_place(id, number, change)]
        return list(self._unfit_values(id, number))

    def _past(self, id: str) -> Past:
        return Past.of(self._pasts.get(id, ()))

    def _deletion(self, id: str) -> Step | None:
        return next((step for step in reversed(self._past(id)) if step.is_deleted), None)

    def _unfit_words(self, id: str, change: Mapping[str, Any]) -> list[Hindrance]:
        seen = self._past(id).seen(change["base"])
        own = seen.text if seen else ""
        found = []
        for one in self._past(id).meetings(change["base"], as_edits(change["edits"])):
            start, end, new = one.met or (0, len(one.before), "")
            why = Why.GONE if one.met is None else Why.MADE if one.is_alike else Why.WORDS
            words = own[one.own[0] : one.own[1]], one.before[start:end], new
            found.append(Hindrance(id, why, *words, one.step, one.met))
        return found or [Hindrance(id, Why.WORDS)]

    def _unfit_deletion(self, id: str, change: Mapping[str, Any]) -> list[Hindrance]:
        below = [Hindrance(child, Why.BELOW) for child in self._kept_below(id)]
        step = self._past(id).changed_since(change["base"])
        if step is None or change["base"] == self._today.by_id[id].wording:
            return below or [Hindrance(id, Why.WORDS)]
        edits = step.edits or []
        before = self._past(id).seen(change["base"])
        start, end, new = edits[0] if edits else (0, 0, "")
        met = edits[0] if edits else None
        return [Hindrance(id, Why.WORDS, "", before.text[start:end] if before else "", new, step, met), *below]

    def _unfit_place(self, id: str, number: int, change: Mapping[str, Any]) -> Hindrance:
        parent, after = change.get("parent", TOP), change.get("after")
        if self._fit_of_place(change) is Fit.GONE:
            return Hindrance(parent, Why.GONE, step=self._deletion(parent))
        if self._fit_of_place(change) is Fit.IN_CONFLICT:
            return Hindrance(str(after), Why.PLACE, step=self._deletion(str(after)) or self._last(str(after), "moved"))
        why = Why.PLACE if self._was_moved_away(number, self._today.by_id[id]) else Why.MADE
        return Hindrance(id, why, step=self._last(id, "moved"))

    def _unfit_values(self, id: str, number: int) -> Iterator[Hindrance]:
        provision = self._today.by_id[id]
        for key, old in (self._replaced.get(str(number)) or {}).items():
            new = _value(provision, key)
            if new == old:
                continue
            wanted = self._changes[number].get(key)
            is_tag = key in provision.tags
            why = Why.MADE if new == wanted else Why.TAGS if is_tag else Why(key)
            shown = [", ".join(one) if is_tag else one for one in (old, new)]
            yield Hindrance(id, why, shown[0], shown[0], shown[1], self._came_to(id, key))

    def _came_to(self, id: str, key: str) -> Step | None:
        """The step by which a provision came to the value that it has today."""
        found = None
        for step in reversed(self._past(id)):
            if _value(step.provision, key) != _value(self._today.by_id[id], key):
                return found
            found = step
        return None

    def _last(self, id: str, how: str) -> Step | None:
        return next((step for step in reversed(self._past(id)) if how in step.how), None)

    def _kept_below(self, id: str) -> list[str]:
        return [child for child in self._today.children.get(id, ()) if child not in self._leaving]

    def _fit(self, number: int, change: Mapping[str, Any], provision: Provision) -> Fit:
        if change["op"] == "move":
            return self._fit_of_move(number, change, provision)
        if change["op"] == "delete":
            has_changed = change["base"] != provision.wording
            return Fit.IN_CONFLICT if has_changed or self._kept_below(provision.id) else Fit.APPLIES
        before = self._replaced.get(str(number)) or {}
        if any(_value(provision, key) != value for key, value in before.items()):
            return Fit.IN_CONFLICT
        return Fit.APPLIES if change.get("base", provision.wording) == provision.wording else Fit.MOVED

    def _fit_of_move(self, number: int, change: Mapping[str, Any], provision: Provision) -> Fit:
        fit = self._fit_of_place(change)
        if fit is not Fit.APPLIES:
            return fit
        if self._was_moved_away(number, provision):
            return Fit.IN_CONFLICT
        parent = change.get("parent", TOP)
        above = parent
        while above:
            if above == provision.id:
                return Fit.IN_CONFLICT
            above = self._today.by_id[above].parent if above in self._today.by_id else TOP
        siblings = [id for id in self._today.children.get(parent, ()) if id not in self._leaving - {provision.id}]
        if provision.parent != parent:
            return Fit.APPLIES
        before = self._today.sibling_before(provision)
        last = "after" not in change and siblings[-1:] == [provision.id]
        return Fit.IN_CONFLICT if last or ("after" in change and change["after"] == before) else Fit.APPLIES

    def _was_moved_away(self, number: int, provision: Provision) -> bool:
        """Whether it stands under another parent than the motion's authors saw it under; neighbours come and go."""
        before = self._replaced.get(str(number)) or {}
        return "after" in before and provision.parent != before.get("parent", TOP)

    def _fit_of_place(self, change: Mapping[str, Any]) -> Fit:
        """Whether the place is there: `gone` with its parent, in conflict where the sibling before it is."""
        parent, after = change.get("parent", TOP), change.get("after")
        if parent and parent not in self._today.by_id and parent not in self._inserted_under:
            return Fit.GONE
        if after is None:
            return Fit.APPLIES
        stands = self._today.by_id[after].parent if after in self._today.by_id else None
        under = self._inserted_under.get(after, self._moved_to.get(after, stands))
        return Fit.APPLIES if under == parent else Fit.IN_CONFLICT


def _value(provision: Provision, key: str) -> Any:
    """A label or a heading, or the tags of one kind as a command gives them."""
    return list(provision.tags[key]) if key in provision.tags else getattr(provision, key)
