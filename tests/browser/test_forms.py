"""Every form, and what else those see who signed in.

On a desktop and on a phone axe finds nothing; at 320 px and at 200% nothing has to be scrolled sideways; the keyboard
reaches everything; whoever is refused is told so first, and is led to what is wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from tests.browser import demonstration
from tests.browser.demonstration import (
    ADMINISTRATOR,
    CONSULTATION,
    DELEGATE,
    FILLINGS,
    FRAMEWORK,
    NOBODY,
    ORGANIZER,
    PROCESS,
    meeting,
    seat,
    subject,
)
from tests.browser.eyes import Eye
from tests.browser.serving import served
from tests.builders import a_proposal, a_provision, an_amendment, decide, give, text_of
from tests.web.signed_in import PASSWORD, an_account, an_app, beside_of, ledger_of
from web.forms.table import SHEETS
from web.visitors import COOKIE


@dataclass
class Place:
    """The demonstration, served, and browsers in which somebody is signed in."""

    app: Flask
    address: str
    browser: Any
    _contexts: dict[str, Any] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        """What is served."""
        return ledger_of(self.app)

    def context(self, key: str) -> Any:
        """A browser in which a seat is signed in, the same at each call."""
        if key not in self._contexts:
            self._contexts[key] = self.new_context(key)
        return self._contexts[key]

    def new_context(self, key: str, **options: Any) -> Any:
        """A browser with a sign-in of its own."""
        context = self.browser.new_context(**options)
        context.set_default_timeout(10_000)
        if key != NOBODY:
            token = beside_of(self.app).sign_ins.begin(an_account(self.app, seat(key)).id, "192.0.2.1", "A browser")
            # A browser takes a cookie of this name on this machine without TLS, but not from its keeper.
            address = self.address.replace("http:", "https:")
            context.add_cookies([{"name": COOKIE, "value": token, "url": address, "secure": True}])
        return context

    def close(self) -> None:
        """Close the browsers."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="module")
