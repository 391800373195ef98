"""What is done beside the record once a form's command stands on it."""

from collections.abc import Iterator

import pytest

from tests.builders import a_session, new_id
from tests.web.forms.filled import a_sending
from tests.web.markup import Page
from tests.web.signed_in import RECORD, Browser, Site, a_site, an_account, fields_of, filled


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with a_site(sqlite_url) as one:
        yield one


def recorded(browser: Browser, command: str, **sent: str | list[str]) -> None:
    answer = browser.post(f"/forms/{command}", data={"command_id": new_id(), "do": RECORD, **sent})
    assert answer.status_code == 303, Page(answer.text).text


@pytest.mark.parametrize("written", [str.lower, str.upper, lambda id: ["", id]], ids=["plain", "capitals", "twice"])
def test_with_a_participant_her_account_is_erased_however_her_id_was_sent(site: Site, written: object) -> None:
    erased = site.room.guest
    an_account(site.app, erased)
    sent = written(erased)  # type: ignore[operator]

    recorded(site.visitor(site.room.administrator), "erase_participant", participant_id=sent, reason="legal_order")

    assert site.beside.accounts.of(erased) is None


def test_what_was_held_for_a_meeting_is_let_go_of_however_its_id_was_sent(site: Site) -> None:
    meeting = a_session(site.ledger, site.room.consultation, "none")
    site.beside.minutes.hold(meeting, {"kind": "remark", "text": "We agree.", "attribution": "none"})

    recorded(site.organizer, "close_session", session_id=meeting.upper())

    assert site.beside.minutes.held(meeting) == []


def test_a_meeting_is_convened_with_its_speakers_named_unless_said_otherwise(site: Site) -> None:
    page = site.organizer.get(f"/forms/convene_session?consultation_id={site.room.consultation}").text

    assert fields_of(page).getlist("attribution") == ["named"]
    assert 'id="attribution-none"' not in page


def test_only_what_becomes_a_motion_is_noted_of_a_shared_draft(site: Site) -> None:
    room = site.room
    draft = site.beside.drafts.save(room.second, "table_proposal", "Hers", {"title": ["Hers"]})
    site.beside.drafts.share(draft.id, room.second)
    subject = {"subject.kind": "version", "subject.id": room.version}

    recorded(site.member, "endorse", participant_id=room.member, stance="endorse", sponsored=draft.id, **subject)

    kept = site.beside.drafts.own(draft.id, room.second)
    assert kept is not None
    assert kept.became is None


def test_other_words_after_recording_bring_new_provisions_of_their_own(site: Site) -> None:
    sending = a_sending(site, "table_proposal")
    form = sending.form()
    sending.record(form)

    again = sending.browser.post(sending.address, data=filled(form, {"new.0.text": "Other words.", "do": RECORD}))
    fresh = fields_of(again.text)

    assert again.status_code == 409
    for name in ("command_id", "motion_id", "new.0.id"):
        assert fresh[name] != form[name]
    sending.record(fresh)
