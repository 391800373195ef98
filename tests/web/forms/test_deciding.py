"""Deciding: what settled a motion, in whose words it is accepted, and rules whose value is asked for."""

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ledger.domain.motions import Motion
from tests.builders import TEXTS, Room, a_room, a_vote, adopt_rule, an_amendment, decide, folded
from tests.web.forms.answers import facts
from tests.web.markup import Page
from tests.web.signed_in import (
    CHECK,
    RECORD,
    Browser,
    Form,
    Site,
    a_site,
    controls_of,
    faults_of,
    fields_of,
    filled,
    typed_into,
)

OTHER_WORDS = "in other words than were tabled"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('deciding') / 'ledger.db'}") as one:
        yield one


@pytest.fixture
def room(site: Site) -> Room:
    return a_room(site.ledger)


def a_motion(site: Site, room: Room, provision: str = "states", old: str = "shall", new: str = "must") -> str:
    return an_amendment(site.ledger, room.framework, room.member, [room.edit(provision, old, new)])


def shown(browser: Browser, command: str, **given: str) -> str:
    answer = browser.get(f"/forms/{command}", query_string=given)
    assert answer.status_code == 200, Page(answer.text).text
    assert faults_of(answer.text) == []
    return answer.text


def sent(browser: Browser, command: str, form: Form, do: str = CHECK) -> TestResponse:
    return browser.post(f"/forms/{command}", data=filled(form, {"do": do}))


def deciding(site: Site, room: Room, motion: str, **typed: Any) -> TestResponse:
    """What the form of a decision answers."""
    browser = site.visitor(room.facilitator)
    page = shown(browser, "decide_motion", motion_id=motion)
    return sent(browser, "decide_motion", typed_into(page, typed))


# What settled it


def test_what_settled_a_motion_is_any_other_of_its_text_or_a_version(site: Site, room: Room) -> None:
    motion, rival, ended = (a_motion(site, room) for _ in range(3))
    decide(site.ledger, ended, "rejected")

    page = shown(site.visitor(room.facilitator), "decide_motion", motion_id=motion)

    offered = {value for value in controls_of(page)["because_of.id"].offered if value}
    assert offered == {rival, ended, room.version}
    words = Page(page).text
    assert "Amendment 3: An amendment (not accepted)" in words
    assert "Version 1: A draft" in words


@pytest.mark.parametrize("kind", ["motion", "version"])
def test_a_motion_is_settled_by_one_that_ended_or_by_a_version(site: Site, room: Room, kind: str) -> None:
    motion, ended = a_motion(site, room), a_motion(site, room)
    decide(site.ledger, ended, "rejected")
    named = {"because_of.kind": kind, "because_of.id": ended if kind == "motion" else room.version}

    answer = deciding(site, room, motion, decision="superseded", **named)

    assert answer.status_code == 200, Page(answer.text).text
    assert "is settled by" in Page(answer.text).text
    recorded = sent(site.visitor(room.facilitator), "decide_motion", fields_of(answer.text), RECORD)
    assert recorded.status_code == 303
    assert folded(site.ledger, Motion, motion).decision == "superseded"


def test_what_settled_it_can_be_left_out_again(site: Site, room: Room) -> None:
    page = shown(site.visitor(room.facilitator), "decide_motion", motion_id=a_motion(site, room))

    assert "" in controls_of(page)["because_of.kind"].offered


@pytest.mark.parametrize("decision", ["adopted", "rejected", "lapsed"])
def test_a_decision_that_follows_from_nothing_drops_what_was_chosen(site: Site, room: Room, decision: str) -> None:
    because = {"because_of.kind": "rule", "because_of.name": "Rule 5"}

    answer = deciding(site, room, a_motion(site, room), decision=decision, **because)

    assert "Rule 5" not in Page(answer.text).text
    assert "What settled it" not in facts(answer)


def test_only_that_is_sent_by_which_the_chosen_kind_is_named(site: Site, room: Room) -> None:
    left = {"because_of.id": room.version}
    because = {"because_of.kind": "rule", "because_of.name": "Rule 5", **left}

    answer = deciding(site, room, a_motion(site, room), decision="inadmissible", **because)

    assert "is ruled out by the rule “Rule 5”" in Page(answer.text).text
    assert "Proposal, amendment or version" not in facts(answer)


