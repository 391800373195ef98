"""Recording who attended: names or numbers where a meeting records its speakers, else numbers alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ledger.domain.sessions import Session as Meeting
from ledger.domain.streams import Event
from ledger.domain.vocabulary import Attribution, Rule, StakeholderGroup
from ledger.projections.queries.choices import Choice
from ledger.projections.queries.consultations import rules_in_force
from ledger.projections.queries.names import called
from ledger.projections.queries.people import Person
from ledger.projections.queries.sessions import Attendance, Session, session_with
from web.errors import PageNotFound
from web.filters import groups, number, plural
from web.forms.choosing import everyone, participants
from web.forms.facts import fact, names_listed
from web.forms.fields import MOST_BOXES, Field, Slot
from web.forms.naming import as_names
from web.forms.pasted import names_of, read_naming, refused
from web.forms.reading import value_of
from web.forms.sheet import WHEN, Here, Sheet
from web.pasting import counts
from web.pasting.unread import Unread

PRESENT, BY_GROUP, TOTAL = "participants", "by_group", "total"

OF_GROUPS = tuple(
    Slot(f"{BY_GROUP}.{group.value}", groups(group.value), "", "number", False, is_number=True)
    for group in StakeholderGroup
)
"""The number of each stakeholder group."""

PASTED = Slot(BY_GROUP, "Or the numbers as text", "It takes the place of the numbers above.", "counts", False)

ONE_OF_THREE = "Names here, or only how many below, by group or in all: one of these."

HELP_NAMES = (
    ("Norway", "one to a line, or with commas between; the beginning of a name will do"),
    ("1. Norway", "a number or a bullet before a name does not matter"),
    ("Norway #3f2504e0", "the number tells apart those whose names look alike"),
)
"""How names are pasted, with examples."""

HELP_COUNTS = (
    ("States: 45", "one to a line, or with commas between"),
    ("12 civil society", "the number may stand first"),
    ("Total: 57", "is compared with the sum"),
)
"""How numbers are pasted, with examples."""


@dataclass(frozen=True)
class AttendanceSheet(Sheet):
    """The form of who attended a meeting."""

    template: str = "forms/attendance.html"

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(part for slot in Sheet(self.command).slots for part in _as_asked(slot))

    def stands(self, here: Here) -> dict[str, list[str]]:
        recorded = _meeting(here).attendance
        if recorded is None:
            return {}
        numbers = {f"{BY_GROUP}.{group}": [str(count)] for group, count in recorded.by_group.items()}
        total = {TOTAL: [str(recorded.total)]} if recorded.total is not None else {}
        return {PRESENT: _listed(here, recorded), **numbers, **total}

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        is_named = _is_named(_meeting(here))
        return tuple(slot for slot in super().asked_in(here) if is_named or slot.name != PRESENT)

    def data(self, here: Here) -> dict[str, Any]:
        # Whoever is named where nobody may be is for the ledger to refuse, as anything else that is sent.
        present = _present(here) if any(here.sent.get(PRESENT, ())) else []
        data = super().data(here.with_sent({**here.sent, PRESENT: present}))
        by_group = _numbers(here)
        rest = {name: value for name, value in data.items() if name != BY_GROUP}
        return {**rest, BY_GROUP: by_group} if by_group else rest

    def field_of(self, path: str, here: Here) -> str:
        # What is said of the whole is that none of the ways to say who was there was taken, or more than one.
        return super().field_of(path, here) if path else self.asked_in(here)[0].name

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        if slot.name != PRESENT:
            return super().drawn_field(here, slot, errors)
        offered, values = tuple(_offered(here)), tuple(value for value in here.sent.get(PRESENT, ()) if value)
        are_ticked = {choice.value for choice in offered}.issuperset(values)
        drawn = Field(slot, values, offered if are_ticked else (), errors)
        return drawn if drawn.is_grouped or not values else replace(drawn, values=(as_names(values, here),))

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        meeting = _meeting(here)
        return {
            "meeting": meeting,
            "recorded": _in_words(meeting.attendance) if meeting.attendance else "",
            "erased": sum(person.erased for person in meeting.attendance.participants) if meeting.attendance else 0,
            "smallest": _smallest(here),
            "help_names": HELP_NAMES,
            "help_counts": HELP_COUNTS,
        }

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        recorded = [event for event in events if isinstance(event, Meeting.AttendanceRecorded)]
        told = [one for event in recorded for one in (*_told(here, event), *_folded(data, event))]
        when = self.drawn_field(here, WHEN)
        return {"typed": [*told, *([when] if when.is_filled else [])]}


def _as_asked(slot: Slot) -> tuple[Slot, ...]:
    """The places for one value, as attendance asks for it."""
    if slot.name == BY_GROUP:
        return (*OF_GROUPS, PASTED)
    return (replace(slot, hint=ONE_OF_THREE),) if slot.name == PRESENT else (slot,)


def _meeting(here: Here) -> Session:
    meeting = session_with(here.now, here.one("session_id"))
    if meeting is None:
        raise PageNotFound("meeting", here.one("session_id"))
    return meeting


def _is_named(meeting: Session) -> bool:
    return meeting.attribution == Attribution.NAMED


def _offered(here: Here) -> list[Choice]:
    """Who may have been there: who takes part, and who is on the list already."""
    offered = participants(here)
    known = {choice.value for choice in offered}
    listed = [person for person in _on_the_list(here) if person.id not in known]
    names = called(listed)
    return [*offered, *(Choice(person.id, names[person.id], person.group) for person in listed)]


def _on_the_list(here: Here) -> list[Person]:
    """Who is on record as having been there; whoever was erased since cannot be named again."""
    recorded = _meeting(here).attendance
    return [person for person in recorded.participants if not person.erased] if recorded else []


def _listed(here: Here, recorded: Attendance) -> list[str]:
    """The list on record as the form begins with it: boxes that are ticked, or names as they are typed."""
    present = [person.id for person in recorded.participants if not person.erased]
    if not present or len(_offered(here)) <= MOST_BOXES:
        return present
    nearest = participants(here)
    is_near = {choice.value for choice in nearest}.issuperset(present)
    return [counts.write_attendance(present, names_of(here, nearest if is_near else everyone(here)))]


def _present(here: Here) -> list[str]:
    """The ids of those who were named; whoever is on record can have been there."""
    typed = here.sent.get(PRESENT, ())
    offered = _offered(here)
    if {choice.value for choice in offered}.issuperset(value for value in typed if value):
        return [value for value in typed if value]
    try:
        return read_naming(here, lambda names: counts.attendance("\n".join(typed), names), offered)
    except Unread as unread:
        raise refused(unread, PRESENT) from None


def _numbers(here: Here) -> dict[str, Any]:
    """How many of each group: as pasted, else as typed one by one; of a group of which nobody came, nothing."""
    pasted = "\n".join(here.sent.get(BY_GROUP, ()))
    if not pasted.strip():
        typed = {slot.name.removeprefix(f"{BY_GROUP}."): value_of(slot, here.sent, here.zone) for slot in OF_GROUPS}
        return {group: count for group, count in typed.items() if count not in (None, 0)}
    try:
        return dict(counts.by_group(pasted))
    except Unread as unread:
        raise refused(unread, BY_GROUP) from None


def _smallest(here: Here) -> int:
    """The smallest group that is shown by itself where speakers are not named."""
    rules = rules_in_force(here.now, here.place.id) if here.place else []
    return next(int(rule.value) for rule in rules if rule.rule == Rule.SMALL_GROUP and rule.framework is None)


def _in_words(recorded: Attendance) -> str:
    """What is on record: "12 participants", "States: 45, Others: 6", "57 persons"."""
    if recorded.participants:
        return plural(len(recorded.participants), "participant")
    if recorded.by_group:
        return ", ".join(f"{groups(group)}: {number(count)}" for group, count in recorded.by_group.items())
    return plural(recorded.total or 0, "person")


def _told(here: Here, recorded: Meeting.AttendanceRecorded) -> Iterator[Field]:
    """What will stand on record, folded as the rules ask."""
    if recorded.participants:
        yield fact(f"Who was there ({number(len(recorded.participants))})", names_listed(here, recorded.participants))
    for group, count in (recorded.by_group or {}).items():
        yield fact(groups(group), number(count))
    if recorded.total is not None:
        yield fact("In all", number(recorded.total))


def _folded(data: Mapping[str, Any], recorded: Meeting.AttendanceRecorded) -> Iterator[Field]:
    """The groups whose own number will stand nowhere."""
    shown = {*(recorded.by_group or ()), StakeholderGroup.OTHER.value}
    folded = sorted(groups(group) for group in data.get(BY_GROUP, ()) if group not in shown)
    if folded:
        yield fact("Too few to be told apart", f"{'; '.join(folded)}. They are only counted together with others.")
