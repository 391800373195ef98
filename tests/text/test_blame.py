"""Who wrote each word: origins are carried exactly, and words that return keep their first author."""

from itertools import accumulate, pairwise
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import apply_edits, edits_between
from ledger.text.blame import REPLACED_MOST, Credited, Run, carried, taken_out, written
from ledger.text.graveyard import LEAST, STEPS_FOR_A_WORD, WORDS_KEPT, Graveyard, received
from ledger.text.rewriting import rewritten
from tests.generated.received import blamed, received_history, share_right

WORDS = ("States", "shall", "protect", "the", "refugees", "may", "cities", "host", "—", "難民", "לא", "12")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
LONG = "Cities that host new arrivals share what they learn."


def credited(text: str, origin: str) -> Credited:
    return Credited(text, tuple(written(text, origin)))


def told(one: Credited) -> list[tuple[str, str]]:
    """The words of each origin, in order."""
    ends = list(accumulate(run.length for run in one.runs))
    return [(run.origin, one.text[end - run.length : end]) for run, end in zip(one.runs, ends, strict=True)]


def history(*texts: str) -> Credited:
    """What received texts, one after the other, leave of a provision."""
    standing: dict[str, Credited] = {}
    graveyard = Graveyard()
    for number, text in enumerate(texts, 1):
        standing |= received(standing, {"": text}, str(number), graveyard)[0]
    return standing[""]


def test_the_words_of_an_edit_are_its_own_with_what_they_replaced() -> None:
    base = "States shall protect refugees."

    runs = carried(written(base, "1"), base, [(7, 12, "must"), (21, 21, "all ")], ["2", "3"])

    assert runs == [Run(7, "1"), Run(4, "2", "shall"), Run(9, "1"), Run(4, "3"), Run(9, "1")]


def test_an_edit_inside_the_words_of_another_leaves_both_its_sides_to_that_one() -> None:
    runs = carried(written(LONG, "1", "None."), LONG, [(12, 16, "take in")], ["2"])

    assert runs == [Run(12, "1", "None."), Run(7, "2", "host"), Run(36, "1", "None.")]


def test_what_stood_apart_and_came_in_together_is_one_run_again() -> None:
    base = "shall not ever"
    runs = carried(written(base, "1"), base, [(6, 10, "hardly ")], ["2"])

    assert carried(runs, "shall hardly ever", [(6, 13, "")], ["3"]) == [Run(10, "1")]


def test_of_very_much_that_was_replaced_the_beginning_is_kept() -> None:
    base = "word " * REPLACED_MOST

    (run,) = carried(written(base, "1"), base, [(0, len(base), "Nothing.")], ["2"])

    assert len(run.replaced) == REPLACED_MOST
    assert run.replaced.endswith("…")


def test_what_is_taken_out_keeps_its_runs() -> None:
    base = "States shall protect refugees."
    standing = Credited(
        "States must protect refugees.", tuple(carried(written(base, "1"), base, [(7, 12, "must")], ["2"]))
    )

    assert taken_out(standing, [(0, 12, ""), (13, 13, "all ")]) == [
        Credited("States must ", (Run(7, "1"), Run(4, "2", "shall"), Run(1, "1")))
    ]


@settings(max_examples=200, deadline=None)
@given(old=TEXTS, new=TEXTS, newest=TEXTS)
def test_runs_always_cover_the_text_and_no_two_neighbours_could_be_one(old: str, new: str, newest: str) -> None:
    first, second = edits_between(old, new), edits_between(new, newest)

    runs = carried(written(old, "1"), old, first, ["2"] * len(first))
    runs = carried(runs, new, second, ["3"] * len(second))

    assert sum(run.length for run in runs) == len(newest)
    assert all(run.length > 0 for run in runs)
    assert all((a.origin, a.replaced) != (b.origin, b.replaced) for a, b in pairwise(runs))


