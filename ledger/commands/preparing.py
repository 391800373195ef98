"""Preparing a command, outside the write lock: its schema, its normal form, the sealing of personal words.

What depends on the state of the ledger is refused later, after its `command_id` was looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError, fields, missing

from ledger.commands.fields import Actor, Erased, Id, Name, Object, When, normalised
from ledger.commands.table import COMMANDS, CommandForm
from ledger.domain.errors import InvalidCommand, NotAllowed
from ledger.domain.streams import Command
from ledger.domain.vocabulary import SYSTEM


@dataclass(frozen=True, slots=True)
class SealedWords:
    """One sealed field on its way in.

    Attributes:
        author: id of the participant whose words they are, or None.
        thing: id of what they belong to.
    """

    field: str
    value: str | list[str]
    author: str | None
    thing: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A command that its schema lets through.

    Attributes:
        command: with sealed fields left as they were given, until they are sealed.
        sealed: the words to seal.
        notes: what was put into normal form, in sentences for the sender.
    """

    form: CommandForm
    command: Command
    sealed: list[SealedWords] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


ENVELOPE: dict[str, fields.Field[Any]] = {
    "command": Name(required=True),
    "command_id": Id(required=True),
    "occurred_at": When(),
    "actor": Actor(required=True),
    "session": Id(),
    "data": Object(required=True),
}
"""What stands around the data of every command."""


def prepare(line: Mapping[str, Any], *, importing: bool = False) -> Prepared:
    """The command that a line says: `{command, command_id, occurred_at?, actor, session?, data}`.

    Args:
        importing: whether it comes by the import or the command line, which may act as `system`, say when things
            happened, and bring words that were erased.

    Raises:
        InvalidCommand: its form is wrong; fields are named by their path within the data ("changes.0.base").
        NotAllowed: only the import may say this.
    """
    notes: list[str] = []
    token = normalised.set(notes)
    try:
        envelope = _opened(line)
        form = COMMANDS.get(envelope["command"])
        if form is None:
            raise InvalidCommand(f"There is no command {envelope['command'][:60]!r}.", "command")
        data = _load(form.schema, envelope["data"])
    finally:
        normalised.reset(token)
    if envelope["actor"] == SYSTEM and not importing:
        raise NotAllowed("Only the import and the command line act as the system.", "actor")
    command = Command(
        name=form.name,
        command_id=envelope["command_id"],
        actor=envelope["actor"],
        occurred_at=envelope.get("occurred_at", ""),
        data=data,
        is_dated="occurred_at" in envelope,
        is_imported=importing,
        session=envelope.get("session"),
    )
    sentences = [f"{name} was put into Unicode normal form C." for name in notes]
    return Prepared(form, command, _sealed(form, command), sentences)


def _sealed(form: CommandForm, command: Command) -> list[SealedWords]:
    """The words that the command seals. Those that were erased before come as their digest, in an import only."""
    words: list[SealedWords] = []
    for name in form.sealed:
        value = command.data.get(name)
        if isinstance(value, Erased):
            if not command.is_imported:
                raise InvalidCommand("Only an import brings words that were erased.", name)
            command.data[name] = {"sealed": value.digest}
        elif value:
            thing, author = form.owner(command.data, command.actor)
            words.append(SealedWords(name, value, author, thing))
    return words


def _opened(line: Mapping[str, Any]) -> dict[str, Any]:
    """The envelope, field by field: for six fields a schema of its own would cost as much as that of the data."""
    errors = {str(name): ["There is no such field."] for name in line if name not in ENVELOPE}
    envelope: dict[str, Any] = {}
    for name, field_ in ENVELOPE.items():
        try:
            value = field_.deserialize(line.get(name, missing))
        except ValidationError as error:
            errors[name] = [str(message) for message in error.messages]
        else:
            if value is not missing:
                envelope[name] = value
    if errors:
        raise _invalid(errors)
    return envelope


def _load(schema: Schema, value: Any) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(value)
    except ValidationError as error:
        raise _invalid(error.messages_dict) from None
    return loaded


def _invalid(messages: Mapping[str, Any]) -> InvalidCommand:
    errors = _flat(messages, "")
    place, sentences = next(iter(errors.items()))
    return InvalidCommand(sentences[0], place, errors)


def _flat(messages: Any, path: str) -> dict[str, list[str]]:
    """Sentences by dotted path."""
    if isinstance(messages, list):
        return {path: [str(message) for message in messages]}
    found: dict[str, list[str]] = {}
    for key, inner in messages.items():
        name = str(key).encode("ascii", "backslashreplace").decode()[:60]
        below = path if key == "_schema" else f"{path}.{name}".removeprefix(".")
        found.update(_flat(inner, below))
    return found
