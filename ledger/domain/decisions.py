"""Decisions: the fates of motions, the adoption of one or many, and of a version (rules 6, 9, 14)."""

from functools import partial
from typing import Any
from uuid import UUID

from ledger.domain.consultations import Consultation
from ledger.domain.errors import NotFound, RuleBroken
from ledger.domain.frameworks import NOTED, Framework, framework_in_hand
from ledger.domain.merging import combined, merged
from ledger.domain.motions import Motion, check_new_ids, decided, motion_in_hand, normal, refuse_closed
from ledger.domain.participants import all_present, authorize
from ledger.domain.positions import positions_on
from ledger.domain.provisions import Draft, field_of_change, replaced
from ledger.domain.sessions import named_session
from ledger.domain.standing import is_member
from ledger.domain.streams import Command, New, Record, find, find_named
from ledger.domain.times import is_earlier, spoken
from ledger.domain.vocabulary import Decision, DecisionMethod, Result, Rule
from ledger.domain.votes import Vote, carried_vote, vote_on
from ledger.domain.wording import Change

BECAUSE_OF: dict[Decision, tuple[frozenset[str], str]] = {
    Decision.INADMISSIBLE: (frozenset({"rule"}), "Say by which rule the motion is ruled out."),
    Decision.SUPERSEDED: (frozenset({"motion", "version"}), "Say which motion or version settled it."),
    Decision.REFERRED: (frozenset({"place"}), "Say where the motion is referred to."),
}
"""The fates that name what they follow from, of which kinds, and how a refusal asks for it."""


def decide_motion(record: Record, command: Command) -> list[New]:
    """Decide one motion: adopt it, or give it another fate (rules 6, 9, 14)."""
    data = command.data
    motion, framework = motion_in_hand(record, command)
    refuse_closed(motion, "motion_id")
    all_present(record, data.get("edited_by", []), "edited_by")
    if data["decision"] != Decision.ADOPTED:
        return [_decided_otherwise(record, command, framework, motion)]
    if "because_of" in data:
        raise RuleBroken("An adoption stands by itself; only other decisions name what they follow from.", "because_of")
    # `expected` is the Rev. number of the motion here; the framework is taken as it stands.
    framework, command = framework_in_hand(record, command, motion.framework_id, None)
    return _adopt(record, command, framework, [motion], [data["vote_id"]] if "vote_id" in data else [])


def adopt_motions(record: Record, command: Command) -> list[New]:
    """Adopt several motions at once, all or none (rules 6, 14)."""
    data = command.data
    framework, command = framework_in_hand(record, command, data["framework_id"], data.get("expected"))
    all_present(record, data.get("edited_by", []), "edited_by")
    motions = [_to_adopt(record, framework, data["motions"], number) for number in range(len(data["motions"]))]
    return _adopt(record, command, framework, motions, data.get("vote_ids", []))


def _to_adopt(record: Record, framework: Framework, motion_ids: list[str], number: int) -> Motion:
    field = f"motions.{number}"
    motion = find(record, Motion, motion_ids[number], field)
    if motion.framework_id != framework.key:
        raise RuleBroken("This motion belongs to another framework.", field)
    if motion_ids[number] in motion_ids[:number]:
        raise RuleBroken("A motion is named once.", field)
    refuse_closed(motion, field)
    return motion


def _adopt(
    record: Record, command: Command, framework: Framework, motions: list[Motion], vote_ids: list[str]
) -> list[New]:
    """The one way into the text: the adoption, each motion's end, then what became of the provisions."""
    _check_method(record, command, framework, motions, vote_ids)
    changes = _changes(record, command, framework, motions)
    field_of = field_of_change if "changes" in command.data else partial(_field_of_motions, command)
    draft = Draft(framework.tree)
    draft.make(combined(changes, field_of), field_of)
    draft.finish()
    before = replaced(framework.tree, changes)
    computed = {"motions": [motion.key for motion in motions], "changes": changes}
    first = command.first(
        Framework.MotionsAdopted, framework.key, **computed, **({"replaced": before} if before else {})
    )
    ends = [decided(command, motion, Decision.ADOPTED) for motion in motions]
    return [first, *ends, *(command.then(NOTED[op], framework.key, **values) for op, values in draft.noted)]


def _changes(record: Record, command: Command, framework: Framework, motions: list[Motion]) -> list[Change]:
    """The changes as they are recorded: as merged by those who edited, else what was tabled, on today's words."""
    if "changes" not in command.data:
        in_order = sorted(motions, key=lambda motion: record.first_position(motion.id) or 0)
        return merged(framework, in_order, _field(command, "motion_id", "motions"))
    changes = normal(framework, command.data["changes"])
    check_new_ids(record, command, changes, set().union(*(motion.brought for motion in motions)))
    _check_credits(changes, {motion.key for motion in motions})
    return changes


def _check_credits(changes: list[Change], adopted: set[str]) -> None:
    """Each merged change names motions of the adoption, and each motion is named; one motion needs not be."""
    for number, change in enumerate(changes):
        credited = change.setdefault("motions", sorted(adopted) if len(adopted) == 1 else [])
        if not credited or not adopted.issuperset(credited):
            message = "Each merged change names the motions of this adoption that it comes from."
            raise RuleBroken(message, f"changes.{number}.motions")
    if adopted - {motion for change in changes for motion in change["motions"]}:
        raise RuleBroken("Each motion that is adopted is in at least one of the merged changes.", "changes")


