"""How two lists of edits on one base stand to each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from ledger.text.edits import Edit


class Relation(StrEnum):
    """From the most harmless to the hardest; of several pairs of edits the hardest counts.

    `contained` and `contains` are each other's converse, every other one is symmetric.
    """

    DISJOINT = "disjoint"
    TOUCHING = "touching"
    """Both can be made, and their words meet, or they share some equal edits: read them together."""
    IDENTICAL = "identical"
    CONTAINS = "contains"
    CONTAINED = "contained"
    """Every word that it changes lies within what the other replaces: it falls where the wider one is adopted."""
    SAME_POINT = "same_point"
    """Two different insertions at one place."""
    OVERLAP = "overlap"
    STRUCTURAL = "structural"
    """Of provisions as a whole: never of two lists of edits."""


CLASHES = frozenset({Relation.CONTAINS, Relation.CONTAINED, Relation.SAME_POINT, Relation.OVERLAP, Relation.STRUCTURAL})
"""The relations of which not both can be adopted as they are."""

CONVERSE = {one: one for one in Relation} | {
    Relation.CONTAINS: Relation.CONTAINED,
    Relation.CONTAINED: Relation.CONTAINS,
}
"""How b stands to a, by how a stands to b."""


def relation(a: Sequence[Edit], b: Sequence[Edit]) -> Relation:
    """How edits stand to others on the same base; both such as `check_edits` accepts.

    Each pair of edits that meet is looked at once, on one walk along both lists; at most one pair more than there are
    edits can meet at each place. Of the lists as wholes:

    - `identical`: they are equal;
    - `contained`: every edit of a lies strictly within the span of an edit of b, or equals one, and not all are equal;
      `contains` the other way round;
    - `same_point`: they clash, and only where both insert at one point;
    - `overlap`: they clash in any other way, being contained in part too;
    - `touching`: they do not clash, and share edits or have some that meet;
    - `disjoint`: neither, and where one of them is empty and the other is not.
    """
    if list(a) == list(b):
        return Relation.IDENTICAL
    inside_b, inside_a, shared = set(), set(), 0
    found = Relation.DISJOINT
    for i, j in meeting(a, b):
        kind = relation_of_edits(a[i], b[j])
        if kind is Relation.IDENTICAL:
            shared += 1
            found = max(found, Relation.TOUCHING, key=_HARDNESS.__getitem__)
            continue
        if kind is Relation.CONTAINED:
            inside_b.add(i)
        elif kind is Relation.CONTAINS:
            inside_a.add(j)
        found = max(found, kind, key=_HARDNESS.__getitem__)
    if inside_b and len(inside_b) + shared == len(a):
        return Relation.CONTAINED
    if inside_a and len(inside_a) + shared == len(b):
        return Relation.CONTAINS
    return Relation.OVERLAP if inside_a or inside_b else found


def relation_of_edits(a: Edit, b: Edit) -> Relation:
    """How one edit stands to another: `identical`, `disjoint`, `touching` (one begins where the other ends),
    `same_point`, `contained` or `contains` (strictly: an insertion inside, or a part of the span), `overlap`.
    """
    if a == b:
        return Relation.IDENTICAL
    if a[0] == a[1] == b[0] == b[1]:
        return Relation.SAME_POINT
    if a[0] < b[1] and b[0] < a[1]:
        if a[0] == b[0] and a[1] == b[1]:
            return Relation.OVERLAP
        if b[0] <= a[0] and a[1] <= b[1]:
            return Relation.CONTAINED
        return Relation.CONTAINS if a[0] <= b[0] and b[1] <= a[1] else Relation.OVERLAP
    return Relation.TOUCHING if a[0] <= b[1] and b[0] <= a[1] else Relation.DISJOINT


def meeting(a: Sequence[Edit], b: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Pairs of indices of edits that overlap or touch, rising; one walk along both lists."""
    first = 0
    for i, edit in enumerate(a):
        while first < len(b) and b[first][1] < edit[0]:
            first += 1
        j = first
        while j < len(b) and b[j][0] <= edit[1]:
            yield i, j
            j += 1


def relations(wanted: Mapping[str, Sequence[Edit]]) -> dict[tuple[str, str], Relation]:
    """How each author's edits stand to each other's on one base: of every pair that is not disjoint, both ways round.

    Authors with equal edits are compared once for all; only those whose edits meet are compared at all.
    """
    alike: dict[tuple[Edit, ...], list[str]] = defaultdict(list)
    for author, edits in wanted.items():
        if edits:
            alike[tuple(edits)].append(author)
    lists = list(alike)
    found = {(one, other): Relation.IDENTICAL for authors in alike.values() for one in authors for other in authors}
    for i, j in _neighbours(lists):
        stands = relation(lists[i], lists[j])
        converse = CONVERSE[stands]
        for one in alike[lists[i]]:
            for other in alike[lists[j]]:
                found[one, other] = stands
                found[other, one] = converse
    return {pair: stands for pair, stands in found.items() if pair[0] != pair[1]}


def _neighbours(lists: Sequence[Sequence[Edit]]) -> set[tuple[int, int]]:
    """Pairs (lower, higher) of lists that have edits that meet; a sweep along the base."""
    edits = sorted((edit[0], edit[1], number) for number, edits in enumerate(lists) for edit in edits)
    pairs: set[tuple[int, int]] = set()
    reaching: list[tuple[int, int]] = []
    for start, end, number in edits:
        reaching = [other for other in reaching if other[0] >= start]
        pairs.update((min(number, other), max(number, other)) for _, other in reaching if other != number)
        reaching.append((end, number))
    return pairs


_HARDNESS = {one: place for place, one in enumerate(Relation)}
