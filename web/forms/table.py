"""Every command's sheet: what comes with the address of its form, what is drawn with it, and what is seldom asked."""

from web.forms import changing
from web.forms.adopting import AdoptionSheet
from web.forms.amending import AmendmentSheet, ProposalSheet, RevisionSheet
from web.forms.attendance import AttendanceSheet
from web.forms.changing import ChangeSheet, ErasureSheet
from web.forms.closing import ClosingSheet
from web.forms.convening import ConveningSheet
from web.forms.deciding import DecisionSheet, OnFramework
from web.forms.narrowing import (
    AccreditSheet,
    GrantSheet,
    LeavingSheet,
    RevokeSheet,
    VersionAdoptionSheet,
    WithdrawalSheet,
)
from web.forms.positions import PositionSheet
from web.forms.rebasing import RebaseSheet
from web.forms.rules import RuleSheet
from web.forms.sheet import Sheet
from web.forms.speaking import StatementSheet
from web.forms.versions import VersionSheet
from web.forms.voting import VoteSheet

_SUBJECT = ("subject.kind", "subject.id")

SHEETS: dict[str, Sheet] = {
    sheet.command: sheet
    for sheet in (
        Sheet(
            "register_participant",
            drawn=("participant_id",),
            more=("short", "acts_for", "members", "place", "expertise", "contact", "protected", "illustrative"),
        ),
        ChangeSheet("update_participant", given=("participant_id",), find=changing.participant),
        ErasureSheet("erase_participant", given=("participant_id",)),
        GrantSheet("grant_role", given=("in",), in_session=False),
        RevokeSheet("revoke_role", given=("in", "consultation_id", "participant_id", "role"), in_session=False),
        AccreditSheet("accredit", given=("consultation_id",), more=("until",)),
        Sheet("end_accreditation", given=("consultation_id",)),
        Sheet("open_consultation", drawn=("consultation_id",), more=("symbol", "source")),
        ChangeSheet("update_consultation", given=("consultation_id",), find=changing.consultation),
        Sheet("enter_stage", given=("consultation_id",)),
        RuleSheet("adopt_rule", given=("consultation_id", "framework_id")),
        Sheet("conclude_consultation", given=("consultation_id",)),
        ConveningSheet(
            "convene_session",
            given=("consultation_id",),
            drawn=("session_id",),
            more=("symbol", "illustrative"),
            in_session=False,
        ),
        ChangeSheet("update_session", given=("session_id",), find=changing.session),
        Sheet("open_session", given=("session_id",), in_session=False),
        AttendanceSheet("record_attendance", given=("session_id",), in_session=False),
        ClosingSheet("close_session", given=("session_id",), in_session=False),
        Sheet("begin_framework", given=("consultation_id",), drawn=("framework_id",), more=("illustrative",)),
        VersionSheet(
            "receive_version", given=("framework_id",), drawn=("version_id",), more=("symbol", "source", "issued_by")
        ),
        OnFramework("publish_version", given=("framework_id",), drawn=("version_id",), more=("symbol", "note")),
        VersionAdoptionSheet("adopt_version", given=("version_id",), more=("symbol", "note")),
        ProposalSheet(
            "table_proposal",
            given=("framework_id",),
            drawn=("motion_id",),
            more=("answers", "on_behalf_of"),
            has_drafts=True,
        ),
        AmendmentSheet(
            "table_amendment",
            given=("framework_id",),
            drawn=("motion_id",),
            more=("answers", "on_behalf_of"),
            has_drafts=True,
        ),
        RevisionSheet("revise_motion", given=("motion_id",), has_drafts=True),
        RebaseSheet("rebase_motion", given=("motion_id",)),
        LeavingSheet("withdraw_motion", given=("motion_id",)),
        DecisionSheet("decide_motion", given=("motion_id",), more=("edited_by",)),
        AdoptionSheet("adopt_motions", given=("framework_id",), more=("edited_by",), has_drafts=True),
        PositionSheet("endorse", given=_SUBJECT, more=("on_behalf_of", "except")),
        WithdrawalSheet("withdraw_endorsement", given=_SUBJECT),
        VoteSheet("record_vote", given=(*_SUBJECT, "consultation_id"), drawn=("vote_id",), more=("body",)),
        StatementSheet(
            "make_statement",
            given=("consultation_id", "about.id"),
            drawn=("statement_id",),
            more=("on_behalf_of", "language"),
            left=("attribution", "group"),
        ),
        Sheet("redact_statement", given=("statement_id",), in_session=False),
    )
}
