"""Whether an open motion still applies to the text as it stands, and as what changes. Computed, never recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select

from ledger.domain.provisions import as_edits
from ledger.projections.queries.changes import Difference, proposed
from ledger.projections.queries.text import TOP, Provision, Text, provision_of
from ledger.projections.reading import Reading
from ledger.projections.tables import motion_provisions, motion_wordings, motions, provisions
from ledger.text import Edit, edits_between, map_edits, overlapping


class Fit(StrEnum):
    """How changes stand to the text as it stands, from the best to the worst."""

    APPLIES = "applies"
    MOVED = "moved"
    IN_CONFLICT = "in_conflict"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a provision on the way from a motion's base to today; edits are on the text of the step before."""

    provision: Provision
    edits: list[Edit] | None
    is_deleted: bool


Chain = Sequence[Step]
"""The states of one provision, from the one that stood when the wording was given to today's."""


@dataclass(frozen=True, slots=True)
class Survived:
    """What became of edits on the way to today's words.

    Attributes:
        edits: on today's text, those whose words survived.
        lost: as they were made, those whose words did not; what was changed alike meanwhile is in neither.
    """

    edits: list[Edit]
    lost: list[Edit]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a motion would do to one provision: to today's words where it can, else to those that it was made on."""

    fit: Fit
    difference: Difference


def chains(reading: Reading, condition: ColumnElement[bool]) -> dict[str, dict[str, list[Step]]]:
    """By motion and provision, what became of it since the motion's wording was given.

    Args:
        condition: which motions, on the table `motions`.
    """
    older = provisions.alias("older")
    base = select(func.max(older.c.since)).where(
        older.c.provision_id == motion_provisions.c.provision_id, older.c.since <= motion_wordings.c.position
    )
    of_wording = and_(motion_wordings.c.motion_id == motions.c.id, motion_wordings.c.revision == motions.c.revision)
    named = and_(motion_provisions.c.motion_id == motions.c.id, motion_provisions.c.until.is_(None))
    later = and_(
        provisions.c.provision_id == motion_provisions.c.provision_id, provisions.c.since >= base.scalar_subquery()
    )
    query = (
        select(motions.c.id.label("motion_id"), provisions)
        .join_from(motions, motion_wordings, of_wording)
        .join(motion_provisions, named)
        .join(provisions, later)
        .where(condition, motion_provisions.c.op.not_in(("insert", "place")))
        .order_by(motions.c.id, provisions.c.provision_id, provisions.c.since)
    )
    found: dict[str, dict[str, list[Step]]] = {}
    for row in reading.connection.execute(query):
        steps = found.setdefault(row.motion_id, {}).setdefault(row.provision_id, [])
        if steps and steps[-1].provision.since == row.since:
            continue  # The motion makes several changes of this provision.
        steps.append(_step(row))
    return found


def steps_since(reading: Reading, ids: Iterable[str], position: int) -> dict[str, list[Step]]:
    """By provision, what became of it since a position: from the state that stood there to today's.

    Args:
        ids: of the provisions; those that did not stand there yet are left out.
    """
    older = provisions.alias("older")
    newest = select(func.max(older.c.since)).where(
        older.c.provision_id == provisions.c.provision_id, older.c.since <= position
    )
    query = (
        select(provisions)
        .where(provisions.c.provision_id.in_(set(ids)), provisions.c.since >= newest.scalar_subquery())
        .order_by(provisions.c.provision_id, provisions.c.since)
    )
    found: dict[str, list[Step]] = {}
    for row in reading.connection.execute(query):
        found.setdefault(row.provision_id, []).append(_step(row))
    return found


def survived(chain: Chain, base: str, edits: Sequence[Edit]) -> Survived:
    """Edits carried from the last state with the base's wording to today's, each as far as its own words go.

    A motion is carried whole or not at all; what its author is still writing can be carried in part.
    """
    ways = _ways(chain, base)
    if ways is None:
        return Survived([], list(edits))
    pairs = [(edit, edit) for edit in edits]
    alike: set[Edit] = set()
    for old, through in ways:
        alike |= {made for made, carried in pairs if carried in through}
        pairs = _carried([pair for pair in pairs if pair[0] not in alike], through, old)
    settled = alike | {made for made, _ in pairs}
    return Survived([carried for _, carried in pairs], [edit for edit in edits if edit not in settled])


