"""What became of provisions since open motions were worded, and edits carried through it to today's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from ledger.domain.provisions import as_edits
from ledger.projections.queries.text import Provision, provision_of
from ledger.projections.reading import Reading
from ledger.projections.tables import motion_wordings, motions, provisions
from ledger.text import Edit, edits_between, narrowed
from ledger.text.passage import Ground, Passage, carried_through


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a provision on the way from a motion's base to today; edits are on the text of the step before.

    Attributes:
        begun: the position of the first event of the command that made it.
        how: what the command did: received, inserted, deleted, or words like "edited moved".
    """

    provision: Provision
    edits: list[Edit] | None
    is_deleted: bool
    begun: int = 0
    how: str = ""


Chain = Sequence[Step]
"""The states of one provision, from the one that stood when the wording was given to today's."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An edit whose words did not survive a step, and what it met there.

    Attributes:
        own: as it was made.
        before: the text that gave way at that step.
        met: the edit of that step, on the text before; None where the whole provision was deleted.
        is_alike: whether the step made the very same change, be it in other pieces.
    """

    own: Edit
    step: Step
    before: str
    met: Edit | None
    is_alike: bool = False


class Past(Sequence[Step]):
    """The states of one provision; what many changes need in order to be carried through them is worked out once."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._last = {step.provision.wording: at for at, step in enumerate(steps) if not step.is_deleted}
        self._deleted = max((at for at, step in enumerate(steps) if step.is_deleted), default=-1)
        self._passages: dict[int, Passage] = {}
        self._changed: dict[int, set[Edit]] = {}
        self._ground: Ground | None = None

    @classmethod
    def of(cls, chain: Chain) -> "Past":
        """A chain as a past; a past as it is."""
        return chain if isinstance(chain, Past) else cls(chain)

    def __len__(self) -> int:
        return len(self._steps)

    @overload
    def __getitem__(self, at: int) -> Step: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Step]: ...
    def __getitem__(self, at: int | slice) -> Step | Sequence[Step]:
        return self._steps[at]

    def seen(self, base: str | None) -> Provision | None:
        """The provision as it last stood in a wording; as it last stood at all where none is named."""
        if base is not None and base in self._last:
            return self._steps[self._last[base]].provision
        return self._steps[-1].provision if self._steps else None

    def changed_since(self, base: str) -> Step | None:
        """The first step away from a wording."""
        at = self._last.get(base)
        return self._steps[at + 1] if at is not None and at + 1 < len(self._steps) else None

    def carried(self, base: str, edits: Sequence[Edit]) -> list[Edit] | None:
        """Edits on the last state with the base's wording, as they stand on today's; None where they do not."""
        at = self._last.get(base)
        if at is None or self._deleted >= at:
            return None
        if self._ground is None:
            self._ground = Ground(self._steps[-1].provision.text)
        return carried_through(edits, [self._passage(step) for step in range(at + 1, len(self))], self._ground)

    def meetings(self, base: str, edits: Sequence[Edit]) -> list[Meeting]:
        """Why edits cannot be carried: each whose words did not survive; all of them where only the result is wrong."""
        at = self._last.get(base)
        if at is None:
            return []
        going = [(edit, edit) for edit in edits]
        found: list[Meeting] = []
        for step in range(at + 1, len(self)):
            before = self._steps[step - 1].provision.text
            if self._steps[step].is_deleted:
                return [*found, *(Meeting(own, self._steps[step], before, None) for own, _ in going)]
            passage, kept = self._passage(step), []
            for own, edit in going:
                on = passage.carried(edit)
                if on is not None:
                    kept.append((own, on))
                else:
                    is_alike = self._parts(step).issuperset(narrowed(before, [edit]))
                    found.append(Meeting(own, self._steps[step], before, passage.met_by(edit), is_alike))
            going = kept
        return found or [one for own in edits if (one := self._nearest(at, own)) is not None]

    def _nearest(self, at: int, own: Edit) -> Meeting | None:
        """The last change beside an edit, where its words survived but cannot be changed any more between their new
        neighbours.
        """
        found, edit = None, own
        for step in range(at + 1, len(self)):
            passage = self._passage(step)
            if (near := passage.beside(edit)) is not None:
                found = Meeting(own, self._steps[step], self._steps[step - 1].provision.text, near)
            edit = passage.carried(edit) or edit
        return found

    def _parts(self, step: int) -> set[Edit]:
        """What a step changed, however wide its edits were recorded."""
        if step not in self._changed:
            before = self._steps[step - 1]
            self._changed[step] = set(narrowed(before.provision.text, leading_on(before, self._steps[step])))
        return self._changed[step]

    def _passage(self, step: int) -> Passage:
        if step not in self._passages:
            self._passages[step] = Passage(leading_on(self._steps[step - 1], self._steps[step]))
        return self._passages[step]


def pasts(reading: Reading, condition: ColumnElement[bool], changes: Iterable[Mapping[str, Any]]) -> dict[str, Past]:
    """By provision, what became of it since the oldest wording of motions was given: one query.

    Args:
        condition: which motions, on the table `motions`.
        changes: theirs; what they change is looked up, and the places that they name.
    """
    ids = {change.get(key) for change in changes for key in ("provision_id", "parent", "after")} - {None, ""}
    of_wording = and_(motion_wordings.c.motion_id == motions.c.id, motion_wordings.c.revision == motions.c.revision)
    given = select(func.min(motion_wordings.c.position)).join_from(motions, motion_wordings, of_wording)
    held = or_(provisions.c.until.is_(None), provisions.c.until > given.where(condition).scalar_subquery())
    return {id: Past(steps) for id, steps in _steps(reading, ids, held).items()}


def steps_since(reading: Reading, ids: Iterable[str], position: int) -> dict[str, list[Step]]:
    """By provision, what became of it since a position: from the state that stood there to today's.

    Args:
        ids: of the provisions; those that did not stand there yet are left out.
    """
    older = provisions.alias("older")
    newest = select(func.max(older.c.since)).where(
        older.c.provision_id == provisions.c.provision_id, older.c.since <= position
    )
    return _steps(reading, ids, provisions.c.since >= newest.scalar_subquery())


def _steps(reading: Reading, ids: Iterable[Any], condition: ColumnElement[bool]) -> dict[str, list[Step]]:
    query = (
        select(provisions)
        .where(provisions.c.provision_id.in_(set(ids)), condition)
        .order_by(provisions.c.provision_id, provisions.c.since)
    )
    found: dict[str, list[Step]] = {}
    for row in reading.connection.execute(query):
        found.setdefault(row.provision_id, []).append(_step(row))
    return found


def _step(row: Row[Any]) -> Step:
    edits = None if row.edits is None else as_edits(row.edits)
    return Step(provision_of(row), edits, row.deleted, row.command_position, row.how or "")


def leading_on(before: Step, after: Step) -> list[Edit]:
    """The edits from one state of a provision to the next, as recorded or else the minimal ones."""
    return after.edits if after.edits is not None else edits_between(before.provision.text, after.provision.text)
