"""Merging edits of many authors on one base: what does not conflict is made, what conflicts is shown whole.

The result does not depend on the order in which authors are given. Equal edits are made once and credited to all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.text.edits import Edit


@dataclass(frozen=True, slots=True)
class Applied:
    """An edit that is made, and who asked for it, sorted."""

    edit: Edit
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What some authors would put in the place of disputed words.

    Attributes:
        text: the disputed stretch as they would have it.
        edits: their edits of it, on the base.
        authors: who want this very text, sorted.
    """

    text: str
    edits: tuple[Edit, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A connected stretch of the base, in code points, of which authors want different things.

    Attributes:
        base: the words that stand there; "" where only insertions meet.
        alternatives: two or more, in the order of their first edit, then of their text.
    """

    start: int
    end: int
    base: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What the edits of many make of a base.

    Attributes:
        applied: the edits that are made, in the order of the text; with no conflict between them, or with those of a
            conflict.
        conflicts: in the order of the text; no two of them overlap.
    """

    base: str
    applied: tuple[Applied, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is disputed."""
        return not self.conflicts

    @property
    def text(self) -> str:
        """The base with what is not disputed made; disputed stretches as they stand."""
        raise NotImplementedError


def merge(base: str, wanted: Mapping[str, Sequence[Edit]]) -> Merge:
    """Put the edits of authors together.

    Args:
        wanted: by author, edits such as `check_edits` accepts on the base.
    """
    raise NotImplementedError
