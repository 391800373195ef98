"""An exact longest common subsequence of two lists of tokens, found bit by bit on Python integers.

A row of bits stands for one token of the shorter text: bit j is 0 where the longer text's token j makes the
subsequence longer by one. Only a band of columns around the diagonal is worked out, in steps of some hundred rows with
one window of columns each. What the window has left behind or not reached counts as without pairs, so that every path
in the band is exact and no other is overrated. A path that pairs L of n rows with m columns strays from the diagonal by
n - L places to one side and by m - L to the other at most: a band as wide as that holds a longest one. If it was
narrower, it is widened to what the length that was found demands.

Only every `CHECKPOINT`th row is kept. On the way back the rows between two of them are worked out again, in the columns
that the path can pass there. All in all no text takes more than 4 × n × m bits of rows, and one with some changes takes
less than a fifth of n × m.

Sources: Crochemore et al., "A fast and practical bit-vector algorithm for the longest common subsequence problem"
(2001); Hyyrö, "Bit-parallel LCS-length computation revisited" (2004); for the band, Ukkonen, "Algorithms for
approximate string matching" (1985).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.text.masks import Places, SlidingMasks, masks, places_of
from ledger.text.rising import Pairs

CHECKPOINT = 128
"""Rows from one that is kept to the next."""

NARROWEST = 32
"""Places on each side of the diagonal that the first band has at least, besides a sixteenth of the rows."""

STEPS = (128, 1024)
"""Least and most rows that share a window; a multiple of `CHECKPOINT`."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The bits before a row of the table.

    Attributes:
        number: of the row, from 0.
        left: first column of the window; the bit 0 is its.
        right: the column after the window.
        bits: of the window.
        passed: the length of the subsequence at the window's left edge.
    """

    number: int
    left: int
    right: int
    bits: int
    passed: int

    def length(self, column: int) -> int:
        """The length of the longest subsequence of the rows so far and the columns up to one in the window."""
        width = max(0, min(column, self.right) - self.left)
        return self.passed + width - (self.bits & _ones(width)).bit_count()

    def column(self, length: int) -> int:
        """The first column that the subsequence has a length at, or the left edge where it has more there."""
        wanted = length - self.passed
        zeros = self.bits ^ _ones(self.right - self.left)
        return self.left + (_place_of_one(zeros, wanted) + 1 if wanted > 0 else 0)

    def moved(self, left: int, right: int) -> "_Row":
        """The same in another window, no part of which lies further to the left."""
        gone = left - self.left
        bits = self.bits >> gone | _ones(right - self.right) << self.right - left
        return _Row(self.number, left, right, bits, self.length(left))


def longest_common_subsequence(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """Pairs (place in old, place in new) of one longest common subsequence, rising in both."""
    if len(old) > len(new):
        return [(i, j) for j, i in longest_common_subsequence(new, old)]
    places = places_of(new)
    if len(old) <= CHECKPOINT:
        return _traced_at_once(_Table(old, new, places, []))
    return _traced(_Table(old, new, places, _kept_rows(old, len(new), places)))


def _kept_rows(rows: Sequence[str], width: int, places: Places) -> list[_Row]:
    """Rows of a band that is wide enough, the last one included.

    The first band takes in a text with some changes; where it is too narrow, the next goes by what it missed.
    """
    height = len(rows)
    below = height // 16 + NARROWEST
    kept = _band(rows, width, places, below)
    if kept[-1].number < height:
        below = _estimate(kept[-1], height, width)
        kept = _band(rows, width, places, below)
    if kept[-1].number < height:
        return _band(rows, width, places, height)
    missed = height - kept[-1].length(width)
    return kept if missed <= below else _band(rows, width, places, missed)


def _estimate(row: _Row, height: int, width: int) -> int:
    """How far the path may stray if it goes on as it began; all the way if that is not far from all."""
    missed = row.number - row.length(width * row.number // height)
    expected = missed * height // row.number * 9 // 8 + NARROWEST
    return expected if expected < height // 2 else height


def _band(rows: Sequence[str], width: int, places: Places, below: int) -> list[_Row]:
    """Every `CHECKPOINT`th row and the last one; given up where more rows went without a pair than the band allows."""
    above = below + width - len(rows)
    sliding = SlidingMasks(places)
    row = _Row(0, 0, 0, 0, 0)
    kept = []
    for start in range(0, len(rows), step := _step(below + above)):
        row = row.moved(max(0, start - below), min(width, start + step + above))
        if start - row.length(row.right) > below:
            break
        masks_of = sliding.at(row.left, row.right, rows[start : start + step])
        for number in range(start, min(start + step, len(rows)), CHECKPOINT):
            kept.append(row)
            row = _advanced(row, rows[number : min(number + CHECKPOINT, start + step)], masks_of)
    return [*kept, row]


def _step(band: int) -> int:
    """Rows that share a window: few enough to keep it near the band, many enough to spare masks."""
    return max(STEPS[0], min(STEPS[1], band // 8 // CHECKPOINT * CHECKPOINT))


def _advanced(row: _Row, tokens: Sequence[str], masks_of: Mapping[str, int]) -> _Row:
    """The row after these tokens. What is carried beyond the window is cut off at the end: a bit a row at most."""
    bits = row.bits
    for token in tokens:
        met = bits & masks_of[token]
        bits = bits + met | bits ^ met
    return _Row(row.number + len(tokens), row.left, row.right, bits & _ones(row.right - row.left), row.passed)


@dataclass(frozen=True, slots=True)
class _Table:
    """What the way back needs: both texts, where the tokens of the longer stand, and the rows kept."""

    rows: Sequence[str]
    columns: Sequence[str]
    places: Places
    kept: Sequence[_Row]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows of bits one after the other: before a first token, after it, after the next; bit 0 is the column `left`."""

    number: int
    left: int
    rows: list[int]


