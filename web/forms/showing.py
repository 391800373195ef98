"""The pages of a form: as it is filled in, as it is refused, and what recording it will do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, make_response

from ledger.commands.preparing import Prepared
from ledger.domain.errors import MovedOn, NotAllowed, Refusal
from ledger.domain.streams import Event
from ledger.domain.times import city
from ledger.projections.queries.things import things_named
from web.forms.composing.starting import MISSING
from web.forms.effects import effect_of
from web.forms.fields import Field
from web.forms.reading import WAS
from web.forms.renewing import renewed
from web.forms.sheet import Here, Sheet
from web.pages import render

KEPT_AT = "kept_at"
"""In a form that keeps itself: when it was kept last; "" where it could not be."""

CARRIED = ("command_id", "seen", "in", "draft", "sponsored")
"""What every form carries along beside the data of its command."""

NOT_CHOSEN = "Nothing is chosen here yet."

Errors = Mapping[str, Sequence[str]]


def form(sheet: Sheet, here: Here, errors: Errors | None = None, status: int = 200, **more: Any) -> Response:
    """The form with what was typed.

    Args:
        errors: sentences by the name of the field; under "" those that speak of the whole.
        more: what a refusal shows beside the form.
    """
    errors = errors or {}
    wrong = {**{name: [NOT_CHOSEN] for name in here.sent.get(MISSING, ())}, **errors}
    beside = [sheet.drawn_field(here, slot, tuple(wrong.get(slot.name, ()))) for slot in sheet.said_beside(here)]
    fields, beside = ([_with_zone(one, here.zone) for one in some] for some in (sheet.fields(here, wrong), beside))
    context = {
        "asked": [field for field in fields if not _is_folded(field, sheet)],
        "more": [*(field for field in fields if _is_folded(field, sheet)), *beside],
        "hidden": _hidden(sheet, here),
        "summary": [(_link(name, [*fields, *beside]), words) for name, said in errors.items() for words in said],
        "about": _about(sheet, here),
        **sheet.context(here, wrong),
        **more,
    }
    return _answer(render(sheet.template, sheet=sheet, here=here, **context), status)


def refused(sheet: Sheet, here: Here, refusal: Refusal) -> Response:
    """The same form with what is wrong with it: 409 where the words moved on meanwhile, else 422."""
    errors: dict[str, list[str]] = {}
    for path, sentences in refusal.errors.items():
        errors.setdefault(sheet.field_of(path, here), []).extend(sentences)
    more = sheet.moved(here, refusal) if isinstance(refusal, MovedOn) else {}
    return form(sheet, here, errors, _status(sheet, here, refusal), **more)


def _status(sheet: Sheet, here: Here, refusal: Refusal) -> int:
    if isinstance(refusal, MovedOn) or sheet.has_moved(here):
        return 409
    return 403 if isinstance(refusal, NotAllowed) else 422


def recorded_otherwise(sheet: Sheet, here: Here) -> Response:
    """The form of a command that is on record with other words: what was typed since is kept, and can go on anew."""
    before, again = here.one("command_id"), here.with_sent(renewed(sheet, here.sent))
    words = "This form was recorded before, with other words than these. Sending it now records these as well."
    return form(sheet, again, {"": [words]}, 409, recorded_before=before)


def check(sheet: Sheet, here: Here, prepared: Prepared | None, events: Sequence[Event]) -> Response:
    """What recording the command will do, in words, before it is done.

    Args:
        events: that it would make, as it was tried out.
    """
    data = prepared.command.data if prepared else {}
    hidden = [(name, value) for name, values in here.sent.items() for value in values if name != KEPT_AT]
    context = {
        "effect": effect_of(sheet, here, data, events),
        "notes": prepared.notes if prepared else (),
        "typed": [field for field in sheet.every_field(here) if field.is_filled],
        "hidden": hidden,
        "about": _about(sheet, here),
        **sheet.checked(here, data, events),
    }
    return _answer(render("forms/check.html", sheet=sheet, here=here, **context), 200)


def _answer(page: str, status: int) -> Response:
    """A form that comes back by the back button is the one that was sent: with its ids, and what was typed."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _hidden(sheet: Sheet, here: Here) -> list[tuple[str, str]]:
    """What the form carries along without showing it."""
    unseen = {slot.name for slot in sheet.slots} - {slot.name for slot in sheet.asked_in(here)}
    names = [name for name in here.sent if name in unseen or name in CARRIED or name.startswith(WAS)]
    return [(name, value) for name in names for value in here.sent[name]]


def _about(sheet: Sheet, here: Here) -> list[Any]:
    """What the command is about, as far as it is on record."""
    ids = [value for name in sheet.given for value in here.sent.get(name, ()) if name not in sheet.drawn]
    known = things_named(here.now, ids)
    return [known[id] for id in ids if id in known]


def _link(name: str, fields: Sequence[Field]) -> str:
    """The id of the control that an error's link leads to; "" where there is none."""
    return next((field.first for field in fields if field.name == name), name)


def _with_zone(field: Field, zone: str) -> Field:
    """A field for a day and an hour says whose they are."""
    if field.slot.control != "when":
        return field
    words = "In UTC." if zone == "UTC" else f"In the time of {city(zone)}."
    return replace(field, slot=replace(field.slot, hint=f"{field.slot.hint} {words}".strip()))


def _is_folded(field: Field, sheet: Sheet) -> bool:
    """Whether it stands under "More"."""
    return any(field.slot.is_below(one) for one in sheet.more)
