"""Statements: what was said in the dialogue, and how far its speaker is recorded (rule 11)."""

from typing import Any
from uuid import UUID

from ledger.domain.consultations import Consultation
from ledger.domain.errors import NotFound, RuleBroken
from ledger.domain.participants import Sealed, all_present, authorize
from ledger.domain.sessions import Session, named_session
from ledger.domain.standing import accredited
from ledger.domain.streams import Command, New, Record, Stream, find, refuse_known
from ledger.domain.vocabulary import SYSTEM, Attribution, StakeholderGroup, StatementKind


class Statement(Stream):
    """An intervention; its text is sealed."""

    kind = "statement"

    class Event(Stream.Event):
        pass

    class Made(Event):
        TOPIC = "ledger.statement.made"
        statement_id: str
        consultation_id: str
        kind: str
        text: Sealed
        attribution: str
        participant_id: str | None = None
        group: str | None = None
        on_behalf_of: list[str] | None = None
        language: str | None = None
        about: list[dict[str, str]] | None = None
        in_reply_to: str | None = None

        def apply(self, statement: "Statement") -> None:
            statement.consultation_id = self.consultation_id
            statement.statement_kind = self.kind
            statement.attribution = Attribution(self.attribution)

    class Redacted(Event):
        TOPIC = "ledger.statement.redacted"
        statement_id: str
        reason: str
        note: Sealed | None = None

        def apply(self, statement: "Statement") -> None:
            statement.is_redacted = True

        def forgets(self) -> list[dict[str, str]]:
            return [{"thing": self.statement_id, "field": "text"}]

    def begin(self) -> None:
        self.consultation_id = ""
        self.statement_kind = ""
        self.attribution = Attribution.NAMED
        self.is_redacted = False


def make_statement(record: Record, command: Command) -> list[New]:
    """Put an intervention on record, its speaker as far as the session lets (rule 11)."""
    data = command.data
    find(record, Consultation, data["consultation_id"], "consultation_id")
    # A summary is given by those in the chair, so that being the speaker is not enough.
    is_of_the_chair = data["kind"] == StatementKind.SUMMARY
    speaker = [data["participant_id"]] if "participant_id" in data and not is_of_the_chair else []
    authorize(record, command, consultation_id=data["consultation_id"], acting=speaker)
    refuse_known(record, command, data["statement_id"], "statement_id")
    _check_about(record, data.get("about", []))
    session = named_session(record, command, data["consultation_id"])
    asked = session.attribution if session else Attribution.NAMED
    attribution = Attribution(data.get("attribution", asked))
    if attribution.is_looser_than(asked):
        raise RuleBroken(f"Speakers of this session are not recorded beyond: {asked.value}.", "attribution")
    if attribution is Attribution.NAMED:
        return [_named(record, command)]
    return [_unnamed(command, session, attribution)]


def _named(record: Record, command: Command) -> New:
    data = command.data
    if "participant_id" not in data:
        raise RuleBroken("Say who spoke.", "participant_id")
    if "group" in data:
        raise RuleBroken("A named speaker's group follows from the speaker.", "group")
    accredited(record, command, data["consultation_id"], data["participant_id"], "participant_id")
    all_present(record, data.get("on_behalf_of", []), "on_behalf_of")
    if "in_reply_to" in data:
        answered = find(record, Statement, data["in_reply_to"], "in_reply_to")
        if answered.consultation_id != data["consultation_id"]:
            raise RuleBroken("This statement belongs to another consultation.", "in_reply_to")
        if answered.attribution is not Attribution.NAMED:
            raise RuleBroken("Nobody replies to a statement whose speaker is not recorded.", "in_reply_to")
    return command.first(Statement.Made, data["statement_id"], attribution=Attribution.NAMED.value)


def _unnamed(command: Command, session: Session | None, attribution: Attribution) -> New:
    """A statement without its speaker: nothing that could tell who spoke, or when, enters the record."""
    data = command.data
    for field in ("participant_id", "on_behalf_of", "in_reply_to"):
        if field in data:
            raise RuleBroken("A statement whose speaker is not recorded has no such field.", field)
    if any(thing["kind"] == "statement" for thing in data.get("about", ())):
        raise RuleBroken("Statements whose speaker is not recorded do not speak of one another.", "about")
    if session is None or session.opened_at is None:
        raise RuleBroken("Only in a session that was opened do speakers remain unnamed.", "session")
    if not session.is_closed:
        raise RuleBroken("Statements whose speaker is not recorded go on record when the session closes.", "session")
    if command.actor != SYSTEM:
        raise RuleBroken("After a session closed, nobody adds a statement to those without a speaker.", "actor")
    told: dict[str, Any] = {"attribution": attribution.value}
    if attribution is Attribution.GROUP:
        if "group" not in data:
            raise RuleBroken("Say for which group.", "group")
        told["group"] = data["group"] if data["group"] in session.groups else StakeholderGroup.OTHER.value
    elif "group" in data:
        raise RuleBroken("A statement without attribution names no group.", "group")
    return command.happening_at(session.opened_at).first(Statement.Made, data["statement_id"], **told)


def redact_statement(record: Record, command: Command) -> list[New]:
    """Take the words of a statement out; that it was made stays on record (rule 10)."""
    statement = find(record, Statement, command.data["statement_id"], "statement_id")
    authorize(record, command, consultation_id=statement.consultation_id)
    if statement.is_redacted:
        raise RuleBroken("The words of this statement were taken out already.", "statement_id")
    return [command.first(Statement.Redacted, statement.key)]


def _check_about(record: Record, about: list[dict[str, str]]) -> None:
    for number, thing in enumerate(about):
        if record.kind_of(UUID(thing["id"])) != thing["kind"]:
            raise NotFound(f"There is no {thing['kind']} with the id {thing['id']}.", f"about.{number}.id")
