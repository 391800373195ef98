"""Where each token stands in a text, as bits of a window: bit 0 is the window's first place."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

Places = Mapping[str, Sequence[int]]
"""For each token where it stands, rising."""

MOST_KEPT = 1 << 28
"""Bits of masks that are kept for the next window: 32 MB."""

_FEW = 40
_NOTHING = (0, 0, 0)


def places_of(tokens: Sequence[str]) -> Places:
    """Where each token stands."""
    found: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        if token in found:
            found[token].append(place)
        else:
            found[token] = [place]
    return found


def masks(tokens: Sequence[str], places: Places, *, left: int, right: int, wanted: Sequence[str]) -> dict[str, int]:
    """The bits of the wanted tokens in the window from left up to right; a token without any may be missing."""
    found: dict[str, int] = {}
    if right - left < 4 * len(wanted):
        get = found.get
        for place, token in enumerate(tokens[left:right]):
            found[token] = get(token, 0) | 1 << place
        return found
    for token in set(wanted):
        at = places.get(token, ())
        start = bisect_left(at, left)
        found[token] = _bits(at[start : bisect_left(at, right, start)], left)
    return found


class SlidingMasks:
    """The same for windows that only ever move on, so that a mask is shifted and lengthened, not made anew."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._kept: dict[str, tuple[int, int, int]] = {}

    def at(self, left: int, right: int, wanted: Iterable[str]) -> Mapping[str, int]:
        """The bits of the wanted tokens in a window that begins and ends no earlier than the one before."""
        if len(self._kept) * (right - left) > MOST_KEPT:
            self._kept.clear()
        found = {}
        for token in set(wanted):
            mask, start, done = self._kept.get(token, _NOTHING)
            if start < left:
                mask >>= left - start
            places = self._places.get(token, ())
            end = bisect_left(places, right, done)
            if done < end:
                mask |= self._fresh(places, done, end, left)
            found[token] = mask
            self._kept[token] = (mask, left, end)
        return found

    @staticmethod
    def _fresh(places: Sequence[int], done: int, end: int, left: int) -> int:
        """The bits of some places; those that the window passed over are left out."""
        first = places[done]
        if first < left:
            done = bisect_left(places, left, done)
            return _bits(places[done:end], left)
        return _bits(places[done:end], first) << first - left


def _bits(places: Sequence[int], first: int) -> int:
    """One bit for each place, counted from the first; many go through bytes, since each shift costs the whole width."""
    if len(places) < _FEW:
        mask = 0
        for place in places:
            mask |= 1 << place - first
        return mask
    buffer = bytearray((places[-1] - first >> 3) + 1)
    for place in places:
        buffer[place - first >> 3] |= 1 << (place - first & 7)
    return int.from_bytes(buffer, "little")
