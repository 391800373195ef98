import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import boundaries, tokens, words
from ledger.text.tokens import are_boundaries, equal_ends, spans
from tests.text import uax29

law = settings(deadline=None, max_examples=300)

TRICKY = "ab1.,' \n\r\t_(-\u00a0\u00ad\u200b\u0301\u0308\u0323éأبَّאב\"״个可。ก็นカひ👨👩"
tricky = st.text(st.sampled_from(TRICKY), max_size=40)
texts = st.one_of(
    tricky, st.text(st.sampled_from(TRICKY + "\u200d🇩🇪")), st.text(st.characters(exclude_categories=["Cs"]))
).map(lambda text: unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("States shall act.", ["States", " ", "shall", " ", "act", "."]),
        ("Art. 3(2): 1,000.50", ["Art", ".", " ", "3", "(", "2", ")", ":", " ", "1,000.50"]),
        ("can't, won’t", ["can't", ",", " ", "won’t"]),
        ("Jede Übergangs-Maßnahme", ["Jede", " ", "Übergangs", "-", "Maßnahme"]),
        ("l'été d’une année", ["l'été", " ", "d’une", " ", "année"]),
        ("عَلَيَّ الحَقّ", ["عَلَيَّ", " ", "الحَقّ"]),
        ('צה"ל של״ום', ['צה"ל', " ", "של״ום"]),
        ("缔约方应当。", ["缔", "约", "方", "应", "当", "。"]),
        ("เป็น", ["เ", "ป็", "น"]),
        ("カタカナ", ["カタカナ"]),
        ("日本語のテキスト", ["日", "本", "語", "の", "テキスト"]),
        ("Государства-участники обязуются…", ["Государства", "-", "участники", " ", "обязуются", "…"]),
    ],
)
def test_words_of_many_languages_are_found(text, pieces):
    assert spans(text) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("x\u0323\u0301 y", ["x\u0323\u0301", " ", "y"]),
        ("\u0301abc", ["\u0301", "abc"]),
        ("a\r\nb", ["a", "\r\n", "b"]),
        ("a\n\nb", ["a", "\n", "\n", "b"]),
        ("\n\u0301a", ["\n", "\u0301", "a"]),
        ("👨‍👩‍👧 ok", ["👨‍👩‍👧", " ", "ok"]),
        ("🇩🇪🇫🇷🇬", ["🇩🇪", "🇫🇷", "🇬"]),
        ("🇩🇪\u0323🇫🇷", ["🇩🇪\u0323", "🇫🇷"]),
        ("a\u200d🇩🇪b", ["a\u200d", "🇩🇪", "b"]),
        ("so\u00adft", ["so\u00adft"]),
        ("two  spaces", ["two", "  ", "spaces"]),
    ],
)
def test_marks_line_ends_and_emoji_are_not_torn_apart(text, pieces):
    assert spans(text) == pieces


def test_the_empty_text_has_one_boundary():
    assert boundaries("") == [0]


@given(texts)
@law
def test_boundaries_rise_from_0_to_the_length(text):
    found = boundaries(text)

    assert found == sorted(set(found))
    assert (found[0], found[-1]) == (0, len(text))


@given(st.text(st.sampled_from("🇩🇪🇫👨个a1 \u200d"), max_size=30))
@law
def test_flags_are_paired_as_the_standard_pairs_them(text):
    assert boundaries(text) == uax29.boundaries(text)


@given(texts, st.sampled_from([1, 2, 5, 250]))
@law
def test_a_boundary_is_known_from_the_words_around_it(text, neighbourhood):
    known = set(boundaries(text))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "NEIGHBOURHOOD", neighbourhood)
        found = are_boundaries(text, range(len(text) + 1))

    assert found == [place in known for place in range(len(text) + 1)]


def test_a_few_places_of_a_long_text_are_known_without_cutting_it_up(monkeypatch):
    text = "States shall act. " * 5_000
    cut, whole = [], boundaries
    monkeypatch.setattr(tokens, "boundaries", lambda piece: cut.append(len(piece)) or whole(piece))

    found = are_boundaries(text, [0, 5, 6, 7, 18_000, 18_006, 18_011, len(text)])

    assert found == [True, False, True, True, True, True, False, True]
    assert sum(cut) <= 8 * 2 * tokens.NEIGHBOURHOOD


def test_places_far_from_any_clean_break_are_looked_up_together(monkeypatch):
    text = "a" * 1_000_000
    cut, whole = [], boundaries
    monkeypatch.setattr(tokens, "boundaries", lambda piece: cut.append(len(piece)) or whole(piece))

    assert are_boundaries(text, range(1_000, 2_000)) == [False] * 1_000
    assert cut == [len(text)]


@given(texts, texts, tricky, tricky)
@law
def test_what_is_cut_off_as_equal_is_cut_into_the_same_words(head, tail, old, new):
    old, new = head + old + tail, head + new + tail

    start, left = equal_ends(old, new)

    assert start + left <= min(len(old), len(new))
    assert (old[:start], old[len(old) - left :]) == (new[:start], new[len(new) - left :])
    for text in (old, new):
        parts = text[:start], text[start : len(text) - left], text[len(text) - left :]
        assert [span for part in parts for span in spans(part)] == spans(text)


def test_equal_ends_are_cut_off_up_to_the_words_that_differ():
    assert equal_ends("All States should take measures.", "All States shall take measures.") == (11, 14)


def test_a_long_run_of_flags_is_never_counted_back(monkeypatch):
    seen = []
    boundary = regex.compile(r"(?V1w)\b")

    class Watched:
        def split(self, text):
            seen.append(text)
            return boundary.split(text)

    monkeypatch.setattr("ledger.text.tokens._BOUNDARY", Watched())

    assert boundaries("🇩🇪" * 50_000) == list(range(0, 100_001, 2))
    assert not regex.search("[\U0001f1e6-\U0001f1ff]", seen[0])


def test_a_word_of_a_million_letters_is_one_token():
    assert boundaries("a" * 1_000_000) == [0, 1_000_000]


def test_a_hundred_thousand_marks_stay_with_their_letter():
    assert boundaries("a" + "\u0323" * 100_000) == [0, 100_001]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        (" \n", [" \n"]),
        ("  States shall\n\nact. ", ["  States ", "shall\n\n", "act", ". "]),
        ("缔约方 应", ["缔", "约", "方 ", "应"]),
    ],
)
def test_white_space_goes_with_the_word_before_it(text, tokens):
    assert words(text) == tokens


@given(texts)
@law
def test_words_joined_give_the_text(text):
    assert "".join(words(text)) == "".join(spans(text)) == text
    assert "" not in words(text)


@given(texts)
@law
def test_only_the_first_word_may_begin_with_white_space(text):
    assert not any(word[0].isspace() and spans(word)[0].isspace() for word in words(text)[1:])


@pytest.mark.parametrize("control", ["\u200e", "\u202e", "\u2066", "\u2069"])
def test_a_bidirectional_control_belongs_to_what_is_before_it(control):
    assert spans(f"a{control}b {control}c") == [f"a{control}b", f" {control}", "c"]


def test_a_million_tabs_are_one_token():
    assert words("\t" * 1_000_000) == ["\t" * 1_000_000]
