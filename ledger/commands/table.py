"""Every command: its schema, its rule, and whose words its sealed fields are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from ledger.commands import schemas
from ledger.commands.fields import Sealed, SealedLines
from ledger.domain import (
    consultations,
    decisions,
    frameworks,
    motions,
    participants,
    positions,
    rebasing,
    receiving,
    sessions,
    standing,
    statements,
    votes,
)
from ledger.domain.streams import Command, New, Record
from ledger.domain.vocabulary import SYSTEM

RuleOfCommand = Callable[[Record, Command], list[New]]


@dataclass(frozen=True, slots=True)
class CommandForm:
    """A command as everyone who gives one sees it.

    Attributes:
        schema: of its data.
        decide: the rule: (record, command) → new events, or a refusal.
        thing: the key of the data that names what its sealed words belong to ("subject.id" for a nested one).
        author: the key that names whose words they are; "" for whoever acts.
        sealed: the names of its sealed fields.
    """

    name: str
    schema: Schema
    decide: RuleOfCommand
    thing: str
    author: str = ""
    sealed: tuple[str, ...] = ()

    def owner(self, data: dict[str, Any], actor: str) -> tuple[str, str | None]:
        """The thing that the sealed words belong to, and the participant whose words they are, if it is one."""
        thing = data
        for key in self.thing.split("."):
            thing = thing[key]
        author = data.get(self.author) if self.author else actor
        if isinstance(author, list):
            # What several proposed is nobody's own.
            author = author[0] if len(author) == 1 else None
        return str(thing), None if author == SYSTEM else author


def _form(name: str, schema: type[Schema], decide: RuleOfCommand, thing: str, author: str = "") -> CommandForm:
    made = schema()
    sealed = tuple(key for key, field in made.fields.items() if isinstance(field, Sealed | SealedLines))
    return CommandForm(name, made, decide, thing, author, sealed)


_P, _C, _S, _F, _M = "participant_id", "consultation_id", "session_id", "framework_id", "motion_id"

COMMANDS: dict[str, CommandForm] = {
    form.name: form
    for form in (
        _form("register_participant", schemas.RegisterParticipant, participants.register_participant, _P, _P),
        _form("update_participant", schemas.UpdateParticipant, participants.update_participant, _P, _P),
        _form("erase_participant", schemas.EraseParticipant, participants.erase_participant, _P),
        _form("grant_role", schemas.GrantRole, standing.grant_role, _P),
        _form("revoke_role", schemas.RevokeRole, standing.revoke_role, _P),
        _form("accredit", schemas.Accredit, standing.accredit, _P),
        _form("end_accreditation", schemas.EndAccreditation, standing.end_accreditation, _P),
        _form("open_consultation", schemas.OpenConsultation, consultations.open_consultation, _C),
        _form("update_consultation", schemas.UpdateConsultation, consultations.update_consultation, _C),
        _form("enter_stage", schemas.EnterStage, consultations.enter_stage, _C),
        _form("adopt_rule", schemas.AdoptRule, frameworks.adopt_rule, _C),
        _form("conclude_consultation", schemas.ConcludeConsultation, consultations.conclude_consultation, _C),
        _form("convene_session", schemas.ConveneSession, sessions.convene_session, _S),
        _form("update_session", schemas.UpdateSession, sessions.update_session, _S),
        _form("open_session", schemas.OpenSession, sessions.open_session, _S),
        _form("record_attendance", schemas.RecordAttendance, sessions.record_attendance, _S),
        _form("close_session", schemas.CloseSession, sessions.close_session, _S),
        _form("begin_framework", schemas.BeginFramework, frameworks.begin_framework, _F),
        _form("receive_version", schemas.ReceiveVersion, receiving.receive_version, "version_id"),
        _form("publish_version", schemas.PublishVersion, frameworks.publish_version, "version_id"),
        _form("adopt_version", schemas.AdoptVersion, decisions.adopt_version, "version_id"),
        _form("table_proposal", schemas.TableProposal, motions.table_proposal, _M, "proposers"),
        _form("table_amendment", schemas.TableAmendment, motions.table_amendment, _M, "proposers"),
        _form("revise_motion", schemas.ReviseMotion, motions.revise_motion, _M),
        _form("rebase_motion", schemas.RebaseMotion, rebasing.rebase_motion, _M),
        _form("withdraw_motion", schemas.WithdrawMotion, motions.withdraw_motion, _M),
        _form("decide_motion", schemas.DecideMotion, decisions.decide_motion, _M),
        _form("adopt_motions", schemas.AdoptMotions, decisions.adopt_motions, _F),
        _form("endorse", schemas.Endorse, positions.endorse, "subject.id", _P),
        _form("withdraw_endorsement", schemas.WithdrawEndorsement, positions.withdraw_endorsement, "subject.id", _P),
        _form("record_vote", schemas.RecordVote, votes.record_vote, "vote_id"),
        _form("make_statement", schemas.MakeStatement, statements.make_statement, "statement_id", _P),
        _form("redact_statement", schemas.RedactStatement, statements.redact_statement, "statement_id"),
    )
}
