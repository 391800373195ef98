"""A sheet is how one command is asked for: which of its values come with the address, which are typed, what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar
from uuid import uuid4

from ledger.commands.preparing import Prepared
from ledger.commands.table import COMMANDS
from ledger.domain.errors import MovedOn
from ledger.domain.rights import RIGHTS
from ledger.domain.streams import Event
from ledger.domain.vocabulary import COMMAND_LABELS
from ledger.projections.queries.people import Person
from ledger.projections.queries.place import ConsultationHere, consultation_of
from ledger.projections.queries.visitors import TakingPart
from ledger.projections.reading import Reading
from web.forms.choosing import choices_for
from web.forms.fields import Field, Slot, Typed, slots_of
from web.forms.moved import GO_ON, go_on, moved_things
from web.forms.naming import NAMED, as_names, with_ids
from web.forms.reading import data_of, when_parts
from web.questions import is_id
from web.reach import Reach

T = TypeVar("T")

MOST_DIGITS = 16
"""Of a position of the record."""

ACTING = "acting"
"""The control of whoever acts."""

SESSION = Slot("session", "In which meeting", "Only where it happened in one.", "session", False)
WHEN = Slot("occurred_at", "When it happened", "Leave it empty if it happens just now.", "when", False)


@dataclass(frozen=True, slots=True)
class Here:
    """Where a form stands, and what was typed into it.

    Attributes:
        place: the consultation that it belongs to, with the framework; None where it belongs to none.
        when: now, as the record writes it.
        sent: every value by the name of its field; before anything was typed, what the form begins with.
    """

    command: str
    now: Reading
    visitor: TakingPart
    place: ConsultationHere | None
    when: str
    sent: Typed
    known: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)
    """What was looked up for this request, by what it was looked up for."""

    def once(self, key: object, look_up: Callable[[], T]) -> T:
        """Something of this request's moment, looked up the first time that it is asked for."""
        if key not in self.known:
            self.known[key] = look_up()
        found: T = self.known[key]
        return found

    def knowing(self, before: "Here") -> "Here":
        """The same form with what an earlier look at the same moment of the record found."""
        return replace(self, known=before.known) if before.now.position == self.now.position else self

    def with_sent(self, sent: Typed) -> "Here":
        """The same form with something else in it."""
        return replace(self, sent=sent)

    @property
    def reach(self) -> Reach:
        """What the visitor may do there."""
        return Reach(self.visitor, self.place.id if self.place else None, anywhere=self.place is None)

    @property
    def acts_for_others(self) -> bool:
        """Whether a role of the visitor lets her give this command for others, as "recorded by"."""
        return self.reach.may_for_others(self.command)

    @property
    def own_actors(self) -> list[Person]:
        """For whom the visitor acts there without a role: herself, then her delegation."""
        return self.visitor.actors_in(self.place.id) if self.place else []

    @property
    def zone(self) -> str:
        """The time zone in which days and hours are meant."""
        return self.place.zone if self.place else "UTC"

    @property
    def seen(self) -> int | None:
        """The position of the record that whoever fills it in had before her; None where the form does not say."""
        seen = self.one("seen")
        is_position = seen.isascii() and seen.isdigit() and len(seen) <= MOST_DIGITS
        return min(int(seen), self.now.position) if is_position else None

    def has(self, name: str) -> bool:
        """Whether anything was typed into a field, or into a part of it."""
        return any(any(self.sent.get(f"{name}{part}", ())) for part in ("", ".date", ".time"))

    def one(self, name: str) -> str:
        """The value of a field, "" where there is none."""
        return next(iter(self.sent.get(name, ())), "")


