"""Words that stayed, came in or went out, as markup."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import Segment, word_diff
from tests.web.markup import Page
from web.comparing.words import drawn

TEXTS = st.lists(st.sampled_from(["shall", "should", "may", "not", "all", "women", ",", "\n", "  "]), max_size=12)


def parsed(markup: str) -> Page:
    return Page(f"<!doctype html><title>.</title><p>{markup}</p>")


def without(page: Page, tag: str) -> str:
    """What is read where the elements of one kind, and what is there for the ear or the eye alone, are left out."""
    (paragraph,) = page.all("p")
    for parent in list(paragraph.iter()):
        for one in list(parent):
            if one.tag == tag or one.get("class") == "hidden" or one.get("aria-hidden"):
                _cut(parent, one)
    return "".join(paragraph.itertext())


def _cut(parent: object, one: object) -> None:
    children = list(parent)  # type: ignore[call-overload]
    at = children.index(one)
    before = children[at - 1] if at else parent
    attribute = "tail" if at else "text"
    setattr(before, attribute, (getattr(before, attribute) or "") + (one.tail or ""))  # type: ignore[attr-defined]
    parent.remove(one)  # type: ignore[attr-defined]


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_either_text_can_be_read_from_the_page(old: list[str], new: list[str]) -> None:
    one, other = " ".join(old), " ".join(new)
    parts = [part for part in word_diff(one, other) if not part.text.isspace() or part.kind == "same"]
    kept = ["".join(part.text for part in parts if part.kind != gone) for gone in ("inserted", "deleted")]

    assert [without(parsed(drawn(parts)), tag) for tag in ("ins", "del")] == kept


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_each_place_that_changes_has_one_address_in_both_columns_together(old: list[str], new: list[str]) -> None:
    parts = word_diff(" ".join(old), " ".join(new))
    inline = ids(drawn(parts, id="c"))

    columns = sorted([*ids(drawn(parts, id="c", side="old")), *ids(drawn(parts, id="c", side="new"))])

    assert columns == sorted(inline)
    assert inline == [f"c-{number}" for number in range(1, len(inline) + 1)]


def ids(markup: str) -> list[str]:
    return [one.get("id", "") for one in parsed(markup).all("span") if one.get("id")]


def test_a_column_holds_nothing_of_the_other_side() -> None:
    parts = [Segment("same", "States "), Segment("deleted", "shall"), Segment("inserted", "should")]

    old, new = (drawn(parts, side=side, is_spoken=False) for side in ("old", "new"))

    assert (old, new) == ("States <del>shall</del>", "States <ins>should</ins>")


def test_white_space_that_changes_can_be_seen_and_heard() -> None:
    (inserted,) = parsed(drawn([Segment("inserted", " \n")])).all("ins")

    assert "␣↵\n" in "".join(inserted.itertext())
    assert "inserted: ␣↵\nwhite space end of insertion" in "".join(inserted.itertext()).strip()


def test_the_words_for_the_ear_can_be_left_out() -> None:
    assert drawn([Segment("deleted", "shall")], is_spoken=False) == "<del>shall</del>"
