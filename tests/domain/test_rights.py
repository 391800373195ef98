"""Who may give which command (rule 15): every command, every kind of person."""

from collections.abc import Callable

import pytest

from ledger.application import Ledger
from ledger.commands.table import COMMANDS
from ledger.domain.errors import NotAllowed, Refusal
from ledger.domain.participants import Accreditation, Participant
from ledger.domain.rights import RIGHTS, HeldRole, Right, may, roles_for
from ledger.domain.streams import derived
from ledger.domain.vocabulary import COMMAND_LABELS, Role, Standing
from tests.builders import (
    Data,
    Room,
    a_consultation,
    a_holder,
    a_member,
    a_participant,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    folded,
    give,
    new_id,
    refused,
    take_stance,
)
from tests.commands.attempts import ATTEMPTS, motion_in, speaking, tabling, words_change_around

PEOPLE: dict[str, Callable[[Ledger, Room], str]] = {
    "nobody": lambda ledger, room: new_id(),
    "guest": lambda ledger, room: room.guest,
    "observer": lambda ledger, room: room.observer,
    "member": lambda ledger, room: room.second,
    "somebody on record": lambda ledger, room: a_participant(ledger),
    "auditor": lambda ledger, room: a_holder(ledger, "auditor"),
    "facilitator": lambda ledger, room: room.facilitator,
    "organizer": lambda ledger, room: room.organizer,
    "administrator": lambda ledger, room: room.administrator,
    "organizer elsewhere": lambda ledger, room: a_room(ledger).organizer,
    "ledger-wide organizer": lambda ledger, room: a_holder(ledger, "organizer"),
}

STANDINGS = {"guest": Standing.GUEST, "observer": Standing.OBSERVER, "member": Standing.MEMBER}

HERE, ELSEWHERE = "the room", "another room"

HELD: dict[str, set[HeldRole]] = {
    "auditor": {("auditor", None)},
    "facilitator": {("facilitator", HERE)},
    "organizer": {("organizer", HERE)},
    "administrator": {("administrator", None)},
    "organizer elsewhere": {("organizer", ELSEWHERE)},
    "ledger-wide organizer": {("organizer", None)},
}

ORGANIZERS = {"organizer", "ledger-wide organizer"}
CHAIR = ORGANIZERS | {"facilitator"}
ADMINISTRATORS = {"administrator"}


ENTITLED: dict[str, set[str]] = {
    # Participants belong to no consultation, so that organizers of any register them.
    "register_participant": ORGANIZERS | ADMINISTRATORS | {"organizer elsewhere"},
    "update_participant": ORGANIZERS | ADMINISTRATORS,
    "erase_participant": ADMINISTRATORS,
    "grant_role": ADMINISTRATORS,
    "revoke_role": ADMINISTRATORS,
    "accredit": ORGANIZERS,
    "end_accreditation": ORGANIZERS,
    "open_consultation": {"ledger-wide organizer", "administrator"},
    "update_consultation": ORGANIZERS,
    "enter_stage": ORGANIZERS,
    "adopt_rule": ORGANIZERS,
    "conclude_consultation": ORGANIZERS,
    "convene_session": ORGANIZERS,
    "update_session": ORGANIZERS,
    "open_session": ORGANIZERS,
    "record_attendance": ORGANIZERS,
    "close_session": ORGANIZERS,
    "begin_framework": ORGANIZERS,
    "receive_version": ORGANIZERS,
    "publish_version": ORGANIZERS,
    "adopt_version": CHAIR,
    "table_proposal": ORGANIZERS,
    "table_amendment": ORGANIZERS,
    "revise_motion": ORGANIZERS,
    "rebase_motion": ORGANIZERS,
    "withdraw_motion": ORGANIZERS,
    "decide_motion": CHAIR,
    "adopt_motions": CHAIR,
    "endorse": ORGANIZERS,
    "withdraw_endorsement": ORGANIZERS,
    "record_vote": CHAIR,
    "make_statement": CHAIR,
    "redact_statement": ADMINISTRATORS,
}
"""Who may give each command for somebody else."""


def test_every_command_has_its_right_its_words_and_its_attempt() -> None:
    assert set(COMMANDS) == set(RIGHTS) == set(COMMAND_LABELS) == set(ATTEMPTS) == set(ENTITLED)
    assert len(set(COMMAND_LABELS.values())) == len(COMMANDS)


