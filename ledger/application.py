"""The Ledger: takes prepared commands, decides them one at a time under the write lock, and records their events."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder, StoredEvent, Transcoder
from eventsourcing.utils import Environment, EnvType

from ledger.commands.preparing import Prepared, SealedWords, prepare
from ledger.domain.canonical import trusted_canonical_json
from ledger.domain.catalogue import STREAM_OF
from ledger.domain.errors import AlreadyUsed, Refusal, RuleBroken, TooLong
from ledger.domain.participants import Accreditation, Participant
from ledger.domain.sessions import check_session
from ledger.domain.streams import Event, New, S, Stream, stream_id
from ledger.domain.times import begins, moment
from ledger.projections.connecting import throw_away
from ledger.projections.reading import Reading, ReadModels
from ledger.store.database import Database, environment
from ledger.store.disclosures import Disclosure, seal
from ledger.store.lines import LONGEST_LINE, line_length
from ledger.store.migrate import check, migrate
from ledger.store.record import NameRow, Record, StoredRecord

CACHED_STREAMS = 1024
"""Aggregates that are kept in memory; the rest is folded anew from its events when a rule asks for it."""

CACHED_PEOPLE = 16_384
"""The same for participants and accreditations: they are small, and a consensus asks for all who object."""

LONGEST_CATCH_UP = 10_000
"""Records of other processes that are applied to the cache one by one; beyond that it is emptied."""

EASTERNMOST = "Pacific/Kiritimati"
"""Where a day begins first: a plain date is in the future only if it has begun nowhere."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command.

    Attributes:
        position: of the command's first event.
        last: of its last event.
        is_new: false where it was on record before, and this is what it did then.
        notes: what was put into normal form, in sentences.
    """

    command_id: str
    position: int
    last: int
    is_new: bool = True
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What recording a command would do.

    Attributes:
        events: that it would make, in order; of one that is on record, those that it made.
    """

    answer: Answer
    events: tuple[Event, ...]


class CanonicalTranscoder(Transcoder):
    """Canonical JSON: the stored bytes are readable, and are what is hashed."""

    def __init__(self) -> None:
        self._decode = JSONTranscoder().decode

    def encode(self, obj: Any) -> bytes:
        return trusted_canonical_json(obj)

    def decode(self, data: bytes) -> Any:
        return self._decode(data)


class Ledger(Application[UUID]):
    """One ledger: its commands go in here, and everything that reads starts here.

    Safe to share between threads. Build it after a fork: it holds connections.
    """

    name = "ledger"
    log_section_size = 1000

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.database = database
        super().__init__(environment(database))
        self.record_store = cast(Record, self.recorder)
        self._clock = clock
        self._deciding = _Deciding(self)
        self._read_models = ReadModels(database, self.record_store)

    @classmethod
    def open(cls, url: str) -> "Ledger":
        """The ledger behind a database URL; an SQLite file that is not there yet is made.

        Raises:
            CannotStart: the database cannot be used as it is.
        """
        database = Database.from_url(url)
        if database.kind == "sqlite":
            if not Path(database.name).exists():
                # What stands beside a record that is gone was built from another one.
                throw_away(database)
            migrate(database)
        check(database)
        return cls(database)

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        return Environment(name, dict(env or {}))

    def construct_transcoder(self) -> Transcoder:
        return CanonicalTranscoder()

    def execute(self, line: Mapping[str, Any], *, importing: bool = False) -> Answer:
        """Prepare and record one command.

        Raises:
            Refusal: nothing of it was recorded.
            Busy: the write lock was not free in time.
        """
        answer = self.record([prepare(line, importing=importing)])[0]
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def record(self, commands: Iterable[Prepared], *, keep_going: bool = False) -> list[Answer | Refusal]:
        """Decide a batch under one lock and in one commit; a later command sees an earlier one.

        Args:
            keep_going: whether to go on after a refusal; otherwise it is the last of the answers.

        Returns:
            An answer or a refusal for each command that was looked at, in order. A refused one leaves nothing.

        Raises:
            Busy: the write lock was not free in time.
            PersistenceError: the database failed, and nothing of the batch was recorded.
        """
        answers: list[Answer | Refusal] = []
        sealed = [(prepared, [_sealed(words) for words in prepared.sealed]) for prepared in commands]
        with self._deciding.under_lock():
            for prepared, disclosures in sealed:
                try:
                    answers.append(self._deciding.decide(prepared, disclosures))
                except Refusal as refusal:
                    answers.append(refusal)
                    if not keep_going:
                        break
        return answers

    def try_out(self, prepared: Prepared) -> Trial:
        """What recording a command would do; nothing of it is recorded.

        Raises:
            Refusal: as it stands now, the command would be refused.
            Busy: the write lock was not free in time.
        """
        disclosures = [_sealed(words) for words in prepared.sealed]
        try:
            with self._deciding.under_lock():
                answer = self._deciding.decide(prepared, disclosures)
                stored = self.record_store.stored_between(answer.position, answer.last, LONGEST_CATCH_UP)
                raise _TriedOut(Trial(answer, tuple(self.event(one) for one in stored)))
        except _TriedOut as tried:
            return tried.trial

    def now(self) -> str:
        """The clock's moment, as the record writes it."""
        return moment(self._clock())

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """The read models, complete to the last position, in one read transaction."""
        with self._read_models.reading() as reading:
            yield reading

    @property
    def read_models(self) -> ReadModels:
        """What keeps the read models up to date and builds them anew."""
        return self._read_models

    def stored(self, position: int) -> StoredRecord | None:
        """The record at a position, with its stored bytes."""
        return self.record_store.stored(position)

    def event(self, stored: StoredRecord | StoredEvent) -> Event:
        """A stored event as the domain knows it, upcast to its newest form."""
        return cast(Event, self.mapper.to_domain_event(cast(StoredEvent, stored)))

    def close(self) -> None:
        super().close()
        if hasattr(self, "_read_models"):
            self._read_models.close()
        if hasattr(self, "record_store"):
            self.record_store.close()


