"""A text with its open motions beside the provisions that they would change, and new provisions at their place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from ledger.projections.queries.asked import Obstacle, asked_of, pasts_of_open_motions
from ledger.projections.queries.fitting import Fit, Fitted, fit_of, fitted, worst
from ledger.projections.queries.frameworks import Framework
from ledger.projections.queries.known import Known, known
from ledger.projections.queries.motions import Motion, open_motions
from ledger.projections.queries.positions import Counts, counts_on_open_motions
from ledger.projections.queries.related import colliding, names_place
from ledger.projections.queries.states import Missing, State, current_state
from ledger.projections.queries.text import TOP, Provision, Text, text_at
from ledger.projections.reading import Reading
from ledger.projections.tables import motions, sponsors


@dataclass(frozen=True, slots=True)
class Note:
    """What one open motion would do to one provision.

    Attributes:
        fit: of the motion as a whole; `fitted` says how it stands to this provision.
        is_first: whether this is the first note of the motion on the page.
        obstacles: what is in the way of the motion, where it does not fit the text.
        collides: open motions on the same provision of which not both can be adopted as they are.
    """

    motion: Motion
    fit: Fit
    fitted: Fitted
    counts: Counts
    sponsors: tuple[str, ...]
    is_first: bool
    obstacles: tuple[Obstacle, ...] = ()
    collides: tuple[Motion, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A provision with the notes beside it, and what is proposed to stand behind it.

    Attributes:
        provision: None at the head of a text, for what is proposed to stand before everything.
    """

    provision: Provision | None
    notes: tuple[Note, ...]
    proposals: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class CurrentText:
    """A framework as it stands with its open motions.

    Attributes:
        unplaced: notes on provisions, or for places, that are gone from the text.
    """

    framework: Framework
    state: State | Missing
    blocks: tuple[Block, ...]
    unplaced: tuple[Note, ...]
    open_motions: tuple[Motion, ...]
    known: Known


def current_text(reading: Reading, framework: Framework, when: str) -> CurrentText:
    """The text as it stands with its open motions: a fixed number of queries.

    Args:
        when: now; terms of accreditation are judged by it.
    """
    text = text_at(reading, framework.id, reading.position)
    found = open_motions(reading, framework.id)
    notes = _notes(reading, framework, text, found, when)
    blocks, unplaced = _placed(text, notes)
    state = current_state(reading, framework)
    return CurrentText(framework, state, blocks, unplaced, tuple(found), _known(reading, state, notes))


def fits_of_open_motions(reading: Reading, framework_id: str) -> dict[str, Fit]:
    """How each open motion stands to the text as it stands: a fixed number of queries."""
    text = text_at(reading, framework_id, reading.position)
    found = open_motions(reading, framework_id)
    became = pasts_of_open_motions(reading, framework_id, found)
    return {motion.id: fit_of(motion.changes, motion.replaced, became, text) for motion in found}


def _known(reading: Reading, state: State | Missing, notes: Iterable[Note]) -> Known:
    versions = state.versions if isinstance(state, State) else ()
    issued = [id for version in versions for id in (version.actor, *version.issued_by)]
    return known(reading, [*issued, *(id for note in notes for id in note.sponsors)])


def _notes(reading: Reading, framework: Framework, text: Text, found: Sequence[Motion], when: str) -> list[Note]:
    became = pasts_of_open_motions(reading, framework.id, found)
    counts = counts_on_open_motions(reading, framework.id, when)
    who = _sponsors(reading, framework.id)
    names = {provision.id: provision.name for provision in text.provisions}
    asking = asked_of(reading, found, became, text)
    clashes = colliding(asking)
    notes = []
    for asked in asking:
        motion = asked.motion
        made = fitted(motion.changes, motion.replaced, became, text, names)
        whole = worst(made)
        for number, one in enumerate(made):
            mine = (counts.get(motion.id, Counts()), tuple(who.get(motion.id, ())))
            here = tuple(other for other in clashes.get(motion.id, ()) if names_place(other, one.difference))
            notes.append(Note(motion, whole, one, *mine, number == 0, asked.obstacles, here))
    return notes


def _sponsors(reading: Reading, framework_id: str) -> Mapping[str, list[str]]:
    of_wording = and_(sponsors.c.motion_id == motions.c.id, sponsors.c.revision == motions.c.revision)
    query = (
        select(sponsors.c.motion_id, sponsors.c.participant_id)
        .join_from(motions, sponsors, of_wording)
        .where(motions.c.framework_id == framework_id, motions.c.decision.is_(None), sponsors.c.until.is_(None))
        .order_by(sponsors.c.since, sponsors.c.participant_id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in reading.connection.execute(query):
        found[row.motion_id].append(row.participant_id)
    return found


def _placed(text: Text, notes: Iterable[Note]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    beside: dict[str, list[Note]] = defaultdict(list)
    behind: dict[str, list[Note]] = defaultdict(list)
    unplaced: list[Note] = []
    last = _last_below(text)
    for note in notes:
        shown = note.fitted.difference
        if shown.what == "inserted":
            place = _behind(note, text, last)
            (behind[place] if place is not None else unplaced).append(note)
        elif shown.provision.id in text.by_id:
            beside[shown.provision.id].append(note)
        else:
            unplaced.append(note)
    head = (Block(None, (), tuple(behind[TOP])),) if TOP in behind else ()
    blocks = (Block(one, tuple(beside[one.id]), tuple(behind[one.id])) for one in text.provisions)
    return (*head, *blocks), tuple(unplaced)


def _behind(note: Note, text: Text, last: Mapping[str, str]) -> str | None:
    """The id of the provision behind which a new one is shown; "" before everything, None where its place is gone."""
    id = note.fitted.difference.provision.id
    inserts = (one for one in note.motion.changes if one["op"] == "insert")
    change = next(one for one in inserts if one["provision"]["provision_id"] == id)
    parent, after = change.get("parent", TOP), change.get("after")
    if note.fitted.fit in (Fit.GONE, Fit.IN_CONFLICT) or (parent and parent not in text.by_id):
        return None
    if after is not None:
        return last.get(after)
    return parent if "after" in change else last.get(parent, TOP)


def _last_below(text: Text) -> dict[str, str]:
    """For each provision, and for the whole under "", the last one in reading order that stands under it, or itself."""
    last: dict[str, str] = {}
    for provision in text.provisions:
        above: str | None = provision.id
        while above:
            last[above] = provision.id
            above = text.by_id[above].parent
        last[TOP] = provision.id
    return last
