"""Making a statement: who speaks, about what, in reply to whom, and where it is not made here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ledger.projections import tables
from ledger.projections.queries.statements import Statement, statements_where
from tests.builders import (
    Room,
    a_consultation,
    a_framework,
    a_holder,
    a_member,
    a_participant,
    a_session,
    a_statement,
    an_amendment,
    give,
    new_id,
)
from tests.web.forms.answers import facts, kept
from tests.web.markup import Page
from tests.web.signed_in import CHECK, RECORD, Form, Site, a_site, controls_of, faults_of, fields_of, filled, typed_into

FORM = "/forms/make_statement"


@dataclass(frozen=True)
class Floor:
    """A site with an amendment; who speaks in it."""

    site: Site
    room: Room
    motion: str

    def form(self, by: str = "", **given: str) -> str:
        asked = {"consultation_id": self.room.consultation, **given}
        answer = self.site.visitor(by or self.room.member).get(FORM, query_string=asked)
        assert answer.status_code == 200, Page(answer.text).text
        return answer.text

    def send(self, typed: dict[str, Any], *, by: str = "", do: str = CHECK, **given: str) -> tuple[TestResponse, Form]:
        form = typed_into(self.form(by, **given), {"kind": "remark", "text": "We agree.", **typed})
        return self.site.visitor(by or self.room.member).post(FORM, data=filled(form, {"do": do})), form

    def recorded(self, typed: dict[str, Any], *, by: str = "", **given: str) -> Statement:
        answer, form = self.send(typed, by=by, do=RECORD, **given)
        assert answer.status_code == 303, Page(answer.text).text
        with self.site.ledger.reading() as now:
            is_it = tables.statements.c.id == form["statement_id"]
            (found,) = statements_where(now, is_it, order=[tables.statements.c.position], limit=1)
        return found


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('speaking') / 'ledger.db'}") as site:
        room = site.room
        yield Floor(
            site, room, an_amendment(site.ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
        )


def test_whoever_takes_part_speaks_for_herself_without_being_asked_who(floor: Floor) -> None:
    assert "participant_id" not in controls_of(floor.form())

    said = floor.recorded({"text": "\r\nWe agree.\r\nWith all."})

    assert said.speaker is not None
    assert said.speaker.id == floor.room.member
    assert said.text is not None
    assert said.text.words == "\nWe agree.\nWith all."
    assert (said.language, said.recorded_by) == ("en", None)


def test_whoever_acts_for_a_delegation_says_for_whom_she_speaks(floor: Floor) -> None:
    ledger, consultation = floor.site.ledger, floor.room.consultation
    norway = a_member(ledger, consultation, name="Norway", kind="delegation")
    anna = a_member(ledger, consultation, name="Anna", acts_for=norway)

    page = floor.form(anna)

    assert controls_of(page)["participant_id"].offered == (anna, norway)
    for who in (anna, norway):
        said = floor.recorded({"participant_id": who}, by=anna)
        assert said.speaker is not None
        assert said.speaker.id == who


@pytest.mark.parametrize("role", ["organizer", "facilitator"])
def test_those_in_the_chair_record_what_anyone_accredited_said(floor: Floor, role: str) -> None:
    by = getattr(floor.room, role)
    stranger = a_participant(floor.site.ledger, name="A stranger")

    offered = controls_of(floor.form(by))["participant_id"].offered

    assert {floor.room.member, floor.room.observer, floor.room.guest} <= set(offered)
    assert stranger not in offered
    said = floor.recorded({"participant_id": floor.room.observer}, by=by)
    assert said.recorded_by is not None
    assert said.recorded_by.id == by


def test_only_those_in_the_chair_sum_up(floor: Floor) -> None:
    assert "summary" not in controls_of(floor.form())["kind"].offered
    assert "summary" in controls_of(floor.form(floor.room.facilitator))["kind"].offered


def test_a_statement_is_about_what_the_address_names(floor: Floor) -> None:
    page = floor.form(**{"about.kind": "motion", "about.id": floor.motion})

    assert fields_of(page)["about"] == f"motion:{floor.motion}"
    said = floor.recorded({}, **{"about.kind": "motion", "about.id": floor.motion})
    assert [thing.id for thing in said.about] == [floor.motion]


def test_the_address_needs_no_process_where_it_names_a_thing(floor: Floor) -> None:
    about = {"about.kind": "provision", "about.id": floor.room.provisions["states"]}

    answer = floor.site.member.get(FORM, query_string=about)

    assert fields_of(answer.text)["consultation_id"] == floor.room.consultation


def test_what_it_is_about_is_chosen_among_texts_open_motions_and_provisions(floor: Floor) -> None:
    room = floor.room
    provision = f"provision:{room.provisions['cities']}"

    offered = controls_of(floor.form())["about"].offered

    assert {f"framework:{room.framework}", f"motion:{floor.motion}", provision} <= set(offered)
    assert [thing.id for thing in floor.recorded({"about": provision}).about] == [room.provisions["cities"]]


def test_anything_else_can_be_named_by_the_address(floor: Floor) -> None:
    said = floor.recorded({}, **{"about.kind": "version", "about.id": floor.room.version})

    assert [(thing.kind, thing.id) for thing in said.about] == [("version", floor.room.version)]


def test_where_a_process_has_no_text_nothing_is_asked_of_it(floor: Floor) -> None:
    consultation = a_consultation(floor.site.ledger)
    member = a_member(floor.site.ledger, consultation)

    asked = {"consultation_id": consultation}
    page = floor.site.visitor(member).get(FORM, query_string=asked).text
    assert not {"about", "in_reply_to"} & controls_of(page).keys()

    a_framework(floor.site.ledger, consultation)
    assert "about" in controls_of(floor.site.visitor(member).get(FORM, query_string=asked).text)


def test_a_reply_begins_as_one_and_stands_in_the_meeting_that_is_open(floor: Floor) -> None:
    session = a_session(floor.site.ledger, floor.room.consultation)
    asked = a_statement(floor.site.ledger, floor.room.consultation, floor.room.second, kind="question", session=session)
    another = a_statement(floor.site.ledger, floor.room.consultation, floor.room.guest, session=session)

    page = floor.form(in_reply_to=asked)

    form = fields_of(page)
    assert (form["kind"], form["in_reply_to"], form["session"]) == ("reply", asked, session)
    assert {asked, another} <= set(controls_of(page)["in_reply_to"].offered)
    said = floor.recorded({"kind": "reply"}, in_reply_to=asked)
    assert said.in_reply_to is not None
    assert said.in_reply_to.id == asked


def test_a_reply_to_what_was_said_in_no_meeting(floor: Floor) -> None:
    asked = a_statement(floor.site.ledger, floor.room.consultation, floor.room.second)

    said = floor.recorded({"kind": "reply"}, in_reply_to=asked)

    assert said.in_reply_to is not None
    assert (said.in_reply_to.id, said.session) == (asked, None)


def test_what_was_said_in_the_meeting_of_the_address_can_be_answered(floor: Floor) -> None:
    session = a_session(floor.site.ledger, floor.room.consultation, title="The second day")
    asked = a_statement(floor.site.ledger, floor.room.consultation, floor.room.second, session=session)

    page = floor.form(session=session)

    assert "At The second day" in Page(page).text
    assert controls_of(page)["in_reply_to"].offered == ("", asked)
    assert fields_of(page)["session"] == session


@pytest.mark.parametrize("attribution", ["group", "none"])
def test_what_is_said_where_speakers_are_not_named_is_held_in_the_minutes(floor: Floor, attribution: str) -> None:
    session = a_session(floor.site.ledger, floor.room.consultation, attribution, title="Behind closed doors")
    head = floor.site.head

    page = Page(floor.form(session=session))
    answer, form = floor.send({"session": session})

    for one in (page, Page(answer.text)):
        assert "“Behind closed doors” does not name its speakers: what is said there is held in its minutes" in one.text
        assert f"/sessions/{session}/minutes" in one.links()
    assert answer.status_code == 422
    assert 'href="#session"' in answer.text
    assert kept(answer, form)
    assert (faults_of(answer.text), floor.site.head) == ([], head)


def test_nothing_is_added_to_a_closed_meeting_that_named_nobody(floor: Floor) -> None:
    session = a_session(floor.site.ledger, floor.room.consultation, "none")
    give(floor.site.ledger, "close_session", session_id=session, occurred_at="2018-03-05T18:00:00Z")

    answer, form = floor.send({"session": session})

    assert answer.status_code == 422
    assert "is closed: nothing is added to what was said there." in Page(answer.text).text
    assert f"/sessions/{session}/minutes" not in Page(answer.text).links()
    assert kept(answer, form)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"kind": ""}, "kind"),
        ({"language": "English!"}, "language"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_at_its_field(floor: Floor, typed: dict[str, str], field: str) -> None:
    answer, form = floor.send(typed)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert kept(answer, form)
    assert faults_of(answer.text) == []


@pytest.mark.parametrize("value", ["motion", ":", "motion:x", "participant:3f2504e0-4f89-41d3-9a0c-0305e82c3301"])
def test_a_thing_that_there_is_not_is_refused_at_its_field(floor: Floor, value: str) -> None:
    form = filled(fields_of(floor.form()), {"kind": "remark", "text": "We agree.", "about": value})

    answer = floor.site.member.post(FORM, data=form)

    assert answer.status_code == 422
    assert 'href="#about"' in answer.text


def test_nobody_speaks_for_someone_else_without_a_role(floor: Floor) -> None:
    form = filled(
        fields_of(floor.form()),
        {"kind": "remark", "text": "We agree.", "participant_id": floor.room.second, "do": RECORD},
    )
    head = floor.site.head

    answer = floor.site.member.post(FORM, data=form)

    assert answer.status_code == 403
    assert floor.site.head == head


def test_who_takes_no_part_does_not_speak(floor: Floor) -> None:
    for stranger in (a_participant(floor.site.ledger), a_holder(floor.site.ledger, "auditor", floor.room.consultation)):
        answer = floor.site.visitor(stranger).get(FORM, query_string={"consultation_id": floor.room.consultation})
        assert answer.status_code == 403


def test_the_check_page_shows_the_statement(floor: Floor) -> None:
    answer, _ = floor.send({"about": f"motion:{floor.motion}", "text": "<i>We</i> agree."}, by=floor.room.organizer)
    assert answer.status_code == 422

    answer, _ = floor.send({"about": f"motion:{floor.motion}", "text": "<i>We</i> agree."})

    told = facts(answer)
    assert (told["What was said"], told["About"]) == ("<i>We</i> agree.", "Amendment 1: An amendment")
    assert "<i>We" not in answer.text
    assert faults_of(answer.text) == []


def test_sending_a_form_twice_records_once(floor: Floor) -> None:
    answer, _ = floor.send({})
    form = filled(fields_of(answer.text), {"do": RECORD})
    head = floor.site.head

    answers = [floor.site.member.post(FORM, data=form) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert floor.site.head == head + 1


def test_a_thing_of_the_address_that_is_not_on_record_does_no_harm(floor: Floor) -> None:
    page = floor.form(**{"about.kind": "motion", "about.id": new_id()}, in_reply_to=new_id(), session=new_id())

    assert faults_of(page) == []
