"""Closing a meeting: what was held for it goes on record with the close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.closing import finish, held_statements
from ledger.commands.preparing import Prepared
from ledger.domain.streams import Event
from ledger.domain.vocabulary import Attribution
from ledger.projections.queries.sessions import session_with
from web.filters import plural
from web.forms.sheet import Here, Sheet
from web.pages import beside, ledger


@dataclass(frozen=True)
class ClosingSheet(Sheet):
    """The form that closes a meeting."""

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        return {"notes": _left_behind(here)}

    def following(self, prepared: Prepared) -> list[Prepared]:
        """The commands that go on record with the close, in the same commit."""
        return held_statements(ledger(), beside().minutes, prepared.command.data["session_id"])

    def recorded(self, prepared: Prepared) -> None:
        finish(ledger(), beside().minutes, prepared.command.data["session_id"])


def _left_behind(here: Here) -> list[str]:
    """What waits in the minutes and does not go on record by the close, or goes otherwise than the meeting says."""
    session = session_with(here.now, here.one("session_id"))
    if session is None:
        return []
    lines, held = beside().minutes.lines(session.id), beside().minutes.held(session.id)
    count = plural(len(lines), "line")
    if session.attribution == Attribution.NAMED:
        later = f"{count} of the minutes not on record yet; they can be put there after the close too."
        without = f"{plural(len(held), 'statement')} held without a speaker: on record with the close, as such."
        return [words for words, some in ((later, lines), (without, held)) if some]
    named = f"{count} of the minutes with speakers, which cannot go on record: see the minutes before you close."
    return [named] if lines else []
