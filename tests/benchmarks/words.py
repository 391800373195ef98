"""Two lists of words compared by us, rapidfuzz, fast-diff-match-patch, difflib and git, natural and crafted ones."""

import gc
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import click

from ledger.text.alignment import aligned
from tests.benchmarks.differs import OTHERS, Differ, fewest, is_done_within, ours, ours_of_texts
from tests.benchmarks.measuring import Spread, against, seconds, table
from tests.benchmarks.wordlists import CASES, NATURAL, Texts

ALIGNED = {5_000: 15.0, 50_000: 150.0}
"""Milliseconds for natural edits, by the number of words."""
HELD = {50_000: 64.0}
"""Megabytes more than the words themselves."""
CRAFTED = 3.0
"""Times what natural edits take."""

PATIENCE = 5.0
"""Seconds; what takes longer once is not measured."""
HARMLESS = 1_000
"""Words that nothing takes so long for."""
AT_LEAST = 1_000
"""Words that are compared in a round: fewer are compared again and again, as on a page of many provisions."""
RAPIDFUZZ = "rapidfuzz"
ONCE = 20_000
"""Words beyond which rapidfuzz keeps a table of more than a gigabyte: it is run on natural edits alone, and once."""

OURS, OURS_OF_TEXTS = "ours", "ours, of texts"


@dataclass(slots=True)
class Compared:
    """What each differ took for one pair of lists, in milliseconds, and how many words it changes."""

    times: dict[str, list[float]] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    least_changes: int = 0
    megabytes: float = 0

    def spread(self, name: str) -> Spread:
        return Spread.of(self.times[name])


@click.command()
@click.option("--sizes", default="60,5000,20000,50000", show_default=True, help="Words of a list, with commas between.")
@click.option("--rounds", default=5, show_default=True, help="Comparisons of each kind, in turn.")
def main(sizes: str, rounds: int) -> None:
    """Two lists of words compared, by us and by others, on natural edits and on lists that are meant to be hard."""
    too_slow: set[tuple[str, str]] = set()
    for size in sorted(map(int, sizes.split(","))):
        compared = _compared(size, rounds, too_slow)
        _show_ours(size, compared)
        _show_others(size, compared)
        _show_changes(size, compared)


def _compared(size: int, rounds: int, too_slow: set[tuple[str, str]]) -> dict[str, Compared]:
    """Every case by every differ in turn, round by round, so that all share what else the machine does."""
    texts = {case: make(size) for case, make in CASES.items()}
    found = {case: Compared(least_changes=fewest(pair), megabytes=_megabytes(pair)) for case, pair in texts.items()}
    differs = {
        case: {OURS: ours, OURS_OF_TEXTS: ours_of_texts, **_patient(case, size, pair, too_slow)}
        for case, pair in texts.items()
    }
    for round_ in range(rounds):
        for case, pair in texts.items():
            for name, differ in differs[case].items():
                if not (round_ and name == RAPIDFUZZ and size > ONCE):
                    _measure(name, differ, pair, found[case], max(1, AT_LEAST // size))
    return found


def _patient(case: str, size: int, texts: Texts, too_slow: set[tuple[str, str]]) -> Mapping[str, Differ]:
    """The others that do not take too long; what did for fewer words is not tried again."""
    tried = {name: differ for name, differ in OTHERS.items() if (name, case) not in too_slow}
    if size > ONCE and case != NATURAL:
        tried.pop(RAPIDFUZZ, None)
    if size > HARMLESS:
        too_slow |= {(name, case) for name, differ in tried.items() if not _is_quick(name, differ, texts)}
    return {name: differ for name, differ in tried.items() if (name, case) not in too_slow}


def _is_quick(name: str, differ: Differ, texts: Texts) -> bool:
    return name == RAPIDFUZZ or is_done_within(PATIENCE, differ, texts)


def _measure(name: str, differ: Differ, texts: Texts, found: Compared, times: int) -> None:
    gc.collect()
    changes: list[int] = []
    taken = seconds(lambda: changes.extend(differ(texts) for _ in range(times)))
    found.times.setdefault(name, []).append(taken * 1000 / times)
    found.changes[name] = changes[-1]


def _megabytes(texts: Texts) -> float:
    """The most that aligning holds at once, in a run that is not timed."""
    tracemalloc.start()
    aligned(*texts)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def _show_ours(size: int, compared: Mapping[str, Compared]) -> None:
    natural = compared[NATURAL].spread(OURS).median
    rows = [
        (
            case,
            found.spread(OURS).shown(),
            _bound(case, size, found.spread(OURS).median, natural),
            found.spread(OURS_OF_TEXTS).shown(),
            f"{found.megabytes:,.1f}",
            against(found.megabytes, HELD[size]) if size in HELD else "",
            f"{found.changes[OURS]:,}",
            against(found.changes[OURS], found.least_changes),
        )
        for case, found in compared.items()
    ]
    header = ("", "aligned, ms", "bound", "edits of texts, ms", "MB", "bound", "words changed", "fewest")
    table(f"{size:,} words, ours: median of each (least–most)", header, rows)


def _bound(case: str, size: int, taken: float, natural: float) -> str:
    if case == NATURAL:
        return against(taken, ALIGNED[size]) if size in ALIGNED else ""
    return f"{taken / natural:.2f} × natural {against(taken / natural, CRAFTED)}"


def _show_others(size: int, compared: Mapping[str, Compared]) -> None:
    rows = [(case, *_times(found)) for case, found in compared.items()]
    title = f"{size:,} words, ms, and how many times what we take to align them; git is a process, on words of one line"
    table(title, ("", OURS, *OTHERS), rows)


def _times(found: Compared) -> Iterator[str]:
    yield found.spread(OURS).shown()
    for name in OTHERS:
        if name in found.times:
            spread = found.spread(name)
            yield f"{spread.shown()} {spread.median / found.spread(OURS).median:,.1f}×"
        else:
            yield "not run" if name == RAPIDFUZZ else f"over {PATIENCE:.0f} s"


def _show_changes(size: int, compared: Mapping[str, Compared]) -> None:
    rows = [
        (
            case,
            f"{found.least_changes:,}",
            *(_more(found, name) for name in (OURS, OURS_OF_TEXTS, *OTHERS)),
        )
        for case, found in compared.items()
    ]
    table(f"{size:,} words, words taken out and put in", ("", "fewest", OURS, OURS_OF_TEXTS, *OTHERS), rows)


def _more(found: Compared, name: str) -> str:
    """How many words are changed, with how much that is more than has to be."""
    if name not in found.changes:
        return "–"
    changed, least = found.changes[name], found.least_changes
    return f"{changed:,}" if changed <= least else f"{changed:,} (+{(changed - least) / max(1, least):.0%})"
