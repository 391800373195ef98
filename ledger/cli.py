"""The `ledger` command: it ends with 0 (done), 1 (refused or not proven) or 2 (wrong usage), errors in one sentence."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from ledger.account_commands import account
from ledger.application import Ledger
from ledger.domain.errors import CannotStart
from ledger.domain.vocabulary import SYSTEM, ErasureReason
from ledger.terminal import Failure, as_json, command, input_file, main, opened, output_file, progress

DEFAULT_BIND = "127.0.0.1:8000"
DEMO_CONSULTATION = "new-design-2015"

main.add_command(account)


@command("demo", "ledger demo --bind 127.0.0.1:8000")
@click.option("--bind", default=DEFAULT_BIND, show_default=True, metavar="HOST:PORT", help="Where to serve it.")
@click.option("--no-serve", is_flag=True, help="Make the record, and serve nothing.")
def demo(database: str, bind: str, no_serve: bool) -> None:
    """Make the demonstration record where it is not there yet, and serve it."""
    from ledger.demo import command_lines

    with opened(database) as ledger:
        _refuse_other_record(ledger)
        lines = list(command_lines())
        with progress(len(lines), "The demonstration record") as on:
            _import_demo(ledger, lines, on)
        click.echo(
            f"The demonstration is on record: {ledger.record_store.head()} records in {ledger.database}.", err=True
        )
        _make_demo_accounts(ledger)
    if not no_serve:
        click.echo(f"Serving on http://{bind} (Ctrl-C ends it)", err=True)
        _run_gunicorn(database, bind, workers=1)


def _refuse_other_record(ledger: Ledger) -> None:
    if ledger.record_store.head() and ledger.record_store.stream_named("consultation", DEMO_CONSULTATION) is None:
        raise CannotStart("This ledger holds another record; name another database for the demonstration (--database).")


def _import_demo(ledger: Ledger, lines: list[str], on_progress: Callable[[int], None]) -> None:
    from io import BytesIO

    from ledger.interchange.command_lines import import_lines

    file = BytesIO("\n".join(lines).encode() + b"\n")
    report = import_lines(ledger, file, on_progress=lambda read, _: on_progress(read))
    for refused in report.refused:
        raise refused.refusal


def _make_demo_accounts(ledger: Ledger) -> None:
    """Let people sign in to it. A password is drawn where there is none, and shown this once."""
    from ledger.demo.accounts import make_accounts, names
    from ledger.store.beside import Beside

    with closing(Beside.open(ledger.database)) as beside:
        made = make_accounts(beside)
    if made:
        click.echo("Its accounts; these passwords were drawn now and are not shown again:")
        for one in made:
            click.echo(f"  {one.name:12} {one.password}  {one.who}")
    else:
        click.echo(
            f"Its accounts {', '.join(names())} were made before; where a password is lost, `ledger account add NAME`"
            " gives a link to choose another.",
            err=True,
        )


@command("serve", "ledger serve --bind 127.0.0.1:8000 --database postgresql://ledger@localhost/ledger")
@click.option("--bind", default=DEFAULT_BIND, show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Processes; 1 for SQLite.")
def serve(database: str, bind: str, workers: int | None) -> None:
    """Serve this ledger on the web, with gunicorn."""
    with opened(database) as ledger:
        is_sqlite = ledger.database.kind == "sqlite"
    if is_sqlite and (workers or 1) > 1:
        raise CannotStart("An SQLite ledger is served by one process with many threads; use PostgreSQL for more.")
    _run_gunicorn(database, bind, workers=workers or (1 if is_sqlite else 2 * (os.cpu_count() or 1)))


def _run_gunicorn(database: str, bind: str, *, workers: int) -> None:
    """Become gunicorn. The app is built in its workers, after the fork; `web` is found, not imported."""
    web = find_spec("web")
    if web is None or not web.submodule_search_locations:
        raise CannotStart("The web app is not installed beside the ledger.")
    settings = Path(next(iter(web.submodule_search_locations))) / "gunicorn_conf.py"
    environment = {**os.environ, "LEDGER_DATABASE_URL": database, "LEDGER_BIND": bind, "LEDGER_WORKERS": str(workers)}
    arguments = [sys.executable, "-m", "gunicorn", "-c", f"file:{settings}", "web:served()"]
    sys.stderr.flush()
    os.execve(sys.executable, arguments, environment)


@command("import", "ledger import consultation.jsonl.gz --keep-going --report refused.json")
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@click.option("--keep-going", is_flag=True, help="Collect refused lines in a report and go on.")
@click.option("--report", "report_path", metavar="FILE", help="Write what happened as JSON.")
@click.option("--json", "is_json", is_flag=True, help="Print what happened as JSON.")
def import_(database: str, file: str, keep_going: bool, report_path: str | None, is_json: bool) -> None:
    """Record the commands of FILE (- for standard input, .gz is understood); what is on record is left alone."""
    from ledger.interchange.command_lines import Report, import_lines

    with opened(database) as ledger, input_file(file) as (source, size), progress(size, "Importing") as on:
        report: Report = import_lines(ledger, source, keep_going=keep_going, on_progress=lambda _, read: on(read))
    told = _told(report)
    if report_path:
        with output_file(report_path) as output:
            output.write(json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n")
    if is_json:
        as_json(told)
    else:
        click.echo(f"{report.recorded} recorded, {report.known} on record before, {len(report.refused)} refused.")
        for number, note in report.notes[:20]:
            click.echo(f"Line {number}: {note}")
        if report.differing:
            numbers = ", ".join(map(str, report.differing[:20]))
            click.echo(f"These lines are on record with other data, which stay: {numbers}.")
    if report.refused:
        first = report.refused[0]
        raise Failure(f"line {first.number}: {first.refusal.sentence}")


def _told(report: Any) -> dict[str, Any]:
    return {
        "recorded": report.recorded,
        "on_record_before": report.known,
        "differing_lines": report.differing,
        "refused": [
            {
                "line": one.number,
                "command_id": one.command_id,
                "code": one.refusal.code,
                "field": one.refusal.field,
                "message": one.refusal.message,
            }
            for one in report.refused
        ],
        "notes": [{"line": number, "note": note} for number, note in report.notes],
    }


@command("export", "ledger export --output record.jsonl")
@click.option(
    "--format", "form", type=click.Choice(["commands", "events", "csv"]), default="commands", show_default=True
)
@click.option("--output", default="-", metavar="FILE", help="A file that only you can read; - for standard output.")
def export(database: str, form: str, output: str) -> None:
    """Write the whole record: command lines that import again, the events as stored, or a table of them.

    It holds every word that is not erased, those of protected persons too: keep the file to yourself.
    """
    from ledger.interchange import command_lines, event_lines

    writers = {
        "commands": command_lines.export_lines,
        "events": event_lines.export_events,
        "csv": event_lines.export_table,
    }
    with opened(database) as ledger, output_file(output, private=True) as file:
        for line in writers[form](ledger):
            file.write(line)


@command("document", "ledger document global-compact --state 6 --format markdown --output compact.md")
@click.argument("framework")
@click.option("--state", metavar="S", help="A version's number, @position or a date; absent: as it stands.")
@click.option("--compare", metavar="A...B", help="What changed between two states instead.")
@click.option(
    "--compilation", is_flag=True, help="With every open wording in brackets, who asked for it and who backs it."
)
@click.option("--format", "form", type=click.Choice(["json", "markdown"]), default="markdown", show_default=True)
@click.option("--output", default="-", metavar="FILE", help="- for standard output.")
def document(
    database: str, framework: str, state: str | None, compare: str | None, compilation: bool, form: str, output: str
) -> None:
    """Write the text of FRAMEWORK (its slug) at one state, what changed between two, or its compilation text."""
    from ledger.interchange import compilations, documents

    if state and compare:
        raise click.UsageError("Give one state, or two to compare.")
    if compilation and (state or compare or form != "markdown"):
        raise click.UsageError("A compilation text is of the text as it stands, and in Markdown.")
    with opened(database) as ledger, ledger.reading() as reading:
        if compilation:
            text = compilations.compilation_as_markdown(compilations.compilation_of(reading, framework, ledger.now()))
        elif compare:
            changes = documents.changes_of(reading, framework, compare)
            write = {"json": documents.changes_as_json, "markdown": documents.changes_as_markdown}[form]
            text = write(changes)
        else:
            found = documents.document_of(reading, framework, state)
            text = {"json": documents.as_json, "markdown": documents.as_markdown}[form](found)
    with output_file(output) as file:
        file.write(text.encode())


@command("project", "ledger project")
def project(database: str) -> None:
    """Bring the read models up to the last record."""
    with opened(database) as ledger:
        ledger.read_models.catch_up()
        click.echo(f"The read models are complete up to record no. {ledger.record_store.head()}.")


@command("rebuild", "ledger rebuild")
@click.option("--switch-anyway", is_flag=True, help="Use the new ones although the living ones hold something else.")
def rebuild(database: str, switch_anyway: bool) -> None:
    """Build the read models anew beside the living ones, compare, and switch to them."""
    from ledger.projections.rebuild import rebuild as build_anew

    with opened(database) as ledger:
        done = 0

        def moved(position: int, _: int) -> None:
            nonlocal done
            on(position - done)
            done = position

        with progress(ledger.record_store.head(), "Rebuilding") as on:
            built = build_anew(ledger.database, ledger.record_store, progress=moved, switch_anyway=switch_anyway)
    compared = "compared at" if built.compared else "complete up to"
    click.echo(f"Generation {built.number} of the read models is in use, {compared} record no. {built.position}.")
    if built.differing:
        click.echo(f"The former generation held something else in: {', '.join(built.differing)}.")


@command("replay", "ledger replay --until 300 --json")
@click.option("--until", metavar="POSITION|TIME", help="Stop after a record's number, or at a time of recording.")
@click.option("--json", "is_json", is_flag=True, help="Print what was found as JSON.")
def replay(database: str, until: str | None, is_json: bool) -> None:
    """Rebuild every text from the events alone, and compare it with the digests on record."""
    from ledger.interchange.replaying import replayed, told

    with opened(database) as ledger:
        position = _position(until)
        with progress(ledger.record_store.head(), "Replaying") as on:
            found = replayed(ledger, until=position, on_progress=on)
    result = told(found)
    if is_json:
        as_json(result)
    else:
        for line in _in_words(result):
            click.echo(line)
    if not result["holds"]:
        raise Failure("The events do not produce what the record says.")


def _position(until: str | None) -> int | str | None:
    """A position, or a moment up to which records were made."""
    from marshmallow import ValidationError

    from ledger.commands.fields import When
    from ledger.domain.times import ends

    if until is None:
        return None
    if until.isascii() and until.isdigit():
        return int(until)
    try:
        return ends(When().deserialize(until), "UTC")
    except ValidationError:
        raise click.BadParameter("give a record's number, a date, or a time with its zone.") from None


def _in_words(result: dict[str, Any]) -> Iterator[str]:
    yield f"{result['records']} records replayed, up to no. {result['position']}."
    for framework in result["frameworks"]:
        yield (
            f"{framework['framework_id']}: revision {framework['revision']}, {framework['provisions']} provisions, "
            f"{framework['open_motions']} open motions, text {framework['wording']}"
        )
    for version in result["versions"]:
        verdict = "is what the events produce" if version["holds"] else "IS NOT WHAT THE EVENTS PRODUCE"
        yield f"Version {version['number']} “{version['name']}” {verdict}: {version['wording']}"
    for differing in result["differing"]:
        yield f"The wording of {differing} is not what its event says."


@command("migrate", "ledger migrate --database postgresql://ledger@localhost/ledger")
def migrate(database: str) -> None:
    """Make the tables of a ledger, or bring them to the form of this program."""
    from ledger.store.beside import Beside
    from ledger.store.database import Database
    from ledger.store.migrate import migrate as bring_to_form

    target = Database.from_url(database)
    bring_to_form(target)
    Beside.open(target).close()
    click.echo(f"The ledger in {target} has the form of this program.")


@command("erase", "ledger erase 3f2504e0-4f89-41d3-9a0c-0305e82c3301 --reason at_the_persons_request")
@click.argument("participant")
@click.option("--reason", type=click.Choice([reason.value for reason in ErasureReason]), required=True)
@click.option("--note", help="Why, in words; they are sealed too.")
def erase(database: str, participant: str, reason: str, note: str | None) -> None:
    """Erase the personal words of PARTICIPANT (an id); the record says so, and every proof still holds.

    The participant's account and drafts are removed, too.
    """
    from ledger.store.beside import Beside

    data = {"participant_id": participant, "reason": reason, **({"note": note} if note else {})}
    line = {"command": "erase_participant", "command_id": str(uuid4()), "actor": SYSTEM, "data": data}
    with opened(database) as ledger:
        answer = ledger.execute(line, importing=True)
        with closing(Beside.open(ledger.database)) as beside:
            beside.forget(participant.lower())
    click.echo(f"Erased: record no. {answer.position} says so.")


@command("catalogue", "ledger catalogue --json")
@click.option("--json", "is_json", is_flag=True, help="Print it as JSON.")
def catalogue(database: str, is_json: bool) -> None:
    """Print every event form of the record with its fields."""
    from ledger.domain.catalogue import forms

    found = forms()
    if is_json:
        as_json(found)
        return
    for topic, form in found.items():
        click.echo(f"{topic} (form {form['version']})")
        for name, field in form["fields"].items():
            click.echo(f"    {name}: {field['type']}{'' if field['required'] else ', optional'}")
