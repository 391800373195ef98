"""How edits on one base stand to each other."""

from itertools import permutations

import pytest
from hypothesis import given, settings

from ledger.text import overlapping
from ledger.text.relations import CLASHES, CONVERSE, Relation, meeting, relation, relation_of_edits, relations
from tests.text.amending import amended

law = settings(deadline=None, max_examples=300)


@pytest.mark.parametrize(
    ("a", "b", "stands"),
    [
        ((0, 4, "x"), (0, 4, "x"), "identical"),
        ((0, 4, "x"), (5, 8, "y"), "disjoint"),
        ((0, 4, "x"), (4, 8, "y"), "touching"),
        ((4, 4, "x"), (4, 8, "y"), "touching"),
        ((8, 8, "x"), (4, 8, "y"), "touching"),
        ((4, 4, "x"), (4, 4, "y"), "same_point"),
        ((0, 4, "x"), (0, 4, "y"), "overlap"),
        ((0, 4, "x"), (2, 6, "y"), "overlap"),
        ((2, 2, "x"), (0, 4, "y"), "contained"),
        ((0, 2, "x"), (0, 4, "y"), "contained"),
        ((0, 4, "x"), (2, 4, "y"), "contains"),
    ],
)
def test_an_edit_stands_to_another(a, b, stands):
    assert relation_of_edits(a, b) == stands
    assert relation_of_edits(b, a) == CONVERSE[Relation(stands)]


@pytest.mark.parametrize(
    ("a", "b", "stands"),
    [
        ([], [], "identical"),
        ([], [(0, 4, "x")], "disjoint"),
        ([(0, 4, "x"), (6, 8, "y")], [(0, 4, "x"), (6, 8, "y")], "identical"),
        ([(0, 4, "x")], [(0, 4, "x"), (6, 8, "y")], "touching"),
        ([(0, 4, "x"), (6, 7, "y")], [(0, 4, "x"), (6, 8, "z")], "contained"),
        ([(0, 2, "x"), (5, 6, "y")], [(0, 8, "z")], "contained"),
        ([(0, 2, "x"), (9, 9, "y")], [(0, 8, "z")], "overlap"),
        ([(0, 2, "x"), (6, 12, "y")], [(0, 4, "z"), (8, 9, "w")], "overlap"),
        ([(0, 0, "x"), (5, 6, "y")], [(0, 0, "z"), (6, 7, "w")], "same_point"),
        ([(0, 0, "x"), (5, 6, "y")], [(0, 0, "z"), (5, 6, "w")], "overlap"),
    ],
)
def test_lists_stand_to_each_other_by_all_their_edits(a, b, stands):
    assert relation(a, b) == stands


@given(amended())
@law
def test_a_relation_is_symmetric_but_for_what_is_contained(made):
    _, wanted = made

    assert relation(wanted["b"], wanted["a"]) == CONVERSE[relation(wanted["a"], wanted["b"])]


@given(amended())
@law
def test_relations_clash_exactly_where_not_both_can_be_made(made):
    _, wanted = made

    clashes = relation(wanted["a"], wanted["b"]) in CLASHES

    assert clashes == (overlapping(wanted["a"], wanted["b"]) is not None)


@given(amended())
@law
def test_edits_contained_all_lie_within_one_of_the_others(made):
    _, wanted = made
    a, b = wanted["a"], wanted["b"]

    within = all(any(o == e or (o[0] <= e[0] and e[1] <= o[1] and o[0] < o[1]) for o in b) for e in a)

    assert within or relation(a, b) is not Relation.CONTAINED


@given(amended())
@law
def test_nothing_is_structural_in_words(made):
    _, wanted = made

    assert relation(wanted["a"], wanted["b"]) is not Relation.STRUCTURAL


@given(amended())
@law
def test_edits_are_disjoint_where_none_meet(made):
    _, wanted = made
    a, b = wanted["a"], wanted["b"]

    assert (relation(a, b) is Relation.DISJOINT) == (not list(meeting(a, b)) and a != b)


@given(amended("abcde"))
@law
def test_all_pairs_at_once_are_each_pair_by_itself(made):
    _, wanted = made
    wanted = {author: edits for author, edits in wanted.items() if edits}

    found = relations(wanted)

    pairs = {(one, other): relation(wanted[one], wanted[other]) for one, other in permutations(wanted, 2)}
    assert found == {pair: stands for pair, stands in pairs.items() if stands is not Relation.DISJOINT}


def test_pairs_that_meet_are_hardly_more_than_edits():
    a = [(place, place + 10, "x") for place in range(0, 10_000, 10)]
    b = [(place, place + 10, "y") for place in range(5, 10_000, 10)]

    assert len(list(meeting(a, b))) <= 3 * (len(a) + len(b))


def test_authors_who_do_not_meet_are_not_in_the_answer():
    wanted = {str(place): [(place, place + 2, "x")] for place in range(0, 30, 10)}

    assert relations(wanted) == {}
