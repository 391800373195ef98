"""The longest selection of pairs of places that rises in both."""

from bisect import bisect_left
from collections.abc import Iterable

Pairs = list[tuple[int, int]]


def longest_rising(pairs: Iterable[tuple[int, int]]) -> Pairs:
    """Of pairs that rise in the first number, as many as rise in the second too, by patience sorting.

    Where several have one first number, they must fall in the second, so that no two of them are chosen. Given all
    places where two texts have equal tokens, this is their longest common subsequence.

    Source: Hunt and Szymanski, "A fast algorithm for computing longest common subsequences" (1977).
    """
    tops: list[int] = []
    at_top: list[int] = []
    given: Pairs = []
    before: list[int] = []
    for index, pair in enumerate(pairs):
        pile = bisect_left(tops, pair[1])
        given.append(pair)
        before.append(at_top[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [pair[1]]
        at_top[pile : pile + 1] = [index]
    chosen: Pairs = []
    last = at_top[-1] if at_top else -1
    while last >= 0:
        chosen.append(given[last])
        last = before[last]
    return chosen[::-1]
