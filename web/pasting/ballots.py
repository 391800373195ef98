"""Ballots as secretariats have them: pasted, each participant once.

One to a line, the ballot behind the name or before it, with any sign between or none: `Norway yes`, `Norway: Yes`,
`yes, Norway`, `Norway;abstention`. Or in blocks, as in meeting records: `In favour: Norway, Sweden and Iceland`, a
block going on over lines and blank lines until the next one begins. Or as a table with a header: `Country,Vote`.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger.domain.vocabulary import Ballot
from ledger.projections.queries.people import Person
from web.pasting.ballot_words import BEGINNING, HEADING, ballot_in, ballot_of, ballot_words, ending
from web.pasting.letters import fold
from web.pasting.name_lists import NameLists, without_numbering
from web.pasting.names import Names
from web.pasting.unread import Faults, Unread, numbered, quoted

_NAME_HEADS = frozenset(
    {
        *("country", "state", "member state", "member", "participant", "delegation", "name", "ms_name"),
        *("pays", "etat", "membre", "nom"),
    }
)
_BALLOT_HEADS = frozenset({"vote", "votes", "ballot", "ballots", "position", "ms_vote"})
_DELIMITERS = "\t;,|"
_LONGEST_ROW = 4_000


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
        lines.append(f"{name}: {ballot_words(ballot)}")
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
        elif self._block is not None and not self._is_own(number, line):
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
        ballot = ballot_of(cells[columns.ballot])
        if ballot is None:
            self._faults.note(number, _no_ballot(cells[columns.name]))
        try:
            person = self._names.find(cells[columns.name])
        except Unread as unread:
            self._faults.note(number, str(unread))
            return
        if ballot is not None:
            self._enter(number, person, ballot)

    def _is_own(self, number: int, line: str) -> bool:
        """Whether a line within a block has a ballot of its own, though not with a name that is found."""
        has_ballot = ending(line) is not None or BEGINNING.match(line) is not None
        return has_ballot and not self._names.knows(line) and self._lists.found([(number, line)]) is None

    def _ending(self, line: str) -> "_Own | None":
        """A line that is a name and a ballot."""
        match = ending(line)
        if match is None or not line[: match.start()]:
            return None
        # "Plan A" may be a name, and no abstention of Plan; a sign between settles it, but not within a block.
        is_bare = not match["sign"].strip() or self._block is not None
        if is_bare and self._names.knows(line):
            return None
        name = line[: match.start()]
        person = self._names.found(name) or self._names.found(without_numbering(name))
        return _Own([(person, ballot_in(match))]) if person else None

    def _heading(self, number: int, line: str) -> _Block | None:
        """A line that begins a block: a ballot and a colon, or a ballot alone."""
        match = HEADING.match(line)
        if match is None:
            return None
        count = int(match["count"]) if match["count"] else None
        block = _Block(number, ballot_in(match), count)
        if line[match.end() :].strip():
            block.lines.append((number, line[match.end() :]))
        return block

    def _beginning(self, number: int, line: str) -> "_Own | None":
        """A line that is a ballot and one name or several."""
        match = BEGINNING.match(line)
        if match is None or self._names.knows(line):
            return None
        people = self._lists.found([(number, line[match.end() :])])
        return _Own([(person, ballot_in(match)) for person in people]) if people else None

    def _complaint(self, line: str) -> str:
        """Why a line outside of a block could not be read."""
        behind, before = ending(line), BEGINNING.match(line)
        if self._names.knows(line) or (behind is None and before is None):
            return _no_ballot(line)
        name = line[: behind.start()] if behind else line[before.end() :] if before else line
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
            earlier = f"line {self._lines[person.id]}: {ballot_words(self._ballots[person.id])}"
            self._faults.note(line, f"{quoted(person.name)} stands here a second time (first in {earlier}).")
            return
        self._lines[person.id] = line
        self._ballots[person.id] = ballot


@dataclass(frozen=True, slots=True)
class _Own:
    """The ballots of a line that says all by itself."""

    entries: list[tuple[Person, Ballot]]


def _no_ballot(name: str) -> str:
    return f"Write a ballot with {quoted(name)}: yes, no, abstain or not voting."


def _columns(line: str) -> _Columns | None:
    """The columns of a table that begins with this line, if it is a header."""
    if len(line) > _LONGEST_ROW or ending(line):
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
