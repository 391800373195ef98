"""Who is signed in: standing, delegation and roles, judged as the rules judge them."""

from ledger.application import Ledger
from ledger.domain.vocabulary import Role, Standing
from ledger.projections.queries.visitors import TakingPart, taking_part
from tests.builders import a_consultation, a_holder, a_member, a_participant, a_room, give, new_id
from tests.projections.queries.counting import queries_sent

NOW = "2018-03-05T12:00:00.000000Z"


def met(ledger: Ledger, participant_id: str, when: str = NOW) -> TakingPart:
    with ledger.reading() as reading:
        found = taking_part(reading, participant_id, when)
    assert found is not None
    return found


def acting_for(ledger: Ledger, delegation: str, **more: object) -> str:
    return a_participant(ledger, acts_for=delegation, **more)


def test_a_member_acts_for_herself(ledger: Ledger) -> None:
    room = a_room(ledger)

    found = met(ledger, room.member)

    assert found.standings[room.consultation] is Standing.MEMBER
    assert found.actors_in(room.consultation) == [found.person]
    assert found.ids == (room.member,)
    assert found.consultations == {room.consultation}


def test_who_acts_for_a_delegation_has_its_standing_beside_her_own(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    norway = a_member(ledger, consultation, kind="delegation", name="Norway")
    delegate = a_member(ledger, consultation, "observer", acts_for=norway)

    found = met(ledger, delegate)

    assert found.standings == {consultation: Standing.OBSERVER}
    assert found.standings_of_delegation == {consultation: Standing.MEMBER}
    assert [one.id for one in found.actors_in(consultation)] == [delegate, norway]


def test_who_is_accredited_for_nothing_acts_for_nobody(ledger: Ledger) -> None:
    room = a_room(ledger)

    found = met(ledger, a_participant(ledger))

    assert room.consultation not in found.standings
    assert found.actors_in(room.consultation) == []


def test_a_term_ends_with_its_day_in_the_zone_of_the_consultation(ledger: Ledger) -> None:
    consultation = a_consultation(ledger, timezone="America/New_York")
    member = a_member(ledger, consultation, until="2018-03-05")

    assert met(ledger, member, "2018-03-06T04:59:59.000000Z").standings[consultation] is Standing.MEMBER
    assert consultation not in met(ledger, member, "2018-03-06T05:00:00.000000Z").standings


def test_an_accreditation_that_ended_gives_no_standing(ledger: Ledger) -> None:
    room = a_room(ledger)

    give(ledger, "end_accreditation", participant_id=room.member, consultation_id=room.consultation)

    assert met(ledger, room.member).standings == {}


def test_where_she_took_part_is_known_after_her_term(ledger: Ledger) -> None:
    consultation, elsewhere = a_consultation(ledger), a_consultation(ledger)
    member = a_member(ledger, consultation, until="2018-03-01")
    left = {"participant_id": member, "consultation_id": elsewhere}
    give(ledger, "accredit", standing="guest", **left)
    give(ledger, "end_accreditation", **left)

    found = met(ledger, member)

    assert found.consultations == frozenset()
    assert found.was_in == {consultation, elsewhere}


def test_a_role_holds_in_its_consultation_or_in_the_whole_ledger(ledger: Ledger) -> None:
    room = a_room(ledger)
    elsewhere = a_consultation(ledger)
    organizer, everywhere = met(ledger, room.organizer), met(ledger, a_holder(ledger, "organizer"))

    assert organizer.roles == {("organizer", room.consultation)}
    assert organizer.has_role(Role.FACILITATOR, Role.ORGANIZER, consultation_id=room.consultation)
    assert not organizer.has_role(Role.ORGANIZER, consultation_id=elsewhere)
    assert everywhere.has_role(Role.ORGANIZER, consultation_id=elsewhere)


def test_a_role_that_was_revoked_is_not_held(ledger: Ledger) -> None:
    room = a_room(ledger)

    give(
        ledger,
        "revoke_role",
        participant_id=room.organizer,
        role="organizer",
        consultation_id=room.consultation,
    )

    assert met(ledger, room.organizer).roles == frozenset()


def test_a_protected_person_knows_for_whom_she_acts(ledger: Ledger) -> None:
    delegation = a_participant(ledger, "delegation", name="Norway")
    person = acting_for(ledger, delegation, name="Ingrid", protected=True)

    found = met(ledger, person)

    assert found.acts_for is not None
    assert found.acts_for.name == "Norway"
    assert found.person.acts_for is None
    assert "Ingrid" not in found.person.name


def test_nobody_acts_for_a_delegation_that_was_erased(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    delegation = a_member(ledger, consultation, kind="delegation")
    person = acting_for(ledger, delegation)

    give(ledger, "erase_participant", participant_id=delegation, reason="legal_order")

    found = met(ledger, person)
    assert found.acts_for is None
    assert consultation not in found.standings


def test_who_was_erased_or_never_registered_takes_no_part(ledger: Ledger) -> None:
    erased = a_participant(ledger)
    give(ledger, "erase_participant", participant_id=erased, reason="legal_order")

    with ledger.reading() as reading:
        assert taking_part(reading, erased, NOW) is None
        assert taking_part(reading, new_id(), NOW) is None


def test_it_takes_three_queries(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    delegation = a_member(ledger, consultation, kind="delegation")
    person = a_member(ledger, consultation, acts_for=delegation)
    for role in ("organizer", "facilitator", "auditor"):
        give(ledger, "grant_role", participant_id=person, role=role, consultation_id=consultation)

    with ledger.reading() as reading, queries_sent(reading) as sent:
        taking_part(reading, person, NOW)

    assert len(sent) == 3
