"""Convening a meeting: how its speakers are recorded is chosen in plain sight, by name unless said otherwise."""

from dataclasses import dataclass

from ledger.domain.vocabulary import Attribution
from web.forms.sheet import Here, Sheet


@dataclass(frozen=True)
class ConveningSheet(Sheet):
    """The form that convenes a meeting."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        return {"attribution": [Attribution.NAMED.value]}
