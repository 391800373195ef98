"""What comes next once a command is on record: where it is read, and what its author may well do then."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from ledger.domain.streams import Event
from ledger.domain.vocabulary import Decision, Role
from ledger.projections.queries.choices import consultations
from ledger.projections.queries.frameworks import framework_at
from ledger.projections.queries.place import consultation_of
from ledger.projections.queries.record import Entry, OneRecord
from ledger.projections.queries.states import Missing, state_at
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.queries.visitors import TakingPart
from ledger.projections.reading import Reading
from web.filters import address, thing_name
from web.forms.table import SHEETS
from web.minuting.waiting import left_in_minutes
from web.reach import Reach

MOST_PROCESSES = 3
"""Processes to which somebody is offered to be accredited."""


@dataclass(frozen=True, slots=True)
class Step:
    """A way on."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Done:
    """A command that is on record, for whoever recorded it.

    Attributes:
        event: the command's first event, which holds all that it said.
        when: now, as the record writes it.
    """

    now: Reading
    visitor: TakingPart
    one: OneRecord
    event: Event
    when: str

    @property
    def entry(self) -> Entry:
        """The event as the record shows it."""
        return self.one.entry

    def said(self, name: str) -> Any:
        """A value of the command; None where it gave none."""
        return vars(self.event).get(name)

    def form(self, command: str, words: str, **given: str) -> Iterator[Step]:
        """The form of a command, where the visitor may give it there.

        Args:
            given: what stands behind the "?" of its address; a dot in a name is written as two underlines.
        """
        behind: dict[str, Any] = {name.replace("__", "."): value for name, value in given.items()}
        sheet, sent = SHEETS[command], {name: [value] for name, value in behind.items()}
        if sheet.is_open_to(sheet.here(self.now, self.visitor, self.when, sent)):
            yield Step(words, url_for("forms.show", command=command, **behind))

    def thing(self) -> Iterator[Step]:
        """What it is about."""
        if self.entry.thing is not None:
            yield _to(self.entry.thing)

    def named(self, id: str | None) -> Iterator[Step]:
        """Another thing that it names."""
        found = things_named(self.now, [id]).get(id or "")
        if found is not None:
            yield _to(found)

    def participant(self) -> Iterator[Step]:
        """Whom it is about."""
        if self.entry.who is not None:
            at = url_for("participants.participant", participant_id=self.entry.who.id)
            yield Step(f"Go to {self.entry.who.name}", at)

    def text(self, anchor: str | None = None) -> Iterator[Step]:
        """The text to which it belongs."""
        slug = self.entry.thing.framework_slug if self.entry.thing else None
        if slug:
            yield Step("The text", url_for("frameworks.framework", slug=slug, _anchor=anchor))

    def motions(self) -> Iterator[Step]:
        """The other proposals and amendments on that text."""
        slug = self.entry.thing.framework_slug if self.entry.thing else None
        if slug:
            yield Step("Proposals and amendments", url_for("frameworks.motions", slug=slug))


def steps_after(now: Reading, visitor: TakingPart, one: OneRecord, event: Event, when: str) -> list[Step]:
    """The ways on from what was just recorded, the nearest first; forms only where the visitor may give them.

    Args:
        one: the command's first event, as the record shows it among those of the command.
        event: the same as it stands.
        when: now, as the record writes it.
    """
    return list(STEPS.get(one.entry.command or "", Done.thing)(Done(now, visitor, one, event, when)))


def _to(thing: Thing) -> Step:
    return Step(f"Go to {thing_name(thing)}", address(thing))


def _after_registering(done: Done) -> Iterator[Step]:
    id = done.said("participant_id")
    yield from done.participant()
    for place, title in _organized(done):
        words = f"Accredit to “{title}”"
        yield from done.form("accredit", words, consultation_id=place, participant_id=id)
    yield from done.form("register_participant", "Register another participant")


def _organized(done: Done) -> list[tuple[str, str]]:
    """The consultations in which the visitor may accredit: those that she organizes, else the newest ones."""
    places = [place for role, place in done.visitor.roles if role == Role.ORGANIZER and place is not None]
    if not places:
        places = [one.value for one in consultations(done.now)]
    named = things_named(done.now, places[:MOST_PROCESSES])
    return [(id, named[id].title) for id in places[:MOST_PROCESSES] if id in named]


def _after_a_role(done: Done) -> Iterator[Step]:
    yield from done.participant()
    yield Step("Who may do what", url_for("about.roles"))


def _after_accrediting(done: Done) -> Iterator[Step]:
    place = done.said("consultation_id")
    yield from done.participant()
    yield from done.thing()
    yield from done.form("accredit", "Accredit another participant", consultation_id=place)
    yield from done.form("register_participant", "Register a participant")


def _after_a_participant(done: Done) -> Iterator[Step]:
    yield from done.participant()
    yield from done.thing()


def _after_opening_a_process(done: Done) -> Iterator[Step]:
    place = done.said("consultation_id")
    yield from done.thing()
    yield from done.form("grant_role", "Give a role in it", **{"in": place, "consultation_id": place})
    yield from done.form("adopt_rule", "Adopt a rule", consultation_id=place)
    yield from done.form("accredit", "Accredit a participant", consultation_id=place)
    yield from done.form("convene_session", "Convene a meeting", consultation_id=place)
    yield from done.form("begin_framework", "Begin a text", consultation_id=place)


def _after_a_rule(done: Done) -> Iterator[Step]:
    yield from done.thing()
    yield from done.form("adopt_rule", "Adopt another rule", consultation_id=done.said("consultation_id"))


def _after_convening(done: Done) -> Iterator[Step]:
    yield from done.thing()
    yield from done.form("open_session", "Open the meeting", session_id=done.said("session_id"))
    yield from done.form("convene_session", "Convene another meeting", consultation_id=done.said("consultation_id"))


