"""What the lists of a form offer, by its control."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from ledger.projections.queries import choices
from ledger.projections.queries.choices import Choice
from ledger.projections.queries.names import isolated

if TYPE_CHECKING:
    from web.forms.sheet import Here

Offer = Callable[["Here"], list[Choice]]


def choices_for(control: str, here: Here) -> tuple[Choice, ...]:
    """What a control offers there; nothing where it offers nothing fixed."""
    offer = OFFERS.get(control)
    return here.once(("choices", offer), lambda: tuple(offer(here))) if offer else ()


def acting(here: Here) -> list[Choice]:
    """For whom the visitor may act: herself and whom she acts for; with a role that may act for others, everyone."""
    if here.acts_for_others:
        return participants(here)
    place = here.place.id if here.place else ""
    return [Choice(one.id, isolated(one.name), one.group) for one in here.visitor.actors_in(place)]


def participants(here: Here) -> list[Choice]:
    """Who is accredited there; everyone on record where the form belongs to no consultation."""
    if here.place is None:
        return choices.all_participants(here.now)
    return choices.participants_of(here.now, here.place.id, here.when)


def everyone(here: Here) -> list[Choice]:
    """Everyone on record."""
    return choices.all_participants(here.now)


def delegations(here: Here) -> list[Choice]:
    """Whom a person can act for."""
    return choices.delegations(here.now)


def _consultations(here: Here) -> list[Choice]:
    return choices.consultations(here.now)


def _session(here: Here) -> list[Choice]:
    return choices.sessions_of(here.now, here.place.id) if here.place else []


def _motions(here: Here) -> list[Choice]:
    framework = here.place.framework if here.place else None
    return choices.motions_open(here.now, framework.id) if framework else []


def _provisions(here: Here) -> list[Choice]:
    framework = here.place.framework if here.place else None
    return choices.provisions_of(here.now, framework.id) if framework else []


def _challenges(here: Here) -> list[Choice]:
    return choices.challenges(here.now, here.place.id) if here.place else []


def _votes(here: Here) -> list[Choice]:
    """The votes on what the form is about; on anything open in the framework where it is about several."""
    subjects = [*here.sent.get("motion_id", ()), *here.sent.get("version_id", ()), *here.sent.get("subject.id", ())]
    return choices.votes_on(here.now, subjects or [motion.value for motion in _motions(here)])


def _timezones(here: Here) -> list[Choice]:
    return _every_timezone()


@cache
def _every_timezone() -> list[Choice]:
    return [Choice(name, name.replace("_", " ")) for name in sorted(available_timezones())]


OFFERS: dict[str, Offer] = {
    "acting": acting,
    "participant": participants,
    "participants": participants,
    "consultation": _consultations,
    "session": _session,
    "motion": _motions,
    "motions": _motions,
    "provisions": _provisions,
    "challenges": _challenges,
    "vote": _votes,
    "votes": _votes,
    "timezone": _timezones,
}
