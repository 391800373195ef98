"""What a refusal shows where words or a state moved on since the form was drawn, and how the form goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.commands.preparing import prepare
from ledger.domain.errors import MovedOn
from ledger.domain.wording import provision_wording
from ledger.projections.queries.motions import motion_with
from ledger.projections.queries.place import consultation_of
from ledger.projections.queries.visitors import taking_part
from tests.builders import TEXTS, Data, Room, a_line, an_amendment, decide, give
from tests.web.markup import Page
from tests.web.signed_in import CHECK, Browser, Site, a_site, fields_of, filled
from web.forms.moved import MovedThing, go_on, moved_things
from web.forms.sheet import Here
from web.forms.table import SHEETS

ENDORSE = "/forms/endorse"


@contextmanager
def a_form(ledger: Ledger, room: Room, command: str, sent: dict[str, list[str]]) -> Iterator[Here]:
    """A form of the organizer's with something in it."""
    with ledger.reading() as now:
        visitor = taking_part(now, room.organizer, ledger.now())
        assert visitor is not None
        given = (value for name in SHEETS[command].given for value in sent.get(name, ()))
        place = next((place for place in (consultation_of(now, id) for id in given) if place), None)
        yield Here(command, now, visitor, place, ledger.now(), sent)


def moved_on(ledger: Ledger, room: Room, command: str, sent: dict[str, list[str]], **data: Any) -> MovedThing:
    """The one thing that a command of the organizer's is refused for, as the refusal shows it."""
    with pytest.raises(MovedOn) as caught:
        ledger.try_out(prepare(a_line(command, actor=room.organizer, **data)))
    with a_form(ledger, room, command, sent) as here:
        return moved_things(here, caught.value)[0]


def words(segments: Any) -> str:
    """Segments as they are marked: "[-old-]", "{+new+}"."""
    marks = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    return "".join(marks[one.kind].format(one.text) for one in segments)


@pytest.fixture
def amendment(ledger: Ledger, room: Room) -> str:
    changes = [room.edit("states", "protect", "shelter")]
    return an_amendment(ledger, room.framework, room.member, changes, title="Shelter")


def revise(ledger: Ledger, room: Room, motion_id: str, new: str = "house") -> None:
    changes = [room.edit("states", "protect", new)]
    give(ledger, "revise_motion", motion_id=motion_id, participant_id=room.member, changes=changes)


def _wording(ledger: Ledger, motion_id: str) -> str:
    with ledger.reading() as now:
        motion = motion_with(now, motion_id)
    assert motion is not None
    return motion.wording


def test_a_motion_is_shown_as_it_was_seen_by_its_wording_and_as_it_was_revised(
    ledger: Ledger, room: Room, amendment: str
) -> None:
    seen = _wording(ledger, amendment)
    revise(ledger, room, amendment)
    revise(ledger, room, amendment, "host")
    subject = {"kind": "motion", "id": amendment}
    sent = {"subject.kind": ["motion"], "subject.id": [amendment], "wording": [seen]}

    position = {"participant_id": room.second, "subject": subject, "wording": seen, "stance": "endorse"}
    moved = moved_on(ledger, room, "endorse", sent, **position)

    assert moved.title == "Amendment 1 “Shelter”"
    assert moved.seen is not None
    assert (moved.seen.called, moved.today.called) == ("1, as tabled", "1 Rev.2")
    assert words(moved.seen.differences[0].text) == "States shall [-protect-]{+shelter+} refugees."
    assert words(moved.today.differences[0].text) == "States shall [-protect-]{+host+} refugees."


def test_a_motion_is_found_by_its_revision_too(ledger: Ledger, room: Room, amendment: str) -> None:
    revise(ledger, room, amendment)
    revise(ledger, room, amendment, "host")
    sent = {"motion_id": [amendment], "expected": ["1"]}

    decision = {"motion_id": amendment, "expected": 1, "decision": "rejected"}
    moved = moved_on(ledger, room, "decide_motion", sent, **decision)

    assert moved.seen is not None
    assert (moved.seen.called, moved.today.called) == ("1 Rev.1", "1 Rev.2")


def test_a_revision_that_never_was_is_shown_as_not_on_record(ledger: Ledger, room: Room, amendment: str) -> None:
    sent = {"motion_id": [amendment], "expected": ["7"]}

    decision = {"motion_id": amendment, "expected": 7, "decision": "rejected"}
    moved = moved_on(ledger, room, "decide_motion", sent, **decision)

    assert moved.seen is None
    assert moved.today.called == "1, as tabled"


