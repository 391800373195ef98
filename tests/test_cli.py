"""The command line: what it prints, its exit codes, its errors in one sentence."""

import gzip
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from ledger.cli import main
from ledger.demo import command_lines

COMMANDS = sorted(main.commands)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.db'}"


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('cli') / 'ledger.db'}"
    assert run("demo", "--no-serve", "--database", url).exit_code == 0
    return url


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=given)


def refused(result: Result) -> str:
    """The one sentence on stderr of a command that ended with 1."""
    assert result.exit_code == 1, result.output
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("ledger: ")
    return lines[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = run(name, "--help")

    assert result.exit_code == 0
    assert f"Example: ledger {name}" in " ".join(result.output.split())
    assert "--database" in result.output


def test_the_commands_of_this_issue_are_there() -> None:
    named = "demo serve import export document project rebuild replay migrate erase catalogue account"
    assert set(named.split()) == set(COMMANDS)


def test_the_demonstration_is_made_once(demonstration: str) -> None:
    before = run("export", "--database", demonstration).stdout

    again = run("demo", "--no-serve", "--database", demonstration)

    assert again.exit_code == 0
    assert run("export", "--database", demonstration).stdout == before


def test_the_demonstration_is_not_put_into_another_record(database: str) -> None:
    line = {
        "command": "register_participant",
        "command_id": str(uuid4()),
        "actor": "system",
        "data": {"participant_id": str(uuid4()), "name": "N", "kind": "delegation", "group": "state"},
    }
    run("import", "-", "--database", database, given=json.dumps(line).encode() + b"\n")

    assert "holds another record" in refused(run("demo", "--no-serve", "--database", database))


def test_an_import_understands_standard_input_and_gz(database: str, tmp_path: Path) -> None:
    lines = "\n".join(command_lines()).encode() + b"\n"
    packed = tmp_path / "lines.jsonl.gz"
    packed.write_bytes(gzip.compress(lines))

    first = run("import", str(packed), "--database", database)
    second = run("import", "-", "--json", "--database", database, given=lines)

    count = lines.count(b"\n")
    assert first.stdout == f"{count} recorded, 0 on record before, 0 refused.\n"
    told = json.loads(second.stdout)
    assert (told["recorded"], told["on_record_before"], told["refused"]) == (0, count, [])


def test_a_refused_line_is_named_with_its_field(database: str) -> None:
    result = run("import", "-", "--database", database, given=b'{"command": "endorse"}\n')

    assert refused(result) == "ledger: line 1: command_id: This is missing."


def test_refused_lines_are_collected_in_a_report(database: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    lines = b"nonsense\n" + next(command_lines()).encode() + b"\n[]\n"

    result = run("import", "-", "--keep-going", "--report", str(report), "--database", database, given=lines)

    assert result.exit_code == 1
    told = json.loads(report.read_text())
    assert (told["recorded"], [one["line"] for one in told["refused"]]) == (1, [1, 3])


def test_a_damaged_gz_is_refused_in_a_sentence(database: str, tmp_path: Path) -> None:
    packed = tmp_path / "lines.jsonl.gz"
    packed.write_bytes(gzip.compress(b"\n" * 1_000_000)[:60])

    assert "cannot be read" in refused(run("import", str(packed), "--database", database))


def test_a_missing_file_is_refused_in_a_sentence(database: str) -> None:
    assert "No such file" in refused(run("import", "/no/such/file", "--database", database))


def test_an_export_is_for_its_owner_alone(demonstration: str, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"

    run("export", "--output", str(path), "--database", demonstration)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("form", "begins"), [("events", '{"originator_id"'), ("csv", "position,recorded_at")])
def test_events_are_exported_as_stored_and_as_a_table(demonstration: str, form: str, begins: str) -> None:
    assert run("export", "--format", form, "--database", demonstration).stdout.startswith(begins)


def test_a_document_says_which_state_it_is(demonstration: str) -> None:
    markdown = run("document", "global-compact", "--database", demonstration).stdout
    told = json.loads(run("document", "global-compact", "--format", "json", "--database", demonstration).stdout)

    assert "Revision 1 of 2018-07-11" in markdown
    assert "Final draft (version 6, received)" in markdown
    assert sum(one["kind"] == "objective" for one in told["provisions"]) == 23


@pytest.mark.parametrize("state", ["99", "@99999999", "1999-01-01", "nonsense"])
def test_a_document_at_no_state_is_refused(demonstration: str, state: str) -> None:
    assert "There is no text" in refused(run("document", "new-design", "--state", state, "--database", demonstration))


def test_a_replay_finds_every_version_to_be_what_the_events_produce(demonstration: str) -> None:
    told = json.loads(run("replay", "--json", "--database", demonstration).stdout)

    assert told["holds"] is True
    assert len(told["versions"]) == 5
    assert all(version["holds"] for version in told["versions"])


@pytest.mark.parametrize("until", ["300", "2999-01-01", "2999-01-01T00:00:00Z"])
def test_a_replay_stops_where_it_is_told(demonstration: str, until: str) -> None:
    told = json.loads(run("replay", "--until", until, "--json", "--database", demonstration).stdout)

    whole = json.loads(run("replay", "--json", "--database", demonstration).stdout)
    assert (told["position"] < whole["position"]) == (until == "300")


def test_a_replay_until_nonsense_is_wrong_usage(demonstration: str) -> None:
    assert run("replay", "--until", "yesterday", "--database", demonstration).exit_code == 2


def test_read_models_are_brought_up_and_built_anew(demonstration: str) -> None:
    assert "complete up to record no." in run("project", "--database", demonstration).stdout
    assert "is in use, compared at record no." in run("rebuild", "--database", demonstration).stdout


def test_an_erasure_takes_the_words_out_of_the_next_export(database: str) -> None:
    run("demo", "--no-serve", "--database", database)
    told = [json.loads(line) for line in run("export", "--database", database).stdout.splitlines()]
    person = next(
        line["data"]
        for line in told
        if line["command"] == "register_participant"
        and line["data"]["kind"] == "person"
        and isinstance(line["data"]["name"], str)
    )

    result = run("erase", person["participant_id"], "--reason", "at_the_persons_request", "--database", database)

    assert result.exit_code == 0
    after = run("export", "--database", database).stdout
    line = next(
        one
        for one in map(json.loads, after.splitlines())
        if one["command"] == "register_participant" and one["data"]["participant_id"] == person["participant_id"]
    )
    assert set(line["data"]["name"]) == {"erased"}


@pytest.mark.parametrize("url", ["nonsense", "sqlite:///:memory:", "mysql://x/y", "sqlite:////no/such/place/ledger.db"])
def test_a_database_that_cannot_be_is_refused_in_a_sentence(url: str) -> None:
    for name in ("project", "migrate", "export"):
        refused(run(name, "--database", url))


def test_wrong_usage_ends_with_two() -> None:
    assert run("import").exit_code == 2
    assert run("document", "x", "--format", "pdf2").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_the_catalogue_lists_every_form(database: str) -> None:
    told = json.loads(run("catalogue", "--json", "--database", database).stdout)

    assert "ledger.motion.amendment_tabled" in told
    assert told["ledger.motion.amendment_tabled"]["fields"]["changes"]["required"] is True


def test_a_reader_that_closes_early_is_no_error(demonstration: str) -> None:
    ledger = Path(sys.executable).with_name("ledger")
    environment = {**os.environ, "LEDGER_DATABASE_URL": demonstration}

    piped = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {ledger} export | head -1"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert piped.stderr == ""
    assert piped.stdout.count("\n") == 1


def test_no_message_shows_the_password_of_a_database() -> None:
    url = "postgresql://ledger:hidden-words@127.0.0.1:1/ledger"

    assert "hidden-words" not in refused(run("project", "--database", url))


def test_a_comparison_is_written_with_the_motions_behind_each_change(demonstration: str) -> None:
    words = ("document", "new-design", "--compare", "2...4", "--database", demonstration)

    told = json.loads(run(*words, "--format", "json").stdout)
    markdown = run(*words).stdout

    assert len(told["changes"]) == 12
    assert all(change["motions"] for change in told["changes"])
    assert (told["old"]["revision"], told["new"]["revision"]) == (1, 8)
    assert "**an agreed" in markdown


def test_two_states_are_written_with_three_dots(demonstration: str) -> None:
    assert "A...B" in refused(run("document", "new-design", "--compare", "2-4", "--database", demonstration))
    assert run("document", "x", "--compare", "1...2", "--state", "1", "--database", demonstration).exit_code == 2


def test_a_compilation_text_is_written_with_its_brackets(demonstration: str) -> None:
    words = ("document", "new-design", "--compilation", "--database", demonstration)

    assert "alt 2" in run(*words).stdout
    assert run(*words, "--state", "1").exit_code == 2
    assert run(*words, "--format", "json").exit_code == 2
