"""Who wrote each word: how long it takes to find, from events and on a page, and how often it is right."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import mean
from time import perf_counter
from typing import Any
from unittest.mock import patch

import click

from ledger.application import Ledger
from ledger.domain.frameworks import Framework
from ledger.projections.crediting import Crediting
from ledger.projections.events import Commands
from ledger.projections.queries.blame import blame_of, row_at
from ledger.projections.rebuild import rebuild
from ledger.text.graveyard import Graveyard, received
from tests.benchmarks.ledgers import kept
from tests.benchmarks.measuring import Spread, against, milliseconds, seconds, table
from tests.generated.received import Standing, Version, blamed, received_history, share_right
from tests.generated.script import Line, Script
from web import create_app
from web.pages import ledger as ledger_of
from web.settings import Settings

LONGEST = 500.0
"""Milliseconds for a whole history."""
LONGEST_QUERY = 5.0
LONGEST_PAGE = 50.0
LEAST_RIGHT = 99.0
"""Percent, on average over the seeds."""
SEED = 2015


@click.command()
@click.option("--words", default=5_000, show_default=True)
@click.option("--versions", default=100, show_default=True)
@click.option("--seeds", default=5, show_default=True, help="Generated histories whose truth is compared.")
@click.option("--rounds", default=5, show_default=True)
@click.pass_obj
def main(directory: Path, words: int, versions: int, seeds: int, rounds: int) -> None:
    """Blame of a framework that was received again and again, with words that move and return."""
    histories = [list(received_history(words, versions, SEED + number)) for number in range(seeds)]
    url = kept(directory, f"received-{words}-{versions}", lambda: _lines(histories[0]))
    with closing(Ledger.open(url)) as ledger:
        rows = [
            _bounded("carried through the texts", milliseconds(lambda: blamed(histories[0]), rounds), LONGEST),
            _bounded(
                "from events: read, decoded, carried", milliseconds(lambda: _from_events(ledger), rounds), LONGEST
            ),
            *_folded(ledger, rounds),
            _bounded("query of one provision", _queries(ledger, histories[0][-1], rounds), LONGEST_QUERY),
        ]
    rows.append(_bounded("its page", _pages(url, histories[0][-1], rounds), LONGEST_PAGE))
    table(f"Blame of {words:,} words in {versions:,} received versions on SQLite", ("", "ms", "bound"), rows)
    shares = [100 * share_right(history[-1], blamed(history)) for history in histories]
    right = [f"{seeds} histories, mean", f"{mean(shares):.2f}", against(mean(shares), LEAST_RIGHT, at_least=True)]
    spread = ["least and most", f"{min(shares):.2f}–{max(shares):.2f}", ""]
    table("Words given to the version that first had them", ("", "percent", "bound"), [right, spread])


def _bounded(name: str, found: Spread, bound: float) -> list[str]:
    return [name, found.shown(1), against(found.median, bound)]


def _lines(history: list[Version]) -> Iterator[Line]:
    """A consultation, and every version of the history as it is received."""
    # Another seed than the history's, whose ids would come again.
    script = Script(SEED + 1_000, step=timedelta(days=7))
    convener, consultation, framework = (script.id() for _ in range(3))
    data = {"participant_id": convener, "kind": "delegation", "name": "The office", "group": "international_agency"}
    yield script.line("register_participant", data)
    data = {"consultation_id": consultation, "slug": "received", "title": "Received", "mandate": "To receive."}
    yield script.line("open_consultation", {**data, "conveners": [convener], "language": "en", "timezone": "UTC"})
    data = {"framework_id": framework, "consultation_id": consultation, "slug": "received", "title": "Received"}
    yield script.line("begin_framework", {**data, "language": "en"})
    for version in history:
        provisions = [{"provision_id": id, "kind": "paragraph", "text": text} for id, text in version.provisions]
        named = {"framework_id": framework, "version_id": script.id(), "name": f"Draft {version.number}"}
        yield script.line("receive_version", {**named, "provisions": provisions})


def _from_events(ledger: Ledger) -> Standing:
    """Who wrote each word, from the stored events alone."""
    head, position = ledger.record_store.head(), 0
    commands = Commands(ledger.record_store, 1_000)
    standing: Standing = {}
    graveyard = Graveyard()
    texts: dict[str, str] = {}
    while position < head:
        for event in commands.after(position, head):
            if event.topic == Framework.ProvisionReceived.TOPIC:
                texts[event.data["provision_id"]] = event.data["text"]
            elif event.topic == Framework.ProvisionDeleted.TOPIC:
                texts[event.data["provision_id"]] = ""
            if event.position == event.last:
                changed = {id: text for id, text in texts.items() if id not in standing or standing[id].text != text}
                standing |= received(standing, changed, str(event.last), graveyard)[0]
                texts = {}
            position = event.position
    return standing


def _folded(ledger: Ledger, rounds: int) -> list[list[str]]:
    """Rebuilding the read models of this ledger, and what the crediting takes of it."""
    times = []
    for _ in range(rounds):
        with _timed(Crediting, "receive") as taken:
            whole = seconds(lambda: rebuild(ledger.database, ledger.record_store))
        times.append((1000 * whole, 1000 * sum(taken)))
    return [
        ["all its read models rebuilt and compared", Spread.of(whole for whole, _ in times).shown(1), ""],
        ["crediting in it", Spread.of(part for _, part in times).shown(1), ""],
    ]


@contextmanager
def _timed(owner: type, name: str) -> Iterator[list[float]]:
    """The seconds that each call of a method takes meanwhile."""
    taken: list[float] = []
    method: Callable[..., Any] = getattr(owner, name)

    def timed(*arguments: Any) -> None:
        start = perf_counter()
        method(*arguments)
        taken.append(perf_counter() - start)

    with patch.object(owner, name, timed):
        yield taken


def _queries(ledger: Ledger, last: Version, rounds: int) -> Spread:
    """The row of a provision with its runs, the motions and the versions behind it; of any provision."""
    ids = Random(SEED).choices([id for id, _ in last.provisions], k=rounds * 10)
    with ledger.reading() as now:

        def ask(id: str) -> None:
            row = row_at(now, id, now.position)
            if row is None or not blame_of(now, row).ground:
                raise click.ClickException(f"Nobody wrote {id}.")

        ask(ids[0])
        return Spread.of(1000 * seconds(partial(ask, id)) for id in ids)


def _pages(url: str, last: Version, rounds: int) -> Spread:
    """The page of a provision, of any."""
    ids = Random(SEED).choices([id for id, _ in last.provisions], k=rounds * 4)
    app = create_app(Settings(database_url=url))
    with app.app_context():
        opened = ledger_of()
    with closing(opened):
        client = app.test_client()
        client.get(f"/provisions/{ids[0]}")
        return Spread.of(1000 * seconds(partial(client.get, f"/provisions/{id}")) for id in ids)
