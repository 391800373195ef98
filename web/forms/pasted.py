"""Between what was pasted and a form: whom it may name, and what is said where it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from ledger.domain.errors import InvalidCommand
from ledger.projections.queries.choices import Choice
from ledger.projections.queries.people import people
from web.filters import plural
from web.forms.choosing import everyone
from web.pasting.names import Names
from web.pasting.unread import Unread

if TYPE_CHECKING:
    from web.forms.sheet import Here

Read = TypeVar("Read")

MOST_SAID = 10
"""Lines that are told at once; who pasted something else altogether wants to hear it once."""


def names_of(here: Here, choices: Iterable[Choice]) -> Names:
    """Those who are offered, by name."""
    return Names(people(here.now, (choice.value for choice in choices)).values())


def read_naming(here: Here, read: Callable[[Names], Read], nearest: Iterable[Choice]) -> Read:
    """What was pasted, read with the names of those who are meant first; where that fails, of anyone on record.

    Raises:
        Unread: neither will do; with the fewer faults of the two.
    """
    try:
        return read(names_of(here, nearest))
    except Unread as unread:
        first = unread
    try:
        return read(names_of(here, everyone(here)))
    except Unread as unread:
        raise min(first, unread, key=lambda one: len(one.errors)) from None


def refused(unread: Unread, field: str) -> InvalidCommand:
    """The refusal of what was pasted into a field, line by line."""
    sentences = [f"Line {line}: {sentence}" for line, sentence in unread.errors[:MOST_SAID]]
    if len(unread.errors) > MOST_SAID:
        sentences.append(f"{plural(len(unread.errors) - MOST_SAID, 'more line')} cannot be read.")
    return InvalidCommand(sentences[0], field, {field: sentences})
