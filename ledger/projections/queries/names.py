"""What participants are called in lists to choose from: alike names told apart, and no name that turns its line about.

An option of a list holds no markup, so that what pages do with elements is done here with characters.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import bidirectional, category, normalize

from ledger.projections.queries.people import Person

NUMBER_LENGTH = 8
STARTS = 80

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: they reach beyond the words that hold them."""
MARKS = frozenset("\u200f\u061c")
"""Marks of direction, which writing from right to left needs."""
FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})

# Cyrillic and Greek, then Latin capitals and small letters.
_LETTERS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЬаеѕіјкморстухьԁһӏԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχγ",
    "ABESIJKMHOPCTYXbaesijkmopctyxbdhlqwABEZHIKMNOPTYXaikvoptuxy",
)
_DIGITS = str.maketrans({"i": "l", "1": "l", "|": "l", "ı": "l", "0": "o"})


def called(people: Iterable[Person]) -> dict[str, str]:
    """What to call each of these beside the others, by id: those whose names look alike with their short number."""
    found = list(people)
    numbers = alike(found)
    return {person.id: _called(person, numbers.get(person.id, "")) for person in found}


def alike(people: Iterable[Person]) -> dict[str, str]:
    """The short numbers of those among these whose names look alike, by id."""
    seen = {person.id: looks(person.name) for person in people}
    often = Counter(seen.values())
    return {id: short_number(id) for id, look in seen.items() if often[look] > 1}


def short_number(participant_id: str) -> str:
    """The number by which people tell apart whose names look alike: "#1f0c2a9b"."""
    return f"#{participant_id[:NUMBER_LENGTH]}"


@lru_cache(maxsize=4096)
def looks(name: str) -> str:
    """How a name looks at a glance; two names with the same looks are easily taken for one another."""
    plain = (mark for mark in normalize("NFKD", name) if category(mark) not in ("Mn", "Cf"))
    folded = "".join(plain).translate(_LETTERS).casefold().translate(_DIGITS)
    return "".join(mark for mark in folded if mark.isalnum()).replace("rn", "m").replace("vv", "w")


def isolated(words: str) -> str:
    """Words that leave the direction of what stands around them alone."""
    if words.isascii():
        return words
    kept = "".join(mark for mark in words if mark not in TURNING)
    if any(mark in MARKS or bidirectional(mark) in FROM_THE_RIGHT for mark in kept):
        return f"{ISOLATE}{kept}{END_OF_ISOLATE}"
    return kept


def begins(words: str, most: int = STARTS) -> str:
    """How words begin, on one line and isolated."""
    line = " ".join(words.split())
    return isolated(line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…")


def _called(person: Person, number: str) -> str:
    short = f" ({isolated(person.short)})" if person.short and person.short != person.name else ""
    return f"{isolated(person.name)}{short}{' ' if number else ''}{number}"
