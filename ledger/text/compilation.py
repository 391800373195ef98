"""A text with its open wordings in square brackets, as negotiators read it.

The practice: whatever is not agreed stands in square brackets at its place, and the brackets go once it is agreed. A
bracket round new words asks to take them in, one round words of the text asks to take them out, and where several
wordings are asked for at one place they stand one behind the other, numbered *alt 1*, *alt 2*; each says who asked for
it. Provisions that are added between two others take the number of the one before with *bis*, *ter*, *quater*.
Sources: United Nations Editorial Manual, "Paragraphs and subparagraphs" (alternative versions of a paragraph); the
negotiating texts of the climate convention (options, *alt*, added paragraphs *bis*) and the compilations of the
General Assembly's committees (who asked for what, within the bracket).

Three things are decided here. Brackets in a text do not stand within one another: where wishes meet, each alternative
is given whole, so that it can be read, and chosen, by itself. The words as they stand are the first alternative, under
nobody's name: who wants them kept is not known. What counts as one bracket is one disputed place: a stretch of which
somebody wants something else, however many wordings are asked for there; neighbouring edits of the very same authors
that a reader sees as one change (see `diff`) are one place.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from ledger.text.diff import reads_as_one
from ledger.text.edits import Edit, apply_edits
from ledger.text.merge import Applied, Conflict, merge

ORDINALS = (
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies", "undecies"),
    *("duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies", "novodecies"),
    "vicies",
)
"""Twice, three times, up to twenty times."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that some ask for in the place of those that stand; "" where these are to go. Authors are as given."""

    words: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bracket:
    """One disputed place of a text, in code points.

    Attributes:
        stands: the words of the text there; "" where only new words are asked for.
        wishes: one or more, no two of them for the same words, by their first author as given.
    """

    start: int
    end: int
    stands: str
    wishes: tuple[Wish, ...]


Piece = str | Bracket
"""Words of a text that nobody disputes, never "", or a bracket."""


def bracketed(base: str, wanted: Mapping[str, Sequence[Edit]]) -> list[Piece]:
    """A text in pieces, with a bracket wherever an author wants other words.

    Only the order of the wishes in a bracket, and of the authors of a wish, depends on the order of the authors.

    Args:
        wanted: by author, edits such as `check_edits` accepts on the base.
    """
    if not any(wanted.values()):
        return [base] if base else []
    order = {author: place for place, author in enumerate(wanted)}
    pieces: list[Piece] = []
    done = 0
    for start, end, texts in _places(base, wanted):
        wishes = [Wish(words, tuple(sorted(authors, key=order.__getitem__))) for words, authors in texts]
        wishes.sort(key=lambda wish: order[wish.authors[0]])
        pieces += [base[done:start], Bracket(start, end, base[start:end], tuple(wishes))]
        done = end
    return [piece for piece in (*pieces, base[done:]) if piece != ""]


def as_it_stands(pieces: Sequence[Piece]) -> str:
    """The text with every bracket taken out again: the base."""
    return "".join(piece if isinstance(piece, str) else piece.stands for piece in pieces)


def as_wanted_by(author: str, pieces: Sequence[Piece]) -> str:
    """The text as one author wants it: her words where she is in a bracket, else the words as they stand."""
    return "".join(piece if isinstance(piece, str) else _of(author, piece) for piece in pieces)


def labels_after(label: str, taken: Container[str]) -> Iterator[str]:
    """Labels for what is added behind a provision: "7 bis", "7 ter", "7 quater", …, without those that are taken.

    Behind "7 bis" itself they go on with "7 ter"; past *vicies* they are numbered: "7 (21)".

    Args:
        label: of the provision before, not empty.
    """
    stem, _, last = label.rpartition(" ")
    if not stem or last not in ORDINALS:
        stem = label
    ordinals = chain(ORDINALS, (f"({number})" for number in count(len(ORDINALS) + 2)))
    return (found for ordinal in ordinals if (found := f"{stem} {ordinal}") not in taken)


def _of(author: str, bracket: Bracket) -> str:
    return next((wish.words for wish in bracket.wishes if author in wish.authors), bracket.stands)


_Texts = list[tuple[str, tuple[str, ...]]]
"""Words that are asked for, and by whom."""


def _places(base: str, wanted: Mapping[str, Sequence[Edit]]) -> Iterator[tuple[int, int, _Texts]]:
    """Every disputed stretch in the order of the text, with what is asked for there."""
    merged = merge(base, wanted)
    places: list[Applied | Conflict] = [*merged.applied, *merged.conflicts]
    found: list[list[Applied] | Conflict] = []
    for place in sorted(places, key=_where):
        last = found[-1] if found else None
        if isinstance(place, Applied) and isinstance(last, list) and _is_one(base, last[-1], place):
            last.append(place)
        else:
            found.append([place] if isinstance(place, Applied) else place)
    for one in found:
        if isinstance(one, Conflict):
            yield one.start, one.end, [(wish.text, wish.authors) for wish in one.alternatives]
        else:
            yield _as_one(base, one)


def _where(place: Applied | Conflict) -> tuple[int, int]:
    return (place.start, place.end) if isinstance(place, Conflict) else place.edit[:2]


def _is_one(base: str, before: Applied, after: Applied) -> bool:
    return before.authors == after.authors and reads_as_one(base, before.edit, after.edit)


def _as_one(base: str, applied: Sequence[Applied]) -> tuple[int, int, _Texts]:
    start, end = applied[0].edit[0], applied[-1].edit[1]
    inner = [(first - start, last - start, words) for first, last, words in (one.edit for one in applied)]
    return start, end, [(apply_edits(base[start:end], inner), applied[0].authors)]
