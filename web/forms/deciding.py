"""Deciding: one motion, or several adopted together; on the state that whoever decides saw."""

from dataclasses import dataclass
from typing import Any

from ledger.domain.vocabulary import Decision
from ledger.projections.queries.motions import motion_with
from web.forms.fields import Field, Slot
from web.forms.sheet import Here, Sheet

UNCHOSEN = Decision.WITHDRAWN
"""Only its sponsors withdraw a motion."""


@dataclass(frozen=True)
class OnMotion(Sheet):
    """The form of a command on one motion as it was seen."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        motion = motion_with(here.now, here.one("motion_id"))
        return {**super().stands(here), **({"expected": [str(motion.revision)]} if motion else {})}


@dataclass(frozen=True)
class DecisionSheet(OnMotion):
    """The form of a decision on one motion."""

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        drawn = super().drawn_field(here, slot, errors)
        if slot.name == "decision":
            return drawn.offering(choice for choice in drawn.choices if choice.value != UNCHOSEN)
        return drawn

    def data(self, here: Here) -> dict[str, Any]:
        data = super().data(here)
        if not here.one("because_of.kind"):
            # What it would be named by says nothing where nothing is named.
            data.pop("because_of", None)
        return data


@dataclass(frozen=True)
class OnFramework(Sheet):
    """The form of a command on a text as it was seen."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        framework = here.place.framework if here.place else None
        return {**super().stands(here), **({"expected": [str(framework.revision)]} if framework else {})}