@pytest.mark.parametrize("command", ENTITLED)
def test_only_those_whom_rule_15_names_give_a_command_for_others(ledger: Ledger, command: str) -> None:
    accepted = set()
    for name, person in PEOPLE.items():
        room = a_room(ledger)
        actor, data = person(ledger, room), ATTEMPTS[command](ledger, room)
        try:
            give(ledger, command, actor=actor, **data)
            accepted.add(name)
        except Refusal as refusal:
            assert refusal.code == "not_allowed", f"{name}: {refusal.sentence}"  # noqa: PT017

    assert accepted == ENTITLED[command]


def open_to(command: str, name: str, *, is_acting_for_herself: bool) -> bool:
    """What the table answers for one of the people."""
    roles = roles_for(command, HELD.get(name, ()), HERE)
    return may(command, roles, STANDINGS.get(name), is_acting_for_herself=is_acting_for_herself)


@pytest.mark.parametrize("command", ENTITLED)
def test_the_table_names_the_same_people(command: str) -> None:
    assert {name for name in PEOPLE if open_to(command, name, is_acting_for_herself=False)} == ENTITLED[command]


def bound_to(ledger: Ledger, room: Room, who: str) -> str:
    """A motion of which she is a sponsor."""
    changes = [room.edit("states", "shall", "must")]
    with_her = [room.member, who] if who != room.member else [who]
    return an_amendment(ledger, room.framework, room.member, changes, proposers=with_her)


def bound_to_what_moved(ledger: Ledger, room: Room, who: str) -> str:
    """A motion of which she is a sponsor, of which the words around it were changed since."""
    motion = bound_to(ledger, room, who)
    words_change_around(ledger, room)
    return motion


def having_a_position(ledger: Ledger, room: Room, who: str) -> str:
    """A motion on which she has a position."""
    motion = motion_in(ledger, room)
    take_stance(ledger, who, motion, "abstain")
    return motion


def on_her_motion(make: Callable[[Ledger, Room, str], str], ledger: Ledger, room: Room, who: str) -> str:
    """What is made while she takes part; afterwards she is again what she was. For nobody it is made without her."""
    if not folded(ledger, Participant, who).is_on_record:
        return motion_in(ledger, room)
    accreditation = {"participant_id": who, "consultation_id": room.consultation}
    takes_part = folded(ledger, Accreditation, derived(room.consultation, who)).last.standing is not None
    if not takes_part:
        give(ledger, "accredit", **accreditation, standing="guest")
    made = make(ledger, room, who)
    if not takes_part:
        give(ledger, "end_accreditation", **accreditation)
    return made


OF_THEIR_OWN: dict[str, Callable[[Ledger, Room, str], Data]] = {
    "update_participant": lambda ledger, room, who: {"participant_id": who, "name": "Renamed"},
    "revise_motion": lambda ledger, room, who: {
        "motion_id": on_her_motion(bound_to, ledger, room, who),
        "participant_id": who,
        "changes": [room.edit("states", "shall", "will")],
    },
    "rebase_motion": lambda ledger, room, who: {
        "motion_id": on_her_motion(bound_to_what_moved, ledger, room, who),
        "participant_id": who,
    },
    "withdraw_motion": lambda ledger, room, who: {
        "motion_id": on_her_motion(bound_to, ledger, room, who),
        "participant_id": who,
    },
    "withdraw_endorsement": lambda ledger, room, who: {
        "participant_id": who,
        "subject": {"kind": "motion", "id": on_her_motion(having_a_position, ledger, room, who)},
    },
    "endorse": lambda ledger, room, who: {
        "participant_id": who,
        "subject": {"kind": "motion", "id": motion_in(ledger, room)},
        "stance": "endorse",
    },
    "make_statement": lambda ledger, room, who: {**speaking(ledger, room), "participant_id": who},
    "table_proposal": lambda ledger, room, who: {
        **tabling(ledger, room),
        "proposers": [who],
        "provision": a_provision(text="New."),
    },
    "table_amendment": lambda ledger, room, who: {
        **tabling(ledger, room),
        "proposers": [who],
        "changes": [room.edit("states", "shall", "must")],
    },
}


ON_RECORD = set(PEOPLE) - {"nobody"}
TAKING_PART = set(STANDINGS)

ENTITLED_THEMSELVES: dict[str, set[str]] = {
    "update_participant": ON_RECORD,
    "endorse": TAKING_PART,
    "make_statement": TAKING_PART,
    "withdraw_endorsement": ON_RECORD,
    "withdraw_motion": ON_RECORD,
    "table_proposal": ORGANIZERS | {"member"},
    "table_amendment": ORGANIZERS | {"member"},
    "revise_motion": ORGANIZERS | {"member"},
    "rebase_motion": ORGANIZERS | {"member"},
}
"""Who may give a command for herself. An organizer puts words forward herself; a role is no voice otherwise."""


