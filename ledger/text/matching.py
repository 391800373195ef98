"""Which pieces of one text are which of another, where no identity says so: a text from outside, pieces that were
deleted here and came in there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "formatted", "edited", "moved", "moved_and_edited", "split", "joined", "inserted", "deleted"]


@dataclass(frozen=True, slots=True)
class Match:
    """Pieces that belong together.

    Attributes:
        old, new: places in the two lists, rising: one each; several in `new` of what was split, several in `old` of
            what was joined; none in `old` of what came in, none in `new` of what went out.
        likeness: from 0 to 1, Dice on words.
    """

    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    likeness: float


def matched(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Every piece of either list in exactly one match, in the order of the new; what is gone stands where it was."""
    raise NotImplementedError
