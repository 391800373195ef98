"""The edits between two texts of which nothing more is known, as they are credited: not as few words as can be."""

from ledger.text.edits import Edit, edits_between
from ledger.text.tokens import spans


def rewritten(old: str, new: str) -> list[Edit]:
    """The edits between two texts of which nothing more is known.

    A single word that stays between two of them is written anew with them: it is there by chance more often than not.
    """
    if not old or not new:
        return [(0, len(old), new)] if old != new else []
    start = _same_start(old, new)
    end = _same_end(old[start:], new[start:])
    edits: list[Edit] = []
    for first, last, words in edits_between(old[start : len(old) - end], new[start : len(new) - end]):
        edit = (start + first, start + last, words)
        kept = old[edits[-1][1] : edit[0]] if edits else ""
        if edits and _is_one_word(kept):
            first, _, before = edits.pop()
            edit = (first, edit[1], before + kept + words)
        edits.append(edit)
    return edits


def _same_start(old: str, new: str) -> int:
    """Where to begin to look for differences: a word that begins after a space, with all before it equal."""
    place = _common(old, new)
    while (place := old.rfind(" ", 0, max(place - 1, 0))) >= 0:
        if _begins_a_word(old[place + 1]):
            return place + 1
    return 0


def _same_end(old: str, new: str) -> int:
    """How much need not be looked at at the end: from a word on that follows a space, with all from there equal."""
    same = _common(old[::-1], new[::-1])
    place = len(old) - same
    while 0 <= (place := old.find(" ", place)) < len(old) - 1:
        if _begins_a_word(old[place + 1]):
            return len(old) - place - 1
        place += 1
    return 0


def _common(one: str, other: str) -> int:
    """How many code points at the start are equal."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _begins_a_word(letter: str) -> bool:
    # After a space, such a letter begins a word whatever stands around; of others only a look at the whole could tell.
    return letter.isascii() and letter.isalnum()


def _is_one_word(text: str) -> bool:
    # So that a long stretch need not be taken to pieces.
    return text.strip().count(" ") < 2 and sum(span[0].isalnum() for span in spans(text)) <= 1
