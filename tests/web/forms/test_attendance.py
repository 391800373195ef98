"""Recording who attended: names where speakers are named, numbers by group where they are not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ledger.projections.queries.sessions import Attendance, session_with
from tests.builders import a_consultation, a_holder, a_member, a_participant, a_session, adopt_rule, give, new_id
from tests.web.forms.answers import facts, kept
from tests.web.markup import Page
from tests.web.signed_in import CHECK, RECORD, Form, Site, a_site, controls_of, faults_of, fields_of, filled, typed_into
from web.forms.attendance import HELP_COUNTS, HELP_NAMES
from web.forms.fields import MOST_BOXES

FORM = "/forms/record_attendance"


@dataclass(frozen=True)
class Office:
    """A site with a consultation of twenty delegations; what is recorded there."""

    site: Site
    consultation: str
    by: str
    states: list[str]

    def meeting(self, attribution: str = "named") -> str:
        return a_session(self.site.ledger, self.consultation, attribution)

    def form(self, session: str) -> str:
        answer = self.site.visitor(self.by).get(FORM, query_string={"session_id": session})
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, session: str, typed: dict[str, Any], *, do: str = CHECK) -> tuple[TestResponse, Form]:
        form = typed_into(self.form(session), typed)
        return self.site.visitor(self.by).post(FORM, data=filled(form, {"do": do})), form

    def recorded(self, session: str, typed: dict[str, Any]) -> Attendance:
        answer, _ = self.send(session, typed, do=RECORD)
        assert answer.status_code == 303, Page(answer.text).text
        with self.site.ledger.reading() as now:
            found = session_with(now, session)
        assert found is not None
        assert found.attendance is not None
        return found.attendance


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('attendance') / 'ledger.db'}") as site:
        consultation = a_consultation(site.ledger)
        states = [
            a_member(site.ledger, consultation, name=f"State {letter}", kind="delegation", group="state")
            for letter in "ABCDEFGHIJKLMNOPQRST"
        ]
        assert len(states) > MOST_BOXES
        yield Office(site, consultation, a_holder(site.ledger, "organizer", consultation), states)


def names(found: Attendance) -> set[str]:
    return {person.name for person in found.participants}


def test_names_are_pasted_one_to_a_line_or_with_commas(office: Office) -> None:
    found = office.recorded(office.meeting(), {"participants": "1. State A\n2. state b\nState C, State D and State E"})

    assert names(found) == {"State A", "State B", "State C", "State D", "State E"}


def test_names_that_nobody_has_are_told_by_line_and_everything_stays(office: Office) -> None:
    head = office.site.head

    answer, form = office.send(office.meeting(), {"participants": "State A\nStat BB\nNobody at all"})

    words = Page(answer.text).text
    assert answer.status_code == 422
    assert "Line 2: Nobody here is called “Stat BB”. Did you mean State B" in words
    assert "Line 3: Nobody here is called “Nobody at all”." in words
    assert 'href="#participants"' in answer.text
    assert kept(answer, form)
    assert (faults_of(answer.text), office.site.head) == ([], head + 2)


def test_whoever_takes_no_part_can_have_been_there(office: Office) -> None:
    a_participant(office.site.ledger, "delegation", name="Visitors of honour")
    session = office.meeting()

    assert names(office.recorded(session, {"participants": "Visitors of honour\nState A"})) == {
        "Visitors of honour",
        "State A",
    }
    # The list is then shown as it can be sent again.
    assert names(office.recorded(session, {})) == {"Visitors of honour", "State A"}


def test_the_form_begins_with_what_is_recorded_and_says_that_it_takes_its_place(office: Office) -> None:
    session = office.meeting()
    office.recorded(session, {"participants": "State A\nState B"})

    page = office.form(session)

    assert fields_of(page)["participants"] == "State A\r\nState B"
    assert "On record now: 2 participants. What you record takes its place." in Page(page).text
    assert names(office.recorded(session, {"participants": "State C"})) == {"State C"}


def test_where_few_take_part_they_are_ticked(office: Office) -> None:
    site = office.site
    session = a_session(site.ledger, site.room.consultation)
    here = Office(site, site.room.consultation, site.room.organizer, [])

    assert controls_of(here.form(session))["participants"].kind == "checkbox"
    found = here.recorded(session, {"participants": [site.room.member, site.room.guest]})
    assert {person.id for person in found.participants} == {site.room.member, site.room.guest}
    assert set(fields_of(here.form(session)).getlist("participants")) == {site.room.member, site.room.guest}


def test_whoever_was_erased_since_is_not_named_again(office: Office) -> None:
    site, session = office.site, office.meeting()
    gone = a_participant(site.ledger, name="Somebody who goes")
    office.recorded(session, {"participants": "Somebody who goes, State A"})
    give(site.ledger, "erase_participant", participant_id=gone, reason="legal_order")

    page = office.form(session)

    assert fields_of(page)["participants"] == "State A"
    assert "1 person on that list, erased from the record since, cannot be named again." in Page(page).text
    assert names(office.recorded(session, {})) == {"State A"}


def test_the_check_page_lists_whom_it_read(office: Office) -> None:
    answer, _ = office.send(office.meeting(), {"participants": "state b, state a"})

    assert facts(answer)["Who was there (2)"] == "State A; State B"
    assert faults_of(answer.text) == []


@pytest.mark.parametrize("attribution", ["group", "none"])
def test_where_speakers_are_not_named_only_numbers_are_asked_and_it_says_why(office: Office, attribution: str) -> None:
    adopt_rule(office.site.ledger, office.consultation, "small_group", 4)

    page = office.form(office.meeting(attribution))

    assert "participants" not in controls_of(page)
    words = Page(page).text
    assert "no list is kept of who was there: only how many." in words
    assert "A group of fewer than 4 is counted under “Others”" in words
    assert faults_of(page) == []


def test_numbers_by_group_are_typed_one_by_one(office: Office) -> None:
    found = office.recorded(
        office.meeting("group"), {"by_group.state": "12", "by_group.media": "7", "by_group.academia": "0"}
    )

    assert found.by_group == {"state": 12, "media": 7}


def test_numbers_by_group_are_pasted_and_take_the_place_of_those_above(office: Office) -> None:
    session = office.meeting("none")
    office.recorded(session, {"by_group.state": "30"})

    found = office.recorded(session, {"by_group": "Civil society: 9\n12 business"})

    assert found.by_group == {"civil_society": 9, "business": 12}
    assert fields_of(office.form(session))["by_group.business"] == "12"


def test_the_check_page_shows_small_groups_folded(office: Office) -> None:
    answer, _ = office.send(office.meeting("group"), {"by_group": "States: 20, media 2, academia 1, diaspora: 3"})

    told = facts(answer)
    assert (told["States"], told["Others"]) == ("20", "6")
    assert told["Too few to be told apart"].startswith("Academia; Diaspora; Media.")
    assert "Media" not in told


def test_where_even_the_others_are_too_few_the_total_is_shown_alone(office: Office) -> None:
    answer, _ = office.send(office.meeting("none"), {"by_group.state": "20", "by_group.media": "1"})

    told = facts(answer)
    assert told["In all"] == "21"
    assert told["Too few to be told apart"].startswith("Media; States.")


@pytest.mark.parametrize("typed", [{"total": "57"}, {"by_group.state": "12"}, {"by_group": "States: 12"}])
def test_where_speakers_are_named_numbers_can_be_recorded_too(office: Office, typed: dict[str, str]) -> None:
    session = office.meeting()
    office.recorded(session, {"participants": "State A\nState B"})

    found = office.recorded(session, {"participants": "", **typed})

    assert names(found) == set()
    assert (found.total, found.by_group) in [(57, {}), (None, {"state": 12})]
    give(office.site.ledger, "update_session", session_id=session, attribution="group")


def test_names_and_numbers_together_are_refused_and_stay(office: Office) -> None:
    answer, form = office.send(office.meeting(), {"participants": "State A", "total": "57"})

    assert answer.status_code == 422
    assert 'href="#participants"' in answer.text
    assert kept(answer, form)
    assert faults_of(answer.text) == []


def test_a_total_alone_is_enough(office: Office) -> None:
    session = office.meeting("none")

    assert office.recorded(session, {"total": "57"}).total == 57
    assert "On record now: 57 persons." in Page(office.form(session)).text


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "by_group.state", "Give the participants, or counts by group, or the total: one of them."),
        ({"by_group.state": "3", "total": "9"}, "by_group.state", "Give the participants, or counts by group"),
        ({"by_group.media": "some"}, "by_group.media", "This has to be a whole number, 1 or more."),
        ({"by_group": "States: 3\nClowns: 4"}, "by_group", "Line 2: No stakeholder group is called “Clowns”."),
        ({"total": "-3"}, "total", "This has to be a whole number, 1 or more."),
    ],
)
def test_what_cannot_be_counted_is_refused_at_its_field(
    office: Office, typed: dict[str, str], field: str, words: str
) -> None:
    answer, form = office.send(office.meeting("group"), typed)

    assert answer.status_code == 422
    assert f'href="#{field}">{words}' in answer.text
    assert f'id="{field}"' in answer.text
    assert kept(answer, form)
    assert faults_of(answer.text) == []


def test_names_sent_to_a_meeting_that_names_nobody_are_refused(office: Office) -> None:
    form = filled(fields_of(office.form(office.meeting("none"))), {"participants": office.states[0], "do": RECORD})
    head = office.site.head

    answer = office.site.visitor(office.by).post(FORM, data=form)

    assert answer.status_code == 422
    assert "attendance is counts by group, never a list" in Page(answer.text).text
    assert office.site.head == head


def test_a_meeting_that_was_not_opened_has_no_attendance_yet(office: Office) -> None:
    session = new_id()
    about = {"consultation_id": office.consultation, "title": "Later", "opens_at": "2018-03-09"}
    give(office.site.ledger, "convene_session", session_id=session, **about)

    answer, form = office.send(session, {"participants": "State A"})

    assert answer.status_code == 422
    assert "Attendance is recorded once the session was opened." in Page(answer.text).text
    assert kept(answer, form)


def test_there_is_no_form_of_a_meeting_that_is_not_on_record(office: Office) -> None:
    for session in (new_id(), "", "x"):
        assert office.site.visitor(office.by).get(FORM, query_string={"session_id": session}).status_code in (403, 404)


def test_what_is_said_of_how_to_write_it_is_true(office: Office) -> None:
    norway = a_member(office.site.ledger, office.consultation, name="Norway", kind="delegation")

    for example, _ in HELP_NAMES:
        said = example.replace("#3f2504e0", f"#{norway[:8]}")
        assert office.send(office.meeting(), {"participants": said})[0].status_code == 200
    counted = "\n".join(example for example, _ in HELP_COUNTS)
    assert office.send(office.meeting("group"), {"by_group": counted})[0].status_code == 200


def test_sending_a_form_twice_records_once(office: Office) -> None:
    answer, _ = office.send(office.meeting(), {"participants": "State A"})
    form = filled(fields_of(answer.text), {"do": RECORD})
    head = office.site.head

    answers = [office.site.visitor(office.by).post(FORM, data=form) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert office.site.head == head + 1
