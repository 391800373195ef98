"""Closing a meeting: what was held for it goes on record with the close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.closing import finish, held_statements
from ledger.commands.preparing import Prepared
from ledger.domain.streams import Event
from ledger.domain.vocabulary import Attribution, StakeholderGroup, label
from ledger.projections.queries.sessions import Session, session_with
from ledger.store.beside.minutes import Fields
from web.filters import groups, plural
from web.forms.facts import fact
from web.forms.fields import Field
from web.forms.sheet import WHEN, Here, Sheet
from web.pages import beside, ledger


@dataclass(frozen=True)
class ClosingSheet(Sheet):
    """The form that closes a meeting."""

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        when = self.drawn_field(here, WHEN)
        return {"notes": _left_behind(here), "typed": [*([when] if when.is_filled else []), *_held(here)]}

    def following(self, prepared: Prepared) -> list[Prepared]:
        """The commands that go on record with the close, in the same commit."""
        return held_statements(ledger(), beside().minutes, prepared.command.data["session_id"])

    def recorded(self, prepared: Prepared) -> None:
        finish(ledger(), beside().minutes, prepared.command.data["session_id"])


def _held(here: Here) -> list[Field]:
    """What was held and stands on record with the close: its words, and of a group as much as will stand there."""
    session = session_with(here.now, here.one("session_id"))
    if session is None:
        return []
    told = [one.fields for one in beside().minutes.held(session.id)]
    return [fact(f"{_speaker(session, fields)}{label(fields['kind'])}", fields["text"]) for fields in told]


def _speaker(session: Session, fields: Fields) -> str:
    """The group that will stand on record, "Others" where the attendance does not name it; "" where none will."""
    if Attribution.NONE in (session.attribution, fields.get("attribution", Attribution.NONE)):
        return ""
    named = session.attendance.by_group if session.attendance else {}
    group = fields.get("group")
    return f"{groups(group if group in named else StakeholderGroup.OTHER.value)}, "


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
