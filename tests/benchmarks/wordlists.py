"""Lists of words to compare: legal-like English with edits, and lists meant to be hard; the same on every run."""

from collections.abc import Callable, Sequence
from random import Random

from tests.generated.words import WORDS

Texts = tuple[list[str], list[str]]

NATURAL = "natural"
EDITED = 25
"""Words from one edit to the next, on average."""

_SMALL = "the of and to in shall a or for that be with under may which by other not any as is from on such this must"
_SUFFIXES = ("s", "ed", "ing", "al", "ly", "able", "ness", "like", "less", "isation", "or", "ive", "ment", "ful")
# Without hyphens, so that a word of a list is a word of the text.
_STEMS = [word for word in WORDS if word.isalpha()]
VOCABULARY = [*_SMALL.split(), *_STEMS, *(stem + suffix for suffix in _SUFFIXES for stem in _STEMS)]
"""Words, the commonest first."""
_WEIGHTS = [1 / (rank + 3) for rank in range(len(VOCABULARY))]


def prose(random: Random, size: int) -> list[str]:
    """So many words and signs, the words as common as words are, in sentences with commas."""
    words = random.choices(VOCABULARY, _WEIGHTS, k=size)
    place = random.randint(6, 12)
    while place < size:
        words[place] = random.choice([",", ",", ".", ".", ";"])
        place += random.randint(6, 16)
    return words


def edited(random: Random, words: Sequence[str]) -> list[str]:
    """The words with one to three of them put in, taken out or replaced, at one place in `EDITED`."""
    new: list[str] = []
    place = 0
    while place < len(words):
        kind = random.choice(("in", "out", "replaced")) if random.random() < 1 / EDITED else "kept"
        if kind in ("in", "replaced"):
            new += random.choices(VOCABULARY, _WEIGHTS, k=random.randint(1, 3))
        if kind in ("out", "replaced"):
            place += random.randint(1, 3)
        else:
            new.append(words[place])
            place += 1
    return new


def natural(size: int) -> Texts:
    """A text and what edits made of it."""
    random = Random(size)
    old = prose(random, size)
    return old, edited(random, old)


def _all_equal(size: int) -> Texts:
    return ["shall"] * size, ["shall"] * (size - size // 10)


def _in_turn(size: int) -> Texts:
    return ["shall", "may"] * (size // 2), ["may", "shall", "shall"] * (size // 3)


def _reversed(size: int) -> Texts:
    old = natural(size)[0]
    return old, old[::-1]


def _all_different(size: int) -> Texts:
    old = [f"word{number}" for number in range(size)]
    return old, old[::-1]


def _with_holes(size: int) -> Texts:
    random = Random(size)
    old, new = (["not" if random.random() < 0.1 else "shall" for _ in range(size)] for _ in range(2))
    return old, new


def _random(words: int) -> Callable[[int], Texts]:
    def made(size: int) -> Texts:
        random = Random(size + words)
        return random.choices(VOCABULARY[:words], k=size), random.choices(VOCABULARY[:words], k=size)

    return made


CASES: dict[str, Callable[[int], Texts]] = {
    NATURAL: natural,
    "all words equal": _all_equal,
    "two in turn": _in_turn,
    "reversed": _reversed,
    "reversed, no word twice": _all_different,
    "one word with holes": _with_holes,
    "random, 4 words": _random(4),
    "random, 100 words": _random(100),
    "random, 1,000 words": _random(1_000),
}
