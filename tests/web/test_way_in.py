"""Attacks on the way in: nothing is recorded that its sender could not have sent by a form of ours."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, url_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.builders import (
    a_consultation,
    a_member,
    a_room,
    a_session,
    a_vote,
    an_amendment,
    give,
    new_id,
)
from tests.web.forms.filled import Sending, a_motion, a_sending
from tests.web.markup import Page
from tests.web.signed_in import (
    ADDRESS,
    CHECK,
    OURS,
    PASSWORD,
    RECORD,
    Browser,
    Site,
    a_browser,
    a_site,
    an_account,
    an_app,
    controls_of,
    fields_of,
    filled,
    page_of,
    typed_into,
)
from tests.web.test_bad_input import NOBODY
from web import LARGEST_BODY, MOST_FIELDS
from web.forms.composing.parts import MOST_PARTS
from web.forms.table import SHEETS
from web.origins import REFUSAL

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A room in which nobody gets anything on record."""
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('way-in') / 'ledger.db'}") as one:
        for participant_id in (one.room.member, one.room.second, one.room.organizer, one.room.administrator):
            one.visitor(participant_id)
        yield one


@pytest.fixture
def own(sqlite_url: str) -> Iterator[Site]:
    """A room of a test's own."""
    with a_site(sqlite_url) as one:
        yield one


def everything(site: Site) -> Any:
    """All that could be changed: the end of the record, and what stands beside it."""
    return site.head, site.kept()


# Where a request comes from

FOREIGN = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "Same-Origin"},
    {"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS},
    {"Origin": ""},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://localhost.evil.example"},
    {"Origin": "https://localhost@evil.example"},
    {"Origin": "https://localhost:8443"},
    {"Origin": "http://localhost"},
    {"Origin": "https://[broken"},
    {"Origin": "localhost"},
    {"Referer": f"{ADDRESS}/forms/endorse"},
    {"X-Requested-With": "XMLHttpRequest"},
]


def addresses(site: Site, method: str) -> Iterator[str]:
    """An address of every route with this method, with things in it that are on record."""
    room = site.room
    values = {
        "participant_id": room.second,
        "slug": f"process-{room.consultation}",
        "session_id": a_session(site.ledger, room.consultation),
        "provision_id": room.provisions["states"],
        "motion_id": a_motion(site),
        "number": 1,
        "position": 1,
        "when": 1,
        "states": "1..2",
        "token": "a-token",
        "filename": "style.css",
        "sign_in_id": new_id(),
        "draft_id": site.beside.drafts.save(room.member, "table_amendment", "Mine", {"title": ["Mine"]}).id,
    }
    values["vote_id"] = a_vote(site.ledger, room.consultation, values["motion_id"])
    for rule in site.app.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield from _filled_in(site.app, rule, values, site)


def _filled_in(app: Flask, rule: Rule, values: dict[str, Any], site: Site) -> Iterator[str]:
    if "command" in rule.arguments:
        yield from (f"/forms/{command}" for command in SHEETS)
        return
    slugs = (f"process-{site.room.consultation}", f"framework-{site.room.framework}")
    with app.test_request_context():
        for slug in slugs if "slug" in rule.arguments else slugs[:1]:
            known = {**values, "slug": slug, "command_id": _first_command(site)}
            yield url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})


