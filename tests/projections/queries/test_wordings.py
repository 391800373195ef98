"""The words that a digest speaks of."""

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from ledger.projections.queries.wordings import WordingSeen, wording_seen
from tests.builders import TEXTS, a_room, an_amendment, decide, give
from tests.projections.test_motions import motion_row

UNKNOWN = "0" * 64


def seen(ledger: Ledger, kind: str, id: str, digest: str) -> WordingSeen | None:
    with ledger.reading() as reading:
        return wording_seen(reading, kind, id, digest)


def test_an_earlier_wording_of_a_provision_is_found_by_its_digest(ledger: Ledger) -> None:
    room = a_room(ledger)
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")]))
    before = provision_wording("", TEXTS["states"])

    found = seen(ledger, "provision", room.provisions["states"], before)

    assert found is not None
    assert (found.heading, found.text) == ("", TEXTS["states"])


def test_a_wording_of_a_provision_is_not_one_of_another(ledger: Ledger) -> None:
    room = a_room(ledger)

    assert seen(ledger, "provision", room.provisions["cities"], provision_wording("", TEXTS["states"])) is None


def test_an_earlier_wording_of_a_motion_comes_with_its_changes_and_its_number(ledger: Ledger) -> None:
    room = a_room(ledger)
    change = room.edit("states", "shall", "must")
    motion = an_amendment(ledger, room.framework, room.member, [change])
    tabled = motion_row(ledger, motion)["wording"]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=[room.delete("states")])

    first, now = seen(ledger, "motion", motion, tabled), motion_row(ledger, motion)["wording"]

    assert first is not None
    assert (first.revision, first.changes) == (0, (change,))
    revised = seen(ledger, "motion", motion, now)
    assert revised is not None
    assert revised.revision == 1


def test_a_version_is_found_by_the_digest_of_its_text(ledger: Ledger) -> None:
    room = a_room(ledger)
    with ledger.reading() as reading:
        digest = reading.connection.exec_driver_sql("SELECT wording FROM versions").scalar_one()

    found = seen(ledger, "version", room.version, digest)

    assert found is not None
    assert (found.name, found.number) == ("A draft", 1)


def test_unknown_words_kinds_and_things_are_not_found(ledger: Ledger) -> None:
    room = a_room(ledger)

    for kind in ("provision", "motion", "version", "document"):
        assert seen(ledger, kind, room.version, UNKNOWN) is None
