"""Builders that go through commands, so that no test rests on a state that cannot occur.

`a_consultation(ledger)`, `a_member(ledger, …)`, `a_framework(ledger, …)`, `an_amendment(ledger, …)` and their like give
the ids of what they made; `a_room(ledger)` makes what most tests need at once. `give` sends one command.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

import pytest

from ledger.application import Answer, Ledger
from ledger.commands.preparing import ENVELOPE, Prepared, prepare
from ledger.commands.table import COMMANDS
from ledger.domain.catalogue import EVENTS
from ledger.domain.errors import Refusal
from ledger.domain.frameworks import Framework
from ledger.domain.provisions import Provision
from ledger.domain.streams import Event, S
from ledger.domain.wording import provision_wording
from ledger.interchange.command_lines import export_lines
from ledger.store.database import Database

SYSTEM = "system"
START = datetime(2018, 3, 5, 9, tzinfo=UTC)

Line = dict[str, Any]
Data = dict[str, Any]


def fault(reason: str, *raises: type[BaseException]) -> pytest.MarkDecorator:
    """A claim of the design that the code does not keep yet, and where; it has to be mended, not weakened.

    Args:
        raises: how it fails; unless said, by an assertion, by a refusal, or by one that does not come.
    """
    expected = raises or (AssertionError, Refusal, pytest.fail.Exception)
    return pytest.mark.xfail(strict=True, reason=reason, raises=expected)


class Clock:
    """A clock that goes on by a second whenever it is read, and can be set."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@contextmanager
def a_ledger(url: str, clock: Clock | None = None) -> Iterator[Ledger]:
    """An open ledger on a migrated database; at its end the form of every event in it is checked."""
    ledger = Ledger(Database.from_url(url), clock=clock or Clock())
    try:
        yield ledger
        check_event_forms(ledger)
    finally:
        ledger.close()


class Sender(Protocol):
    """Whatever commands are sent to: a ledger, or `Together`."""

    def execute(self, line: Line, *, importing: bool = False) -> Any: ...


class Together:
    """Takes commands as a ledger does, and records them in one batch and one commit when told to."""

    def __init__(self) -> None:
        self._prepared: list[Prepared] = []

    def execute(self, line: Line, *, importing: bool = False) -> None:
        self._prepared.append(prepare(line, importing=importing))

    def record(self, ledger: Ledger) -> None:
        for answer in ledger.record(self._prepared):
            if isinstance(answer, Refusal):
                raise answer


def new_id() -> str:
    """A fresh id."""
    return str(uuid4())


def a_line(command: str, /, *, actor: str = SYSTEM, command_id: str | None = None, **rest: Any) -> Line:
    """A command line; `occurred_at` and `session` go to the envelope, everything else is its data."""
    envelope = {key: rest.pop(key) for key in ("occurred_at", "session") if rest.get(key) is not None}
    return {"command": command, "command_id": command_id or new_id(), "actor": actor, **envelope, "data": rest}


def give(ledger: Sender, command: str, /, *, importing: bool | None = None, **rest: Any) -> Answer:
    """Send one command: by the import where the actor is `system`, else as a signed-in participant does."""
    line = a_line(command, **rest)
    answer: Answer = ledger.execute(line, importing=line["actor"] == SYSTEM if importing is None else importing)
    return answer


def refused(ledger: Ledger, command: str, /, *, importing: bool | None = None, **rest: Any) -> Refusal:
    """The refusal of a command: one sentence, a field that the command has, and nothing on record."""
    line = a_line(command, **rest)
    return refused_line(ledger, line, importing=line["actor"] == SYSTEM if importing is None else importing)


def refused_line(ledger: Ledger, line: Line, *, importing: bool = True) -> Refusal:
    """The refusal of a line; see `refused`."""
    head = ledger.record_store.head()

    with pytest.raises(Refusal) as caught:
        ledger.execute(line, importing=importing)

    assert ledger.record_store.head() == head, "a refused command was recorded"
    for aggregate in ledger._deciding._cache:
        assert state_of(aggregate) == state_of(folded(ledger, type(aggregate), aggregate.id)), (
            "a refusal changed the cache"
        )
    refusal = caught.value
    assert refusal.message.rstrip()[-1:] in (".", "?"), f"not a sentence: {refusal.message!r}"
    assert "\n" not in refusal.message
    return refusal


def has_field(command: str, field: str) -> bool:
    """Whether a refusal's field is one that the command has (or "", the whole)."""
    first = field.split(".")[0]
    return first == "" or first in ENVELOPE or first in COMMANDS[command].schema.fields


