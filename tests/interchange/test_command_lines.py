"""Import and export of command lines: every line of bad input leaves nothing, and commands out are commands in."""

import json
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.errors import Refusal
from ledger.domain.motions import Motion
from ledger.interchange import command_lines
from ledger.interchange.command_lines import LONGEST_COMMAND_LINE, Report, import_lines, lines_of
from ledger.store.database import Database
from ledger.store.migrate import migrate
from tests.builders import (
    Clock,
    Data,
    Line,
    Room,
    a_ledger,
    a_line,
    a_room,
    a_session,
    adopt_rule,
    an_amendment,
    decide,
    every_kind_of_event,
    exported,
    folded,
    give,
    new_id,
    take_stance,
    texts_of,
)


@pytest.fixture
def ledger(sqlite_url: str) -> Iterator[Ledger]:
    with a_ledger(sqlite_url, Clock()) as opened:
        yield opened


@pytest.fixture
def room(ledger: Ledger) -> Room:
    return a_room(ledger)


@pytest.fixture
def motion(ledger: Ledger, room: Room) -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])


def registering(**more: Any) -> Line:
    data = {"participant_id": new_id(), "name": "A seat", "kind": "person", "group": "state"}
    return a_line("register_participant", **{**data, **more})


def written(*lines: Line) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def send(ledger: Ledger, content: bytes, *, keep_going: bool = False) -> Report:
    return import_lines(ledger, BytesIO(content), keep_going=keep_going)


def refusal_of(ledger: Ledger, content: bytes) -> Refusal:
    """Why a file of one line was refused; nothing of it is on record."""
    before = ledger.record_store.head(), exported(ledger)

    report = send(ledger, content)

    assert (report.recorded, report.known, len(report.refused)) == (0, 0, 1)
    assert (ledger.record_store.head(), exported(ledger)) == before
    refused = report.refused[0]
    assert refused.number == 1
    message = refused.refusal.sentence
    assert "\n" not in message
    assert len(message) < 400
    message.encode()
    return refused.refusal


# What is not a command line

VALID = written(registering())

