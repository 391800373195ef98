"""The data of each command."""

from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate, validates_schema

from ledger.commands.changes import PlacedProvision, ProvisionForm, changes
from ledger.commands.fields import (
    Choice,
    Digest,
    Flag,
    Form,
    Id,
    IdOrNothing,
    Language,
    Line,
    Listed,
    Nested,
    Sealed,
    SealedLines,
    Slug,
    Text,
    Timezone,
    Update,
    When,
    Whole,
    ids,
)
from ledger.domain.vocabulary import (
    Attribution,
    Ballot,
    Decision,
    DecisionMethod,
    ErasureReason,
    Extent,
    Majority,
    ParticipantKind,
    Result,
    Role,
    Rule,
    Stage,
    StakeholderGroup,
    Stance,
    Standing,
    StatementKind,
    VoteMethod,
)


class RegisterParticipant(Form):
    defaults: ClassVar[dict[str, Any]] = {"protected": False, "illustrative": False}
    participant_id = Id(required=True)
    name = Sealed(required=True)
    kind = Choice(ParticipantKind, required=True)
    group = Choice(StakeholderGroup, required=True)
    short = Line()
    acts_for = Id()
    members = ids()
    place = Sealed()
    expertise = SealedLines()
    contact = Sealed()
    protected = Flag()
    illustrative = Flag()


class UpdateParticipant(Update):
    participant_id = Id(required=True)
    name = Sealed()
    group = Choice(StakeholderGroup)
    short = Line(empty=True)
    acts_for = IdOrNothing()
    members = ids()
    place = Sealed(empty=True)
    expertise = SealedLines()
    contact = Sealed(empty=True)
    protected = Flag()
    illustrative = Flag()


class EraseParticipant(Form):
    participant_id = Id(required=True)
    reason = Choice(ErasureReason, required=True)
    note = Sealed()


class GrantRole(Form):
    participant_id = Id(required=True)
    role = Choice(Role, required=True)
    consultation_id = Id()


class RevokeRole(GrantRole):
    pass


class Accredit(Form):
    participant_id = Id(required=True)
    consultation_id = Id(required=True)
    standing = Choice(Standing, required=True)
    until = When()


class EndAccreditation(Form):
    participant_id = Id(required=True)
    consultation_id = Id(required=True)
    reason = Sealed()


class OpenConsultation(Form):
    consultation_id = Id(required=True)
    slug = Slug(required=True)
    title = Line(required=True)
    mandate = Text(required=True)
    conveners = ids(required=True)
    language = Language(required=True)
    timezone = Timezone(required=True)
    symbol = Line()
    source = Text()


class UpdateConsultation(Update):
    consultation_id = Id(required=True)
    title = Line()
    mandate = Text()
    conveners = Listed(Id(), validate=validate.Length(min=1, error="Name at least one."))
    language = Language()
    timezone = Timezone()
    symbol = Line(empty=True)
    source = Text(empty=True)


class EnterStage(Form):
    consultation_id = Id(required=True)
    stage = Choice(Stage, required=True)
    title = Line()
    reason = Sealed()


RULE_VALUES: dict[Rule, fields.Field[Any]] = {
    Rule.DECISION_METHOD: Choice(DecisionMethod),
    Rule.QUORUM: Whole(least=1),
    Rule.AMENDMENTS_CLOSE_AT: When(),
    Rule.CONSTRUCTIVE_OBJECTION: Flag(),
    Rule.SMALL_GROUP: Whole(least=1),
}
"""What each rule's value has to be."""


class AdoptRule(Form):
    consultation_id = Id(required=True)
    framework_id = Id()
    rule = Choice(Rule, required=True)
    value = fields.Raw(required=True)

    @validates_schema
    def value_fits_the_rule(self, data: dict[str, Any], **_: Any) -> None:
        try:
            data["value"] = RULE_VALUES[data["rule"]].deserialize(data["value"])
        except ValidationError as error:
            raise ValidationError(error.messages, "value") from None


class ConcludeConsultation(Form):
    consultation_id = Id(required=True)
    outcome = Text(required=True)


class ConveneSession(Form):
    defaults: ClassVar[dict[str, Any]] = {"attribution": "named", "illustrative": False}
    session_id = Id(required=True)
    consultation_id = Id(required=True)
    title = Line(required=True)
    symbol = Line()
    place = Line()
    opens_at = When(required=True)
    closes_at = When()
    attribution = Choice(Attribution)
    illustrative = Flag()


class UpdateSession(Update):
    session_id = Id(required=True)
    title = Line()
    symbol = Line(empty=True)
    place = Line(empty=True)
    opens_at = When()
    closes_at = When()
    attribution = Choice(Attribution)
    illustrative = Flag()
    cancelled = Flag()


class OpenSession(Form):
    session_id = Id(required=True)


class CloseSession(OpenSession):
    pass


class RecordAttendance(Form):
    session_id = Id(required=True)
    participants = ids()
    by_group = fields.Dict(keys=Choice(StakeholderGroup), values=Whole(least=1))
    total = Whole(least=1)

    @validates_schema
    def counts_one_way(self, data: dict[str, Any], **_: Any) -> None:
        if sum(bool(data.get(key)) for key in ("participants", "by_group", "total")) != 1:
            raise ValidationError("Give the participants, or counts by group, or the total: one of them.")


class BeginFramework(Form):
    defaults: ClassVar[dict[str, Any]] = {"illustrative": False}
    framework_id = Id(required=True)
    consultation_id = Id(required=True)
    slug = Slug(required=True)
    title = Line(required=True)
    language = Language(required=True)
    illustrative = Flag()


