"""The page of the minutes: what was typed, what was just done, and everything that waits for the record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps

from flask import Response, make_response, request

from ledger.projections.queries.people import Person, people
from ledger.projections.queries.things import Thing, things_named
from ledger.store.beside.minutes import Fields, HeldStatement, Line, Minutes
from web.forms.reading import when_parts
from web.minuting.lines import HELP_ABOUT, HELPS, time_of
from web.minuting.meeting import Meeting
from web.pages import render

NOTED = "__Host-noted"
"""The cookie that tells the next page, and no other, what was noted last."""

TOKEN_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the fields of the page, and what it says of what was just done.

    Attributes:
        line: what stands in the line.
        lines: what stands in the box for many lines.
        editing: id of the line that is being changed, and `edited`, what stands in its field.
        struck: a line that was struck out and can be put back.
        seen: how much was there when the form was drawn: the number of the last line, or how many were held.
        words: of the status.
        noted: id of what was noted last.
        errors: sentences by field.
        refused: by the id of a line, why it did not go on record.
    """

    line: str = ""
    lines: str = ""
    editing: str = ""
    edited: str = ""
    struck: str = ""
    seen: int | None = None
    words: str = ""
    noted: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, or a held statement, as the page shows it.

    Attributes:
        number: of a line; 0 of what is held.
        can_change: whether it can be edited.
        noted_at: when it was noted, "" of what is held; `hour` in the zone of the meeting.
        occurred_at: with which time it would go on record; None where the clock says it.
        by: who noted it, where that was another.
        refused: why it did not go on record.
        token: another one after the line was changed.
    """

    id: str
    fields: Fields
    speaker: Person | None
    about: tuple[Thing, ...]
    can_change: bool
    number: int = 0
    noted_at: str = ""
    hour: str = ""
    occurred_at: str | None = None
    by: Person | None = None
    refused: str = ""
    token: str = ""


def page(minutes: Minutes, meeting: Meeting, said: Said, status: int = 200) -> Response:
    """The minutes as they stand."""
    lines, held = minutes.lines(meeting.id), minutes.held(meeting.id)
    shown = shown_lines(meeting, lines, said.refused)
    waiting = _shown_held(meeting, held)
    context = {
        "meeting": meeting,
        "session": meeting.session,
        "said": said,
        "lines": shown,
        "held": waiting,
        "noted": next((one for one in [*shown, *waiting] if one.id == said.noted), None),
        "seen": (lines[-1].number if lines else 0) if meeting.is_named else len(held),
        "examples": (*HELPS[meeting.attribution], HELP_ABOUT),
    }
    return answer(render("minutes/minutes.html", **context), status)


def answer(page: str, status: int = 200) -> Response:
    """A page that no browser keeps: it would have the hour of every line."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    if NOTED in request.cookies:
        response.delete_cookie(NOTED, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def shown_lines(meeting: Meeting, lines: Sequence[Line], refused: Mapping[str, str]) -> list[Shown]:
    """Lines as the page shows them, in order."""
    authors = [line.author for line in lines if line.author != meeting.visitor.person.id]
    known = people(meeting.now, [*(line.fields.get("participant_id") for line in lines), *authors])
    things = _about(meeting, (line.fields for line in lines))
    return [
        Shown(
            id=line.id,
            fields=line.fields,
            speaker=known.get(line.fields.get("participant_id", "")),
            about=_things(line.fields, things),
            can_change=meeting.is_named and meeting.takes_lines,
            number=line.number,
            noted_at=line.noted_at,
            hour=when_parts(line.noted_at, meeting.place.zone)["time"],
            occurred_at=time_of(meeting, line) if meeting.may_give_times else None,
            by=known.get(line.author),
            refused=refused.get(line.id, ""),
            token=token_of(line),
        )
        for line in lines
    ]


def token_of(line: Line) -> str:
    """What a page carries to say that this line, as it stands, was shown on it."""
    said = dumps([line.id, line.fields], sort_keys=True)
    return sha256(said.encode()).hexdigest()[:TOKEN_LENGTH]


def _shown_held(meeting: Meeting, held: Sequence[HeldStatement]) -> list[Shown]:
    things = _about(meeting, (one.fields for one in held))
    return [
        Shown(
            id=one.id,
            fields=one.fields,
            speaker=None,
            about=_things(one.fields, things),
            can_change=meeting.takes_lines and one.fields.get("attribution") == meeting.attribution,
        )
        for one in held
    ]


def _about(meeting: Meeting, every: Iterable[Fields]) -> Mapping[str, Thing]:
    return things_named(meeting.now, [thing["id"] for fields in every for thing in fields.get("about", ())])


def _things(fields: Fields, known: Mapping[str, Thing]) -> tuple[Thing, ...]:
    return tuple(known[thing["id"]] for thing in fields.get("about", ()) if thing["id"] in known)
