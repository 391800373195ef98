"""Forms that offer only what can be chosen: who holds a role, takes part, sponsors, or has said where she stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.domain.errors import InvalidCommand
from ledger.domain.rights import RIGHTS
from ledger.domain.vocabulary import Result, label
from ledger.projections.queries import choices
from ledger.projections.queries.choices import Choice
from ledger.projections.queries.holders import position_holders, roles_held, sponsors_of
from ledger.projections.queries.names import called, isolated
from ledger.projections.queries.people import people
from ledger.projections.queries.votes import Vote, votes_on
from web.forms.choosing import everyone
from web.forms.fields import Field, Slot
from web.forms.sheet import ACTING, Here, Sheet

PARTICIPANT, ROLE, CONSULTATION = "participant_id", "role", "consultation_id"
PARTS = (PARTICIPANT, ROLE, CONSULTATION)
VOTE = "vote_id"

HELD = Slot("held", "Role to take back", "", "select", True)
"""A role with its holder and its place, chosen as one."""


@dataclass(frozen=True)
class AccreditSheet(Sheet):
    """The form of an accreditation, for anyone who is registered."""

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        return drawn.offering(everyone(here)) if slot.name == PARTICIPANT else drawn


@dataclass(frozen=True)
class GrantSheet(AccreditSheet):
    """The form of a role that is given: to anyone, where the visitor is an administrator."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        return {CONSULTATION: [here.place.id]} if here.place else {}

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        if slot.name != CONSULTATION:
            return drawn
        reached = _places(here)
        return drawn.offering(one for one in drawn.choices if {None, one.value} & reached)


@dataclass(frozen=True)
class RevokeSheet(Sheet):
    """The form of a role that is taken back: one of those that are held."""

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        return (HELD,)

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        return drawn.offering(_held(here)) if slot.name == HELD.name else drawn

    def stands(self, here: Here) -> dict[str, list[str]]:
        named = _joined(*(here.one(name) for name in PARTS))
        offered = [one.value for one in _held(here)]
        is_clear = len(offered) == 1 and here.one(PARTICIPANT)
        return {HELD.name: offered if is_clear else [named]} if is_clear or named in offered else {}

    def data(self, here: Here) -> dict[str, Any]:
        if HELD.name not in here.sent:
            return super().data(here)
        chosen = here.one(HELD.name)
        if not chosen:
            raise InvalidCommand("Choose the role.", HELD.name)
        return {name: part for name, part in zip(PARTS, chosen.split(" "), strict=False) if part}

    def field_of(self, path: str, here: Here) -> str:
        return HELD.name if path in PARTS else super().field_of(path, here)


@dataclass(frozen=True)
class TakingBackSheet(Sheet):
    """The form by which somebody takes back what she said or put forward; offered are those who have."""

    def holders(self, here: Here) -> set[str]:
        """The ids of those who have something to take back."""
        raise NotImplementedError

    def begin(self, here: Here) -> dict[str, list[str]]:
        begun = super().begin(here)
        offered = [one.value for one in self._offered(here)]
        if begun.get(PARTICIPANT, [""])[0] not in offered:
            # Whoever records for others says for whom, unless there is but one.
            begun[PARTICIPANT] = offered if len(offered) == 1 else []
        return begun

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        is_clear = not here.acts_for_others and len(self._offered(here)) == 1
        return tuple(slot for slot in self.asked if not (is_clear and slot.control == ACTING))

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        return drawn.offering(self._offered(here)) if slot.control == ACTING else drawn

    def _offered(self, here: Here) -> list[Choice]:
        """Those for whom the visitor may act, whether they still take part or not: taking back always works."""
        holders = self.holders(here)
        mine = holders if here.acts_for_others else holders & set(here.visitor.ids)
        found = sorted(people(here.now, mine).values(), key=lambda one: (one.group, one.name.casefold(), one.id))
        names = called(found)
        return [Choice(one.id, names[one.id], one.group) for one in found if not one.erased]


@dataclass(frozen=True)
class LeavingSheet(TakingBackSheet):
    """The form by which a sponsor leaves a motion."""

    def holders(self, here: Here) -> set[str]:
        return sponsors_of(here.now, here.one("motion_id"))


@dataclass(frozen=True)
class WithdrawalSheet(TakingBackSheet):
    """The form by which a position is withdrawn."""

    def holders(self, here: Here) -> set[str]:
        return position_holders(here.now, here.one("subject.id"))


@dataclass(frozen=True)
class VersionAdoptionSheet(Sheet):
    """The form of the adoption of a version; it begins with the vote that carried it, where there was one."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        vote = next(iter(_carrying(here)), None)
        return {VOTE: [vote.id], "method": [vote.method]} if vote else {}

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        asked = super().asked_in(here)
        return asked if _carrying(here) else tuple(slot for slot in asked if slot.name != VOTE)

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        carrying = {vote.id for vote in _carrying(here)} if slot.name == VOTE else set()
        return drawn.offering(one for one in drawn.choices if one.value in carrying) if slot.name == VOTE else drawn


def _carrying(here: Here) -> list[Vote]:
    """The votes that can carry the adoption of a version, the newest first."""
    votes = votes_on(here.now, here.one("version_id"))
    return [vote for vote in votes if vote.result == Result.CARRIED and vote.body is None]


def _places(here: Here) -> frozenset[str | None]:
    """Where the visitor gives roles and takes them back: in some consultations; None: everywhere."""
    return frozenset(place for role, place in here.visitor.roles if role in RIGHTS[here.command].roles)


def _held(here: Here) -> Iterator[Choice]:
    """The roles that the visitor can take back: there, of whomever the address names, or all."""
    place = here.place.id if here.place else None
    reached = _places(here)
    found = roles_held(here.now, place=place, participant_id=here.one(PARTICIPANT) or None)
    titles = {one.value: one.words for one in choices.consultations(here.now)}
    names = called({one.person.id: one.person for one in found}.values())
    for one in found:
        if {None, one.place} & reached:
            words = f"{names[one.person.id]}: {label(one.role)} {_where(one.place, titles)}"
            yield Choice(_joined(one.person.id, one.role, one.place or ""), words)


def _joined(*parts: str) -> str:
    """A role, its holder and its place as one value."""
    return " ".join(parts).rstrip()


def _where(place: str | None, titles: Mapping[str, str]) -> str:
    return "in the whole ledger" if place is None else f"in “{isolated(titles.get(place, ''))}”"
