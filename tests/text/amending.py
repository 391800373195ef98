"""Texts in many scripts, and lists of edits on them, close to one another."""

import unicodedata

from hypothesis import strategies as st

from ledger.text import EditError, boundaries, check_edits

VOCABULARY = [
    "States ",
    "shall ",
    "not ",
    "Maßnahmen ",
    "d’une ",
    "الحقوق ",
    "זכויות ",
    "应",
    "当",
    "ก็",
    "a",
    ", ",
    "\n",
]
REPLACEMENTS = ["", "x ", " y", "new words", "可", "a\u0323", "e", "\u0301"]


@st.composite
def bases(draw):
    words = draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=10))
    return unicodedata.normalize("NFC", "".join(words))


@st.composite
def edits_on(draw, base):
    """Edits that pass the check, or none: spans between boundaries of the base, some empty, some touching."""
    cuts = sorted(draw(st.lists(st.sampled_from(boundaries(base)), max_size=6)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edit = (start, end, draw(st.sampled_from(REPLACEMENTS)))
        try:
            check_edits(base, [*edits, edit])
        except EditError:
            continue
        edits.append(edit)
    return edits


@st.composite
def amended(draw, authors="ab"):
    """A base, and by author the edits that they ask for, some of them none."""
    base = draw(bases())
    return base, {author: draw(edits_on(base)) for author in authors}
