"""Who wrote each word: origins carried through edits.

An origin is whatever the caller calls it; a `Credited` is a text with its runs. The words that an edit brings are of
the edit's origin, always; what it takes out keeps its runs, so that it can be found again (see `graveyard`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.text.edits import Edit

REPLACED_MOST = 1_000
"""Code points of what words took the place of that are kept with them; a cut one ends in an ellipsis."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring code points of one origin.

    Attributes:
        length: in code points, at least 1.
        origin: of whoever asks; two runs of one origin came in together.
        replaced: the words that gave way to these, "" where none did; at most `REPLACED_MOST` code points.
    """

    length: int
    origin: str
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class Credited:
    """A text with its runs, whose lengths add up to its own."""

    text: str
    runs: tuple[Run, ...]


NOTHING = Credited("", ())


def written(text: str, origin: str, replaced: str = "") -> list[Run]:
    """The runs of a text that came in as a whole; none of ""."""
    if len(replaced) > REPLACED_MOST:
        replaced = f"{replaced[: REPLACED_MOST - 1]}…"
    return [Run(len(text), origin, replaced)] if text else []


def carried(runs: Sequence[Run], base: str, edits: Sequence[Edit], origins: Sequence[str]) -> list[Run]:
    """The runs of the text that edits make of the base.

    Args:
        runs: of the base; their lengths add up to its own.
        origins: of each edit's words, in the order of the edits.
    """
    brought = [
        written(words, origin, base[start:end]) for (start, end, words), origin in zip(edits, origins, strict=True)
    ]
    return with_words(Credited(base, tuple(runs)), edits, brought)


def taken_out(passage: Credited, edits: Sequence[Edit]) -> list[Credited]:
    """What edits take out of a text, each stretch with the runs that it had."""
    walk = _Walk(passage.runs)
    gone = []
    for start, end, _ in edits:
        walk.to(start)
        if start < end:
            gone.append(Credited(passage.text[start:end], tuple(walk.to(end))))
    return gone


def joined(runs: Sequence[Run]) -> list[Run]:
    """The same runs with neighbours that came in together made one."""
    made: list[Run] = []
    for run in runs:
        if made and made[-1].origin == run.origin and made[-1].replaced == run.replaced:
            made[-1] = Run(made[-1].length + run.length, run.origin, run.replaced)
        else:
            made.append(run)
    return made


def with_words(passage: Credited, edits: Sequence[Edit], brought: Sequence[Sequence[Run]]) -> list[Run]:
    """The runs of a text with those that each edit brings in the place of what it takes out."""
    walk = _Walk(passage.runs)
    made: list[Run] = []
    for (start, end, _), new in zip(edits, brought, strict=True):
        made += walk.to(start)
        made += new
        walk.to(end)
    made += walk.to(len(passage.text))
    return joined(made)


class _Walk:
    """Takes runs from the front, in pieces."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._next = 0
        self._taken = 0
        self._at = 0

    def to(self, place: int) -> list[Run]:
        """The pieces from where the walk stands up to a place, in code points."""
        passed = []
        while self._at < place:
            run = self._runs[self._next]
            length = min(run.length - self._taken, place - self._at)
            passed.append(run if length == run.length else Run(length, run.origin, run.replaced))
            self._at += length
            self._taken += length
            if self._taken == run.length:
                self._next, self._taken = self._next + 1, 0
        return passed