class ReceiveVersion(Form):
    defaults: ClassVar[dict[str, Any]] = {"extent": "whole"}
    framework_id = Id(required=True)
    version_id = Id(required=True)
    name = Line(required=True)
    symbol = Line()
    source = Text()
    issued_by = ids()
    extent = Choice(Extent)
    provisions = Listed(Nested(PlacedProvision))


class TableProposal(Form):
    motion_id = Id(required=True)
    framework_id = Id(required=True)
    title = Line(required=True)
    proposers = ids(required=True)
    on_behalf_of = ids()
    provision = Nested(ProvisionForm, required=True)
    parent = Id()
    after = Id(allow_none=True)
    rationale = Sealed()
    answers = ids()


class TableAmendment(Form):
    motion_id = Id(required=True)
    framework_id = Id(required=True)
    title = Line(required=True)
    proposers = ids(required=True)
    on_behalf_of = ids()
    changes = changes(required=True)
    rationale = Sealed()
    answers = ids()


class ReviseMotion(Form):
    motion_id = Id(required=True)
    participant_id = Id(required=True)
    expected = Whole()
    changes = changes()
    provision = Nested(ProvisionForm)

    @validates_schema
    def revises_one_way(self, data: dict[str, Any], **_: Any) -> None:
        if ("changes" in data) == ("provision" in data):
            raise ValidationError("Give the changes of an amendment, or the provision of a proposal.")


class WithdrawMotion(Form):
    motion_id = Id(required=True)
    participant_id = Id(required=True)


class BecauseOf(Form):
    kind = fields.String(
        required=True,
        validate=validate.OneOf(
            ["motion", "version", "rule", "place"], error="This has to be one of: motion, version, rule, place."
        ),
    )
    id = Id()
    name = Line()

    @validates_schema
    def names_it(self, data: dict[str, Any], **_: Any) -> None:
        wanted = "id" if data["kind"] in ("motion", "version") else "name"
        if set(data) != {"kind", wanted}:
            raise ValidationError(f"A {data['kind']} is named by its {wanted}.")


class DecideMotion(Form):
    motion_id = Id(required=True)
    expected = Whole()
    decision = Choice(Decision, required=True)
    because_of = Nested(BecauseOf)
    vote_id = Id()
    reason = Sealed()
    changes = changes(merged=True)
    edited_by = ids()


class AdoptMotions(Form):
    framework_id = Id(required=True)
    expected = Whole()
    motions = ids(required=True)
    vote_ids = ids()
    reason = Sealed()
    changes = changes(merged=True)
    edited_by = ids()


def _kinds(*kinds: str) -> fields.String:
    allowed = validate.OneOf(kinds, error=f"This has to be one of: {', '.join(kinds)}.")
    return fields.String(required=True, validate=allowed)


class SubjectForm(Form):
    kind = _kinds("motion", "provision", "version")
    id = Id(required=True)


class Endorse(Form):
    participant_id = Id(required=True)
    subject = Nested(SubjectForm, required=True)
    wording = Digest()
    stance = Choice(Stance, required=True)
    on_behalf_of = ids()
    reservation = Sealed()
    reason = Sealed()
    counter_motion = Id()


Endorse._declared_fields["except"] = ids()


class WithdrawEndorsement(Form):
    participant_id = Id(required=True)
    subject = Nested(SubjectForm, required=True)


class VoteSubject(Form):
    kind = _kinds("motion", "provision", "version", "document")
    id = Id()
    symbol = Line()

    @validates_schema
    def names_it(self, data: dict[str, Any], **_: Any) -> None:
        wanted = "symbol" if data["kind"] == "document" else "id"
        if set(data) != {"kind", wanted}:
            raise ValidationError(f"A {data['kind']} is named by its {wanted}.")


class Tally(Form):
    yes = Whole(required=True)
    no = Whole(required=True)
    abstain = Whole(required=True)


class RecordVote(Form):
    defaults: ClassVar[dict[str, Any]] = {"majority": "simple"}
    vote_id = Id(required=True)
    consultation_id = Id(required=True)
    body = Line()
    subject = Nested(VoteSubject, required=True)
    wording = Digest()
    question = Text(required=True)
    method = Choice(VoteMethod, required=True)
    ballots = Listed(fields.Tuple((Id(), Choice(Ballot))))
    tally = Nested(Tally)
    majority = Choice(Majority)
    result = Choice(Result, required=True)


class AboutForm(Form):
    kind = _kinds("consultation", "session", "framework", "provision", "version", "motion", "statement", "vote")
    id = Id(required=True)


class MakeStatement(Form):
    statement_id = Id(required=True)
    consultation_id = Id(required=True)
    participant_id = Id()
    attribution = Choice(Attribution)
    group = Choice(StakeholderGroup)
    on_behalf_of = ids()
    kind = Choice(StatementKind, required=True)
    text = Sealed(required=True)
    language = Language()
    about = Listed(Nested(AboutForm))
    in_reply_to = Id()


class RedactStatement(Form):
    statement_id = Id(required=True)
    reason = Choice(ErasureReason, required=True)
    note = Sealed()


class PublishVersion(Form):
    framework_id = Id(required=True)
    version_id = Id(required=True)
    expected = Whole()
    name = Line(required=True)
    symbol = Line()
    note = Sealed()


class AdoptVersion(Form):
    version_id = Id(required=True)
    method = Choice(VoteMethod, required=True)
    vote_id = Id()
    symbol = Line()
    note = Sealed()