def test_a_text_is_shown_with_what_became_of_its_provisions(ledger: Ledger, room: Room, amendment: str) -> None:
    before = ledger.record_store.head()
    more = [room.edit("states", "protect", "shelter"), room.delete("cities")]
    give(ledger, "table_amendment", **_amending(room, more))
    decide(ledger, MOTION)
    sent = {"framework_id": [room.framework], "expected": ["1"], "seen": [str(before)]}

    adoption = {"framework_id": room.framework, "expected": 1, "motions": [amendment]}
    moved = moved_on(ledger, room, "adopt_motions", sent, **adoption)

    assert moved.seen is not None
    assert (moved.seen.called, moved.today.called) == ("Revision 1", "Revision 2")
    assert moved.counts == [("changed", 1), ("deleted", 1)]
    assert moved.states == f"@{moved.seen.position}...@{moved.today.position}"
    assert words(moved.changes[0].text) == "States shall [-protect-]{+shelter+} refugees."


MOTION = "11111111-1111-4111-8111-111111111111"


def _amending(room: Room, changes: list[Data]) -> Data:
    named = {"motion_id": MOTION, "framework_id": room.framework, "title": "Two at once"}
    return {**named, "proposers": [room.member], "changes": changes}


@pytest.mark.parametrize("seen", ["", "x", "9" * 30, "1"])
def test_a_form_that_does_not_say_what_was_seen_of_a_text_shows_todays_alone(
    ledger: Ledger, room: Room, amendment: str, seen: str
) -> None:
    decide(ledger, amendment)
    sent = {"framework_id": [room.framework], "expected": ["1"], "seen": [seen]}

    version = {"framework_id": room.framework, "expected": 1, "version_id": MOTION, "name": "Rev. 1"}
    moved = moved_on(ledger, room, "publish_version", sent, **version)

    assert moved.seen is None
    assert moved.today.called == "Revision 2"
    assert moved.changes == ()


def test_a_provision_is_shown_then_and_now_with_what_changed(ledger: Ledger, room: Room, amendment: str) -> None:
    decide(ledger, amendment)
    provision_id, seen = room.provisions["states"], provision_wording("", TEXTS["states"])
    subject = {"kind": "provision", "id": provision_id}
    sent = {"subject.kind": ["provision"], "subject.id": [provision_id]}

    position = {"participant_id": room.second, "subject": subject, "wording": seen, "stance": "endorse"}
    moved = moved_on(ledger, room, "endorse", sent, **position)

    assert moved.seen is not None
    assert words(moved.seen.text) == TEXTS["states"]
    assert words(moved.today.text) == "States shall [-protect-]{+shelter+} refugees."


def test_a_form_goes_on_with_todays_revision_and_wording(ledger: Ledger, room: Room, amendment: str) -> None:
    revise(ledger, room, amendment)
    decided = {"motion_id": [amendment], "expected": ["0"], "decision": ["rejected"], "seen": ["3"]}
    taken = {"subject.kind": ["motion"], "subject.id": [amendment], "wording": ["0" * 64], "reason": ["Because."]}
    published = {"framework_id": [room.framework], "expected": ["7"], "name": ["Rev. 1"]}

    with a_form(ledger, room, "decide_motion", decided) as here:
        assert go_on(SHEETS["decide_motion"], here) == {**decided, "expected": ["1"], "seen": [str(here.now.position)]}
    with a_form(ledger, room, "endorse", taken) as here:
        today = {"wording": [_wording(ledger, amendment)], "seen": [str(here.now.position)]}
        assert go_on(SHEETS["endorse"], here) == {**taken, **today}
    with a_form(ledger, room, "publish_version", published) as here:
        seen = {"expected": ["1"], "seen": [str(here.now.position)]}
        assert go_on(SHEETS["publish_version"], here) == {**published, **seen}


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with a_site(sqlite_url) as one:
        yield one


def _sent(browser: Browser, site: Site, motion_id: str) -> str:
    """A position that is sent after the motion was revised under its open form: the page of the refusal."""
    given = {"subject.kind": "motion", "subject.id": motion_id}
    form = fields_of(browser.get(ENDORSE, query_string=given).text)
    revise(site.ledger, site.room, motion_id)
    answer = browser.post(ENDORSE, data=filled(form, {"stance": "endorse", "reason": "Because.", "do": CHECK}))
    assert answer.status_code == 409
    return answer.text


def test_the_page_sets_what_was_seen_beside_what_stands_and_keeps_what_was_typed(site: Site) -> None:
    changes = [site.room.edit("states", "protect", "<shelter>")]
    motion = an_amendment(site.ledger, site.room.framework, site.room.member, changes, title="<b>Shelter</b>")

    page = Page(_sent(site.visitor(site.room.second), site, motion))

    headings = [" ".join("".join(one.itertext()).split()) for one in page.all("h3", "h4")]
    assert headings == ["Amendment 1 “<b>Shelter</b>”", "As you saw it", "As it stands now"]
    assert "deleted: protect end of deletion" in " ".join(page.text.split())
    assert "<shelter>" in page.text
    assert page.faults() == []
    assert [one.text for one in page.all("textarea") if one.get("name") == "reason"] == ["Because."]
    assert [one.get("value") for one in page.all("button")] == ["check", "go_on", "check", "check"]
    assert [one.get("form") for one in page.all("button")][:2] == ["the-form"] * 2
