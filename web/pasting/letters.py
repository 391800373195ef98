"""Words as they are compared: without what a hand in a hurry leaves out or types otherwise."""

import re
import unicodedata

EDGES = " \t\r\n:;,.=|/*'\"·•‣▪-"
"""What may stand around a word without being part of it."""

# Marks above and below letters, and points that are optional in Hebrew and Arabic; the vowels of Indic scripts stay.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f]"
    "|[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
_PAUSE = re.compile("[,;]")
_BEFORE_PAUSE = re.compile(" (?=[,;])")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ′´`", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **{"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"},
    }
)


def fold(words: str) -> str:
    """Words without case, marks, forms of letters and signs, doubled white space, and signs at their edges.

    The time grows by the square of the length where marks are piled up: give it a name or a line, never a text.
    """
    if not words.isascii():
        words = _MARKS.sub("", unicodedata.normalize("NFKD", words))
        words = _MARKS.sub("", unicodedata.normalize("NFKD", words.casefold())).translate(_ALIKE)
    if "," in words or ";" in words:
        words = _PAUSE.sub(r"\g<0> ", words)
    return _BEFORE_PAUSE.sub("", " ".join(words.casefold().split())).strip(EDGES)
