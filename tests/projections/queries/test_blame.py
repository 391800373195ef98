"""Who wrote which words of a provision, as pages ask it."""

from typing import Any

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from ledger.projections.queries.blame import Blame, blame_of, row_at
from ledger.projections.queries.provisions import provision_in_full
from tests.builders import TEXTS, Room, a_provision, a_version, an_amendment, decide, give, new_id
from tests.projections.queries.counting import queries_sent

NOW = "2018-03-06T09:00:00.000000Z"


def blame(ledger: Ledger, provision_id: str, at: int | None = None) -> Blame:
    with ledger.reading() as now:
        row = row_at(now, provision_id, now.position if at is None else at)
        assert row is not None
        return blame_of(now, row)


def adopt(ledger: Ledger, room: Room, *changes: dict[str, Any], proposer: str = "", **more: Any) -> str:
    motion = an_amendment(ledger, room.framework, proposer or room.member, list(changes), **more)
    decide(ledger, motion)
    return motion


def test_a_received_text_has_one_origin_and_no_marks(ledger: Ledger, room: Room) -> None:
    found = blame(ledger, room.provisions["states"])

    assert found.credits == ()
    assert found.ground is not None
    assert found.ground.version is not None
    assert (found.ground.version.number, found.ground.words) == (1, (TEXTS["states"],))


def test_words_are_numbered_as_they_stand_and_joined_are_the_text(ledger: Ledger, room: Room) -> None:
    last = adopt(ledger, room, room.edit("states", "refugees", "all people"))
    edit = {**room.edit("states", "shall", "must"), "base": provision_wording("", "States shall protect all people.")}
    first = adopt(ledger, room, edit)

    found = blame(ledger, room.provisions["states"])

    assert "".join(run.text for run in found.text) == "States must protect all people."
    assert [(run.text, run.credit, run.place) for run in found.text if run.credit] == [
        ("must", 1, 1),
        ("all people", 2, 2),
    ]
    assert [(one.number, one.motions[0].id, one.replaced) for one in found.credits] == [
        (1, first, "shall"),
        (2, last, "refugees"),
    ]


def test_an_entry_says_who_proposed_who_decided_and_when(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")], title="Firmer")
    decide(ledger, motion, actor=room.organizer, edited_by=[room.second])

    (credit,) = blame(ledger, room.provisions["states"]).credits

    (found,) = credit.motions
    assert (found.id, found.number, found.title) == (motion, 1, "Firmer")
    assert (found.proposers, found.edited_by, found.decided_actor) == ((room.member,), (room.second,), room.organizer)
    assert found.decided_at.startswith("2018-03-05")
    assert {room.member, room.second, room.organizer} <= set(credit.people)


def test_motions_that_asked_for_the_same_words_are_named_together(ledger: Ledger, room: Room) -> None:
    change = room.edit("states", "shall", "must")
    motions = [an_amendment(ledger, room.framework, who, [change]) for who in (room.member, room.second)]
    give(ledger, "adopt_motions", framework_id=room.framework, motions=motions)

    (credit,) = blame(ledger, room.provisions["states"]).credits

    assert [one.id for one in credit.motions] == motions


def test_words_of_one_edit_that_another_cut_in_two_are_one_entry(ledger: Ledger, room: Room) -> None:
    adopt(ledger, room, room.edit("states", "protect refugees", "help and host people"))
    text = "States shall help and host people."
    change = {"op": "rewrite", "base": provision_wording("", text), "text": text.replace("and", "or")}
    adopt(ledger, room, {**change, "provision_id": room.provisions["states"]})

    found = blame(ledger, room.provisions["states"])

    assert [one.words for one in found.credits] == [("help ", " host people"), ("or",)]
    assert [run.is_first for run in found.text if run.credit] == [True, True, False]


def test_words_of_a_later_version_say_which(ledger: Ledger, room: Room) -> None:
    provision = a_provision(room.provisions["states"], text="States must protect refugees.")
    issued = a_version(ledger, room.framework, [provision], extent="extract", issued_by=[room.organizer])

    (credit,) = blame(ledger, room.provisions["states"]).credits

    assert credit.version is not None
    assert (credit.version.id, credit.words, credit.replaced) == (issued, ("must",), "shall")
    assert credit.people == [room.organizer]


def test_the_oldest_words_are_the_ones_without_a_mark_however_few(ledger: Ledger, room: Room) -> None:
    long = "protect all who had to leave their homes, and those who host them"
    motion = adopt(ledger, room, room.edit("states", "protect refugees", long))

    found = blame(ledger, room.provisions["states"])

    assert found.ground is not None
    assert found.ground.version is not None
    assert [one.motions[0].id for one in found.credits] == [motion]


def test_an_earlier_state_is_told_as_it_was(ledger: Ledger, room: Room) -> None:
    id = room.provisions["states"]
    with ledger.reading() as now:
        before = now.position
    adopt(ledger, room, room.edit("states", "shall", "must"))

    assert blame(ledger, id, before).credits == ()
    assert len(blame(ledger, id).credits) == 1
    with ledger.reading() as now:
        assert row_at(now, id, 1) is None


def test_a_provision_without_words_has_nobody_to_name(ledger: Ledger, room: Room) -> None:
    provision = a_provision(label="Part I", kind="part")
    a_version(ledger, room.framework, [provision], extent="extract")

    assert blame(ledger, provision["provision_id"]).ground is None


def test_a_row_is_read_once_and_the_rest_takes_two_queries_however_many_wrote_it(ledger: Ledger, room: Room) -> None:
    id, text = new_id(), " ".join(f"word{number}" for number in range(40))
    a_version(ledger, room.framework, [a_provision(id, text=text)], extent="extract")
    for number in range(0, 40, 2):
        new = text.replace(f"word{number} ", f"other{number} ")
        change = {"op": "rewrite", "provision_id": id, "base": provision_wording("", text), "text": new}
        adopt(ledger, room, change)
        text = new

    with ledger.reading() as now, queries_sent(now) as sent:
        row = row_at(now, id, now.position)
        assert row is not None
        found = blame_of(now, row)

    assert len(found.credits) == 20
    assert len(sent) == 3


def test_the_runs_of_a_provision_are_one_seek_in_an_index(ledger: Ledger, room: Room) -> None:
    with ledger.reading() as now, queries_sent(now) as sent:
        row_at(now, room.provisions["states"], now.position)
        is_sqlite = now.connection.dialect.name == "sqlite"
        if not is_sqlite:
            # So small a table would be read as a whole.
            now.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = f"{'EXPLAIN QUERY PLAN' if is_sqlite else 'EXPLAIN'} {sent[0]}"
        plan = str(now.connection.exec_driver_sql(explain, ("x", 1, 1, 0)[: 4 if is_sqlite else 3]).all())

    assert "USING INDEX" in plan or "Index Scan" in plan
    assert not any(word in plan for word in ("SCAN ", "TEMP B-TREE", "Seq Scan", "Sort"))


def test_the_page_of_a_provision_takes_as_many_queries_however_many_wrote_it(ledger: Ledger, room: Room) -> None:
    id, counts = room.provisions["states"], []
    for change in (room.edit("states", "shall", "must"), None):
        if change is None:
            text = "States must protect refugees."
            more = {
                "op": "rewrite",
                "base": provision_wording("", text),
                "text": "All States must now protect refugees.",
            }
            adopt(ledger, room, {**more, "provision_id": id}, proposer=room.second)
        else:
            adopt(ledger, room, change)
        with ledger.reading() as now, queries_sent(now) as sent:
            provision_in_full(now, id, NOW)
        counts.append(len(sent))

    assert counts[0] == counts[1]
