"""One participant: who it is, and what it put forward, supported and said."""

from flask import Blueprint, url_for

from ledger.projections.queries.participants import participant_with, sponsored_by, stances_of, statements_of
from ledger.projections.queries.things import things_named
from ledger.projections.queries.visitors import TakingPart, taking_part
from ledger.projections.reading import Reading
from web.accounts import is_for
from web.actions import Action, on_participant, on_statements, reader
from web.pages import found, ledger, reading, render
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
            actions=_actions(now, one.person.id),
            on_statements=on_statements(reader(), None),
        )


def _actions(now: Reading, participant_id: str) -> list[Action]:
    """What whoever reads may do here; nothing is looked up for nobody."""
    visitor = reader()
    if visitor is None:
        return []
    participant = taking_part(now, participant_id, ledger().now())
    held = things_named(now, (place for _, place in visitor.roles))
    processes = {id: thing.title for id, thing in held.items()}
    return [*_account(visitor, participant), *on_participant(visitor, participant, processes)]


def _account(visitor: TakingPart, participant: TakingPart | None) -> list[Action]:
    if participant is None or participant.person.id == visitor.person.id or not is_for(visitor, participant):
        return []
    return [Action("Account and invitation", url_for("accounts.account", participant_id=participant.person.id))]
