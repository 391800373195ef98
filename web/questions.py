"""What an address asks: the ids, slugs and positions in it, and what stands behind its "?"."""

import re
from collections.abc import Collection
from uuid import UUID

from flask import request

from web.errors import BadQuestion, PageNotFound, shown

LARGEST_POSITION = 2**53 - 1

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,16}")
LONGEST_SLUG = 200


def id_in(path: str, kind: str) -> str:
    """The id in an address, as the record writes it.

    Raises:
        PageNotFound: no id of any `kind` looks like this.
    """
    id = _id(path)
    if id is None:
        raise PageNotFound(kind, path)
    return id


def slug_in(path: str, kind: str) -> str:
    """The slug in an address.

    Raises:
        PageNotFound: no slug of any `kind` looks like this.
    """
    if len(path) > LONGEST_SLUG or not _SLUG.fullmatch(path):
        raise PageNotFound(kind, path)
    return path


def position_in(path: str) -> int:
    """The position of a record in an address.

    Raises:
        PageNotFound: no position looks like this.
    """
    position = _position(path)
    if position is None:
        raise PageNotFound("record no.", path)
    return position


def asked_position(name: str) -> int | None:
    """A position behind the "?", None where it is not given or empty.

    Raises:
        BadQuestion: it is no position.
    """
    given = request.args.get(name, "").strip()
    if not given:
        return None
    position = _position(given)
    if position is None:
        raise BadQuestion(f"“{name}” takes the number of a record, as 412, not “{shown(given)}”.")
    return position


def asked_id(name: str, *others: str) -> str | None:
    """An id behind the "?", or one of the `others`; None where it is not given or empty.

    Raises:
        BadQuestion: it is no id.
    """
    given = request.args.get(name, "").strip()
    if not given or given in others:
        return given or None
    id = _id(given)
    if id is None:
        raise BadQuestion(f"“{name}” takes an id, as in the address of a page, not “{shown(given)}”.")
    return id


def asked_slug(name: str) -> str | None:
    """A slug behind the "?"; None where it is not given or empty.

    Raises:
        BadQuestion: it is no slug.
    """
    given = request.args.get(name, "").strip()
    if given and (len(given) > LONGEST_SLUG or not _SLUG.fullmatch(given)):
        raise BadQuestion(f"There is no {name} “{shown(given)}”.")
    return given or None


def asked_word(name: str, words: Collection[str]) -> str | None:
    """One of some words behind the "?"; None where it is not given or empty.

    Raises:
        BadQuestion: it is none of them.
    """
    given = request.args.get(name, "").strip()
    if given and given not in words:
        raise BadQuestion(f"“{name}” knows no “{shown(given)}”.")
    return given or None


def ask_only(*names: str) -> None:
    """Whoever misspells a filter is told, rather than shown more than was asked for.

    Raises:
        BadQuestion: something else stands behind the "?", or something stands there twice.
    """
    for name, values in request.args.lists():
        if name not in names:
            raise BadQuestion(f"This page has no filter “{shown(name)}”; it knows: {', '.join(names)}.")
        if len(values) > 1:
            raise BadQuestion(f"“{name}” is given more than once.")


def is_id(given: str) -> bool:
    """Whether something has an id's form."""
    return _id(given) is not None


def _id(given: str) -> str | None:
    try:
        id = str(UUID(given))
    except ValueError:
        return None
    return id if id == given.lower() else None


def _position(given: str) -> int | None:
    if not _NUMBER.fullmatch(given):
        return None
    position = int(given)
    return position if 0 < position <= LARGEST_POSITION else None
