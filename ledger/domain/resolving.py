"""Motions adopted together where they dispute: each dispute answered, what is made then, and what becomes of each.

A dispute about a provision as a whole is answered first: what loses is left out, and the rest is put together again,
so that keeping what one motion deletes brings up what the others dispute of its words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger.domain.canonical import digest
from ledger.domain.merging import Dispute, Want, merge
from ledger.domain.provisions import as_edits
from ledger.domain.wording import Change
from ledger.text import Edit, EditError, check_edits, edits_between

STANDS, KEPT, OWN, UNSAID = "stands", "kept", "own", ""
"""Answers to a dispute: as it stands; not deleted, with what else is asked for; in other words; none, unless words are
given that differ from those that stand. Any other answer is the name of what some motions want."""

NAME_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """How a dispute is answered; `words` take the place of the disputed ones where the choice is `OWN`."""

    choice: str
    words: str = ""


class Taken(StrEnum):
    """How much of a motion is taken into the text."""

    WHOLE = "whole"
    OTHER_WORDS = "other_words"
    """Some of it in words that nobody tabled."""
    PART = "part"
    NOTHING = "nothing"
    """It falls: it is no part of the adoption, and stays open."""


@dataclass(frozen=True, slots=True)
class Question:
    """A dispute and its answer.

    Attributes:
        name: of the dispute: the same as long as the same words are disputed between the same motions.
        options: by name, what can be had. Of a deletion only what deletes: the rest is asked for once it is kept.
        answer: None where there is none yet, or one that does not fit.
    """

    name: str
    dispute: Dispute
    options: Mapping[str, Want]
    answer: Answer | None

    @property
    def is_of_words(self) -> bool:
        """Whether words within a provision are disputed."""
        return self.dispute.at is not None

    @property
    def is_of_deletion(self) -> bool:
        """Whether a provision is deleted by some and not by others."""
        return any(_deletes(want) for want in self.dispute.wants)

    @property
    def text(self) -> str | None:
        """What the answer puts in the place of the disputed words; None where the question is not of words, or open."""
        if self.dispute.at is None or self.answer is None:
            return None
        if self.answer.choice == OWN:
            return self.answer.words
        by_name = dict(zip(self.options, self.dispute.at.alternatives, strict=True))
        chosen = by_name.get(self.answer.choice)
        return chosen.text if chosen else self.dispute.at.base

    @property
    def speaking(self) -> tuple[str, ...]:
        """The motions from which the answer's words come; all that are in the dispute while there is none."""
        if self.answer is None or self.answer.choice == OWN:
            return self.dispute.motions
        taken = self.options.get(self.answer.choice)
        return taken.motions if taken else ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What motions make together once their disputes are answered.

    Attributes:
        agreed: the changes that nothing disputes any more, each with its `motions`.
        changes: those, and what disputed words were answered with; what is not answered is as it stands.
        questions: those about provisions as a whole that were answered, then those that are left or of words.
        taken: by motion, how much of it is taken.
        is_as_tabled: whether every motion of which anything is taken is taken to the letter.
    """

    agreed: tuple[Change, ...]
    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    taken: Mapping[str, Taken]
    is_as_tabled: bool

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions without an answer."""
        return tuple(question for question in self.questions if question.answer is None)


def resolve(
    texts: Mapping[str, str], wanted: Mapping[str, Sequence[Change]], answers: Mapping[str, Answer]
) -> Resolution:
    """What motions make of a text.

    Args:
        texts: by provision, the text as it stands.
        wanted: by motion, in the order of their numbers, its changes carried to the text as it stands.
        answers: by the name of the dispute; those to other disputes do nothing.
    """
    left = {motion: list(changes) for motion, changes in wanted.items()}
    settled: list[Question] = []
    while True:
        together = merge(texts, left)
        questions = [_question(dispute, answers) for dispute in together.disputes]
        answered = next((one for one in questions if not one.is_of_words and one.answer), None)
        if answered is None or not _leave_out(left, _losing(answered)):
            break
        settled.append(answered)
    changes = list(together.changes)
    for question in questions:
        changes += _answered(question, texts, changes)
    every = (*settled, *questions)
    taken = {motion: _taken(motion, changes, every) for motion in wanted}
    return Resolution(together.changes, tuple(changes), every, taken, _is_as_tabled(wanted, changes, taken))


def name_of_want(want: Want) -> str:
    """The name of what some motions want."""
    return digest([dict(change) for change in want.changes])[:NAME_LENGTH]


def target_of(change: Mapping[str, object]) -> str:
    """The id of the provision that a change is about."""
    provision = change.get("provision")
    return str(provision["provision_id"] if isinstance(provision, Mapping) else change["provision_id"])


