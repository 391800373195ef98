"""What became of a text from one state to another, provision by provision in reading order."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import and_, select

from ledger.projections.queries.changes import Difference, Place, difference
from ledger.projections.queries.history import MotionBehind, behind, motions_between
from ledger.projections.queries.kin import Kin, kin_of
from ledger.projections.queries.states import State
from ledger.projections.queries.text import TOP, Provision, Text, text_at
from ledger.projections.queries.versions import Version, versions_of
from ledger.projections.reading import Reading
from ledger.projections.tables import provisions
from ledger.text.alignment import aligned

_STANDING = provisions.alias("standing")


@dataclass(frozen=True, slots=True)
class Sources:
    """What stands behind the changes of one provision: motions, and texts that were received or issued."""

    motions: tuple[MotionBehind, ...] = ()
    received: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One provision of a comparison.

    Attributes:
        kin: of one that went out or came in: where else its words stand.
    """

    difference: Difference
    sources: Sources
    kin: Kin | None = None

    @property
    def is_change(self) -> bool:
        return self.difference.what != "same"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states and every provision of either, in reading order; `changes` are those that differ."""

    old: State
    new: State
    provisions: tuple[Compared, ...]

    @property
    def changes(self) -> tuple[Compared, ...]:
        return tuple(one for one in self.provisions if one.is_change)


def comparison(reading: Reading, framework_id: str, old: State, new: State) -> Comparison:
    """Two states side by side; the old one may be the later."""
    before, after = (text_at(reading, framework_id, state.revision.position) for state in (old, new))
    earliest, latest = sorted((old.revision.position, new.revision.position))
    steps = _steps_between(reading, framework_id, earliest, latest)
    differences = between(before, after, {step.id for step in steps if "moved" in step.how})
    found = _sources(reading, framework_id, steps, earliest, latest)
    kin = kin_of(differences)
    compared = (
        Compared(one, found.get(one.provision.id, Sources()), kin.get(one.provision.id))
        if one.what != "same"
        else Compared(one, Sources())
        for one in differences
    )
    return Comparison(old, new, tuple(compared))


def between(before: Text, after: Text, said_to_move: Set[str] = frozenset()) -> list[Difference]:
    """What becomes of every provision of either text, in the order of the second; what is gone stands where it was.

    Args:
        said_to_move: those that the record says were moved: of two that changed places, either could have been.
    """
    moved = _moved(before, after, said_to_move)
    found = []
    for id in _in_order(before, after):
        old, new = before.by_id.get(id), after.by_id.get(id)
        place = _place(after, new) if new and (old is None or id in moved) else None
        former = _place(before, old) if old and id in moved else None
        found.append(difference(old, new, place, former))
    return found


def _moved(before: Text, after: Text, said: Set[str]) -> set[str]:
    """Those in both texts that stand under another parent, or elsewhere among the siblings that they kept."""
    both = before.by_id.keys() & after.by_id.keys()
    moved = {id for id in both if before.by_id[id].parent != after.by_id[id].parent}
    for parent, siblings in after.children.items():
        new = [id for id in siblings if id in both and id not in moved]
        old = [id for id in before.children.get(parent, ()) if id in both and id not in moved]
        if old != new:
            moved |= _out_of_order(old, new, said)
    return moved


def _out_of_order(old: Sequence[str], new: Sequence[str], said: Set[str]) -> set[str]:
    stayed = [id for id in old if id not in said]
    if stayed == [id for id in new if id not in said]:
        return set(old) & said
    return set(new) - {new[j] for _, j in aligned(old, new)}


def _in_order(before: Text, after: Text) -> Iterable[str]:
    waiting = [*reversed(_siblings(TOP, before, after))]
    while waiting:
        id = waiting.pop()
        yield id
        waiting += reversed(_siblings(id, before, after))


def _siblings(parent: str, before: Text, after: Text) -> list[str]:
    """The children of a parent in the later text, with those that are gone behind what they stood after."""
    shown = [id for id in after.children.get(parent, ()) if id in after.by_id]
    behind: str | None = None
    for id in before.children.get(parent, ()):
        if id not in before.by_id:
            continue
        if id not in after.by_id:
            shown.insert(shown.index(behind) + 1 if behind in shown else 0, id)
            behind = id
        elif id in shown:
            behind = id
    return shown


def _place(text: Text, provision: Provision) -> Place:
    over = text.by_id[provision.parent].name if provision.parent in text.by_id else None
    after = text.sibling_before(provision)
    if after is None or after not in text.by_id:
        return Place(over, None, "first")
    return Place(over, text.by_id[after].name, "after")


@dataclass(frozen=True, slots=True)
class _Step:
    """One state that a provision came to; `begun` is the position of the command's first event."""

    id: str
    since: int
    begun: int
    how: str


def _sources(reading: Reading, framework_id: str, steps: Sequence[_Step], after: int, until: int) -> dict[str, Sources]:
    """By provision, what changed it after one position and not after another."""
    adopted = motions_between(reading, framework_id, after, until)
    received = {one.position: one for one in versions_of(reading, framework_id) if one.how == "received"}
    found: dict[str, Sources] = {}
    for step in steps:
        held = found.get(step.id, Sources())
        of_command = behind(adopted, step.begun, step.since)
        named = tuple(motion for motion in of_command if step.id in motion.provisions) or of_command
        version = received.get(step.since)
        found[step.id] = Sources((*held.motions, *named), (*held.received, *([version] if version else [])))
    return found


def _steps_between(reading: Reading, framework_id: str, after: int, until: int) -> list[_Step]:
    """What became of provisions in between, in order: a seek for each provision, whatever came before or after."""
    table, standing = provisions.c, _STANDING.c
    same = and_(table.provision_id == standing.provision_id, table.since > after, table.since <= until)
    query = (
        select(table.provision_id, table.since, table.command_position, table.how)
        .join_from(_STANDING, provisions, same)
        .where(standing.framework_id == framework_id, standing.until.is_(None))
        .order_by(table.since)
    )
    return [_Step(id, since, begun, how or "") for id, since, begun, how in reading.connection.execute(query)]
