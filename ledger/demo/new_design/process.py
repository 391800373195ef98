"""The process while its lines are written: short names for seats, provisions and motions, and a clock that runs on."""

from datetime import datetime, timedelta

from ledger.demo.lines import SYSTEM, Data, Record
from ledger.demo.wording import FrameworkWords

SLUG = "new-design-2015"
TIMEZONE = "Europe/Amsterdam"

Seats = tuple[str, ...]


class Process:
    """Writes command lines in the words of the process. Names are short keys; ids follow from them."""

    def __init__(self) -> None:
        self.record = Record(SLUG, timezone=TIMEZONE)
        self.words = FrameworkWords()
        self.consultation = self.record.id("consultation", SLUG)
        self.framework = self.record.id("framework", "new-design")
        self._session: str | None = None
        self._now = "2015-11-25"
        self._changes: dict[str, list[Data]] = {}

    def at(self, when: str) -> None:
        """Set the clock: "2016-02-18 10:00", or a plain date, on which it stands still."""
        self._now = when

    def add(self, command: str, data: Data, *, actor: str = SYSTEM) -> None:
        """Write a line at the clock, which then moves on by two minutes."""
        acting = actor if actor == SYSTEM else self.seat(actor)
        self.record.add(command, self._now, data, actor=acting, session=self._session)
        if len(self._now) > len("2016-02-18"):
            later = datetime.fromisoformat(self._now) + timedelta(minutes=2)
            self._now = later.isoformat(sep=" ", timespec="minutes")

    # Names

    def seat(self, key: str) -> str:
        """The id of a participant."""
        return self.record.id("participant", key)

    def seats(self, keys: Seats) -> list[str] | None:
        """The ids of participants; None for none, so that the field is left out."""
        return [self.seat(key) for key in keys] or None

    def provision(self, key: str) -> str:
        """The id of a provision."""
        return self.record.id("provision", key)

    def subject(self, kind: str, key: str) -> Data:
        """What a position, a statement or a vote speaks of."""
        return {"kind": kind, "id": self.record.id(kind, key)}

    # Meetings and statements

    def convene(self, key: str, **meeting: str) -> None:
        """Convene an illustrative meeting."""
        data: Data = {"session_id": self.record.id("session", key), "consultation_id": self.consultation, **meeting}
        for name in ("opens_at", "closes_at"):
            if name in data:
                data[name] = self.record.moment(data[name])
        self.add("convene_session", data | {"illustrative": True}, actor="rapporteur")

    def open(self, key: str) -> None:
        """Open a meeting; what follows belongs to it until it closes."""
        session = self.record.id("session", key)
        self.add("open_session", {"session_id": session}, actor="rapporteur")
        self._session = session

    def close(self) -> None:
        """Close the meeting that is open."""
        session, self._session = self._session, None
        self.add("close_session", {"session_id": session}, actor="rapporteur")

    def attend(self, keys: Seats) -> None:
        """Put on record who is at the meeting that is open."""
        data: Data = {"session_id": self._session, "participants": self.seats(keys)}
        self.add("record_attendance", data, actor="rapporteur")

    def say(
        self,
        key: str,
        who: str,
        kind: str,
        text: str,
        *,
        about: tuple[Data, ...] = (),
        to: str | None = None,
        on_behalf_of: Seats = (),
    ) -> None:
        """A named statement, recorded for the speaker by the rapporteur."""
        data: Data = {
            "statement_id": self.record.id("statement", key),
            "consultation_id": self.consultation,
            "participant_id": self.seat(who),
            "on_behalf_of": self.seats(on_behalf_of),
            "kind": kind,
            "text": text,
            "language": "en",
            "about": list(about) or None,
            "in_reply_to": self.record.id("statement", to) if to else None,
        }
        self.add("make_statement", data, actor="rapporteur")

    # Motions

    def amend(
        self,
        key: str,
        proposers: Seats,
        title: str,
        changes: list[Data],
        *,
        rationale: str | None = None,
        answers: tuple[str, ...] = (),
        on_behalf_of: Seats = (),
        by: str | None = None,
    ) -> None:
        """Table an amendment; its one proposer acts, or who acts for it (`by`), else the rapporteur for several."""
        self._changes[key] = changes
        data = self._motion(key, proposers, title, rationale, answers, on_behalf_of) | {"changes": changes}
        self.add("table_amendment", data, actor=by or _who_acts(proposers))

    def propose(
        self,
        key: str,
        proposers: Seats,
        title: str,
        provision: Data,
        *,
        parent: str | None = None,
        after: str | None = None,
        rationale: str | None = None,
        answers: tuple[str, ...] = (),
    ) -> None:
        """Table a new provision; its one proposer acts, or the rapporteur for several."""
        place: Data = {"parent": self.provision(parent) if parent else None}
        place["after"] = self.provision(after) if after else None
        self._changes[key] = [{"op": "insert", "provision": provision}]
        data = self._motion(key, proposers, title, rationale, answers, ()) | {"provision": provision} | place
        self.add("table_proposal", data, actor=_who_acts(proposers))

    def revise(self, key: str, who: str, changes: list[Data]) -> None:
        """A sponsor's revision of an amendment."""
        self._changes[key] = changes
        data: Data = {"motion_id": self.motion(key), "participant_id": self.seat(who), "changes": changes}
        self.add("revise_motion", data, actor=who)

    def withdraw(self, key: str, who: str) -> None:
        """A sponsor leaves the motion."""
        self.add("withdraw_motion", {"motion_id": self.motion(key), "participant_id": self.seat(who)}, actor=who)

    def motion(self, key: str) -> str:
        """The id of a motion."""
        return self.record.id("motion", key)

    def _motion(
        self, key: str, proposers: Seats, title: str, rationale: str | None, answers: tuple[str, ...], others: Seats
    ) -> Data:
        return {
            "motion_id": self.motion(key),
            "framework_id": self.framework,
            "title": title,
            "proposers": self.seats(proposers),
            "on_behalf_of": self.seats(others),
            "rationale": rationale,
            "answers": [self.record.id("statement", answer) for answer in answers] or None,
        }

    # Positions, votes, decisions

    def stand(self, who: str, stance: str, subject: Data, **fields: str | list[str] | None) -> None:
        """A participant's position, given by herself."""
        data: Data = {"participant_id": self.seat(who), "subject": subject, "stance": stance, **fields}
        self.add("endorse", data, actor=who)

    def stand_all(self, stance: str, subject: Data, keys: Seats) -> None:
        """The same position of several participants, each for itself."""
        for key in keys:
            self.stand(key, stance, subject)

    def take_back(self, who: str, subject: Data) -> None:
        """A participant takes its position back."""
        self.add("withdraw_endorsement", {"participant_id": self.seat(who), "subject": subject}, actor=who)

    def vote(
        self,
        key: str,
        subject: Data,
        question: str,
        result: str,
        *,
        method: str = "recorded",
        yes: Seats = (),
        no: Seats = (),
        abstain: Seats = (),
        tally: dict[str, int] | None = None,
        majority: str | None = None,
    ) -> None:
        """A vote put by the chair: with the seats of each side, with a tally, or with neither."""
        sides = (("yes", yes), ("no", no), ("abstain", abstain))
        ballots = [[self.seat(seat), side] for side, seats in sides for seat in seats]
        data: Data = {
            "vote_id": self.record.id("vote", key),
            "consultation_id": self.consultation,
            "subject": subject,
            "question": question,
            "method": method,
            "ballots": ballots or None,
            "tally": tally,
            "majority": majority,
            "result": result,
        }
        self.add("record_vote", data, actor="chair")

    def decide(self, key: str, decision: str, **fields: str | Data) -> None:
        """A fate other than adoption."""
        self.add("decide_motion", {"motion_id": self.motion(key), "decision": decision, **fields}, actor="chair")

    def adopt(
        self, keys: Seats, *, votes: Seats = (), reason: str | None = None, merged: list[Data] | None = None
    ) -> None:
        """Adopt one motion or several at once, as tabled or as `merged` by the rapporteur."""
        self.words.apply(merged or [change for key in keys for change in self._changes[key]])
        edited: Data = {"changes": merged, "edited_by": [self.seat("rapporteur")] if merged else None, "reason": reason}
        vote_ids = [self.record.id("vote", vote) for vote in votes]
        if len(keys) == 1:
            vote_id = vote_ids[0] if vote_ids else None
            data: Data = {"motion_id": self.motion(keys[0]), "decision": "adopted", "vote_id": vote_id}
            self.add("decide_motion", data | edited, actor="chair")
        else:
            data = {"framework_id": self.framework, "motions": [self.motion(key) for key in keys]}
            self.add("adopt_motions", data | {"vote_ids": vote_ids or None} | edited, actor="chair")

    # Rules, stages, versions

    def rule(self, rule: str, value: str | int | bool) -> None:
        """A rule of procedure that the process adopts."""
        data: Data = {"consultation_id": self.consultation, "rule": rule, "value": value}
        self.add("adopt_rule", data, actor="rapporteur")

    def stage(self, stage: str, title: str, reason: str) -> None:
        """Enter a stage of the illustration."""
        data: Data = {"consultation_id": self.consultation, "stage": stage, "title": title, "reason": reason}
        self.add("enter_stage", data, actor="rapporteur")

    def publish(self, key: str, name: str, note: str) -> None:
        """Publish the text as it stands."""
        version = self.record.id("version", key)
        data: Data = {"framework_id": self.framework, "version_id": version, "name": name, "symbol": key, "note": note}
        self.add("publish_version", data, actor="rapporteur")


def _who_acts(proposers: Seats) -> str:
    """Nobody puts another's name under a motion: what several propose, the secretariat records for them."""
    return proposers[0] if len(proposers) == 1 else "rapporteur"
