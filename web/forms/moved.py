"""What a refusal shows beside the form where words or a state moved on since the form was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.domain.errors import Moved, MovedOn

if TYPE_CHECKING:
    from web.forms.sheet import Here


@dataclass(frozen=True, slots=True)
class MovedThing:
    """A thing as it was seen and as it stands.

    Attributes:
        kind: `provision`, `framework` or `motion`.
        seen: the wording's digest, or the number of the revision, that the form was drawn on.
        today: the same as it stands.
    """

    kind: str
    id: str
    seen: str
    today: str


def moved_things(here: Here, refusal: MovedOn) -> list[MovedThing]:
    """Each thing that moved on."""
    return [_thing(one) for one in refusal.moved]


def _thing(one: Moved) -> MovedThing:
    return MovedThing(one.kind, one.id, one.seen, one.today)
