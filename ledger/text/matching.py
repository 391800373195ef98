"""Which pieces of one text are which of another, where no identity says so: a text from outside, pieces that were
deleted here and came in there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ledger.text.likeness import Piece, heaviest_rising, likeness, piece, together
from ledger.text.pairing import Group, groups_of

Kind = Literal["same", "formatted", "edited", "moved", "moved_and_edited", "split", "joined", "inserted", "deleted"]


@dataclass(frozen=True, slots=True)
class Match:
    """Pieces that belong together.

    Attributes:
        old, new: places in the two lists, rising: one each; several in `new` of what was split, several in `old` of
            what was joined; none in `old` of what came in, none in `new` of what went out.
        likeness: from 0 to 1, Dice on words.
    """

    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    likeness: float


def matched(
    old: Sequence[str], new: Sequence[str], *, labels: tuple[Sequence[str], Sequence[str]] | None = None
) -> list[Match]:
    """Every piece of either list in exactly one match, in the order of the new; what is gone stands where it was:
    behind what came before it in the old and stayed in order.

    `same` differs in normal form at most, `formatted` in white space too. What is equal in order comes first, as much
    as can be, then what is equal elsewhere and stands but once; then what is alike, in order (0.4) before out of order
    (0.6); then pieces that two or three neighbours make whole. Formulas that stand several times are matched in order
    and never jump. Matching the other way round gives the same, turned round. Time grows with the number of words, but
    for equal pieces, where it is that of `aligned`.

    Args:
        labels: what the pieces of each list are called, "" where one has no name. Of pieces that are about equally
            alike, those with one label belong together; under one label half of the likeness will do.
    """
    a, b = _pieces(old, labels[0] if labels else ()), _pieces(new, labels[1] if labels else ())
    if _order(a) <= _order(b):
        groups = groups_of(a, b)
        stayed = _in_order(groups, a, b)
    else:
        turned = groups_of(b, a)
        groups = [(olds, news) for news, olds in turned]
        stayed = {(olds, news) for news, olds in _in_order(turned, b, a)}
    return _arranged(a, b, [_match(a, b, group, stayed=group in stayed) for group in groups], stayed)


def _pieces(texts: Sequence[str], labels: Sequence[str]) -> list[Piece]:
    named = labels or [""] * len(texts)
    return [piece(text, label) for text, label in zip(texts, named, strict=True)]


def _order(pieces: Sequence[Piece]) -> tuple[int, list[tuple[str, str]]]:
    """Which of two lists is matched with which: the same ones are, whichever is the old one."""
    return len(pieces), [(one.text, one.label) for one in pieces]


def _in_order(groups: Iterable[Group], a: Sequence[Piece], b: Sequence[Piece]) -> set[Group]:
    """The groups that stayed in order: as many as can be, of equally many those with more words."""
    words = 1 + sum(one.size for one in (*a, *b))
    firsts = {(olds[0], news[0]): (olds, news) for olds, news in groups}
    rising = heaviest_rising((i, j, 1 + min(a[i].size, b[j].size) / words) for i, j in firsts)
    return {firsts[pair] for pair in rising}


def _match(a: Sequence[Piece], b: Sequence[Piece], group: Group, *, stayed: bool) -> Match:
    olds, news = group
    one, other = together(a[i] for i in olds), together(b[j] for j in news)
    if len(olds) + len(news) > 2:
        return Match("split" if len(news) > 1 else "joined", olds, news, likeness(one, other))
    if one.content != other.content:
        return Match("edited" if stayed else "moved_and_edited", olds, news, likeness(one, other))
    kept: Kind = "same" if a[olds[0]].text == b[news[0]].text else "formatted"
    return Match(kept if stayed else "moved", olds, news, 1.0)


def _arranged(a: Sequence[Piece], b: Sequence[Piece], matches: Iterable[Match], stayed: Iterable[Group]) -> list[Match]:
    """The matches with what came in and what went out, in their order."""
    by_new = {one.new[0]: one for one in matches}
    known = {i for one in by_new.values() for i in one.old}
    held = {j for one in by_new.values() for j in one.new}
    by_new |= {j: Match("inserted", (), (j,), 0.0) for j in range(len(b)) if j not in held}
    anchors = {i: news[0] for olds, news in stayed for i in olds}
    gone: dict[int, list[Match]] = {}
    behind = -1
    for i in range(len(a)):
        behind = anchors.get(i, behind)
        if i not in known:
            gone.setdefault(behind, []).append(Match("deleted", (i,), (), 0.0))
    arranged = gone.get(-1, [])
    for j in sorted(by_new):
        arranged += [by_new[j], *gone.get(j, ())]
    return arranged
