"""Where a text that was received or issued differs from what the adopted motions produce: changes without a motion.

It is said exactly and blames nobody: those who lead a consultation issue texts, and a text from outside may have its
reasons without their being on record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, or_, select

from ledger.domain.vocabulary import Extent
from ledger.projections.reading import Reading
from ledger.projections.tables import children, provisions, revisions, versions
from ledger.text.alignment import aligned

Kind = Literal["issued", "unexplained"]
"""Issued without a proposal by those who lead the consultation; or not explained by a motion on record."""


@dataclass(frozen=True, slots=True)
class Count:
    """How much of one version came without a motion.

    Attributes:
        provisions: how many came, went or changed in any way.
        before: the position of the text that stood before it.
    """

    kind: Kind
    provisions: int
    words_inserted: int
    words_deleted: int
    before: int


def changes_without_motion(reading: Reading, framework_id: str) -> dict[str, Count]:
    """By the id of each version that brought a text from outside, but for the first text: at most three queries."""
    rows = reading.connection.execute(_versions_with_revisions(framework_id)).all()
    moved = _moved_among_siblings(reading, framework_id, [row.position for row in rows])
    return {
        row.id: Count(
            kind_of(row.issued_by),
            row.provisions_touched + moved.get(row.position, 0),
            row.words_inserted,
            row.words_deleted,
            row.before,
        )
        for row in rows
    }


def kind_of(issued_by: Sequence[str] | None) -> Kind:
    """How a version came by what no motion brought: by those who issued it, or nobody on record says how."""
    return "issued" if issued_by else "unexplained"


def _versions_with_revisions(framework_id: str) -> Any:
    """The versions that brought a text, each with the revision that it made and the position of the one before."""
    earlier = revisions.alias("earlier")
    own = and_(
        revisions.c.framework_id == versions.c.framework_id,
        revisions.c.number == versions.c.revision,
        revisions.c.position == versions.c.position,
    )
    is_before = and_(earlier.c.framework_id == versions.c.framework_id, earlier.c.number == versions.c.revision - 1)
    counted = (revisions.c.provisions_touched, revisions.c.words_inserted, revisions.c.words_deleted)
    return (
        select(versions.c.id, versions.c.issued_by, versions.c.position, *counted, earlier.c.position.label("before"))
        .join_from(versions, revisions, own)
        .join(earlier, is_before)
        .where(versions.c.framework_id == framework_id, versions.c.how == "received")
        .where(versions.c.extent != Extent.NOT_HELD)
    )


def _moved_among_siblings(reading: Reading, framework_id: str, positions: Sequence[int]) -> dict[int, int]:
    """How many provisions changed their place under the parent that they kept, and changed in no other way."""
    table = children.c
    query = select(children).where(table.framework_id == framework_id)
    rows = reading.connection.execute(query.where(or_(table.since.in_(positions), table.until.in_(positions)))).all()
    former = {(row.parent, row.until): row.ids for row in rows if row.until is not None}
    moved = {(id, row.since) for row in rows for id in _out_of_order(former.get((row.parent, row.since), ()), row.ids)}
    if not moved:
        return {}
    own = select(provisions.c.provision_id, provisions.c.since).where(
        provisions.c.provision_id.in_(sorted({id for id, _ in moved})), provisions.c.since.in_(positions)
    )
    moved -= {(id, since) for id, since in reading.connection.execute(own)}
    return {position: sum(since == position for _, since in moved) for position in positions}


def _out_of_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    kept_old, kept_new = ([id for id in one if id in other] for one, other in ((old, {*new}), (new, {*old})))
    if kept_old == kept_new:
        return set()
    return set(kept_new) - {kept_new[j] for _, j in aligned(kept_old, kept_new)}
