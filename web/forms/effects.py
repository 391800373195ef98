"""What recording a command will do, in words that a person reads before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ledger.domain.streams import Event
from web.forms.telling import meetings, motions, participants, positions, process, statements, texts
from web.forms.telling.case import Case

if TYPE_CHECKING:
    from web.forms.sheet import Here, Sheet


def effect_of(sheet: Sheet, here: Here, data: Mapping[str, Any], events: Sequence[Event] = ()) -> list[Markup]:
    """The sentences of a command's check page; the first is the act itself, and names are apart from the words.

    Args:
        data: of the command, as its schema let it through.
        events: that it would make, as it was tried out; what follows from the state is read from them.
    """
    return list(EFFECTS[sheet.command](Case(sheet, here, data, events)))


EFFECTS: Mapping[str, Callable[[Case], Iterator[Markup]]] = {
    "register_participant": participants.registered,
    "update_participant": participants.updated,
    "erase_participant": participants.erased,
    "grant_role": participants.role_granted,
    "revoke_role": participants.role_revoked,
    "accredit": participants.accredited,
    "end_accreditation": participants.accreditation_ended,
    "open_consultation": process.opened,
    "update_consultation": process.updated,
    "enter_stage": process.stage_entered,
    "adopt_rule": process.rule_adopted,
    "conclude_consultation": process.concluded,
    "convene_session": meetings.convened,
    "update_session": meetings.updated,
    "open_session": meetings.opened,
    "record_attendance": meetings.attended,
    "close_session": meetings.closed,
    "begin_framework": texts.begun,
    "receive_version": texts.received,
    "publish_version": texts.published,
    "adopt_version": texts.adopted,
    "table_proposal": motions.tabled,
    "table_amendment": motions.tabled,
    "revise_motion": motions.revised,
    "rebase_motion": motions.rebased,
    "withdraw_motion": motions.withdrawn,
    "decide_motion": motions.decided,
    "adopt_motions": motions.adopted_together,
    "endorse": positions.taken,
    "withdraw_endorsement": positions.withdrawn,
    "record_vote": positions.voted,
    "make_statement": statements.made,
    "redact_statement": statements.redacted,
}
"""What each command does, in sentences."""
