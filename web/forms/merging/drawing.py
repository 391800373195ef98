"""The merge workbench as its page draws it, and its answers as the page sends them.

A dispute's fields are named by what it is about (see `resolving.Question`), so that an answer is never taken for one to
another dispute; answers to what is not disputed at present are carried along unseen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ledger.domain.merging import Want
from ledger.domain.resolving import OWN, Answer, Question, Taken
from ledger.domain.wording import Change
from ledger.projections.queries.asked import Asked
from ledger.projections.queries.changes import Swap
from ledger.projections.queries.known import Known
from ledger.projections.queries.motions import Motion
from ledger.projections.queries.order import briefs
from ledger.projections.queries.people import Person
from ledger.projections.queries.text import Text
from ledger.projections.queries.workbench import Bench, Merged, around
from web.filters import plural
from web.forms.composing.parts import typed
from web.forms.fields import Typed
from web.forms.merging.in_short import Said, becomes, quoted, said_of

MOST_MET = 3
"""Places that are told where words gave way under a motion."""

TAKE, WORDS = "take.", "words."
"""Before the name of a dispute: the field of what is chosen, and that of words of one's own."""


@dataclass(frozen=True, slots=True)
class Option:
    """What can be had of what is disputed.

    Attributes:
        value: of its radio button.
        text: the disputed words as some would have them; None where the provision as a whole is disputed.
        said: what some would have of a provision as a whole.
        motions: that want it.
    """

    value: str
    text: str | None
    said: tuple[Said, ...]
    motions: tuple[Motion, ...]


@dataclass(frozen=True, slots=True)
class DrawnQuestion:
    """A dispute as it is drawn.

    Attributes:
        before, behind: the words around those that are disputed.
        base: the words that stand there, "" where words meet that would be put in.
        chosen: the value of the button that was chosen.
        words: one's own.
        errors: sentences.
    """

    question: Question
    options: tuple[Option, ...]
    before: str
    behind: str
    base: str
    chosen: str
    words: str
    errors: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def field(self) -> str:
        """The name of its buttons, and the id of the first."""
        return f"{TAKE}{self.name}"

    @property
    def rows(self) -> int:
        """How many lines the field for one's own words has."""
        return min(12, 2 + len(self.words) // 70)


@dataclass(frozen=True, slots=True)
class DrawnProvision:
    """A provision as the chosen motions leave it, with what is disputed of it."""

    merged: Merged
    questions: tuple[DrawnQuestion, ...]
    speaking: tuple[Motion, ...]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A chosen motion that does not fit the text any more, and what became of the words that it changes."""

    motion: Motion
    met: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The workbench as it is drawn.

    Attributes:
        chosen: ids of those that are chosen.
        provisions: those of which something is made, without those that are open for editing.
        stuck: the chosen motions that do not fit the text as it stands.
        falling: the chosen ones that are not taken as they are, and how much is.
        others: what becomes of the rest, in sentences.
        left: questions without an answer.
        unseen: (name, value) of answers to what is not disputed at present.
        kept: words that were written for disputes that are not there any more.
        proposers: by motion.
        has_moved: whether the text is another than the one on which this was begun.
    """

    chosen: frozenset[str]
    provisions: tuple[DrawnProvision, ...]
    stuck: tuple[Stuck, ...]
    falling: tuple[tuple[Motion, Taken], ...]
    others: tuple[str, ...]
    left: int
    unseen: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]
    proposers: Mapping[str, list[Person]]
    has_moved: bool

    @property
    def says(self) -> str:
        """How far it is, in a sentence that is read aloud."""
        if not self.chosen:
            return "Nothing is chosen yet."
        disputes = f"{plural(self.left, 'conflict')} left" if self.left else "no conflict left"
        return f"{plural(len(self.chosen), 'motion')} chosen, {disputes}."


def answers_in(fields: Typed) -> dict[str, Answer]:
    """The answers that a form sent, by the name of the dispute."""
    names = dict.fromkeys(name.partition(".")[2] for name in fields if name.startswith((TAKE, WORDS)))
    return {name: Answer(_one(fields, f"{TAKE}{name}"), typed(_one(fields, f"{WORDS}{name}"))) for name in names}


