"""No page gives away the words of a protected person, or of one who was erased, wherever they stood."""

from collections.abc import Callable

import pytest
from flask import Flask

from ledger.application import Ledger
from tests.builders import (
    Room,
    a_ledger,
    a_member,
    a_participant,
    a_proposal,
    a_room,
    a_session,
    a_statement,
    an_amendment,
    give,
    new_id,
    take_stance,
)
from tests.web.test_pages import crawled

SECRET = "Hidden-from-everyone"


def someone_who_says_everything(ledger: Ledger, room: Room, *, protected: bool) -> str:
    """A person whose every sealed field holds the secret; gives the id."""
    delegation = a_participant(ledger, "delegation", name="A delegation", group="state")
    person = a_member(
        ledger,
        room.consultation,
        name=f"{SECRET}-name",
        place=f"{SECRET}-place",
        expertise=[f"{SECRET}-expertise"],
        contact=f"{SECRET}-contact",
        acts_for=delegation,
        protected=protected,
    )
    session = a_session(ledger, room.consultation)
    give(ledger, "record_attendance", session_id=session, participants=[person])
    raised = {"kind": "challenge", "text": f"{SECRET}-words", "session": session}
    challenge = a_statement(ledger, room.consultation, person, **raised)
    first = next(iter(room.provisions))
    said = {"rationale": f"{SECRET}-rationale", "answers": [challenge], "session": session}
    an_amendment(ledger, room.framework, person, [room.delete(first)], **said)
    other = a_proposal(ledger, room.framework, room.member)
    reserved = {"reservation": f"{SECRET}-reservation", "reason": f"{SECRET}-reason"}
    take_stance(ledger, person, other, "endorse_with_reservation", **reserved)
    put = {"question": "Agreed?", "subject": {"kind": "motion", "id": other}, "ballots": [[person, "yes"]]}
    where = {"vote_id": new_id(), "consultation_id": room.consultation}
    give(ledger, "record_vote", **where, **put, method="recorded", result="carried")
    a_statement(ledger, room.consultation, person, about=[{"kind": "motion", "id": other}], text=f"{SECRET}-remark")
    _let_lead(ledger, room, person)
    return person


def _let_lead(ledger: Ledger, room: Room, person: str) -> None:
    """What the person says of the process, as one of those who lead it."""
    give(ledger, "grant_role", participant_id=person, role="organizer", consultation_id=room.consultation)
    in_consultation = {"consultation_id": room.consultation, "actor": person}
    give(ledger, "enter_stage", **in_consultation, stage="negotiation", reason=f"{SECRET}-stage")
    version = new_id()
    named = {"framework_id": room.framework, "version_id": version, "name": "Rev. 1"}
    give(ledger, "publish_version", actor=person, **named, note=f"{SECRET}-publication")
    give(ledger, "adopt_version", actor=person, version_id=version, method="acclamation", note=f"{SECRET}-adoption")


def pages_with_the_secret(app: Flask) -> list[str]:
    """The addresses of pages that show it, among some of every kind."""
    return [address for address, page in crawled(app) if SECRET in "".join(page.root.itertext())]


def test_what_is_sealed_of_anybody_else_is_shown(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        someone_who_says_everything(ledger, a_room(ledger), protected=False)

        assert pages_with_the_secret(make_app(sqlite_url))


def test_no_page_gives_away_a_protected_person(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        person = someone_who_says_everything(ledger, a_room(ledger), protected=True)
        app = make_app(sqlite_url)

        assert pages_with_the_secret(app) == []
        shown = app.test_client().get(f"/participants/{person}").text
        assert f"Protected participant {person.replace('-', '')[:6]}" in shown
        assert "A delegation" not in shown


@pytest.mark.parametrize("protected", [False, True])
def test_no_page_gives_away_who_was_erased(sqlite_url: str, make_app: Callable[..., Flask], protected: bool) -> None:
    with a_ledger(sqlite_url) as ledger:
        person = someone_who_says_everything(ledger, a_room(ledger), protected=protected)
        give(ledger, "erase_participant", participant_id=person, reason="at_the_persons_request")
        app = make_app(sqlite_url)

        assert pages_with_the_secret(app) == []
        assert "A participant who was erased" in app.test_client().get(f"/participants/{person}").text
