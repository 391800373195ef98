"""What holds after any commands whatever: cache and record agree, a refusal changes nothing, a replay proves it all."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.application import Answer, Ledger
from ledger.domain.errors import Refusal
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.replay import Replay
from ledger.domain.wording import provision_wording
from ledger.interchange.command_lines import import_lines
from ledger.store.database import Database
from ledger.store.migrate import migrate
from tests.builders import (
    Clock,
    Data,
    Line,
    Room,
    a_ledger,
    a_line,
    a_provision,
    a_room,
    every_kind_of_event,
    exported,
    folded,
    new_id,
    state_of,
)

number = st.integers(0, 5)


class World:
    """A room and everything that was brought into it; a step picks among them by numbers."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.room = a_room(ledger)
        self.provisions = list(self.room.provisions.values())
        self.people = [self.room.member, self.room.second, self.room.observer, self.room.guest, self.room.organizer]
        self.motions: list[str] = []
        self.statements: list[str] = []
        self.votes: list[str] = []
        self.versions = [self.room.version]
        play(self, table(self, 0, 0, 0))

    def remember(self, line: Line) -> None:
        """What an accepted line brought into the room."""
        lists = {"motion_id": self.motions, "statement_id": self.statements, "vote_id": self.votes}
        for key, known in {**lists, "version_id": self.versions}.items():
            name = line["data"].get(key)
            if name is not None and name not in known:
                known.append(name)

    def framework(self) -> Framework:
        return folded(self.ledger, Framework, self.room.framework)

    def change(self, a: int, b: int, c: int) -> Data:
        name = pick(self.provisions, a)
        shown = self.framework().tree.provisions.get(name)
        heading, text = (shown.heading, shown.text) if shown else ("", "Gone.")
        base = {"provision_id": name, "base": provision_wording(heading, text)}
        place: Data = pick([{}, {"after": None}, {"after": pick(self.provisions, c)}, {"parent": name}], b)
        inserted = a_provision(text=f"Inserted {b}.")
        self.provisions.append(inserted["provision_id"])
        changes: list[Data] = [
            {"op": "rewrite", **base, "text": f"{text} More {b}." if c % 2 else text.replace("s", "z", 1)},
            {"op": "edit", **base, "edits": [[0, 0, f"Word{b} "]]},
            {"op": "insert", "provision": inserted, **place},
            {"op": "delete", **base},
            {"op": "move", "provision_id": name, **place},
            {"op": "relabel", **base, "heading": f"H{b}", "label": ""},
            {"op": "retag", "provision_id": name, "levels": ["local"][: b % 2], "people": ["b", "a"][:c]},
        ]
        return pick(changes, a + b + c)


def pick(items: list[Any], which: int) -> Any:
    """One of them; where there is none, an id that nothing has."""
    return items[which % len(items)] if items else new_id()


def table(world: World, a: int, b: int, c: int) -> Line:
    changes = [world.change(a, b, c), *([world.change(b, c, a)] if c % 2 else [])]
    data = {"motion_id": new_id(), "framework_id": world.room.framework, "title": "M"}
    return a_line(
        "table_amendment",
        **data,
        proposers=list(dict.fromkeys([pick(world.people, b), world.room.member])),
        changes=changes,
    )


def propose(world: World, a: int, b: int, c: int) -> Line:
    data = {"motion_id": new_id(), "framework_id": world.room.framework, "title": "P"}
    provision = a_provision(text=f"Proposed {a}.", people=["y", "x"][:b])
    world.provisions.append(provision["provision_id"])
    return a_line("table_proposal", **data, proposers=[world.room.member], provision=provision)


def revise(world: World, a: int, b: int, c: int) -> Line:
    data = {"motion_id": pick(world.motions, -1 - a), "participant_id": pick(world.people, b)}
    return a_line("revise_motion", **data, changes=[world.change(a, b, c)])


