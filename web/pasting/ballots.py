"""Ballots as secretariats have them: pasted, each participant once.

One to a line, the ballot behind the name or before it, with any sign between or none: `Norway yes`, `Norway: Yes`,
`yes, Norway`, `Norway;abstention`. Or in blocks, as in meeting records: `In favour: Norway, Sweden and Iceland`, a block
going on over lines and blank lines until the next one begins. Or as a table with a header: `Country,Vote`.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger.domain.vocabulary import Ballot
from ledger.projections.queries.people import Person
from web.pasting.letters import fold
from web.pasting.name_lists import NameLists, without_numbering
from web.pasting.names import Names
from web.pasting.unread import Faults, Unread, numbered, quoted

WORDS: dict[Ballot, tuple[str, ...]] = {
    Ballot.YES: ("yes", "y", "aye", "for", "in favour", "in favor", "oui", "pour", "votent pour", "ont voté pour"),
    Ballot.NO: ("no", "n", "nay", "against", "non", "contre", "votent contre", "ont voté contre"),
    Ballot.ABSTAIN: (
        *("abstain", "abstains", "abstained", "abstaining", "abstention", "abstentions", "abst", "a"),
        *("s'abstient", "s'abstiennent", "se sont abstenus"),
    ),
    Ballot.NOT_VOTING: (
        *("not voting", "not_voting", "non-voting", "nonvoting", "did not vote", "nv", "absent"),
        *("non votant", "non votants", "n'ont pas voté"),
    ),
}
"""What people write for a ballot, in English and French."""

_BALLOTS = {fold(word): ballot for ballot, words in WORDS.items() for word in words}
_NAME_HEADS = frozenset(
    {"country", "state", "member state", "member", "participant", "delegation", "name", "pays", "etat", "membre", "nom", "ms_name"}
)
_BALLOT_HEADS = frozenset({"vote", "votes", "ballot", "ballots", "position", "ms_vote"})
_DELIMITERS = "\t;,|"
_LONGEST_ROW = 4_000
_LONGEST_ENDING = 40


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]").replace("é", "(?:é|e\u0301?)")


_WORD = "|".join(sorted((_pattern(word) for words in WORDS.values() for word in words), key=len, reverse=True))
_ENDING = re.compile(
    rf"(?:^|(?P<sign>[\s:\uff1a;,=|/(–—-]+))(?:vot(?:ed|es|ing)\s+)?(?P<word>{_WORD})[\s.,;)\"]*$", re.IGNORECASE
)
_OPENING = rf"\s*+[\"•*·]?\s*+(?:(?:vot(?:ed|es|ing)|votes?\s+cast)\s+)?(?P<word>{_WORD})"
_HEADING = re.compile(rf"{_OPENING}\s*+(?:\(?(?P<count>\d{{1,6}})\)?\s*+)?(?:[:\uff1a]|$)", re.IGNORECASE)
_BEGINNING = re.compile(rf"{_OPENING}(?:\"?\s*+[,;|=/]|\s+[–—-]\s|\s)", re.IGNORECASE)


def read(text: str, names: Names) -> list[list[str]]:
    """The ballots as `record_vote` takes them: `[participant_id, ballot]`, in the order of the lines.

    Raises:
        Unread: with every line that could not be read.
    """
    sheet = _Sheet(names)
    lines = list(numbered(text))
    columns = _columns(next((line for _, line in lines if line.strip()), ""))
    for number, line in lines:
        if not line.strip():
            continue
        if columns is not None:
            sheet.take_row(number, line, columns)
        else:
            sheet.take(number, line.strip())
    return sheet.ballots()


def write(ballots: Iterable[Iterable[str]], names: Names) -> str:
    """The same as text, one to a line; reading it gives them back."""
    lines = []
    for participant_id, ballot in ballots:
        person = names.person(participant_id)
        name = names.typed_name(person) if person else names.number(participant_id)
        lines.append(f"{name}: {_words(ballot)}")
    return "\n".join(lines)


@dataclass(slots=True)
class _Columns:
    """Where a table has names and ballots; `is_read` once its header was passed."""

    delimiter: str
    name: int
    ballot: int
    is_read: bool = False


@dataclass(slots=True)
class _Block:
    """A ballot and those listed under it.

    Attributes:
        count: how many are listed, as the heading says.
    """

    line: int
    ballot: Ballot
    count: int | None
    lines: list[tuple[int, str]] = field(default_factory=list)


class _Sheet:
    """What was read so far."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._lists = NameLists(names)
        self._faults = Faults()
        self._ballots: dict[str, Ballot] = {}
        self._lines: dict[str, int] = {}
        self._block: _Block | None = None

    def ballots(self) -> list[list[str]]:
        """All of them; raises what was wrong."""
        self._close()
        self._faults.refuse()
        return [[participant_id, ballot.value] for participant_id, ballot in self._ballots.items()]

    def take(self, number: int, line: str) -> None:
        """Read a line that is not of a table."""
        found = self._ending(line) or self._heading(number, line) or self._beginning(number, line)
        if found is not None:
            self._close()
            self._block = found if isinstance(found, _Block) else None
            for person, ballot in found.entries if isinstance(found, _Own) else ():
                self._enter(number, person, ballot)
        elif self._block is not None:
            self._block.lines.append((number, line))
        else:
            self._faults.note(number, self._complaint(line))

    def take_row(self, number: int, line: str, columns: _Columns) -> None:
        """Read a row of a table; the first one is its header."""
        if not columns.is_read:
            columns.is_read = True
            return
        cells = _cells(line, columns.delimiter)
        if len(cells) <= max(columns.name, columns.ballot):
            self._faults.note(number, f"This row has no cell for the {_missing(cells, columns)}.")
            return
        ballot = _BALLOTS.get(fold(cells[columns.ballot]))
        if ballot is None:
            self._faults.note(number, _no_ballot(cells[columns.name]))
        try:
            person = self._names.find(cells[columns.name])
        except Unread as unread:
            self._faults.note(number, str(unread))
            return
        if ballot is not None:
            self._enter(number, person, ballot)

    def _ending(self, line: str) -> "_Own | None":
        """A line that is a name and a ballot."""
        match = _ending(line)
        if match is None or not line[: match.start()]:
            return None
        # "Plan A" may be a name, and no abstention of Plan; a sign between settles it, but not within a block.
        is_bare = not match["sign"].strip() or self._block is not None
        if is_bare and self._names.knows(line):
            return None
        name = line[: match.start()]
        person = self._names.found(name) or self._names.found(without_numbering(name))
        return _Own([(person, _ballot(match))]) if person else None

    def _heading(self, number: int, line: str) -> _Block | None:
        """A line that begins a block: a ballot and a colon, or a ballot alone."""
        match = _HEADING.match(line)
        if match is None:
            return None
        count = int(match["count"]) if match["count"] else None
        block = _Block(number, _ballot(match), count)
        if line[match.end() :].strip():
            block.lines.append((number, line[match.end() :]))
        return block

    def _beginning(self, number: int, line: str) -> "_Own | None":
        """A line that is a ballot and one name or several."""
        match = _BEGINNING.match(line)
        if match is None or self._names.knows(line):
            return None
        people = self._lists.found([(number, line[match.end() :])])
        return _Own([(person, _ballot(match)) for person in people]) if people else None

    def _complaint(self, line: str) -> str:
        """Why a line outside of a block could not be read."""
        ending, beginning = _ending(line), _BEGINNING.match(line)
        if self._names.knows(line) or ending is None and beginning is None:
            return _no_ballot(line)
        name = line[: ending.start()] if ending else line[beginning.end() :] if beginning else line
        try:
            self._names.find(without_numbering(name))
        except Unread as unread:
            return str(unread)
        return _no_ballot(line)

    def _close(self) -> None:
        """Read the block that ends here."""
        block, self._block = self._block, None
        if block is None:
            return
        before = len(self._faults.found)
        people = self._lists.read(block.lines, self._faults)
        for line, person in people:
            self._enter(line, person, block.ballot)
        if block.count is not None and block.count != len(people) and len(self._faults.found) == before:
            self._faults.note(block.line, f"This says {block.count}, and {len(people)} are listed.")

    def _enter(self, line: int, person: Person, ballot: Ballot) -> None:
        if person.id in self._lines:
            earlier = f"line {self._lines[person.id]}: {_words(self._ballots[person.id])}"
            self._faults.note(line, f"{quoted(person.name)} stands here a second time (first in {earlier}).")
            return
        self._lines[person.id] = line
        self._ballots[person.id] = ballot


