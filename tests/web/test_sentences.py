"""Every kind of event has its sentence."""

from ledger.domain.catalogue import EVENTS
from web.sentences import SENTENCES


def test_every_kind_of_event_has_a_sentence() -> None:
    assert set(SENTENCES) == set(EVENTS)
