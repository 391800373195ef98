"""Comparing two states of a text, and its history: pages drawn for the first time and asked for again."""

import subprocess
from collections.abc import Callable, Mapping
from difflib import HtmlDiff
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask
from flask.testing import FlaskClient

from ledger.projections.queries.frameworks import framework_at
from ledger.projections.queries.text import Text, text_at
from ledger.projections.queries.versions import versions_of
from tests.benchmarks.ledgers import kept
from tests.benchmarks.measuring import Spread, against, seconds, table
from tests.benchmarks.warm import LINES_OF_A_FRAMEWORK
from tests.generated.negotiable import MEMBER, amended, revised
from tests.web.signed_in import a_visitor, an_app, ledger_of
from web.kept import KEPT

LONGEST_COLD, LONGEST_AGAIN, LONGEST_HISTORY = 35.0, 3.0, 15.0
"""Milliseconds at the server."""

COMPARISON, HISTORY = "/frameworks/negotiable/compare/1...2", "/frameworks/negotiable/history"
PROVISIONS_EACH = 9
"""Of one amendment."""

WARM_UP = 3


@click.command()
@click.option("--provisions", default=155, show_default=True, help="About 33 words each.")
@click.option("--motions", default=20, show_default=True, help="Adopted amendments, of nine provisions each.")
@click.option("--revisions", default=1000, show_default=True, help="Of the history.")
@click.option("--rounds", default=30, show_default=True)
@click.pass_obj
def main(directory: Path, provisions: int, motions: int, revisions: int, rounds: int) -> None:
    """The comparison page cold and asked for again, the history page, and two other tools on the same texts."""
    name = f"amended-{provisions}-{motions}"
    url = kept(directory, name, lambda: amended(provisions, motions, min(PROVISIONS_EACH, provisions // 2)))
    lines = LINES_OF_A_FRAMEWORK + 2 * (revisions - 1)
    long = kept(directory, f"revised-{revisions}", lambda: islice(revised(200), lines))
    with TemporaryDirectory() as folder, an_app(url) as compared, an_app(long) as other:
        old, new = _texts(compared)
        work = {**_pages(compared, other), **_others(Path(folder), old, new)}
        times = _in_turn(work, rounds)
        edits = compared.test_client().get(COMPARISON).text.count('class="edit"')
    words = sum(len(one.text.split()) for one in new.provisions)
    table(
        f"{words:,} words, {edits} places changed by {motions} amendments; {revisions:,} revisions",
        ("", "ms", "bound"),
        [[name, spread.shown(1), _bound(name, spread)] for name, spread in times.items()],
    )


def _pages(compared: Flask, revised: Flask) -> Mapping[str, Callable[[], object]]:
    client, member, other = compared.test_client(), a_visitor(compared, MEMBER), revised.test_client()

    def cold(address: str) -> Callable[[], object]:
        def asked() -> None:
            compared.extensions[KEPT].clear()
            _ask(client, address)

        return asked

    return {
        "comparison, cold": cold(COMPARISON),
        "comparison, asked for again": lambda: _ask(client, COMPARISON),
        "the same, signed in": lambda: _ask(member, COMPARISON),
        "side by side, cold": cold(f"{COMPARISON}?view=side"),
        "the whole text, cold": cold(f"{COMPARISON}?show=all"),
        "history, the newest 50": lambda: _ask(other, HISTORY),
        "history, a later page": lambda: _ask(other, f"{HISTORY}?before=60"),
    }


BOUNDS = {
    "comparison, cold": LONGEST_COLD,
    "comparison, asked for again": LONGEST_AGAIN,
    "the same, signed in": LONGEST_AGAIN,
    "history, the newest 50": LONGEST_HISTORY,
}


def _bound(name: str, spread: Spread) -> str:
    return against(spread.median, BOUNDS[name]) if name in BOUNDS else ""


def _others(folder: Path, old: Text, new: Text) -> Mapping[str, Callable[[], object]]:
    """What two other tools take for the words alone, without a page, a record or a reason."""
    files = [folder / name for name in ("old.txt", "new.txt")]
    for file, text in zip(files, (old, new), strict=True):
        file.write_text("\n\n".join(one.text for one in text.provisions), encoding="utf-8")
    git = ["git", "diff", "--no-index", "--word-diff", *map(str, files)]
    pairs = [(one.text, new.by_id[one.id].text) for one in old.provisions if one.id in new.by_id]

    def lines_side_by_side() -> None:
        differ = HtmlDiff()
        for one, other in pairs:
            differ.make_table(one.split(". "), other.split(". "))

    return {
        "git diff --word-diff, whole process": lambda: subprocess.run(git, capture_output=True, check=False),
        "difflib.HtmlDiff, a sentence a line": lines_side_by_side,
    }


def _in_turn(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Spread]:
    for one in [*work.values()] * WARM_UP:
        one()
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, one in work.items():
            taken[name].append(seconds(one) * 1000)
    return {name: Spread.of(found) for name, found in taken.items()}


def _ask(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise click.ClickException(f"{address} answers {answer.status_code}.")


def _texts(app: Flask) -> tuple[Text, Text]:
    with ledger_of(app).reading() as now:
        framework = framework_at(now, "negotiable")
        if framework is None:
            raise click.ClickException("The ledger has no framework.")
        old, new = (text_at(now, framework.id, one.position) for one in versions_of(now, framework.id))
        return old, new
