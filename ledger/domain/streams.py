"""Streams and their events, commands, and what a rule may ask of the ledger.

A rule is a function of (record, command) that gives new events and changes nothing. An aggregate is the fold of one
stream: applying an event only mutates it and never validates, so that a replay accepts whatever was once accepted.
"""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar, Protocol, Self, TypeVar, cast
from uuid import UUID, uuid5

from eventsourcing.domain import Aggregate, AggregateEvent, OriginatorVersionError

from ledger.domain.errors import AlreadyUsed, NotFound

DERIVED = 5
"""The version of UUIDs that are made from other ids (RFC 9562)."""


class Event(AggregateEvent):
    """What every event holds. What is absent is not in its state at all: the class default answers for it.

    Attributes:
        timestamp: when it was recorded, in UTC (the library's name for `recorded_at`).
        occurred_at: when it happened: a moment in UTC, or a plain date.
        actor: id of the participant who acted, or `system`.
        command_id: the command that it follows from.
        session: the session that the command named.
        command: the command's name, in its first event only, which holds all its data under their own names.
    """

    TOPIC: ClassVar[str]

    timestamp: str  # type: ignore[assignment]
    occurred_at: str
    actor: str
    command_id: str
    _: KW_ONLY
    session: str | None = None
    command: str | None = None

    def mutate(self, aggregate: Any) -> Any:
        """Apply this event to its aggregate and give that back.

        Raises:
            OriginatorVersionError: it is not the next event of the stream.
        """
        if self.originator_version != aggregate.version + 1:
            raise OriginatorVersionError(self.originator_version, aggregate.version + 1)
        self.apply(aggregate)
        aggregate.version = self.originator_version
        return aggregate

    def names(self) -> Iterable[tuple[str, str, UUID]]:
        """The (kind, name, stream) that hold from now on: slugs, provisions and versions lead to a stream."""
        return ()

    def forgets(self) -> list[dict[str, str]]:
        """Which disclosures are deleted with this event: those of an `author`, or of a `thing` (and `field`)."""
        return []


class Stream(Aggregate):
    """The fold of one stream; at version 0 nothing of it is on record."""

    kind: ClassVar[str]
    """The word of the design for what the stream is: `participant`, `motion`."""

    class Event(Event):
        pass

    key = ""
    """Its id as it stands in data and events."""

    @classmethod
    def blank(cls, stream: UUID | str) -> Self:
        """The aggregate before its first event."""
        aggregate = cls.__new__(cls)
        aggregate.__base_init__(stream if isinstance(stream, UUID) else stream_id(stream), 0, cast(Any, ""))
        aggregate.key = str(stream)
        aggregate.begin()
        return aggregate

    def begin(self) -> None:
        """Give every attribute its value before the first event."""

    @property
    def is_on_record(self) -> bool:
        return self.version > 0


S = TypeVar("S", bound=Stream)


@dataclass(frozen=True, slots=True)
class New:
    """An event that a rule gives: its stream, its class and its values, without number and time of recording."""

    kind: type[Event]
    stream: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A prepared command: its schema holds, its words are in normal form and sealed.

    Attributes:
        actor: id of a participant, or `system`.
        occurred_at: when it happened; where `is_dated` is false, what the clock said.
        is_dated: whether the sender gave `occurred_at`.
        is_imported: whether it comes by the import or the command line, which may say when things happened.
        session: id of the session in which it happened.
        data: what the schema of `name` lets through; a sealed field is `{"sealed": digest}`.
    """

    name: str
    command_id: str
    actor: str
    occurred_at: str
    data: dict[str, Any]
    is_dated: bool = False
    is_imported: bool = False
    session: str | None = None

    def first(self, kind: type[Event], stream: str, /, **computed: Any) -> New:
        """The command's first event: all its data but what its sender `expected`, then what was computed."""
        said = {key: value for key, value in self.data.items() if key != "expected"}
        return self._event(kind, stream, {"command": self.name, **said, **computed})

    def then(self, kind: type[Event], stream: str, /, **values: Any) -> New:
        """An event that follows from the command in the same transaction."""
        return self._event(kind, stream, values)

    def happening_at(self, occurred_at: str) -> "Command":
        """The same command with another time."""
        return replace(self, occurred_at=occurred_at)

    def _event(self, kind: type[Event], stream: str, values: dict[str, Any]) -> New:
        values.update(occurred_at=self.occurred_at, actor=self.actor, command_id=self.command_id)
        if self.session is not None:
            values["session"] = self.session
        return New(kind, stream, values)


class Record(Protocol):
    """The ledger as a rule sees it: current to the last position, while the write lock is held."""

    def aggregate(self, kind: type[S], stream: str) -> S:
        """The stream's aggregate, at version 0 where nothing is on record; not to be changed."""

    def stream_named(self, kind: str, name: str) -> UUID | None:
        """The stream behind a slug, a provision or a version."""

    def kind_of(self, thing: UUID) -> str | None:
        """What an id was given to: the kind of a stream, `provision` or `version`; None where it is free."""

    def first_position(self, stream: UUID) -> int | None:
        """The position of the stream's first event."""


def find(record: Record, kind: type[S], thing: str, field: str) -> S:
    """The aggregate of an id that a command names.

    Raises:
        NotFound: nothing of that kind has this id.
    """
    aggregate = record.aggregate(kind, thing)
    if not aggregate.is_on_record:
        raise NotFound(f"There is no {kind.kind} with the id {thing}.", field)
    return aggregate


def find_named(record: Record, kind: type[S], what: str, name: str, field: str) -> S:
    """The aggregate behind a provision's or a version's id.

    Raises:
        NotFound: the ledger knows no such provision or version.
    """
    stream = record.stream_named(what, name)
    if stream is None:
        raise NotFound(f"There is no {what} with the id {name}.", field)
    return record.aggregate(kind, str(stream))


def refuse_known(record: Record, command: Command, thing: str, field: str) -> None:
    """Ids are unique over all kinds; outside an import they are drawn, not derived.

    Raises:
        AlreadyUsed: the id was given before, or could be that of another thing's positions or standing (see `derived`).
    """
    id = UUID(thing)
    if record.kind_of(id) is not None:
        raise AlreadyUsed(f"The id {thing} is already in use.", field)
    if id.version == DERIVED and not command.is_imported:
        raise AlreadyUsed(f"The id {thing} is derived from another; draw one at random.", field)


@lru_cache(maxsize=2048)
def stream_id(thing: str) -> UUID:
    """An id, as it stands in data and events, as the store takes it."""
    return UUID(thing)


@lru_cache(maxsize=2048)
def derived(thing: str, name: str) -> str:
    """The id of a stream that belongs to a thing: its positions, or a participant's accreditation."""
    return str(uuid5(UUID(thing), name))