def _field(command: Command, one: str, many: str) -> str:
    """The name of a field in `decide_motion` (one motion) or in `adopt_motions` (many)."""
    return one if command.name == "decide_motion" else many


def _field_of_motions(command: Command, number: int, name: str) -> str:
    """What a refusal names where the sender gave motions, and no changes of which one could be named."""
    return _field(command, "motion_id", "motions")


def _check_method(
    record: Record, command: Command, framework: Framework, motions: list[Motion], vote_ids: list[str]
) -> None:
    """Raises: RuleBroken: the consultation's way of deciding is not met for one of the motions."""
    consultation = record.aggregate(Consultation, framework.consultation_id)
    method = consultation.rule(Rule.DECISION_METHOD, framework.key)
    field = _field(command, "vote_id", "vote_ids")
    votes = _votes_by_motion(record, vote_ids, motions, field)
    for motion in motions:
        _check_after(motion.tabled_at, command, consultation)
        vote_id = votes.get(motion.key)
        if vote_id is not None:
            carried_vote(record, vote_id, motion.id, motion.wording, field)
        elif method == DecisionMethod.MAJORITY:
            message = f"“{motion.title}” takes a vote on its wording as it stands; name the vote."
            raise RuleBroken(message, field, rule=Rule.DECISION_METHOD)
        if method == DecisionMethod.CONSENSUS:
            _check_consensus(record, command, framework, motion)


def _check_after(began: str, command: Command, consultation: Consultation) -> None:
    if command.is_dated and is_earlier(command.occurred_at, began, consultation.timezone):
        when = spoken(began, consultation.timezone)
        raise RuleBroken(f"What is decided was put forward on {when}; nothing decides it before.", "occurred_at")


def _votes_by_motion(record: Record, vote_ids: list[str], motions: list[Motion], field: str) -> dict[str, str]:
    known = {motion.key for motion in motions}
    votes: dict[str, str] = {}
    for vote_id in vote_ids:
        vote = find(record, Vote, vote_id, field)
        if vote.subject_id not in known:
            raise RuleBroken("This vote was about something else.", field)
        if vote.subject_id in votes:
            raise RuleBroken("A motion is carried by one vote, not by one of several.", field)
        votes[vote.subject_id] = vote_id
    return votes


def _check_consensus(record: Record, command: Command, framework: Framework, motion: Motion) -> None:
    for participant_id in positions_on(record, motion.key).objectors.get(motion.wording, ()):
        if is_member(record, framework.consultation_id, participant_id, command.occurred_at):
            message = f"There is no consensus: a member objects to “{motion.title}” as it stands."
            raise RuleBroken(message, _field(command, "motion_id", "motions"), rule=Rule.DECISION_METHOD)


def _decided_otherwise(record: Record, command: Command, framework: Framework, motion: Motion) -> New:
    """Any fate but adoption."""
    data = command.data
    decision = Decision(data["decision"])
    if decision is Decision.WITHDRAWN:
        raise RuleBroken("A motion is withdrawn by its sponsors, with withdraw_motion.", "decision")
    if "changes" in data:
        raise RuleBroken("Only an adoption changes the text.", "changes")
    _check_because_of(record, motion, decision, data.get("because_of"))
    _check_after(motion.tabled_at, command, record.aggregate(Consultation, framework.consultation_id))
    if "vote_id" in data:
        vote = vote_on(record, data["vote_id"], motion.id, "vote_id")
        if decision is Decision.REJECTED and vote.is_carried:
            raise RuleBroken(f"This vote was {Result.CARRIED.value}; it rejects nothing.", "vote_id")
    return command.first(Motion.Decided, motion.key)


def _check_because_of(record: Record, motion: Motion, decision: Decision, because: dict[str, Any] | None) -> None:
    kinds, message = BECAUSE_OF.get(decision, (None, ""))
    if kinds is not None and (because is None or because["kind"] not in kinds):
        raise RuleBroken(message, "because_of")
    if because is None:
        return
    if because["kind"] == "motion" and find(record, Motion, because["id"], "because_of.id").id == motion.id:
        raise RuleBroken("A motion is not settled by itself.", "because_of.id")
    if because["kind"] == "version" and record.stream_named("version", because["id"]) != UUID(motion.framework_id):
        raise NotFound("The framework has no such version.", "because_of.id")


def adopt_version(record: Record, command: Command) -> list[New]:
    """Adopt a version, once, with its method."""
    data = command.data
    framework = find_named(record, Framework, "version", data["version_id"], "version_id")
    authorize(record, command, consultation_id=framework.consultation_id)
    named_session(record, command, framework.consultation_id)
    version = framework.versions[data["version_id"]]
    if version.is_adopted:
        raise RuleBroken("This version was adopted already.", "version_id")
    if version.wording is None:
        raise RuleBroken("The text of this version is not held here, so that nothing can be adopted.", "version_id")
    _check_after(version.since, command, record.aggregate(Consultation, framework.consultation_id))
    if "vote_id" in data:
        carried_vote(record, data["vote_id"], version.id, version.wording, "vote_id")
    return [command.first(Framework.VersionAdopted, framework.key)]