@pytest.mark.parametrize(
    ("decision", "kind", "field"),
    [
        ("superseded", "", "because_of.kind"),
        ("superseded", "rule", "because_of.kind"),
        ("superseded", "version", "because_of.id"),
        ("inadmissible", "rule", "because_of.name"),
        ("referred", "place", "because_of.name"),
    ],
)
def test_what_is_missing_is_said_at_its_field(site: Site, room: Room, decision: str, kind: str, field: str) -> None:
    answer = deciding(site, room, a_motion(site, room), decision=decision, **{"because_of.kind": kind})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert faults_of(answer.text) == []


# In other words


def reworded(site: Site, room: Room, *motions: str) -> str:
    """The form of an adoption with the words opened for editing."""
    browser = site.visitor(room.facilitator)
    page = shown(browser, "adopt_motions", framework_id=room.framework)
    answer = sent(browser, "adopt_motions", typed_into(page, {"motions": list(motions)}), "reword")
    assert answer.status_code == 200, Page(answer.text).text
    return answer.text


def test_words_that_were_opened_and_left_as_they_are_were_not_edited(site: Site, room: Room) -> None:
    motions = [a_motion(site, room), a_motion(site, room, "states", "protect", "house")]
    page = reworded(site, room, *motions, a_motion(site, room, "cities", "may", "shall"))

    answer = sent(site.visitor(room.facilitator), "adopt_motions", fields_of(page))

    words = Page(answer.text).text
    assert answer.status_code == 200, words
    assert OTHER_WORDS not in words
    assert "Edited by" not in facts(answer)


def test_who_accepts_several_and_finds_no_vote_is_told_where_one_is_recorded(site: Site, room: Room) -> None:
    page = shown(site.visitor(room.facilitator), "adopt_motions", framework_id=room.framework)

    assert "A vote is recorded from the page of the proposal or amendment that it was taken on." in Page(page).text


def test_words_that_were_edited_name_their_editor(site: Site, room: Room) -> None:
    motion = a_motion(site, room)
    form = fields_of(reworded(site, room, motion))
    form["provisions.0.text"] = "States will protect refugees."

    answer = sent(site.visitor(room.facilitator), "adopt_motions", form)

    assert OTHER_WORDS in Page(answer.text).text
    assert "Edited by" in facts(answer)
    form["edited_by"] = ""
    cleared = sent(site.visitor(room.facilitator), "adopt_motions", form)
    assert f"{OTHER_WORDS}, edited by" in Page(cleared.text).text, "who clears the field edited them herself"
    assert sent(site.visitor(room.facilitator), "adopt_motions", form, RECORD).status_code == 303


@pytest.mark.parametrize("text", ["", "States will protect refugees."])
def test_a_decision_on_one_motion_tells_edited_words_from_those_that_were_left(
    site: Site, room: Room, text: str
) -> None:
    browser = site.visitor(room.facilitator)
    page = shown(browser, "decide_motion", motion_id=a_motion(site, room))
    form = fields_of(sent(browser, "decide_motion", typed_into(page, {"decision": "adopted"}), "reword").text)
    form["provisions.0.text"] = text or form["provisions.0.text"]

    told = sent(browser, "decide_motion", form)

    assert (OTHER_WORDS in Page(told.text).text, "Edited by" in facts(told)) == (bool(text), bool(text))
    assert sent(browser, "decide_motion", form, RECORD).status_code == 303


def test_words_whose_deletion_is_disputed_are_opened_as_they_stand_and_whoever_edits_them_is_named(
    site: Site, room: Room
) -> None:
    deletion = an_amendment(site.ledger, room.framework, room.member, [room.delete("states")])
    form = fields_of(reworded(site, room, a_motion(site, room), deletion))

    untouched = sent(site.visitor(room.facilitator), "adopt_motions", form)
    form["provisions.0.text"] = "States will protect refugees."
    answer = sent(site.visitor(room.facilitator), "adopt_motions", form)

    assert form["provisions.0.base"]
    assert untouched.status_code == 422
    assert "Nothing is taken of what you chose" in untouched.text
    assert OTHER_WORDS in Page(answer.text).text


