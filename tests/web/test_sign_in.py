"""Signing in and out, invitations, and what a browser and a cache may keep of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Barrier, Thread
from urllib.parse import urljoin, urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from ledger.application import Ledger
from ledger.store.beside import Beside
from ledger.store.beside.accounts import INVITED_FOR
from ledger.store.beside.connections import Connections
from ledger.store.beside.passwords import Passwords
from ledger.store.beside.slowing import FREE_FOR_A_NAME
from ledger.store.database import Database
from tests.builders import a_participant, give
from tests.web.forms.filled import a_sending
from tests.web.signed_in import (
    ADDRESS,
    OURS,
    PASSWORD,
    RECORD,
    Browser,
    Site,
    StillClock,
    a_browser,
    a_site,
    a_visitor,
    an_account,
    an_app,
    beside_of,
    cheap_hasher,
    faults_of,
    fields_of,
    filled,
    keep_beside,
    ledger_of,
    page_of,
    sheet_of,
)
from web import pages
from web.visitors import COOKIE

NAME = "norway"


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with a_site(sqlite_url) as one:
        an_account(one.app, one.room.member, NAME)
        yield one


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for tests that change nothing but who is signed in."""
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('sign-in') / 'ledger.db'}") as one:
        an_account(one.app, one.room.member, NAME)
        yield one


@pytest.fixture
def clock(site: Site) -> StillClock:
    """The clock of what stands beside the record."""
    found = StillClock()
    keep_beside(site.app, Beside.open(site.ledger.database, clock=found, hasher=cheap_hasher()))
    return found


def sign_in(browser: Browser, name: str = NAME, password: str = PASSWORD, **more: str) -> TestResponse:
    environ = {"REMOTE_ADDR": more.pop("address", "127.0.0.1")}
    return browser.post("/sign-in", data={"name": name, "password": password, **more}, environ_overrides=environ)


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def sent_cookie(answer: TestResponse) -> dict[str, str]:
    """The attributes of the cookie that an answer sets; its value under the name of the cookie."""
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    pairs = (part.strip().partition("=") for part in cookies[0].split(";"))
    return {name: value for name, _, value in pairs}


# The cookie


def test_the_cookie_of_a_sign_in_stays_with_this_site_over_tls_and_out_of_reach_of_scripts(lasting: Site) -> None:
    browser = lasting.nobody

    cookie = sent_cookie(sign_in(browser))
    gone = sent_cookie(browser.post("/sign-out"))

    assert set(cookie) == {COOKIE, "Max-Age", "Expires", "Secure", "HttpOnly", "Path", "SameSite"}
    assert COOKIE.startswith("__Host-")
    assert (cookie["Path"], cookie["SameSite"]) == ("/", "Lax")
    assert {"Secure", "HttpOnly", "Path"} <= set(gone)
    assert "Domain" not in gone
    assert gone["Max-Age"] == "0"


def test_an_invitation_sets_the_same_cookie(site: Site) -> None:
    invitation = site.beside.accounts.add(site.room.second, "second")

    answer = site.nobody.post(f"/invitations/{invitation.token}", data={"password": PASSWORD})

    assert set(sent_cookie(answer)) == set(sent_cookie(sign_in(site.nobody)))


def test_a_cookie_that_was_there_before_is_not_taken_over(lasting: Site) -> None:
    browser = lasting.nobody
    browser.keep("chosen-by-somebody-else")

    sign_in(browser)

    attacker = lasting.nobody
    attacker.keep("chosen-by-somebody-else")
    assert is_signed_in(browser)
    assert not is_signed_in(attacker)


def test_each_sign_in_has_a_token_of_its_own(lasting: Site) -> None:
    browser, tokens = lasting.nobody, set()

    for _ in range(4):
        assert sign_in(browser).status_code == 303
        tokens.add(browser.token)

    assert len(tokens) == 4
    assert min(len(token or "") for token in tokens) >= 43


def test_signing_out_ends_it_on_the_server(lasting: Site) -> None:
    browser, copied = lasting.nobody, lasting.nobody
    sign_in(browser)
    copied.keep(browser.token or "")

    browser.post("/sign-out")

    assert browser.token is None
    assert not is_signed_in(copied)


