"""The merge workbench: what chosen motions make of a text together, what they dispute, and what becomes of the rest."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ledger.domain.provisions import as_edits
from ledger.domain.resolving import Answer, Question, Resolution, Taken, resolve, target_of
from ledger.domain.wording import Change
from ledger.projections.queries.asked import Asked
from ledger.projections.queries.changes import Difference, proposed
from ledger.projections.queries.order import Consequences, consequences_for, fits
from ledger.projections.queries.text import Provision, Text

T = TypeVar("T")

A_NEW_ONE = "A new provision"

AROUND = 40
"""Code points of what stands before and behind a place, where words would be put between others."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a provision: as it stands, changed by some, or disputed.

    Attributes:
        old, new: the words that stand there, and those that come; equal where nothing changes.
        motions: numbers of those that the change comes from.
        question: the dispute, answered or not.
    """

    old: str
    new: str
    motions: tuple[int, ...] = ()
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """One provision as the chosen motions leave it.

    Attributes:
        id: of the provision.
        name: what it is called.
        pieces: of its text, in order; empty where the text is left alone, or the provision comes or goes.
        difference: what else becomes of it, or all where it comes or goes; None where nothing does.
        motions: numbers of those that what else becomes of it comes from.
        questions: what is disputed of it.
        speaking: ids of the chosen motions that speak of it.
    """

    id: str
    name: str
    pieces: tuple[Piece, ...]
    difference: Difference | None
    motions: tuple[int, ...]
    questions: tuple[Question, ...]
    speaking: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its text as it is with what is answered, where it is reworded."""
        return "".join(piece.new for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Bench:
    """What lies on the workbench.

    Attributes:
        text: as it stands.
        chosen: those that fit the text, by number; `stuck` those that do not.
        resolution: what the chosen ones make.
        open: every open motion, by number.
    """

    text: Text
    chosen: tuple[Asked, ...]
    stuck: tuple[Asked, ...]
    resolution: Resolution
    open: tuple[Asked, ...]

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the open motions, by id."""
        return {one.motion.id: one.motion.number for one in self.open}

    @property
    def provisions(self) -> tuple[Merged, ...]:
        """What the chosen motions make of each provision, in the order of the text; new ones last."""
        return tuple(_merged(self))

    def others_after(self, changes: Sequence[Change], left_out: Collection[str]) -> Consequences:
        """What becomes of the open motions but for some, where changes are made."""
        return consequences_for((one for one in self.open if one.motion.id not in left_out), changes)


def workbench(found: Sequence[Asked], text: Text, motion_ids: Collection[str], answers: Mapping[str, Answer]) -> Bench:
    """What those of the open motions with these ids make of a text together.

    Args:
        found: every open motion on the text, by number.
        text: as it stands.
        answers: by the name of the dispute.
    """
    named = [one for one in found if one.motion.id in motion_ids]
    chosen = [one for one in named if fits(one)]
    texts = {provision.id: provision.text for provision in text.provisions}
    wanted = {one.motion.id: [dict(change) for change in one.changes] for one in chosen}
    return Bench(
        text=text,
        chosen=tuple(chosen),
        stuck=tuple(one for one in named if not fits(one)),
        resolution=resolve(texts, wanted, answers),
        open=tuple(found),
    )


def falling(bench: Bench, adopted: Collection[str], *, by_hand: Collection[str]) -> Iterator[tuple[Asked, Taken]]:
    """The chosen motions that are not taken as they are, and how much of each is.

    Args:
        adopted: the ids of those of which something is taken.
        by_hand: the ids of provisions whose words were written as a whole.
    """
    for one in (*bench.chosen, *bench.stuck):
        how = bench.resolution.taken.get(one.motion.id, Taken.NOTHING)
        if one.motion.id not in adopted:
            yield one, Taken.NOTHING
        elif not set(by_hand).isdisjoint(map(target_of, one.changes)):
            yield one, Taken.OTHER_WORDS
        elif how is not Taken.WHOLE:
            yield one, how


def around(question: Question, text: str) -> tuple[str, str]:
    """What stands right before the disputed words, and right behind them."""
    if question.dispute.at is None:
        return "", ""
    start, end = question.dispute.at.start, question.dispute.at.end
    before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return (
        f"…{before.partition(' ')[2]}" if start > AROUND else before,
        f"{behind.rpartition(' ')[0]}…" if end + AROUND < len(text) else behind,
    )


def _merged(bench: Bench) -> Iterator[Merged]:
    numbers, text, resolution = bench.numbers, bench.text, bench.resolution
    names = {provision.id: provision.name for provision in text.provisions}
    whole = [change for change in resolution.agreed if change["op"] != "edit"]
    differences = {one.provision.id: one for one in proposed(whole, {}, text.by_id, names)}
    agreed = _by_provision(resolution.agreed, target_of)
    questions = _by_provision(resolution.questions, lambda one: one.dispute.provision_id)
    speaking = _speaking(bench.chosen)
    for id in sorted(speaking, key=_in_order_of(text)):
        provision, difference = text.by_id.get(id), differences.get(id)
        is_kept = provision is not None and (difference is None or difference.what == "changed")
        credited = {motion for change in agreed.get(id, ()) if change["op"] != "edit" for motion in change["motions"]}
        yield Merged(
            id=id,
            name=provision.name if provision else difference.name if difference else A_NEW_ONE,
            pieces=tuple(_pieces(provision, agreed.get(id, ()), questions.get(id, ()), numbers))
            if provision and is_kept
            else (),
            difference=difference,
            motions=_spoken(credited, numbers),
            questions=tuple(questions.get(id, ())),
            speaking=tuple(speaking[id]),
        )


def _by_provision(found: Iterable[T], id_of: Callable[[T], str]) -> dict[str, list[T]]:
    by_id: dict[str, list[T]] = {}
    for one in found:
        by_id.setdefault(id_of(one), []).append(one)
    return by_id


def _speaking(chosen: Iterable[Asked]) -> dict[str, list[str]]:
    """By provision, the motions that speak of it."""
    found: dict[str, list[str]] = {}
    for one in chosen:
        for id in dict.fromkeys(map(target_of, one.changes)):
            found.setdefault(id, []).append(one.motion.id)
    return found


def _in_order_of(text: Text) -> Any:
    places = {provision.id: place for place, provision in enumerate(text.provisions)}
    return lambda id: places.get(id, len(places))


def _pieces(
    provision: Provision, agreed: Iterable[Change], questions: Iterable[Question], numbers: Mapping[str, int]
) -> Iterator[Piece]:
    """The text of a provision, cut where it changes and where it is disputed."""
    text, done = provision.text, 0
    cuts = [*_changed(text, agreed, numbers), *_disputed(questions, numbers)]
    for start, end, piece in sorted(cuts, key=lambda cut: cut[:2]):
        if done < start:
            yield Piece(text[done:start], text[done:start])
        yield piece
        done = end
    if done < len(text):
        yield Piece(text[done:], text[done:])


def _changed(text: str, agreed: Iterable[Change], numbers: Mapping[str, int]) -> Iterator[tuple[int, int, Piece]]:
    for change in agreed:
        for start, end, new in as_edits(change["edits"]) if change["op"] == "edit" else ():
            yield start, end, Piece(text[start:end], new, _spoken(change["motions"], numbers))


def _disputed(questions: Iterable[Question], numbers: Mapping[str, int]) -> Iterator[tuple[int, int, Piece]]:
    for question in questions:
        at = question.dispute.at
        if at is not None:
            new = at.base if question.text is None else question.text
            yield at.start, at.end, Piece(at.base, new, _spoken(question.speaking, numbers), question)


def _spoken(motions: Iterable[str], numbers: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(sorted({numbers[motion] for motion in motions}))
