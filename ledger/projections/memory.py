"""What the projector remembers of the rows that it wrote, so that folding an event asks the database nothing.

Before a batch is folded, what its events speak of is loaded with a few statements; after it was committed, what was not
spoken of for longest is forgotten beyond a limit. Inside a batch nothing is forgotten.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, and_, func, select

from ledger.domain.provisions import TOP, Provision, Tree
from ledger.projections import tables
from ledger.projections.crediting import Credits, authors_of
from ledger.text.blame import Credited
from ledger.text.graveyard import WORDS_KEPT, Graveyard

IDS_IN_A_QUERY = 500

V = TypeVar("V")


@dataclass(slots=True)
class Thing:
    """Where something belongs."""

    kind: str
    consultation_id: str | None
    framework_id: str | None
    illustrative: bool


NOWHERE = Thing("", None, None, False)


@dataclass(slots=True)
class Participant:
    """What an erasure ends: (role, place) and the consultations of its accreditations."""

    illustrative: bool = False
    roles: set[tuple[str, str]] = field(default_factory=set)
    accredited: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Motion:
    """A motion as it stands, and (revision, participant) of the sponsors who have not withdrawn."""

    changes: list[dict[str, Any]]
    revision: int = 0
    sponsors: set[tuple[int, str]] = field(default_factory=set)


@dataclass(slots=True)
class Framework:
    """The text as it stands.

    Attributes:
        revision: the number of the last revision.
        words: how many the text has.
        motions: how many were tabled.
        since: of each provision's newest row, one that says that it was deleted too.
        ordered: since when the children of a parent stand in their order.
        credits: who wrote its words.
    """

    revision: int = 0
    words: int = 0
    motions: int = 0
    tree: Tree = field(default_factory=Tree)
    since: dict[str, int] = field(default_factory=dict)
    ordered: dict[str, int] = field(default_factory=dict)
    credits: Credits = field(default_factory=Credits)


@dataclass(slots=True)
class Wanted:
    """The ids of what a batch of events speaks of; those that it makes itself may be among them."""

    things: set[str] = field(default_factory=set)
    consultations: set[str] = field(default_factory=set)
    participants: set[str] = field(default_factory=set)
    motions: set[str] = field(default_factory=set)
    frameworks: set[str] = field(default_factory=set)
    graveyards: set[str] = field(default_factory=set)
    votes: set[str] = field(default_factory=set)


class Recent(Generic[V]):
    """Values by id, those last asked for."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[str, V] = OrderedDict()
        self.get = self._values.get

    def __getitem__(self, id: str) -> V:
        return self._values[id]

    def __setitem__(self, id: str, value: V) -> None:
        self._values[id] = value

    def __contains__(self, id: str) -> bool:
        return id in self._values

    def missing(self, wanted: Iterable[str]) -> list[str]:
        """Those that are not here; the others count as asked for."""
        found = []
        for id in wanted:
            if id in self._values:
                self._values.move_to_end(id)
            else:
                found.append(id)
        return sorted(found)

    def trim(self) -> None:
        """Forget the oldest beyond the limit."""
        for _ in range(len(self._values) - self._limit):
            self._values.popitem(last=False)


