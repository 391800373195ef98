"""Motions put together on one text: what is made, and each dispute with what each motion wants."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.merging import Dispute, combined, merge
from ledger.domain.provisions import Draft, Provision, Tree
from ledger.domain.relations import relations
from ledger.domain.wording import Change
from ledger.text.relations import CLASHES, CONVERSE, Relation

law = settings(deadline=None, max_examples=250)

TEXTS = {
    "p": "States shall protect refugees.",
    "q": "Cities may help.",
    "c": "Children go to school.",
    "r": "And so on.",
}
WORDINGS = {
    id: Provision.of({"provision_id": id, "kind": "paragraph", "text": text}, "").wording for id, text in TEXTS.items()
}


def edit(id: str, *edits: list[Any]) -> Change:
    return {"op": "edit", "provision_id": id, "base": WORDINGS[id], "edits": list(edits)}


def delete(id: str) -> Change:
    return {"op": "delete", "provision_id": id, "base": WORDINGS[id]}


def insert(id: str, **place: Any) -> Change:
    return {"op": "insert", "provision": {"provision_id": id, "kind": "paragraph", "text": "New."}, **place}


def move(id: str, **place: Any) -> Change:
    return {"op": "move", "provision_id": id, **place}


def relabel(id: str, **words: str) -> Change:
    return {"op": "relabel", "provision_id": id, "base": WORDINGS[id], **words}


def retag(id: str, **tags: Any) -> Change:
    return {"op": "retag", "provision_id": id, **tags}


def wants(dispute: Dispute) -> list[tuple[list[Change], tuple[str, ...]]]:
    return [(list(want.changes), want.motions) for want in dispute.wants]


def the_dispute(**wanted: list[Change]) -> Dispute:
    (found,) = merge(TEXTS, wanted).disputes
    return found


def a_tree() -> Tree:
    """Three provisions side by side, and one under the first."""
    tree = Tree()
    for id, parent, after in (("p", "", None), ("c", "p", None), ("q", "", "p"), ("r", "", "q")):
        data = {"provision_id": id, "kind": "paragraph", "text": TEXTS[id]}
        tree.place(Provision.of(data, parent), after)
    return tree


# Words


def test_edits_are_one_change_for_each_set_of_motions_that_ask_for_them() -> None:
    wanted = {"2": [edit("p", [0, 6, "Cities"], [7, 12, "must"])], "1": [edit("p", [7, 12, "must"], [29, 29, " now"])]}

    found = merge(TEXTS, wanted)

    assert found.disputes == ()
    assert [(change["edits"], change["motions"]) for change in found.changes] == [
        ([[0, 6, "Cities"]], ["2"]),
        ([[7, 12, "must"]], ["2", "1"]),
        ([[29, 29, " now"]], ["1"]),
    ]


def test_one_motions_edits_of_one_provision_stay_one_change() -> None:
    change = edit("p", [0, 6, "Cities"], [7, 12, "must"])

    assert merge(TEXTS, {"1": [change]}).changes == ({**change, "motions": ["1"]},)


def test_disputed_words_are_shown_with_what_each_motion_would_put_there_and_the_rest_is_made() -> None:
    wanted = {"1": [edit("p", [7, 12, "must"], [29, 29, " now"])], "2": [edit("p", [7, 20, "help"])]}

    found = merge(TEXTS, wanted)
    (dispute,) = found.disputes

    assert [change["edits"] for change in found.changes] == [[[29, 29, " now"]]]
    assert dispute.at is not None
    assert (dispute.at.base, [one.text for one in dispute.at.alternatives]) == (
        "shall protect",
        ["must protect", "help"],
    )
    assert wants(dispute) == [([edit("p", [7, 12, "must"])], ("1",)), ([edit("p", [7, 20, "help"])], ("2",))]


def test_words_of_a_provision_that_the_motion_inserts_itself_are_made_on_its_own_text() -> None:
    own = {"op": "edit", "provision_id": "n", "base": "", "edits": [[0, 3, "Old"]]}

    assert [change["op"] for change in merge(TEXTS, {"1": [insert("n"), own]}).changes] == ["insert", "edit"]


# Provisions as a whole


def test_what_is_asked_for_alike_is_made_once() -> None:
    alike = [delete("q"), move("r", after=None), relabel("p", label="1"), retag("p", levels=["local"])]

    found = merge(TEXTS, {"1": alike, "2": alike})

    assert found.disputes == ()
    assert [change["motions"] for change in found.changes] == [["1", "2"]] * 4


@pytest.mark.parametrize(
    "other",
    [
        edit("p", [0, 6, "Cities"]),
        relabel("p", label="1"),
        retag("p", levels=["local"]),
        move("p", after="q"),
        insert("n", parent="p"),
    ],
    ids=lambda change: str(change["op"]),
)
def test_of_what_one_motion_deletes_nothing_else_is_had(other: Change) -> None:
    found = the_dispute(**{"1": [delete("p")], "2": [other]})

    assert (found.provision_id, found.at, found.motions) == ("p", None, ("1", "2"))
    assert wants(found) == [([delete("p")], ("1",)), ([other], ("2",))]


def test_what_others_want_of_a_provision_that_one_deletes_is_one_alternative_with_its_credits() -> None:
    one, two = edit("p", [0, 6, "Cities"]), edit("p", [7, 12, "must"])

    found = the_dispute(**{"1": [delete("p")], "2": [one], "3": [two]})

    assert wants(found) == [([delete("p")], ("1",)), ([one, two], ("2", "3"))]
    assert found.wants[1].credited == [{**one, "motions": ["2"]}, {**two, "motions": ["3"]}]


def test_what_others_dispute_of_a_provision_that_one_deletes_is_an_alternative_each() -> None:
    one, two = edit("p", [7, 12, "must"]), edit("p", [7, 12, "may"])

    found = the_dispute(**{"1": [delete("p")], "2": [one], "3": [two]})

    assert [motions for _, motions in wants(found)] == [("1",), ("2",), ("3",)]


def test_what_a_motion_deletes_is_had_or_kept_as_a_whole() -> None:
    found = merge(
        TEXTS, {"1": [delete("c"), delete("p"), edit("q", [0, 6, "Towns"])], "2": [edit("c", [0, 8, "Pupils"])]}
    )

    assert [want[0] for want in wants(found.disputes[0])] == [[delete("c"), delete("p")], [edit("c", [0, 8, "Pupils"])]]
    assert [change["provision_id"] for change in found.changes] == ["q"]


def test_what_hangs_on_a_disputed_insertion_is_disputed_with_it() -> None:
    below = [insert("n", parent="p"), insert("m", parent="n"), edit("q", [0, 6, "Towns"])]

    found = merge(TEXTS, {"1": [delete("p")], "2": below})

    assert wants(found.disputes[0])[1] == (below[:2], ("2",))
    assert [change["op"] for change in found.changes] == ["edit"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (move("r", after=None), move("r", after="p")),
        (relabel("p", label="1"), relabel("p", label="2")),
        (relabel("p", label="1"), relabel("p", heading="Aims")),
        (retag("p", levels=["local"]), retag("p", levels=["global"])),
        (insert("n"), insert("n", after=None)),
        (move("q", parent="p"), insert("n", after="q")),
    ],
)
def test_what_is_asked_for_differently_is_disputed(one: Change, other: Change) -> None:
    found = the_dispute(**{"1": [one], "2": [other]})

    assert wants(found) == [([one], ("1",)), ([other], ("2",))]


def test_a_place_behind_what_another_motion_deletes_is_still_found() -> None:
    wanted = {"1": [delete("q")], "2": [insert("n", after="q")]}

    found = merge(TEXTS, wanted)
    draft = Draft(a_tree())
    draft.make(found.changes)

    assert found.disputes == ()
    assert [change["op"] for change in found.changes] == ["insert", "delete"]


def test_words_and_labels_and_places_of_one_provision_do_not_dispute() -> None:
    wanted = {"1": [edit("r", [0, 3, "But"])], "2": [relabel("r", label="4")], "3": [move("r", after="p")]}

    assert merge(TEXTS, wanted).disputes == ()


def test_disputes_stand_in_the_order_of_the_text() -> None:
    wanted = {
        "1": [edit("q", [0, 6, "Towns"]), delete("p")],
        "2": [edit("q", [0, 6, "States"]), edit("p", [0, 6, "Cities"])],
    }

    assert [dispute.provision_id for dispute in merge(TEXTS, wanted).disputes] == ["p", "q"]


# Laws

EDITS = [
    edit("p", [0, 6, "Cities"]),
    edit("p", [7, 12, "must"]),
    edit("p", [7, 20, "help"]),
    edit("p", [7, 7, "all "]),
    edit("q", [0, 6, "Towns"]),
    edit("c", [9, 11, "walk"], [15, 15, "our "]),
]
WHOLE = [
    delete("q"),
    delete("c"),
    relabel("p", label="1"),
    relabel("p", heading="Aims"),
    retag("q", levels=["local"]),
    retag("q", levels=["global"]),
    move("r", after="p"),
    move("r", parent="q"),
    move("c", after="q"),
    insert("n", parent="q"),
    insert("m", after="q"),
    insert("k", after="r"),
]


@st.composite
def motions(draw: st.DrawFn) -> dict[str, list[Change]]:
    """Up to four motions that each could be tabled by itself; what each inserts has an id of its own."""
    wanted = {}
    for name in "abcd"[: draw(st.integers(1, 4))]:
        changes = draw(st.lists(st.sampled_from([*EDITS, *WHOLE]), max_size=3, unique_by=_kind))
        own = [_of_its_own(change, name) for change in changes]
        if own and _can_be_made(own):
            wanted[name] = own
    return wanted


def _kind(change: Change) -> tuple[str, str]:
    return change["op"], str(change.get("provision_id", change.get("provision")))


def _of_its_own(change: Change, name: str) -> Change:
    if change["op"] != "insert":
        return change
    return {**change, "provision": {**change["provision"], "provision_id": change["provision"]["provision_id"] + name}}


def _can_be_made(changes: list[Change]) -> bool:
    draft = Draft(a_tree())
    try:
        draft.make(changes)
        draft.finish()
    except Exception:
        return False
    return True


@given(motions())
@law
def test_what_nothing_disputes_can_be_made_and_names_each_motion_for_what_it_asked(
    wanted: dict[str, list[Change]],
) -> None:
    found = merge(TEXTS, wanted)

    assert not found.changes or _can_be_made(combined(found.changes))
    for change in found.changes:
        for motion in change["motions"]:
            assert any(_asks(own, change) for own in wanted[motion])


def _asks(own: Change, made: Change) -> bool:
    if own["op"] != "edit" or made["op"] != "edit":
        return own == {key: value for key, value in made.items() if key != "motions"}
    return own["provision_id"] == made["provision_id"] and all(one in own["edits"] for one in made["edits"])


@given(motions())
@law
def test_every_change_is_made_or_disputed(wanted: dict[str, list[Change]]) -> None:
    found = merge(TEXTS, wanted)

    held = [
        (motion, change)
        for d in found.disputes
        for want in d.wants
        for motion in want.motions
        for change in want.changes
    ]
    made = [(motion, change) for change in found.changes for motion in change["motions"]]
    for motion, own in wanted.items():
        for change in own:
            about = [
                one
                for who, one in (*held, *made)
                if who == motion and (one["op"], _target(one)) == (change["op"], _target(change))
            ]
            assert about
            if change["op"] == "edit":
                assert all(any(edit in one["edits"] for one in about) for edit in change["edits"])


def _target(change: Change) -> str:
    return str(change["provision"]["provision_id"] if change["op"] == "insert" else change["provision_id"])


@given(motions())
@law
def test_the_order_of_motions_decides_no_dispute_and_no_word(wanted: dict[str, list[Change]]) -> None:
    def told(order: tuple[str, ...]) -> Any:
        found = merge(TEXTS, {motion: wanted[motion] for motion in order})
        changes = [{**change, "motions": sorted(change["motions"])} for change in found.changes]
        disputes = [(d.provision_id, d.at, d.motions) for d in found.disputes]
        return sorted(changes, key=str), sorted(disputes, key=str)

    assert len({str(told(order)) for order in permutations(wanted)}) <= 1


@given(motions())
@law
def test_two_motions_dispute_exactly_where_their_relation_clashes(wanted: dict[str, list[Change]]) -> None:
    found = relations(wanted)

    for one, other in permutations(wanted, 2):
        stands = found.get((one, other), Relation.DISJOINT)
        assert found.get((other, one), Relation.DISJOINT) == CONVERSE[stands]
        together = merge(TEXTS, {one: wanted[one], other: wanted[other]})
        assert (stands in CLASHES) == bool(together.disputes)


@given(motions())
@law
def test_a_motion_is_identical_to_another_that_asks_for_the_same(wanted: dict[str, list[Change]]) -> None:
    found = relations(wanted)

    for one, other in permutations(wanted, 2):
        same = sorted(map(str, wanted[one])) == sorted(map(str, wanted[other]))
        assert (found.get((one, other)) is Relation.IDENTICAL) == same
