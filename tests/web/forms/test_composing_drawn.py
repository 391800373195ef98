"""The composer on its page: texts come back as they were stored, every control is labelled."""

import re

import pytest

from tests.web.forms.texts import (
    B1,
    B2,
    B21,
    NEW1,
    ODD,
    SAID,
    TREE,
    A,
    B,
    C,
    a_standing,
    a_text,
    by_browser,
    id_of,
    moved_to,
    page_of,
    parsed,
    seen,
    sent,
)
from web.forms.composing.changes import composed
from web.forms.composing.drawing import parts_of
from web.forms.composing.moved import moved


@pytest.mark.parametrize("words", ODD)
def test_a_text_comes_back_from_the_page_as_it_was_stored(words: str) -> None:
    text = a_text(a_standing("a", text=words, people=("refugees",)))
    page = page_of(parts_of(seen(text, A), text, "ar"))

    assert composed(by_browser(sent(page)), text).changes == []


def test_every_control_has_a_label_and_one_id() -> None:
    fields = seen(TREE, A, B) | {"new.2.id": [NEW1], "new.2.text": ["New."]}
    fields |= {"provisions.3.id": [id_of("gone")], "provisions.3.text": ["X"]}
    root = parsed(page_of(parts_of(fields, TREE, "en")))

    ids = [found for element in root.iter() if (found := element.get("id"))]
    labelled = {label.get("for") for label in root.iter("label")}
    controls = [one for one in root.iter() if one.tag in ("input", "select", "textarea")]
    shown = [one for one in controls if one.get("type") != "hidden" and one.get("hidden") is None]
    assert len(ids) == len(set(ids))
    assert {one.get("id") for one in shown} <= labelled


def test_an_error_stands_at_its_field_and_opens_what_holds_it() -> None:
    drawn = parts_of(seen(TREE, A), TREE, "en", {"provisions.0.place": ["It cannot stand there."]})
    root = parsed(page_of(drawn))

    (control,) = [one for one in root.iter("select") if one.get("id") == "provisions.0.place"]
    details, further = root.iter("details")
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "provisions.0.place-error"
    assert details.get("open") is not None
    assert further.get("open") is None


def test_words_that_moved_stand_beside_one_another() -> None:
    fields = {**seen(SAID, A), "provisions.0.text": ["States should protect all refugees in towns."]}
    now, steps = moved_to(SAID, A, "States must protect all refugees in towns.")
    found = moved(fields, SAID, now, steps)

    page = page_of(parts_of({}, now, "en"), "{{ composing.moved_words(moved, 'en') }}", moved=found)

    words = " ".join("".join(parsed(page).itertext()).split())
    assert re.search(r"As you saw it.*As it stands today.*Your text", words)
    assert "You: shall replaced by should. Today: shall replaced by must." in words
    assert 'value="go_on"' in page


def test_a_part_is_drawn_at_one_with_what_it_makes() -> None:
    drawn = parts_of({**seen(TREE, B), "provisions.0.deleted": ["on"]}, TREE, "en")

    (part,) = drawn.parts
    assert (part.title, part.below, part.is_more_open, drawn.counts) == ("Of towns", 3, True, [("deleted", 1)])
    assert [choice.value for choice in drawn.also] == [A, B1, B2, B21, C]
    assert [choice.value for choice in drawn.places][:3] == ["first:", f"after:{A}", f"first:{A}"]


def test_a_proposal_has_its_one_part() -> None:
    fields = {"new.0.id": [NEW1], "new.0.text": ["New."], "new.0.place": ["first:"]}
    page = page_of(parts_of(fields, TREE, "en", is_single=True))

    buttons = [one.get("value") for one in parsed(page).iter("button")]
    assert buttons == ["preview"]
