"""The text of a framework at any position, and what its provisions are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, and_, func, literal, select, union_all

from ledger.domain.vocabulary import Horizon, Level
from ledger.domain.vocabulary import label as label_of
from ledger.projections.reading import Reading
from ledger.projections.tables import children, provisions

TOP = ""
"""The parent of what stands at the top level."""

OUTERMOST, INNERMOST = 2, 6
"""Levels of headings in a text: the first is the page's own."""

# What a text is made of; how each row came about, and who wrote it, is not read with it.
_SHOWN = [
    *(provisions.c[name] for name in ("provision_id", "since", "parent", "kind", "label", "heading", "text")),
    *(provisions.c[name] for name in ("levels", "horizons", "people", "wording", "deleted")),
]

# Made once: an alias has every column of its table, and making those takes as long as the query.
_STANDING, _OLDER = provisions.alias("standing"), provisions.alias("older")
_OLDER_ORDER = children.alias("older")


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision as it stood; `since` is the position from which this state of it held.

    Attributes:
        depth: how many provisions stand above it.
        level: of its heading among those of a page, from 2 to 6.
        name: what to call it in a sentence, with what it stands under: "Part III, action (b)".
    """

    id: str
    parent: str
    kind: str
    label: str
    heading: str
    text: str
    levels: tuple[str, ...]
    horizons: tuple[str, ...]
    people: tuple[str, ...]
    wording: str
    since: int
    depth: int = 0
    name: str = ""
    level: int = 2

    @property
    def tags(self) -> dict[str, tuple[str, ...]]:
        """Its tags, by their kind."""
        return {"levels": self.levels, "horizons": self.horizons, "people": self.people}

    @property
    def tags_in_order(self) -> dict[str, list[str]]:
        """Its tags from the widest level and the nearest horizon on, as people name them."""
        in_order = {"levels": [*Level], "horizons": [*Horizon], "people": sorted(self.people)}
        return {tag: [value for value in values if value in self.tags[tag]] for tag, values in in_order.items()}

    def named(self, name: str) -> "Provision":
        """The same under a name."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True)
class Text:
    """The provisions of a framework depth first, and the order of the children of each parent."""

    provisions: tuple[Provision, ...]
    children: Mapping[str, tuple[str, ...]]
    by_id: Mapping[str, Provision] = field(default_factory=dict)

    def sibling_before(self, provision: Provision) -> str | None:
        """What a provision stands after; None where it is the first under its parent."""
        siblings = self.children[provision.parent]
        place = siblings.index(provision.id)
        return siblings[place - 1] if place else None


def text_at(reading: Reading, framework_id: str, position: int) -> Text:
    """The text as it stood from `position` on: two queries, each one seek for a provision, however long the past."""
    standing = {row.provision_id: row for row in _rows_at(reading, framework_id, position) if not row.deleted}
    order = {row.parent: tuple(row.ids) for row in _children_at(reading, framework_id, position)}
    return text_of(standing, order)


def _rows_at(reading: Reading, framework_id: str, position: int) -> Any:
    ids = _ever_in(framework_id)
    newest = newest_row(ids.c.provision_id, position)
    query = select(*_SHOWN).join_from(ids, provisions, newest)
    return reading.connection.execute(query).all()


def _ever_in(framework_id: str) -> Subquery:
    """The ids of a framework's provisions: each has one row that has not ended, a deleted one too."""
    is_newest = and_(_STANDING.c.framework_id == framework_id, _STANDING.c.until.is_(None))
    return select(_STANDING.c.provision_id).where(is_newest).subquery("ids")


def newest_row(provision_id: ColumnElement[str], position: ColumnElement[int] | int) -> ColumnElement[bool]:
    """The condition that `provisions` is at the newest row of a provision that is not after a position."""
    older = _OLDER.c
    seek = select(func.max(older.since)).where(older.provision_id == provision_id, older.since <= position)
    return and_(provisions.c.provision_id == provision_id, provisions.c.since == seek.scalar_subquery())


