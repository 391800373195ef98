"""Disputes answered: what is made then, what of each motion is taken, and that nothing else is in the text."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.merging import combined
from ledger.domain.provisions import as_edits
from ledger.domain.resolving import KEPT, OWN, STANDS, Answer, Question, Resolution, Taken, resolve
from ledger.domain.wording import provision_wording
from ledger.text import apply_edits, check_edits, edits_between

TEXT = "States shall protect all refugees and migrants."
ID = "p"
WORDS = ("shall", "must", "protect", "all", "and", "refugees", "migrants", "children", ",")


def edit(new: str, text: str = TEXT) -> dict[str, Any]:
    """A rewriting of the one provision, as its smallest edits."""
    edits = [list(one) for one in edits_between(text, new)]
    return {"op": "edit", "provision_id": ID, "base": provision_wording("", text), "edits": edits}


def deletion() -> dict[str, Any]:
    return {"op": "delete", "provision_id": ID, "base": provision_wording("", TEXT)}


def resolved(wanted: dict[str, Any], answers: dict[str, Answer] | None = None) -> Resolution:
    changes = {motion: [change] for motion, change in wanted.items()}
    return resolve({ID: TEXT}, changes, answers or {})


def answered(wanted: dict[str, Any], *choices: Answer | str) -> Resolution:
    """Each dispute answered in turn: with an answer, or with what a motion wants."""
    answers: dict[str, Answer] = {}
    for choice in choices:
        question = resolved(wanted, answers).open[0]
        answers[question.name] = choice if isinstance(choice, Answer) else Answer(option_of(question, choice))
    return resolved(wanted, answers)


def option_of(question: Question, motion: str) -> str:
    return next(name for name, want in question.options.items() if motion in want.motions)


def made(found: Resolution, text: str = TEXT) -> str:
    """The text that the changes make, as the record makes it."""
    edits = [edit for change in combined(list(found.changes)) for edit in as_edits(change["edits"])]
    if not edits:
        return text
    check_edits(text, edits)
    return apply_edits(text, edits)


MUST = edit("States must protect all refugees and migrants.")
MAY = edit("States may protect all refugees and migrants.")
CHILDREN = edit("States shall protect all refugees, children and migrants.")


def test_what_nothing_disputes_is_made_and_every_motion_is_taken_whole() -> None:
    found = resolved({"a": MUST, "b": CHILDREN})

    assert made(found) == "States must protect all refugees, children and migrants."
    assert found.taken == {"a": Taken.WHOLE, "b": Taken.WHOLE}
    assert found.is_as_tabled


def test_the_words_of_an_answer_come_from_those_alone_who_wanted_them() -> None:
    disputing = {"a": MUST, "b": MAY}

    def speaking(*choices: Answer | str) -> tuple[str, ...]:
        return answered(disputing, *choices).questions[0].speaking

    assert speaking() == ("a", "b")
    assert speaking("b") == ("b",)
    assert speaking(Answer(OWN, "should")) == ("a", "b")
    assert speaking(Answer(STANDS)) == ()


def test_an_open_dispute_leaves_the_words_as_they_stand() -> None:
    found = resolved({"a": MUST, "b": MAY, "c": CHILDREN})

    assert len(found.open) == 1
    assert made(found) == "States shall protect all refugees, children and migrants."


def test_what_is_not_chosen_falls_and_the_rest_is_as_it_was_tabled() -> None:
    found = answered({"a": MUST, "b": MAY, "c": CHILDREN}, "b")

    assert made(found) == "States may protect all refugees, children and migrants."
    assert found.taken == {"a": Taken.NOTHING, "b": Taken.WHOLE, "c": Taken.WHOLE}
    assert found.is_as_tabled


def test_a_motion_that_loses_one_of_two_disputes_is_taken_in_part() -> None:
    both = edit("States must protect all refugees, children and migrants.")

    found = answered({"a": both, "b": MAY}, "b")

    assert made(found) == "States may protect all refugees, children and migrants."
    assert found.taken == {"a": Taken.PART, "b": Taken.WHOLE}
    assert not found.is_as_tabled


def test_other_words_are_credited_to_all_who_disputed_them() -> None:
    found = answered({"a": MUST, "b": MAY, "c": CHILDREN}, Answer(OWN, "will"))

    assert made(found) == "States will protect all refugees, children and migrants."
    assert found.taken == {"a": Taken.OTHER_WORDS, "b": Taken.OTHER_WORDS, "c": Taken.WHOLE}
    assert [change["motions"] for change in found.changes if change["edits"][0][2] == "will"] == [["a", "b"]]


def test_other_words_that_somebody_tabled_are_hers() -> None:
    found = answered({"a": MUST, "b": MAY}, Answer(OWN, "may"))

    assert found.taken == {"a": Taken.NOTHING, "b": Taken.WHOLE}


def test_leaving_the_words_as_they_stand_takes_nothing() -> None:
    found = answered({"a": MUST, "b": MAY}, Answer(STANDS))

    assert found.changes == ()
    assert set(found.taken.values()) == {Taken.NOTHING}


def test_where_a_deletion_is_chosen_all_else_falls() -> None:
    found = answered({"a": MUST, "b": MAY, "d": deletion()}, "d")

    assert [change["op"] for change in found.changes] == ["delete"]
    assert found.taken == {"a": Taken.NOTHING, "b": Taken.NOTHING, "d": Taken.WHOLE}


def test_keeping_what_a_motion_deletes_brings_up_what_the_others_dispute() -> None:
    found = answered({"a": MUST, "b": MAY, "d": deletion()}, Answer(KEPT), "a")

    assert made(found) == "States must protect all refugees and migrants."
    assert found.taken == {"a": Taken.WHOLE, "b": Taken.NOTHING, "d": Taken.NOTHING}


def test_an_answer_to_another_dispute_does_nothing() -> None:
    two = {"a": MUST, "b": MAY}
    question = resolved(two).open[0]
    answers = {question.name: Answer(OWN, "will")}

    found = resolved({**two, "c": edit("States will all protect all refugees and migrants.")}, answers)

    assert len(found.open) == 1
    assert resolved(two, answers).open == ()


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


@given(st.lists(texts, min_size=1, max_size=4), st.data())
@settings(deadline=None)
def test_whatever_is_answered_the_record_accepts_it_and_each_answer_stands_in_the_text(
    rewritten: list[str], data: st.DataObject
) -> None:
    wanted = {str(at): edit(new) for at, new in enumerate(rewritten) if new != TEXT}
    answers: dict[str, Answer] = {}
    for question in resolved(wanted).open:
        choices = [*question.options, STANDS, OWN]
        answers[question.name] = Answer(data.draw(st.sampled_from(choices)), data.draw(texts))

    found = resolved(wanted, answers)

    assert found.open == ()
    said = made(found)
    assert all(question.text is not None and question.text in said for question in found.questions)
    credited = {motion for change in found.changes for motion in change["motions"]}
    assert credited == {motion for motion, how in found.taken.items() if how is not Taken.NOTHING}
    if found.is_as_tabled:
        assert made(resolved({motion: wanted[motion] for motion in credited})) == said
