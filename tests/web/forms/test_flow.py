"""A form over time: sent twice, gone back to, left open while others go on, and words that come back as they were."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.builders import (
    Data,
    a_consultation,
    a_holder,
    a_session,
    adopt_rule,
    decide,
    exported,
    give,
    new_id,
    texts_of,
)
from tests.web.forms.filled import Sending, a_motion, a_sending
from tests.web.signed_in import (
    CHECK,
    OURS,
    PASSWORD,
    RECORD,
    Browser,
    Form,
    Site,
    a_browser,
    a_site,
    an_account,
    an_app,
    controls_of,
    faults_of,
    fields_of,
    filled,
    page_of,
)
from tests.web.test_queries import counted, lengthen
from web.forms.table import SHEETS


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with a_site(sqlite_url) as one:
        yield one


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A room in which a test only adds what is its own."""
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('flow') / 'ledger.db'}") as one:
        yield one


def send(sending: Sending, form: Form, do: str, **sent: str) -> TestResponse:
    return sending.browser.post(sending.address, data=filled(form, {**sent, "do": do}))


# Twice


@pytest.mark.parametrize("command", ["endorse", "table_amendment", "record_vote", "register_participant"])
def test_a_form_that_is_sent_twice_at_once_is_recorded_once(site: Site, command: str) -> None:
    sending = a_sending(site, command)
    form = filled(sending.form(), {"do": RECORD})
    barrier, answers = Barrier(6), []
    browsers = [_same(site, sending.browser) for _ in range(6)]
    head = site.head

    def press(browser: Browser) -> None:
        barrier.wait()
        answers.append(browser.post(sending.address, data=form))

    at_once([lambda browser=browser: press(browser) for browser in browsers])

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    once = site.ledger.record_store.stored_between(head + 1, site.head, 100)
    assert {site.ledger.event(stored).command_id for stored in once} == {form["command_id"]}
    assert sum("command" in vars(site.ledger.event(stored)) for stored in once) == 1


def _same(site: Site, browser: Browser) -> Browser:
    """Another window of the same browser."""
    other = a_browser(site.app)
    other.keep(browser.token or "")
    return other


