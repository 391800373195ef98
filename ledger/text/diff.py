"""A diff for readers: the minimal edits, put where they read best, with the scraps between them taken in.

It is for showing alone. What is recorded, merged or credited rests on the edits themselves, which these changes widen.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from ledger.text.edits import Edit, edits_between
from ledger.text.sliding import slid
from ledger.text.tokens import spans

_NEGATIONS = (
    "not no nor never neither none nothing without cannot "
    "nicht nichts kein keine keinem keinen keiner keines nie niemals weder ohne "
    "ne ni pas non jamais sans aucun aucune"
)
_MODALS = (
    "shall should may must will would can could might ought "
    "soll sollen sollte sollten muss müssen darf dürfen kann können könnte könnten wird werden "
    "doit doivent devra devront devrait devraient peut peuvent pourra pourront pourrait pourraient"
)
_WEIGHTY = regex.compile(
    rf"\p{{N}}|\b(?:{'|'.join([*_NEGATIONS.split(), *_MODALS.split()])})\b|n['’]t\b|\bn['’]", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that stayed, came in or went out; never empty."""

    kind: Literal["same", "inserted", "deleted"]
    text: str


def word_diff(old: str, new: str, *, terms: Collection[str] = ()) -> list[Segment]:
    """An inline diff from the old text to the new, by whole words, what is deleted before what is inserted.

    The segments same and deleted joined give the old text, same and inserted the new; no two neighbours are of one
    kind. Words that came in or went out are shown at the end of a clause, a sentence or a line where they may as well
    stand there. What stayed between two changes is shown as part of them if it is no longer, in code points, than
    either (a change is as long as the longer of its two sides, before anything is taken in) and holds no number,
    negation or modal verb of English, German or French, and no defined term.

    Args:
        terms: the defined terms, as they are written; each is looked for as whole words.
    """
    segments = []
    done = 0
    for group in _groups(old, slid(old, new, edits_between(old, new)), frozenset(terms)):
        start, end = group[0][0], group[-1][1]
        segments += [Segment("same", old[done:start]), Segment("deleted", old[start:end])]
        segments += [Segment("inserted", "".join(_inserted(old, group)))]
        done = end
    segments += [Segment("same", old[done:])]
    return [segment for segment in segments if segment.text]


def is_formatting(old: str, new: str) -> bool:
    """Whether two texts differ, and in white space alone: the words and signs are the same."""
    return old != new and _unspaced(old) == _unspaced(new) and _signs(old) == _signs(new)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _signs(text: str) -> list[str]:
    return [span for span in spans(text) if not span.isspace()]


def _groups(old: str, edits: Sequence[Edit], terms: frozenset[str]) -> list[list[Edit]]:
    """Edits that are shown as one change together."""
    groups: list[list[Edit]] = []
    for edit in edits:
        if groups and reads_as_one(old, groups[-1][-1], edit, terms=terms):
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return groups


def reads_as_one(base: str, before: Edit, after: Edit, *, terms: frozenset[str] = frozenset()) -> bool:
    """Whether a reader sees two edits of the old text, one behind the other, as one change; see `word_diff`."""
    kept = base[before[1] : after[0]]
    if len(kept) > min(_length(before), _length(after)) or _WEIGHTY.search(kept):
        return False
    return not (terms and _any_of(terms).search(kept))


@lru_cache(maxsize=64)
def _any_of(terms: frozenset[str]) -> "regex.Pattern[str]":
    """Any of some terms as whole words."""
    return regex.compile(rf"(?w)\b(?:{'|'.join(map(regex.escape, sorted(terms)))})\b")


def _length(edit: Edit) -> int:
    return max(edit[1] - edit[0], len(edit[2]))


def _inserted(old: str, group: Sequence[Edit]) -> Iterator[str]:
    """The new words of a group, with what stayed between its edits."""
    done = group[0][0]
    for start, end, replacement in group:
        yield old[done:start]
        yield replacement
        done = end
