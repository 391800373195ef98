"""The words of the record, as the values that stand in it. Their labels for people stand beside them once."""

from enum import StrEnum

SYSTEM = "system"
"""The actor of the import and of the command line."""


class Stage(StrEnum):
    SCOPING = "scoping"
    CONSULTATION = "consultation"
    NEGOTIATION = "negotiation"
    HIGH_LEVEL_DIALOGUE = "high_level_dialogue"
    CONCLUDED = "concluded"
    FOLLOW_UP = "follow_up"


class ParticipantKind(StrEnum):
    PERSON = "person"
    DELEGATION = "delegation"
    GROUPING = "grouping"


class StakeholderGroup(StrEnum):
    STATE = "state"
    INTERNATIONAL_AGENCY = "international_agency"
    REGIONAL_ORGANIZATION = "regional_organization"
    MUNICIPALITY = "municipality"
    PARLIAMENT = "parliament"
    BUSINESS = "business"
    WORKERS_ORGANIZATION = "workers_organization"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIA = "academia"
    HUMAN_RIGHTS_INSTITUTION = "human_rights_institution"
    MIGRANTS_AND_REFUGEES = "migrants_and_refugees"
    DIASPORA = "diaspora"
    RECEIVING_POPULATION = "receiving_population"
    MEDIA = "media"
    OTHER = "other"


class Role(StrEnum):
    ORGANIZER = "organizer"
    FACILITATOR = "facilitator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Standing(StrEnum):
    MEMBER = "member"
    OBSERVER = "observer"
    GUEST = "guest"


class Attribution(StrEnum):
    """How far a speaker is recorded, from the loosest to the strictest."""

    NAMED = "named"
    GROUP = "group"
    NONE = "none"

    def is_looser_than(self, other: "Attribution") -> bool:
        order = list(Attribution)
        return order.index(self) < order.index(other)


class ErasureReason(StrEnum):
    AT_THE_PERSONS_REQUEST = "at_the_persons_request"
    LEGAL_ORDER = "legal_order"
    DANGER_TO_A_PERSON = "danger_to_a_person"
    RECORDED_IN_ERROR = "recorded_in_error"
    END_OF_RETENTION = "end_of_retention"


class Rule(StrEnum):
    DECISION_METHOD = "decision_method"
    QUORUM = "quorum"
    AMENDMENTS_CLOSE_AT = "amendments_close_at"
    CONSTRUCTIVE_OBJECTION = "constructive_objection"
    SMALL_GROUP = "small_group"


class DecisionMethod(StrEnum):
    MAJORITY = "majority"
    CONSENSUS = "consensus"
    ORGANIZER = "organizer"


class ProvisionKind(StrEnum):
    PREAMBLE = "preamble"
    PRINCIPLE = "principle"
    PART = "part"
    SECTION = "section"
    OBJECTIVE = "objective"
    CHAPEAU = "chapeau"
    COMMITMENT = "commitment"
    ACTION = "action"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    SUB_PARAGRAPH = "sub_paragraph"
    ANNEX = "annex"
    FOOTNOTE = "footnote"


class Level(StrEnum):
    GLOBAL = "global"
    REGIONAL = "regional"
    NATIONAL = "national"
    LOCAL = "local"


class Horizon(StrEnum):
    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Extent(StrEnum):
    WHOLE = "whole"
    EXTRACT = "extract"
    NOT_HELD = "not_held"


class Stance(StrEnum):
    SPONSOR = "sponsor"
    ENDORSE = "endorse"
    ENDORSE_WITH_RESERVATION = "endorse_with_reservation"
    ABSTAIN = "abstain"
    OBJECT = "object"


