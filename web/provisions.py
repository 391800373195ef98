"""One provision: its history and what is said about it."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from ledger.projections.queries.provisions import motion_proposing, provision_in_full
from web.pages import found, ledger, reading, render
from web.questions import ask_only, asked_position, id_in

blueprint = Blueprint("provisions", __name__)


@blueprint.get("/provisions/<provision_id>")
def provision(provision_id: str) -> str | Response:
    ask_only("before")
    id, before = id_in(provision_id, "provision"), asked_position("before")
    with reading() as now:
        page = provision_in_full(now, id, ledger().now(), before)
        proposed_by = None if page else motion_proposing(now, id)
        if proposed_by:
            return redirect(url_for("motions.motion", motion_id=proposed_by))
        shown = found(page, "provision", provision_id)
        return render("provisions/provision.html", position=now.position, page=shown, before=before)
