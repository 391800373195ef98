"""One participant: who it is, and what it put forward, supported and said."""

from flask import Blueprint

from ledger.projections.queries.participants import participant_with, sponsored_by, stances_of, statements_of
from web.pages import found, reading, render
from web.questions import ask_only, asked_position, id_in

blueprint = Blueprint("participants", __name__)


@blueprint.get("/participants/<participant_id>")
def participant(participant_id: str) -> str:
    """One participant, by name or as far as it may be shown."""
    ask_only("motions_before", "positions_before", "statements_before")
    with reading() as now:
        one = found(participant_with(now, id_in(participant_id, "participant")), "participant", participant_id)
        return render(
            "participants/participant.html",
            position=now.position,
            participant=one,
            sponsored=sponsored_by(now, one.person.id, before=asked_position("motions_before")),
            stances=stances_of(now, one, before=asked_position("positions_before")),
            said=statements_of(now, one.person.id, before=asked_position("statements_before")),
        )
