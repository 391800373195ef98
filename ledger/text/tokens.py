"""Where words begin and end, after Unicode UAX #29, as the `regex` package finds them.

An ideograph is a token of its own, and so is each cluster of a script that is written without spaces (Thai, Lao,
Khmer), since UAX #29 uses no dictionary. A mark belongs to the letter before it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

import regex

_BOUNDARY = regex.compile(r"(?V1w)\b")
_JOINS = r"\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}"
_LETTERS = r"\p{WB=ALetter}\p{WB=Hebrew_Letter}"

# What `regex` takes otherwise than UAX #29 is shown to it as something that breaks as it should and is as long:
# a flag (it counts back to the start of a run of flags, which takes for ever, and joins half a flag with what follows)
# as an ideograph with marks; an apostrophe that opens a quotation (it joins it with a vowel) as a bracket.
_HALF = "\U0001f1e6-\U0001f1ff"
_FLAG = rf"[{_HALF}](?:[{_JOINS}]*[{_HALF}])?"
_OPENING = rf"(?<![{_LETTERS}{_JOINS}])['’](?=[{_JOINS}]*[{_LETTERS}])"
_ODD = regex.compile(rf"(?=[{_HALF}'’])(?:{_FLAG}|{_OPENING})")
_HALF_A_FLAG = regex.compile(f"[{_HALF}]")

# At the start of a text `regex` joins a mark with whatever follows; behind a line feed it does not.
_STARTS_WITH_A_MARK = regex.compile(f"[{_JOINS}]")

# No rule of UAX #29 looks across these boundaries: after a line feed, a sign or an ideograph, and after a single space.
# A mark behind would belong to what is before; for the same reason the character behind must be there to be seen.
_CLEAN = rf"(?:[\p{{WB=Other}}\n](?=[^{_JOINS}])|\x20(?=[^{_JOINS}\p{{WB=WSegSpace}}]))"
_NEXT_CLEAN, _LAST_CLEAN = regex.compile(_CLEAN), regex.compile(f"(?r){_CLEAN}")

NEIGHBOURHOOD = 250
"""Code points on each side of a place within which a boundary that no rule looks across is looked for."""


def spans(text: str) -> list[str]:
    """The pieces between one boundary and the next: words, signs and white space; joined they give the text.

    Source: UAX #29, word boundaries; time and memory grow with the length, whatever the text.
    """
    if _STARTS_WITH_A_MARK.match(text):
        return spans(f"\n{text}")[1:]
    shown = _ODD.sub(_shown_as, text) if "'" in text or "’" in text or _HALF_A_FLAG.search(text) else text
    pieces = [piece for piece in _BOUNDARY.split(shown) if piece]
    return pieces if shown == text else _cut(text, pieces)


def _shown_as(odd: "regex.Match[str]") -> str:
    return "(" if odd[0] in "'’" else "\u4e00".ljust(len(odd[0]), "\u0308")


def _cut(text: str, pieces: Sequence[str]) -> list[str]:
    """The text in pieces as long as those."""
    return [text[start:end] for start, end in pairwise(accumulate(map(len, pieces), initial=0))]


def boundaries(text: str) -> list[int]:
    """All word boundaries of a text, rising, in code points; 0 and the length are always among them ("" gives [0])."""
    return list(accumulate(map(len, spans(text)), initial=0))


def words(text: str) -> list[str]:
    """Tokens for aligning: each word or sign with the white space that follows it; joined they give the text.

    White space at the start goes with the first token; a text of white space alone is one token, "" has none.
    """
    pieces = spans(text)
    starts = [
        start
        for start, piece in zip(accumulate(map(len, pieces), initial=0), pieces, strict=False)
        if not piece.isspace()
    ]
    return [text[start:end] for start, end in pairwise([0, *starts[1:], len(text)]) if start < end]


def are_boundaries(text: str, places: Sequence[int]) -> list[bool]:
    """For each place whether it is a word boundary; read off the words around it where that can be done."""
    found = [is_boundary_nearby(text, place) for place in places]
    if None not in found:
        return [bool(answer) for answer in found]
    every = boundaries(text)
    return [every[bisect_left(every, place)] == place for place in places]


def is_boundary_nearby(text: str, place: int) -> bool | None:
    """Whether a place is a boundary, at a cost that does not grow; None where its surroundings do not tell."""
    if place in (0, len(text)):
        return True
    first, last = max(0, place - NEIGHBOURHOOD), min(len(text), place + NEIGHBOURHOOD)
    before = _LAST_CLEAN.search(text, first, place + 1)
    if before and before.end() == place:
        return True
    after = _NEXT_CLEAN.search(text, place, last)
    if (first and not before) or (last < len(text) and not after):
        return None
    start = before.end() if before else 0
    return place - start in boundaries(text[start : after.end() if after else len(text)])


def equal_ends(old: str, new: str) -> tuple[int, int]:
    """How many code points at the start and at the end are equal, up to a boundary that no rule looks across.

    The boundaries of what is cut off and of what is left are those of the whole texts.
    """
    head = _common_head(old, new)
    before = _LAST_CLEAN.search(old, 0, head)
    start = before.end() if before else 0
    tail = _common_tail(old[start:], new[start:])
    after = _NEXT_CLEAN.search(old, len(old) - tail)
    return start, len(old) - after.end() if after else 0


def _common_head(old: str, new: str) -> int:
    """How many code points at the start are equal, by halving."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if old[low:middle] == new[low:middle] else (low, middle - 1)
    return low


def _common_tail(old: str, new: str) -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        same = old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]
        low, high = (middle, high) if same else (low, middle - 1)
    return low
