"""Many edits carried through changes: the same as each by itself, and looked at only where they stand."""

import unicodedata

from hypothesis import assume, given, settings

from ledger.text import apply_edits, map_edits
from ledger.text.passage import Ground, Passage, carried_through
from tests.text.amending import amended

law = settings(deadline=None, max_examples=400)

BASE = "States should take all measures."


@given(amended())
@law
def test_edits_are_carried_through_one_change_as_by_themselves(made):
    base, wanted = made
    edits, through = wanted["a"], wanted["b"]
    assume(edits and through)

    carried = carried_through(edits, [Passage(through)], Ground(apply_edits(base, through)))

    assert carried == map_edits(edits, through, base)


def test_only_the_text_at_the_end_has_to_take_them():
    """In between, a word was written directly before the one that is changed."""
    first, second = [(6, 7, "")], [(6, 6, " ")]

    carried = carried_through([(7, 13, "shall")], [Passage(first), Passage(second)], Ground(BASE))

    assert carried == [(7, 13, "shall")]


def test_what_is_met_is_the_first_edit_of_the_change_that_collides():
    change = Passage([(0, 6, "Cities"), (14, 18, "adopt"), (19, 22, "the")])

    assert change.met_by((7, 13, "shall")) is None
    assert change.met_by((7, 20, "x")) == (14, 18, "adopt")
    assert change.met_by((3, 3, "x")) == (0, 6, "Cities")
    assert change.beside((7, 13, "shall")) == (0, 6, "Cities")


def test_marks_without_end_are_carried_in_one_look_at_the_text():
    base = "e" + "\u0323" * 50_000 + " end"
    ground = Ground(unicodedata.normalize("NFC", base))

    assert ground.takes([(len(ground.text), len(ground.text), " now")])
