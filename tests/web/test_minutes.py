"""The minutes of a meeting: lines noted by Enter, put on record after a check or held without speakers."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ledger.domain.statements import Statement
from ledger.projections.queries.sessions import proceedings_of
from ledger.projections.queries.statements import Statement as Said
from ledger.store.beside.minutes import Fields
from tests.builders import a_member, a_proposal, a_session, give
from tests.web.forms.answers import facts
from tests.web.markup import Page
from tests.web.signed_in import Browser, Site, a_site, fields_of

OPENED = "2018-03-05T08:00:00.000000Z"


@dataclass
class Desk:
    """Where the minutes of a meeting are written: by an organizer, unless said otherwise."""

    site: Site
    session: str
    norway: str
    sweden: str

    @property
    def address(self) -> str:
        return f"/sessions/{self.session}/minutes"

    @property
    def organizer(self) -> Browser:
        return self.site.organizer

    def page(self, browser: Browser | None = None) -> str:
        answer = (browser or self.organizer).get(self.address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, do: str, /, browser: Browser | None = None, **typed: Any) -> TestResponse:
        """Press a button of the page as it stands, after something was typed into it."""
        sent = {name: value for name, value in fields_of(self.page(browser)).items(multi=True)}
        return (browser or self.organizer).post(self.address, data={**sent, **typed, "do": do})

    def note(self, *lines: str, browser: Browser | None = None) -> None:
        for line in lines:
            answer = self.send("note", browser, line=line)
            assert answer.status_code == 303, Page(answer.text).text

    def checked(self, browser: Browser | None = None) -> TestResponse:
        """Put on record what the check page shows."""
        asked = self.send("check", browser)
        return (browser or self.organizer).post(
            self.address, data={**fields_of(asked.text).to_dict(flat=False), "do": "record"}
        )

    def close(self, **more: str) -> TestResponse:
        """Close the meeting by its form."""
        form = f"/forms/close_session?session_id={self.session}"
        sent = {**fields_of(self.organizer.get(form).text).to_dict(flat=False), **more}
        return self.organizer.post("/forms/close_session", data={**sent, "do": "record"})

    @property
    def lines(self) -> list[Fields]:
        return [line.fields for line in self.site.beside.minutes.lines(self.session)]

    @property
    def held(self) -> list[Fields]:
        return [one.fields for one in self.site.beside.minutes.held(self.session)]

    @property
    def said(self) -> list[Said]:
        """What was said in the meeting, as it stands on record."""
        with self.site.ledger.reading() as now:
            items = proceedings_of(now, self.session).items
        return [item.statement for item in items if item.statement]

    @property
    def texts(self) -> list[str | None]:
        return [one.text.words for one in self.said if one.text]


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    """A meeting whose speakers are named."""
    with a_site(sqlite_url) as site:
        place = site.room.consultation
        norway = a_member(site.ledger, place, name="Norway", kind="delegation", group="state")
        sweden = a_member(site.ledger, place, name="Sweden", kind="delegation", group="state")
        yield Desk(site, a_session(site.ledger, place), norway, sweden)


@pytest.fixture
def by_group(desk: Desk) -> Desk:
    """A meeting of which only the groups of the speakers are recorded."""
    return replace(desk, session=a_session(desk.site.ledger, desk.site.room.consultation, "group"))


@pytest.fixture
def unattributed(desk: Desk) -> Desk:
    """A meeting under the Chatham House Rule."""
    return replace(desk, session=a_session(desk.site.ledger, desk.site.room.consultation, "none"))


# Writing


def test_a_line_is_noted_and_the_page_comes_back_ready_for_the_next(desk: Desk) -> None:
    desk.note("Norway ? Who pays for it?")

    html = desk.page()

    assert desk.lines == [{"kind": "question", "text": "Who pays for it?", "participant_id": desk.norway}]
    assert re.search(r'<input id="line" name="line" value=""[^>]* autofocus', html)
    assert "Noted: Norway, question: Who pays for it?" in status(html)
    assert "Noted" not in status(desk.page())


def test_nothing_is_on_record_before_it_is_put_there(desk: Desk) -> None:
    head = desk.site.head

    desk.note("Norway: One.", "Sweden: Two.")
    desk.send("check")

    assert desk.site.head == head


def test_a_line_that_cannot_be_read_stays_with_a_sentence_that_says_what_to_write(desk: Desk) -> None:
    answer = desk.send("note", line="Norwey: We agree.")

    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.title.startswith("Error: ")
    assert control(page, "line").get("value") == "Norwey: We agree."
    assert control(page, "line").get("aria-invalid") == "true"
    assert "autofocus" in control(page, "line").attrib
    assert "Did you mean Norway?" in page.text
    assert desk.lines == []


def test_newest_lines_stand_nearest_to_where_one_writes(desk: Desk) -> None:
    desk.note("Norway: First.", "Norway: Second.")

    text = Page(desk.page()).text

    assert text.index("Second.") < text.index("First.")


def test_enter_on_an_empty_line_notes_nothing(desk: Desk) -> None:
    desk.note("", "   ")

    assert desk.lines == []


def test_a_line_that_is_sent_twice_is_noted_once(desk: Desk) -> None:
    sent = {**fields_of(desk.page()), "line": "Norway: We agree.", "do": "note"}

    first, second = (desk.organizer.post(desk.address, data=sent) for _ in range(2))

    assert [first.status_code, second.status_code] == [303, 303]
    assert len(desk.lines) == 1


def test_the_same_words_said_again_are_noted_again(desk: Desk) -> None:
    desk.note("Norway: We agree.", "Norway: We agree.")

    assert len(desk.lines) == 2


def test_many_lines_are_noted_at_once_or_none_of_them(desk: Desk) -> None:
    refused = desk.send("note", lines="Norway: One.\r\n\r\nNobody: Two.\r\nSweden: Three.")
    assert refused.status_code == 422
    assert "Line 3: " in Page(refused.text).text
    assert "Nobody: Two." in (control(Page(refused.text), "lines").text or "")
    assert desk.lines == []

    desk.send("note", lines="Norway: One.\r\n\r\nSweden: Three.\r\nNorway: Three.")

    assert [line["text"] for line in desk.lines] == ["One.", "Three.", "Three."]


def test_a_line_may_be_about_a_motion_that_is_named_by_its_number(desk: Desk) -> None:
    motion = a_proposal(desk.site.ledger, desk.site.room.framework, desk.site.room.member)

    desk.note("Norway: We support it. @1")
    unknown = desk.send("note", line="Norway: We support it. @34")

    assert desk.lines[0] == {
        "kind": "remark",
        "text": "We support it.",
        "participant_id": desk.norway,
        "about": [{"kind": "motion", "id": motion}],
    }
    assert "No proposal or amendment has the number 34" in unknown.text
    assert "about proposal 1" in Page(desk.page()).text


def test_a_line_is_changed(desk: Desk) -> None:
    motion = a_proposal(desk.site.ledger, desk.site.room.framework, desk.site.room.member)
    desk.note("Norway ? Who? @1", "Sweden: Two.")
    line = desk.site.beside.minutes.lines(desk.session)[0]

    html = desk.send(f"edit.{line.id}", line="Sweden: half of").text

    page = Page(html)
    assert control(page, "edited").get("value") == "Norway (question): Who? @1"
    assert "autofocus" in control(page, "edited").attrib
    assert control(page, "line").get("value") == "Sweden: half of"
    sent = {**fields_of(html), "edited": "Sweden: We. @1", "line": "", "do": "note"}
    assert desk.organizer.post(desk.address, data=sent).status_code == 303
    changed = desk.site.beside.minutes.lines(desk.session)[0]
    assert changed.fields == {
        "kind": "remark",
        "text": "We.",
        "participant_id": desk.sweden,
        "about": [{"kind": "motion", "id": motion}],
    }
    assert (changed.command_id, changed.noted_at) == (line.command_id, line.noted_at)


def test_a_change_that_cannot_be_read_stays_in_its_field(desk: Desk) -> None:
    desk.note("Norway: One.")
    html = desk.send(f"edit.{first_id(desk)}").text

    answer = desk.organizer.post(desk.address, data={**fields_of(html), "edited": "Narway: Two.", "do": "note"})

    assert answer.status_code == 422
    assert control(Page(answer.text), "edited").get("value") == "Narway: Two."
    assert [line["text"] for line in desk.lines] == ["One."]


def test_a_change_of_a_line_that_somebody_struck_out_is_not_lost(desk: Desk) -> None:
    desk.note("Norway: One.")
    html = desk.send(f"edit.{first_id(desk)}").text
    desk.site.beside.minutes.remove(first_id(desk), desk.session)

    answer = desk.organizer.post(desk.address, data={**fields_of(html), "edited": "Norway: Two.", "do": "note"})

    assert answer.status_code == 422
    assert "Norway: Two." in (control(Page(answer.text), "lines").text or "")


def test_a_line_is_struck_out_and_put_back(desk: Desk) -> None:
    desk.note("Norway: One.", "Sweden ? Two.")

    struck = desk.send(f"strike.{desk.site.beside.minutes.lines(desk.session)[1].id}", line="Norway: half")

    assert [line["text"] for line in desk.lines] == ["One."]
    assert control(Page(struck.text), "line").get("value") == "Norway: half"
    back = desk.organizer.post(desk.address, data={**fields_of(struck.text), "do": "back"})
    assert [(line["text"], line["kind"]) for line in desk.lines] == [("One.", "remark"), ("Two.", "question")]
    assert control(Page(back.text), "line").get("value") == "Norway: half"


def test_a_line_of_another_meeting_is_left_alone(desk: Desk, unattributed: Desk) -> None:
    desk.note("Norway: One.")
    unattributed.note("Two.")

    desk.send(f"strike.{unattributed.site.beside.minutes.held(unattributed.session)[0].id}")
    unattributed.send(f"strike.{first_id(desk)}")

    assert len(desk.lines) == len(unattributed.held) == 1


def test_two_who_write_see_one_another_s_lines(desk: Desk) -> None:
    facilitator = desk.site.visitor(desk.site.room.facilitator)
    desk.note("Norway: One.")

    desk.note("Sweden: Two.", browser=facilitator)

    assert "noted by" in Page(desk.page()).text
    assert [line["text"] for line in desk.lines] == ["One.", "Two."]


# Who may


@pytest.mark.parametrize("who", ["member", "observer", "guest", "administrator"])
def test_others_do_not_see_the_minutes(desk: Desk, who: str) -> None:
    browser = desk.site.visitor(getattr(desk.site.room, who))

    assert browser.get(desk.address).status_code == 403
    assert browser.post(desk.address, data={"line": "Norway: We agree."}).status_code == 403
    assert desk.lines == []


def test_whoever_is_not_signed_in_is_asked_to_and_what_was_typed_is_kept(desk: Desk) -> None:
    answer = desk.site.nobody.post(desk.address, data={"line": "Norway: We agree.", "do": "note"})

    assert desk.site.nobody.get(desk.address).status_code == 303
    assert answer.status_code == 401
    assert "Norway: We agree." in answer.text
    assert desk.lines == []


def test_a_meeting_that_is_not_there_has_no_minutes(desk: Desk) -> None:
    assert desk.organizer.get(f"/sessions/{desk.norway}/minutes").status_code == 404
    assert desk.organizer.get("/sessions/none/minutes").status_code == 404


# On record


def test_the_check_page_shows_all_that_will_be_recorded(desk: Desk) -> None:
    desk.note("Norway ? Who pays?", "Sweden: We do.")

    page = Page(desk.send("check").text)

    assert "2 statements of this meeting go on record" in page.text
    for words in ("question Norway", "Who pays?", "remark Sweden", "We do."):
        assert words in page.text
    assert page.faults() == []


def test_an_organizer_s_lines_go_on_record_with_the_times_at_which_they_were_noted(desk: Desk) -> None:
    desk.note("Norway ? Who pays?", "Sweden: We do.")
    noted = desk.site.beside.minutes.lines(desk.session)

    answer = desk.checked()

    assert "2 statements are on record" in status(answer.text)
    assert [(one.id, one.kind, one.occurred_at) for one in desk.said] == [
        (noted[0].id, "question", noted[0].noted_at),
        (noted[1].id, "remark", noted[1].noted_at),
    ]
    assert [one.speaker.name for one in desk.said if one.speaker] == ["Norway", "Sweden"]
    assert [one.recorded_by.id for one in desk.said if one.recorded_by] == [desk.site.room.organizer] * 2
    assert desk.lines == []


def test_a_facilitator_s_lines_get_the_time_from_the_clock(desk: Desk) -> None:
    facilitator = desk.site.visitor(desk.site.room.facilitator)
    desk.note("Norway: We agree.", browser=facilitator)
    noted_at = desk.site.beside.minutes.lines(desk.session)[0].noted_at

    answer = desk.checked(facilitator)

    assert answer.status_code == 200, Page(answer.text).text
    assert desk.said[0].occurred_at > noted_at


def test_what_is_written_down_after_the_close_has_the_day_of_the_close(desk: Desk) -> None:
    give(desk.site.ledger, "close_session", session_id=desk.session, occurred_at="2018-03-05T17:00:00Z")
    desk.note("Norway: We agree.")

    desk.checked()

    assert [one.occurred_at for one in desk.said] == ["2018-03-05"]


def test_a_refused_line_stays_with_its_sentence_and_the_others_are_recorded(desk: Desk) -> None:
    # Her lines get the time at which they go on record, when Sweden takes part no more.
    facilitator = desk.site.visitor(desk.site.room.facilitator)
    desk.note("Norway: One.", "Sweden: Two.", "Norway: Three.")
    give(desk.site.ledger, "end_accreditation", participant_id=desk.sweden, consultation_id=desk.site.room.consultation)

    answer = desk.checked(facilitator)

    assert answer.status_code == 422
    assert desk.texts == ["One.", "Three."]
    assert [line["text"] for line in desk.lines] == ["Two."]
    assert "2 statements are on record. 1 line is not" in status(answer.text)
    assert "not accredited" in Page(answer.text).text


def test_lines_that_are_sent_twice_are_recorded_once(desk: Desk) -> None:
    desk.note("Norway: One.")
    sent = {**fields_of(desk.send("check").text).to_dict(flat=False), "do": "record"}

    for _ in range(2):
        desk.organizer.post(desk.address, data=sent)

    assert desk.texts == ["One."]


def test_a_line_that_was_recorded_before_a_crash_is_taken_away_and_stands_once(desk: Desk) -> None:
    desk.note("Norway: One.")
    line = desk.site.beside.minutes.lines(desk.session)[0]
    make_statement(desk, line.id, line.command_id, line.noted_at, "One.")

    desk.checked()

    assert desk.texts == ["One."]
    assert desk.lines == []


def test_a_line_that_is_on_record_with_other_words_says_so_and_stays(desk: Desk) -> None:
    desk.note("Norway: One.")
    line = desk.site.beside.minutes.lines(desk.session)[0]
    make_statement(desk, line.id, line.command_id, line.noted_at, "Other words.")

    answer = desk.checked()

    assert answer.status_code == 422
    assert "on record already" in Page(answer.text).text
    assert [one["text"] for one in desk.lines] == ["One."]


def test_a_line_that_was_changed_after_it_was_shown_is_not_recorded(desk: Desk) -> None:
    desk.note("Norway: One.", "Norway: Two.")
    sent = {**fields_of(desk.send("check").text).to_dict(flat=False), "do": "record"}
    desk.site.beside.minutes.change(
        first_id(desk), desk.session, {"kind": "remark", "text": "Other.", "participant_id": desk.norway}
    )
    desk.note("Norway: Three.")

    answer = desk.organizer.post(desk.address, data=sent)

    assert desk.texts == ["Two."]
    assert "changed meanwhile" in Page(answer.text).text
    assert [line["text"] for line in desk.lines] == ["Other.", "Three."]


# Held


def test_what_is_held_says_neither_who_spoke_nor_who_wrote_nor_when(unattributed: Desk) -> None:
    unattributed.note("(question) Who pays?")

    kept = unattributed.site.kept()

    assert unattributed.held == [{"kind": "question", "text": "Who pays?", "attribution": "none"}]
    assert kept["lines"] == []
    [row] = kept["held"]
    assert unattributed.site.room.organizer not in row
    assert not re.search(r"\d\d:\d\d:\d\d", row)


def test_of_a_group_the_group_is_held_and_no_name_is_taken(by_group: Desk) -> None:
    by_group.note("Civil society ? Who pays?")

    answer = by_group.send("note", line="Norway: We do.")

    assert by_group.held == [
        {"kind": "question", "text": "Who pays?", "group": "civil_society", "attribution": "group"}
    ]
    assert answer.status_code == 422
    assert "Only the speaker's group is recorded" in Page(answer.text).text


def test_a_name_before_the_words_is_not_held_and_the_line_stays_typed(unattributed: Desk) -> None:
    answer = unattributed.send("note", line="norway: We think so.")

    assert answer.status_code == 422
    assert "This meeting records no speakers; leave out “norway”." in Page(answer.text).text
    assert 'value="norway: We think so."' in answer.text
    assert unattributed.held == []


def test_the_page_of_a_held_meeting_tells_to_leave_names_out_and_offers_none(
    unattributed: Desk, by_group: Desk
) -> None:
    for desk in (unattributed, by_group):
        text = Page(desk.page()).text
        assert "Leave names out of the words too." in text
        assert "Nothing is on record until the meeting closes." in text
        assert "Norway" not in desk.page()


def test_what_is_held_stands_in_another_order_and_the_page_says_so(unattributed: Desk) -> None:
    spoken = [f"This was said as number {number}." for number in range(12)]
    unattributed.note(*spoken)

    text = Page(unattributed.page()).text

    shown = sorted(spoken, key=text.index)
    assert shown != spoken
    assert shown != spoken[::-1]
    assert "in an order that is not the spoken one" in text


def test_what_is_held_is_not_put_on_record_before_the_close(unattributed: Desk) -> None:
    unattributed.note("One.")

    for do in ("check", "record", "finish"):
        unattributed.send(do, id=unattributed.site.beside.minutes.held(unattributed.session)[0].id)

    assert unattributed.texts == []
    assert len(unattributed.held) == 1
    assert 'value="check"' not in unattributed.page()


def test_no_address_and_no_log_tells_of_a_held_statement(unattributed: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = unattributed.send("note", line="One.")
        page = unattributed.page()

    id = unattributed.site.beside.minutes.held(unattributed.session)[0].id
    assert answer.headers["Location"] == unattributed.address
    assert f"/{id}" not in page
    assert f"?{id}" not in page
    assert caplog.records == []


def test_no_browser_keeps_the_page(unattributed: Desk) -> None:
    for answer in (unattributed.organizer.get(unattributed.address), unattributed.send("note", line="")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_a_held_statement_is_changed_and_struck_out(by_group: Desk) -> None:
    by_group.note("States: One.")
    id = by_group.site.beside.minutes.held(by_group.session)[0].id
    html = by_group.send(f"edit.{id}").text
    assert control(Page(html), "edited").get("value") == "States: One."

    by_group.organizer.post(by_group.address, data={**fields_of(html), "edited": "Academia: Two.", "do": "note"})
    assert [(one["text"], one["group"]) for one in by_group.held] == [("Two.", "academia")]
    by_group.send(f"strike.{id}")

    assert by_group.held == []


def test_a_statement_that_is_sent_twice_is_held_once_and_said_twice_is_held_twice(unattributed: Desk) -> None:
    sent = {**fields_of(unattributed.page()), "line": "We agree.", "do": "note"}
    for _ in range(2):
        unattributed.organizer.post(unattributed.address, data=sent)
    assert len(unattributed.held) == 1

    unattributed.note("We agree.")

    assert len(unattributed.held) == 2


# Closing


def test_closing_shows_how_many_go_on_record_and_puts_them_there(unattributed: Desk) -> None:
    unattributed.note("One.", "Two.")
    form = f"/forms/close_session?session_id={unattributed.session}"
    sent = fields_of(unattributed.organizer.get(form).text)

    asked = unattributed.organizer.post("/forms/close_session", data={**sent, "do": "check"})
    assert "2 statements that were held go on record" in Page(asked.text).text
    assert all(words in Page(asked.text).text for words in ("One.", "Two."))
    assert unattributed.texts == []
    unattributed.organizer.post("/forms/close_session", data={**fields_of(asked.text), "do": "record"})

    assert sorted(filter(None, unattributed.texts)) == ["One.", "Two."]
    assert {(one.speaker, one.occurred_at) for one in unattributed.said} == {(None, OPENED)}
    assert unattributed.held == []


def test_before_the_close_what_is_held_stands_with_its_group_as_it_will_be_recorded(by_group: Desk) -> None:
    by_group.note("States: We agree.", "Media ? Who pays?")
    give(by_group.site.ledger, "record_attendance", session_id=by_group.session, by_group={"state": 9, "other": 6})
    form = fields_of(by_group.organizer.get(f"/forms/close_session?session_id={by_group.session}").text)

    asked = by_group.organizer.post("/forms/close_session", data={**form, "do": "check"})

    told = facts(asked)
    assert (told["States, remark"], told["Others, question"]) == ("We agree.", "Who pays?")
    by_group.close()
    assert {(one.group, one.text.words) for one in by_group.said if one.text} == {
        ("state", "We agree."),
        ("other", "Who pays?"),
    }


def test_the_minutes_are_reached_after_the_close_while_lines_wait(desk: Desk) -> None:
    desk.note("Norway: One.")
    meeting = f"/sessions/{desk.session}"
    answer = desk.close()

    assert "Minutes not on record yet (1 line)" in Page(desk.organizer.get(answer.location).text).text
    assert "Minutes not on record yet (1 line)" in Page(desk.organizer.get(meeting).text).text
    assert "Minutes not on record" not in desk.site.member.get(meeting).text
    desk.checked()
    assert "Minutes not on record" not in desk.organizer.get(meeting).text


def test_the_statements_follow_the_close_on_record_without_anything_between(unattributed: Desk) -> None:
    unattributed.note("One.", "Two.")

    unattributed.close()

    ledger, head = unattributed.site.ledger, unattributed.site.head
    events = [ledger.event(one) for one in ledger.record_store.stored_between(head - 2, head, 3)]
    assert [one.command for one in events] == ["close_session", "make_statement", "make_statement"]
    assert [one.actor for one in events] == [unattributed.site.room.organizer, "system", "system"]
    assert all(isinstance(one, Statement.Made) for one in events[1:])


def test_a_refused_close_leaves_all_held(unattributed: Desk) -> None:
    unattributed.note("One.")
    head = unattributed.site.head

    answer = unattributed.close(**{"occurred_at.date": "2018-03-04"})

    assert answer.status_code == 422
    assert unattributed.site.head == head
    assert len(unattributed.held) == 1


def test_a_closing_that_was_cut_short_is_finished_when_the_minutes_are_opened(unattributed: Desk) -> None:
    unattributed.note("One.", "Two.")
    minutes = unattributed.site.beside.minutes
    kept = {one.id: one.fields for one in minutes.held(unattributed.session)}
    drawn = minutes.draw(unattributed.session)
    give(unattributed.site.ledger, "close_session", session_id=unattributed.session)
    for one in drawn:
        give(
            unattributed.site.ledger,
            "make_statement",
            session=unattributed.session,
            command_id=one.command_id,
            statement_id=one.statement_id,
            consultation_id=unattributed.site.room.consultation,
            **one.fields,
        )
    head = unattributed.site.head
    assert len(kept) == 2

    page = unattributed.page()

    assert "cut short" in status(page)
    assert unattributed.held == []
    assert unattributed.site.head == head


def test_what_is_left_of_a_meeting_that_was_closed_otherwise_is_put_on_record_by_a_button(unattributed: Desk) -> None:
    unattributed.note("One.")
    give(unattributed.site.ledger, "close_session", session_id=unattributed.session)
    assert unattributed.texts == []
    page = unattributed.page()
    assert "The meeting was closed without them" in Page(page).text

    answer = unattributed.send("finish")

    assert "1 statement is on record" in status(answer.text)
    assert unattributed.texts == ["One."]
    assert unattributed.held == []


def test_a_closed_meeting_holds_nothing_more_and_what_was_typed_is_shown(unattributed: Desk) -> None:
    sent = fields_of(unattributed.page())
    unattributed.close()

    answer = unattributed.organizer.post(unattributed.address, data={**sent, "line": "Too late.", "do": "note"})

    assert answer.status_code == 422
    assert "Too late." in Page(answer.text).text
    assert unattributed.held == []


# Stricter


@pytest.mark.parametrize("attribution", ["group", "none"])
def test_lines_noted_before_a_meeting_became_stricter_are_held_without_speaker_and_time(
    desk: Desk, attribution: str
) -> None:
    desk.note("Norway ? One.", "Sweden: Two.")
    give(desk.site.ledger, "update_session", session_id=desk.session, attribution=attribution)
    text = Page(desk.page()).text
    assert "which cannot go on record" in text

    desk.send("hold")

    group = {"group": "state"} if attribution == "group" else {}
    assert desk.lines == []
    assert sorted(desk.held, key=lambda fields: str(fields["text"])) == [
        {"kind": "question", "text": "One.", "attribution": attribution, **group},
        {"kind": "remark", "text": "Two.", "attribution": attribution, **group},
    ]
    desk.close()
    assert [one.speaker for one in desk.said] == [None, None]


def test_lines_with_speakers_never_go_on_record_of_a_meeting_that_became_stricter(desk: Desk) -> None:
    desk.note("Norway: One.")
    sent = {**fields_of(desk.send("check").text).to_dict(flat=False), "do": "record"}
    give(desk.site.ledger, "update_session", session_id=desk.session, attribution="none")

    answer = desk.organizer.post(desk.address, data=sent)
    desk.close()

    assert answer.status_code == 422
    assert desk.texts == []
    assert len(desk.lines) == 1


def test_whoever_closes_is_told_of_lines_that_are_not_on_record(desk: Desk) -> None:
    desk.note("Norway: One.")
    form = fields_of(desk.organizer.get(f"/forms/close_session?session_id={desk.session}").text)

    asked = desk.organizer.post("/forms/close_session", data={**form, "do": "check"})
    give(desk.site.ledger, "update_session", session_id=desk.session, attribution="none")
    stricter = desk.organizer.post("/forms/close_session", data={**form, "do": "check"})

    assert "1 line of the minutes not on record yet" in Page(asked.text).text
    assert "1 line of the minutes with speakers, which cannot go on record" in Page(stricter.text).text


# The page


def test_every_state_of_the_page_is_well_formed(desk: Desk, by_group: Desk, unattributed: Desk) -> None:
    desk.note("Norway: One.", "<script>alert(1)</script> Norway: Two.".partition("> ")[2])
    by_group.note("States: One.")
    unattributed.note("<script>alert(1)</script>")
    pages = [one.page() for one in (desk, by_group, unattributed)]
    pages += [desk.send("note", line="Nobody: One.").text, desk.send("note", lines="Nobody: One.").text]
    pages += [desk.send(f"edit.{first_id(desk)}").text, desk.send(f"strike.{first_id(desk)}").text]
    give(desk.site.ledger, "close_session", session_id=unattributed.session)
    pages.append(unattributed.page())

    for html in pages:
        assert Page(html).faults() == []
        assert "<script>alert" not in html


def test_a_cancelled_meeting_takes_no_lines(desk: Desk) -> None:
    ledger, place = desk.site.ledger, desk.site.room.consultation
    session = desk.session.replace(desk.session[:8], "0badcafe")
    give(
        ledger,
        "convene_session",
        session_id=session,
        consultation_id=place,
        title="Cancelled",
        opens_at="2018-03-05T08:00:00Z",
    )
    give(ledger, "update_session", session_id=session, cancelled=True)
    cancelled = replace(desk, session=session)

    answer = cancelled.send("note", line="Norway: We agree.")

    assert answer.status_code == 422
    assert cancelled.lines == []


def status(html: str) -> str:
    """What the status of the page says."""
    element = next(one for one in Page(html).root.iter() if one.get("role") == "status")
    return " ".join("".join(element.itertext()).split())


def control(page: Page, name: str) -> Any:
    return next(one for one in page.all("input", "textarea") if one.get("name") == name)


def first_id(desk: Desk) -> str:
    return desk.site.beside.minutes.lines(desk.session)[0].id


def make_statement(desk: Desk, statement_id: str, command_id: str, occurred_at: str, text: str) -> None:
    give(
        desk.site.ledger,
        "make_statement",
        actor=desk.site.room.organizer,
        session=desk.session,
        command_id=command_id,
        occurred_at=occurred_at,
        statement_id=statement_id,
        consultation_id=desk.site.room.consultation,
        participant_id=desk.norway,
        kind="remark",
        text=text,
    )


def test_a_fault_of_the_database_writes_no_held_words_into_the_log(
    unattributed: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    stop = "CREATE TRIGGER stop BEFORE INSERT ON held BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    with unattributed.site.beside._connections.writing() as connection:
        connection.exec_driver_sql(stop)

    answer = unattributed.send("note", line="These words are said by nobody.")

    assert answer.status_code == 503
    assert "said by nobody" not in caplog.text
