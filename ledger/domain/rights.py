"""Who may do what: one table. `system` (the import and the command line) may all.

An organizer may everything in the consultation, for others as "recorded by". Whoever is accredited acts for herself or
for whom she acts for, without a role.
"""

from dataclasses import dataclass

from ledger.domain.vocabulary import Role, label


@dataclass(frozen=True, slots=True)
class Right:
    """Who may give a command.

    Attributes:
        roles: any of these, held in the consultation or in the whole ledger.
        herself: whether the participant whom the command speaks of may give it too, or who acts for it.
    """

    roles: frozenset[str]
    herself: bool = False

    def asked_for(self) -> str:
        """What a refusal says."""
        roles = " or ".join(sorted(label(role) for role in self.roles))
        themselves = ", or the participant itself," if self.herself else ""
        return f"This takes the role of {roles}{themselves} in the consultation."


_ORGANIZERS = Right(frozenset({Role.ORGANIZER}))
_CHAIR = Right(frozenset({Role.ORGANIZER, Role.FACILITATOR}))
_ADMINISTRATORS = Right(frozenset({Role.ADMINISTRATOR}))
_HERSELF = Right(frozenset({Role.ORGANIZER}), herself=True)

RIGHTS: dict[str, Right] = {
    "register_participant": Right(frozenset({Role.ORGANIZER, Role.ADMINISTRATOR})),
    "update_participant": Right(frozenset({Role.ORGANIZER, Role.ADMINISTRATOR}), herself=True),
    "erase_participant": _ADMINISTRATORS,
    "grant_role": _ADMINISTRATORS,
    "revoke_role": _ADMINISTRATORS,
    "accredit": _ORGANIZERS,
    "end_accreditation": _ORGANIZERS,
    "open_consultation": Right(frozenset({Role.ORGANIZER, Role.ADMINISTRATOR})),
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
    "table_proposal": _HERSELF,
    "table_amendment": _HERSELF,
    "revise_motion": _HERSELF,
    "withdraw_motion": _HERSELF,
    "decide_motion": _CHAIR,
    "adopt_motions": _CHAIR,
    "endorse": _HERSELF,
    "withdraw_endorsement": _HERSELF,
    "record_vote": _CHAIR,
    "make_statement": Right(frozenset({Role.ORGANIZER, Role.FACILITATOR}), herself=True),
    "redact_statement": _ADMINISTRATORS,
}

MAY_GIVE_TIMES = frozenset({Role.ORGANIZER})
"""Who may say when something happened; everyone else gets the clock."""
