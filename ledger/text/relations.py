"""How two lists of edits on one base stand to each other."""

from collections.abc import Sequence
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


def relation(a: Sequence[Edit], b: Sequence[Edit]) -> Relation:
    """How edits stand to others on the same base; both such as `check_edits` accepts."""
    raise NotImplementedError
