"""Consultations: stages, adopted rules, conclusion."""

from typing import Any
from uuid import UUID

from ledger.domain.errors import AlreadyUsed, RuleBroken
from ledger.domain.participants import Sealed, all_present, authorize
from ledger.domain.streams import Command, New, Record, Stream, find, refuse_known
from ledger.domain.vocabulary import Rule, Stage

DEFAULT_RULES: dict[str, Any] = {Rule.DECISION_METHOD: "organizer", Rule.SMALL_GROUP: 5}
"""What holds where a consultation adopted nothing; a rule that is not here is then not in force."""


class Consultation(Stream):
    """A process: its stage, its zone and the rules that it adopted."""

    kind = "consultation"

    class Event(Stream.Event):
        pass

    class Opened(Event):
        TOPIC = "ledger.consultation.opened"
        consultation_id: str
        slug: str
        title: str
        mandate: str
        conveners: list[str]
        language: str
        timezone: str
        symbol: str | None = None
        source: str | None = None

        def apply(self, consultation: "Consultation") -> None:
            consultation.timezone = self.timezone
            consultation.language = self.language

        def names(self) -> list[tuple[str, str, UUID]]:
            return [("consultation", self.slug, self.originator_id)]

    class Updated(Event):
        TOPIC = "ledger.consultation.updated"
        consultation_id: str
        title: str | None = None
        mandate: str | None = None
        conveners: list[str] | None = None
        language: str | None = None
        timezone: str | None = None
        symbol: str | None = None
        source: str | None = None

        def apply(self, consultation: "Consultation") -> None:
            consultation.timezone = self.timezone or consultation.timezone
            consultation.language = self.language or consultation.language

    class StageEntered(Event):
        TOPIC = "ledger.consultation.stage_entered"
        consultation_id: str
        stage: str
        title: str | None = None
        reason: Sealed | None = None

        def apply(self, consultation: "Consultation") -> None:
            consultation.stage = (self.stage, self.title)

    class RuleAdopted(Event):
        TOPIC = "ledger.consultation.rule_adopted"
        consultation_id: str
        rule: str
        value: str | int | bool
        framework_id: str | None = None

        def apply(self, consultation: "Consultation") -> None:
            consultation.rules[(self.rule, self.framework_id)] = self.value

    class Concluded(Event):
        TOPIC = "ledger.consultation.concluded"
        consultation_id: str
        outcome: str

        def apply(self, consultation: "Consultation") -> None:
            consultation.stage = (Stage.CONCLUDED, None)
            consultation.is_concluded = True

    def begin(self) -> None:
        self.timezone = "UTC"
        self.language = ""
        self.stage: tuple[str, str | None] = ("", None)
        self.is_concluded = False
        self.rules: dict[tuple[str, str | None], Any] = {}

    def rule(self, rule: str, framework_id: str | None = None) -> Any:
        """The value of a rule for a framework: its own, else the consultation's, else the default (None: no rule)."""
        own = self.rules.get((rule, framework_id))
        return own if own is not None else self.rules.get((rule, None), DEFAULT_RULES.get(rule))


def open_consultation(record: Record, command: Command) -> list[New]:
    """Open a consultation at an address of its own."""
    data = command.data
    authorize(record, command)
    refuse_known(record, command, data["consultation_id"], "consultation_id")
    if record.stream_named("consultation", data["slug"]) is not None:
        raise AlreadyUsed(f"There is a consultation at {data['slug']} already.", "slug")
    all_present(record, data["conveners"], "conveners")
    return [command.first(Consultation.Opened, data["consultation_id"])]


def update_consultation(record: Record, command: Command) -> list[New]:
    """Change what is said of a consultation; its address stays."""
    consultation = in_hand(record, command)
    if "conveners" in command.data:
        all_present(record, command.data["conveners"], "conveners")
    return [command.first(Consultation.Updated, consultation.key)]


def enter_stage(record: Record, command: Command) -> list[New]:
    """Enter a stage, the next or an earlier one; it decides nothing (rule 9)."""
    consultation = in_hand(record, command)
    if consultation.stage == (command.data["stage"], command.data.get("title")):
        raise RuleBroken("The consultation is at this stage already.", "stage")
    return [command.first(Consultation.StageEntered, consultation.key)]


def conclude_consultation(record: Record, command: Command) -> list[New]:
    """Conclude a consultation, once, with its outcome."""
    consultation = in_hand(record, command)
    if consultation.is_concluded:
        raise RuleBroken("The consultation was concluded already.", "consultation_id")
    return [command.first(Consultation.Concluded, consultation.key)]


def in_hand(record: Record, command: Command) -> Consultation:
    """The consultation that the command names, once its actor may act in it."""
    consultation_id = command.data["consultation_id"]
    consultation = find(record, Consultation, consultation_id, "consultation_id")
    authorize(record, command, consultation_id=consultation_id)
    return consultation
