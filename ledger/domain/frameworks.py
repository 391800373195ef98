"""Frameworks: a document under draft, its revisions and its versions."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from ledger.domain.consultations import Consultation, in_hand
from ledger.domain.errors import AlreadyUsed, Moved, MovedOn, RuleBroken
from ledger.domain.participants import Sealed, authorize
from ledger.domain.provisions import TOP, Provision, Tree, as_edits
from ledger.domain.sessions import named_session
from ledger.domain.streams import Command, New, Record, Stream, find, refuse_known
from ledger.domain.times import is_date, is_earlier
from ledger.domain.vocabulary import Extent
from ledger.domain.wording import TAGS, Change, version_wording
from ledger.text import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a provision's wording: what stood before, and by which edits it went (None: it was received)."""

    wording: str
    text: str
    edits: list[Edit] | None


@dataclass(slots=True)
class Version:
    """A state under a name.

    Attributes:
        wording: None for a version whose text is not held.
        provisions: the ids of its provisions.
        since: when it was received or published.
    """

    id: str
    number: int
    wording: str | None
    since: str = ""
    provisions: set[str] = field(default_factory=set)
    is_adopted: bool = False


class Framework(Stream):
    """The text as it stands, how each provision came to its wording, and the versions."""

    kind = "framework"

    class Event(Stream.Event):
        pass

    class Begun(Event):
        TOPIC = "ledger.framework.begun"
        framework_id: str
        consultation_id: str
        slug: str
        title: str
        language: str
        illustrative: bool = False

        def apply(self, framework: "Framework") -> None:
            framework.consultation_id = self.consultation_id

        def names(self) -> list[tuple[str, str, UUID]]:
            return [("framework", self.slug, self.originator_id)]

    class VersionReceived(Event):
        """A text from outside; its provisions stand in the events that follow."""

        TOPIC = "ledger.framework.version_received"
        framework_id: str
        version_id: str
        name: str
        number: int
        symbol: str | None = None
        source: str | None = None
        issued_by: list[str] | None = None
        extent: str = Extent.WHOLE
        wording: str | None = None

        def apply(self, framework: "Framework") -> None:
            # A whole text names its provisions in the events that follow; an extract leaves the others standing.
            kept = set(framework.tree.provisions) if self.extent == Extent.EXTRACT else set()
            version = Version(self.version_id, self.number, self.wording, self.occurred_at, kept)
            framework.versions[self.version_id] = version
            framework.is_touched_at(self.occurred_at)
            if self.extent != Extent.NOT_HELD:
                framework.revision += 1

        def names(self) -> list[tuple[str, str, UUID]]:
            return [("version", self.version_id, self.originator_id)]

    class Placed(Event):
        """A provision and its place: after which sibling (None: first)."""

        provision_id: str
        kind: str
        wording: str
        after: str | None
        parent: str | None = None
        label: str | None = None
        heading: str | None = None
        text: str | None = None
        levels: list[str] | None = None
        horizons: list[str] | None = None
        people: list[str] | None = None

        def apply(self, framework: "Framework") -> None:
            framework.put(vars(self))

        def names(self) -> list[tuple[str, str, UUID]]:
            return [("provision", self.provision_id, self.originator_id)]

    class ProvisionReceived(Placed):
        """A provision of a received version, changed or not."""

        TOPIC = "ledger.framework.provision_received"

        def apply(self, framework: "Framework") -> None:
            super().apply(framework)
            framework.last_version().provisions.add(self.provision_id)

    class MotionsAdopted(Event):
        """One or many motions accepted into the text, with the changes as they were made."""

        TOPIC = "ledger.framework.motions_adopted"
        motions: list[str]
        changes: list[Change]
        framework_id: str | None = None
        motion_id: str | None = None
        decision: str | None = None
        replaced: dict[str, Any] | None = None
        vote_id: str | None = None
        vote_ids: list[str] | None = None
        reason: Sealed | None = None
        edited_by: list[str] | None = None

        def apply(self, framework: "Framework") -> None:
            framework.is_touched_at(self.occurred_at)
            framework.revision += 1

    class ProvisionInserted(Placed):
        TOPIC = "ledger.framework.provision_inserted"

    class ProvisionEdited(Event):
        """Edits on the text as it stood before the command."""

        TOPIC = "ledger.framework.provision_edited"
        provision_id: str
        edits: list[list[Any]]
        wording: str

        def apply(self, framework: "Framework") -> None:
            provision = framework.tree.provisions[self.provision_id]
            edits = as_edits(self.edits)
            text = apply_edits(provision.text, edits)
            framework.reword(replace(provision, text=text, wording=self.wording), edits)

    class ProvisionDeleted(Event):
        TOPIC = "ledger.framework.provision_deleted"
        provision_id: str

        def apply(self, framework: "Framework") -> None:
            framework.remove(self.provision_id)

    class ProvisionMoved(Event):
        TOPIC = "ledger.framework.provision_moved"
        provision_id: str
        after: str | None
        parent: str | None = None

        def apply(self, framework: "Framework") -> None:
            provision = framework.tree.provisions[self.provision_id]
            framework.tree.place(replace(provision, parent=self.parent or TOP), self.after)

    class ProvisionRelabelled(Event):
        TOPIC = "ledger.framework.provision_relabelled"
        provision_id: str
        wording: str
        label: str | None = None
        heading: str | None = None

        def apply(self, framework: "Framework") -> None:
            provision = framework.tree.provisions[self.provision_id]
            new = {key: vars(self)[key] for key in ("label", "heading") if key in vars(self)}
            framework.reword(replace(provision, **new, wording=self.wording), [])

    class ProvisionRetagged(Event):
        TOPIC = "ledger.framework.provision_retagged"
        provision_id: str
        levels: list[str] | None = None
        horizons: list[str] | None = None
        people: list[str] | None = None

        def apply(self, framework: "Framework") -> None:
            provisions = framework.tree.provisions
            new = {tag: tuple(vars(self)[tag]) for tag in TAGS if tag in vars(self)}
            tagged = replace(provisions[self.provision_id], **new)  # type: ignore[arg-type]
            provisions[self.provision_id] = tagged

    class VersionPublished(Event):
        TOPIC = "ledger.framework.version_published"
        framework_id: str
        version_id: str
        name: str
        number: int
        wording: str
        symbol: str | None = None
        note: Sealed | None = None

        def apply(self, framework: "Framework") -> None:
            standing = set(framework.tree.provisions)
            framework.versions[self.version_id] = Version(
                self.version_id, self.number, self.wording, self.occurred_at, standing
            )
            framework.is_touched_at(self.occurred_at)

        def names(self) -> list[tuple[str, str, UUID]]:
            return [("version", self.version_id, self.originator_id)]

    class VersionAdopted(Event):
        TOPIC = "ledger.framework.version_adopted"
        version_id: str
        method: str
        vote_id: str | None = None
        symbol: str | None = None
        note: Sealed | None = None

        def apply(self, framework: "Framework") -> None:
            framework.versions[self.version_id].is_adopted = True

    def begin(self) -> None:
        self.consultation_id = ""
        self.tree = Tree()
        self.revision = 0
        self.versions: dict[str, Version] = {}
        self.steps: dict[str, list[Step]] = {}
        self.touched_at: dict[bool, str] = {}
        """The latest moment (False) and the latest plain date (True) at which the text was changed or published."""

    def is_touched_at(self, occurred_at: str) -> None:
        """Remember when the text was last changed or published."""
        kind = is_date(occurred_at)
        self.touched_at[kind] = max(occurred_at, self.touched_at.get(kind, ""))

    def last_version(self) -> Version:
        """The newest version."""
        return next(reversed(self.versions.values()))

    def put(self, values: dict[str, Any]) -> None:
        """Put a provision into its place, or back into it with other words."""
        provision = Provision.of(values, values.get("parent", TOP))
        self._step_from(self.tree.provisions.get(provision.id), provision, None)
        self.tree.place(provision, values["after"])

    def reword(self, provision: Provision, edits: list[Edit]) -> None:
        """Put other words in the place of a provision's own."""
        self._step_from(self.tree.provisions[provision.id], provision, edits)
        self.tree.provisions[provision.id] = provision

    def remove(self, provision_id: str) -> None:
        """Take a provision out of the text."""
        self.tree.remove(provision_id)
        self.steps.pop(provision_id, None)

    def _step_from(self, before: Provision | None, after: Provision, edits: list[Edit] | None) -> None:
        if before is not None and before.wording != after.wording:
            self.steps.setdefault(after.id, []).append(Step(before.wording, before.text, edits))

    def wording(self) -> str:
        """The digest of the whole text as it stands."""
        return version_wording(provision.in_version() for provision in self.tree.depth_first())


