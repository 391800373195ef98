import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import masks as module
from ledger.text.masks import SlidingMasks, masks, places_of

law = settings(deadline=None, max_examples=200)

texts = st.lists(st.sampled_from("abcdefgh"), max_size=120)


def by_the_book(tokens, left, right, wanted):
    return {token: sum(1 << place - left for place in range(left, right) if tokens[place] == token) for token in wanted}


@given(texts, st.data())
@law
def test_a_mask_has_a_bit_for_each_place_in_the_window(tokens, data):
    left, right = sorted(data.draw(st.integers(0, len(tokens))) for _ in range(2))
    wanted = data.draw(st.lists(st.sampled_from("abcdefghi"), max_size=40))

    found = masks(tokens, places_of(tokens), left=left, right=right, wanted=wanted)

    assert {token: found.get(token, 0) for token in wanted} == by_the_book(tokens, left, right, wanted)


@given(texts, st.data(), st.sampled_from([0, 50, module.MOST_KEPT]))
@law
def test_a_window_that_moves_on_has_the_same_masks(tokens, data, most_kept):
    places = st.lists(st.integers(0, len(tokens)), min_size=4, max_size=4).map(sorted)
    windows = [(left, max(left, right)) for left, right in zip(data.draw(places), data.draw(places), strict=True)]
    sliding = SlidingMasks(places_of(tokens))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_KEPT", most_kept)
        for left, right in windows:
            wanted = data.draw(st.sets(st.sampled_from("abcdefghi")))
            assert sliding.at(left, right, wanted) == by_the_book(tokens, left, right, wanted)


def test_many_places_make_the_same_mask_as_few():
    tokens = ["a"] * 100 + ["b"] * 50 + ["a"] * 100

    assert masks(tokens, places_of(tokens), left=10, right=240, wanted=["a"]) == by_the_book(tokens, 10, 240, ["a"])
