import unicodedata
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import EditError, apply_edits, boundaries, check_edits, edits_between
from ledger.text.compilation import ORDINALS, Bracket, Wish, as_it_stands, as_wanted_by, bracketed, labels_after

law = settings(deadline=None, max_examples=300)

BASE = "Cities may host new arrivals and their children."
VOCABULARY = ["States ", "shall ", "not ", "of ", "Maßnahmen ", "الحقوق ", "זכויות ", "应", "ก็", "a", ", ", "\n"]
AUTHORS = ["norway", "chile", "peru", "kenya"]


def asked_for(**texts):
    """By author, the minimal edits that make her text of the base."""
    return {author: edits_between(BASE, text) for author, text in texts.items()}


def brackets(pieces):
    return [piece for piece in pieces if isinstance(piece, Bracket)]


@st.composite
def edits_on(draw, base):
    """Edits that pass the check, from few places, so that authors meet often."""
    places = st.sampled_from(boundaries(base))
    cuts = sorted(draw(st.lists(places, min_size=2, max_size=6)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edit = (start, end, draw(st.sampled_from(["", "x ", " y", "new words", "可", "a\u0323"])))
        try:
            check_edits(base, [*edits, edit])
            edits.append(edit)
        except EditError:
            continue
    return edits


@st.composite
def wishes(draw):
    words = draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=10))
    base = unicodedata.normalize("NFC", "".join(words))
    return base, {author: draw(edits_on(base)) for author in draw(st.permutations(AUTHORS))}


def test_new_words_are_bracketed_where_they_would_stand():
    pieces = bracketed(BASE, asked_for(norway=BASE.replace("host", "gladly host")))

    assert pieces == ["Cities may ", Bracket(11, 11, "", (Wish("gladly ", ("norway",)),)), BASE[11:]]


def test_words_that_are_to_go_are_bracketed_where_they_stand():
    pieces = bracketed(BASE, asked_for(norway=BASE.replace("new ", "")))

    assert brackets(pieces) == [Bracket(16, 20, "new ", (Wish("", ("norway",)),))]


def test_what_several_want_at_one_place_is_one_bracket_with_alternatives():
    shall, should = BASE.replace("may", "shall"), BASE.replace("may", "should")
    (bracket,) = brackets(bracketed(BASE, asked_for(norway=shall, chile=should, peru=shall)))

    assert bracket.stands == "may"
    assert bracket.wishes == (Wish("shall", ("norway", "peru")), Wish("should", ("chile",)))


def test_alternatives_keep_their_numbers_when_another_is_asked_for_later():
    first = asked_for(norway=BASE.replace("may", "shall"), chile=BASE.replace("may", "should"))
    (before,) = brackets(bracketed(BASE, first))
    (after,) = brackets(bracketed(BASE, {**first, **asked_for(peru=BASE.replace("may", "can"))}))

    assert after.wishes[:2] == before.wishes


def test_insertions_at_one_point_are_alternatives_of_which_none_stands():
    asked = asked_for(norway=BASE.replace("host", "gladly host"), chile=BASE.replace("host", "always host"))
    (bracket,) = brackets(bracketed(BASE, asked))

    assert bracket.stands == ""
    assert [wish.words for wish in bracket.wishes] == ["gladly ", "always "]


def test_a_bracket_never_stands_within_another_but_each_alternative_is_given_whole():
    asked = asked_for(norway=BASE.replace("host new arrivals and ", ""), chile=BASE.replace("new", "all new"))
    (bracket,) = brackets(bracketed(BASE, asked))

    assert bracket.stands == "host new arrivals and "
    assert [wish.words for wish in bracket.wishes] == ["", "host all new arrivals and "]


def test_what_a_reader_sees_as_one_change_of_one_author_is_one_bracket():
    asked = asked_for(norway="Cities may host whoever comes and also children.")

    assert len(brackets(bracketed(BASE, asked))) == 1


def test_a_number_or_a_negation_between_two_changes_keeps_them_apart():
    base = "States shall not refuse."
    asked = {"norway": edits_between(base, "Governments will not delay.")}

    assert len(brackets(bracketed(base, asked))) == 2


def test_a_text_that_nobody_disputes_has_no_bracket():
    assert bracketed(BASE, {"norway": []}) == [BASE]
    assert bracketed("", {}) == []


@law
@given(wishes())
def test_without_its_brackets_it_is_the_text_as_it_stands(given_wishes):
    base, wanted = given_wishes

    assert as_it_stands(bracketed(base, wanted)) == base


@law
@given(wishes())
def test_with_one_authors_alternatives_it_is_her_text(given_wishes):
    base, wanted = given_wishes
    pieces = bracketed(base, wanted)

    for author, edits in wanted.items():
        assert as_wanted_by(author, pieces) == apply_edits(base, edits)


@law
@given(wishes(), st.permutations(AUTHORS))
def test_places_and_words_do_not_depend_on_the_order_of_the_authors(given_wishes, order):
    base, wanted = given_wishes
    shuffled = {author: wanted[author] for author in order}

    one, other = (
        [(at.start, at.end, {(wish.words, frozenset(wish.authors)) for wish in at.wishes}) for at in brackets(pieces)]
        for pieces in (bracketed(base, wanted), bracketed(base, shuffled))
    )
    assert one == other


@law
@given(wishes())
def test_brackets_stand_in_the_order_of_the_text_and_apart(given_wishes):
    base, wanted = given_wishes
    found = brackets(bracketed(base, wanted))

    assert all(one.end <= following.start for one, following in pairwise(found))
    assert sorted({author for at in found for wish in at.wishes for author in wish.authors}) == sorted(
        author for author, edits in wanted.items() if edits
    )


@law
@given(wishes())
def test_in_a_bracket_no_two_wishes_are_for_the_same_words_and_nobody_has_two(given_wishes):
    for at in brackets(bracketed(*given_wishes)):
        authors = [author for wish in at.wishes for author in wish.authors]

        assert len({wish.words for wish in at.wishes}) == len(at.wishes)
        assert len(set(authors)) == len(authors)


@pytest.mark.parametrize(
    ("label", "taken", "labels"),
    [
        ("7", [], ["7 bis", "7 ter", "7 quater", "7 quinquies"]),
        ("Objective 5", ["Objective 5 bis"], ["Objective 5 ter", "Objective 5 quater"]),
        ("(c)", [], ["(c) bis"]),
        ("3 bis", ["3", "3 bis"], ["3 ter"]),
        ("bis", [], ["bis bis"]),
    ],
)
def test_what_is_added_takes_the_number_before_with_bis_ter_quater(label, taken, labels):
    assert list(islice(labels_after(label, taken), len(labels))) == labels


def test_past_the_last_ordinal_what_is_added_is_numbered():
    assert list(islice(labels_after("7", []), len(ORDINALS), len(ORDINALS) + 2)) == ["7 (21)", "7 (22)"]
