"""The German Residence Act as a real text: its third text and its fourth, read into provisions.

Chapters are parts, their divisions sections, §§ articles, "(1)" paragraphs; "1.", "a)" and "aa)" are sub-paragraphs
under what introduces them. Words that go on behind a list are a sub-paragraph without a label, where they stand. The
note on the directives that the Act transposes is a footnote with its items. What the file says of itself before that
(front matter, dates, places of publication) is about the Act and not of it, and is left out.
"""

import bz2
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from ledger.domain.identities import Recognised, recognised
from ledger.domain.vocabulary import ProvisionKind
from tests.generated.script import Line, Script

SLUG = "aufenthaltsgesetz"

Provision = dict[str, Any]

TEXTS = Path(__file__).with_name("texts")
THIRD, FOURTH = (TEXTS / f"residence_act_{number}.md.bz2" for number in (3, 4))

_HEADING = re.compile(
    r"#+ (?:(?P<part>Kapitel \d+\w*) - |(?P<section>Abschnitt \d+\w*) - |(?P<article>§§? \w+(?: bis \w+)?) ?)"
    r"(?P<rest>.*)"
)
_NOTE = re.compile(r"\[\^\S+\]: +(?P<rest>.*)")
_PARAGRAPH = re.compile(r"(?P<label>\(\d+[a-z]*\)) (?P<rest>.*)")
_ITEM = re.compile(r"(?P<indent> *)(?P<label>\d+[a-z]*\\?\.|[a-z]{1,3}\))(?: +(?P<rest>\S.*))?")
_NOTE_SAYS = "Dieses Gesetz dient der Umsetzung folgender Richtlinien:"
_ESCAPE = re.compile(r"\\(\W)")
_SUSPENDED = re.compile(r"\w-$")
_JOINING = ("und ", "oder ", "bzw. ", "sowie ", "bis ")

_RANKS = {ProvisionKind.PART: 0, ProvisionKind.SECTION: 1, ProvisionKind.ARTICLE: 2, ProvisionKind.FOOTNOTE: 2}
_PARAGRAPH_RANK, _ITEM_RANK = 3, 4


