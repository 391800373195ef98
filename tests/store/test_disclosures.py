"""Sealed words: provable while they are there, and gone when they are erased."""

import sqlite3
from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from ledger.store.database import Database
from ledger.store.disclosures import Disclosure, digest_of, encoded, fresh_salt, seal
from ledger.store.opening import open_record
from ledger.store.record import Record

EventBuilder = Callable[..., list[StoredEvent]]

SECRET = "Nobody shall ever read about the harbour of Zeebrugge again."


def test_the_digest_is_that_of_rfc_9901() -> None:
    example = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"

    assert digest_of(example) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


def test_a_disclosure_is_canonical_json_without_padding() -> None:
    text = encoded("_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius")

    assert _decoded(text) == '["_26bc4LT-ac6q2KI6cBW5es","family_name","Möbius"]'
    assert "=" not in text


@given(st.text(st.characters(codec="utf-8")) | st.lists(st.text(st.characters(codec="utf-8"))))
def test_who_holds_a_disclosure_can_prove_the_words(value: str | list[str]) -> None:
    sealed = seal("text", value)

    assert digest_of(encoded(sealed.salt, "text", value)) == sealed.digest
    assert len(sealed.digest) == 43


def test_the_same_words_sealed_twice_have_nothing_in_common() -> None:
    first, second = seal("name", "Ann"), seal("name", "Ann")

    assert first.digest != second.digest
    assert first.salt != second.salt


def test_a_salt_has_128_bits() -> None:
    assert len(urlsafe_b64decode(fresh_salt() + "==")) == 16


def test_what_cannot_be_hashed_alike_everywhere_is_not_sealed() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        seal("name", "\ud800")


def test_disclosed_words_are_found_by_their_digests(record: Record, some_events: EventBuilder) -> None:
    name = seal("name", "Möbius", thing="p", author="p")
    expertise = seal("expertise", ["topology", "astronomy"], thing="p", author="p")
    record.insert_events(some_events(), disclosures=[name, expertise])

    found = record.disclosed([name.digest, expertise.digest, "unknown"])

    assert found == {name.digest: "Möbius", expertise.digest: ["topology", "astronomy"]}


def test_many_digests_are_found_at_once(record: Record, some_events: EventBuilder) -> None:
    sealed = [seal("text", f"word {number}", thing="t") for number in range(1201)]
    record.insert_events(some_events(), disclosures=sealed)

    assert len(record.disclosed(d.digest for d in sealed)) == 1201


def test_a_disclosure_that_fails_takes_the_event_with_it(record: Record, some_events: EventBuilder) -> None:
    sealed = seal("text", "once", thing="t")
    record.insert_events(some_events(), disclosures=[sealed])

    with pytest.raises(IntegrityError):
        record.insert_events(some_events(), disclosures=[sealed], commands=[("c", 2)])

    assert (record.head(), record.position_of_command("c")) == (1, None)


def test_words_that_belong_to_nothing_are_not_kept(record: Record, some_events: EventBuilder) -> None:
    with pytest.raises(IntegrityError):
        record.insert_events(some_events(), disclosures=[seal("text", "whose?")])


def test_an_event_that_fails_takes_its_disclosures_with_it(record: Record, some_events: EventBuilder) -> None:
    events = some_events()
    record.insert_events(events)
    sealed = seal("text", "never recorded", thing="t")

    with pytest.raises(IntegrityError):
        record.insert_events(events, disclosures=[sealed])

    assert record.disclosed([sealed.digest]) == {}


def test_an_authors_words_are_deleted_and_those_of_others_stay(record: Record, some_events: EventBuilder) -> None:
    hers = [seal("text", "hers", thing=f"s{number}", author="ann") for number in range(3)]
    his = seal("text", "his", thing="s4", author="ben")
    record.insert_events(some_events(), disclosures=[*hers, his])

    with record.writing():
        deleted = record.delete_disclosures(author="ann")

    assert deleted == 3
    assert record.disclosed([his.digest, *(d.digest for d in hers)]) == {his.digest: "his"}


