"""Proposals and amendments, with the form by which whoever is signed in says where she stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response

from ledger.projections.queries.fitting import Fit, worst
from ledger.projections.queries.motions import MotionInFull, motion_in_full
from ledger.projections.queries.own import own_positions
from ledger.projections.queries.place import consultation_of
from ledger.projections.queries.related import standing
from ledger.projections.queries.visitors import TakingPart
from ledger.projections.reading import Reading
from web.actions import Action, form_of, on_motion, on_statements, reader
from web.forms.fields import Field
from web.forms.sheet import Here
from web.forms.table import SHEETS
from web.pages import beside, found, ledger, reading, reading_afresh, render
from web.questions import ask_only, asked_position, id_in
from web.visitors import current_sign_in

blueprint = Blueprint("motions", __name__)

KIND = "proposal or amendment"
FORM = "your-position"
"""The id of the form in the page."""


@dataclass(frozen=True, slots=True)
class PositionForm:
    """The form of a position as it stands in the page of a motion.

    Attributes:
        fields: what is asked here; what is seldom asked is on the page of the whole form.
        hidden: what it carries along: (name, value).
        is_for_others: whether the visitor has no position of her own to take, and records those of others.
    """

    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...]
    whole: str
    is_for_others: bool


@blueprint.get("/motions/<motion_id>")
def motion(motion_id: str) -> Response:
    """Everything about a motion; for whoever may take a position, with the form, drawn for this once."""
    ask_only("positions_before")
    before, sign_in = asked_position("positions_before"), current_sign_in(beside())
    with reading_afresh() if sign_in else reading() as now:
        page = found(motion_in_full(now, id_in(motion_id, KIND), ledger().now(), before), KIND, motion_id)
        stands = standing(now, page.motion, page.today) if page.today else None
        context = {"page": page, "standing": stands, "before": before, **_doing(now, page)}
        response = make_response(render("motions/motion.html", position=now.position, **context))
    if sign_in:
        # The back button leads to the form as it was left, with its ids.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _doing(now: Reading, page: MotionInFull) -> dict[str, object]:
    """What whoever reads may do here; nothing is looked up for nobody."""
    visitor = reader()
    if visitor is None:
        return {}
    own = own_positions(now, visitor.ids, page.motion.id, page.motion.wording)
    form, actions = _form(now, visitor, page), on_motion(visitor, page, own)
    taking = [Action("Say where you stand", f"#{FORM}", is_primary=True)] if form and not form.is_for_others else []
    return {
        "own": own,
        "form_here": form,
        "actions": [*taking, *actions],
        "fitting": _fitting(page, actions),
        "on_statements": on_statements(visitor, page.framework.consultation_id),
    }


def _fitting(page: MotionInFull, actions: Sequence[Action]) -> Action | None:
    """By which of the offered forms a motion that is not worded on today's text is fitted to it: as it is where its
    words are only elsewhere now, else by other words.
    """
    fit = worst(page.fitted)
    if fit is Fit.APPLIES:
        return None
    url = form_of("rebase_motion" if fit is Fit.MOVED else "revise_motion", {"motion_id": page.motion.id})
    return next((action for action in actions if action.url == url), None)


def _form(now: Reading, visitor: TakingPart, page: MotionInFull) -> PositionForm | None:
    """The form, for whoever may take a position and does not sponsor the motion already."""
    sheet, about = SHEETS["endorse"], {"subject.kind": "motion", "subject.id": page.motion.id}
    place = consultation_of(now, page.motion.id) if page.motion.is_open else None
    sent = {name: [value] for name, value in about.items()}
    here = Here(sheet.command, now, visitor, place, ledger().now(), sent)
    sponsors = {one.participant_id for one in page.sponsors_now}
    own_actors = {one.id for one in here.own_actors} - sponsors
    if place is None or not sheet.is_open_to(here) or not (own_actors or here.acts_for_others):
        return None
    here = here.with_sent(sheet.begin(here))
    fields = tuple(field for field in sheet.fields(here, {}) if field.name not in sheet.more)
    drawn = {field.name for field in fields}
    hidden = ((name, value) for name, values in here.sent.items() if name not in drawn for value in values)
    return PositionForm(fields, tuple(hidden), form_of("endorse", about), is_for_others=not own_actors)