@dataclass(slots=True)
class Part:
    """One provision of the Act.

    Attributes:
        above: the place of what it stands under, in the list; None at the top.
        rank: how deep its kind stands; an item's grows with its indent.
    """

    kind: str
    above: int | None
    rank: int
    label: str = ""
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words on one line, as they were before they were wrapped."""
        text = ""
        for line in self.lines:
            goes_on = bool(_SUSPENDED.search(text)) and not line.startswith(_JOINING)
            text = f"{text}{'' if goes_on or not text else ' '}{line}"
        return _ESCAPE.sub(r"\1", text)


def command_lines() -> Iterator[Line]:
    """A ledger of the Act: its third text is received, then its fourth over it."""
    script = Script(2013, step=timedelta(days=30))
    third, fourth = two_texts(script.id)
    publisher, consultation, framework = (script.id() for _ in range(3))
    seat = {"name": "Publisher of the Act", "kind": "delegation", "group": "state", "illustrative": True}
    yield script.line("register_participant", {"participant_id": publisher, **seat})
    process = {"slug": "aufenthg", "title": "Aufenthaltsgesetz", "mandate": "Bundesrecht", "conveners": [publisher]}
    zone = {"language": "de", "timezone": "Europe/Berlin"}
    yield script.line("open_consultation", {"consultation_id": consultation, **process, **zone})
    data = {"framework_id": framework, "consultation_id": consultation, "slug": SLUG, "language": "de"}
    yield script.line("begin_framework", {**data, "title": "Aufenthaltsgesetz"})
    for name, provisions in (("Stand Juni 2012", third), ("Stand Juli 2021", fourth)):
        data = {"framework_id": framework, "version_id": script.id(), "name": name, "provisions": provisions}
        yield script.line("receive_version", data)


def two_texts(draw: Callable[[], str]) -> tuple[list[Provision], list[Provision]]:
    """The third text and the fourth as a version gives them, what is recognised in the fourth under its old id.

    Args:
        draw: gives the id of a new provision.
    """
    third, fourth = (provisions_of(path, draw) for path in (THIRD, FOURTH))
    identities = {one.id: one.known_as or one.id for one in recognised(third, fourth)}
    ids = ("provision_id", "parent")
    return third, [{**one, **{name: identities[one[name]] for name in ids if name in one}} for one in fourth]


def recognised_in_the_fourth() -> list[Recognised]:
    """What each provision of the fourth text is taken for in the third; ids are the places in the two lists."""
    third, fourth = (provisions_of(path, map(str, range(10_000)).__next__) for path in (THIRD, FOURTH))
    return recognised(third, fourth)


def provisions_of(path: Path, draw: Callable[[], str]) -> list[Provision]:
    """The provisions of a text as a version gives them."""
    parts = parts_of(path)
    ids = [draw() for _ in parts]
    found = []
    for id, part in zip(ids, parts, strict=True):
        placed = {"parent": ids[part.above]} if part.above is not None else {}
        words = {"label": part.label, "heading": part.heading, "text": part.text}
        said = {name: value for name, value in words.items() if value}
        found.append({"provision_id": id, "kind": part.kind, **placed, **said})
    return found


@lru_cache(maxsize=2)
def parts_of(path: Path) -> list[Part]:
    """The provisions of a text, depth first."""
    reader = _Reader()
    for line in _body(bz2.decompress(path.read_bytes()).decode()):
        reader.take(line)
    return reader.parts


def _body(text: str) -> Iterator[str]:
    """The lines from the note on the directives on."""
    begun = False
    for line in text.split("\n"):
        begun = begun or bool(_NOTE.match(line) or _HEADING.match(line))
        if begun:
            yield line.rstrip()


class _Reader:
    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._open: list[int] = []
        self._is_after_blank = True

    def take(self, line: str) -> None:
        """Read the next line."""
        if not line:
            self._is_after_blank = True
        elif match := _HEADING.fullmatch(line):
            kind = next(
                kind for kind in (ProvisionKind.PART, ProvisionKind.SECTION, ProvisionKind.ARTICLE) if match[kind]
            )
            self._begin(kind, _RANKS[kind], match[kind], heading=match["rest"])
        elif match := _NOTE.fullmatch(line):
            self._begin(ProvisionKind.FOOTNOTE, _RANKS[ProvisionKind.FOOTNOTE], "", match["rest"])
        elif match := _PARAGRAPH.fullmatch(line) if self._is_after_blank else None:
            self._begin(ProvisionKind.PARAGRAPH, _PARAGRAPH_RANK, match["label"], match["rest"])
        elif match := self._item(line):
            rank = _ITEM_RANK + len(match["indent"]) // 4
            self._begin(ProvisionKind.SUB_PARAGRAPH, rank, match["label"].replace("\\", ""), match["rest"] or "")
        elif self._is_after_blank:
            self._go_on(line)
        else:
            self.parts[-1].lines.append(line.strip())
        self._is_after_blank = not line

    def _item(self, line: str) -> re.Match[str] | None:
        """An item of a list; dots are escaped where a wrapped line begins with a date, and in the note everywhere."""
        match = _ITEM.fullmatch(line)
        if match is None or "\\" not in match["label"]:
            return match
        is_in_note = self.parts[self._open[0]].kind == ProvisionKind.FOOTNOTE
        begins = self._is_after_blank or self.parts[-1].lines[-1:] == [_NOTE_SAYS]
        return match if is_in_note and begins else None

    def _go_on(self, line: str) -> None:
        """Words behind a blank line: those of an article that has none yet, or what follows on a list."""
        rank = _ITEM_RANK + (len(line) - len(line.lstrip())) // 4
        while self.parts[self._open[-1]].rank >= rank:
            self._open.pop()
        above = self.parts[self._open[-1]]
        if self._open[-1] == len(self.parts) - 1 and not above.lines:
            above.lines.append(line.strip())
        else:
            kind = ProvisionKind.PARAGRAPH if above.kind == ProvisionKind.ARTICLE else ProvisionKind.SUB_PARAGRAPH
            self._begin(kind, rank, "", line.strip())

    def _begin(self, kind: ProvisionKind, rank: int, label: str, text: str = "", *, heading: str = "") -> None:
        while self._open and self.parts[self._open[-1]].rank >= rank:
            self._open.pop()
        above = self._open[-1] if self._open else None
        self._open.append(len(self.parts))
        lines = [text.strip()] if text.strip() else []
        self.parts.append(Part(kind.value, above, rank, label, heading, lines))
