"""Sessions: opening, closing, attendance, and how far their speakers are recorded (rule 11)."""

from typing import Any

from ledger.domain.consultations import Consultation, in_hand
from ledger.domain.errors import RuleBroken
from ledger.domain.participants import all_present, authorize
from ledger.domain.streams import Command, New, Record, Stream, find, refuse_known
from ledger.domain.times import is_earlier
from ledger.domain.vocabulary import Attribution, Rule, StakeholderGroup


class Session(Stream):
    """A meeting of a consultation."""

    kind = "session"

    class Event(Stream.Event):
        pass

    class Convened(Event):
        TOPIC = "ledger.session.convened"
        session_id: str
        consultation_id: str
        title: str
        opens_at: str
        closes_at: str | None = None
        symbol: str | None = None
        place: str | None = None
        attribution: str = Attribution.NAMED
        illustrative: bool = False

        def apply(self, session: "Session") -> None:
            session.consultation_id = self.consultation_id
            session.attribution = Attribution(self.attribution)
            session.opens_at, session.closes_at = self.opens_at, self.closes_at

    class Updated(Event):
        TOPIC = "ledger.session.updated"
        session_id: str
        title: str | None = None
        opens_at: str | None = None
        closes_at: str | None = None
        symbol: str | None = None
        place: str | None = None
        attribution: str | None = None
        illustrative: bool | None = None
        cancelled: bool | None = None

        def apply(self, session: "Session") -> None:
            if self.attribution is not None:
                session.attribution = Attribution(self.attribution)
            session.opens_at = self.opens_at or session.opens_at
            session.closes_at = self.closes_at or session.closes_at
            if self.cancelled is not None:
                session.is_cancelled = self.cancelled

    class Opened(Event):
        TOPIC = "ledger.session.opened"
        session_id: str

        def apply(self, session: "Session") -> None:
            session.opened_at = self.occurred_at

    class AttendanceRecorded(Event):
        TOPIC = "ledger.session.attendance_recorded"
        session_id: str
        participants: list[str] | None = None
        by_group: dict[str, int] | None = None
        total: int | None = None

        def apply(self, session: "Session") -> None:
            session.groups = frozenset(self.by_group or ())
            session.names_people = bool(self.participants)

    class Closed(Event):
        TOPIC = "ledger.session.closed"
        session_id: str

        def apply(self, session: "Session") -> None:
            session.is_closed = True

    def begin(self) -> None:
        self.consultation_id = ""
        self.attribution = Attribution.NAMED
        self.is_cancelled = False
        self.is_closed = False
        self.opened_at: str | None = None
        self.groups: frozenset[str] = frozenset()
        self.names_people = False
        self.opens_at = ""
        self.closes_at: str | None = None


def convene_session(record: Record, command: Command) -> list[New]:
    """Convene a session of a consultation."""
    consultation = in_hand(record, command)
    data = command.data
    refuse_known(record, command, data["session_id"], "session_id")
    _check_times(data["opens_at"], data.get("closes_at"), consultation.timezone)
    return [command.first(Session.Convened, command.data["session_id"])]


def update_session(record: Record, command: Command) -> list[New]:
    """Change what is said of a session; once it was opened, its attribution is never loosened (rule 11)."""
    session = _session(record, command)
    attribution = command.data.get("attribution")
    was_opened = session.opened_at is not None
    if attribution and was_opened and Attribution(attribution).is_looser_than(session.attribution):
        raise RuleBroken("The attribution of a session that was opened is never loosened.", "attribution")
    if attribution and attribution != Attribution.NAMED and session.names_people:
        raise RuleBroken("The attendance on record names people; record it as counts by group first.", "attribution")
    zone = record.aggregate(Consultation, session.consultation_id).timezone
    opens_at = command.data.get("opens_at", session.opens_at)
    _check_times(opens_at, command.data.get("closes_at", session.closes_at), zone)
    if command.data.get("cancelled") and was_opened:
        raise RuleBroken("A session that was opened took place; it cannot be cancelled any more.", "cancelled")
    return [command.first(Session.Updated, session.key)]