def fitted(
    changes: Sequence[Mapping[str, Any]],
    replaced: Mapping[str, Any],
    steps: Mapping[str, Chain],
    today: Text,
    names: Mapping[str, str],
) -> list[Fitted]:
    """What a motion would make of each provision that it names, and whether it can."""
    made = _Motion(changes, replaced, steps, today)
    by_provision: dict[str, list[tuple[int, Mapping[str, Any], Fit]]] = {}
    for number, change in enumerate(changes):
        id = made.target(change)
        by_provision.setdefault(id, []).append((number, *made.carried(number, change)))
    found, own_names = [], made.names
    for id, carried in by_provision.items():
        fit = max((fit for _, _, fit in carried), key=list(Fit).index)
        can = fit in (Fit.APPLIES, Fit.MOVED)
        ours = [change if can else changes[number] for number, change, _ in carried]
        base = made.base(id)
        before = today.by_id.get(id) if can or base is None else base.named(names.get(id, ""))
        numbers = [str(number) for number, _, _ in carried]
        values = {str(at): replaced[number] for at, number in enumerate(numbers) if number in replaced}
        context = {**names, **own_names}
        found += [Fitted(fit, shown) for shown in proposed(ours, values, {id: before} if before else {}, context)]
    return found


def fit_of(
    changes: Sequence[Mapping[str, Any]], replaced: Mapping[str, Any], steps: Mapping[str, Chain], today: Text
) -> Fit:
    """How a motion as a whole stands to the text, without what it would make of it."""
    made = _Motion(changes, replaced, steps, today)
    fits = (made.carried(number, change)[1] for number, change in enumerate(changes))
    return max(fits, key=list(Fit).index, default=Fit.APPLIES)


def worst(found: Sequence[Fitted]) -> Fit:
    """How a motion as a whole stands to the text."""
    return max((one.fit for one in found), key=list(Fit).index, default=Fit.APPLIES)


class _Motion:
    """A motion's changes beside the text as it stands."""

    def __init__(
        self,
        changes: Sequence[Mapping[str, Any]],
        replaced: Mapping[str, Any],
        steps: Mapping[str, Chain],
        today: Text,
    ) -> None:
        self._replaced, self._steps, self._today = replaced, steps, today
        self._leaving = {change["provision_id"] for change in changes if change["op"] in ("delete", "move")}
        self._inserted = {change["provision"]["provision_id"] for change in changes if change["op"] == "insert"}
        self._moved_to = {
            change["provision_id"]: change.get("parent", TOP) for change in changes if change["op"] == "move"
        }
        inserts = [change for change in changes if change["op"] == "insert"]
        self._inserted_under = {change["provision"]["provision_id"]: change.get("parent", TOP) for change in inserts}
        self._inserts = inserts

    @property
    def names(self) -> dict[str, str]:
        """What the provisions that it inserts are called."""
        names = {provision.id: provision.name for provision in self._today.provisions}
        return {shown.provision.id: shown.name for shown in proposed(self._inserts, {}, {}, names)}

    def target(self, change: Mapping[str, Any]) -> str:
        """The id of the provision that a change is about."""
        id: str = change["provision"]["provision_id"] if change["op"] == "insert" else change["provision_id"]
        return id

    def base(self, id: str) -> Provision | None:
        """The provision as the motion's authors saw it."""
        chain = self._steps.get(id)
        return chain[0].provision if chain else None

    def carried(self, number: int, change: Mapping[str, Any]) -> tuple[Mapping[str, Any], Fit]:
        """A change on the text as it stands, and whether it can be made; the change as it is where it cannot."""
        if change["op"] == "insert":
            return change, self._fit_of_place(change)
        id = change["provision_id"]
        if id in self._inserted:
            return change, Fit.APPLIES
        provision = self._today.by_id.get(id)
        if provision is None:
            return change, Fit.GONE
        if change["op"] == "edit":
            return self._carried_edit(change, provision)
        return change, self._fit(number, change, provision)

    def _fit(self, number: int, change: Mapping[str, Any], provision: Provision) -> Fit:
        if change["op"] == "move":
            return self._fit_of_move(change, provision)
        if change["op"] == "delete":
            left = [child for child in self._today.children.get(provision.id, ()) if child not in self._leaving]
            return Fit.IN_CONFLICT if left or change["base"] != provision.wording else Fit.APPLIES
        tags = {tag: list(values) for tag, values in provision.tags.items()}
        now = {"label": provision.label, "heading": provision.heading, **tags}
        before = self._replaced.get(str(number)) or {}
        if any(now[key] != value for key, value in before.items() if key in now):
            return Fit.IN_CONFLICT
        return Fit.APPLIES if change.get("base", provision.wording) == provision.wording else Fit.MOVED

    def _fit_of_move(self, change: Mapping[str, Any], provision: Provision) -> Fit:
        fit = self._fit_of_place(change)
        if fit is not Fit.APPLIES:
            return fit
        parent = change.get("parent", TOP)
        above = parent
        while above:
            if above == provision.id:
                return Fit.IN_CONFLICT
            above = self._today.by_id[above].parent if above in self._today.by_id else TOP
        siblings = [id for id in self._today.children.get(parent, ()) if id not in self._leaving - {provision.id}]
        if provision.parent != parent:
            return Fit.APPLIES
        before = self._today.sibling_before(provision)
        last = "after" not in change and siblings[-1:] == [provision.id]
        return Fit.IN_CONFLICT if last or ("after" in change and change["after"] == before) else Fit.APPLIES

    def _fit_of_place(self, change: Mapping[str, Any]) -> Fit:
        """Whether the place is there: `gone` with its parent, in conflict where the sibling before it is."""
        parent, after = change.get("parent", TOP), change.get("after")
        if parent and parent not in self._today.by_id and parent not in self._inserted:
            return Fit.GONE
        if after is None:
            return Fit.APPLIES
        stands = self._today.by_id[after].parent if after in self._today.by_id else None
        under = self._inserted_under.get(after, self._moved_to.get(after, stands))
        return Fit.APPLIES if under == parent else Fit.IN_CONFLICT

    def _carried_edit(self, change: Mapping[str, Any], provision: Provision) -> tuple[Mapping[str, Any], Fit]:
        if change["base"] == provision.wording:
            return change, Fit.APPLIES
        edits = _through(self._steps.get(provision.id, ()), change["base"], as_edits(change["edits"]))
        if edits is None:
            return change, Fit.IN_CONFLICT
        return {**change, "base": provision.wording, "edits": edits}, Fit.MOVED


