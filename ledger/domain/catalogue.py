"""Every event form of the record, by its topic."""

import dataclasses
from dataclasses import MISSING
from typing import Any

from eventsourcing.utils import register_topic

from ledger.domain.consultations import Consultation
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.participants import Accreditation, Participant
from ledger.domain.positions import Positions
from ledger.domain.sessions import Session
from ledger.domain.statements import Statement
from ledger.domain.streams import Event, Stream
from ledger.domain.votes import Vote

STREAMS: tuple[type[Stream], ...] = (
    Participant,
    Accreditation,
    Consultation,
    Session,
    Statement,
    Vote,
    Framework,
    Motion,
    Positions,
)

STREAM_OF: dict[type[Event], type[Stream]] = {
    event: stream
    for stream in STREAMS
    for event in vars(stream).values()
    if isinstance(event, type) and issubclass(event, Event) and "TOPIC" in vars(event)
}
"""The aggregate that each event class belongs to."""

EVENTS: dict[str, type[Event]] = {event.TOPIC: event for event in STREAM_OF}
"""Event classes by topic; what a record names is looked up here, never imported."""

for _topic, _event in EVENTS.items():
    register_topic(_topic, _event)


def forms() -> dict[str, dict[str, Any]]:
    """Every event form: {topic: {"version", "about", "fields": {name: {"type", "required"}}}}, sorted by topic."""
    return {topic: _form(kind) for topic, kind in sorted(EVENTS.items())}


def _form(kind: type[Event]) -> dict[str, Any]:
    fields = {
        # A field whose name is a word of Python's own ends in an underscore there, and not in the record.
        field.name.removesuffix("_"): {"type": _type(field.type), "required": field.default is MISSING}
        for field in dataclasses.fields(kind)
        if field.name not in ("originator_id", "originator_version")
    }
    return {
        "version": getattr(kind, "class_version", 1),
        "about": (kind.__doc__ or "").split("\n")[0],
        "fields": fields,
    }


def _type(annotation: Any) -> str:
    name = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "") or str(annotation)
    if not isinstance(annotation, type) and not isinstance(annotation, str):
        name = str(annotation)
    return name.replace("typing.", "").replace(" | None", "")
