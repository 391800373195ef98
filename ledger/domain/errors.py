"""What can be refused, and why.

    LedgerError
    ├── CannotStart          the ledger cannot be opened: settings, a newer form, a database that cannot be written
    └── Refusal              a command that was not recorded; nothing of it is on record
        ├── InvalidCommand   its form is wrong: the fields say where
        ├── NotFound         it names something that the ledger does not know
        ├── AlreadyUsed      it gives an id, a slug or a command_id that is taken
        ├── NotAllowed       its actor may not do this
        ├── RuleBroken       a rule of the record or of the consultation stands against it
        ├── TooLong          one of its records would be longer than the log allows
        └── MovedOn          the words or the state that the sender saw have changed meanwhile

Only `web` maps these to statuses and only `cli` to exit codes.
"""

from dataclasses import dataclass


class LedgerError(Exception):
    """Anything that the ledger says no to, in one sentence for a person."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CannotStart(LedgerError):
    """The ledger cannot be opened as it is; the sentence says what to do."""

    code = "cannot_start"


class Refusal(LedgerError):
    """A command that was refused whole.

    Attributes:
        field: dotted path of the field in the command's data that the refusal speaks of ("changes.0.edits"), or ""
            where it speaks of the whole.
        errors: sentences by field.
    """

    code = "refused"

    def __init__(self, message: str, field: str = "", errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.errors = errors if errors is not None else {field: [message]}

    @property
    def sentence(self) -> str:
        """The message with the field that it speaks of."""
        return f"{self.field}: {self.message}" if self.field else self.message


class InvalidCommand(Refusal):
    """The command's form is wrong, whatever the state of the ledger."""

    code = "invalid"


class NotFound(Refusal):
    """The command names something that is not on record."""

    code = "not_found"


class AlreadyUsed(Refusal):
    """An id, a slug or a command_id is taken."""

    code = "already_used"


class NotAllowed(Refusal):
    """The actor has neither the role nor the standing for this."""

    code = "not_allowed"


class RuleBroken(Refusal):
    """A rule of the record, or one that the consultation adopted, stands against the command.

    Attributes:
        rule: the rule's name, where the consultation adopted it ("amendments_close_at"), else "".
    """

    code = "rule_broken"

    def __init__(self, message: str, field: str = "", *, rule: str = "") -> None:
        super().__init__(message, field)
        self.rule = rule


class TooLong(Refusal):
    """A record's line may have 65,535 bytes; this one would have more."""

    code = "too_long"


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that is no longer as the sender saw it.

    Attributes:
        kind: `provision`, `framework` or `motion`.
        id: which one.
        seen: the digest of the wording, or the number of the revision, that the command gave.
        today: the same as it stands now.
        heading: the provision's heading as it stands ("" for other kinds).
        text: the provision's text as it stands ("" for other kinds).
    """

    kind: str
    id: str
    seen: str
    today: str
    heading: str = ""
    text: str = ""


class MovedOn(Refusal):
    """The words or the state under the command have changed since its sender saw them.

    Attributes:
        moved: what moved, with what stands now, so that the sender can go on from there.
    """

    code = "moved_on"

    def __init__(self, message: str, field: str = "", *, moved: list[Moved]) -> None:
        super().__init__(message, field)
        self.moved = moved
