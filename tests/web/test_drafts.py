"""Drafts: what was typed is kept as it was typed, for its author alone until she shares it; and it is no record."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from ledger.application import Ledger
from ledger.store.beside import Beside
from tests.builders import (
    Room,
    a_consultation,
    a_framework,
    a_participant,
    a_proposal,
    a_room,
    a_statement,
    give,
    new_id,
)
from tests.web.markup import Page
from web import create_app, pages
from web.settings import Settings
from web.visitors import COOKIE

OURS = {"Sec-Fetch-Site": "same-origin"}
SITE = "https://localhost"

Sent = dict[str, list[str]]


class Someone:
    """A browser, signed in for a participant or for nobody."""

    def __init__(self, app: Flask, beside: Beside, participant_id: str | None = None) -> None:
        self.id = participant_id or ""
        self._client = app.test_client()
        if participant_id is None:
            return
        account = beside.accounts.of(participant_id)
        if account is None:
            invitation = beside.accounts.add(participant_id, f"name {participant_id}")
            account = beside.accounts.accept(invitation.token, "correct horse battery")
        token = beside.sign_ins.begin(account.id, "", "")
        self._client.set_cookie(COOKIE, token, domain="localhost", secure=True)

    def get(self, address: str) -> TestResponse:
        return self._client.get(address.removeprefix(SITE), base_url=SITE)

    def post(self, address: str, fields: Sent | None = None, **more: str) -> TestResponse:
        sent = {**(fields or {}), **{name: [value] for name, value in more.items()}}
        return self._client.post(address.removeprefix(SITE), data=MultiDict(sent), headers=OURS, base_url=SITE)

    def keeps(self, command: str, fields: Sent) -> str:
        """The address of the draft as which a form is kept."""
        answer = self.post(f"/forms/{command}", fields, do="draft")
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def shares(self, draft: str) -> str:
        """The address at which others read a draft."""
        shown = self.post(f"{draft}/share")
        return next(link for link in hrefs(shown) if "/drafts/shared/" in link)

    def records(self, command: str, fields: Sent) -> str:
        """The id of the motion that a form put on record."""
        answer = self.post(f"/forms/{command}", fields, do="record")
        assert answer.status_code == 303, Page(answer.text).text
        return fields["motion_id"][0]


@dataclass(frozen=True, slots=True)
class Place:
    """An app on a ledger with a room in it, and people who write."""

    app: Flask
    ledger: Ledger
    beside: Beside
    room: Room
    member: Someone
    second: Someone
    observer: Someone
    organizer: Someone
    nobody: Someone

    def amendment(self, by: Someone, **typed: str) -> Sent:
        """The fields of an amendment of two provisions, as a browser would send them."""
        first, second = list(self.room.provisions.values())[:2]
        address = f"/forms/table_amendment?framework_id={self.room.framework}&provision={first}&place=after:{second}"
        return {
            **fields_of(by.get(address)),
            **{"title": ["Shelter"]},
            **{name: [value] for name, value in typed.items()},
        }


def a_place(file: Path) -> Iterator[Place]:
    app = create_app(Settings(database_url=f"sqlite:///{file}"), hasher=PasswordHasher(1, 8, 1))
    with app.app_context():
        ledger, beside = pages.ledger(), pages.beside()
    room = a_room(ledger)
    people = (Someone(app, beside, id) for id in (room.member, room.second, room.observer, room.organizer))
    yield Place(app, ledger, beside, room, *people, Someone(app, beside))
    beside.close()
    ledger.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    yield from a_place(tmp_path / "ledger.db")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One for tests that only keep and throw away."""
    yield from a_place(tmp_path_factory.mktemp("lasting") / "ledger.db")


