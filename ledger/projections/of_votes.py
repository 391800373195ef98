"""Votes."""

from ledger.domain.vocabulary import Majority
from ledger.domain.votes import Vote, counts
from ledger.projections import tables
from ledger.projections.events import Event
from ledger.projections.folding import Fold
from ledger.projections.memory import Thing, Wanted
from ledger.projections.registry import Family


def wanted(event: Event, want: Wanted) -> None:
    data = event.data
    want.things.add(data["consultation_id"])
    if "session" in data:
        want.things.add(data["session"])
    if "id" in data["subject"]:
        want.things.add(data["subject"]["id"])


def recorded(fold: Fold, event: Event) -> Thing:
    data, subject = event.data, event.data["subject"]
    about = subject["id"] if "id" in subject else subject["symbol"]
    fold.memory.votes[event.stream] = about
    fold.batch.append(
        tables.votes,
        {
            "id": event.stream,
            "consultation_id": data["consultation_id"],
            "subject_kind": subject["kind"],
            "subject": about,
            "wording": data.get("wording"),
            "body": data.get("body"),
            "question": data["question"],
            "method": data["method"],
            "ballots": data.get("ballots"),
            "tally": counts(data),
            "majority": data.get("majority", Majority.SIMPLE.value),
            "result": data["result"],
            "actor": data["actor"],
            "occurred_at": data["occurred_at"],
            "happened_by": fold.happened_by(data["occurred_at"], data["consultation_id"]),
            "session_id": data.get("session"),
            "position": event.position,
        },
    )
    subject_thing = fold.memory.things.get(about)
    framework_id = subject_thing.framework_id if subject_thing else None
    illustrative = fold.is_illustrative(event) or (subject_thing is not None and subject_thing.illustrative)
    thing = Thing("vote", data["consultation_id"], framework_id, illustrative)
    return fold.note_thing(event, event.stream, thing, data["question"])


FAMILY = Family(wanted, {Vote.Recorded: recorded})
