"""Names one after another: separated by commas, semicolons, line ends or "and", which may also stand inside a name.

The longest name is tried first, so that "Korea, Republic of, Trinidad and Tobago and Tonga" is three.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger.projections.queries.people import Person
from web.pasting.letters import fold
from web.pasting.names import LONGEST_TYPED, Names
from web.pasting.unread import Faults, Unread

NOBODY = frozenset({"none", "nil", "nobody", "no one", "aucun", "aucune", "neant", "0"})

_SEPARATOR = re.compile(r"( ?[,;] ?(?:(?:and|et|&) )?| (?:and|et|&) )", re.IGNORECASE)
_LAST_AND = re.compile(r" (?:and|et|&)$", re.IGNORECASE)
_NUMBERING = re.compile(r"\s*+(?:\d{1,4}[.)]|[-–—•*·‣▪])\s++")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words between two separators.

    Attributes:
        glue: what separates them from the next words, if they turn out to be one name.
        wraps: whether only the end of the line separates them.
    """

    line: int
    words: str
    glue: str
    wraps: bool = False


class NameLists:
    """Reads lists of these names."""

    def __init__(self, names: Names) -> None:
        self._names = names
        # How many pieces the longest name has that begins with a piece.
        self._longest: dict[str, int] = {}
        for name in names.called():
            pieces = _pieces(1, name)
            if len(pieces) > 1:
                first = fold(pieces[0].words)
                self._longest[first] = max(self._longest.get(first, 1), len(pieces))
        self._most = max(self._longest.values(), default=1)

    def read(self, lines: Iterable[tuple[int, str]], faults: Faults) -> list[tuple[int, Person]]:
        """Who is listed, each with the line; whoever cannot be found is noted among the faults."""
        found: list[tuple[int, Person]] = []
        for line, words in self._listed(lines):
            try:
                found.append((line, self._names.find(words)))
            except Unread as unread:
                faults.note(line, str(unread))
        return found

    def found(self, lines: Iterable[tuple[int, str]]) -> list[Person] | None:
        """Who is listed, or None where anyone cannot be found."""
        people = []
        for _, words in self._listed(lines):
            person = self._names.found(words)
            if person is None:
                return None
            people.append(person)
        return people

    def _listed(self, lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """The words for each of those who are listed, with the line."""
        pieces = [piece for number, line in lines for piece in self._pieces(number, line)]
        place = 0
        while place < len(pieces):
            words, length = self._longest_name(pieces, place)
            if fold(words[:LONGEST_TYPED]) not in NOBODY or self._names.knows(words):
                yield pieces[place].line, words
            place += length

    def _pieces(self, number: int, line: str) -> list[_Piece]:
        """The pieces of a line, without a bullet or a number before it; one where the line is a name as it is."""
        if not line.strip():
            return []
        if self._names.knows(line):
            return [_Piece(number, line, " ", wraps=True)]
        return _pieces(number, without_numbering(line))

    def _longest_name(self, pieces: list[_Piece], place: int) -> tuple[str, int]:
        """The most words from a place on that are a name, and how many pieces they are; one piece where none are."""
        words = pieces[place].words
        best = (words, 1)
        for length in range(2, self._most_pieces(pieces[place]) + 1):
            if place + length > len(pieces) or len(words) > LONGEST_TYPED:
                break
            words += pieces[place + length - 2].glue + pieces[place + length - 1].words
            if self._names.knows(words):
                best = (words, length)
        return best

    def _most_pieces(self, first: _Piece) -> int:
        """How many pieces a name can have that begins with this one; a line may break in the middle of a name."""
        if first.wraps and not self._names.knows(first.words):
            return self._most + 1
        return self._longest.get(fold(first.words[:LONGEST_TYPED]), 1)


def without_numbering(line: str) -> str:
    """A line of a list without the bullet or the number before it: "1. Norway", "- Norway"."""
    numbering = _NUMBERING.match(line)
    return line[numbering.end() :] if numbering else line


def _pieces(number: int, line: str) -> list[_Piece]:
    words = " ".join(line.replace("\t", ", ").split())
    last = _LAST_AND.search(words[-5:])
    parts = _SEPARATOR.split(words[: len(words) - len(last[0])] if last else words)
    pieces = [_Piece(number, *pair) for pair in zip(parts[:-1:2], parts[1::2], strict=True)]
    pieces.append(_Piece(number, parts[-1], f"{last[0]} " if last else " ", wraps=True))
    return [piece for piece in pieces if fold(piece.words[:LONGEST_TYPED]) or "#" in piece.words]
