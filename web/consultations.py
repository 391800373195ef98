"""The front page, with what waits for whoever is signed in, and one consultation ("process")."""

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
from ledger.projections.queries.own import texts_under_draft
from ledger.projections.queries.participants import accredited_to, counts_by_group, role_holders
from ledger.projections.queries.record import latest_commands
from ledger.projections.queries.votes import votes_of
from ledger.projections.queries.work import work_of
from ledger.projections.reading import Reading
from web.actions import on_consultation, on_front_page, on_statements, reader
from web.forms.drafting import begun_forms
from web.pages import beside, found, ledger, reading, reading_afresh, render
from web.questions import ask_only, asked_id, asked_position, slug_in
from web.visitors import current_sign_in

blueprint = Blueprint("consultations", __name__)


@blueprint.get("/")
def index() -> str:
    """What this is, what waits for whoever is signed in, the processes, and what was recorded last."""
    ask_only("before")
    before = asked_position("before")
    # What waits for her follows from the hour, too.
    with reading_afresh() if current_sign_in(beside()) else reading() as now:
        return render(
            "consultations/index.html",
            position=now.position,
            listed=consultations_listed(now, before=before),
            before=before,
            latest=latest_commands(now),
            **_waiting(now),
        )


def _waiting(now: Reading) -> dict[str, object]:
    visitor = reader()
    if visitor is None:
        return {}
    return {
        "begun": begun_forms(visitor.person.id),
        "work": work_of(now, visitor, ledger().now()),
        "texts": texts_under_draft(now, visitor.consultations),
        "actions": on_front_page(visitor),
    }


@blueprint.get("/consultations/<slug>")
def consultation(slug: str) -> str:
    """One process with everything that belongs to it."""
    ask_only("meetings_after", "challenges_after", "participants_after", "votes_before")
    with reading() as now:
        one = found(consultation_at(now, slug_in(slug, "process")), "process", slug)
        parts = {**_whole_parts(now, one.id), **_paged_parts(now, one.id)}
        doing = {"actions": on_consultation(reader(), one), "on_statements": on_statements(reader(), one.id)}
        return render("consultations/consultation.html", position=now.position, consultation=one, **parts, **doing)


def _whole_parts(now: Reading, id: str) -> dict[str, object]:
    return {
        "stages": stages_of(now, id),
        "rules": rules_in_force(now, id),
        "frameworks": frameworks_of(now, id),
        "counts": counts_by_group(now, id),
        "roles": role_holders(now, id),
    }


def _paged_parts(now: Reading, id: str) -> dict[str, object]:
    return {
        "sessions": sessions_of(now, id, after=asked_id("meetings_after")),
        "challenges": challenges_of(now, id, after=asked_position("challenges_after") or 0),
        "accredited": accredited_to(now, id, after=asked_id("participants_after")),
        "votes": votes_of(now, id, before=asked_position("votes_before")),
    }
