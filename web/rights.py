"""Which pages each may open, and what she may send there: one table, by endpoint.

Pages ask for themselves; the table says what they ask. A page shows it in words, and a test asks every page as nobody,
with every standing and with every role, and compares.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ledger.domain.rights import RIGHTS
from ledger.domain.vocabulary import Role

NO, YES, OWN, WITH_THE_LINK, HER_PROCESS = "–", "yes", "her own", "with the link", "in her process"
AS_ABOVE = "as above"

NOBODY = "nobody"
"""The column of whoever is not signed in."""


class Who(StrEnum):
    """To whom a page is open."""

    EVERYONE = "everyone"
    HOLDER = "whoever holds the link"
    SIGNED_IN = "whoever is signed in"
    OWNER = "whoever it belongs to"
    AS_THE_COMMAND = "whoever may give the command, or draft it"
    WRITERS = "whoever puts on record what others say"
    INVITERS = "administrators, and organizers for those who take part in their process alone"
    ADMINISTRATORS = "administrators of the whole ledger"


@dataclass(frozen=True, slots=True)
class Page:
    """A line of the table: pages that are open to the same people, and what they are."""

    words: str
    who: Who


READING = Page("What is on record: processes, meetings, texts, proposals, participants, votes", Who.EVERYONE)
SIGNING_IN = Page("Signing in and out", Who.EVERYONE)
INVITATION = Page("An invitation, once", Who.HOLDER)
ACCOUNT = Page("The page of her own account", Who.SIGNED_IN)
SIGN_INS = Page("Ending sign-ins, choosing another password", Who.OWNER)
FORMS = Page("The form of what is put on record", Who.AS_THE_COMMAND)
DONE = Page("What a form put on record", Who.SIGNED_IN)
DRAFTS = Page("The list of her own drafts", Who.SIGNED_IN)
DRAFT = Page("A draft; sharing it, throwing it away", Who.OWNER)
SHARED_DRAFT = Page("A draft that was shared", Who.HOLDER)
MINUTES = Page("The minutes of a meeting, while they are written", Who.WRITERS)
INVITING = Page("Inviting a participant to sign in", Who.INVITERS)
STOPPING = Page("Disabling and enabling an account", Who.ADMINISTRATORS)

PAGES: dict[str, Page] = {
    "static": READING,
    "health.healthz": READING,
    "about.roles": READING,
    "consultations.index": READING,
    "consultations.consultation": READING,
    "sessions.session": READING,
    "frameworks.framework": READING,
    "frameworks.history": READING,
    "frameworks.version": READING,
    "frameworks.at": READING,
    "frameworks.choose": READING,
    "frameworks.compare": READING,
    "frameworks.motions": READING,
    "frameworks.motion_numbered": READING,
    "compilation.compilation": READING,
    "provisions.provision": READING,
    "motions.motion": READING,
    "votes.vote": READING,
    "participants.participant": READING,
    "record.index": READING,
    "record.one": READING,
    "sign_in.sign_in": SIGNING_IN,
    "sign_in.begin": SIGNING_IN,
    "sign_in.end": SIGNING_IN,
    "sign_in.invitation": INVITATION,
    "sign_in.accept": INVITATION,
    "sign_in.account": ACCOUNT,
    "sign_in.end_one": SIGN_INS,
    "sign_in.end_others": SIGN_INS,
    "sign_in.change_password": SIGN_INS,
    "forms.show": FORMS,
    "forms.send": FORMS,
    "forms.recorded": DONE,
    "drafts.index": DRAFTS,
    "drafts.draft": DRAFT,
    "drafts.share": DRAFT,
    "drafts.unshare": DRAFT,
    "drafts.before_deleting": DRAFT,
    "drafts.delete": DRAFT,
    "drafts.shared": SHARED_DRAFT,
    "minutes.minutes": MINUTES,
    "minutes.send": MINUTES,
    "accounts.account": INVITING,
    "accounts.invite": INVITING,
    "accounts.disable": STOPPING,
    "accounts.enable": STOPPING,
}
"""Every endpoint of the app."""

CELLS: dict[Who, Callable[[str], str]] = {
    Who.EVERYONE: lambda column: YES,
    Who.HOLDER: lambda column: WITH_THE_LINK,
    Who.SIGNED_IN: lambda column: NO if column == NOBODY else YES,
    Who.OWNER: lambda column: NO if column == NOBODY else OWN,
    Who.AS_THE_COMMAND: lambda column: NO if column == NOBODY else AS_ABOVE,
    Who.WRITERS: lambda column: YES if column in RIGHTS["make_statement"].roles else NO,
    Who.INVITERS: lambda column: {str(Role.ADMINISTRATOR): YES, str(Role.ORGANIZER): HER_PROCESS}.get(column, NO),
    Who.ADMINISTRATORS: lambda column: YES if column == Role.ADMINISTRATOR else NO,
}
"""What stands in the line of a page, by the column of a standing or a role."""


def lines(columns: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """The table in words: what a page is, and for each standing and role whether it is open to them."""
    pages = dict.fromkeys(PAGES.values())
    return [(page.words, tuple(CELLS[page.who](column) for column in columns)) for page in pages]
