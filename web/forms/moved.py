"""What a refusal shows where words or a state moved on since the form was drawn: then, now, and the way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.domain.errors import Moved, MovedOn
from ledger.domain.vocabulary import label
from ledger.projections.queries.changes import Difference
from ledger.projections.queries.compare import comparison
from ledger.projections.queries.frameworks import framework_of
from ledger.projections.queries.motions import Motion, Wording, motion_in_full, motion_with
from ledger.projections.queries.states import Missing, Revision, current_state, state_at
from ledger.projections.queries.text import names_of
from ledger.projections.queries.wordings import WordingSeen, wording_seen, wording_today
from ledger.text import Segment, word_diff
from web.filters import sentence_case

if TYPE_CHECKING:
    from web.forms.sheet import Here, Sheet

GO_ON = "go_on"
"""The button that lets a form go on with what stands now."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two states of a thing that moved on; what its kind has not is empty.

    Attributes:
        called: "34 Rev.1", "Revision 12".
        position: of the record from which on it stood.
        occurred_at: when it came to stand.
        heading, text: of a provision; today's against those that were seen.
        differences: of a motion, what it changes.
    """

    called: str = ""
    position: int | None = None
    occurred_at: str = ""
    heading: tuple[Segment, ...] = ()
    text: tuple[Segment, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class MovedThing:
    """A thing as it was seen and as it stands.

    Attributes:
        kind: `provision`, `framework` or `motion`.
        title: what it is called.
        seen: None where what the form was drawn on is not on record.
        states: of a framework, how a comparison names the two; "" where there was no text.
        changes: of a framework, what became of its provisions meanwhile.
    """

    kind: str
    id: str
    title: str
    seen: Side | None
    today: Side
    states: str = ""
    changes: tuple[Difference, ...] = ()

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many provisions came, changed and went, as far as any did."""
        words = {"inserted": "new", "changed": "changed", "deleted": "deleted"}
        counted = ((word, sum(one.what == what for one in self.changes)) for what, word in words.items())
        return [(word, count) for word, count in counted if count]


def moved_things(here: Here, refusal: MovedOn) -> list[MovedThing]:
    """Each thing that moved on, as it was seen and as it stands."""
    shown = (SHOWN[one.kind](here, one) for one in refusal.moved if one.kind in SHOWN)
    return [one for one in shown if one is not None]


def go_on(sheet: Sheet, here: Here) -> dict[str, list[str]]:
    """What was typed, on what stands now."""
    return {**{name: list(values) for name, values in here.sent.items()}, **todays(sheet, here)}


def todays(sheet: Sheet, here: Here) -> dict[str, list[str]]:
    """What stands now, in the fields by which a form says what its author saw; those that the form has."""
    stands = {"expected": _expected(here), "wording": _wording(here), "seen": str(here.now.position)}
    fields = {"seen", *(slot.name for slot in sheet.slots)}
    return {name: [value] for name, value in stands.items() if name in fields and value is not None}


def _expected(here: Here) -> str | None:
    """The revision of the motion, or of the framework, that the form is about."""
    motion = motion_with(here.now, here.one("motion_id"))
    framework = here.place.framework if here.place else None
    found = motion or framework
    return str(found.revision) if found else None


def _wording(here: Here) -> str | None:
    return wording_today(here.now, here.one("subject.kind"), here.one("subject.id"))


def _provision(here: Here, moved: Moved) -> MovedThing:
    """The heading and the text that were seen, and today's with what changed in them."""
    then = wording_seen(here.now, "provision", moved.id, moved.seen)
    now = wording_seen(here.now, "provision", moved.id, moved.today)
    name = names_of(here.now, [moved.id]).get(moved.id, "A provision")
    return MovedThing("provision", moved.id, name, _words(then, then) if then else None, _words(then, now))


def _words(then: WordingSeen | None, now: WordingSeen | None) -> Side:
    if now is None:
        return Side()
    old = then or now
    heading, text = word_diff(old.heading, now.heading), word_diff(old.text, now.text)
    return Side(position=now.position, heading=tuple(heading), text=tuple(text))


def _motion(here: Here, moved: Moved) -> MovedThing | None:
    """What the motion made of the text when it was seen, by its Rev. number or its wording, and what it makes of it."""
    found = motion_in_full(here.now, moved.id, here.when)
    if found is None:
        return None
    seen = next((one for one in found.wordings if moved.seen in (str(one.revision), one.wording)), None)
    motion = found.motion
    title = f"{sentence_case(label(motion.kind))} {motion.number} “{motion.title}”"
    return MovedThing(
        "motion", moved.id, title, _given(motion, seen) if seen else None, _given(motion, found.wordings[0])
    )


def _given(motion: Motion, wording: Wording) -> Side:
    called = f"{motion.number} Rev.{wording.revision}" if wording.revision else f"{motion.number}, as tabled"
    return Side(called, wording.position, wording.occurred_at, differences=wording.differences)


def _framework(here: Here, moved: Moved) -> MovedThing | None:
    """The revision that was seen and today's, and what became of each provision in between."""
    framework = framework_of(here.now, moved.id)
    if framework is None:
        return None
    then, now = state_at(here.now, framework, here.seen or 0), current_state(here.now, framework)
    today = Side() if isinstance(now, Missing) else _state(now.revision)
    if isinstance(then, Missing) or isinstance(now, Missing) or str(then.revision.number) != moved.seen:
        return MovedThing("framework", moved.id, framework.title, None, today)
    changes = tuple(one.difference for one in comparison(here.now, framework.id, then, now).changes)
    states = "...".join(f"@{state.revision.position}" for state in (then, now))
    return MovedThing("framework", moved.id, framework.title, _state(then.revision), today, states, changes)


def _state(revision: Revision) -> Side:
    return Side(f"Revision {revision.number}", revision.position, revision.occurred_at)


SHOWN: Mapping[str, Callable[[Here, Moved], MovedThing | None]] = {
    "provision": _provision,
    "motion": _motion,
    "framework": _framework,
}
"""How each kind of thing is shown that can move on."""
