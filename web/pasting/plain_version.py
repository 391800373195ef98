"""A whole text pasted without markers: what is recognised in it, and no more.

Every paragraph (blank lines part them) becomes a provision of its own, at the top level, of the kind `paragraph`. A
line that begins as follows begins a provision too, also without a blank line before it:

    Article 3 · Objective 5: Heading · Part II – Heading · Article 3. Text      a kind, a number, then the line's end,
                                    a colon or a dash and the heading, or a full stop and the text; label "Article 3"
    Preamble · Chapeau · Annex                                                  the word alone on its line; its heading
    1. Text · 2.1) Text · 3 bis. Text · IV. Text                                a paragraph; label "1", "2.1", "IV"
    (a) Text · (iv) Text · b) Text                                              a sub-paragraph, label "(a)", under the
                                                                                last provision that is none

Anything else is text. Nothing is put under a part, a section or an article: `>` does that, once the text has markers.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ledger.domain.vocabulary import ProvisionKind

_ALONE = ("preamble", "chapeau", "annex")
_KINDS = "|".join(kind.value for kind in ProvisionKind if kind is not ProvisionKind.SUB_PARAGRAPH)
_ROMAN = "(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_SMALL_ROMAN = _ROMAN.lower()
_NUMBER = r"\d{1,3}(?:\.\d{1,3}){0,3}(?:\s(?:bis|ter|quater))?"

_HEADING = re.compile(
    rf"(?P<label>(?P<kind>(?ai:{_KINDS}))\s(?:{_NUMBER}|{_ROMAN}|[A-Z]))(?:\s?(?P<sign>[:.–—]|\s-(?=\s))\s*(?P<rest>.*))?"
)
_NUMBERED = re.compile(rf"(?P<label>{_NUMBER}|{_ROMAN})[.)](?:\s+(?P<rest>.*))?")
_LETTERED = re.compile(rf"(?P<label>\(?(?:(?P<letter>[a-z])(?P=letter)?|{_SMALL_ROMAN})\))(?:\s+(?P<rest>.*))?")


@dataclass(slots=True)
class _Part:
    """A provision while its lines are gathered.

    Attributes:
        line: where it begins.
        fields: its kind, label and heading.
    """

    line: int
    fields: dict[str, str]
    lines: list[str] = field(default_factory=list)


def read_plain(lines: Iterable[tuple[int, str]], draw: Callable[[], str]) -> list[tuple[int, dict[str, Any]]]:
    """The provisions, each with the line on which it begins.

    Args:
        draw: gives a new id.
    """
    provisions: list[tuple[int, dict[str, Any]]] = []
    above: str | None = None
    for part in _parts(lines):
        provision: dict[str, Any] = {"provision_id": draw(), **part.fields}
        if provision["kind"] != ProvisionKind.SUB_PARAGRAPH:
            above = provision["provision_id"]
        elif above is not None:
            provision["parent"] = above
        text = "\n".join(part.lines)
        provisions.append((part.line, {**provision, "text": text} if text else provision))
    return provisions


def looks_like_label(words: str) -> bool:
    """Whether words are a label as it would be recognised here: "20", "(a)", "IV", "Article 3"."""
    return any(
        match is not None and not match["rest"]
        for match in (
            _HEADING.fullmatch(words),
            _NUMBERED.fullmatch(f"{words.rstrip('.)')}."),
            _LETTERED.fullmatch(words),
        )
    )


def _parts(lines: Iterable[tuple[int, str]]) -> list[_Part]:
    parts: list[_Part] = []
    is_open = False
    for number, line in lines:
        words = line.strip()
        begun = _begun(words)
        if begun is not None:
            fields, rest = begun
            parts.append(_Part(number, fields, [rest] if rest else []))
        elif words and not is_open:
            parts.append(_Part(number, {"kind": ProvisionKind.PARAGRAPH.value}, [words]))
        elif words:
            parts[-1].lines.append(words)
        is_open = bool(words)
    return parts


def _begun(line: str) -> tuple[dict[str, str], str] | None:
    """The fields of the provision that a line begins, and the text that follows on it."""
    if line.rstrip(" :").lower() in _ALONE:
        heading = line.rstrip(" :")
        return {"kind": heading.lower(), "heading": heading}, ""
    if match := _HEADING.fullmatch(line):
        fields = {"kind": match["kind"].lower(), "label": match["label"]}
        rest = match["rest"] or ""
        if match["sign"] == "." or not rest:
            return fields, rest
        return {**fields, "heading": rest}, ""
    if match := _NUMBERED.fullmatch(line):
        return {"kind": ProvisionKind.PARAGRAPH.value, "label": match["label"]}, match["rest"] or ""
    if match := _LETTERED.fullmatch(line):
        return {"kind": ProvisionKind.SUB_PARAGRAPH.value, "label": match["label"]}, match["rest"] or ""
    return None
