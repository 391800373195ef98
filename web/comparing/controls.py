"""Controls of the direction of writing in words of the record: shown by their names, never obeyed.

With them a text can be made to look like another one (CVE-2021-42574). Letters carry their own direction, so that
ordinary Arabic or Hebrew is drawn as ever.
"""

import html
import re

from markupsafe import Markup

NAMES = {
    "\u061c": ("ALM", "Arabic letter mark"),
    "\u200e": ("LRM", "left-to-right mark"),
    "\u200f": ("RLM", "right-to-left mark"),
    "\u202a": ("LRE", "left-to-right embedding"),
    "\u202b": ("RLE", "right-to-left embedding"),
    "\u202c": ("PDF", "end of embedding"),
    "\u202d": ("LRO", "left-to-right override"),
    "\u202e": ("RLO", "right-to-left override"),
    "\u2066": ("LRI", "left-to-right isolate"),
    "\u2067": ("RLI", "right-to-left isolate"),
    "\u2068": ("FSI", "first strong isolate"),
    "\u2069": ("PDI", "end of isolate"),
}
"""Every character with the property Bidi_Control (UAX #9): its short name, and what it is."""

_CONTROL = re.compile(f"[{''.join(NAMES)}]")
_SPECIAL = re.compile(f"[&<>\"'{''.join(NAMES)}]")


def visible(text: str) -> Markup:
    """Words of the record as markup, in which each control of direction is a mark that says what it is."""
    return Markup(escaped(text))


def escaped(text: str) -> str:
    """The same as a string: of thousands of short runs a page is put together in half the time."""
    return text if _SPECIAL.search(text) is None else _CONTROL.sub(_mark, html.escape(text))


def _mark(found: re.Match[str]) -> str:
    short, name = NAMES[found[0]]
    return f'<bdi class="control" dir="ltr" lang="en"><abbr title="{name}">{short}</abbr></bdi>'