@pytest.mark.parametrize("value", ["", "a", "a" * 101, "a" * 5000, "é", '"a"', "a b", "%00", "../..", "null", "'--"])
def test_a_cookie_that_was_made_up_stands_for_nobody(lasting: Site, value: str) -> None:
    answer = lasting.nobody.get("/account", headers={**OURS, "Cookie": f"{COOKIE}={value}"})

    assert answer.status_code == 303


def test_the_database_holds_no_token_and_no_password(site: Site) -> None:
    browser = site.nobody
    invitation = site.beside.accounts.add(site.room.second, "second")
    sign_in(browser)

    kept = str(site.kept())

    assert (browser.token or "") not in kept
    assert invitation.token not in kept
    assert PASSWORD not in kept


# Who does not get in


class CountingHasher(PasswordHasher):
    """Counts how often it was asked to compare."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        self.compared.append(str(hash).rpartition("$")[0].rpartition("$")[0])
        return super().verify(hash, password)


def a_wrong_password(site: Site) -> None:
    an_account(site.app, site.room.second, "somebody")


def an_invitation_not_accepted(site: Site) -> None:
    site.beside.accounts.add(site.room.second, "somebody")


def a_disabled_account(site: Site) -> None:
    an_account(site.app, site.room.second, "somebody")
    site.beside.accounts.disable("somebody")


@pytest.mark.parametrize("is_there", [a_wrong_password, an_invitation_not_accepted, a_disabled_account])
def test_an_unknown_name_and_a_wrong_password_are_answered_alike(site: Site, is_there: Callable[[Site], None]) -> None:
    hasher = CountingHasher()
    keep_beside(site.app, Beside.open(site.ledger.database, hasher=hasher))
    unknown = sign_in(site.nobody, "somebody", "a wrong password")
    work = list(hasher.compared)

    is_there(replace(site, beside=beside_of(site.app)))
    hasher.compared.clear()
    known = sign_in(site.nobody, "somebody", "a wrong password")

    assert known.data == unknown.data
    assert [*known.headers] == [*unknown.headers]
    assert known.status_code == unknown.status_code == 422
    assert hasher.compared == work
    assert len(work) == 1
    assert "This name and password do not go together." in page_of(known.text).text


@pytest.mark.parametrize("name", ["NORWAY", " norway ", "ｎｏｒｗａｙ"])
def test_a_name_is_known_however_a_keyboard_writes_it(lasting: Site, name: str) -> None:
    assert sign_in(lasting.nobody, name).status_code == 303


ODD_NAMES = ["", "\x00", "é" * 5000, "\u202e", f"{NAME}\x00", "<script>alert(1)</script>", "' OR 1=1--", "\r\n"]


def test_no_name_or_password_is_a_failure_of_ours(lasting: Site) -> None:
    for number, name in enumerate(ODD_NAMES):
        for password in ("", "\x00", "a" * 100_000):
            answer = sign_in(lasting.nobody, name, password, address=f"10.0.1.{number}")
            assert answer.status_code == 422
            assert "<script>alert" not in answer.text


def test_a_refused_sign_in_keeps_the_name_and_where_one_was_going_but_no_password(site: Site) -> None:
    answer = sign_in(site.nobody, "Nörway", "a wrong password", next="/drafts", **{"kept.text": "one\r\ntwo"})

    form = fields_of(answer.text)
    assert "everything that you typed is kept" in page_of(answer.text).text
    assert (form["name"], form["next"], form["kept.text"], form["password"]) == ("Nörway", "/drafts", "one\r\ntwo", "")
    assert "a wrong password" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert faults_of(answer.text) == []


def test_whoever_fails_often_waits_and_loses_nothing(site: Site, clock: StillClock) -> None:
    for _ in range(FREE_FOR_A_NAME):
        sign_in(site.nobody, password="wrong")

    answer = sign_in(site.nobody, next="/drafts", **{"kept.text": "kept"})

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "This failed too often; try again in" in page_of(answer.text).text
    assert faults_of(answer.text) == []
    form = fields_of(answer.text)
    assert (form["name"], form["next"], form["kept.text"]) == (NAME, "/drafts", "kept")
    clock.wait(seconds=int(answer.headers["Retry-After"]))
    assert sign_in(site.nobody).status_code == 303


def test_whoever_fails_often_holds_up_nobody_at_another_address(site: Site, clock: StillClock) -> None:
    for _ in range(FREE_FOR_A_NAME + 1):
        last = sign_in(site.nobody, password="wrong", address="10.0.0.1")

    assert last.status_code == 429
    assert sign_in(site.nobody, address="10.0.0.2").status_code == 303


def test_an_unknown_name_is_slowed_like_a_known_one(site: Site, clock: StillClock) -> None:
    answers = {
        name: [sign_in(site.nobody, name, "wrong").status_code for _ in range(FREE_FOR_A_NAME + 2)]
        for name in (NAME, "nobody-of-that-name")
    }

    assert answers[NAME] == answers["nobody-of-that-name"]
    assert answers[NAME][-1] == 429


def test_an_address_is_not_told_by_whoever_sends(site: Site, clock: StillClock) -> None:
    statuses = [
        site.nobody.post(
            "/sign-in",
            data={"name": NAME, "password": "wrong"},
            headers={**OURS, "X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"},
        ).status_code
        for number in range(FREE_FOR_A_NAME + 1)
    ]

    assert statuses[-1] == 429


def test_who_comes_while_many_sign_in_is_asked_to_try_again(site: Site) -> None:
    passwords = Passwords(cheap_hasher(), at_once=1, patience=0)
    keep_beside(site.app, Beside(Connections(site.ledger.database), passwords, StillClock()))

    with passwords._turn():
        answer = sign_in(site.nobody)

    assert answer.status_code == 503
    assert "try again in a moment" in page_of(answer.text).text


def test_a_form_that_finds_the_ledger_busy_is_answered_with_a_sentence(site: Site, sqlite_url: str) -> None:
    sending = a_sending(site, "make_statement")
    form = filled(sending.form(), {"do": RECORD})
    impatient = Ledger(replace(Database.from_url(sqlite_url), lock_timeout=0))
    pages.use(site.app, impatient)

    with site.ledger.record_store.writing():
        answer = sending.browser.post(sending.address, data=form)

    impatient.close()
    pages.use(site.app, site.ledger)
    assert answer.status_code == 503
    assert "nothing was recorded, try again" in page_of(answer.text).text
    assert fields_of(answer.text)["text"] == form["text"]


# Without TLS


@pytest.fixture
def plain(sqlite_url: str) -> Iterator[Flask]:
    """The app under a name of its own."""
    with an_app(sqlite_url, trusted_hosts=("record.example", "localhost", "127.0.0.1")) as app:
        yield app


def test_without_tls_nobody_signs_in_and_the_page_says_why(plain: Flask) -> None:
    somebody = a_participant(ledger_of(plain))
    an_account(plain, somebody, NAME)
    invitation = beside_of(plain).accounts.add(a_participant(ledger_of(plain)), "invited")
    browser = a_browser(plain)
    away = {"base_url": "http://record.example", "headers": {"Origin": "http://record.example"}}

    pages_shown = [browser.get(address, **away) for address in ("/sign-in", f"/invitations/{invitation.token}")]
    sent = [
        browser.post("/sign-in", data={"name": NAME, "password": PASSWORD}, **away),
        browser.post(f"/invitations/{invitation.token}", data={"password": PASSWORD}, **away),
    ]

    for page in pages_shown:
        assert "needs an encrypted connection" in page_of(page.text).text
        assert 'type="password"' not in page.text
    for answer in sent:
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
    assert beside_of(plain).accounts.invited(invitation.token)


@pytest.mark.parametrize("here", ["http://localhost", "http://127.0.0.1:8000", "https://record.example"])
def test_on_this_machine_or_over_tls_one_signs_in(plain: Flask, here: str) -> None:
    an_account(plain, a_participant(ledger_of(plain)), NAME)

    answer = a_browser(plain).post("/sign-in", data={"name": NAME, "password": PASSWORD}, base_url=here)

    assert answer.status_code == 303


# Where one goes on

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    " //evil.example",
    "/ /evil.example",
    "\x00//evil.example",
    "http:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    ":443@evil.example",
    "/%09/evil.example",
    "/%5Cevil.example",
    "%2F%2Fevil.example",
    "/%2F/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "?next=//evil.example",
    "#//evil.example",
    f"{ADDRESS}@evil.example",
    f"{ADDRESS}.evil.example/",
    f"{ADDRESS}/account",
    "//localhost/account",
    "/account\r\nSet-Cookie: a=b",
    "/\u2028/evil.example",
    "／／evil.example",
    "",
]


def leads_to(address: str) -> str:
    """The host to which a browser goes, which drops tabs and line ends and takes backslashes for slashes."""
    cleaned = "".join(sign for sign in address.strip("\x00 \t\r\n") if sign not in "\t\r\n").replace("\\", "/")
    return urlsplit(urljoin(f"{ADDRESS}/sign-in", cleaned)).netloc


@pytest.mark.parametrize("onward", ELSEWHERE, ids=ascii)
def test_signing_in_leads_nowhere_else(lasting: Site, onward: str) -> None:
    shown = lasting.nobody.get("/sign-in", query_string={"next": onward})
    answer = sign_in(lasting.nobody, next=onward)
    kept = sign_in(lasting.nobody, next=onward, **{"kept.text": "words"})

    action = sheet_of(kept.text).get("action", "")
    led = [answer.headers["Location"], action, fields_of(shown.text)["next"]]
    assert answer.status_code == 303
    assert {leads_to(one) for one in led} == {"localhost"}
    assert answer.headers["Location"].startswith("/")
    assert "a=b" not in str(answer.headers)


@pytest.mark.parametrize("onward", ["/drafts", "/forms/endorse?subject.kind=motion&subject.id=1", "/record?topic=é"])
def test_signing_in_leads_to_where_one_was_going(lasting: Site, onward: str) -> None:
    asked = lasting.nobody.get(onward)

    answer = sign_in(lasting.nobody, next=onward)

    assert answer.headers["Location"] in (onward, onward.replace("é", "%C3%A9"))
    if asked.status_code == 303:
        assert fields_of(lasting.nobody.get(asked.headers["Location"]).text)["next"] == onward


# Invitations


def test_an_invitation_works_once(site: Site) -> None:
    address = f"/invitations/{site.beside.accounts.add(site.room.second, 'second').token}"
    browser, late = site.nobody, site.nobody

    shown = [site.nobody.get(address).status_code for _ in range(3)]
    first = browser.post(address, data={"password": PASSWORD})
    again = [late.get(address), late.post(address, data={"password": "another password"})]

    assert shown == [200, 200, 200]
    assert first.status_code == 303
    assert is_signed_in(browser)
    for answer in again:
        assert answer.status_code == 404
        assert "This link works once" in page_of(answer.text).text
        assert "Set-Cookie" not in answer.headers
    assert sign_in(site.nobody, "second").status_code == 303


def test_an_invitation_accepted_by_two_at_once_is_accepted_by_one(site: Site) -> None:
    address = f"/invitations/{site.beside.accounts.add(site.room.second, 'second').token}"
    passwords = [f"correct horse {number}" for number in range(6)]
    barrier, answers = Barrier(len(passwords)), {}

    def accept(password: str) -> None:
        browser = site.nobody
        barrier.wait()
        answers[password] = browser.post(address, data={"password": password}).status_code

    at_once([lambda password=password: accept(password) for password in passwords])

    accepted = [password for password, status in answers.items() if status == 303]
    assert len(accepted) == 1, answers
    assert sign_in(site.nobody, "second", accepted[0]).status_code == 303


def at_once(acts: list[Callable[[], None]]) -> None:
    threads = [Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_old_invitation_is_over(site: Site, clock: StillClock) -> None:
    address = f"/invitations/{beside_of(site.app).accounts.add(site.room.second, 'second').token}"
    clock.wait(seconds=INVITED_FOR.total_seconds())

    answers = [site.nobody.get(address), site.nobody.post(address, data={"password": PASSWORD})]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: f"{token}A", str.swapcase, lambda _: "%00"])
def test_a_changed_link_is_no_invitation(site: Site, change: Callable[[str], str]) -> None:
    address = f"/invitations/{change(site.beside.accounts.add(site.room.second, 'second').token)}"

    answers = [site.nobody.get(address), site.nobody.post(address, data={"password": PASSWORD})]

    assert {answer.status_code for answer in answers} == {404}


def test_a_newer_invitation_ends_the_older_and_a_disabled_account_has_none(site: Site) -> None:
    accounts = site.beside.accounts
    older = accounts.add(site.room.second, "second")
    newer = accounts.invite(older.account.id)

    assert site.nobody.get(f"/invitations/{older.token}").status_code == 404
    assert site.nobody.get(f"/invitations/{newer.token}").status_code == 200
    accounts.disable("second")
    assert site.nobody.get(f"/invitations/{newer.token}").status_code == 404


@pytest.mark.parametrize("password", ["", "short", "second", "a" * 257, " " * 3])
def test_a_bad_password_is_refused_and_the_link_still_works(site: Site, password: str) -> None:
    address = f"/invitations/{site.beside.accounts.add(site.room.second, 'second').token}"

    answer = site.nobody.post(address, data={"password": password})

    page = page_of(answer.text)
    assert answer.status_code == 422
    assert page.title.startswith("Error: ")
    assert faults_of(answer.text) == []
    assert fields_of(answer.text)["password"] == ""
    assert site.nobody.post(address, data={"password": PASSWORD}).status_code == 303


# One's own account


def test_a_disabled_account_is_signed_out_everywhere_at_once(site: Site) -> None:
    sending = a_sending(site, "make_statement")
    form = filled(sending.form(), {"do": RECORD})
    browser, head = sending.browser, site.head

    site.beside.accounts.disable(NAME)

    assert not is_signed_in(browser)
    assert browser.post(sending.address, data=form).status_code == 401
    assert browser.get("/drafts").status_code == 303
    assert site.head == head
    site.beside.accounts.enable(NAME)
    assert not is_signed_in(browser)


def test_an_erased_participant_is_signed_out(site: Site) -> None:
    second = site.visitor(site.room.second)
    erasing = a_sending(site, "erase_participant")
    asked = erasing.browser.get("/forms/erase_participant", query_string={"participant_id": site.room.second})

    erasing.browser.post(
        "/forms/erase_participant", data=filled(fields_of(asked.text), {"reason": "legal_order", "do": RECORD})
    )

    assert not is_signed_in(second)
    assert site.beside.accounts.of(site.room.second) is None
    assert second.post("/forms/make_statement", data={"text": "Still here."}).status_code == 401


def test_one_erased_in_another_way_is_nobody(site: Site) -> None:
    second = site.visitor(site.room.second)

    give(site.ledger, "erase_participant", participant_id=site.room.second, reason="legal_order")

    assert second.post("/forms/make_statement", data={"consultation_id": site.room.consultation}).status_code == 401
    assert second.get("/").status_code == 200


def test_one_sees_and_ends_ones_own_sign_ins_alone(site: Site) -> None:
    here, there = site.member, a_visitor(site.app, site.room.member)
    other = site.visitor(site.room.second)
    hers = site.beside.sign_ins.of(an_account(site.app, site.room.second).id)[0]
    listed = site.beside.sign_ins.of(an_account(site.app, site.room.member).id)
    mine = site.beside.sign_ins.signed_in(here.token or "")
    elsewhere = next(one for one in listed if mine and one.id != mine.id)

    assert hers.id not in here.get("/account").text
    here.post(f"/account/sign-ins/{hers.id}/end")
    assert is_signed_in(other)
    here.post(f"/account/sign-ins/{elsewhere.id}/end")
    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_another_password_ends_every_other_sign_in(site: Site) -> None:
    here, there = site.member, a_visitor(site.app, site.room.member)

    wrong = here.post("/account/password", data={"old": "not this one", "new": "another password"})
    short = here.post("/account/password", data={"old": PASSWORD, "new": "short"})
    still = is_signed_in(there)
    changed = here.post("/account/password", data={"old": PASSWORD, "new": "another password"})

    assert (wrong.status_code, short.status_code, still) == (422, 422, True)
    assert faults_of(wrong.text) == faults_of(short.text) == []
    assert changed.status_code == 303
    assert "Your password is changed" in page_of(here.get(changed.headers["Location"]).text).text
    assert here.get("/account?done=anything").status_code == 400
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert sign_in(site.nobody).status_code == 422
    assert sign_in(site.nobody, password="another password").status_code == 303


@pytest.mark.parametrize("path", ["/account/password", "/account/sign-ins/end-others", "/account/sign-ins/x/end"])
def test_nobodys_account_is_changed_by_nobody(lasting: Site, path: str) -> None:
    before = lasting.kept()

    answer = lasting.nobody.post(path, data={"old": PASSWORD, "new": "another password"})

    assert answer.status_code == 401
    assert lasting.kept() == before


def test_no_page_repeats_a_password(site: Site) -> None:
    sent = {"old": PASSWORD, "new": "another password", "password": "a third password"}

    answers = [site.nobody.post("/account/password", data=sent), site.member.post("/account/password", data=sent)]
    answers.append(site.nobody.post("/sign-in", data={"name": NAME, **sent}))

    assert not [words for answer in answers for words in sent.values() if words in answer.text]


@pytest.mark.parametrize("browser", ["", "a" * 20_000, "<script>alert(1)</script>", "\u00e9\u00ff", "a\tb"])
def test_whatever_a_browser_calls_itself_is_words(lasting: Site, browser: str) -> None:
    one = lasting.nobody
    one.post("/sign-in", data={"name": NAME, "password": PASSWORD}, headers={**OURS, "User-Agent": browser})

    page = one.get("/account")

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "a" * 201 not in page.text


# What caches may keep


def readable(site: Site) -> list[str]:
    slug = site.room.consultation
    return ["/record", "/record/1", f"/consultations/process-{slug}", f"/participants/{site.room.member}"]


def test_no_page_of_somebody_signed_in_is_kept_by_a_shared_cache(lasting: Site) -> None:
    form = f"/forms/make_statement?consultation_id={lasting.room.consultation}"

    for address in [
        *readable(lasting),
        "/",
        "/account",
        "/drafts",
        form,
        "/about/roles",
        "/nowhere",
        "/sign-in",
        "/healthz",
    ]:
        for browser in (lasting.member, lasting.organizer):
            answer = browser.get(address)
            assert "public" not in answer.headers["Cache-Control"], address
            assert "Cookie" in answer.headers["Vary"], address
    assert lasting.member.get("/account").headers["Cache-Control"] == "no-store"


def test_pages_differ_by_reader_and_vary_by_cookie_for_nobody_too(lasting: Site) -> None:
    for address in readable(lasting):
        answers = [browser.get(address) for browser in (lasting.nobody, lasting.member, lasting.organizer)]
        etags = [answer.headers["ETag"] for answer in answers]
        assert len(set(etags)) == 3, address
        assert {answer.headers["Vary"] for answer in answers} == {"Cookie"}
        for etag in (etags[0], etags[2]):
            assert lasting.member.get(address, headers={**OURS, "If-None-Match": etag}).status_code == 200


def test_after_signing_out_no_page_of_before_is_called_fresh(lasting: Site) -> None:
    browser = lasting.nobody
    sign_in(browser)
    seen = browser.get("/record").headers["ETag"]

    browser.post("/sign-out")
    answer = browser.get("/record", headers={**OURS, "If-None-Match": seen})

    assert answer.status_code == 200
    assert "Sign in" in answer.text


@pytest.mark.parametrize("do", ["share", "delete"])
def test_a_button_without_fields_is_pressed_again_after_signing_in(site: Site, do: str) -> None:
    draft = site.beside.drafts.save(site.room.member, "table_proposal", "Hers", {})
    asked = site.nobody.post(f"/drafts/{draft.id}/{do}")
    form = filled(fields_of(asked.text), {"name": NAME, "password": PASSWORD})

    answer = site.nobody.post("/sign-in", data=form)

    assert answer.status_code == 200
    assert sheet_of(answer.text).get("action") == f"/drafts/{draft.id}/{do}"
    assert len(fields_of(answer.text)) == 0


def test_a_sign_in_that_finds_others_writing_keeps_what_was_typed(site: Site) -> None:
    passwords = Passwords(cheap_hasher(), at_once=1, patience=0)
    keep_beside(site.app, Beside(Connections(site.ledger.database), passwords, StillClock()))

    with passwords._turn():
        answer = sign_in(site.nobody, **{"kept.text": "A long statement."})

    assert answer.status_code == 503
    assert fields_of(answer.text)["kept.text"] == "A long statement."
