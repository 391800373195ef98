"""Prose, and edits on it that begin and end between words."""

import re
from collections.abc import Sequence
from random import Random

from ledger.text import Edit

WORDS = tuple(
    re.findall(
        r"\S+",
        "shelter access women children towns employers returns documents protection partners routes funding schooling "
        "courts consent language evidence families workers borders rescue detention remittances skills recruitment "
        "data health "
        "housing regions municipalities diaspora réfugiés niños Flüchtlinge obligations procedures assistance "
        "complaints identity nationality counselling transit reception solidarity responsibility participation review "
        "indicators capacity training coordination dialogue cooperation relocation resettlement pathways reunification "
        "strengthen provide ensure facilitate develop promote review protect reduce support establish expand adopt "
        "share together with under within through including notably safe orderly regular fair timely national "
        "regional local global gender-responsive human mixed voluntary dignified sustainable effective accessible "
        "independent 2030",
    )
)

LONG_TEXT = 420
"""Code points beyond which a text is rather shortened than lengthened."""
SHORT_TEXT = 160
"""Code points below which a text is not shortened."""

_WORD = re.compile(r"\w+")


def some_words(random: Random, least: int, most: int) -> str:
    """A few words with spaces between."""
    return " ".join(random.choices(WORDS, k=random.randint(least, most)))


def sentence(random: Random) -> str:
    """One sentence."""
    words = some_words(random, 6, 16)
    return f"{words[:1].upper()}{words[1:]}."


def prose(random: Random, least: int = 2, most: int = 4) -> str:
    """Some sentences."""
    return " ".join(sentence(random) for _ in range(random.randint(least, most)))


def edits_on(random: Random, text: str, *, within: tuple[float, float] = (0, 1), most: int = 2) -> list[Edit]:
    """One edit or some, in order and apart from one another, in a part of a text.

    Args:
        within: the part, as shares of its words: (0, 0.5) is the first half.
    """
    places = [match.span() for match in _WORD.finditer(text)]
    first, last = (int(share * len(places)) for share in within)
    room = max(1, (last - first) // most)
    found = []
    for number in range(random.randint(1, most)):
        start = first + number * room
        at = random.randrange(start, max(start + 1, start + room - 2))
        found.append(_edit(random, text, places[at : min(at + 3, last)]))
    return found


def _edit(random: Random, text: str, places: Sequence[tuple[int, int]]) -> Edit:
    """An edit at the first of some words that follow one another."""
    start, end = places[0]
    if len(text) < SHORT_TEXT or (len(text) < LONG_TEXT and random.random() < 0.3):
        return (end, end, f" {some_words(random, 1, 4)}")
    if len(text) > LONG_TEXT:
        end = places[-1][1]
    replacement = some_words(random, 1, 2)
    # An edit changes something.
    return (start, end, f"{replacement} anew" if replacement == text[start:end] else replacement)
