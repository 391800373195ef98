"""Inviting participants: by whom, for whom, and how often a link is seen."""

import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.builders import a_consultation, a_holder, a_member, a_participant, give
from tests.web.markup import Page
from tests.web.signed_in import PASSWORD, Browser, Site, a_browser, a_site, a_visitor, an_account, faults_of
from web import accounts


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with a_site(sqlite_url) as made:
        yield made


@pytest.fixture
def seat(site: Site) -> str:
    """A member of the room, who has no account."""
    return a_member(site.ledger, site.room.consultation, name="Kari Nordmann")


def address(participant_id: str, rest: str = "") -> str:
    return f"/participants/{participant_id}/account{rest}"


def invited(browser: Browser, participant_id: str, name: str = "kari") -> TestResponse:
    """What is answered to an invitation."""
    return browser.post(address(participant_id), data={"name": name})


def link_in(answer: TestResponse) -> str:
    """The link that a page shows."""
    assert answer.status_code == 200, answer.text
    found = re.search(r'value="(https://localhost/invitations/[^"]+)"', answer.text)
    assert found, Page(answer.text).text
    return found[1]


def refusal(answer: TestResponse) -> str:
    """The words of a refusal; a refused invitation shows no link."""
    assert answer.status_code == 403, answer.status_code
    assert "/invitations/" not in answer.text
    return Page(answer.text).text


# Who may


def test_an_organizer_invites_a_delegate_who_then_chooses_a_password(site: Site, seat: str) -> None:
    answer = invited(site.organizer, seat)

    delegate = a_browser(site.app)
    chosen = delegate.post(link_in(answer).removeprefix("https://localhost"), data={"password": PASSWORD})

    assert chosen.status_code == 303
    assert "Kari Nordmann" in delegate.get("/account").text
    assert not faults_of(answer.text)


def test_a_link_is_shown_this_once(site: Site, seat: str) -> None:
    link = link_in(invited(site.organizer, seat))

    page = site.organizer.get(address(seat))

    assert link not in page.text
    assert "No password was chosen yet." in page.text


def test_the_page_says_until_when_a_link_works_and_how_to_hand_it_over(site: Site, seat: str) -> None:
    text = Page(invited(site.organizer, seat).text).text

    assert "It works once, until " in text
    assert "Hand it over in person" in text
    assert "The name for signing in is kari." in text


def test_a_new_link_ends_the_one_before(site: Site, seat: str) -> None:
    before = link_in(invited(site.organizer, seat))
    after = link_in(invited(site.organizer, seat))

    assert site.nobody.get(before.removeprefix("https://localhost")).status_code == 404
    assert site.nobody.get(after.removeprefix("https://localhost")).status_code == 200


def test_the_name_begins_with_that_of_the_participant(site: Site, seat: str) -> None:
    norway = a_member(site.ledger, site.room.consultation, kind="delegation", name="Kingdom of Norway", short="NOR")

    assert 'value="kari-nordmann"' in site.organizer.get(address(seat)).text
    assert 'value="nor"' in site.organizer.get(address(norway)).text


def test_a_name_is_suggested_that_nobody_has(site: Site, seat: str) -> None:
    an_account(site.app, site.room.member, "kari-nordmann")

    assert 'value="kari-nordmann-2"' in site.organizer.get(address(seat)).text


def test_the_name_of_a_protected_person_is_not_told(site: Site) -> None:
    hidden = a_member(site.ledger, site.room.consultation, name="Kari Nordmann", protected=True)

    page = site.organizer.get(address(hidden)).text

    assert "ordmann" not in page
    assert f'value="protected-participant-{hidden.replace("-", "")[:6]}"' in page


def test_an_administrator_invites_everyone(site: Site) -> None:
    stranger, organizer = a_participant(site.ledger), site.room.organizer

    assert link_in(invited(site.visitor(site.room.administrator), stranger, "stranger"))
    assert link_in(invited(site.visitor(site.room.administrator), organizer, "organizer"))


def test_an_administrator_gives_a_new_link_for_a_forgotten_password(site: Site, seat: str) -> None:
    an_account(site.app, seat)
    delegate = a_visitor(site.app, seat)

    link = link_in(invited(site.visitor(site.room.administrator), seat))

    assert delegate.get("/account").status_code == 200
    a_browser(site.app).post(link.removeprefix("https://localhost"), data={"password": "another horse battery"})
    assert delegate.get("/account").status_code == 303


# Who may not


