"""Where every record belongs, what is only an illustration, and that no sealed word stands in any table."""

from typing import Any

from sqlalchemy import select

from ledger.application import Ledger
from ledger.commands.table import COMMANDS
from ledger.projections import tables
from tests.builders import (
    a_consultation,
    a_framework,
    a_member,
    a_participant,
    a_proposal,
    a_provision,
    a_room,
    a_session,
    a_statement,
    a_version,
    a_vote,
    an_amendment,
    decide,
    give,
    new_id,
    take_stance,
)
from tests.generated import every_command
from tests.projections.conftest import say_everything


def test_no_sealed_word_stands_in_any_read_table(ledger: Ledger) -> None:
    say_everything(ledger)
    words = list(_sealed_words())
    assert len(words) > 40

    with ledger.reading() as reading:
        found = (reading.connection.execute(select(table)) for table in tables.metadata.sorted_tables)
        rows = [str(row) for table in found for row in table]
        held = reading.disclosed(_digests(reading.connection))

    assert not [word for word in words for row in rows if word in row]
    assert len(held) > 40, "the digests lead to the words"


def test_every_record_of_a_framework_says_where_it_belongs(ledger: Ledger) -> None:
    room = a_room(ledger)
    start = ledger.record_store.head()
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "host")])
    take_stance(ledger, room.second, motion, "object")
    a_vote(ledger, room.consultation, motion)
    decide(ledger, motion)
    subject = {"kind": "provision", "id": room.provisions["states"]}
    give(ledger, "endorse", participant_id=room.second, subject=subject, stance="endorse")
    give(ledger, "adopt_version", version_id=room.version, method="acclamation")

    places = _places(ledger, after=start)

    assert set(places) == {(room.consultation, room.framework)}


def test_a_record_of_a_consultation_belongs_to_no_framework(ledger: Ledger) -> None:
    room = a_room(ledger)
    start = ledger.record_store.head()
    session = a_session(ledger, room.consultation)
    a_statement(ledger, room.consultation, room.member, session=session)
    give(ledger, "close_session", session_id=session)
    give(ledger, "grant_role", participant_id=room.member, role="auditor", consultation_id=room.consultation)
    give(ledger, "end_accreditation", participant_id=room.guest, consultation_id=room.consultation)
    a_participant(ledger)

    places = _places(ledger, after=start)

    assert places == [(room.consultation, None)] * 6 + [(None, None)]


def test_the_record_of_a_command_names_it_once(ledger: Ledger) -> None:
    room = a_room(ledger)
    answer = decide(ledger, a_proposal(ledger, room.framework, room.member))

    with ledger.reading() as reading:
        statement = select(tables.records.c.command).where(tables.records.c.command_id == answer.command_id)
        commands = reading.connection.scalars(statement.order_by(tables.records.c.position)).all()

    assert commands == ["decide_motion", None, None]


def test_what_hangs_on_an_illustration_is_one(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    member, dreamt = a_member(ledger, consultation), a_member(ledger, consultation, illustrative=True)
    framework = a_framework(ledger, consultation, illustrative=True)
    provision = a_provision(text="Words.")
    version = a_version(ledger, framework, [provision])
    motion = a_proposal(ledger, framework, member)
    session = a_session(ledger, consultation, illustrative=True)

    of_it = [framework, version, provision["provision_id"], motion, a_vote(ledger, consultation, motion), session]
    of_it += [a_statement(ledger, consultation, member, session=session), a_statement(ledger, consultation, dreamt)]
    real = [a_statement(ledger, consultation, member), a_session(ledger, consultation)]

    assert {_thing(ledger, id)["illustrative"] for id in of_it} == {True}
    assert {_thing(ledger, id)["illustrative"] for id in real} == {False}


def test_a_plain_date_is_a_day_of_the_consultations_zone(ledger: Ledger) -> None:
    consultation = a_consultation(ledger, timezone="Pacific/Auckland")
    member = a_member(ledger, consultation)
    statement = a_statement(ledger, consultation, member, occurred_at="2018-01-10")

    with ledger.reading() as reading:
        row = reading.connection.execute(select(tables.statements).filter_by(id=statement)).mappings().one()

    assert (row["occurred_at"], row["happened_by"]) == ("2018-01-10", "2018-01-10T11:00:00.000000Z")


def test_what_is_cleared_is_null_and_what_is_absent_stays(ledger: Ledger) -> None:
    place = {"short": "A", "place": "Geneva", "kind": "delegation"}
    participant = a_participant(ledger, **place)

    give(ledger, "update_participant", participant_id=participant, short="", place="", group="state")

    with ledger.reading() as reading:
        row = reading.connection.execute(select(tables.participants).filter_by(id=participant)).mappings().one()
    assert (row["short"], row["place_digest"], row["group"], row["kind"]) == (None, None, "state", "delegation")
    assert row["name_digest"] is not None


def test_titles_follow_what_they_name(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    session = a_session(ledger, consultation, title="First")

    give(ledger, "update_session", session_id=session, title="Second", symbol="S/2")
    give(ledger, "update_consultation", consultation_id=consultation, title="Anew")

    assert [_thing(ledger, id)["title"] for id in (session, consultation)] == ["Second", "Anew"]


def test_a_vote_on_a_document_belongs_to_its_consultation(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    subject = {"kind": "document", "symbol": "A/RES/1"}

    vote = a_vote(ledger, consultation, new_id(), subject=subject, body="The Assembly")

    thing = _thing(ledger, vote)
    assert (thing["consultation_id"], thing["framework_id"]) == (consultation, None)


def _places(ledger: Ledger, after: int) -> list[tuple[Any, Any]]:
    records = tables.records.c
    statement = select(records.consultation_id, records.framework_id).where(records.position > after)
    with ledger.reading() as reading:
        return [tuple(row) for row in reading.connection.execute(statement.order_by(records.position))]


def _thing(ledger: Ledger, id: str) -> Any:
    with ledger.reading() as reading:
        return reading.connection.execute(select(tables.things).filter_by(id=id)).mappings().one()


def _digests(connection: Any) -> list[str]:
    columns = [
        column for table in tables.metadata.sorted_tables for column in table.c if column.name.endswith("_digest")
    ]
    return [digest for column in columns for digest in connection.scalars(select(column)) if digest is not None]


def _sealed_words() -> set[str]:
    """The personal words of the generated ledger that are too long to stand anywhere by chance."""
    lines = list(every_command())
    words = [line["data"].get(field) for line in lines for field in COMMANDS[line["command"]].sealed]
    return {repr(word)[1:-1] for word in words if isinstance(word, str) and len(word) > 12}
