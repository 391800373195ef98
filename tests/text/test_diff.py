import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import boundaries, edits_between, is_formatting, word_diff
from ledger.text.tokens import spans

law = settings(deadline=None, max_examples=300)

VOCABULARY = ["States ", "shall ", "not ", "of ", "a ", "Maßnahmen ", "d’une ", "الحقوق ", "זכויות ", "应", "ก็", "2 "]
texts = st.one_of(
    st.lists(st.sampled_from(VOCABULARY), max_size=25).map("".join),
    st.text(st.sampled_from("ab1.' \n\r\u00ad\u200d\u0301\u0323é个👨🇩🇪"), max_size=25),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=25),
).map(lambda text: unicodedata.normalize("NFC", text))

NUMBERS = ["30", "½", "٣", "III2"]
NEGATIONS = ["not", "No", "nor", "NEVER", "without", "kein", "nicht", "ne", "pas", "don't", "mustn’t", "n'est", "n’a"]
MODALS = ["shall", "should", "may", "must", "will", "can", "müssen", "darf", "doit"]

SIGNS = {"same": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}


def shown(old, new, terms=()):
    return "".join(SIGNS[segment.kind].format(segment.text) for segment in word_diff(old, new, terms=terms))


@pytest.mark.parametrize(
    ("old", "new", "diff"),
    [
        ("States should act.", "States shall act.", "States [-should-][+shall+] act."),
        ("a good idea", "a very good idea", "a [+very +]good idea"),
        ("a very good idea", "a good idea", "a [-very -]good idea"),
        ("Die Staaten sollen handeln.", "Die Staaten müssen handeln.", "Die Staaten [-sollen-][+müssen+] handeln."),
        ("l'été dernier", "l'hiver dernier", "[-l'été-][+l'hiver+] dernier"),
        ("على الدول احترام الحقوق", "على الدول ضمان الحقوق", "على الدول [-احترام-][+ضمان+] الحقوق"),
        ("זכויות הילד", "זכויות כל הילד", "זכויות [+כל +]הילד"),
        ("缔约方应当采取措施", "缔约方可以采取措施", "缔约方[-应当-][+可以+]采取措施"),
        ("ทุกคนมีสิทธิ", "ทุกคนย่อมมีสิทธิ", "ทุกคน[+ย่อม+]มีสิทธิ"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
        ("same", "same", "same"),
        ("", "", ""),
    ],
)
def test_a_change_is_shown_in_whole_words(old, new, diff):
    assert shown(old, new) == diff


def test_a_scrap_between_two_changes_is_shown_as_part_of_them():
    assert (
        shown("The protection of rights.", "The promotion of duties.")
        == "The [-protection of rights-][+promotion of duties+]."
    )


def test_what_is_longer_than_one_of_its_changes_stays():
    assert shown("the quick fox", "a quick dog") == "[-the-][+a+] quick [-fox-][+dog+]"


def test_what_is_as_long_as_its_changes_is_taken_in():
    assert shown("aaa b ccc", "uuu b vvv") == "[-aaa b ccc-][+uuu b vvv+]"


def test_changes_are_measured_before_anything_is_taken_in():
    assert shown("aaaaaaaaaaaa b ccc dd eeeeeeeeeeee", "uuuuuuuuuuuu b vvv dd wwwwwwwwwwww") == (
        "[-aaaaaaaaaaaa b ccc-][+uuuuuuuuuuuu b vvv+] dd [-eeeeeeeeeeee-][+wwwwwwwwwwww+]"
    )


@pytest.mark.parametrize("weighty", [*NUMBERS, *NEGATIONS, *MODALS])
def test_a_number_a_negation_or_a_modal_that_stayed_is_shown_as_staying(weighty):
    assert shown(f"beforehand {weighty} afterwards", f"previously {weighty} subsequently") == (
        f"[-beforehand-][+previously+] {weighty} [-afterwards-][+subsequently+]"
    )


@pytest.mark.parametrize("light", ["of", "note", "canon", "passe", "Mayor", "nouns", "on"])
def test_a_word_that_only_holds_the_letters_of_a_negation_is_taken_in(light):
    assert shown(f"beforehand {light} afterwards", f"previously {light} subsequently") == (
        f"[-beforehand {light} afterwards-][+previously {light} subsequently+]"
    )


@pytest.mark.parametrize(
    ("old", "new", "diff"),
    [
        ("a b", "a b, c b", "a b[+, c b+]"),
        ("shall act; shall report", "shall act; shall sign; shall report", "shall act;[+ shall sign;+] shall report"),
        ("We act. We sign. We go.", "We act. We go.", "We act.[- We sign.-] We go."),
        ("(a) act;\n(b) sign;", "(a) act;\n(a) go;\n(b) sign;", "(a) act;\n[+(a) go;\n+](b) sign;"),
        ("Item one\nItem three\n", "Item one\nItem two\nItem three\n", "Item one\n[+Item two\n+]Item three\n"),
        ("the very good idea", "the very very good idea", "the very [+very +]good idea"),
        ("سنعمل، سنكتب", "سنعمل، سنوقع، سنكتب", "سنعمل،[+ سنوقع،+] سنكتب"),
        ("我们行动。我们签署。", "我们行动。我们同意。我们签署。", "我们行动。[+我们同意。+]我们签署。"),
    ],
)
def test_words_that_came_or_went_are_shown_where_clauses_and_lines_end(old, new, diff):
    assert shown(old, new) == diff


def test_a_change_does_not_slide_into_another():
    assert shown("x; a b; a c", "y; a b; a d; a c") == "[-x-][+y+]; a b;[+ a d;+] a c"


def test_a_defined_term_that_stayed_is_shown_as_staying():
    old, new = "beforehand Parties afterwards", "previously Parties subsequently"

    assert shown(old, new) == "[-beforehand Parties afterwards-][+previously Parties subsequently+]"
    assert shown(old, new, terms=["Conference", "Parties"]) == (
        "[-beforehand-][+previously+] Parties [-afterwards-][+subsequently+]"
    )


@pytest.mark.parametrize("terms", [["Part"], ["parties"], ["Parties concerned"], []])
def test_what_only_holds_letters_of_a_defined_term_is_taken_in(terms):
    assert "same" not in [
        segment.kind for segment in word_diff("beforehand Parties afterwards", "previously Parties later", terms=terms)
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("one two", "one\ntwo"),
        ("one  two ", "one two"),
        ("(a) x", "(a)\u00a0x"),
        ("one, two", "one,two"),
        ("缔约", "缔 约"),
    ],
)
def test_a_change_of_white_space_alone_is_formatting(old, new):
    assert is_formatting(old, new)
    assert is_formatting(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [("one", "one"), ("foo bar", "foobar"), ("1 000", "1000"), ("one", "One"), ("", "one"), ("e x", "x e")],
)
def test_a_change_of_words_is_not_formatting(old, new):
    assert not is_formatting(old, new)


