"""What the edits of many make of one base together."""

import shutil
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings

from ledger.text import apply_edits, boundaries, check_edits, words
from ledger.text.merge import merge
from ledger.text.relations import CLASHES, relation
from tests.benchmarks.merging import held_against_git, pairs_of_amendments
from tests.text.amending import amended

law = settings(deadline=None, max_examples=300)

BASE = "States shall protect refugees."


def alternatives(conflict):
    return [(one.text, one.authors) for one in conflict.alternatives]


def test_what_does_not_conflict_is_made_and_credited():
    found = merge(BASE, {"b": [(0, 6, "Cities")], "a": [(7, 12, "must"), (0, 6, "Cities")], "c": [(29, 29, " now")]})

    assert found.text == "Cities must protect refugees now."
    assert [(one.edit, one.authors) for one in found.applied] == [
        ((0, 6, "Cities"), ("a", "b")),
        ((7, 12, "must"), ("a",)),
        ((29, 29, " now"), ("c",)),
    ]


def test_a_conflict_is_shown_whole_with_all_that_is_connected():
    wanted = {
        "a": [(7, 20, "must help")],
        "b": [(7, 12, "should")],
        "c": [(13, 29, "shelter all")],
        "d": [(0, 6, "Cities")],
    }

    found = merge(BASE, wanted)
    (conflict,) = found.conflicts

    assert found.text == "Cities shall protect refugees."
    assert (conflict.start, conflict.end, conflict.base) == (7, 29, "shall protect refugees")
    assert alternatives(conflict) == [
        ("should protect refugees", ("b",)),
        ("must help refugees", ("a",)),
        ("shall shelter all", ("c",)),
    ]


def test_edits_that_only_touch_are_both_made_in_the_order_of_the_text():
    found = merge(BASE, {"a": [(7, 12, "must")], "b": [(12, 12, " always")], "c": [(7, 7, "indeed ")]})

    assert found.text == "States indeed must always protect refugees."


def test_two_insertions_at_one_point_conflict_and_a_replacement_behind_them_is_made():
    found = merge(BASE, {"a": [(7, 7, "all ")], "b": [(7, 7, "soon ")], "c": [(7, 12, "must")]})

    assert found.text == "States must protect refugees."
    assert [(one.start, one.end, one.base) for one in found.conflicts] == [(7, 7, "")]


def test_authors_who_would_have_the_same_text_are_one_alternative():
    wanted = {"a": [(7, 12, "must")], "b": [(7, 20, "must protect")], "c": [(7, 20, "may help")]}

    (conflict,) = merge(BASE, wanted).conflicts

    assert alternatives(conflict) == [("must protect", ("a", "b")), ("may help", ("c",))]


def test_authors_who_would_all_have_the_same_text_are_not_in_conflict():
    found = merge(BASE, {"a": [(7, 12, "must")], "b": [(7, 20, "must protect")]})

    assert found.is_clean
    assert (found.text, [one.authors for one in found.applied]) == ("States must protect refugees.", [("a", "b")])


@pytest.mark.parametrize(
    ("base", "wanted"),
    [
        ("q two", {"a": [(0, 1, "e")], "b": [(1, 5, "\u0301")]}),
        ("x\n\u0327.", {"a": [(1, 2, "a")], "b": [(3, 3, "\u0301")]}),
        ("q, two", {"a": [(1, 3, "")], "b": [(0, 1, "e")], "c": [(3, 6, "\u0301")]}),
    ],
)
def test_a_mark_of_one_that_meets_a_letter_of_another_is_a_conflict(base, wanted):
    assert all(merge(base, {author: edits}).is_clean for author, edits in wanted.items())

    assert not merge(base, wanted).is_clean


@given(amended())
@law
def test_a_merge_with_nobody_or_with_oneself_is_what_one_wants(made):
    base, wanted = made
    alone = apply_edits(base, wanted["a"])

    assert merge(base, {"a": wanted["a"], "b": []}).text == alone
    assert merge(base, {"a": wanted["a"], "b": wanted["a"]}).text == alone
    assert merge(base, {}).text == base


@given(amended("abc"))
@law
def test_every_order_of_authors_gives_one_result(made):
    base, wanted = made

    found = [merge(base, {author: wanted[author] for author in order}) for order in permutations(wanted)]

    assert all(one == found[0] for one in found)


