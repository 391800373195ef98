r"""A whole text as plain text, and back: the provisions of `receive_version`.

    [objective #3f2504e0] Objective 5 | Enhance availability of pathways
    levels: national, local; horizons: short; people: children
    The text of it, which may have

    several lines and blank lines between them.

    > [paragraph] 20 |
    > The text of a paragraph under the objective.

Every provision begins with a marker line: `[kind]`, then `label | heading`. `>` before the bracket puts it under the
last provision with one `>` less. `#` and the first eight digits of its id name a provision that the framework knows;
without it the provision is new. A line of tags may follow. What comes then is the text, until the next marker; blank
lines before and after it do not count, and as many `>` as the marker has are taken away from its lines, where they
stand. `\` at the beginning of a line keeps the rest of it as it is: a line that would be a marker or tags, a `>`, a
blank line at an end. Where a parent stands elsewhere, `[paragraph in #3f2504e0]` names it.

A text without any marker is read by `plain_version`. Tabs count as spaces, page breaks as line ends.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from ledger.domain.vocabulary import ProvisionKind
from web.pasting.plain_version import read_plain
from web.pasting.unread import Faults, Unread
from web.pasting.version_lines import (
    Block,
    Lines,
    blocks_of,
    has_markers,
    is_marker,
    is_tags,
    line_in_text,
    lines_of,
    text_on,
    unescaped,
)
from web.pasting.version_marks import Marker, read_tags, write_marker, write_tags
from web.pasting.version_numbers import NUMBER_LENGTH, by_number, digits_of, resolved, short_numbers

HELP = (
    ("[objective] Objective 5 | Pathways", "a provision begins: its kind, its label | its heading"),
    ("[objective #3f2504e0] Objective 5 | Pathways", "the same provision as before, with its history"),
    ("> [paragraph] 20 |", "a paragraph under the provision before; > > stands under that"),
    ("levels: national, local; horizons: short; people: children", "tags, on the line below the marker"),
    ("We commit to …", "the text, over any number of lines, until the next marker"),
    ("\\[paragraph] is how this line begins", "a line that begins like a marker, and is text"),
)
"""Examples with their meaning."""

DEEPEST = 12
"""How many `>` are written at most; what stands deeper names its parent."""


def read(text: str, known: Collection[str], draw: Callable[[], str]) -> list[dict[str, Any]]:
    """The provisions of a text, in order, as `receive_version` takes them.

    Args:
        known: ids of the provisions that the framework knows (a mapping by id will do).
        draw: gives the id of a new provision.

    Raises:
        Unread: with every line that could not be read.
    """
    lines = lines_of(text)
    if not has_markers(lines):
        return [provision for _, provision in read_plain(unescaped(lines), draw)]
    faults = Faults()
    reader = _Reader(known, draw, faults)
    provisions = [reader.provision(block) for block in blocks_of(lines, faults)]
    faults.refuse()
    return provisions


def has_marks(text: str) -> bool:
    """Whether a text has markers; else it is read by `plain_version`."""
    return has_markers(lines_of(text))


def starts(text: str) -> list[int]:
    """The line on which each provision begins, in the order in which `read` gives them."""
    lines = lines_of(text)
    if not has_markers(lines):
        return [line for line, _ in read_plain(unescaped(lines), str)]
    return [block.line for block in blocks_of(lines, Faults())]


def write(provisions: Iterable[Mapping[str, Any]], known: Collection[str] = ()) -> str:
    """The same as text: reading it with the same `known` gives these provisions, ids included.

    Args:
        provisions: as the schema of `receive_version` gives them, each id once.
        known: ids of the provisions that the framework knows; they are named by short numbers.
    """
    listed = list(provisions)
    numbers = short_numbers(known, (provision["provision_id"] for provision in listed))
    return "\n\n".join(_written(provision, marker) for provision, marker in _marked(listed, numbers))


class _Reader:
    """Makes provisions of blocks, in their order.

    Attributes:
        _above: the provisions under which the next one may stand, one for each depth.
        _lines: on which line each provision of the text begins.
    """

    def __init__(self, known: Collection[str], draw: Callable[[], str], faults: Faults) -> None:
        self._draw, self._faults = draw, faults
        self._known = by_number(known)
        self._listed: dict[str, list[str]] = {}
        self._above: list[str] = []
        self._lines: dict[str, int] = {}

    def provision(self, block: Block) -> dict[str, Any]:
        """The provision of a block; what is wrong with it is noted."""
        marker = block.marker
        provision_id = self._id(block)
        provision: dict[str, Any] = {"provision_id": provision_id, "kind": marker.kind.value}
        parent = self._parent(block)
        if parent is not None:
            provision["parent"] = parent
        self._above = [*self._above[: marker.depth], provision_id]
        tags, lines = self._tags(block)
        words = {"label": marker.label, "heading": marker.heading, "text": text_on(lines, marker.depth)}
        return {**provision, **{key: value for key, value in (words | tags).items() if value}}

    def _id(self, block: Block) -> str:
        """The id of the block's provision, drawn where it is new."""
        digits = block.marker.own
        try:
            provision_id = resolved(digits, self._known) if digits else self._draw()
        except Unread as unread:
            self._faults.note(block.line, str(unread))
            return self._draw()
        if provision_id in self._lines:
            earlier = self._lines[provision_id]
            self._faults.note(
                block.line, f"The number #{digits} stands in line {earlier} already; a new provision has none."
            )
        self._lines[provision_id] = block.line
        self._listed.setdefault(digits_of(provision_id)[:NUMBER_LENGTH], []).append(provision_id)
        return provision_id

    def _parent(self, block: Block) -> str | None:
        """Under what the block's provision stands; None at the top level."""
        marker = block.marker
        if marker.depth > len(self._above):
            self._faults.note(block.line, "There is nothing above for it to stand under: take a > away.")
            return None
        if not marker.parent:
            return self._above[marker.depth - 1] if marker.depth else None
        try:
            return resolved(marker.parent, self._known, self._listed)
        except Unread as unread:
            self._faults.note(block.line, str(unread))
            return None

    def _tags(self, block: Block) -> tuple[dict[str, list[str]], Lines]:
        """The tags of the block's provision, and the lines that are left."""
        found: dict[str, list[str]] = {}
        for place, (number, line) in enumerate(block.lines):
            words, is_kept = line_in_text(line, block.marker.depth)
            try:
                tags = None if is_kept else read_tags(words)
            except Unread as unread:
                self._faults.note(number, str(unread))
                continue
            if tags is None:
                return found, block.lines[place:]
            for name, values in tags.items():
                found[name] = sorted({*found.get(name, ()), *values})
        return found, []


