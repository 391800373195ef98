"""Every page of the demonstration: it answers, it is well made, and it says what a delegate looks for."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import a_filled_ledger, an_app
from tests.web.markup import Page
from web import pages

NEW_DESIGN = "/consultations/new-design-2015"
GLOBAL_COMPACT = "/consultations/global-compact-2018"
ENOUGH_OF_A_KIND = 12


def page_at(client: FlaskClient, address: str) -> Page:
    """The page at an address, which has to be there."""
    response = client.get(address)
    assert response.status_code == 200, address
    return Page(response.text)


def link_to(page: Page, start: str, words: str = "") -> str:
    """The first link of a page that begins like this and has these words."""
    found = (a.get("href", "") for a in page.all("a") if words in "".join(a.itertext()))
    return next(href for href in found if href.startswith(start))


def crawled(app: Flask) -> Iterator[tuple[str, Page]]:
    """The pages that links lead to from the front page, some of each kind; every one has to answer."""
    client, of_a_kind = app.test_client(), Counter[str]()
    waiting, seen = ["/"], {"/"}
    adapter = app.url_map.bind("localhost")
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, follow_redirects=True)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        page = Page(response.text)
        yield address, page
        for link in page.links():
            kind = str(adapter.match(link.split("?")[0])[0]) + "?" * ("?" in link)
            if link not in seen and of_a_kind[kind] < ENOUGH_OF_A_KIND:
                of_a_kind[kind] += 1
                seen.add(link)
                waiting.append(link)


def test_every_page_of_the_demonstration_is_well_made(demo: Flask) -> None:
    faults = {address: page.faults() for address, page in crawled(demo)}

    assert len(faults) > 60
    assert not {address: found for address, found in faults.items() if found}


def test_every_page_stands_whatever_words_are_on_record(everything: Flask) -> None:
    faults = {address: page.faults() for address, page in crawled(everything)}

    assert not {address: found for address, found in faults.items() if found}


def test_every_record_has_a_page(everything: Flask) -> None:
    client = everything.test_client()
    last = client.get("/healthz").json["position"]

    statuses = {position: client.get(f"/record/{position}").status_code for position in range(1, last + 1)}

    assert set(statuses.values()) == {200}


def test_the_same_pages_stand_on_postgresql(postgres_url: str) -> None:
    with a_filled_ledger(postgres_url), an_app(postgres_url) as app:
        faults = {address: page.faults() for address, page in crawled(app)}

    assert len(faults) > 60
    assert not {address: found for address, found in faults.items() if found}


def test_the_front_page_says_that_what_is_tabled_is_public_for_ever(client: FlaskClient) -> None:
    page = page_at(client, "/")

    assert "public, at once and for ever" in page.text
    assert "A new design for the global governance of migration and refugees" in page.text
    assert "Global Compact for Safe, Orderly and Regular Migration" in page.text


def test_a_process_shows_stages_rules_meetings_and_who_convened_it(client: FlaskClient) -> None:
    page = page_at(client, NEW_DESIGN)

    for words in ("The Hague Institute for Global Justice", "Scoping session in The Hague", "25 November 2015"):
        assert words in page.text
    assert "Decision method" in page.text
    assert "Chatham House Rule" in page.text


def test_members_observers_and_guests_are_counted_apart(client: FlaskClient) -> None:
    page = page_at(client, NEW_DESIGN)

    table = next(table for table in page.all("table") if "Accredited now" in (table.findtext("caption") or ""))

    assert [cell.text for cell in table.iter("th") if cell.get("scope") == "col"] == [
        "Group",
        "Members",
        "Observers",
        "Guests",
    ]


def test_a_challenge_stands_with_what_answers_it(client: FlaskClient) -> None:
    page = page_at(client, NEW_DESIGN)

    assert "International funding for reception rarely reaches the towns" in page.text
    assert "Answered by amendment 1 Rev.1 “Funding for reception reaches municipalities directly”" in page.text


def test_a_page_that_shows_made_up_things_says_so_on_top(client: FlaskClient) -> None:
    made_up = page_at(client, NEW_DESIGN)
    real = page_at(client, GLOBAL_COMPACT)

    assert [aside for aside in made_up.all("aside") if aside.get("aria-label") == "Illustrative"]
    assert not [aside for aside in real.all("aside") if aside.get("aria-label") == "Illustrative"]
    assert not [span for span in real.all("span") if "chip-illustrative" in span.get("class", "")]


def test_the_scoping_session_names_no_speaker(client: FlaskClient) -> None:
    session = link_to(page_at(client, NEW_DESIGN), "/sessions/", "Scoping session")

    page = page_at(client, session)

    assert "Chatham House Rule" in page.text
    assert page.text.count("speaker not recorded") == 5
    assert "an order that is not the spoken one" in page.text


def test_the_roll_call_of_the_general_assembly_shows_who_voted_how(client: FlaskClient) -> None:
    vote = link_to(page_at(client, GLOBAL_COMPACT), "/votes/")

    page = page_at(client, vote)

    assert "152 yes, 5 no, 12 abstentions" in page.text
    assert "This is another body" in page.text
    assert len([link for link in page.links() if link.startswith("/participants/")]) == 169


def test_words_of_a_protected_person_are_kept_for_administrators(client: FlaskClient) -> None:
    protected = link_to(page_at(client, NEW_DESIGN), "/participants/", "Protected participant")

    page = page_at(client, protected)

    assert page.heading.startswith("Protected participant ")
    assert "These words are kept back" in page.text
    assert "Place" not in page.text
    assert "Expertise" not in page.text


def test_redacted_words_say_when_and_by_which_record(client: FlaskClient) -> None:
    redaction = page_at(client, "/record?topic=ledger.statement.redacted")

    page = page_at(client, link_to(redaction, "/sessions/").split("#")[0])

    taken_out = "These words were taken out of the record on 1 March 2016, 11:00 (Amsterdam) (record no. "
    assert taken_out in page.text


def test_an_erased_participant_is_nobody_any_more(client: FlaskClient) -> None:
    erasure = page_at(client, "/record?topic=ledger.participant.erased")

    page = page_at(client, link_to(erasure, "/participants/"))

    assert page.heading == "A participant who was erased"
    assert "were erased on 4 April 2016" in page.text


def test_the_record_is_shown_newest_first_and_paged_by_position(client: FlaskClient) -> None:
    first = page_at(client, "/record")
    older = page_at(client, link_to(first, "/record?before="))
    back = page_at(client, link_to(older, "/record?after="))

    def shown(page: Page) -> list[int]:
        ids = (li.get("id", "") for li in page.all("li"))
        return [int(id.removeprefix("record-")) for id in ids if id.startswith("record-")]

    assert shown(first) == sorted(shown(first), reverse=True)
    assert shown(older)[0] == shown(first)[-1] - 1
    assert shown(back) == shown(first)


@pytest.mark.parametrize(
    ("query", "topics"),
    [
        ("topic=ledger.vote.recorded", {"ledger.vote.recorded"}),
        ("command=publish_version", {"ledger.framework.version_published"}),
        ("framework=new-design&from=81&to=82", {"ledger.framework.begun", "ledger.framework.version_received"}),
        ("consultation=global-compact-2018&topic=ledger.session.opened", {"ledger.session.opened"}),
    ],
)
def test_the_record_can_be_filtered(client: FlaskClient, query: str, topics: set[str]) -> None:
    page = page_at(client, f"/record?{query}")

    shown = {code.text for code in page.all("code") if (code.text or "").startswith("ledger.")}

    assert shown == topics


def test_the_record_of_one_participant_is_a_link_on_its_page(client: FlaskClient) -> None:
    participant = link_to(page_at(client, NEW_DESIGN), "/participants/", "secretariat's rapporteur")

    page = page_at(client, link_to(page_at(client, participant), "/record?actor="))

    assert "Recorded by The secretariat's rapporteur." in page.text


def test_a_record_shows_its_stored_bytes_verbatim(demo: Flask, client: FlaskClient) -> None:
    page = page_at(client, "/record/219")
    with demo.app_context():
        stored = pages.ledger().stored(219)

    line = next(pre for pre in page.all("pre") if pre.get("class") == "stored").text

    assert stored is not None
    assert line == stored.state.decode()
    assert json.loads(line or "")["provision_id"]


def test_a_record_leads_to_all_records_of_its_command(client: FlaskClient) -> None:
    page = page_at(client, "/record/83")

    assert "a consequence of the command in record no. 82" in page.text
    assert "The same command also recorded" in page.text


def test_a_moment_is_shown_in_the_zone_of_the_process(client: FlaskClient) -> None:
    page = page_at(client, "/record/219")

    times = {time.text: time.get("datetime") for time in page.all("time")}

    assert times["20 April 2016, 10:10 (Amsterdam)"] == "2016-04-20T10:10:00+02:00"


def test_health_is_the_position_as_json(client: FlaskClient) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json["status"] == "ok"
    assert response.json["position"] > 700
