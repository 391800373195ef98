"""Finding a participant by what somebody typed.

A name is found by itself, by the short name, by both as lists show them ("European Union (EU)"), or by the beginning
of one of these, if only one participant is called so. Who bears the same name as another, or one that looks like it, is
told apart by a short number behind the name: `Norway #3f2504e0`. The number alone will do.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise

from ledger.projections.queries.names import TURNING, isolated, looks
from ledger.projections.queries.people import Person
from web.pasting.letters import EDGES, fold
from web.pasting.unread import Unread, one_of, quoted

LONGEST_NAME = 200
"""Characters of a name that are compared; who bears a longer one has to be told by number."""
LONGEST_TYPED = LONGEST_NAME + 60
SHORTEST_BEGINNING = 3
NUMBER_LENGTH = 8
MOST_CANDIDATES = 5
MOST_NEAR = 3
LEAST_NEARNESS = 0.5
LONGEST_COMPARED = 60

_NUMBER = re.compile(r"[0-9a-f]{8,32}")


class Names:
    """Everyone who may be named, by what they are called.

    Attributes:
        people: who they are, each once.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_id = {person.id: person for person in people}
        self.people: Sequence[Person] = tuple(self._by_id.values())
        self._called: dict[str, dict[str, Person]] = {}
        self._looking: dict[str, dict[str, Person]] = {}
        self._looks_of: dict[str, set[str]] = {}
        self._numbered: dict[str, list[Person]] = {}
        for person in self.people:
            self._numbered.setdefault(_digits(person.id)[:NUMBER_LENGTH], []).append(person)
            for name in _forms(person):
                self._learn(fold(name), looks(name), person)

    def find(self, typed: str) -> Person:
        """The participant whom somebody means.

        Raises:
            Unread: nobody is called so, or several are; the sentence says what to write.
        """
        if len(typed) > LONGEST_TYPED:
            raise Unread(f"Nobody here is called {quoted(typed)}.")
        name, number = _parted(typed)
        if number:
            return self._by_number(fold(name), number)
        key = fold(name)
        if not key:
            raise Unread("Write a name here.")
        meant = self._candidates(key)
        if len(meant) == 1:
            return meant[0]
        raise self._unclear(typed, meant) if meant else self._unknown(typed, key)

    def found(self, typed: str) -> Person | None:
        """The same without a sentence, and faster where nobody is found: None."""
        if len(typed) > LONGEST_TYPED:
            return None
        name, number = _parted(typed)
        if not number:
            meant = self._candidates(fold(name))
            return meant[0] if len(meant) == 1 else None
        try:
            return self._by_number(fold(name), number)
        except Unread:
            return None

    def knows(self, typed: str) -> bool:
        """Whether these are the whole of a name that anyone bears, be it several; the beginning of one is not."""
        if len(typed) > LONGEST_TYPED:
            return False
        name, number = _parted(typed)
        return self.found(typed) is not None if number else fold(name) in self._called

    def typed_name(self, person: Person) -> str:
        """What to type so that this participant is found: the name, with the short number only where it is needed."""
        shown = "".join(mark for mark in person.name[:LONGEST_NAME] if mark not in TURNING)
        name = " ".join(shown.split())
        has_room = len(person.name) <= LONGEST_NAME
        if has_room and not _parted(name)[1] and self._meant(fold(name)) == [person]:
            return name
        return f"{name} {self.number(person.id)}".lstrip()

    def number(self, participant_id: str) -> str:
        """The number that tells a participant apart: "#3f2504e0", longer where another's begins so too."""
        digits = _digits(participant_id)
        is_alone = len(self._numbered.get(digits[:NUMBER_LENGTH], ())) <= 1 and participant_id in self._by_id
        return f"#{digits[:NUMBER_LENGTH] if is_alone else digits}"

    def person(self, participant_id: str) -> Person | None:
        """The participant with this id, if it may be named here."""
        return self._by_id.get(participant_id)

    def called(self) -> Iterator[str]:
        """Everything that anyone is called."""
        return (name for person in self.people for name in _forms(person))

    def _learn(self, key: str, look: str, person: Person) -> None:
        if key:
            self._called.setdefault(key, {})[person.id] = person
            self._looks_of.setdefault(key, set()).add(look)
            self._looking.setdefault(look, {})[person.id] = person

    def _candidates(self, key: str) -> list[Person]:
        """Who is called so, else whose names begin so."""
        return self._meant(key) or self._beginning(key)

    def _meant(self, key: str) -> list[Person]:
        """Who is called so, and who bears a name that looks like it."""
        meant = dict(self._called.get(key, {}))
        for look in self._looks_of.get(key, ()):
            meant |= self._looking[look]
        return list(meant.values())

    def _beginning(self, key: str) -> list[Person]:
        """Whose names begin so; of very many, the first."""
        found: dict[str, Person] = {}
        if len(key) < SHORTEST_BEGINNING:
            return []
        for place in range(bisect_left(self._sorted, key), len(self._sorted)):
            if not self._sorted[place].startswith(key) or len(found) > MOST_CANDIDATES:
                break
            found |= {person.id: person for person in self._meant(self._sorted[place])}
        return list(found.values())

    def _by_number(self, name: str, number: str) -> Person:
        """Who has this number; a name before it has to be theirs, or its beginning."""
        having = self._numbered.get(number[:NUMBER_LENGTH], ())
        meant = [person for person in having if _digits(person.id).startswith(number)]
        if len(meant) != 1:
            raise Unread(
                f"Several have the number #{number}: write more of it." if meant else f"Nobody has number #{number}."
            )
        if not any(fold(form).startswith(name) for form in _forms(meant[0])):
            raise Unread(f"The number #{number} is that of {quoted(meant[0].name)}, not of {quoted(name)}.")
        return meant[0]

    def _unclear(self, typed: str, meant: list[Person]) -> Unread:
        candidates = [isolated(self.typed_name(person)) for person in meant[:MOST_CANDIDATES]]
        others = ["another"] if len(meant) > MOST_CANDIDATES else []
        return Unread(f"{quoted(typed)} may be {one_of([*candidates, *others])}: write which.")

    def _unknown(self, typed: str, key: str) -> Unread:
        near = self._near(key[:LONGEST_COMPARED])
        question = f" Did you mean {one_of(near)}?" if near else ""
        return Unread(f"Nobody here is called {quoted(typed)}.{question}")

    def _near(self, key: str) -> list[str]:
        """What to type for those whose names are near: of the names that share most pairs of letters, the closest."""
        shared: Counter[str] = Counter()
        for pair in set(pairwise(key)):
            shared.update(self._having.get(pair, ()))
        likely = [name for name, _ in shared.most_common(4 * MOST_NEAR)]
        close = get_close_matches(key, likely, MOST_NEAR, LEAST_NEARNESS)
        people = {person.id: person for name in close for person in self._called[name].values()}
        return [isolated(self.typed_name(person)) for person in list(people.values())[:MOST_NEAR]]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._called)

    @cached_property
    def _having(self) -> dict[tuple[str, str], list[str]]:
        """The names in which two letters stand next to one another."""
        having: dict[tuple[str, str], list[str]] = {}
        for name in self._called:
            for pair in set(pairwise(name[:LONGEST_COMPARED])):
                having.setdefault(pair, []).append(name)
        return having


def _forms(person: Person) -> list[str]:
    """All that a participant is called."""
    name = person.name[:LONGEST_NAME]
    if not person.short:
        return [name]
    short = person.short[:LONGEST_NAME]
    return [name, short, f"{name} ({short})"]


def _parted(typed: str) -> tuple[str, str]:
    """A name and the number behind it; the number is "" where there is none."""
    name, _, behind = typed.rpartition("#")
    number = _digits(behind.strip(EDGES)).lower()
    return (name, number) if len(name) < len(typed) and _NUMBER.fullmatch(number) else (typed, "")


def _digits(participant_id: str) -> str:
    return participant_id.replace("-", "")
