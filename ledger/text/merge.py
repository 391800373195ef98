"""Merging edits of many authors on one base: what does not conflict is made, what conflicts is shown whole.

The result does not depend on the order in which authors are given. Equal edits are made once and credited to all.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.text.edits import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class Applied:
    """An edit that is made, and who asked for it, sorted."""

    edit: Edit
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What some authors would put in the place of disputed words.

    Attributes:
        text: the disputed stretch as they would have it.
        edits: their edits of it, on the base.
        authors: who want this very text, sorted.
    """

    text: str
    edits: tuple[Edit, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A connected stretch of the base, in code points, of which authors want different things.

    Attributes:
        base: the words that stand there; "" where only insertions meet.
        alternatives: two or more, in the order of their first edit, then of their text.
    """

    start: int
    end: int
    base: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What the edits of many make of a base.

    Attributes:
        applied: the edits that are made, in the order of the text; with no conflict between them, or with those of a
            conflict.
        conflicts: in the order of the text; no two of them overlap.
    """

    base: str
    applied: tuple[Applied, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is disputed."""
        return not self.conflicts

    @property
    def text(self) -> str:
        """The base with what is not disputed made; disputed stretches as they stand."""
        return apply_edits(self.base, [one.edit for one in self.applied])


def merge(base: str, wanted: Mapping[str, Sequence[Edit]]) -> Merge:
    """Put the edits of authors together.

    Edits that overlap, stand inside one another or insert at one point are in one conflict, with all that they are
    connected with. Where edits that are apart would together make a text that is not in NFC, since a mark of one meets
    a letter of the other, they are in conflict as well. Where all authors of a conflict would have the same text there,
    by whatever edits, it is none. Takes one sort of all edits, then steps that grow with their number.

    Args:
        wanted: by author, edits such as `check_edits` accepts on the base, or none.
    """
    authors = _authors(wanted)
    groups = list(_connected(sorted(authors)))
    while True:
        made = _made(base, groups, authors)
        if len(groups) < 2 or unicodedata.is_normalized("NFC", made.text):
            return made
        groups = _joined(base, groups, made)


def _authors(wanted: Mapping[str, Sequence[Edit]]) -> dict[Edit, list[str]]:
    """By edit, who asks for it, sorted."""
    authors: dict[Edit, list[str]] = {}
    for author in sorted(wanted):
        for edit in wanted[author]:
            authors.setdefault(edit, []).append(author)
    return authors


def _connected(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The connected components of edits in the order of the text.

    Of those before it, an edit meets the one that reaches furthest if it starts before that one's end; or it is an
    insertion, and the one right before it is another at the same point.
    """
    group: list[Edit] = []
    reach = 0
    for edit in edits:
        at_one_point = group and edit[0] == edit[1] == group[-1][0] == group[-1][1]
        if group and (edit[0] < reach or at_one_point):
            group.append(edit)
        else:
            if group:
                yield group
            group = [edit]
        reach = max(reach, edit[1])
    if group:
        yield group


def _made(base: str, groups: Sequence[Sequence[Edit]], authors: Mapping[Edit, Sequence[str]]) -> Merge:
    applied: list[Applied] = []
    conflicts: list[Conflict] = []
    for group in groups:
        if len(group) == 1:
            applied.append(Applied(group[0], tuple(authors[group[0]])))
            continue
        conflict = _conflict(base, group, authors)
        if len(conflict.alternatives) > 1:
            conflicts.append(conflict)
        else:
            (only,) = conflict.alternatives
            applied += [Applied(edit, only.authors) for edit in only.edits]
    return Merge(base, tuple(applied), tuple(conflicts))


def _conflict(base: str, group: Sequence[Edit], authors: Mapping[Edit, Sequence[str]]) -> Conflict:
    """The hull of edits, and what each of their authors would have there."""
    start, end = group[0][0], max(edit[1] for edit in group)
    edits_of: dict[str, list[Edit]] = {}
    for edit in group:
        for author in authors[edit]:
            edits_of.setdefault(author, []).append(edit)
    alike: dict[tuple[Edit, ...], list[str]] = {}
    for author, edits in edits_of.items():
        alike.setdefault(tuple(edits), []).append(author)
    by_text: dict[str, tuple[tuple[Edit, ...], list[str]]] = {}
    for wanted, who in sorted(alike.items()):
        by_text.setdefault(_within(base, start, end, wanted), (wanted, []))[1].extend(who)
    found = [Alternative(text, wanted, tuple(sorted(who))) for text, (wanted, who) in by_text.items()]
    found.sort(key=lambda one: (one.edits[0][:2], one.text))
    return Conflict(start, end, base[start:end], tuple(found))


def _within(base: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    return apply_edits(base[start:end], [(first - start, last - start, words) for first, last, words in edits])


def _joined(base: str, groups: Sequence[list[Edit]], made: Merge) -> list[list[Edit]]:
    """Fewer groups: neighbours whose words together are not in NFC become one; else all do.

    Three neighbours are tried as well, of which the middle one may leave nothing between the others.
    """
    applied = {one.edit for one in made.applied}
    for width in (2, 3):
        joins = [at for at in range(len(groups) - width + 1) if not _is_normal(base, groups[at : at + width], applied)]
        if joins:
            return _with_joins(groups, {at + step for at in joins for step in range(1, width)})
    return [[edit for group in groups for edit in group]]


def _is_normal(base: str, groups: Sequence[Sequence[Edit]], applied: set[Edit]) -> bool:
    """Whether what is applied of neighbouring groups makes a text in NFC, from the first to the last of them."""
    edits = [edit for group in groups for edit in group if edit in applied]
    if not edits:
        return True
    return unicodedata.is_normalized("NFC", _within(base, edits[0][0], max(edit[1] for edit in edits), edits))


def _with_joins(groups: Sequence[list[Edit]], joins: set[int]) -> list[list[Edit]]:
    """The groups, those at `joins` as parts of the one before."""
    found: list[list[Edit]] = []
    for at, group in enumerate(groups):
        if at in joins:
            found[-1] = [*found[-1], *group]
        else:
            found.append(list(group))
    return found
