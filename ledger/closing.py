"""Closing a session whose speakers are not recorded: what was held until then goes on record with the close (rule 11).

What makes a crash safe is the order of steps. The ids of the statements and their order are drawn, and kept, before
anything is recorded; the close and its statements are one commit; only after it is let go of what was held. Whoever
comes after a crash sends the same commands again, which changes nothing on record, and lets go then.
"""

import logging
from typing import Any
from uuid import uuid4

from ledger.application import Answer, Ledger
from ledger.commands.preparing import Prepared, prepare
from ledger.domain.errors import Refusal
from ledger.domain.vocabulary import SYSTEM, Attribution, StakeholderGroup
from ledger.projections.queries.place import consultation_of
from ledger.projections.queries.sessions import session_with
from ledger.store.beside.minutes import DrawnStatement, Fields, Minutes

log = logging.getLogger(__name__)

SAID = ("kind", "text", "language", "about")
"""What a held statement says besides how far its speaker is recorded."""


def close_session(ledger: Ledger, minutes: Minutes, closing: Prepared) -> Answer:
    """Close a session, and put what was held for it on record, in one commit.

    Args:
        closing: the command `close_session`.

    Raises:
        Refusal: the session cannot be closed. Nothing was recorded, and what was held still is.
        Busy: the write lock was not free in time.
    """
    session_id = closing.command.data["session_id"]
    answer = ledger.record([closing, *held_statements(ledger, minutes, session_id)])[0]
    if isinstance(answer, Refusal):
        raise answer
    finish(ledger, minutes, session_id)
    return answer


def finish(ledger: Ledger, minutes: Minutes, session_id: str) -> list[Refusal]:
    """Put on record what is still held for a closed session, and let go of what was; doing it again changes nothing.

    Returns:
        Why a statement was refused, for each that was; then all of them are held on, so that no word is lost.

    Raises:
        Busy: the write lock was not free in time.
    """
    held = held_statements(ledger, minutes, session_id)
    if not held:
        return []
    refused = [answer for answer in ledger.record(held, keep_going=True) if isinstance(answer, Refusal)]
    if not refused and not minutes.release(session_id):
        log.warning("held_statements_not_forgotten session=%s", session_id)
    return refused


def was_cut_short(ledger: Ledger, minutes: Minutes, session_id: str) -> bool:
    """Whether statements of a closed session are held that are on record already: its closing was not finished."""
    drawn = minutes.draw(session_id)
    return any(ledger.record_store.position_of_command(one.command_id) is not None for one in drawn)


def held_statements(ledger: Ledger, minutes: Minutes, session_id: str) -> list[Prepared]:
    """What is held for a session, as the commands that put it on record at the close, in the order drawn for it.

    Raises:
        InvalidCommand: one of them has not the form of a statement.
    """
    drawn = minutes.draw(session_id)
    if not drawn:
        return []
    with ledger.reading() as now:
        session, place = session_with(now, session_id), consultation_of(now, session_id)
    if session is None or place is None:
        return []
    return [_statement(one, session_id, place.id, Attribution(session.attribution)) for one in drawn]


def check_held(fields: Fields, session_id: str, consultation_id: str) -> str:
    """Make sure that what is to be held can be a statement; gives its text in normal form.

    Raises:
        InvalidCommand: it cannot.
    """
    tried = DrawnStatement(str(uuid4()), str(uuid4()), fields)
    text: str = _statement(tried, session_id, consultation_id, Attribution.NAMED).command.data["text"]
    return text


def _statement(one: DrawnStatement, session_id: str, consultation_id: str, of_the_session: Attribution) -> Prepared:
    """A held statement as a command of the system: no participant, no time, and its session's own attribution or the
    one under which it was noted, whichever tells less.
    """
    noted = Attribution(one.fields.get("attribution", Attribution.NONE))
    attribution = of_the_session if noted.is_looser_than(of_the_session) else noted
    data: dict[str, Any] = {name: one.fields[name] for name in SAID if name in one.fields}
    if attribution is Attribution.GROUP:
        data["group"] = one.fields.get("group", StakeholderGroup.OTHER)
    envelope = {"command": "make_statement", "command_id": one.command_id, "actor": SYSTEM, "session": session_id}
    ids = {"statement_id": one.statement_id, "consultation_id": consultation_id, "attribution": attribution}
    return prepare({**envelope, "data": {**ids, **data}}, importing=True)
