import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from ledger.text import EditError, alignment, apply_edits, boundaries, check_edits, edits_between, inverse, narrowed
from ledger.text.tokens import spans

law = settings(deadline=None, max_examples=300)

VOCABULARY = ["States ", "shall ", "not ", "Maßnahmen ", "d’une ", "الحقوق ", "זכויות ", "应", "当", "ก็", ", ", ".\n"]


def nfc(text):
    return unicodedata.normalize("NFC", text)


plain_texts = st.one_of(
    st.lists(st.sampled_from(VOCABULARY), max_size=25).map("".join),
    st.text(st.sampled_from("ab1.' \n\r\u00ad\u0301\u0308\u0323é个ก็"), max_size=25),
).map(nfc)
texts = st.one_of(
    plain_texts,
    st.text(st.sampled_from("ab1 \u200d\u0301👨🇩🇪"), max_size=25),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=25),
).map(nfc)

EXAMPLES = [
    ("States should act.", "States shall act.", [(7, 13, "shall")]),
    ("a good idea", "a very good idea", [(2, 2, "very ")]),
    ("a very good idea", "a good idea", [(2, 7, "")]),
    ("rights.", "rights and duties.", [(6, 6, " and duties")]),
    ("", "New text.", [(0, 0, "New text.")]),
    ("Gone.", "", [(0, 5, "")]),
    ("Die Staaten sollen handeln.", "Die Staaten müssen handeln.", [(12, 18, "müssen")]),
    ("l'été dernier", "l'hiver dernier", [(0, 5, "l'hiver")]),
    ("على الدول احترام الحقوق", "على الدول ضمان الحقوق", [(10, 16, "ضمان")]),
    ("זכויות הילד", "זכויות כל הילד", [(7, 7, "כל ")]),
    ("缔约方应当采取措施", "缔约方可以采取措施", [(3, 5, "可以")]),
    ("ทุกคนมีสิทธิ", "ทุกคนย่อมมีสิทธิ", [(5, 5, "ย่อม")]),
    ("one two", "one\ntwo", [(3, 4, "\n")]),
    ("the quick fox", "a quick dog", [(0, 3, "a"), (10, 13, "dog")]),
]


@pytest.mark.parametrize(("old", "new", "edits"), EXAMPLES)
def test_the_edits_are_the_fewest_whole_words(old, new, edits):
    assert edits_between(old, new) == edits


@given(texts, texts)
@law
def test_the_edits_between_two_texts_make_the_new_of_the_old(old, new):
    assert apply_edits(old, edits_between(old, new)) == new


@given(texts, texts)
@law
def test_the_edits_between_two_texts_pass_the_check(old, new):
    assume(old != new)

    check_edits(old, edits_between(old, new))


@given(texts)
@law
def test_equal_texts_have_no_edits_between_them(text):
    assert edits_between(text, text) == []


@given(texts, texts)
@law
def test_between_two_edits_a_word_stays(old, new):
    edits = edits_between(old, new)

    kept = [old[before[1] : after[0]] for before, after in pairwise(edits)]
    assert all(text and not text.isspace() for text in kept)


def signs(text):
    return [span for span in spans(text) if not span.isspace()]


def most_that_can_stay(old, new):
    """The length of the longest common subsequence, by the table of Wagner and Fischer."""
    row = [0] * (len(new) + 1)
    for a in old:
        above, row = row, [0]
        for place, b in enumerate(new):
            row.append(above[place] + 1 if a == b else max(above[place + 1], row[place]))
    return row[-1]


@given(plain_texts, plain_texts)
@law
def test_as_many_words_stay_as_can(old, new):
    edits = edits_between(old, new)

    stays = [
        old[start:end]
        for start, end in pairwise(boundaries(old))
        if not any(first <= start < last for first, last, _ in edits)
    ]
    assert sum(not span.isspace() for span in stays) == most_that_can_stay(signs(old), signs(new))


@given(texts, texts)
@law
def test_inverse_edits_lead_back(old, new):
    edits = edits_between(old, new)

    back = inverse(old, edits)

    assert apply_edits(new, back) == old
    assert inverse(new, back) == edits


@given(plain_texts, plain_texts)
@law
def test_as_many_words_change_in_one_direction_as_in_the_other(old, new):
    def changed(base, edits):
        return sum(len(signs(base[start:end])) + len(signs(text)) for start, end, text in edits)

    assert changed(old, edits_between(old, new)) == changed(new, edits_between(new, old))


@given(texts, texts, texts, texts)
@example("", "", "States ", "\n1")
@law
def test_equal_ends_are_in_no_edit(head, tail, old, new):
    # The cut comes after a line end: an insertion right there, before the equal end, is none in it.
    old, new = f"{head}\nx{old}x\n{tail}", f"{head}\nx{new}x\n{tail}"

    edits = edits_between(old, new)

    assert apply_edits(old, edits) == new
    assert all(len(head) < start and end <= len(old) - len(tail) for start, end, _ in edits)


@given(plain_texts, plain_texts)
@law
def test_a_wide_edit_narrowed_makes_the_same_text_with_no_more_words(old, new):
    assume(old != new)

    found = narrowed(old, [(0, len(old), new)])

    assert apply_edits(old, found) == new
    assert sum(end - start + len(words) for start, end, words in found) <= len(old) + len(new)


def test_words_on_both_sides_of_a_wide_edit_are_left_out():
    base = "We plan inclusion and return. It stays."

    found = narrowed(base, [(8, 28, "inclusion and safe return"), (30, 30, "Here. ")])

    assert found == [(22, 22, "safe "), (30, 30, "Here. ")]


