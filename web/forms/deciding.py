"""Deciding: one motion, or several adopted together, on the state that was seen, as tabled or in other words.

Who adopts in other words than were tabled edits the text in place, from the motions' own words put together; every
change names the motions that it comes from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger.domain.frameworks import Framework
from ledger.domain.streams import Event
from ledger.domain.vocabulary import Decision, label
from ledger.projections.queries.changes import proposed
from ledger.projections.queries.margin import fits_of_open_motions
from ledger.projections.queries.motions import Motion, motion_with
from web.forms.amending import CHANGES, ComposerSheet, text_today, words_of
from web.forms.composing.merging import put_together
from web.forms.fields import Field, Slot
from web.forms.sheet import Here, Sheet

REWORD = "reword"
"""The button that opens the words for editing."""

AS_TABLED = "as_tabled"
"""The button that leaves them as they were tabled."""


@dataclass(frozen=True)
class OnFramework(Sheet):
    """The form of a command on a text as it was seen."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        framework = here.place.framework if here.place else None
        return {**super().stands(here), **({"expected": [str(framework.revision)]} if framework else {})}


@dataclass(frozen=True)
class AdoptingSheet(ComposerSheet):
    """A form that can adopt motions, as tabled or in words that are edited here."""

    template: str = "forms/adoption.html"
    warning: str = ""

    def motion_ids(self, here: Here) -> Sequence[str]:
        """The motions that would be adopted."""
        return here.sent.get("motions", ())

    def data(self, here: Here) -> dict[str, Any]:
        if not _is_edited(here):
            return Sheet.data(self, here)
        data = super().data(here)
        motions = list(_motions(here, self.motion_ids(here)))
        return {**data, CHANGES: [_credited(change, motions) for change in data[CHANGES]]}

    def field_of(self, path: str, here: Here) -> str:
        return super().field_of(path, here) if _is_edited(here) else Sheet.field_of(self, path, here)

    def act(self, here: Here, do: str) -> dict[str, list[str]] | None:
        if do == AS_TABLED:
            return _without_words(here)
        if do != REWORD:
            return super().act(here, do) if _is_edited(here) else Sheet.act(self, here, do)
        words = [words_of(here, motion) for motion in _motions(here, self.motion_ids(here))]
        return {**_without_words(here), **put_together(words, text_today(here)), "seen": [str(here.now.position)]}

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        return super().context(here, errors) if _is_edited(here) else {"composer": None}

    def has_moved(self, here: Here) -> bool:
        return _is_edited(here) and super().has_moved(here)

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        adopted = next((event for event in events if isinstance(event, Framework.MotionsAdopted)), None)
        if adopted is None:
            return {}
        text = text_today(here)
        names = {provision.id: provision.name for provision in text.provisions}
        return {"differences": proposed(adopted.changes, adopted.replaced or {}, text.by_id, names)}


@dataclass(frozen=True)
class AdoptionSheet(AdoptingSheet):
    """The form in which motions are adopted together, all or none."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        framework = here.place.framework if here.place else None
        return {**super().stands(here), **({"expected": [str(framework.revision)]} if framework else {})}

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        if slot.name != "motions" or here.place is None or here.place.framework is None:
            return drawn
        framework_id = here.place.framework.id
        fits = here.once("fits", lambda: fits_of_open_motions(here.now, framework_id))
        return drawn.offering(replace(one, hint=label(fits[one.value])) for one in drawn.choices if one.value in fits)


@dataclass(frozen=True)
class DecisionSheet(AdoptingSheet):
    """The form of a decision on one motion."""

    def motion_ids(self, here: Here) -> Sequence[str]:
        return here.sent.get("motion_id", ())

    def stands(self, here: Here) -> dict[str, list[str]]:
        motion = motion_with(here.now, here.one("motion_id"))
        return {**super().stands(here), **({"expected": [str(motion.revision)]} if motion else {})}

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        if slot.name == "decision":
            # Only its sponsors withdraw a motion.
            return drawn.offering(one for one in drawn.choices if one.value != Decision.WITHDRAWN)
        return drawn

    def data(self, here: Here) -> dict[str, Any]:
        data = super().data(here)
        if not here.one("because_of.kind"):
            # What it would be named by says nothing where nothing is named.
            data.pop("because_of", None)
        return data


def _is_edited(here: Here) -> bool:
    return any(name.startswith(("provisions.", "new.")) for name in here.sent)


def _without_words(here: Here) -> dict[str, list[str]]:
    """What was sent, without the edited words."""
    return {name: list(values) for name, values in here.sent.items() if not name.startswith(("provisions.", "new."))}


def _motions(here: Here, ids: Sequence[str]) -> Iterator[Motion]:
    """The motions of this framework among these, by number."""
    framework = here.place.framework if here.place else None
    found = (motion_with(here.now, id) for id in dict.fromkeys(ids))
    known = (motion for motion in found if motion and framework and motion.framework_id == framework.id)
    return iter(sorted(known, key=lambda motion: motion.number))


def _credited(change: Mapping[str, Any], motions: Sequence[Motion]) -> dict[str, Any]:
    """A change with the motions that it comes from: those that speak of its provision, or all where none does."""
    of_it = [motion.id for motion in motions if _target(change) in set(map(_target, motion.changes))]
    return {**change, "motions": of_it or [motion.id for motion in motions]}


def _target(change: Mapping[str, Any]) -> str:
    return str(change["provision"]["provision_id"] if change["op"] == "insert" else change["provision_id"])
