"""The compilation text: a framework as it stands with its open wordings in brackets, and who stands behind each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import and_, select

from ledger.domain.vocabulary import Stance, Standing
from ledger.projections.queries.asked import Asked, asked
from ledger.projections.queries.brackets import Brackets, Open, brackets_of
from ledger.projections.queries.brackets_over_time import Counts, Point, counts_over_time
from ledger.projections.queries.fitting import FITS
from ledger.projections.queries.frameworks import Framework
from ledger.projections.queries.known import Known, known
from ledger.projections.queries.motions import Motion
from ledger.projections.queries.positions import said_on_open_motions
from ledger.projections.queries.states import Missing, State, current_state
from ledger.projections.queries.text import Text, text_at
from ledger.projections.reading import Reading
from ledger.projections.tables import motions, sponsors

SPOKEN_FOR = (Stance.ENDORSE, Stance.ENDORSE_WITH_RESERVATION, Stance.OBJECT)
"""The stances that a compilation tells of, beside those who asked."""


@dataclass(frozen=True, slots=True)
class Sponsored:
    """Who sponsors a wording as it stands, and on whose behalf."""

    participant_id: str
    on_behalf_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind the wording of a motion as it stands, or against it; ids of participants, the first first.

    Attributes:
        asked: those who put this wording forward, or revised the motion to it.
        joined: those who became sponsors of it later.
        members: by stance, members of the consultation who take it.
        others: by stance, observers, guests and those who no longer take part: they do not count.
    """

    asked: tuple[Sponsored, ...] = ()
    joined: tuple[Sponsored, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sponsors(self) -> tuple[Sponsored, ...]:
        """All who ask for it."""
        return (*self.asked, *self.joined)

    @property
    def people(self) -> list[str]:
        """Everyone whom it names."""
        sponsoring = [id for one in self.sponsors for id in (one.participant_id, *one.on_behalf_of)]
        return [*sponsoring, *(id for said in (self.members, self.others) for ids in said.values() for id in ids)]


@dataclass(frozen=True, slots=True)
class Compilation:
    """A framework as it stands with its open wordings in brackets.

    Attributes:
        motions: every open one, by id.
        apart: the motions that are not on the words as they stand, in the order of their numbers: in no bracket.
        over_time: how many brackets were open, from the first record that could change it to the last.
    """

    framework: Framework
    state: State | Missing
    text: Text
    brackets: Brackets
    motions: Mapping[str, Motion]
    behind: Mapping[str, Behind]
    apart: tuple[Asked, ...]
    over_time: tuple[Point, ...]
    known: Known

    @property
    def in_provisions(self) -> int:
        """How many provisions of the text have a bracket."""
        return sum(1 for block in self.brackets.disputed if not block.is_new)

    @property
    def new_provisions(self) -> int:
        """How many brackets bring a new provision."""
        return sum(1 for one in self.brackets.all if one.about == "provision")

    @property
    def beside_words(self) -> list[Open]:
        """The brackets that are only about places, labels and tags."""
        return [one for one in self.brackets.all if not one.is_of_words]

    @property
    def apart_at(self) -> dict[str, list[Asked]]:
        """By provision, the motions of which something stands in the way there."""
        found: dict[str, list[Asked]] = {}
        for one in self.apart:
            for id in dict.fromkeys(obstacle.provision_id for obstacle in one.obstacles):
                found.setdefault(id, []).append(one)
        return found

    @property
    def unplaced(self) -> list[Asked]:
        """Those in whose way nothing stands that is in the text."""
        return [one for one in self.apart if not {it.provision_id for it in one.obstacles} & self.text.by_id.keys()]


def compilation(reading: Reading, framework: Framework, when: str, counts: Counts) -> Compilation:
    """The text as it stands with its open wordings in brackets: a fixed number of queries.

    Args:
        when: now; terms of accreditation are judged by it.
        counts: what is known of the past of this ledger; what is found out is added to it.
    """
    text = text_at(reading, framework.id, reading.position)
    found = asked(reading, framework.id, text)
    brackets = brackets_of(text, {one.motion.id: one.changes for one in found if one.fit in FITS})
    over_time = counts_over_time(reading, framework.id, len(brackets.all), counts)
    behind = _behind(reading, framework.id, when)
    state = current_state(reading, framework)
    return Compilation(
        framework=framework,
        state=state,
        text=text,
        brackets=brackets,
        motions={one.motion.id: one.motion for one in found},
        behind={one.motion.id: behind.get(one.motion.id, Behind()) for one in found},
        apart=tuple(one for one in found if one.fit not in FITS),
        over_time=tuple(over_time),
        known=known(reading, [*_issuers(state), *(id for one in behind.values() for id in one.people)]),
    )


def _issuers(state: State | Missing) -> list[str]:
    versions = state.versions if isinstance(state, State) else ()
    return [id for version in versions for id in (version.actor, *version.issued_by)]


def _behind(reading: Reading, framework_id: str, when: str) -> dict[str, Behind]:
    said = said_on_open_motions(reading, framework_id, when)
    sponsoring = _sponsors(reading, framework_id)
    found = {}
    for motion_id in {**sponsoring, **said}:
        asking, joining = sponsoring.get(motion_id, ([], []))
        they = {one.participant_id for one in (*asking, *joining)}
        taken = [one for one in said.get(motion_id, ()) if one.participant_id not in they]
        members = _by_stance((one.stance, one.participant_id) for one in taken if one.standing == Standing.MEMBER)
        others = _by_stance((one.stance, one.participant_id) for one in taken if one.standing != Standing.MEMBER)
        found[motion_id] = Behind(tuple(asking), tuple(joining), members, others)
    return found


def _by_stance(said: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    pairs = list(said)
    found = {stance.value: tuple(id for taken, id in pairs if taken == stance) for stance in SPOKEN_FOR}
    return {stance: ids for stance, ids in found.items() if ids}


def _sponsors(reading: Reading, framework_id: str) -> dict[str, tuple[list[Sponsored], list[Sponsored]]]:
    """By motion, those who put its wording as it stands forward, and those who joined them."""
    of_wording = and_(sponsors.c.motion_id == motions.c.id, sponsors.c.revision == motions.c.revision)
    query = (
        select(sponsors.c.motion_id, sponsors.c.participant_id, sponsors.c.how, sponsors.c.on_behalf_of)
        .join_from(motions, sponsors, of_wording)
        .where(motions.c.framework_id == framework_id, motions.c.decision.is_(None), sponsors.c.until.is_(None))
        .order_by(sponsors.c.since, sponsors.c.participant_id)
    )
    found: dict[str, tuple[list[Sponsored], list[Sponsored]]] = {}
    for row in reading.connection.execute(query):
        asking, joining = found.setdefault(row.motion_id, ([], []))
        side = joining if row.how == "joined" else asking
        side.append(Sponsored(row.participant_id, tuple(row.on_behalf_of or ())))
    return found