@dataclass(frozen=True, slots=True)
class _Own:
    """The ballots of a line that says all by itself."""

    entries: list[tuple[Person, Ballot]]


def _ending(line: str) -> re.Match[str] | None:
    """The ballot at the end of a line, with what separates it from the words before."""
    return _ENDING.search(line, max(0, len(line) - _LONGEST_ENDING))


def _words(ballot: str) -> str:
    return ballot.replace("_", " ")


def _ballot(match: re.Match[str]) -> Ballot:
    return _BALLOTS[fold(match["word"])]


def _no_ballot(name: str) -> str:
    return f"Write a ballot with {quoted(name)}: yes, no, abstain or not voting."


def _columns(line: str) -> _Columns | None:
    """The columns of a table that begins with this line, if it is a header."""
    if len(line) > _LONGEST_ROW or _ending(line):
        return None
    for delimiter in _DELIMITERS:
        heads = [fold(cell) for cell in _cells(line, delimiter)]
        name = next((place for place, head in enumerate(heads) if head in _NAME_HEADS), None)
        ballot = next((place for place, head in enumerate(heads) if head in _BALLOT_HEADS), None)
        if name is not None and ballot is not None:
            return _Columns(delimiter, name, ballot)
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a row, without the quotation marks around them; none of a row that is too long."""
    if len(line) > _LONGEST_ROW:
        return []
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _missing(cells: list[str], columns: _Columns) -> str:
    return "name" if len(cells) <= columns.name else "vote"
