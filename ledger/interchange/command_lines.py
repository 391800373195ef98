"""Command lines, one JSON object a line: the import, safe to run twice, and the export."""

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from ledger.application import Answer, Ledger
from ledger.commands.preparing import Prepared, prepare
from ledger.domain.canonical import trusted_canonical_json
from ledger.domain.errors import InvalidCommand, Refusal
from ledger.domain.streams import Event
from ledger.interchange.event_lines import records
from ledger.interchange.normal_form import NEVER_WRITTEN, commands_of, normal_form, sealed_digests

LONGEST_COMMAND_LINE = 16 * 2**20
"""Bytes of one line: room for a version of a whole legal act."""

BATCH = 500
"""Commands in one commit."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number from 1, its bytes (cut off where it is too long), whether it is complete."""

    number: int
    content: bytes
    is_too_long: bool = False
    ends_the_file: bool = False


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not recorded, and why."""

    number: int
    command_id: str
    refusal: Refusal


@dataclass(slots=True)
class Report:
    """What an import did.

    Attributes:
        recorded: lines that are on record now.
        known: lines that were on record before.
        differing: numbers of known lines whose data are not those on record.
        refused: lines that were not recorded.
        notes: (number, sentence) of what was put into normal form.
    """

    recorded: int = 0
    known: int = 0
    differing: list[int] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


def lines_of(file: BinaryIO) -> Iterator[Line]:
    """The lines of a file, none held in memory beyond `LONGEST_COMMAND_LINE`; empty ones are left out."""
    number = 0
    while content := file.readline(LONGEST_COMMAND_LINE + 1):
        number += 1
        if number == 1:
            content = content.removeprefix(BOM_UTF8)
        is_too_long = len(content) > LONGEST_COMMAND_LINE
        if is_too_long and not content.endswith(b"\n"):
            while (rest := file.readline(2**20)) and not rest.endswith(b"\n"):
                pass
        if is_too_long:
            content = content[:200]
        if content.strip():
            yield Line(number, content, is_too_long, ends_the_file=not is_too_long and not content.endswith(b"\n"))


def read(line: Line) -> dict[str, Any]:
    """The JSON object on a line.

    Raises:
        InvalidCommand: it is too long, not UTF-8, not JSON, or not an object; a key stands in it twice.
    """
    if line.is_too_long:
        raise InvalidCommand(f"The line is longer than {LONGEST_COMMAND_LINE:,} bytes.")
    try:
        value = json.loads(line.content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        if line.ends_the_file and not line.content.rstrip().endswith(b"}"):
            raise InvalidCommand("The file ends in the middle of this line.") from None
        raise InvalidCommand(f"This is not JSON: {str(error)[:200]}.") from None
    if not isinstance(value, dict):
        raise InvalidCommand("A command line is a JSON object.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def import_lines(
    ledger: Ledger,
    file: BinaryIO,
    *,
    keep_going: bool = False,
    on_progress: Callable[[int, int], None] = lambda lines, read: None,
) -> Report:
    """Record the commands of a file in batches; what is on record already is counted and left alone.

    Args:
        keep_going: whether to collect refusals and go on; otherwise the first one ends the import.
        on_progress: is told after each batch how many lines and how many bytes were read since the last time.
    """
    report = Report()
    batch: list[tuple[Line, Prepared]] = []
    size = 0
    for line in lines_of(file):
        size += len(line.content)
        try:
            batch.append((line, prepare(read(line), importing=True)))
        except Refusal as refusal:
            if not _record(ledger, batch, report, keep_going=keep_going):
                return report
            batch, size = [], 0
            report.refused.append(RefusedLine(line.number, "", refusal))
            if not keep_going:
                return report
        if len(batch) >= BATCH or size > LONGEST_COMMAND_LINE:
            if not _record(ledger, batch, report, keep_going=keep_going):
                return report
            on_progress(len(batch), size)
            batch, size = [], 0
    _record(ledger, batch, report, keep_going=keep_going)
    on_progress(len(batch), size)
    return report


def _record(ledger: Ledger, batch: list[tuple[Line, Prepared]], report: Report, *, keep_going: bool) -> bool:
    """Record one batch; false where a refusal ends the import."""
    answers = ledger.record([prepared for _, prepared in batch], keep_going=keep_going)
    for (line, prepared), answer in zip(batch, answers, strict=False):
        if isinstance(answer, Refusal):
            report.refused.append(RefusedLine(line.number, prepared.command.command_id, answer))
            continue
        report.notes += [(line.number, note) for note in answer.notes]
        if answer.is_new:
            report.recorded += 1
        else:
            report.known += 1
            if differs_from_record(ledger, prepared, answer):
                report.differing.append(line.number)
    if batch:
        ledger.read_models.catch_up()
    return keep_going or not report.refused


def differs_from_record(ledger: Ledger, prepared: Prepared, answer: Answer) -> bool:
    """Whether a command that was on record before says something else than what is on record."""
    return _differs(prepared, _on_record(ledger, answer))


def _on_record(ledger: Ledger, answer: Answer) -> dict[str, Any]:
    stored = ledger.record_store.stored_between(answer.position, answer.last, answer.last - answer.position + 1)
    events = [ledger.event(one) for one in stored]
    return normal_form(events, ledger.record_store.disclosed(sealed_digests(events)))


FOLDED = {"record_attendance": {"by_group", "total"}, "make_statement": {"group"}}
"""What may stand on record otherwise than it was given: small groups are folded, and nobody can tell from what."""


def _differs(prepared: Prepared, recorded: dict[str, Any]) -> bool:
    """Whether a line says something else than what is on record under its command_id; erased words cannot tell."""
    command, data = prepared.command, recorded["data"]
    is_unnamed = data.get("attribution") in ("group", "none")
    is_elsewhen = command.is_dated and not is_unnamed and command.occurred_at != recorded["occurred_at"]
    if command.actor != recorded["actor"] or is_elsewhen:
        return True
    left_out = FOLDED.get(command.name, set()) | NEVER_WRITTEN
    given = {key: value for key, value in command.data.items() if key not in left_out}
    return any(_is_other(value, data.get(key)) for key, value in given.items())


def _is_other(given: Any, recorded: Any) -> bool:
    if isinstance(recorded, dict) and "erased" in recorded:
        return False
    if isinstance(given, list) and isinstance(recorded, list) and given and isinstance(given[0], dict):
        pairs = zip(map(_comparable, given), map(_comparable, recorded), strict=False)
        return len(given) != len(recorded) or any(one != other for one, other in pairs)
    return bool(_plain(given) != _plain(recorded))


def _comparable(item: Any) -> Any:
    """A change without its edits, which depend on the text it was typed over, and without what an adoption credits."""
    if not isinstance(item, dict) or "op" not in item:
        return item
    if item["op"] in ("rewrite", "edit"):
        return {"provision_id": item["provision_id"], "base": item["base"]}
    return {key: value for key, value in item.items() if key != "motions"}


def _plain(value: Any) -> Any:
    return json.loads(trusted_canonical_json(value)) if isinstance(value, list | tuple | dict) else value


def export_lines(ledger: Ledger) -> Iterator[bytes]:
    """Every command of the ledger in normal form, in canonical JSON with a line feed, from the events alone.

    It holds every word that is not erased, those of protected persons too.
    """
    for together in _in_sections(commands_of(map(ledger.event, records(ledger)))):
        disclosed = ledger.record_store.disclosed(sealed_digests(event for events in together for event in events))
        for events in together:
            yield trusted_canonical_json(normal_form(events, disclosed)) + b"\n"


def _in_sections(commands: Iterator[list[Event]]) -> Iterator[list[list[Event]]]:
    """Commands by the hundred, so that their disclosures are asked for together."""
    section: list[list[Event]] = []
    for events in commands:
        section.append(events)
        if len(section) == 100:
            yield section
            section = []
    if section:
        yield section
