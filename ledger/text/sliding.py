"""Where an insertion or a deletion reads best, when it could stand in several places.

Between "act; report" and "act; sign; report" came in "sign; " or "; sign": sliding it changes neither text. It is put
where clauses, sentences or lines begin and end.
"""

from collections.abc import Sequence
from heapq import nlargest

from ledger.text.edits import Edit
from ledger.text.tokens import is_boundary_nearby

FURTHEST = 300
"""Code points that a change is slid by at most."""

TRIED = 8
"""Places that look best, of which the first that lies between words is taken."""

_ENDS = {mark: rank for rank, marks in ((4, ".!?。！？؟։।"), (3, ";:；：؛"), (2, ",，、،")) for mark in marks}
_LINE, _TEXT = 6, 5


def slid(old: str, new: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits from old to new, each where it reads best; they make the same text and stay apart."""
    placed: list[Edit] = []
    shift = 0
    for index, edit in enumerate(edits):
        start, end, replacement = edit
        first = placed[-1][1] + 1 if placed else 0
        last = edits[index + 1][0] - 1 if index + 1 < len(edits) else len(old)
        room = (start - first, last - end)
        if start == end:
            by = _best(new, start + shift, start + shift + len(replacement), room, (old, start))
            placed.append((start + by, end + by, new[start + shift + by : start + shift + by + len(replacement)]))
        elif not replacement:
            by = _best(old, start, end, room, (new, start + shift))
            placed.append((start + by, end + by, ""))
        else:
            placed.append(edit)
        shift += len(replacement) - (end - start)
    return placed


def _best(text: str, start: int, end: int, room: tuple[int, int], other: tuple[str, int]) -> int:
    """How far to slide text[start:end], which stands at one place of the other text as nothing; 0 to leave it."""
    left = _left(text, start, end, min(room[0], FURTHEST))
    right = _right(text, start, end, min(room[1], FURTHEST))
    if not left and not right:
        return 0
    here = _quality(text, start) + _quality(text, end)
    ranked = ((_quality(text, start + by) + _quality(text, end + by), -abs(by), by) for by in range(-left, right + 1))
    for quality, _, by in nlargest(TRIED, ranked):
        if quality <= here:
            break
        places = ((text, start + by), (text, end + by), (other[0], other[1] + by))
        if all(is_boundary_nearby(*place) for place in places):
            return by
    return 0


def _left(text: str, start: int, end: int, most: int) -> int:
    by = 0
    while by < most and text[start - by - 1] == text[end - by - 1]:
        by += 1
    return by


def _right(text: str, start: int, end: int, most: int) -> int:
    by = 0
    while by < most and text[start + by] == text[end + by]:
        by += 1
    return by


def _quality(text: str, place: int) -> int:
    """How well a change begins or ends at a place: at a line or the text, a sentence, a clause, between words."""
    if place in (0, len(text)):
        return 2 * _TEXT
    before, after = text[place - 1], text[place]
    if before == "\n":
        return 2 * _LINE
    if after == "\n":
        return 2 * _TEXT
    if before in _ENDS:
        return 2 * _ENDS[before] + after.isspace()
    if before.isspace():
        return 2 * _ENDS.get(text[place - 2 : place - 1], 1)
    return 2 if after in _ENDS else int(after.isspace())
