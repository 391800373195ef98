"""Which pieces of two lists belong together, by their words, their labels and their order."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import pairwise

from ledger.text.alignment import aligned
from ledger.text.likeness import Index, Pair, Piece, heaviest_rising, likeness, share_within, together

ALIKE = 0.4
"""The likeness of two pieces that stand in order."""
CALLED_ALIKE = 0.2
"""The same for two that have one label: wholly other words under an old label are no old piece."""
NEARLY_ALL = 0.8
"""Of the words of a piece that grew, or of what is left of one that shrank, under one label."""
MOVED = 0.6
"""The likeness of two pieces out of order, and of one to the several into which it was split."""
LABEL_WEIGHS = 0.3
"""By how much likeness an equal label outweighs another."""
FEWEST_WORDS = 4
"""Of a piece that is known again out of order, or as a part of another."""
MOST_PARTS = 3

Pairs = list[tuple[int, int]]
Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Places in two lists that belong together: one each, or several on one side."""


def groups_of(a: Sequence[Piece], b: Sequence[Piece]) -> list[Group]:
    """What belongs together of two lists, in no order.

    First equal pieces in order, those with one label before others, and formulas that stand several times last; then
    equal ones elsewhere that stand once; then what is alike in order, then out of order; last splits and joins.
    """
    pairing = _Pairing(a, b)
    pairing.pair_equal_in_order(lambda one: f"{one.label}\n{one.content}" if one.label else None)
    pairing.pair_equal_in_order(lambda one: one.content if one.content in pairing.telling else None)
    pairing.pair_equal_elsewhere()
    pairing.pair_alike_in_order()
    pairing.pair_equal_in_order(lambda one: one.content)
    pairing.pair_moved()
    splits = _split(a, b, pairing.partner)
    pairing.of.update((j, i) for (i,), parts in splits for j in parts)
    joins = [(olds, news) for news, olds in _split(b, a, pairing.of, {j for _, parts in splits for j in parts})]
    whole = {i for olds, _ in (*splits, *joins) for i in olds}
    return [*splits, *joins, *(((i,), (j,)) for i, j in pairing.partner.items() if i not in whole)]


class _Pairing:
    """What was paired so far.

    Attributes:
        partner, of: places in the second list by those in the first, and the other way round.
        telling: contents that tell by themselves where a piece went: they are no formula that stands anywhere.
    """

    def __init__(self, a: Sequence[Piece], b: Sequence[Piece]) -> None:
        self._a, self._b = a, b
        self.partner: dict[int, int] = {}
        self.of: dict[int, int] = {}
        self._in_order: Pairs = []
        old, new = Counter(one.content for one in a), Counter(one.content for one in b)
        long = {one.content for one in a if one.size >= FEWEST_WORDS}
        self._single = {content for content, count in old.items() if count == new[content] == 1}
        self.telling = self._single | (long & new.keys())

    def pair_equal_in_order(self, name: Callable[[Piece], str | None]) -> None:
        """Pair what has one name and rises in both lists between the pairs that do, as many as can be.

        Args:
            name: None for what is to be in no pair yet.
        """
        found = []
        for olds, news in self._gaps():
            old = [(i, named) for i in olds if (named := name(self._a[i])) is not None]
            new = [(j, named) for j in news if (named := name(self._b[j])) is not None]
            pairs = aligned([named for _, named in old], [named for _, named in new])
            found += [(old[i][0], new[j][0]) for i, j in pairs]
        self._add_in_order(found)

    def pair_equal_elsewhere(self) -> None:
        """Pair what is equal and stands once in each list, wherever, with equal neighbours; a few words are too few."""
        places = {one.content: j for j, one in enumerate(self._b)}
        for i, one in enumerate(self._a):
            if i not in self.partner and one.content in self._single and one.size >= FEWEST_WORDS:
                self._add_block(i, places[one.content], 1.0)

    def pair_alike_in_order(self) -> None:
        """Pair what is alike between the pairs that rise in both lists: those that weigh most together."""
        found: Pairs = []
        for olds, news in self._gaps():
            found += heaviest_rising((i, j, weight) for i, j, weight in self._weighed(olds, news))
        self._add_in_order(found)

    def pair_moved(self) -> None:
        """Pair what is alike out of order, the most alike first, each with its neighbours.

        Of equal pieces that stand several times any could have moved: they do only with a neighbour.
        """
        a, b = self._a, self._b
        olds, news = self._free()
        moves = (
            (-like - LABEL_WEIGHS * a[i].is_called_as(b[j]), abs(i - j), i, j)
            for i, j, like in likely(a, b, olds, news)
            if like >= MOVED and min(a[i].size, b[j].size) >= self._fewest(a[i], b[j])
        )
        for _, _, i, j in sorted(moves):
            if i not in self.partner and j not in self.of:
                self._add_block(i, j, ALIKE)

    def _fewest(self, one: Piece, other: Piece) -> float:
        """How many words two pieces have at least that can only be each other."""
        if one.content != other.content:
            return FEWEST_WORDS
        return 2 if one.content in self._single else float("inf")

    def _add_block(self, i: int, j: int, least: float) -> None:
        """A pair with what moved along: neighbours that are so much alike, until one is not."""
        self._add(i, j)
        for step in (-1, 1):
            one, other = i + step, j + step
            while self._are_free(one, other) and likeness(self._a[one], self._b[other]) >= least:
                self._add(one, other)
                one, other = one + step, other + step

    def _are_free(self, i: int, j: int) -> bool:
        is_there = 0 <= i < len(self._a) and 0 <= j < len(self._b)
        return is_there and i not in self.partner and j not in self.of

    def _weighed(self, olds: Sequence[int], news: Sequence[int]) -> Iterator[Pair]:
        """Pairs that are alike, with what they weigh: the more, the more alike they are and the longer."""
        for i, j, like in likely(self._a, self._b, olds, news):
            one, other = self._a[i], self._b[j]
            has_label = one.is_called_as(other)
            if like >= ALIKE or (has_label and _is_still(one, other, like)):
                yield i, j, (like + LABEL_WEIGHS * has_label) ** 2 * max(one.size, other.size, 1) ** 0.5

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """What is free between one pair in order and the next, on both sides."""
        for (i, j), (next_i, next_j) in pairwise([(-1, -1), *self._in_order, (len(self._a), len(self._b))]):
            olds = [place for place in range(i + 1, next_i) if place not in self.partner]
            news = [place for place in range(j + 1, next_j) if place not in self.of]
            if olds and news:
                yield olds, news

    def _free(self) -> tuple[list[int], list[int]]:
        olds = [i for i in range(len(self._a)) if i not in self.partner]
        return olds, [j for j in range(len(self._b)) if j not in self.of]

    def _add(self, i: int, j: int) -> None:
        self.partner[i], self.of[j] = j, i

    def _add_in_order(self, pairs: Pairs) -> None:
        for i, j in pairs:
            self._add(i, j)
        self._in_order = sorted([*self._in_order, *pairs])