BROKEN = {
    "nothing but a brace": b"{\n",
    "a word": b"register\n",
    "a list": b"[]\n",
    "a number": b"7\n",
    "null": b"null\n",
    "text": b'"x"\n',
    "an empty object": b"{}\n",
    "two objects": VALID.strip() + VALID,
    "a comment": b"// " + VALID,
    "single quotes": VALID.replace(b'"', b"'"),
    "a trailing comma": VALID.replace(b"}}", b"},}"),
    "a duplicate key": VALID.replace(b'"actor"', b'"actor": "system", "actor"'),
    "a duplicate key inside": VALID.replace(b'"name"', b'"name": "B", "name"'),
    "a key twice by escape": VALID.replace(b'"actor"', b'"\\u0061ctor": "system", "actor"'),
    "not a number": VALID.replace(b'"A seat"', b"NaN"),
    "infinity": VALID.replace(b'"A seat"', b"-Infinity"),
    "a number without end": VALID.replace(b'"A seat"', b"1e999"),
    "a very long number": VALID.replace(b'"A seat"', b"9" * 10_000),
    "not UTF-8": VALID.replace(b"A seat", b"\xff\xfe"),
    "a cut character": VALID.replace(b"A seat", b"caf\xc3"),
    "an encoded surrogate": VALID.replace(b"A seat", b"\xed\xa0\x80"),
    "an escaped surrogate": VALID.replace(b"A seat", b"\\ud800"),
    "a surrogate as a key": VALID.replace(b'"name"', b'"\\udfff"'),
    "a raw control character": VALID.replace(b"A seat", b"A\x01seat"),
    "an escaped control character": VALID.replace(b"A seat", b"A\\u0001seat"),
    "overlong UTF-8": VALID.replace(b"A seat", b"\xc0\xaf"),
    "deep nesting": VALID.replace(b'"A seat"', b"[" * 100_000 + b"]" * 100_000),
    "deep objects": VALID.replace(b'"A seat"', b'{"a":' * 5_000 + b"1" + b"}" * 5_000),
    "nothing but nesting": b"[" * 200_000 + b"\n",
    "a null byte": b"\x00\n",
    "an unknown command": VALID.replace(b"register_participant", b"register_pirate"),
    "an unknown field": VALID.replace(b'"name"', b'"nome"'),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_command_is_refused_and_leaves_nothing(ledger: Ledger, what: str) -> None:
    refusal = refusal_of(ledger, BROKEN[what])

    assert refusal.code in ("invalid", "already_used")


@pytest.mark.parametrize("cut", [1, 20, 100, -30, -3, -2])
def test_a_file_that_ends_in_the_middle_of_a_line_says_so(ledger: Ledger, cut: int) -> None:
    refusal = refusal_of(ledger, VALID[:cut])

    assert "ends in the middle" in refusal.message or "not JSON" in refusal.message


def test_the_lines_before_one_that_breaks_off_are_recorded(ledger: Ledger) -> None:
    report = send(ledger, written(registering()) + VALID[:50])

    assert (report.recorded, [one.number for one in report.refused]) == (1, [2])


def test_a_last_line_without_a_line_feed_is_recorded(ledger: Ledger) -> None:
    assert send(ledger, VALID.rstrip()).recorded == 1


def test_empty_lines_and_line_ends_of_another_system_are_no_matter(ledger: Ledger) -> None:
    content = b"\n  \n" + VALID.replace(b"\n", b"\r\n") + b"\n\n"

    assert send(ledger, content).recorded == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_file_in_another_encoding_is_refused(ledger: Ledger, encoding: str) -> None:
    refusal_of(ledger, VALID.decode().rstrip().encode(encoding))


def test_a_byte_order_mark_is_no_matter_at_the_start_of_the_file(ledger: Ledger) -> None:
    assert send(ledger, b"\xef\xbb\xbf" + VALID).recorded == 1


# Long lines


class LongLine(RawIOBase):
    """A file with one line of so many bytes, and a valid one after it; it is made while it is read."""

    def __init__(self, length: int, then: bytes) -> None:
        self._left, self._then = length, BytesIO(then)

    def readline(self, size: int | None = -1, /) -> bytes:
        if self._left == 0:
            return self._then.readline(-1 if size is None else size)
        taken = min(self._left, size if size is not None and size > 0 else self._left)
        self._left -= taken
        return b"x" * (taken - 1) + b"\n" if self._left == 0 else b"x" * taken


def test_a_line_of_a_hundred_megabytes_is_refused_without_being_held(ledger: Ledger) -> None:
    file = LongLine(100 * 2**20, VALID)

    tracemalloc.start()
    report = import_lines(ledger, file, keep_going=True)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [(one.number, one.refusal.code) for one in report.refused] == [(1, "invalid")]
    assert report.recorded == 1
    assert peak < 3 * LONGEST_COMMAND_LINE


@pytest.mark.parametrize(
    "beyond",
    [
        0,
        1,
        2,
        2**20,
    ],
)
def test_the_line_after_a_long_one_is_read(monkeypatch: pytest.MonkeyPatch, beyond: int) -> None:
    monkeypatch.setattr(command_lines, "LONGEST_COMMAND_LINE", 1000)
    content = b"x" * (1000 + beyond - 1) + b"\n" + b"next\n"

    lines = list(lines_of(BytesIO(content)))

    assert [(line.number, line.is_too_long) for line in lines] == [(1, beyond > 0), (2, False)]
    assert lines[1].content == b"next\n"


def test_a_record_above_the_logs_limit_is_refused_with_its_field(ledger: Ledger, room: Room) -> None:
    line = a_line("conclude_consultation", consultation_id=room.consultation, outcome="x" * 65_535)

    refusal = refusal_of(ledger, written(line))

    assert (refusal.code, refusal.field) == ("too_long", "outcome")


# Commands that may not be


def bad_lines(ledger: Ledger, room: Room, motion: str) -> dict[str, tuple[Line, str]]:
    """For each kind of bad input: a line, and the field that its refusal names."""
    session = a_session(ledger, room.consultation, "none")
    give(ledger, "close_session", session_id=session)
    deleted = an_amendment(ledger, room.framework, room.member, [room.delete("children")])
    gone = room.edit("children", "Children", "All")
    decide(ledger, deleted)
    edit = room.edit("states", "shall", "must")
    known = ledger.event(ledger.record_store.stored_between(1, 1, 1)[0]).command_id
    subject = {"kind": "motion", "id": motion}
    endorsing = {"participant_id": room.second, "subject": subject, "stance": "endorse"}
    tally = {"yes": 1, "no": 2, "abstain": 0}
    question = {"subject": subject, "question": "Q?", "method": "show_of_hands", "tally": tally, "result": "carried"}
    said = {"statement_id": new_id(), "consultation_id": room.consultation, "kind": "remark", "text": "Yes."}

    def tabling(*changes: Data) -> Line:
        data = {"motion_id": new_id(), "framework_id": room.framework, "title": "M", "proposers": [room.member]}
        return a_line("table_amendment", **data, changes=list(changes))

    def edited(*edits: list[Any]) -> Line:
        return tabling({**edit, "edits": list(edits)})

    return {
        "an id used twice": (registering(participant_id=motion), "participant_id"),
        "a command_id under another name": (
            a_line("open_session", session_id=session, command_id=known),
            "command_id",
        ),
        "a base that does not fit": (tabling({**edit, "base": "0" * 64}), "changes.0.base"),
        "edits that overlap": (edited([0, 12, "x"], [7, 20, "y"]), "changes.0.edits.1"),
        "an edit outside the text": (edited([0, 1000, "x"]), "changes.0.edits.0"),
        "an edit inside a word": (edited([1, 3, "x"]), "changes.0.edits.0"),
        "an edit whose result is not NFC": (edited([6, 6, "\u0301"]), "changes.0.edits"),
        "a motion on a deleted provision": (tabling(gone), "changes.0.provision_id"),
        "a position on a wording that never existed": (
            a_line("endorse", **endorsing, wording="0" * 64),
            "wording",
        ),
        "a decision without the role": (
            a_line("decide_motion", actor=room.member, motion_id=motion, decision="adopted"),
            "actor",
        ),
        "a named speaker in a session without attribution": (
            a_line("make_statement", session=session, **said, participant_id=room.member),
            "participant_id",
        ),
        "a result that does not follow": (
            a_line("record_vote", vote_id=new_id(), consultation_id=room.consultation, **question),
            "result",
        ),
        "a time without a zone": ({**registering(), "occurred_at": "2018-03-05T09:00:00"}, "occurred_at"),
        "a time in the future": ({**registering(), "occurred_at": "2018-03-05T23:00:00Z"}, "occurred_at"),
    }


KINDS = [
    "an id used twice",
    "a command_id under another name",
    "a base that does not fit",
    "edits that overlap",
    "an edit outside the text",
    "an edit inside a word",
    "an edit whose result is not NFC",
    "a motion on a deleted provision",
    "a position on a wording that never existed",
    "a decision without the role",
    "a named speaker in a session without attribution",
    "a result that does not follow",
    "a time without a zone",
    "a time in the future",
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_not_be_is_refused_with_its_field_and_leaves_nothing(
    ledger: Ledger, room: Room, motion: str, kind: str
) -> None:
    line, field = bad_lines(ledger, room, motion)[kind]

    assert refusal_of(ledger, written(line)).field == field


def test_every_kind_of_bad_input_has_its_line(ledger: Ledger, room: Room, motion: str) -> None:
    assert sorted(bad_lines(ledger, room, motion)) == sorted(KINDS)


def test_text_that_is_not_nfc_is_put_into_it_and_the_report_says_so(ledger: Ledger) -> None:
    report = send(ledger, written(registering(), registering(name="Ame\u0301lie")))

    assert report.notes == [(2, "name was put into Unicode normal form C.")]
    assert "Am\u00e9lie".encode() in exported(ledger)


def test_an_import_stops_at_the_first_refused_line(ledger: Ledger) -> None:
    report = send(ledger, written(registering()) + b"broken\n" + written(registering()))

    assert (report.recorded, [one.number for one in report.refused]) == (1, [2])


def test_an_import_that_keeps_going_collects_what_it_refused(ledger: Ledger) -> None:
    unknown = a_line("open_session", session_id=new_id())
    content = written(registering()) + b"broken\n" + written(unknown, registering())

    report = send(ledger, content, keep_going=True)

    assert (report.recorded, [one.number for one in report.refused]) == (2, [2, 3])
    assert report.refused[1].command_id == unknown["command_id"]


def test_a_refusal_at_any_place_of_a_batch_loses_nothing_that_was_accepted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_lines, "BATCH", 3)
    unknown = a_line("open_session", session_id=new_id())
    for place in range(7):
        lines = [registering() for _ in range(6)]
        head = ledger.record_store.head()

        report = send(ledger, written(*lines[:place], unknown, *lines[place:]), keep_going=True)

        assert (report.recorded, [one.number for one in report.refused]) == (6, [place + 1])
        assert ledger.record_store.head() == head + 6


# Safe to run twice


def test_lines_on_record_are_counted_and_left_alone(ledger: Ledger, room: Room) -> None:
    every_kind_of_event(ledger, room)
    lines = exported(ledger)

    report = send(ledger, lines)

    count = lines.count(b"\n")
    assert (report.recorded, report.known, report.differing, report.refused) == (0, count, [], [])
    assert exported(ledger) == lines


def test_a_known_line_that_says_something_else_is_listed(ledger: Ledger) -> None:
    same, other = registering(), registering()
    send(ledger, written(same, other))

    other["data"]["group"] = "media"

    assert send(ledger, written(same, other)).differing == [2]


@pytest.mark.parametrize("command", ["record_attendance", "make_statement"])
def test_the_same_file_does_not_differ_from_itself(ledger: Ledger, room: Room, command: str) -> None:
    session = a_session(ledger, room.consultation, "group")
    attendance = {"state": 10, "media": 3, "business": 4}
    lines = {
        "record_attendance": a_line("record_attendance", session_id=session, by_group=attendance),
        "make_statement": a_line(
            "make_statement",
            session=session,
            statement_id=new_id(),
            consultation_id=room.consultation,
            kind="remark",
            text="Yes.",
            group="media",
            occurred_at="2018-03-05T08:30:00Z",
        ),
    }
    give(ledger, "close_session", session_id=session)
    content = written(lines[command])

    first, second = send(ledger, content), send(ledger, content)

    assert (first.recorded, second.known, second.differing) == (1, 1, [])


# Commands out are commands in


def other_ledger(url: str, ledger: Ledger) -> Any:
    return a_ledger(url, Clock(ledger._clock.now))  # type: ignore[attr-defined]


@pytest.fixture
def elsewhere(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    migrate(Database.from_url(url))
    return url


def goes_round(ledger: Ledger, url: str) -> None:
    lines = exported(ledger)
    with other_ledger(url, ledger) as other:
        report = send(other, lines)
        assert [one.refusal.sentence for one in report.refused] == []
        assert report.notes == []
        assert exported(other) == lines


def test_every_kind_of_event_goes_round(ledger: Ledger, room: Room, elsewhere: str) -> None:
    every_kind_of_event(ledger, room)

    goes_round(ledger, elsewhere)


def test_every_kind_of_event_goes_round_through_postgresql(ledger: Ledger, room: Room, postgres_url: str) -> None:
    every_kind_of_event(ledger, room)

    goes_round(ledger, postgres_url)


def test_what_was_merged_goes_round(ledger: Ledger, room: Room, elsewhere: str) -> None:
    one = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    two = an_amendment(ledger, room.framework, room.second, [room.edit("states", "refugees", "people")])
    new = {"provision_id": new_id(), "kind": "action", "text": "New."}
    three = an_amendment(ledger, room.framework, room.member, [{"op": "insert", "provision": new, "after": None}])
    give(ledger, "adopt_motions", framework_id=room.framework, motions=[three, two, one], edited_by=[room.guest])

    goes_round(ledger, elsewhere)

    assert texts_of(ledger, room.framework)[:2] == ["New.", "States must protect people."]


def test_what_moved_cleanly_goes_round(ledger: Ledger, room: Room, elsewhere: str) -> None:
    one = an_amendment(ledger, room.framework, room.member, [room.edit("states", "States", "All the states")])
    two = an_amendment(ledger, room.framework, room.second, [room.edit("states", "refugees", "people")])
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    for motion in (one, two):
        decide(ledger, motion)

    goes_round(ledger, elsewhere)


def test_an_import_records_each_person_as_the_actor_that_she_was(ledger: Ledger, room: Room, elsewhere: str) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    take_stance(ledger, room.guest, motion, "object", actor=room.guest)
    give(ledger, "decide_motion", actor=room.facilitator, motion_id=motion, decision="rejected")

    goes_round(ledger, elsewhere)

    assert folded(ledger, Motion, motion).decision == "rejected"


def test_the_export_holds_no_salt_and_no_digest_of_words_that_stand(ledger: Ledger, room: Room) -> None:
    every_kind_of_event(ledger, room)

    assert b'"sealed"' not in exported(ledger)


def test_an_export_says_when_each_thing_happened_and_never_what_was_expected(
    ledger: Ledger, room: Room, motion: str
) -> None:
    decide(ledger, motion, expected=0)

    lines = [json.loads(line) for line in exported(ledger).splitlines()]

    assert all("occurred_at" in line for line in lines)
    assert not [line for line in lines if "expected" in line["data"]]


def test_without_one_of_its_lines_a_file_is_a_what_if(ledger: Ledger, room: Room, motion: str, elsewhere: str) -> None:
    decide(ledger, motion)
    lines = exported(ledger).splitlines(keepends=True)

    with other_ledger(elsewhere, ledger) as other:
        assert send(other, b"".join(lines[:-1])).refused == []
        assert texts_of(other, room.framework)[0] == "States shall protect refugees."