def test_one_field_of_a_thing_is_deleted_alone(record: Record, some_events: EventBuilder) -> None:
    contact = seal("contact", "ann@example.org", thing="ann")
    name = seal("name", "Ann", thing="ann")
    record.insert_events(some_events(), disclosures=[contact, name])

    with record.writing():
        record.delete_disclosures(thing="ann", field="contact")

    assert record.disclosed([contact.digest, name.digest]) == {name.digest: "Ann"}


def test_deleting_is_part_of_a_transaction(record: Record, some_events: EventBuilder) -> None:
    with pytest.raises(RuntimeError, match=r"writing\(\)"):
        record.delete_disclosures(author="ann")


@pytest.mark.parametrize("owner", [{}, {"author": "ann", "thing": "s1"}])
def test_deleting_names_one_owner(record: Record, owner: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="either"), record.writing():
        record.delete_disclosures(**owner)


def test_an_erasure_that_is_rolled_back_erases_nothing(record: Record, some_events: EventBuilder) -> None:
    sealed = seal("text", "still here", thing="t")
    record.insert_events(some_events(), disclosures=[sealed])

    def erase() -> None:
        with record.writing():
            record.delete_disclosures(thing="t")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        erase()

    assert record.disclosed([sealed.digest]) == {sealed.digest: "still here"}


def test_nothing_is_forgotten_inside_a_transaction(record: Record) -> None:
    with pytest.raises(RuntimeError, match="committed"), record.writing():
        record.forget()


def test_erased_bytes_are_gone_from_the_sqlite_files(sqlite_url: str, some_events: EventBuilder) -> None:
    folder = Path(Database.from_url(sqlite_url).name).parent
    with closing(open_record(Database.from_url(sqlite_url))) as record:
        _record_and_erase(record, some_events(), [seal("text", SECRET * n, thing="t") for n in (1, 500)])
        before = _holders(folder)

        assert record.forget()
        assert before
        assert _holders(folder) == []


def test_a_reader_keeps_erased_bytes_and_forget_says_so(sqlite_url: str, some_events: EventBuilder) -> None:
    database = replace(Database.from_url(sqlite_url), lock_timeout=1)
    with closing(open_record(database)) as record, closing(sqlite3.connect(database.name)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM stored_events").fetchone()
        _record_and_erase(record, some_events(), [seal("text", SECRET, thing="t")])

        assert not record.forget()
        reader.rollback()
        assert record.forget()


def test_erased_bytes_are_gone_from_the_postgres_files(
    postgres_server: Any, postgres_url: str, some_events: EventBuilder
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as owner, closing(_opened(postgres_url)) as record:
        row = owner.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        folder = postgres_server.pgdata / "base" / str(row[0] if row else "")
        record.insert_events(some_events(), disclosures=[seal("text", SECRET, thing="t")])
        owner.execute("CHECKPOINT")
        before = _holders(folder)

        _erase(record)
        forgotten = record.forget()
        owner.execute("CHECKPOINT")

        assert before
        assert forgotten
        assert _holders(folder) == []


def test_the_planner_keeps_no_samples_of_words(postgres_url: str, some_events: EventBuilder) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as owner, closing(_opened(postgres_url)) as record:
        sealed = [seal("text", f"{SECRET} {number}", thing="t") for number in range(9)]
        record.insert_events(some_events(), disclosures=sealed)

        owner.execute("ANALYZE disclosures")

        sampled = owner.execute("SELECT attname FROM pg_stats WHERE tablename = 'disclosures'").fetchall()
        assert {name for (name,) in sampled} == {"digest", "author", "thing", "field"}


def _opened(url: str) -> Record:
    return open_record(Database.from_url(url))


def _record_and_erase(record: Record, events: list[StoredEvent], disclosures: list[Disclosure]) -> None:
    record.insert_events(events, disclosures=disclosures)
    _erase(record)


def _erase(record: Record) -> None:
    with record.writing():
        record.delete_disclosures(thing="t")


def _holders(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if SECRET.encode() in file.read_bytes()]


def _decoded(text: str) -> str:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
