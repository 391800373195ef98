"""The record of a session ("meeting"), in order."""

from flask import Blueprint

from ledger.projections.queries.sessions import proceedings_of, session_with
from web.pages import found, reading, render
from web.questions import ask_only, asked_position, id_in

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/sessions/<session_id>")
def session(session_id: str) -> str:
    """One meeting: when, where, who attended, and what was said and done."""
    ask_only("after")
    after = asked_position("after") or 0
    with reading() as now:
        one = found(session_with(now, id_in(session_id, "meeting")), "meeting", session_id)
        proceedings = proceedings_of(now, one.id, after=after)
        return render("sessions/session.html", position=now.position, session=one, proceedings=proceedings, after=after)
