"""Recording a vote: ballots by paste or counts, the result that follows, and what is read before it is recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ledger.domain.votes import Vote
from ledger.projections.queries.votes import RollCall, vote_with
from tests.builders import a_holder, a_member, a_participant, an_amendment, folded, give, new_id
from tests.web.forms.answers import facts, kept
from tests.web.markup import Page
from tests.web.signed_in import CHECK, RECORD, Form, Site, a_site, faults_of, fields_of, filled, typed_into
from web.forms.voting import HELP

FORM = "/forms/record_vote"


@dataclass(frozen=True)
class Hall:
    """A site with three member states, an observer, one who is registered only, and an amendment."""

    site: Site
    norway: str
    sweden: str
    malta: str
    observer: str
    elsewhere: str
    motion: str

    def form(self, **given: str) -> str:
        about = given or {"subject.kind": "motion", "subject.id": self.motion}
        answer = self.site.organizer.get(FORM, query_string={"consultation_id": self.site.room.consultation, **about})
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, typed: dict[str, Any], *, do: str = CHECK, **given: str) -> tuple[TestResponse, Form]:
        form = typed_into(self.form(**given), typed)
        return self.site.organizer.post(FORM, data=filled(form, {"do": do})), form

    def recorded(self, typed: dict[str, Any], **given: str) -> RollCall:
        answer, form = self.send(typed, do=RECORD, **given)
        assert answer.status_code == 303, Page(answer.text).text
        with self.site.ledger.reading() as now:
            found = vote_with(now, form["vote_id"])
        assert found is not None
        return found


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('voting') / 'ledger.db'}") as site:
        room, ledger = site.room, site.ledger
        states: dict[str, Any] = {"kind": "delegation", "group": "state"}
        yield Hall(
            site,
            norway=a_member(ledger, room.consultation, name="Norway", short="NO", **states),
            sweden=a_member(ledger, room.consultation, name="Sweden", short="SE", **states),
            malta=a_member(ledger, room.consultation, name="Malta", short="MT", **states),
            observer=a_member(ledger, room.consultation, "observer", name="Red Cross", kind="delegation"),
            elsewhere=a_participant(ledger, name="Iceland", **states),
            motion=an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")]),
        )


def voters(found: RollCall) -> dict[str, list[str]]:
    return {one.ballot: [person.name for person in one.voters] for one in found.ballots if one.voters}


def test_the_question_is_asked_of_what_the_address_names(hall: Hall) -> None:
    assert fields_of(hall.form())["question"] == "Shall amendment 1 “An amendment” be accepted into the text?"
    version = {"subject.kind": "version", "subject.id": hall.site.room.version}
    assert fields_of(hall.form(**version))["question"] == "Shall the version “A draft” be adopted?"
    provision = {"subject.kind": "provision", "subject.id": hall.site.room.provisions["states"]}
    assert "States shall protect refugees." in fields_of(hall.form(**provision))["question"]


def test_the_wording_that_stands_is_carried_along(hall: Hall) -> None:
    form = fields_of(hall.form())

    assert form["wording"] == folded(hall.site.ledger, Vote, hall.recorded({"tally.yes": "1"} | NONE).vote.id).wording


NONE = {"tally.no": "0", "tally.abstain": "0"}


def test_ballots_one_to_a_line_make_a_recorded_vote_whose_result_follows(hall: Hall) -> None:
    found = hall.recorded({"ballots": "Norway: yes\nSweden no\nMalta, abstain"})

    assert voters(found) == {"yes": ["Norway"], "no": ["Sweden"], "abstain": ["Malta"]}
    assert (found.vote.method, found.vote.result) == ("recorded", "lost")


def test_ballots_in_blocks_are_read(hall: Hall) -> None:
    found = hall.recorded(
        {"ballots": "In favour (2): Norway and\nSweden\n\nNot voting: Malta", "majority": "two_thirds"}
    )

    assert voters(found) == {"yes": ["Norway", "Sweden"], "not_voting": ["Malta"]}
    assert (found.vote.result, found.vote.majority) == ("carried", "two_thirds")


def test_counts_make_a_show_of_hands_and_zero_is_a_count(hall: Hall) -> None:
    found = hall.recorded({"tally.yes": "12", "tally.no": "0", "tally.abstain": "3"})

    assert (found.vote.yes, found.vote.no, found.vote.abstain) == (12, 0, 3)
    assert (found.vote.method, found.vote.result) == ("show_of_hands", "carried")


def test_two_thirds_are_two_thirds_of_yes_and_no(hall: Hall) -> None:
    counts = {"tally.yes": "12", "tally.no": "7", "tally.abstain": "0"}

    assert hall.recorded(counts).vote.result == "carried"
    assert hall.recorded({**counts, "majority": "two_thirds"}).vote.result == "lost"


def test_where_nobody_counted_the_person_says_what_came_of_it(hall: Hall) -> None:
    answer, form = hall.send({"method": "acclamation"})
    assert answer.status_code == 422
    assert 'href="#result">This is missing.' in answer.text
    assert kept(answer, form)

    assert hall.recorded({"method": "acclamation", "result": "carried"}).vote.method == "acclamation"


def test_the_check_page_shows_who_is_read_to_have_voted_how(hall: Hall) -> None:
    answer, _ = hall.send({"ballots": "norway: oui\nSE: no"})

    told = facts(answer)
    assert (told["Yes (1)"], told["No (1)"]) == ("Norway (NO)", "Sweden (SE)")
    assert told["Result"] == "Lost: 1 yes, 1 no, 0 abstentions"
    assert told["How it was taken"] == "recorded: how each one voted is known"
    assert "Malta (MT)" in told["Members of whom no ballot is given (3)"]
    assert "Red Cross" not in str(told)
    assert faults_of(answer.text) == []


def test_the_check_page_leads_to_the_record(hall: Hall) -> None:
    answer, form = hall.send({"ballots": "Norway: yes"})

    again = filled(fields_of(answer.text), {"do": RECORD})
    answers = [hall.site.organizer.post(FORM, data=again) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    with hall.site.ledger.reading() as now:
        assert vote_with(now, form["vote_id"]) is not None


def test_lines_that_cannot_be_read_are_told_by_number_and_everything_stays(hall: Hall) -> None:
    head = hall.site.head

    answer, form = hall.send({"ballots": "Norway: yes\nSwedn: yes\nMalta", "body": "", "question": "So?\nYes?"})

    assert answer.status_code == 422
    words = Page(answer.text).text
    assert "Line 2: Nobody here is called “Swedn”. Did you mean Sweden?" in words
    assert "Line 3: Write a ballot with “Malta”" in words
    assert 'href="#ballots"' in answer.text
    assert kept(answer, form)
    assert (faults_of(answer.text), hall.site.head) == ([], head)


def test_of_very_many_lines_that_cannot_be_read_ten_are_told(hall: Hall) -> None:
    answer, _ = hall.send({"ballots": "\n".join(f"Nobody {number}: yes" for number in range(40))})

    assert "30 more lines cannot be read." in Page(answer.text).text


def test_whoever_is_no_member_is_named_where_the_rule_refuses(hall: Hall) -> None:
    answer, form = hall.send({"ballots": "Norway: yes\nRed Cross: yes\nIceland: no"})

    assert answer.status_code == 422
    words = Page(answer.text).text
    assert "Only members of the consultation vote." in words
    assert "No members today: Iceland; Red Cross." in words
    assert kept(answer, form)


def test_ballots_and_counts_together_are_refused_at_the_counts(hall: Hall) -> None:
    answer, form = hall.send({"ballots": "Norway: yes", "tally.yes": "1", **NONE})

    assert answer.status_code == 422
    assert 'href="#tally.yes">Give the ballots or the counts, not both.' in answer.text
    assert kept(answer, form)


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ({"tally.yes": "3"}, "tally.no"),
        ({"tally.yes": "many", **NONE}, "tally.yes"),
        ({"tally.yes": "-1", **NONE}, "tally.yes"),
    ],
)
def test_counts_that_are_none_are_refused_at_their_field(hall: Hall, counts: dict[str, str], field: str) -> None:
    answer, form = hall.send({**counts, "method": "show_of_hands", "result": "carried"})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert kept(answer, form)


def test_a_result_against_the_counts_is_refused(hall: Hall) -> None:
    answer, form = hall.send({"ballots": "Norway: yes", "result": "lost"})

    assert answer.status_code == 422
    assert 'href="#result">By its counts this vote is carried.' in answer.text
    assert kept(answer, form)


def test_a_vote_of_another_body_names_anyone_on_record_and_says_its_own_result(hall: Hall) -> None:
    document = {"subject.kind": "document"}
    typed = {"subject.symbol": "A/RES/73/195", "question": "Adopted?", "body": "General Assembly"}
    ballots = {"ballots": "Yes: Iceland, Norway, Red Cross"}

    answer, _ = hall.send({**typed, **ballots}, **document)
    assert 'href="#result">This is missing.' in answer.text

    found = hall.recorded({**typed, **ballots, "result": "carried"}, **document)
    assert (found.vote.body, found.vote.document, found.vote.wording) == ("General Assembly", "A/RES/73/195", None)
    assert voters(found) == {"yes": ["Iceland", "Norway", "Red Cross"]}


def test_the_symbol_is_asked_of_a_document_alone(hall: Hall) -> None:
    assert 'name="subject.symbol"' not in hall.form()
    assert 'name="subject.symbol"' in hall.form(**{"subject.kind": "document"})
    # Without a subject in the address it is a document that is asked for.
    assert fields_of(hall.form(session=""))["subject.kind"] == "document"


def test_a_vote_on_a_wording_that_moved_meanwhile_can_go_on_with_the_one_that_stands(hall: Hall) -> None:
    room, ledger = hall.site.room, hall.site.ledger
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "must")])
    about = {"subject.kind": "motion", "subject.id": motion}
    form = typed_into(hall.form(**about), {"ballots": "Norway: yes"})
    revised = [room.edit("cities", "may", "can")]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=revised, expected=0)

    answer = hall.site.organizer.post(FORM, data=filled(form, {"do": RECORD}))
    assert answer.status_code == 409
    assert kept(answer, form)

    again = hall.site.organizer.post(FORM, data=filled(form, {"do": "go_on"}))
    on = fields_of(again.text)
    assert on["ballots"] == "Norway: yes"
    assert on["wording"] != form["wording"]
    assert hall.site.organizer.post(FORM, data=filled(on, {"do": RECORD})).status_code == 303


def test_what_is_said_of_how_to_write_ballots_is_true(hall: Hall) -> None:
    a_member(hall.site.ledger, hall.site.room.consultation, name="Cyprus", kind="delegation")

    for example, _ in HELP:
        assert example in Page(hall.form()).text
        said = example.replace("#3f2504e0", f"#{hall.norway[:8]}").replace("Iceland", "Malta")
        assert facts(hall.send({"ballots": said})[0])


def test_names_that_look_alike_are_told_apart_by_number(hall: Hall) -> None:
    consultation, ledger = hall.site.room.consultation, hall.site.ledger
    first, second = (a_member(ledger, consultation, name="Twinland", kind="delegation") for _ in range(2))

    answer, _ = hall.send({"ballots": "Twinland: yes"})
    assert f"Twinland #{first[:8]}" in Page(answer.text).text

    found = hall.recorded({"ballots": f"Twinland #{first[:8]}: yes\nTwinland #{second[:8]}: no"})
    assert [len(one.voters) for one in found.ballots if one.voters] == [1, 1]


def test_markup_in_names_and_ballots_stays_text(hall: Hall) -> None:
    evil = "<script>alert(1)</script>"
    a_member(hall.site.ledger, hall.site.room.consultation, name=evil, kind="delegation")

    refused, _ = hall.send({"ballots": "<b>Norway</b>: yes"})
    checked, _ = hall.send({"ballots": f"{evil}: yes", "question": evil})

    assert (refused.status_code, checked.status_code) == (422, 200)
    for answer in (refused, checked):
        assert evil not in answer.text
        assert faults_of(answer.text) == []


def test_a_facilitator_may_and_a_member_may_not(hall: Hall) -> None:
    facilitator = a_holder(hall.site.ledger, "facilitator", hall.site.room.consultation)
    asked = {"consultation_id": hall.site.room.consultation, "subject.kind": "motion", "subject.id": hall.motion}

    assert hall.site.visitor(facilitator).get(FORM, query_string=asked).status_code == 200
    assert hall.site.member.get(FORM, query_string=asked).status_code == 403


def test_what_is_not_on_record_is_refused_with_what_was_typed(hall: Hall) -> None:
    answer, form = hall.send(
        {"question": "So?", "ballots": "Norway: yes"}, **{"subject.kind": "motion", "subject.id": new_id()}
    )

    assert answer.status_code == 422
    assert kept(answer, form)
