"""Who wrote each word: origins carried through edits, and found again where deleted words return."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.text.edits import Edit


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring code points of one origin.

    Attributes:
        length: in code points, at least 1.
        origin: of whoever asks; two runs of one origin came in together.
        replaced: the words that gave way to these, "" where none did.
    """

    length: int
    origin: str
    replaced: str = ""


def written(text: str, origin: str) -> list[Run]:
    """The runs of a text that came in as a whole; none of ""."""
    return [Run(len(text), origin)] if text else []


def carried(runs: Sequence[Run], base: str, edits: Sequence[Edit], origins: Sequence[str]) -> list[Run]:
    """The runs of the text that edits make of the base.

    Args:
        runs: of the base; their lengths add up to its own.
        origins: of each edit's words, in the order of the edits.
    """
    raise NotImplementedError