def _after_opening_a_meeting(done: Done) -> Iterator[Step]:
    session_id = done.said("session_id")
    yield from _minutes(done, session_id)
    yield from done.form("record_attendance", "Record who attends", session_id=session_id)
    yield from done.thing()
    yield from done.form("close_session", "Close the meeting", session_id=session_id)


def _after_attendance(done: Done) -> Iterator[Step]:
    session_id = done.said("session_id")
    yield from done.thing()
    yield from _minutes(done, session_id)
    yield from done.form("close_session", "Close the meeting", session_id=session_id)


def _after_closing(done: Done) -> Iterator[Step]:
    session_id = done.said("session_id")
    yield from done.thing()
    left = left_in_minutes(session_id)
    if left:
        yield from _minutes(done, session_id, left)
    yield from done.form("record_attendance", "Record who attended", session_id=session_id)


def _minutes(done: Done, session_id: str, words: str = "Write the minutes") -> Iterator[Step]:
    """The page for whoever writes while people speak."""
    place = consultation_of(done.now, session_id)
    if place is not None and Reach(done.visitor, place.id).may_for_others("make_statement"):
        yield Step(words, url_for("minutes.minutes", session_id=session_id))


def _after_beginning_a_text(done: Done) -> Iterator[Step]:
    id = done.said("framework_id")
    yield from done.thing()
    yield from done.form("receive_version", "Record a text that was received", framework_id=id)
    yield from done.form("table_proposal", "Table a proposal", framework_id=id)


def _after_a_received_text(done: Done) -> Iterator[Step]:
    yield from done.thing()
    yield from done.text()
    yield from _compared(done)
    yield from done.form("adopt_version", "Record that it was adopted", version_id=done.said("version_id"))


def _after_a_version(done: Done) -> Iterator[Step]:
    yield from done.thing()
    yield from done.text()
    yield from done.form("adopt_version", "Record that it was adopted", version_id=done.said("version_id"))


def _compared(done: Done) -> Iterator[Step]:
    """The text as it stands after the command beside the one before it."""
    slug = done.entry.thing.framework_slug if done.entry.thing else None
    framework = framework_at(done.now, slug) if slug else None
    if framework is None:
        return
    before = state_at(done.now, framework, done.entry.position - 1)
    after = state_at(done.now, framework, done.one.last)
    if isinstance(before, Missing) or isinstance(after, Missing) or before.revision == after.revision:
        return
    states = f"@{before.revision.position}...@{after.revision.position}"
    yield Step("Compare with the text before", url_for("frameworks.compare", slug=slug, states=states))


def _after_a_motion(done: Done) -> Iterator[Step]:
    yield from done.thing()
    yield from done.text()
    yield from done.motions()


def _after_tabling(done: Done) -> Iterator[Step]:
    yield from done.thing()
    yield from done.text()
    yield from done.form("table_amendment", "Table another amendment", framework_id=done.said("framework_id"))


def _after_deciding(done: Done) -> Iterator[Step]:
    is_adopted = done.said("decision") in (None, Decision.ADOPTED)
    yield from done.text() if is_adopted else done.thing()
    if is_adopted:
        yield from _compared(done)
        framework_id = done.said("framework_id") or str(done.event.originator_id)
        yield from done.form("publish_version", "Publish a version", framework_id=framework_id)
    yield from done.motions()


def _after_a_position(done: Done) -> Iterator[Step]:
    subject = done.said("subject")
    yield from done.thing()
    yield from done.text(f"p-{subject['id']}" if subject["kind"] == "provision" else None)
    yield from done.motions()


def _after_a_vote(done: Done) -> Iterator[Step]:
    subject = done.said("subject")
    yield from done.thing()
    if subject["kind"] == "motion":
        motion = things_named(done.now, [subject["id"]]).get(subject["id"])
        if motion is not None and motion.outcome is None:
            more = {"motion_id": motion.id, "vote_id": done.said("vote_id")}
            yield from done.form("decide_motion", f"Decide on {thing_name(motion)}", **more)
    yield from done.named(subject.get("id"))


def _after_a_statement(done: Done) -> Iterator[Step]:
    yield from done.thing()
    for thing in done.said("about") or ():
        yield from done.named(thing["id"])
    place = done.said("consultation_id")
    yield from done.form("make_statement", "Make another statement", consultation_id=place)


STEPS: Mapping[str, Callable[[Done], Iterator[Step]]] = {
    "register_participant": _after_registering,
    "update_participant": _after_a_participant,
    "erase_participant": _after_a_participant,
    "grant_role": _after_a_role,
    "revoke_role": _after_a_role,
    "accredit": _after_accrediting,
    "end_accreditation": _after_a_participant,
    "open_consultation": _after_opening_a_process,
    "adopt_rule": _after_a_rule,
    "convene_session": _after_convening,
    "open_session": _after_opening_a_meeting,
    "record_attendance": _after_attendance,
    "close_session": _after_closing,
    "begin_framework": _after_beginning_a_text,
    "receive_version": _after_a_received_text,
    "publish_version": _after_a_version,
    "adopt_version": _after_a_version,
    "table_proposal": _after_tabling,
    "table_amendment": _after_tabling,
    "revise_motion": _after_a_motion,
    "rebase_motion": _after_a_motion,
    "withdraw_motion": _after_a_motion,
    "decide_motion": _after_deciding,
    "adopt_motions": _after_deciding,
    "endorse": _after_a_position,
    "withdraw_endorsement": _after_a_position,
    "record_vote": _after_a_vote,
    "make_statement": _after_a_statement,
}
"""What comes next after each command; after any other, what it is about."""