def _first_command(site: Site) -> str:
    first = site.ledger.stored(1)
    assert first is not None
    return site.ledger.event(first).command_id


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_what_another_site_sends_is_refused_everywhere(site: Site, headers: dict[str, str]) -> None:
    browser, sent = site.member, list(addresses(site, "POST"))
    before = everything(site)

    for address in sent:
        answer = browser.post(address, data={"password": "x" * 20}, headers=headers)
        assert answer.status_code == 403, address
        assert REFUSAL in page_of(answer.text).text
        assert "Set-Cookie" not in answer.headers

    assert everything(site) == before


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_filled_in_form_from_another_site_is_not_recorded(site: Site, headers: dict[str, str]) -> None:
    sending = a_sending(site, "make_statement")
    form = filled(sending.form(), {"do": RECORD})
    head = site.head

    answer = sending.browser.post(sending.address, data=form, headers=headers)

    assert answer.status_code == 403
    assert site.head == head


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": ADDRESS}], ids=str
)
def test_what_a_page_of_ours_sends_is_recorded(site: Site, headers: dict[str, str]) -> None:
    sending = a_sending(site, "make_statement")
    form = filled(sending.form(), {"do": RECORD})

    answer = sending.browser.post(sending.address, data=form, headers=headers)

    assert answer.status_code == 303


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_method_does_anything(site: Site, method: str) -> None:
    browser, every = site.member, [*addresses(site, "POST"), *addresses(site, "GET")]
    before = everything(site)

    for address in every:
        answer = getattr(browser, method)(address, data={"do": RECORD})
        assert answer.status_code in (403, 405), address

    assert everything(site) == before


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_read_stays_a_read_whatever_it_calls_itself(site: Site, header: str) -> None:
    browser = site.member
    before = everything(site)

    for name in ("_method", "method"):
        browser.get(f"/sign-in?{name}=POST", headers={header: "POST"})
        browser.get(f"/forms/make_statement?{name}=POST&do=record", headers={header: "POST"})

    assert everything(site) == before


def test_reading_changes_nothing(site: Site) -> None:
    every = [*addresses(site, "GET")]
    people = [site.member, site.organizer, site.visitor(site.room.administrator)]
    before = everything(site)

    for browser in people:
        for address in every:
            with browser.get(address, headers={"Sec-Fetch-Site": "cross-site"}) as answer:
                assert answer.status_code < 500, address

    assert everything(site) == before


# In another's name


def test_nobody_says_where_somebody_else_stands(site: Site) -> None:
    sending = a_sending(site, "endorse")
    form = filled(sending.form(), {"participant_id": site.room.second, "do": RECORD})
    head = site.head

    answer = sending.browser.post(sending.address, data=form)

    assert answer.status_code == 403
    assert "This takes the role of organizer, or the participant itself" in page_of(answer.text).text
    assert site.head == head


@pytest.mark.parametrize("command", ["table_proposal", "table_amendment", "make_statement"])
def test_nobody_speaks_for_another_member(site: Site, command: str) -> None:
    sending = a_sending(site, command)
    name = "proposers" if command.startswith("table") else "participant_id"
    form = sending.form()
    head = site.head

    for speakers in ([site.room.second], [site.room.second, sending.by]):
        answer = sending.browser.post(sending.address, data=filled(form, {name: speakers, "do": RECORD}))
        assert answer.status_code == 403, page_of(answer.text).text
    assert site.head == head


@pytest.mark.parametrize("who", ["organizer", "facilitator", "member", "observer"])
@pytest.mark.parametrize("place", ["nowhere", "here", "in another process"])
def test_nobody_gives_a_role_to_herself(site: Site, who: str, place: str) -> None:
    herself: str = getattr(site.room, who)
    places = {"nowhere": {}, "here": {"in": site.room.consultation, "consultation_id": site.room.consultation}}
    given = places.get(place, {"in": a_consultation(site.ledger), "consultation_id": site.room.consultation})
    head = site.head

    for role in ("administrator", "organizer", "facilitator"):
        sent = {"participant_id": herself, "role": role, "command_id": new_id(), "do": RECORD, **given}
        assert site.visitor(herself).post("/forms/grant_role", data=sent).status_code == 403

    assert site.head == head


def test_an_organizer_who_keeps_an_invitation_becomes_no_administrator_by_it(own: Site) -> None:
    invited = own.organizer.post(f"/participants/{own.room.second}/account", data={"name": "second"})
    link = next(iter(re.findall(r"/invitations/[\w-]+", invited.text)))
    give(own.ledger, "grant_role", participant_id=own.room.second, role="administrator")
    attacker = own.nobody

    attacker.post(link, data={"password": PASSWORD})

    assert attacker.get("/forms/grant_role").status_code == 303


