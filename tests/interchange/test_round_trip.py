"""Commands out are commands in: what was exported, imported and exported again is the same to the byte."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger import demo
from ledger.application import Ledger
from ledger.domain.replay import CheckedVersion, Replay
from ledger.interchange.command_lines import Report, export_lines, import_lines
from tests.generated import every_command, generate
from tests.generated.script import Line

SOURCES = ["demonstration", "every command", "large"]


def lines_of(source: str) -> Iterator[str]:
    """The command lines of one of the ledgers."""
    if source == "demonstration":
        return demo.command_lines()
    return map(json.dumps, every_command() if source == "every command" else generate(2_000, provisions=100))


def imported(lines: Iterable[str] | bytes, url: str) -> tuple[Report, bytes, list[CheckedVersion]]:
    """What an import into an empty ledger did, the export of that ledger, and its versions."""
    content = lines if isinstance(lines, bytes) else "".join(f"{line}\n" for line in lines).encode()
    with closing(Ledger.open(url)) as ledger:
        report = import_lines(ledger, BytesIO(content), keep_going=True)
        return report, b"".join(export_lines(ledger)), versions_of(ledger)


def versions_of(ledger: Ledger) -> list[CheckedVersion]:
    """Every version with the digest on record, and that of the text which a replay produces."""
    replay, head = Replay(), ledger.record_store.head()
    replay.feed(ledger.event(stored) for stored in ledger.record_store.stored_between(1, head, head))
    replay.finish()
    return replay.versions


def in_a_file(name: str, directory: Path) -> str:
    return f"sqlite:///{directory / name}.db"


@pytest.fixture(scope="module", params=SOURCES)
def exported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[bytes, list[CheckedVersion]]:
    """The export of a ledger that was imported, and its versions."""
    _, lines, versions = imported(lines_of(request.param), in_a_file("first", tmp_path_factory.mktemp("exported")))
    return lines, versions


def test_an_export_imported_into_an_empty_ledger_is_exported_as_the_same_bytes(
    exported: tuple[bytes, list[CheckedVersion]], database_url: str
) -> None:
    lines, versions = exported

    report, again, versions_again = imported(lines, database_url)

    assert report.refused == []
    assert report.notes == []
    assert again == lines
    assert versions_again == versions


def test_the_versions_are_what_the_events_produce(exported: tuple[bytes, list[CheckedVersion]]) -> None:
    _, versions = exported

    assert versions
    assert all(version.holds for version in versions)


def test_a_refused_line_is_not_in_the_export(tmp_path: Path) -> None:
    lines = list(every_command())

    report, exported, _ = imported(map(json.dumps, lines), in_a_file("one", tmp_path))

    written = [json.loads(line)["command_id"] for line in exported.splitlines()]
    refused = {one.number for one in report.refused}
    assert len(refused) == 1
    assert written == [line["command_id"] for number, line in enumerate(lines, 1) if number not in refused]


def test_erased_words_are_exported_as_erased_and_as_nothing_else(tmp_path: Path) -> None:
    lines = list(every_command())
    erased = next(line["data"]["participant_id"] for line in lines if line["command"] == "erase_participant")
    redacted = {line["data"]["statement_id"] for line in lines if line["command"] == "redact_statement"}

    _, exported, _ = imported(map(json.dumps, lines), in_a_file("one", tmp_path))

    fields, kept = set(), exported.decode()
    for line in map(json.loads, exported.splitlines()):
        data = line["data"]
        fields |= {key for key, value in data.items() if isinstance(value, dict) and set(value) == {"erased"}}
        if line["command"] == "register_participant" and data["participant_id"] == erased:
            assert set(data["name"]) == {"erased"}
        elif line["command"] == "make_statement" and data["statement_id"] in redacted:
            assert set(data["text"]) == {"erased"}
    assert fields == {"name", "contact", "place", "expertise", "text", "rationale", "reservation"}
    assert not any(word in kept for word in _words_of(lines, erased, redacted))


def _words_of(lines: list[Line], participant: str, statements: set[str]) -> Iterator[str]:
    """The sealed words that were erased, as they would stand in JSON."""
    for line in lines:
        data = line["data"]
        if line["command"] in ("register_participant", "update_participant") and data["participant_id"] == participant:
            yield from (json.dumps(data[key], ensure_ascii=False)[1:-1] for key in ("name", "contact") if data.get(key))
        elif data.get("statement_id") in statements and "text" in data:
            yield _in_normal_form(data["text"])


def _in_normal_form(text: str) -> str:
    return json.dumps(text.replace("e\u0301", "é"), ensure_ascii=False)[1:-1]


def test_what_is_known_already_does_not_differ(exported: tuple[bytes, list[CheckedVersion]], sqlite_url: str) -> None:
    lines, _ = exported

    with closing(Ledger.open(sqlite_url)) as ledger:
        first = import_lines(ledger, BytesIO(lines))
        second = import_lines(ledger, BytesIO(lines))

    assert (second.recorded, second.known, second.differing) == (0, first.recorded, [])


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), provisions=st.integers(3, 12), more=st.integers(0, 80))
def test_any_short_negotiation_comes_out_as_it_went_in(seed: int, provisions: int, more: int) -> None:
    lines = map(json.dumps, generate(75 + provisions + more, seed, provisions=provisions))

    with TemporaryDirectory() as directory:
        report, once, versions = imported(lines, in_a_file("one", Path(directory)))
        _, twice, versions_again = imported(once, in_a_file("other", Path(directory)))

    assert report.refused == []
    assert twice == once
    assert versions_again == versions


@settings(max_examples=25, deadline=None)
@given(words=st.lists(st.text(max_size=30), min_size=1, max_size=12))
@example(words=["\u0958 \u2126 e\u0301", "\u2028", "\ufeff", "\x7f", "\U0001f1f3", '"\\/'])
def test_words_that_were_accepted_come_out_as_they_were_accepted(words: list[str]) -> None:
    lines = [json.dumps(_registration(number, word)) for number, word in enumerate(words)]

    with TemporaryDirectory() as directory:
        report, once, _ = imported(lines, in_a_file("one", Path(directory)))
        again, twice, _ = imported(once, in_a_file("other", Path(directory)))

    assert len(once.splitlines()) == report.recorded
    assert again.refused == again.notes == []
    assert twice == once


def _registration(number: int, name: str) -> dict[str, Any]:
    return {
        "command": "register_participant",
        "command_id": f"00000000-0000-4000-8000-{number:012d}",
        "occurred_at": datetime(2016, 1, 4, tzinfo=UTC).isoformat(),
        "actor": "system",
        "data": {
            "participant_id": f"00000000-0000-4000-9000-{number:012d}",
            "name": name,
            "kind": "delegation",
            "group": "other",
            "short": name.replace("\n", " "),
        },
    }