def begin_framework(record: Record, command: Command) -> list[New]:
    """Begin a document at an address of its own."""
    in_hand(record, command)
    data = command.data
    refuse_known(record, command, data["framework_id"], "framework_id")
    if record.stream_named("framework", data["slug"]) is not None:
        raise AlreadyUsed(f"There is a framework at {data['slug']} already.", "slug")
    return [command.first(Framework.Begun, data["framework_id"])]


def adopt_rule(record: Record, command: Command) -> list[New]:
    """A rule of the consultation, or of one of its frameworks."""
    consultation = in_hand(record, command)
    framework_id = command.data.get("framework_id")
    if framework_id is not None:
        framework = find(record, Framework, framework_id, "framework_id")
        if framework.consultation_id != consultation.key:
            raise RuleBroken("This framework belongs to another consultation.", "framework_id")
    return [command.first(Consultation.RuleAdopted, consultation.key)]


def publish_version(record: Record, command: Command) -> list[New]:
    """Publish the text as it stands under a name, with the digest of all its words (rule 6)."""
    data = command.data
    framework, command = framework_in_hand(record, command, data["framework_id"], data.get("expected"))
    refuse_known(record, command, data["version_id"], "version_id")
    number = len(framework.versions) + 1
    return [command.first(Framework.VersionPublished, framework.key, number=number, wording=framework.wording())]


