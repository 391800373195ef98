"""Whatever becomes of a text: texts that are received, extracts, returns, moves, and motions that are adopted together.

At every position the words of each provision are all somebody's, the brackets can be taken out again, and every page
that tells of it answers and is well made.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.application import Ledger
from ledger.domain.errors import Refusal
from ledger.domain.provisions import Provision
from ledger.domain.wording import provision_wording
from ledger.interchange.compilations import compilation_as_markdown
from ledger.projections import tables
from ledger.projections.queries.blame import blame_of, row_at
from ledger.projections.queries.brackets import Open
from ledger.projections.queries.brackets_over_time import Counts
from ledger.projections.queries.compilation import Compilation, compilation
from ledger.projections.queries.frameworks import framework_of
from ledger.projections.queries.versions import versions_of
from ledger.projections.reading import Reading
from ledger.store.database import Database
from ledger.store.migrate import migrate
from tests.builders import (
    Data,
    Room,
    a_ledger,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
    text_of,
)
from tests.web.conftest import an_app
from tests.web.test_pages import page_at

WORDS = [
    *("states", "shall", "not", "protect", "refugees,", "and", "(towns)", "may", "host", "3", "new", "arrivals."),
    *("e\u0301te\u0301", "住房", "مأوى", "[a]", "<b>"),
]
STEPS = 14

law = settings(deadline=None, max_examples=5)


@dataclass
class Negotiation:
    """A room in which anything may happen.

    Attributes:
        counted: how many brackets were open, by position, when it was today.
        counts: what was kept of the past on the way.
    """

    ledger: Ledger
    room: Room
    random: Random
    motions: list[str] = field(default_factory=list)
    counted: dict[int, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)

    def go_on(self) -> None:
        """Something happens, or is refused."""
        often = [self.receive, self.table, self.adopt] * 2
        step = self.random.choice([*often, self.table, self.adopt, self.propose, self.publish])
        try:
            step()
        except Refusal:
            return
        with self.ledger.reading() as now:
            self.counted[now.position] = len(self.compiled(now, self.counts).brackets.all)

    def compiled(self, now: Reading, counts: Counts) -> Compilation:
        framework = framework_of(now, self.room.framework)
        assert framework is not None
        return compilation(now, framework, self.ledger.now(), counts)

    def receive(self) -> None:
        """A text with most of what stands, in another order now and then, some of what was deleted, and new ones."""
        standing = {one.id: one for one in text_of(self.ledger, self.room.framework)}
        with self.ledger.reading() as now:
            gone = [id for id in ids_of(now, self.room) if id not in standing]
        ids = [id for id in standing if self._maybe(0.9)] + [id for id in gone if self._maybe(0.4)]
        if self._maybe(0.4):
            self.random.shuffle(ids)
        listed = [self._given(standing.get(id) or Provision(id, "paragraph")) for id in [*ids, new_id()]]
        for place, one in enumerate(listed):
            if place and self._maybe(0.3):
                one["parent"] = self.random.choice(listed[:place])["provision_id"]
        extent = self.random.choice(["whole", "whole", "extract"])
        a_version(self.ledger, self.room.framework, listed, extent=extent)

    def table(self) -> None:
        provisions = text_of(self.ledger, self.room.framework) or [Provision(new_id(), "paragraph")]
        changes = [self._change(self.random.choice(provisions)) for _ in range(self.random.randint(1, 2))]
        self.motions.append(an_amendment(self.ledger, self.room.framework, self.room.member, changes))

    def propose(self) -> None:
        self.motions.append(
            a_proposal(self.ledger, self.room.framework, self.room.second, a_provision(text=self._words()))
        )

    def publish(self) -> None:
        version = {"version_id": new_id(), "name": "As it stands"}
        give(self.ledger, "publish_version", framework_id=self.room.framework, **version)

    def adopt(self) -> None:
        """One motion, or several together; or one is rejected."""
        chosen = list(dict.fromkeys(self.random.choices(self.motions or [new_id()], k=2)))
        if len(chosen) == 1:
            decide(self.ledger, chosen[0], self.random.choice(["adopted", "rejected"]))
        else:
            give(self.ledger, "adopt_motions", framework_id=self.room.framework, motions=chosen)

    def _change(self, one: Provision) -> Data:
        base = provision_wording(one.heading, one.text)
        op = self.random.choice(["rewrite", "rewrite", "rewrite", "delete", "move", "relabel", "retag"])
        more: dict[str, Data] = {
            "rewrite": {"base": base, "text": self._reworded(one.text)},
            "delete": {"base": base},
            "move": {"after": None},
            "relabel": {"base": base, "label": self.random.choice(["7", "7 bis"]), "heading": self._words()},
            "retag": {"levels": [self.random.choice(["local", "global"])]},
        }
        return {"op": op, "provision_id": one.id, **more[op]}

    def _given(self, one: Provision) -> Data:
        text = self._reworded(one.text) if self._maybe(0.3) else one.text
        words = {"label": one.label, "heading": one.heading, "text": text}
        return {"provision_id": one.id, "kind": one.kind, **{name: said for name, said in words.items() if said}}

    def _words(self) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(1, 9)))

    def _reworded(self, text: str) -> str:
        words = text.split()
        at = self.random.randint(0, len(words))
        return " ".join([*words[:at], self._words(), *words[at + self.random.randint(0, 2) :]])

    def _maybe(self, share: float) -> bool:
        return self.random.random() < share


def ids_of(now: Reading, room: Room) -> list[str]:
    """The provisions that stood in the room's text at any time, in the order in which they came."""
    own = tables.provisions.c
    query = select(own.provision_id).where(own.framework_id == room.framework).order_by(own.since)
    return list(dict.fromkeys(row.provision_id for row in now.connection.execute(query)))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, FlaskClient]]:
    url = f"sqlite:///{tmp_path_factory.mktemp('any') / 'ledger.db'}"
    migrate(Database.from_url(url))
    with a_ledger(url) as ledger, an_app(url) as app:
        yield ledger, app.test_client()


