"""Decisions: every fate, and the one way into the text (rules 6, 7, 9, 14)."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.errors import MovedOn
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.wording import provision_wording
from tests.builders import (
    TEXTS,
    Data,
    Room,
    a_framework,
    a_provision,
    a_room,
    a_version,
    a_vote,
    adopt_rule,
    an_amendment,
    decide,
    events_of,
    folded,
    give,
    new_id,
    refused,
    take_stance,
    text_of,
    texts_of,
)


def table(ledger: Ledger, room: Room, *changes: Data, **more: Any) -> str:
    return an_amendment(ledger, room.framework, room.member, list(changes), **more)


@pytest.fixture
def motion(ledger: Ledger, room: Room) -> str:
    return table(ledger, room, room.edit("states", "shall", "must"))


def adopt_all(ledger: Ledger, room: Room, *motions: str, **more: Any) -> Any:
    return give(ledger, "adopt_motions", framework_id=room.framework, motions=list(motions), **more)


def adopting(room: Room, *motions: str, **more: Any) -> Data:
    return {"framework_id": room.framework, "motions": list(motions), **more}


def first_text(ledger: Ledger, room: Room) -> str:
    return texts_of(ledger, room.framework)[0]


# What is adopted


def test_what_was_tabled_is_adopted_as_tabled_where_it_still_applies(ledger: Ledger, room: Room, motion: str) -> None:
    decide(ledger, motion)

    assert first_text(ledger, room) == "States must protect refugees."
    assert folded(ledger, Motion, motion).decision == "adopted"


def test_what_moved_cleanly_is_adopted_on_todays_words(ledger: Ledger, room: Room, motion: str) -> None:
    decide(ledger, table(ledger, room, room.edit("states", "States", "All the nations")))

    event = vars(events_of(ledger, decide(ledger, motion))[0])

    assert first_text(ledger, room) == "All the nations must protect refugees."
    assert event["changes"][0]["edits"] == [[16, 21, "must"]]
    assert event["changes"][0]["base"] == provision_wording("", "All the nations shall protect refugees.")


def test_what_is_in_conflict_is_not_adopted_as_tabled(ledger: Ledger, room: Room, motion: str) -> None:
    decide(ledger, table(ledger, room, room.edit("states", "shall", "will")))

    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted").code == "rule_broken"


def test_what_is_in_conflict_is_adopted_as_merged(ledger: Ledger, room: Room, motion: str) -> None:
    decide(ledger, table(ledger, room, room.edit("states", "shall", "will")))
    base, text = provision_wording("", "States will protect refugees."), "States must and will protect refugees."
    change = {"op": "rewrite", "provision_id": room.provisions["states"], "base": base, "text": text}

    decide(ledger, motion, changes=[change], edited_by=[room.facilitator])

    assert first_text(ledger, room) == text


def test_what_changes_a_provision_that_is_gone_is_not_adopted(ledger: Ledger, room: Room, motion: str) -> None:
    decide(ledger, table(ledger, room, room.delete("states")))

    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted").code == "rule_broken"


def test_a_deletion_of_words_that_moved_is_not_adopted(ledger: Ledger, room: Room, motion: str) -> None:
    deletion = table(ledger, room, room.delete("states"))
    decide(ledger, motion)

    assert refused(ledger, "decide_motion", motion_id=deletion, decision="adopted").code == "rule_broken"


def test_a_relabelling_whose_label_moved_is_not_adopted(ledger: Ledger, room: Room) -> None:
    base = provision_wording("", TEXTS["states"])
    one, other = (
        table(ledger, room, {"op": "relabel", "provision_id": room.provisions["states"], "base": base, "label": label})
        for label in ("1", "2")
    )
    decide(ledger, one)

    assert refused(ledger, "decide_motion", motion_id=other, decision="adopted").code == "rule_broken"


def test_a_relabelling_survives_a_change_of_the_text(ledger: Ledger, room: Room, motion: str) -> None:
    base = provision_wording("", TEXTS["states"])
    change = {"op": "relabel", "provision_id": room.provisions["states"], "base": base, "label": "1"}
    relabelling = table(ledger, room, change)
    decide(ledger, motion)

    decide(ledger, relabelling)

    provision = text_of(ledger, room.framework)[0]
    assert (provision.label, provision.text) == ("1", "States must protect refugees.")


def test_a_move_of_what_was_moved_elsewhere_is_not_adopted_silently(ledger: Ledger, room: Room) -> None:
    states, cities, children = (room.provisions[name] for name in TEXTS)
    one = table(ledger, room, {"op": "move", "provision_id": children, "parent": states})
    other = table(ledger, room, {"op": "move", "provision_id": children, "parent": cities})
    decide(ledger, one)

    assert refused(ledger, "decide_motion", motion_id=other, decision="adopted").code == "rule_broken"


def test_motions_on_one_provision_are_adopted_together(ledger: Ledger, room: Room, motion: str) -> None:
    other = table(ledger, room, room.edit("states", "refugees", "everyone"))

    events = events_of(ledger, adopt_all(ledger, room, motion, other))

    assert first_text(ledger, room) == "States must protect everyone."
    changes = vars(events[0])["changes"]
    assert [change["motions"] for change in changes] == [[motion], [other]]
    assert len({change["base"] for change in changes}) == 1
    edited = [event for event in events if event.TOPIC.endswith("provision_edited")]
    assert len(edited) == 1


def test_identical_edits_credit_both(ledger: Ledger, room: Room, motion: str) -> None:
    same = table(ledger, room, room.edit("states", "shall", "must"))

    event = vars(events_of(ledger, adopt_all(ledger, room, motion, same))[0])

    assert [change["motions"] for change in event["changes"]] == [[motion, same]]
    assert first_text(ledger, room) == "States must protect refugees."


def test_an_edit_that_two_motions_share_is_made_once(ledger: Ledger, room: Room, motion: str) -> None:
    change = room.edit("states", "shall", "must")
    more = {**change, "edits": [*change["edits"], [21, 29, "everyone"]]}
    other = table(ledger, room, more)

    adopt_all(ledger, room, motion, other)

    assert first_text(ledger, room) == "States must protect everyone."


def test_motions_that_want_different_words_at_one_place_are_not_adopted_together(
    ledger: Ledger, room: Room, motion: str
) -> None:
    rival = table(ledger, room, room.edit("states", "shall", "will"))

    assert refused(ledger, "adopt_motions", **adopting(room, motion, rival)).code == "rule_broken"


def test_an_adoption_of_many_is_all_or_nothing(ledger: Ledger, room: Room, motion: str) -> None:
    decided = table(ledger, room, room.edit("cities", "may", "shall"))
    decide(ledger, decided, "rejected")

    refused(ledger, "adopt_motions", **adopting(room, motion, decided))

    assert folded(ledger, Motion, motion).is_open
    assert first_text(ledger, room) == TEXTS["states"]


def test_an_edit_and_a_deletion_of_one_provision_are_not_adopted_together(
    ledger: Ledger, room: Room, motion: str
) -> None:
    deletion = table(ledger, room, room.delete("states"))

    assert refused(ledger, "adopt_motions", **adopting(room, motion, deletion)).code == "rule_broken"


@pytest.mark.parametrize("which", ["twice", "unknown", "elsewhere", "decided"])
def test_only_open_motions_of_the_framework_are_adopted_each_once(
    ledger: Ledger, room: Room, motion: str, which: str
) -> None:
    other = a_room(ledger)
    elsewhere = table(ledger, other, other.edit("states", "shall", "must"))
    decided = table(ledger, room, room.edit("cities", "may", "shall"))
    decide(ledger, decided, "lapsed")
    second = {"twice": motion, "unknown": new_id(), "elsewhere": elsewhere, "decided": decided}[which]

    assert refused(ledger, "adopt_motions", **adopting(room, motion, second)).field == "motions.1"


def test_who_proposed_who_edited_and_who_decided_are_separate_facts(ledger: Ledger, room: Room, motion: str) -> None:
    changes = [room.edit("states", "shall", "will")]

    answer = give(
        ledger,
        "decide_motion",
        actor=room.facilitator,
        motion_id=motion,
        decision="adopted",
        changes=changes,
        edited_by=[room.second],
    )

    event = vars(events_of(ledger, answer)[0])
    assert (event["actor"], event["edited_by"]) == (room.facilitator, [room.second])
    assert folded(ledger, Motion, motion).sponsors == [room.member]


def test_merged_changes_name_the_motions_that_they_come_from(ledger: Ledger, room: Room, motion: str) -> None:
    other = table(ledger, room, room.edit("cities", "may", "shall"))
    change = room.edit("states", "shall", "will")

    for credited in ({}, {"motions": []}, {"motions": [new_id()]}, {"motions": [motion, room.member]}):
        data = adopting(room, motion, other, changes=[{**change, **credited}])
        assert refused(ledger, "adopt_motions", **data).field.startswith("changes.0")


def test_several_merged_edits_of_one_provision_each_credit_their_own_motions(
    ledger: Ledger, room: Room, motion: str
) -> None:
    other = table(ledger, room, room.edit("states", "shall", "will"))
    one = {**room.edit("states", "shall", "ought to"), "motions": [motion, other]}
    two = {**room.edit("states", "refugees", "people"), "motions": [other]}

    event = vars(events_of(ledger, adopt_all(ledger, room, motion, other, changes=[one, two]))[0])

    assert first_text(ledger, room) == "States ought to protect people."
    assert [change["motions"] for change in event["changes"]] == [[motion, other], [other]]


def test_every_merged_edit_is_on_the_wording_before_the_command(ledger: Ledger, room: Room, motion: str) -> None:
    other = table(ledger, room, room.edit("states", "refugees", "people"))
    one = {**room.edit("states", "shall", "must"), "motions": [motion]}
    two = {**room.edit("states", "refugees", "people"), "motions": [other], "base": "0" * 64}

    refusal = refused(ledger, "adopt_motions", **adopting(room, motion, other, changes=[one, two]))

    assert refusal.field == "changes.1.base"


@pytest.mark.parametrize("taken", ["member", "motion", "elsewhere", "deleted"])
def test_what_merged_changes_insert_has_an_id_of_its_own(ledger: Ledger, room: Room, motion: str, taken: str) -> None:
    other = a_framework(ledger, room.consultation)
    elsewhere = new_id()
    a_version(ledger, other, [a_provision(elsewhere)])
    decide(ledger, table(ledger, room, room.delete("children")))
    ids = {"motion": motion, "elsewhere": elsewhere, "deleted": room.provisions["children"], "member": room.member}
    changes = [{"op": "insert", "provision": a_provision(ids[taken], text="New.")}]

    refusal = refused(ledger, "decide_motion", motion_id=motion, decision="adopted", changes=changes)

    assert refusal.code == "already_used"


def test_a_provision_that_merged_changes_insert_takes_positions(ledger: Ledger, room: Room, motion: str) -> None:
    provision = a_provision(text="New.")
    decide(ledger, motion, changes=[{"op": "insert", "provision": provision}])

    subject = {"kind": "provision", "id": provision["provision_id"]}

    assert give(ledger, "endorse", participant_id=room.second, subject=subject, stance="endorse").is_new


def test_an_adoption_over_a_text_that_moved_is_answered_with_its_revision(
    ledger: Ledger, room: Room, motion: str
) -> None:
    decide(ledger, table(ledger, room, room.edit("cities", "may", "shall")))

    refusal = refused(ledger, "adopt_motions", **adopting(room, motion, expected=1))

    assert isinstance(refusal, MovedOn)
    assert [(one.kind, one.seen, one.today) for one in refusal.moved] == [("framework", "1", "2")]
    assert adopt_all(ledger, room, motion, expected=2).is_new


def test_a_decision_on_a_motion_that_was_revised_is_answered_with_its_number(
    ledger: Ledger, room: Room, motion: str
) -> None:
    changes = [room.edit("states", "shall", "will")]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)

    refusal = refused(ledger, "decide_motion", motion_id=motion, decision="rejected", expected=0)

    assert isinstance(refusal, MovedOn)
    assert [(one.kind, one.seen, one.today) for one in refusal.moved] == [("motion", "0", "1")]


def test_merged_changes_over_words_that_moved_are_answered_with_todays(ledger: Ledger, room: Room, motion: str) -> None:
    decide(ledger, table(ledger, room, room.edit("states", "refugees", "people")))
    seen = room.edit("states", "shall", "will")

    refusal = refused(ledger, "decide_motion", motion_id=motion, decision="adopted", changes=[seen])

    assert isinstance(refusal, MovedOn)
    assert (refusal.moved[0].seen, refusal.moved[0].text) == (seen["base"], "States shall protect people.")


# How it is decided


def test_where_no_method_was_adopted_an_objection_stops_nothing(ledger: Ledger, room: Room, motion: str) -> None:
    take_stance(ledger, room.second, motion, "object")

    assert give(ledger, "decide_motion", actor=room.organizer, motion_id=motion, decision="adopted").is_new


def test_by_consensus_no_member_objects_to_the_wording_as_it_stands(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    take_stance(ledger, room.second, motion, "object")

    refusal = refused(ledger, "decide_motion", motion_id=motion, decision="adopted")

    assert (refusal.code, getattr(refusal, "rule", "")) == ("rule_broken", "decision_method")


@pytest.mark.parametrize("standing", ["observer", "guest"])
def test_by_consensus_the_objection_of_others_is_no_obstacle(
    ledger: Ledger, room: Room, motion: str, standing: str
) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    take_stance(ledger, getattr(room, standing), motion, "object")

    assert decide(ledger, motion).is_new


@pytest.mark.parametrize("way", ["withdrawn", "changed", "earlier wording"])
def test_by_consensus_an_objection_that_stands_no_more_is_no_obstacle(
    ledger: Ledger, room: Room, motion: str, way: str
) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    take_stance(ledger, room.second, motion, "object")
    subject = {"kind": "motion", "id": motion}
    changes = [room.edit("states", "shall", "will")]
    ways = {
        "withdrawn": lambda: give(ledger, "withdraw_endorsement", participant_id=room.second, subject=subject),
        "changed": lambda: take_stance(ledger, room.second, motion, "abstain"),
        "earlier wording": lambda: give(
            ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes
        ),
    }

    ways[way]()

    assert decide(ledger, motion).is_new


def test_an_objection_revives_when_the_motion_returns_to_its_wording(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    take_stance(ledger, room.second, motion, "object")

    for word in ("will", "must"):
        changes = [room.edit("states", "shall", word)]
        give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)

    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted").code == "rule_broken"


def test_an_objection_revives_even_if_its_author_supported_another_wording_between(
    ledger: Ledger, room: Room, motion: str
) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    take_stance(ledger, room.second, motion, "object")
    for word in ("will", "must"):
        changes = [room.edit("states", "shall", word)]
        give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)
        if word == "will":
            take_stance(ledger, room.second, motion, "endorse")

    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted").code == "rule_broken"


def test_by_consensus_each_of_many_motions_is_looked_at(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    other = table(ledger, room, room.edit("cities", "may", "shall"))
    take_stance(ledger, room.second, other, "object")

    assert refused(ledger, "adopt_motions", **adopting(room, motion, other)).code == "rule_broken"


def test_by_majority_a_motion_takes_a_carried_vote_on_its_wording(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "majority")

    refusal = refused(ledger, "decide_motion", motion_id=motion, decision="adopted")
    vote = a_vote(ledger, room.consultation, motion)

    assert getattr(refusal, "rule", "") == "decision_method"
    assert decide(ledger, motion, vote_id=vote).is_new


@pytest.mark.parametrize("which", ["lost", "another motion", "earlier wording", "another body", "unknown"])
def test_by_majority_no_other_vote_carries_it(ledger: Ledger, room: Room, motion: str, which: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "majority")
    other = table(ledger, room, room.edit("cities", "may", "shall"))
    votes = {
        "lost": lambda: a_vote(ledger, room.consultation, motion, result="lost"),
        "another motion": lambda: a_vote(ledger, room.consultation, other),
        "earlier wording": lambda: a_vote(ledger, room.consultation, motion),
        "another body": lambda: a_vote(ledger, room.consultation, motion, body="General Assembly"),
        "unknown": new_id,
    }
    vote = votes[which]()
    if which == "earlier wording":
        changes = [room.edit("states", "shall", "will")]
        give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)

    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted", vote_id=vote).field == "vote_id"


def test_by_majority_each_of_many_motions_has_its_vote(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "majority")
    other = table(ledger, room, room.edit("cities", "may", "shall"))
    votes = [a_vote(ledger, room.consultation, one) for one in (motion, other)]

    assert refused(ledger, "adopt_motions", **adopting(room, motion, other, vote_ids=votes[:1])).code == "rule_broken"
    assert adopt_all(ledger, room, motion, other, vote_ids=votes).is_new


def test_by_majority_no_vote_that_is_named_was_lost(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "majority")
    votes = [a_vote(ledger, room.consultation, motion, result=result) for result in ("lost", "carried")]

    assert refused(ledger, "adopt_motions", **adopting(room, motion, vote_ids=votes)).field.startswith("vote_ids")


def test_by_majority_edits_that_moved_need_no_vote_of_their_own(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "majority")
    other = table(ledger, room, room.edit("states", "refugees", "people"))
    votes = [a_vote(ledger, room.consultation, one) for one in (motion, other)]

    decide(ledger, motion, vote_id=votes[0])

    assert decide(ledger, other, vote_id=votes[1]).is_new


def test_a_missing_quorum_blocks_nothing(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "quorum", 1000)

    assert decide(ledger, motion).is_new


def test_a_framework_is_decided_by_its_own_method(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    adopt_rule(ledger, room.consultation, "decision_method", "organizer", framework_id=room.framework)
    take_stance(ledger, room.second, motion, "object")

    assert decide(ledger, motion).is_new


def test_a_refused_adoption_names_a_field_that_it_has(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "majority")

    assert refused(ledger, "adopt_motions", **adopting(room, motion)).field.split(".")[0] in ("vote_ids", "motions")


# The other fates


@pytest.mark.parametrize(
    ("decision", "because_of"),
    [
        ("rejected", None),
        ("lapsed", None),
        ("inadmissible", {"kind": "rule", "name": "Rule 12"}),
        ("superseded", {"kind": "version"}),
        ("superseded", {"kind": "motion"}),
        ("referred", {"kind": "place", "name": "The drafting group"}),
    ],
)
def test_every_other_fate_ends_the_motion_and_changes_no_text(
    ledger: Ledger, room: Room, motion: str, decision: str, because_of: Data | None
) -> None:
    rival = table(ledger, room, room.edit("states", "shall", "will"))
    ids = {"version": {"id": room.version}, "motion": {"id": rival}}
    more = {"because_of": {**because_of, **ids.get(because_of["kind"], {})}} if because_of else {}

    events = events_of(ledger, decide(ledger, motion, decision, **more))

    assert [event.TOPIC for event in events] == ["ledger.motion.decided"]
    assert folded(ledger, Motion, motion).decision == decision
    assert texts_of(ledger, room.framework) == list(TEXTS.values())


@pytest.mark.parametrize("decision", ["inadmissible", "superseded", "referred"])
@pytest.mark.parametrize(
    "because_of", [None, {"kind": "rule", "name": "x"}, {"kind": "place", "name": "x"}, {"kind": "motion"}]
)
def test_some_fates_say_what_they_follow_from(
    ledger: Ledger, room: Room, motion: str, decision: str, because_of: Data | None
) -> None:
    fits = {"inadmissible": "rule", "superseded": "motion", "referred": "place"}
    if because_of is not None and because_of["kind"] == fits[decision]:
        return
    if because_of == {"kind": "motion"}:
        because_of = {"kind": "motion", "id": table(ledger, room, room.edit("cities", "may", "shall"))}
    more = {"because_of": because_of} if because_of else {}

    assert refused(ledger, "decide_motion", motion_id=motion, decision=decision, **more).field == "because_of"


@pytest.mark.parametrize("which", ["itself", "unknown", "elsewhere"])
def test_a_motion_is_superseded_by_another_that_is_on_record(
    ledger: Ledger, room: Room, motion: str, which: str
) -> None:
    elsewhere = a_version(ledger, a_framework(ledger, room.consultation), [a_provision()])
    because_of = {
        "itself": {"kind": "motion", "id": motion},
        "unknown": {"kind": "motion", "id": new_id()},
        "elsewhere": {"kind": "version", "id": elsewhere},
    }[which]

    data = {"motion_id": motion, "decision": "superseded", "because_of": because_of}

    assert refused(ledger, "decide_motion", **data).field == "because_of.id"


def test_a_motion_is_withdrawn_by_its_sponsors_not_by_a_decision(ledger: Ledger, room: Room, motion: str) -> None:
    refusal = refused(ledger, "decide_motion", motion_id=motion, decision="withdrawn")

    assert refusal.field == "decision"
    assert "withdraw_motion" in refusal.message


@pytest.mark.parametrize("decision", ["adopted", "rejected", "lapsed"])
def test_a_motion_is_decided_once(ledger: Ledger, room: Room, motion: str, decision: str) -> None:
    decide(ledger, motion, "rejected")

    assert refused(ledger, "decide_motion", motion_id=motion, decision=decision).field == "motion_id"


def test_only_an_adoption_changes_the_text(ledger: Ledger, room: Room, motion: str) -> None:
    changes = [room.edit("states", "shall", "will")]

    assert refused(ledger, "decide_motion", motion_id=motion, decision="rejected", changes=changes).field == "changes"


def test_a_vote_that_was_carried_rejects_nothing(ledger: Ledger, room: Room, motion: str) -> None:
    carried, lost = (a_vote(ledger, room.consultation, motion, result=result) for result in ("carried", "lost"))

    assert refused(ledger, "decide_motion", motion_id=motion, decision="rejected", vote_id=carried).field == "vote_id"
    assert decide(ledger, motion, "rejected", vote_id=lost).is_new


def test_taken_up_is_not_decided_by_this_command(ledger: Ledger, room: Room, motion: str) -> None:
    assert refused(ledger, "decide_motion", motion_id=motion, decision="taken_up").field == "decision"


def test_the_text_that_stands_is_what_the_framework_keeps(ledger: Ledger, room: Room, motion: str) -> None:
    decide(ledger, motion)

    framework = folded(ledger, Framework, room.framework)

    assert all(one.wording == one.produced_wording() for one in framework.tree.depth_first())


def test_what_two_motions_put_at_one_place_is_not_interleaved(ledger: Ledger, room: Room) -> None:
    states = room.provisions["states"]
    one, two, three = (a_provision(text=text) for text in ("One.", "Two.", "Three."))
    first = table(
        ledger,
        room,
        {"op": "insert", "provision": one, "after": states},
        {"op": "insert", "provision": two, "after": one["provision_id"]},
    )
    second = table(ledger, room, {"op": "insert", "provision": three, "after": states})

    adopt_all(ledger, room, first, second)

    assert texts_of(ledger, room.framework)[1:4] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("decision", ["adopted", "rejected"])
def test_nothing_is_decided_before_it_was_put_forward(ledger: Ledger, room: Room, motion: str, decision: str) -> None:
    data = {"motion_id": motion, "decision": decision, "occurred_at": "2018-03-04"}

    assert refused(ledger, "decide_motion", **data).field == "occurred_at"


def test_a_refusal_of_an_adoption_names_no_changes_that_nobody_gave(ledger: Ledger, room: Room, motion: str) -> None:
    rival = table(ledger, room, room.edit("states", "shall", "will"))

    assert refused(ledger, "adopt_motions", **adopting(room, motion, rival)).field == "motions"
