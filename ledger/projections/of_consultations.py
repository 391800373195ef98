"""Consultations, their stages and rules, and their sessions."""

from ledger.domain.consultations import Consultation
from ledger.domain.sessions import Session
from ledger.domain.vocabulary import Attribution, Stage
from ledger.projections import tables
from ledger.projections.events import Event
from ledger.projections.folding import Fold, given, sealed
from ledger.projections.memory import Thing, Wanted
from ledger.projections.registry import Family


def wanted(event: Event, want: Wanted) -> None:
    want.things.add(event.stream)
    for key in ("consultation_id", "framework_id"):
        if key in event.data:
            want.things.add(event.data[key])


def opened(fold: Fold, event: Event) -> Thing:
    data = event.data
    fold.memory.zones[event.stream] = data["timezone"]
    row = {
        "id": event.stream,
        "slug": data["slug"],
        "title": data["title"],
        "mandate": data["mandate"],
        "conveners": data["conveners"],
        "language": data["language"],
        "timezone": data["timezone"],
        "symbol": data.get("symbol"),
        "source": data.get("source"),
        "opened_at": data["occurred_at"],
        "position": event.position,
    }
    fold.batch.insert(tables.consultations, row)
    thing = Thing("consultation", event.stream, None, False)
    return fold.note_thing(event, event.stream, thing, data["title"])


def updated(fold: Fold, event: Event) -> Thing:
    values = given(event.data, "title", "mandate", "conveners", "language", "timezone", "symbol", "source")
    if values:
        fold.batch.change(tables.consultations, event.stream, values)
    if values.get("timezone"):
        fold.memory.zones[event.stream] = values["timezone"]
    _retitle(fold, event, values)
    return fold.memory.things[event.stream]


def stage_entered(fold: Fold, event: Event) -> Thing:
    return _enter(fold, event, event.data["stage"])


def concluded(fold: Fold, event: Event) -> Thing:
    values = {"outcome": event.data["outcome"], "concluded": event.position}
    fold.batch.change(tables.consultations, event.stream, values)
    return _enter(fold, event, Stage.CONCLUDED.value)


def _enter(fold: Fold, event: Event, stage: str) -> Thing:
    title = event.data.get("title")
    fold.batch.change(tables.consultations, event.stream, {"stage": stage, "stage_title": title})
    row = {
        "position": event.position,
        "consultation_id": event.stream,
        "stage": stage,
        "title": title,
        "reason_digest": sealed(event.data, "reason"),
        "occurred_at": event.data["occurred_at"],
    }
    fold.batch.append(tables.stages, row)
    return fold.memory.things[event.stream]


def rule_adopted(fold: Fold, event: Event) -> Thing:
    framework_id = event.data.get("framework_id")
    row = {
        "position": event.position,
        "consultation_id": event.stream,
        "framework_id": framework_id,
        "rule": event.data["rule"],
        "value": event.data["value"],
        "occurred_at": event.data["occurred_at"],
    }
    fold.batch.append(tables.rules, row)
    return fold.memory.things[framework_id or event.stream]


def session_convened(fold: Fold, event: Event) -> Thing:
    data = event.data
    illustrative = data.get("illustrative", False)
    row = {
        "id": event.stream,
        "consultation_id": data["consultation_id"],
        "title": data["title"],
        "symbol": data.get("symbol"),
        "place": data.get("place"),
        "opens_at": data["opens_at"],
        "closes_at": data.get("closes_at"),
        "attribution": data.get("attribution", Attribution.NAMED.value),
        "cancelled": False,
        "illustrative": illustrative,
        "position": event.position,
    }
    fold.batch.insert(tables.sessions, row)
    thing = Thing("session", data["consultation_id"], None, illustrative)
    return fold.note_thing(event, event.stream, thing, data["title"])


def session_updated(fold: Fold, event: Event) -> Thing:
    fields = ("title", "symbol", "place", "opens_at", "closes_at", "attribution", "illustrative", "cancelled")
    values = given(event.data, *fields)
    if values:
        fold.batch.change(tables.sessions, event.stream, values)
    _retitle(fold, event, values)
    session = fold.memory.things[event.stream]
    if "illustrative" in values:
        session.illustrative = values["illustrative"]
        fold.batch.change(tables.things, event.stream, {"illustrative": values["illustrative"]})
    return session


def session_opened(fold: Fold, event: Event) -> Thing:
    fold.batch.change(tables.sessions, event.stream, {"opened_at": event.data["occurred_at"]})
    return fold.memory.things[event.stream]


def session_closed(fold: Fold, event: Event) -> Thing:
    fold.batch.change(tables.sessions, event.stream, {"closed_at": event.data["occurred_at"]})
    return fold.memory.things[event.stream]


def attendance_recorded(fold: Fold, event: Event) -> Thing:
    attendance = given(event.data, "participants", "by_group", "total")
    fold.batch.change(tables.sessions, event.stream, {"attendance": attendance})
    return fold.memory.things[event.stream]


def _retitle(fold: Fold, event: Event, values: dict[str, str]) -> None:
    if "title" in values:
        fold.batch.change(tables.things, event.stream, {"title": values["title"]})


FAMILY = Family(
    wanted,
    {
        Consultation.Opened: opened,
        Consultation.Updated: updated,
        Consultation.StageEntered: stage_entered,
        Consultation.RuleAdopted: rule_adopted,
        Consultation.Concluded: concluded,
        Session.Convened: session_convened,
        Session.Updated: session_updated,
        Session.Opened: session_opened,
        Session.AttendanceRecorded: attendance_recorded,
        Session.Closed: session_closed,
    },
)
