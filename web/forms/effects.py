"""What recording a command will do, in words that a person reads before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from web.forms.sheet import Here, Sheet

PUBLIC = "It is public at once and stays on record."


def effect_of(sheet: Sheet, here: Here, data: Mapping[str, Any]) -> list[str]:
    """The sentences of a command's check page; the first is the act itself."""
    return [f"{sheet.title}.", PUBLIC]
