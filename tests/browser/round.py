"""A round of a consultation, from the invitation to the published version, as the people in it go through it.

Each of them has a browser of her own. What was there before: a secretariat that organizes, two delegations, an auditor,
and a text of three articles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher

from ledger.application import Ledger
from ledger.store.beside import Beside
from tests.browser.hands import Hand
from tests.builders import a_consultation, a_framework, a_participant, a_provision, a_version, give

PASSWORD = "four words of no kin"
SLUG, TEXT = "round", "round-text"

ARTICLES = (
    "States shall protect persons on the move.",
    "States shall share what they know about routes.",
    "This framework is looked at every five years.",
)


@dataclass(frozen=True)
class Start:
    """What the round begins with: the ids of who takes part, and the link by which the secretariat comes in."""

    consultation: str
    secretariat: str
    norway: str
    chile: str
    auditor: str
    invitation: str


def a_start(url: str) -> Start:
    """A ledger in which the round can begin."""
    ledger = Ledger.open(url)
    secretariat = a_participant(ledger, "delegation", name="Secretariat", group="other")
    norway, chile = (a_participant(ledger, "delegation", name=name, group="state") for name in ("Norway", "Chile"))
    auditor = a_participant(ledger, "delegation", name="Office of audit", group="other")
    consultation = a_consultation(
        ledger, slug=SLUG, title="A round of drafting", conveners=[secretariat], timezone="Europe/Amsterdam"
    )
    for participant, role in ((secretariat, "organizer"), (auditor, "auditor")):
        give(ledger, "grant_role", participant_id=participant, role=role, consultation_id=consultation)
    for participant, standing in ((norway, "member"), (auditor, "observer")):
        give(ledger, "accredit", participant_id=participant, consultation_id=consultation, standing=standing)
    framework = a_framework(ledger, consultation, slug=TEXT, title="The text of the round")
    articles = [
        a_provision(kind="article", label=f"Article {number}", text=text) for number, text in enumerate(ARTICLES, 1)
    ]
    a_version(ledger, framework, articles, name="First draft")
    beside = Beside.open(ledger.database, hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    token = beside.accounts.add(secretariat, "secretariat").token
    beside.close()
    ledger.close()
    return Start(consultation, secretariat, norway, chile, auditor, token)


class Round:
    """The round, step by step; every step leaves something on record, or shows why not."""

    def __init__(self, start: Start, hand: Callable[[], Hand]) -> None:
        self.start = start
        self._hand = hand
        self.office, self.norway, self.chile, self.audit = (hand() for _ in range(4))

    def go(self) -> None:
        """All of it."""
        self.come_in()
        self.meet()
        self.table()
        self.take_positions()
        self.vote()
        self.adopt_two_while_a_form_is_open()
        self.withdraw()
        self.publish()
        self.read_back()

    def come_in(self) -> None:
        """The secretariat takes its invitation, accredits Chile, and invites the others."""
        self._accept(self.office, f"/invitations/{self.start.invitation}")
        self.office.follow("A round of drafting")
        self._unfold_actions("Who takes part")
        self.office.follow("^Accredit a participant")
        self.office.select("^Participant", "Chile")
        self.office.choose("^Member: counts")
        self._record(self.office)
        for hand, participant in ((self.norway, "norway"), (self.chile, "chile"), (self.audit, "auditor")):
            self.office.open(f"/participants/{getattr(self.start, participant)}")
            self.office.follow("^Account and invitation")
            self.office.press("Make the account")
            self._accept(hand, self.office.page.locator("#link").input_value())

    def meet(self) -> None:
        """A meeting is convened, and opened."""
        self.office.open(f"/consultations/{SLUG}")
        self._unfold_actions("Meetings and texts")
        self.office.follow("^Convene a meeting")
        self.office.fill("^Title", "First meeting")
        self.office.fill("^Day", "2026-06-01")
        self.office.fill("^Hour", "09:00")
        self._record(self.office)
        self.office.follow("First meeting")
        self.office.follow("^Open a meeting")
        self._record(self.office)

    def table(self) -> None:
        """A proposal of Norway, and two rival amendments to Article 1."""
        self.norway.open("/")
        self.norway.follow("The text of the round")
        self.norway.follow("^Table a proposal")
        self.norway.fill("^Label", "Article 4")
        self.norway.fill("^Text$", "A fund shall support towns that receive many.")
        self.norway.fill("^Title", "A fund")
        self._record(self.norway)
        self._amend(self.norway, "States shall protect all persons on the move.", "All persons")
        self._amend(self.chile, "States shall protect and assist persons on the move.", "Assistance")

    def take_positions(self) -> None:
        """Chile supports the fund, and objects to Norway's amendment with its own as the counter-proposal."""
        self._motion(self.chile, 1)
        self.chile.choose("^Supports$")
        self._record(self.chile)
        self._motion(self.chile, 2)
        self.chile.choose("^Objects$")
        self.chile.fill("^Reason", "Persons are to be assisted too.")
        self.chile.select("^Counter-proposal", "Amendment 3")
        self._check(self.chile)
        assert self.chile.says("objects")
        self.chile.press("Put it on record")

    def vote(self) -> None:
        """A vote on Chile's amendment."""
        self._motion(self.office, 3)
        self.office.follow("^Record a vote")
        self.office.choose("^Show of hands")
        self.office.fill("^Yes", "7")
        self.office.fill("^No$", "2")
        self.office.fill("^Abstentions", "1")
        self._record(self.office)

    def adopt_two_while_a_form_is_open(self) -> None:
        """The fund and Chile's amendment are accepted together; a form that Norway had open meets words that moved."""
        self._begin_to_amend(self.norway)
        self.norway.fill("^Text$", "All States shall protect persons on the move.")
        self._text(self.office)
        self.office.follow("^Accept several")
        self.office.choose("Proposal 1")
        self.office.choose("Amendment 3")
        self._record(self.office)
        self.norway.press("^Go on$")
        assert self.norway.title.startswith("Error")
        assert self.norway.says("As it stands today")
        self.norway.press("^Go on with today")
        self.norway.fill("^Title", "All States")
        self._record(self.norway)
        self._text(self.norway)
        assert self.norway.says("States shall protect and assist persons on the move.")

    def withdraw(self) -> None:
        """Norway withdraws its first amendment."""
        self._motion(self.norway, 2)
        self.norway.follow("^Withdraw as a sponsor")
        self._record(self.norway)

    def publish(self) -> None:
        """The text is published, and the meeting closed."""
        self._text(self.office)
        self.office.follow("^Publish a version")
        self.office.fill("^Name", "Rev. 1")
        self._record(self.office)
        self.office.open(f"/consultations/{SLUG}")
        self.office.follow("First meeting")
        self.office.follow("^Close a meeting")
        self._record(self.office)

    def read_back(self) -> None:
        """The auditor reads the version, its history, what became of each motion, and the record itself."""
        self._text(self.audit)
        self.audit.follow("^History and versions")
        assert self.audit.says("Rev. 1")
        self.audit.open(f"/frameworks/{TEXT}/versions/2")
        assert self.audit.says("States shall protect and assist persons on the move.")
        assert self.audit.says("A fund shall support towns that receive many.")
        for number, fate in (
            (1, "accepted into the text"),
            (2, "withdrawn"),
            (3, "accepted into the text"),
            (4, "open"),
        ):
            self._motion(self.audit, number)
            assert self.audit.says(fate)
        self.audit.open("/record")
        assert self.audit.says("Secretariat")

    def _accept(self, hand: Hand, link: str) -> None:
        hand.open(link)
        hand.fill("^Password", PASSWORD)
        hand.press("Take the password")

    def _text(self, hand: Hand) -> None:
        hand.open("/")
        hand.follow("The text of the round")

    def _motion(self, hand: Hand, number: int) -> None:
        hand.open(f"/frameworks/{TEXT}/motions/{number}")

    def _unfold_actions(self, heading: str) -> None:
        if self.office.page.locator("summary", has_text=heading).count():
            self.office.unfold(heading)

    def _begin_to_amend(self, hand: Hand) -> None:
        self._text(hand)
        hand.follow("^Amend.*Article 1")

    def _amend(self, hand: Hand, words: str, title: str) -> None:
        self._begin_to_amend(hand)
        hand.fill("^Text$", words)
        hand.fill("^Title", title)
        self._record(hand)

    def _check(self, hand: Hand) -> None:
        hand.press("^Go on$")
        assert hand.title.startswith("Check"), hand.page.locator("main").inner_text()[:500]

    def _record(self, hand: Hand) -> None:
        self._check(hand)
        hand.press("Put it on record")
        assert hand.says("on record")


def is_wide(page: Any) -> bool:
    """Whether the page has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