def _step(row: Row[Any]) -> Step:
    edits = None if row.edits is None else as_edits(row.edits)
    return Step(provision_of(row), edits, row.deleted)


def _through(chain: Chain, base: str, edits: list[Edit]) -> list[Edit] | None:
    """Edits carried from the last state with the base's wording to today's; None where their words did not survive."""
    ways = _ways(chain, base)
    if ways is None:
        return None
    carried: list[Edit] | None = edits
    for old, through in ways:
        carried = map_edits(carried, through, old) if carried is not None else None
    return carried


def _ways(chain: Chain, base: str) -> list[tuple[str, list[Edit]]] | None:
    """The texts from the last state with the base's wording on, each with the edits that lead to the next one.

    None where there is no such state, or the provision was deleted on the way.
    """
    found = [at for at, step in enumerate(chain) if step.provision.wording == base]
    if not found or any(step.is_deleted for step in chain[found[-1] :]):
        return None
    return [(before.provision.text, _leading_on(before, after)) for before, after in pairwise(chain[found[-1] :])]


def _leading_on(before: Step, after: Step) -> list[Edit]:
    return after.edits if after.edits is not None else edits_between(before.provision.text, after.provision.text)


_Pairs = list[tuple[Edit, Edit]]
"""Edits as they were made, each with itself as it was carried so far."""


def _carried(pairs: _Pairs, through: list[Edit], old: str) -> _Pairs:
    """The edits that lie apart from a change, carried through it."""
    apart = list(pairs)
    while (met := overlapping([carried for _, carried in apart], through)) is not None:
        del apart[met[0]]
    return _mapped(apart, through, old)


def _mapped(pairs: _Pairs, through: list[Edit], old: str) -> _Pairs:
    """The edits carried through a change, without those that would stand inside a word of the new text."""
    carried = map_edits([edit for _, edit in pairs], through, old)
    if carried is not None:
        return [(made, edit) for (made, _), edit in zip(pairs, carried, strict=True)]
    if len(pairs) < 2:
        return []
    middle = len(pairs) // 2
    kept = {made for half in (pairs[:middle], pairs[middle:]) for made, _ in _mapped(half, through, old)}
    fewer = [pair for pair in pairs if pair[0] in kept]
    return _mapped(fewer, through, old) if len(fewer) < len(pairs) else []
