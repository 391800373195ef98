"""Proposals and amendments."""

from flask import Blueprint

from ledger.projections.queries.motions import motion_in_full
from web.pages import found, ledger, reading, render
from web.questions import ask_only, asked_position, id_in

blueprint = Blueprint("motions", __name__)

KIND = "proposal or amendment"


@blueprint.get("/motions/<motion_id>")
def motion(motion_id: str) -> str:
    ask_only("positions_before")
    before = asked_position("positions_before")
    with reading() as now:
        page = found(motion_in_full(now, id_in(motion_id, KIND), ledger().now(), before), KIND, motion_id)
        return render("motions/motion.html", position=now.position, page=page, before=before)
