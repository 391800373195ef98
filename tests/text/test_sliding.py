import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import apply_edits, boundaries, edits_between, sliding
from ledger.text.sliding import FURTHEST, slid

law = settings(deadline=None, max_examples=300)

texts = st.one_of(
    st.lists(st.sampled_from(["a ", "b ", "a, ", "b; ", "c.\n", "个", "。", "ก็", "2"]), max_size=25).map("".join),
    st.text(st.sampled_from("ab,;. \n\u0301é个👨🇩🇪"), max_size=25),
).map(lambda text: unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("go; go on", "go; go up; go on", [(3, 3, " go up;")]),
        ("go; go up; go on", "go; go on", [(3, 10, "")]),
        ("a b c", "a x c", [(2, 3, "x")]),
        ("", "a a a", [(0, 0, "a a a")]),
    ],
)
def test_what_came_or_went_slides_to_the_end_of_a_clause(old, new, edits):
    assert slid(old, new, edits_between(old, new)) == edits


@given(texts, texts)
@law
def test_slid_edits_make_the_same_text(old, new):
    assert apply_edits(old, slid(old, new, edits_between(old, new))) == new


@given(texts, texts)
@law
def test_slid_edits_are_as_many_and_as_long_and_stay_apart(old, new):
    edits = edits_between(old, new)

    placed = slid(old, new, edits)

    assert [(end - start, len(text)) for start, end, text in placed] == [
        (end - start, len(text)) for start, end, text in edits
    ]
    assert all(before[1] < after[0] for before, after in pairwise(placed))


@given(texts, texts)
@law
def test_slid_edits_lie_between_words(old, new):
    placed = slid(old, new, edits_between(old, new))

    assert {place for start, end, _ in placed for place in (start, end)} <= set(boundaries(old))


def test_few_places_are_tried_however_many_look_good(monkeypatch):
    asked = []
    monkeypatch.setattr(sliding, "is_boundary_nearby", lambda text, place: asked.append(place))

    slid("b" + "a.a." * 100, "b" + "a.a." * 50, [(1, 201, "")])

    assert 0 < len(asked) <= 3 * sliding.TRIED


def test_a_change_slides_no_further_than_the_bound():
    old, new = "x;" + " a" * 50_000, "x;" + " a" * 40_000

    ((start, end, _),) = slid(old, new, [(len(new), len(old), "")])

    assert len(new) - start <= FURTHEST
    assert end - start == len(old) - len(new)
