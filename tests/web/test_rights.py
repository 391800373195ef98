"""Every page and every form, asked by nobody, with each standing, with each role: the answer is what the tables say."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ledger.domain.rights import RIGHTS, HeldRole, roles_for
from ledger.domain.vocabulary import Role, Standing
from ledger.projections.queries.frameworks import framework_of
from tests.builders import (
    a_holder,
    a_member,
    a_participant,
    a_session,
    a_statement,
    a_vote,
    an_amendment,
    decide,
    take_stance,
)
from tests.web.signed_in import Site, a_site, a_visitor, an_account
from web.forms.table import SHEETS
from web.rights import PAGES, Who

NOBODY, STRANGER = "nobody", "stranger"
STANDINGS = {"guest": Standing.GUEST, "observer": Standing.OBSERVER, "member": Standing.MEMBER}
HELD = ("facilitator", "organizer", "auditor", "administrator")
KINDS = (NOBODY, STRANGER, *STANDINGS, *HELD)

ASKED, REFUSED, LET_IN = "asked to sign in", "refused", "let in"


@dataclass(frozen=True)
class House:
    """A site in which there is one of everything, with somebody of each kind."""

    site: Site
    who: dict[str, str]
    seat: str
    values: dict[str, str]

    def ask(self, kind: str, method: str, address: str, **data: Any) -> TestResponse:
        """What somebody of a kind is answered."""
        browser = self.site.nobody if kind == NOBODY else a_visitor(self.site.app, self.who[kind])
        more = {"data": data} if method == "POST" else {"query_string": data}
        return browser.open(address, method=method, buffered=True, **more)

    def held(self, kind: str) -> set[HeldRole]:
        """The roles of somebody of a kind."""
        return {(kind, None if kind == Role.ADMINISTRATOR else self.site.room.consultation)} if kind in HELD else set()


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("rights") / "ledger.db")
    with a_site(f"sqlite:///{file}") as site:
        room, ledger = site.room, site.ledger
        auditor = a_holder(ledger, "auditor", room.consultation)
        roles = {role: auditor if role == "auditor" else getattr(room, role) for role in HELD}
        seats = {name: getattr(room, name) for name in STANDINGS}
        seat = a_member(ledger, room.consultation)
        site.beside.accounts.add(seat, "seat")
        who = {STRANGER: a_participant(ledger), **seats, **roles}
        yield House(site, who, seat, _things(site))


def _things(site: Site) -> dict[str, str]:
    """The ids of one of everything, by the name of what stands for it in addresses and fields."""
    room, ledger = site.room, site.ledger
    first, motion = (_an_amendment(site, word) for word in ("should", "must"))
    take_stance(ledger, room.second, first, "endorse")
    answer = decide(ledger, first)
    session = a_session(ledger, room.consultation)
    with ledger.reading() as now:
        framework = framework_of(now, room.framework)
    assert framework is not None
    return {
        "slug": framework.slug,
        "process": framework.consultation_slug,
        "consultation_id": room.consultation,
        "framework_id": room.framework,
        "version_id": room.version,
        "session_id": session,
        "motion_id": motion,
        "provision_id": room.provisions["cities"],
        "vote_id": a_vote(ledger, room.consultation, motion),
        "statement_id": a_statement(ledger, room.consultation, room.member, session=session),
        "number": "1",
        "position": "1",
        "when": str(answer.last),
        "states": f"1...@{answer.last}",
        "command_id": answer.command_id,
        "command": "endorse",
        "filename": "style.css",
        "subject.kind": "motion",
        "subject.id": motion,
        "about.id": motion,
        "in": room.consultation,
    }


def _an_amendment(site: Site, word: str) -> str:
    room = site.room
    return an_amendment(site.ledger, room.framework, room.member, [room.edit("states", "shall", word)])


def verdict(answer: TestResponse) -> str:
    """What an answer comes to."""
    is_way_in = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
    if answer.status_code == 401 or is_way_in:
        return ASKED
    assert answer.status_code < 500, answer.text
    return REFUSED if answer.status_code in (403, 404) else LET_IN


def endpoints(app: Flask) -> dict[str, tuple[str, str]]:
    """By endpoint: its address, and whether it is read or sent to."""
    rules = app.url_map.iter_rules()
    return {rule.endpoint: (rule.rule, "GET" if "GET" in (rule.methods or ()) else "POST") for rule in rules}


def test_the_table_names_every_page_of_the_app(house: House) -> None:
    assert set(PAGES) == set(endpoints(house.site.app))


EXPECTED: dict[Who, Callable[[str], str]] = {
    Who.EVERYONE: lambda kind: LET_IN,
    Who.HOLDER: lambda kind: LET_IN,
    Who.SIGNED_IN: lambda kind: ASKED if kind == NOBODY else LET_IN,
    Who.OWNER: lambda kind: ASKED if kind == NOBODY else LET_IN,
    Who.AS_THE_COMMAND: lambda kind: ASKED if kind == NOBODY else LET_IN if kind in ENDORSERS else REFUSED,
    Who.WRITERS: lambda kind: _for(kind, Role.FACILITATOR, Role.ORGANIZER),
    Who.INVITERS: lambda kind: _for(kind, Role.ORGANIZER, Role.ADMINISTRATOR),
    Who.ADMINISTRATORS: lambda kind: _for(kind, Role.ADMINISTRATOR),
}

OF_FORMS = ("forms.show", "forms.send")
ENDORSERS = (*STANDINGS, "organizer")
"""Who gives the command that stands for all in the walk through the pages."""


def _for(kind: str, *roles: Role) -> str:
    return ASKED if kind == NOBODY else LET_IN if kind in roles else REFUSED


@pytest.mark.parametrize("endpoint", sorted(PAGES))
def test_a_page_is_open_to_whom_the_table_says(house: House, endpoint: str) -> None:
    rule, method = endpoints(house.site.app)[endpoint]

    about = {name: house.values[name] for name in ("subject.kind", "subject.id") if endpoint in OF_FORMS}
    found = {kind: verdict(house.ask(kind, method, _address(house, endpoint, rule, kind), **about)) for kind in KINDS}

    assert found == {kind: EXPECTED[PAGES[endpoint].who](kind) for kind in KINDS}


OF_OTHERS = ("drafts.draft", "drafts.share", "drafts.unshare", "drafts.before_deleting", "drafts.delete")


@pytest.mark.parametrize("endpoint", OF_OTHERS)
def test_what_belongs_to_one_is_refused_to_every_other(house: House, endpoint: str) -> None:
    rule, method = endpoints(house.site.app)[endpoint]
    owner = house.who["member"]
    others = [kind for kind in KINDS if kind not in ("member", NOBODY)]

    draft = house.site.beside.drafts.save(
        owner, "table_amendment", "Mine", {"framework_id": [house.site.room.framework]}
    )
    address = rule.replace("<draft_id>", draft.id)

    assert {verdict(house.ask(kind, method, address)) for kind in others} == {REFUSED}
    assert house.site.beside.drafts.own(draft.id, owner) is not None


def test_a_sign_in_is_ended_by_its_owner_alone(house: House) -> None:
    site = house.site
    account = an_account(site.app, house.who["member"])
    token = site.beside.sign_ins.begin(account.id, "", "")
    sign_in = site.beside.sign_ins.signed_in(token)
    assert sign_in is not None

    for kind in (kind for kind in KINDS if kind != "member"):
        house.ask(kind, "POST", f"/account/sign-ins/{sign_in.id}/end")

    assert site.beside.sign_ins.signed_in(token) is not None


@pytest.mark.parametrize("command", sorted(SHEETS))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_form_is_open_to_whom_the_table_of_commands_says(house: House, command: str, method: str) -> None:
    found = {}
    for kind in KINDS:
        given = {name: house.values[name] for name in SHEETS[command].given if name in house.values}
        if "participant_id" in SHEETS[command].given:
            given["participant_id"] = house.seat if kind == NOBODY else house.who[kind]
        found[kind] = verdict(house.ask(kind, method, f"/forms/{command}", **given))

    expected = {kind: ASKED if kind == NOBODY else _of_the_table(house, command, kind, method) for kind in KINDS}
    assert found == expected


def _of_the_table(house: House, command: str, kind: str, method: str) -> str:
    right, consultation = RIGHTS[command], house.site.room.consultation
    standings = {STANDINGS.get(kind)}
    roles = roles_for(command, house.held(kind), consultation)
    if right.admits(roles, standings):
        return LET_IN
    # Whoever stands beside a member writes it down, and keeps it as a draft.
    return LET_IN if SHEETS[command].has_drafts and right.beside & standings else REFUSED


def _address(house: House, endpoint: str, rule: str, kind: str) -> str:
    """The address of a page, of one's own where it is for its owner."""
    values = {**house.values, "participant_id": house.seat}
    if endpoint == "consultations.consultation":
        values["slug"] = values["process"]
    if endpoint.startswith("drafts."):
        values |= _a_draft(house, kind)
    if endpoint.startswith("sign_in."):
        values |= _of_an_account(house)
    for name, value in values.items():
        rule = rule.replace(f"<{name}>", value).replace(f"<path:{name}>", value)
    assert "<" not in rule, rule
    return rule


def _a_draft(house: House, kind: str) -> dict[str, str]:
    drafts, author = house.site.beside.drafts, house.who.get(kind, house.who["member"])
    fields = {"framework_id": [house.site.room.framework], "title": ["Not yet"]}
    draft = drafts.save(author, "table_amendment", "Not yet", fields)
    return {"draft_id": draft.id, "token": drafts.share(draft.id, author)}


def _of_an_account(house: House) -> dict[str, str]:
    accounts = house.site.beside.accounts
    invited = accounts.of(house.seat)
    assert invited is not None
    return {"token": accounts.invite(invited.id).token, "sign_in_id": "none of hers"}