def test_somebody_else_can_be_named_as_the_editor(site: Site, room: Room) -> None:
    form = fields_of(reworded(site, room, a_motion(site, room)))
    form["provisions.0.text"] = "States will protect refugees."
    form.setlist("edited_by", [room.second])

    told = facts(sent(site.visitor(room.facilitator), "adopt_motions", form))

    assert told["Edited by"]


def test_words_that_motions_dispute_are_edited_by_whoever_accepts_them(site: Site, room: Room) -> None:
    form = fields_of(reworded(site, room, a_motion(site, room), a_motion(site, room, new="may")))
    as_opened = form["provisions.0.text"]
    form["provisions.0.text"] = "States must protect refugees."

    answer = sent(site.visitor(room.facilitator), "adopt_motions", form)

    assert as_opened == TEXTS["states"], "neither has them before somebody decides"
    assert OTHER_WORDS in Page(answer.text).text


def test_going_back_to_what_was_tabled_names_no_editor(site: Site, room: Room) -> None:
    form = fields_of(reworded(site, room, a_motion(site, room)))

    back = sent(site.visitor(room.facilitator), "adopt_motions", form, "as_tabled")

    assert not fields_of(back.text).get("edited_by")


# Positions


def test_what_is_objected_to_is_no_counter_proposal(site: Site, room: Room) -> None:
    motion, other = a_motion(site, room), a_motion(site, room)

    page = shown(site.visitor(room.second), "endorse", **{"subject.kind": "motion", "subject.id": motion})

    assert {value for value in controls_of(page)["counter_motion"].offered if value} == {other}


# Rules


def test_another_rule_asks_for_its_own_value(site: Site, room: Room) -> None:
    organizer = site.visitor(room.organizer)
    page = shown(organizer, "adopt_rule", consultation_id=room.consultation)
    asked = sent(organizer, "adopt_rule", typed_into(page, {"rule": "quorum"})).text
    form = typed_into(asked, {"value": "10", "rule": "amendments_close_at"})

    again = sent(organizer, "adopt_rule", form)

    assert again.status_code == 200
    assert 'role="alert"' not in again.text
    assert "value.date" in controls_of(again.text)
    typed = typed_into(again.text, {"value.date": "2030-01-01"})
    assert facts(sent(organizer, "adopt_rule", typed))["Tabled until"] == "2030-01-01"
    assert sent(organizer, "adopt_rule", typed, RECORD).status_code == 303


def test_a_rule_of_the_address_is_changed_too(site: Site, room: Room) -> None:
    organizer = site.visitor(room.organizer)
    page = shown(organizer, "adopt_rule", consultation_id=room.consultation, rule="amendments_close_at")

    again = sent(organizer, "adopt_rule", typed_into(page, {"value.date": "2030-01-01", "rule": "quorum"}))

    assert 'role="alert"' not in again.text
    assert fields_of(again.text).get("value") == ""


def test_a_number_is_kept_for_another_rule_that_takes_one_and_is_checked_under_its_name(site: Site, room: Room) -> None:
    organizer = site.visitor(room.organizer)
    page = shown(organizer, "adopt_rule", consultation_id=room.consultation, rule="quorum")

    told = facts(sent(organizer, "adopt_rule", typed_into(page, {"value": "10", "rule": "small_group"})))

    assert told["Smallest number shown"] == "10"


# The quorum


def test_the_page_of_a_vote_says_that_it_missed_the_quorum(site: Site, room: Room) -> None:
    motion = a_motion(site, room)
    before = a_vote(site.ledger, room.consultation, motion)
    adopt_rule(site.ledger, room.consultation, "quorum", 10)
    vote = a_vote(site.ledger, room.consultation, motion)

    told, untold = (site.nobody.get(f"/votes/{one}").text for one in (vote, before))

    assert "The quorum is 10 members; 2 took part. It is shown, and blocks nothing." in Page(told).text
    assert "quorum" not in Page(untold).text


def test_other_words_are_asked_for_of_what_was_chosen(site: Site) -> None:
    form = fields_of(
        site.organizer.get("/forms/adopt_motions", query_string={"framework_id": site.room.framework}).text
    )

    answer = site.organizer.post("/forms/adopt_motions", data={**form.to_dict(flat=False), "do": "reword"})

    assert "Nothing is chosen here yet." in answer.text