@settings(max_examples=200, deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_words_are_blamed_exactly_on_the_edits_that_brought_them(old: str, new: str) -> None:
    edits = edits_between(old, new)
    origins = [str(number) for number in range(len(edits))]

    runs = carried(written(old, "old"), old, edits, origins)

    by_edit = {run.origin: words for run, (_, words) in zip(runs, told(Credited(new, tuple(runs))), strict=True)}
    by_edit.pop("old", None)
    assert by_edit == {number: edit[2] for number, edit in zip(origins, edits, strict=True) if edit[2]}


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
def test_the_words_of_a_received_history_joined_are_its_last_text(texts: list[str]) -> None:
    found = history(*texts)

    assert "".join(words for _, words in told(found)) == texts[-1]


@settings(max_examples=300, deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_the_edits_of_a_text_that_was_received_make_it(old: str, new: str) -> None:
    edits = rewritten(old, new)

    assert apply_edits(old, edits) == new
    assert all(one[1] <= other[0] for one, other in pairwise(edits))


def test_words_that_return_keep_their_first_author() -> None:
    found = history(f"First. {LONG} Last.", "First. Last.", f"First. {LONG} Then. Last.")

    assert told(found) == [("1", f"First. {LONG} "), ("3", "Then. "), ("1", "Last.")]


def test_words_that_move_to_another_provision_keep_their_author() -> None:
    graveyard = Graveyard()
    standing = {"a": credited(f"Left. {LONG}", "1"), "b": credited("Right.", "2")}

    found, gone = received(standing, {"a": "Left.", "b": f"Right. {LONG}"}, "3", graveyard)

    assert told(found["b"]) == [("2", "Right."), ("1", f" {LONG}")]
    assert [one.text for one in gone] == [f" {LONG}"]


def test_the_words_of_several_authors_return_as_theirs() -> None:
    mixed = Credited(LONG, (*written(LONG[:12], "1"), *written(LONG[12:], "2", "stay away")))
    graveyard = Graveyard([mixed])

    assert graveyard.found(LONG, "3") == list(mixed.runs)


def test_what_was_taken_out_last_is_found_first() -> None:
    graveyard = Graveyard([credited(LONG, "1"), credited(LONG, "2")])

    assert {run.origin for run in graveyard.found(LONG, "3")} == {"2"}


def test_the_longest_match_comes_first() -> None:
    graveyard = Graveyard(
        [credited("that host new arrivals share what", "1"), credited("Never. Cities that host new", "2")]
    )

    runs = graveyard.found(LONG, "3")

    assert told(Credited(LONG, tuple(runs))) == [
        ("3", "Cities "),
        ("1", "that host new arrivals share what "),
        ("3", "they learn."),
    ]


def test_a_few_words_are_no_return() -> None:
    few = " ".join(LONG.split()[: LEAST - 1])

    assert {run.origin for run in Graveyard([credited(LONG, "1")]).found(few, "2")} == {"2"}


def test_white_space_and_signs_do_not_hide_a_return() -> None:
    runs = Graveyard([credited(LONG, "1")]).found("Cities,  that host\nnew arrivals;", "2")

    assert {run.origin for run in runs} == {"1"}


def test_one_word_that_stayed_by_chance_is_written_anew() -> None:
    assert rewritten("Towns keep the peace.", "Cities guard the borders.") == [(0, 20, "Cities guard the borders")]


def test_the_oldest_words_are_forgotten_and_a_new_graveyard_forgets_the_same() -> None:
    passages = [
        credited(f"one two three four {number} five six seven", str(number)) for number in range(WORDS_KEPT // 8 + 9)
    ]
    grown, made_anew = Graveyard(), Graveyard(passages)
    for start in range(0, len(passages), 1_000):
        grown.keep(passages[start : start + 1_000])
        grown.found("one two three four five six", "x")

    for number in (0, 8, 9, WORDS_KEPT // 8 + 8):
        text = f"three four {number} five six"
        assert grown.found(text, "x") == made_anew.found(text, "x")
        assert {run.origin for run in grown.found(text, "x")} == {str(number) if number >= 9 else "x"}


@pytest.mark.parametrize(
    "text",
    ["word " * 3_000, "a b " * 1_500, "a b c d e f g " * 430, "".join(f"x{n} {'y ' * 50}" for n in range(60))],
    ids=["one word", "two words", "seven words", "with holes"],
)
def test_a_crafted_text_takes_a_bounded_number_of_steps(text: str) -> None:
    parts = [credited(text[start : start + 200], "1") for start in range(0, len(text), 100)]
    graveyard = Graveyard([*parts, credited(text, "2")])

    graveyard.found(text, "3")

    assert graveyard.steps <= (STEPS_FOR_A_WORD + 1) * len(text.split()) + len(text.split())


def test_most_words_of_a_received_history_are_given_to_the_version_that_first_had_them() -> None:
    shares = []
    for seed in (2015, 2016, 2018):
        versions = list(received_history(words=1_500, versions=40, seed=seed))
        shares.append(share_right(versions[-1], blamed(versions)))

    assert mean(shares) >= 0.99


def test_without_a_graveyard_far_fewer_are(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = list(received_history(words=1_500, versions=40))
    monkeypatch.setattr(Graveyard, "keep", lambda *_: None)

    assert share_right(versions[-1], blamed(versions)) < 0.97


def test_the_generator_writes_the_same_history_for_the_same_seed() -> None:
    one, same = (list(received_history(words=400, versions=8, seed=3)) for _ in range(2))

    assert one == same
    assert one != list(received_history(words=400, versions=8, seed=4))


def test_the_truth_of_the_generator_has_a_version_for_each_word() -> None:
    for version in received_history(words=400, versions=8):
        for id, text in version.provisions:
            assert len(text.split(" ")) == len(version.truth[id])
            assert all(1 <= since <= version.number for since in version.truth[id])