@pytest.mark.parametrize("carried", ["in", "consultation_id", "framework_id", "session_id"])
def test_what_a_form_carries_along_lends_no_right(site: Site, carried: str) -> None:
    """An organizer of one process says that a form belongs to hers, and gives the command for another."""
    elsewhere = a_consultation(site.ledger)
    here = {"session_id": a_session(site.ledger, site.room.consultation), "framework_id": site.room.framework}
    sent = {
        carried: [here.get(carried, site.room.consultation)],
        "participant_id": site.room.organizer,
        "standing": "member",
        "role": "organizer",
        "outcome": "Over.",
        "stage": "negotiation",
        "do": RECORD,
    }
    sent["consultation_id"] = [*sent.get("consultation_id", []), elsewhere]
    head = site.head

    for command in ("accredit", "grant_role", "enter_stage", "conclude_consultation"):
        form = MultiDict({**sent, "command_id": new_id()})
        if carried == "consultation_id":
            form.setlist("consultation_id", [elsewhere, site.room.consultation])
        answer = site.organizer.post(f"/forms/{command}", data=form)
        assert answer.status_code in (403, 422), command

    assert site.head == head


@pytest.mark.parametrize(
    "command",
    [
        "endorse",
        "make_statement",
        "update_participant",
        "withdraw_endorsement",
        "withdraw_motion",
    ],
)
def test_who_organizes_one_process_speaks_for_no_delegation_of_another(own: Site, command: str) -> None:
    elsewhere = a_room(own.ledger)
    delegation = a_member(own.ledger, elsewhere.consultation, kind="delegation", name="Norway")
    changes = [elsewhere.edit("states", "shall", "must")]
    hers = an_amendment(own.ledger, elsewhere.framework, delegation, changes)
    subject = {"kind": "motion", "id": a_motion(own, elsewhere)}
    give(own.ledger, "endorse", participant_id=delegation, subject=subject, stance="endorse")
    puppet = {"participant_id": own.room.member, "acts_for": delegation, "command_id": new_id(), "do": RECORD}
    own.organizer.post("/forms/update_participant", data=puppet)
    head = own.head

    said = {
        "participant_id": delegation,
        "command_id": new_id(),
        "subject.kind": "motion",
        "subject.id": subject["id"],
        "stance": "abstain",
        "motion_id": hers,
        "consultation_id": elsewhere.consultation,
        "statement_id": new_id(),
        "kind": "remark",
        "text": "We agree.",
        "place": "Elsewhere",
        "do": RECORD,
    }
    answer = own.member.post(f"/forms/{command}", data=said)

    assert answer.status_code == 403
    assert own.head == head


@pytest.mark.parametrize("field", ["acts_for", "group", "members", "protected", "illustrative"])
def test_nobody_gives_herself_more_than_words(site: Site, field: str) -> None:
    delegation = a_member(site.ledger, site.room.consultation, kind="delegation", name="Norway")
    value = {"acts_for": delegation, "members": delegation, "group": "media"}.get(field, "true")
    head = site.head

    answer = site.member.post(
        "/forms/update_participant",
        data={"participant_id": site.room.member, field: value, "command_id": new_id(), "do": RECORD},
    )

    assert answer.status_code in (403, 422)
    assert site.head == head


@pytest.mark.parametrize("said", ["actor", "is_imported", "importing", "command", "recorded_by", "data", "data.actor"])
def test_who_acts_and_how_is_not_for_a_form_to_say(own: Site, said: str) -> None:
    sending = a_sending(own, "make_statement")
    form = filled(sending.form(), {said: own.room.organizer if "actor" in said else "true"})

    command_id = sending.record(form)

    position = own.ledger.record_store.position_of_command(command_id)
    stored = own.ledger.stored(position or 0)
    assert stored is not None
    event = own.ledger.event(stored)
    assert (event.actor, event.command) == (sending.by, "make_statement")


def test_only_an_organizer_says_when_something_happened(own: Site) -> None:
    sending = a_sending(own, "make_statement")
    form = filled(sending.form(), {"occurred_at.date": "2018-03-04", "occurred_at.time": "10:00", "do": RECORD})
    head = own.head

    answer = sending.browser.post(sending.address, data=form)

    assert answer.status_code in (403, 422)
    assert own.head == head


