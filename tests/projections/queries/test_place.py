"""Where an id belongs."""

from ledger.application import Ledger
from ledger.projections.queries.place import ConsultationHere, consultation_of
from tests.builders import (
    a_framework,
    a_room,
    a_session,
    a_statement,
    a_vote,
    an_amendment,
    decide,
    new_id,
)
from tests.projections.queries.counting import queries_sent


def here(ledger: Ledger, id: str) -> ConsultationHere | None:
    with ledger.reading() as reading, queries_sent(reading) as sent:
        found = consultation_of(reading, id)
    assert len(sent) == 1
    return found


def test_everything_leads_to_its_consultation(ledger: Ledger) -> None:
    room = a_room(ledger, timezone="Europe/Amsterdam")
    motion = an_amendment(ledger, room.framework, room.member, [room.delete("cities")])
    things = {
        "consultation": room.consultation,
        "framework": room.framework,
        "session": a_session(ledger, room.consultation),
        "motion": motion,
        "provision": room.provisions["states"],
        "version": room.version,
        "statement": a_statement(ledger, room.consultation, room.member),
        "vote": a_vote(ledger, room.consultation, motion),
    }

    for kind, id in things.items():
        found = here(ledger, id)
        assert found is not None, kind
        assert (found.kind, found.id, found.zone) == (kind, room.consultation, "Europe/Amsterdam")
        assert found.slug == f"process-{room.consultation}"
        if kind in ("framework", "motion", "provision", "version"):
            assert found.framework is not None, kind
            assert (found.framework.id, found.framework.revision) == (room.framework, 1), kind
        elif kind != "vote":
            assert found.framework is None, kind


def test_a_provision_that_is_gone_still_belongs_to_its_framework(ledger: Ledger) -> None:
    room = a_room(ledger)
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.delete("cities")]))

    found = here(ledger, room.provisions["cities"])

    assert found is not None
    assert found.framework is not None
    assert found.framework.revision == 2


def test_a_framework_without_a_text_has_revision_nought(ledger: Ledger) -> None:
    room = a_room(ledger)

    found = here(ledger, a_framework(ledger, room.consultation))

    assert found is not None
    assert found.framework is not None
    assert found.framework.revision == 0


def test_an_unknown_id_and_a_participant_belong_nowhere(ledger: Ledger) -> None:
    room = a_room(ledger)

    assert here(ledger, new_id()) is None
    assert here(ledger, room.member) is None
