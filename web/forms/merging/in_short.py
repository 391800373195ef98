"""What motions ask for and what becomes of them, in a few words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.domain.consequences import Consequence
from ledger.projections.queries.changes import Swap
from ledger.projections.queries.order import Brief, Consequences
from web.filters import plural

MOST_BRIEFS = 4
"""Changes that are told of one motion."""

OF_THE_WHOLE = {"delete": "deletes the provision", "move": "moves the provision"}

MOST_NUMBERS = 12
"""Motions that are named in a sentence."""

BECOMES = {
    Consequence.FALLS: ("falls", "fall"),
    Consequence.ADJUST: ("needs adjusting by its authors", "need adjusting by their authors"),
    Consequence.SETTLED: ("is settled by it", "are settled by it"),
    Consequence.LOOK: ("still fits, beside words that change", "still fit, beside words that change"),
}
"""What becomes of one motion, and of several."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words about a motion, or out of it."""

    words: str
    is_quoted: bool = False


def said_of(briefs: Sequence[Brief]) -> Iterator[Said]:
    """What changes ask for, in a few words."""
    for number, brief in enumerate(briefs[:MOST_BRIEFS]):
        if number:
            yield Said("; ")
        yield from _said(brief)
    if len(briefs) > MOST_BRIEFS:
        yield Said(f"; and {plural(len(briefs) - MOST_BRIEFS, 'more change')}")


def _said(brief: Brief) -> Iterator[Said]:
    if brief.op in OF_THE_WHOLE:
        yield Said(OF_THE_WHOLE[brief.op])
    elif brief.op == "insert":
        yield from (Said("new: "), Said(brief.swaps[0].new, is_quoted=True))
    elif brief.op == "retag":
        yield Said(f"tags: {brief.swaps[0].new or 'none'}")
    else:
        yield from _swapped(brief)


def _swapped(brief: Brief) -> Iterator[Said]:
    for number, swap in enumerate(brief.swaps):
        if number:
            yield Said(", ")
        yield from quoted(swap)
    if brief.more:
        yield Said(f", and in {plural(brief.more, 'more place')}")


def quoted(swap: Swap) -> Iterator[Said]:
    """Words that go, and words that come."""
    if swap.old:
        yield Said(swap.old, is_quoted=True)
    if swap.old and swap.new:
        yield Said(" becomes ")
    if swap.new:
        yield Said(swap.new, is_quoted=True)
    if not (swap.old and swap.new):
        yield Said(" comes in" if swap.new else " goes" if swap.old else "white space changes")


def becomes(found: Consequences) -> Iterator[str]:
    """What becomes of motions, a sentence for each kind of fate."""
    for kind, numbers in found.items():
        yield f"{_listed(numbers)} {BECOMES[kind][len(numbers) > 1]}"


def _listed(numbers: Sequence[int]) -> str:
    told = [str(number) for number in numbers[:MOST_NUMBERS]]
    if len(numbers) > MOST_NUMBERS:
        told.append(f"{len(numbers) - MOST_NUMBERS} more")
    return " and ".join(part for part in (", ".join(told[:-1]), told[-1]) if part)