def _marked(
    provisions: Iterable[Mapping[str, Any]], numbers: Mapping[str, str]
) -> Iterator[tuple[Mapping[str, Any], Marker]]:
    """Each provision with its marker."""
    above: list[str] = []
    depths: dict[str, int] = {}
    for provision in provisions:
        provision_id, parent = provision["provision_id"], provision.get("parent")
        depth = depths.get(parent, DEEPEST) + 1 if parent is not None else 0
        is_below = 0 < depth <= min(DEEPEST, len(above)) and above[depth - 1] == parent
        depth = depth if is_below else 0
        above = [*above[:depth], provision_id]
        depths[provision_id] = depth
        yield (
            provision,
            Marker(
                depth,
                ProvisionKind(provision["kind"]),
                own=numbers.get(provision_id, provision_id),
                parent="" if parent is None or is_below else numbers.get(parent, parent),
                label=provision.get("label", ""),
                heading=provision.get("heading", ""),
            ),
        )


def _written(provision: Mapping[str, Any], marker: Marker) -> str:
    """The block of a provision."""
    tags = write_tags(provision)
    text = _written_text(provision.get("text", ""), marker.depth)
    return "\n".join(part for part in (write_marker(marker), tags, text) if part)


def _written_text(text: str, depth: int) -> str:
    """A text with a backslash before each line that would else be read otherwise."""
    lines = text.split("\n") if text else []
    last = len(lines) - 1
    return "\n".join(line if _stands(line, depth, place, last) else f"\\{line}" for place, line in enumerate(lines))


def _stands(line: str, depth: int, place: int, last: int) -> bool:
    """Whether a line of a text is read as it is."""
    if (place in (0, last) and not line.strip()) or (place == 0 and is_tags(line)):
        return False
    return line_in_text(line, depth) == (line, False) and not is_marker(line)