@dataclass(frozen=True)
class Sheet:
    """How a command is asked for.

    Attributes:
        given: values that come with the address and are carried along; the first that is an id says where the
            command belongs.
        drawn: ids of new things, drawn when the form is.
        more: what is seldom asked, under "More".
        left: what this form does not ask.
        in_session: whether it can happen in a meeting.
        has_drafts: whether it can be kept as a draft.
        keeps_itself: whether each step keeps it as a draft, once somebody began.
        warning: what is said before one types.
        is_change: whether only what was changed is sent (see `reading.data_of`).
        template: the page.
    """

    command: str
    given: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    is_change: bool = False
    template: str = "forms/form.html"
    in_session: bool = True
    has_drafts: bool = False
    keeps_itself: bool = False
    warning: str = ""

    @property
    def title(self) -> str:
        """What it does, in the imperative."""
        return COMMAND_LABELS[self.command]

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The places for the values of the command that this form sends."""
        every = slots_of(COMMANDS[self.command].schema)
        return tuple(slot for slot in every if not any(slot.is_below(left) for left in self.left))

    @cached_property
    def asked(self) -> tuple[Slot, ...]:
        """Those that a person fills in."""
        carried = {*self.given, *self.drawn}
        return tuple(slot for slot in self.slots if slot.name not in carried and slot.control != "hidden")

    def here(self, now: Reading, visitor: TakingPart, when: str, sent: Typed) -> Here:
        """Where the form stands: in the consultation to which the first thing belongs that its address gives.

        Args:
            when: now, as the record writes it.
        """
        ids = (value.lower() for name in (*self.given, "in") for value in sent.get(name, ()) if is_id(value))
        place = next((place for id in ids if (place := consultation_of(now, id))), None)
        return Here(self.command, now, visitor, place, when, sent)

    def is_open_to(self, here: Here) -> bool:
        """Whether a role, or a standing, lets the visitor give this command there; the rules have the last word."""
        return here.reach.may_begin(self.command)

    def draft_title(self, here: Here) -> str:
        """What a draft of it is called."""
        return here.one("title").strip() or self.title

    def can_record(self, here: Here) -> bool:
        """Whether the form leads to the record; otherwise it can only be kept as a draft."""
        return here.reach.may(self.command)

    @property
    def closed_words(self) -> str:
        """What is said to whoever may not give this command."""
        return RIGHTS[self.command].asked_for()

    def begin(self, here: Here) -> dict[str, list[str]]:
        """What the form begins with: what the address gives, and new ids."""
        started = {name: list(values) for name, values in here.sent.items()}
        for name in self.drawn:
            started.setdefault(name, [str(uuid4())])
        started.setdefault("command_id", [str(uuid4())])
        # Whoever records for others says for whom each time: what is left as it began would be hers.
        for slot in () if here.acts_for_others else self._acting(here):
            started.setdefault(slot.name, [here.own_actors[-1].id])
        started.setdefault("seen", [str(here.now.position)])
        return {**started, **{name: values for name, values in self.stands(here).items() if name not in started}}

    def stands(self, here: Here) -> dict[str, list[str]]:
        """What stands in the fields before anybody typed, beyond what the address gives."""
        return {}

    def data(self, here: Here) -> dict[str, Any]:
        """The data of the command.

        Raises:
            InvalidCommand: what was pasted or named cannot be read.
        """
        slots = [self._here(slot, here) for slot in self.slots]
        return data_of(slots, with_ids(slots, here), here.zone, changes=self.is_change)

    def fields(self, here: Here, errors: Mapping[str, Sequence[str]]) -> list[Field]:
        """The fields that a person fills in, with what was typed and what is wrong with it."""
        return [self.drawn_field(here, slot, tuple(errors.get(slot.name, ()))) for slot in self.asked_in(here)]

    def every_field(self, here: Here) -> list[Field]:
        """Those with something in them, and the meeting and the time, for pages that tell what was typed."""
        slots = (*self.asked_in(here), SESSION, WHEN)
        return [self.drawn_field(here, slot) for slot in slots if here.has(slot.name)]

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        """Those of the asked values that fit what this form is about, and of which there is more than one to choose."""
        is_clear = self.spoken_for(here) is not None
        return tuple(self._here(slot, here) for slot in self.asked if not (is_clear and slot.control == ACTING))

    def spoken_for(self, here: Here) -> Person | None:
        """In whose name the form is sent, where somebody acts and it can be nobody else."""
        is_clear = not here.acts_for_others and len(here.own_actors) == 1
        return here.own_actors[0] if is_clear and self._acting(here) else None

    def said_beside(self, here: Here) -> tuple[Slot, ...]:
        """What is asked beside the command's own values: the meeting in which it happened and the time, where there
        are any to choose and the visitor may say.
        """
        has_meetings = here.place is not None and self.in_session and choices_for(SESSION.control, here)
        may_say_when = here.reach.may_give_times(self.command)
        return (*((SESSION,) if has_meetings else ()), *((WHEN,) if may_say_when else ()))

    def _here(self, slot: Slot, here: Here) -> Slot:
        """A place for a value, as it is asked for there: who records for others may name several who act together."""
        is_for_several = slot.control == ACTING and slot.is_many and here.acts_for_others
        return replace(slot, control=NAMED) if is_for_several else slot

    def _acting(self, here: Here) -> tuple[Slot, ...]:
        """The places for whoever acts, where the visitor takes part in the consultation herself."""
        return tuple(slot for slot in self.asked if slot.control == ACTING) if here.own_actors else ()

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        """One field as it is drawn."""
        values = tuple(here.sent.get(slot.name, ()))
        parts: dict[str, str] = {}
        if slot.control == "when":
            parts = {part: here.one(f"{slot.name}.{part}") for part in ("date", "time")}
            if values and not any(parts.values()):
                parts = when_parts(values[0], here.zone)
        drawn = Field(slot, values, slot.choices or choices_for(slot.control, here), errors, parts)
        if slot.control == NAMED and not drawn.is_grouped and any(values):
            return replace(drawn, values=(as_names(values, here),))
        return drawn

    def field_of(self, path: str, here: Here) -> str:
        """The field that an error speaks of: that of the path, or of the nearest above it; "" for none."""
        names = {slot.name for slot in (*self.asked_in(here), *self.said_beside(here))}
        while path and path not in names:
            path = path.rpartition(".")[0]
        return path

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """What its own template needs beyond the fields."""
        return {}

    def moved(self, here: Here, refusal: MovedOn) -> dict[str, Any]:
        """What a refusal shows beside the form where words or a state moved on since it was drawn."""
        return {"moved": moved_things(here, refusal)}

    def has_moved(self, here: Here) -> bool:
        """Whether the words under the form moved on since it was drawn."""
        return False

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        """What the page that is read before recording shows beyond what was typed.

        Args:
            events: that the command would make.
        """
        return {}

    def following(self, prepared: Prepared) -> Sequence[Prepared]:
        """Commands that go on record with this one, in one commit."""
        return ()

    def recorded(self, prepared: Prepared) -> None:
        """What is done beside the record once the command stands on it; nothing, for most."""

    def act(self, here: Here, do: str) -> dict[str, list[str]] | None:
        """What stands in the form after one of its own buttons; None where it has no such button."""
        return go_on(self, here) if do == GO_ON else None