def test_words_are_not_torn_from_each_other_for_the_sake_of_spaces():
    assert edits_between("alpha beta gamma", "gamma x y z alpha") in (
        [(0, 11, ""), (16, 16, " x y z alpha")],
        [(0, 0, "gamma x y z "), (5, 16, "")],
    )


def test_a_text_may_be_cut_in_another_way_at_a_join():
    old, new = "a🇩🇪🇫🇷b", "a🇫🇩🇪🇫🇷b"

    edits = edits_between(old, new)

    check_edits(old, edits)
    assert apply_edits(old, edits) == new


def test_a_mark_at_a_seam_goes_with_its_letter():
    old, new = nfc("e\n\u0301x"), nfc("é\nx")

    edits = edits_between(old, new)

    check_edits(old, edits)
    assert apply_edits(old, edits) == new


@pytest.mark.parametrize(
    ("edits", "words", "index"),
    [
        ([], "at least one edit", None),
        ([(-1, 0, "x")], "within the text", 0),
        ([(0, 5, "x"), (6, 99, "x")], "within the text, which has 19 characters", 1),
        ([(5, 0, "x")], "within the text", 0),
        ([(6, 11, "x"), (0, 5, "x")], "order of the text", 1),
        ([(0, 5, "x"), (0, 0, "x ")], "order of the text", 1),
        ([(0, 11, "x"), (6, 11, "y")], "overlap", 1),
        ([(0, 11, "x"), (10, 16, "y")], "overlap", 1),
        ([(0, 11, "x"), (5, 5, "y")], "overlap", 1),
        ([(0, 5, "x"), (0, 5, "x")], "overlap", 1),
        ([(0, 5, "x"), (6, 6, "x "), (6, 6, "y ")], "one point", 2),
        ([(0, 5, "x"), (7, 11, "y")], "inside", 1),
        ([(6, 9, "y")], "inside", 0),
        ([(3, 3, "y")], "inside", 0),
        ([(0, 5, "alpha")], "changes nothing", 0),
        ([(5, 5, "")], "changes nothing", 0),
        ([(5, 5, "\u0301")], "NFC", None),
        ([(0, 5, "e\u0301")], "NFC", None),
    ],
)
def test_edits_that_cannot_stand_are_refused(edits, words, index):
    with pytest.raises(EditError, match=words) as refused:
        check_edits("alpha beta gamma é.", edits)

    assert refused.value.index == index
    assert refused.value.message == str(refused.value)


@pytest.mark.parametrize("base", ["d’une", "Maßnahme", "الحَقّ", 'צה"ל', "ก็", "👨‍👩‍👧", "🇩🇪", "x\u0323\u0301", "\r\n"])
def test_an_edit_inside_a_word_is_refused_in_every_script(base):
    for place in range(1, len(base)):
        with pytest.raises(EditError, match="inside"):
            check_edits(base, [(0, place, "y ")])


def test_a_mark_put_behind_a_letter_that_takes_it_in_is_refused():
    with pytest.raises(EditError, match="NFC"):
        check_edits("e x", [(1, 3, "\u0301")])


def test_edits_that_touch_are_applied_in_the_order_of_the_list():
    edits = [(0, 5, "one"), (5, 5, " two"), (5, 6, " - "), (6, 6, "three "), (6, 10, "four")]

    check_edits("alpha beta", edits)

    assert apply_edits("alpha beta", edits) == "one two - three four"


def test_edits_are_accepted_at_both_ends_of_any_text():
    check_edits("", [(0, 0, "x")])
    check_edits("  \u0323", [(0, 0, "x"), (3, 3, "y")])


def test_nothing_but_the_edited_spans_changes():
    assert apply_edits("alpha beta gamma", [(0, 0, "x "), (6, 10, "b")]) == "x alpha b gamma"
    assert apply_edits("alpha", []) == "alpha"


CRAFTED = {
    "one word of a megabyte": ("a" * 1_000_000, "a" * 1_000_000 + "b"),
    "marks": ("x" + "\u0323" * 100_000, "q" + "\u0323" * 100_000),
    "flags": ("🇩🇪" * 10_000, "🇪" + "🇩🇪" * 10_000),
    "two words in turn": ("a b " * 15_000, "b a a " * 10_000),
    "words without end": (" ".join(map(str, range(20_000))), " ".join(map(str, range(19_999, -1, -1)))),
    "beyond the largest exact table": ("a b " * 40_000, "b a a " * 30_000),
    "white space": ("\t" * 60_000, "\n" * 60_000),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_texts_never_make_a_table_beyond_the_bound(name, monkeypatch):
    old, new = CRAFTED[name]
    sizes, exact = [0], alignment.longest_common_subsequence
    monkeypatch.setattr(
        alignment, "longest_common_subsequence", lambda a, b: sizes.append(len(a) * len(b)) or exact(a, b)
    )

    edits = edits_between(old, new)

    assert apply_edits(old, edits) == new
    assert max(sizes) <= alignment.LARGEST_TABLE
    check_edits(old, edits)


def test_two_hundred_edits_in_five_thousand_words_are_found_exactly():
    old = [f"word{place * place % 997}" for place in range(5_000)]
    new = [f"changed{place}" if place % 25 == 7 else word for place, word in enumerate(old)]

    edits = edits_between(" ".join(old), " ".join(new))

    assert [replacement for _, _, replacement in edits] == [word for word in new if word.startswith("changed")]
