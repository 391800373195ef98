"""What a check page says: the act with its names, what follows from the state, and what is public of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from ledger.application import Ledger
from ledger.commands.preparing import prepare
from ledger.commands.table import COMMANDS
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
    anna = a_participant(ledger, name="Anna Berg", acts_for=norway)
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


def _supporter(scene: Scene) -> str:
    take_stance(scene.ledger, scene.sweden, scene.amendment, "endorse")
    return scene.sweden

def test_every_command_has_its_effect_in_words() -> None:
    assert set(EFFECTS) == set(COMMANDS) == set(WORDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_first_sentence_names_who_and_what(scene: Scene, command: str) -> None:
    data, named = WORDS[command](scene)

    told = scene.told(command, **data)
    print("\n==", command); print("\n".join(told))

    assert [words for words in named if words not in told[0]] == []
    assert all(words in " ".join(told) for words in ["Secretariat"])
