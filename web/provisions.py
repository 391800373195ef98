"""One provision: its history and what is said about it."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from ledger.projections.queries.own import own_positions, tabling_closed
from ledger.projections.queries.provisions import ProvisionInFull, motion_proposing, provision_in_full
from ledger.projections.reading import Reading
from web.actions import may_table, on_provision, on_statements, reader
from web.errors import PageNotFound
from web.pages import found, ledger, reading, render
from web.questions import ask_only, asked_position, id_in

blueprint = Blueprint("provisions", __name__)


@blueprint.get("/provisions/<provision_id>")
def provision(provision_id: str) -> str | Response:
    ask_only("before", "at")
    id, before, at = id_in(provision_id, "provision"), asked_position("before"), asked_position("at")
    with reading() as now:
        if at is not None and at > now.position:
            raise PageNotFound("record no.", str(at), f"The newest is record no. {now.position}.")
        page = provision_in_full(now, id, ledger().now(), before=before, at=at)
        proposed_by = None if page else motion_proposing(now, id)
        if proposed_by:
            return redirect(url_for("motions.motion", motion_id=proposed_by))
        shown = found(page, "provision", provision_id)
        context = {"page": shown, "before": before, "at": at, **_doing(now, shown)}
        return render("provisions/provision.html", position=now.position, **context)


def _doing(now: Reading, page: ProvisionInFull) -> dict[str, object]:
    """What whoever reads may do here; nothing is looked up for nobody."""
    visitor = reader()
    if visitor is None:
        return {}
    own = own_positions(now, visitor.ids, page.provision.id, page.provision.wording)
    tables = may_table(visitor, page.framework, tabling_closed(now, page.framework, ledger().now()))
    return {
        "actions": on_provision(visitor, page, own, tables=tables),
        "on_statements": on_statements(visitor, page.framework.consultation_id),
    }
