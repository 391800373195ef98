"""How alike two pieces of text are, and which pieces of a list are worth comparing with one."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from unicodedata import normalize

from ledger.text.tokens import words

VISITS = 150
"""Entries of the index of words that are read for one piece, the rarest words first."""

COMPARED = 8
"""Pieces that are compared in full with one, beyond those that are called as it is."""

Pair = tuple[int, int, float]
"""A place in one list, a place in the other, and a number."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text.

    Attributes:
        text: in NFC.
        content: the text with one space for all white space between its words, and none around them.
        words: how often each word stands in it, whatever its case; signs do not count.
        size: how many words there are.
        label: what it is called, "" where it has no name.
    """

    text: str
    content: str
    words: Mapping[str, int]
    size: int
    label: str = ""

    def is_called_as(self, other: "Piece") -> bool:
        """Whether both have one name."""
        return bool(self.label) and self.label == other.label


def piece(text: str, label: str = "") -> Piece:
    """A text as it is compared."""
    text = normalize("NFC", text)
    counted = Counter(word for word in (token.strip().casefold() for token in words(text)) if _is_word(word))
    return Piece(text, " ".join(text.split()), counted, counted.total(), label)


def together(pieces: Iterable[Piece]) -> Piece:
    """Neighbouring pieces as one."""
    counted: Counter[str] = Counter()
    contents = []
    for one in pieces:
        counted.update(one.words)
        contents.append(one.content)
    content = " ".join(contents)
    return Piece(content, content, counted, counted.total())


def likeness(one: Piece, other: Piece) -> float:
    """Dice on words: twice what they share over what both have; of pieces without words, whether they are equal."""
    if one.content == other.content:
        return 1.0
    total = one.size + other.size
    return 2 * _shared(one, other) / total if total else 0.0


def share_within(part: Piece, whole: Piece) -> float:
    """How much of the words of one stands in the other too; 0 where it has none."""
    return _shared(part, whole) / part.size if part.size else 0.0


class Index:
    """Some pieces of a list by their words.

    Reading it takes `VISITS` steps at most for one piece, however often a word stands in the list.
    """

    def __init__(self, pieces: Sequence[Piece], places: Sequence[int]) -> None:
        """Index those of the pieces that stand at these places, which rise."""
        self._places = places
        self._with_word: dict[str, list[int]] = {}
        self._with_label: dict[str, list[int]] = {}
        for rank, place in enumerate(places):
            for word in pieces[place].words:
                self._with_word.setdefault(word, []).append(rank)
            if pieces[place].label:
                self._with_label.setdefault(pieces[place].label, []).append(rank)

    def near(self, sought: Piece, share: float) -> list[int]:
        """The places of those that share the rarest words with a piece, and of those that are called as it is.

        Args:
            share: how far into the list it is to be expected, from 0 to 1; of many alike, those near there come first.
        """
        expected = round(share * len(self._places))
        scores = self._scores(sought, expected)
        best = nsmallest(COMPARED, scores, key=lambda rank: (-scores[rank], abs(rank - expected), rank))
        called = _around(self._with_label.get(sought.label, []), expected, COMPARED) if sought.label else []
        return [self._places[rank] for rank in dict.fromkeys([*best, *called])]

    def _scores(self, sought: Piece, expected: int) -> dict[int, float]:
        """For some that share words with a piece, how much these tell: a word the more, the fewer have it."""
        known = sorted((len(self._with_word[word]), word) for word in sought.words if word in self._with_word)
        scores: dict[int, float] = {}
        left = VISITS
        for count, word in known:
            for rank in _around(self._with_word[word], expected, left):
                scores[rank] = scores.get(rank, 0.0) + 1 / count
            left -= count
            if left <= 0:
                break
        return scores


def heaviest_rising(pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    """Of pairs with weights above 0, those that rise in both places and weigh most together.

    Source: the longest rising subsequence by patience sorting (Fredman 1975), with weights in place of counts.
    """
    ends: list[int] = []
    chains: list[_Chain] = []
    for i, j, weight in sorted(pairs, key=lambda pair: (pair[0], -pair[1], pair[2])):
        at = bisect_left(ends, j)
        before = chains[at - 1] if at else None
        chain = _Chain(i, j, weight + (before.weight if before else 0.0), before)
        if at < len(ends) and ends[at] == j and chains[at].weight >= chain.weight:
            continue
        beaten = at
        while beaten < len(ends) and chains[beaten].weight <= chain.weight:
            beaten += 1
        ends[at:beaten], chains[at:beaten] = [j], [chain]
    return _followed(chains[-1] if chains else None)


@dataclass(frozen=True, slots=True)
class _Chain:
    """A chain of pairs by its last one; `weight` is that of all of them."""

    i: int
    j: int
    weight: float
    before: "_Chain | None"


def _followed(chain: _Chain | None) -> list[tuple[int, int]]:
    found = []
    while chain is not None:
        found.append((chain.i, chain.j))
        chain = chain.before
    return found[::-1]


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


def _shared(one: Piece, other: Piece) -> int:
    a, b = one.words, other.words
    return sum(min(a[word], b[word]) for word in a.keys() & b.keys())


def _around(ranks: list[int], expected: int, most: int) -> list[int]:
    """So many of some rising ranks, the nearest to where it is expected."""
    if len(ranks) <= most:
        return ranks
    start = max(0, min(bisect_left(ranks, expected) - most // 2, len(ranks) - most))
    return ranks[start : start + most]
