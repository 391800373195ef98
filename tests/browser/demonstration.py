"""The demonstration as a place in which every form can be filled in, and what is filled in by whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from ledger.application import Ledger
from ledger.demo import command_lines
from ledger.demo.new_design.process import Process
from ledger.domain.wording import provision_wording
from ledger.interchange.command_lines import import_lines
from tests.builders import a_framework, a_proposal, a_provision, a_version, an_amendment, decide, give

PROCESS = Process()
CONSULTATION, FRAMEWORK = PROCESS.consultation, PROCESS.framework

ORGANIZER, ADMINISTRATOR, DELEGATE = "rapporteur", "administrator", "refugees"
"""Keys of the seats that sign in."""

NOBODY = ""
"""The key of whoever is not signed in."""

MEETINGS = {"announced": "named", "named": "named", "by group": "group", "unattributed": "none"}
"""Meetings beside those of the demonstration, which are over; all but the first are open."""

MOVED = "moved"
"""The key of an amendment whose words were moved by others."""

PARAGRAPHS = ("States protect all who arrive.", "Towns are asked before anybody is sent to them.")
"""Of a text whose paragraphs have neither label nor heading."""


def seat(key: str) -> str:
    """The id of a participant."""
    return PROCESS.seat(key)


def meeting(key: str) -> str:
    """The id of a meeting."""
    return PROCESS.record.id("session", key)


def subject(kind: str, key: str) -> dict[str, str]:
    """What a position or a vote is about, as the address of a form has it."""
    return {"subject.kind": kind, "subject.id": PROCESS.record.id(kind, key)}


def fill(ledger: Ledger) -> None:
    """Put the demonstration on record, with meetings to come and open ones, and decisions that take no vote."""
    report = import_lines(ledger, BytesIO("\n".join(command_lines()).encode() + b"\n"))
    assert not report.refused
    give(ledger, "adopt_rule", consultation_id=CONSULTATION, rule="decision_method", value="consensus")
    for key, attribution in MEETINGS.items():
        said = {"title": f"A meeting, {key}", "opens_at": "2016-10-01", "attribution": attribution}
        give(ledger, "convene_session", session_id=meeting(key), consultation_id=CONSULTATION, **said)
        if key != "announced":
            give(ledger, "open_session", session_id=meeting(key))
    _begin_a_plain_text(ledger)
    _change_words_around_an_amendment(ledger)


def _begin_a_plain_text(ledger: Ledger) -> None:
    """A text of two versions without labels, in which all is to be deleted, and two provisions are to be added."""
    plain = a_framework(ledger, CONSULTATION, slug="plain", title="A plain text")
    paragraphs = [a_provision(text=text) for text in PARAGRAPHS]
    a_version(ledger, plain, paragraphs, name="First draft")
    a_version(ledger, plain, paragraphs, name="Second draft")
    for one in paragraphs:
        base = provision_wording("", one["text"])
        deletion = {"op": "delete", "provision_id": one["provision_id"], "base": base}
        an_amendment(ledger, plain, seat("port"), [deletion])
        a_proposal(ledger, plain, seat("port"))


def _change_words_around_an_amendment(ledger: Ledger) -> None:
    """A text of one provision, with an open amendment of the delegate's that can be fitted to it."""
    moved = a_framework(ledger, CONSULTATION, slug="moved", title="A text that moved on")
    provision = a_provision(text=PARAGRAPHS[0])
    a_version(ledger, moved, [provision])
    base = provision_wording("", PARAGRAPHS[0])
    edit = {"op": "edit", "provision_id": provision["provision_id"], "base": base}
    its_id = {"motion_id": PROCESS.record.id("motion", MOVED)}
    an_amendment(ledger, moved, seat(DELEGATE), [{**edit, "edits": [[7, 14, "shelter"]]}], **its_id)
    decide(ledger, an_amendment(ledger, moved, seat("port"), [{**edit, "edits": [[0, 6, "Towns and states"]]}]))


@dataclass(frozen=True)
class Filling:
    """How a form is filled in.

    Attributes:
        by: key of the seat that does.
        given: what stands behind the "?" of its address.
        wrong: what is typed, by the name of the field, that it is refused; mostly nothing.
        typed: what is typed that it is not.
    """

    by: str
    given: Mapping[str, str]
    typed: Mapping[str, Any]
    wrong: Mapping[str, Any] = field(default_factory=dict)

    def address(self, command: str) -> str:
        """Of the form."""
        return f"/forms/{command}?{urlencode(self.given)}"


_HERE = {"consultation_id": CONSULTATION}
_TEXT = {"framework_id": FRAMEWORK}
_HOUR_ALONE = {"occurred_at.time": "10:00"}

