"""Replay: what the events alone produce, compared with the digests that stand in them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from ledger.domain.catalogue import STREAM_OF
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.streams import Event, Stream
from ledger.domain.wording import motion_wording


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """A version with a text: the digest on record, and that of the text which the events produce."""

    framework_id: str
    number: int
    name: str
    recorded: str
    produced: str

    @property
    def holds(self) -> bool:
        return self.recorded == self.produced


@dataclass(slots=True)
class Replay:
    """The ledger as it stands after the events that were fed to it, in order of position.

    Attributes:
        records: how many events of each topic there were.
        versions: every version that has a text, checked.
        differing: (id, digest on record) of provisions and motions whose wording the events do not produce.
    """

    records: Counter[str] = field(default_factory=Counter)
    versions: list[CheckedVersion] = field(default_factory=list)
    differing: list[tuple[str, str]] = field(default_factory=list)
    _streams: dict[UUID, Stream] = field(default_factory=dict)
    _received: tuple[Framework, Framework.VersionReceived] | None = None

    def feed(self, events: Iterable[Event]) -> None:
        """Apply the events that follow. Nothing is validated anew (rule 12)."""
        for event in events:
            if event.command is not None:
                self.finish()
            self._apply(event)

    def finish(self) -> None:
        """Check what only the end of a command shows: a received version with its provisions in place."""
        if self._received is not None:
            framework, event = self._received
            self._check(framework, event.number, event.name, event.wording or "")
            self._received = None

    def frameworks(self) -> list[Framework]:
        """The frameworks as the events produce them."""
        return [stream for stream in self._streams.values() if isinstance(stream, Framework)]

    def open_motions(self, framework: Framework) -> int:
        """How many motions of a framework are not decided."""
        motions = (stream for stream in self._streams.values() if isinstance(stream, Motion))
        return sum(motion.is_open and motion.framework_id == framework.key for motion in motions)

    def _apply(self, event: Event) -> None:
        self.records[event.TOPIC] += 1
        stream = self._streams.get(event.originator_id)
        if stream is None:
            stream = self._streams[event.originator_id] = STREAM_OF[type(event)].blank(event.originator_id)
        event.mutate(stream)
        if isinstance(stream, Motion) and motion_wording(stream.changes) != stream.wording:
            self.differing.append((stream.key, stream.wording))
        if not isinstance(stream, Framework):
            return
        if isinstance(event, Framework.VersionPublished):
            self._check(stream, event.number, event.name, event.wording)
        elif isinstance(event, Framework.VersionReceived) and event.wording is not None:
            self._received = (stream, event)
        elif isinstance(event, Framework.Placed | Framework.ProvisionEdited | Framework.ProvisionRelabelled):
            self._check_provision(stream, event.provision_id, event.wording)

    def _check(self, framework: Framework, number: int, name: str, recorded: str) -> None:
        self.versions.append(CheckedVersion(framework.key, number, name, recorded, framework.wording()))

    def _check_provision(self, framework: Framework, provision_id: str, recorded: str) -> None:
        provision = framework.tree.provisions[provision_id]
        if provision.produced_wording() != recorded:
            self.differing.append((provision_id, recorded))
