"""Positions: what participants say of one exact wording. A stance belongs to it and is never carried over (rule 8)."""

from ledger.domain.consultations import Consultation
from ledger.domain.errors import NotFound, RuleBroken
from ledger.domain.motions import Motion, refuse_closed
from ledger.domain.participants import Sealed, all_present, authorize
from ledger.domain.sessions import named_session
from ledger.domain.standing import accredited
from ledger.domain.streams import Command, New, Record, Stream, derived, find
from ledger.domain.subjects import Subject, subject_of, wording_of
from ledger.domain.times import is_earlier
from ledger.domain.vocabulary import Rule, Stance


class Positions(Stream):
    """Every stance on one subject: who has one, and who objects to which wording."""

    kind = "positions"

    class Event(Stream.Event):
        pass

    class StanceTaken(Event):
        TOPIC = "ledger.positions.stance_taken"
        participant_id: str
        subject: dict[str, str]
        wording: str
        stance: str
        on_behalf_of: list[str] | None = None
        except_: list[str] | None = None
        reservation: Sealed | None = None
        reason: Sealed | None = None
        counter_motion: str | None = None

        def apply(self, positions: "Positions") -> None:
            positions.holders.add(self.participant_id)
            objectors = positions.objectors.setdefault(self.wording, set())
            if self.stance == Stance.OBJECT:
                objectors.add(self.participant_id)
            else:
                objectors.discard(self.participant_id)

    class StanceWithdrawn(Event):
        TOPIC = "ledger.positions.stance_withdrawn"
        participant_id: str
        subject: dict[str, str]

        def apply(self, positions: "Positions") -> None:
            positions.holders.discard(self.participant_id)
            for objectors in positions.objectors.values():
                objectors.discard(self.participant_id)

    def begin(self) -> None:
        self.holders: set[str] = set()
        """Who has a stance on any wording of the subject."""
        self.objectors: dict[str, set[str]] = {}
        """Who objects, by wording: when an earlier wording returns, the stances on it stand again (design §4)."""


def positions_on(record: Record, subject_id: str) -> Positions:
    """The positions on a motion, a provision or a version."""
    return record.aggregate(Positions, derived(subject_id, "positions"))


def endorse(record: Record, command: Command) -> list[New]:
    """Take a stance on the exact wording as it stands, or join a motion as sponsor (rule 8)."""
    data = command.data
    subject = _subject_in_hand(record, command)
    accredited(record, command, subject.consultation_id, data["participant_id"], "participant_id")
    if subject.motion is not None:
        refuse_closed(subject.motion, "subject")
        _refuse_before_tabling(record, command, subject)
    wording = wording_of(subject, data.get("wording"))
    all_present(record, data.get("on_behalf_of", []), "on_behalf_of")
    _check_what_is_said(record, command, subject)
    positions = positions_on(record, subject.id)
    if data["stance"] == Stance.SPONSOR:
        return _join(command, subject.motion, wording, positions)
    if subject.motion is not None and data["participant_id"] in subject.motion.bound:
        raise RuleBroken("A sponsor of the motion first leaves it, with withdraw_motion.", "stance")
    return [command.first(Positions.StanceTaken, positions.key, wording=wording)]


def _refuse_before_tabling(record: Record, command: Command, subject: Subject) -> None:
    """A time that an organizer gives is checked; one from a clock is not, and comes back in an import as given."""
    if not command.is_dated or command.is_imported:
        return
    zone = record.aggregate(Consultation, subject.consultation_id).timezone
    if subject.motion is not None and is_earlier(command.occurred_at, subject.motion.tabled_at, zone):
        raise RuleBroken("Nobody took a position on this before it was tabled.", "occurred_at")


def _join(command: Command, motion: Motion | None, wording: str, positions: Positions) -> list[New]:
    participant_id = command.data["participant_id"]
    if motion is None:
        raise RuleBroken("Only a motion has sponsors.", "stance")
    if participant_id in motion.sponsors:
        raise RuleBroken("This participant sponsors this wording already.", "stance")
    events = [command.first(Motion.SponsorJoined, motion.key, wording=wording)]
    if participant_id in positions.holders:
        # The motion's stream alone holds sponsors: what she said before does not stand beside it.
        values = {"participant_id": participant_id, "subject": command.data["subject"]}
        events.append(command.then(Positions.StanceWithdrawn, positions.key, **values))
    return events


def withdraw_endorsement(record: Record, command: Command) -> list[New]:
    """Take a stance back, on whatever wording it was; that always works (rule 8)."""
    data = command.data
    subject = _subject_in_hand(record, command)
    positions = positions_on(record, subject.id)
    if data["participant_id"] not in positions.holders:
        if subject.motion is not None and data["participant_id"] in subject.motion.bound:
            raise RuleBroken("A sponsor leaves a motion with withdraw_motion.", "participant_id")
        raise NotFound("This participant has no position here that could be withdrawn.", "participant_id")
    return [command.first(Positions.StanceWithdrawn, positions.key)]


def _subject_in_hand(record: Record, command: Command) -> Subject:
    subject = subject_of(record, command.data["subject"])
    authorize(record, command, consultation_id=subject.consultation_id, acting=[command.data["participant_id"]])
    named_session(record, command, subject.consultation_id)
    return subject


def _check_what_is_said(record: Record, command: Command, subject: Subject) -> None:
    """What a stance says beside itself fits it."""
    data = command.data
    stance = data["stance"]
    if ("reservation" in data) != (stance == Stance.ENDORSE_WITH_RESERVATION):
        raise RuleBroken("A reservation goes with support with a reservation, and with nothing else.", "reservation")
    if "counter_motion" in data:
        if stance != Stance.OBJECT:
            raise RuleBroken("Only an objection names a counter-motion.", "counter_motion")
        counter = find(record, Motion, data["counter_motion"], "counter_motion")
        if data["counter_motion"] == subject.id or counter.framework_id != subject.framework.key:
            raise RuleBroken("A counter-motion is another motion on the same framework.", "counter_motion")
    if "except" in data:
        _check_exceptions(subject, data["except"])
    constructive = record.aggregate(Consultation, subject.consultation_id).rule(Rule.CONSTRUCTIVE_OBJECTION)
    if stance == Stance.OBJECT and constructive and "reason" not in data and "counter_motion" not in data:
        message = "An objection gives its reason or names a counter-motion."
        raise RuleBroken(message, "reason", rule=Rule.CONSTRUCTIVE_OBJECTION)


def _check_exceptions(subject: Subject, provisions: list[str]) -> None:
    if subject.kind != "version":
        raise RuleBroken("Only a position on a version leaves provisions out.", "except")
    for number, provision_id in enumerate(provisions):
        if provision_id not in subject.framework.versions[subject.id].provisions:
            raise NotFound("This provision is not in that version.", f"except.{number}")
