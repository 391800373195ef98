"""A diff for readers: the minimal edits, with the scraps between them taken in.

It is for showing alone. What is recorded, merged or credited rests on the edits themselves, which these changes widen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from ledger.text.edits import Edit, edits_between

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


def word_diff(old: str, new: str) -> list[Segment]:
    """An inline diff from the old text to the new, by whole words, what is deleted before what is inserted.

    The segments same and deleted joined give the old text, same and inserted the new; no two neighbours are of one
    kind. What stayed between two changes is shown as part of them if it is no longer, in code points, than either (a
    change is as long as the longer of its two sides, before anything is taken in) and holds no number, negation or
    modal verb of English, German or French.
    """
    segments = []
    done = 0
    for group in _groups(old, edits_between(old, new)):
        start, end = group[0][0], group[-1][1]
        segments += [Segment("same", old[done:start]), Segment("deleted", old[start:end])]
        segments += [Segment("inserted", "".join(_inserted(old, group)))]
        done = end
    segments += [Segment("same", old[done:])]
    return [segment for segment in segments if segment.text]


def _groups(old: str, edits: Sequence[Edit]) -> list[list[Edit]]:
    """Edits that are shown as one change together."""
    groups: list[list[Edit]] = []
    for edit in edits:
        if groups and reads_as_one(old, groups[-1][-1], edit):
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return groups


def reads_as_one(old: str, before: Edit, after: Edit) -> bool:
    """Whether a reader sees two edits of the old text, one behind the other, as one change; see `word_diff`."""
    kept = old[before[1] : after[0]]
    return len(kept) <= min(_length(before), _length(after)) and not _WEIGHTY.search(kept)


def _length(edit: Edit) -> int:
    return max(edit[1] - edit[0], len(edit[2]))


def _inserted(old: str, group: Sequence[Edit]) -> Iterator[str]:
    """The new words of a group, with what stayed between its edits."""
    done = group[0][0]
    for start, end, replacement in group:
        yield old[done:start]
        yield replacement
        done = end
