"""Times, their medians with spread, and tables of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Spread:
    """What several rounds gave."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        found = list(values)
        return cls(median(found), min(found), max(found))

    def shown(self, digits: int = 2) -> str:
        """The median, and the least and the most in brackets."""
        return f"{self.median:,.{digits}f} ({self.least:,.{digits}f}–{self.most:,.{digits}f})"


def seconds(work: Callable[[], Any]) -> float:
    """How long something takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def milliseconds(work: Callable[[], Any], rounds: int) -> Spread:
    """How long something takes when it is done again and again."""
    return Spread.of(seconds(work) * 1000 for _ in range(rounds))


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: the first column to the left, the others to the right."""
    cells = [list(header), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    click.echo(f"\n{title}")
    for number, row in enumerate(cells):
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        click.echo("  " + "  ".join([row[0].ljust(widths[0]), *rest]).rstrip())
        if number == 0:
            click.echo("  " + "  ".join("-" * width for width in widths))


def against(value: float, bound: float, *, at_least: bool = False) -> str:
    """A bound with whether it is kept: "≤ 1.50 kept"."""
    kept = value >= bound if at_least else value <= bound
    return f"{'≥' if at_least else '≤'} {bound:,g} {'kept' if kept else 'MISSED'}"
