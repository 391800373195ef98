"""Edits on a base text: what they must keep to, what they make, and which ones lead from one text to another."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from ledger.text.alignment import aligned, common_head, common_tail
from ledger.text.tokens import are_boundaries, equal_ends, spans

Edit = tuple[int, int, str]
"""[start, end, replacement]: the code points of the base from start up to end give way to the replacement. Where start
and end are one, it is an insertion."""


class EditError(ValueError):
    """Edits that cannot stand on their base.

    Attributes:
        message: one sentence for a person.
        index: place of the edit in the list, counted from 0; None where the list as a whole is meant.
    """

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.index = index


def check_edits(base: str, edits: Sequence[Edit]) -> None:
    """Refuses edits that are not whole-word edits of the base, in their one order.

    Edits are sorted by start, then by end, and disjoint. They may touch: an insertion at the start of a replacement
    comes before it in the list and its words come before it in the text, an insertion at its end comes after it in
    both. So the order of the list is the order of the words, and there is at most one insertion at a point.

    Raises:
        EditError: for no edits; an edit outside the base, out of order, overlapping the one before, a second insertion
            at one point, one that starts or ends inside a word of the base or that changes nothing; a result not in
            NFC.
    """
    if not edits:
        raise EditError("Nothing is changed: make at least one edit.")
    _check_places(base, edits)
    _check_order(edits)
    _check_words(base, edits)
    if not unicodedata.is_normalized("NFC", apply_edits(base, edits)):
        raise EditError("The text that the edits make is not in NFC: join each mark with the letter before it.")


def apply_edits(base: str, edits: Sequence[Edit]) -> str:
    """The text that checked edits make of their base."""
    pieces = []
    done = 0
    for start, end, replacement in edits:
        pieces += [base[done:start], replacement]
        done = end
    return "".join([*pieces, base[done:]])


def edits_between(old: str, new: str) -> list[Edit]:
    """The minimal whole-word edits that make the new text of the old one; none where the two are equal.

    Words and signs are aligned by a longest common subsequence; white space is never aligned, it follows its words.
    What stands between two words that stay is one edit, so that no two edits touch. For texts in NFC, `check_edits`
    accepts the edits. Texts beyond `alignment.LARGEST_TABLE` may have fewer words kept than could be.
    """
    if old == new:
        return []
    head, tail = equal_ends(old, new)
    edits = _edits(old[head : len(old) - tail], new[head : len(new) - tail])
    return [(head + start, head + end, replacement) for start, end, replacement in edits]


def narrowed(base: str, edits: Sequence[Edit]) -> list[Edit]:
    """Checked edits cut to the words that they change: what stands on both sides of a wide edit is left out.

    They make the same text. What somebody recorded by hand is as wide as she wrote it; who brought words in, and
    whether two changes are the same, does not depend on that.
    """
    found: list[Edit] = []
    for start, end, replacement in edits:
        within = (
            edits_between(base[start:end], replacement)
            if start < end and replacement
            else [(0, end - start, replacement)]
        )
        found += [(start + first, start + last, words) for first, last, words in within]
    return found


def inverse(base: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits that lead back: on the text that checked edits make of their base, they give the base."""
    back = []
    shift = 0
    for start, end, replacement in edits:
        back.append((start + shift, start + shift + len(replacement), base[start:end]))
        shift += len(replacement) - (end - start)
    return back


def _edits(old: str, new: str) -> Iterator[Edit]:
    old_spans, new_spans = spans(old), spans(new)
    old_places, new_places = _places(old_spans), _places(new_spans)
    for (i, next_i), (j, next_j) in _gaps(old_spans, new_spans):
        head = common_head(old_spans[i:next_i], new_spans[j:next_j])
        tail = common_tail(old_spans[i + head : next_i], new_spans[j + head : next_j])
        start, end = old_places[i + head], old_places[next_i - tail]
        yield start, end, new[new_places[j + head] : new_places[next_j - tail]]


def _gaps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The stretches of spans between words that stay, where they differ: (first, end) in old and in new."""
    old_words = [place for place, span in enumerate(old) if not span.isspace()]
    new_words = [place for place, span in enumerate(new) if not span.isspace()]
    kept = aligned([old[place] for place in old_words], [new[place] for place in new_words])
    i, j = 0, 0
    for next_i, next_j in [*((old_words[a], new_words[b]) for a, b in kept), (len(old), len(new))]:
        gap, other = old[i:next_i], new[j:next_j]
        # The same may be cut in another way.
        if gap != other and "".join(gap) != "".join(other):
            yield (i, next_i), (j, next_j)
        i, j = next_i + 1, next_j + 1


def _places(spans_of_text: Sequence[str]) -> list[int]:
    """Where each span starts, and the length of the text: its boundaries."""
    return list(accumulate(map(len, spans_of_text), initial=0))


def _check_places(base: str, edits: Sequence[Edit]) -> None:
    for index, (start, end, _) in enumerate(edits):
        if not 0 <= start <= end <= len(base):
            raise EditError(f"An edit must lie within the text, which has {len(base)} characters.", index)


def _check_order(edits: Sequence[Edit]) -> None:
    for index, ((start, end, _), (next_start, next_end, _)) in enumerate(pairwise(edits), 1):
        if start == end == next_start == next_end:
            raise EditError("Two insertions stand at one point: make them one.", index)
        if (next_start, next_end) < (start, end):
            raise EditError("Edits must stand in the order of the text.", index)
        if next_start < end:
            raise EditError("Two edits overlap: make them one.", index)


def _check_words(base: str, edits: Sequence[Edit]) -> None:
    between_words = are_boundaries(base, [place for start, end, _ in edits for place in (start, end)])
    for index, (start, end, replacement) in enumerate(edits):
        if not (between_words[2 * index] and between_words[2 * index + 1]):
            raise EditError("An edit must start and end between words, not inside one.", index)
        if base[start:end] == replacement:
            raise EditError("An edit changes nothing: leave it out.", index)
