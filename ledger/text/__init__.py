"""Words: where they begin and end, edits on them, edits carried through a change, and a diff that people can read.

Every place is counted in Unicode code points of a text in NFC. The functions are pure and import nothing of ours.
"""

from ledger.text.diff import Segment, is_formatting, word_diff
from ledger.text.edits import Edit, EditError, apply_edits, check_edits, edits_between, inverse, narrowed
from ledger.text.mapping import map_edits, overlapping
from ledger.text.tokens import boundaries, words

__all__ = [
    "Edit",
    "EditError",
    "Segment",
    "apply_edits",
    "boundaries",
    "check_edits",
    "edits_between",
    "inverse",
    "is_formatting",
    "map_edits",
    "narrowed",
    "overlapping",
    "word_diff",
    "words",
]