def drawn(
    bench: Bench,
    made: Sequence[Change],
    known: Known,
    fields: Typed,
    errors: Mapping[str, Sequence[str]],
    *,
    opened: frozenset[str],
    has_moved: bool,
) -> Drawn:
    """What the template draws.

    Args:
        made: the changes that would be recorded as it stands.
        known: the proposers of the chosen ones.
        opened: ids of provisions whose words are edited as a whole.
    """
    motions = {one.motion.id: one.motion for one in bench.open}
    provisions = [one for one in bench.provisions if one.id not in opened]
    shown = [_provision(one, bench, motions, fields, errors) for one in provisions]
    names = {question.name for one in shown for question in one.questions}
    chosen = frozenset(one.motion.id for one in (*bench.chosen, *bench.stuck))
    others = bench.others_after(made, chosen)
    return Drawn(
        chosen=chosen,
        provisions=tuple(shown),
        stuck=tuple(_stuck(one) for one in bench.stuck),
        falling=tuple(_falling(bench, opened)),
        others=tuple(becomes(others)),
        left=len(left_in(bench, opened)),
        unseen=tuple(_unseen(fields, names)),
        kept=tuple(_kept(fields, bench)),
        proposers={one.motion.id: known.all(one.motion.proposers) for one in bench.chosen},
        has_moved=has_moved,
    )


def left_in(bench: Bench, opened: Iterable[str]) -> list[Question]:
    """The questions without an answer, but for those of provisions whose words are edited as a whole."""
    return [question for question in bench.resolution.open if question.dispute.provision_id not in set(opened)]


def _provision(
    one: Merged, bench: Bench, motions: Mapping[str, Motion], fields: Typed, errors: Mapping[str, Sequence[str]]
) -> DrawnProvision:
    questions = tuple(_question(question, bench, motions, fields, errors) for question in one.questions)
    return DrawnProvision(one, questions, tuple(motions[id] for id in one.speaking))


def _question(
    question: Question, bench: Bench, motions: Mapping[str, Motion], fields: Typed, errors: Mapping[str, Sequence[str]]
) -> DrawnQuestion:
    at = question.dispute.at
    provision = bench.text.by_id.get(question.dispute.provision_id)
    before, behind = around(question, provision.text if provision else "")
    base = at.base if at else ""
    field = f"{TAKE}{question.name}"
    words = typed(_one(fields, f"{WORDS}{question.name}", base))
    chosen = _one(fields, field) or (OWN if question.answer and question.answer.choice == OWN else "")
    texts = [one.text for one in at.alternatives] if at else [None] * len(question.options)
    options = tuple(
        Option(
            name,
            text,
            tuple(said_of(list(briefs(want.changes, bench.text)))),
            tuple(motions[id] for id in want.motions),
        )
        for (name, want), text in zip(question.options.items(), texts, strict=True)
    )
    return DrawnQuestion(question, options, before, behind, base, chosen, words, tuple(errors.get(field, ())))


def _option(name: str, words: str | None, want: Want, text: Text, motions: Mapping[str, Motion]) -> Option:
    said = tuple(said_of(list(briefs(want.changes, text))))
    return Option(name, words, said, tuple(motions[id] for id in want.motions))


def _stuck(one: Asked) -> Stuck:
    swaps = (Swap(obstacle.old, obstacle.new) for obstacle in one.obstacles if obstacle.old or obstacle.new)
    return Stuck(one.motion, tuple(tuple(quoted(swap)) for swap in islice(swaps, MOST_MET)))


def _falling(bench: Bench, opened: frozenset[str]) -> Iterator[tuple[Motion, Taken]]:
    """Not those of which a provision is open for editing: what is taken of them is being written."""
    of_opened = {id for one in bench.provisions if one.id in opened for id in one.speaking}
    undecided = {id for question in left_in(bench, opened) for id in question.dispute.motions}
    for one in bench.chosen:
        how = bench.resolution.taken[one.motion.id]
        if how is not Taken.WHOLE and one.motion.id not in of_opened | undecided:
            yield one.motion, how


def _unseen(fields: Typed, names: set[str]) -> Iterator[tuple[str, str]]:
    for field, values in fields.items():
        if field.startswith((TAKE, WORDS)) and field.partition(".")[2] not in names:
            yield from ((field, value) for value in values)


def _kept(fields: Typed, bench: Bench) -> Iterator[str]:
    """Words of one's own for disputes of which none is there now: they can be copied."""
    known = {question.name for question in bench.resolution.questions}
    for field, values in fields.items():
        name = field.partition(".")[2]
        if field.startswith(WORDS) and name not in known and _one(fields, f"{TAKE}{name}") == OWN:
            yield from filter(None, map(typed, values))


def _one(fields: Typed, name: str, otherwise: str = "") -> str:
    return next(iter(fields.get(name, ())), otherwise)
