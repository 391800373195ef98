"""Edits made on one base, side by side: whether they can both stand, and where one lies after the other.

Edits collide where they overlap, where an insertion stands strictly inside a span that the other replaces, and where
both insert at one point. Edits that only touch do not. All lists are such as `check_edits` accepts on their base.
"""

from collections.abc import Iterator, Sequence

from ledger.text.edits import Edit, EditError, apply_edits, check_edits


def map_edits(edits: Sequence[Edit], through: Sequence[Edit], base: str) -> list[Edit] | None:
    """Edits on the base, carried through the change `through` (edits on the same base) to the text that it makes.

    A carried edit replaces the very words that it replaced on the base; only its places, in code points, shift.

    Returns:
        None where the words did not survive: an edit collides with one of the change (an equal one included), or the
        carried edits would not pass `check_edits` on the new text, where one would now stand inside a word, where all
        between two insertions is gone, or where the result is not in NFC.
    """
    if next(_collisions(edits, through), None) is not None:
        return None
    mapped = _shifted(edits, through)
    try:
        check_edits(apply_edits(base, through), mapped)
    except EditError:
        return None
    return mapped


def overlapping(a: Sequence[Edit], b: Sequence[Edit]) -> tuple[int, int] | None:
    """The first pair (index in a, index in b) of edits on one base that cannot both be applied; None where all can.

    Equal edits are compatible: they are applied once and credited to both. What all edits make together is for
    `check_edits` to judge, such as a mark of one that meets a letter of the other.
    """
    return next(((i, j) for i, j in _collisions(a, b) if a[i] != b[j]), None)


def _collisions(a: Sequence[Edit], b: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Pairs of indices of edits that collide, rising; one walk along both lists."""
    first = 0
    for i, edit in enumerate(a):
        while first < len(b) and b[first][1] < edit[0]:
            first += 1
        j = first
        while j < len(b) and b[j][0] <= edit[1]:
            if _collide(edit, b[j]):
                yield i, j
            j += 1


def _collide(a: Edit, b: Edit) -> bool:
    at_one_point = a[0] == a[1] == b[0] == b[1]
    return at_one_point or (a[0] < b[1] and b[0] < a[1])


def _shifted(edits: Sequence[Edit], through: Sequence[Edit]) -> list[Edit]:
    """The edits with their places moved by what the change makes longer or shorter before them."""
    shifted = []
    passed, shift = 0, 0
    for start, end, replacement in edits:
        while passed < len(through) and through[passed][1] <= start:
            shift += len(through[passed][2]) - (through[passed][1] - through[passed][0])
            passed += 1
        shifted.append((start + shift, end + shift, replacement))
    return shifted
