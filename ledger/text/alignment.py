"""Which tokens of an old text are still there in a new one.

The answer is a longest common subsequence, exact up to `LARGEST_TABLE` cells. What is equal at both ends is cut off
first, then tokens that only one text has. Few equal tokens are picked from their list; many are found bit by bit
(`subsequence`), whatever they are. Beyond `LARGEST_TABLE` the texts are split at runs of tokens that occur once in each
of them; what is still too large after that counts as changed as a whole.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from ledger.text.anchors import anchors
from ledger.text.rising import Pairs, longest_rising
from ledger.text.subsequence import longest_common_subsequence

LARGEST_TABLE = 4_000_000_000
"""Old tokens times new tokens of one exact alignment: about half a second at the worst."""

ANCHOR_LENGTHS = (1, 8)
"""Tokens in an anchor, tried in this order; runs serve the scripts that have a token per character."""

CELLS_OF_A_MATCH = 16_384
"""A pair of equal tokens costs as much as so many cells of a table."""


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
    in_old, in_new = Counter(old), Counter(new)
    # One object for equal tokens: they are then compared by what they are, not letter by letter.
    shared = {token: token for token in in_old if token in in_new}
    old_places = [place for place, token in enumerate(old) if token in shared]
    new_places = [place for place, token in enumerate(new) if token in shared]
    a, b = [shared[old[place]] for place in old_places], [shared[new[place]] for place in new_places]
    matches = sum(in_old[token] * in_new[token] for token in shared)
    return [(old_places[i], new_places[j]) for i, j in _chosen(a, b, matches, lengths)]


def _chosen(old: Sequence[str], new: Sequence[str], matches: int, lengths: tuple[int, ...]) -> Pairs:
    cells = len(old) * len(new)
    if matches <= len(old) + len(new) + cells // CELLS_OF_A_MATCH:
        return longest_rising(_all_matches(old, new))
    return longest_common_subsequence(old, new) if cells <= LARGEST_TABLE else _split_aligned(old, new, lengths)


def _all_matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """All pairs of places of equal tokens, rising in old, and falling in new for one place in old."""
    places: dict[str, list[int]] = {}
    for place in range(len(new) - 1, -1, -1):
        places.setdefault(new[place], []).append(place)
    return ((i, j) for i, token in enumerate(old) for j in places[token])


def _split_aligned(old: Sequence[str], new: Sequence[str], lengths: tuple[int, ...]) -> Pairs:
    """Aligns each stretch from one anchor to the next by itself; it opens with the anchor, so that is kept."""
    if not lengths:
        return []
    pairs: Pairs = []
    i, j = 0, 0
    for next_i, next_j in [*anchors(old, new, lengths[0]), (len(old), len(new))]:
        stretch = _aligned(old[i:next_i], new[j:next_j], lengths[1:])
        pairs += [(i + a, j + b) for a, b in stretch]
        i, j = next_i, next_j
    return pairs