def test_nobody_is_asked_to_sign_in_first(site: Site, seat: str) -> None:
    assert site.nobody.get(address(seat)).headers["Location"].startswith("/sign-in")
    assert invited(site.nobody, seat).status_code == 401
    assert site.beside.accounts.of(seat) is None


@pytest.mark.parametrize("who", ["member", "observer", "guest", "facilitator"])
def test_whoever_neither_organizes_nor_administers_invites_nobody(site: Site, seat: str, who: str) -> None:
    browser = site.visitor(getattr(site.room, who))

    assert accounts.WHO_INVITES in refusal(browser.get(address(seat)))
    assert accounts.WHO_INVITES in refusal(invited(browser, seat))
    assert site.beside.accounts.of(seat) is None


def test_an_organizer_of_another_process_is_refused(site: Site, seat: str) -> None:
    elsewhere = a_consultation(site.ledger)
    other = a_visitor(site.app, a_holder(site.ledger, "organizer", elsewhere))

    assert accounts.WHO_INVITES in refusal(invited(other, seat))
    assert site.beside.accounts.of(seat) is None


def test_an_organizer_does_not_invite_whoever_takes_part_nowhere(site: Site) -> None:
    assert accounts.WHO_INVITES in refusal(invited(site.organizer, a_participant(site.ledger)))


@pytest.mark.parametrize("where", ["here", "everywhere"])
def test_an_organizer_does_not_get_at_the_account_of_an_administrator(site: Site, seat: str, where: str) -> None:
    place = {"consultation_id": site.room.consultation} if where == "here" else {}
    give(site.ledger, "grant_role", participant_id=seat, role="administrator", **place)

    assert accounts.ADMINISTERS in refusal(invited(site.organizer, seat))
    assert site.beside.accounts.of(seat) is None


def test_an_organizer_does_not_get_at_an_account_with_a_role_elsewhere(site: Site, seat: str) -> None:
    elsewhere = a_consultation(site.ledger)
    give(site.ledger, "grant_role", participant_id=seat, role="facilitator", consultation_id=elsewhere)

    assert accounts.REACHES_FURTHER in refusal(invited(site.organizer, seat))


def test_an_organizer_does_not_get_at_an_account_with_a_role_in_the_whole_ledger(site: Site, seat: str) -> None:
    give(site.ledger, "grant_role", participant_id=seat, role="auditor")

    assert accounts.REACHES_FURTHER in refusal(invited(site.organizer, seat))


def test_an_organizer_does_not_get_at_an_account_that_takes_part_elsewhere(site: Site, seat: str) -> None:
    elsewhere = a_consultation(site.ledger)
    give(site.ledger, "accredit", participant_id=seat, consultation_id=elsewhere, standing="member")

    assert accounts.REACHES_FURTHER in refusal(invited(site.organizer, seat))


def test_an_organizer_does_not_reach_elsewhere_through_a_delegation(site: Site, seat: str) -> None:
    elsewhere = a_consultation(site.ledger)
    norway = a_member(site.ledger, elsewhere, kind="delegation")
    give(site.ledger, "update_participant", participant_id=seat, acts_for=norway)
    give(site.ledger, "accredit", participant_id=seat, consultation_id=elsewhere, standing="guest")

    assert accounts.REACHES_FURTHER in refusal(invited(site.organizer, seat))


def test_an_organizer_does_not_get_at_an_account_that_took_part_elsewhere(site: Site, seat: str) -> None:
    """What was said there, its owner can still take back."""
    elsewhere = {"participant_id": seat, "consultation_id": a_consultation(site.ledger)}
    give(site.ledger, "accredit", standing="member", **elsewhere)
    give(site.ledger, "end_accreditation", **elsewhere)

    assert accounts.REACHES_FURTHER in refusal(invited(site.organizer, seat))


def test_an_organizer_of_both_processes_invites_who_takes_part_in_both(site: Site, seat: str) -> None:
    elsewhere = a_consultation(site.ledger)
    give(site.ledger, "accredit", participant_id=seat, consultation_id=elsewhere, standing="member")
    give(site.ledger, "grant_role", participant_id=site.room.organizer, role="organizer", consultation_id=elsewhere)

    assert link_in(invited(site.organizer, seat))


def test_an_organizer_invites_whoever_acts_for_a_delegation_of_the_process(site: Site) -> None:
    norway = a_member(site.ledger, site.room.consultation, kind="delegation")
    envoy = a_member(site.ledger, site.room.consultation, standing="guest", acts_for=norway)

    assert link_in(invited(site.organizer, envoy))


