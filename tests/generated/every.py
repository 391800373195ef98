"""A small ledger in which everything occurs that a command can say, with an erasure, redactions and a refused line."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from ledger.domain.vocabulary import (
    Attribution,
    DecisionMethod,
    ErasureReason,
    Horizon,
    Level,
    ProvisionKind,
    Role,
    Rule,
    Stage,
    StakeholderGroup,
    Standing,
    StatementKind,
)
from ledger.domain.wording import motion_wording
from tests.generated.document import HALVES, Document
from tests.generated.script import Data, Line, Script
from tests.generated.words import prose, sentence, some_words

PROVISIONS = 40

ODD_WORDS = (
    "“Quotes”, back\\slashes and <b>signs</b> & a tab's worth of spaces",
    "two\nlines\n\nand an empty one",
    "de\u0301compose\u0301, to be put into NFC",
    "مأوى في المدن",
    "住房和庇护",
    "a family: 👩‍👩‍👧, a flag: 🇳🇱, beyond the first plane: 𝒳",
    "\u2028 a line separator, \u00ad a soft hyphen, \u200f a mark",
)


def every_command(seed: int = 2015) -> Iterator[Line]:
    """The command lines of the small ledger. An empty ledger refuses the one of them that an erased person gives."""
    yield from _Everything(seed).lines()


class _Everything:
    def __init__(self, seed: int) -> None:
        self._script = Script(seed, step=timedelta(hours=20))
        self._random = self._script.random
        self._ids: dict[str, str] = {}
        self._document = Document(self._random, [self._script.id() for _ in range(PROVISIONS)])
        self._changes: dict[str, list[dict[str, Any]]] = {}
        self._revision = 0
        kinds = list(ProvisionKind)
        for number, provision in enumerate(self._document.provisions.values()):
            provision.kind = kinds[number % len(kinds)].value

    def lines(self) -> Iterator[Line]:
        parts = (
            self._participants,
            self._process,
            self._standing,
            self._roles,
            self._meetings,
            self._framework,
            self._rules,
            self._every_op,
            self._revisions,
            self._positions,
            self._votes,
            self._fates,
            self._versions,
            self._dialogue,
            self._erasures,
            self._conclusion,
        )
        for part in parts:
            yield from part()

    # Who takes part

    def _participants(self) -> Iterator[Line]:
        for number, group in enumerate(StakeholderGroup):
            words = {"place": "Geneva", "expertise": ["law", ODD_WORDS[number % len(ODD_WORDS)].replace("\n", " ")]}
            more: Data = {"short": f"S{number}", "illustrative": True} if number % 2 else words
            yield self._register(group.value, "delegation", group.value, more)
        members = [self._id("state"), self._id("municipality")]
        yield self._register("grouping", "grouping", "state", {"members": members})
        acting = {"acts_for": self._id("state"), "contact": "someone@example.org", "protected": True}
        yield self._register("person", "person", "state", acting)
        yield self._register("mayor", "person", "municipality", {"place": "A town", "expertise": ["housing"]})
        yield self._update_participant("mayor", {"name": "The mayor of a town", "place": "", "expertise": []})
        changed = {
            "contact": "mayor@example.org",
            "protected": False,
            "illustrative": True,
            "acts_for": self._id("municipality"),
        }
        yield self._update_participant("mayor", changed)
        yield self._update_participant("grouping", {"group": "other", "members": members[:1], "short": "G"})

    def _register(self, name: str, kind: str, group: str, more: Data) -> Line:
        data = {"participant_id": self._id(name), "name": f"{name} {self._odd()}", "kind": kind, "group": group}
        return self._line("register_participant", {**data, **more})

    def _update_participant(self, name: str, data: Data) -> Line:
        return self._line("update_participant", {"participant_id": self._id(name), **data})

    def _process(self) -> Iterator[Line]:
        words = {"title": "Everything", "mandate": self._odd(), "conveners": [self._id("state")], "language": "en"}
        more = {"slug": "everything", "timezone": "Europe/Amsterdam", "symbol": "A/1", "source": "A source"}
        yield self._line("open_consultation", {**self._in_it(), **words, **more})
        changed = {
            "title": "Everything that is said",
            "mandate": self._odd(),
            "conveners": [self._id("state"), self._id("municipality")],
            "language": "fr-CH",
            "timezone": "America/New_York",
            "symbol": "",
            "source": "Another source",
        }
        yield self._line("update_consultation", {**self._in_it(), **changed})
        for stage in Stage:
            reason = sentence(self._random) if stage is not Stage.SCOPING else None
            yield self._line("enter_stage", {**self._in_it(), "stage": stage.value, "title": "Named", "reason": reason})
        yield self._line("enter_stage", {**self._in_it(), "stage": "negotiation"})

    def _standing(self) -> Iterator[Line]:
        standings = list(Standing)
        for number, group in enumerate(StakeholderGroup):
            standing = standings[0] if number < 8 else standings[number % 3]
            until = {"until": "2090-01-01"} if number % 4 == 1 else {}
            yield self._accredit(group.value, standing, until)
        for name in ("person", "mayor", "grouping"):
            yield self._accredit(name, Standing.MEMBER, {})
        ended = {"participant_id": self._id("other"), **self._in_it(), "reason": sentence(self._random)}
        yield self._line("end_accreditation", ended)

    def _accredit(self, name: str, standing: Standing, until: Data) -> Line:
        data = {"participant_id": self._id(name), **self._in_it(), "standing": standing.value}
        return self._line("accredit", {**data, **until})

    def _roles(self) -> Iterator[Line]:
        for role, name in zip(Role, ("international_agency", "academia", "media", "parliament"), strict=True):
            place = {} if role is Role.ADMINISTRATOR else self._in_it()
            yield self._line("grant_role", {"participant_id": self._id(name), "role": role.value, **place})
        yield self._line("revoke_role", {"participant_id": self._id("media"), "role": "auditor", **self._in_it()})

    # Meetings

    def _meetings(self) -> Iterator[Line]:
        for attribution in Attribution:
            yield self._convene(attribution.value)
        changed = {
            "title": "Behind closed doors",
            "symbol": "",
            "place": "Utrecht",
            "opens_at": "2016-01-01",
            "closes_at": self._script.later(hours=5),
            "attribution": "none",
            "illustrative": False,
        }
        yield self._line("update_session", {"session_id": self._id("none"), **changed})
        yield self._convene("cancelled")
        yield self._line("update_session", {"session_id": self._id("cancelled"), "cancelled": True})
        present = {"participants": [self._id("state"), self._id("mayor")]}
        small = {"by_group": {"state": 9, "media": 2, "academia": 4, "business": 6}}
        for name, counted in (("named", present), ("group", small), ("none", {"total": 31})):
            session = {"session_id": self._id(name)}
            yield self._line("open_session", session)
            yield self._line("record_attendance", {**session, **counted})
            yield self._line("close_session", session)
        yield from self._unnamed()
        yield self._statement("first challenge", "challenge", {"participant_id": self._id("mayor")})

    def _convene(self, name: str) -> Line:
        data = {
            "session_id": self._id(name),
            **self._in_it(),
            "title": f"Meeting {name}",
            "symbol": "S/1",
            "place": "The Hague",
            "opens_at": self._at(),
            "closes_at": self._script.later(hours=5),
            "attribution": name if name in list(Attribution) else None,
            "illustrative": True,
        }
        return self._line("convene_session", data)

    def _unnamed(self) -> Iterator[Line]:
        """Statements without a speaker; a group that the attendance does not name stands under `other`."""
        for group in ("state", "media"):
            more = {"group": group, "attribution": "group"}
            yield self._statement(f"of {group}", "remark", more, actor="system", session=self._id("group"))
        more = {"attribution": "none", "about": [{"kind": "session", "id": self._id("named")}]}
        yield self._statement("of nobody", "concern", more, actor="system", session=self._id("none"))

    # The framework and its rules

    def _framework(self) -> Iterator[Line]:
        named = {"slug": "everything", "title": "A framework", "language": "en", "illustrative": True}
        yield self._line("begin_framework", {"framework_id": self._id("framework"), **self._in_it(), **named})
        yield self._receive("a draft elsewhere", {"extent": "not_held", "symbol": "D/0", "source": "Elsewhere"})
        whole = {"extent": "whole", "issued_by": [self._id("state")], "provisions": self._document.received()}
        yield self._receive("zero draft", whole)
        leaf = self._document.any_leaf()
        leaf.text, leaf.heading = prose(self._random), self._odd().replace("\n", " ")
        listed = [{**leaf.fields(), "parent": leaf.parent, "levels": [*Level], "horizons": [*Horizon]}]
        yield self._receive("an extract", {"extent": "extract", "provisions": listed})
        # What is not in NFC came out in it.
        leaf.heading = leaf.heading.replace("e\u0301", "é")

    def _receive(self, name: str, data: Data) -> Line:
        self._revision += data["extent"] != "not_held"
        version = {"framework_id": self._id("framework"), "version_id": self._id(name), "name": name}
        return self._line("receive_version", {**version, **data})

    def _rules(self) -> Iterator[Line]:
        values: dict[Rule, list[Any]] = {
            Rule.DECISION_METHOD: [DecisionMethod.CONSENSUS.value, DecisionMethod.ORGANIZER.value],
            Rule.QUORUM: [3],
            Rule.AMENDMENTS_CLOSE_AT: ["2090-01-01", "2090-01-01T12:00:00+02:00"],
            Rule.CONSTRUCTIVE_OBJECTION: [False, True],
            Rule.SMALL_GROUP: [4],
        }
        for rule in Rule:
            for value in values[rule]:
                yield self._rule(rule, value)

    def _rule(self, rule: Rule, value: Any) -> Line:
        framework = {"framework_id": self._id("framework")} if rule is Rule.AMENDMENTS_CLOSE_AT else {}
        return self._line("adopt_rule", {**self._in_it(), **framework, "rule": rule.value, "value": value})

    # Motions

    def _every_op(self) -> Iterator[Line]:
        """One adopted motion for each kind of change, and one with several."""
        document = self._document
        ops = (document.edit, document.rewrite, document.delete, document.move, document.relabel, document.retag)
        for make in ops:
            leaf = document.free_leaf() or document.any_leaf()
            document.claim(leaf.id)
            yield self._amend(make.__name__, [make(leaf)])
            yield self._adopt(make.__name__)
        yield self._amend("several", [*self._insertion("inserted"), document.edit(document.any_leaf())])
        yield self._decide("several", "lapsed", {"reason": sentence(self._random)})
        yield self._amend("insertion", self._insertion("inserted with an amendment"))
        # Other words than those that were tabled.
        self._changes["insertion"] = changes = self._insertion("inserted as merged")
        edited = {"changes": changes, "edited_by": [self._id("media")], "reason": sentence(self._random), "expected": 0}
        yield self._adopt("insertion", edited)
        yield self._propose("proposal", {"after": None, "parent": document.parts[0]})
        yield self._adopt("proposal")
        yield self._propose("at the end", {})
        yield from self._together()

    def _together(self) -> Iterator[Line]:
        """Two motions on one provision that are adopted at once, as merged by an editor."""
        leaf = self._document.free_leaf() or self._document.any_leaf()
        for name, within in zip(("first half", "second half"), HALVES, strict=True):
            yield self._amend(name, [self._document.edit(leaf, within)])
            self._document.claim(leaf.id, halves=1)
        for name in ("first half", "second half"):
            yield self._vote(name, "show_of_hands", {"tally": {"yes": 9, "no": 1, "abstain": 2}}, "carried")
        motions = [self._id("first half"), self._id("second half")]
        one, other = (self._changes[name][0] for name in ("first half", "second half"))
        changes = [{**one, "motions": motions[:1]}, {**other, "motions": motions[1:]}]
        votes = [self._id("vote on first half"), self._id("vote on second half")]
        data = {"framework_id": self._id("framework"), "motions": motions, "vote_ids": votes, "changes": changes}
        more = {"edited_by": [self._id("academia")], "reason": sentence(self._random), "expected": self._revision}
        self._revision += 1
        for name in ("first half", "second half"):
            self._document.apply(self._changes[name])
        yield self._line("adopt_motions", {**data, **more}, actor=self._id("academia"))

    def _amend(self, name: str, changes: list[dict[str, Any]], *, proposers: tuple[str, ...] = ("state",)) -> Line:
        self._changes[name] = changes
        return self._line(
            "table_amendment", {**self._tabled(name, proposers), "changes": changes}, **self._by(proposers)
        )

    def _propose(self, name: str, place: Data, *, proposers: tuple[str, ...] = ("municipality", "state")) -> Line:
        provision = self._new_provision(name)
        self._changes[name] = [{"op": "insert", "provision": provision, "parent": self._document.parts[0], **place}]
        data = {**self._tabled(name, proposers), "provision": provision, **place}
        return self._line("table_proposal", data, **self._by(proposers), session=self._id("named"))

    def _by(self, proposers: tuple[str, ...]) -> dict[str, str]:
        """Who acts: the one proposer, or the system where several put their names under it."""
        return {"actor": self._id(proposers[0])} if len(proposers) == 1 else {}

    def _tabled(self, name: str, proposers: tuple[str, ...]) -> Data:
        return {
            "motion_id": self._id(name),
            "framework_id": self._id("framework"),
            "title": f"{name}: {some_words(self._random, 2, 4)}",
            "proposers": [self._id(one) for one in proposers],
            "on_behalf_of": [self._id("diaspora")],
            "rationale": self._odd(),
            "answers": [self._id("first challenge")],
        }

    def _insertion(self, name: str) -> list[dict[str, Any]]:
        return [{"op": "insert", "provision": self._new_provision(name), "parent": self._document.parts[-1]}]

    def _new_provision(self, name: str) -> dict[str, Any]:
        drafted = self._document.drafted(self._script.id(), "").fields()
        return {**drafted, "heading": name.capitalize()}

    def _revisions(self) -> Iterator[Line]:
        leaf = self._document.any_leaf()
        yield self._amend("revised", [self._document.edit(leaf)], proposers=("state", "mayor"))
        revised = {"motion_id": self._id("revised"), "participant_id": self._id("mayor"), "expected": 0}
        self._changes["revised"] = changes = [self._document.edit(self._document.any_leaf())]
        yield self._line("revise_motion", {**revised, "changes": changes}, actor=self._id("mayor"))
        provision = {**self._changes["at the end"][0]["provision"], "text": prose(self._random)}
        revised = {"motion_id": self._id("at the end"), "participant_id": self._id("state"), "provision": provision}
        yield self._line("revise_motion", revised, actor=self._id("state"))
        yield from self._rebased()

    def _rebased(self) -> Iterator[Line]:
        """A motion whose provision is changed beside its words, fitted to the new text by its sponsor."""
        leaf = self._document.free_leaf() or self._document.any_leaf()
        for name, within in zip(("left behind", "passing by"), HALVES, strict=True):
            yield self._amend(name, [self._document.edit(leaf, within)])
        self._document.claim(leaf.id)
        yield self._adopt("passing by")
        rebased = {"motion_id": self._id("left behind"), "participant_id": self._id("state"), "expected": 0}
        yield self._line("rebase_motion", rebased, actor=self._id("state"))

    # Positions and votes

    def _positions(self) -> Iterator[Line]:
        motion = {"kind": "motion", "id": self._id("revised")}
        wording = motion_wording(self._changes["revised"])
        yield self._stand("business", motion, "sponsor", {"wording": wording})
        yield self._stand("parliament", motion, "endorse", {"on_behalf_of": [self._id("grouping")]})
        yield self._stand("mayor", self._provision(), "endorse_with_reservation", {"reservation": self._odd()})
        yield self._stand("workers_organization", motion, "abstain", {"reason": sentence(self._random)})
        yield self._stand("civil_society", motion, "object", {"reason": sentence(self._random)})
        yield self._stand("academia", motion, "object", {"counter_motion": self._id("at the end")})
        left_out = [self._document.any_leaf().id]
        yield self._stand("media", self._version("zero draft"), "endorse", {"except": left_out})
        data = {"participant_id": self._id("parliament"), "subject": motion}
        yield self._line("withdraw_endorsement", data, actor=self._id("parliament"))

    def _stand(self, who: str, subject: Data, stance: str, more: Data) -> Line:
        data = {"participant_id": self._id(who), "subject": subject, "stance": stance, **more}
        return self._line("endorse", data, actor=self._id(who))

    def _provision(self) -> Data:
        return {"kind": "provision", "id": self._document.any_leaf().id}

    def _version(self, name: str) -> Data:
        return {"kind": "version", "id": self._id(name)}

    def _votes(self) -> Iterator[Line]:
        voters = ("state", "municipality", "business", "person")
        answers = ("yes", "no", "abstain", "not_voting")
        ballots = [[self._id(voter), answer] for voter, answer in zip(voters, answers, strict=True)]
        put = {"ballots": ballots, "majority": "two_thirds", "wording": motion_wording(self._changes["revised"])}
        yield self._vote("revised", "recorded", put, "lost")
        yield self._vote("at the end", "acclamation", {}, "carried")
        yield self._vote("zero draft", "without_a_vote", {"subject": self._version("zero draft")}, "carried")
        yield self._vote("a provision", "without_a_vote", {"subject": self._provision()}, "carried")
        document = {"subject": {"kind": "document", "symbol": "A/RES/1"}, "body": "The Assembly"}
        ballots = [[self._id("state"), "yes"], [self._id("other"), "no"]]
        yield self._vote("a document", "recorded", {**document, "ballots": ballots, "majority": "simple"}, "carried")

    def _vote(self, name: str, method: str, more: Data, result: str) -> Line:
        data = {
            "vote_id": self._id(f"vote on {name}"),
            **self._in_it(),
            "question": f"Is it accepted? {self._odd()}",
            "method": method,
            "result": result,
        }
        subject = {"subject": {"kind": "motion", "id": self._id(name)}}
        return self._line("record_vote", {**data, **subject, **more}, actor=self._id("academia"))

    # Fates

    def _fates(self) -> Iterator[Line]:
        because = {
            "inadmissible": {"kind": "rule", "name": "Rule 12"},
            "superseded": {"kind": "motion", "id": self._id("at the end")},
            "referred": {"kind": "place", "name": self._odd().replace("\n", " ")},
        }
        for fate, reason in because.items():
            yield self._amend(fate, [self._document.edit(self._document.any_leaf())])
            yield self._decide(fate, fate, {"because_of": reason})
        yield self._amend("by a version", [self._document.edit(self._document.any_leaf())])
        yield self._decide("by a version", "superseded", {"because_of": self._version("zero draft")})
        more = {"vote_id": self._id("vote on revised"), "reason": sentence(self._random)}
        yield self._decide("revised", "rejected", more)
        yield from self._withdrawn()
        yield from self._by_consensus_and_majority()

    def _withdrawn(self) -> Iterator[Line]:
        sponsors = ("state", "business")
        yield self._amend("withdrawn", [self._document.edit(self._document.any_leaf())], proposers=sponsors)
        for sponsor in sponsors:
            data = {"motion_id": self._id("withdrawn"), "participant_id": self._id(sponsor)}
            yield self._line("withdraw_motion", data, actor=self._id(sponsor))

    def _by_consensus_and_majority(self) -> Iterator[Line]:
        yield self._rule(Rule.DECISION_METHOD, DecisionMethod.CONSENSUS.value)
        yield self._amend("agreed", self._insertion("agreed"))
        yield self._adopt("agreed")
        yield self._rule(Rule.DECISION_METHOD, DecisionMethod.MAJORITY.value)
        yield self._adopt("at the end", {"vote_id": self._id("vote on at the end")})

    def _adopt(self, name: str, more: Data | None = None) -> Line:
        return self._decide(name, "adopted", more or {})

    def _decide(self, name: str, decision: str, more: Data) -> Line:
        data = {"motion_id": self._id(name), "decision": decision, **more}
        if decision == "adopted":
            self._revision += 1
            self._document.apply(self._changes[name])
        return self._line("decide_motion", data, actor=self._id("academia"), session=self._id("named"))

    # Versions and the dialogue

    def _versions(self) -> Iterator[Line]:
        named = {"version_id": self._id("final"), "name": "Final", "symbol": "F/1", "note": self._odd()}
        data = {"framework_id": self._id("framework"), **named, "expected": self._revision}
        yield self._line("publish_version", data)
        voted = {"subject": self._version("final")}
        yield self._vote("final", "acclamation", voted, "carried")
        adopted = {"version_id": self._id("final"), "method": "acclamation", "vote_id": self._id("vote on final")}
        yield self._line("adopt_version", {**adopted, "symbol": "F/1/Adopted", "note": sentence(self._random)})
        yield self._line("adopt_version", {"version_id": self._id("zero draft"), "method": "without_a_vote"})

    def _dialogue(self) -> Iterator[Line]:
        for kind in StatementKind:
            said = {"participant_id": self._id("mayor"), "language": "en"}
            by = "system" if kind is StatementKind.SUMMARY else None
            yield self._statement(f"a {kind.value}", kind.value, said, actor=by)
        things = ("framework", "everything", "final", "revised", "a challenge", "vote on final", "named")
        kinds = ("framework", "consultation", "version", "motion", "statement", "vote", "session")
        about = [{"kind": kind, "id": self._id(thing)} for kind, thing in zip(kinds, things, strict=True)]
        reply = {"participant_id": self._id("person"), "in_reply_to": self._id("a question"), "about": about}
        more = {**reply, "attribution": "named", "on_behalf_of": [self._id("state")]}
        yield self._statement("an answer", "reply", more, actor=self._id("person"), session=self._id("named"))

    def _statement(
        self, name: str, kind: str, more: Data, *, actor: str | None = None, session: str | None = None
    ) -> Line:
        data = {"statement_id": self._id(name), **self._in_it(), "kind": kind, "text": self._odd(), **more}
        return self._line("make_statement", data, actor=actor or self._id("mayor"), session=session)

    # What is taken out, and the end

    def _erasures(self) -> Iterator[Line]:
        redacted = zip(ErasureReason, ("a challenge", "a remark", "a summary", "an answer", "of nobody"), strict=True)
        for reason, statement in redacted:
            note = sentence(self._random) if reason is ErasureReason.LEGAL_ORDER else None
            yield self._line(
                "redact_statement", {"statement_id": self._id(statement), "reason": reason.value, "note": note}
            )
        yield self._rule(Rule.DECISION_METHOD, DecisionMethod.ORGANIZER.value)
        yield self._propose("of the mayor alone", {}, proposers=("mayor",))
        erased = {
            "participant_id": self._id("mayor"),
            "reason": "at_the_persons_request",
            "note": sentence(self._random),
        }
        yield self._line("erase_participant", erased, actor=self._id("parliament"))
        yield self._stand("mayor", self._version("final"), "endorse", {})
        yield self._decide("of the mayor alone", "lapsed", {})

    def _conclusion(self) -> Iterator[Line]:
        yield self._line("conclude_consultation", {**self._in_it(), "outcome": self._odd()})

    # Lines

    def _id(self, name: str) -> str:
        """The id of a thing of this ledger by a name of ours."""
        if name not in self._ids:
            self._ids[name] = self._script.id()
        return self._ids[name]

    def _in_it(self) -> Data:
        return {"consultation_id": self._id("everything")}

    def _odd(self) -> str:
        return f"{sentence(self._random)} {self._random.choice(ODD_WORDS)}"

    def _at(self) -> str:
        return self._script.later(hours=2)

    def _line(self, command: str, data: Data, *, actor: str = "system", session: str | None = None) -> Line:
        return self._script.line(command, data, actor=actor, session=session)
