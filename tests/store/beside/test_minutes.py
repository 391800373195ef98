"""Minutes: lines wait for the record in order; unattributed statements are held without author, time and order."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger.domain.errors import InvalidCommand, NotFound
from ledger.store.beside import Beside, tables
from ledger.store.database import Database
from tests.store.beside.conftest import Execute, Run

SESSION, OTHER = "a session", "another session"


def texts(beside: Beside, session: str = SESSION) -> list[str]:
    return [line.fields["text"] for line in beside.minutes.lines(session)]


def test_lines_stand_in_the_order_in_which_they_were_noted(beside: Beside) -> None:
    for text in ("one", "two", "three"):
        beside.minutes.note(SESSION, "rapporteur", {"text": text, "about": [{"kind": "motion", "id": "34"}]})
    beside.minutes.note(OTHER, "rapporteur", {"text": "elsewhere"})

    lines = beside.minutes.lines(SESSION)

    assert [(line.number, line.fields["text"]) for line in lines] == [(1, "one"), (2, "two"), (3, "three")]
    assert lines[0].fields["about"] == [{"kind": "motion", "id": "34"}]
    assert len({line.id for line in lines} | {line.command_id for line in lines}) == 6
    assert (lines[0].author, lines[0].noted_at < lines[1].noted_at) == ("rapporteur", True)


def test_two_who_write_at_once_have_lines_of_their_own(beside: Beside, at_once: Run) -> None:
    at_once(lambda: beside.minutes.note(SESSION, "rapporteur", {"text": "at once"}), 8)

    assert [line.number for line in beside.minutes.lines(SESSION)] == list(range(1, 9))


def test_a_line_is_changed_struck_out_and_taken(beside: Beside) -> None:
    one, two, three, four = (beside.minutes.note(SESSION, "r", {"text": text}) for text in ("1", "2", "3", "4"))

    beside.minutes.change(one.id, SESSION, {"text": "one"})
    beside.minutes.remove(two.id, SESSION)
    beside.minutes.take(SESSION, [four.id])

    assert texts(beside) == ["one", "3"]
    assert beside.minutes.lines(SESSION)[1] == three
    assert beside.minutes.lines(SESSION)[0].command_id == one.command_id


def test_a_line_of_another_session_is_left_alone(beside: Beside) -> None:
    line = beside.minutes.note(SESSION, "r", {"text": "here"})

    with pytest.raises(NotFound, match="not there any more"):
        beside.minutes.change(line.id, OTHER, {"text": "changed"})
    beside.minutes.remove(line.id, OTHER)
    beside.minutes.take(OTHER, [line.id])

    assert texts(beside) == ["here"]


def test_a_line_has_a_largest_size(beside: Beside) -> None:
    for keep in (beside.minutes.hold, lambda session, fields: beside.minutes.note(session, "r", fields)):
        with pytest.raises(InvalidCommand, match="100,000 bytes"):
            keep(SESSION, {"text": "x" * 100_000})


def test_a_held_statement_has_neither_author_nor_time_nor_order(beside: Beside, execute_beside: Execute) -> None:
    beside.minutes.hold(SESSION, {"kind": "remark", "text": "words"})

    columns = {column.name for column in tables.held.columns}

    assert columns == {"session_id", "id", "fields", "statement_id", "command_id", "place"}
    [row] = execute_beside("SELECT statement_id, command_id, place, fields FROM held")
    assert row == (None, None, None, '{"kind": "remark", "text": "words"}')


def test_sqlite_does_not_number_held_statements(sqlite_url: str) -> None:
    database = Database.from_url(sqlite_url)
    Beside.open(database).close()

    file = Path(database.name).with_name("ledger.beside.db")
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.OperationalError, match="no such column"):
        connection.execute("SELECT rowid FROM held")


def test_what_would_tell_who_spoke_is_not_held(beside: Beside) -> None:
    for name in ("participant_id", "author", "noted_at", "on_behalf_of", "in_reply_to", "actor"):
        with pytest.raises(InvalidCommand, match="not recorded") as refusal:
            beside.minutes.hold(SESSION, {"text": "words", name: "something"})
        assert refusal.value.field == name

    assert beside.minutes.held(SESSION) == []


def test_what_is_held_is_shown_in_another_order_than_it_came(beside: Beside) -> None:
    came = [beside.minutes.hold(SESSION, {"text": str(number)}) for number in range(20)]

    held = beside.minutes.held(SESSION)

    assert held == sorted(came, key=lambda statement: statement.id)
    assert held != came


def test_a_held_statement_is_changed_and_struck_out(beside: Beside) -> None:
    one, two = (beside.minutes.hold(SESSION, {"text": text}) for text in ("one", "two"))

    beside.minutes.change_held(one.id, SESSION, {"text": "one more"})
    beside.minutes.remove_held(two.id, SESSION)

    assert [(held.id, held.fields) for held in beside.minutes.held(SESSION)] == [(one.id, {"text": "one more"})]
    with pytest.raises(NotFound):
        beside.minutes.change_held(one.id, OTHER, {"text": "changed"})
    with pytest.raises(InvalidCommand):
        beside.minutes.change_held(one.id, SESSION, {"participant_id": "norway"})


def test_ids_and_order_are_drawn_anew_and_once(beside: Beside) -> None:
    held = [beside.minutes.hold(SESSION, {"text": str(number)}) for number in range(20)]
    beside.minutes.hold(OTHER, {"text": "elsewhere"})

    drawn = beside.minutes.draw(SESSION)

    assert beside.minutes.draw(SESSION) == drawn
    assert sorted(int(one.fields["text"]) for one in drawn) == list(range(20))
    ids = {one.statement_id for one in drawn} | {one.command_id for one in drawn}
    assert len(ids) == 40
    assert ids.isdisjoint(statement.id for statement in held)
    assert [one.fields for one in drawn] != [statement.fields for statement in beside.minutes.held(SESSION)]


def test_what_is_held_after_a_draw_is_drawn_by_the_next(beside: Beside) -> None:
    beside.minutes.hold(SESSION, {"text": "before"})
    [first] = beside.minutes.draw(SESSION)

    beside.minutes.hold(SESSION, {"text": "after"})

    assert first in beside.minutes.draw(SESSION)
    assert len(beside.minutes.draw(SESSION)) == 2


def test_what_was_held_is_gone_from_the_files_after_the_close(beside: Beside, database_url: str) -> None:
    for number in range(20):
        beside.minutes.hold(SESSION, {"text": f"telling words {number}"})
    beside.minutes.hold(OTHER, {"text": "still open"})
    beside.minutes.draw(SESSION)

    assert beside.minutes.release(SESSION)

    assert beside.minutes.held(SESSION) == beside.minutes.draw(SESSION) == []
    assert [one.fields for one in beside.minutes.held(OTHER)] == [{"text": "still open"}]
    if database_url.startswith("sqlite"):
        directory = Path(Database.from_url(database_url).name).parent
        assert not any(b"telling" in file.read_bytes() for file in directory.glob("ledger.beside.*"))
