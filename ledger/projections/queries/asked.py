"""What the open motions ask of a text as it stands: carried to today's words, or why they cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.projections.queries.compare import Sources
from ledger.projections.queries.fitting import Fit
from ledger.projections.queries.motions import Motion
from ledger.projections.queries.text import Text
from ledger.projections.reading import Reading


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a motion does not apply any more: words or a place that it changes, and what became of them.

    Attributes:
        own: the words that it would change, or "" where it would insert or is about the provision as a whole.
        old, new: the words that gave way meanwhile, and those that took their place, each short enough for a sentence.
        since: the position from which the other words stand; None where that is not known.
        sources: the motions or the version behind that change.
    """

    provision_id: str
    own: str
    old: str
    new: str
    since: int | None
    sources: Sources


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
    raise NotImplementedError
