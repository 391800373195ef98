"""What is written down in a meeting: typed lines as the fields of statements, those fields as lines, and as commands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from ledger.closing import check_held
from ledger.commands.preparing import Prepared, prepare
from ledger.domain.errors import InvalidCommand
from ledger.domain.rights import MAY_GIVE_TIMES, RIGHTS, roles_for
from ledger.domain.times import is_date, is_earlier
from ledger.domain.vocabulary import Attribution, StakeholderGroup
from ledger.projections.queries.choices import frameworks_of, participants_of
from ledger.projections.queries.motions import motion_id_numbered
from ledger.projections.queries.people import people
from ledger.projections.queries.place import ConsultationHere
from ledger.projections.queries.sessions import Session
from ledger.projections.queries.things import things_named
from ledger.projections.queries.visitors import TakingPart
from ledger.projections.reading import Reading
from ledger.store.beside.minutes import Fields, Line
from web.filters import GROUPS
from web.forms.reading import when_parts
from web.pasting.names import Names
from web.pasting.spoken import HELP, HELP_BY_GROUP, HELP_UNATTRIBUTED, Spoken, read, write
from web.pasting.unread import Unread, numbered

COMMAND = "make_statement"

HELPS = {
    Attribution.NAMED: HELP,
    Attribution.GROUP: HELP_BY_GROUP,
    Attribution.NONE: HELP_UNATTRIBUTED,
}
"""Examples of lines with their meaning."""

HELP_ABOUT = ("… We support this. @34", "about proposal or amendment 34; at the end of the line")

_ABOUT = re.compile(r"\s@(?P<number>\d[\d/-]{0,11})\s*\Z")


@dataclass(frozen=True)
class Meeting:
    """A session as its minutes are written, by someone who writes them.

    Attributes:
        when: now, as the record writes it.
    """

    now: Reading
    session: Session
    place: ConsultationHere
    visitor: TakingPart
    when: str

    @property
    def attribution(self) -> Attribution:
        """How far the meeting records its speakers."""
        return Attribution(self.session.attribution)

    @property
    def is_named(self) -> bool:
        """Whether lines go on record with their speakers; otherwise they are held until the close."""
        return self.attribution is Attribution.NAMED

    @property
    def is_closed(self) -> bool:
        """Whether the meeting is over on record."""
        return self.session.closed_at is not None

    @property
    def takes_lines(self) -> bool:
        """Whether something can still be noted: after the close only where speakers are named."""
        return not self.session.cancelled and (self.is_named or not self.is_closed)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of the writer that count for what is said there."""
        return roles_for(COMMAND, self.visitor.roles, self.place.id)

    @property
    def may_write(self) -> bool:
        """Whether the visitor puts on record what others say there."""
        return bool(RIGHTS[COMMAND].roles & self.roles)

    @property
    def may_close(self) -> bool:
        """Whether the visitor closes the meeting."""
        command = "close_session"
        return bool(RIGHTS[command].roles & roles_for(command, self.visitor.roles, self.place.id))

    @cached_property
    def names(self) -> Names:
        """Who can speak there; nobody, where no names are written down."""
        if not self.is_named:
            return Names(())
        accredited = participants_of(self.now, self.place.id, self.when)
        return Names(people(self.now, (one.value for one in accredited)).values())

    @property
    def speakers(self) -> list[str]:
        """What a line may begin with."""
        if self.attribution is Attribution.GROUP:
            return [words for _, words in GROUPS.values()]
        return [self.names.typed_name(person) for person in self.names.people]

    @property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """Lines with their meaning."""
        return (*HELPS[self.attribution], HELP_ABOUT)


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
    """What may be held of a line that names its speaker, now that the meeting does not.

    Args:
        group: the speaker's stakeholder group.
    """
    kept = {name: fields[name] for name in ("kind", "text", "about") if name in fields}
    by_group = {"group": group or StakeholderGroup.OTHER.value} if attribution is Attribution.GROUP else {}
    return {**kept, **by_group, "attribution": attribution.value}


def statement_of(meeting: Meeting, line: Line) -> Prepared:
    """A line of the minutes as the command that puts it on record, with the ids that it was noted with.

    Raises:
        InvalidCommand: it has not the form of a statement.
    """
    envelope: dict[str, Any] = {"command": COMMAND, "command_id": line.command_id, "session": line.session_id}
    if MAY_GIVE_TIMES & meeting.roles:
        envelope["occurred_at"] = time_of(meeting, line)
    data = {"statement_id": line.id, "consultation_id": meeting.place.id, **line.fields}
    return prepare({**envelope, "actor": meeting.visitor.person.id, "data": data})


def time_of(meeting: Meeting, line: Line) -> str:
    """When it was said: when it was noted; of what was written down after the close only the day of the close."""
    closed, zone = meeting.session.closed_at, meeting.place.zone
    if closed is None or not is_earlier(closed, line.noted_at, zone):
        return line.noted_at
    return closed if is_date(closed) else when_parts(closed, zone)["date"]


def _without_numbers(typed: str) -> tuple[str, list[str]]:
    """A line without the numbers of motions at its end, and those."""
    numbers: list[str] = []
    while found := _ABOUT.search(typed):
        numbers.insert(0, found["number"])
        typed = typed[: found.start()]
    return typed, numbers


def _motion(meeting: Meeting, number: str) -> str:
    """The id of a motion of the consultation.

    Raises:
        Unread: none has the number, or several texts have one of it.
    """
    texts: Sequence[Any] = frameworks_of(meeting.now, meeting.place.id) if number.isdecimal() else ()
    found = [id for text in texts if (id := motion_id_numbered(meeting.now, text.value, int(number)))]
    if not found:
        raise Unread(f"No proposal or amendment has the number {number}: leave out “@{number}”.")
    if len(found) > 1:
        raise Unread(f"Several texts have a number {number}: leave out “@{number}”.")
    return found[0]


def _checked(meeting: Meeting, fields: Mapping[str, Any]) -> str:
    """The text of a line in normal form.

    Raises:
        InvalidCommand: the line has not the form of a statement.
    """
    if not meeting.is_named:
        return check_held(fields, meeting.session.id, meeting.place.id)
    line = Line(str(uuid4()), str(uuid4()), meeting.session.id, 0, meeting.visitor.person.id, meeting.when, fields)
    text: str = statement_of(meeting, line).command.data["text"]
    return text

