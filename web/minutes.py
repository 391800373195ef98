"""The minutes of a session ("meeting"), for whoever writes while people speak: one line an intervention.

Lines of a meeting whose speakers are named wait beside the record until their writer puts them on it. Those of any
other meeting are held there without author, time and order until it closes (rule 11 of the design). Nothing that could
tell more may leave this page for a place where it is kept: the id of a held statement stands in no address, since
servers note addresses with their times, and no browser is to store the page.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from json import dumps
from secrets import SystemRandom
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for

from ledger.application import Answer
from ledger.closing import finish, was_cut_short
from ledger.commands.preparing import Prepared
from ledger.domain.errors import InvalidCommand, NotFound, Refusal
from ledger.interchange.command_lines import differs_from_record
from ledger.projections.queries.people import Person, people
from ledger.projections.queries.place import consultation_of
from ledger.projections.queries.sessions import session_with
from ledger.projections.queries.things import Thing, things_named
from ledger.store.beside.minutes import Fields, HeldStatement, Line, Minutes
from web.errors import Forbidden
from web.filters import plural
from web.forms.reading import when_parts
from web.noting import Meeting, all_fields_of, fields_of, line_of, statement_of, time_of, without_speaker
from web.pages import beside, found, ledger, reading_afresh, render
from web.pasting.unread import Unread
from web.questions import ask_only, id_in
from web.visitors import the_visitor

blueprint = Blueprint("minutes", __name__)

NOTED = "__Host-noted"
"""The cookie that tells the next page, and no other, what was noted last."""

NOT_YOURS = "Minutes are written by the organizers and facilitators of the process."
OVER = "This meeting takes no more lines. What you typed was not kept."
GONE = "This line is not there any more; Enter notes it anew."
CHANGED = "This line was changed meanwhile: look at it again."
OTHERWISE = "This is on record already, otherwise than here: see record no. {}, and strike it out here."
CUT_SHORT = "Closing this meeting had been cut short; what was held is on record now."


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says of what was just done, and what stands in its fields.

    Attributes:
        words: of the status.
        noted: id of the line or the held statement that was noted last.
        line: what stands in the line.
        lines: what stands in the box for many lines.
        editing: id of the line that is being changed, and `edited`, what stands in its field.
        struck: a line that was struck out and can be put back.
        errors: sentences by field.
        refused: sentences by the id of a line.
    """

    words: str = ""
    noted: str = ""
    line: str = ""
    lines: str = ""
    editing: str = ""
    edited: str = ""
    struck: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, or a held statement, as the page shows it.

    Attributes:
        at: the hour at which it was noted, "" for what is held.
        by: who noted it, where that was another.
        can_change: whether it can be edited.
        refused: why it did not go on record.
        token: changes when the line does.
    """

    id: str
    fields: Fields
    speaker: Person | None
    about: tuple[Thing, ...]
    can_change: bool
    number: int = 0
    at: str = ""
    noted_at: str = ""
    dated: str = ""
    by: Person | None = None
    refused: str = ""
    token: str = ""


@blueprint.get("/sessions/<session_id>/minutes")
def minutes(session_id: str) -> Response:
    """The minutes as they stand; the closing of the meeting is finished first where it was cut short."""
    ask_only()
    with _meeting(session_id) as meeting:
        if not _was_cut_short(meeting):
            return _page(meeting, Said(noted=request.cookies.get(NOTED, "")))
    refused = finish(ledger(), _minutes(), session_id)
    with _meeting(session_id) as meeting:
        return _page(meeting, Said(refused[0].message if refused else CUT_SHORT))


@blueprint.post("/sessions/<session_id>/minutes")
def send(session_id: str) -> Response:
    """What a writer sent: Enter notes what was typed; every other button says what it does."""
    do, _, id = request.form.get("do", "note").partition(".")
    return ACTS.get(do, note)(session_id, id)


def note(session_id: str, _: str) -> Response:
    """Note what was typed: the line, the pasted lines, and the change of a line."""
    said = _typed()
    with _meeting(session_id) as meeting:
        try:
            noted = _keep(meeting, said) if meeting.takes_lines else _refuse_over(said)
        except _Unkept as unkept:
            return _page(meeting, unkept.said, 422)
    response = redirect(url_for(".minutes", session_id=session_id), 303)
    if noted:
        response.set_cookie(NOTED, noted, max_age=60, secure=True, httponly=True, samesite="Strict", path="/")
    return response  # type: ignore[return-value]


def edit(session_id: str, id: str) -> Response:
    """A line back in a field; what was typed meanwhile stays."""
    with _meeting(session_id) as meeting:
        fields = _editable(meeting).get(id)
        if fields is None:
            return _page(meeting, replace(_typed(), words="This line is not there any more."))
        return _page(meeting, replace(_typed(), editing=id, edited=line_of(meeting, fields)))


def leave(session_id: str, _: str) -> Response:
    """Nothing is changed; what was typed stays."""
    with _meeting(session_id) as meeting:
        return _page(meeting, replace(_typed(), editing="", edited=""))


def remove(session_id: str, id: str) -> Response:
    """Strike a line out; it can be put back."""
    with _meeting(session_id) as meeting:
        fields = _editable(meeting).get(id)
        _minutes().remove(id, meeting.session.id)
        _minutes().remove_held(id, meeting.session.id)
        struck = line_of(meeting, fields) if fields else ""
        return _page(meeting, replace(_typed(), words=f"Struck out: {struck}" if struck else "Struck out.", struck=struck))


def put_back(session_id: str, _: str) -> Response:
    """Note again what was struck out; what was typed meanwhile stays."""
    typed = _typed()
    with _meeting(session_id) as meeting:
        try:
            noted = _keep(meeting, Said(line=typed.struck)) if meeting.takes_lines else _refuse_over(typed)
        except _Unkept as unkept:
            return _page(meeting, unkept.said, 422)
        return _page(meeting, replace(typed, noted=noted, struck=""))


def check(session_id: str, _: str) -> Response:
    """All that will be recorded, before it is."""
    with _meeting(session_id) as meeting:
        lines = _minutes().lines(meeting.session.id)
        if not lines or not meeting.is_named:
            return _page(meeting, _typed())
        shown = _shown_lines(meeting, lines, Said())
        return _answer(render("minutes/check.html", meeting=meeting, lines=shown, said=_typed()))


def record(session_id: str, _: str) -> Response:
    """Put on record what the page before showed: in one batch, what is refused stays with its sentence."""
    with _meeting(session_id) as meeting:
        lines = _minutes().lines(meeting.session.id)
        chosen, refused = _chosen(meeting, lines)
    answers = ledger().record([prepared for _, prepared in chosen], keep_going=True)
    recorded = []
    for (line, prepared), answer in zip(chosen, answers, strict=True):
        why = _why_not(prepared, answer)
        if why:
            refused[line.id] = why
        else:
            recorded.append(line.id)
    _minutes().take(session_id, recorded)
    with _meeting(session_id) as meeting:
        words = _recorded_words(len(recorded), len(refused))
        return _page(meeting, replace(_typed(), words=words, refused=refused), 422 if refused else 200)


def hold(session_id: str, _: str) -> Response:
    """Hold lines that name their speakers, without these, since the meeting does not name them any more."""
    with _meeting(session_id) as meeting:
        lines = [] if meeting.is_named else _minutes().lines(meeting.session.id)
        speakers = people(meeting.now, (line.fields.get("participant_id") for line in lines))
        # What was said first must not come first in the file either.
        SystemRandom().shuffle(lines)
        for line in lines:
            speaker = speakers.get(line.fields.get("participant_id", ""))
            _minutes().hold(
                session_id, without_speaker(line.fields, meeting.attribution, speaker.group if speaker else None)
            )
            _minutes().remove(line.id, session_id)
        words = f"{plural(len(lines), 'line')} are held now, without speaker and time." if lines else ""
        return _page(meeting, replace(_typed(), words=words))


def put_held_on_record(session_id: str, _: str) -> Response:
    """Put on record what is still held for a meeting that was closed otherwise than here."""
    with _meeting(session_id) as meeting:
        count = len(_minutes().held(session_id)) if meeting.is_closed else 0
    refused = finish(ledger(), _minutes(), session_id) if count else []
    with _meeting(session_id) as meeting:
        words = refused[0].message if refused else _recorded_words(count, 0)
        return _page(meeting, replace(_typed(), words=words), 422 if refused else 200)


ACTS: dict[str, Callable[[str, str], Response]] = {
    "note": note,
    "edit": edit,
    "leave": leave,
    "remove": remove,
    "back": put_back,
    "check": check,
    "record": record,
    "hold": hold,
    "finish": put_held_on_record,
}
"""What the buttons of the page do, each with the id of a line or without."""


class _Unkept(Exception):
    """Nothing was kept of what was typed, since some of it cannot be.

    Attributes:
        said: what was typed, with what is wrong with it.
    """

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.said = said
