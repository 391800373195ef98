"""How far a visitor reaches: by what she is, by whom she acts for, and by her roles."""

from ledger.application import Ledger
from ledger.projections.queries.visitors import taking_part
from tests.builders import a_consultation, a_holder, a_member, a_participant, a_room, give
from web.reach import Reach


def reach_of(ledger: Ledger, participant_id: str, consultation_id: str | None = None, **more: bool) -> Reach:
    with ledger.reading() as now:
        visitor = taking_part(now, participant_id, ledger.now())
    assert visitor is not None
    return Reach(visitor, consultation_id, **more)


def test_an_observer_begins_what_she_may_not_put_on_record(ledger: Ledger) -> None:
    room = a_room(ledger)

    reach = reach_of(ledger, room.observer, room.consultation)

    assert reach.may_begin("table_amendment")
    assert not reach.may("table_amendment")
    assert not reach.may_begin("revise_motion")


def test_whoever_acts_for_a_member_may_what_a_member_may(ledger: Ledger) -> None:
    room = a_room(ledger)
    norway = a_member(ledger, room.consultation, kind="delegation")
    envoy = a_member(ledger, room.consultation, "guest", acts_for=norway)

    reach = reach_of(ledger, envoy, room.consultation)

    assert reach.may("table_amendment")
    assert not reach.may_for_others("table_amendment")


def test_a_role_counts_in_its_own_process_alone(ledger: Ledger) -> None:
    room, elsewhere = a_room(ledger), a_consultation(ledger)

    assert reach_of(ledger, room.organizer, room.consultation).may_for_others("endorse")
    assert not reach_of(ledger, room.organizer, elsewhere).may_for_others("endorse")
    assert not reach_of(ledger, room.organizer).may_for_others("update_participant")


def test_where_it_is_not_known_in_which_process_a_role_in_any_counts(ledger: Ledger) -> None:
    room = a_room(ledger)

    reach = reach_of(ledger, room.organizer, anywhere=True)

    assert reach.may_for_others("update_participant")
    assert not reach.may("open_consultation")


def test_organizers_alone_say_when_something_happened(ledger: Ledger) -> None:
    room = a_room(ledger)

    assert reach_of(ledger, room.organizer, room.consultation).may_give_times("make_statement")
    assert not reach_of(ledger, room.facilitator, room.consultation).may_give_times("make_statement")
    assert not reach_of(ledger, room.organizer, anywhere=True).may_give_times("open_consultation")
    everywhere = a_participant(ledger)
    give(ledger, "grant_role", participant_id=everywhere, role="organizer")
    assert reach_of(ledger, everywhere, anywhere=True).may_give_times("open_consultation")
    assert not reach_of(ledger, a_holder(ledger, "auditor"), room.consultation).may_give_times("make_statement")
