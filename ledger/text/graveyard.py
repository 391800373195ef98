"""Words that were taken out of a text, kept with their authors, and found again where they return.

They are found by runs of words, longest match first. White space counts for nothing, and a stretch of fewer than
`LEAST` words is no return: so few words are written twice by chance. Only the newest `WORDS_KEPT` words can be found,
and each search has a bound on its steps, so that no crafted text can stall it or fill the memory; words that are not
found are new, which is a safe answer.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ledger.text.blame import NOTHING, Credited, Run, taken_out, with_words, written
from ledger.text.rewriting import rewritten
from ledger.text.tokens import spans

LEAST = 4
"""Words and signs of the shortest stretch that is found again."""
PLACES_OF_A_START = 8
"""Places with the same `LEAST` words that are tried, the newest first."""
WORDS_KEPT = 200_000
STEPS_FOR_A_WORD = 64
"""Words that may be compared for each word that is looked for."""


K = TypeVar("K", bound=Hashable)


def received(
    standing: Mapping[K, Credited], texts: Mapping[K, str], origin: str, graveyard: "Graveyard"
) -> tuple[dict[K, Credited], list[Credited]]:
    """What a text from outside makes of the passages that stand.

    Nobody knows its edits: they are found by a diff. What they bring is looked for among the words that were taken out
    before or elsewhere in the same text, so that words which return, or stand in another place now, keep their author.

    Args:
        texts: by key, the words that stand from now on; "" takes a passage out. A key that stands and is not named
            stays as it is.
        graveyard: what was taken out before; what this text takes out is added to it.

    Returns:
        The passages of the keys that were named, and what was taken out and can be found again.
    """
    changes = {key: rewritten(standing.get(key, NOTHING).text, text) for key, text in texts.items()}
    out = [one for key, edits in changes.items() for one in taken_out(standing.get(key, NOTHING), edits)]
    gone = [one for one in out if is_kept(one)]
    graveyard.keep(gone)
    passages = {}
    for key, edits in changes.items():
        before = standing.get(key, NOTHING)
        brought = [graveyard.found(new, origin, before.text[start:end]) for start, end, new in edits]
        passages[key] = Credited(texts[key], tuple(with_words(before, edits, brought)))
    return passages, gone


def is_kept(passage: Credited) -> bool:
    """Whether a passage is long enough to be found again."""
    return len(passage.text) >= LEAST and count_words(passage.text) >= LEAST


def count_words(text: str) -> int:
    """The words of a text as they are counted here: signs are none."""
    return sum(span[0].isalnum() for span in spans(text))


@dataclass(frozen=True, slots=True)
class _Buried:
    """A passage by its words: each without the white space after it, and the run at its start."""

    words: list[str]
    runs: list[Run]


@dataclass(frozen=True, slots=True, order=True)
class _Match:
    """Sorts by length, then by how new it is; `at` in what is looked for, `place` in the passage."""

    length: int
    number: int
    at: int
    place: int


class Graveyard:
    """Passages that were taken out of one document.

    Attributes:
        steps: how many words the last search compared.
    """

    def __init__(self, passages: Iterable[Credited] = ()) -> None:
        self._waiting: list[Credited] = []
        self._size_of_waiting = 0
        self._buried: deque[_Buried] = deque()
        self._first = 0
        self._words = 0
        self._places: dict[tuple[str, ...], deque[tuple[int, int]]] = defaultdict(_newest)
        self.steps = 0
        self.keep(passages)

    def keep(self, passages: Iterable[Credited]) -> None:
        """Add what was just taken out."""
        for passage in passages:
            self._waiting.append(passage)
            self._size_of_waiting += len(passage.text)
        # They are made findable when something is looked for, or before they take too much room.
        if self._size_of_waiting > WORDS_KEPT:
            self._bury()

    def found(self, text: str, origin: str, replaced: str = "") -> list[Run]:
        """The runs of words that come in: of those that were here before as they were, of the others the origin's."""
        pieces = _pieces(text) if self._waiting or self._buried else []
        if len(pieces) < LEAST:
            return written(text, origin, replaced)
        new = written(text, origin, replaced)[0]
        runs = self._runs([word for word, _ in pieces], new)
        return _put_together(runs, [length for _, length in pieces])

    def _runs(self, looked_for: Sequence[str], new: Run) -> list[Run]:
        """A run for each word, the longest matches first."""
        self._bury()
        runs: list[Run | None] = [None] * len(looked_for)
        for match in sorted(self._matches(looked_for), reverse=True):
            start, end = match.at, match.at + match.length
            # Whatever is taken is at least as long, so it can only reach over an end.
            while start < end and runs[start] is not None:
                start += 1
            while start < end and runs[end - 1] is not None:
                end -= 1
            if end - start >= LEAST:
                shift = match.place - match.at
                runs[start:end] = self._buried[match.number - self._first].runs[start + shift : end + shift]
        return [new if run is None else run for run in runs]

    def _matches(self, looked_for: Sequence[str]) -> list[_Match]:
        """Stretches that stand in a passage too, each as long as can be."""
        self.steps = 0
        most = STEPS_FOR_A_WORD * len(looked_for)
        done: dict[tuple[int, int], int] = {}
        matches = []
        for at, start in enumerate(_starts(looked_for)):
            for number, place in self._places.get(start, ()):
                line = (number, place - at)
                if number < self._first or done.get(line, 0) > at or self.steps > most:
                    continue
                length = self._common(looked_for, at, self._buried[number - self._first].words, place)
                done[line] = at + length
                matches.append(_Match(length, number, at, place))
        return matches

    def _common(self, one: Sequence[str], at: int, other: Sequence[str], place: int) -> int:
        most = min(len(one) - at, len(other) - place)
        length = LEAST
        while length < most and one[at + length] == other[place + length]:
            length += 1
        self.steps += length
        return length

    def _bury(self) -> None:
        """Make what was kept findable, and forget the oldest beyond the limit."""
        for passage in self._waiting:
            buried = _buried(passage)
            number = self._first + len(self._buried)
            self._buried.append(buried)
            self._words += len(buried.words)
            for place, start in enumerate(_starts(buried.words)):
                self._places[start].appendleft((number, place))
        self._waiting, self._size_of_waiting = [], 0
        while self._words > WORDS_KEPT:
            self._forget_the_oldest()

    def _forget_the_oldest(self) -> None:
        oldest = self._buried.popleft()
        self._words -= len(oldest.words)
        for start in _starts(oldest.words):
            places = self._places.get(start)
            while places and places[-1][0] <= self._first:
                places.pop()
            if not places:
                self._places.pop(start, None)
        self._first += 1


