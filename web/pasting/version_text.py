r"""A whole text as plain text, and back: the provisions of `receive_version`.

    [objective #3f2504e0] Objective 5 | Enhance availability of pathways
    levels: national, local; horizons: short; people: children
    The text of it, which may have

    several lines and blank lines between them.

    > [paragraph] 20 |
    > The text of a paragraph under the objective.

Every provision begins with a marker line: `[kind]`, then `label | heading`. `>` before the bracket puts it under the last
provision with one `>` less. `#` and the first eight digits of its id name a provision that the framework knows; without it
the provision is new. A line of tags may follow. What comes then is the text, until the next marker; blank lines before and
after it do not count, and as many `>` as the marker has are taken away from its lines, if they are there. `\` at the
beginning of a line keeps the rest of it as it is: a line that would be a marker or tags, a `>`, a blank line at an end.
Where a parent stands elsewhere, `[paragraph in #3f2504e0]` names it.

A text without any marker is read by `plain_version`. Tabs count as spaces, page breaks as line ends.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.domain.vocabulary import ProvisionKind
from web.pasting.plain_version import read_plain
from web.pasting.unread import Faults, Unread
from web.pasting.version_marks import Marker, read_marker, read_tags, write_marker, write_tags

HELP = (
    ("[objective] Objective 5 | Pathways", "a provision begins: its kind, its label | its heading"),
    ("[objective #3f2504e0] Objective 5 | Pathways", "the same provision as before, with its history"),
    ("> [paragraph] 20 |", "a paragraph under the provision before; > > stands under that"),
    ("levels: national, local; horizons: short; people: children", "tags, on the line below the marker"),
    ("We commit to …", "the text, over any number of lines, until the next marker"),
    ("\\[paragraph] is how this line begins", "a line that begins like a marker, and is text"),
)
"""Examples with their meaning."""

NUMBER_LENGTH = 8
ID_DIGITS = 32
DEEPEST = 12
"""How many `>` are written at most; what stands deeper names its parent."""

_BREAKS = str.maketrans({"\t": " ", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})


def read(text: str, known: Collection[str], draw: Callable[[], str]) -> list[dict[str, Any]]:
    """The provisions of a text, in order, as `receive_version` takes them.

    Args:
        known: ids of the provisions that the framework knows (a mapping by id will do).
        draw: gives the id of a new provision.

    Raises:
        Unread: with every line that could not be read.
    """
    lines = _lines(text)
    if not has_markers(lines):
        return [provision for _, provision in read_plain(lines, draw)]
    faults = Faults()
    blocks = list(_blocks(lines, faults))
    reader = _Reader(known, draw, faults)
    provisions = [reader.provision(block) for block in blocks]
    faults.refuse()
    return provisions


def starts(text: str) -> list[int]:
    """The line on which each provision begins, in the order in which `read` gives them."""
    lines = _lines(text)
    if not has_markers(lines):
        return [line for line, _ in read_plain(lines, str)]
    return [block.line for block in _blocks(lines, Faults())]
