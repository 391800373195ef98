"""Motions: proposals and amendments, their sponsors, revisions and fates."""

from collections.abc import Callable, Sequence, Set
from typing import Any
from uuid import UUID

from ledger.domain.consultations import Consultation
from ledger.domain.errors import AlreadyUsed, Moved, MovedOn, NotAllowed, RuleBroken
from ledger.domain.frameworks import Framework
from ledger.domain.participants import Sealed, all_present, authorize, present
from ledger.domain.provisions import Draft, FieldOf, field_of_change, refuse_moved, replaced
from ledger.domain.rights import RIGHTS, roles_for
from ledger.domain.sessions import named_session
from ledger.domain.standing import accredited
from ledger.domain.statements import Statement
from ledger.domain.streams import Command, New, Record, Stream, find, refuse_known
from ledger.domain.times import begins, ends, spoken
from ledger.domain.vocabulary import Decision, Rule, StatementKind
from ledger.domain.wording import Change, insertion, motion_wording
from ledger.text import edits_between


class Motion(Stream):
    """What is put forward for decision; its stream alone holds its sponsors."""

    kind = "motion"

    class Event(Stream.Event):
        pass

    class ProposalTabled(Event):
        TOPIC = "ledger.motion.proposal_tabled"
        motion_id: str
        framework_id: str
        title: str
        proposers: list[str]
        provision: dict[str, Any]
        wording: str
        on_behalf_of: list[str] | None = None
        parent: str | None = None
        after: str | None = None
        rationale: Sealed | None = None
        answers: list[str] | None = None

        def apply(self, motion: "Motion") -> None:
            motion.is_proposal = True
            motion.tabled(self, [insertion(self.provision, vars(self))], {})

        def names(self) -> list[tuple[str, str, UUID]]:
            return [("provision", self.provision["provision_id"], UUID(self.framework_id))]

    class AmendmentTabled(Event):
        TOPIC = "ledger.motion.amendment_tabled"
        motion_id: str
        framework_id: str
        title: str
        proposers: list[str]
        changes: list[Change]
        wording: str
        replaced: dict[str, Any] | None = None
        on_behalf_of: list[str] | None = None
        rationale: Sealed | None = None
        answers: list[str] | None = None

        def apply(self, motion: "Motion") -> None:
            motion.tabled(self, self.changes, self.replaced or {})

        def names(self) -> list[tuple[str, str, UUID]]:
            return _inserted(self.changes, self.framework_id)

    class Revised(Event):
        TOPIC = "ledger.motion.revised"
        motion_id: str
        participant_id: str
        wording: str
        framework_id: str
        changes: list[Change] | None = None
        provision: dict[str, Any] | None = None
        replaced: dict[str, Any] | None = None

        def apply(self, motion: "Motion") -> None:
            motion.changes = self.changes or [{**motion.changes[0], "provision": self.provision}]
            motion.brought.update(inserted_ids(motion.changes))
            motion.replaced = self.replaced or {}
            motion.wording = self.wording
            motion.revision += 1
            motion.sponsors = [self.participant_id]
            motion.bound.add(self.participant_id)

        def names(self) -> list[tuple[str, str, UUID]]:
            inserted = [{"op": "insert", "provision": self.provision}] if self.provision else self.changes or []
            return _inserted(inserted, self.framework_id)

    class SponsorJoined(Event):
        """A position as sponsor of the wording as it stands; the command is `endorse`."""

        TOPIC = "ledger.motion.sponsor_joined"
        participant_id: str
        subject: dict[str, str]
        wording: str
        stance: str
        on_behalf_of: list[str] | None = None
        reason: Sealed | None = None

        def apply(self, motion: "Motion") -> None:
            motion.sponsors.append(self.participant_id)
            motion.bound.add(self.participant_id)

    class SponsorWithdrawn(Event):
        TOPIC = "ledger.motion.sponsor_withdrawn"
        motion_id: str
        participant_id: str

        def apply(self, motion: "Motion") -> None:
            motion.bound.discard(self.participant_id)
            if self.participant_id in motion.sponsors:
                motion.sponsors.remove(self.participant_id)

    class Decided(Event):
        """How the motion ended. An adoption's own facts stand in `framework.motions_adopted`."""

        TOPIC = "ledger.motion.decided"
        motion_id: str
        decision: str
        because_of: dict[str, str] | None = None
        vote_id: str | None = None
        reason: Sealed | None = None
        edited_by: list[str] | None = None

        def apply(self, motion: "Motion") -> None:
            motion.decision = Decision(self.decision)

    def begin(self) -> None:
        self.framework_id = ""
        self.title = ""
        self.is_proposal = False
        self.changes: list[Change] = []
        self.replaced: dict[str, Any] = {}
        self.wording = ""
        self.revision = 0
        self.brought: set[str] = set()
        """The ids of the provisions that any of its wordings inserts."""
        self.sponsors: list[str] = []
        self.bound: set[str] = set()
        """Who sponsors or sponsored any of its wordings and has not withdrawn."""
        self.tabled_at = ""
        self.decision: Decision | None = None

    def tabled(self, event: Any, changes: list[Change], replaced: dict[str, Any]) -> None:
        """Take what a tabling says."""
        self.framework_id = event.framework_id
        self.title = event.title
        self.tabled_at = event.occurred_at
        self.changes, self.replaced, self.wording = changes, replaced, event.wording
        self.brought = set(inserted_ids(changes))
        self.sponsors = list(event.proposers)
        self.bound = set(event.proposers)

    @property
    def is_open(self) -> bool:
        return self.decision is None


