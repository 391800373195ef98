"""About the site itself: who may do what, and open which pages, as the tables of rights say it."""

from dataclasses import dataclass

from flask import Blueprint

from ledger.domain.rights import RIGHTS, Where, may
from ledger.domain.vocabulary import COMMAND_LABELS, Role, Standing
from web.pages import reading, render
from web.questions import ask_only
from web.rights import lines

blueprint = Blueprint("about", __name__)

STANDINGS = (Standing.GUEST, Standing.OBSERVER, Standing.MEMBER)
ROLES = (Role.FACILITATOR, Role.ORGANIZER, Role.AUDITOR, Role.ADMINISTRATOR)
COLUMNS = ("nobody", *STANDINGS, *ROLES)

NO, YES, FOR_HERSELF, BESIDE_A_MEMBER = "–", "yes", "for herself", "beside a member"

PARTS: dict[str, tuple[str, ...]] = {
    "Saying where one stands": ("endorse", "withdraw_endorsement", "make_statement"),
    "Proposals and amendments": (
        "table_proposal",
        "table_amendment",
        "revise_motion",
        "rebase_motion",
        "withdraw_motion",
    ),
    "Decisions": ("record_vote", "decide_motion", "adopt_motions", "adopt_version"),
    "Texts": ("begin_framework", "receive_version", "publish_version"),
    "Meetings": ("convene_session", "update_session", "open_session", "record_attendance", "close_session"),
    "The process": (
        "open_consultation",
        "update_consultation",
        "enter_stage",
        "adopt_rule",
        "conclude_consultation",
    ),
    "Who takes part": ("register_participant", "update_participant", "accredit", "end_accreditation"),
    "Roles and what is taken out": ("grant_role", "revoke_role", "redact_statement", "erase_participant"),
}
"""The commands in the order in which people look for them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what is done, where a role for it is held if not in the process, and who may."""

    words: str
    where: str
    cells: tuple[str, ...]


@blueprint.get("/about/roles")
def roles() -> str:
    """Who may do what, by standing and by role."""
    ask_only()
    with reading() as now:
        return render(
            "about/roles.html",
            position=now.position,
            columns=COLUMNS,
            parts_of_it=[(heading, [_row(command) for command in commands]) for heading, commands in PARTS.items()],
            pages=lines(COLUMNS),
        )


def _row(command: str) -> Row:
    where = RIGHTS[command].where
    by_standing = (_by_standing(command, standing) for standing in STANDINGS)
    by_role = (_by_role(command, role) for role in ROLES)
    place = "" if where is Where.IN_THE_PROCESS else where.value
    return Row(COMMAND_LABELS[command], place, (NO, *by_standing, *by_role))


def _by_standing(command: str, standing: Standing) -> str:
    if may(command, frozenset(), standing, is_acting_for_herself=True):
        return FOR_HERSELF
    return BESIDE_A_MEMBER if standing in RIGHTS[command].beside else NO


def _by_role(command: str, role: Role) -> str:
    return YES if may(command, frozenset({role}), None, is_acting_for_herself=False) else NO