def _question(dispute: Dispute, answers: Mapping[str, Answer]) -> Question:
    of_deletion = any(map(_deletes, dispute.wants))
    options = {name_of_want(want): want for want in dispute.wants if not of_deletion or _deletes(want)}
    name = _name(dispute)
    answer = _plain(answers[name], dispute, options) if name in answers else None
    fitting = {*options, STANDS, *((OWN,) if dispute.at is not None else ()), *((KEPT,) if of_deletion else ())}
    return Question(name, dispute, options, answer if answer and answer.choice in fitting else None)


def _plain(answer: Answer, dispute: Dispute, options: Mapping[str, Want]) -> Answer:
    """An answer in other words that are those that stand, or those that somebody tabled, as what it is."""
    if answer.choice not in (OWN, UNSAID) or dispute.at is None:
        return answer
    if answer.words == dispute.at.base:
        return Answer(STANDS if answer.choice == OWN else UNSAID)
    known = zip(dispute.at.alternatives, options, strict=True)
    own = Answer(OWN, answer.words)
    return next((Answer(name) for one, name in known if one.text == answer.words), own)


def _name(dispute: Dispute) -> str:
    """Of what the dispute is: the provision, and what is wanted of it by whom; a change says what it was made on."""
    place = [dispute.at.start, dispute.at.end] if dispute.at else []
    wants = [[[dict(change) for change in want.changes], sorted(want.motions)] for want in dispute.wants]
    return f"{dispute.provision_id}.{digest([place, wants])[:NAME_LENGTH]}"


def _deletes(want: Want) -> bool:
    return any(change["op"] == "delete" for change in want.changes)


def _losing(question: Question) -> list[Want]:
    choice = question.answer.choice if question.answer else STANDS
    if choice == KEPT:
        return list(question.options.values())
    return [want for want in question.dispute.wants if want is not question.options.get(choice)]


def _leave_out(left: dict[str, list[Change]], losing: Iterable[Want]) -> bool:
    """Take what loses out of what is wanted; gives whether there was any."""
    found = False
    for want in losing:
        lost = {(change["op"], target_of(change)) for change in want.changes}
        for motion in want.motions:
            kept = [change for change in left[motion] if (change["op"], target_of(change)) not in lost]
            found = found or len(kept) < len(left[motion])
            left[motion] = kept
    return found


def _answered(question: Question, texts: Mapping[str, str], made: Sequence[Change]) -> list[Change]:
    """What an answer makes of disputed words."""
    at, answer, id = question.dispute.at, question.answer, question.dispute.provision_id
    if at is None or answer is None or answer.choice == STANDS:
        return []
    if answer.choice != OWN:
        return question.options[answer.choice].credited
    base = next(change["base"] for one in question.dispute.wants for change in one.changes)
    beside = [edit for change in made if _edits(change, id) for edit in as_edits(change["edits"])]
    edits = [[*edit] for edit in _written(texts[id], at.start, at.end, answer.words, beside)]
    change = {"op": "edit", "provision_id": id, "base": base, "edits": edits}
    return [{**change, "motions": list(question.dispute.motions)}]


def _edits(change: Change, id: str) -> bool:
    return bool(change["op"] == "edit" and change["provision_id"] == id)


def _written(text: str, start: int, end: int, words: str, beside: Sequence[Edit]) -> list[Edit]:
    """The edits that put other words in the place of some: the smallest where they can stand beside the others."""
    fine = [(start + first, start + last, new) for first, last, new in edits_between(text[start:end], words)]
    try:
        check_edits(text, sorted([*fine, *beside], key=lambda edit: edit[:2]))
    except EditError:
        return [(start, end, words)]
    return fine


def _taken(motion: str, changes: Sequence[Change], questions: Sequence[Question]) -> Taken:
    if not any(motion in change["motions"] for change in changes):
        return Taken.NOTHING
    own = [question for question in questions if motion in question.dispute.motions]
    if any(question.answer and question.answer.choice == OWN for question in own):
        return Taken.OTHER_WORDS
    return Taken.WHOLE if all(_has_all(motion, question) for question in own) else Taken.PART


def _has_all(motion: str, question: Question) -> bool:
    """Whether a motion loses nothing by the answer to a question that it is in."""
    if question.answer is None:
        return False
    return not any(motion in want.motions for want in _losing(question))


def _is_as_tabled(
    wanted: Mapping[str, Sequence[Change]], changes: Sequence[Change], taken: Mapping[str, Taken]
) -> bool:
    """Whether motions that are taken are taken whole, and by the very edits that they tabled."""
    used = [motion for motion, how in taken.items() if how is not Taken.NOTHING]
    if any(taken[motion] is not Taken.WHOLE for motion in used):
        return False
    asked = {piece for motion in used for change in wanted[motion] for piece in _pieces(change)}
    return asked == {piece for change in changes for piece in _pieces(change)}


def _pieces(change: Change) -> list[str]:
    plain = {key: value for key, value in change.items() if key not in ("motions", "edits")}
    return [digest([plain, list(edit)]) for edit in change.get("edits", [()])]