def inserted_ids(changes: Sequence[Change]) -> list[str]:
    """The ids of the provisions that changes insert."""
    return [change["provision"]["provision_id"] for change in changes if change["op"] == "insert"]


def _inserted(changes: Sequence[Change], framework_id: str) -> list[tuple[str, str, UUID]]:
    return [("provision", provision_id, UUID(framework_id)) for provision_id in inserted_ids(changes)]


def table_proposal(record: Record, command: Command) -> list[New]:
    """Put a new provision forward."""
    data = command.data
    framework = _ready_for_tabling(record, command)
    change = insertion(data["provision"], data)
    check_new_ids(record, command, [change], frozenset(), _of_a_proposal)
    try_out(framework, [change], _of_a_proposal)
    return [command.first(Motion.ProposalTabled, data["motion_id"], wording=motion_wording([change]))]


def table_amendment(record: Record, command: Command) -> list[New]:
    """Put changes to provisions forward, on their exact words (rule 5)."""
    data = command.data
    framework = _ready_for_tabling(record, command)
    changes = normal(framework, data["changes"])
    check_new_ids(record, command, changes)
    try_out(framework, changes)
    return [command.first(Motion.AmendmentTabled, data["motion_id"], **worded(framework, changes))]


def revise_motion(record: Record, command: Command) -> list[New]:
    """Put other words in the place of a motion's own; only the reviser sponsors them until others join (design §4)."""
    data = command.data
    motion, framework = motion_in_hand(record, command, acting=[data["participant_id"]])
    check_reviser(record, command, motion, framework, data["participant_id"])
    given, field_of = ("provision", _of_a_proposal) if motion.is_proposal else ("changes", field_of_change)
    if given not in data:
        wanted = "a proposal by its provision" if motion.is_proposal else "an amendment by its changes"
        raise RuleBroken(f"One revises {wanted}.", given)
    if motion.is_proposal:
        changes = [{**motion.changes[0], "provision": data["provision"]}]
    else:
        changes = normal(framework, data["changes"])
    check_new_ids(record, command, changes, motion.brought, field_of)
    try_out(framework, changes, field_of)
    made = worded(framework, changes)
    if made["wording"] == motion.wording:
        raise RuleBroken("A revision changes the wording; this one leaves it as it is.", given)
    if motion.is_proposal:
        del made["changes"]
    return [command.first(Motion.Revised, motion.key, framework_id=motion.framework_id, **made)]


def check_reviser(record: Record, command: Command, motion: Motion, framework: Framework, who: str) -> None:
    """Refuses to give a closed motion other words, or by anyone but a sponsor of those that stand who may table."""
    refuse_closed(motion, "motion_id")
    if who not in motion.sponsors:
        raise NotAllowed("Only a sponsor of the motion as it stands revises it.", "participant_id")
    check_sponsors(record, command, framework.consultation_id, [who], lambda _: "participant_id")


def withdraw_motion(record: Record, command: Command) -> list[New]:
    """Leave a motion as sponsor; where nobody is left behind its words, it ends (design §4)."""
    data = command.data
    motion, _ = motion_in_hand(record, command, acting=[data["participant_id"]])
    if data["participant_id"] not in motion.bound:
        raise RuleBroken("This participant does not sponsor the motion.", "participant_id")
    events = [command.first(Motion.SponsorWithdrawn, motion.key)]
    if motion.is_open and motion.sponsors == [data["participant_id"]]:
        events.append(decided(command, motion, Decision.WITHDRAWN))
    return events


def decided(command: Command, motion: Motion, decision: Decision) -> New:
    """The end of a motion as what follows from another fact."""
    return command.then(Motion.Decided, motion.key, motion_id=motion.key, decision=decision.value)


def motion_in_hand(record: Record, command: Command, acting: Sequence[str] = ()) -> tuple[Motion, Framework]:
    """The motion that a command names, and its framework, once its actor may act on it.

    Raises:
        MovedOn: the sender saw an earlier revision of the motion.
    """
    motion = find(record, Motion, command.data["motion_id"], "motion_id")
    framework = record.aggregate(Framework, motion.framework_id)
    authorize(record, command, consultation_id=framework.consultation_id, acting=acting)
    named_session(record, command, framework.consultation_id)
    expected = command.data.get("expected")
    if expected is not None and expected != motion.revision:
        moved = Moved("motion", motion.key, str(expected), str(motion.revision))
        raise MovedOn("The motion was revised since you saw it.", "expected", moved=[moved])
    return motion, framework