def take(world: World, a: int, b: int, c: int) -> Line:
    stance = pick(["endorse", "object", "abstain", "sponsor"], c)
    things = [("motion", pick(world.motions, -1 - b)), ("provision", pick(world.provisions, b))]
    kind, name = pick([*things, ("version", pick(world.versions, b))], b)
    data = {"participant_id": pick(world.people, a), "subject": {"kind": kind, "id": name}, "stance": stance}
    return a_line("endorse", **data, reason="Because.")


def leave(world: World, a: int, b: int, c: int) -> Line:
    motion, who = pick(world.motions, -1 - b), pick(world.people, a)
    if c % 2:
        return a_line("withdraw_motion", motion_id=motion, participant_id=who)
    return a_line("withdraw_endorsement", participant_id=who, subject={"kind": "motion", "id": motion})


def decide(world: World, a: int, b: int, c: int) -> Line:
    decision = pick(["adopted", "adopted", "adopted", "rejected", "lapsed"], b)
    data = {"motion_id": pick(world.motions, -1 - a), "decision": decision}
    changes = {"changes": [world.change(a, b, c)]} if decision == "adopted" and c == 5 else {}
    return (
        a_line("decide_motion", **data, **changes, vote_id=pick(world.votes, c))
        if c == 4
        else a_line("decide_motion", **data, **changes)
    )


def adopt(world: World, a: int, b: int, c: int) -> Line:
    motions = list(dict.fromkeys(world.motions[-1 - a :]))
    return a_line("adopt_motions", framework_id=world.room.framework, motions=motions)


def receive(world: World, a: int, b: int, c: int) -> Line:
    names = list(dict.fromkeys([pick(world.provisions, a), pick(world.provisions, b), pick(world.provisions, a + c)]))
    listed = [a_provision(name, text=f"Received {c}.") for name in names]
    if c % 3 == 0 and len(names) > 1:
        listed[1]["parent"] = names[0]
    data = {"framework_id": world.room.framework, "version_id": new_id(), "name": "Received"}
    return a_line("receive_version", **data, provisions=listed, extent=pick(["extract", "whole"], a))


def publish(world: World, a: int, b: int, c: int) -> Line:
    if b % 2:
        return a_line("adopt_version", version_id=pick(world.versions, a), method="acclamation")
    data = {"framework_id": world.room.framework, "version_id": new_id(), "name": "Published"}
    return a_line("publish_version", **data)


def vote(world: World, a: int, b: int, c: int) -> Line:
    data = {"vote_id": new_id(), "consultation_id": world.room.consultation, "question": "Q?"}
    subject = {"kind": "motion", "id": pick(world.motions, -1 - a)}
    ballots = [[world.room.member, pick(["yes", "no"], b)]]
    return a_line("record_vote", **data, subject=subject, method="recorded", ballots=ballots, result="carried")


def rule(world: World, a: int, b: int, c: int) -> Line:
    value = pick(["organizer", "consensus", "majority"], a)
    return a_line("adopt_rule", consultation_id=world.room.consultation, rule="decision_method", value=value)


def speak(world: World, a: int, b: int, c: int) -> Line:
    if b == 5:
        return a_line("redact_statement", statement_id=pick(world.statements, -1 - a), reason="legal_order")
    data = {"statement_id": new_id(), "consultation_id": world.room.consultation, "text": f"Words {c}."}
    return a_line("make_statement", **data, participant_id=pick(world.people, a), kind="remark")


def people(world: World, a: int, b: int, c: int) -> Line:
    who = {"participant_id": pick(world.people, a)}
    if b == 5:
        return a_line("erase_participant", **who, reason="legal_order")
    where = {"consultation_id": world.room.consultation}
    if b % 2:
        return a_line("end_accreditation", **who, **where)
    return a_line("accredit", **who, **where, standing=pick(["member", "observer"], c))


ACTIONS: list[Callable[[World, int, int, int], Line]] = [
    table,
    table,
    table,
    propose,
    revise,
    take,
    leave,
    decide,
    decide,
    adopt,
    receive,
    publish,
    vote,
    rule,
    speak,
    people,
]

