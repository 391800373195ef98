"""Drafts: of their author alone until shared by a link; nothing that was typed is lost."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.domain.errors import InvalidCommand, NotFound
from ledger.store.beside import Beside
from ledger.store.beside.drafts import Draft
from tests.builders import Clock
from tests.store.beside.conftest import Execute

FIELDS = {"title": ["Shorter reviews"], "changes.0.text": ["Progress\nshall be reviewed."], "answers": ["a", "b"]}


@pytest.fixture
def draft(beside: Beside) -> Draft:
    return beside.drafts.save("norway", "table_amendment", "Shorter reviews", FIELDS)


def test_a_draft_comes_back_as_it_was_typed(beside: Beside, draft: Draft) -> None:
    found = beside.drafts.own(draft.id, "norway")

    assert found == draft
    assert (draft.fields, draft.command, draft.title) == (FIELDS, "table_amendment", "Shorter reviews")
    assert (draft.is_shared, draft.became) == (False, None)


def test_whatever_was_typed_comes_back(beside: Beside) -> None:
    for typed in ("\r\na\rb\n", "\x00", "\ud800", "<script>", "\u202e", "%s %(a)s :name {x}", "日本" * 1000):
        draft = beside.drafts.save("norway", "make_statement", typed, {typed: [typed, ""]})

        found = beside.drafts.own(draft.id, "norway")

        assert found is not None
        assert found.fields == {typed: [typed, ""]}
        assert found.title.isprintable()


def test_saving_again_changes_the_draft(beside: Beside, draft: Draft) -> None:
    again = beside.drafts.save("norway", "table_amendment", "Longer", {"title": ["Longer"]}, draft.id)

    assert again.id == draft.id
    assert (again.title, again.fields, again.created_at) == ("Longer", {"title": ["Longer"]}, draft.created_at)
    assert again.changed_at > draft.changed_at
    assert [one.id for one in beside.drafts.of("norway")] == [draft.id]


def test_drafts_are_listed_newest_first_without_what_they_hold(beside: Beside, draft: Draft) -> None:
    newer = beside.drafts.save("norway", "make_statement", "A question", {"text": ["Why?"]})
    beside.drafts.save("sweden", "make_statement", "Another's", {})

    listed = beside.drafts.of("norway")

    assert [(one.id, one.title, one.fields) for one in listed] == [
        (newer.id, "A question", {}),
        (draft.id, "Shorter reviews", {}),
    ]


def test_anothers_draft_is_neither_read_changed_shared_nor_deleted(beside: Beside, draft: Draft) -> None:
    assert beside.drafts.own(draft.id, "sweden") is None
    for share in (beside.drafts.share, beside.drafts.unshare):
        with pytest.raises(NotFound):
            share(draft.id, "sweden")
    beside.drafts.delete(draft.id, "sweden")
    copy = beside.drafts.save("sweden", "table_amendment", "Mine", {"title": ["Mine"]}, draft.id)

    assert copy.id != draft.id
    assert beside.drafts.own(draft.id, "norway") == draft


def test_what_is_saved_to_a_deleted_draft_becomes_a_new_one(beside: Beside, draft: Draft) -> None:
    beside.drafts.delete(draft.id, "norway")

    again = beside.drafts.save("norway", "table_amendment", "Shorter reviews", FIELDS, draft.id)

    assert beside.drafts.own(again.id, "norway") == again


def test_a_shared_draft_is_read_by_its_link_until_that_is_ended(beside: Beside, draft: Draft) -> None:
    first = beside.drafts.share(draft.id, "norway")
    second = beside.drafts.share(draft.id, "norway")

    assert beside.drafts.shared(first) is None
    found = beside.drafts.shared(second)
    assert found is not None
    assert (found.id, found.is_shared) == (draft.id, True)
    beside.drafts.unshare(draft.id, "norway")
    assert beside.drafts.shared(second) is None


def test_a_link_is_not_in_the_database(beside: Beside, draft: Draft, execute_beside: Execute) -> None:
    token = beside.drafts.share(draft.id, "norway")

    assert token not in str(execute_beside("SELECT * FROM drafts"))
    assert beside.drafts.shared("") is None


@pytest.mark.parametrize(
    ("by", "is_shared", "became"),
    [("norway", False, "a motion"), ("sweden", True, "a motion"), ("sweden", False, None)],
)
def test_it_is_noted_what_became_of_a_draft_of_ones_own_or_a_shared_one(
    beside: Beside, draft: Draft, by: str, is_shared: bool, became: str | None
) -> None:
    if is_shared:
        beside.drafts.share(draft.id, "norway")

    beside.drafts.taken(draft.id, by, "a motion")
    beside.drafts.taken(draft.id, by, "a later one")

    assert [one.became for one in beside.drafts.of("norway")] == [became]


def test_a_draft_has_a_largest_size(beside: Beside, draft: Draft) -> None:
    for fields in ({"text": ["å" * 250_001]}, {f"field {number}": [""] for number in range(60_000)}):
        with pytest.raises(InvalidCommand, match="500,000 bytes"):
            beside.drafts.save("norway", "make_statement", "", fields, draft.id)

    assert beside.drafts.own(draft.id, "norway") == draft
    assert beside.drafts.save("norway", "make_statement", "", {"text": ["å" * 249_998]})


def test_an_author_keeps_so_many_drafts(beside: Beside, draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.store.beside.drafts.MOST", 2)
    beside.drafts.save("norway", "make_statement", "", {})

    with pytest.raises(InvalidCommand, match="throw one away first"):
        beside.drafts.save("norway", "make_statement", "", {})

    assert beside.drafts.save("norway", "table_amendment", "Still changed", {}, draft.id).id == draft.id
    assert beside.drafts.save("sweden", "make_statement", "", {})


def test_a_draft_has_the_times_of_the_clock(beside: Beside, clock: Clock) -> None:
    clock.now += timedelta(days=400)

    draft: Any = beside.drafts.save("norway", "make_statement", "", {})

    assert draft.created_at == draft.changed_at == "2019-04-09T09:00:01.000000Z"
