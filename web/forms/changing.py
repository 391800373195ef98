"""Forms that change what is said of something: they begin with what stands, and send only what was changed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from ledger.commands.preparing import Prepared
from ledger.projections.queries.consultations import consultation_at
from ledger.projections.queries.participants import participant_with
from ledger.projections.queries.sessions import session_with
from web.forms.reading import WAS, when_parts
from web.forms.sheet import Here, Sheet
from web.pages import beside

log = logging.getLogger(__name__)

Standing = dict[str, str | list[str]]
"""What stands in fields, by name: one value, or several."""


@dataclass(frozen=True)
class ChangeSheet(Sheet):
    """The form of a command that changes fields.

    Attributes:
        find: what stands on record now, by field; a moment as its day and its hour.
    """

    is_change: bool = True
    in_session: bool = False
    find: Callable[[Here], Standing] = lambda here: {}

    def stands(self, here: Here) -> dict[str, list[str]]:
        said = {name: value if isinstance(value, list) else [value] for name, value in self.find(here).items()}
        now = {name: values for name, values in said.items() if any(values)}
        return {**now, **{f"{WAS}{name}": values for name, values in now.items()}}


@dataclass(frozen=True)
class ErasureSheet(Sheet):
    """The form in which a participant is erased: its account and drafts go with it."""

    in_session: bool = False

    def recorded(self, prepared: Prepared) -> None:
        id = prepared.command.data["participant_id"]
        if not beside().forget(id):
            log.warning("account_not_forgotten participant=%s", id)


def participant(here: Here) -> Standing:
    """What is said of a participant; of a protected one only what everyone sees."""
    found = participant_with(here.now, here.one("participant_id"))
    if found is None:
        return {}
    person = found.person
    plain: Standing = {
        "group": person.group,
        "short": person.short or "",
        "acts_for": person.acts_for or "",
        "members": [member.id for member in found.members],
        "illustrative": "true" if person.illustrative else "",
        "protected": "true" if person.protected else "",
    }
    if person.protected:
        return plain
    return {
        **plain,
        "name": person.name,
        "place": found.place or "",
        "expertise": (found.expertise or "").split(", ") if found.expertise else [],
    }


def consultation(here: Here) -> Standing:
    """What is said of a consultation."""
    found = consultation_at(here.now, here.place.slug) if here.place else None
    if found is None:
        return {}
    return {
        "title": found.title,
        "mandate": found.mandate,
        "conveners": [convener.id for convener in found.conveners],
        "language": found.language,
        "timezone": found.timezone,
        "symbol": found.symbol or "",
        "source": found.source or "",
    }


def session(here: Here) -> Standing:
    """What is said of a meeting."""
    found = session_with(here.now, here.one("session_id"))
    if found is None:
        return {}
    opens, closes = (when_parts(when or "", here.zone) for when in (found.opens_at, found.closes_at))
    return {
        "title": found.title,
        "symbol": found.symbol or "",
        "place": found.place or "",
        "attribution": found.attribution,
        "illustrative": "true" if found.illustrative else "",
        "cancelled": "true" if found.cancelled else "",
        **{f"opens_at.{part}": value for part, value in opens.items()},
        **{f"closes_at.{part}": value for part, value in closes.items()},
    }
