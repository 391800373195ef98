"""What whoever is signed in finds on a page: what she may do there, her position, and what waits for her."""

from collections.abc import Iterator

import pytest

from tests.builders import (
    a_member,
    a_participant,
    a_session,
    a_statement,
    adopt_rule,
    an_amendment,
    decide,
    give,
    new_id,
    take_stance,
)
from tests.web.markup import Page
from tests.web.signed_in import (
    Browser,
    Site,
    a_site,
    a_visitor,
    controls_of,
    faults_of,
    fields_of,
    filled,
    typed_into,
)
from tests.web.test_queries import counted

FRONT_PAGE = "/"


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with a_site(sqlite_url) as made:
        yield made


def a_motion(site: Site, word: str = "should", **more: object) -> str:
    room = site.room
    return an_amendment(site.ledger, room.framework, room.member, [room.edit("states", "shall", word)], **more)


def page_of(browser: Browser, address: str) -> Page:
    """The page at an address, which has to be there and well made."""
    answer = browser.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    assert not faults_of(answer.text), address
    return Page(answer.text)


def offered(browser: Browser, address: str) -> dict[str, str]:
    """What a page offers to do: the addresses by their words."""
    navs = [nav for nav in page_of(browser, address).all("nav") if nav.get("class") == "offered"]
    links = [link for nav in navs for link in nav.iter("a")]
    return {"".join(link.itertext()): link.get("href", "") for link in links}


def consultation(site: Site) -> str:
    return f"/consultations/process-{site.room.consultation}"


def framework(site: Site) -> str:
    return f"/frameworks/framework-{site.room.framework}"


def everywhere(site: Site) -> list[str]:
    """A page of every kind."""
    room, motion = site.room, a_motion(site)
    session = a_session(site.ledger, room.consultation)
    a_statement(site.ledger, room.consultation, room.second, session=session)
    take_stance(site.ledger, room.second, motion, "endorse")
    text = framework(site)
    return [
        *(FRONT_PAGE, consultation(site), text, f"{text}/motions", f"{text}/history", f"{text}/versions/1"),
        *(f"/motions/{motion}", f"/provisions/{room.provisions['cities']}", f"/sessions/{session}"),
        *(f"/participants/{room.member}", f"/participants/{room.second}"),
    ]


WHO = ("member", "second", "observer", "guest", "organizer", "facilitator", "administrator")


@pytest.mark.parametrize("who", WHO)
def test_whatever_a_page_offers_is_open_to_whom_it_is_offered(site: Site, who: str) -> None:
    browser = site.visitor(getattr(site.room, who))
    pages = [page_of(browser, address) for address in everywhere(site)]

    found = {link for page in pages for link in page.links() if link.startswith("/forms/") or "/account" in link}

    assert {address: browser.get(address).status_code for address in found} == dict.fromkeys(found, 200)
    assert any(link.startswith("/forms/") for link in found)


def test_whoever_is_not_signed_in_is_offered_nothing(site: Site) -> None:
    addresses = everywhere(site)
    stranger = a_visitor(site.app, a_participant(site.ledger))

    for address in addresses:
        assert "/forms/" not in site.nobody.get(address).text
        assert not offered(stranger, address)


def test_pages_that_are_kept_for_ever_offer_nothing(site: Site) -> None:
    decide(site.ledger, a_motion(site))
    head = site.head

    for address in (f"{framework(site)}/at/{head}", f"{framework(site)}/compare/1...@{head}"):
        answer = site.organizer.get(address)
        assert answer.status_code == 200
        assert "/forms/" not in answer.text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("member", ["Make a statement"]),
        ("facilitator", ["Make a statement"]),
        ("administrator", ["Register a participant", "Give a role", "Take a role back"]),
    ],
)
def test_a_process_offers_what_the_table_of_rights_lets_one_do(site: Site, who: str, words: list[str]) -> None:
    assert list(offered(site.visitor(getattr(site.room, who)), consultation(site))) == words


def test_an_organizer_finds_all_that_belongs_to_a_process_on_its_page(site: Site) -> None:
    page, words = page_of(site.organizer, consultation(site)), set(offered(site.organizer, consultation(site)))

    assert {"Convene a meeting", "Begin a text", "Accredit a participant", "Adopt a rule", "Enter a stage"} <= words
    assert {one.text for one in page.all("summary")} >= {"Meetings and texts", "Who takes part", "The process"}