def _put_together(runs: Sequence[Run], lengths: Sequence[int]) -> list[Run]:
    """One run for neighbouring words of one run."""
    made = []
    before, size = runs[0], 0
    for run, length in zip(runs, lengths, strict=True):
        if run is not before:
            made.append(Run(size, before.origin, before.replaced))
            before, size = run, 0
        size += length
    return [*made, Run(size, before.origin, before.replaced)]


def _newest() -> deque[tuple[int, int]]:
    return deque(maxlen=PLACES_OF_A_START)


def _starts(tokens: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(tokens[offset:] for offset in range(LEAST)), strict=False)


def _buried(passage: Credited) -> _Buried:
    pieces = _pieces(passage.text)
    runs = []
    at, end, rest = 0, 0, iter(passage.runs)
    for _, length in pieces:
        while at >= end:
            run = next(rest)
            end += run.length
        runs.append(run)
        at += length
    return _Buried([word for word, _ in pieces], runs)


def _pieces(text: str) -> list[tuple[str, int]]:
    """The words of a text, each with its length up to the next word: signs and white space count for nothing."""
    pieces: list[tuple[str, int]] = []
    before = 0
    for span in spans(text):
        if span[0].isalnum():
            pieces.append((span, before + len(span)))
            before = 0
        elif pieces:
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + len(span))
        else:
            before += len(span)
    return pieces
