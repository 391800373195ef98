"""From what a form sent to the data of a command. What is wrong with a value is for the command's schema to say."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from web.forms.fields import Slot, Typed

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"(\d\d):(\d\d)(:\d\d)?")

WAS = "was."
"""What stood in a field when the form was drawn: before the field's name, in forms that change what is on record."""


def typed(sent: MultiDict[str, str]) -> dict[str, list[str]]:
    """Every value that a form sent, by name."""
    return {name: list(values) for name, values in sent.lists()}


def data_of(slots: Iterable[Slot], sent: Typed, zone: str, *, changes: bool = False) -> dict[str, Any]:
    """The data of a command.

    Args:
        zone: of the consultation; days and hours are meant in it.
        changes: whether the command changes fields: then only those are given that differ from what stood in the
            form, an empty one to clear what stood there. Otherwise what is empty counts as absent.
    """
    data: dict[str, Any] = {}
    for slot in slots:
        value = value_of(slot, sent, zone)
        if changes and slot.control != "hidden":
            if value != value_of(slot, was_of(sent), zone):
                _put(data, slot.name, value if value is not None else [] if slot.is_many else "")
        elif value is not None and value is not False:
            _put(data, slot.name, value)
    return data


def was_of(sent: Typed) -> Typed:
    """What stood in the fields when the form was drawn."""
    return {name.removeprefix(WAS): values for name, values in sent.items() if name.startswith(WAS)}


def value_of(slot: Slot, sent: Typed, zone: str) -> Any:
    """What a person put into one field; None where it is empty."""
    values = [value for value in sent.get(slot.name, ()) if value != ""]
    if slot.control == "when":
        return _when(slot.name, sent, zone) or (values[0] if values else None)
    if slot.control == "flag":
        return bool(values)
    if slot.control == "lines":
        return [line.strip() for value in values for line in value.splitlines() if line.strip()] or None
    if slot.is_many:
        return values or None
    if not values:
        return None
    return _number(values[0]) if slot.is_number else values[0]


def _number(value: str) -> int | str:
    """A whole number; what is none goes to the schema as it is, which says so."""
    plain = value.strip()
    return int(plain) if _WHOLE.fullmatch(plain) else value


def _when(name: str, sent: Typed, zone: str) -> str | None:
    """A plain date, or a moment in the consultation's zone; what cannot be read goes on as it was typed."""
    day = "".join(sent.get(f"{name}.date", ())).strip()
    clock = "".join(sent.get(f"{name}.time", ())).strip()
    if not clock:
        return day or None
    if not _DAY.fullmatch(day) or not _CLOCK.fullmatch(clock):
        return f"{day} {clock}".strip()
    try:
        local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return f"{day} {clock}"


def when_parts(value: str, zone: str) -> dict[str, str]:
    """The day and the hour, in a zone, of what stands on record as a date or a moment."""
    if _DAY.fullmatch(value):
        return {"date": value, "time": ""}
    try:
        local = datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError):
        return {"date": value, "time": ""}
    return {"date": local.date().isoformat(), "time": f"{local:%H:%M}"}


def _put(data: dict[str, Any], name: str, value: Any) -> None:
    """Put a value at its dotted place."""
    *above, key = name.split(".")
    for part in above:
        data = data.setdefault(part, {})
    data[key] = value
