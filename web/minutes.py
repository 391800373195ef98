"""The minutes of a session ("meeting"), for whoever writes while people speak: one line an intervention.

Lines of a meeting whose speakers are named wait beside the record until a writer puts them on it. Those of any other
meeting are held there without author, time and order until it closes (rule 11). Nothing that could tell more may leave
this page for a place where it is kept: the id of a held statement stands in no address, since servers keep addresses
with their times, no browser is to keep the page, and nothing here writes a log.
"""

from collections.abc import Callable
from dataclasses import replace
from secrets import SystemRandom

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from ledger.application import Answer
from ledger.closing import finish, was_cut_short
from ledger.commands.preparing import Prepared
from ledger.domain.errors import Refusal
from ledger.domain.vocabulary import Attribution
from ledger.interchange.command_lines import differs_from_record
from ledger.projections.queries.people import people
from ledger.store.beside.minutes import Fields, Line, Minutes
from web.filters import plural
from web.minuting.keeping import Unkept, keep
from web.minuting.lines import line_of, statement_of, without_speaker
from web.minuting.meeting import Meeting, meeting_at
from web.minuting.showing import NOTED, Said, answer, page, shown_lines, token_of
from web.pages import beside, ledger, render
from web.questions import ask_only

blueprint = Blueprint("minutes", __name__)

GONE = "This line is not there any more."
CHANGED = "This line was changed meanwhile: look at it again."
OTHERWISE = "This is on record already, with other words, time or recorder: see record no. {}, and strike it out here."
CUT_SHORT = "Closing this meeting had been cut short. What was held is on record now."

LONGEST_NUMBER = 9


@blueprint.get("/sessions/<session_id>/minutes")
def minutes(session_id: str) -> Response:
    """The minutes as they stand; where the closing of the meeting was cut short, it is finished first."""
    ask_only()
    with meeting_at(session_id) as meeting:
        if not _was_cut_short(meeting):
            return page(_minutes(), meeting, Said(noted=request.cookies.get(NOTED, "")))
    refused = finish(ledger(), _minutes(), meeting.id)
    with meeting_at(session_id) as meeting:
        return page(_minutes(), meeting, Said(words=refused[0].message if refused else CUT_SHORT))


@blueprint.post("/sessions/<session_id>/minutes")
def send(session_id: str) -> Response:
    """What a writer sent: Enter notes what was typed, and each button says what it does."""
    do, _, id = request.form.get("do", "note").partition(".")
    return ACTS.get(do, note)(session_id, id)


