"""Lists of tokens for the tests of alignment, natural and crafted, and lengths by the book."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from hypothesis import strategies as st

few = st.lists(st.sampled_from("abc"), max_size=60)
many = st.lists(st.sampled_from("abcdefghijklmnop"), max_size=60)
unlike = st.tuples(few, few) | st.tuples(many, many) | st.tuples(few, many)


@st.composite
def alike(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """A text, and the same with some stretches replaced."""
    old = draw(st.lists(st.sampled_from("abcdefgh"), max_size=150))
    new = list(old)
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(new)))
        new[start : start + draw(st.integers(0, 5))] = draw(st.lists(st.sampled_from("abcdefgh"), max_size=5))
    return old, new


pairs_of_texts = unlike | alike()


def length_by_the_book(old: Sequence[str], new: Sequence[str]) -> int:
    """The length of the longest common subsequence, by the table of Wagner and Fischer."""
    row = [0] * (len(new) + 1)
    for a in old:
        above, row = row, [0]
        for place, b in enumerate(new):
            row.append(above[place] + 1 if a == b else max(above[place + 1], row[place]))
    return row[-1]


def is_common_subsequence(pairs: Sequence[tuple[int, int]], old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether pairs of places rise in both texts and hold equal tokens."""
    rises = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    return rises and all(old[i] == new[j] for i, j in pairs)


def natural(size: int) -> tuple[list[str], list[str]]:
    """A text whose words are as common as words are, and the same with an edit in every 25 words."""
    random = Random(size)
    rank = [f"word{number}" for number in range(3_000)]
    weights = [1 / (number + 2) for number in range(3_000)]
    old = random.choices(rank, weights, k=size)
    new = list(old)
    for place in range(size - 4, 0, -25):
        new[place : place + random.randint(0, 3)] = random.choices(rank, weights, k=random.randint(0, 3))
    return old, new


def crafted(size: int) -> dict[str, tuple[list[str], list[str]]]:
    """Texts of about that size that are meant to be hard."""
    random = Random(size)
    distinct = [str(number) for number in range(size)]
    twice = [str(number // 2) for number in range(size)]
    return {
        "all equal": (["a"] * size, ["a"] * (size * 2 // 3)),
        "in turn": (["a", "b"] * (size // 2), ["b", "a", "a"] * (size // 3)),
        "in turn, one text short": (["a", "b"] * (size // 4), ["b", "a", "a"] * (size // 3)),
        "reversed": (distinct, distinct[::-1]),
        "reversed, each word twice": (twice, twice[::-1]),
        "reversed natural": (natural(size)[0], natural(size)[0][::-1]),
        "one word with holes": (_choices(random, "aaaaaaaaab", size), _choices(random, "aaaaaaaaab", size)),
        "halves exchanged": (natural(size)[0], natural(size)[0][size // 2 :] + natural(size)[0][: size // 2]),
        "different, then alike": (["a", "b"] * (size // 4) + distinct, ["b", "a", "a"] * (size // 4) + distinct[1:]),
        **{
            f"random, {words} words": (
                _choices(random, distinct[:words], size),
                _choices(random, distinct[:words], size),
            )
            for words in (2, 4, 16, 100, 1_000)
        },
    }


def _choices(random: Random, words: Sequence[str], size: int) -> list[str]:
    return random.choices(words, k=size)
