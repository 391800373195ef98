"""What becomes of an open motion where something else is accepted."""

from typing import Any

import pytest

from ledger.domain.consequences import Consequence, consequence
from ledger.domain.wording import provision_wording

TEXT = "States shall protect all refugees and migrants."
BASE = provision_wording("", TEXT)


def edit(old: str, new: str, provision: str = "p") -> dict[str, Any]:
    """Other words in the place of some; where `old` ends in "|", words that come behind it."""
    start = TEXT.index(old.rstrip("|"))
    end = start + len(old.rstrip("|"))
    edits = [[end if old.endswith("|") else start, end, new]]
    return {"op": "edit", "provision_id": provision, "base": BASE, "edits": edits}


DELETION = {"op": "delete", "provision_id": "p", "base": BASE}
UNDER_IT = {"op": "insert", "provision": {"provision_id": "n", "kind": "paragraph"}, "parent": "p"}
BEHIND_IT = {"op": "insert", "provision": {"provision_id": "m", "kind": "paragraph"}, "after": "p"}
HEADING = {"op": "relabel", "provision_id": "p", "base": BASE, "heading": "Protection"}


@pytest.mark.parametrize(
    ("own", "made", "becomes"),
    [
        (edit("shall", "must"), edit("migrants", "others"), "untouched"),
        (edit("shall", "must"), edit("shall", "must", "q"), "untouched"),
        (edit("shall", "must"), edit("shall", "must"), "settled"),
        (edit("shall", "must"), edit("shall", "may"), "adjust"),
        (edit("shall", "must"), edit("States shall", "Cities must"), "falls"),
        (edit("States shall", "Cities must"), edit("shall", "must"), "adjust"),
        (edit("shall|", " always"), edit("shall|", " ever"), "adjust"),
        (edit("shall|", " always"), edit("shall", "must"), "look"),
        (edit("shall", "must"), DELETION, "falls"),
        (DELETION, DELETION, "settled"),
        (DELETION, edit("shall", "must"), "adjust"),
        (DELETION, UNDER_IT, "adjust"),
        (UNDER_IT, DELETION, "falls"),
        (BEHIND_IT, DELETION, "adjust"),
        (HEADING, {**HEADING, "heading": "Shelter"}, "adjust"),
        (HEADING, HEADING, "settled"),
        (HEADING, edit("shall", "must"), "untouched"),
    ],
)
def test_a_change_beside_one_that_is_made(own: dict[str, Any], made: dict[str, Any], becomes: str) -> None:
    assert consequence([own], [made]) is Consequence(becomes)


def test_a_motion_that_loses_one_of_two_changes_can_be_adjusted() -> None:
    assert consequence([edit("shall", "must"), edit("all", "most", "q")], [DELETION]) is Consequence.ADJUST


def test_a_motion_of_which_a_part_is_made_has_to_be_looked_at() -> None:
    own = [edit("shall", "must"), edit("all", "most", "q")]

    assert consequence(own, [edit("shall", "must")]) is Consequence.LOOK
