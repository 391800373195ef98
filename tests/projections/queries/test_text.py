"""The text at any position: one seek for each provision, whatever came before or after."""

from sqlalchemy import event

from ledger.application import Ledger
from ledger.projections.queries.text import names_of, text_at
from tests.builders import Room, a_framework, a_proposal, a_provision, a_room, a_version, an_amendment, decide, new_id


def texts_at(ledger: Ledger, room: Room, position: int) -> list[str]:
    with ledger.reading() as now:
        return [provision.text for provision in text_at(now, room.framework, position).provisions]


def test_a_text_stands_from_the_last_record_of_the_command_that_made_it(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "should")])

    adopted = decide(ledger, motion)

    before = [texts_at(ledger, room, position)[0] for position in range(adopted.position - 1, adopted.last)]
    assert set(before) == {"States shall protect refugees."}
    assert texts_at(ledger, room, adopted.last)[0] == "States should protect refugees."


def test_before_the_first_words_there_is_no_text(ledger: Ledger) -> None:
    room = a_room(ledger)

    assert texts_at(ledger, room, 1) == []


def test_a_deleted_provision_stands_until_its_deletion(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.delete("cities")])

    adopted = decide(ledger, motion)

    assert len(texts_at(ledger, room, adopted.position)) == 3
    assert len(texts_at(ledger, room, adopted.last)) == 2


def test_provisions_come_depth_first_with_names_and_levels(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework = a_framework(ledger, room.consultation)
    part, article, point = (new_id() for _ in range(3))
    a_version(
        ledger,
        framework,
        [
            a_provision(part, kind="part", label="I", heading="Reception"),
            a_provision(article, kind="article", label="Article 1", heading="Beds", parent=part),
            a_provision(point, label="(a)", text="Ten.", parent=article),
            a_provision(kind="annex", text="Last."),
        ],
    )

    with ledger.reading() as now:
        found = text_at(now, framework, now.position).provisions

    assert [(one.name, one.depth, one.level) for one in found] == [
        ("Part I", 0, 2),
        ("Part I, Article 1", 1, 3),
        ("Part I, Article 1, paragraph (a)", 2, 4),
        ("Annex", 0, 2),
    ]


def test_a_name_says_what_a_provision_stands_directly_under(ledger: Ledger) -> None:
    room = a_room(ledger)
    part, point = new_id(), new_id()
    provisions = [a_provision(part, kind="part", label="II"), a_provision(point, label="3 bis", parent=part)]
    a_version(ledger, a_framework(ledger, room.consultation), provisions)

    with ledger.reading() as now:
        names = names_of(now, [part, point, new_id()])

    assert names == {part: "Part II", point: "Part II, paragraph 3 bis"}


def test_a_proposal_stands_at_its_place_once_it_is_accepted(ledger: Ledger) -> None:
    room = a_room(ledger)
    proposal = a_proposal(ledger, room.framework, room.member, a_provision(text="First."), after=None)

    assert texts_at(ledger, room, 10_000)[0] == "States shall protect refugees."
    adopted = decide(ledger, proposal)

    assert texts_at(ledger, room, adopted.last)[0] == "First."


def test_no_table_of_the_past_is_scanned(ledger: Ledger) -> None:
    room = a_room(ledger)
    if ledger.database.kind != "sqlite":
        return  # PostgreSQL scans a small table where that is quicker.
    sent: list[tuple[str, object]] = []

    with ledger.reading() as now:
        event.listen(now.connection, "before_cursor_execute", lambda *a: sent.append((a[2], a[3])))
        text_at(now, room.framework, 50)
        plans = [now.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all() for sql, given in sent[:2]]

    steps = [step[3] for plan in plans for step in plan]
    assert len(plans) == 2
    assert not [step for step in steps if step.startswith("SCAN") and step not in ("SCAN parents", "SCAN CONSTANT ROW")]
