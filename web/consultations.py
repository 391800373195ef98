"""The front page, and one consultation ("process")."""

from flask import Blueprint

from ledger.projections.queries.challenges import challenges_of
from ledger.projections.queries.consultations import (
    consultation_at,
    consultations_listed,
    frameworks_of,
    rules_in_force,
    sessions_of,
    stages_of,
)
from ledger.projections.queries.participants import accredited_to, counts_by_group, role_holders
from ledger.projections.queries.record import latest_commands
from ledger.projections.queries.votes import votes_of
from web.pages import found, reading, render
from web.questions import ask_only, asked_id, asked_position, slug_in

blueprint = Blueprint("consultations", __name__)


@blueprint.get("/")
def index() -> str:
    ask_only("before")
    before = asked_position("before")
    with reading() as now:
        return render(
            "consultations/index.html",
            position=now.position,
            listed=consultations_listed(now, before=before),
            before=before,
            latest=latest_commands(now),
        )


@blueprint.get("/consultations/<slug>")
def consultation(slug: str) -> str:
    ask_only("meetings_after", "challenges_after", "participants_after", "votes_before")
    with reading() as now:
        one = found(consultation_at(now, slug_in(slug, "process")), "process", slug)
        return render(
            "consultations/consultation.html",
            position=now.position,
            consultation=one,
            stages=stages_of(now, one.id),
            rules=rules_in_force(now, one.id),
            sessions=sessions_of(now, one.id, after=asked_id("meetings_after")),
            challenges=challenges_of(now, one.id, after=asked_position("challenges_after") or 0),
            frameworks=frameworks_of(now, one.id),
            counts=counts_by_group(now, one.id),
            accredited=accredited_to(now, one.id, after=asked_id("participants_after")),
            roles=role_holders(now, one.id),
            votes=votes_of(now, one.id, before=asked_position("votes_before")),
        )
