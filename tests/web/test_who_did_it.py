"""Who did it: whoever acts for a delegation, and whoever records for others, on pages and in the record."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ledger.application import Ledger
from tests.builders import (
    Room,
    a_holder,
    a_ledger,
    a_member,
    a_room,
    a_statement,
    a_vote,
    an_amendment,
    decide,
    give,
    take_stance,
)
from tests.web.markup import Page
from tests.web.signed_in import a_browser, an_app


@dataclass(frozen=True)
class Told:
    """A room with a delegation, its envoy and a secretariat, and a reader of its pages."""

    ledger: Ledger
    room: Room
    norway: str
    envoy: str
    secretariat: str
    url: str

    def page(self, address: str) -> str:
        """What is read at an address."""
        with an_app(self.url) as app:
            return Page(a_browser(app).get(address, follow_redirects=True).text).text

    def motion(self, **more: object) -> str:
        """An amendment by Norway."""
        change = self.room.edit("states", "shall", "should")
        return an_amendment(self.ledger, self.room.framework, self.norway, [change], **more)


@pytest.fixture
def told(sqlite_url: str) -> Iterator[Told]:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        norway = a_member(ledger, room.consultation, kind="delegation", name="Norway", group="state")
        envoy = a_member(ledger, room.consultation, standing="guest", name="Kari", acts_for=norway)
        secretariat = a_holder(ledger, "organizer", room.consultation)
        give(ledger, "update_participant", participant_id=secretariat, name="The secretariat")
        yield Told(ledger, room, norway, envoy, secretariat, sqlite_url)


def test_a_position_says_who_took_it_in_whose_name(told: Told) -> None:
    motion = an_amendment(told.ledger, told.room.framework, told.room.member, [told.room.delete("cities")])
    take_stance(told.ledger, told.norway, motion, "object", actor=told.envoy)
    take_stance(told.ledger, told.room.second, motion, "endorse", actor=told.secretariat)
    take_stance(told.ledger, told.room.observer, motion, "abstain", actor=told.room.observer)
    take_stance(told.ledger, told.room.guest, motion, "abstain")

    page = told.page(f"/motions/{motion}")

    assert "Norway Kari for Norway" in page
    assert "A seat Recorded by The secretariat for A seat" in page
    assert "A seat Civil society observer" in page
    assert "A seat Recorded by the import Civil society guest" in page


def test_the_record_says_the_same_in_its_sentences(told: Told) -> None:
    motion = told.motion(actor=told.envoy)
    withdrawing = {"motion_id": motion, "participant_id": told.norway, "actor": told.envoy}
    take_stance(told.ledger, told.room.second, motion, "object", actor=told.secretariat)
    take_stance(told.ledger, told.room.second, motion, "sponsor", actor=told.room.second)
    give(told.ledger, "withdraw_motion", **withdrawing)

    page = told.page("/record")

    assert "A seat objects to amendment 1 “An amendment”, recorded by The secretariat record no." in page
    assert "A seat joined the sponsors of amendment 1 “An amendment” record no." in page
    assert "Kari for Norway left the sponsors of amendment 1 “An amendment” record no." in page


def test_what_the_import_recorded_says_so(told: Told) -> None:
    motion = told.motion()
    take_stance(told.ledger, told.room.second, motion, "object")

    assert "A seat objects to amendment 1 “An amendment”, recorded by the import" in told.page("/record")
    assert "recorded by the import; record no." in told.page(f"/motions/{motion}")


@pytest.mark.parametrize(
    ("who", "words"),
    [("envoy", "Kari for Norway; record"), ("secretariat", "recorded by The secretariat for Norway; record")],
)
def test_a_motion_says_who_tabled_it(told: Told, who: str, words: str) -> None:
    motion = told.motion(actor=getattr(told, who))

    assert f", {words}" in told.page(f"/motions/{motion}")


def test_what_a_participant_tables_itself_says_nothing_more(told: Told) -> None:
    motion = told.motion(actor=told.norway)

    assert "recorded by" not in told.page(f"/motions/{motion}")


def test_revisions_and_joining_sponsors_say_who_did_it(told: Told) -> None:
    motion = told.motion(actor=told.norway)
    change = told.room.edit("states", "shall", "must")
    revised = {"motion_id": motion, "participant_id": told.norway, "changes": [change]}
    give(told.ledger, "revise_motion", **revised, actor=told.envoy)
    take_stance(told.ledger, told.room.second, motion, "sponsor", actor=told.secretariat)

    page = told.page(f"/motions/{motion}")

    assert "Revised by Norway (Kari for Norway);" in page
    assert "Norway and A seat (recorded by The secretariat for A seat) (of Rev.1)" in page


def test_a_withdrawn_motion_says_by_whom(told: Told) -> None:
    motion = told.motion(actor=told.norway)
    give(told.ledger, "withdraw_motion", motion_id=motion, participant_id=told.norway, actor=told.envoy)

    assert "By Kari for Norway" in told.page(f"/motions/{motion}")


def test_a_decision_and_a_vote_say_who_recorded_them(told: Told) -> None:
    motion = told.motion(actor=told.norway)
    vote = a_vote(told.ledger, told.room.consultation, motion, actor=told.room.facilitator)
    decide(told.ledger, motion, vote_id=vote)

    page = told.page(f"/motions/{motion}")

    assert "By whom Recorded by the import" in page
    assert "recorded by A seat" in page
    assert "recorded by A seat" in told.page(f"/votes/{vote}")


def test_a_statement_says_who_spoke_for_whom(told: Told) -> None:
    consultation = told.room.consultation
    by_envoy = a_statement(told.ledger, consultation, told.norway, actor=told.envoy, kind="challenge")
    a_statement(told.ledger, consultation, told.norway, actor=told.secretariat, kind="challenge", text="And more.")

    page = told.page(f"/consultations/process-{consultation}")

    assert by_envoy
    assert "Kari for Norway" in page
    assert "recorded by The secretariat for Norway" in page


def test_the_page_of_a_participant_says_who_took_its_positions(told: Told) -> None:
    motion = an_amendment(told.ledger, told.room.framework, told.room.member, [told.room.delete("cities")])
    take_stance(told.ledger, told.norway, motion, "object", actor=told.envoy)

    assert "· Kari for Norway" in told.page(f"/participants/{told.norway}")


def test_a_withdrawn_position_says_who_withdrew_it(told: Told) -> None:
    motion = an_amendment(told.ledger, told.room.framework, told.room.member, [told.room.delete("cities")])
    take_stance(told.ledger, told.norway, motion, "object", actor=told.norway)
    subject = {"kind": "motion", "id": motion}
    give(told.ledger, "withdraw_endorsement", participant_id=told.norway, subject=subject, actor=told.secretariat)

    assert "recorded by The secretariat for Norway" in told.page(f"/motions/{motion}")


def test_motions_that_were_accepted_begin_their_sentence(told: Told) -> None:
    first = told.motion()
    decide(told.ledger, first)
    others = [
        an_amendment(told.ledger, told.room.framework, told.norway, [told.room.delete("cities")], title="Out"),
        an_amendment(told.ledger, told.room.framework, told.norway, [told.room.delete("children")]),
    ]
    give(told.ledger, "adopt_motions", framework_id=told.room.framework, motions=others)

    page = told.page("/record")

    assert "Amendment 1 “An amendment” was accepted into the text" in page
    assert "Amendment 2 “Out” and amendment 3 “An amendment” were accepted into the text" in page
