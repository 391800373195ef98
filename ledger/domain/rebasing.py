"""Rebasing: a sponsor fits a motion to the text as it stands, without another word changed (design §4)."""

from ledger.domain.carrying import carried
from ledger.domain.errors import RuleBroken
from ledger.domain.motions import Motion, check_reviser, motion_in_hand, try_out, worded
from ledger.domain.participants import Participant
from ledger.domain.streams import Command, New, Record, find
from ledger.domain.vocabulary import SYSTEM


def rebase_motion(record: Record, command: Command) -> list[New]:
    """Put a motion's changes on today's words in the place of its own: a new wording, as by a revision.

    Raises:
        RuleBroken: words that it changes did not survive, or none of its words moved.
    """
    found = find(record, Motion, command.data["motion_id"], "motion_id")
    who = _sponsor(record, command, found)
    motion, framework = motion_in_hand(record, command, acting=[who])
    check_reviser(record, command, motion, framework, who)
    changes = carried(framework, motion, "motion_id")
    if changes == motion.changes:
        raise RuleBroken("Nothing that it changes has moved: it applies to the text as it is worded.", "motion_id")
    try_out(framework, changes, lambda number, name: "motion_id")
    computed = {"participant_id": who, "framework_id": motion.framework_id, **worded(framework, changes)}
    return [command.first(Motion.Revised, motion.key, **computed)]


def _sponsor(record: Record, command: Command, motion: Motion) -> str:
    """For whom it is done: the participant that is named, or the one sponsor whom the actor can mean."""
    named: str | None = command.data.get("participant_id")
    if named is not None:
        return named
    sponsors = motion.sponsors
    if command.actor != SYSTEM:
        actor = record.aggregate(Participant, command.actor)
        own = [one for one in sponsors if one in (actor.key, actor.acts_for)]
        sponsors = own or sponsors
    if len(sponsors) != 1:
        raise RuleBroken("Say for which sponsor the motion is fitted to the text.", "participant_id")
    return sponsors[0]
