"""A whole text in brackets: what counts as one, where new provisions stand, and what they are called."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from ledger.projections.queries.brackets import Block, Brackets, Open, Want, brackets_of
from ledger.projections.queries.motions import open_motions
from ledger.projections.queries.text import text_at
from tests.builders import (
    Data,
    Room,
    a_framework,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    new_id,
)

SECTION = {"section": "", "first": "First.", "second": "Second."}


def compiled(ledger: Ledger, framework_id: str) -> Brackets:
    """A text with all its open motions, which have to apply, in brackets."""
    with ledger.reading() as reading:
        text = text_at(reading, framework_id, reading.position)
        return brackets_of(text, {motion.id: motion.changes for motion in open_motions(reading, framework_id)})


def a_section(ledger: Ledger, room: Room) -> tuple[str, dict[str, str]]:
    """A framework of a section with two numbered paragraphs, and the ids of its provisions."""
    framework, ids = a_framework(ledger, room.consultation), {name: new_id() for name in SECTION}
    within = [
        a_provision(ids[name], text=SECTION[name], label=label, parent=ids["section"])
        for name, label in (("first", "1"), ("second", "2"))
    ]
    a_version(ledger, framework, [a_provision(ids["section"], kind="section", heading="A section"), *within])
    return framework, ids


def deleting(ids: dict[str, str], *names: str) -> list[Data]:
    headings = {"section": "A section"}
    bases = {name: provision_wording(headings.get(name, ""), SECTION[name]) for name in names}
    return [{"op": "delete", "provision_id": ids[name], "base": bases[name]} for name in names]


def told(found: Brackets) -> list[tuple[int, str, str]]:
    return [(one.number, one.about, one.name) for one in found.all]


def block_of(found: Brackets, provision_id: str) -> Block:
    return next(block for block in found.blocks if block.provision.id == provision_id)


def test_each_disputed_stretch_is_one_bracket_numbered_as_it_is_read(ledger: Ledger) -> None:
    room = a_room(ledger)
    an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
    an_amendment(ledger, room.framework, room.second, [room.edit("cities", "may", "should")])
    an_amendment(ledger, room.framework, room.second, [room.edit("states", "protect", "host")])

    found = compiled(ledger, room.framework).all

    assert [(one.number, one.stands) for one in found] == [(1, "protect"), (2, "may")]
    assert [want.words for want in found[1].wants] == ["shall", "should"]
    assert found[1].are_alternatives


def test_the_words_of_one_motion_in_the_place_of_the_brackets_make_its_text(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may host", "host")])
    an_amendment(ledger, room.framework, room.second, [room.edit("cities", "host new", "welcome")])
    block = block_of(compiled(ledger, room.framework), room.provisions["cities"])

    (bracket,) = block.brackets
    words = {want.motions: want.words for want in bracket.wants}
    read = "".join(piece if isinstance(piece, str) else words[(motion,)] for piece in block.pieces)

    assert read == "Cities host new arrivals."


def test_new_provisions_at_one_place_are_bis_and_ter_in_the_order_of_their_numbers(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_section(ledger, room)
    place: dict[str, Any] = {"parent": ids["section"], "after": ids["first"]}
    a_proposal(ledger, framework, room.member, a_provision(text="One."), **place)
    a_proposal(ledger, framework, room.second, a_provision(text="Two."), **place)

    new = [block for block in compiled(ledger, framework).blocks if block.is_new]

    assert [(block.provision.label, block.provision.text) for block in new] == [("1 bis", "One."), ("1 ter", "Two.")]
    assert [block.provision.name for block in new] == ["A section, paragraph 1 bis", "A section, paragraph 1 ter"]


def test_a_label_of_its_own_stays_and_is_not_given_again(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_section(ledger, room)
    for own in ({"text": "One."}, {"text": "Two.", "label": "2 bis"}, {"text": "Three."}):
        a_proposal(ledger, framework, room.member, a_provision(**own), parent=ids["section"])

    new = [block.provision.label for block in compiled(ledger, framework).blocks if block.is_new]

    assert new == ["2 ter", "2 bis", "2 quater"]


def test_a_new_provision_at_the_beginning_has_no_number_to_go_on_from(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_section(ledger, room)
    a_proposal(ledger, framework, room.member, a_provision(text="One."), parent=ids["section"], after=None)

    found = compiled(ledger, framework)

    assert told(found) == [(1, "provision", "A section, new paragraph")]
    assert [block.provision.text for block in found.blocks] == ["", "One.", "First.", "Second."]


def test_what_a_new_provision_brings_along_is_in_its_bracket(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_section(ledger, room)
    above, below, behind = new_id(), new_id(), new_id()
    changes = [
        {"op": "insert", "provision": a_provision(above, kind="section", heading="Cities"), "after": ids["section"]},
        {"op": "insert", "provision": a_provision(behind, text="Last."), "parent": above},
        {"op": "insert", "provision": a_provision(below, text="First."), "parent": above, "after": None},
    ]
    an_amendment(ledger, framework, room.member, changes)

    new = [block for block in compiled(ledger, framework).blocks if block.is_new]

    assert [(block.provision.id, block.provision.depth) for block in new] == [(above, 0), (below, 1), (behind, 1)]
    assert [len(block.opening) for block in new] == [1, 0, 0]
    assert [len(block.closing) for block in new] == [0, 0, 1]


def test_the_same_new_words_asked_for_by_two_are_one_bracket(ledger: Ledger) -> None:
    room = a_room(ledger)
    motions = [
        a_proposal(ledger, room.framework, who, a_provision(text="A fund is set up."))
        for who in (room.member, room.second)
    ]

    (bracket,) = compiled(ledger, room.framework).all

    assert bracket.wants[0].motions == tuple(motions)


def test_a_section_that_is_to_go_with_all_under_it_is_one_bracket(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_section(ledger, room)
    an_amendment(ledger, framework, room.member, deleting(ids, "first", "second", "section"))

    found = compiled(ledger, framework)

    assert told(found) == [(1, "deletion", "A section")]
    assert block_of(found, ids["second"]).closing == block_of(found, ids["section"]).opening


def test_what_others_would_delete_within_it_has_a_bracket_of_its_own(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_section(ledger, room)
    an_amendment(ledger, framework, room.member, deleting(ids, "first", "second", "section"))
    an_amendment(ledger, framework, room.second, deleting(ids, "second"))

    found = compiled(ledger, framework)

    assert told(found) == [(1, "deletion", "A section"), (2, "deletion", "A section, paragraph 2")]
    assert [one.number for one in block_of(found, ids["second"]).closing] == [2, 1]


def test_words_within_what_is_to_go_are_counted_too(ledger: Ledger) -> None:
    room = a_room(ledger)
    an_amendment(ledger, room.framework, room.member, [room.delete("cities")])
    an_amendment(ledger, room.framework, room.second, [room.edit("cities", "may", "shall")])

    assert [one.about for one in compiled(ledger, room.framework).all] == ["deletion", "words"]


def test_labels_headings_tags_and_places_are_brackets_of_their_own(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_section(ledger, room)
    base = provision_wording("", "First.")
    changes = [
        {"op": "relabel", "provision_id": ids["first"], "base": base, "label": "9", "heading": "Nine"},
        {"op": "retag", "provision_id": ids["first"], "levels": ["local"], "people": ["children"]},
        {"op": "move", "provision_id": ids["first"], "parent": ids["section"]},
    ]
    an_amendment(ledger, framework, room.member, changes)

    found = compiled(ledger, framework).all

    assert [one.about for one in found] == ["place", "label", "heading", "levels", "people"]
    assert [one.about for one in found if one.is_of_words] == ["heading"]


def test_two_who_want_one_label_are_one_wish(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_section(ledger, room)
    base = provision_wording("", "First.")
    motions = [
        an_amendment(
            ledger, framework, who, [{"op": "relabel", "provision_id": ids["first"], "base": base, "label": label}]
        )
        for who, label in ((room.member, "9"), (room.second, "9"), (room.second, "8"))
    ]

    (bracket,) = compiled(ledger, framework).all

    assert [(want.words, want.motions) for want in bracket.wants] == [("9", tuple(motions[:2])), ("8", (motions[2],))]


def test_a_text_without_open_motions_has_no_bracket(ledger: Ledger) -> None:
    room = a_room(ledger)
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")]))

    found = compiled(ledger, room.framework)

    assert found.all == found.disputed == []
    assert [block.pieces for block in found.blocks][1] == ("Cities shall host new arrivals.",)


def test_a_text_of_any_depth_is_laid_out(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, ids = a_framework(ledger, room.consultation), [new_id() for _ in range(1_200)]
    above = [{}, *({"parent": id} for id in ids)]
    provisions = [a_provision(id, text=".", **place) for id, place in zip(ids, above, strict=False)]
    a_version(ledger, framework, provisions)
    deletion = {"op": "delete", "provision_id": ids[-1], "base": provision_wording("", ".")}
    an_amendment(ledger, framework, room.member, [deletion])

    assert len(compiled(ledger, framework).all) == 1


@pytest.mark.parametrize(
    ("stands", "words", "around"),
    [
        ("", "gladly ", ("", " ")),
        ("may ", "", ("", " ")),
        ("", " too", (" ", "")),
        ("may", "shall", ("", "")),
        ("end.\n", "end. More.\n\n", ("", "\n\n")),
    ],
)
def test_white_space_stands_before_and_behind_a_bracket_not_in_it(
    stands: str, words: str, around: tuple[str, str]
) -> None:
    assert Open(1, "words", "", "", stands, (Want((), words),)).white_space == around
