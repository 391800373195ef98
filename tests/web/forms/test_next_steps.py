"""What comes next once a command is on record: ways that lead somewhere, and forms that the visitor may fill in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ledger.commands.table import COMMANDS
from ledger.projections.queries.record import record_at
from ledger.projections.queries.visitors import taking_part
from tests.builders import (
    Data,
    a_holder,
    a_line,
    a_participant,
    a_proposal,
    a_provision,
    a_session,
    a_statement,
    a_vote,
    an_amendment,
    give,
    new_id,
    take_stance,
)
from tests.web.signed_in import ADDRESS, Site, a_site
from web.forms.next_steps import STEPS, Step, steps_after

NO_PAGE_YET = "/minutes"


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with a_site(sqlite_url) as one:
        yield one


def steps(site: Site, by: str, command: str, **data: Any) -> list[Step]:
    """The ways on after a command that somebody records."""
    answer = site.ledger.execute(a_line(command, actor=by, **data))
    stored = site.ledger.stored(answer.position)
    assert stored is not None
    with site.app.test_request_context(base_url=ADDRESS), site.ledger.reading() as now:
        one, visitor = record_at(now, answer.position, stored.state), taking_part(now, by, site.ledger.now())
        assert one is not None
        assert visitor is not None
        return steps_after(now, visitor, one, site.ledger.event(stored), site.ledger.now())


def words(found: list[Step]) -> list[str]:
    return [step.words for step in found]


def _amendment(site: Site) -> str:
    return an_amendment(site.ledger, site.room.framework, site.room.member, [site.room.edit("states", "shall", "must")])


def _on(site: Site) -> Data:
    return {"subject": {"kind": "motion", "id": _amendment(site)}}


def _convened(site: Site) -> str:
    session_id = new_id()
    data = {"session_id": session_id, "consultation_id": site.room.consultation, "title": "A meeting"}
    give(site.ledger, "convene_session", **data, opens_at="2018-05-01")
    return session_id


Given = Callable[[Site], Data]

AFTER: dict[str, tuple[Given, list[str]]] = {
    "register_participant": (
        lambda s: {"participant_id": new_id(), "name": "Ola", "kind": "person", "group": "media"},
        ["Go to Ola", "Accredit to “A new design”", "Register another participant"],
    ),
    "accredit": (
        lambda s: {
            **{"participant_id": a_participant(s.ledger), "standing": "guest"},
            "consultation_id": s.room.consultation,
        },
        [
            *["Go to A seat", "Go to the process “A new design”"],
            *["Accredit another participant", "Register a participant"],
        ],
    ),
    "adopt_rule": (
        lambda s: {"consultation_id": s.room.consultation, "rule": "quorum", "value": 3},
        ["Go to the process “A new design”", "Adopt another rule"],
    ),
    "convene_session": (
        lambda s: {
            **{"session_id": new_id(), "consultation_id": s.room.consultation},
            **{"title": "A meeting", "opens_at": "2018-05-01"},
        },
        ["Go to the meeting “A meeting”", "Open the meeting", "Convene another meeting"],
    ),
    "open_session": (
        lambda s: {"session_id": _convened(s)},
        ["Write the minutes", "Record who attends", "Go to the meeting “A meeting”", "Close the meeting"],
    ),
    "record_attendance": (
        lambda s: {"session_id": a_session(s.ledger, s.room.consultation), "total": 12},
        ["Go to the meeting “A session”", "Write the minutes", "Close the meeting"],
    ),
    "close_session": (
        lambda s: {"session_id": a_session(s.ledger, s.room.consultation)},
        ["Go to the meeting “A session”", "Record who attended"],
    ),
    "begin_framework": (
        lambda s: {
            **{"framework_id": new_id(), "consultation_id": s.room.consultation, "slug": "annex"},
            **{"title": "Annex", "language": "en"},
        },
        ["Go to the text “Annex”", "Record a text that was received", "Table a proposal"],
    ),
    "receive_version": (
        lambda s: {
            **{"framework_id": s.room.framework, "version_id": new_id(), "name": "Rev. 1"},
            "provisions": [a_provision(s.room.provisions["states"], text="Other words.")],
        },
        ["Go to the version “Rev. 1”", "The text", "Compare with the text before", "Record that it was adopted"],
    ),
    "publish_version": (
        lambda s: {"framework_id": s.room.framework, "version_id": new_id(), "name": "Rev. 1"},
        ["Go to the version “Rev. 1”", "The text", "Record that it was adopted"],
    ),
    "table_amendment": (
        lambda s: {
            **{"motion_id": new_id(), "framework_id": s.room.framework, "title": "Must", "proposers": [s.room.member]},
            "changes": [s.room.edit("states", "shall", "must")],
        },
        ["Go to amendment 1 “Must”", "The text", "Table another amendment"],
    ),
    "withdraw_motion": (
        lambda s: {"motion_id": _amendment(s), "participant_id": s.room.member},
        ["Go to amendment 1 “An amendment”", "The text", "Proposals and amendments"],
    ),
    "decide_motion": (
        lambda s: {"motion_id": _amendment(s), "decision": "adopted"},
        ["The text", "Compare with the text before", "Publish a version", "Proposals and amendments"],
    ),
    "adopt_motions": (
        lambda s: {"framework_id": s.room.framework, "motions": [_amendment(s)]},
        ["The text", "Compare with the text before", "Publish a version", "Proposals and amendments"],
    ),
    "endorse": (
        lambda s: {**_on(s), "participant_id": s.room.second, "stance": "endorse"},
        ["Go to amendment 1 “An amendment”", "The text", "Proposals and amendments"],
    ),
    "record_vote": (
        lambda s: {
            **{**_on(s), "vote_id": new_id(), "consultation_id": s.room.consultation, "question": "Shall it?"},
            **{"method": "acclamation", "result": "carried"},
        },
        [
            *["Go to the vote “Shall it?”", "Decide on amendment 1 “An amendment”"],
            "Go to amendment 1 “An amendment”",
        ],
    ),
    "enter_stage": (
        lambda s: {"consultation_id": s.room.consultation, "stage": "negotiation"},
        ["Go to the process “A new design”"],
    ),
}
"""By command: its data, and the ways on that an organizer has after it."""


@pytest.mark.parametrize("command", sorted(AFTER))
def test_the_ways_on_after_a_command(site: Site, command: str) -> None:
    given, expected = AFTER[command]

    found = steps(site, site.room.organizer, command, **given(site))

    assert words(found) == expected
    for step in found:
        if not step.address.endswith(NO_PAGE_YET):
            answer = site.organizer.get(step.address)
            assert answer.status_code in (200, 302, 303), f"{step.words}: {answer.status_code}"


def test_only_commands_have_ways_on() -> None:
    assert set(STEPS) <= set(COMMANDS)


def test_whoever_may_not_give_a_command_is_not_led_to_its_form(site: Site) -> None:
    vote = {**_on(site), "vote_id": new_id(), "consultation_id": site.room.consultation, "question": "Shall it?"}

    by_the_chair = steps(site, site.room.facilitator, "record_vote", **vote, method="acclamation", result="carried")
    adopted = steps(site, site.room.facilitator, "decide_motion", motion_id=vote["subject"]["id"], decision="adopted")

    assert "Decide on amendment 1 “An amendment”" in words(by_the_chair)
    assert "Publish a version" not in words(adopted)


def test_a_motion_that_was_decided_is_not_to_be_decided_again(site: Site) -> None:
    motion = _amendment(site)
    give(site.ledger, "decide_motion", motion_id=motion, decision="rejected")
    vote = {"vote_id": new_id(), "consultation_id": site.room.consultation, "subject": {"kind": "motion", "id": motion}}

    found = steps(
        site, site.room.organizer, "record_vote", **vote, question="Late?", method="acclamation", result="carried"
    )

    assert not [step for step in found if step.words.startswith("Decide")]


def test_a_rejection_leads_to_the_motion_and_compares_nothing(site: Site) -> None:
    found = steps(site, site.room.organizer, "decide_motion", motion_id=_amendment(site), decision="rejected")

    assert words(found) == ["Go to amendment 1 “An amendment”", "Proposals and amendments"]


def test_a_position_on_a_provision_leads_back_to_its_place_in_the_text(site: Site) -> None:
    provision = site.room.provisions["cities"]
    subject = {"kind": "provision", "id": provision}

    found = steps(site, site.room.member, "endorse", participant_id=site.room.member, subject=subject, stance="endorse")

    text = next(step for step in found if step.words == "The text")
    assert text.address.endswith(f"#p-{provision}")


def test_the_comparison_is_of_the_text_before_and_the_one_that_the_command_left(site: Site) -> None:
    motion, later = _amendment(site), a_proposal(site.ledger, site.room.framework, site.room.member)
    head = site.head

    found = steps(site, site.room.organizer, "decide_motion", motion_id=motion, decision="adopted")
    give(site.ledger, "decide_motion", motion_id=later, decision="adopted")

    compared = next(step for step in found if step.words.startswith("Compare"))
    before, after = compared.address.rpartition("/")[2].split("...")
    assert int(before.lstrip("@%40")) <= head < int(after.lstrip("@%40")) <= head + 3


def test_an_administrator_of_the_whole_ledger_is_led_to_no_accreditation(site: Site) -> None:
    administrator = a_holder(site.ledger, "administrator")
    data, _ = AFTER["register_participant"]

    found = steps(site, administrator, "register_participant", **data(site))

    assert words(found) == ["Go to Ola", "Register another participant"]


def test_an_erased_participant_is_not_named(site: Site) -> None:
    administrator, person = a_holder(site.ledger, "administrator"), a_participant(site.ledger, name="Ola")

    found = steps(site, administrator, "erase_participant", participant_id=person, reason="legal_order")

    assert words(found)[0] == "Go to A participant who was erased"


def test_a_statement_leads_to_where_it_was_made_and_what_it_is_about(site: Site) -> None:
    about = [{"kind": "motion", "id": _amendment(site)}]
    said = {"statement_id": new_id(), "consultation_id": site.room.consultation, "kind": "remark", "text": "Yes."}

    found = steps(site, site.room.member, "make_statement", **said, participant_id=site.room.member, about=about)

    assert words(found)[1:] == ["Go to amendment 1 “An amendment”", "Make another statement"]


def test_taking_back_and_taking_out_lead_back_too(site: Site) -> None:
    statement = a_statement(site.ledger, site.room.consultation, site.room.member)
    motion = _amendment(site)
    take_stance(site.ledger, site.room.second, motion, "endorse")
    a_vote(site.ledger, site.room.consultation, motion)
    administrator = a_holder(site.ledger, "administrator")
    subject = {"kind": "motion", "id": motion}

    taken_back = steps(site, site.room.second, "withdraw_endorsement", participant_id=site.room.second, subject=subject)
    taken_out = steps(site, administrator, "redact_statement", statement_id=statement, reason="legal_order")

    assert words(taken_back)[0] == "Go to amendment 1 “An amendment”"
    assert words(taken_out)[0].startswith("Go to the remark in record no. ")