def likely(a: Sequence[Piece], b: Sequence[Piece], olds: Sequence[int], news: Sequence[int]) -> Iterator[Pair]:
    """Pairs of pieces that may belong together, each with its likeness; a few for each piece of the second list."""
    index = Index(a, olds)
    for rank, j in enumerate(news):
        for i in index.near(b[j], rank / len(news)):
            yield i, j, likeness(a[i], b[j])


def _is_still(one: Piece, other: Piece, like: float) -> bool:
    """Whether two pieces of one label have enough in common: likeness, or nearly all words of the shorter."""
    shorter, longer = sorted((one, other), key=lambda piece: piece.size)
    return like >= CALLED_ALIKE or share_within(shorter, longer) >= NEARLY_ALL


def _split(
    a: Sequence[Piece], b: Sequence[Piece], partner: Mapping[int, int], parts_already: Set[int] = frozenset()
) -> list[Group]:
    """Pieces of the first list that two or three neighbours in the second make whole, be one their partner or none."""
    partners = set(partner.values())
    news = [j for j in range(len(b)) if j not in partners]
    free, index = set(news), Index(b, news)
    splits: list[Group] = []
    for i, whole in enumerate(a):
        own = partner.get(i)
        is_settled = own is not None and (not free & {own - 1, own + 1} or whole.content == b[own].content)
        if is_settled or i in parts_already:
            continue
        seeds = [own] if own is not None else index.near(whole, i / len(a))
        parts = _best_parts(whole, b, {run for seed in seeds for run in _runs(seed, free, partial(_is_part, b, whole))})
        if parts:
            splits.append(((i,), parts))
            free.difference_update(parts)
    return splits


def _runs(seed: int, free: Set[int], is_part: Callable[[int], bool]) -> Iterator[tuple[int, ...]]:
    """Two or three neighbours that are parts of a whole, a place among them, of which all others are free."""
    reach = range(seed - MOST_PARTS + 1, seed + MOST_PARTS)
    if is_part(seed):
        fit = {place for place in reach if place == seed or (place in free and is_part(place))}
        for length in range(2, MOST_PARTS + 1):
            for start in range(seed - length + 1, seed + 1):
                run = tuple(range(start, start + length))
                if fit.issuperset(run):
                    yield run


def _is_part(b: Sequence[Piece], whole: Piece, place: int) -> bool:
    """Whether most words of a piece stand in the whole."""
    return b[place].size >= FEWEST_WORDS and share_within(b[place], whole) >= MOVED


def _best_parts(whole: Piece, b: Sequence[Piece], runs: set[tuple[int, ...]]) -> tuple[int, ...] | None:
    """The run that is most like a piece; None where one of its parts alone is as much like it."""
    best, parts = MOVED, None
    for run in sorted(runs):
        pieces = [b[place] for place in run]
        like = likeness(whole, together(pieces))
        if like > max(best, *(likeness(whole, part) for part in pieces)):
            best, parts = like, run
    return parts
