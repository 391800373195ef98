"""Keeping what was typed: all of it or nothing, and once, however often it is sent."""

from collections.abc import Callable
from dataclasses import replace

from ledger.domain.errors import InvalidCommand, NotFound
from ledger.store.beside.minutes import Fields, Minutes
from web.minuting.lines import all_fields_of, fields_of
from web.minuting.meeting import Meeting
from web.minuting.showing import Said
from web.pasting.unread import Unread

OVER = "This meeting takes no more lines: this was not kept."
GONE = "The line that you changed is not there any more."


class Unkept(Exception):
    """Nothing was kept of what was typed, since some of it cannot be.

    Attributes:
        said: what was typed, with what is wrong with it.
    """

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.said = said


def keep(minutes: Minutes, meeting: Meeting, typed: Said) -> str:
    """Keep the line, the many lines and the change of a line that were typed.

    Returns:
        The id of what was kept last, "" where nothing was typed.

    Raises:
        Unkept: nothing was kept.
    """
    if not meeting.takes_lines:
        raise Unkept(replace(typed, errors={"line": OVER}))
    changed, added = _read(meeting, typed)
    try:
        noted = _change(minutes, meeting, typed.editing, changed) if changed else ""
        return _add(minutes, meeting, added, typed.seen) or noted
    except NotFound:
        lines = f"{typed.lines}\n{typed.edited}".strip()
        raise Unkept(replace(typed, lines=lines, editing="", edited="", errors={"lines": GONE})) from None
    except InvalidCommand as refusal:
        raise Unkept(replace(typed, errors={"line": refusal.message})) from None


def _read(meeting: Meeting, typed: Said) -> tuple[Fields | None, list[Fields]]:
    """The changed line, and the new ones."""
    readers: dict[str, Callable[[], list[Fields]]] = {
        "edited": lambda: [fields_of(meeting, typed.edited)] if typed.editing else [],
        "lines": lambda: all_fields_of(meeting, typed.lines),
        "line": lambda: [fields_of(meeting, typed.line)] if typed.line.strip() else [],
    }
    read, errors = {}, {}
    for name, reader in readers.items():
        try:
            read[name] = reader()
        except Unread as unread:
            errors[name] = str(unread)
    if errors:
        raise Unkept(replace(typed, errors=errors))
    return next(iter(read["edited"]), None), [*read["line"], *read["lines"]]


def _change(minutes: Minutes, meeting: Meeting, id: str, fields: Fields) -> str:
    change = minutes.change if meeting.is_named else minutes.change_held
    change(id, meeting.id, fields)
    return id


def _add(minutes: Minutes, meeting: Meeting, added: list[Fields], seen: int | None) -> str:
    """Add what is not there already since the form was drawn: Enter pressed twice, a page loaded again."""
    since = _since(minutes, meeting, seen) if added and seen is not None else []
    noted = ""
    for fields in added:
        again = next((one for one in since if one[1] == fields), None)
        if again is not None:
            since.remove(again)
            noted = again[0]
        elif meeting.is_named:
            noted = minutes.note(meeting.id, meeting.visitor.person.id, fields).id
        else:
            noted = minutes.hold(meeting.id, fields).id
    return noted


def _since(minutes: Minutes, meeting: Meeting, seen: int) -> list[tuple[str, Fields]]:
    """What was kept since the form was drawn; of what is held, which has no order, all if there is more of it."""
    if meeting.is_named:
        author = meeting.visitor.person.id
        lines = minutes.lines(meeting.id)
        return [(line.id, line.fields) for line in lines if line.number > seen and line.author == author]
    held = minutes.held(meeting.id)
    return [(one.id, one.fields) for one in held] if len(held) > seen else []