@given(st.integers(0, 2**32))
@law
def test_whatever_happened_every_page_answers_and_its_laws_hold(opened: tuple[Ledger, FlaskClient], seed: int) -> None:
    ledger, client = opened
    one = Negotiation(ledger, a_room(ledger), Random(seed))
    for _ in range(STEPS):
        one.go_on()

    with ledger.reading() as now:
        versions = [version.number for version in versions_of(now, one.room.framework)]
        ids = ids_of(now, one.room)
        assert_every_word_is_somebodys(now, ids, one.counted)
        assert_brackets_hold(one, now)
    slug = f"/frameworks/framework-{one.room.framework}"
    addresses = [f"{slug}/compilation", f"{slug}/history", *(f"{slug}/versions/{n}" for n in versions)]
    for address in (*addresses, *(f"/provisions/{id}" for id in ids)):
        assert page_at(client, address).faults() == [], address


def assert_every_word_is_somebodys(now: Reading, ids: list[str], positions: Iterable[int]) -> None:
    rows = (row_at(now, id, position) for position in positions for id in ids)
    for row in (row for row in rows if row is not None and row.origins):
        blame = blame_of(now, row)
        assert "".join(run.text for run in blame.heading) == (row.heading or "")
        assert "".join(run.text for run in blame.text) == (row.text or "")
        assert all(credit and (credit.motions or credit.version) for credit in (blame.ground, *blame.credits))


def assert_brackets_hold(one: Negotiation, now: Reading) -> None:
    found = one.compiled(now, Counts())
    assert compilation_as_markdown(found)
    standing = [block for block in found.brackets.blocks if not block.is_new]
    assert [block.provision.id for block in standing] == [provision.id for provision in found.text.provisions]
    for block in standing:
        pieces = [piece.stands if isinstance(piece, Open) else piece for piece in block.pieces]
        assert "".join(pieces) == block.provision.text
    assert found.over_time == one.compiled(now, one.counts).over_time
    points = {point.position: point.brackets for point in found.over_time}
    assert found.over_time[-1].brackets == len(found.brackets.all)
    assert all(points[position] == count for position, count in one.counted.items() if position in points)
