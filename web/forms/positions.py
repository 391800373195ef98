"""Saying where one stands: on the exact words that were shown."""

from dataclasses import dataclass
from typing import Any

from ledger.projections.queries.wordings import wording_today
from web.forms.fields import Slot
from web.forms.sheet import Here, Sheet

BESIDES = {"motion": ("except",), "provision": ("except", "counter_motion"), "version": ("counter_motion",)}
"""What is not asked of a position, by what it is on."""

ONLY_MOTIONS = "sponsor"


@dataclass(frozen=True)
class PositionSheet(Sheet):
    """The form of a position."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        wording = wording_today(here.now, here.one("subject.kind"), here.one("subject.id"))
        return {**super().stands(here), **({"wording": [wording]} if wording else {})}

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        left = BESIDES.get(here.one("subject.kind"), ())
        return tuple(slot for slot in super().asked_in(here) if slot.name not in left)

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Any:
        drawn = super().drawn_field(here, slot, errors)
        if slot.name == "stance" and here.one("subject.kind") != "motion":
            return drawn.offering(choice for choice in drawn.choices if choice.value != ONLY_MOTIONS)
        if slot.name == "counter_motion":
            # What is objected to does not meet the objection.
            return drawn.offering(choice for choice in drawn.choices if choice.value != here.one("subject.id"))
        return drawn