def fields_of(answer: TestResponse) -> Sent:
    """What a browser would send of the page's form, were nothing more typed; line ends as browsers send them."""
    assert answer.status_code in (200, 409, 422), answer.text
    form = next(form for form in Page(answer.text).all("form") if "sheet" in form.get("class", ""))
    sent: Sent = {}
    for control in form.iter():
        for value in _values(control):
            sent.setdefault(control.get("name", ""), []).append("\r\n".join(value.split("\n")))
    return sent


def _values(control: Any) -> list[str]:
    match control.tag:
        case "input" if control.get("name"):
            is_box = control.get("type") in ("radio", "checkbox")
            return [] if is_box and control.get("checked") is None else [control.get("value", "")]
        case "textarea":
            return ["".join(control.itertext())]
        case "select":
            options = list(control.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            return [option.get("value", "") for option in chosen]
    return []


def hrefs(answer: TestResponse) -> list[str]:
    return [link.get("href", "") for link in Page(answer.text).all("a")]


def form_of(draft: str) -> str:
    """The address at which a draft is gone on with."""
    return f"/forms/table_amendment?draft={draft.rpartition('/')[2]}"


def form_from(link: str) -> str:
    """The address of the form for whoever has a draft's link."""
    return f"/forms/table_amendment?shared={link.rpartition('/')[2]}"


def is_gone(answer: TestResponse) -> bool:
    return answer.status_code == 404 and not Page(answer.text).faults()


def test_a_draft_opens_as_the_form_it_was(place: Place) -> None:
    typed = place.amendment(
        place.member, **{"provisions.0.text": "\r\n\r\nStates  shall.\r\n", "rationale": "\r\nWhy."}
    )

    draft = place.member.keeps("table_amendment", typed)

    again = fields_of(place.member.get(form_of(draft)))
    assert again.pop("draft") == [draft.rpartition("/")[2]]
    assert again == typed


def test_whatever_is_wrong_with_it_is_kept(place: Place) -> None:
    wrong = {"framework_id": [place.room.framework], "title": ["", "two"], "seen": ["yesterday"], "nonsense": ["<b>"]}
    wrong |= {"new.0.id": ["no id"], "new.0.kind": ["sonnet"], "new.0.place": ["after:the flood"], "proposers": ["me"]}

    draft = place.member.keeps("table_amendment", wrong)

    shown = place.member.get(draft)
    assert shown.status_code == 200
    assert not Page(shown.text).faults()
    kept = place.beside.drafts.own(draft.rpartition("/")[2], place.member.id)
    assert kept is not None
    assert {name: values for name, values in kept.fields.items() if name in wrong} == wrong


def test_keeping_it_again_changes_the_same_draft(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    opened = fields_of(place.member.get(form_of(draft)))

    again = place.member.keeps("table_amendment", {**opened, "title": ["Shelter for all"]})

    assert again == draft
    assert [one.title for one in place.beside.drafts.of(place.member.id)] == ["Shelter for all"]


def test_what_was_unticked_stays_unticked(place: Place) -> None:
    give(
        place.ledger,
        "accredit",
        participant_id=place.organizer.id,
        consultation_id=place.room.consultation,
        standing="member",
    )
    typed = place.amendment(place.organizer)
    assert not typed.pop("proposers", None)

    draft = place.organizer.keeps("table_amendment", typed)

    assert fields_of(place.organizer.get(form_of(draft))).get("proposers", [""]) == [""]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
TRICKY = st.sampled_from(
    ["\r\n", "\n\nx", "\r", " \n", "</textarea>", "&amp;", "<!--", "e\u0301", "\u2028", "\u202e", "\ufeff", "\x0c"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(TEXTS | TRICKY, max_size=3).map("".join), rationale=st.lists(TEXTS | TRICKY, max_size=3).map("".join)
)
def test_any_text_goes_around_unchanged(lasting: Place, text: str, rationale: str) -> None:
    place = lasting
    typed = place.amendment(place.member) | {
        "provisions.0.text": [text],
        "new.1.text": [text],
        "rationale": [rationale],
    }
    draft = place.member.keeps("table_amendment", typed)
    opened = fields_of(place.member.get(form_of(draft)))

    place.member.keeps("table_amendment", opened)

    kept = place.beside.drafts.own(draft.rpartition("/")[2], place.member.id)
    assert kept is not None
    assert kept.fields["rationale"] == [_as_browsers_send(rationale)]
    for name in ("provisions.0.text", "new.1.text"):
        # The composer has its texts in the form of the record.
        assert normalize("NFC", kept.fields[name][0]) == normalize("NFC", _as_browsers_send(text))
    assert place.member.get(draft).status_code == 200
    assert place.member.post(f"{draft}/delete").status_code == 303


def _as_browsers_send(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


PARTS = [
    f"{part}.{key}" for part in ("provisions.0", "provisions.1", "new.2", "new.3") for key in ("id", "place", "text")
]
OTHERS = ["provisions.0.deleted", "provisions.0.deleted_below", "new.2.kind", "where", "also", "seen", "motion_id"]
NAMES = st.sampled_from([*PARTS, *OTHERS, "command_id", "session", "occurred_at.date", "on_behalf_of", "answers"])
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_draft_can_be_read_and_thrown_away(lasting: Place, data: st.DataObject) -> None:
    place = lasting
    ids = [*place.room.provisions.values(), "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "no id", ""]
    values = st.sampled_from([*ids, *(f"{how}:{id}" for how in ("after", "first", "last") for id in ids), "0", "on"])
    typed = data.draw(st.dictionaries(NAMES, st.lists(values | WORDS, min_size=1, max_size=2)))

    draft = place.member.keeps("table_amendment", {"framework_id": [place.room.framework], **typed})
    link = place.member.shares(draft)

    for one, address in ((place.member, draft), (place.nobody, link)):
        shown = one.get(address)
        assert shown.status_code == 200
        assert not Page(shown.text).faults()
    for one, address in ((place.member, form_of(draft)), (place.second, form_from(link))):
        assert one.get(address).status_code == 200
    assert place.member.post(f"{draft}/delete").status_code == 303


def test_a_draft_is_listed_with_what_it_would_be(place: Place) -> None:
    place.member.keeps("table_amendment", place.amendment(place.member, title="\u202eFirst <b>"))
    place.member.keeps("table_proposal", {"framework_id": [place.room.framework], "title": [" "]})

    shown = Page(place.member.get("/drafts").text)

    assert not shown.faults()
    assert "First <b>" in shown.text
    assert "Table an amendment" in shown.text
    titles = [draft.title for draft in place.beside.drafts.of(place.member.id)]
    assert titles == ["Table a proposal", "First <b>"]


def test_anothers_draft_is_not_told_from_one_that_never_was(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    nowhere = f"/drafts/{new_id()}"

    for other in (place.second, place.organizer):
        for ending in ("", "/delete"):
            assert is_gone(other.get(f"{draft}{ending}"))
            assert other.get(f"{draft}{ending}").text == other.get(f"{nowhere}{ending}").text
        for ending in ("/share", "/unshare", "/delete"):
            assert is_gone(other.post(f"{draft}{ending}"))
            assert other.post(f"{draft}{ending}").text == other.post(f"{nowhere}{ending}").text
        assert is_gone(other.get(form_of(draft)))
        assert other.get(form_of(draft)).text == other.get(form_of(nowhere)).text
    [kept] = place.beside.drafts.of(place.member.id)
    assert not kept.is_shared


def test_another_cannot_keep_her_words_in_it(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    before = place.beside.drafts.own(draft.rpartition("/")[2], place.member.id)

    copy = place.second.keeps("table_amendment", place.amendment(place.second, draft=draft.rpartition("/")[2]))

    assert copy != draft
    assert place.beside.drafts.own(draft.rpartition("/")[2], place.member.id) == before


def test_whoever_is_not_signed_in_is_asked_to(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    link = place.member.shares(draft)

    for address in ("/drafts", draft, f"{draft}/delete", form_of(draft), form_from(link), form_from("x")):
        assert place.nobody.get(address).headers["Location"].startswith("/sign-in?next=/")
    for ending in ("/share", "/unshare", "/delete"):
        assert place.nobody.post(f"{draft}{ending}").status_code == 401
    assert place.nobody.get(link).status_code == 200


@pytest.mark.parametrize(
    "address", ["/drafts/no-id", "/drafts/%00", "/drafts/shared/%00", f"/drafts/shared/{'a' * 3000}"]
)
def test_an_address_that_leads_nowhere_says_so(place: Place, address: str) -> None:
    assert is_gone(place.member.get(address))
    assert (
        place.member.post("/forms/table_amendment", place.amendment(place.member), do="draft", draft="\0").status_code
        == 303
    )


def test_a_draft_of_another_form_is_not_opened_in_this_one(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    link = place.member.shares(draft)

    for address in (form_of(draft), form_from(link)):
        assert is_gone(place.member.get(address.replace("amendment", "proposal")))


def test_what_cannot_be_kept_stays_in_the_form(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.store.beside.drafts.MOST", 0)
    too_many = place.amendment(place.member, rationale="Because.")
    too_long = {**too_many, "rationale": ["å" * 260_000]}

    for typed, words in ((too_many, "0 drafts already"), (too_long, "500,000 bytes")):
        answer = place.member.post("/forms/table_amendment", typed, do="draft")

        assert answer.status_code == 422
        assert words in Page(answer.text).text
        assert Page(answer.text).title.startswith("Error: ")
        assert fields_of(answer) == typed


def test_a_form_without_drafts_is_not_kept(place: Place) -> None:
    fields = {"consultation_id": [place.room.consultation], "text": ["We agree."]}

    answer = place.member.post("/forms/make_statement", fields, do="draft")

    assert answer.status_code == 422
    assert "cannot be kept as a draft" in Page(answer.text).text
    assert place.beside.drafts.of(place.member.id) == []


def test_a_draft_is_thrown_away_once_that_is_confirmed(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    link = place.member.shares(draft)

    asked = place.member.get(f"{draft}/delete")

    assert not Page(asked.text).faults()
    assert place.member.get(draft).status_code == 200
    assert place.member.post(f"{draft}/delete").headers["Location"] == "/drafts"
    assert is_gone(place.member.get(draft))
    assert is_gone(place.nobody.get(link))


def test_a_shared_draft_is_read_by_its_link_alone(place: Place) -> None:
    draft = place.observer.keeps("table_amendment", place.amendment(place.observer, rationale="Because it rains."))
    link = place.observer.shares(draft)

    for reader in (place.nobody, place.member, place.organizer, place.observer):
        shown = reader.get(link)
        assert not Page(shown.text).faults()
        assert "A draft is no record: nobody has tabled this." in Page(shown.text).text
        assert "Because it rains." in Page(shown.text).text
        assert (shown.headers["Cache-Control"], shown.headers["X-Robots-Tag"]) == ("no-store", "noindex")
        assert 'name="referrer" content="no-referrer"' in shown.text
    assert is_gone(place.member.get(draft))


def test_an_ended_link_leads_nowhere(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    first, second = place.member.shares(draft), place.member.shares(draft)

    assert is_gone(place.nobody.get(first))
    assert place.nobody.get(second).status_code == 200
    place.member.post(f"{draft}/unshare")
    assert is_gone(place.nobody.get(second))
    assert is_gone(place.second.get(form_from(second)))


def test_the_link_is_shown_to_its_author_alone_and_only_when_it_was_made(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    link = place.member.shares(draft)
    own = place.second.keeps("table_amendment", place.amendment(place.second))

    assert link not in hrefs(place.member.get(draft))
    assert link not in hrefs(place.second.post(f"{own}/share"))


def test_nothing_is_read_by_link_of_one_who_could_not_end_it(place: Place) -> None:
    links = [
        (someone, someone.shares(someone.keeps("table_amendment", place.amendment(someone))))
        for someone in (place.observer, place.second)
    ]
    place.beside.accounts.disable(f"name {place.observer.id}")
    give(place.ledger, "erase_participant", participant_id=place.second.id, reason="legal_order", note="By order.")

    for _, link in links:
        assert is_gone(place.nobody.get(link))
        assert is_gone(place.member.get(form_from(link)))


def test_a_protected_author_is_not_named(place: Place) -> None:
    secret = "Hidden-from-everyone"
    delegation = a_participant(place.ledger, "delegation", name=f"{secret} delegation", group="state")
    person = a_participant(place.ledger, name=secret, protected=True, acts_for=delegation)
    give(place.ledger, "accredit", participant_id=person, consultation_id=place.room.consultation, standing="member")
    author = Someone(place.app, place.beside, person)

    link = author.shares(author.keeps("table_amendment", place.amendment(author, on_behalf_of=delegation)))

    for reader in (place.nobody, place.member):
        assert secret not in reader.get(link).text
    assert secret not in str(fields_of(place.member.get(form_from(link))).values())


def test_what_an_observer_drafts_becomes_a_motion_when_a_member_sponsors_it(place: Place) -> None:
    challenge = a_statement(place.ledger, place.room.consultation, place.member.id, kind="challenge", text="No roof.")
    typed = place.amendment(place.observer, **{"new.1.text": "Roofs.", "rationale": "Rain.", "answers": challenge})
    alone = place.observer.post("/forms/table_amendment", typed, do="record")
    assert "takes a member or an organizer" in Page(alone.text).text
    draft = place.observer.keeps("table_amendment", typed)
    assert "The record does not name who drafted it." in Page(place.observer.get(draft).text).text

    opened = fields_of(place.member.get(form_from(place.observer.shares(draft))))
    motion = place.member.records("table_amendment", opened)

    assert opened["proposers"] == [place.member.id]
    for name in ("title", "rationale", "new.1.text", "answers", "seen", "framework_id"):
        assert opened[name] == typed[name]
    for name in ("motion_id", "command_id", "new.1.id"):
        assert opened[name] != typed[name]
        assert UUID(opened[name][0])
    assert [one.became for one in place.beside.drafts.of(place.observer.id)] == [motion]
    assert "It was put on record in amendment 1" in Page(place.observer.get(draft).text).text
    assert f"/motions/{motion}" in Page(place.observer.get("/drafts").text).links()


def test_two_can_table_what_was_shared(place: Place) -> None:
    typed = place.amendment(place.observer, **{"new.1.text": "Roofs."})
    after = {"new.2.id": [new_id()], "new.2.kind": ["paragraph"], "new.2.text": ["Walls."]}
    after["new.2.place"] = [f"after:{typed['new.1.id'][0].upper()}"]
    link = place.observer.shares(place.observer.keeps("table_amendment", typed | after))
    forms = [fields_of(someone.get(form_from(link))) for someone in (place.member, place.second)]

    for someone, form in zip((place.member, place.second), forms, strict=True):
        someone.records("table_amendment", form)

        assert form["new.2.place"] == [f"after:{form['new.1.id'][0]}"]


def test_nobody_stands_behind_what_another_drafted_without_saying_so(place: Place) -> None:
    other = place.second.id
    typed = {**place.amendment(place.observer), "proposers": [place.observer.id, other], "on_behalf_of": [other]}
    link = place.observer.shares(place.observer.keeps("table_amendment", typed))

    opened = fields_of(place.member.get(form_from(link)))

    assert opened["proposers"] == [place.member.id]
    assert other not in str(opened)
    assert other not in place.nobody.get(link).text


def test_it_is_noted_what_became_of_ones_own_draft(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member, **{"new.1.text": "Roofs."}))
    opened = fields_of(place.member.get(form_of(draft)))

    motion = place.member.records("table_amendment", opened)

    [kept] = place.beside.drafts.of(place.member.id)
    assert kept.became == motion


def test_what_is_written_after_tabling_is_another_draft(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member, **{"new.1.text": "Roofs."}))
    opened = fields_of(place.member.get(form_of(draft)))
    place.member.records("table_amendment", opened)

    back = place.member.keeps("table_amendment", {**opened, "title": ["Another"]})
    anew = fields_of(place.member.get(form_of(draft)))

    assert back != draft
    assert "draft" not in anew
    for form in (anew, fields_of(place.member.get(form_of(back)))):
        assert form["new.1.text"] == ["Roofs."]
        for name in ("motion_id", "command_id", "new.1.id"):
            assert form[name] != opened[name]
        place.member.records("table_amendment", form)


def test_nothing_becomes_of_anothers_draft_by_its_id(place: Place) -> None:
    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    opened = place.amendment(place.second, **{"new.1.text": "Roofs.", "draft": draft.rpartition("/")[2]})

    place.second.records("table_amendment", opened)

    [kept] = place.beside.drafts.of(place.member.id)
    assert kept.became is None


def test_a_revision_goes_on_with_the_ids_that_its_motion_brought(place: Place) -> None:
    motion = a_proposal(place.ledger, place.room.framework, place.member.id)
    typed = fields_of(place.member.get(f"/forms/revise_motion?motion_id={motion}")) | {"new.0.text": ["Newer."]}
    draft = place.member.keeps("revise_motion", typed)

    link = place.member.shares(draft).replace("/drafts/shared/", "/forms/revise_motion?shared=")
    opened = fields_of(place.member.get(link))
    place.member.records("revise_motion", opened)

    assert opened.pop("sponsored")
    assert opened.pop("command_id") != typed.pop("command_id")
    assert opened == typed
    assert [one.became for one in place.beside.drafts.of(place.member.id)] == [motion]


def test_scripts_stand_in_a_draft_as_words(place: Place) -> None:
    script = "<script>alert(1)</script>"
    typed = place.amendment(place.member, **{"title": script, "rationale": script, "new.1.text": script})
    draft = place.member.keeps("table_amendment", {**typed, "provisions.0.text": [script]})
    link = place.member.shares(draft)

    for address in ("/drafts", draft, f"{draft}/delete", link):
        shown = place.member.get(address)
        assert script in Page(shown.text).text
        assert not Page(shown.text).faults()
        assert script not in shown.text
    for address in (form_of(draft), form_from(link)):
        assert script not in place.member.get(address).text


def test_a_draft_is_still_its_authors_when_her_standing_has_ended(place: Place) -> None:
    draft = place.observer.keeps("table_amendment", place.amendment(place.observer))
    over = {"participant_id": place.observer.id, "consultation_id": place.room.consultation, "reason": "She left."}

    give(place.ledger, "end_accreditation", **over)

    assert place.observer.get(draft).status_code == 200
    assert place.observer.get(form_of(draft)).status_code == 403


def test_drafts_are_no_record(place: Place) -> None:
    head = place.ledger.record_store.head()

    draft = place.member.keeps("table_amendment", place.amendment(place.member))
    place.member.shares(draft)
    place.member.post(f"{draft}/delete")

    assert place.ledger.record_store.head() == head


def test_a_draft_of_what_never_happened_says_so(place: Place) -> None:
    consultation = a_consultation(place.ledger)
    framework = a_framework(place.ledger, consultation, illustrative=True)
    membership = {"participant_id": place.member.id, "consultation_id": consultation, "standing": "member"}
    give(place.ledger, "accredit", **membership)
    form = fields_of(place.member.get(f"/forms/table_amendment?framework_id={framework}&place=last:"))
    draft = place.member.keeps("table_amendment", form)

    for answer in (place.member.get(draft), place.nobody.get(place.member.shares(draft))):
        assert "illustrative-banner" in answer.text