def framework_in_hand(
    record: Record, command: Command, framework_id: str, expected: int | None
) -> tuple[Framework, Command]:
    """The framework that a command changes or publishes, and the command at its time.

    Args:
        expected: the revision that the sender saw; None: as it stands.

    Raises:
        MovedOn: the sender saw an earlier revision.
        NotAllowed: the actor may not.
        RuleBroken: it is dated before an earlier change of the framework (rule 13).
    """
    framework = find(record, Framework, framework_id, "framework_id")
    authorize(record, command, consultation_id=framework.consultation_id)
    named_session(record, command, framework.consultation_id)
    if expected is not None and expected != framework.revision:
        moved = Moved("framework", framework.key, str(expected), str(framework.revision))
        raise MovedOn("The text has changed since you saw it.", "expected", moved=[moved])
    consultation = record.aggregate(Consultation, framework.consultation_id)
    return framework, _in_order(framework, command, consultation.timezone)


def _in_order(framework: Framework, command: Command, zone: str) -> Command:
    for last in framework.touched_at.values():
        if not is_earlier(command.occurred_at, last, zone):
            continue
        if command.is_dated:
            message = f"The text was changed on {last}; nothing that changes it is dated before that."
            raise RuleBroken(message, "occurred_at")
        command = command.happening_at(last)
    return command


NOTED: dict[str, type[Framework.Event]] = {
    "insert": Framework.ProvisionInserted,
    "edit": Framework.ProvisionEdited,
    "delete": Framework.ProvisionDeleted,
    "move": Framework.ProvisionMoved,
    "relabel": Framework.ProvisionRelabelled,
    "retag": Framework.ProvisionRetagged,
}
"""The event that records each kind of change."""