class Decision(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    INADMISSIBLE = "inadmissible"
    SUPERSEDED = "superseded"
    REFERRED = "referred"


class StatementKind(StrEnum):
    CHALLENGE = "challenge"
    RATIONALE = "rationale"
    QUESTION = "question"
    REPLY = "reply"
    CONCERN = "concern"
    REMARK = "remark"
    EXPLANATION = "explanation"
    SUMMARY = "summary"


class VoteMethod(StrEnum):
    WITHOUT_A_VOTE = "without_a_vote"
    ACCLAMATION = "acclamation"
    SHOW_OF_HANDS = "show_of_hands"
    RECORDED = "recorded"


class Ballot(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    NOT_VOTING = "not_voting"


class Majority(StrEnum):
    SIMPLE = "simple"
    TWO_THIRDS = "two_thirds"


class Result(StrEnum):
    CARRIED = "carried"
    LOST = "lost"


LABELS: dict[str, str] = {
    "endorse": "supports",
    "endorse_with_reservation": "supports with a reservation",
    "abstain": "takes no position",
    "object": "objects",
    "sponsor": "sponsors",
    "adopted": "accepted into the text",
    "rejected": "not accepted",
    "inadmissible": "ruled out",
    "superseded": "settled by another decision",
    "taken_up": "taken up",
    "challenge": "challenge or gap",
    "parliament": "parliaments and politicians",
    "migrants_and_refugees": "migrants and refugees",
    "workers_organization": "workers' organization",
    "high_level_dialogue": "high-level dialogue",
    "follow_up": "follow-up",
    "two_thirds": "two thirds",
    "not_voting": "not voting",
    "not_held": "text not held here",
    "sub_paragraph": "sub-paragraph",
    "at_the_persons_request": "at the person's request",
    "legal_order": "by a legal order",
    "end_of_retention": "it was kept as long as was said",
}
"""What people read where it is not the value itself with spaces."""


def label(value: str) -> str:
    """The words for people of a value of the record."""
    return LABELS.get(value, value.replace("_", " "))


CHOICES: dict[type[StrEnum], dict[str, str]] = {
    ParticipantKind: {
        "delegation": "delegation: persons act for it",
        "grouping": "grouping: its members are participants themselves",
    },
    Role: {
        "organizer": "organizer: puts everything in the process on record, for others too",
        "facilitator": "facilitator: decides, adopts, records votes and statements",
        "auditor": "auditor: reads everything but what is sealed for protected persons",
        "administrator": "administrator: gives roles, erases and takes words out",
    },
    Standing: {
        "member": "member: counts for decisions",
        "observer": "observer: speaks and takes positions, and does not count for decisions",
        "guest": "guest: was asked to come, and does not count for decisions",
    },
    Attribution: {
        "named": "by name",
        "group": "by stakeholder group only",
        "none": "no attribution (Chatham House Rule)",
    },
    Rule: {
        "decision_method": "decision method: how proposals and amendments are decided",
        "quorum": "quorum: how many members are needed",
        "amendments_close_at": "amendments close at: until when anything new is tabled",
        "constructive_objection": "constructive objection: each gives a reason or a counter-proposal",
        "small_group": "small group: below which size a group is not counted by itself",
    },
    DecisionMethod: {
        "majority": "by majority: a vote of the members on each wording",
        "consensus": "by consensus: while no member objects to the wording as it stands",
        "organizer": "by those in the chair",
    },
    Horizon: {"short": "short term", "medium": "medium term", "long": "long term"},
    Extent: {"whole": "the whole text", "extract": "an extract", "not_held": "none of it: only its name is recorded"},
    Decision: {
        "withdrawn": "withdrawn by its sponsors",
        "lapsed": "lapsed: not moved, or its stage ended",
        "inadmissible": "ruled out by a rule",
        "superseded": "settled by another decision or text",
        "referred": "referred to another place",
    },
    StatementKind: {
        "explanation": "explanation of a vote or position",
        "summary": "summary by those in the chair",
    },
    VoteMethod: {"recorded": "recorded: how each one voted is known"},
    Ballot: {"abstain": "abstains", "not_voting": "does not vote"},
    Majority: {"simple": "simple: more yes than no", "two_thirds": "two thirds of yes and no"},
}
"""How a value is put where one chooses it, where its label alone does not say enough."""


def choice_labels(choices: type[StrEnum]) -> dict[str, str]:
    """Every value of a kind with its words for whoever chooses one, in order."""
    special = CHOICES.get(choices, {})
    return {choice.value: special.get(choice.value, label(choice.value)) for choice in choices}


COMMAND_LABELS: dict[str, str] = {
    "register_participant": "Register a participant",
    "update_participant": "Change what is recorded of a participant",
    "erase_participant": "Erase the personal words of a participant",
    "grant_role": "Give a role",
    "revoke_role": "Take a role back",
    "accredit": "Accredit a participant",
    "end_accreditation": "End an accreditation",
    "open_consultation": "Open a process",
    "update_consultation": "Change what is said of a process",
    "enter_stage": "Enter a stage",
    "adopt_rule": "Adopt a rule",
    "conclude_consultation": "Conclude a process",
    "convene_session": "Convene a meeting",
    "update_session": "Change what is said of a meeting",
    "open_session": "Open a meeting",
    "record_attendance": "Record who attended a meeting",
    "close_session": "Close a meeting",
    "begin_framework": "Begin a text",
    "receive_version": "Record a text that was received or issued",
    "publish_version": "Publish a version",
    "adopt_version": "Record that a version was adopted",
    "table_proposal": "Table a proposal",
    "table_amendment": "Table an amendment",
    "revise_motion": "Revise a proposal or amendment",
    "rebase_motion": "Fit an amendment to today’s text",
    "withdraw_motion": "Withdraw as a sponsor",
    "decide_motion": "Decide on a proposal or amendment",
    "adopt_motions": "Accept several into the text together",
    "endorse": "Say where you stand",
    "withdraw_endorsement": "Withdraw a position",
    "record_vote": "Record a vote",
    "make_statement": "Make a statement",
    "redact_statement": "Take out the words of a statement",
}
"""What each command does, in the imperative."""
