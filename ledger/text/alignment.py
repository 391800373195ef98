"""Which tokens of an old text are still there in a new one.

The answer is an exact longest common subsequence, found bit by bit on Python integers, so its cost depends on the sizes
and never on the content. Beyond `LARGEST_TABLE` cells the texts are first split at runs of tokens that occur once in
each of them; what is still too large after that counts as changed as a whole.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

LARGEST_TABLE = 40_000_000
"""Old tokens times new tokens of one exact alignment: 5 MB of bits."""

ANCHOR_LENGTHS = (1, 8)
"""Tokens in an anchor, tried in this order; runs serve the scripts that have a token per character."""

Pairs = list[tuple[int, int]]


def aligned(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """Pairs (place in old, place in new) of equal tokens, rising in both; as many as can be, up to `LARGEST_TABLE`."""
    return _aligned(old, new, ANCHOR_LENGTHS)


def common_head(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens at the start are equal."""
    pairs = zip(old, new, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def common_tail(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens at the end are equal."""
    pairs = zip(reversed(old), reversed(new), strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _aligned(old: Sequence[str], new: Sequence[str], lengths: tuple[int, ...]) -> Pairs:
    head = common_head(old, new)
    tail = common_tail(old[head:], new[head:])
    pairs = [(place, place) for place in range(head)]
    middle = _middle_aligned(old[head : len(old) - tail], new[head : len(new) - tail], lengths)
    pairs += [(head + i, head + j) for i, j in middle]
    pairs += [(len(old) - left, len(new) - left) for left in range(tail, 0, -1)]
    return pairs


def _middle_aligned(old: Sequence[str], new: Sequence[str], lengths: tuple[int, ...]) -> Pairs:
    """Aligns what both texts hold; a token that only one of them has can be in no pair."""
    shared = set(old) & set(new)
    old_places = [place for place, token in enumerate(old) if token in shared]
    new_places = [place for place, token in enumerate(new) if token in shared]
    a, b = [old[place] for place in old_places], [new[place] for place in new_places]
    fits = len(a) * len(b) <= LARGEST_TABLE
    pairs = longest_common_subsequence(a, b) if fits else _split_aligned(a, b, lengths)
    return [(old_places[i], new_places[j]) for i, j in pairs]


def _split_aligned(old: Sequence[str], new: Sequence[str], lengths: tuple[int, ...]) -> Pairs:
    """Aligns each stretch from one anchor to the next by itself; it opens with the anchor, so that is kept."""
    if not lengths:
        return []
    pairs: Pairs = []
    i, j = 0, 0
    for next_i, next_j in [*_anchors(old, new, lengths[0]), (len(old), len(new))]:
        stretch = _aligned(old[i:next_i], new[j:next_j], lengths[1:])
        pairs += [(i + a, j + b) for a, b in stretch]
        i, j = next_i, next_j
    return pairs


def _anchors(old: Sequence[str], new: Sequence[str], length: int) -> Pairs:
    """Where runs of `length` tokens begin that occur once in each text, as many as stand in one order in both."""
    old_places, new_places = _single_runs(old, length), _single_runs(new, length)
    return _longest_rising([(place, new_places[run]) for run, place in old_places.items() if run in new_places])


def _single_runs(tokens: Sequence[str], length: int) -> dict[tuple[str, ...], int]:
    runs = list(zip(*(tokens[offset:] for offset in range(length)), strict=False))
    counts = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counts[run] == 1}


def _longest_rising(pairs: Pairs) -> Pairs:
    """The longest selection that rises in the second number too, by patience sorting."""
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int | None] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(at_top[pile - 1] if pile else None)
        tops[pile : pile + 1] = [place]
        at_top[pile : pile + 1] = [index]
    chosen: Pairs = []
    last = at_top[-1] if at_top else None
    while last is not None:
        chosen.append(pairs[last])
        last = before[last]
    return chosen[::-1]


def longest_common_subsequence(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """Pairs (place in old, place in new) of one longest common subsequence, rising in both.

    Source: Crochemore et al., "A fast and practical bit-vector algorithm for the longest common subsequence problem"
    (2001), and Hyyrö, "Bit-parallel LCS-length computation revisited" (2004). One row of bits is kept for each token of
    the longer text: old × new bits of memory, and as many bit operations.
    """
    if len(old) < len(new):
        return [(i, j) for j, i in longest_common_subsequence(new, old)]
    return _traced_back(_rows(old, new), len(new))


def _rows(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For each token of old, the row after it: bit j is 0 where new's token j makes the subsequence longer by one."""
    places: dict[str, int] = {}
    for place, token in enumerate(new):
        places[token] = places.get(token, 0) | 1 << place
    row = every = (1 << len(new)) - 1
    rows = []
    for token in old:
        matches = row & places.get(token, 0)
        row = (row + matches | row - matches) & every
        rows.append(row)
    return rows


def _traced_back(rows: list[int], width: int) -> Pairs:
    """A bit that is 0 here and was 1 in the row before marks a pair; 0 in both, the pair lies in an earlier row."""
    pairs: Pairs = []
    i, j = len(rows) - 1, width - 1
    while i >= 0 and j >= 0:
        if rows[i] >> j & 1:
            j -= 1
        elif i > 0 and not rows[i - 1] >> j & 1:
            i -= 1
        else:
            pairs.append((i, j))
            i, j = i - 1, j - 1
    return pairs[::-1]
