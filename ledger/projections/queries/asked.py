"""What the open motions ask of a text as it stands: carried to today's words, or why they cannot be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import and_, select

from ledger.domain.provisions import as_edits
from ledger.domain.vocabulary import Decision
from ledger.projections.queries.compare import Sources
from ledger.projections.queries.fitting import Carried, Fit, Hindrance, Why, carried
from ledger.projections.queries.history import MotionBehind, as_motion_behind
from ledger.projections.queries.motions import Motion, open_motions
from ledger.projections.queries.pasts import Past, Step, pasts
from ledger.projections.queries.text import Text, joined, name_of
from ledger.projections.queries.versions import Version, versions_of
from ledger.projections.reading import Reading
from ledger.projections.tables import motions
from ledger.text import Edit

LONGEST_QUOTE = 90


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a motion does not apply any more: words or a place that it changes, and what became of them.

    Attributes:
        own: the words that it would change, or "" where it would insert or is about the provision as a whole.
        name: what the provision is called, today or when it was last there.
        old, new: the words that gave way meanwhile, and those that took their place, each short enough for a sentence.
        since: the position from which the other words stand; None where that is not known.
        sources: the motions or the version behind that change.
        why: what kind of thing is in the way.
    """

    provision_id: str
    own: str
    old: str
    new: str
    since: int | None
    sources: Sources
    why: Why = Why.WORDS
    name: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one open motion asks of the text as it stands.

    Attributes:
        changes: on today's words where it applies or moved, else as they were made.
        obstacles: none where it applies or moved.
    """

    motion: Motion
    fit: Fit
    changes: tuple[Mapping[str, Any], ...]
    obstacles: tuple[Obstacle, ...]


def asked(reading: Reading, framework_id: str, text: Text) -> list[Asked]:
    """Every open motion of a framework, by number: a fixed number of queries.

    Args:
        text: as it stands.
    """
    found = open_motions(reading, framework_id)
    return asked_of(reading, found, pasts_of_open_motions(reading, framework_id, found), text)


def asked_of(reading: Reading, found: Sequence[Motion], became: Mapping[str, Past], text: Text) -> list[Asked]:
    """What some open motions of one framework ask: two queries at most.

    Args:
        became: what became of what they change.
        text: as it stands.
    """
    on_today = [carried(one.changes, one.replaced, became, text) for one in found]
    told = _Behind(reading, text, found[0].framework_id if found else "", on_today)
    pairs = zip(found, on_today, strict=True)
    return [Asked(motion, one.fit, one.changes, told.obstacles(one)) for motion, one in pairs]


def pasts_of_open_motions(reading: Reading, framework_id: str, found: Iterable[Motion]) -> dict[str, Past]:
    """By provision, what became of all that the open motions of a framework change: one query."""
    is_open = and_(motions.c.framework_id == framework_id, motions.c.decision.is_(None))
    return pasts(reading, is_open, (change for motion in found for change in motion.changes))


@dataclass(frozen=True, slots=True)
class _Adopted:
    """A motion that changed the text, and the changes that are credited to it."""

    motion: MotionBehind
    changes: Sequence[Mapping[str, Any]]

    def made(self, provision_id: str, edit: Edit | None) -> bool:
        """Whether an edit of a provision is among its changes."""
        own = (change for change in self.changes if change["op"] == "edit" and change["provision_id"] == provision_id)
        return edit is not None and any(edit in as_edits(change["edits"]) for change in own)


class _Behind:
    """Who stands behind what is in the way of motions: two queries, where anything is."""

    def __init__(self, reading: Reading, text: Text, framework_id: str, found: Iterable[Carried]) -> None:
        self._reading, self._text, self._framework_id = reading, text, framework_id
        steps = [one.step for motion in found for one in motion.hindrances if one.step is not None]
        self._first = min((step.begun for step in steps), default=None)
        self._last = max((step.provision.since for step in steps), default=0)
        self._sources: dict[tuple[str, int, Edit | None], Sources] = {}

    def obstacles(self, one: Carried) -> tuple[Obstacle, ...]:
        """What is in the way of a motion, each thing once, with who stands behind it."""
        return tuple(dict.fromkeys(self._obstacle(hindrance) for hindrance in one.hindrances))

    def _obstacle(self, one: Hindrance) -> Obstacle:
        since = one.step.provision.since if one.step else None
        sources = self._sources_of(one.provision_id, one.step, one.met) if one.step else Sources()
        own, old, new = (_shortened(words) for words in (one.own, one.old, one.new))
        return Obstacle(one.provision_id, own, old, new, since, sources, one.why, self._name(one))

    def _name(self, one: Hindrance) -> str:
        standing = self._text.by_id.get(one.provision_id)
        if standing is not None or one.step is None:
            return standing.name if standing else "a provision"
        gone = one.step.provision
        return joined("", name_of(gone.kind, gone.label, gone.heading))

    def _sources_of(self, id: str, step: Step, met: Edit | None) -> Sources:
        key = (id, step.provision.since, met)
        if key not in self._sources:
            self._sources[key] = self._found(id, step, met)
        return self._sources[key]

    def _found(self, id: str, step: Step, met: Edit | None) -> Sources:
        """Those whose own edit it is; else those of the command that name the provision; else all of the command."""
        since = step.provision.since
        of_command = [one for one in self._adopted if step.begun <= one.motion.decided <= since]
        credited = [one for one in of_command if one.made(id, met)]
        named = credited or [one for one in of_command if id in one.motion.provisions] or of_command
        received = tuple(one for one in self._received if one.position == since)
        return Sources(tuple(one.motion for one in named), received)

    @cached_property
    def _adopted(self) -> list[_Adopted]:
        if self._first is None:
            return []
        query = (
            select(motions)
            .where(motions.c.framework_id == self._framework_id, motions.c.decision == Decision.ADOPTED)
            .where(motions.c.decided.between(self._first, self._last))
            .order_by(motions.c.number)
        )
        rows = self._reading.connection.execute(query)
        return [_Adopted(as_motion_behind(row), row.changes_adopted or row.changes or ()) for row in rows]

    @cached_property
    def _received(self) -> list[Version]:
        return [one for one in versions_of(self._reading, self._framework_id) if one.how == "received"]


def _shortened(words: str) -> str:
    quoted = words.strip()
    return quoted if len(quoted) <= LONGEST_QUOTE else quoted[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