def test_a_process_is_concluded_once(site: Site) -> None:
    give(site.ledger, "conclude_consultation", consultation_id=site.room.consultation, outcome="Agreed.")

    assert "Conclude a process" not in offered(site.organizer, consultation(site))


def test_a_meeting_is_opened_then_minuted_then_closed(site: Site) -> None:
    session, room = new_id(), site.room
    convened = {
        "session_id": session,
        "consultation_id": room.consultation,
        "title": "Second",
        "opens_at": "2018-03-05",
    }
    give(site.ledger, "convene_session", **convened)
    address = f"/sessions/{session}"

    before = offered(site.organizer, address)
    give(site.ledger, "open_session", session_id=session)
    during, of_a_delegate = offered(site.organizer, address), offered(site.member, address)
    give(site.ledger, "close_session", session_id=session)
    after = offered(site.organizer, address)

    assert list(before) == ["Open a meeting", "Change what is said of a meeting"]
    assert during["Write the minutes"] == f"{address}/minutes"
    assert "Close a meeting" in during
    assert "Open a meeting" not in during
    assert list(of_a_delegate) == ["Make a statement"]
    assert list(after) == ["Make a statement", "Record who attended a meeting", "Change what is said of a meeting"]


def test_where_speakers_are_not_named_nobody_makes_a_statement_by_herself(site: Site) -> None:
    session = a_session(site.ledger, site.room.consultation, "none")

    assert not offered(site.member, f"/sessions/{session}")
    assert "Write the minutes" in offered(site.organizer, f"/sessions/{session}")


def test_only_its_sponsors_and_organizers_revise_a_motion(site: Site) -> None:
    address = f"/motions/{a_motion(site)}"

    found = {
        who
        for who in WHO
        if "Revise a proposal or amendment" in offered(site.visitor(getattr(site.room, who)), address)
    }

    assert found == {"member", "organizer"}


def test_whoever_decides_is_led_to_where_motions_are_put_together(site: Site) -> None:
    motion, states = a_motion(site), site.room.provisions["states"]
    words = "Accept several into the text together"
    facilitator = site.visitor(site.room.facilitator)

    from_motion, from_provision = (
        offered(facilitator, f"/motions/{motion}"),
        offered(facilitator, f"/provisions/{states}"),
    )

    assert f"motions={motion}" in from_motion[words]
    assert f"provision={states}" in from_provision[words]
    assert words not in offered(site.member, f"/motions/{motion}")
    assert facilitator.get(from_motion[words]).status_code == 200


def test_on_a_closed_motion_only_what_was_said_is_taken_back(site: Site) -> None:
    motion = a_motion(site)
    take_stance(site.ledger, site.room.second, motion, "endorse")
    decide(site.ledger, motion)

    address = f"/motions/{motion}"

    assert list(offered(site.member, address)) == ["Withdraw as a sponsor"]
    assert list(offered(site.visitor(site.room.second), address)) == ["Withdraw a position"]
    assert not offered(site.visitor(site.room.guest), address)
    assert not offered(site.visitor(site.room.facilitator), address)


def test_a_position_that_was_taken_back_is_not_taken_back_again(site: Site) -> None:
    motion, second = a_motion(site), site.room.second
    take_stance(site.ledger, second, motion, "endorse")
    subject = {"kind": "motion", "id": motion}
    give(site.ledger, "withdraw_endorsement", participant_id=second, subject=subject)

    assert "Withdraw a position" not in offered(site.visitor(second), f"/motions/{motion}")
    assert "Withdraw a position" not in offered(site.organizer, f"/motions/{motion}")


def test_an_observer_drafts_what_a_member_tables(site: Site) -> None:
    observer = site.visitor(site.room.observer)

    assert list(offered(observer, framework(site))) == ["Draft a proposal", "Draft an amendment"]
    assert list(offered(site.member, framework(site))) == ["Table a proposal", "Table an amendment"]


def test_beside_each_provision_stands_the_form_that_changes_it(site: Site) -> None:
    page = page_of(site.member, framework(site))

    for provision in site.room.provisions.values():
        assert f"provision={provision}" in " ".join(page.links())
        assert f"place=after:{provision}" in " ".join(page.links())


def test_after_the_last_day_only_organizers_enter_what_was_tabled_before(site: Site) -> None:
    adopt_rule(site.ledger, site.room.consultation, "amendments_close_at", "2018-03-04")
    provision = f"/provisions/{site.room.provisions['states']}"

    page = page_of(site.member, framework(site))

    assert "Nothing new is tabled on this text since 4 March 2018" in page.text
    assert not [link for link in page.links() if "/table_" in link]
    assert "Table an amendment" not in offered(site.member, provision)
    assert "Table an amendment" in offered(site.organizer, framework(site))


