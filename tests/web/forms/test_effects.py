"""What a check page says: the act with its names, what follows from the state, and what is public of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from ledger.application import Ledger
from ledger.commands.preparing import prepare
from ledger.commands.table import COMMANDS
from ledger.projections.queries.margin import fits_of_open_motions
from ledger.projections.queries.place import consultation_of
from ledger.projections.queries.visitors import taking_part
from tests.builders import (
    Data,
    Room,
    a_framework,
    a_holder,
    a_line,
    a_member,
    a_participant,
    a_provision,
    a_room,
    a_session,
    a_statement,
    a_version,
    a_vote,
    adopt_rule,
    an_amendment,
    decide,
    give,
    new_id,
    refused,
    take_stance,
)
from tests.commands.attempts import words_change_around
from web import pages
from web.forms.effects import EFFECTS, effect_of
from web.forms.sheet import Here
from web.forms.table import SHEETS

MOST_SENTENCES = 6


@dataclass(frozen=True)
class Scene:
    """A room with people who have names, and one open amendment."""

    ledger: Ledger
    room: Room
    norway: str
    sweden: str
    anna: str
    secretariat: str
    amendment: str

    def told(self, command: str, actor: str | None = None, /, **data: Any) -> list[str]:
        """What the check page of a command says, as it is read."""
        return [re.sub(r"<[^>]+>", "", sentence) for sentence in self.marked(command, actor, **data)]

    def marked(self, command: str, actor: str | None = None, /, **data: Any) -> list[Markup]:
        """The same as it stands in the page."""
        actor = actor or self.secretariat
        prepared = prepare(a_line(command, actor=actor, **data))
        trial = self.ledger.try_out(prepared)
        sheet = SHEETS[command]
        sent = {name: [str(_value(data, name))] for name in sheet.given if _value(data, name) is not None}
        with self.ledger.reading() as now:
            places = (consultation_of(now, value) for values in sent.values() for value in values)
            place = next((place for place in places if place), None)
            visitor = taking_part(now, actor, self.ledger.now())
            assert visitor is not None
            here = Here(command, now, visitor, place, self.ledger.now(), sent)
            return effect_of(sheet, here, prepared.command.data, trial.events)

    def amending(self, provision: str = "states", old: str = "shall", new: str = "must", **more: Any) -> str:
        """Another open amendment."""
        return an_amendment(
            self.ledger, self.room.framework, self.norway, [self.room.edit(provision, old, new)], **more
        )

    @property
    def subject(self) -> Data:
        """The amendment, as positions and votes name it."""
        return {"kind": "motion", "id": self.amendment}


def _value(data: Data, name: str) -> Any:
    for part in name.split("."):
        data = data.get(part) if isinstance(data, dict) else None  # type: ignore[assignment]
    return data


@pytest.fixture
def scene(ledger: Ledger, room: Room) -> Scene:
    secretariat = a_participant(ledger, name="Secretariat")
    give(ledger, "grant_role", participant_id=secretariat, role="organizer", consultation_id=room.consultation)
    give(ledger, "grant_role", participant_id=secretariat, role="administrator")
    give(ledger, "grant_role", participant_id=secretariat, role="organizer")
    norway = a_member(ledger, room.consultation, name="Norway", kind="delegation", group="state")
    sweden = a_member(ledger, room.consultation, name="Sweden", kind="delegation", group="state")
    anna = a_member(ledger, room.consultation, standing="guest", name="Anna Berg", acts_for=norway)
    changes = [room.edit("states", "protect", "shelter")]
    amendment = an_amendment(ledger, room.framework, norway, changes, title="Shelter")
    return Scene(ledger, room, norway, sweden, anna, secretariat, amendment)


Asked = Callable[[Scene], tuple[Data, list[str]]]

WORDS: dict[str, Asked] = {
    "register_participant": lambda s: (
        {"participant_id": new_id(), "name": "Ola", "kind": "person", "group": "media"},
        ["Ola", "person", "Media"],
    ),
    "update_participant": lambda s: ({"participant_id": s.norway, "name": "Noreg"}, ["Norway", "name"]),
    "erase_participant": lambda s: ({"participant_id": s.anna, "reason": "legal_order"}, ["Anna Berg"]),
    "grant_role": lambda s: (
        {"participant_id": s.anna, "role": "auditor", "consultation_id": s.room.consultation},
        ["Anna Berg", "auditor", "A new design"],
    ),
    "revoke_role": lambda s: (
        {"participant_id": s.secretariat, "role": "organizer", "consultation_id": s.room.consultation},
        ["Secretariat", "organizer", "A new design"],
    ),
    "accredit": lambda s: (
        {"participant_id": s.anna, "consultation_id": s.room.consultation, "standing": "observer"},
        ["Anna Berg", "A new design", "an observer"],
    ),
    "end_accreditation": lambda s: (
        {"participant_id": s.norway, "consultation_id": s.room.consultation},
        ["Norway", "A new design"],
    ),
    "open_consultation": lambda s: (
        {
            **{"consultation_id": new_id(), "slug": "towns", "title": "Towns", "mandate": "Meet."},
            **{"conveners": [s.norway], "language": "en", "timezone": "Europe/Oslo"},
        },
        ["Towns", "/consultations/towns"],
    ),
    "update_consultation": lambda s: (
        {"consultation_id": s.room.consultation, "title": "Another design", "timezone": "Europe/Oslo"},
        ["A new design", "title and time zone"],
    ),
    "enter_stage": lambda s: (
        {"consultation_id": s.room.consultation, "stage": "negotiation"},
        ["A new design", "negotiation"],
    ),
    "adopt_rule": lambda s: (
        {"consultation_id": s.room.consultation, "rule": "decision_method", "value": "consensus"},
        ["A new design", "decision method", "by consensus"],
    ),
    "conclude_consultation": lambda s: (
        {"consultation_id": s.room.consultation, "outcome": "Agreed."},
        ["A new design", "concluded"],
    ),
    "convene_session": lambda s: (
        {
            **{"session_id": new_id(), "consultation_id": s.room.consultation, "title": "Second meeting"},
            **{"opens_at": "2018-05-01T08:00:00Z", "place": "Oslo"},
        },
        ["Second meeting", "A new design", "1 May 2018, 08:00", "Oslo"],
    ),
    "update_session": lambda s: (
        {"session_id": a_session(s.ledger, s.room.consultation), "title": "Third meeting"},
        ["A session", "title"],
    ),
    "open_session": lambda s: ({"session_id": _convened(s)}, ["A meeting", "opened"]),
    "record_attendance": lambda s: (
        {"session_id": a_session(s.ledger, s.room.consultation), "participants": [s.norway, s.sweden]},
        ["A session", "Norway and Sweden"],
    ),
    "close_session": lambda s: ({"session_id": a_session(s.ledger, s.room.consultation)}, ["A session", "closed"]),
    "begin_framework": lambda s: (
        {
            **{"framework_id": new_id(), "consultation_id": s.room.consultation, "slug": "annex"},
            **{"title": "Annex", "language": "en"},
        },
        ["Annex", "A new design"],
    ),
    "receive_version": lambda s: (
        {
            **{"framework_id": s.room.framework, "version_id": new_id(), "name": "Rev. 1"},
            "provisions": [a_provision(s.room.provisions["states"], text="Other words.")],
        },
        ["Rev. 1", "A framework"],
    ),
    "publish_version": lambda s: (
        {"framework_id": s.room.framework, "version_id": new_id(), "name": "Zero draft"},
        ["Zero draft", "A framework", "revision 1"],
    ),
    "adopt_version": lambda s: (
        {"version_id": s.room.version, "method": "acclamation"},
        ["A draft", "A framework", "by acclamation"],
    ),
    "table_proposal": lambda s: (
        {
            **{"motion_id": new_id(), "framework_id": s.room.framework, "title": "Towns"},
            **{"proposers": [s.norway, s.sweden], "provision": a_provision(text="Towns help.")},
        },
        ["Norway and Sweden", "proposal", "A framework", "Towns"],
    ),
    "table_amendment": lambda s: (
        {
            **{"motion_id": new_id(), "framework_id": s.room.framework, "title": "Must"},
            **{"proposers": [s.norway], "changes": [s.room.edit("states", "shall", "must")]},
        },
        ["Norway", "amendment", "A framework", "Must"],
    ),
    "revise_motion": lambda s: (
        {
            **{"motion_id": s.amendment, "participant_id": s.norway},
            "changes": [s.room.edit("states", "protect", "house")],
        },
        ["Norway", "amendment 1 “Shelter”", "1 Rev.1"],
    ),
    "rebase_motion": lambda s: (
        {"motion_id": _moved(s), "participant_id": s.norway},
        ["Norway", "amendment 1 “Shelter”", "1 Rev.1", "without another word changed"],
    ),
    "withdraw_motion": lambda s: (
        {"motion_id": s.amendment, "participant_id": s.norway},
        ["Norway", "amendment 1 “Shelter”"],
    ),
    "decide_motion": lambda s: (
        {"motion_id": s.amendment, "decision": "rejected"},
        ["Amendment 1 “Shelter”", "not accepted"],
    ),
    "adopt_motions": lambda s: (
        {"framework_id": s.room.framework, "motions": [s.amendment]},
        ["Amendment 1 “Shelter”", "A framework"],
    ),
    "endorse": lambda s: (
        {"participant_id": s.sweden, "subject": s.subject, "stance": "endorse"},
        ["Sweden", "supports", "amendment 1 “Shelter”", "as it stands"],
    ),
    "withdraw_endorsement": lambda s: (
        {"participant_id": _supporter(s), "subject": s.subject},
        ["Sweden", "amendment 1 “Shelter”", "supports"],
    ),
    "record_vote": lambda s: (
        {
            **{"vote_id": new_id(), "consultation_id": s.room.consultation, "subject": s.subject},
            **{"question": "Shall it be adopted?", "method": "show_of_hands", "result": "carried"},
            "tally": {"yes": 12, "no": 3, "abstain": 1},
        },
        ["amendment 1 “Shelter”", "carried", "12 yes, 3 no, 1 abstention"],
    ),
    "make_statement": lambda s: (
        {
            **{"statement_id": new_id(), "consultation_id": s.room.consultation, "kind": "explanation"},
            **{"participant_id": s.sweden, "text": "We agree.", "about": [s.subject]},
        },
        ["Sweden", "explanation", "amendment 1 “Shelter”"],
    ),
    "redact_statement": lambda s: (
        {"statement_id": a_statement(s.ledger, s.room.consultation, s.sweden), "reason": "recorded_in_error"},
        ["remark", "Sweden", "in error"],
    ),
}
"""For every command, its data, and what its first sentence has to name."""


def _convened(scene: Scene, **more: Any) -> str:
    session_id = new_id()
    data = {"title": "A meeting", "opens_at": "2018-05-01T08:00:00Z", **more}
    give(scene.ledger, "convene_session", session_id=session_id, consultation_id=scene.room.consultation, **data)
    return session_id


def _moved(scene: Scene) -> str:
    words_change_around(scene.ledger, scene.room)
    return scene.amendment


def _supporter(scene: Scene) -> str:
    take_stance(scene.ledger, scene.sweden, scene.amendment, "endorse")
    return scene.sweden


def test_every_command_has_its_effect_in_words() -> None:
    assert set(EFFECTS) == set(COMMANDS) == set(WORDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_first_sentence_names_who_and_what(scene: Scene, command: str) -> None:
    data, named = WORDS[command](scene)

    told = scene.told(command, **data)

    assert [words for words in named if words not in told[0]] == []
    assert "Secretariat" in " ".join(told[:2]), "it says who records it"
    assert len(told) <= MOST_SENTENCES
    assert all(sentence[-1] == "." for sentence in told)


def test_an_objection_of_a_member_prevents_consensus(scene: Scene) -> None:
    adopt_rule(scene.ledger, scene.room.consultation, "decision_method", "consensus")

    told = scene.told("endorse", scene.sweden, participant_id=scene.sweden, subject=scene.subject, stance="object")

    assert told == [
        "Sweden objects to amendment 1 “Shelter” as it stands.",
        "This prevents consensus: while it stands, these words are not accepted.",
        "It is public at once and stays on record.",
    ]
    take_stance(scene.ledger, scene.sweden, scene.amendment, "object")
    refused(scene.ledger, "decide_motion", motion_id=scene.amendment, decision="adopted")


def test_where_a_vote_or_the_chair_decides_an_objection_prevents_nothing(scene: Scene) -> None:
    objection = {"participant_id": scene.sweden, "subject": scene.subject, "stance": "object"}

    by_the_chair = scene.told("endorse", scene.sweden, **objection)
    adopt_rule(scene.ledger, scene.room.consultation, "decision_method", "majority")
    by_vote = scene.told("endorse", scene.sweden, **objection)

    assert by_the_chair[1] == "Those in the chair decide here: the objection is shown, and prevents nothing."
    assert by_vote[1] == "A vote decides here: the objection is shown, and prevents nothing."


def test_an_objection_of_an_observer_does_not_count(scene: Scene) -> None:
    adopt_rule(scene.ledger, scene.room.consultation, "decision_method", "consensus")
    denmark = a_member(scene.ledger, scene.room.consultation, "observer", name="Denmark", kind="delegation")

    told = scene.told("endorse", denmark, participant_id=denmark, subject=scene.subject, stance="object")

    assert told[1] == "Denmark takes part as an observer: this is shown, and does not count for decisions."
    take_stance(scene.ledger, denmark, scene.amendment, "object")
    decide(scene.ledger, scene.amendment)


def test_the_rule_of_one_text_is_said_for_that_text_only(scene: Scene) -> None:
    other = a_framework(scene.ledger, scene.room.consultation, title="Another text")
    rule = {"consultation_id": scene.room.consultation, "rule": "decision_method", "value": "consensus"}
    give(scene.ledger, "adopt_rule", framework_id=other, **rule)

    told = scene.told("endorse", scene.sweden, participant_id=scene.sweden, subject=scene.subject, stance="object")

    assert told[1].startswith("Those in the chair decide here")


def test_a_rule_that_no_text_has_of_its_own_is_said_to_change_nothing(scene: Scene) -> None:
    rule = {"consultation_id": scene.room.consultation, "rule": "constructive_objection", "value": True}

    told = scene.told("adopt_rule", framework_id=scene.room.framework, **rule)

    assert "adopted for one text, it changes nothing" in told[2]
    give(scene.ledger, "adopt_rule", framework_id=scene.room.framework, **rule)
    take_stance(scene.ledger, scene.sweden, scene.amendment, "object")


def test_a_position_takes_the_place_of_the_earlier_one(scene: Scene) -> None:
    adopt_rule(scene.ledger, scene.room.consultation, "decision_method", "consensus")
    take_stance(scene.ledger, scene.sweden, scene.amendment, "object")
    position = {"participant_id": scene.sweden, "subject": scene.subject, "stance": "endorse"}

    alone = scene.told("endorse", scene.sweden, **position)
    take_stance(scene.ledger, scene.room.member, scene.amendment, "object")
    beside_another = scene.told("endorse", scene.sweden, **position)

    replaced = "It takes the place of the position that stands (objects), which stays on record."
    assert alone[2] == f"{replaced} No member objects to it as it stands any more."
    assert beside_another[2] == f"{replaced} 1 other member still objects to it as it stands."


def test_a_position_on_earlier_words_is_not_replaced(scene: Scene) -> None:
    take_stance(scene.ledger, scene.sweden, scene.amendment, "object")
    changes = [scene.room.edit("states", "protect", "house")]
    give(scene.ledger, "revise_motion", motion_id=scene.amendment, participant_id=scene.norway, changes=changes)

    told = scene.told("endorse", scene.sweden, participant_id=scene.sweden, subject=scene.subject, stance="endorse")

    assert told[0] == "Sweden supports amendment 1 Rev.1 “Shelter” as it stands."
    assert told[2] == "The position on an earlier wording (objects) stays on record."


def test_withdrawing_the_last_objection_says_that_no_member_objects(scene: Scene) -> None:
    adopt_rule(scene.ledger, scene.room.consultation, "decision_method", "consensus")
    take_stance(scene.ledger, scene.sweden, scene.amendment, "object")

    told = scene.told("withdraw_endorsement", scene.sweden, participant_id=scene.sweden, subject=scene.subject)

    assert told[:2] == [
        "Sweden takes back the position on amendment 1 “Shelter” (objects).",
        "No member objects to it as it stands any more.",
    ]


def test_a_withdrawal_after_the_decision_is_said_to_come_after_it(scene: Scene) -> None:
    take_stance(scene.ledger, scene.sweden, scene.amendment, "object")
    decide(scene.ledger, scene.amendment)

    told = scene.told("withdraw_endorsement", scene.sweden, participant_id=scene.sweden, subject=scene.subject)

    assert told[1] == "It was decided before: that stays as it is, and this shows as after the decision."


def test_a_person_is_named_with_whom_she_acts_for(scene: Scene) -> None:
    told = scene.told("endorse", scene.anna, participant_id=scene.norway, subject=_provision(scene), stance="object")

    assert told[0].startswith("Anna Berg for Norway objects to the provision “States shall protect refugees.” as it")
    assert "Recorded by" not in " ".join(told)
    assert told[1] == "A position on a provision decides nothing by itself."


def test_a_name_is_no_markup_and_leaves_the_words_around_it_alone(scene: Scene) -> None:
    name = "<script>alert(1)</script>\u202e"
    guest = a_member(scene.ledger, scene.room.consultation, "guest", name=name, kind="delegation")

    marked = scene.marked("endorse", guest, participant_id=guest, subject=scene.subject, stance="endorse")

    named = "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;\u202e</bdi>"
    assert marked[0].startswith(f"{named} supports <bdi>amendment 1 “Shelter”</bdi> as it stands")


def test_what_was_typed_is_no_markup_either(scene: Scene) -> None:
    for command in ("open_consultation", "convene_session", "begin_framework", "publish_version", "enter_stage"):
        data, _ = WORDS[command](scene)
        named = {key: "<b>&{0}" for key in ("title", "name", "place") if key in data or command == "enter_stage"}

        marked = scene.marked(command, **{**data, **({"title": "<b>&{0}"} if command == "enter_stage" else named)})

        assert "<b>" not in marked[0], command
        assert "&lt;b&gt;&amp;{0}" in marked[0], command


def test_two_with_one_name_are_told_apart(scene: Scene) -> None:
    twin = a_member(scene.ledger, scene.room.consultation, name="Norway", kind="delegation")
    data, _ = WORDS["table_proposal"](scene)

    told = scene.told("table_proposal", **{**data, "proposers": [scene.norway, twin]})

    assert told[0].startswith(f"Norway #{scene.norway[:8]} and Norway #{twin[:8]} table a proposal")


def test_of_many_the_first_ones_are_named(scene: Scene) -> None:
    seats = [a_member(scene.ledger, scene.room.consultation, name=f"Seat {number}") for number in range(8)]
    session = a_session(scene.ledger, scene.room.consultation)

    told = scene.told("record_attendance", session_id=session, participants=seats)

    assert told[0].endswith("Seat 0, Seat 1, Seat 2, Seat 3, Seat 4 and 3 more.")


def test_the_last_sponsor_ends_a_motion_by_leaving(scene: Scene) -> None:
    leaving = {"motion_id": scene.amendment, "participant_id": scene.norway}

    alone = scene.told("withdraw_motion", scene.norway, **leaving)
    take_stance(scene.ledger, scene.sweden, scene.amendment, "sponsor")
    beside_another = scene.told("withdraw_motion", scene.norway, **leaving)

    assert "it ends as withdrawn" in alone[1]
    assert beside_another[1] == "It stays open with its other sponsors."


def test_a_revision_asks_sponsors_and_positions_again(scene: Scene) -> None:
    take_stance(scene.ledger, scene.sweden, scene.amendment, "sponsor")
    take_stance(scene.ledger, scene.room.member, scene.amendment, "endorse")
    a_vote(scene.ledger, scene.room.consultation, scene.amendment)

    told = scene.told("revise_motion", scene.norway, **WORDS["revise_motion"](scene)[0])

    assert told[1:4] == [
        "The new words have to be joined anew: Sweden is asked again.",
        "1 position was given to the words before, and does not count for the new ones.",
        "A vote on the words before does not carry the new ones.",
    ]


def _provision(scene: Scene) -> Data:
    return {"kind": "provision", "id": scene.room.provisions["states"]}


def test_an_adoption_says_which_open_motions_will_not_fit_the_text_any_more(scene: Scene) -> None:
    rival = scene.amending("states", "protect", "house", title="Rival")
    beside = scene.amending("states", "States", "All States", title="Beside")
    elsewhere = scene.amending("cities", "may", "shall", title="Elsewhere")

    told = scene.told("decide_motion", motion_id=scene.amendment, decision="adopted")

    assert told[3] == "Open, and in conflict with the text afterwards: amendment 2 “Rival”."
    decide(scene.ledger, scene.amendment)
    with scene.ledger.reading() as now:
        fits = fits_of_open_motions(now, scene.room.framework)
    assert fits == {rival: "in_conflict", beside: "moved", elsewhere: "applies"}


def test_a_deletion_leaves_others_without_what_they_change(scene: Scene) -> None:
    changes = [scene.room.delete("states")]
    deletion = an_amendment(scene.ledger, scene.room.framework, scene.norway, changes, title="Out")

    told = scene.told("adopt_motions", framework_id=scene.room.framework, motions=[deletion])

    assert told[3] == "Open, though what they change is gone afterwards: amendment 1 “Shelter”."
    give(scene.ledger, "adopt_motions", framework_id=scene.room.framework, motions=[deletion])
    with scene.ledger.reading() as now:
        assert fits_of_open_motions(now, scene.room.framework) == {scene.amendment: "gone"}


def test_what_did_not_fit_before_is_not_the_doing_of_an_adoption(scene: Scene) -> None:
    scene.amending("states", "protect", "house", title="Rival")
    decide(scene.ledger, scene.amendment)
    third = scene.amending("cities", "may", "shall", title="Third")

    told = scene.told("decide_motion", motion_id=third, decision="adopted")

    assert "in conflict" not in " ".join(told)


def test_adopting_rivals_together_names_both_and_no_conflict(scene: Scene) -> None:
    second = scene.amending("cities", "may", "shall", title="Second")

    told = scene.told("adopt_motions", framework_id=scene.room.framework, motions=[scene.amendment, second])

    assert told[0] == (
        "Amendment 1 “Shelter” and amendment 2 “Second” are accepted into the text “A framework” together, all or none."
    )
    assert "afterwards" not in " ".join(told)


def test_an_adoption_says_on_what_grounds(scene: Scene) -> None:
    take_stance(scene.ledger, scene.sweden, scene.amendment, "object")
    adoption = {"motion_id": scene.amendment, "decision": "adopted"}

    by_the_chair = scene.told("decide_motion", **adoption)
    vote = a_vote(scene.ledger, scene.room.consultation, scene.amendment)
    by_vote = scene.told("decide_motion", **adoption, vote_id=vote)
    adopt_rule(scene.ledger, scene.room.consultation, "decision_method", "consensus")
    give(scene.ledger, "withdraw_endorsement", participant_id=scene.sweden, subject=scene.subject)
    by_consensus = scene.told("decide_motion", **adoption)

    assert by_the_chair[1] == "Decided by Secretariat, though members object to it as it stands."
    assert by_vote[1] == "Recorded by Secretariat, on the vote “Shall it be adopted?”."
    assert by_consensus[1] == "Recorded by Secretariat: no member objects to the words as they stand."


def test_those_in_the_chair_decide_and_record_what_members_decided(scene: Scene) -> None:
    rejection = {"motion_id": scene.amendment, "decision": "rejected"}
    vote = a_vote(scene.ledger, scene.room.consultation, scene.amendment, result="lost")

    by_the_chair = scene.told("decide_motion", **rejection)
    by_vote = scene.told("decide_motion", **rejection, vote_id=vote)
    adopt_rule(scene.ledger, scene.room.consultation, "decision_method", "majority")
    by_members = scene.told("decide_motion", **rejection)

    assert by_the_chair[1] == "Decided by Secretariat."
    assert by_vote[1] == "Recorded by Secretariat; it names the vote “Shall it be adopted?”."
    assert by_members[1] == "Recorded by Secretariat."


TOO_FEW = "The quorum is 10 members; 2 took part. It is shown, and blocks nothing."


def test_a_vote_in_which_too_few_took_part_is_said_to_miss_the_quorum(scene: Scene) -> None:
    vote, _ = WORDS["record_vote"](scene)
    few = {**vote, "tally": {"yes": 2, "no": 0, "abstain": 0}}
    assert TOO_FEW not in scene.told("record_vote", **few), "no quorum was adopted"
    adopt_rule(scene.ledger, scene.room.consultation, "quorum", 10)

    assert TOO_FEW in scene.told("record_vote", **few)
    assert TOO_FEW not in scene.told("record_vote", **few, body="General Assembly")
    assert "quorum" not in " ".join(scene.told("record_vote", **{**vote, "tally": {"yes": 6, "no": 3, "abstain": 1}}))
    uncounted = {key: value for key, value in vote.items() if key != "tally"}
    assert "quorum" not in " ".join(scene.told("record_vote", **{**uncounted, "method": "acclamation"}))


def test_a_decision_on_a_vote_says_that_the_vote_missed_the_quorum(scene: Scene) -> None:
    before = a_vote(scene.ledger, scene.room.consultation, scene.amendment)
    adopt_rule(scene.ledger, scene.room.consultation, "quorum", 10)
    vote = a_vote(scene.ledger, scene.room.consultation, scene.amendment)
    alone = {"motion_id": scene.amendment, "decision": "adopted"}
    second = scene.amending("cities", "may", "shall", title="Second")
    of_second = a_vote(scene.ledger, scene.room.consultation, second, question="The second?")
    both = {"framework_id": scene.room.framework, "motions": [scene.amendment, second], "vote_ids": [vote, of_second]}

    assert TOO_FEW in scene.told("decide_motion", **alone, vote_id=vote)
    assert TOO_FEW not in scene.told("decide_motion", **alone, vote_id=before), "the rule was adopted after it"
    assert f"The vote “The second?”: {TOO_FEW}" in scene.told("adopt_motions", **both)


def test_a_quorum_of_one_text_counts_for_votes_on_it(scene: Scene) -> None:
    other = a_framework(scene.ledger, scene.room.consultation, title="Another text")
    rule: Data = {"consultation_id": scene.room.consultation, "rule": "quorum", "value": 10}
    give(scene.ledger, "adopt_rule", framework_id=other, **rule)
    vote = a_vote(scene.ledger, scene.room.consultation, scene.amendment)
    alone = {"motion_id": scene.amendment, "decision": "adopted"}
    assert TOO_FEW not in scene.told("decide_motion", **alone, vote_id=vote)

    give(scene.ledger, "adopt_rule", framework_id=scene.room.framework, **rule)
    again = a_vote(scene.ledger, scene.room.consultation, scene.amendment)

    assert TOO_FEW in scene.told("decide_motion", **alone, vote_id=again)


@pytest.mark.parametrize(
    ("decision", "because", "fate"),
    [
        ("rejected", None, "is not accepted"),
        ("lapsed", None, "lapses"),
        ("inadmissible", {"kind": "rule", "name": "Rule 5"}, "is ruled out by the rule “Rule 5”"),
        ("referred", {"kind": "place", "name": "the drafting group"}, "is referred to “the drafting group”"),
        ("superseded", "rival", "is settled by amendment 2 “An amendment”"),
    ],
)
def test_a_fate_names_what_it_follows_from(scene: Scene, decision: str, because: Any, fate: str) -> None:
    because_of = {"kind": "motion", "id": scene.amending()} if because == "rival" else because
    more = {"because_of": because_of} if because_of else {}

    told = scene.told("decide_motion", motion_id=scene.amendment, decision=decision, **more)

    assert told[0] == f"Amendment 1 “Shelter” {fate}."
    assert told[2].startswith("The text stays as it is.")


def test_the_words_of_a_protected_person_are_said_to_be_kept_back(scene: Scene) -> None:
    nobody = a_member(scene.ledger, scene.room.consultation, name="Ola", protected=True)
    position = {"participant_id": nobody, "subject": scene.subject, "stance": "object", "reason": "Because."}
    proposal = {**WORDS["table_proposal"](scene)[0], "proposers": [nobody, scene.sweden], "rationale": "Towns."}
    statement = {**WORDS["make_statement"](scene)[0], "participant_id": nobody}

    taken, tabled, made = (
        scene.told("endorse", **position),
        scene.told("table_proposal", **proposal),
        scene.told("make_statement", **statement),
    )

    assert f"The words of the reason are kept back: Protected participant {nobody[:6]} is protected." in taken[-1]
    assert tabled[-1] == f"Pages do not show the rationale: Protected participant {nobody[:6]} is protected."
    assert made[-1].startswith("The words are kept back")
    assert "Ola" not in " ".join([*taken, *tabled, *made])


def test_the_words_of_others_are_said_to_be_public_and_erasable(scene: Scene) -> None:
    position = {"participant_id": scene.sweden, "subject": scene.subject, "stance": "object", "reason": "Because."}
    rationale = {**WORDS["table_proposal"](scene)[0], "rationale": "Towns."}

    assert scene.told("endorse", **position)[-1] == (
        "It is public at once and stays on record. The words of the reason are public too, and can be erased later."
    )
    assert scene.told("table_proposal", **rationale)[-1] == "The rationale is public too."
    alone = {**rationale, "proposers": [scene.norway]}
    assert scene.told("table_proposal", **alone)[-1] == "The rationale is public too, and can be erased later."


def test_registering_a_protected_person_shows_the_pseudonym(scene: Scene) -> None:
    data, _ = WORDS["register_participant"](scene)

    told = scene.told("register_participant", **data, protected=True, contact="ola@example.org")

    assert "Ola" not in " ".join(told)
    assert f"“Protected participant {data['participant_id'][:6]}”" in told[0]
    assert "Not shown on pages, and can be erased later: name and contact." in told[-1]


def test_ending_the_protection_of_a_person_is_said(scene: Scene) -> None:
    nobody = a_member(scene.ledger, scene.room.consultation, name="Ola", protected=True)

    told = scene.told("update_participant", participant_id=nobody, protected=False)

    assert "is protected no longer: pages show the name and the words from now on." in " ".join(told)


def test_small_groups_are_said_to_be_counted_under_other(scene: Scene) -> None:
    session = a_session(scene.ledger, scene.room.consultation, "none")

    told = scene.told("record_attendance", session_id=session, by_group={"state": 9, "media": 2, "business": 4})

    assert told[0] == "Recorded as present at the meeting “A session”: 9 states and 6 others."
    assert told[2].startswith("Groups too small to hide in")


def test_attendance_takes_the_place_of_what_was_recorded(scene: Scene) -> None:
    session = a_session(scene.ledger, scene.room.consultation)
    give(scene.ledger, "record_attendance", session_id=session, total=12)

    told = scene.told("record_attendance", session_id=session, participants=[scene.norway])

    assert told[2].startswith("It takes the place of the attendance that was recorded before")


def test_closing_an_unattributed_meeting_says_how_many_statements_were_held(
    make_app: Callable[[str], Flask], sqlite_url: str
) -> None:
    with make_app(sqlite_url).app_context():
        ledger = pages.ledger()
        room = a_room(ledger)
        session = a_session(ledger, room.consultation, "none")
        for _ in range(2):
            pages.beside().minutes.hold(session, {"kind": "remark", "text": "We agree."})
        organizer = Scene(ledger, room, "", "", "", room.organizer, "")

        told = organizer.told("close_session", session_id=session)

    assert told[2] == (
        "2 statements that were held go on record now, without speakers, in an order that is not the spoken one."
    )
    assert told[3].startswith("After that, nobody adds a statement without a speaker.")


def test_accrediting_says_what_the_participant_was(scene: Scene) -> None:
    data = {"participant_id": scene.norway, "consultation_id": scene.room.consultation, "standing": "guest"}

    told = scene.told("accredit", **data, until="2018-06-01")

    assert told[0] == "Norway is accredited to the process “A new design” as a guest until 1 June 2018."
    assert told[2] == "So far Norway was a member."


@pytest.mark.parametrize("method", ["majority", "consensus"])
def test_a_vote_says_whether_words_can_be_accepted_on_it(scene: Scene, method: str) -> None:
    adopt_rule(scene.ledger, scene.room.consultation, "decision_method", method)
    vote, _ = WORDS["record_vote"](scene)

    carried = scene.told("record_vote", **vote)
    lost = scene.told("record_vote", **{**vote, "result": "lost", "tally": {"yes": 1, "no": 3, "abstain": 0}})
    elsewhere = scene.told("record_vote", **vote, body="General Assembly")

    by_vote = ["On it these words can be accepted", "On it these words cannot be accepted"]
    found = [told[2] for told in (carried, lost)]
    expected = by_vote if method == "majority" else ["It decides nothing by itself"] * 2
    assert all(words.startswith(start) for words, start in zip(found, expected, strict=True))
    assert elsewhere[2] == "It is a fact about that body, and decides nothing here."


def test_a_recorded_vote_says_that_each_ballot_is_public(scene: Scene) -> None:
    vote = {key: value for key, value in WORDS["record_vote"](scene)[0].items() if key != "tally"}
    ballots = [[scene.norway, "yes"], [scene.sweden, "no"], [scene.room.member, "yes"]]

    told = scene.told("record_vote", **{**vote, "method": "recorded", "ballots": ballots})

    assert told[0].endswith("carried, 2 yes, 1 no, 0 abstentions.")
    assert told[3] == "A vote is never changed. How each one voted is public too."


def test_a_text_that_is_received_says_what_it_takes_away(scene: Scene) -> None:
    provisions = [a_provision(scene.room.provisions["states"], text="Other words."), a_provision(text="New.")]
    version = {"framework_id": scene.room.framework, "version_id": new_id(), "name": "Rev. 1"}

    whole = scene.told("receive_version", **version, provisions=provisions)
    extract = scene.told("receive_version", **version, provisions=provisions, extent="extract")
    nothing = scene.told("receive_version", **version, extent="not_held")

    assert whole[2] == (
        "It takes the place of what stands: 1 provision new, 1 provision with other words and 2 provisions deleted."
    )
    assert extract[2] == "It brings 1 provision new and 1 provision with other words; what it leaves out stays."
    assert nothing[2] == "The text stays as it is, and nobody can take a position on this version."


def test_a_version_is_published_with_what_stays_open(scene: Scene) -> None:
    a_version(scene.ledger, a_framework(scene.ledger, scene.room.consultation), [a_provision(text="Words.")])

    told = scene.told("publish_version", **WORDS["publish_version"](scene)[0])

    assert told[3] == "1 open proposal or amendment stays open."


def test_a_role_in_the_whole_ledger_is_said_to_hold_everywhere(scene: Scene) -> None:
    told = scene.told("grant_role", participant_id=scene.anna, role="administrator")

    assert told[0] == "Anna Berg is given the role of administrator in the whole ledger."
    assert told[3].startswith("It holds in every process")


def test_taking_a_role_from_oneself_is_said(scene: Scene) -> None:
    administrator = a_holder(scene.ledger, "administrator")

    told = scene.told("revoke_role", administrator, participant_id=administrator, role="administrator")

    assert told[2] == "You take it from yourself."


def test_a_second_member_of_one_delegation_is_told(scene: Scene) -> None:
    data = {"participant_id": scene.anna, "consultation_id": scene.room.consultation, "standing": "member"}

    told = " ".join(scene.told("accredit", **data))

    assert "Anna Berg acts for Norway, a member too: both count." in told