@pytest.mark.parametrize("whose", ["second", "member"])
def test_a_command_id_that_is_taken_gives_nobody_anothers_record(own: Site, whose: str) -> None:
    first = a_sending(own, "make_statement")
    before = first.record(first.form())
    statement = filled(first.form(), {"command_id": before, "do": RECORD})
    stance = a_sending(own, "endorse")
    head = own.head

    same_command = own.visitor(getattr(own.room, whose)).post(first.address, data=statement)
    another_command = stance.browser.post(
        stance.address, data=filled(stance.form(), {"command_id": before, "do": RECORD})
    )

    assert same_command.status_code == 409
    assert "This form was recorded before, with other words" in page_of(same_command.text).text
    assert another_command.status_code == 422
    assert "This command_id is on record as make_statement" in page_of(another_command.text).text
    assert own.head == head


def test_another_persons_draft_opens_for_nobody(site: Site) -> None:
    draft = site.beside.drafts.save(site.room.member, "table_amendment", "Mine", {"title": ["Secret words"]})
    others = [site.visitor(site.room.second), site.organizer, site.visitor(site.room.administrator)]
    before = everything(site)

    for browser in others:
        asked = [f"/drafts/{draft.id}", f"/drafts/{draft.id}/delete", f"/forms/table_amendment?draft={draft.id}"]
        asked += [f"/drafts/shared/{draft.id}", f"/forms/table_amendment?shared={draft.id}"]
        answers = [browser.get(address) for address in asked]
        answers += [browser.post(f"/drafts/{draft.id}/{what}") for what in ("share", "unshare", "delete")]
        assert {answer.status_code for answer in answers} == {404}
        assert not [answer for answer in answers if "Secret" in answer.text]
    assert {site.nobody.get(address).status_code for address in asked} <= {303, 404}
    assert everything(site) == before


def test_nobody_writes_over_another_persons_draft(own: Site) -> None:
    draft = own.beside.drafts.save(own.room.second, "table_amendment", "Hers", {"title": ["Hers"]})
    sending = a_sending(own, "table_amendment")
    form = filled(sending.form(), {"draft": draft.id})

    kept = sending.browser.post(sending.address, data=filled(form, {"do": "draft"}))
    sending.record(form)

    assert kept.status_code == 303
    assert draft.id not in kept.headers["Location"]
    assert own.beside.drafts.own(draft.id, own.room.second) == draft


def test_nobody_says_what_became_of_a_draft_that_was_not_shared(own: Site) -> None:
    draft = own.beside.drafts.save(own.room.second, "table_amendment", "Hers", {"title": ["Hers"]})
    sending = a_sending(own, "table_amendment")

    sending.record(filled(sending.form(), {"sponsored": draft.id}))

    assert own.beside.drafts.own(draft.id, own.room.second) == draft


# Under what name the site is asked

HOSTS = ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "evil.example:443", "[::2]", ""]


@pytest.mark.parametrize("host", HOSTS)
def test_the_site_answers_under_no_other_name(site: Site, host: str) -> None:
    before = everything(site)

    read = site.member.get("/account", headers={"Host": host, **OURS})
    sent = site.member.post("/sign-out", headers={"Host": host, **OURS})

    assert read.status_code == sent.status_code == 400
    assert "evil" not in read.text
    assert everything(site) == before


def test_what_proxies_say_is_not_believed_where_there_are_none(site: Site) -> None:
    told = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "https"}

    page = site.nobody.get("/sign-in", headers={**OURS, **told})
    plain = site.nobody.post("/sign-in", headers={**OURS, **told}, base_url="http://127.0.0.1")
    account = site.member.get("/account", headers={**OURS, **told})

    assert page.status_code == account.status_code == 200
    assert "evil.example" not in page.text + account.text
    assert plain.status_code == 422
    assert "9.9.9.9" not in str(site.kept())


def test_a_proxys_word_on_the_connection_is_not_believed_where_there_is_none(sqlite_url: str) -> None:
    with an_app(sqlite_url, trusted_hosts=("record.example",)) as app:
        browser = a_browser(app)
        sent = browser.post(
            "/sign-in", headers={**OURS, "X-Forwarded-Proto": "https"}, base_url="http://record.example"
        )

    assert sent.status_code == 403
    assert "encrypted connection" in page_of(sent.text).text