def test_a_rule_of_the_text_goes_before_that_of_the_process(site: Site) -> None:
    adopt_rule(site.ledger, site.room.consultation, "amendments_close_at", "2018-03-04")
    of_the_text = {"framework_id": site.room.framework}
    adopt_rule(site.ledger, site.room.consultation, "amendments_close_at", "2999-01-01", **of_the_text)

    assert "Table an amendment" in offered(site.member, framework(site))


def test_a_statement_can_be_answered_and_by_administrators_taken_out(site: Site) -> None:
    room = site.room
    session = a_session(site.ledger, room.consultation)
    said = a_statement(site.ledger, room.consultation, room.member, session=session)

    links = {who: page_of(site.visitor(getattr(room, who)), f"/sessions/{session}").links() for who in WHO}

    answering = f"/forms/make_statement?consultation_id={room.consultation}&in_reply_to={said}"
    taking_out = f"/forms/redact_statement?statement_id={said}"
    assert {who for who in WHO if answering in links[who]} == set(WHO) - {"administrator"}
    assert {who for who in WHO if taking_out in links[who]} == {"administrator"}


def test_a_participant_is_changed_by_itself_and_by_those_in_office(site: Site) -> None:
    address, change = f"/participants/{site.room.member}", "Change what is recorded of a participant"

    found = {who for who in WHO if change in offered(site.visitor(getattr(site.room, who)), address)}

    assert found == {"member", "organizer", "administrator"}


def test_what_is_recorded_of_a_delegation_is_not_for_whoever_acts_for_it_to_change(site: Site) -> None:
    norway = a_member(site.ledger, site.room.consultation, kind="delegation", short="Norway")
    envoy = a_visitor(site.app, a_member(site.ledger, site.room.consultation, acts_for=norway))

    assert not offered(envoy, f"/participants/{norway}")


def test_nothing_is_done_about_whoever_was_erased(site: Site) -> None:
    give(site.ledger, "erase_participant", participant_id=site.room.guest, reason="legal_order")

    assert not offered(site.visitor(site.room.administrator), f"/participants/{site.room.guest}")


# The position on the page of a motion


def test_a_position_takes_two_pages_from_the_front_page(site: Site) -> None:
    second = site.visitor(site.room.second)
    motion = a_motion(site)

    link = next(link for link in page_of(second, FRONT_PAGE).links() if link.startswith("/motions/"))
    shown = second.get(link).text
    checked = second.post("/forms/endorse", data=typed_into(shown, {"stance": "object", "reason": "Too weak."}))
    recorded = second.post("/forms/endorse", data=filled(fields_of(checked.text), {"do": "record"}))

    assert link == f"/motions/{motion}"
    assert checked.status_code == 200
    assert recorded.status_code == 303
    assert "Too weak." in site.nobody.get(link).text


def test_the_form_of_a_position_is_on_the_wording_as_it_stands(site: Site) -> None:
    motion = a_motion(site)
    shown = site.visitor(site.room.second).get(f"/motions/{motion}").text

    change = site.room.edit("states", "shall", "must")
    give(site.ledger, "revise_motion", motion_id=motion, participant_id=site.room.member, changes=[change])
    late = site.visitor(site.room.second).post("/forms/endorse", data=typed_into(shown, {"stance": "endorse"}))

    assert late.status_code == 409


def test_the_form_asks_no_more_than_five_things(site: Site) -> None:
    shown = site.visitor(site.room.second).get(f"/motions/{a_motion(site)}").text

    assert {"stance", "reason"} <= set(controls_of(shown))
    assert len(controls_of(shown)) <= 5


def test_a_page_with_a_form_is_never_answered_from_memory(site: Site) -> None:
    address, second = f"/motions/{a_motion(site)}", site.visitor(site.room.second)

    once, again = second.get(address), second.get(address)

    assert "ETag" not in once.headers
    assert once.headers["Cache-Control"] == "private, no-cache"
    assert fields_of(once.text)["command_id"] != fields_of(again.text)["command_id"]
    assert "ETag" in site.nobody.get(address).headers


def test_a_sponsor_is_asked_no_position(site: Site) -> None:
    assert "your-position" not in site.member.get(f"/motions/{a_motion(site)}").text


