"""The German Residence Act, read into provisions."""

import bz2
import re

import pytest

from ledger.domain.vocabulary import ProvisionKind
from tests.generated.residence_act import FOURTH, THIRD, parts_of


def words_in(text):
    return re.findall(r"[^\W_]+", text)


@pytest.mark.parametrize("path", [THIRD, FOURTH])
def test_every_word_of_the_act_stands_in_a_provision_in_order(path):
    source = bz2.decompress(path.read_bytes()).decode()
    body = re.sub(r"^\[\^\S+?\]: ", "", source[source.index("[^") :], flags=re.MULTILINE)

    read = [word for part in parts_of(path) for word in words_in(f"{part.label} {part.heading} {part.text}")]

    # A line that ends in a hyphen is joined with the next where the word goes on.
    assert "".join(read) == "".join(words_in(body))


@pytest.mark.parametrize(("path", "articles", "paragraphs"), [(THIRD, 147, 542), (FOURTH, 180, 780)])
def test_articles_and_paragraphs_are_as_many_as_the_source_has(path, articles, paragraphs):
    parts = parts_of(path)

    assert sum(part.kind == ProvisionKind.ARTICLE for part in parts) == articles
    assert sum(bool(part.label) for part in parts if part.kind == ProvisionKind.PARAGRAPH) == paragraphs


def test_items_stand_under_what_introduces_them():
    parts = parts_of(FOURTH)
    [article] = [place for place, part in enumerate(parts) if part.label == "§ 2"]
    paragraph = next(place for place, part in enumerate(parts) if part.above == article and part.label == "(3)")

    items = [part.label for part in parts if part.above == paragraph]

    assert items == ["1.", "2.", "3.", "4.", "5.", "6.", "7.", ""]


def test_wrapped_lines_are_joined_and_escapes_taken_away():
    texts = " ".join(part.text for part in parts_of(FOURTH))

    assert "der Benelux-Wirtschaftsunion, der" in texts
    assert "vom 23.3.2016, S. 1) und" in texts
    assert "Aus- und Weiterbildung" in texts
