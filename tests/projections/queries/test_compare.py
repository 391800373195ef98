"""What becomes of each provision from one text to another."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.projections.queries.changes import Difference
from ledger.projections.queries.compare import between
from ledger.projections.queries.text import Provision, Text
from ledger.text.diff import is_formatting


def a_text(*provisions: Provision) -> Text:
    children: dict[str, tuple[str, ...]] = {}
    for one in provisions:
        children[one.parent] = (*children.get(one.parent, ()), one.id)
    return Text(provisions, children, {one.id: one for one in provisions})


def provision(id: str, parent: str = "", **more: object) -> Provision:
    fields = {"kind": "paragraph", "label": "", "heading": "", "text": f"Text of {id}.", "wording": ""}
    tags = {"levels": (), "horizons": (), "people": ()}
    return Provision(**{"id": id, "parent": parent, "since": 1, "name": id, **fields, **tags, **more})  # type: ignore[arg-type]


def changed(before: Text, after: Text, said: frozenset[str] = frozenset()) -> dict[str, Difference]:
    return {one.provision.id: one for one in between(before, after, said) if one.what != "same"}


A, B, C = provision("a"), provision("b"), provision("c")


def test_equal_texts_have_no_change() -> None:
    assert changed(a_text(A, B, C), a_text(A, B, C)) == {}


def test_new_and_deleted_provisions_stand_where_they_come_and_went() -> None:
    new = provision("n")

    found = between(a_text(A, B, C), a_text(A, new, C))

    assert [(one.provision.id, one.what) for one in found] == [
        ("a", "same"),
        ("b", "deleted"),
        ("n", "inserted"),
        ("c", "same"),
    ]


def test_what_was_deleted_first_is_shown_first() -> None:
    assert [one.provision.id for one in between(a_text(A, B, C), a_text(C))] == ["a", "b", "c"]


def test_a_whole_part_that_is_deleted_is_shown_with_what_stood_under_it() -> None:
    under = provision("u", parent="b")

    found = between(a_text(A, B, under, C), a_text(A, C))

    assert [one.provision.id for one in found] == ["a", "b", "u", "c"]


def test_one_provision_that_changes_its_place_is_the_one_that_moved() -> None:
    found = changed(a_text(A, B, C), a_text(C, A, B))

    assert list(found) == ["c"]
    assert found["c"].is_moved
    assert found["c"].place is not None
    assert found["c"].place.where == "first"


def test_of_two_that_changed_places_the_record_knows_which_moved() -> None:
    for moved in ("a", "b"):
        assert list(changed(a_text(A, B), a_text(B, A), frozenset({moved}))) == [moved]


def test_what_was_moved_there_and_back_did_not_move() -> None:
    assert changed(a_text(A, B), a_text(A, B), frozenset({"a"})) == {}


def test_a_move_under_another_parent_says_where_from_and_where_to() -> None:
    found = changed(a_text(A, B, C), a_text(A, provision("b", parent="a"), C))["b"]

    assert (found.former.after, found.place.parent) == ("a", "a")  # type: ignore[union-attr]


def test_moved_and_edited_is_both() -> None:
    found = changed(a_text(A, B, C), a_text(provision("c", text="Text of nobody."), A, B))["c"]

    assert found.is_moved
    assert found.is_reworded
    assert [(swap.old, swap.new) for swap in found.swaps] == [("c", "nobody")]


def test_labels_headings_kinds_and_tags_are_changes_of_their_own() -> None:
    new = provision("a", label="1", heading="Aims", kind="article", levels=("local",))

    found = changed(a_text(A), a_text(new))["a"]

    assert found.label == ("", "1")
    assert found.kind == ("paragraph", "article")
    assert [(change.tag, change.added) for change in found.tags] == [("levels", ("local",))]
    assert [(swap.old, swap.new) for swap in found.swaps] == [("", "Aims")]


def test_white_space_alone_is_a_change_without_words() -> None:
    found = changed(a_text(A), a_text(provision("a", text="Text  of a.")))["a"]

    assert found.is_reworded
    assert found.swaps == ()


def test_a_very_deep_text_is_compared() -> None:
    deep = [provision("0"), *(provision(str(at), parent=str(at - 1)) for at in range(1, 3000))]

    assert len(between(a_text(*deep), a_text(*deep[:-1]))) == 3000


def test_a_long_passage_is_shortened_in_the_list_alone() -> None:
    words = "word " * 100

    found = changed(a_text(A), a_text(provision("a", text=words.strip())))["a"]

    assert len(found.swaps[0].new) < 100
    assert "".join(part.text for part in found.text if part.kind == "inserted").count("word") == 100


def kinds(before: Provision, after: Provision) -> tuple[str, ...]:
    return changed(a_text(before), a_text(after))["a"].kinds


def test_each_kind_of_change_is_its_own() -> None:
    assert kinds(A, provision("a", text="Text of nobody.")) == ("edited",)
    assert kinds(A, provision("a", text="Text  of a.")) == ("formatted",)
    assert kinds(A, provision("a", label="1")) == ("relabelled",)
    assert kinds(A, provision("a", kind="article")) == ("relabelled",)
    assert kinds(A, provision("a", heading="Aims")) == ("edited",)
    assert kinds(A, provision("a", people=("children",))) == ("retagged",)


def test_a_provision_may_change_in_several_ways_at_once() -> None:
    new = provision("c", label="1", text="Text of nobody.", levels=("local",))

    found = changed(a_text(A, B, C), a_text(new, A, B))["c"]

    assert found.kinds == ("moved", "edited", "relabelled", "retagged")


def test_what_comes_in_or_goes_out_does_nothing_else() -> None:
    found = changed(a_text(A), a_text(B))

    assert (found["a"].kinds, found["b"].kinds) == (("deleted",), ("inserted",))


def test_a_provision_is_renumbered_with_what_it_stands_under() -> None:
    before, after = (a_text(provision("a"), provision("u", parent="a", name=name)) for name in ("I, a", "II, a"))

    (found,) = (one for one in between(before, after) if one.provision.id == "u")

    assert found.what == "same"
    assert found.is_renamed


def test_changes_of_words_are_numbered_through_heading_and_text() -> None:
    before = provision("a", heading="Duty", text="States  shall protect.")
    after = provision("a", heading="Duties", text="States should protect all.")

    found = changed(a_text(before), a_text(after))["a"]

    assert [(swap.number, swap.old, swap.new) for swap in found.swaps] == [
        (1, "Duty", "Duties"),
        (2, "shall", "should"),
        (3, "", "all"),
    ]


def test_white_space_around_a_short_word_is_no_change_of_the_word() -> None:
    before, after = provision("a", text="States  a  pay for it."), provision("a", text="States a pay for it.")

    found = changed(a_text(before), a_text(after))["a"]

    assert found.kinds == ("formatted",)
    assert found.swaps == ()


def test_long_passages_that_differ_late_are_told() -> None:
    old, new = ("vorher " * 40, "vorher " * 20 + "nachher " * 20)

    found = changed(a_text(provision("a", heading=old)), a_text(provision("a", heading=new)))["a"]

    assert len(found.swaps) == 1


@given(*[st.lists(st.sampled_from(["a", "an", "States", " ", "  ", "\n", "-", "国"]), max_size=9)] * 2)
@settings(deadline=None)
def test_formatting_is_what_the_words_themselves_say(old: list[str], new: list[str]) -> None:
    before, after = (provision("a", text="".join(words)) for words in (old, new))

    found = changed(a_text(before), a_text(after)).get("a")

    assert (found is not None and found.kinds == ("formatted",)) == is_formatting(before.text, after.text)
