"""The record of a session ("meeting"), in order."""

from flask import Blueprint

from ledger.projections.queries.place import consultation_of
from ledger.projections.queries.sessions import Session, proceedings_of, session_with
from ledger.projections.reading import Reading
from web.actions import on_session, on_statements, reader
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
        context = {"proceedings": proceedings_of(now, one.id, after=after), "after": after, **_doing(now, one)}
        return render("sessions/session.html", position=now.position, session=one, **context)


def _doing(now: Reading, session: Session) -> dict[str, object]:
    """What whoever reads may do here; nothing is looked up for nobody."""
    visitor = reader()
    place = consultation_of(now, session.id) if visitor else None
    if place is None:
        return {}
    return {"actions": on_session(visitor, session, place.id), "on_statements": on_statements(visitor, place.id)}
