"""Closing a session: what was held goes on record with the close, in one commit, once, whatever is cut short."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from ledger.application import Answer, Ledger
from ledger.closing import close_session, finish, held_statements, was_cut_short
from ledger.commands.preparing import Prepared, prepare
from ledger.domain.errors import NotAllowed, RuleBroken
from ledger.domain.statements import Statement
from ledger.projections.queries.sessions import proceedings_of
from ledger.store.beside import Beside
from ledger.store.beside.minutes import Minutes
from tests.builders import Clock, Room, a_ledger, a_line, a_room, a_session, exported, give, new_id

OPENED = "2018-03-05T08:00:00.000000Z"


class Killed(BaseException):
    """The process ends here."""


class KilledBeforeRelease(Minutes):
    """Minutes of a process that ends between the commit and letting go of what was held."""

    def release(self, session_id: str) -> bool:
        raise Killed


class StoppedClock(Clock):
    """The clock of a process that ends in the middle of a batch: each command asks it once."""

    def __init__(self, answers: int) -> None:
        super().__init__()
        self._left = answers

    def __call__(self) -> datetime:
        self._left -= 1
        if self._left < 0:
            raise Killed
        return super().__call__()


@dataclass
class Hall:
    """A session whose speakers are not recorded, with what is held for it."""

    ledger: Ledger
    beside: Beside
    room: Room
    session: str

    @property
    def minutes(self) -> Minutes:
        return self.beside.minutes

    @property
    def killed(self) -> Minutes:
        """The same minutes, in the hands of a process that is killed before it lets go."""
        minutes = KilledBeforeRelease.__new__(KilledBeforeRelease)
        vars(minutes).update(vars(self.minutes))
        return minutes

    def hold(self, *texts: str, **more: Any) -> None:
        for text in texts:
            self.minutes.hold(self.session, {"kind": "remark", "text": text, "attribution": "none", **more})

    def closing(self, **more: Any) -> Prepared:
        line = a_line("close_session", **{"actor": self.room.organizer, "session_id": self.session, **more})
        return prepare(line)

    def close(self, **more: Any) -> Answer:
        return close_session(self.ledger, self.minutes, self.closing(**more))

    def on_record(self) -> list[tuple[str, str | None, str]]:
        """What was said in the session, as it stands on record: words, group and when."""
        with self.ledger.reading() as now:
            said = [item.statement for item in proceedings_of(now, self.session).items if item.statement]
        return [(one.text.words or "" if one.text else "", one.group, one.occurred_at) for one in said]

    def texts(self) -> list[str]:
        return [text for text, _, _ in self.on_record()]


@pytest.fixture
def hall(database_url: str, clock: Clock) -> Iterator[Hall]:
    with a_ledger(database_url, clock) as ledger, closing(Beside.open(ledger.database, clock=clock)) as beside:
        room = a_room(ledger)
        yield Hall(ledger, beside, room, a_session(ledger, room.consultation, "none"))


def test_what_was_held_goes_on_record_with_the_close_and_is_held_no_more(hall: Hall) -> None:
    hall.hold("one", "two", "three")

    answer = hall.close()

    assert sorted(hall.texts()) == ["one", "three", "two"]
    assert answer.is_new
    assert hall.minutes.held(hall.session) == []


def test_a_statement_on_record_tells_neither_who_nor_when(hall: Hall) -> None:
    hall.hold("one", "two")

    answer = hall.close()

    stored = hall.ledger.record_store.stored_between(answer.last + 1, answer.last + 2, 2)
    made = [hall.ledger.event(one) for one in stored]
    assert {(type(one), one.actor, one.occurred_at, one.session) for one in made} == {
        (Statement.Made, "system", OPENED, hall.session)
    }
    assert not any("participant_id" in vars(one) for one in made)


def test_statements_stand_in_the_order_drawn_at_the_close(hall: Hall) -> None:
    hall.hold(*map(str, range(20)))
    drawn = [one.fields["text"] for one in hall.minutes.draw(hall.session)]

    hall.close()

    assert hall.texts() == drawn
    assert drawn != [str(number) for number in range(20)]


def test_the_close_and_its_statements_are_one_commit(hall: Hall, database_url: str) -> None:
    hall.hold("one", "two")
    head = hall.ledger.record_store.head()

    with a_ledger(database_url, StoppedClock(answers=2)) as stopped, pytest.raises(Killed):
        close_session(stopped, hall.minutes, hall.closing())

    assert hall.ledger.record_store.head() == head
    assert len(hall.minutes.held(hall.session)) == 2


def test_a_refused_close_records_nothing_and_all_stays_held(hall: Hall) -> None:
    hall.hold("one", "two")
    head, held = hall.ledger.record_store.head(), hall.minutes.held(hall.session)

    with pytest.raises(RuleBroken, match="after it opens"):
        hall.close(occurred_at="2018-03-04")

    assert hall.ledger.record_store.head() == head
    assert hall.minutes.held(hall.session) == held


def test_who_may_not_close_a_session_puts_nothing_of_it_on_record(hall: Hall) -> None:
    hall.hold("one")
    head = hall.ledger.record_store.head()

    with pytest.raises(NotAllowed, match="organizer"):
        hall.close(actor=hall.room.facilitator)

    assert hall.ledger.record_store.head() == head
    assert len(hall.minutes.held(hall.session)) == 1


def test_a_close_that_is_sent_twice_records_once(hall: Hall) -> None:
    hall.hold("one", "two")
    command = hall.closing()

    close_session(hall.ledger, hall.minutes, command)
    again = close_session(hall.ledger, hall.minutes, command)

    assert not again.is_new
    assert sorted(hall.texts()) == ["one", "two"]


def test_after_a_crash_before_letting_go_nothing_stands_twice(hall: Hall) -> None:
    hall.hold("one", "two")
    with pytest.raises(Killed):
        close_session(hall.ledger, hall.killed, hall.closing())
    said, head = hall.on_record(), hall.ledger.record_store.head()
    assert was_cut_short(hall.ledger, hall.minutes, hall.session)

    assert finish(hall.ledger, hall.minutes, hall.session) == []

    assert (hall.on_record(), hall.ledger.record_store.head()) == (said, head)
    assert hall.minutes.held(hall.session) == []
    assert not was_cut_short(hall.ledger, hall.minutes, hall.session)


KILLED = """
import os, signal, sys
from ledger.application import Ledger
from ledger.closing import close_session
from ledger.commands.preparing import prepare
from ledger.store.beside import Beside
from ledger.store.beside.minutes import Minutes

