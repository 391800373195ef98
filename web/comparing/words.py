"""Words that stayed, came in or went out, as markup: signs for the eye and words for the ear, never colour alone."""

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from ledger.text import Segment
from web.comparing.controls import escaped

Side = Literal["both", "old", "new"]

_HIDDEN_ON = {"both": "", "old": "inserted", "new": "deleted"}
_OPENED = {
    "inserted": '<ins><span class="hidden"> inserted: </span>',
    "deleted": '<del><span class="hidden"> deleted: </span>',
}
_CLOSED = {
    "inserted": '<span class="hidden"> end of insertion </span></ins>',
    "deleted": '<span class="hidden"> end of deletion </span></del>',
}
_UNSPOKEN_OPENED = {"inserted": "<ins>", "deleted": "<del>"}
_UNSPOKEN_CLOSED = {"inserted": "</ins>", "deleted": "</del>"}

_SIGNS = str.maketrans({"\n": "↵\n", "\t": "⇥", "\u00a0": "⍽", " ": "␣"})


def drawn(
    parts: Sequence[Segment], *, id: str = "", first: int = 1, side: Side = "both", is_spoken: bool = True
) -> Markup:
    """A run of words with its changes.

    Args:
        id: where it is given, each place that changes can be linked to, as `<id>-1` and so on.
        first: the number of the first such place.
        side: one of two columns has what stayed and what went out, the other what stayed and what came in. The link to
            a place leads to the first column in which it shows.
        is_spoken: whether "inserted" and "deleted" are there to be heard.
    """
    opened, closed = (_OPENED, _CLOSED) if is_spoken else (_UNSPOKEN_OPENED, _UNSPOKEN_CLOSED)
    hidden = _HIDDEN_ON[side]
    pieces: list[str] = []
    number, is_in_change, has_anchor = first - 1, False, False
    for part in parts:
        if part.kind == "same":
            pieces.append("</span>" if has_anchor else "")
            pieces.append(escaped(part.text))
            is_in_change = has_anchor = False
            continue
        if not is_in_change:
            is_in_change, number = True, number + 1
            has_anchor = bool(id) and part.kind != hidden
            pieces.append(f'<span class="edit" id="{id}-{number}">' if has_anchor else "")
        if part.kind != hidden:
            pieces += (opened[part.kind], _words(part.text), closed[part.kind])
    pieces.append("</span>" if has_anchor else "")
    return Markup("".join(pieces))


def _words(text: str) -> str:
    """The words of a change; where it is white space alone, that can be seen and heard."""
    if not text.isspace():
        return escaped(text)
    return f'<span aria-hidden="true">{text.translate(_SIGNS)}</span><span class="hidden">white space</span>'
