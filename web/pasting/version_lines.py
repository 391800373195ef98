"""The lines of a text with markers: which are markers, and what the others say in the text of their provision."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from web.pasting.unread import Faults, Unread
from web.pasting.version_marks import Marker, read_marker, read_tags

_QUOTE = re.compile(r" *+>")
_BREAKS = str.maketrans({"\t": " ", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})

Lines = list[tuple[int, str]]
"""Lines with their numbers, from 1."""


@dataclass(slots=True)
class Block:
    """A marker and the lines below it."""

    line: int
    marker: Marker
    lines: Lines = field(default_factory=list)


def lines_of(text: str) -> Lines:
    """The lines of a text as they are read, with their numbers."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").translate(_BREAKS)
    return list(enumerate(plain.split("\n"), 1))


def has_markers(lines: Lines) -> bool:
    """Whether any of these lines is a marker without a slip."""
    for _, line in lines:
        with suppress(Unread):
            if read_marker(line) is not None:
                return True
    return False


def unescaped(lines: Lines) -> Lines:
    """The lines of a text without markers, which may all the same have a backslash before what looks like one."""
    return [(number, line[1:] if line.startswith("\\") and is_marker(line[1:]) else line) for number, line in lines]


def is_marker(line: str) -> bool:
    """Whether a line is a marker, be it with a slip."""
    try:
        return read_marker(line) is not None
    except Unread:
        return True


def is_tags(line: str) -> bool:
    """Whether a line is one of tags, be it with a fault."""
    try:
        return read_tags(line) is not None
    except Unread:
        return True


def blocks_of(lines: Lines, faults: Faults) -> Iterator[Block]:
    """The markers of a text, each with the lines below it."""
    block: Block | None = None
    early: int | None = None
    for number, line in lines:
        try:
            marker = read_marker(line)
        except Unread as unread:
            faults.note(number, str(unread))
            continue
        if marker is not None:
            if block is not None:
                yield block
            elif early is not None:
                faults.note(
                    early,
                    f"This stands before the first marker (line {number}): put one such as [paragraph] before it.",
                )
            block = Block(number, marker)
        elif block is not None:
            block.lines.append((number, line))
        elif line.strip() and early is None:
            early = number
    if block is not None:
        yield block


def line_in_text(line: str, depth: int) -> tuple[str, bool]:
    """A line as it stands in the text of a provision at a depth, and whether a backslash keeps it."""
    place = 0
    for _ in range(depth):
        quote = _QUOTE.match(line, place)
        if quote is None:
            break
        place = quote.end()
    rest = line[place:].removeprefix(" ") if place else line
    return (rest[1:], True) if rest.startswith("\\") else (rest, False)


def text_on(lines: Lines, depth: int) -> str:
    """The text on these lines, without the blank ones before and after it that nothing keeps."""
    read = [line_in_text(line, depth) for _, line in lines]
    counting = [place for place, (words, is_kept) in enumerate(read) if is_kept or words.strip()]
    if not counting:
        return ""
    return "\n".join(words for words, _ in read[counting[0] : counting[-1] + 1])
