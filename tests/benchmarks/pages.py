"""Every page of the demonstration: its time at the server and its number of queries."""

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import Any

import click
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from ledger.application import Ledger
from ledger.demo import command_lines
from ledger.interchange.command_lines import import_lines
from tests.benchmarks.measuring import Spread, against, table
from web import create_app
from web.pages import ledger as ledger_of
from web.settings import Settings

LONGEST = 50.0
"""Milliseconds of a page."""
LONGEST_COMPARISON = 200.0


@click.command()
@click.option("--each", default=12, show_default=True, help="Pages of one kind that are measured.")
@click.option("--rounds", default=20, show_default=True)
@click.option("--every-page", is_flag=True, help="A row for each page, not for each kind.")
@click.pass_obj
def main(directory: Path, each: int, rounds: int, every_page: bool) -> None:
    """Warm median, first hit and queries of every kind of page that links from the front page lead to."""
    path = directory / "demonstration.db"
    for old in directory.glob(f"{path.stem}.*"):
        old.unlink()
    with closing(Ledger.open(f"sqlite:///{path}")) as ledger:
        import_lines(ledger, BytesIO("".join(f"{line}\n" for line in command_lines()).encode()))
    started = perf_counter()
    app = create_app(Settings(database_url=f"sqlite:///{path}"))
    click.echo(f"\nThe app is built in {(perf_counter() - started) * 1000:,.0f} ms.")
    with app.app_context():
        opened = ledger_of()
    with closing(opened):
        found = Crawl(app, opened, each).pages()
        _measure(app.test_client(), opened, found, rounds)
    _print(found, every_page=every_page)


@dataclass(slots=True)
class Page:
    """One address, what it took at the first hit, and afterwards."""

    address: str
    rule: str
    status: int
    first: float
    length: int
    warm: Spread | None = None
    queries: int = 0

    @property
    def bound(self) -> float:
        return LONGEST_COMPARISON if "compare" in self.rule else LONGEST


@dataclass(slots=True)
class Crawl:
    """Follows links from the front page."""

    app: Flask
    ledger: Ledger
    each: int
    _found: dict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))
    _seen: set[str] = field(default_factory=set)
    _waiting: deque[str] = field(default_factory=deque)

    def pages(self) -> dict[str, list[Page]]:
        """Pages by the rule that serves them; of each rule not more than `each`."""
        client = self.app.test_client()
        self._add("/")
        self._add("/healthz")
        while self._waiting:
            address = self._waiting.popleft()
            rule = self._rule(address)
            if rule and len(self._found[rule]) < self.each:
                self._follow(client, address, rule)
            if not self._waiting:
                self._add_comparisons()
        return self._found

    def _follow(self, client: FlaskClient, address: str, rule: str) -> None:
        start = perf_counter()
        response = client.get(address)
        first = (perf_counter() - start) * 1000
        self._found[rule].append(Page(address, rule, response.status_code, first, len(response.data)))
        if response.mimetype == "text/html":
            for link in links_in(response.text):
                self._add(link)
        if response.location:
            self._add(response.location)

    def _add_comparisons(self) -> None:
        """Any two of the versions that were found: comparisons may be asked for by a form, without a link."""
        numbers: dict[str, list[str]] = defaultdict(list)
        for page in self._found.get("/frameworks/<slug>/versions/<number>", ()):
            if page.status == 200:
                framework, _, number = page.address.split("?")[0].partition("/versions/")
                numbers[framework].append(number)
        for framework, versions in numbers.items():
            for one, other in combinations(sorted(versions), 2):
                self._add(f"{framework}/compare/{one}...{other}")

    def _add(self, link: str) -> None:
        address = link.partition("#")[0]
        if address.startswith("/") and not address.startswith("//") and address not in self._seen:
            self._seen.add(address)
            self._waiting.append(address)

    def _rule(self, address: str) -> str | None:
        """The rule behind an address; None for static files."""
        with self.app.test_request_context(address) as context:
            rule = context.request.url_rule
            return rule.rule if rule is not None and rule.endpoint != "static" else None


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def links_in(html: str) -> list[str]:
    """Where the links of a page lead."""
    parser = _Links()
    parser.feed(html)
    return parser.found


def _measure(client: FlaskClient, ledger: Ledger, found: dict[str, list[Page]], rounds: int) -> None:
    for page in [page for pages in found.values() for page in pages]:
        with counting(ledger) as queries:
            client.get(page.address)
        page.queries = len(queries)
        times = []
        for _ in range(rounds):
            start = perf_counter()
            client.get(page.address)
            times.append((perf_counter() - start) * 1000)
        page.warm = Spread.of(times)


@contextmanager
def counting(ledger: Ledger) -> Iterator[list[str]]:
    """The statements that read models and record are asked meanwhile."""
    statements: list[str] = []
    record: Any = ledger.record_store
    rows = record._rows

    def told(*arguments: Any) -> None:
        statements.append(arguments[2])

    def asked(statement: str, *values: Any) -> Any:
        statements.append(statement)
        return rows(statement, *values)

    event.listen(Engine, "before_cursor_execute", told)
    record._rows = asked
    try:
        yield statements
    finally:
        del record._rows
        event.remove(Engine, "before_cursor_execute", told)


def _print(found: dict[str, list[Page]], *, every_page: bool) -> None:
    pages = [page for group in found.values() for page in group]
    header = ("page", "warm, ms", "bound", "first hit, ms", "queries", "bytes", "pages")
    groups = [[page] for page in pages] if every_page else list(found.values())
    groups.sort(key=lambda group: -max(_warm(page) for page in group))
    title = "Pages of the demonstration (the slowest of each kind; the most queries of each kind)"
    table(title, header, [_row(group, every_page=every_page) for group in groups])
    failed = sorted({f"{page.address} ({page.status})" for page in pages if page.status >= 400})
    click.echo(f"  addresses that did not answer: {', '.join(failed) or 'none'}")


def _row(pages: list[Page], *, every_page: bool) -> list[str]:
    slowest = max(pages, key=_warm)
    warm = slowest.warm.shown(1) if slowest.warm else ""
    return [
        slowest.address if every_page else slowest.rule,
        warm,
        against(_warm(slowest), slowest.bound),
        f"{max(page.first for page in pages):,.1f}",
        str(max(page.queries for page in pages)),
        f"{max(page.length for page in pages):,}",
        str(len(pages)),
    ]


def _warm(page: Page) -> float:
    return page.warm.median if page.warm else 0.0
