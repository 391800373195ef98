"""Many edits carried through one change of their base, and whether they stand on the text that it makes.

`mapping` says the same of one list of edits; here what all of them need is worked out once.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from ledger.text.edits import Edit, apply_edits
from ledger.text.tokens import boundaries

NEAR = 64
"""Code points beside an edit among which one that nothing composes with is looked for."""


class Passage:
    """A change of a text; edits on the text before are carried to the text after it, each in O(log n).

    Args:
        edits: the change, such as `check_edits` accepts on the text before.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._ends = [end for _, end, _ in edits]
        longer = (len(replacement) - (end - start) for start, end, replacement in edits)
        self._shifts = list(accumulate(longer, initial=0))

    def met_by(self, edit: Edit) -> Edit | None:
        """The first edit of the change that collides with an edit, as in `mapping`; None where its words survive."""
        passed = bisect_right(self._ends, edit[0])
        met = self._colliding(passed, edit[0], edit[1])
        return None if met is None else self._edits[met]

    def _colliding(self, passed: int, start: int, end: int) -> int | None:
        """The place of that edit in the list, where so many of it end at or before the start."""
        if start == end and passed and self._edits[passed - 1][0] == start == self._ends[passed - 1]:
            return passed - 1
        return passed if passed < len(self._edits) and self._edits[passed][0] < end else None

    def beside(self, edit: Edit) -> Edit | None:
        """The edit of the change that comes nearest before the end of an edit, or else after it."""
        passed = bisect_right(self._ends, edit[1])
        return self._edits[max(passed - 1, 0)] if self._edits else None

    def carried(self, edit: Edit) -> Edit | None:
        """An edit at its place on the text after; None where it collides with one of the change."""
        start, end, replacement = edit
        passed = bisect_right(self._ends, start)
        if self._colliding(passed, start, end) is not None:
            return None
        shift = self._shifts[passed]
        return (start + shift, end + shift, replacement)


class Ground:
    """A text, and whether carried edits stand on it: each between words, apart, and making a text in NFC."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _places(self) -> set[int]:
        return set(boundaries(self.text))

    def takes(self, edits: Sequence[Edit]) -> bool:
        """Whether `check_edits` would accept edits that are in order and change something, as carried ones do."""
        for (start, end, _), (next_start, next_end, _) in pairwise(edits):
            if start == end == next_start == next_end:
                return False
        if any(start not in self._places or end not in self._places for start, end, _ in edits):
            return False
        return self._stays_normal(edits)

    def _stays_normal(self, edits: Sequence[Edit]) -> bool:
        """Looks at what is around the edits alone: the rest of the text is in NFC, and ASCII composes with nothing
        before it. Where there is no ASCII near by, all of it is looked at.
        """
        first, last = edits[0][0], edits[-1][1]
        left = next((at for at in range(first - 1, max(first - NEAR, 0) - 1, -1) if self.text[at] < "\x80"), None)
        right = next((at for at in range(last, min(last + NEAR, len(self.text))) if self.text[at] < "\x80"), None)
        start, end = left if left is not None else 0, right if right is not None else len(self.text)
        within = [(place - start, until - start, words) for place, until, words in edits]
        return unicodedata.is_normalized("NFC", apply_edits(self.text[start:end], within))


def carried_through(edits: Sequence[Edit], passages: Sequence[Passage], ground: Ground) -> list[Edit] | None:
    """Edits carried through one change after another to the text that the last one makes.

    Unlike `map_edits` for each change in turn, only the text at the end has to take them.

    Returns:
        None where words of one did not survive, or the text at the end does not take them.
    """
    carried = []
    for edit in edits:
        going: Edit | None = edit
        for passage in passages:
            if going is None:
                return None
            going = passage.carried(going)
        if going is None:
            return None
        carried.append(going)
    return carried if ground.takes(carried) else None