# What is sent


URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=line"
KINDS = pytest.mark.parametrize("kind", [URLENCODED, MULTIPART])


def packed(kind: str, fields: list[tuple[str, str]]) -> bytes:
    """A form as a browser packs it."""
    if kind == URLENCODED:
        return urlencode(fields).encode()
    parts = (f'--line\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields)
    return f"{''.join(parts)}--line--\r\n".encode()


@KINDS
@pytest.mark.parametrize("address", ["/forms/make_statement", "/sign-in", "/drafts/x/delete"])
def test_ten_megabytes_are_refused(site: Site, kind: str, address: str) -> None:
    sending = _kept_sending(site, "make_statement")
    form = filled(sending.form(), {"do": RECORD, "text": "a" * 10_000_000})
    before = everything(site)

    answer = sending.browser.post(address, data=packed(kind, list(form.items(multi=True))), content_type=kind)

    assert answer.status_code == 413 if "drafts" not in address else 404
    assert everything(site) == before


@KINDS
def test_one_field_larger_than_a_form_may_be_is_refused(site: Site, kind: str) -> None:
    answer = site.member.post(
        "/forms/make_statement", data=packed(kind, [("text", "a" * LARGEST_BODY)]), content_type=kind
    )

    assert answer.status_code == 413
    assert "This is too large" in page_of(answer.text).text


def test_a_body_without_a_length_has_the_same_bound(site: Site) -> None:
    sending = a_sending(site, "make_statement")
    body = urlencode({"text": "a" * LARGEST_BODY}).encode()

    answer = sending.browser.open(
        sending.address,
        method="POST",
        input_stream=BytesIO(body),
        headers={**OURS, **FORM},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("field.{}", URLENCODED),
        ("field.{}", MULTIPART),
        ("text", MULTIPART),
        ("text", URLENCODED),
    ],
)
def test_too_many_fields_are_refused(site: Site, name: str, kind: str) -> None:
    fields = [(name.format(number), "a") for number in range(MOST_FIELDS + 1)]

    answer = site.member.post("/forms/table_amendment", data=packed(kind, fields), content_type=kind)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("name", "most"), [("field.{}", 500), ("provisions.{}.id", MOST_PARTS), ("new.{}.id", MOST_PARTS), ("text", 500)]
)
def test_as_many_fields_as_are_taken_are_no_failure_of_ours(site: Site, name: str, most: int) -> None:
    fields = [(name.format(number), new_id()) for number in range(most)]

    answer = site.member.post(
        "/forms/table_amendment", data=MultiDict([*fields, ("framework_id", site.room.framework)])
    )

    assert answer.status_code == 422


NAMES = [
    ".".join("abc" * 1000),
    "provisions." * 1000 + "id",
    "provisions.999999999999999999999999.id",
    "provisions.-1.id",
    "provisions.٤.id",
    "new.0.id.id.id",
    "__proto__",
    "__class__.__init__.__globals__",
    "constructor.prototype.text",
    "data.data",
    "data",
    "text.text",
    "participant_id.id",
    "text[]",
    "text[0]",
    "kept.kept.text",
    "was.was.text",
    ".",
    "..",
    "",
    " text",
    "\x00",
    "\ud800",
    "a" * 100_000,
]


@pytest.mark.parametrize("command", ["make_statement", "table_amendment", "update_participant", "record_vote"])
def test_names_of_no_field_are_no_failure_and_go_nowhere(own: Site, command: str) -> None:
    sending = a_sending(own, command)
    form = sending.form()
    odd = urlencode(
        [*form.items(multi=True), *((name, "odd-value") for name in NAMES), ("do", RECORD)], errors="surrogatepass"
    )

    answer = sending.browser.post(sending.address, data=odd, headers={**OURS, **FORM})

    assert answer.status_code in (303, 422)
    exported = b"".join(one.state for one in own.ledger.record_store.stored_between(1, own.head, own.head))
    assert b"odd-value" not in exported


