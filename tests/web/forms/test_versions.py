"""Recording a text from outside: it begins with the text as it stands, and is checked against it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from ledger.application import Ledger
from ledger.commands.preparing import prepare
from ledger.projections import tables
from ledger.projections.queries.text import text_at
from tests.builders import (
    Room,
    a_consultation,
    a_framework,
    a_holder,
    a_provision,
    a_version,
    an_amendment,
    decide,
    new_id,
    text_of,
    texts_of,
)
from tests.generated.every import every_command
from tests.web.forms.answers import facts, kept
from tests.web.markup import Page
from tests.web.signed_in import (
    CHECK,
    RECORD,
    Form,
    Site,
    a_site,
    a_visitor,
    an_app,
    faults_of,
    fields_of,
    filled,
    ledger_of,
    typed_into,
)
from web.pasting.version_text import HELP

FORM = "/forms/receive_version"


@dataclass(frozen=True)
class Desk:
    """A site, and a text in it of which nobody else changes anything."""

    site: Site
    room: Room
    framework: str
    by: str

    def form(self) -> str:
        answer = self.site.visitor(self.by).get(FORM, query_string={"framework_id": self.framework})
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, form: Form, do: str = CHECK) -> TestResponse:
        return self.site.visitor(self.by).post(FORM, data=filled(form, {"do": do}))

    def typed(self, *, deletes: str = "", **typed: Any) -> Form:
        """What is sent; `deletes` is asked only once something is left out."""
        sent = typed_into(self.form(), {"name": "Rev. 1", **typed})
        if deletes:
            sent["deletes"] = deletes
        return sent

    def recorded(self, **typed: Any) -> None:
        answer = self.post(self.typed(**typed), RECORD)
        assert answer.status_code == 303, Page(answer.text).text

    @property
    def texts(self) -> list[str]:
        return texts_of(self.site.ledger, self.framework)

    @property
    def ids(self) -> list[str]:
        return [provision.id for provision in text_of(self.site.ledger, self.framework)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('versions') / 'ledger.db'}") as one:
        yield one


@pytest.fixture
def desk(site: Site) -> Desk:
    """A text of two provisions and one under the second."""
    framework = a_framework(site.ledger, site.room.consultation)
    second = new_id()
    provisions = [
        a_provision(label="1", text="States shall act."),
        a_provision(second, kind="article", label="Article 2", heading="Towns", people=["newcomers"]),
        a_provision(kind="sub_paragraph", label="(a)", text="Towns may host.\n\nThey may ask for help.", parent=second),
    ]
    a_version(site.ledger, framework, provisions)
    return Desk(site, site.room, framework, site.room.organizer)


@pytest.fixture
def empty(site: Site) -> Desk:
    """A text that was begun, with nothing in it."""
    return Desk(site, site.room, a_framework(site.ledger, site.room.consultation), site.room.organizer)


def test_the_form_begins_with_the_text_as_it_stands(desk: Desk) -> None:
    page = desk.form()

    first, second, third = (one[:8] for one in desk.ids)
    assert fields_of(page)["provisions"].replace("\r\n", "\n") == (
        f"[paragraph #{first}] 1 |\nStates shall act.\n\n"
        f"[article #{second}] Article 2 | Towns\npeople: newcomers\n\n"
        f"> [sub_paragraph #{third}] (a) |\nTowns may host.\n\nThey may ask for help."
    )
    assert faults_of(page) == []


def test_a_text_that_is_sent_as_it_came_changes_nothing(desk: Desk) -> None:
    ids, texts = desk.ids, desk.texts

    answer = desk.post(desk.typed())
    assert facts(answer)["As they stand"] == "3"
    assert "The change" not in Page(answer.text).text

    desk.recorded()
    assert (desk.ids, desk.texts) == (ids, texts)


def test_what_keeps_its_number_keeps_its_identity_and_the_rest_is_new_or_deleted(desk: Desk) -> None:
    first, second, third = desk.ids
    pasted = fields_of(desk.form())["provisions"].replace("shall", "must")
    pasted = pasted.partition("> [sub_paragraph #")[0] + "> [paragraph] (b) |\r\nNew here."

    told = facts(desk.post(desk.typed(provisions=pasted, deletes="1")))
    assert told["Changed (1)"] == "Paragraph 1"
    assert told["New (1)"] == "Article 2, paragraph (b)"
    assert told["Deleted (1)"] == "Article 2, sub-paragraph (a)"
    assert told["As they stand"] == "1"

    desk.recorded(provisions=pasted, deletes="1")
    assert desk.texts == ["States must act.", "", "New here."]
    assert desk.ids[:2] == [first, second]
    assert third not in desk.ids


def test_what_an_extract_leaves_out_stays(desk: Desk) -> None:
    first, *rest = desk.ids
    pasted = f"[paragraph #{first[:8]}] 1 |\nStates must act."

    told = facts(desk.post(desk.typed(extent="extract", provisions=pasted)))
    assert "Deleted (1)" not in told
    assert (told["Changed (1)"], told["As they stand"]) == ("Paragraph 1", "2")

    desk.recorded(extent="extract", provisions=pasted)
    assert desk.ids == [first, *rest]


def test_the_check_page_shows_each_change_in_its_words(desk: Desk) -> None:
    answer = desk.post(desk.typed(provisions=fields_of(desk.form())["provisions"].replace("shall", "must")))

    words = Page(answer.text).text
    assert "“shall” replaced by “must”" in words
    assert "As they stand 2" in " ".join(f"{name} {value}" for name, value in facts(answer).items())
    assert faults_of(answer.text) == []


def test_a_text_without_marks_is_pasted_into_an_empty_one(empty: Desk) -> None:
    assert "provisions" in fields_of(empty.form())
    assert "every paragraph becomes a provision" in Page(empty.form()).text

    empty.recorded(provisions="Preamble\n\n1. States act.\n(a) At home.\n\n2. Towns act.")

    assert empty.texts == ["", "States act.", "At home.", "Towns act."]


def test_of_a_text_that_is_not_held_only_the_name_is_recorded(desk: Desk) -> None:
    texts = desk.texts

    # The text with which the form began says nothing about the one that is not held.
    desk.recorded(extent="not_held", name="As adopted elsewhere")
    assert desk.texts == texts

    answer = desk.post(form := desk.typed(extent="not_held", provisions="1. Words."))
    assert answer.status_code == 422
    assert 'href="#provisions">A version whose text is not held has no provisions.' in answer.text
    assert kept(answer, form)


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ("[paragraph #12345678] 9 |", "No provision of this text has the number #12345678"),
        ("> > > > [paragraph] 9 |", "There is nothing above for it to stand under"),
        ("[paragraph] 9 |\nlevels: galactic", "galactic"),
        ("[paragraph] 9 |\nBell: \x07.", "This holds a control character (U+0007)"),
        (f"[paragraph] 9 |\n{'long ' * 14_000}", "This is too long"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line_and_everything_stays(desk: Desk, added: str, words: str) -> None:
    before = fields_of(desk.form())["provisions"].replace("\r\n", "\n")
    head = desk.site.head
    line = before.count("\n") + 3 + ("galactic" in added)

    answer = desk.post(form := desk.typed(provisions=f"{before}\n\n{added}"))

    assert answer.status_code == 422
    assert f'href="#provisions">Line {line}: ' in answer.text
    assert words in Page(answer.text).text
    assert kept(answer, form)
    # A control character cannot stand in a page, and is shown all the same: whoever typed it has to find it.
    faults = [fault for fault in faults_of(answer.text) if "invalid-codepoint" not in fault]
    assert (faults, desk.site.head) == ([], head)


def test_an_empty_text_and_a_name_that_is_missing_are_refused(empty: Desk) -> None:
    answer = empty.post(form := typed_into(empty.form(), {"provisions": "1. Words."}))
    assert 'href="#name">This is missing.' in answer.text
    assert kept(answer, form)

    answer = empty.post(form := empty.typed(provisions=" \n "))
    assert 'href="#provisions">A version that is received has at least one provision.' in answer.text
    assert kept(answer, form)


def test_a_form_left_open_over_an_adoption_does_not_undo_it_unseen(desk: Desk) -> None:
    site, first = desk.site, desk.ids[0]
    form = desk.typed(provisions=fields_of(desk.form())["provisions"].replace("host", "welcome"))
    base = text_of(site.ledger, desk.framework)[0].wording
    change = {"op": "rewrite", "provision_id": first, "base": base, "text": "States shall act soon."}
    decide(site.ledger, an_amendment(site.ledger, desk.framework, site.room.member, [change]))

    answer = desk.post(form, RECORD)
    assert answer.status_code == 409
    assert "The text has changed since this form was opened" in Page(answer.text).text
    assert "“soon” inserted" in Page(answer.text).text
    assert kept(answer, form)

    on = fields_of(desk.post(form, "go_on").text)
    assert on["provisions"] == form["provisions"].replace("\n", "\r\n").replace("\r\r", "\r")
    assert "“soon” deleted" in Page(desk.post(on).text).text
    assert desk.post(on, RECORD).status_code == 303


def test_sending_a_form_twice_records_once_with_the_same_ids(empty: Desk) -> None:
    form = filled(fields_of(empty.post(empty.typed(provisions="1. A\n\n2. B")).text), {})

    answers = [empty.post(form, RECORD) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert empty.texts == ["A", "B"]


def test_line_ends_and_first_line_breaks_come_back_as_they_were(empty: Desk) -> None:
    pasted = "[paragraph] 1 |\r\n\\\r\nAfter a line that is kept.\rAnd another.\r\n"

    empty.recorded(provisions=pasted)
    assert empty.texts == ["\nAfter a line that is kept.\nAnd another."]

    empty.recorded(name="Rev. 2")
    assert empty.texts == ["\nAfter a line that is kept.\nAnd another."]


def test_markup_stays_text(empty: Desk) -> None:
    evil = "<script>alert(1)</script></textarea>"

    answer = empty.post(empty.typed(provisions=f"[paragraph] {evil} | {evil}\n{evil}", name=evil))

    assert evil not in answer.text
    assert faults_of(answer.text) == []
    assert evil not in empty.post(empty.typed(provisions=f"[paragraph #12345678] {evil}")).text


def test_every_word_that_a_text_can_hold_is_pasted_back_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    odd = Ledger.open(url)
    odd.record([prepare(json.loads(json.dumps(line)), importing=True) for line in every_command()], keep_going=True)
    odd.close()

    with an_app(url) as app:
        ledger = ledger_of(app)
        with ledger.reading() as now:
            row = now.connection.execute(select(tables.frameworks).order_by(tables.frameworks.c.position)).first()
            assert row is not None
            count = len(text_at(now, row.id, now.position).provisions)
        browser = a_visitor(app, a_holder(ledger, "organizer", row.consultation_id))
        shown = browser.get(FORM, query_string={"framework_id": row.id}).text
        answer = browser.post(FORM, data=typed_into(shown, {"name": "Again"}))

    assert facts(answer)["As they stand"] == str(count)
    assert "The change" not in Page(answer.text).text


def test_it_takes_the_role_of_an_organizer_of_that_process(desk: Desk) -> None:
    site = desk.site
    elsewhere = a_holder(site.ledger, "organizer", a_consultation(site.ledger))

    for other in (site.room.member, site.room.facilitator, elsewhere):
        assert site.visitor(other).get(FORM, query_string={"framework_id": desk.framework}).status_code == 403


def test_there_is_no_form_of_a_text_that_is_not_on_record(desk: Desk) -> None:
    answer = desk.site.organizer.get(FORM, query_string={"framework_id": new_id()})

    assert answer.status_code in (403, 404)


def test_what_is_said_of_how_to_write_a_text_is_true(desk: Desk) -> None:
    number = f"#{desk.ids[1][:8]}"
    said = "\n".join(example for example, _ in HELP[1:]).replace("#3f2504e0", number)

    assert desk.post(desk.typed(provisions=said, deletes="2")).status_code == 200


@pytest.mark.parametrize("deletes", ["", "1", "2"])
def test_what_is_left_out_is_deleted_only_where_that_is_said(desk: Desk, deletes: str) -> None:
    answer = desk.post(desk.typed(provisions="One paragraph, pasted without a mark.", deletes=deletes))

    assert answer.status_code == 422
    assert "leaves out 3 provisions" in answer.text
    assert 'name="deletes" value="3"' in answer.text
