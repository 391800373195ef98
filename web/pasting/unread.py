"""What cannot be read in something that was pasted: by line, in sentences."""

import unicodedata
from collections.abc import Iterable, Iterator

MOST_FAULTS = 100
"""After so many nothing more is read: who pasted the wrong thing wants to hear it once."""

LONGEST_QUOTE = 60

Fault = tuple[int, str]
"""A line, counted from 1, and what is wrong in it."""


class Unread(Exception):
    """Something typed could not be read.

    Attributes:
        errors: each line (from 1) with its sentence, rising.
    """

    def __init__(self, sentence: str, line: int = 1) -> None:
        super().__init__(sentence)
        self.errors: list[Fault] = [(line, sentence)]

    @classmethod
    def together(cls, faults: Iterable[Fault]) -> "Unread":
        """One refusal for all of these."""
        found = sorted(faults, key=lambda fault: fault[0])
        refusal = cls("\n".join(f"Line {line}: {sentence}" for line, sentence in found))
        refusal.errors = found
        return refusal


class Faults:
    """What was found wrong so far while reading goes on."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def note(self, line: int, sentence: str) -> None:
        """Keep a fault.

        Raises:
            Unread: there are too many to go on.
        """
        self.found.append((line, sentence))
        if len(self.found) == MOST_FAULTS:
            last = max(number for number, _ in self.found)
            self.found.append((last, "This is too much to put right at once: what follows was not read."))
            self.refuse()

    def refuse(self) -> None:
        """Raise what was kept, if anything was.

        Raises:
            Unread: with all of it.
        """
        if self.found:
            raise Unread.together(self.found)


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers, whatever ends them."""
    return enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)


def quoted(words: str) -> str:
    """Words in quotation marks as a sentence can hold them: on one line, cut, without invisible characters."""
    line = " ".join(words[: 4 * LONGEST_QUOTE].split())
    shown = "".join(mark for mark in line if unicodedata.category(mark) not in ("Cc", "Cf", "Cs"))
    return f"“{shown[:LONGEST_QUOTE]}…”" if len(shown) > LONGEST_QUOTE else f"“{shown}”"


def one_of(words: Iterable[str]) -> str:
    """A choice in a sentence: "Norway, Sweden or Iceland"."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