@given(texts, texts)
@law
def test_formatting_keeps_all_words_and_only_formatting_does(old, new):
    kept = [[span for span in spans(text) if not span.isspace()] for text in (old, new)]

    assert is_formatting(old, new) == (old != new and kept[0] == kept[1])


@given(texts, texts)
@law
def test_same_and_deleted_give_the_old_text(old, new):
    assert "".join(segment.text for segment in word_diff(old, new) if segment.kind != "inserted") == old


@given(texts, texts)
@law
def test_same_and_inserted_give_the_new_text(old, new):
    assert "".join(segment.text for segment in word_diff(old, new) if segment.kind != "deleted") == new


@given(texts, texts)
@law
def test_no_segment_is_empty_or_of_the_kind_of_its_neighbour(old, new):
    segments = word_diff(old, new)

    assert all(segment.text for segment in segments)
    kinds = [segment.kind for segment in segments]
    assert all(before != after for before, after in pairwise(kinds))
    assert ("inserted", "deleted") not in pairwise(kinds)


@given(texts, texts)
@law
def test_segments_are_cut_between_words_of_the_old_text(old, new):
    places, place = set(boundaries(old)), 0
    for segment in word_diff(old, new):
        place += len(segment.text) if segment.kind != "inserted" else 0
        assert place in places


@given(texts)
@law
def test_equal_texts_are_one_segment_at_most(text):
    assert [segment.kind for segment in word_diff(text, text)] == (["same"] if text else [])


def test_a_diff_has_no_more_than_three_segments_for_each_edit():
    old, new = "a b " * 3_000, "b a a " * 2_000

    assert len(word_diff(old, new)) <= 3 * len(edits_between(old, new)) + 1


CRAFTED = {
    "one word of a megabyte": ("a" * 1_000_000, "a" * 1_000_000 + "b"),
    "a word with a megabyte of points": ("a." * 500_000, "b a." + "a." * 499_000),
    "marks": ("x" + "\u0323" * 100_000, "q" + "\u0323" * 100_000),
    "directions": ("\u202ea\u202c " * 2_000, "\u202ea\u202c " * 1_500),
    "clauses that repeat": ("a, b; " * 5_000, "a, b; b; " * 4_000),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_texts_are_shown_whole(name):
    old, new = CRAFTED[name]

    segments = word_diff(old, new)

    assert "".join(segment.text for segment in segments if segment.kind != "inserted") == old
    assert "".join(segment.text for segment in segments if segment.kind != "deleted") == new