def a_participant(ledger: Sender, kind: str = "person", **more: Any) -> str:
    """A participant; gives its id."""
    participant_id: str = more.pop("participant_id", None) or new_id()
    data = {"name": "A seat", "group": "civil_society", **more}
    give(ledger, "register_participant", participant_id=participant_id, kind=kind, **data)
    return participant_id


def a_consultation(ledger: Sender, *, timezone: str = "UTC", **more: Any) -> str:
    """A consultation with a convener; gives its id."""
    consultation_id = new_id()
    conveners = more.pop("conveners", None) or [a_participant(ledger, "delegation", group="international_agency")]
    data = {"title": "A new design", "mandate": "Think anew.", "language": "en", "slug": f"process-{consultation_id}"}
    data |= more
    give(
        ledger,
        "open_consultation",
        consultation_id=consultation_id,
        conveners=conveners,
        timezone=timezone,
        **data,
    )
    return consultation_id


def a_member(ledger: Sender, consultation_id: str, standing: str = "member", **more: Any) -> str:
    """A participant accredited to the consultation; gives its id."""
    until = {"until": more.pop("until")} if "until" in more else {}
    participant_id = a_participant(ledger, **more)
    data = {"participant_id": participant_id, "consultation_id": consultation_id, "standing": standing, **until}
    give(ledger, "accredit", **data)
    return participant_id


def a_holder(ledger: Sender, role: str, consultation_id: str | None = None) -> str:
    """A participant with a role, in the consultation or in the whole ledger; gives its id."""
    participant_id = a_participant(ledger)
    place = {} if consultation_id is None else {"consultation_id": consultation_id}
    give(ledger, "grant_role", participant_id=participant_id, role=role, **place)
    return participant_id


def a_framework(ledger: Sender, consultation_id: str, **more: Any) -> str:
    """A framework without a text; gives its id."""
    framework_id = new_id()
    data = {"title": "A framework", "language": "en", "slug": f"framework-{framework_id}", **more}
    give(ledger, "begin_framework", framework_id=framework_id, consultation_id=consultation_id, **data)
    return framework_id


def a_provision(provision_id: str | None = None, **more: Any) -> Data:
    """A provision as a command gives it."""
    return {"provision_id": provision_id or new_id(), "kind": "paragraph", **more}


def a_version(ledger: Sender, framework_id: str, provisions: list[Data], **more: Any) -> str:
    """A version received from outside; gives its id."""
    version_id = new_id()
    data = {"name": "A draft", "provisions": provisions, **more}
    give(ledger, "receive_version", framework_id=framework_id, version_id=version_id, **data)
    return version_id


def a_session(ledger: Sender, consultation_id: str, attribution: str = "named", **more: Any) -> str:
    """A session that was opened; gives its id."""
    session_id = new_id()
    data = {"title": "A session", "opens_at": "2018-03-05T08:00:00Z", **more}
    give(
        ledger,
        "convene_session",
        session_id=session_id,
        consultation_id=consultation_id,
        attribution=attribution,
        **data,
    )
    give(ledger, "open_session", session_id=session_id, occurred_at="2018-03-05T08:00:00Z")
    return session_id


def an_amendment(ledger: Sender, framework_id: str, proposer: str, changes: list[Data], **more: Any) -> str:
    """A tabled amendment; gives its id."""
    motion_id: str = more.pop("motion_id", None) or new_id()
    data = {"title": "An amendment", "proposers": [proposer], "changes": changes, **more}
    give(ledger, "table_amendment", motion_id=motion_id, framework_id=framework_id, **data)
    return motion_id


def a_proposal(ledger: Sender, framework_id: str, proposer: str, provision: Data | None = None, **more: Any) -> str:
    """A tabled proposal; gives its id."""
    motion_id = new_id()
    data = {"title": "A proposal", "proposers": [proposer], "provision": provision or a_provision(text="New."), **more}
    give(ledger, "table_proposal", motion_id=motion_id, framework_id=framework_id, **data)
    return motion_id


def a_vote(ledger: Sender, consultation_id: str, motion_id: str, *, result: str = "carried", **more: Any) -> str:
    """A vote on a motion by show of hands; gives its id."""
    vote_id = new_id()
    tally = {"yes": 2, "no": 0, "abstain": 0} if result == "carried" else {"yes": 0, "no": 2, "abstain": 0}
    data = {"method": "show_of_hands", "question": "Shall it be adopted?", "tally": tally, **more}
    subject = {"kind": "motion", "id": motion_id}
    give(
        ledger,
        "record_vote",
        vote_id=vote_id,
        consultation_id=consultation_id,
        **{"subject": subject, "result": result, **data},
    )
    return vote_id


