"""The data of each command."""

from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate, validates_schema

from ledger.commands.changes import PlacedProvision, changes, new_provision, placed_after, placed_under
from ledger.commands.fields import (
    AT_LEAST_ONE,
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
    shown,
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

_HIDDEN = "hidden"
_LEFT_EMPTY = "Leave it empty where no end is set."
_ILLUSTRATIVE = shown("Illustrative", "Made up to show how the record works; every page of it says so.")
_ADDRESS = shown("Address", "Lower-case letters, digits and hyphens, as in new-design; it stays for ever.")
_LANGUAGE = shown("Language", "A language tag, such as en or fr-CH.")
_SYMBOL = shown("Symbol", "Of the document, such as A/RES/71/1.")
_SOURCE = shown("Source", "Where this was taken from.")
_MANDATE = shown("Mandate", "What the process is asked to do, and by whom.")
_ATTRIBUTION = shown("How speakers are recorded", "Once the meeting was opened, this can only become stricter.")
_ACTS_FOR = shown("Acts for", "The delegation or grouping in whose name this person acts.", control="participant")
_MEMBERS = "For a grouping: the participants that belong to it."
_EXPERTISE = shown("Expertise", "One field to a line.")
_CONTACT = shown("Contact", "Not shown on pages.", control="line")
_PROTECTED = "Pages show a pseudonym instead of the name; this can only be chosen now."
_OBJECTING = "An objection gives a reason or a counter-proposal, where the rules of the process ask for it."
_COUNTER = shown("Counter-proposal", "A proposal or amendment that would meet the objection.", control="motion")
_ON_BEHALF_OF = "Others who asked for this; it does not count as theirs."


def _key(label: str) -> Id:
    """The id of what the command speaks of: it comes with the form's address, or is drawn with the form."""
    return Id(required=True, metadata=shown(label, control=_HIDDEN))


def _participant(label: str = "Participant") -> Id:
    return Id(required=True, metadata=shown(label, control="participant"))


def _acting(label: str) -> Id:
    return Id(required=True, metadata=shown(label, control="acting"))


def _wording(hint: str) -> Digest:
    return Digest(metadata=shown("Wording that you saw", hint, control=_HIDDEN))


def _expected() -> Whole:
    return Whole(metadata=shown("Revision that you saw", control=_HIDDEN))


def _reason() -> Sealed:
    return Sealed(metadata=shown("Reason"))


def _note() -> Sealed:
    return Sealed(metadata=shown("Note"))


def _vote() -> Id:
    return Id(metadata=shown("Vote", "The one that settled it.", control="vote"))


def _proposers() -> Listed[str]:
    return ids("Put forward by", "They are its sponsors.", control="acting", required=True)


def _on_behalf_of() -> Listed[str]:
    return ids("On behalf of", _ON_BEHALF_OF, control="participants")


def _answers() -> Listed[str]:
    return ids("Challenges or gaps that it answers", control="challenges")


def _edited_by() -> Listed[str]:
    return ids("Edited by", "Who merged the words, where somebody did.", control="participants")


class RegisterParticipant(Form):
    defaults: ClassVar[dict[str, Any]] = {"protected": False, "illustrative": False}
    participant_id = _key("Participant")
    name = Sealed(required=True, metadata=shown("Name", control="line"))
    kind = Choice(ParticipantKind, required=True, metadata=shown("Kind"))
    group = Choice(StakeholderGroup, required=True, metadata=shown("Stakeholder group"))
    short = Line(metadata=shown("Short name", "For a delegation or a grouping, such as EU."))
    acts_for = Id(metadata=_ACTS_FOR)
    members = ids("Members", _MEMBERS, control="participants")
    place = Sealed(metadata=shown("Place", control="line"))
    expertise = SealedLines(metadata=_EXPERTISE)
    contact = Sealed(metadata=_CONTACT)
    protected = Flag(metadata=shown("Protected person", _PROTECTED))
    illustrative = Flag(metadata=_ILLUSTRATIVE)


class UpdateParticipant(Update):
    participant_id = _key("Participant")
    name = Sealed(metadata=shown("Name", control="line"))
    group = Choice(StakeholderGroup, metadata=shown("Stakeholder group"))
    short = Line(empty=True, metadata=shown("Short name", "For a delegation or a grouping, such as EU."))
    acts_for = IdOrNothing(metadata=_ACTS_FOR)
    members = ids("Members", _MEMBERS, control="participants")
    place = Sealed(empty=True, metadata=shown("Place", control="line"))
    expertise = SealedLines(metadata=_EXPERTISE)
    contact = Sealed(empty=True, metadata=_CONTACT)
    protected = Flag(metadata=shown("Protected person", "Once the name was shown, it cannot be hidden again."))
    illustrative = Flag(metadata=_ILLUSTRATIVE)


class EraseParticipant(Form):
    participant_id = _key("Participant")
    reason = Choice(ErasureReason, required=True, metadata=shown("Reason"))
    note = _note()


class GrantRole(Form):
    participant_id = _participant()
    role = Choice(Role, required=True, metadata=shown("Role"))
    consultation_id = Id(metadata=shown("Process", "Leave it empty for the whole ledger.", control="consultation"))


class RevokeRole(GrantRole):
    pass


class Accredit(Form):
    participant_id = _participant()
    consultation_id = Id(required=True, metadata=shown("Process", control="consultation"))
    standing = Choice(Standing, required=True, metadata=shown("Standing"))
    until = When(metadata=shown("Until", _LEFT_EMPTY))


class EndAccreditation(Form):
    participant_id = _participant()
    consultation_id = Id(required=True, metadata=shown("Process", control="consultation"))
    reason = _reason()


class OpenConsultation(Form):
    consultation_id = _key("Process")
    slug = Slug(required=True, metadata=_ADDRESS)
    title = Line(required=True, metadata=shown("Title"))
    mandate = Text(required=True, metadata=_MANDATE)
    conveners = ids("Conveners", control="participants", required=True)
    language = Language(required=True, metadata=_LANGUAGE)
    timezone = Timezone(required=True, metadata=shown("Time zone"))
    symbol = Line(metadata=_SYMBOL)
    source = Text(metadata=_SOURCE)


class UpdateConsultation(Update):
    consultation_id = _key("Process")
    title = Line(metadata=shown("Title"))
    mandate = Text(metadata=_MANDATE)
    conveners = Listed(Id(), validate=AT_LEAST_ONE, metadata=shown("Conveners", control="participants"))
    language = Language(metadata=_LANGUAGE)
    timezone = Timezone(metadata=shown("Time zone"))
    symbol = Line(empty=True, metadata=_SYMBOL)
    source = Text(empty=True, metadata=_SOURCE)


class EnterStage(Form):
    consultation_id = _key("Process")
    stage = Choice(Stage, required=True, metadata=shown("Stage"))
    title = Line(metadata=shown("Local title", "What it is called here, such as Round 2."))
    reason = _reason()


_METHOD = shown("How proposals and amendments are decided", "Only members count.")
_QUORUM = shown("Members needed", "Too few are shown as too few, and block nothing.")
_CLOSE = shown("Tabled until", "Nothing new is tabled after it.")
_CONSTRUCTIVE = shown("Objections are constructive", "Each gives its reason or names a counter-proposal.")
_SMALL_GROUP = shown("Smallest number shown", "A smaller group at an unattributed meeting is counted under “other”.")

RULE_VALUES: dict[Rule, fields.Field[Any]] = {
    Rule.DECISION_METHOD: Choice(DecisionMethod, metadata=_METHOD),
    Rule.QUORUM: Whole(least=1, metadata=_QUORUM),
    Rule.AMENDMENTS_CLOSE_AT: When(metadata=_CLOSE),
    Rule.CONSTRUCTIVE_OBJECTION: Flag(metadata=_CONSTRUCTIVE),
    Rule.SMALL_GROUP: Whole(least=1, metadata=_SMALL_GROUP),
}
"""What each rule's value has to be."""


class AdoptRule(Form):
    consultation_id = _key("Process")
    framework_id = Id(metadata=shown("Text under draft", control=_HIDDEN))
    rule = Choice(Rule, required=True, metadata=shown("Rule"))
    value = fields.Raw(required=True, metadata=shown("What it says", control="rule_value"))

    @validates_schema
    def value_fits_the_rule(self, data: dict[str, Any], **_: Any) -> None:
        try:
            data["value"] = RULE_VALUES[data["rule"]].deserialize(data["value"])
        except ValidationError as error:
            raise ValidationError(error.messages, "value") from None


class ConcludeConsultation(Form):
    consultation_id = _key("Process")
    outcome = Text(required=True, metadata=shown("Outcome"))


class ConveneSession(Form):
    defaults: ClassVar[dict[str, Any]] = {"attribution": "named", "illustrative": False}
    session_id = _key("Meeting")
    consultation_id = _key("Process")
    title = Line(required=True, metadata=shown("Title"))
    symbol = Line(metadata=_SYMBOL)
    place = Line(metadata=shown("Place"))
    opens_at = When(required=True, metadata=shown("Opens"))
    closes_at = When(metadata=shown("Closes", _LEFT_EMPTY))
    attribution = Choice(Attribution, metadata=_ATTRIBUTION)
    illustrative = Flag(metadata=_ILLUSTRATIVE)


class UpdateSession(Update):
    session_id = _key("Meeting")
    title = Line(metadata=shown("Title"))
    symbol = Line(empty=True, metadata=_SYMBOL)
    place = Line(empty=True, metadata=shown("Place"))
    opens_at = When(metadata=shown("Opens"))
    closes_at = When(metadata=shown("Closes", _LEFT_EMPTY))
    attribution = Choice(Attribution, metadata=_ATTRIBUTION)
    illustrative = Flag(metadata=_ILLUSTRATIVE)
    cancelled = Flag(metadata=shown("Cancelled", "A meeting that was opened took place."))


class OpenSession(Form):
    session_id = _key("Meeting")


class CloseSession(OpenSession):
    pass


_BY_GROUP = shown("How many of each group", "A group too small to hide in is counted under “other”.", control="counts")


class RecordAttendance(Form):
    session_id = _key("Meeting")
    participants = ids("Who was there", "Only where speakers are recorded by name.", control="participants")
    by_group = fields.Dict(keys=Choice(StakeholderGroup), values=Whole(least=1), metadata=_BY_GROUP)
    total = Whole(least=1, metadata=shown("How many in all", "Where nobody was counted by group."))

    @validates_schema
    def counts_one_way(self, data: dict[str, Any], **_: Any) -> None:
        if sum(bool(data.get(key)) for key in ("participants", "by_group", "total")) != 1:
            raise ValidationError("Give the participants, or counts by group, or the total: one of them.")


class BeginFramework(Form):
    defaults: ClassVar[dict[str, Any]] = {"illustrative": False}
    framework_id = _key("Text under draft")
    consultation_id = _key("Process")
    slug = Slug(required=True, metadata=_ADDRESS)
    title = Line(required=True, metadata=shown("Title"))
    language = Language(required=True, metadata=_LANGUAGE)
    illustrative = Flag(metadata=_ILLUSTRATIVE)


_VERSION_NAME = shown("Name", "What it is called, such as Zero draft or Rev. 1.")
_ISSUED_BY = "Those who lead the process, where the text is theirs."
_EXTENT = shown("How much is held here", "What a whole text leaves out is deleted; what an extract leaves out stays.")


class ReceiveVersion(Form):
    defaults: ClassVar[dict[str, Any]] = {"extent": "whole"}
    framework_id = _key("Text under draft")
    version_id = _key("Version")
    name = Line(required=True, metadata=_VERSION_NAME)
    symbol = Line(metadata=_SYMBOL)
    source = Text(metadata=_SOURCE)
    issued_by = ids("Issued by", _ISSUED_BY, control="participants")
    extent = Choice(Extent, metadata=_EXTENT)
    provisions = Listed(Nested(PlacedProvision), metadata=shown("Provisions", control="version_text"))


class TableProposal(Form):
    motion_id = _key("Proposal")
    framework_id = _key("Text under draft")
    title = Line(required=True, metadata=shown("Title"))
    proposers = _proposers()
    on_behalf_of = _on_behalf_of()
    provision = new_provision(required=True)
    parent = placed_under()
    after = placed_after()
    rationale = Sealed(metadata=shown("Rationale"))
    answers = _answers()


class TableAmendment(Form):
    motion_id = _key("Amendment")
    framework_id = _key("Text under draft")
    title = Line(required=True, metadata=shown("Title"))
    proposers = _proposers()
    on_behalf_of = _on_behalf_of()
    changes = changes(required=True)
    rationale = Sealed(metadata=shown("Rationale"))
    answers = _answers()


class ReviseMotion(Form):
    motion_id = _key("Proposal or amendment")
    participant_id = _acting("Revised by")
    expected = _expected()
    changes = changes()
    provision = new_provision()

    @validates_schema
    def revises_one_way(self, data: dict[str, Any], **_: Any) -> None:
        if ("changes" in data) == ("provision" in data):
            raise ValidationError("Give the changes of an amendment, or the provision of a proposal.")


class RebaseMotion(Form):
    motion_id = _key("Amendment")
    participant_id = Id(metadata=shown("For which sponsor", control="acting"))
    expected = _expected()


class WithdrawMotion(Form):
    motion_id = _key("Proposal or amendment")
    participant_id = _acting("Withdrawn by")


class BecauseOf(Form):
    kind = fields.String(
        required=True,
        validate=validate.OneOf(
            ["motion", "version", "rule", "place"],
            labels=["another proposal or amendment", "a version of the text", "a rule", "a place where it goes on"],
            error="This has to be one of: motion, version, rule, place.",
        ),
        metadata=shown("What settled it"),
    )
    id = Id(metadata=shown("Proposal, amendment or version", control="motion"))
    name = Line(metadata=shown("Name of the rule or place"))

    @validates_schema
    def names_it(self, data: dict[str, Any], **_: Any) -> None:
        wanted = "id" if data["kind"] in ("motion", "version") else "name"
        if set(data) != {"kind", wanted}:
            raise ValidationError(f"A {data['kind']} is named by its {wanted}.")


class DecideMotion(Form):
    motion_id = _key("Proposal or amendment")
    expected = _expected()
    decision = Choice(Decision, required=True, metadata=shown("Decision"))
    because_of = Nested(BecauseOf, metadata=shown("Because of"))
    vote_id = _vote()
    reason = _reason()
    changes = changes(merged=True)
    edited_by = _edited_by()


class AdoptMotions(Form):
    framework_id = _key("Text under draft")
    expected = _expected()
    motions = ids("Proposals and amendments", control="motions", required=True)
    vote_ids = ids("Votes", "Those that carried them.", control="votes")
    reason = _reason()
    changes = changes(merged=True)
    edited_by = _edited_by()


_THINGS = {"motion": "proposal or amendment", "consultation": "process", "session": "meeting", "framework": "text"}


def _kinds(*kinds: str) -> fields.String:
    allowed = validate.OneOf(
        kinds, labels=[_THINGS.get(kind, kind) for kind in kinds], error=f"This has to be one of: {', '.join(kinds)}."
    )
    return fields.String(required=True, validate=allowed, metadata=shown("Kind of thing", control=_HIDDEN))


class SubjectForm(Form):
    kind = _kinds("motion", "provision", "version")
    id = _key("Thing")


def _subject(form: type[Form]) -> Nested:
    return Nested(form, required=True, metadata=shown("About"))


class Endorse(Form):
    participant_id = _acting("Whose position")
    subject = _subject(SubjectForm)
    wording = _wording("The position belongs to these exact words, and is not carried over when they change.")
    stance = Choice(Stance, required=True, metadata=shown("Position"))
    on_behalf_of = _on_behalf_of()
    reservation = Sealed(metadata=shown("Reservation", "Only for support with a reservation."))
    reason = Sealed(metadata=shown("Reason", _OBJECTING))
    counter_motion = Id(metadata=_COUNTER)


Endorse._declared_fields["except"] = ids(
    "Provisions left out", "For a position on a whole version.", control="provisions"
)


class WithdrawEndorsement(Form):
    participant_id = _acting("Whose position")
    subject = _subject(SubjectForm)


class VoteSubject(Form):
    kind = _kinds("motion", "provision", "version", "document")
    id = Id(metadata=shown("Thing", control=_HIDDEN))
    symbol = Line(metadata=shown("Symbol of the document", "For a vote on a document that is not held here."))

    @validates_schema
    def names_it(self, data: dict[str, Any], **_: Any) -> None:
        wanted = "symbol" if data["kind"] == "document" else "id"
        if set(data) != {"kind", wanted}:
            raise ValidationError(f"A {data['kind']} is named by its {wanted}.")


class Tally(Form):
    yes = Whole(required=True, metadata=shown("Yes"))
    no = Whole(required=True, metadata=shown("No"))
    abstain = Whole(required=True, metadata=shown("Abstentions"))


_BALLOTS = shown("Ballots", "Where it is known how each one voted; the counts follow.", control="ballots")


class RecordVote(Form):
    defaults: ClassVar[dict[str, Any]] = {"majority": "simple"}
    vote_id = _key("Vote")
    consultation_id = _key("Process")
    body = Line(metadata=shown("Body", "Only for a vote of another body, such as the General Assembly."))
    subject = _subject(VoteSubject)
    wording = _wording("The vote was on these exact words.")
    question = Text(required=True, metadata=shown("Question"))
    method = Choice(VoteMethod, required=True, metadata=shown("How it was taken"))
    ballots = Listed(fields.Tuple((Id(), Choice(Ballot))), metadata=_BALLOTS)
    tally = Nested(Tally, metadata=shown("Counts", control="tally"))
    majority = Choice(Majority, metadata=shown("Majority asked for"))
    result = Choice(Result, required=True, metadata=shown("Result"))


class AboutForm(Form):
    kind = _kinds("consultation", "session", "framework", "provision", "version", "motion", "statement", "vote")
    id = _key("Thing")


_SPEAKER = shown("Speaker", control="acting")
_STRICTER = shown("How the speaker is recorded", "May be stricter than at the meeting, never looser.")
_GROUP = shown("Stakeholder group", "Only where the speaker is recorded by group.")


class MakeStatement(Form):
    statement_id = _key("Statement")
    consultation_id = _key("Process")
    participant_id = Id(metadata=_SPEAKER)
    attribution = Choice(Attribution, metadata=_STRICTER)
    group = Choice(StakeholderGroup, metadata=_GROUP)
    on_behalf_of = _on_behalf_of()
    kind = Choice(StatementKind, required=True, metadata=shown("Kind"))
    text = Sealed(required=True, metadata=shown("What was said"))
    language = Language(metadata=_LANGUAGE)
    about = Listed(Nested(AboutForm), metadata=shown("About", control="things"))
    in_reply_to = Id(metadata=shown("In reply to", control="statement"))


class RedactStatement(Form):
    statement_id = _key("Statement")
    reason = Choice(ErasureReason, required=True, metadata=shown("Reason"))
    note = _note()


class PublishVersion(Form):
    framework_id = _key("Text under draft")
    version_id = _key("Version")
    expected = _expected()
    name = Line(required=True, metadata=_VERSION_NAME)
    symbol = Line(metadata=_SYMBOL)
    note = _note()


class AdoptVersion(Form):
    version_id = _key("Version")
    method = Choice(VoteMethod, required=True, metadata=shown("How it was adopted"))
    vote_id = _vote()
    symbol = Line(metadata=_SYMBOL)
    note = _note()