def _check_times(opens_at: str, closes_at: str | None, zone: str) -> None:
    if closes_at is not None and is_earlier(closes_at, opens_at, zone):
        raise RuleBroken("A session closes after it opens.", "closes_at")


def open_session(record: Record, command: Command) -> list[New]:
    """Open a session, once."""
    session = _session(record, command)
    if session.is_cancelled:
        raise RuleBroken("This session was cancelled.", "session_id")
    if session.opened_at is not None:
        raise RuleBroken("This session was opened already.", "session_id")
    return [command.first(Session.Opened, session.key)]


def close_session(record: Record, command: Command) -> list[New]:
    """Close a session, once, not before its opening."""
    session = _session(record, command)
    if session.opened_at is None:
        raise RuleBroken("This session was not opened.", "session_id")
    zone = record.aggregate(Consultation, session.consultation_id).timezone
    if is_earlier(command.occurred_at, session.opened_at, zone):
        raise RuleBroken("A session closes after it opens.", "occurred_at")
    if session.is_closed:
        raise RuleBroken("This session was closed already.", "session_id")
    return [command.first(Session.Closed, session.key)]


def record_attendance(record: Record, command: Command) -> list[New]:
    """Record who was there, or how many by group; it replaces what was recorded (rule 11)."""
    session = _session(record, command)
    data = command.data
    if session.opened_at is None:
        raise RuleBroken("Attendance is recorded once the session was opened.", "session_id")
    if session.attribution is Attribution.NAMED:
        all_present(record, data.get("participants", []), "participants")
        return [command.first(Session.AttendanceRecorded, session.key)]
    if "participants" in data:
        raise RuleBroken("Where speakers are not named, attendance is counts by group, never a list.", "participants")
    consultation = record.aggregate(Consultation, session.consultation_id)
    told = fold_small_groups(data, consultation.rule(Rule.SMALL_GROUP))
    recorded = command.first(Session.AttendanceRecorded, session.key)
    for key in ("by_group", "total"):
        recorded.values.pop(key, None)
    recorded.values.update(told)
    return [recorded]


def fold_small_groups(counts: dict[str, Any], smallest: int) -> dict[str, Any]:
    """Attendance as it may stand on record: a group below `smallest` under `other`; where that is too few, the total.

    Folding what was folded changes nothing, so that an export imports as it is.
    """
    if "by_group" not in counts:
        return {"total": counts["total"]}
    groups = {group: count for group, count in counts["by_group"].items() if count >= smallest}
    groups.pop(StakeholderGroup.OTHER, None)
    total = sum(counts["by_group"].values())
    other = total - sum(groups.values())
    if other == 0:
        return {"by_group": groups}
    return {"by_group": {**groups, "other": other}} if other >= smallest else {"total": total}


def _session(record: Record, command: Command) -> Session:
    session = find(record, Session, command.data["session_id"], "session_id")
    authorize(record, command, consultation_id=session.consultation_id)
    return session


def check_session(record: Record, command: Command) -> None:
    """The session in which a command says that it happened is on record and was not cancelled.

    Raises:
        NotFound: there is no such session.
        RuleBroken: it was cancelled.
    """
    if command.session is not None and find(record, Session, command.session, "session").is_cancelled:
        raise RuleBroken("This session was cancelled.", "session")


def named_session(record: Record, command: Command, consultation_id: str) -> Session | None:
    """The session in which the command says that it happened, one of the consultation that it is about.

    Raises:
        RuleBroken: it belongs to another consultation.
    """
    if command.session is None:
        return None
    session = record.aggregate(Session, command.session)
    if session.consultation_id != consultation_id:
        raise RuleBroken("This session belongs to another consultation.", "session")
    return session
