"""Making a statement, where speakers are named: who speaks, what is said, about what, and in reply to whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import url_for

from ledger.domain.errors import RuleBroken
from ledger.domain.vocabulary import Attribution, StatementKind
from ledger.projections.queries.choices import (
    Choice,
    frameworks_of,
    motions_open,
    provisions_of,
    sessions_open,
    statements_of_session,
)
from ledger.projections.queries.names import isolated
from ledger.projections.queries.sessions import Session, session_with
from ledger.projections.queries.things import Thing, things_named
from web.filters import sentence_case, thing_name
from web.forms.fields import Field, Slot
from web.forms.sheet import ACTING, Here, Sheet

ABOUT, REPLY, SESSION = "about", "in_reply_to", "session"
SIGN = ":"
"""Between the kind of a thing and its id, in a value of the field `about`."""

TEXTS, MOTIONS, PROVISIONS = "texts", "proposals and amendments", "provisions"
OTHERS = "other things"

UNNAMED = "“{}” does not name its speakers: what is said there is held in its minutes until it closes, at {}."
CLOSED = "“{}” did not name its speakers, and is closed: nothing is added to what was said there."


@dataclass(frozen=True)
class StatementSheet(Sheet):
    """The form of a statement whose speaker is named."""

    template: str = "forms/statement.html"

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(_as_asked(slot) for slot in Sheet(self.command, left=self.left).slots)

    def begin(self, here: Here) -> dict[str, list[str]]:
        begun = super().begin(here)
        given = zip(begun.pop("about.kind", []), begun.pop("about.id", []), strict=False)
        about = [f"{kind}{SIGN}{id}" for kind, id in given]
        return {**begun, **({ABOUT: about} if about else {})}

    def stands(self, here: Here) -> dict[str, list[str]]:
        if here.place is None:
            return {}
        said = {"consultation_id": [here.place.id], "language": [here.place.language]}
        answered = _thing(here, here.one(REPLY))
        if answered is None:
            return said
        still_open = {choice.value for choice in sessions_open(here.now, here.place.id)}
        meeting = {SESSION: [answered.session_id]} if answered.session_id in still_open else {}
        return {**said, **meeting, "kind": [StatementKind.REPLY.value]}

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        left = (() if _answerable(here) else (REPLY,)) + (() if _has_texts(here) or here.one(ABOUT) else (ABOUT,))
        return tuple(slot for slot in super().asked_in(here) if slot.name not in left)

    def data(self, here: Here) -> dict[str, Any]:
        meeting = _meeting(here)
        if meeting is not None and not _is_named(meeting):
            raise RuleBroken(_not_here(meeting), SESSION)
        data = super().data(here)
        return {**data, ABOUT: [_named_by(value) for value in data[ABOUT]]} if ABOUT in data else data

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        if slot.name == ABOUT:
            return drawn.offering(_things(here, drawn.values))
        if slot.name == REPLY:
            return drawn.offering(_answerable(here))
        if slot.name == "kind" and not here.acts_for_others:
            # Only those in the chair sum up.
            return drawn.offering(one for one in drawn.choices if one.value != StatementKind.SUMMARY)
        return drawn

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        meeting = _meeting(here)
        if meeting is None or _is_named(meeting):
            return {"meeting": meeting}
        is_held = meeting.closed_at is None
        return {"meeting": meeting, "elsewhere": _not_here(meeting), "minutes": _minutes(meeting) if is_held else ""}


def _as_asked(slot: Slot) -> Slot:
    """A place for a value, as a statement asks for it."""
    if slot.name == ABOUT:
        return replace(slot, control="select")
    # Whoever is not named speaks through the minutes of a meeting, so that somebody is named here.
    return replace(slot, is_required=True) if slot.control == ACTING else slot


def _thing(here: Here, id: str) -> Thing | None:
    return things_named(here.now, [id]).get(id) if id else None


def _meeting(here: Here) -> Session | None:
    """The meeting in which it is said, if that was chosen."""
    return session_with(here.now, here.one(SESSION)) if here.one(SESSION) else None


def _is_named(meeting: Session) -> bool:
    return meeting.attribution == Attribution.NAMED


def _not_here(meeting: Session) -> str:
    """Why nothing that was said in this meeting goes on record by this form."""
    return CLOSED.format(meeting.title) if meeting.closed_at else UNNAMED.format(meeting.title, _minutes(meeting))


def _minutes(meeting: Session) -> str:
    """The address of a meeting's minutes."""
    return url_for("minutes.minutes", session_id=meeting.id)


def _named_by(value: str) -> dict[str, str]:
    """The thing that a value of the field `about` names."""
    kind, _, id = value.partition(SIGN)
    return {"kind": kind, "id": id}


def _things(here: Here, chosen: Iterable[str]) -> Iterator[Choice]:
    """What a statement can be about: texts, open motions, provisions, and whatever the address named."""
    texts = frameworks_of(here.now, here.place.id) if here.place else []
    motions = [one for text in texts for one in motions_open(here.now, text.value)]
    provisions = [one for text in texts for one in provisions_of(here.now, text.value)]
    of_kinds = (("framework", texts, TEXTS), ("motion", motions, MOTIONS), ("provision", provisions, PROVISIONS))
    offered = [one for kind in of_kinds for one in _of_kind(*kind)]
    known = {one.value for one in offered}
    named = ((value, _thing(here, _named_by(value)["id"])) for value in chosen if value not in known)
    yield from offered
    yield from (Choice(value, _called(thing), OTHERS) for value, thing in named if thing)


def _has_texts(here: Here) -> bool:
    return here.place is not None and bool(frameworks_of(here.now, here.place.id))


def _of_kind(kind: str, choices: Iterable[Choice], group: str) -> list[Choice]:
    return [replace(one, value=f"{kind}{SIGN}{one.value}", group=group) for one in choices]


def _called(thing: Thing) -> str:
    return sentence_case(isolated(thing_name(thing)))


def _answerable(here: Here) -> list[Choice]:
    """What was said in the meeting that was chosen, and what the address named."""
    answered = _thing(here, here.one(REPLY))
    session_id = here.one(SESSION) or (answered.session_id if answered else None)
    said = statements_of_session(here.now, session_id) if session_id else []
    if answered is None or answered.id in {one.value for one in said}:
        return said
    return [Choice(answered.id, _called(answered)), *said]
