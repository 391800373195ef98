"""A whole text with its open wordings in brackets: words, new provisions, provisions that are to go, and what is asked
for a provision beside its words. How a text is bracketed is told in `ledger.text.compilation`.

What counts as one bracket: a disputed stretch of a text; a heading, a label, the tags of one kind or the place of a
provision, of which somebody wants another; a provision that is to go, with what is under it that the same motions
would delete; a new provision with what it brings along, asked for by one motion or by several in the same words.
Everything follows from the text and the changes alone, so that a past text is counted as today's is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import Any, Literal

from ledger.domain.provisions import as_edits
from ledger.domain.wording import TAGS
from ledger.projections.queries.changes import Difference, proposed
from ledger.projections.queries.new_provisions import NewProvision, Slot, new_provisions
from ledger.projections.queries.text import TOP, Provision, Text
from ledger.text import Edit
from ledger.text.compilation import Bracket, Piece, bracketed

Changes = Sequence[Mapping[str, Any]]
"""Of one motion, on the words of the text."""

About = Literal["words", "heading", "deletion", "provision", "label", "levels", "horizons", "people", "place"]

WORDS: frozenset[About] = frozenset({"words", "heading", "deletion", "provision"})
"""What a bracket about the words of the text is about; the others are about places, labels and tags only."""


@dataclass(frozen=True, slots=True)
class Want:
    """What some motions, by number, ask for in a bracket.

    Attributes:
        words: those asked for; "" where words, or a provision, are to go, and of a place.
        difference: of tags and places, what would become of the provision.
    """

    motions: tuple[str, ...]
    words: str = ""
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """One open bracket.

    Attributes:
        number: its place among those of the text, from 1.
        name: of the provision that it is in, or that it brings.
        stands: the words as they stand, of words, headings and labels; "" where there are none.
        wants: one or more.
    """

    number: int
    about: About
    provision_id: str
    name: str
    stands: str
    wants: tuple[Want, ...]

    @property
    def are_alternatives(self) -> bool:
        """Whether several wordings are numbered in it: the words as they stand, where there are any, are the first."""
        return len(self.wants) > 1 or bool(self.about == "words" and self.stands and self.wants[0].words)

    @property
    def white_space(self) -> tuple[str, str]:
        """What is best shown before and behind it, so that none stands within."""
        words = [words for words in (self.stands, *(want.words for want in self.wants)) if words.strip()]
        before = (word[: len(word) - len(word.lstrip())] for word in words)
        behind = (word[len(word.rstrip()) :] for word in words)
        return max(before, key=len, default=""), max(behind, key=len, default="")

    @property
    def is_of_words(self) -> bool:
        """Whether it is about the words of the text, not only about places, labels or tags."""
        return self.about in WORDS


@dataclass(frozen=True, slots=True)
class Block:
    """One provision with its brackets.

    Attributes:
        provision: one of the text, or a new one, then under the label by which it is called here.
        pieces: of its text.
        notes: what is asked for it beside its text, and in its heading.
        opening: the brackets round it, and what follows, as a whole; the outermost first.
        closing: those of such brackets that end behind it; the innermost first.
    """

    provision: Provision
    is_new: bool
    pieces: tuple[str | Open, ...]
    notes: tuple[Open, ...] = ()
    opening: tuple[Open, ...] = ()
    closing: tuple[Open, ...] = ()

    @property
    def brackets(self) -> list[Open]:
        """Those that open here, by number."""
        return [*self.opening, *self.notes, *(piece for piece in self.pieces if isinstance(piece, Open))]


@dataclass(frozen=True, slots=True)
class Brackets:
    """A text with its open brackets, in reading order."""

    blocks: tuple[Block, ...]

    @property
    def all(self) -> list[Open]:
        """Every bracket, by number."""
        return [one for block in self.blocks for one in block.brackets]

    @property
    def disputed(self) -> list[Block]:
        """The blocks with brackets."""
        return [block for block in self.blocks if block.brackets]


def brackets_of(text: Text, asked: Mapping[str, Changes]) -> Brackets:
    """A text with what is asked of it in brackets.

    Args:
        asked: by motion, in the order of their numbers, changes that can be made on this text.
    """
    return _Layer(text, asked).laid()


class _Layer:
    """Lays a text out, block by block, and numbers its brackets."""

    def __init__(self, text: Text, asked: Mapping[str, Changes]) -> None:
        self._text = text
        self._names = {provision.id: provision.name for provision in text.provisions}
        self._numbers = count(1)
        self._wishes: dict[str, dict[str, list[Edit]]] = defaultdict(dict)
        self._going: dict[str, list[str]] = defaultdict(list)
        self._beside: dict[tuple[str, About], dict[Any, Want]] = defaultdict(dict)
        for motion, changes in asked.items():
            self._sort(motion, changes)
        self._coming = new_provisions(text, asked)
        self._opened: dict[str, tuple[Open, ...]] = {}

    def _sort(self, motion: str, changes: Changes) -> None:
        for change in changes:
            provision = self._text.by_id.get(change.get("provision_id", ""))
            if provision is None:
                continue  # A new one, or a change of what the motion itself inserts.
            if change["op"] == "edit":
                self._wishes[provision.id].setdefault(motion, []).extend(as_edits(change["edits"]))
            elif change["op"] == "delete":
                self._going[provision.id].append(motion)
            else:
                for about, key, want in _wants_beside(change, provision, self._names):
                    same = self._beside[provision.id, about].get(key, want)
                    self._beside[provision.id, about][key] = replace(same, motions=_with(same.motions, motion))

    def laid(self) -> Brackets:
        blocks: list[Block] = []
        waiting = [("under", TOP)]
        while waiting:
            step, id = waiting.pop()
            if step == "under":
                blocks += self._new_ones((id, None))
                children = [child for child in self._text.children.get(id, ()) if child in self._text.by_id]
                waiting += [("provision", child) for child in reversed(children)]
            elif step == "provision":
                blocks.append(self._block(self._text.by_id[id]))
                waiting += [("behind", id), ("under", id)]
            else:
                blocks[-1] = replace(blocks[-1], closing=(*blocks[-1].closing, *self._opened[id]))
                blocks += self._new_ones((self._text.by_id[id].parent, id))
        return Brackets(tuple(blocks))

    def _block(self, provision: Provision) -> Block:
        """The brackets are numbered in the order in which they are read."""
        opening = self._opened[provision.id] = self._opening(provision)
        notes = [self._note(provision, about) for about in _BESIDE if (provision.id, about) in self._beside]
        wanted = ((motion, tuple(edits)) for motion, edits in self._wishes.get(provision.id, {}).items())
        pieces = _bracketed(provision.text, tuple(wanted))
        return Block(provision, False, tuple(self._piece(provision, one) for one in pieces), tuple(notes), opening)

    def _opening(self, provision: Provision) -> tuple[Open, ...]:
        going = self._going.get(provision.id)
        if not going or going == self._going.get(provision.parent):
            return ()
        return (self._open("deletion", provision, provision.text, [Want(tuple(going))]),)

    def _note(self, provision: Provision, about: About) -> Open:
        stands = getattr(provision, about) if about in ("label", "heading") else ""
        return self._open(about, provision, stands, self._beside[provision.id, about].values())

    def _piece(self, provision: Provision, piece: str | Bracket) -> str | Open:
        if isinstance(piece, str):
            return piece
        wants = [Want(wish.authors, wish.words) for wish in piece.wishes]
        return self._open("words", provision, piece.stands, wants)

    def _open(self, about: About, provision: Provision, stands: str, wants: Iterable[Want]) -> Open:
        return Open(next(self._numbers), about, provision.id, provision.name, stands, tuple(wants))

    def _new_ones(self, slot: Slot) -> Iterator[Block]:
        for new in self._coming.get(slot, ()):
            yield from self._new_blocks(new)

    def _new_blocks(self, new: NewProvision) -> Iterator[Block]:
        first = new.provisions[0]
        opening = (self._open("provision", first, "", [Want(new.motions, first.text)]),)
        blocks = [Block(one, True, (one.text,) if one.text else ()) for one in new.provisions]
        blocks[0] = replace(blocks[0], opening=opening)
        blocks[-1] = replace(blocks[-1], closing=opening)
        yield from blocks


# Of one state to the next, most provisions and what is asked of them stay.
@lru_cache(maxsize=512)
def _bracketed(text: str, wanted: tuple[tuple[str, tuple[Edit, ...]], ...]) -> tuple[Piece, ...]:
    return tuple(bracketed(text, dict(wanted)))


_BESIDE: tuple[About, ...] = ("place", "label", "heading", "levels", "horizons", "people")


def _wants_beside(
    change: Mapping[str, Any], provision: Provision, names: Mapping[str, str]
) -> Iterator[tuple[About, Any, Want]]:
    """What a change of place, label, heading or tags asks for: about what, a key to tell wishes apart, and the wish."""
    if change["op"] == "relabel":
        for about in ("label", "heading"):
            if about in change and change[about] != getattr(provision, about):
                yield about, change[about], Want((), change[about])
        return
    (difference,) = proposed([change], {}, {provision.id: provision}, names)
    if change["op"] == "move":
        yield "place", (change.get("parent", ""), change.get("after", "last")), Want((), difference=difference)
    for tag in TAGS:
        told = tuple(one for one in difference.tags if one.tag == tag)
        if told:
            yield _TAG[tag], tuple(change[tag]), Want((), difference=replace(difference, tags=told))


_TAG: dict[str, About] = {"levels": "levels", "horizons": "horizons", "people": "people"}


def _with(motions: tuple[str, ...], motion: str) -> tuple[str, ...]:
    return motions if motion in motions else (*motions, motion)