class Memory:
    """What is remembered, by kind.

    Attributes:
        zones: the time zone of each consultation.
        votes: the subject of each vote.
    """

    def __init__(self) -> None:
        self.things: Recent[Thing] = Recent(4_000)
        self.zones: Recent[str] = Recent(1_000)
        self.participants: Recent[Participant] = Recent(4_000)
        self.motions: Recent[Motion] = Recent(2_000)
        self.frameworks: Recent[Framework] = Recent(32)
        self.votes: Recent[str] = Recent(4_000)

    def trim(self) -> None:
        """Forget what was not spoken of for longest."""
        for recent in (self.things, self.zones, self.participants, self.motions, self.frameworks, self.votes):
            recent.trim()

    def load(self, connection: Connection, wanted: Wanted) -> None:
        """Remember what is wanted and stands in the tables."""
        self._load_things(connection, self.things.missing(wanted.things))
        known = (self.things.get(id) for id in wanted.things)
        consultations = wanted.consultations | {thing.consultation_id for thing in known if thing} - {None}
        self._load_zones(connection, self.zones.missing(str(id) for id in consultations))
        self._load_participants(connection, self.participants.missing(wanted.participants))
        self._load_motions(connection, self.motions.missing(wanted.motions))
        for framework_id in self.frameworks.missing(wanted.frameworks):
            self._load_framework(connection, framework_id)
        for framework_id in wanted.graveyards:
            self._load_graveyard(connection, framework_id)
        self._load_votes(connection, self.votes.missing(wanted.votes))

    def _load_things(self, connection: Connection, ids: list[str]) -> None:
        for row in _rows(connection, tables.things, tables.things.c.id, ids):
            self.things[row["id"]] = Thing(
                row["kind"], row["consultation_id"], row["framework_id"], row["illustrative"]
            )

    def _load_zones(self, connection: Connection, ids: list[str]) -> None:
        for row in _rows(connection, tables.consultations, tables.consultations.c.id, ids):
            self.zones[row["id"]] = row["timezone"]

    def _load_votes(self, connection: Connection, ids: list[str]) -> None:
        for row in _rows(connection, tables.votes, tables.votes.c.id, ids):
            self.votes[row["id"]] = row["subject"]

    def _load_participants(self, connection: Connection, ids: list[str]) -> None:
        roles, accreditations = tables.roles.c, tables.accreditations.c
        for row in _rows(connection, tables.participants, tables.participants.c.id, ids):
            self.participants[row["id"]] = Participant(row["illustrative"])
        for row in _rows(connection, tables.roles, roles.participant_id, ids, roles.until.is_(None)):
            self.participants[row["participant_id"]].roles.add((row["role"], row["place"]))
        open_ones = accreditations.ended.is_(None)
        for row in _rows(connection, tables.accreditations, accreditations.participant_id, ids, open_ones):
            self.participants[row["participant_id"]].accredited.add(row["consultation_id"])

    def _load_motions(self, connection: Connection, ids: list[str]) -> None:
        sponsors = tables.sponsors.c
        for row in _rows(connection, tables.motions, tables.motions.c.id, ids):
            self.motions[row["id"]] = Motion(row["changes"], row["revision"])
        for row in _rows(connection, tables.sponsors, sponsors.motion_id, ids, sponsors.until.is_(None)):
            self.motions[row["motion_id"]].sponsors.add((row["revision"], row["participant_id"]))

    def _load_framework(self, connection: Connection, framework_id: str) -> None:
        row = connection.execute(_framework(framework_id)).mappings().first()
        if row is None:
            return
        framework = Framework(row["revision"], row["words"] or 0, row["motions"] or 0)
        provisions, children = tables.provisions.c, tables.children.c
        standing = and_(provisions.framework_id == framework_id, provisions.until.is_(None))
        for row in connection.execute(select(tables.provisions).where(standing)).mappings():
            framework.since[row["provision_id"]] = row["since"]
            if not row["deleted"]:
                framework.tree.provisions[row["provision_id"]] = Provision.of(dict(row), row["parent"] or TOP)
                framework.credits.authors[row["provision_id"]] = authors_of(row["origins"])
        in_order = and_(children.framework_id == framework_id, children.until.is_(None))
        for row in connection.execute(select(tables.children).where(in_order)).mappings():
            framework.tree.children[row["parent"]] = list(row["ids"])
            framework.ordered[row["parent"]] = row["since"]
        self.frameworks[framework_id] = framework

    def _load_graveyard(self, connection: Connection, framework_id: str) -> None:
        """What was taken out of a framework's text, as far back as it is ever found."""
        framework = self.frameworks.get(framework_id)
        if framework is None or framework.credits.graveyard is not None:
            return
        columns = tables.passages.c
        of_framework = select(tables.passages).where(columns.framework_id == framework_id)
        newest_first = of_framework.order_by(columns.since.desc(), columns.number.desc())
        found, words = [], 0
        for row in connection.execute(newest_first).mappings():
            words += row["words"]
            if words > WORDS_KEPT:
                break
            found.append(Credited(row["text"], authors_of(row["origins"]).text))
        framework.credits.graveyard = Graveyard(reversed(found))


def _framework(framework_id: str) -> Select[Any]:
    """A framework's last revision, the words after it, and how many motions it has."""
    frameworks, revisions, motions = tables.frameworks.c, tables.revisions.c, tables.motions.c
    last = and_(revisions.framework_id == frameworks.id, revisions.number == frameworks.revision)
    numbers = select(func.max(motions.number)).where(motions.framework_id == frameworks.id)
    words = revisions.words_before + revisions.words_inserted - revisions.words_deleted
    source = tables.frameworks.outerjoin(tables.revisions, last)
    return (
        select(frameworks.revision, words.label("words"), numbers.scalar_subquery().label("motions"))
        .select_from(source)
        .where(frameworks.id == framework_id)
    )


def _rows(
    connection: Connection,
    source: Table,
    column: ColumnElement[Any],
    ids: list[str],
    *further: ColumnElement[bool],
) -> Iterator[RowMapping]:
    """The rows whose column is one of the ids, however many these are."""
    rest = iter(ids)
    while some := list(islice(rest, IDS_IN_A_QUERY)):
        yield from connection.execute(select(source).where(column.in_(some), *further)).mappings()
