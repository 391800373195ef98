"""What a change of the text does to the motions that stay open: which of them will not fit it any more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion as MotionStream
from ledger.domain.provisions import Tree, as_edits
from ledger.domain.streams import Event
from ledger.projections.queries.fitting import FITS, Fit, fitted, worst
from ledger.projections.queries.history import touched
from ledger.projections.queries.motions import Motion, open_motions
from ledger.projections.queries.pasts import Step, steps_since
from ledger.projections.queries.text import Provision, Text, text_at
from ledger.projections.queries.wordings import wording_seen
from ledger.projections.reading import Reading
from web.forms.composing.placing import tree_of
from web.forms.telling.case import Case, say

MOST_JUDGED = 40
"""Open motions that are looked at; of a text with more on the same provisions, nothing is said."""


def in_the_way(case: Case) -> Iterator[Markup]:
    """Which open proposals and amendments will no longer fit the text, in sentences; nothing where all will."""
    framework = case.here.place.framework if case.here.place else None
    found = unfit(case.now, framework.id, case.events) if framework else {}
    said = []
    for fit, words in UNFIT.items():
        if ids := [id for id, so in found.items() if so is fit]:
            said.append(say(words, motions=case.whats(ids)))
    if said:
        yield Markup(" ").join(said)


UNFIT = {
    Fit.IN_CONFLICT: "Open, and in conflict with the text afterwards: {motions}.",
    Fit.GONE: "Open, though what they change is gone afterwards: {motions}.",
}


def unfit(now: Reading, framework_id: str, events: Sequence[Event]) -> dict[str, Fit]:
    """How those open motions will stand to the text that fit today and will not once these events are on record.

    Returns:
        `in_conflict` or `gone` by the motion's id, in the order of their numbers.
    """
    today = text_at(now, framework_id, now.position)
    then = after(today, framework_id, events)
    changed = _changed(today, then)
    ended = {event.motion_id for event in events if isinstance(event, MotionStream.Decided)}
    others = [one for one in open_motions(now, framework_id) if one.id not in ended and _speaks_of(one, changed)]
    if len(others) > MOST_JUDGED:
        return {}
    last = {id: _step(id, today, then, events) for id in changed if id in today.by_id}
    judged = {motion.id: _judged(now, motion, today, then, last) for motion in others}
    return {id: fit for id, fit in judged.items() if fit not in FITS}


def after(text: Text, framework_id: str, events: Iterable[Event]) -> Text:
    """The text as these events of its framework leave it."""
    framework = Framework.blank(framework_id)
    framework.tree = tree_of(text)
    for event in events:
        if isinstance(event, Framework.Event):
            event.apply(framework)
    standing = tuple(_shown(text, framework.tree))
    children = {parent: tuple(ids) for parent, ids in framework.tree.children.items()}
    return Text(standing, children, {provision.id: provision for provision in standing})


def _shown(text: Text, tree: Tree) -> Iterator[Provision]:
    """The provisions of a draft as pages have them; what is new keeps no name."""
    for one in tree.depth_first():
        words: dict[str, Any] = {
            name: getattr(one, name) for name in ("parent", "kind", "label", "heading", "text", "wording")
        }
        tags: dict[str, Any] = {name: tuple(getattr(one, name)) for name in ("levels", "horizons", "people")}
        known = text.by_id.get(one.id)
        yield replace(known, **words, **tags) if known else Provision(id=one.id, since=0, **words, **tags)


def _changed(today: Text, then: Text) -> set[str]:
    """The ids of the provisions that come, go, or are not the same any more."""
    every = today.by_id.keys() | then.by_id.keys()
    return {id for id in every if today.by_id.get(id) != then.by_id.get(id)}


def _speaks_of(motion: Motion, ids: set[str]) -> bool:
    """Whether a motion changes one of these provisions, or puts something under or after one."""
    places = {change.get(key) for change in motion.changes for key in ("parent", "after")}
    return not ids.isdisjoint([*touched(motion.changes), *places])


def _step(id: str, today: Text, then: Text, events: Sequence[Event]) -> Step:
    """What becomes of a provision, as the read models would have it."""
    own = [event for event in events if getattr(event, "provision_id", None) == id]
    edits = as_edits(own[0].edits) if len(own) == 1 and isinstance(own[0], Framework.ProvisionEdited) else None
    return Step(then.by_id.get(id, today.by_id[id]), edits, id not in then.by_id)


def _judged(now: Reading, motion: Motion, today: Text, then: Text, last: Mapping[str, Step]) -> Fit:
    """How a motion will stand to the text; one that does not fit today counts as fitting, since nothing changes."""
    given = wording_seen(now, "motion", motion.id, motion.wording)
    position = given.position if given else motion.position
    steps = steps_since(now, touched(motion.changes), position)
    names = {provision.id: provision.name for provision in today.provisions}
    if worst(fitted(motion.changes, motion.replaced, steps, today, names)) not in FITS:
        return Fit.APPLIES
    on = {id: [*chain, last[id]] if id in last else chain for id, chain in steps.items()}
    return worst(fitted(motion.changes, motion.replaced, on, then, names))
