"""The form of what the projector calls for each event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ledger.domain.streams import Event as Kind
from ledger.projections.events import Event
from ledger.projections.folding import Fold
from ledger.projections.memory import Thing, Wanted

Handler: TypeAlias = Callable[[Fold, Event], Thing]
"""Adds the rows of an event, and gives where the event belongs."""


@dataclass(frozen=True, slots=True)
class Family:
    """The events of one subject.

    Attributes:
        wanted: says what has to be remembered before an event is handled.
        handlers: by the class of the event.
    """

    wanted: Callable[[Event, Wanted], None]
    handlers: Mapping[type[Kind], Handler]