def _traced_at_once(table: _Table) -> Pairs:
    """The pairs of a longest path in a table of few rows, all of which are worked out."""
    pairs: Pairs = []
    width = len(table.columns)
    masks_of = masks(table.columns, table.places, left=0, right=width, wanted=table.rows)
    stretch = _Stretch(0, 0, _worked_out(_ones(width), table.rows, masks_of))
    _walked(table, stretch, (len(table.rows), width), pairs)
    return pairs[::-1]


def _traced(table: _Table) -> Pairs:
    """The pairs of one longest path, from the end to the start."""
    pairs: Pairs = []
    i, j = len(table.rows), len(table.columns)
    length = table.kept[-1].length(j)
    for row in reversed(table.kept[:-1]):
        while i > row.number and j > 0 and table.rows[i - 1] == table.columns[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        if i > row.number and j > 0:
            stretch = _stretch(table, row, (i, min(j, row.right)), length - len(pairs))
            i, j = _walked(table, stretch, (i, min(j, row.right)), pairs)
    return pairs[::-1]


def _stretch(table: _Table, row: _Row, end: tuple[int, int], length: int) -> _Stretch:
    """The rows from a kept one on, in the columns that a path of this length can pass on its way back from its end.

    With each row the path becomes longer by one at most, so it came through the kept row where that much was reached.
    Fewer columns do as a rule; they were enough if the length in them is the same.
    """
    i, j = end
    tokens = table.rows[row.number : i]
    likely = 2 * length * len(tokens) // i + 8
    for gained in (min(likely, len(tokens)), len(tokens)):
        left = row.column(length - gained)
        first = row.bits >> left - row.left & _ones(j - left)
        masks_of = masks(table.columns, table.places, left=left, right=j, wanted=tokens)
        rows = _worked_out(first, tokens, masks_of)
        if row.length(left) + j - left - (rows[-1] & _ones(j - left)).bit_count() == length:
            break
    return _Stretch(row.number, left, rows)


def _worked_out(bits: int, tokens: Sequence[str], masks_of: Mapping[str, int]) -> list[int]:
    """The bits and what they become with each token."""
    rows = [bits]
    for token in tokens:
        met = bits & masks_of.get(token, 0)
        bits = bits + met | bits ^ met
        rows.append(bits)
    return rows


def _walked(table: _Table, stretch: _Stretch, end: tuple[int, int], pairs: Pairs) -> tuple[int, int]:
    """Where the way back leaves a stretch; its pairs are added.

    Equal tokens are always a pair. Else the path goes to the row before where the bit is 0, and to the nearest column
    with a 0 where it is 1.
    """
    rows, columns, number, left, bits = table.rows, table.columns, stretch.number, stretch.left, stretch.rows
    i, j = end
    while i > number and j > left:
        if rows[i - 1] == columns[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif bits[i - number] >> j - left - 1 & 1:
            j = left + (bits[i - number] & _ones(j - left) ^ _ones(j - left)).bit_length()
        else:
            i -= 1
    # At the left edge of its columns the path came straight down.
    return (number if j == left else i), j


def _place_of_one(bits: int, number: int) -> int:
    """The place of the bit that is the first, second … 1, counted from 1; found by halving."""
    place, width = 0, bits.bit_length()
    while width > 1:
        half = width // 2
        low = bits & _ones(half)
        ones = low.bit_count()
        if number <= ones:
            bits, width = low, half
        else:
            bits, width, place, number = bits >> half, width - half, place + half, number - ones
    return place


def _ones(width: int) -> int:
    return (1 << width) - 1
