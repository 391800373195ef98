"""The normal form of a command, made again from its events alone: commands out are commands in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger.commands.preparing import ENVELOPE
from ledger.commands.table import COMMANDS
from ledger.domain.frameworks import Framework
from ledger.domain.streams import Event

NEVER_WRITTEN = frozenset({"expected"})
"""What the sender saw is of no use to whoever imports: the text stands there as it stood here."""


def commands_of(events: Iterable[Event]) -> Iterator[list[Event]]:
    """The events in order of position, those of one command together."""
    together: list[Event] = []
    for event in events:
        if together and event.command is not None:
            yield together
            together = []
        together.append(event)
    if together:
        yield together


def sealed_digests(events: Iterable[Event]) -> list[str]:
    """The digests of all sealed fields in the events."""
    values = (value for event in events for value in vars(event).values())
    return [value["sealed"] for value in values if isinstance(value, dict) and "sealed" in value]


def normal_form(events: list[Event], disclosed: Mapping[str, Any]) -> dict[str, Any]:
    """The line of one command.

    Args:
        events: all events of the command.
        disclosed: values by digest; a sealed field that is not there was erased.
    """
    first = events[0]
    state = vars(first)
    fields = COMMANDS[str(first.command)].schema.fields
    data = {key: _opened(state[key], disclosed) for key in fields if key in state and key not in NEVER_WRITTEN}
    if isinstance(first, Framework.VersionReceived):
        received = [_provision(event) for event in events if isinstance(event, Framework.ProvisionReceived)]
        data |= {"provisions": received} if received else {}
    envelope: dict[str, Any] = {key: state[key] for key in ENVELOPE if key in state}
    return {**envelope, "data": data}


def _opened(value: Any, disclosed: Mapping[str, Any]) -> Any:
    if isinstance(value, dict) and set(value) == {"sealed"}:
        digest = value["sealed"]
        return disclosed.get(digest, {"erased": digest})
    return value


_OF_A_PROVISION = ("provision_id", "parent", "kind", "label", "heading", "text", "levels", "horizons", "people")


def _provision(event: Event) -> dict[str, Any]:
    return {key: vars(event)[key] for key in _OF_A_PROVISION if key in vars(event)}