class _TriedOut(Exception):
    """Ends the transaction of a command that was only tried out."""

    def __init__(self, trial: Trial) -> None:
        super().__init__()
        self.trial = trial


def _sealed(words: SealedWords) -> Disclosure:
    return seal(words.field, words.value, thing=words.thing, author=words.author)


class Cache:
    """Aggregates by stream, those last asked for; many of the small ones, fewer of those that can grow."""

    def __init__(self, streams: int, people: int) -> None:
        self._limits = {True: people, False: streams}
        self._kept: dict[bool, OrderedDict[str, Stream]] = {True: OrderedDict(), False: OrderedDict()}

    def get(self, stream: str) -> Stream | None:
        """The stream's aggregate, if it is kept."""
        for kept in self._kept.values():
            aggregate = kept.get(stream)
            if aggregate is not None:
                kept.move_to_end(stream)
                return aggregate
        return None

    def keep(self, aggregate: Stream) -> None:
        """Keep an aggregate, and let the one go that nobody asked for longest."""
        is_small = isinstance(aggregate, Participant | Accreditation)
        kept = self._kept[is_small]
        kept[aggregate.key] = aggregate
        if len(kept) > self._limits[is_small]:
            kept.popitem(last=False)

    def drop(self, stream: str) -> None:
        """Forget a stream's aggregate."""
        for kept in self._kept.values():
            kept.pop(stream, None)

    def clear(self) -> None:
        """Forget all of them."""
        for kept in self._kept.values():
            kept.clear()

    def __iter__(self) -> Iterator[Stream]:
        return chain.from_iterable(kept.values() for kept in self._kept.values())


