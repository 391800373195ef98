"""One vote with who voted how."""

from flask import Blueprint

from ledger.projections.queries.quorum import quorum_missed
from ledger.projections.queries.votes import vote_with
from web.pages import found, reading, render
from web.questions import ask_only, id_in
from web.quorum import told_too_few

blueprint = Blueprint("votes", __name__)


@blueprint.get("/votes/<vote_id>")
def vote(vote_id: str) -> str:
    """The question, the result and the roll call."""
    ask_only()
    with reading() as now:
        roll_call = found(vote_with(now, id_in(vote_id, "vote")), "vote", vote_id)
        missed = quorum_missed(now, roll_call.vote.id)
        context = {"roll_call": roll_call, "vote": roll_call.vote, "too_few": told_too_few(*missed) if missed else ""}
        return render("votes/vote.html", position=now.position, **context)
