"""Deciding on one motion, on the state that was seen, as tabled or in other words.

Who accepts it in other words than were tabled edits the text in place, from the motion's own words; `adopting` has the
form in which several are put together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from json import dumps
from typing import Any

from ledger.domain.decisions import BECAUSE_OF
from ledger.domain.frameworks import Framework
from ledger.domain.streams import Event
from ledger.domain.vocabulary import Decision
from ledger.domain.wording import Change
from ledger.projections.queries.changes import adopted_as_one
from ledger.projections.queries.choices import settling
from ledger.projections.queries.motions import motion_with
from web.forms.amending import CHANGES, ComposerSheet, is_composed, text_seen, text_today, words_of
from web.forms.composing.changes import composed, differences
from web.forms.fields import Field, Slot, Typed
from web.forms.sheet import Here, Sheet

REWORD = "reword"
"""The button that opens the words for editing."""

AS_TABLED = "as_tabled"
"""The button that leaves them as they were tabled."""

EDITORS = "edited_by"
BECAUSE = "because_of"
NAMED_BY = {"motion": "id", "version": "id", "rule": "name", "place": "name"}
"""By what each kind of thing is named from which a decision follows."""


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

    def field_of(self, path: str, here: Here) -> str:
        return super().field_of(path, here) if is_composed(here.sent) else Sheet.field_of(self, path, here)

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        return super().context(here, errors) if is_composed(here.sent) else {"composer": None}

    def has_moved(self, here: Here) -> bool:
        return is_composed(here.sent) and super().has_moved(here)

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        adopted = adoption_in(events)
        if adopted is None:
            return {}
        return {"differences": differences(adopted_as_one(adopted.changes), text_today(here))}


@dataclass(frozen=True)
class DecisionSheet(AdoptingSheet):
    """The form of a decision on one motion."""

    def act(self, here: Here, do: str) -> dict[str, list[str]] | None:
        if do == AS_TABLED:
            return {name: values for name, values in without_words(here).items() if name != EDITORS}
        motion = motion_with(here.now, here.one("motion_id")) if do == REWORD else None
        if motion is None:
            return super().act(here, do) if is_composed(here.sent) else Sheet.act(self, here, do)
        return {**without_words(here), **words_of(here, motion), **editing(here)}

    def stands(self, here: Here) -> dict[str, list[str]]:
        motion = motion_with(here.now, here.one("motion_id"))
        return {**super().stands(here), **({"expected": [str(motion.revision)]} if motion else {})}

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        if slot.name == "decision":
            # Only its sponsors withdraw a motion.
            return drawn.offering(one for one in drawn.choices if one.value != Decision.WITHDRAWN)
        if slot.name == f"{BECAUSE}.kind":
            # Required in what names it, which most decisions leave out.
            return replace(drawn, slot=replace(slot, is_required=False))
        if slot.name == f"{BECAUSE}.id" and here.place and here.place.framework:
            return drawn.offering(settling(here.now, here.place.framework.id, here.one("motion_id")))
        return drawn

    def every_field(self, here: Here) -> list[Field]:
        named = {f"{BECAUSE}.{part}" for part in _parts_named(here)}
        left = {EDITORS} if is_composed(here.sent) and _is_as_tabled(here) else set()
        shown = [field for field in super().every_field(here) if field.name not in left]
        return [field for field in shown if not field.slot.is_below(BECAUSE) or field.name in named]

    def data(self, here: Here) -> dict[str, Any]:
        data = super().data(here) if is_composed(here.sent) else Sheet.data(self, here)
        if CHANGES in data:
            data |= _edited(here, data)
        because = data.pop(BECAUSE, {})
        named = {part: because[part] for part in _parts_named(here) if part in because}
        return {**data, **({BECAUSE: named} if named else {})}

    def field_of(self, path: str, here: Here) -> str:
        if path.removesuffix("._schema") != BECAUSE:
            return super().field_of(path, here)
        kind = here.one(f"{BECAUSE}.kind")
        fits = {decision.value: kinds for decision, (kinds, _) in BECAUSE_OF.items()}
        return f"{BECAUSE}.{NAMED_BY[kind] if kind in fits.get(here.one('decision'), ()) else 'kind'}"


def _parts_named(here: Here) -> tuple[str, ...]:
    """By which parts the decision says what it follows from; most decisions take nothing of the kind."""
    kind = here.one(f"{BECAUSE}.kind")
    takes_one = here.one("decision") in BECAUSE_OF
    return ("kind", NAMED_BY[kind]) if takes_one and kind in NAMED_BY else ()


def _edited(here: Here, data: dict[str, Any]) -> dict[str, Any]:
    """The changes with the motion that they come from, and by whom they were edited, where they were."""
    editors = data.pop(EDITORS, None) or [here.visitor.person.id]
    changes = [{**change, "motions": [here.one("motion_id")]} for change in data[CHANGES]]
    return {CHANGES: changes, **({} if _is_as_tabled(here) else {EDITORS: editors})}


def _is_as_tabled(here: Here) -> bool:
    """Whether the words that were opened for editing make what was tabled."""
    motion = motion_with(here.now, here.one("motion_id"))
    if motion is None:
        return False
    tabled = words_of(here, motion)
    made = in_any_order(composed(here.sent, text_seen(here)).changes)
    return not _has_lost_words(tabled) and in_any_order(composed(tabled, text_today(here)).changes) == made


def _has_lost_words(fields: Typed) -> bool:
    return any(name.endswith(".kept") and any(values) for name, values in fields.items())


def in_any_order(changes: Sequence[Change]) -> list[str]:
    """Changes such that two lists of the same ones are equal."""
    return sorted(dumps(change, sort_keys=True) for change in changes)


def adoption_in(events: Sequence[Event]) -> Framework.MotionsAdopted | None:
    """The adoption among the events of a command."""
    return next((event for event in events if isinstance(event, Framework.MotionsAdopted)), None)


def without_words(here: Here) -> dict[str, list[str]]:
    """What was sent, without the edited words."""
    return {name: list(values) for name, values in here.sent.items() if not name.startswith(("provisions.", "new."))}


def editing(here: Here) -> dict[str, list[str]]:
    """What stands beside words that are opened for editing: by whom, and on which text."""
    editors = [one for one in here.sent.get(EDITORS, ()) if one] or [here.visitor.person.id]
    return {EDITORS: editors, "seen": [str(here.now.position)]}
