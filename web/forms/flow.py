"""A form from its first showing to the record: shown, kept as it was typed, checked, recorded.

What a person sees at each step follows from what was sent alone; the server keeps nothing between the steps, so that
a form survives a restart, a second window, and the back button.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ledger.application import Answer
from ledger.commands.preparing import Prepared, prepare
from ledger.domain.errors import Refusal
from ledger.domain.streams import Event
from ledger.interchange.command_lines import differs_from_record
from ledger.projections.queries.record import record_at
from ledger.projections.reading import Reading
from ledger.store.database import Busy
from web.errors import Forbidden, PageNotFound
from web.forms import drafting, showing
from web.forms.drafting import keep_draft, kept_along, with_draft
from web.forms.fields import Typed
from web.forms.next_steps import steps_after
from web.forms.reading import typed, value_of
from web.forms.sheet import WHEN, Here, Sheet
from web.forms.table import SHEETS
from web.pages import found, ledger, reading, reading_afresh, render
from web.questions import id_in
from web.visitors import the_visitor

blueprint = Blueprint("forms", __name__, url_prefix="/forms")

CHECK, RECORD, EDIT, DRAFT = "check", "record", "edit", "draft"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form that was sent.

    Attributes:
        prepared: the command; None where what was typed is none.
        answer: of the ledger; None where it refused.
        events: that it would make, where it was only tried out.
        is_other: whether the command is on record already, with other words than those that were sent now.
    """

    prepared: Prepared | None
    answer: Answer | None = None
    events: Sequence[Event] = ()
    refusal: Refusal | None = None
    is_other: bool = False

    def is_done(self, do: str) -> bool:
        """Whether the command is on record as it was sent: now, or since it was sent before."""
        on_record = self.answer is not None and (do == RECORD or not self.answer.is_new)
        return on_record and not self.is_other


@blueprint.get("/<command>")
def show(command: str) -> Response:
    """The form of a command, with what its address gives."""
    sheet = _sheet(command)
    with reading_afresh() as now:
        here = _here(now, sheet, with_draft(command, typed(request.args)))
        if not sheet.is_open_to(here):
            raise Forbidden(sheet.closed_words)
        return showing.form(sheet, here.with_sent(sheet.begin(here)))


@blueprint.post("/<command>")
def send(command: str) -> AnyResponse:
    """What a person sent: shown again after one of the form's own buttons, kept as a draft, checked, or recorded."""
    sheet, sent = _sheet(command), typed(request.form)
    do = sent.pop("do", [CHECK])[-1]
    with reading_afresh() as now:
        here = _here(now, sheet, sent)
        if not sheet.is_open_to(here):
            return showing.form(sheet, here, {"": [sheet.closed_words]}, 403)
        if do == DRAFT:
            return keep_draft(sheet, here)
        shown = sent if do == EDIT else sheet.act(here, do)
        if shown is not None:
            return showing.form(sheet, kept_along(sheet, here.with_sent(shown)))
        if do == CHECK:
            here = kept_along(sheet, here)
        outcome = _prepared(sheet, here)
    try:
        done = _done(sheet, here, outcome, do)
    except Busy as busy:
        with reading_afresh() as now:
            return showing.form(sheet, _here(now, sheet, sent), {"": [busy.message]}, 503)
    if isinstance(done, Answer):
        return redirect(url_for(".recorded", command_id=done.command_id), 303)
    with reading_afresh() as now:
        return _answered(sheet, _here(now, sheet, here.sent).knowing(here), done)


@blueprint.get("/recorded/<command_id>")
def recorded(command_id: str) -> str:
    """What a command put on record."""
    id = id_in(command_id, "record")
    with reading() as now:
        position = found(ledger().record_store.position_of_command(id), "record", command_id)
        stored = found(ledger().stored(position), "record", command_id)
        one = found(record_at(now, position, stored.state), "record", command_id)
        steps = steps_after(now, the_visitor(), one, ledger().event(stored), ledger().now())
        return render("forms/recorded.html", position=now.position, one=one, entry=one.entry, steps=steps)


def _sheet(command: str) -> Sheet:
    sheet = SHEETS.get(command)
    if sheet is None:
        raise PageNotFound("form", command)
    return sheet


def _here(now: Reading, sheet: Sheet, sent: Typed) -> Here:
    """Where the form stands.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    return sheet.here(now, the_visitor(), ledger().now(), sent)


def _prepared(sheet: Sheet, here: Here) -> Outcome:
    """The command that was typed, or why it is none."""
    envelope: dict[str, Any] = {"command": sheet.command, "command_id": here.one("command_id")}
    said = {"session": here.one("session"), "occurred_at": value_of(WHEN, here.sent, here.zone)}
    envelope |= {name: value for name, value in said.items() if value}
    try:
        return Outcome(prepare({**envelope, "actor": here.visitor.person.id, "data": sheet.data(here)}))
    except Refusal as refusal:
        return Outcome(None, refusal=refusal)


def _done(sheet: Sheet, here: Here, outcome: Outcome, do: str) -> Answer | Outcome:
    """The answer to a command that is on record as it was sent, once what follows beside the record is done too;
    otherwise what became of it.

    Raises:
        Busy: others write for too long. What is on record stays; sending it again does what is left.
    """
    if outcome.prepared is None:
        return outcome
    tried = _tried(sheet, outcome.prepared, do)
    if tried.answer is None or not tried.is_done(do):
        return tried
    sheet.recorded(outcome.prepared)
    drafting.recorded(sheet, here, outcome.prepared)
    return tried.answer


def _tried(sheet: Sheet, prepared: Prepared, do: str) -> Outcome:
    """Record a command, or only see whether it would be recorded, and what it would do."""
    try:
        if do == RECORD:
            return _recorded(sheet, prepared)
        trial = ledger().try_out(prepared)
    except Refusal as refusal:
        return Outcome(prepared, refusal=refusal)
    return Outcome(prepared, trial.answer, trial.events, is_other=_is_other(prepared, trial.answer))


def _recorded(sheet: Sheet, prepared: Prepared) -> Outcome:
    answer = ledger().record([prepared, *sheet.following(prepared)])[0]
    if isinstance(answer, Refusal):
        raise answer
    return Outcome(prepared, answer, is_other=_is_other(prepared, answer))


def _is_other(prepared: Prepared, answer: Answer) -> bool:
    return not answer.is_new and differs_from_record(ledger(), prepared, answer)


def _answered(sheet: Sheet, here: Here, outcome: Outcome) -> Response:
    """The form with what is wrong with it; else what recording it will do."""
    if outcome.refusal is not None:
        return showing.refused(sheet, here, outcome.refusal)
    if outcome.is_other:
        return showing.recorded_otherwise(sheet, here)
    return showing.check(sheet, here, outcome.prepared, outcome.events)