VALUES = [
    b"%00",
    b"a%00b",
    b"%ff%fe",
    b"%ED%A0%80",
    b"%C0%80",
    b"%F4%90%80%80",
    b"%E2%80%AE",
    b"%0D%0A%0D%0A",
    b"9" * 5000,
    b"-9223372036854775809",
    b"1e400",
    b"NaN",
    b"%D9%A4",
    b"[]",
    b"{}",
    b"null",
    b"..%2F..%2F..%2Fetc%2Fpasswd",
    b"%27%20OR%20%271%27%3D%271",
    b"%7B%7B7*7%7D%7D",
]


@pytest.mark.parametrize("command", ["endorse", "table_amendment", "decide_motion", "record_vote", "update_session"])
def test_odd_bytes_in_any_field_are_no_failure_of_ours(site: Site, command: str) -> None:
    sending = _kept_sending(site, command)
    fields = fields_of(sending.shown())
    beside = ("do", "in", "draft", "sponsored", "session", "occurred_at", "occurred_at.date", "was.title")
    head = site.head

    for place, name in enumerate([*fields, *beside]):
        for value in VALUES[place % 4 :: 4]:
            rest = urlencode([(key, one) for key, one in fields.items(multi=True) if key != name]).encode()
            body = b"&".join([rest, name.encode() + b"=" + value])
            answer = sending.browser.post(sending.address, data=body, headers={**OURS, **FORM})
            assert answer.status_code in (200, 303, 403, 404, 409, 422), f"{name}: {answer.status_code}"
    assert site.head == head


_SENDINGS: dict[tuple[int, str], Sending] = {}


def _kept_sending(site: Site, command: str) -> Sending:
    """The same form for many tests: nothing of it is recorded."""
    if (id(site), command) not in _SENDINGS:
        _SENDINGS[id(site), command] = a_sending(site, command)
    return _SENDINGS[id(site), command]


@pytest.mark.parametrize("command", sorted(SHEETS))
def test_a_value_given_twice_is_no_failure_of_ours(site: Site, command: str) -> None:
    sending = _kept_sending(site, command)
    twice: MultiDict[str, str] = MultiDict()
    for name, value in fields_of(sending.shown()).items(multi=True):
        twice.setlist(name, [value, f"{value}x", NOBODY])
    head = site.head

    for do in (CHECK, "edit", "draft", "go_on", "reword", "remove.provisions.0"):
        answer = sending.browser.post(sending.address, data=filled(twice, {"do": do}))
        assert answer.status_code in (200, 303, 403, 404, 409, 422), do
    assert site.head == head


KNOWN_NAMES = [
    "title",
    "text",
    "subject.id",
    "subject.kind",
    "participant_id",
    "motions",
    "ballots",
    "by_group",
    "provisions",
    "provisions.0.id",
    "provisions.0.place",
    "new.0.id",
    "new.0.place",
    "where",
    "also",
    "seen",
    "held",
    "about",
    "framework_id",
    "consultation_id",
    "session_id",
    "motion_id",
    "in",
    "rule",
    "value",
    "changes",
    "tally.yes",
    "occurred_at.date",
    "occurred_at.time",
    "expected",
    "wording",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    command=st.sampled_from(sorted(SHEETS)),
    do=st.sampled_from(
        ["check", "edit", "preview", "go_on", "reword", "as_tabled", "add", "renew.new.0", "move.new.0"]
    ),
    fields=st.dictionaries(
        st.sampled_from(KNOWN_NAMES) | st.text(max_size=10),
        st.text(max_size=30) | st.sampled_from([NOBODY, "motion", "after:", "first:x", "quorum", "0", "-1"]),
        max_size=12,
    ),
)
def test_nothing_that_is_sent_is_a_failure_of_ours(site: Site, command: str, do: str, fields: dict[str, str]) -> None:
    known = {"framework_id": site.room.framework, "consultation_id": site.room.consultation}
    given = {name: value for name, value in known.items() if name in SHEETS[command].given}

    for browser in (site.organizer, site.visitor(site.room.administrator)):
        sent = urlencode([*{**given, **fields}.items(), ("do", do)], errors="surrogatepass")
        answer = browser.post(f"/forms/{command}", data=sent, headers={**OURS, **FORM})
        assert answer.status_code in (200, 403, 404, 409, 422)


