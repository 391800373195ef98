"""Where words begin and end, after Unicode UAX #29, as the `regex` package finds them.

An ideograph is a token of its own, and so is each cluster of a script that is written without spaces (Thai, Lao,
Khmer), since UAX #29 uses no dictionary. A mark belongs to the letter before it.
"""

from itertools import pairwise

import regex

_BOUNDARY = regex.compile(r"(?w)\b")

# To find the parity of a flag's half, `regex` counts back to the start of the run: quadratic in a run of flags. A whole
# flag breaks from its neighbours just as an ideograph with a mark does, which is as long and takes no counting.
_FLAG = regex.compile("[\U0001f1e6-\U0001f1ff]{2}")
_LIKE_A_FLAG = "\u4e00\u0308"


def boundaries(text: str) -> list[int]:
    """All word boundaries of a text, rising, in code points; 0 and the length are always among them ("" gives [0]).

    Source: UAX #29, word boundaries; time and memory grow with the length, whatever the text.
    """
    found = [match.start() for match in _BOUNDARY.finditer(_FLAG.sub(_LIKE_A_FLAG, text))]
    if not found or found[0] != 0:
        found.insert(0, 0)
    if found[-1] != len(text):
        found.append(len(text))
    return found


def spans(text: str) -> list[str]:
    """The pieces between one boundary and the next: words, signs and white space; joined they give the text."""
    return [text[start:end] for start, end in pairwise(boundaries(text))]


def words(text: str) -> list[str]:
    """Tokens for aligning: each word or sign with the white space that follows it; joined they give the text.

    White space at the start goes with the first token; a text of white space alone is one token, "" has none.
    """
    starts = [start for start, end in pairwise(boundaries(text)) if not text[start:end].isspace()]
    return [text[start:end] for start, end in pairwise([0, *starts[1:], len(text)]) if start < end]
