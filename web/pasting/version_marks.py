r"""The marker line of a provision, and the line of tags below it.

    > [article #3f2504e0] Article 3 | Heading
    levels: national, local; horizons: short; people: children

In both, a backslash takes the meaning from the sign behind it: `\|` is a bar within a label, `\,` a comma within a tag,
and a backslash before white space keeps that where it would be cut off at an end.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ledger.domain.vocabulary import Horizon, Level, ProvisionKind
from web.pasting.letters import fold
from web.pasting.plain_version import looks_like_label
from web.pasting.unread import Unread, one_of, quoted

LONGEST_TAG = 60
_LEAST_SLIP = 6

_MARKER = re.compile(r"\s*+(?P<depth>(?:>\s*+)*+)\[(?P<inside>[^\[\]]{1,120})\](?P<rest>.*)", re.DOTALL)
_INSIDE = re.compile(
    r"\s*(?P<kind>[^#]+?)(?:\s*#(?P<own>[0-9a-f-]{8,36}))?(?:\s+in\s+#(?P<parent>[0-9a-f-]{8,36}))?\s*",
    re.IGNORECASE,
)
_TAGS = re.compile(r"\s*+(?P<name>levels|horizons|people)\s*+:(?P<values>.*)", re.IGNORECASE | re.ASCII | re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

_KINDS = {fold(kind.value.replace("_", sign)): kind for kind in ProvisionKind for sign in "_- "}
_CHOICES: dict[str, type[StrEnum]] = {"levels": Level, "horizons": Horizon}


@dataclass(frozen=True, slots=True)
class Marker:
    """What a marker line says.

    Attributes:
        depth: how many `>` stand before it.
        own: the digits of the number of a provision that the framework knows; "" for a new one.
        parent: those of the provision under which it stands, where that is not told by the depth.
    """

    depth: int
    kind: ProvisionKind
    own: str = ""
    parent: str = ""
    label: str = ""
    heading: str = ""


def read_marker(line: str) -> Marker | None:
    """The marker on a line, or None where the line is text, as "[The Parties] shall" is.

    Raises:
        Unread: it is a marker but for a slip.
    """
    match = _MARKER.fullmatch(line) if "[" in line else None
    if match is None:
        return None
    inside = _INSIDE.fullmatch(match["inside"])
    kind = _KINDS.get(fold(inside["kind"])) if inside else None
    if inside is None or kind is None:
        _refuse_slips(match["inside"])
        return None
    label, heading = _label_and_heading(match["rest"])
    own, parent = ((inside[name] or "").replace("-", "").lower() for name in ("own", "parent"))
    return Marker(match["depth"].count(">"), kind, own, parent, label, heading)


def write_marker(marker: Marker) -> str:
    """The line that is read as this marker; numbers are given as they are to stand."""
    number = f" #{marker.own}" if marker.own else ""
    place = f" in #{marker.parent}" if marker.parent else ""
    line = f"{'> ' * marker.depth}[{marker.kind}{number}{place}]"
    if marker.label or marker.heading:
        line += f" {_guarded(marker.label, '|')} |" if marker.label else " |"
    return f"{line} {_guarded(marker.heading, '|')}" if marker.heading else line


def read_tags(line: str) -> dict[str, list[str]] | None:
    """The tags on a line, by name, or None where it is text.

    Raises:
        Unread: a level or a horizon that there is not, or a tag that is too long.
    """
    if _TAGS.fullmatch(line) is None:
        return None
    tags: dict[str, list[str]] = {}
    for part in _split(line, ";"):
        match = _TAGS.fullmatch(part)
        if match is None:
            return None
        values = (_unguarded(value) for value in _split(match["values"], ","))
        tags.setdefault(match["name"].lower(), []).extend(value for value in values if value)
    return {name: sorted({_tag(name, value) for value in values}) for name, values in tags.items() if values}


def write_tags(provision: Mapping[str, Any]) -> str:
    """The line with the tags of a provision; "" where it has none."""
    return "; ".join(
        f"{name}: {', '.join(_guarded(tag, ',;') for tag in provision[name])}"
        for name in ("levels", "horizons", "people")
        if provision.get(name)
    )


def _label_and_heading(rest: str) -> tuple[str, str]:
    """What stands before the first bar and behind it; without a bar, a label if it looks like one, else a heading."""
    label, *heading = _split(rest, "|", most=1)
    if heading:
        return _unguarded(label), _unguarded(heading[0])
    words = _unguarded(rest)
    return (words, "") if looks_like_label(words) else ("", words)


def _refuse_slips(inside: str) -> None:
    """Refuse what is nearly a kind, or has a number as only markers have."""
    typed = fold(inside.partition("#")[0])
    near = [kind for word, kind in _KINDS.items() if _is_slip(typed, word)]
    if near:
        raise Unread(
            f"[{typed}] is no marker: did you mean [{near[0]}]? Put \\ before the bracket where the text begins so."
        )
    if "#" in inside and any(word in _KINDS for word in (typed, typed.partition(" ")[0])):
        raise Unread(f"A number has at least 8 digits, as in [{typed} #3f2504e0].")


def _is_slip(typed: str, word: str) -> bool:
    """Whether one letter was left out, added or changed, or two stand the wrong way round."""
    longer = max(len(typed), len(word))
    if typed == word or longer < _LEAST_SLIP or abs(len(typed) - len(word)) > 1:
        return False
    head = _common(typed, word)
    tail = _common(typed[head:][::-1], word[head:][::-1])
    left, right = typed[head : len(typed) - tail], word[head : len(word) - tail]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _common(one: str, other: str) -> int:
    """With how many equal letters two words begin."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _tag(name: str, value: str) -> str:
    """A tag as it is recorded."""
    if len(value) > LONGEST_TAG:
        raise Unread(f"A tag has at most {LONGEST_TAG} characters. If this is no tag but text, put \\ before the line.")
    if name not in _CHOICES:
        return value
    choices = [choice.value for choice in _CHOICES[name]]
    if fold(value) not in choices:
        raise Unread(f"{quoted(value)} is none of the {name}: write {one_of(choices)}.")
    return fold(value)


def _guarded(words: str, signs: str) -> str:
    """Words in which nothing will be taken for a sign, nor cut off at the ends."""
    guarded = re.sub(rf"[\\{signs}]", r"\\\g<0>", words)
    if words[-1:].isspace():
        guarded = f"{guarded[:-1]}\\{guarded[-1]}"
    return f"\\{guarded}" if words[:1].isspace() and len(words) > 1 else guarded


def _unguarded(words: str) -> str:
    """The words as they were before they were guarded, without the white space around them."""
    words = words.lstrip()
    kept = words.rstrip()
    guards = len(kept) - len(kept.rstrip("\\"))
    return _ESCAPED.sub(r"\1", words[: len(kept) + 1] if guards % 2 else kept)


def _split(words: str, sign: str, most: int = -1) -> list[str]:
    """The pieces between signs without a backslash before them; at most so many signs part them."""
    return list(_pieces(words, sign, most))


def _pieces(words: str, sign: str, most: int) -> Iterator[str]:
    start = 0
    for match in re.finditer(rf"\\.|{re.escape(sign)}", words, re.DOTALL):
        if match[0] == sign and most != 0:
            yield words[start : match.start()]
            start, most = match.end(), most - 1
    yield words[start:]
