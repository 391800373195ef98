import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import boundaries, edits_between, word_diff

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


def shown(old, new):
    return "".join(SIGNS[segment.kind].format(segment.text) for segment in word_diff(old, new))


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
