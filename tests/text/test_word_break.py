"""Our word boundaries against those of the Unicode standard: its test file, and its rules one by one."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import boundaries
from tests.text import uax29

COPY = Path(__file__).with_name("word_break_test.txt")
DEBIAN = Path("/usr/share/unicode/auxiliary/WordBreakTest.txt")

JOINS = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]"
SIGNS = r"[\p{WB=MidLetter}\p{WB=MidNum}\p{WB=MidNumLet}\p{WB=Single_Quote}\p{WB=Double_Quote}]"
NEXT_TO_A_MARK = regex.compile(f"{SIGNS}{JOINS}|{JOINS}{SIGNS}")
"""`regex` looks past no mark for the letters or digits that a sign stands between: it cuts "1,̈0" before the sign."""
SCISSORS = "\u200d\u2701"
"""Upper blade scissors behind a joiner: a picture in Unicode 15.0, none in the later Unicode of `regex`."""

law = settings(deadline=None, max_examples=500)


def cases(file):
    """The texts of a test file with their boundaries."""
    for line in file.read_text("utf-8").splitlines():
        text, places = "", []
        for part in line.partition("#")[0].split():
            if part == "÷":
                places.append(len(text))
            elif part != "×":
                text += chr(int(part, 16))
        if text:
            yield text, places


def deviations(file, found_by):
    return [text for text, places in cases(file) if found_by(text) != places]


@pytest.fixture(params=["copy", "debian"])
def file(request):
    if request.param == "debian" and not DEBIAN.exists():
        pytest.skip("The Debian package unicode-data is not installed; the copy of its lines is tested.")
    return COPY if request.param == "copy" else DEBIAN


def test_words_break_where_the_standard_has_it_but_next_to_marks_on_signs(file):
    odd = deviations(file, boundaries)

    assert [text for text in odd if not NEXT_TO_A_MARK.search(text) and SCISSORS not in text] == []


def test_no_more_deviates_than_is_known():
    odd = deviations(COPY, boundaries)

    assert sum(SCISSORS in text for text in odd) == 2
    assert sum(bool(NEXT_TO_A_MARK.search(text)) for text in odd) == 48


def test_the_whole_file_is_read():
    assert sum(1 for _ in cases(COPY)) == 1_823


def test_the_rules_one_by_one_are_those_of_the_file(file):
    assert [text for text in deviations(file, uax29.boundaries) if SCISSORS not in text] == []


@given(
    st.text(
        st.sampled_from("abeé1.,;:' ’_\"״\n\r\t(-\u00a0\u00ad\u200b\u0301\u0323أبَّאב个可。ก็นカひ👨\u200d🇩🇪\u3000\uff9e"),
        max_size=20,
    )
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
)
@law
def test_any_text_is_cut_by_the_rules_but_next_to_marks_on_signs(text):
    text = unicodedata.normalize("NFC", text)

    assert boundaries(text) == uax29.boundaries(text) or NEXT_TO_A_MARK.search(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("the word 'and'", ["the", " ", "word", " ", "'", "and", "'"]),
        ("‘and’ ’tis", ["‘", "and", "’", " ", "’", "tis"]),
        ("🇩 and 🇪🇺x", ["🇩", " ", "and", " ", "🇪🇺", "x"]),
        ("l'été, d’une", ["l'été", ",", " ", "d’une"]),
    ],
)
def test_an_apostrophe_that_opens_a_quotation_and_half_a_flag_stand_alone(text, pieces):
    places = boundaries(text)

    assert [text[start:end] for start, end in pairwise(places)] == pieces
