"""Controls of the direction of writing are shown, not obeyed."""

import html
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.markup import Page
from web.comparing.controls import NAMES, visible

ARABIC = "تحمي الدول اللاجئين وفقا للقرار A/RES/73/195."


def test_every_control_of_direction_is_known() -> None:
    known = {chr(point) for point in range(0x110000) if unicodedata.bidirectional(chr(point)) in EXPLICIT}

    assert known | {"\u061c", "\u200e", "\u200f"} == set(NAMES)


EXPLICIT = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize("control", NAMES)
def test_a_control_is_a_mark_with_its_name(control: str) -> None:
    page = Page(f"<p>{visible(f'pay{control}me')}</p>")

    (mark,) = page.all("abbr")
    assert (mark.text, mark.get("title")) == NAMES[control]
    assert control not in visible(f"pay{control}me")


def test_ordinary_arabic_stays_as_it_is() -> None:
    assert visible(ARABIC) == ARABIC


@given(st.text(st.sampled_from(["a", "<", "&", '"', "'", "\u202e", "ا", "\n"])))
@settings(deadline=None)
def test_what_people_typed_is_never_markup(text: str) -> None:
    plain = "".join(sign for sign in text if sign not in NAMES)

    without_marks = visible(text).replace(str(visible("\u202e")), "")

    assert without_marks == html.escape(plain)
