"""Every event form of the record, by its topic."""

from eventsourcing.utils import register_topic

from ledger.domain.consultations import Consultation
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.participants import Participant
from ledger.domain.positions import Positions
from ledger.domain.sessions import Session
from ledger.domain.standing import Accreditation
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
