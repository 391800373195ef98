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
}
"""What people read where it is not the value itself with spaces."""


def label(value: str) -> str:
    """The words for people of a value of the record."""
    return LABELS.get(value, value.replace("_", " "))