def test_every_command_that_one_gives_for_oneself_has_its_attempt() -> None:
    assert set(OF_THEIR_OWN) == set(ENTITLED_THEMSELVES) == {name for name, right in RIGHTS.items() if right.standings}


@pytest.mark.parametrize("command", ENTITLED_THEMSELVES)
def test_each_acts_for_herself_as_her_standing_allows(ledger: Ledger, command: str) -> None:
    accepted = set()
    for name, person in PEOPLE.items():
        room = a_room(ledger)
        actor = person(ledger, room)
        data = OF_THEIR_OWN[command](ledger, room, actor)
        try:
            give(ledger, command, actor=actor, **data)
            accepted.add(name)
        except Refusal as refusal:
            assert refusal.code in ("not_allowed", "rule_broken", "not_found"), f"{name}: {refusal.sentence}"  # noqa: PT017

    assert accepted == ENTITLED_THEMSELVES[command]


@pytest.mark.parametrize("command", ENTITLED_THEMSELVES)
def test_the_table_names_the_same_standings(command: str) -> None:
    without_a_role = ON_RECORD - set(HELD)

    named = {name for name in without_a_role if open_to(command, name, is_acting_for_herself=True)}

    assert named == ENTITLED_THEMSELVES[command] - set(HELD)


@pytest.mark.parametrize("command", ENTITLED_THEMSELVES)
def test_whoever_succeeds_for_herself_may_by_the_table(command: str) -> None:
    assert all(open_to(command, name, is_acting_for_herself=True) for name in ENTITLED_THEMSELVES[command])


