"""What becomes of a provision, in sentences for a list."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from ledger.domain.vocabulary import label
from ledger.projections.queries.changes import Difference, Kind, Place, Swap, TagChange
from web.comparing.controls import escaped

TAG_WORDS = {"levels": "levels of governance", "horizons": "time horizons", "people": "people concerned"}

CALLED = {
    Kind.INSERTED: "new",
    Kind.FORMATTED: "changed in white space alone",
}
"""What a kind of change is called, where that is not its own word."""


def called(kinds: Sequence[Kind]) -> str:
    """Kinds of change as one: "moved and edited"."""
    *others, last = [CALLED.get(kind, kind.value) for kind in kinds]
    return f"{', '.join(others)} and {last}" if others else last


def sentences(found: Difference, most: int = 6, *, link: str = "", lang: str = "") -> Markup:
    """What becomes of one provision, without its name; "" where nothing does.

    Args:
        most: changes of words that are told one by one; 0: nothing is told of words.
        link: what the address of each change of words begins with, where they have some; see `words.drawn`.
        lang: of the words that are quoted (BCP 47).
    """
    return Markup("; ".join(_said(found, most, link, lang)))


def place(one: Place) -> str:
    """Where a provision stands or goes: "after Article 3", "first under Part I"."""
    if one.where == "after":
        return f"after {one.after}"
    at = "first" if one.where == "first" else "at the end"
    if one.parent:
        return f"{at} under {one.parent}"
    return f"{at} {'in' if one.where == 'first' else 'of'} the text"


# From here on text is markup already: `Markup.format` would take a third of the time of a whole page.


def _said(found: Difference, most: int, link: str, lang: str) -> Iterator[str]:
    yield from _said_of_the_whole(found)
    if found.label:
        yield f"label {_quoted(found.label[0], lang)} becomes {_quoted(found.label[1], lang)}"
    if found.kind:
        yield escaped(f"from {label(found.kind[0])} to {label(found.kind[1])}")
    if most:
        yield from _said_of_words(found, most, link, lang)
    for change in found.tags:
        yield escaped(_tagged(change))


def _said_of_the_whole(found: Difference) -> Iterator[str]:
    if found.what == "inserted":
        yield f"new, {escaped(place(found.place))}" if found.place else "new"
    elif found.what == "deleted":
        yield "deleted"
    elif found.is_moved and found.place:
        before = f" (before: {escaped(place(found.former))})" if found.former else ""
        yield f"moved, now {escaped(place(found.place))}{before}"


def _said_of_words(found: Difference, most: int, link: str, lang: str) -> Iterator[str]:
    swaps = found.swaps
    for swap in swaps[:most]:
        told = _swapped(swap, lang)
        yield f'<a href="{link}-{swap.number}">{told}</a>' if link else told
    if len(swaps) > most:
        yield f"{len(swaps) - most} more changes of words"
    if found.is_reworded and not swaps:
        yield "only white space changes"


def _swapped(swap: Swap, lang: str) -> str:
    if swap.old and swap.new:
        return f"{_quoted(swap.old, lang)} replaced by {_quoted(swap.new, lang)}"
    if swap.new:
        return f"{_quoted(swap.new, lang)} inserted"
    return f"{_quoted(swap.old, lang)} deleted"


def _quoted(words: str, lang: str) -> str:
    """Words of the record within a sentence, whichever way they run."""
    return f'“<bdi lang="{escaped(lang)}">{escaped(words)}</bdi>”' if lang else f"“<bdi>{escaped(words)}</bdi>”"


def _tagged(change: TagChange) -> str:
    moved = [(change.added, "added"), (change.removed, "removed")]
    told = [f"{', '.join(map(label, values))} {verb}" for values, verb in moved if values]
    return f"tags, {TAG_WORDS[change.tag]}: {', '.join(told)}"
