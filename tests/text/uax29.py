"""UAX #29, word boundaries, rule by rule: slow, and as the standard says it."""

import regex

_PROPERTIES = (
    "CR LF Newline Extend ZWJ Format Katakana Hebrew_Letter ALetter Single_Quote Double_Quote MidNumLet MidLetter "
    "MidNum Numeric ExtendNumLet Regional_Indicator WSegSpace"
)
_OF = {name: regex.compile(rf"\p{{WB={name}}}") for name in _PROPERTIES.split()}
_PICTURE = regex.compile(r"\p{Extended_Pictographic}")

LINE_ENDS = {"CR", "LF", "Newline"}
JOINS = {"Extend", "Format", "ZWJ"}
LETTERS = {"ALetter", "Hebrew_Letter"}


def boundaries(text: str) -> list[int]:
    """All word boundaries of a text, 0 and the length among them."""
    kinds = [_kind(character) for character in text]
    inner = [place for place in range(1, len(text)) if not _is_joined_emoji(text, place) and _breaks(kinds, place)]
    return sorted({0, *inner, len(text)})


def _is_joined_emoji(text: str, place: int) -> bool:
    """Rule WB3c."""
    return text[place - 1] == "\u200d" and _PICTURE.match(text, place) is not None


def _kind(character: str) -> str:
    return next((name for name, pattern in _OF.items() if pattern.match(character)), "Other")


def _breaks(kinds: list[str], place: int) -> bool:
    """Rules WB3 to WB4 look at both neighbours; the others at what is left without marks."""
    left, right = kinds[place - 1], kinds[place]
    if left == "CR" and right == "LF":
        return False
    if left in LINE_ENDS or right in LINE_ENDS:
        return True
    if left == right == "WSegSpace" or right in JOINS:
        return False
    before, after = _without_marks(kinds[:place]), [right, *_without_marks(kinds[place + 1 :], joined=True)]
    return not _joined([None, None, *before][-2:], [*after, None][:2], before)


def _without_marks(kinds: list[str], *, joined: bool = False) -> list[str]:
    """Kinds without the marks that belong to what is before them; at the start of a line they stand alone (WB4)."""
    left: list[str] = []
    for kind in kinds:
        alone = not joined if not left else left[-1] in LINE_ENDS
        if kind not in JOINS or alone:
            left.append(kind)
    return left


def _joined(before: list[str | None], after: list[str | None], every: list[str]) -> bool:
    """Rules WB5 to WB16, on two kinds on each side."""
    (second, first), (next_, over) = before, after
    middle_of_word, middle_of_number = (
        {"MidLetter", "MidNumLet", "Single_Quote"},
        {"MidNum", "MidNumLet", "Single_Quote"},
    )
    words = LETTERS | {"Numeric", "Katakana", "ExtendNumLet"}
    flags = next((count for count, kind in enumerate(reversed(every)) if kind != "Regional_Indicator"), len(every))
    return (
        (first in LETTERS and next_ in LETTERS)
        or (first in LETTERS and next_ in middle_of_word and over in LETTERS)
        or (second in LETTERS and first in middle_of_word and next_ in LETTERS)
        or (first == "Hebrew_Letter" and next_ == "Single_Quote")
        or (first == "Hebrew_Letter" and next_ == "Double_Quote" and over == "Hebrew_Letter")
        or (second == "Hebrew_Letter" and first == "Double_Quote" and next_ == "Hebrew_Letter")
        or (first in LETTERS | {"Numeric"} and next_ in LETTERS | {"Numeric"})
        or (second == "Numeric" and first in middle_of_number and next_ == "Numeric")
        or (first == "Numeric" and next_ in middle_of_number and over == "Numeric")
        or (first == next_ == "Katakana")
        or (first in words and next_ == "ExtendNumLet")
        or (first == "ExtendNumLet" and next_ in words)
        or (next_ == "Regional_Indicator" and flags % 2 == 1)
    )
