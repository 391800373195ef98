"""Words that people and their browsers send, made fit to be kept and to be compared."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from ledger.store.beside.tokens import digest_of


def normal(words: str) -> str:
    """One form for what keyboards write in several ways (NFKC)."""
    return unicodedata.normalize("NFKC", words)


def folded(name: str) -> str:
    """What two names have in common that people would take for the same: width, case, and spaces around it."""
    return normal(normal(name).casefold()).strip()


def name_digest(name: str) -> str:
    """A key for whatever was typed as a name, also where no database could keep it."""
    return digest_of("name", folded(name))


def printable(words: str, longest: int) -> str:
    """The beginning of some words, on one line and without what no screen shows."""
    return "".join(character if character.isprintable() else " " for character in words[:longest]).strip()


def size_of(fields: Mapping[str, Any]) -> int:
    """Bytes of everything that was typed, with the names of its fields."""
    return sum(len(name) + _size(value) for name, value in fields.items())


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode("utf-8", "surrogatepass"))
    if isinstance(value, Mapping):
        return size_of(value)
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return len(str(value))
