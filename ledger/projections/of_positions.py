"""Positions: stances as they are taken and withdrawn."""

from ledger.domain.positions import Positions
from ledger.projections import tables
from ledger.projections.events import Event
from ledger.projections.folding import Fold, sealed
from ledger.projections.memory import Thing, Wanted
from ledger.projections.registry import Family


def wanted(event: Event, want: Wanted) -> None:
    want.things.add(event.data["subject"]["id"])


def stance_taken(fold: Fold, event: Event) -> Thing:
    data = event.data
    return _say(fold, event, data["stance"], data["wording"])


def stance_withdrawn(fold: Fold, event: Event) -> Thing:
    return _say(fold, event, "withdrawn", None)


def _say(fold: Fold, event: Event, stance: str, wording: str | None) -> Thing:
    data, subject = event.data, event.data["subject"]
    thing = fold.memory.things[subject["id"]]
    fold.batch.append(
        tables.stances,
        {
            "subject_id": subject["id"],
            "participant_id": data["participant_id"],
            "since": event.position,
            "subject_kind": subject["kind"],
            "stance": stance,
            "wording": wording,
            "on_behalf_of": data.get("on_behalf_of"),
            "except": data.get("except"),
            "reservation_digest": sealed(data, "reservation"),
            "reason_digest": sealed(data, "reason"),
            "counter_motion": data.get("counter_motion"),
            "actor": data["actor"],
            "occurred_at": data["occurred_at"],
            "happened_by": fold.happened_by(data["occurred_at"], thing.consultation_id),
        },
    )
    fold.batch.replace(
        tables.standing_stances,
        {
            "subject_id": subject["id"],
            "participant_id": data["participant_id"],
            "since": event.position,
            "stance": stance,
            "wording": wording or "",
        },
    )
    return thing


FAMILY = Family(wanted, {Positions.StanceTaken: stance_taken, Positions.StanceWithdrawn: stance_withdrawn})