def test_a_standing_that_the_table_does_not_name_is_not_enough(
    ledger: Ledger, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Right(frozenset({Role.ORGANIZER}), standings=frozenset({Standing.MEMBER}))
    monkeypatch.setitem(RIGHTS, "endorse", right)

    refusal = refused(ledger, "endorse", actor=room.guest, **OF_THEIR_OWN["endorse"](ledger, room, room.guest))

    assert refusal.message == "This participant takes part as guest; that is not enough for this."
    assert (refusal.code, refusal.field) == ("rule_broken", "participant_id")
    assert give(ledger, "endorse", actor=room.second, **OF_THEIR_OWN["endorse"](ledger, room, room.second)).is_new


VOICES = ("endorse", "make_statement", "table_proposal", "table_amendment")


@pytest.mark.parametrize("command", VOICES)
@pytest.mark.parametrize("person", ["member", "delegate"])
def test_a_member_acts_for_herself_and_for_whom_she_acts_for(
    ledger: Ledger, room: Room, command: str, person: str
) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")
    actor = room.second
    if person == "delegate":
        actor = a_member(ledger, room.consultation, standing="guest", acts_for=delegation)

    data = OF_THEIR_OWN[command](ledger, room, room.second if person == "member" else delegation)

    assert give(ledger, command, actor=actor, **data).is_new


@pytest.mark.parametrize("command", ["endorse", "make_statement"])
@pytest.mark.parametrize("person", ["observer", "guest"])
def test_whoever_is_accredited_speaks_and_takes_positions_without_a_role(
    ledger: Ledger, room: Room, command: str, person: str
) -> None:
    actor = PEOPLE[person](ledger, room)

    assert give(ledger, command, actor=actor, **OF_THEIR_OWN[command](ledger, room, actor)).is_new


@pytest.mark.parametrize("command", VOICES)
def test_a_role_without_accreditation_is_no_voice_of_ones_own(ledger: Ledger, room: Room, command: str) -> None:
    auditor = a_holder(ledger, "auditor")

    refusal = refused(ledger, command, actor=auditor, **OF_THEIR_OWN[command](ledger, room, auditor))

    assert refusal.code == "rule_broken"


def test_who_acts_for_a_delegation_does_not_act_for_its_other_delegates(ledger: Ledger, room: Room) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")
    one, other = (a_member(ledger, room.consultation, acts_for=delegation) for _ in range(2))

    refusal = refused(ledger, "endorse", actor=one, **OF_THEIR_OWN["endorse"](ledger, room, other))

    assert refusal.code == "not_allowed"


def test_a_member_does_not_put_another_members_name_under_her_motion(ledger: Ledger, room: Room) -> None:
    data = {**OF_THEIR_OWN["table_amendment"](ledger, room, room.member), "proposers": [room.member, room.second]}

    refusal = refused(ledger, "table_amendment", actor=room.member, **data)

    assert refusal.code == "not_allowed"


def test_a_sponsor_whose_accreditation_ended_does_not_revise(ledger: Ledger, room: Room) -> None:
    motion = motion_in(ledger, room)
    give(ledger, "end_accreditation", participant_id=room.member, consultation_id=room.consultation)

    changes = [room.edit("states", "shall", "will")]
    data = {"motion_id": motion, "participant_id": room.member, "changes": changes}

    assert refused(ledger, "revise_motion", actor=room.member, **data).code in ("rule_broken", "not_allowed")


def test_a_sponsor_whose_accreditation_ended_may_still_withdraw(ledger: Ledger, room: Room) -> None:
    motion = motion_in(ledger, room)
    give(ledger, "end_accreditation", participant_id=room.member, consultation_id=room.consultation)

    assert give(ledger, "withdraw_motion", actor=room.member, motion_id=motion, participant_id=room.member).is_new


@pytest.mark.parametrize("person", ["member", "facilitator", "administrator", "organizer elsewhere"])
def test_nobody_but_an_organizer_says_when_it_happened(ledger: Ledger, room: Room, person: str) -> None:
    actor = PEOPLE[person](ledger, room)
    give(ledger, "accredit", participant_id=actor, consultation_id=room.consultation, standing="observer")

    data = OF_THEIR_OWN["make_statement"](ledger, room, actor)
    refusal = refused(ledger, "make_statement", actor=actor, occurred_at="2018-03-04", **data)

    assert (refusal.code, refusal.field) == ("not_allowed", "occurred_at")


def test_an_organizer_says_when_it_happened(ledger: Ledger, room: Room) -> None:
    data = speaking(ledger, room)

    assert give(ledger, "make_statement", actor=room.organizer, occurred_at="2018-03-04", **data).is_new


def test_whoever_acts_by_the_import_is_checked_and_may_say_when(ledger: Ledger, room: Room) -> None:
    data = OF_THEIR_OWN["endorse"](ledger, room, room.guest)

    answer = give(ledger, "endorse", importing=True, actor=room.guest, occurred_at="2018-03-05T09:00:10Z", **data)
    refusal = refused(ledger, "endorse", importing=True, actor=room.observer, **data)

    assert answer.is_new
    assert refusal.code == "not_allowed"


def test_nobody_signed_in_acts_as_the_system(ledger: Ledger, room: Room) -> None:
    refusal = refused(ledger, "endorse", importing=False, **OF_THEIR_OWN["endorse"](ledger, room, room.guest))

    assert (refusal.code, refusal.field) == ("not_allowed", "actor")


def test_the_system_grants_the_first_administrator(ledger: Ledger) -> None:
    person = a_participant(ledger)

    give(ledger, "grant_role", participant_id=person, role="administrator")

    assert ("administrator", None) in folded(ledger, Participant, person).roles


def test_a_summary_is_given_by_those_in_the_chair(ledger: Ledger, room: Room) -> None:
    data = {**speaking(ledger, room), "participant_id": room.guest, "kind": "summary", "text": "All agreed."}

    assert refused(ledger, "make_statement", actor=room.guest, **data).code in ("not_allowed", "rule_broken")


def test_a_position_of_another_is_not_withdrawn_by_a_member(ledger: Ledger, room: Room) -> None:
    motion = motion_in(ledger, room)
    take_stance(ledger, room.second, motion, "object")

    subject = {"kind": "motion", "id": motion}
    refusal = refused(ledger, "withdraw_endorsement", actor=room.member, participant_id=room.second, subject=subject)

    assert refusal.code == "not_allowed"


def test_a_motion_of_another_consultation_is_not_decided_by_an_organizer(ledger: Ledger, room: Room) -> None:
    elsewhere = a_room(ledger)
    motion = a_proposal(ledger, elsewhere.framework, elsewhere.member)
    version = a_version(ledger, elsewhere.framework, [a_provision(text="More.")])

    assert refused(ledger, "decide_motion", actor=room.organizer, motion_id=motion, decision="adopted").code == (
        "not_allowed"
    )
    assert refused(ledger, "adopt_version", actor=room.organizer, version_id=version, method="acclamation").code == (
        "not_allowed"
    )


def test_a_person_speaks_for_a_delegation_only_where_she_is_accredited_herself(ledger: Ledger, room: Room) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation", group="state")
    elsewhere = a_consultation(ledger, slug="elsewhere")
    person = a_member(ledger, elsewhere, acts_for=delegation)
    motion = a_proposal(ledger, room.framework, room.member)
    said = {"participant_id": delegation, "subject": {"kind": "motion", "id": motion}, "stance": "endorse"}

    assert isinstance(refused(ledger, "endorse", actor=person, **said), NotAllowed)
    accredited = {"participant_id": person, "consultation_id": room.consultation, "standing": "guest"}
    give(ledger, "accredit", **accredited)
    assert give(ledger, "endorse", actor=person, **said).is_new