def a_statement(ledger: Sender, consultation_id: str, speaker: str, **more: Any) -> str:
    """A statement of a named speaker; gives its id."""
    statement_id = new_id()
    data = {"kind": "remark", "text": "We agree.", "participant_id": speaker, **more}
    give(ledger, "make_statement", statement_id=statement_id, consultation_id=consultation_id, **data)
    return statement_id


TEXTS = {
    "states": "States shall protect refugees.",
    "cities": "Cities may host new arrivals.",
    "children": "Children go to school.",
}
"""The provisions of a room's text, in order."""


@dataclass(frozen=True, slots=True)
class Room:
    """What most tests need: a consultation with a text of three provisions and people of every standing."""

    consultation: str
    framework: str
    version: str
    provisions: dict[str, str]
    organizer: str
    facilitator: str
    administrator: str
    member: str
    second: str
    observer: str
    guest: str

    def edit(self, provision: str, old: str, new: str) -> Data:
        """The change that puts `new` in the place of `old` in one of the room's provisions as it was received."""
        text = TEXTS[provision]
        start = text.index(old)
        edits = [[start, start + len(old), new]]
        base = provision_wording("", text)
        return {"op": "edit", "provision_id": self.provisions[provision], "base": base, "edits": edits}

    def delete(self, provision: str) -> Data:
        """The change that deletes one of the room's provisions as it was received."""
        base = provision_wording("", TEXTS[provision])
        return {"op": "delete", "provision_id": self.provisions[provision], "base": base}


def a_room(ledger: Ledger, *, timezone: str = "UTC", method: str | None = None) -> Room:
    """A consultation with a received text and people of every standing."""
    batch = Together()
    consultation = a_consultation(batch, timezone=timezone)
    framework = a_framework(batch, consultation)
    provisions = {name: new_id() for name in TEXTS}
    version = a_version(batch, framework, [a_provision(provisions[name], text=text) for name, text in TEXTS.items()])
    if method is not None:
        adopt_rule(batch, consultation, "decision_method", method)
    room = Room(
        consultation,
        framework,
        version,
        provisions,
        organizer=a_holder(batch, "organizer", consultation),
        facilitator=a_holder(batch, "facilitator", consultation),
        administrator=a_holder(batch, "administrator"),
        member=a_member(batch, consultation),
        second=a_member(batch, consultation, group="state"),
        observer=a_member(batch, consultation, "observer"),
        guest=a_member(batch, consultation, "guest"),
    )
    batch.record(ledger)
    return room


def adopt_rule(ledger: Sender, consultation_id: str, rule: str, value: Any, **more: Any) -> Answer:
    """Adopt a rule of a consultation."""
    return give(ledger, "adopt_rule", consultation_id=consultation_id, rule=rule, value=value, **more)


def take_stance(ledger: Sender, participant_id: str, motion_id: str, stance: str, **more: Any) -> Answer:
    """Take a position on a motion as it stands."""
    subject = {"kind": "motion", "id": motion_id}
    return give(ledger, "endorse", **{"participant_id": participant_id, "subject": subject, "stance": stance, **more})


def decide(ledger: Sender, motion_id: str, decision: str = "adopted", **more: Any) -> Answer:
    """Decide a motion."""
    return give(ledger, "decide_motion", motion_id=motion_id, decision=decision, **more)


def folded(ledger: Ledger, kind: type[S], stream: UUID | str) -> S:
    """An aggregate, folded anew from what is on record."""
    aggregate = kind.blank(stream if isinstance(stream, UUID) else UUID(stream))
    for stored in ledger.record_store.stream_events(aggregate.id):
        ledger.event(stored).mutate(aggregate)
    return aggregate


def text_of(ledger: Ledger, framework_id: str) -> list[Provision]:
    """The provisions of a framework in the order in which they are read, from the record."""
    return list(folded(ledger, Framework, framework_id).tree.depth_first())


def texts_of(ledger: Ledger, framework_id: str) -> list[str]:
    """The texts of a framework's provisions, in order."""
    return [provision.text for provision in text_of(ledger, framework_id)]


def events_of(ledger: Ledger, answer: Answer) -> list[Event]:
    """The events that a command recorded."""
    return [ledger.event(one) for one in ledger.record_store.stored_between(answer.position, answer.last, 10_000)]


def exported(ledger: Ledger) -> bytes:
    """The whole ledger as command lines."""
    return b"".join(export_lines(ledger))