url, session, actor, command_id = sys.argv[1:]
Minutes.release = lambda self, session_id: os.kill(os.getpid(), signal.SIGKILL)
ledger = Ledger.open(url)
line = {"command": "close_session", "command_id": command_id, "actor": actor, "data": {"session_id": session}}
close_session(ledger, Beside.open(ledger.database).minutes, prepare(line))
"""


def test_a_process_that_is_killed_between_commit_and_release_leaves_work_that_the_next_one_finishes(
    hall: Hall, database_url: str
) -> None:
    hall.hold("one", "two")
    command_id = new_id()

    ended = subprocess.run(
        [sys.executable, "-c", KILLED, database_url, hall.session, hall.room.organizer, command_id], check=False
    )
    assert ended.returncode == -9
    assert len(hall.minutes.held(hall.session)) == 2
    again = hall.close(command_id=command_id)

    assert not again.is_new
    assert sorted(hall.texts()) == ["one", "two"]
    assert hall.minutes.held(hall.session) == []


def test_what_is_held_for_a_session_that_was_closed_otherwise_goes_on_record_when_asked_to(hall: Hall) -> None:
    hall.hold("one")
    give(hall.ledger, "close_session", session_id=hall.session)
    assert not was_cut_short(hall.ledger, hall.minutes, hall.session)

    finish(hall.ledger, hall.minutes, hall.session)

    assert hall.on_record() == [("one", None, OPENED)]
    assert hall.minutes.held(hall.session) == []


def test_nothing_held_for_an_open_session_is_put_on_record(hall: Hall) -> None:
    hall.hold("one")

    [refusal] = finish(hall.ledger, hall.minutes, hall.session)

    assert "when the session closes" in refusal.message
    assert hall.on_record() == []
    assert len(hall.minutes.held(hall.session)) == 1


def test_a_session_without_anything_held_is_closed_as_ever(hall: Hall) -> None:
    assert hall.close().is_new
    assert hall.on_record() == []


def test_a_group_that_the_attendance_does_not_name_is_told_as_other(hall: Hall) -> None:
    session = a_session(hall.ledger, hall.room.consultation, "group")
    give(hall.ledger, "record_attendance", session_id=session, by_group={"state": 12})
    by_group = replace(hall, session=session)
    by_group.hold("of a State", attribution="group", group="state")
    by_group.hold("of a company", attribution="group", group="business")

    by_group.close()

    assert sorted(by_group.on_record()) == [("of a State", "state", OPENED), ("of a company", "other", OPENED)]


def test_a_group_noted_before_the_session_became_stricter_is_left_out(hall: Hall) -> None:
    hall.hold("of a State", attribution="group", group="state")

    hall.close()

    assert hall.on_record() == [("of a State", None, OPENED)]


def test_a_statement_noted_under_a_stricter_attribution_keeps_it(hall: Hall) -> None:
    session = a_session(hall.ledger, hall.room.consultation, "named")
    named = replace(hall, session=session)
    named.hold("of nobody")

    named.close()

    assert named.on_record() == [("of nobody", None, OPENED)]


def test_what_a_later_statement_of_the_batch_is_refused_for_keeps_all_of_them_held(hall: Hall) -> None:
    hall.hold("fine")
    hall.hold("of nothing", about=[{"kind": "motion", "id": new_id()}])

    hall.close()

    assert hall.texts() == ["fine"]
    assert len(hall.minutes.held(hall.session)) == 2
    assert [refusal.field for refusal in finish(hall.ledger, hall.minutes, hall.session)] == ["about.0.id"]
    assert hall.texts() == ["fine"]


def test_the_commands_of_the_close_are_those_that_an_import_takes(hall: Hall) -> None:
    hall.hold("one", "two")
    commands = held_statements(hall.ledger, hall.minutes, hall.session)

    hall.close()

    lines = exported(hall.ledger).decode().splitlines()
    assert [command.command.command_id for command in commands] == [
        one for line in lines for one in [line.split('"command_id":"')[1][:36]] if '"make_statement"' in line
    ]


def test_what_was_held_after_the_last_draw_is_not_let_go(hall: Hall) -> None:
    hall.hold("one")
    hall.minutes.draw(hall.session)
    hall.hold("two")

    hall.minutes.release(hall.session)

    assert [one.fields["text"] for one in hall.minutes.held(hall.session)] == ["two"]
