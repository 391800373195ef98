"""Votes: one question put once to those entitled, with its result (rule 14)."""

from collections import Counter
from typing import Any
from uuid import UUID

from ledger.domain.consultations import Consultation
from ledger.domain.errors import RuleBroken
from ledger.domain.participants import Participant, authorize
from ledger.domain.sessions import named_session
from ledger.domain.standing import is_member
from ledger.domain.streams import Command, New, Record, Stream, find, refuse_known
from ledger.domain.subjects import subject_of, wording_of
from ledger.domain.vocabulary import Ballot, Majority, Result, VoteMethod


class Vote(Stream):
    """A vote as it was taken; it is never changed."""

    kind = "vote"

    class Event(Stream.Event):
        pass

    class Recorded(Event):
        TOPIC = "ledger.vote.recorded"
        vote_id: str
        consultation_id: str
        subject: dict[str, str]
        question: str
        method: str
        result: str
        wording: str | None = None
        body: str | None = None
        ballots: list[list[str]] | None = None
        tally: dict[str, int] | None = None
        majority: str = Majority.SIMPLE

        def apply(self, vote: "Vote") -> None:
            vote.subject_id = self.subject.get("id", "")
            vote.wording = self.wording
            vote.is_carried = self.result == Result.CARRIED
            vote.body = self.body

    def begin(self) -> None:
        self.subject_id = ""
        self.wording: str | None = None
        self.body: str | None = None
        self.is_carried = False


def record_vote(record: Record, command: Command) -> list[New]:
    """Record a vote; its result follows from its counts, but for that of another body (rule 14)."""
    data = command.data
    find(record, Consultation, data["consultation_id"], "consultation_id")
    authorize(record, command, consultation_id=data["consultation_id"])
    refuse_known(record, command, data["vote_id"], "vote_id")
    named_session(record, command, data["consultation_id"])
    _check_ballots(record, command)
    if "body" not in data:
        _check_result(data)
    if data["subject"]["kind"] == "document":
        if "wording" in data:
            raise RuleBroken("The wording of a document is not held here.", "wording")
        return [command.first(Vote.Recorded, data["vote_id"])]
    subject = subject_of(record, data["subject"])
    if subject.consultation_id != data["consultation_id"]:
        raise RuleBroken("The subject belongs to another consultation.", "subject")
    wording = wording_of(subject, data.get("wording"))
    return [command.first(Vote.Recorded, data["vote_id"], wording=wording)]


def counts(data: dict[str, Any]) -> dict[str, int] | None:
    """The votes by `yes`, `no` and `abstain`; None where nobody counted."""
    if "ballots" in data:
        tally = Counter(ballot for _, ballot in data["ballots"])
        return {ballot: tally[ballot] for ballot in (Ballot.YES, Ballot.NO, Ballot.ABSTAIN)}
    return data.get("tally")


def result_of(tally: dict[str, int] | None, majority: str) -> Result:
    """What follows from counts: a majority of yes and no (*present and voting* leaves abstentions out)."""
    if tally is None:
        return Result.CARRIED
    yes, no = tally.get("yes", 0), tally.get("no", 0)
    enough = 3 * yes >= 2 * (yes + no) and yes > 0 if majority == Majority.TWO_THIRDS else yes > no
    return Result.CARRIED if enough else Result.LOST


def _check_result(data: dict[str, Any]) -> None:
    follows = result_of(counts(data), data.get("majority", Majority.SIMPLE))
    if data["result"] != follows:
        raise RuleBroken(f"By its counts this vote is {follows.value}.", "result")


def _check_ballots(record: Record, command: Command) -> None:
    data = command.data
    if "ballots" in data and "tally" in data:
        raise RuleBroken("Give the ballots or the counts, not both.", "tally")
    is_recorded, is_anothers = data["method"] == VoteMethod.RECORDED, "body" in data
    if "ballots" in data and not is_recorded:
        raise RuleBroken("Ballots go with a recorded vote.", "ballots")
    if is_recorded and "ballots" not in data and not is_anothers:
        raise RuleBroken("A recorded vote has its ballots.", "ballots")
    if "tally" in data and not is_anothers and data["method"] != VoteMethod.SHOW_OF_HANDS:
        raise RuleBroken("Only a show of hands is counted without ballots.", "tally")
    seen: set[str] = set()
    for number, (voter, _) in enumerate(data.get("ballots", ())):
        field = f"ballots.{number}"
        if voter in seen:
            raise RuleBroken("A participant votes once.", field)
        seen.add(voter)
        if "body" in data:
            find(record, Participant, voter, field)
        elif not is_member(record, data["consultation_id"], voter, command.occurred_at):
            raise RuleBroken("Only members of the consultation vote.", field)


def vote_on(record: Record, vote_id: str, subject_id: UUID | str, field: str) -> Vote:
    """The vote that a decision names.

    Raises:
        RuleBroken: it was about something else.
    """
    vote = find(record, Vote, vote_id, field)
    if vote.subject_id != str(subject_id):
        raise RuleBroken("This vote was about something else.", field)
    return vote


def carried_vote(record: Record, vote_id: str, subject_id: UUID | str, wording: str, field: str) -> Vote:
    """The vote that carries a decision, on the wording as it stands.

    Raises:
        RuleBroken: it was about something else or another wording, was taken by another body, or was lost.
    """
    vote = vote_on(record, vote_id, subject_id, field)
    if vote.wording != wording:
        raise RuleBroken("This vote was about an earlier wording.", field)
    if vote.body is not None:
        raise RuleBroken("Another body's vote decides nothing here.", field)
    if not vote.is_carried:
        raise RuleBroken("This vote was lost.", field)
    return vote
