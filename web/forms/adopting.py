"""Motions adopted together: the workbench on which they are chosen and put together, and disputed words decided.

What is sent are the motions of which something is taken; changes only where they differ from what was tabled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger.domain.consequences import Consequence
from ledger.domain.errors import InvalidCommand
from ledger.domain.resolving import target_of
from ledger.domain.streams import Event
from ledger.domain.wording import Change
from ledger.projections.queries.asked import Asked, asked
from ledger.projections.queries.changes import Difference, adopted_as_one
from ledger.projections.queries.choices import Choice
from ledger.projections.queries.known import known
from ledger.projections.queries.order import in_order_of_decision, speaks_of
from ledger.projections.queries.workbench import Bench, falling, workbench
from web.forms.amending import CHANGES, ComposerSheet, is_composed, text_seen, text_today, words_of
from web.forms.composing.changes import Composed, as_edits_of, composed, differences
from web.forms.composing.parts import Part, as_fields, as_seen, next_number, parts_in
from web.forms.composing.starting import MISSING, fields_from
from web.forms.deciding import (
    AS_TABLED,
    EDITORS,
    REWORD,
    AdoptingSheet,
    OnFramework,
    adoption_in,
    editing,
    in_any_order,
    without_words,
)
from web.forms.fields import Field, Slot
from web.forms.merging.drawing import TAKE, answers_in, drawn, left_in
from web.forms.merging.in_short import becomes
from web.forms.merging.offering import Offered, offered
from web.forms.moved import GO_ON
from web.forms.sheet import Here, Sheet

MOTIONS = "motions"
NARROWED_TO = "provision"
"""In the address: the provision whose motions alone are on offer."""

PREVIEW, LIVE = "preview", "live"
"""The button that shows what comes of it, and what the page's script asks for while one works: that and nothing else.
A field of the second name says so."""

STILL_OPEN = frozenset({Consequence.SETTLED, Consequence.LOOK})
"""What becomes of motions that the effects of an adoption do not tell."""

NOT_DECIDED = "Choose what is to stand here."
NOTHING_TAKEN = "Nothing is taken of what you chose: choose other motions, or decide the conflicts otherwise."


@dataclass(frozen=True)
class AdoptionSheet(AdoptingSheet, OnFramework):
    """The form in which motions are adopted together, all or none."""

    template: str = "forms/workbench.html"
    keeps_itself: bool = True

    def bench(self, here: Here) -> Bench:
        """What the chosen motions make of the text as it stands."""
        chosen, answers = frozenset(here.sent.get(MOTIONS, ())), answers_in(here.sent)
        key = ("bench", chosen, tuple((name, answers[name]) for name in sorted(answers)))
        return here.once(key, lambda: workbench(_asked(here), text_today(here), chosen, answers))

    def draft_title(self, here: Here) -> str:
        numbers = ", ".join(str(one.motion.number) for one in _named(self.bench(here)))
        return f"{self.title}: {numbers}" if numbers else self.title

    def data(self, here: Here) -> dict[str, Any]:
        bench = self.bench(here)
        if not _named(bench):
            return Sheet.data(self, here)
        _refuse_undecided(bench, _opened(here))
        changes = self._changes(here)
        taken = {motion for change in changes for motion in change["motions"]}
        if not taken:
            raise InvalidCommand(NOTHING_TAKEN, MOTIONS)
        motions = [one.motion.id for one in bench.open if one.motion.id in taken]
        data = Sheet.data(self, here.with_sent({**here.sent, MOTIONS: motions}))
        editors = data.pop(EDITORS, None) or [here.visitor.person.id]
        return data if self._is_as_tabled(here) else {**data, EDITORS: editors, CHANGES: changes}

    def every_field(self, here: Here) -> list[Field]:
        try:
            data = self.data(here)
        except InvalidCommand:
            return Sheet.every_field(self, here)
        shown = here.with_sent({**here.sent, MOTIONS: data.get(MOTIONS, [])})
        return [one for one in Sheet.every_field(self, shown) if one.name != EDITORS or EDITORS in data]

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        if slot.name != MOTIONS or here.place is None or here.place.framework is None:
            return super().drawn_field(here, slot, errors)
        named = [Choice(one.motion.id, f"{one.motion.spoken}: {one.motion.title}") for one in _asked(here)]
        return Field(slot, tuple(here.sent.get(MOTIONS, ())), tuple(named), errors)

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        """Who edited the words is asked where any can be other than those that were tabled."""
        is_edited = here.has(EDITORS) or is_composed(here.sent) or self.bench(here).resolution.questions
        return tuple(slot for slot in super().asked_in(here) if is_edited or slot.name != EDITORS)

    def field_of(self, path: str, here: Here) -> str:
        """Of a change that was written the field in which it was; of one that was put together the motions."""
        at, dot, rest = path.removeprefix(f"{CHANGES}.").partition(".")
        if path.startswith(TAKE):
            return path
        if not path.startswith(f"{CHANGES}.") or not at.isdecimal():
            return Sheet.field_of(self, path, here) or (MOTIONS if path.startswith(CHANGES) else "")
        written = _composed(here)
        number = int(at) - (len(self._changes(here)) - len(written.changes))
        return written.field_of(f"{CHANGES}.{number}{dot}{rest}") if number >= 0 else MOTIONS

    def act(self, here: Here, do: str) -> dict[str, list[str]] | None:
        if do == AS_TABLED:
            return {name: values for name, values in without_words(here).items() if name != EDITORS}
        if do == LIVE:
            return {**(ComposerSheet.act(self, here, PREVIEW) or here.sent), LIVE: ["on"]}  # type: ignore[dict-item]
        if do.partition(".")[0] != REWORD:
            return ComposerSheet.act(self, here, do)
        if not any(here.sent.get(MOTIONS, ())):
            return {**without_words(here), MISSING: [MOTIONS]}
        return self._with_opened(here, do.partition(".")[2])

    def fields(self, here: Here, errors: Mapping[str, Sequence[str]]) -> list[Field]:
        return [] if here.one(LIVE) else super().fields(here, errors)

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        bench, narrow = self.bench(here), here.one(NARROWED_TO)
        proposers = known(here.now, [id for one in _named(bench) for id in one.motion.proposers])
        made = as_edits_of(self._changes(here), text_today(here))
        opened, is_behind = _opened(here), _is_behind(here)
        at_work = drawn(bench, made, proposers, here.sent, errors, opened=opened, has_moved=is_behind)
        offered = [] if here.one(LIVE) else _offered(here, narrow)
        return {**super().context(here, errors), "bench": at_work, "offered": offered, "narrow": narrow}

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        adopted, bench = adoption_in(events), self.bench(here)
        if adopted is None:
            return {}
        by_hand = _opened(here) if CHANGES in data else ()
        fates = [(one.motion, how) for one, how in falling(bench, data[MOTIONS], by_hand=by_hand)]
        # Which of them will not fit any more stands among the effects.
        others = bench.others_after(adopted.changes, data[MOTIONS])
        told = {kind: numbers for kind, numbers in others.items() if kind in STILL_OPEN}
        return {**super().checked(here, data, events), "fates": fates, "others": list(becomes(told))}

    def differences(self, here: Here) -> Sequence[Difference]:
        """What lies on the workbench as changes of the text."""
        return differences(adopted_as_one(self._changes(here)), text_today(here))

    def _changes(self, here: Here) -> list[Change]:
        """What is made: what the motions make together, and what was written in place of it."""
        bench, opened = self.bench(here), _opened(here)
        made = [change for change in bench.resolution.changes if target_of(change) not in opened]
        return [*made, *(_credited(change, _named(bench)) for change in _composed(here).changes)]

    def _is_as_tabled(self, here: Here) -> bool:
        """Whether what is made is what the motions of which something is taken asked for, and nothing else."""
        bench, opened, text = self.bench(here), _opened(here), text_today(here)
        if not bench.resolution.is_as_tabled or bench.resolution.open or bench.stuck:
            return False
        together = [change for change in bench.resolution.changes if target_of(change) in opened]
        left = composed(fields_from(together, text), text).changes
        return in_any_order(left) == in_any_order(_composed(here).changes)

    def _with_opened(self, here: Here, provision_id: str) -> dict[str, list[str]]:
        """The form with the words of one provision, or of all, open for editing as they are merged."""
        if self.has_moved(here):
            here = here.with_sent(ComposerSheet.act(self, here, GO_ON) or here.sent)
        parts = parts_in(here.sent, text_today(here))
        opened = {part.id for part in parts}
        for part in self._merged_parts(here):
            if part.id not in opened and provision_id in ("", part.id):
                parts.append(replace(part, name=f"{part.name.partition('.')[0]}.{next_number(parts)}"))
        focus = {"focus": [f"{parts[-1].name}.text"]} if provision_id and parts else {}
        return {**without_words(here), **as_fields(parts), **editing(here), **focus}

    def _merged_parts(self, here: Here) -> list[Part]:
        """Every provision that a chosen motion speaks of, as they leave it, and words that do not fit beside it."""
        bench, text = self.bench(here), text_today(here)
        found = {part.id: part for part in parts_in(fields_from(bench.resolution.changes, text), text)}
        for one in bench.chosen:
            for id in map(target_of, one.changes):
                if id in text.by_id:
                    found.setdefault(id, as_seen("provisions.0", text.by_id[id]))
        for one in bench.stuck:
            for part in parts_in(words_of(here, one.motion), text):
                stands = found.get(part.id) or (as_seen(part.name, text.by_id[part.id]) if part.seen else part)
                words = part.kept or part.text
                kept = "\n\n".join(filter(None, (stands.kept, words if part.seen else "")))
                found[part.id] = replace(stands, kept=kept)
        return list(found.values())


def _asked(here: Here) -> list[Asked]:
    """Every open motion of the text."""
    framework = here.place.framework if here.place else None
    return here.once("asked", lambda: asked(here.now, framework.id, text_today(here))) if framework else []


def _offered(here: Here, provision_id: str) -> list[Offered]:
    """The motions that can be chosen; of one provision those alone that speak of it, and what is chosen."""
    every, chosen = _asked(here), here.sent.get(MOTIONS, ())
    found = [one for one in every if not provision_id or one.motion.id in chosen or speaks_of(one, provision_id)]
    return list(offered(in_order_of_decision(found, text_today(here), every), chosen))


def _named(bench: Bench) -> tuple[Asked, ...]:
    """The chosen motions, those too that do not fit the text any more."""
    return (*bench.chosen, *bench.stuck)


def _opened(here: Here) -> frozenset[str]:
    """The provisions whose words are edited as a whole."""
    return frozenset(part.id for part in parts_in(here.sent, text_seen(here)))


def _composed(here: Here) -> Composed:
    return composed(here.sent, text_seen(here)) if is_composed(here.sent) else Composed([], (), MOTIONS)


def _is_behind(here: Here) -> bool:
    """Whether the text is another than the one on which this was begun."""
    framework, expected = here.place.framework if here.place else None, here.one("expected")
    return bool(framework and expected) and str(framework.revision) != expected if framework else False


def _credited(change: Change, named: Sequence[Asked]) -> Change:
    """A change that was written, with the motions that speak of its provision, or all where none does."""
    of_it = [one.motion.id for one in named if target_of(change) in set(map(target_of, one.changes))]
    return {**change, "motions": of_it or [one.motion.id for one in named]}


def _refuse_undecided(bench: Bench, opened: frozenset[str]) -> None:
    """Raises: InvalidCommand: a conflict is not decided, or a motion does not fit the text and is not rewritten."""
    for question in left_in(bench, opened):
        raise InvalidCommand(NOT_DECIDED, f"{TAKE}{question.name}")
    for one in bench.stuck:
        if opened.isdisjoint(map(target_of, one.changes)):
            words = f"“{one.motion.title}” does not fit the text as it stands: edit its words, or do not choose it."
            raise InvalidCommand(words, MOTIONS)