def test_an_organizer_cannot_take_over_an_account_that_is_in_use(site: Site, seat: str) -> None:
    account = an_account(site.app, seat)

    assert accounts.IS_IN_USE in refusal(invited(site.organizer, seat))
    assert site.beside.accounts.with_id(account.id) == account
    assert account.name not in site.organizer.get(address(seat)).text


def test_an_account_that_comes_into_use_meanwhile_is_not_taken_over(
    site: Site, seat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_in(invited(site.organizer, seat))
    store = site.beside.accounts
    invite = store.invite

    def accepted_before(account_id: str, **more: str) -> object:
        store.accept(link.rsplit("/", 1)[1], PASSWORD)
        return invite(account_id, **more)

    monkeypatch.setattr(store, "invite", accepted_before)

    assert accounts.IS_IN_USE in refusal(invited(site.organizer, seat))


def test_an_administrator_of_one_process_alone_invites_nobody(site: Site, seat: str) -> None:
    browser = a_visitor(site.app, a_holder(site.ledger, "administrator", site.room.consultation))

    assert accounts.WHO_INVITES in refusal(invited(browser, seat))


@pytest.mark.parametrize("who", ["organizer", "administrator"])
def test_nobody_gives_herself_a_link(site: Site, who: str) -> None:
    herself = getattr(site.room, who)
    give(site.ledger, "accredit", participant_id=herself, consultation_id=site.room.consultation, standing="member")

    assert accounts.ONESELF in refusal(invited(site.visitor(herself), herself))
    assert site.visitor(herself).get(address(herself)).headers["Location"] == "/account"


def test_whoever_was_erased_is_not_invited(site: Site, seat: str) -> None:
    give(site.ledger, "erase_participant", participant_id=seat, reason="legal_order")

    assert invited(site.visitor(site.room.administrator), seat).status_code == 404


def test_another_site_invites_nobody(site: Site, seat: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    assert site.organizer.post(address(seat), data={"name": "kari"}, headers=headers).status_code == 403
    assert site.beside.accounts.of(seat) is None


# What is typed


def test_a_name_that_somebody_has_is_refused_and_kept(site: Site, seat: str) -> None:
    an_account(site.app, site.room.member, "taken")

    answer = invited(site.organizer, seat, "Taken")

    assert answer.status_code == 422
    assert Page(answer.text).title.startswith("Error: ")
    assert 'value="Taken"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert not faults_of(answer.text)


def test_a_name_that_cannot_be_one_is_refused(site: Site, seat: str) -> None:
    assert invited(site.organizer, seat, "x" * 200).status_code == 422
    assert site.beside.accounts.of(seat) is None


def test_no_answer_is_kept_by_the_browser(site: Site, seat: str) -> None:
    answers = [site.organizer.get(address(seat)), invited(site.organizer, seat), invited(site.organizer, seat, "")]

    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


# Disabling


def test_an_administrator_disables_and_enables_an_account(site: Site, seat: str) -> None:
    an_account(site.app, seat)
    delegate, administrator = a_visitor(site.app, seat), site.visitor(site.room.administrator)

    assert administrator.post(address(seat, "/disable")).status_code == 303
    assert delegate.get("/account").status_code == 303
    assert invited(administrator, seat).status_code == 422
    assert accounts.IS_DISABLED in Page(site.organizer.get(address(seat)).text).text

    assert administrator.post(address(seat, "/enable")).status_code == 303
    assert a_visitor(site.app, seat).get("/account").status_code == 200


@pytest.mark.parametrize("what", ["/disable", "/enable"])
def test_only_administrators_disable_and_enable_and_nobody_herself(site: Site, seat: str, what: str) -> None:
    invited(site.organizer, seat)

    for browser, whose in (
        (site.organizer, seat),
        (site.member, seat),
        (site.visitor(site.room.administrator), site.room.administrator),
    ):
        assert accounts.ONLY_ADMINISTRATORS in refusal(browser.post(address(whose, what)))


def test_a_participant_without_an_account_has_none_to_disable(site: Site, seat: str) -> None:
    assert site.visitor(site.room.administrator).post(address(seat, "/disable")).status_code == 404


def test_the_page_of_a_participant_leads_to_the_account_for_those_who_may_invite(site: Site, seat: str) -> None:
    def leads(browser: Browser) -> bool:
        return address(seat) in Page(browser.get(f"/participants/{seat}").text).links()

    assert leads(site.organizer)
    assert leads(site.visitor(site.room.administrator))
    assert not leads(site.member)
    assert not leads(site.nobody)