FILLINGS = {
    "register_participant": Filling(
        ADMINISTRATOR, {}, {"name": "A network of schools", "kind": "delegation", "group": "civil_society"}
    ),
    "update_participant": Filling(
        ADMINISTRATOR, {"participant_id": seat("port")}, {"name": "A city with a port"}, {"name": ""}
    ),
    "erase_participant": Filling(ADMINISTRATOR, {"participant_id": seat("port")}, {"reason": "legal_order"}),
    "grant_role": Filling(
        ADMINISTRATOR, {"in": CONSULTATION}, {"participant_id": seat("university"), "role": "auditor"}
    ),
    "revoke_role": Filling(ADMINISTRATOR, {"in": CONSULTATION}, {"held": f"{seat('auditor')} auditor {CONSULTATION}"}),
    "accredit": Filling(ORGANIZER, _HERE, {"participant_id": seat("auditor"), "standing": "observer"}),
    "end_accreditation": Filling(ORGANIZER, _HERE, {"participant_id": seat("port")}),
    "open_consultation": Filling(
        ADMINISTRATOR,
        {},
        {
            "slug": "another-one",
            "title": "Another one",
            "mandate": "To go on where the last one ended.",
            "conveners": "A port city",
            "language": "en",
            "timezone": "Europe/Amsterdam",
        },
    ),
    "update_consultation": Filling(ORGANIZER, _HERE, {"title": "A newer design"}, {"title": ""}),
    "enter_stage": Filling(ORGANIZER, _HERE, {"stage": "negotiation", "title": "One more round"}),
    "adopt_rule": Filling(ORGANIZER, {**_HERE, "rule": "quorum"}, {"value": "12"}),
    "conclude_consultation": Filling(ORGANIZER, _HERE, {"outcome": "The final draft was adopted."}),
    "convene_session": Filling(ORGANIZER, _HERE, {"title": "One more meeting", "opens_at.date": "2016-11-01"}),
    "update_session": Filling(
        ORGANIZER, {"session_id": meeting("announced")}, {"title": "Another title"}, {"title": ""}
    ),
    "open_session": Filling(ORGANIZER, {"session_id": meeting("announced")}, {"occurred_at.time": ""}, _HOUR_ALONE),
    "record_attendance": Filling(
        ORGANIZER, {"session_id": meeting("by group")}, {"by_group.state": "12", "by_group.media": "5"}
    ),
    "close_session": Filling(ORGANIZER, {"session_id": meeting("named")}, {"occurred_at.time": ""}, _HOUR_ALONE),
    "begin_framework": Filling(ORGANIZER, _HERE, {"slug": "another-text", "title": "Another text", "language": "en"}),
    "receive_version": Filling(ORGANIZER, _TEXT, {"name": "Rev. 2"}),
    "publish_version": Filling(ORGANIZER, _TEXT, {"name": "Rev. 2"}),
    "adopt_version": Filling(
        ORGANIZER, {"version_id": PROCESS.record.id("version", "ND/0/Rev.1")}, {"method": "acclamation"}
    ),
    "table_proposal": Filling(DELEGATE, _TEXT, {"title": "A fund", "new.0.text": "A fund is set up for towns."}),
    "table_amendment": Filling(
        DELEGATE,
        {**_TEXT, "provision": PROCESS.provision("II c")},
        {"title": "Other words", "provisions.0.text": "Other words stand here."},
    ),
    "revise_motion": Filling(
        DELEGATE, {"motion_id": PROCESS.motion("yearly")}, {"provisions.0.text": "It is looked at every year."}
    ),
    "rebase_motion": Filling(
        ORGANIZER, {"motion_id": PROCESS.record.id("motion", MOVED)}, {"occurred_at.time": ""}, _HOUR_ALONE
    ),
    "withdraw_motion": Filling(ORGANIZER, {"motion_id": PROCESS.motion("yearly")}, {"participant_id": seat(DELEGATE)}),
    "decide_motion": Filling(ORGANIZER, {"motion_id": PROCESS.motion("milestones")}, {"decision": "adopted"}),
    "adopt_motions": Filling(ORGANIZER, _TEXT, {"motions": [PROCESS.motion("visit")]}),
    "endorse": Filling(
        DELEGATE, subject("motion", "milestones"), {"stance": "object", "reason": "A year is too long for a child."}
    ),
    "withdraw_endorsement": Filling(ORGANIZER, subject("motion", "visit"), {"participant_id": seat(DELEGATE)}),
    "record_vote": Filling(
        ORGANIZER,
        subject("motion", "milestones"),
        {"method": "recorded", "ballots": "Origin: yes\nTransit: no\nUnions: abstain"},
        {"method": "recorded", "ballots": "Origin: yes\nNobody: maybe"},
    ),
    "make_statement": Filling(DELEGATE, _HERE, {"kind": "concern", "text": "Who pays for it?"}),
    "redact_statement": Filling(
        ADMINISTRATOR, {"statement_id": PROCESS.record.id("statement", "notice")}, {"reason": "legal_order"}
    ),
}
"""One filling for the form of each command; what is sent is only checked, so that none stands in another's way."""