def at_once(acts: list[Callable[[], None]]) -> None:
    threads = [Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_other_words_in_a_form_that_was_recorded_are_kept_and_can_be_recorded_as_well(site: Site) -> None:
    sending = a_sending(site, "make_statement")
    form = sending.form()
    first = sending.record(form)
    head = site.head

    again = send(sending, form, RECORD, text="Other words.")

    page = page_of(again.text)
    assert again.status_code == 409
    assert page.title.startswith("Error: ")
    assert faults_of(again.text) == []
    assert "This form was recorded before, with other words than these." in page.text
    assert f"/forms/recorded/{first}" in page.links()
    assert site.head == head
    fresh = fields_of(again.text)
    assert fresh["text"] == "Other words."
    assert {fresh["command_id"], fresh["statement_id"]}.isdisjoint({first, form["statement_id"]})
    assert send(sending, fresh, RECORD).status_code == 303
    assert site.head == head + 1


@pytest.mark.parametrize("command", ["endorse", "table_amendment", "table_proposal", "decide_motion", "record_vote"])
def test_other_words_are_seen_on_the_check_page_too(lasting: Site, command: str) -> None:
    sending = a_sending(lasting, command)
    form = sending.form()
    sending.record(form)
    changed = {"endorse": "reason", "table_amendment": "title", "table_proposal": "title", "record_vote": "question"}

    again = send(sending, form, CHECK, **{changed.get(command, "reason"): "Other words."})

    assert again.status_code == 409
    assert "This form was recorded before" in page_of(again.text).text


def test_the_same_form_again_leads_to_what_was_recorded(lasting: Site) -> None:
    sending = a_sending(lasting, "table_amendment")
    form = sending.form()
    first = sending.record(form)
    head = lasting.head

    answers = [send(sending, form, do) for do in (CHECK, RECORD)]

    assert {answer.headers["Location"] for answer in answers} == {f"/forms/recorded/{first}"}
    assert lasting.head == head


# Left open


def open_amendment(site: Site) -> tuple[Sending, Form]:
    """An amendment of the first provision, typed and not sent."""
    sending = Sending(
        site,
        "table_amendment",
        site.room.member,
        {"framework_id": site.room.framework, "provision": site.room.provisions["states"]},
        {"provisions.0.text": "States shall protect all refugees.", "rationale": "Because\r\nof this."},
    )
    return sending, sending.form()


def adopt(site: Site, new: str) -> None:
    """Let the first provision say something else."""
    change = {
        "op": "rewrite",
        "provision_id": site.room.provisions["states"],
        "base": site.room.edit("states", "shall", "x")["base"],
        "text": new,
    }
    motion = {"framework_id": site.room.framework, "title": "Other", "proposers": [site.room.second]}
    motion_id = a_motion_with(site, [change], motion)
    decide(site.ledger, motion_id)


def a_motion_with(site: Site, changes: list[Data], motion: Data) -> str:
    motion_id = new_id()
    give(site.ledger, "table_amendment", motion_id=motion_id, changes=changes, **motion)
    return motion_id


@pytest.mark.parametrize("do", [CHECK, RECORD])
def test_an_amendment_left_open_over_an_adoption_meets_todays_words(site: Site, do: str) -> None:
    sending, form = open_amendment(site)
    adopt(site, "States must protect refugees.")
    head = site.head

    answer = send(sending, form, do)

    page = page_of(answer.text)
    assert answer.status_code == 409
    assert faults_of(answer.text) == []
    assert page.title.startswith("Error: ")
    for words in ("States shall protect refugees.", "States shall protect all refugees."):
        assert words in page.text
    kept = fields_of(answer.text)
    assert kept["provisions.0.text"] == form["provisions.0.text"]
    assert kept["rationale"] == form["rationale"]
    assert site.head == head


def test_one_goes_on_from_there_with_todays_words(site: Site) -> None:
    sending, form = open_amendment(site)
    adopt(site, "States must protect refugees.")
    refused = fields_of(send(sending, form, RECORD).text)

    onward = send(sending, refused, "go_on")

    carried = fields_of(onward.text)
    assert onward.status_code == 200
    assert carried["provisions.0.text"] == "States must protect all refugees."
    assert carried["rationale"] == form["rationale"]
    checked = send(sending, carried, CHECK)
    assert checked.status_code == 200
    assert send(sending, fields_of(checked.text), RECORD).status_code == 303


def test_a_form_checked_before_an_adoption_is_refused_after_it(site: Site) -> None:
    sending, form = open_amendment(site)
    checked = fields_of(send(sending, form, CHECK).text)
    adopt(site, "States must protect refugees.")
    head = site.head

    answer = send(sending, checked, RECORD)

    assert answer.status_code == 409
    assert fields_of(answer.text)["provisions.0.text"] == form["provisions.0.text"]
    assert site.head == head


def test_a_stance_does_not_go_to_words_that_its_author_did_not_see(site: Site) -> None:
    motion = a_motion(site)
    sending = Sending(
        site, "endorse", site.room.second, {"subject.kind": "motion", "subject.id": motion}, {"stance": "endorse"}
    )
    form = sending.form()
    revised = [site.room.edit("states", "protect", "neglect")]
    give(site.ledger, "revise_motion", motion_id=motion, participant_id=site.room.member, changes=revised)
    head = site.head

    answer = send(sending, form, RECORD)

    assert answer.status_code == 409
    assert faults_of(answer.text) == []
    assert fields_of(answer.text)["stance"] == "endorse"
    assert site.head == head


def test_a_decision_on_a_motion_that_was_revised_meanwhile_is_refused(site: Site) -> None:
    motion = a_motion(site)
    sending = Sending(site, "decide_motion", site.room.facilitator, {"motion_id": motion}, {"decision": "adopted"})
    form = sending.form()
    revised = [site.room.edit("states", "protect", "neglect")]
    give(site.ledger, "revise_motion", motion_id=motion, participant_id=site.room.member, changes=revised)

    answer = send(sending, form, RECORD)

    assert answer.status_code == 409
    assert fields_of(answer.text)["decision"] == "adopted"


def ended(site: Site) -> None:
    room = site.room
    give(site.ledger, "end_accreditation", participant_id=room.member, consultation_id=room.consultation)


def closed(site: Site) -> None:
    adopt_rule(site.ledger, site.room.consultation, "amendments_close_at", "2020-01-01")


def erased(site: Site) -> None:
    give(site.ledger, "erase_participant", participant_id=site.room.member, reason="legal_order")


@pytest.mark.parametrize(
    ("happened", "status"),
    [
        (ended, 403),
        (closed, 422),
        (erased, 401),
    ],
)
@pytest.mark.parametrize("do", [CHECK, RECORD])
def test_a_form_left_open_over_the_end_of_something_keeps_what_was_typed(
    site: Site, happened: Callable[[Site], None], status: int, do: str
) -> None:
    sending, form = open_amendment(site)
    happened(site)
    head = site.head

    answer = send(sending, form, do)

    assert answer.status_code == status
    assert site.head == head
    kept = [value for values in fields_of(answer.text).listvalues() for value in values]
    assert form["provisions.0.text"] in kept
    assert form["rationale"] in kept


def test_an_error_leads_to_no_field_that_the_form_does_not_have(site: Site) -> None:
    sending, form = open_amendment(site)
    closed(site)

    assert faults_of(send(sending, form, RECORD).text) == []


# Over a sign-out


def signed_out(sending: Sending, form: Form) -> TestResponse:
    """What a form meets whose sender was signed out meanwhile."""
    sending.browser.post("/sign-out")
    return send(sending, form, RECORD)


def test_a_form_left_open_over_a_sign_out_waits_for_the_next_sign_in(site: Site) -> None:
    sending, form = open_amendment(site)
    an_account(site.app, site.room.member, "norway")
    name = an_account(site.app, site.room.member).name

    asked = signed_out(sending, form)
    assert asked.status_code == 401
    assert faults_of(asked.text) == []
    assert "everything that you typed is kept" in page_of(asked.text).text
    wrong = sending.browser.post("/sign-in", data=filled(fields_of(asked.text), {"name": name, "password": "wrong"}))
    right = sending.browser.post("/sign-in", data=filled(fields_of(wrong.text), {"name": name, "password": PASSWORD}))
    assert right.status_code == 200
    assert faults_of(right.text) == []
    assert fields_of(right.text).to_dict(flat=False) == {**form.to_dict(flat=False), "do": [RECORD]}
    onward = sending.browser.post(sending.address, data=fields_of(right.text))
    assert onward.status_code == 303
    assert site.ledger.record_store.position_of_command(form["command_id"])


def test_what_one_typed_is_not_said_by_another_who_signs_in(site: Site) -> None:
    sending, form = open_amendment(site)
    other = an_account(site.app, site.room.second)
    head = site.head

    asked = signed_out(sending, form)
    signed = {"name": other.name, "password": PASSWORD}
    right = sending.browser.post("/sign-in", data=filled(fields_of(asked.text), signed))
    onward = sending.browser.post(sending.address, data=fields_of(right.text))

    assert onward.status_code == 403
    assert "This takes the role of" in page_of(onward.text).text
    assert fields_of(onward.text)["provisions.0.text"] == form["provisions.0.text"]
    assert site.head == head


def test_what_was_typed_goes_where_it_was_meant_to_go_and_nowhere_else(site: Site) -> None:
    kept = {"kept.text": "words", "kept.do": RECORD, "name": an_account(site.app, site.room.member).name}
    for onward in ("https://evil.example", "//evil.example", "/\\\\evil.example"):
        answer = site.nobody.post("/sign-in", data={**kept, "password": PASSWORD, "next": onward})
        assert 'action="/"' in answer.text


def test_a_form_and_a_sign_in_outlive_a_restart_of_the_server(sqlite_url: str) -> None:
    with a_site(sqlite_url) as before:
        sending = a_sending(before, "table_amendment")
        form, token = sending.form(), sending.browser.token
        checked = a_sending(before, "make_statement")
        said = fields_of(send(checked, checked.form(), CHECK).text)

    with an_app(sqlite_url) as app:
        browser = a_browser(app)
        browser.keep(token or "")
        tabled = browser.post(sending.address, data=filled(form, {"do": RECORD}))
        stated = browser.post(checked.address, data=filled(said, {"do": RECORD}))

    assert (tabled.status_code, stated.status_code) == (303, 303)


def test_a_form_that_was_opened_in_one_window_is_sent_in_another(lasting: Site) -> None:
    sending = a_sending(lasting, "make_statement")
    form = sending.form()
    other = _same(lasting, sending.browser)

    other.get("/")

    assert other.post(sending.address, data=filled(form, {"do": RECORD})).status_code == 303


# Words


WORDS = {
    "mixed line ends": ("one\r\ntwo\rthree\nfour\n\rfive", "one\ntwo\nthree\nfour\n\nfive"),
    "breaks at the start": ("\r\n\r\n first", "\n\n first"),
    "one break at the start": ("\r\nfirst", "\nfirst"),
    "breaks at the end": ("last \r\n\r\n", "last \n\n"),
    "decomposed": ("Cafe\u0301 A\u030a", "Café Å"),
    "marks of direction": ("a \u202e b \u2066 c", "a \u202e b \u2066 c"),
    "signs of markup": ("</textarea><b>&amp;&lt;\"'", "</textarea><b>&amp;&lt;\"'"),
    "spaces": ("  a \u00a0 \u2003 b  ", "  a \u00a0 \u2003 b  "),
    "line separators": ("a\u2028b\u2029cd", "a\u2028b\u2029cd"),
}


@pytest.mark.parametrize(("typed", "stored"), WORDS.values(), ids=WORDS)
def test_a_text_is_recorded_as_it_was_typed(lasting: Site, typed: str, stored: str) -> None:
    sending = a_sending(lasting, "make_statement")
    checked = fields_of(send(sending, sending.form(text=typed), CHECK).text)
    back = fields_of(send(sending, checked, "edit").text)

    command_id = sending.record(fields_of(send(sending, back, CHECK).text))

    assert on_record(lasting, command_id)["text"] == stored


def on_record(site: Site, command_id: str) -> Data:
    """The data of a command, as an export gives them."""
    lines = map(json.loads, exported(site.ledger).splitlines())
    data: Data = next(line["data"] for line in lines if line["command_id"] == command_id)
    return data


@pytest.mark.parametrize(("typed", "stored"), WORDS.values(), ids=WORDS)
def test_a_text_on_record_comes_back_from_its_form_unchanged(lasting: Site, typed: str, stored: str) -> None:
    consultation = a_consultation(lasting.ledger, mandate=typed, conveners=[lasting.room.member])
    accredited = {"participant_id": lasting.room.member, "consultation_id": consultation, "standing": "member"}
    give(lasting.ledger, "accredit", **accredited)
    organizer = a_holder(lasting.ledger, "organizer", consultation)
    sending = Sending(lasting, "update_consultation", organizer, {"consultation_id": consultation}, {})

    unchanged = send(sending, sending.form(), RECORD)
    renamed = sending.record(sending.form(title="Renamed"))

    assert unchanged.status_code == 422
    assert on_record(lasting, renamed) == {"consultation_id": consultation, "title": "Renamed"}


@pytest.mark.parametrize(("typed", "stored"), WORDS.values(), ids=WORDS)
def test_a_provision_that_nobody_edited_is_not_changed_by_its_form(sqlite_url: str, typed: str, stored: str) -> None:
    with a_site(sqlite_url) as site:
        room = site.room
        provision = {"provision_id": room.provisions["states"], "kind": "paragraph", "text": typed}
        version = {"framework_id": room.framework, "version_id": new_id(), "name": "Rev. 1", "extent": "extract"}
        give(site.ledger, "receive_version", **version, provisions=[provision])
        sending, form = open_amendment_as_it_stands(site)

        untouched = send(sending, form, RECORD)
        form = filled(form, {"provisions.0.text": form["provisions.0.text"] + "!"})
        sending.record(form)

        assert untouched.status_code == 422
        assert "Nothing is changed yet" in page_of(untouched.text).text
        decide(site.ledger, form["motion_id"])
        assert texts_of(site.ledger, room.framework)[0] == f"{stored}!"


def open_amendment_as_it_stands(site: Site) -> tuple[Sending, Form]:
    given_ = {"framework_id": site.room.framework, "provision": site.room.provisions["states"]}
    sending = Sending(site, "table_amendment", site.room.member, given_, {})
    return sending, sending.form()


@pytest.mark.parametrize("typed", ["a\x00b", "a\x0cb", "a\x1bb", "\ud800", "\x7f"], ids=ascii)
def test_what_no_record_takes_is_refused_with_a_sentence_at_its_field(lasting: Site, typed: str) -> None:
    sending = a_sending(lasting, "make_statement")
    body = urlencode([*filled(sending.form(), {"text": typed, "do": RECORD}).items(multi=True)], errors="surrogatepass")
    form_type = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = sending.browser.post(sending.address, data=body, headers={**OURS, **form_type})

    # Half of a pair arrives as a sign for what cannot be read.
    assert answer.status_code == (303 if typed == "\ud800" else 422)
    if answer.status_code == 422:
        assert faults_of(answer.text.replace(typed, "")) == []


def as_browsers_send(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


LETTERS = st.characters(blacklist_categories=["Cs", "Cn"], blacklist_characters="\x00")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_words_come_back_as_typed_when_a_form_is_refused(lasting: Site, data: st.DataObject) -> None:
    command = data.draw(st.sampled_from(WRITTEN))
    sending, shown = _shown(lasting, command)
    form = fields_of(shown)
    for control in controls_of(shown).values():
        if control.kind == "textarea":
            form[control.name] = as_browsers_send(data.draw(st.text(LETTERS | st.sampled_from("\r\n"), max_size=40)))
        elif control.kind == "text":
            form[control.name] = data.draw(st.text(LETTERS, max_size=40).map(lambda one: "".join(one.splitlines())))

    answer = sending.browser.post(sending.address, data=filled(form, {"command_id": "none"}))

    assert answer.status_code == 422
    kept = fields_of(answer.text)
    assert {name: kept.getlist(name) for name in form if name != "command_id"} == {
        name: values for name, values in form.to_dict(flat=False).items() if name != "command_id"
    }


WRITTEN = sorted(set(SHEETS) - {"table_amendment", "table_proposal", "revise_motion", "adopt_rule"})
"""Whose fields are kept letter by letter; the composer's are kept in the form of the record."""

_SHOWN: dict[str, tuple[Sending, str]] = {}


def _shown(site: Site, command: str) -> tuple[Sending, str]:
    if command not in _SHOWN:
        sending = a_sending(site, command)
        _SHOWN[command] = sending, sending.shown()
    return _SHOWN[command]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(LETTERS, max_size=60))
def test_any_words_of_a_provision_come_back_as_the_record_would_hold_them(lasting: Site, typed: str) -> None:
    sending, shown = _shown(lasting, "table_amendment")
    form = filled(fields_of(shown), {"provisions.0.text": as_browsers_send(typed), "command_id": "none"})

    answer = sending.browser.post(sending.address, data=form)

    assert answer.status_code == 422
    kept = fields_of(answer.text)["provisions.0.text"]
    assert unicodedata.normalize("NFC", kept) == unicodedata.normalize("NFC", form["provisions.0.text"])


# How often a form asks


def test_no_form_asks_more_often_because_its_lists_are_longer(sqlite_url: str) -> None:
    with a_site(sqlite_url) as site:
        session = a_session(site.ledger, site.room.consultation)
        lengthen(site.ledger, site.room, session, 2)
        forms = [a_sending(site, command) for command in sorted(SHEETS)]
        short = {one.command: queries_of(one) for one in forms}

        lengthen(site.ledger, site.room, session, 40)
        long = {one.command: queries_of(one) for one in forms}

    assert {command: (short[command], long[command]) for command in short if long[command] > short[command]} == {}
    assert max(long.values()) < 45


def queries_of(sending: Sending) -> int:
    """How many queries the form takes, once the app is warm."""
    sending.shown()
    with counted(sending.site.app) as sent:
        sending.shown()
    return len(sent)