# Scripts, in whatever is sent

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
OURS_ALONE = ("/static/compare.js", "/static/compose.js", "/static/minutes.js")


def scripts_in(page: Page) -> list[str]:
    """What a browser would run, or fetch from elsewhere."""
    found = []
    for element in page.root.iter():
        if not isinstance(element.tag, str):
            continue
        source = element.get("src", "").split("?")[0]
        if element.tag in ("script", "img", "iframe", "object", "embed", "style", "base") and source not in OURS_ALONE:
            found.append(f"<{element.tag} {source}>")
        found += [f"{name}=" for name in element.attrib if name.lower().startswith("on") or name == "style"]
        found += [link for name in ("href", "action", "formaction") if "script:" in (link := element.get(name, ""))]
    return found


def record_with_scripts(sending: Sending) -> list[TestResponse]:
    """Put a form on record with a script wherever one is let through; gives what was answered on the way."""
    shown = sending.shown()
    written = [name for name, one in controls_of(shown).items() if one.kind in ("text", "textarea")]
    typed = {**sending.typed, **dict.fromkeys(written, SCRIPT)}
    answers = []
    for _ in range(len(written) + 1):
        form = filled(typed_into(shown, typed), {"do": RECORD})
        checked = sending.browser.post(sending.address, data=filled(form, {"do": CHECK}))
        answers += [checked, sending.browser.post(sending.address, data=form)]
        if answers[-1].status_code == 303:
            return answers
        wrong = {one.get("href", "").removeprefix("#") for one in page_of(answers[-1].text).all("a")} & set(written)
        assert wrong, page_of(answers[-1].text).text
        typed = {name: value for name, value in typed.items() if name not in wrong}
        typed |= {name: value for name, value in sending.typed.items() if name in wrong}
    raise AssertionError(f"{sending.command} cannot be recorded")


LATE = ("conclude_consultation", "erase_participant", "redact_statement", "end_accreditation")
"""After these there is less to read."""


def test_a_script_in_any_field_stays_words_on_every_page(own: Site) -> None:
    answers: list[TestResponse] = []
    for command in [*(one for one in sorted(SHEETS) if one not in LATE), *LATE]:
        answers += record_with_scripts(a_sending(own, command))
    draft = a_sending(own, "table_amendment")
    written = filled(draft.form(title=SCRIPT, rationale=SCRIPT), {"do": "draft"})
    kept = draft.browser.post(draft.address, data=written).headers["Location"]
    answers.append(draft.browser.post(f"{kept}/share"))
    shared = next(iter(re.findall(rf"{ADDRESS}(/drafts/shared/[\w-]+)", answers[-1].text)))
    answers += minutes_with_scripts(own)
    answers.append(own.organizer.post(f"/participants/{own.room.second}/account", data={"name": SCRIPT}))
    an_account(own.app, own.room.guest, f"guest {SCRIPT}")
    own.beside.sign_ins.begin(an_account(own.app, own.room.member).id, SCRIPT, SCRIPT)

    words = [page_of(answer.text) for answer in answers]
    read = [*_read(own.nobody, 12), *_read(own.member, 4, kept, shared), *_read(own.organizer, 4)]

    assert not [found for page in [*words, *read] for found in scripts_in(page)]
    assert sum(SCRIPT in page.text for page in read) > 60


def minutes_with_scripts(site: Site) -> list[TestResponse]:
    """What is answered to whoever writes scripts into minutes, by name and without."""
    answers = []
    for attribution in ("named", "group", "none"):
        address = f"/sessions/{a_session(site.ledger, site.room.consultation, attribution)}/minutes"
        for name in ("line", "lines", "edited"):
            for words in (SCRIPT, f"A seat: {SCRIPT}", f"remark {SCRIPT}", f"media: {SCRIPT}"):
                answers.append(site.organizer.post(address, data={name: words, "editing": SCRIPT, "do": "note"}))
        answers.append(site.organizer.get(address))
    return answers