def _children_at(reading: Reading, framework_id: str, position: int) -> Any:
    ids = _ever_in(framework_id)
    parents = union_all(select(literal(TOP).label("parent")), select(ids.c.provision_id)).subquery("parents")
    older = _OLDER_ORDER.c
    seek = select(func.max(older.since)).where(
        older.framework_id == framework_id, older.parent == parents.c.parent, older.since <= position
    )
    of_parent = and_(
        children.c.framework_id == framework_id,
        children.c.parent == parents.c.parent,
        children.c.since == seek.scalar_subquery(),
    )
    query = select(children.c.parent, children.c.ids).join_from(parents, children, of_parent)
    return reading.connection.execute(query).all()


def text_of(standing: Mapping[str, Row[Any]], order: Mapping[str, tuple[str, ...]]) -> Text:
    """The text that rows of `provisions`, by provision, and the order of the children of each parent make."""
    found: dict[str, Provision] = {}
    waiting = [(child, 0, "", OUTERMOST) for child in reversed(order.get(TOP, ()))]
    while waiting:
        provision_id, depth, above, level = waiting.pop()
        if (row := standing.get(provision_id)) is None:
            continue
        name = joined(above, name_of(row.kind, row.label or "", row.heading or ""))
        found[provision_id] = provision_of(row, depth, name, level)
        below = min(INNERMOST, level + 1) if row.heading else level
        waiting += [(child, depth + 1, name, below) for child in reversed(order.get(provision_id, ()))]
    return Text(tuple(found.values()), order, found)


def provision_of(row: Row[Any], depth: int = 0, name: str = "", level: int = OUTERMOST) -> Provision:
    """A row of `provisions` as a value."""
    # A column is found by its key in a third of the time that an attribute of the row takes.
    stood = row._mapping
    return Provision(
        id=stood["provision_id"],
        parent=stood["parent"],
        kind=stood["kind"],
        label=stood["label"] or "",
        heading=stood["heading"] or "",
        text=stood["text"] or "",
        levels=tuple(stood["levels"] or ()),
        horizons=tuple(stood["horizons"] or ()),
        people=tuple(stood["people"] or ()),
        wording=stood["wording"],
        since=stood["since"],
        depth=depth,
        name=name,
        level=level,
    )


def name_of(kind: str, label: str, heading: str) -> str:
    """What to call a provision by itself: "Objective 5", "action (b)", or its heading where it has no label."""
    called = label_of(kind)
    if label:
        says_so = called in label.lower().split()
        return label if says_so else f"{called} {label}"
    return heading if heading and len(heading) <= 60 else called


def joined(above: str, name: str) -> str:
    """A name with the name of what it stands under; the first letter of the whole is large."""
    if above:
        return f"{above}, {name}"
    return name[:1].upper() + name[1:]


def names_of(reading: Reading, ids: Iterable[str]) -> dict[str, str]:
    """What provisions are called today, with what each stands directly under; those never in the text are left out."""
    wanted = sorted(set(ids) - {TOP})
    if not wanted:
        return {}
    above, older = provisions.alias("above"), provisions.alias("older")
    newest = select(func.max(older.c.since))
    last = newest.where(older.c.provision_id == provisions.c.provision_id).scalar_subquery()
    last_above = newest.where(older.c.provision_id == provisions.c.parent).scalar_subquery()
    is_above = and_(above.c.provision_id == provisions.c.parent, above.c.since == last_above)
    of_above = [above.c[name].label(f"{name}_above") for name in ("kind", "label", "heading")]
    query = (
        select(provisions, *of_above)
        .join_from(provisions, above, is_above, isouter=True)
        .where(provisions.c.provision_id.in_(wanted), provisions.c.since == last)
    )
    return {row.provision_id: _name_with_parent(row) for row in reading.connection.execute(query)}


def _name_with_parent(row: Row[Any]) -> str:
    own = name_of(row.kind, row.label or "", row.heading or "")
    over = name_of(row.kind_above, row.label_above or "", row.heading_above or "") if row.kind_above else ""
    return joined(joined("", over) if over else "", own)