def refuse_closed(motion: Motion, field: str) -> None:
    """Raises: RuleBroken: the motion was decided."""
    if not motion.is_open:
        raise RuleBroken("This motion has been decided already.", field)


def _of_a_proposal(number: int, name: str) -> str:
    """The field of a proposal's one insertion: its data has `provision`, `parent` and `after` themselves."""
    return name


def try_out(framework: Framework, changes: Sequence[Change], field_of: FieldOf = field_of_change) -> None:
    """Check that a motion's changes can be made to the text as it stands; raises what `Draft` raises."""
    draft = Draft(framework.tree)
    draft.make(changes, field_of)
    draft.finish()


def normal(framework: Framework, changes: Sequence[Change]) -> list[Change]:
    """Changes in normal form: what was typed anew as the edits that it makes.

    Raises:
        MovedOn: the text was typed over a wording that no longer stands.
        NotFound: a provision is not in the text.
    """
    return [_as_edit(framework, change, number) for number, change in enumerate(changes)]


def _as_edit(framework: Framework, change: Change, number: int) -> Change:
    if change["op"] != "rewrite":
        return change
    field = f"changes.{number}"
    provision = Draft(framework.tree).provision(change["provision_id"], f"{field}.provision_id")
    refuse_moved(provision, change["base"], f"{field}.base")
    edits = [list(edit) for edit in edits_between(provision.text, change["text"])]
    kept = {key: value for key, value in change.items() if key not in ("op", "text")}
    return {"op": "edit", **kept, "edits": edits}


def worded(framework: Framework, changes: list[Change]) -> dict[str, Any]:
    """What an event says of changes: themselves, their wording, and what they replace."""
    before = replaced(framework.tree, changes)
    return {"changes": changes, "wording": motion_wording(changes), **({"replaced": before} if before else {})}


def _ready_for_tabling(record: Record, command: Command) -> Framework:
    """The framework, once the proposers may table and tabling is still open."""
    data = command.data
    framework = find(record, Framework, data["framework_id"], "framework_id")
    consultation_id = framework.consultation_id
    authorize(record, command, consultation_id=consultation_id, acting=data["proposers"])
    named_session(record, command, consultation_id)
    refuse_known(record, command, data["motion_id"], "motion_id")
    check_sponsors(record, command, consultation_id, data["proposers"])
    all_present(record, data.get("on_behalf_of", []), "on_behalf_of")
    _check_answers(record, data.get("answers", []), consultation_id)
    consultation = record.aggregate(Consultation, consultation_id)
    closes_at = consultation.rule(Rule.AMENDMENTS_CLOSE_AT, data["framework_id"])
    zone = consultation.timezone
    if closes_at is not None and begins(command.occurred_at, zone) >= ends(closes_at, zone):
        message = f"Proposals and amendments could be tabled until {spoken(closes_at, zone)}."
        raise RuleBroken(message, "occurred_at", rule=Rule.AMENDMENTS_CLOSE_AT)
    return framework


def check_sponsors(
    record: Record,
    command: Command,
    consultation_id: str,
    sponsors: Sequence[str],
    field_of: Callable[[int], str] = "proposers.{}".format,
) -> None:
    """Whoever sponsors takes part; at least one is a member or an organizer, or it stays a draft (rule 10)."""
    right, counts = RIGHTS[command.name], False
    for number, sponsor in enumerate(sponsors):
        if sponsor in sponsors[:number]:
            raise RuleBroken("A participant is named once.", field_of(number))
        participant = present(record, sponsor, field_of(number))
        if right.roles & roles_for(command.name, participant.roles, consultation_id):
            counts = True
            continue
        standing = accredited(record, command, consultation_id, sponsor, field_of(number))
        counts = counts or standing in right.standings
    if not counts:
        field = field_of(0).split(".")[0]
        raise RuleBroken("A motion takes a member or an organizer among those who put it forward.", field)


def _check_answers(record: Record, answers: list[str], consultation_id: str) -> None:
    for number, statement_id in enumerate(answers):
        statement = find(record, Statement, statement_id, f"answers.{number}")
        if statement.statement_kind != StatementKind.CHALLENGE or statement.consultation_id != consultation_id:
            raise RuleBroken("A motion answers challenges of its own consultation.", f"answers.{number}")


def check_new_ids(
    record: Record,
    command: Command,
    changes: Sequence[Change],
    known: Set[str] = frozenset(),
    field_of: FieldOf = field_of_change,
) -> None:
    """What changes insert has ids of its own, given once, or ones that their motions brought before (`known`).

    Raises:
        AlreadyUsed: an id is taken.
    """
    taken = {command.data.get("motion_id")}
    for number, change in enumerate(changes):
        if change["op"] != "insert":
            continue
        provision_id, field = change["provision"]["provision_id"], field_of(number, "provision.provision_id")
        if provision_id in taken:
            raise AlreadyUsed(f"The id {provision_id} is already in use.", field)
        if provision_id not in known:
            refuse_known(record, command, provision_id, field)
        taken.add(provision_id)
