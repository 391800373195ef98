"""A long negotiation over one framework: mostly positions and statements on what was tabled lately, as in life."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ledger.domain.vocabulary import Stance, StatementKind
from ledger.domain.votes import result_of
from ledger.domain.wording import Change, insertion, motion_wording
from tests.generated.document import HALVES, Document, Provision
from tests.generated.script import Line, Script
from tests.generated.words import prose, sentence, some_words

GROUPS = ("state", "state", "state", "state", "international_agency", "municipality", "civil_society", "business")
FOUR_YEARS = timedelta(days=4 * 365)

MOTIONS_PER_EVENT = 5_000 / 200_000
REVISIONS_PER_EVENT = 3_000 / 200_000
ENDED_OTHERWISE_PER_EVENT = 1_400 / 200_000
REVISED_PER_EVENT = 400 / 200_000
SESSIONS_PER_EVENT = 50 / 200_000
VERSIONS_PER_EVENT = 10 / 200_000

TALKED_ABOUT = 40
"""Open motions that people still take positions on: the last ones tabled."""
MOST_EVENTS_OF_A_STEP = 12
"""Where fewer events are left to write, only commands of one event follow."""
SETTLED_BY = 0.97
"""The share of the ledger after which nothing is tabled or decided any more."""


def generate(events: int, seed: int = 2015, *, provisions: int = 500) -> Iterator[Line]:
    """The command lines of a ledger of exactly so many events; an empty ledger refuses none of them.

    At 200,000 events there are 5,000 motions and 3,000 revisions of the text, the rest are positions, statements and
    votes; with fewer events it is the same in proportion. Memory does not grow with the number of positions.

    Args:
        events: for a framework of 500 provisions at least 1,000.

    Raises:
        ValueError: the events do not even suffice for the framework.
    """
    yield from _Negotiation(events, seed, provisions).lines()


@dataclass(slots=True)
class _Motion:
    """An open motion.

    Attributes:
        bound: who sponsors it or did.
        stances: by participant; what a sponsor says stands in the motion.
    """

    id: str
    title: str
    changes: list[Change]
    wording: str | None
    bound: list[str]
    is_to_be_adopted: bool
    is_proposal: bool = False
    revision: int = 0
    stances: dict[str, str] = field(default_factory=dict)


class _Negotiation:
    """The state of the ledger that is being written, as far as the next command has to know it."""

    def __init__(self, events: int, seed: int, provisions: int) -> None:
        self._script = Script(seed, step=FOUR_YEARS / events)
        self._random = self._script.random
        self._events = events
        self._written = 0
        self._setup = 0
        ids = [self._script.id() for _ in range(provisions)]
        self._document = Document(self._random, ids)
        self._consultation, self._framework, self._chair = (self._script.id() for _ in range(3))
        self._members: list[str] = []
        self._others: list[str] = []
        self._session: str | None = None
        self._motions: dict[str, _Motion] = {}
        self._talked_about: deque[_Motion] = deque(maxlen=TALKED_ABOUT)
        self._to_adopt: deque[_Motion] = deque()
        self._to_end: deque[_Motion] = deque()
        self._challenges: deque[str] = deque(maxlen=20)
        self._recent: deque[str] = deque(maxlen=20)
        self._version: str | None = None
        self._made = dict.fromkeys(("sessions", "versions", "motions", "revisions", "ended", "revised"), 0)

    def lines(self) -> Iterator[Line]:
        yield from self._begin()
        self._setup = self._written
        if self._setup + MOST_EVENTS_OF_A_STEP > self._events:
            raise ValueError(f"The framework alone takes {self._setup} events.")
        while self._written + MOST_EVENTS_OF_A_STEP < self._events:
            yield from self._step()
        while self._written < self._events:
            yield self._statement()

    # The beginning

    def _begin(self) -> Iterator[Line]:
        yield self._register(self._chair, "international_agency", "Chair")
        yield self._add("open_consultation", {**self._in_it(), **CONSULTATION, "conveners": [self._chair]})
        yield self._add("grant_role", {"participant_id": self._chair, "role": "facilitator", **self._in_it()})
        for number in range(min(200, max(20, self._events // 100))):
            yield from self._participant(number)
        data = {"framework_id": self._framework, **self._in_it(), "slug": "large", "title": "Large", "language": "en"}
        yield self._add("begin_framework", data)
        yield from self._received()
        yield self._publish()

    def _participant(self, number: int) -> Iterator[Line]:
        participant, group = self._script.id(), GROUPS[number % len(GROUPS)]
        yield self._register(participant, group, f"Seat {number + 1}")
        is_member = group == "state" or number < 3
        (self._members if is_member else self._others).append(participant)
        standing = "member" if is_member else self._random.choice(["observer", "guest"])
        yield self._add("accredit", {"participant_id": participant, **self._in_it(), "standing": standing})

    def _register(self, participant: str, group: str, name: str) -> Line:
        data = {"participant_id": participant, "name": name, "kind": "delegation", "group": group}
        return self._add("register_participant", data)

    def _received(self) -> Iterator[Line]:
        provisions = self._document.received()
        data = {"framework_id": self._framework, "version_id": self._script.id(), "name": "Zero draft"}
        self._made["revisions"] += 1
        yield self._add("receive_version", {**data, "provisions": provisions}, events=1 + len(provisions))

    # What comes next

    def _step(self) -> Iterator[Line]:
        done = (self._written - self._setup) / (SETTLED_BY * (self._events - self._setup))
        if self._is_behind("sessions", SESSIONS_PER_EVENT, done):
            yield from self._meeting()
        elif self._is_behind("versions", VERSIONS_PER_EVENT, done):
            yield self._publish()
        elif self._is_behind("motions", MOTIONS_PER_EVENT, done):
            yield self._table()
        elif self._to_adopt and self._is_behind("revisions", REVISIONS_PER_EVENT, done):
            yield self._adopt()
        elif self._to_end and self._is_behind("revised", REVISED_PER_EVENT, done):
            yield self._revise(self._to_end[-1])
        elif self._to_end and self._is_behind("ended", ENDED_OTHERWISE_PER_EVENT, done):
            yield from self._end()
        else:
            yield self._said()

    def _is_behind(self, what: str, per_event: float, done: float) -> bool:
        return self._made[what] < max(1, round(self._events * per_event)) * min(done, 1)

    def _said(self) -> Line:
        kind = self._random.random()
        if kind < 0.72:
            return self._position()
        return self._statement() if kind < 0.96 or not self._talked_about else self._vote()[0]

    # Meetings and versions

    def _meeting(self) -> Iterator[Line]:
        """Close the meeting that is open, and open the next."""
        if self._session is not None:
            yield self._add("close_session", {"session_id": self._session})
        session = self._script.id()
        self._made["sessions"] += 1
        named = {
            "title": f"Meeting {self._made['sessions']}",
            "place": "Geneva",
            "opens_at": self._script.later(hours=1),
        }
        yield self._add("convene_session", {"session_id": session, **self._in_it(), **named})
        yield self._add("open_session", {"session_id": session})
        present = self._random.sample(self._members, k=min(30, len(self._members)))
        yield self._add("record_attendance", {"session_id": session, "participants": present})
        self._session = session

    def _publish(self) -> Line:
        self._version = self._script.id()
        self._made["versions"] += 1
        named = {"version_id": self._version, "name": f"Rev. {self._made['versions']}"}
        return self._add("publish_version", {"framework_id": self._framework, **named})

    # Motions

    def _table(self) -> Line:
        self._made["motions"] += 1
        # A little more than the revisions need, since some are adopted together.
        is_to_be_adopted = self._made["motions"] * 0.66 > self._made["revisions"] + len(self._to_adopt)
        if self._random.random() < 0.05:
            motion, data = self._proposal(is_to_be_adopted)
        else:
            motion, data = self._amendment(is_to_be_adopted)
        self._motions[motion.id] = motion
        self._talked_about.append(motion)
        if motion.is_to_be_adopted:
            self._to_adopt.append(motion)
        elif self._random.random() < 0.8:
            self._to_end.append(motion)
        command = "table_proposal" if motion.is_proposal else "table_amendment"
        # Nobody puts another's name under a motion: where there are several, it is recorded for them.
        by = {"actor": motion.bound[0]} if len(motion.bound) == 1 else {}
        return self._add(command, data, **by, session=self._session)

    def _proposal(self, is_to_be_adopted: bool) -> tuple[_Motion, dict[str, Any]]:
        parent = self._random.choice(self._document.parts)
        drafted = self._document.drafted(self._script.id(), parent).fields()
        place = {"parent": parent} | ({"after": None} if self._random.random() < 0.5 else {})
        motion = self._motion([insertion(drafted, place)], is_to_be_adopted)
        motion.is_proposal = True
        return motion, {**self._tabled(motion), "provision": drafted, **place}

    def _amendment(self, is_to_be_adopted: bool) -> tuple[_Motion, dict[str, Any]]:
        changes = self._claimed_changes() if is_to_be_adopted else None
        if changes is None:
            changes, is_to_be_adopted = [self._document.edit(self._document.any_leaf())], False
        motion = self._motion(changes, is_to_be_adopted)
        return motion, {**self._tabled(motion), "changes": changes}

    def _claimed_changes(self) -> list[Change] | None:
        """Changes that no other motion will stand against; None where there is no room for any."""
        document, kind = self._document, self._random.random()
        shared = document.shared_leaf() if kind < 0.1 else None
        if shared is not None:
            return self._claimed(shared, document.edit(shared, HALVES[1]))
        leaf = document.free_leaf()
        if leaf is None:
            return None
        if kind < 0.2 and len(leaf.text) > 120:
            change = document.edit(leaf, HALVES[0])
            document.claim(leaf.id, halves=1)
            return [change]
        return self._claimed(leaf, self._change(leaf, kind))

    def _claimed(self, leaf: Provision, change: Change) -> list[Change]:
        self._document.claim(leaf.id)
        return [change]

    def _change(self, leaf: Provision, kind: float) -> Change:
        document = self._document
        if kind > 0.97 and len(document.parts) > 1:
            return document.move(leaf)
        if kind > 0.94:
            return document.relabel(leaf)
        if kind > 0.91:
            return document.retag(leaf)
        if kind > 0.86 and len(document.provisions) > 100:
            return document.delete(leaf)
        return document.rewrite(leaf) if kind > 0.82 else document.edit(leaf)

    def _motion(self, changes: list[Change], is_to_be_adopted: bool) -> _Motion:
        proposers = self._random.sample(self._members, k=min(len(self._members), self._random.randint(1, 3)))
        is_normal = all(change["op"] != "rewrite" for change in changes)
        wording = motion_wording(changes) if is_normal else None
        title = f"Amendment on {some_words(self._random, 2, 4)}"
        return _Motion(self._script.id(), title, changes, wording, proposers, is_to_be_adopted)

    def _tabled(self, motion: _Motion) -> dict[str, Any]:
        answers = self._random.sample(list(self._challenges), k=1) if self._challenges else None
        return {
            "motion_id": motion.id,
            "framework_id": self._framework,
            "title": motion.title,
            "proposers": list(motion.bound),
            "rationale": sentence(self._random) if self._random.random() < 0.5 else None,
            "answers": answers if self._random.random() < 0.3 else None,
        }

    def _revise(self, motion: _Motion) -> Line:
        self._made["revised"] += 1
        reviser = motion.bound[0]
        data: dict[str, Any] = {"motion_id": motion.id, "participant_id": reviser, "expected": motion.revision}
        if motion.is_proposal:
            provision = {**motion.changes[0]["provision"], "text": prose(self._random)}
            motion.changes = [{**motion.changes[0], "provision": provision}]
            data["provision"] = provision
        else:
            motion.changes = data["changes"] = [self._document.edit(self._document.any_leaf())]
        motion.wording = motion_wording(motion.changes)
        motion.revision += 1
        return self._add("revise_motion", data, actor=reviser, session=self._session)

    def _adopt(self) -> Line:
        """Adopt the motion that has waited longest, sometimes together with the next."""
        self._made["revisions"] += 1
        together = [self._to_adopt.popleft()]
        if self._to_adopt and self._random.random() < 0.05:
            together.append(self._to_adopt.popleft())
        for motion in together:
            self._closed(motion)
            self._document.apply(motion.changes)
        # The adoption itself, the end of each motion, and one event for each change.
        events = 1 + len(together) + sum(len(motion.changes) for motion in together)
        if len(together) == 1:
            data = {"motion_id": together[0].id, "expected": together[0].revision, "decision": "adopted"}
            return self._add("decide_motion", data, events=events, actor=self._chair, session=self._session)
        data = {"framework_id": self._framework, "motions": [motion.id for motion in together]}
        return self._add("adopt_motions", data, events=self._joined(together, events), actor=self._chair)

    def _joined(self, together: list[_Motion], events: int) -> int:
        """How many events an adoption makes where all edits of one provision are one."""
        edited = [change["provision_id"] for one in together for change in one.changes if change["op"] == "edit"]
        return events - (len(edited) - len(set(edited)))

    def _end(self) -> Iterator[Line]:
        """End a motion otherwise than by adoption."""
        self._made["ended"] += 1
        motion = self._to_end.popleft()
        fate = self._random.choice(
            ["rejected", "rejected", "lapsed", "inadmissible", "superseded", "referred", "withdrawn"]
        )
        if fate == "withdrawn":
            yield from self._withdraw(motion)
            return
        data: dict[str, Any] = {"motion_id": motion.id, "decision": fate}
        if fate == "rejected" and self._random.random() < 0.5:
            vote, vote_id = self._vote(motion, lost=True)
            yield vote
            data["vote_id"] = vote_id
        if fate == "inadmissible":
            data["because_of"] = {"kind": "rule", "name": "Rule 12"}
        elif fate == "superseded":
            data["because_of"] = {"kind": "version", "id": self._version}
        elif fate == "referred":
            data["because_of"] = {"kind": "place", "name": "Working group II"}
        if self._random.random() < 0.3:
            data["reason"] = sentence(self._random)
        self._closed(motion)
        yield self._add("decide_motion", data, actor=self._chair, session=self._session)

    def _withdraw(self, motion: _Motion) -> Iterator[Line]:
        """Every sponsor leaves; with the last one of the wording as it stands the motion ends."""
        self._closed(motion)
        sponsors = motion.bound[:1] if motion.revision else motion.bound
        for left, sponsor in zip(range(len(sponsors), 0, -1), sponsors, strict=True):
            data = {"motion_id": motion.id, "participant_id": sponsor}
            yield self._add("withdraw_motion", data, events=1 if left > 1 else 2, actor=sponsor)

    def _closed(self, motion: _Motion) -> None:
        del self._motions[motion.id]
        if motion in self._talked_about:
            self._talked_about.remove(motion)

    # Positions, statements, votes

    def _position(self) -> Line:
        kind = self._random.random()
        if kind < 0.08 or not self._talked_about:
            leaf = self._document.any_leaf()
            return self._stance({"kind": "provision", "id": leaf.id}, leaf.wording, self._anyone())
        if kind < 0.1:
            return self._stance({"kind": "version", "id": self._version}, None, self._anyone())
        return self._position_on(self._recent_motion())

    def _position_on(self, motion: _Motion) -> Line:
        subject, participant = {"kind": "motion", "id": motion.id}, self._anyone()
        if participant in motion.bound:
            return self._statement()
        if participant in motion.stances and self._random.random() < 0.1:
            del motion.stances[participant]
            data = {"participant_id": participant, "subject": subject}
            return self._add("withdraw_endorsement", data, actor=participant)
        if participant not in motion.stances and motion.revision == 0 and self._random.random() < 0.03:
            motion.bound.append(participant)
            data = {"participant_id": participant, "subject": subject, "stance": "sponsor"}
            return self._add("endorse", data, actor=participant)
        line = self._stance(subject, motion.wording, participant)
        motion.stances[participant] = line["data"]["stance"]
        return line

    def _stance(self, subject: dict[str, Any], wording: str | None, participant: str) -> Line:
        stance = self._random.choice([Stance.ENDORSE, Stance.ENDORSE, *STANCES]).value
        data = {"participant_id": participant, "subject": subject, "wording": wording, "stance": stance}
        if stance == Stance.ENDORSE_WITH_RESERVATION:
            data["reservation"] = sentence(self._random)
        elif stance == Stance.OBJECT:
            data["reason"] = sentence(self._random)
        return self._add("endorse", data, actor=participant)

    def _statement(self) -> Line:
        statement, participant = self._script.id(), self._anyone()
        kind = self._random.choice(list(StatementKind)).value
        about = [{"kind": "motion", "id": self._recent_motion().id}] if self._talked_about else None
        data = {
            "statement_id": statement,
            **self._in_it(),
            "participant_id": participant,
            "kind": kind,
            "text": prose(self._random, 1, 3),
            "about": about,
            "in_reply_to": self._random.choice(self._recent) if self._recent and kind == StatementKind.REPLY else None,
        }
        self._recent.append(statement)
        if kind == StatementKind.CHALLENGE:
            self._challenges.append(statement)
        # A summary is given by those in the chair.
        actor = self._chair if kind == StatementKind.SUMMARY else participant
        return self._add("make_statement", data, actor=actor, session=self._session)

    def _vote(self, motion: _Motion | None = None, *, lost: bool = False) -> tuple[Line, str]:
        """A vote on a motion, by roll call or by show of hands, and its id."""
        motion, vote = motion or self._recent_motion(), self._script.id()
        data = {
            "vote_id": vote,
            **self._in_it(),
            "subject": {"kind": "motion", "id": motion.id},
            "wording": motion.wording,
            "question": f"Is “{motion.title}” accepted?",
        }
        voters = self._random.sample(self._members, k=min(25, len(self._members)))
        answers = ["no", "no", "abstain"] if lost else ["yes", "yes", "no", "abstain"]
        ballots = [[voter, "no" if lost else self._random.choice(answers)] for voter in voters]
        tally = {answer: sum(ballot == answer for _, ballot in ballots) for answer in ("yes", "no", "abstain")}
        if self._random.random() < 0.5:
            counted: dict[str, Any] = {"method": "recorded", "ballots": ballots}
        else:
            counted = {"method": "show_of_hands", "tally": tally}
        result = result_of(tally, "simple").value
        return self._add("record_vote", {**data, **counted, "result": result}, actor=self._chair), vote

    def _recent_motion(self) -> _Motion:
        """One of the motions tabled lately, the last ones most often."""
        back = int(self._random.expovariate(1 / 5))
        return self._talked_about[-1 - min(back, len(self._talked_about) - 1)]

    def _anyone(self) -> str:
        return self._random.choice(self._members if self._random.random() < 0.7 else self._others or self._members)

    def _in_it(self) -> dict[str, str]:
        return {"consultation_id": self._consultation}

    def _add(
        self, command: str, data: dict[str, Any], *, events: int = 1, actor: str = "system", session: str | None = None
    ) -> Line:
        self._written += events
        return self._script.line(command, data, actor=actor, session=session)


STANCES = tuple(stance for stance in Stance if stance is not Stance.SPONSOR)

CONSULTATION = {
    "slug": "large",
    "title": "A long negotiation",
    "mandate": "To draft a framework together.",
    "language": "en",
    "timezone": "Europe/Amsterdam",
}