@given(amended("abc"))
@law
def test_what_is_applied_passes_the_check_and_conflicts_lie_apart_from_it(made):
    base, wanted = made
    found = merge(base, wanted)

    if found.applied:
        check_edits(base, [one.edit for one in found.applied])
    places = set(boundaries(base))
    for conflict in found.conflicts:
        assert {conflict.start, conflict.end} <= places
        assert all(one.edit[1] <= conflict.start or one.edit[0] >= conflict.end for one in found.applied)
    assert all(one.end <= two.start for one, two in combinations(found.conflicts, 2))


@given(amended("abc"))
@law
def test_no_edit_is_lost_or_invented_and_each_keeps_its_authors(made):
    base, wanted = made
    found = merge(base, wanted)

    asked = {(author, edit) for author, edits in wanted.items() for edit in edits}
    kept = {(author, one.edit) for one in found.applied for author in one.authors}
    held = {(author, edit) for c in found.conflicts for a in c.alternatives for author in a.authors for edit in a.edits}
    by_text = {author for c in found.conflicts for a in c.alternatives for author in a.authors}
    assert {edit for _, edit in kept | held} <= {edit for _, edit in asked}
    assert {author for author, _ in asked} <= {author for author, _ in kept} | by_text


@given(amended("abc"))
@law
def test_each_alternative_is_the_stretch_as_its_authors_would_have_it(made):
    base, wanted = made

    for conflict in merge(base, wanted).conflicts:
        assert len({one.text for one in conflict.alternatives}) == len(conflict.alternatives) > 1
        assert conflict.base == base[conflict.start : conflict.end]
        for one in conflict.alternatives:
            for author in one.authors:
                own = [
                    e
                    for e in wanted[author]
                    if conflict.start <= e[0] and e[1] <= conflict.end and overlaps(e, conflict, one)
                ]
                moved = [(start - conflict.start, end - conflict.start, new) for start, end, new in own]
                assert apply_edits(conflict.base, moved) == one.text


def overlaps(edit, conflict, alternative):
    """Whether an edit is part of the conflict, and does not only touch its ends."""
    return edit in alternative.edits or (conflict.start < edit[1] and edit[0] < conflict.end)


@given(amended())
@law
def test_a_clean_merge_of_two_is_both_changes_one_after_the_other(made):
    base, wanted = made
    found = merge(base, wanted)
    every = sorted({*wanted["a"], *wanted["b"]}, key=lambda edit: edit[:2])

    if relation(wanted["a"], wanted["b"]) not in CLASHES and found.is_clean:
        assert found.text == apply_edits(base, every)


@given(amended())
@law
def test_what_clashes_is_in_conflict_unless_both_would_have_the_same(made):
    base, wanted = made
    clashes = relation(wanted["a"], wanted["b"]) in CLASHES

    found = merge(base, wanted)

    assert clashes or found.is_clean or not is_apart(base, wanted)
    assert not clashes or not found.is_clean or same_stretch(base, wanted)


def is_apart(base, wanted):
    """Whether both changes made together are a text as `check_edits` wants it."""
    try:
        check_edits(base, sorted({*wanted["a"], *wanted["b"]}, key=lambda edit: edit[:2]))
    except ValueError:
        return False
    return True


def same_stretch(base, wanted):
    """Whether, where the two clash, they would have the same text."""
    clashing = [(a, b) for a in wanted["a"] for b in wanted["b"] if a != b and relation([a], [b]) in CLASHES]
    start = min(edit[0] for pair in clashing for edit in pair)
    end = max(edit[1] for pair in clashing for edit in pair)
    stretches = [
        apply_edits(
            base[start:end], [(s - start, e - start, new) for s, e, new in wanted[author] if start <= s and e <= end]
        )
        for author in "ab"
    ]
    return stretches[0] == stretches[1] or len(clashing) > 1


def test_what_many_want_alike_is_made_once_and_credited_to_all():
    wanted = {f"m{number}": [(7, 12, "must")] for number in range(200)}

    found = merge(BASE, wanted)

    assert (found.text, len(found.applied), len(found.applied[0].authors)) == ("States must protect refugees.", 1, 200)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there to be held against")
def test_what_git_calls_clean_too_is_the_same_text():
    found = held_against_git(pairs_of_amendments(120))

    assert found.pairs == 120
    assert found.clean_on_both > 40
    assert found.differing == 0


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there to be held against")
def test_what_git_calls_clean_too_is_the_same_text_in_thousands_of_pairs():
    found = held_against_git(pairs_of_amendments(6000, seed=1))

    assert found.clean_on_both > 2000
    assert found.differing == 0


def test_tokens_are_what_the_oracle_takes_for_lines():
    assert "".join(words(BASE)) == BASE
