"""Participants by name: of many, names are typed, one to a line, instead of boxes that are ticked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ledger.domain.errors import InvalidCommand
from ledger.projections.queries.people import people
from web.forms.choosing import choices_for, everyone
from web.forms.fields import Slot, Typed
from web.forms.pasted import names_of, read_naming
from web.pasting.counts import attendance
from web.pasting.unread import Unread

if TYPE_CHECKING:
    from web.forms.sheet import Here

NAMED = "participants"
"""The control of several participants."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def with_ids(slots: Iterable[Slot], here: Here) -> Typed:
    """What a form sent, with ids for the names in it.

    Raises:
        InvalidCommand: somebody cannot be found; each field says who.
    """
    sent, errors = dict(here.sent), {}
    for slot in slots:
        typed = here.sent.get(slot.name, ())
        if slot.control != NAMED or not _are_names(typed):
            continue
        try:
            nearest = choices_for(slot.control, here)
            sent[slot.name] = read_naming(here, partial(attendance, "\n".join(typed)), nearest)
        except Unread as unread:
            errors[slot.name] = [str(unread)]
    if errors:
        field, sentences = next(iter(errors.items()))
        raise InvalidCommand(sentences[0], field, errors)
    return sent


def as_names(values: Sequence[str], here: Here) -> str:
    """Participants as they are typed, one to a line; what was typed already stays as it is."""
    if _are_names(values):
        return "\n".join(values)
    names = names_of(here, everyone(here))
    known = people(here.now, values)
    return "\n".join(names.typed_name(known[id]) if id in known else id for id in values)


def _are_names(values: Sequence[str]) -> bool:
    return any(value and not _ID.fullmatch(value) for value in values)
