"""Lines of the minutes: what is typed as the fields of a statement, these as a line, and as the command."""

import re
from typing import Any
from uuid import uuid4

from ledger.closing import check_held
from ledger.commands.preparing import Prepared, prepare
from ledger.domain.errors import InvalidCommand
from ledger.domain.times import is_date, is_earlier
from ledger.domain.vocabulary import Attribution, StakeholderGroup
from ledger.projections.queries.choices import frameworks_of
from ledger.projections.queries.motions import motion_id_numbered
from ledger.projections.queries.things import things_named
from ledger.store.beside.minutes import Fields, Line
from web.forms.reading import when_parts
from web.minuting.meeting import NOTING, Meeting
from web.pasting.spoken import HELP, HELP_BY_GROUP, HELP_UNATTRIBUTED, Spoken, read, write
from web.pasting.unread import Unread, numbered

HELPS = {
    Attribution.NAMED: HELP,
    Attribution.GROUP: HELP_BY_GROUP,
    Attribution.NONE: HELP_UNATTRIBUTED,
}
"""Examples of lines with their meaning, by how far the meeting records its speakers."""

HELP_ABOUT = ("… We support this. @34", "at the end of any line: it is about proposal or amendment 34")

MOST_ABOUT = 20
"""Motions that one line can be about; what else looks so is text."""

_ABOUT = re.compile(r"\s@(?P<number>\d[\d/-]{0,11})\s*\Z")


def fields_of(meeting: Meeting, typed: str) -> Fields:
    """What a line says, as the fields of a statement.

    Raises:
        Unread: it does not say who spoke, or what; the sentence says what to write.
    """
    words, numbers = _without_numbers(typed)
    spoken = read(words, meeting.names, meeting.attribution)
    said = {"kind": spoken.kind, "text": spoken.text, "participant_id": spoken.participant_id, "group": spoken.group}
    fields: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    if numbers:
        fields["about"] = [{"kind": "motion", "id": _motion(meeting, number)} for number in dict.fromkeys(numbers)]
    if not meeting.is_named:
        fields["attribution"] = meeting.attribution.value
    try:
        return {**fields, "text": _checked(meeting, fields)}
    except InvalidCommand as refusal:
        raise Unread(refusal.message) from None


def all_fields_of(meeting: Meeting, typed: str) -> list[Fields]:
    """The same of many lines; empty ones are passed over.

    Raises:
        Unread: with every line that could not be read.
    """
    found, faults = [], []
    for number, line in numbered(typed):
        try:
            if line.strip():
                found.append(fields_of(meeting, line))
        except Unread as unread:
            faults.append((number, str(unread)))
    if faults:
        raise Unread.together(faults)
    return found


def line_of(meeting: Meeting, fields: Fields) -> str:
    """The line that is read as this."""
    spoken = Spoken(fields.get("participant_id"), fields.get("group"), fields["kind"], fields["text"])
    about = things_named(meeting.now, [thing["id"] for thing in fields.get("about", ())])
    return "".join([write(spoken, meeting.names), *(f" @{thing.number}" for thing in about.values())])


def without_speaker(fields: Fields, attribution: Attribution, group: str | None) -> Fields:
    """What may be held of a line that names its speaker, in a meeting that does so no more.

    Args:
        group: the speaker's stakeholder group.
    """
    kept = {name: fields[name] for name in ("kind", "text", "about") if name in fields}
    by_group = {"group": group or StakeholderGroup.OTHER.value} if attribution is Attribution.GROUP else {}
    return {**kept, **by_group, "attribution": attribution.value}


def statement_of(meeting: Meeting, line: Line) -> Prepared:
    """A line as the command that puts it on record, with the ids that were drawn when it was noted.

    Raises:
        InvalidCommand: it has not the form of a statement.
    """
    envelope: dict[str, Any] = {"command": NOTING, "command_id": line.command_id, "session": line.session_id}
    if meeting.may_give_times:
        envelope["occurred_at"] = time_of(meeting, line)
    data = {"statement_id": line.id, "consultation_id": meeting.place.id, **line.fields}
    return prepare({**envelope, "actor": meeting.visitor.person.id, "data": data})


def time_of(meeting: Meeting, line: Line) -> str:
    """When it was said: when it was noted; of what was written down after the close, only the day of the close."""
    closed, zone = meeting.session.closed_at, meeting.place.zone
    if closed is None or not is_earlier(closed, line.noted_at, zone):
        return line.noted_at
    return closed if is_date(closed) else when_parts(closed, zone)["date"]


def _without_numbers(typed: str) -> tuple[str, list[str]]:
    """A line without the numbers of motions at its end, and those."""
    numbers: list[str] = []
    while len(numbers) < MOST_ABOUT and (found := _ABOUT.search(typed)):
        numbers.insert(0, found["number"])
        typed = typed[: found.start()]
    return typed, numbers


def _motion(meeting: Meeting, number: str) -> str:
    """The id of a motion of the consultation.

    Raises:
        Unread: none has the number, or several texts have one of it.
    """
    texts = frameworks_of(meeting.now, meeting.place.id) if number.isdecimal() else []
    found = [id for text in texts if (id := motion_id_numbered(meeting.now, text.value, int(number)))]
    if not found:
        raise Unread(f"No proposal or amendment has the number {number}: leave out “@{number}”.")
    if len(found) > 1:
        raise Unread(f"Several texts have a number {number}: leave out “@{number}”.")
    return found[0]


def _checked(meeting: Meeting, fields: Fields) -> str:
    """The text of a line in normal form.

    Raises:
        InvalidCommand: the line has not the form of a statement.
    """
    if not meeting.is_named:
        return check_held(fields, meeting.id, meeting.place.id)
    line = Line(str(uuid4()), str(uuid4()), meeting.id, 0, meeting.visitor.person.id, meeting.when, fields)
    text: str = statement_of(meeting, line).command.data["text"]
    return text
