"""Open motions beside one another: how they stand to each other, and what the adoption of one does to another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger.domain.consequences import Consequence, consequence, places_of
from ledger.domain.provisions import as_edits
from ledger.domain.relations import relations
from ledger.projections.queries.asked import Asked, asked_of, pasts_of_open_motions
from ledger.projections.queries.changes import Difference
from ledger.projections.queries.fitting import FITS
from ledger.projections.queries.motions import Motion, open_motions
from ledger.projections.queries.text import Text
from ledger.projections.reading import Reading
from ledger.text.relations import CLASHES, Relation


@dataclass(frozen=True, slots=True)
class Related:
    """Another open motion that has to do with one.

    Attributes:
        relation: of the other one to this: `contained` where the other lies within this one.
        shares: whether they ask for some words alike.
        becomes: what becomes of the other one if this is adopted.
    """

    motion: Motion
    relation: Relation
    shares: bool
    becomes: Consequence


@dataclass(frozen=True, slots=True)
class Standing:
    """How an open motion stands to the text and to the other open motions.

    Attributes:
        related: by number; none where it does not fit the text.
        apart: others that change other words of the same provisions, so that both can be adopted, by number.
        unfit: other motions that name the same provisions or places, and do not fit the text themselves.
        is_beside_others: whether there are any that name the same provisions or places.
    """

    asked: Asked
    related: tuple[Related, ...]
    apart: tuple[Motion, ...]
    unfit: tuple[Motion, ...]
    is_beside_others: bool


def standing(reading: Reading, motion: Motion, text: Text) -> Standing:
    """How an open motion stands to the text as it stands and to the other open ones: a fixed number of queries."""
    every = open_motions(reading, motion.framework_id)
    places = _places(motion)
    near = [motion, *(other for other in every if other.id != motion.id and places & _places(other))]
    own, *others = asked_of(reading, near, pasts_of_open_motions(reading, motion.framework_id, near), text)
    unfit = tuple(other.motion for other in others if other.fit not in FITS)
    found = related(own, others)
    met = {one.motion.id for one in found}
    fitting = [other.motion for other in others if other.fit in FITS] if own.fit in FITS else []
    apart = tuple(other for other in fitting if other.id not in met)
    return Standing(own, tuple(found), apart, unfit, bool(others))


def related(one: Asked, others: Iterable[Asked]) -> list[Related]:
    """Those of other motions that have to do with one, in their order; none where it does not fit the text."""
    if one.fit not in FITS:
        return []
    fitting = {other.motion.id: other for other in others if other.fit in FITS}
    found = relations({id: _changes(other) for id, other in {**fitting, one.motion.id: one}.items()})
    return [
        Related(other.motion, stands, _share(one, other), consequence(_changes(other), _changes(one)))
        for id, other in fitting.items()
        if (stands := found.get((id, one.motion.id))) is not None
    ]


def colliding(found: Sequence[Asked]) -> dict[str, list[Motion]]:
    """By motion, those of which not both can be adopted as they are, by number; only of what fits the text."""
    fitting = {one.motion.id: one for one in found if one.fit in FITS}
    clashes: dict[str, list[Motion]] = {}
    for (one, other), stands in relations({id: _changes(asked) for id, asked in fitting.items()}).items():
        if stands in CLASHES:
            clashes.setdefault(one, []).append(fitting[other].motion)
    return {id: sorted(motions, key=lambda motion: motion.number) for id, motions in clashes.items()}


def names_place(motion: Motion, shown: Difference) -> bool:
    """Whether a motion names a provision that another changes; of a new one, nothing else could."""
    return shown.what == "inserted" or shown.provision.id in _places(motion)


def _places(motion: Motion) -> frozenset[str]:
    return places_of(dict(change) for change in motion.changes)


def _changes(one: Asked) -> list[dict[str, object]]:
    return [dict(change) for change in one.changes]


def _share(one: Asked, other: Asked) -> bool:
    return bool(_asked_words(one.changes) & _asked_words(other.changes))


def _asked_words(changes: Iterable[Mapping[str, object]]) -> set[tuple[object, ...]]:
    edited = (change for change in changes if change["op"] == "edit")
    return {(change["provision_id"], *edit) for change in edited for edit in as_edits(change["edits"])}  # type: ignore[arg-type]