def _read(browser: Browser, most: int, *more: str) -> Iterator[Page]:
    """The pages that somebody is led to, at most so many of each kind."""
    waiting, seen = ["/", "/account", "/drafts", *more], set[str]()
    of_a_kind, adapter = Counter[str](), browser.application.url_map.bind("localhost")
    while waiting:
        address = waiting.pop(0)
        assert adapter.test(address.split("?")[0]), f"{address} leads nowhere"
        kind = str(adapter.match(address.split("?")[0])[0])
        if address in seen or of_a_kind[kind] == most:
            continue
        seen.add(address)
        of_a_kind[kind] += 1
        answer = browser.get(address, follow_redirects=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        page = page_of(answer.text)
        yield page
        waiting += page.links()


# Names

MARKS = "\u202eyawroN\u202c\u2066"
"""A name in the order of an Arabic one that looks like another, and that leaves what follows turned about."""

LOOK_ALIKES = ("Norway", "N\u043erway", "Norwa\u0443", "\uff2eORWAY")


@pytest.fixture
def alike(own: Site) -> dict[str, str]:
    """Participants whose names look alike: the short number of each by its id."""
    ids = [a_member(own.ledger, own.room.consultation, name=name) for name in LOOK_ALIKES]
    return {id: f"#{id[:8]}" for id in ids}


def test_names_that_look_alike_are_told_apart_wherever_one_chooses(own: Site, alike: dict[str, str]) -> None:
    subject = {"subject.kind": "motion", "subject.id": a_motion(own)}
    chosen = own.organizer.get("/forms/endorse", query_string=subject)
    stance = {"participant_id": list(alike)[1], "stance": "endorse"}

    checked = own.organizer.post("/forms/endorse", data=typed_into(chosen.text, stance))

    assert not [number for number in alike.values() if number not in page_of(chosen.text).text]
    assert list(alike.values())[1] in page_of(checked.text).text


def test_names_that_look_alike_are_told_apart_in_the_list_of_participants(own: Site, alike: dict[str, str]) -> None:
    listed = own.nobody.get(f"/consultations/process-{own.room.consultation}")

    assert not [number for number in alike.values() if number not in page_of(listed.text).text]


def turned_about(page: Page) -> list[str]:
    """Where words of direction reach beyond the name that holds them."""
    found = []
    for element in page.root.iter():
        words = element.text or ""
        if not isinstance(element.tag, str) or MARKS not in words:
            continue
        is_apart = element.tag in ("bdi", "h1", "li", "title", "option") or element.get("dir") == "auto"
        if not is_apart:
            found.append(f"<{element.tag} {element.attrib}>")
    return found


def test_a_name_does_not_turn_the_words_of_a_form_about(own: Site) -> None:
    turned = a_member(own.ledger, own.room.consultation, name=f"{MARKS}x")
    subject = {"subject.kind": "motion", "subject.id": a_motion(own)}
    form = own.organizer.get("/forms/endorse", query_string=subject)
    stance = {"participant_id": turned, "stance": "endorse"}

    checked = own.organizer.post("/forms/endorse", data=typed_into(form.text, stance))

    assert "yawronx" in page_of(form.text).text.lower()
    assert MARKS not in form.text
    assert checked.status_code == 200
    assert not turned_about(page_of(checked.text))


def test_a_name_is_written_as_its_bearer_writes_it(own: Site) -> None:
    a_member(own.ledger, own.room.consultation, name="van der Berg")
    subject = {"subject.kind": "motion", "subject.id": a_motion(own)}

    form = own.organizer.get("/forms/endorse", query_string=subject)

    assert "van der Berg" in page_of(form.text).text
    assert "Van der Berg" not in page_of(form.text).text


def test_a_name_does_not_turn_the_words_of_a_page_about(own: Site) -> None:
    turned = a_member(own.ledger, own.room.consultation, name=f"{MARKS}x")
    own.ledger.execute(
        {
            "command": "endorse",
            "command_id": new_id(),
            "actor": own.room.organizer,
            "data": {
                "participant_id": turned,
                "subject": {"kind": "motion", "id": a_motion(own)},
                "stance": "object",
                "reason": "No.",
            },
        }
    )

    read = [found for page in _read(own.nobody, 4) for found in turned_about(page)]

    assert not read
