"""The form of every command: shown to who may, refused to who may not, kept as typed, checked, recorded."""

from collections.abc import Iterator

import pytest

from ledger.commands.table import COMMANDS
from ledger.domain.vocabulary import COMMAND_LABELS
from tests.builders import a_holder, a_member
from tests.web.forms.filled import Sending, a_sending
from tests.web.markup import Page
from tests.web.signed_in import (
    CHECK,
    RECORD,
    Control,
    Form,
    Site,
    a_site,
    controls_of,
    faults_of,
    fields_of,
    filled,
    page_of,
    typed_into,
)
from tests.web.test_bad_input import NOBODY
from web.forms.fields import MOST_BOXES
from web.forms.table import SHEETS

NOTHING_REQUIRED = {"open_session", "close_session", "rebase_motion", "withdraw_motion", "withdraw_endorsement"}
"""Forms that only ask whether it is meant."""

CLOSED_ON_SENDING = {"update_participant", "withdraw_motion", "withdraw_endorsement"}
"""Whoever is nothing any more takes back what she said, and changes her own entry: only then is it told whose it is."""

ADDING = ("where", "also")
"""Choices that only count together with their own button."""

EVERY_COMMAND = pytest.mark.parametrize("command", sorted(SHEETS))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests of this file: each makes what it changes. So many take part that names are typed."""
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('forms') / 'ledger.db'}") as one:
        for number in range(MOST_BOXES):
            a_member(one.ledger, one.room.consultation, name=f"Seat {number}")
        yield one


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Site]:
    """A room in which so few take part that they are ticked."""
    with a_site(sqlite_url) as one:
        yield one


def as_sent(form: Form) -> dict[str, list[str]]:
    """Every value by name, in the form in which the composer keeps it."""
    return {name: _kept(name, values) for name, values in form.lists() if name not in ("do", *ADDING)}


def _kept(name: str, values: list[str]) -> list[str]:
    if not name.startswith(("provisions.", "new.")):
        return sorted(values)
    if name.endswith(".people"):
        return sorted(line.strip() for value in values for line in value.splitlines() if line.strip())
    return sorted(value.strip() if name.endswith((".label", ".heading")) else value for value in values)


def summary_links(page: Page) -> list[str]:
    """Where the summary of what is wrong leads."""
    summary = next(one for one in page.all("div") if one.get("id") == "summary")
    assert summary.get("role") == "alert"
    return [link.get("href", "") for link in summary.iter("a")]


def test_every_command_has_a_form() -> None:
    assert set(SHEETS) == set(COMMANDS)


@EVERY_COMMAND
def test_a_form_is_refused_to_who_may_not(site: Site, command: str) -> None:
    sending = a_sending(site, command)
    form = sending.form()
    stranger = site.visitor(a_holder(site.ledger, "auditor", site.room.consultation))
    head = site.head

    asked = stranger.get(sending.address, query_string=sending.given)
    sent = [stranger.post(sending.address, data=filled(form, {"do": do})) for do in (CHECK, RECORD)]

    assert asked.status_code == (200 if command in CLOSED_ON_SENDING else 403)
    for answer in sent:
        assert answer.status_code == 403
        assert "This takes the role of" in page_of(answer.text).text
        assert faults_of(answer.text) == []
    assert site.head == head


@EVERY_COMMAND
def test_nobody_is_sent_to_sign_in_and_loses_nothing(site: Site, command: str) -> None:
    sending = a_sending(site, command)
    form = sending.form()
    head = site.head

    asked = site.nobody.get(sending.address, query_string=sending.given)
    sent = site.nobody.post(sending.address, data=form)

    assert asked.status_code == 303
    assert asked.headers["Location"].startswith(f"/sign-in?next=/forms/{command}")
    assert sent.status_code == 401
    kept = {f"kept.{name}": sorted(values) for name, values in form.lists()}
    assert {name: sorted(values) for name, values in fields_of(sent.text).lists() if name in kept} == kept
    assert site.head == head


@EVERY_COMMAND
def test_an_empty_form_leads_to_what_is_missing(site: Site, command: str) -> None:
    sending = a_sending(site, command)
    shown = sending.shown()
    form = filled(fields_of(shown), dict.fromkeys(controls_of(shown), ""))
    head = site.head

    answer = sending.browser.post(sending.address, data=form)

    page = page_of(answer.text)
    assert faults_of(answer.text) == []
    assert site.head == head
    if command in NOTHING_REQUIRED:
        assert answer.status_code == 200
        return
    assert answer.status_code == 422, page.text
    assert page.title.startswith("Error: ")
    ids = {element.get("id") for element in page.root.iter()}
    links = summary_links(page)
    assert links
    assert {link.removeprefix("#") for link in links} <= ids


def odd_value(control: Control) -> str | list[str]:
    """Something to put into a control that hardly any command takes."""
    odd = f"“{control.name}” <b>&amp; \"'\u202e\u0301 "
    match control.kind:
        case "checkbox":
            return list(control.offered)
        case "radio" | "select":
            return control.offered[-1]
        case "textarea":
            return f"\r\n{odd}\r\n\r\nand more\r\n"
    return {"date": "2031-02-03", "time": "04:05"}.get(control.kind, odd)


@EVERY_COMMAND
def test_whatever_was_typed_is_kept_when_it_is_refused(site: Site, command: str) -> None:
    sending = a_sending(site, command)
    shown = sending.shown()
    form = typed_into(shown, {name: odd_value(control) for name, control in controls_of(shown).items()})

    answer = sending.browser.post(sending.address, data=filled(form, {"command_id": "none"}))

    assert answer.status_code == 422, page_of(answer.text).text
    assert as_sent(fields_of(answer.text)) == as_sent(filled(form, {"command_id": "none"}))


@EVERY_COMMAND
def test_a_form_is_opened_checked_then_recorded_once(small: Site, command: str) -> None:
    sending = a_sending(small, command)
    opened = sending.browser.get(sending.address, query_string=sending.given)
    assert opened.status_code == 200
    assert opened.headers["Cache-Control"] == "private, no-cache"
    assert faults_of(opened.text) == []
    assert page_of(opened.text).heading == COMMAND_LABELS[command]
    assert page_of(opened.text).title.startswith(COMMAND_LABELS[command])
    form = typed_into(opened.text, sending.typed)
    head = small.head

    checked = sending.browser.post(sending.address, data=filled(form, {"do": CHECK}))

    page = page_of(checked.text)
    assert checked.status_code == 200, page.text
    assert faults_of(checked.text) == []
    assert page.heading == "Check before it is recorded"
    assert small.head == head
    again = fields_of(checked.text)
    assert as_sent(again) == as_sent(form)
    back = sending.browser.post(sending.address, data=filled(again, {"do": "edit"}))
    assert back.status_code == 200
    assert as_sent(fields_of(back.text)) == as_sent(form)
    recorded_once(sending, again)


def recorded_once(sending: Sending, form: Form) -> None:
    """Put it on record, and again; the second time tells the same."""
    ledger = sending.site.ledger

    first = sending.browser.post(sending.address, data=filled(form, {"do": RECORD}))
    head = sending.site.head
    second = sending.browser.post(sending.address, data=filled(form, {"do": RECORD}))

    assert first.status_code == second.status_code == 303, page_of(first.text).text
    assert first.headers["Location"] == second.headers["Location"]
    assert sending.site.head == head
    position = ledger.record_store.position_of_command(form["command_id"])
    stored = ledger.stored(position or 0)
    assert stored is not None
    event = ledger.event(stored)
    assert (event.command, event.actor) == (sending.command, sending.by)
    shown = sending.browser.get(first.headers["Location"])
    assert faults_of(shown.text) == []
    assert page_of(shown.text).heading == "It is on record"


@EVERY_COMMAND
def test_a_form_about_nothing_on_record_is_no_failure_of_ours(site: Site, command: str) -> None:
    given = dict.fromkeys(SHEETS[command].given, NOBODY)

    for browser in (site.organizer, site.visitor(site.room.administrator)):
        for query in (given, {}, dict.fromkeys(given, "\x00’")):
            asked = browser.get(f"/forms/{command}", query_string=query)
            sent = browser.post(f"/forms/{command}", data=query)
            assert {asked.status_code, sent.status_code} <= {200, 403, 404, 422}, query


@pytest.mark.parametrize("room", ["small", "site"])
def test_a_process_is_renamed_though_its_convener_does_not_take_part(room: str, request: pytest.FixtureRequest) -> None:
    where: Site = request.getfixturevalue(room)
    given = {"consultation_id": where.room.consultation}

    sending = Sending(where, "update_consultation", where.room.organizer, given, {"title": "Renamed"})
    answer = sending.browser.post(sending.address, data=filled(sending.form(), {"do": RECORD}))

    assert answer.status_code == 303


@pytest.mark.parametrize("command", ["table_amendment", "endorse", "adopt_motions", "receive_version"])
def test_no_id_stands_twice_where_the_first_choice_is_explained(small: Site, command: str) -> None:
    for _ in range(5):
        a_member(small.ledger, small.room.consultation, "observer", name="A", group="academia")
    sending = a_sending(small, command)

    assert faults_of(sending.shown()) == []
