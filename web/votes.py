"""One vote with who voted how."""

from flask import Blueprint

from ledger.projections.queries.votes import vote_with
from web.pages import found, reading, render
from web.questions import ask_only, id_in

blueprint = Blueprint("votes", __name__)


@blueprint.get("/votes/<vote_id>")
def vote(vote_id: str) -> str:
    """The question, the result and the roll call."""
    ask_only()
    with reading() as now:
        roll_call = found(vote_with(now, id_in(vote_id, "vote")), "vote", vote_id)
        return render("votes/vote.html", position=now.position, roll_call=roll_call, vote=roll_call.vote)