class _Deciding:
    """What rules see while the write lock is held: aggregates current to the last position (`domain.streams.Record`).

    Everything here is touched only by the thread that holds the lock.

    Attributes:
        head: the position of the last record, those of the open transaction included.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._store = ledger.record_store
        self._cache = Cache(CACHED_STREAMS, CACHED_PEOPLE)
        self._touched: set[str] = set()
        self._erases = False
        self.head = 0
        self.first_position = self._store.first_position
        self.stream_named = self._store.stream_named

    @contextmanager
    def under_lock(self) -> Iterator[None]:
        """Hold the write lock and one transaction; where it fails, the aggregates that it touched are dropped."""
        self._erases = False
        before = self.head
        try:
            with self._store.writing():
                self._bring_forward()
                before = self.head
                yield
        except BaseException:
            self._drop_touched()
            self.head = before
            raise
        self._touched.clear()
        if self._erases:
            self._store.forget()

    def decide(self, prepared: Prepared, disclosures: list[Disclosure]) -> Answer:
        """Record one command, or answer with what it did before.

        Raises:
            Refusal: nothing was recorded, and no aggregate was changed.
        """
        command = prepared.command
        position = self._store.position_of_command(command.command_id)
        if position is not None:
            return self._answer_again(prepared, position)
        now = self._ledger.now()
        if not command.is_dated:
            command = replace(command, occurred_at=now)
        elif begins(command.occurred_at, EASTERNMOST) > now:
            raise RuleBroken("This lies in the future.", "occurred_at")
        check_session(self, command)
        sealed = {d.field: {"sealed": d.digest} for d in disclosures}
        if sealed:
            command = replace(command, data={**command.data, **sealed})
        news = prepared.form.decide(self, command)
        aggregates = {new.stream: self.aggregate(STREAM_OF[new.kind], new.stream) for new in news}
        events = self._numbered(news, aggregates, now)
        stored = [self._stored(event) for event in events]
        first = self.head + 1
        names = [name for event in events for name in event.names() if self.stream_named(*name[:2]) != name[2]]
        self._apply(news, events, aggregates)
        self._forget(events)
        self._store.insert_events(
            stored, disclosures=disclosures, commands=[(command.command_id, first)], names=_once(names)
        )
        self.head += len(stored)
        return Answer(command.command_id, first, self.head, notes=prepared.notes)

    def aggregate(self, kind: type[S], stream: str) -> S:
        aggregate = self._cache.get(stream)
        if aggregate is None:
            aggregate = self._fold(kind, stream)
            if aggregate.version:
                self._cache.keep(aggregate)
        return aggregate if isinstance(aggregate, kind) else kind.blank(stream)

    def kind_of(self, thing: UUID) -> str | None:
        if self._cache.get(str(thing)) is None and not self._store.is_known(thing):
            return None
        stream = self.aggregate(Stream, str(thing))
        if stream.is_on_record:
            return stream.kind
        return next((kind for kind in ("provision", "version") if self.stream_named(kind, str(thing))), None)

    def _fold(self, kind: type[Stream], stream: str) -> Stream:
        aggregate: Stream | None = None
        for stored in self._store.stream_events(stream_id(stream)):
            event = self._ledger.event(stored)
            if aggregate is None:
                aggregate = STREAM_OF[type(event)].blank(stream)
            event.mutate(aggregate)
        return aggregate if aggregate is not None else kind.blank(stream)

    def _numbered(self, news: list[New], aggregates: Mapping[str, Stream], now: str) -> list[Event]:
        """The events with their numbers in their streams, as the mapper would make them from their stored states."""
        versions = {stream: aggregate.version for stream, aggregate in aggregates.items()}
        events = []
        for new in news:
            versions[new.stream] += 1
            event = object.__new__(new.kind)
            numbered = {"originator_id": aggregates[new.stream].id, "originator_version": versions[new.stream]}
            vars(event).update(new.values, timestamp=now, **numbered)
            events.append(event)
        return events

    def _stored(self, event: Event) -> StoredEvent:
        """The event with its bytes.

        Raises:
            TooLong: its line would be longer than the log allows.
        """
        stored = self._ledger.mapper.to_stored_event(event)
        if len(stored.state) > LONGEST_LINE // 2 and line_length(stored) > LONGEST_LINE:
            raise TooLong(f"This is too long for one record: it may have {LONGEST_LINE:,} bytes.", _longest(event))
        return stored

    def _apply(self, news: list[New], events: list[Event], aggregates: Mapping[str, Stream]) -> None:
        # From here on they differ from the store until the commit; the cache may have let some of them go already.
        self._touched.update(aggregates)
        for new, event in zip(news, events, strict=True):
            event.mutate(aggregates[new.stream])
        for aggregate in aggregates.values():
            self._cache.keep(aggregate)

    def _forget(self, events: list[Event]) -> None:
        for event in events:
            for forgotten in event.forgets():
                self._store.delete_disclosures(**forgotten)
                self._erases = True

    def _answer_again(self, prepared: Prepared, position: int) -> Answer:
        command = prepared.command
        first = self._ledger.event(self._store.stored_between(position, position, 1)[0])
        if first.command != command.name:
            message = f"This command_id is on record as {first.command}, record no. {position}."
            raise AlreadyUsed(message, "command_id")
        return Answer(command.command_id, position, self._last_of(command.command_id, position), is_new=False)

    def _last_of(self, command_id: str, position: int) -> int:
        """The position of the last event of the command whose first one is at `position`."""
        last, section = position, 4
        while True:
            following = self._store.stored_between(last + 1, last + section, section)
            for stored in following:
                if self._ledger.event(stored).command_id != command_id:
                    return last
                last = stored.position
            if len(following) < section:
                return last
            section *= 2

    def _bring_forward(self) -> None:
        """Apply what other processes recorded since this one last looked."""
        head = self._store.head()
        if head - self.head > LONGEST_CATCH_UP:
            self._cache.clear()
        elif head > self.head:
            for stored in self._store.stored_between(self.head + 1, head, LONGEST_CATCH_UP):
                aggregate = self._cache.get(str(stored.originator_id))
                if aggregate is not None:
                    self._ledger.event(stored).mutate(aggregate)
        self.head = head

    def _drop_touched(self) -> None:
        for stream in self._touched:
            self._cache.drop(stream)
        self._touched.clear()


def _once(names: list[tuple[str, str, UUID]]) -> list[NameRow]:
    return list(dict.fromkeys(names))


def _longest(event: Event) -> str:
    """The field of the event that takes most room."""
    return max(vars(event), key=lambda name: len(str(vars(event)[name])))