def note(session_id: str, _: str) -> Response:
    """Note what was typed: the line, the many lines, the change of a line."""
    with meeting_at(session_id) as meeting:
        try:
            noted = keep(_minutes(), meeting, _typed())
        except Unkept as unkept:
            return page(_minutes(), meeting, unkept.said, 422)
    response = redirect(url_for(".minutes", session_id=session_id), 303)
    if noted:
        response.set_cookie(NOTED, noted, max_age=60, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def edit(session_id: str, id: str) -> Response:
    """A line back in a field."""
    with meeting_at(session_id) as meeting:
        fields = _all_fields(meeting).get(id)
        if fields is None:
            return page(_minutes(), meeting, replace(_typed(), words=GONE))
        return page(_minutes(), meeting, replace(_typed(), editing=id, edited=line_of(meeting, fields)))


def leave(session_id: str, _: str) -> Response:
    """Back to the minutes with nothing changed."""
    with meeting_at(session_id) as meeting:
        return page(_minutes(), meeting, replace(_typed(), editing="", edited=""))


def strike(session_id: str, id: str) -> Response:
    """Strike a line out; one that could be noted now can be put back."""
    with meeting_at(session_id) as meeting:
        fields = _all_fields(meeting).get(id)
        _minutes().remove(id, meeting.id)
        _minutes().remove_held(id, meeting.id)
        struck = line_of(meeting, fields) if fields and _can_be_noted(meeting, fields) else ""
        return page(_minutes(), meeting, replace(_typed(), words="Struck out.", struck=struck))


def put_back(session_id: str, _: str) -> Response:
    """Note again what was struck out."""
    typed = _typed()
    with meeting_at(session_id) as meeting:
        try:
            noted = keep(_minutes(), meeting, Said(line=typed.struck))
        except Unkept as unkept:
            return page(_minutes(), meeting, unkept.said, 422)
        return page(_minutes(), meeting, replace(typed, noted=noted, struck=""))


def check(session_id: str, _: str) -> Response:
    """All that would be recorded, before it is."""
    with meeting_at(session_id) as meeting:
        lines = _minutes().lines(meeting.id) if meeting.is_named else []
        if not lines:
            return page(_minutes(), meeting, _typed())
        context = {"meeting": meeting, "session": meeting.session, "lines": shown_lines(meeting, lines, {})}
        return answer(render("minutes/check.html", said=_typed(), **context))


def record(session_id: str, _: str) -> Response:
    """Put on record what was shown before, in one batch; what is refused stays, with the reason."""
    with meeting_at(session_id) as meeting:
        chosen, refused = _chosen(meeting)
    answers = ledger().record([prepared for _, prepared in chosen], keep_going=True)
    for (line, prepared), answered in zip(chosen, answers, strict=True):
        refused |= _why_not(line, prepared, answered)
    recorded = [line.id for line, _ in chosen if line.id not in refused]
    _minutes().take(meeting.id, recorded)
    with meeting_at(session_id) as meeting:
        said = replace(_typed(), words=_words(len(recorded), len(refused)), refused=refused)
        return page(_minutes(), meeting, said, 422 if refused else 200)


def hold(session_id: str, _: str) -> Response:
    """Hold lines without their speakers, since the meeting does not name them any more."""
    with meeting_at(session_id) as meeting:
        lines = [] if meeting.is_named else _minutes().lines(meeting.id)
        speakers = people(meeting.now, (line.fields.get("participant_id") for line in lines))
        # What was said first is not to come first in the file either.
        SystemRandom().shuffle(lines)
        for line in lines:
            speaker = speakers.get(line.fields.get("participant_id", ""))
            group = speaker.group if speaker else None
            _minutes().hold(meeting.id, without_speaker(line.fields, meeting.attribution, group))
            _minutes().remove(line.id, meeting.id)
        words = f"{plural(len(lines), 'statement')} held now, without speaker and time." if lines else ""
        return page(_minutes(), meeting, replace(_typed(), words=words))


def put_held_on_record(session_id: str, _: str) -> Response:
    """Put on record what is still held for a meeting that was closed otherwise than by its form."""
    with meeting_at(session_id) as meeting:
        count = len(_minutes().held(meeting.id)) if meeting.is_closed else 0
    refused = finish(ledger(), _minutes(), meeting.id) if count else []
    with meeting_at(session_id) as meeting:
        said = replace(_typed(), words=refused[0].message if refused else _words(count, 0))
        return page(_minutes(), meeting, said, 422 if refused else 200)


ACTS: dict[str, Callable[[str, str], Response]] = {
    "note": note,
    "edit": edit,
    "leave": leave,
    "strike": strike,
    "back": put_back,
    "check": check,
    "record": record,
    "hold": hold,
    "finish": put_held_on_record,
}
"""What the buttons of the page do, some with the id of a line: `edit.<id>`."""


def _minutes() -> Minutes:
    return beside().minutes


def _typed() -> Said:
    """What stands in the fields of the page; it stays there while a button does something else."""
    sent, seen = request.form, request.form.get("seen", "")
    is_number = seen.isascii() and seen.isdecimal() and len(seen) <= LONGEST_NUMBER
    return Said(
        line=sent.get("line", ""),
        lines=sent.get("lines", ""),
        editing=sent.get("editing", ""),
        edited=sent.get("edited", ""),
        struck=sent.get("struck", ""),
        seen=int(seen) if is_number else None,
    )


def _was_cut_short(meeting: Meeting) -> bool:
    return meeting.is_closed and bool(_minutes().held(meeting.id)) and was_cut_short(ledger(), _minutes(), meeting.id)


def _all_fields(meeting: Meeting) -> dict[str, Fields]:
    """Everything that waits for the record, by id."""
    lines = {line.id: line.fields for line in _minutes().lines(meeting.id)}
    return lines | {one.id: one.fields for one in _minutes().held(meeting.id)}


def _can_be_noted(meeting: Meeting, fields: Fields) -> bool:
    """Whether the line was noted under the attribution that the meeting has now."""
    return meeting.takes_lines and fields.get("attribution", Attribution.NAMED) == meeting.attribution


def _chosen(meeting: Meeting) -> tuple[list[tuple[Line, Prepared]], dict[str, str]]:
    """The lines that were shown before and stand as they were shown, as commands; and why others are not recorded."""
    shown = set(request.form.getlist("shown"))
    chosen, refused = [], {}
    for line in _minutes().lines(meeting.id):
        if line.id not in request.form.getlist("id"):
            continue
        if token_of(line) not in shown:
            refused[line.id] = CHANGED
            continue
        try:
            chosen.append((line, statement_of(meeting, line)))
        except Refusal as refusal:
            refused[line.id] = refusal.message
    return chosen, refused


def _why_not(line: Line, prepared: Prepared, answered: Answer | Refusal) -> dict[str, str]:
    """Why a line is not on record as it stands, by its id; nothing where it is."""
    if isinstance(answered, Refusal):
        return {line.id: answered.message}
    if not answered.is_new and differs_from_record(ledger(), prepared, answered):
        return {line.id: OTHERWISE.format(answered.position)}
    return {}


def _words(recorded: int, refused: int) -> str:
    """What became of lines that were put on record."""
    done = f"{plural(recorded, 'statement')} {'is' if recorded == 1 else 'are'} on record."
    return f"{done} {plural(refused, 'line')} {'is' if refused == 1 else 'are'} not: see below." if refused else done