def test_nobody_is_asked_for_a_position_on_what_is_closed(site: Site) -> None:
    motion = a_motion(site)
    decide(site.ledger, motion)

    assert "/forms/endorse" not in site.visitor(site.room.second).get(f"/motions/{motion}").text


def test_an_organizer_records_the_positions_of_others(site: Site) -> None:
    shown = site.organizer.get(f"/motions/{a_motion(site)}").text

    assert "Record where a participant stands" in shown
    assert "participant_id" in controls_of(shown)


def test_one_sees_what_one_said(site: Site) -> None:
    motion, second = a_motion(site), site.room.second
    take_stance(site.ledger, second, motion, "endorse")
    said = page_of(site.visitor(second), f"/motions/{motion}").text

    change = site.room.edit("states", "shall", "must")
    give(site.ledger, "revise_motion", motion_id=motion, participant_id=site.room.member, changes=[change])
    moved = page_of(site.visitor(second), f"/motions/{motion}").text

    assert "A seat supports, on the wording as it stands." in said
    assert "A seat supports, on an earlier wording only" in moved


# The front page


def test_the_front_page_says_what_waits(site: Site) -> None:
    motion, second = a_motion(site, title="Softer"), site.visitor(site.room.second)
    a_session(site.ledger, site.room.consultation, title="Open hearing")

    page = page_of(second, FRONT_PAGE)

    assert "Where do you stand? Amendment 1: Softer" in page.text
    assert f"/motions/{motion}" in page.links()
    assert "Open hearing" in page.text
    assert page.text.index("What waits for you") < page.text.index("Processes")


def test_the_front_page_asks_again_once_the_wording_moved(site: Site) -> None:
    motion, second = a_motion(site), site.room.second
    take_stance(site.ledger, second, motion, "object")
    change = site.room.edit("states", "shall", "must")
    give(site.ledger, "revise_motion", motion_id=motion, participant_id=site.room.member, changes=[change])

    page = page_of(site.visitor(second), FRONT_PAGE)

    assert "Asked again: the wording changed" in page.text
    assert "Of an earlier wording, A seat said: objects" in page.text


def test_an_organizer_is_told_what_she_leads(site: Site) -> None:
    a_motion(site)
    a_session(site.ledger, site.room.consultation)

    text = page_of(site.organizer, FRONT_PAGE).text

    assert "1 proposal or amendment open" in text
    assert "Opened and not closed: you close it on its page." in text


def test_the_front_page_tells_strangers_and_nobody_of_no_work(site: Site) -> None:
    a_motion(site)
    stranger = a_visitor(site.app, a_participant(site.ledger))

    assert "Nothing waits for you just now." in page_of(stranger, FRONT_PAGE).text
    assert "What waits for you" not in site.nobody.get(FRONT_PAGE).text
    assert "ETag" in site.nobody.get(FRONT_PAGE).headers
    assert "ETag" not in stranger.get(FRONT_PAGE).headers


def test_an_amendment_takes_three_pages_and_five_fields_from_the_front_page(site: Site) -> None:
    text = page_of(site.member, FRONT_PAGE)
    link = next(one for one in text.links() if one.startswith("/frameworks/"))
    cities = site.room.provisions["cities"]

    form = next(one for one in page_of(site.member, link).links() if f"provision={cities}" in one)
    shown = site.member.get(form).text
    typed = typed_into(shown, {"provisions.0.text": "Cities host new arrivals."})
    checked = site.member.post("/forms/table_amendment", data=typed)

    assert "Read and amend" in text.text
    assert checked.status_code == 200, Page(checked.text).text
    assert "deleted: may" in Page(checked.text).text


def test_the_texts_of_a_concluded_process_are_not_under_draft(site: Site) -> None:
    give(site.ledger, "conclude_consultation", consultation_id=site.room.consultation, outcome="Agreed.")

    assert "Read and amend" not in page_of(site.member, FRONT_PAGE).text


def test_no_page_of_a_visitor_asks_more_often_because_its_lists_are_longer(site: Site) -> None:
    addresses = everywhere(site)

    def asked() -> dict[str, int]:
        found = {}
        for address in addresses:
            for browser in (site.organizer, site.member):
                browser.get(address)
                with counted(site.app) as sent:
                    browser.get(address)
                found[address] = max(found.get(address, 0), len(sent))
        return found

    short = asked()
    for number in range(12):
        motion = a_motion(site, word=f"must{number}")
        take_stance(site.ledger, site.room.second, motion, "endorse")
        a_session(site.ledger, site.room.consultation)

    assert asked() == short
