"""A text at many positions, each with what its open motions asked of it then, as worded then: from few queries.

`text_at` and `asked` answer for one position by seeking; this reads every state of a framework once, and goes through
them in memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Table, select

from ledger.domain.provisions import as_edits
from ledger.projections.queries.fitting import FITS, carried
from ledger.projections.queries.pasts import Past, Step
from ledger.projections.queries.text import Text, provision_of, text_of
from ledger.projections.reading import Reading
from ledger.projections.tables import children, motion_wordings, motions, provisions

Changes = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Then:
    """A text at a position.

    Attributes:
        asked: by motion, in the order of their numbers, the changes that could be made of this text.
    """

    position: int
    text: Text
    asked: Mapping[str, Changes]


def text_over_time(reading: Reading, framework_id: str, positions: Sequence[int]) -> Iterator[Then]:
    """The text at each of these positions, rising: three queries.

    Args:
        positions: of ends of commands; those inside one are no states.
    """
    past = _EveryState(reading, framework_id)
    worded = _worded(reading, framework_id)
    for position in sorted(positions):
        past.go_on_to(position)
        yield Then(position, past.text, past.asked([one for one in worded if one.is_open_at(position)]))


@dataclass(frozen=True, slots=True)
class _Worded:
    """A wording of a motion, and between which positions it was open."""

    motion_id: str
    changes: Changes
    replaced: Mapping[str, Any]
    since: int
    until: int | None

    def is_open_at(self, position: int) -> bool:
        return self.since <= position and (self.until is None or position < self.until)


def _worded(reading: Reading, framework_id: str) -> list[_Worded]:
    """Every wording of a framework's motions, by their numbers."""
    wordings = motion_wordings.c
    query: Any = (
        select(wordings.motion_id, wordings.position, wordings.changes, wordings.replaced, motions.c.decided)
        .join_from(motions, motion_wordings, wordings.motion_id == motions.c.id)
        .where(motions.c.framework_id == framework_id)
        .order_by(motions.c.number, wordings.revision)
    )
    found = []
    for _, of_motion in groupby(reading.connection.execute(query), attrgetter("motion_id")):
        rows = [*of_motion]
        ends = [*(row.position for row in rows[1:]), rows[0].decided]
        found += [_wording(row, until) for row, until in zip(rows, ends, strict=True)]
    return found


def _wording(row: Row[Any], until: int | None) -> _Worded:
    return _Worded(row.motion_id, tuple(row.changes), row.replaced or {}, row.position, until)


class _EveryState:
    """A text that goes on from position to position."""

    def __init__(self, reading: Reading, framework_id: str) -> None:
        self._rows = _in_order(reading, framework_id, provisions, _STATE)
        self._orders = _in_order(reading, framework_id, children, ("parent", "since", "ids"))
        self._standing: dict[str, Row[Any]] = {}
        self._order: dict[str, tuple[str, ...]] = {}
        self._steps: dict[str, list[Step]] = {}
        self._pasts: dict[str, Past] = {}
        self.text = text_of({}, {})

    def go_on_to(self, position: int) -> None:
        while self._rows and self._rows[-1].since <= position:
            row = self._rows.pop()
            self._standing[row.provision_id] = row
            self._steps.setdefault(row.provision_id, []).append(_step(row))
            self._pasts.pop(row.provision_id, None)
        while self._orders and self._orders[-1].since <= position:
            row = self._orders.pop()
            self._order[row.parent] = tuple(row.ids)
        standing = {id: row for id, row in self._standing.items() if not row.deleted}
        self.text = text_of(standing, self._order)

    def asked(self, worded: Sequence[_Worded]) -> dict[str, Changes]:
        """By motion, what can be made of the text as it stands there."""
        found = {}
        for one in worded:
            now = carried(one.changes, one.replaced, self._pasts_of(one), self.text)
            if now.fit in FITS:
                found[one.motion_id] = now.changes
        return found

    def _pasts_of(self, worded: _Worded) -> dict[str, Past]:
        ids = {change["provision_id"] for change in worded.changes if change["op"] != "insert"}
        return {id: self._past(id) for id in ids if id in self._steps}

    def _past(self, id: str) -> Past:
        if id not in self._pasts:
            self._pasts[id] = Past(tuple(self._steps[id]))
        return self._pasts[id]


def _step(row: Row[Any]) -> Step:
    return Step(provision_of(row), None if row.edits is None else as_edits(row.edits), row.deleted)


# Who wrote the words of a state takes more room than the words, and is not asked here.
_STATE = (
    *("provision_id", "since", "deleted", "edits", "wording"),
    *("parent", "kind", "label", "heading", "text", "levels", "horizons", "people"),
)


def _in_order(reading: Reading, framework_id: str, table: Table, columns: Sequence[str]) -> list[Row[Any]]:
    """Every row of a framework, the newest first."""
    query: Any = select(*(table.c[name] for name in columns)).where(table.c.framework_id == framework_id)
    return list(reading.connection.execute(query.order_by(table.c.since.desc())))
