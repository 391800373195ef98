"""Who may do what: one table, by command, with the standings and the roles that it takes (rule 15).

Whoever takes part acts for herself or for whom she acts for, without a role; a role lets its holder act for others, who
are shown with "recorded by". `system` (the import and the command line) may all. Rules and pages read the table by the
same functions; a page shows it in words.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from enum import StrEnum

from ledger.domain.vocabulary import Role, Standing, label

HeldRole = tuple[str, str | None]
"""A role, and the id of the consultation in which it is held; None: in the whole ledger."""


class Where(StrEnum):
    """Where a role has to be held that lets someone give a command."""

    IN_THE_PROCESS = "in the process"
    IN_ANY_PROCESS = "in any process"
    IN_THE_WHOLE_LEDGER = "in the whole ledger"


@dataclass(frozen=True, slots=True)
class Right:
    """Who may give a command.

    Attributes:
        roles: any of these lets its holder give it, for whomever it speaks of.
        standings: as what a participant gives it for herself, or lets another give it for her; None among them: also
            who has no standing, or none any more.
        beside: as what a participant may stand in it beside one of `standings`.
        where: where the role is held; one for the whole ledger holds everywhere.
    """

    roles: frozenset[str]
    standings: frozenset[Standing | None] = frozenset()
    beside: frozenset[Standing | None] = frozenset()
    where: Where = Where.IN_THE_PROCESS

    def admits(self, roles: Set[str], standings: Set[Standing | None]) -> bool:
        """Whether one of these roles, or one of these standings of whoever acts for herself, is enough."""
        return bool(self.roles & roles or self.standings & standings)

    def asked_for(self) -> str:
        """What a refusal says."""
        roles = " or ".join(sorted(label(role) for role in self.roles))
        themselves = ", or the participant itself," if self.standings else ""
        return f"This takes the role of {roles}{themselves} in the consultation."


EVERY_STANDING: frozenset[Standing | None] = frozenset({*Standing, None})
"""Whatever a participant is in a consultation; None: nothing, or nothing any more."""

_TAKING_PART: frozenset[Standing | None] = frozenset(Standing)
_MEMBERS: frozenset[Standing | None] = frozenset({Standing.MEMBER})

_ORGANIZER = frozenset({Role.ORGANIZER})
_IN_THE_CHAIR = frozenset({Role.ORGANIZER, Role.FACILITATOR})
_OF_THE_OFFICE = frozenset({Role.ORGANIZER, Role.ADMINISTRATOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

_ORGANIZERS = Right(_ORGANIZER)
_CHAIR = Right(_IN_THE_CHAIR)
_ADMINISTRATORS = Right(_ADMINISTRATOR)
# What observers and guests put forward becomes a motion when a member or an organizer sponsors it (rule 10).
_SPONSORS = Right(_ORGANIZER, standings=_MEMBERS, beside=_TAKING_PART - _MEMBERS)
# Taking back what one said always works (rule 8).
_TAKING_BACK = Right(_ORGANIZER, standings=EVERY_STANDING)

RIGHTS: dict[str, Right] = {
    "register_participant": Right(_OF_THE_OFFICE, where=Where.IN_ANY_PROCESS),
    "update_participant": Right(_OF_THE_OFFICE, standings=EVERY_STANDING),
    "erase_participant": Right(_ADMINISTRATOR, where=Where.IN_THE_WHOLE_LEDGER),
    "grant_role": _ADMINISTRATORS,
    "revoke_role": _ADMINISTRATORS,
    "accredit": _ORGANIZERS,
    "end_accreditation": _ORGANIZERS,
    "open_consultation": Right(_OF_THE_OFFICE, where=Where.IN_THE_WHOLE_LEDGER),
    "update_consultation": _ORGANIZERS,
    "enter_stage": _ORGANIZERS,
    "adopt_rule": _ORGANIZERS,
    "conclude_consultation": _ORGANIZERS,
    "convene_session": _ORGANIZERS,
    "update_session": _ORGANIZERS,
    "open_session": _ORGANIZERS,
    "record_attendance": _ORGANIZERS,
    "close_session": _ORGANIZERS,
    "begin_framework": _ORGANIZERS,
    "receive_version": _ORGANIZERS,
    "publish_version": _ORGANIZERS,
    "adopt_version": _CHAIR,
    "table_proposal": _SPONSORS,
    "table_amendment": _SPONSORS,
    "revise_motion": Right(_ORGANIZER, standings=_MEMBERS),
    "rebase_motion": Right(_ORGANIZER, standings=_MEMBERS),
    "withdraw_motion": _TAKING_BACK,
    "decide_motion": _CHAIR,
    "adopt_motions": _CHAIR,
    "endorse": Right(_ORGANIZER, standings=_TAKING_PART),
    "withdraw_endorsement": _TAKING_BACK,
    "record_vote": _CHAIR,
    "make_statement": Right(_IN_THE_CHAIR, standings=_TAKING_PART),
    "redact_statement": _ADMINISTRATORS,
}

MAY_GIVE_TIMES = frozenset({Role.ORGANIZER})
"""Who may say when something happened; everyone else gets the clock."""


def may(command: str, roles: Set[str], standing: Standing | None, *, is_acting_for_herself: bool) -> bool:
    """Whether someone on record may give a command.

    Args:
        roles: those that count for it (see `roles_for`).
        standing: of herself, or of whom she acts for.
        is_acting_for_herself: or for whom she acts for, not for another. What somebody is does not follow from a role:
            who holds one, acts for herself and is nothing in the consultation is refused there.
    """
    return RIGHTS[command].admits(roles, {standing} if is_acting_for_herself else set())


def roles_for(command: str, held: Iterable[HeldRole], consultation_id: str | None) -> frozenset[str]:
    """The roles among those that someone holds that count for a command.

    Args:
        consultation_id: that of which the command speaks; None where it speaks of none.
    """
    where = RIGHTS[command].where
    if where is Where.IN_ANY_PROCESS:
        return frozenset(role for role, _ in held)
    places = (None,) if where is Where.IN_THE_WHOLE_LEDGER else (consultation_id, None)
    return frozenset(role for role, place in held if place in places)