def state_of(aggregate: Any) -> str:
    """Everything that an aggregate holds, in a form that can be compared and kept."""
    return repr(sorted((key, _plain(value)) for key, value in vars(aggregate).items() if not key.startswith("_")))


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if isinstance(value, dict):
        return sorted((repr(key), _plain(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    return value


COMMON = {"timestamp", "occurred_at", "actor", "command_id", "session", "command"}
"""Keys that every event may have."""

NOT_DECLARED = {"expected"}
"""What stands in events without being declared; `test_event_forms` says why it should not."""


def check_event_forms(ledger: Ledger) -> None:
    """Every stored event holds the common keys and declared attributes, nothing else, and all that is required."""
    head = ledger.record_store.head()
    for stored in ledger.record_store.stored_between(1, head, head):
        keys = set(json.loads(stored.state)) - NOT_DECLARED
        declared, required = form_of(EVENTS[stored.topic])
        assert keys <= declared, f"{stored.topic} holds {sorted(keys - declared)}, which it does not declare"
        assert required <= keys, f"{stored.topic} lacks {sorted(required - keys)}"


def form_of(kind: type[Event]) -> tuple[set[str], set[str]]:
    """The keys that an event of a class may have, and those that it must have."""
    own = {one.name: one for one in fields(kind) if not one.name.startswith("originator")}
    required = {name for name, one in own.items() if one.default is MISSING and one.default_factory is MISSING}
    return {name.removesuffix("_") for name in own} | COMMON, {name.removesuffix("_") for name in required}


def every_kind_of_event(ledger: Ledger, room: Room) -> None:
    """Commands in a room after which every event form stands on record."""
    in_consultation = {"consultation_id": room.consultation}
    _of_people(ledger, room, in_consultation)
    _of_the_process(ledger, room, in_consultation)
    _of_motions(ledger, room)
    spoken = a_statement(ledger, room.consultation, room.member)
    give(ledger, "redact_statement", statement_id=spoken, reason="recorded_in_error", note="Wrong speaker.")
    give(ledger, "conclude_consultation", **in_consultation, outcome="Agreed.")
    give(ledger, "erase_participant", participant_id=room.observer, reason="legal_order", note="By order.")


def _of_people(ledger: Ledger, room: Room, in_consultation: Data) -> None:
    give(ledger, "update_participant", participant_id=room.guest, name="Renamed", place="Here", expertise=[])
    give(ledger, "revoke_role", participant_id=room.facilitator, role="facilitator", **in_consultation)
    give(ledger, "end_accreditation", participant_id=room.guest, **in_consultation, reason="She left.")


def _of_the_process(ledger: Ledger, room: Room, in_consultation: Data) -> None:
    give(ledger, "update_consultation", **in_consultation, title="Renamed", symbol="")
    give(ledger, "enter_stage", **in_consultation, stage="negotiation", title="Round 1", reason="Time.")
    adopt_rule(ledger, room.consultation, "quorum", 2)
    session = a_session(ledger, room.consultation, "group")
    give(ledger, "update_session", session_id=session, place="The Hague")
    give(ledger, "record_attendance", session_id=session, by_group={"state": 9, "media": 7})
    give(ledger, "close_session", session_id=session)
    said = {"statement_id": new_id(), "kind": "concern", "text": "Who pays?", "group": "media"}
    give(ledger, "make_statement", session=session, **in_consultation, **said)


def _of_motions(ledger: Ledger, room: Room) -> None:
    states, cities, children = room.provisions.values()
    relabelling = {"op": "relabel", "provision_id": children, "base": provision_wording("", TEXTS["children"])}
    changes = [
        room.edit("states", "shall", "must"),
        {"op": "insert", "provision": a_provision(text="New."), "after": None},
        {"op": "move", "provision_id": cities, "parent": states},
        {**relabelling, "label": "3"},
        {"op": "retag", "provision_id": children, "levels": ["local"]},
    ]
    motion = an_amendment(ledger, room.framework, room.member, changes, rationale="It is time.")
    take_stance(ledger, room.second, motion, "object", reason="No.")
    take_stance(ledger, room.second, motion, "sponsor")
    give(ledger, "withdraw_motion", motion_id=motion, participant_id=room.second)
    revised = {"motion_id": motion, "participant_id": room.member, "changes": changes[1:]}
    give(ledger, "revise_motion", **revised)
    take_stance(ledger, room.observer, motion, "endorse_with_reservation", reservation="For now.")
    vote = a_vote(ledger, room.consultation, motion)
    decide(ledger, motion, vote_id=vote, reason="Carried.")
    edit = an_amendment(ledger, room.framework, room.member, [changes[0]])
    deletion = an_amendment(ledger, room.framework, room.member, [room.delete("cities")])
    give(ledger, "adopt_motions", framework_id=room.framework, motions=[edit, deletion], reason="Together.")
    decide(ledger, a_proposal(ledger, room.framework, room.member), "lapsed", reason="Not moved.")
    give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="Rev. 1", note="Ours.")
    give(ledger, "adopt_version", version_id=room.version, method="acclamation", note="Standing.")
