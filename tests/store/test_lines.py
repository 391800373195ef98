"""The line of a record is canonical JSON, whatever its parts are."""

import json
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.canonical import canonical_json
from ledger.store.lines import line, line_length


def test_a_line_is_the_example_of_the_log() -> None:
    stored = StoredEvent(
        UUID("00000000-0000-4000-8000-000000000002"),
        1,
        "ledger.framework.provision_inserted",
        '{"kind":"objective","label":"Objective 5","text":"Café — naïve"}'.encode(),
    )

    assert line(stored).decode() == (
        '{"originator_id":"00000000-0000-4000-8000-000000000002","originator_version":1,'
        '"state":{"kind":"objective","label":"Objective 5","text":"Café — naïve"},'
        '"topic":"ledger.framework.provision_inserted"}'
    )


@given(
    st.uuids(), st.integers(1, 2**53 - 1), st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))
)
def test_a_line_is_canonical(id: UUID, version: int, topic: str, text: str) -> None:
    stored = StoredEvent(id, version, topic, canonical_json({"text": text}))

    assert canonical_json(json.loads(line(stored))) == line(stored)


def test_the_length_is_counted_in_bytes() -> None:
    short = StoredEvent(UUID(int=1), 1, "t", canonical_json({"text": ""}))
    long = StoredEvent(UUID(int=1), 1, "t", canonical_json({"text": "é\n"}))

    assert line_length(long) - line_length(short) == len("é".encode()) + len("\\n")
