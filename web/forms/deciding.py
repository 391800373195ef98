"""Deciding: one motion, or several adopted together, on the state that was seen, as tabled or in other words.

Who adopts in other words than were tabled edits the text in place, from the motions' own words put together; every
change names the motions that it comes from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from json import dumps
from typing import Any

from ledger.domain.decisions import BECAUSE_OF
from ledger.domain.frameworks import Framework
from ledger.domain.streams import Event
from ledger.domain.vocabulary import Decision, label
from ledger.projections.queries.changes import proposed
from ledger.projections.queries.choices import settling
from ledger.projections.queries.margin import fits_of_open_motions
from ledger.projections.queries.motions import Motion, motion_with
from web.forms.amending import CHANGES, ComposerSheet, is_composed, text_seen, text_today, words_of
from web.forms.composing.changes import composed
from web.forms.composing.merging import put_together
from web.forms.composing.starting import MISSING
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

    def motion_ids(self, here: Here) -> Sequence[str]:
        """The motions that would be adopted."""
        return here.sent.get("motions", ())

    def data(self, here: Here) -> dict[str, Any]:
        if not is_composed(here.sent):
            return Sheet.data(self, here)
        data = super().data(here)
        motions = list(_motions(here, self.motion_ids(here)))
        editors = {} if _is_as_tabled(here, motions) else {EDITORS: data.get(EDITORS) or [here.visitor.person.id]}
        data.pop(EDITORS, None)
        return {**data, **editors, CHANGES: [_credited(change, motions) for change in data[CHANGES]]}

    def every_field(self, here: Here) -> list[Field]:
        every = super().every_field(here)
        is_unedited = is_composed(here.sent) and _is_as_tabled(here, list(_motions(here, self.motion_ids(here))))
        return [field for field in every if not (is_unedited and field.name == EDITORS)]

    def field_of(self, path: str, here: Here) -> str:
        return super().field_of(path, here) if is_composed(here.sent) else Sheet.field_of(self, path, here)

    def act(self, here: Here, do: str) -> dict[str, list[str]] | None:
        if do == AS_TABLED:
            return {name: values for name, values in _without_words(here).items() if name != EDITORS}
        if do != REWORD:
            return super().act(here, do) if is_composed(here.sent) else Sheet.act(self, here, do)
        if not any(self.motion_ids(here)):
            return {**_without_words(here), MISSING: ["motions"]}
        words = [words_of(here, motion) for motion in _motions(here, self.motion_ids(here))]
        editors = [one for one in here.sent.get(EDITORS, ()) if one] or [here.visitor.person.id]
        begun = {EDITORS: editors, "seen": [str(here.now.position)]}
        return {**_without_words(here), **put_together(words, text_today(here)), **begun}

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        return super().context(here, errors) if is_composed(here.sent) else {"composer": None}

    def has_moved(self, here: Here) -> bool:
        return is_composed(here.sent) and super().has_moved(here)

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        adopted = next((event for event in events if isinstance(event, Framework.MotionsAdopted)), None)
        if adopted is None:
            return {}
        text = text_today(here)
        names = {provision.id: provision.name for provision in text.provisions}
        return {"differences": proposed(adopted.changes, adopted.replaced or {}, text.by_id, names)}


@dataclass(frozen=True)
class AdoptionSheet(AdoptingSheet, OnFramework):
    """The form in which motions are adopted together, all or none."""

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
        if slot.name == f"{BECAUSE}.kind":
            # Required in what names it, which most decisions leave out.
            return replace(drawn, slot=replace(slot, is_required=False))
        if slot.name == f"{BECAUSE}.id" and here.place and here.place.framework:
            return drawn.offering(settling(here.now, here.place.framework.id, here.one("motion_id")))
        return drawn

    def every_field(self, here: Here) -> list[Field]:
        named = {f"{BECAUSE}.{part}" for part in _parts_named(here)}
        return [field for field in super().every_field(here) if not field.slot.is_below(BECAUSE) or field.name in named]

    def data(self, here: Here) -> dict[str, Any]:
        data = super().data(here)
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


def _is_as_tabled(here: Here, motions: Sequence[Motion]) -> bool:
    """Whether the words that were opened for editing make what was tabled; what motions dispute is never that."""
    text, words = text_today(here), [words_of(here, motion) for motion in motions]
    made = _in_any_order(composed(here.sent, text_seen(here)).changes)
    # Of two that want different words the first has them: what both orders make is disputed by none.
    tabled = [put_together(those, text) for those in (words, words[::-1])]
    is_disputed = _is_deletion_disputed(motions) or any(map(_has_lost_words, tabled))
    return not is_disputed and all(_in_any_order(composed(one, text).changes) == made for one in tabled)


def _is_deletion_disputed(motions: Sequence[Motion]) -> bool:
    wanted = {(_target(change), change["op"] == "delete") for motion in motions for change in motion.changes}
    return any((target, False) in wanted for target, is_deleted in wanted if is_deleted)


def _has_lost_words(fields: Typed) -> bool:
    return any(name.endswith(".kept") and any(values) for name, values in fields.items())


def _in_any_order(changes: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted(dumps(change, sort_keys=True) for change in changes)


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
