"""The words of a form for another one, with ids of its own: an id is taken once it is on record."""

import re
from collections.abc import Mapping
from uuid import uuid4

from web.forms.composing.changes import ADD_NEW
from web.forms.composing.parts import where_to
from web.forms.fields import Typed
from web.forms.sheet import Sheet

_NEW_ID = re.compile(r"new\.\d+\.id")
_PLACE = re.compile(r"(?:provisions|new)\.\d+\.place")


def renewed(sheet: Sheet, fields: Typed) -> dict[str, list[str]]:
    """What a form says, under ids that are drawn anew."""
    fresh = _fresh_ids(fields) if sheet.drawn else {}
    kept = {name: [_with_fresh_id(name, value, fresh) for value in values] for name, values in fields.items()}
    return {**kept, **{name: [str(uuid4())] for name in ("command_id", *sheet.drawn)}}


def _fresh_ids(fields: Typed) -> dict[str, str]:
    """Other ids for the new provisions of a motion that is tabled; a revised one keeps those that it brought."""
    return {id.lower(): str(uuid4()) for name, ids in fields.items() if _NEW_ID.fullmatch(name) for id in ids}


def _with_fresh_id(name: str, value: str, fresh: Mapping[str, str]) -> str:
    if _NEW_ID.fullmatch(name):
        return fresh.get(value.lower(), value)
    if name != ADD_NEW and not _PLACE.fullmatch(name):
        return value
    how, beside_which = where_to(value)
    return f"{how}:{fresh[beside_which]}" if beside_which in fresh else value