steps = st.lists(st.tuples(st.sampled_from(ACTIONS), number, number, number), min_size=4, max_size=14)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("law") / "empty.db"
    migrate(Database.from_url(f"sqlite:///{path}"))
    return path


@pytest.fixture
def fresh_urls(empty: Path) -> Iterator[Callable[[], str]]:
    """Addresses of empty ledgers, as many as are asked for."""
    with TemporaryDirectory() as directory:

        def another() -> str:
            path = Path(directory) / f"{new_id()}.db"
            shutil.copyfile(empty, path)
            return f"sqlite:///{path}"

        yield another


def play(world: World, line: Line) -> Answer | None:
    """Send one line; what a refusal may not touch is compared before and after."""
    cache, store = world.ledger._deciding._cache, world.ledger.record_store
    before, head = {one.id: state_of(one) for one in cache}, store.head()
    try:
        answer = world.ledger.execute(line, importing=True)
    except Refusal as refusal:
        assert refusal.message.endswith("."), refusal.message  # noqa: PT017
        assert store.head() == head
        assert all(before.get(one.id, state_of(one)) == state_of(one) for one in cache)
        return None
    world.remember(line)
    return answer


def check_cache(ledger: Ledger) -> None:
    """Every aggregate in the cache is the one that the record folds to."""
    for aggregate in ledger._deciding._cache:
        assert state_of(aggregate) == state_of(folded(ledger, type(aggregate), aggregate.id))


def check_model(world: World) -> None:
    """What must be true of a text and of motions, whatever happened."""
    framework = world.framework()
    shown = list(framework.tree.depth_first())
    assert {one.id for one in shown} == set(framework.tree.provisions)
    assert all(one.wording == one.produced_wording() for one in shown)
    for name in world.motions:
        motion = folded(world.ledger, Motion, name)
        assert set(motion.sponsors) <= motion.bound
        assert motion.sponsors or not motion.is_open or not motion.is_on_record


def check_replay(ledger: Ledger) -> None:
    replay, head = Replay(), ledger.record_store.head()
    replay.feed(map(ledger.event, ledger.record_store.stored_between(1, head, head)))
    replay.finish()
    assert all(version.holds for version in replay.versions)
    assert replay.differing == []


def check_round_trip(ledger: Ledger, url: str) -> None:
    """Commands out are commands in: an import of the export is exported as the same bytes."""
    lines = exported(ledger)
    with a_ledger(url, Clock(ledger._clock.now)) as other:  # type: ignore[attr-defined]
        report = import_lines(other, BytesIO(lines))
        assert [one.refusal.sentence for one in report.refused] == []
        assert exported(other) == lines


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_cache_record_replay_and_export_agree_after_any_commands(
    fresh_urls: Callable[[], str], steps: list[tuple[Callable[..., Line], int, int, int]]
) -> None:
    with a_ledger(fresh_urls()) as ledger:
        world = World(ledger)

        for action, a, b, c in steps:
            play(world, action(world, a, b, c))

        check_cache(ledger)
        check_model(world)
        check_replay(ledger)
        check_round_trip(ledger, fresh_urls())


def test_every_kind_of_step_is_accepted_at_times(fresh_urls: Callable[[], str]) -> None:
    accepted, random = Counter[str](), Random(2015)
    with a_ledger(fresh_urls()) as ledger:
        for _ in range(20):
            world = World(ledger)
            for action in random.choices(ACTIONS, k=14):
                answer = play(world, action(world, *(random.randint(0, 5) for _ in range(3))))
                accepted[action.__name__] += answer is not None

    assert min(accepted.values()) > 0
    assert set(accepted) == {action.__name__ for action in ACTIONS}


def test_the_law_holds_for_a_room_with_every_kind_of_event(ledger: Ledger, room: Room, tmp_path: Path) -> None:
    every_kind_of_event(ledger, room)
    url = f"sqlite:///{tmp_path / 'other.db'}"
    migrate(Database.from_url(url))

    check_cache(ledger)
    check_replay(ledger)
    check_round_trip(ledger, url)
