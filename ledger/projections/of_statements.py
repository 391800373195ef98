"""Statements."""

from ledger.domain.statements import Statement
from ledger.projections import tables
from ledger.projections.events import Event
from ledger.projections.folding import Fold
from ledger.projections.memory import Thing, Wanted
from ledger.projections.registry import Family


def wanted(event: Event, want: Wanted) -> None:
    data = event.data
    if "session" in data:
        want.things.add(data["session"])
    if "participant_id" in data:
        want.participants.add(data["participant_id"])
    want.things.add(data.get("consultation_id", event.stream))


def made(fold: Fold, event: Event) -> Thing:
    data, batch, id = event.data, fold.batch, event.stream
    consultation_id, speaker = data["consultation_id"], data.get("participant_id")
    batch.insert(
        tables.statements,
        {
            "id": id,
            "consultation_id": consultation_id,
            "session_id": data.get("session"),
            "participant_id": speaker,
            "attribution": data["attribution"],
            "group": data.get("group"),
            "on_behalf_of": data.get("on_behalf_of"),
            "kind": data["kind"],
            "language": data.get("language"),
            "text_digest": data["text"]["sealed"],
            "about": data.get("about"),
            "in_reply_to": data.get("in_reply_to"),
            "actor": data["actor"],
            "occurred_at": data["occurred_at"],
            "happened_by": fold.happened_by(data["occurred_at"], consultation_id),
            "position": event.position,
        },
    )
    for about in dict.fromkeys(thing["id"] for thing in data.get("about", ())):
        batch.append(tables.statement_subjects, {"thing_id": about, "statement_id": id, "position": event.position})
    illustrative = fold.is_illustrative(event, speaker) if speaker else fold.is_illustrative(event)
    return fold.note_thing(event, id, Thing("statement", consultation_id, None, illustrative), None)


def redacted(fold: Fold, event: Event) -> Thing:
    values = {"redacted": event.position, "redacted_reason": event.data["reason"]}
    fold.batch.change(tables.statements, event.stream, values)
    return fold.memory.things[event.stream]


FAMILY = Family(wanted, {Statement.Made: made, Statement.Redacted: redacted})
