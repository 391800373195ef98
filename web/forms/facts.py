"""What a check page says will stand on record, where that is said better than by repeating what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from ledger.projections.queries.names import called
from ledger.projections.queries.people import people
from web.forms.fields import Field, Slot

BESIDE = frozenset({"session", "occurred_at"})
"""What is said beside the data of a command."""

if TYPE_CHECKING:
    from web.forms.sheet import Here, Sheet


def fact(label: str, words: str) -> Field:
    """Something that will stand on record, as the check page lists what was typed."""
    return Field(Slot(label, label, "", "line", False), (words,))


def facts_in_place(sheet: Sheet, here: Here, told: Mapping[str, Sequence[Field]]) -> dict[str, Any]:
    """What was typed, for the check page, with facts in the place of the fields that have these names."""
    typed = {field.name: (field,) for field in sheet.every_field(here)}
    names = (*(slot.name for slot in sheet.asked_in(here)), *(name for name in typed if name in BESIDE))
    said = chain.from_iterable(told.get(name, typed.get(name, ())) for name in names)
    return {"typed": [one for one in said if one.is_filled]}


def names_listed(here: Here, participant_ids: Iterable[str]) -> str:
    """Participants by name, for a person to look through: alike ones told apart, by the alphabet."""
    names = called(people(here.now, participant_ids).values()).values()
    return "; ".join(sorted(names, key=str.casefold))
