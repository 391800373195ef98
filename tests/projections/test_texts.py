"""The text at every position is what the aggregate was at that position."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, RowMapping, and_, func, select

from ledger.application import Ledger
from ledger.domain.errors import Refusal
from ledger.domain.frameworks import Framework
from ledger.domain.provisions import TOP, Provision, Tree, as_edits
from ledger.projections import tables
from ledger.projections.revising import count_words
from ledger.store.database import Database
from ledger.store.migrate import migrate
from ledger.text import apply_edits
from tests.builders import (
    TEXTS,
    a_framework,
    a_ledger,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
    text_of,
)
from tests.projections.conftest import say_everything

Act = tuple[str, int, int]
WORDS = ("States", "shall", "protect", "refugees,", "cities", "may", "—", "host", "children", "12")

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["rewrite", "insert", "delete", "move", "relabel", "retag", "whole", "extract"]),
        st.integers(0, 999),
        st.integers(0, 999),
    ),
    min_size=1,
    max_size=10,
)


@pytest.fixture(scope="module")
def drafting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, str, str]]:
    """A ledger, a consultation in it and a member: every example drafts a framework of its own."""
    url = f"sqlite:///{Path(tmp_path_factory.mktemp('drafting')) / 'ledger.db'}"
    migrate(Database.from_url(url))
    with a_ledger(url) as ledger:
        room = a_room(ledger)
        yield ledger, room.consultation, room.member


@settings(max_examples=60, deadline=None)
@given(commands=st.lists(ACTS, min_size=2, max_size=8))
def test_the_text_at_every_position_is_the_aggregate_at_that_position(
    drafting: tuple[Ledger, str, str], commands: list[list[Act]]
) -> None:
    ledger, consultation, member = drafting
    before = ledger.record_store.head()
    framework = a_framework(ledger, consultation)
    a_version(ledger, framework, [a_provision(text=text) for text in TEXTS.values()])
    for acts in commands:
        with suppress(Refusal):
            _draft(ledger, framework, member, acts)

    check_texts(ledger, framework, after=before)


def test_the_text_at_every_position_of_a_ledger_in_which_everything_occurs(ledger: Ledger) -> None:
    say_everything(ledger)
    with ledger.reading() as reading:
        frameworks = reading.connection.execute(select(tables.frameworks.c.id)).scalars().all()

    for framework in frameworks:
        check_texts(ledger, framework)


def check_texts(ledger: Ledger, framework: str, after: int = 0) -> None:
    """Compare every position with the aggregate; a position inside a command shows the state before it."""
    standing, aggregate = Tree(), Framework.blank(UUID(framework))
    with ledger.reading() as reading:
        head = reading.position
        for stored in ledger.record_store.stored_between(after + 1, head, head):
            event = ledger.event(stored)
            if str(event.originator_id) == framework:
                event.apply(aggregate)
            following = ledger.record_store.stored(stored.position + 1)
            is_last = following is None or ledger.event(following).command_id != event.command_id
            if is_last:
                standing = Tree(
                    dict(aggregate.tree.provisions), {p: list(c) for p, c in aggregate.tree.children.items()}
                )
            found = tree_at(reading.connection, framework, stored.position)
            assert found.provisions == standing.provisions, stored.position
            assert _orders(found) == _orders(standing), stored.position
        check_words(reading.connection, framework)
        check_edits(reading.connection, framework)


def tree_at(connection: Connection, framework: str, position: int) -> Tree:
    """The text as the tables have it: for each provision and each parent its newest row not after the position."""
    provisions = _newest(connection, tables.provisions, "provision_id", framework, position)
    children = _newest(connection, tables.children, "parent", framework, position)
    return Tree(
        {row["provision_id"]: Provision.of(dict(row), row["parent"]) for row in provisions if not row["deleted"]},
        {row["parent"]: row["ids"] for row in children},
    )


def _newest(connection: Connection, table: Any, key: str, framework: str, position: int) -> Sequence[RowMapping]:
    newest = (
        select(table.c[key], func.max(table.c.since).label("since"))
        .where(table.c.framework_id == framework, table.c.since <= position)
        .group_by(table.c[key])
        .subquery()
    )
    same = and_(table.c[key] == newest.c[key], table.c.since == newest.c.since, table.c.framework_id == framework)
    found = connection.execute(select(table).join(newest, same)).mappings().all()
    standing = (table.c.since <= position) & (table.c.until.is_(None) | (table.c.until > position))
    by_until = connection.execute(select(table).where(table.c.framework_id == framework, standing)).mappings().all()
    assert sorted(map(str, found)) == sorted(map(str, by_until)), "`until` is not the next row's `since`"
    return found


def check_words(connection: Connection, framework: str) -> None:
    """The words of each revision follow from those before, and are those of its text."""
    words = 0
    revisions = tables.revisions.c
    rows = connection.execute(
        select(tables.revisions).where(revisions.framework_id == framework).order_by(revisions.number)
    ).mappings()
    for number, row in enumerate(rows, 1):
        assert row["number"] == number
        assert row["words_before"] == words
        assert min(row["words_inserted"], row["words_deleted"]) >= 0
        words += row["words_inserted"] - row["words_deleted"]
        text = tree_at(connection, framework, row["position"]).provisions.values()
        assert words == sum(count_words(one.heading) + count_words(one.text) for one in text)


def check_edits(connection: Connection, framework: str) -> None:
    """Where a row came by edits, they make its text of the one before."""
    provisions = tables.provisions.c
    rows = connection.execute(
        select(tables.provisions)
        .where(provisions.framework_id == framework)
        .order_by(provisions.provision_id, provisions.since)
    ).mappings()
    before: RowMapping | None = None
    for row in rows:
        if row["edits"] is not None:
            assert before is not None
            assert before["provision_id"] == row["provision_id"]
            assert apply_edits(before["text"], as_edits(row["edits"])) == row["text"]
            assert "edited" in row["how"]
        before = row


def test_what_one_command_does_to_a_provision_is_one_row(ledger: Ledger) -> None:
    room = a_room(ledger)
    states = room.provisions["states"]
    changes = [
        room.edit("states", "protect", "host"),
        {"op": "retag", "provision_id": states, "levels": ["local"]},
        {"op": "move", "provision_id": states, "after": room.provisions["children"]},
        {"op": "relabel", "provision_id": states, "base": room.edit("states", "States", "")["base"], "label": "1 bis"},
    ]

    answer = decide(ledger, an_amendment(ledger, room.framework, room.member, changes))

    rows = provision_rows(ledger, states)
    assert [row["how"] for row in rows] == ["received", "edited relabelled moved retagged"]
    assert (rows[0]["until"], rows[1]["since"], rows[1]["until"]) == (answer.last, answer.last, None)
    assert (rows[1]["label"], rows[1]["levels"], rows[1]["edits"]) == ("1 bis", ["local"], changes[0]["edits"])
    assert rows[1]["command_position"] == answer.position


def test_a_deletion_is_a_row_and_a_return_another(ledger: Ledger) -> None:
    room = a_room(ledger)
    states, others = room.provisions["states"], [a_provision(room.provisions["cities"], text=TEXTS["cities"])]
    a_version(ledger, room.framework, others)
    a_version(ledger, room.framework, [*others, a_provision(states, text="States may.")])

    rows = provision_rows(ledger, states)

    assert [(row["how"], row["deleted"], row["text"]) for row in rows] == [
        ("received", False, TEXTS["states"]),
        ("deleted", True, TEXTS["states"]),
        ("received", False, "States may."),
    ]


def test_a_version_received_again_leaves_rows_only_where_it_changes_something(ledger: Ledger) -> None:
    room = a_room(ledger)
    again = [a_provision(room.provisions[name], text=text) for name, text in TEXTS.items()]
    again[1]["text"] = "Cities may host new arrivals and others."

    a_version(ledger, room.framework, again)

    assert [len(provision_rows(ledger, room.provisions[name])) for name in TEXTS] == [1, 2, 1]
    with ledger.reading() as reading:
        revision = reading.connection.execute(select(tables.revisions).where(tables.revisions.c.number == 2)).one()
        orders = reading.connection.execute(select(tables.children.c.parent)).all()
    assert (revision.provisions_touched, revision.words_inserted, revision.words_deleted) == (1, 2, 0)
    assert len(orders) == 1


def test_a_version_whose_text_is_not_held_makes_no_revision(ledger: Ledger) -> None:
    room = a_room(ledger)
    give(ledger, "receive_version", framework_id=room.framework, version_id=new_id(), name="N", extent="not_held")
    published = give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="P")

    with ledger.reading() as reading:
        versions = reading.connection.execute(select(tables.versions).order_by(tables.versions.c.number)).all()
        revisions = reading.connection.execute(select(tables.revisions)).all()

    assert [(one.how, one.extent, one.revision) for one in versions] == [
        ("received", "whole", 1),
        ("received", "not_held", 1),
        ("published", "whole", 1),
    ]
    assert [one.position for one in revisions] == [versions[0].position]
    assert versions[2].position == published.last


def test_a_proposed_provision_is_known_before_it_stands_in_the_text(ledger: Ledger) -> None:
    room = a_room(ledger)
    provision = a_provision(heading="Cities of refuge", text="New.")
    motion = a_proposal(ledger, room.framework, room.member, provision)

    thing = a_thing(ledger, provision["provision_id"])
    assert (thing["kind"], thing["framework_id"], thing["title"]) == ("provision", room.framework, "Cities of refuge")
    decide(ledger, motion)

    assert a_thing(ledger, provision["provision_id"]) == thing


def provision_rows(ledger: Ledger, provision_id: str) -> Sequence[RowMapping]:
    of_it = tables.provisions.c.provision_id == provision_id
    with ledger.reading() as reading:
        statement = select(tables.provisions).where(of_it).order_by(tables.provisions.c.since)
        return reading.connection.execute(statement).mappings().all()


def a_thing(ledger: Ledger, id: str) -> RowMapping:
    with ledger.reading() as reading:
        return reading.connection.execute(select(tables.things).where(tables.things.c.id == id)).mappings().one()


def _draft(ledger: Ledger, framework: str, member: str, acts: list[Act]) -> None:
    """One command: a version where the acts begin with one, else a motion that makes the acts, adopted at once."""
    text = text_of(ledger, framework)
    kind = acts[0][0] if text else "whole"
    if kind in ("whole", "extract"):
        listed = [_listed(text, act) for act in acts]
        provisions = list({provision["provision_id"]: provision for provision in listed}.values())
        a_version(ledger, framework, provisions, extent=kind)
        return
    changes = [_change(text, act) for act in acts if act[0] not in ("whole", "extract")]
    decide(ledger, an_amendment(ledger, framework, member, changes))


def _listed(text: list[Provision], act: Act) -> dict[str, Any]:
    _, one, other = act
    known = text[one % len(text)] if text and one % 3 else None
    provision = known.fields() if known else a_provision(text=_prose(other))
    if known and other % 2:
        provision["text"] = _prose(other)
    parent = text[other % len(text)].id if text and other % 4 == 0 else None
    return {**provision, **({"parent": parent} if parent and parent != provision["provision_id"] else {})}


def _change(text: list[Provision], act: Act) -> dict[str, Any]:
    op, one, other = act
    target, at = text[one % len(text)], text[other % len(text)]
    place: dict[str, Any] = {"parent": at.id} if other % 3 == 0 else {"after": None if other % 2 else at.id}
    if op not in ("insert",) and "after" in place and at.parent != TOP:
        place["parent"] = at.parent
    changes: dict[str, dict[str, Any]] = {
        "rewrite": {"base": target.wording, "text": _prose(other)},
        "insert": {"provision": a_provision(text=_prose(one), heading=WORDS[other % 9]), **place},
        "delete": {"base": target.wording},
        "move": place,
        "relabel": {"base": target.wording, "label": str(other), "heading": WORDS[other % 7]},
        "retag": {"levels": ["local"] if other % 2 else ["global", "national"]},
    }
    named = {} if op == "insert" else {"provision_id": target.id}
    return {"op": op, **named, **changes[op]}


def _prose(number: int) -> str:
    return " ".join(WORDS[(number + step * step) % len(WORDS)] for step in range(number % 7 + 1))


def _orders(tree: Tree) -> dict[str, list[str]]:
    return {parent: ids for parent, ids in tree.children.items() if ids}