def place(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    url = f"sqlite:///{tmp_path_factory.mktemp('forms') / 'ledger.db'}"
    with an_app(url) as app:
        demonstration.fill(ledger_of(app))
        with served(app) as address:
            one = Place(app, address, browser)
            yield one
            one.close()


Eyes = Callable[..., Eye]


@pytest.fixture
def eyes(place: Place, watched: Callable[[Any], Any]) -> Iterator[Eyes]:
    """Opens pages for whoever has a seat."""
    opened = []

    def open_for(key: str, context: Any = None) -> Eye:
        opened.append((context or place.context(key)).new_page())
        return Eye(watched(opened[-1]), place.address)

    yield open_for
    for page in opened:
        page.close()


# The form of every command


def test_every_command_has_a_filling() -> None:
    assert set(FILLINGS) == set(SHEETS)


@pytest.mark.parametrize("command", sorted(FILLINGS))
def test_a_form_is_shown_refused_and_checked(eyes: Eyes, command: str) -> None:
    filling = FILLINGS[command]
    eye = eyes(filling.by)

    eye.open(filling.address(command))
    eye.look()
    eye.type(filling.wrong)
    eye.press("Go on")
    eye.hear_refusal()
    eye.follow_to_fault()
    eye.look(422)
    eye.type(filling.typed)
    eye.press("Go on")

    assert eye.page.title().startswith("Check: "), eye.page.locator("main").inner_text()[:500]
    eye.look()


DRAWN_OTHERWISE = {
    "who was there, by name": (ORGANIZER, "record_attendance", {"session_id": meeting("named")}),
    "which rule": (ORGANIZER, "adopt_rule", {"consultation_id": CONSULTATION}),
    "a rule that is a day": (ORGANIZER, "adopt_rule", {"consultation_id": CONSULTATION, "rule": "amendments_close_at"}),
    "a rule that is yes or no": (
        ORGANIZER,
        "adopt_rule",
        {"consultation_id": CONSULTATION, "rule": "constructive_objection"},
    ),
    "an amendment to nothing yet": (ORGANIZER, "table_amendment", {"framework_id": FRAMEWORK}),
    "a proposal for others": (ORGANIZER, "table_proposal", {"framework_id": FRAMEWORK}),
    "a revision of a proposal": (ORGANIZER, "revise_motion", {"motion_id": PROCESS.motion("visit")}),
    "a position of others": (ORGANIZER, "endorse", subject("motion", "yearly")),
    "a position on a provision": (DELEGATE, "endorse", subject("provision", "II c")),
    "a position on a version": (DELEGATE, "endorse", subject("version", "ND/1")),
    "a vote on a document": (ORGANIZER, "record_vote", {"consultation_id": CONSULTATION}),
    "a statement of others": (ORGANIZER, "make_statement", {"consultation_id": CONSULTATION}),
    "a statement at a meeting": (
        ORGANIZER,
        "make_statement",
        {"consultation_id": CONSULTATION, "session": meeting("named")},
    ),
    "a withdrawal of one's own": (DELEGATE, "withdraw_motion", {"motion_id": PROCESS.motion("yearly")}),
}
"""Forms that look otherwise than those above."""


@pytest.mark.parametrize("name", DRAWN_OTHERWISE)
def test_a_form_that_is_drawn_otherwise(eyes: Eyes, name: str) -> None:
    key, command, given = DRAWN_OTHERWISE[name]
    eye = eyes(key)

    eye.open(f"/forms/{command}?{urlencode(given)}")

    eye.look()


def test_an_amendment_of_several_provisions(eyes: Eyes) -> None:
    eye = eyes(DELEGATE)

    eye.open(FILLINGS["table_amendment"].address("table_amendment"))
    eye.type({"also": PROCESS.provision("IV b")})
    eye.press("Change it too")
    eye.press("Add a new provision")
    eye.look()
    eye.press("Go on")

    eye.hear_refusal()
    eye.look(422)


def test_an_adoption_in_other_words(eyes: Eyes) -> None:
    eye = eyes(ORGANIZER)

    eye.open(FILLINGS["adopt_motions"].address("adopt_motions"))
    eye.type(FILLINGS["adopt_motions"].typed)
    eye.press("Show what comes of it")
    eye.press("Edit these words as a whole : Part II, action (d)")

    eye.look()


def test_a_form_for_others(eyes: Eyes) -> None:
    eye = eyes(DELEGATE)

    eye.open(FILLINGS["publish_version"].address("publish_version"))

    eye.look(403)


def test_what_was_recorded_and_the_form_of_it_sent_again_with_other_words(eyes: Eyes) -> None:
    filling = FILLINGS["make_statement"]
    eye = eyes(filling.by)

    eye.open(filling.address("make_statement"))
    eye.type(filling.typed)
    eye.press("Go on")
    eye.press("Put it on record")
    eye.look()
    eye.page.go_back()
    eye.press("Go back and change it")
    eye.type({"text": "Who pays for it, and when?"})
    eye.press("Go on")

    eye.hear_refusal()
    eye.look(409)


# Words that moved on under an open form


def test_a_position_on_a_motion_that_was_revised(place: Place, eyes: Eyes) -> None:
    eye = eyes(DELEGATE)
    motion = a_proposal(place.ledger, FRAMEWORK, seat("port"), a_provision(text="A port keeps a register."))

    eye.open(f"/forms/endorse?{urlencode({'subject.kind': 'motion', 'subject.id': motion})}")
    other = {"motion_id": motion, "participant_id": seat("port"), "provision": a_provision(text="A port keeps a log.")}
    give(place.ledger, "revise_motion", **other)
    eye.type({"stance": "endorse"})
    eye.press("Go on")
    eye.hear_refusal()
    eye.look(409)
    eye.press("Go on with what stands now")

    eye.look()


def test_a_version_of_a_text_that_was_changed(place: Place, eyes: Eyes) -> None:
    eye = eyes(ORGANIZER)

    eye.open(FILLINGS["publish_version"].address("publish_version"))
    decide(place.ledger, a_proposal(place.ledger, FRAMEWORK, seat("port"), a_provision(text="Ports stay open.")))
    eye.type(FILLINGS["publish_version"].typed)
    eye.press("Go on")

    eye.hear_refusal()
    eye.look(409)


def test_an_amendment_of_words_that_others_changed(place: Place, eyes: Eyes) -> None:
    eye = eyes(DELEGATE)
    stands = next(one for one in text_of(place.ledger, FRAMEWORK) if str(one.id) == PROCESS.provision("IV b"))
    change = {"op": "edit", "provision_id": str(stands.id), "base": provision_wording(stands.heading, stands.text)}

    eye.open(f"/forms/table_amendment?{urlencode({'framework_id': FRAMEWORK, 'provision': stands.id})}")
    changed = {**change, "edits": [[0, len(stands.text), "Others wrote this."]]}
    decide(place.ledger, an_amendment(place.ledger, FRAMEWORK, seat("port"), [changed]))
    eye.type({"provisions.0.text": "The delegate wrote this."})
    eye.press("Go on")
    eye.hear_refusal()
    eye.look(409)
    eye.press("Go on with today's text")

    eye.look()


# Signing in


def test_signing_in_and_what_is_refused(eyes: Eyes) -> None:
    eye = eyes(NOBODY)

    eye.open("/sign-in")
    eye.look()
    eye.type({"name": "nobody", "password": "nothing"})
    eye.press("Sign in")
    eye.hear_refusal()
    eye.look(422)


def test_an_invitation_and_what_is_refused(place: Place, eyes: Eyes) -> None:
    eye = eyes(NOBODY)
    invitation = beside_of(place.app).accounts.add(seat("relief"), "relief")

    eye.open(f"/invitations/{invitation.token}")
    eye.look()
    eye.type({"password": "short"})
    eye.press("Take the password and sign in")
    eye.hear_refusal()
    eye.follow_to_fault()
    eye.look(422)


def test_an_invitation_that_cannot_be_used(eyes: Eyes) -> None:
    eye = eyes(NOBODY)

    eye.open("/invitations/never-was")

    eye.look(404)


def test_a_form_that_is_sent_after_its_sign_in_ended(place: Place, eyes: Eyes) -> None:
    context = place.new_context(DELEGATE)
    eye = eyes(DELEGATE, context)

    eye.open(FILLINGS["table_amendment"].address("table_amendment"))
    eye.type(FILLINGS["table_amendment"].typed)
    context.clear_cookies()
    eye.press("Go on")
    eye.look(401)
    eye.type({"name": an_account(place.app, seat(DELEGATE)).name, "password": PASSWORD})
    eye.press("Sign in")
    eye.look()
    eye.press("Go on with it")

    assert eye.page.title().startswith("Check: ")
    context.close()


def test_ones_account_and_a_password_that_is_refused(eyes: Eyes) -> None:
    eye = eyes(ORGANIZER)

    eye.open("/account")
    eye.look()
    eye.type({"old": PASSWORD, "new": "short"})
    eye.press("Change it")
    eye.hear_refusal()
    eye.follow_to_fault()
    eye.look(422)


def test_the_account_of_a_participant(eyes: Eyes) -> None:
    eye = eyes(ADMINISTRATOR)

    eye.open(f"/participants/{seat('region')}/account")
    eye.look()
    eye.type({"name": ""})
    eye.press("Make the account and its link")
    eye.hear_refusal()
    eye.follow_to_fault()
    eye.look(422)
    eye.type({"name": "region"})
    eye.press("Make the account and its link")

    eye.look()


# Drafts and minutes


def test_a_draft_from_its_keeping_to_its_end(eyes: Eyes) -> None:
    filling, author = FILLINGS["table_amendment"], eyes(DELEGATE)

    author.open(filling.address("table_amendment"))
    author.type(filling.typed)
    author.press("Keep as a draft")
    author.look()
    kept = author.page.url
    author.press("Make a link")
    author.look()
    link = author.page.locator("#share ~ p a").inner_text()
    for key in (NOBODY, ORGANIZER):
        reader = eyes(key)
        reader.open(link)
        reader.look()
    for path in ("/drafts", f"{kept}/delete"):
        author.open(path)
        author.look()


def test_the_minutes_of_a_meeting(eyes: Eyes) -> None:
    eye = eyes(ORGANIZER)

    eye.open(f"/sessions/{meeting('named')}/minutes")
    eye.look()
    _note(eye, "Port ? Who pays for it?", "Who pays for it?")
    _note(eye, "Origin: We do. @8", "We do.")
    eye.look()
    _note(eye, "Nowhere: We do.", "Nowhere")
    eye.look()
    eye.press("Edit line 1")
    eye.look()
    eye.press("Leave it as it was")
    eye.press("Strike out line 2")
    eye.look()
    eye.press("Put these on record")

    eye.look()


def test_lines_of_the_minutes_that_cannot_be_read(eyes: Eyes) -> None:
    eye = eyes(ORGANIZER)

    eye.open(f"/sessions/{meeting('named')}/minutes")
    eye.type({"lines": "Port: Yes.\nNowhere: No."})
    eye.press("Note them")

    assert eye.page.title().startswith("Error: ")
    assert eye.page.evaluate("document.activeElement.id") == "lines"
    eye.look(422)


@pytest.mark.parametrize(("key", "line"), [("by group", "States: We agree."), ("unattributed", "We agree.")])
def test_the_minutes_of_a_meeting_that_names_nobody(eyes: Eyes, key: str, line: str) -> None:
    eye = eyes(ORGANIZER)

    eye.open(f"/sessions/{meeting(key)}/minutes")
    _note(eye, line, "We agree.")

    eye.look()


def _note(eye: Eye, line: str, words: str) -> None:
    """Write a line, and wait for what is said of it."""
    eye.page.locator("#line").fill(line)
    eye.page.keyboard.press("Enter")
    eye.page.locator("#said", has_text=words).wait_for()


# What else they see

PAGES = [
    (ORGANIZER, "/"),
    (DELEGATE, "/"),
    (ORGANIZER, "/consultations/new-design-2015"),
    (DELEGATE, "/frameworks/new-design"),
    (ORGANIZER, "/frameworks/plain"),
    (NOBODY, "/frameworks/plain/versions/1"),
    (NOBODY, "/frameworks/plain/compare/1...2?show=all"),
    (DELEGATE, f"/motions/{PROCESS.motion('yearly')}"),
    (ORGANIZER, f"/motions/{PROCESS.motion('yearly')}"),
    (ORGANIZER, f"/sessions/{meeting('named')}"),
    (ORGANIZER, f"/participants/{seat('port')}"),
    (DELEGATE, f"/provisions/{PROCESS.provision('II c')}"),
    (NOBODY, "/about/roles"),
    (ADMINISTRATOR, "/drafts"),
]


@pytest.mark.parametrize(("key", "path"), PAGES)
def test_a_page_as_it_is_for_who_signed_in(eyes: Eyes, key: str, path: str) -> None:
    eye = eyes(key)

    eye.open(path)

    eye.look()
