"""The record itself: its events, newest first, and each with its stored bytes."""

import json
import re
from typing import Any

from flask import Blueprint
from markupsafe import Markup, escape

from ledger.commands.table import COMMANDS
from ledger.domain.catalogue import EVENTS
from ledger.domain.vocabulary import SYSTEM
from ledger.projections.queries.record import Filter, OneRecord, choices_for, entries_that_fit, record_at
from ledger.projections.reading import Reading
from ledger.store.record import StoredRecord
from web.errors import PageNotFound
from web.filters import linked_person, linked_thing, thing_name
from web.pages import ledger, reading, render
from web.questions import ask_only, asked_id, asked_position, asked_slug, asked_word, position_in
from web.sentences import by, recorder, sentence

blueprint = Blueprint("record", __name__)
blueprint.add_app_template_filter(sentence)
blueprint.add_app_template_filter(by)
blueprint.add_app_template_filter(recorder)

FILTERS = ("consultation", "framework", "actor", "topic", "command", "from", "to")
PAGES = ("before", "after")

# What every event holds; the page says it in its own place.
ENVELOPE = frozenset({"timestamp", "occurred_at", "actor", "command_id", "session", "command", "originator_version"})

_ID = re.compile(r"&#34;([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})&#34;")


@blueprint.get("/record")
def index() -> str:
    """The events that the filters ask for, newest first."""
    asked = _asked()
    with reading() as now:
        return render(
            "record/index.html",
            position=now.position,
            page=entries_that_fit(now, asked),
            choices=choices_for(now, asked),
            asked=asked,
            commands=sorted(COMMANDS),
        )


@blueprint.get("/record/<position>")
def one(position: str) -> str:
    """One event, what it says, what the same command recorded, and its stored bytes."""
    number = position_in(position)
    with reading() as now:
        stored, shown = _found(now, number)
        return render(
            "record/one.html",
            position=now.position,
            one=shown,
            entry=shown.entry,
            stored=stored,
            told=_told(stored, shown),
            pretty=json.dumps(json.loads(stored.state), indent=2, ensure_ascii=False),
            line=stored.state.decode(),
        )


def _asked() -> Filter:
    ask_only(*FILTERS, *PAGES)
    return Filter(
        consultation=asked_slug("consultation"),
        framework=asked_slug("framework"),
        actor=asked_id("actor", SYSTEM),
        topic=asked_word("topic", EVENTS),
        command=asked_word("command", COMMANDS),
        first=asked_position("from"),
        last=asked_position("to"),
        before=asked_position("before"),
        after=asked_position("after"),
    )


def _found(now: Reading, position: int) -> tuple[StoredRecord, OneRecord]:
    stored = ledger().stored(position)
    shown = record_at(now, position, stored.state) if stored is not None else None
    if stored is None or shown is None:
        raise PageNotFound("record no.", f"{position}", f"The last one is no. {now.position}.")
    return stored, shown


def _told(stored: StoredRecord, shown: OneRecord) -> list[tuple[str, Markup]]:
    """What the event says beyond its envelope: names and values, with a link for each id."""
    data = json.loads(stored.state)
    return [(name, _value(value, shown)) for name, value in data.items() if name not in ENVELOPE]


def _value(value: Any, shown: OneRecord) -> Markup:
    """A value as people read it: an id by its name, a sealed field as what it is, anything nested as JSON."""
    if isinstance(value, str):
        return _named(value, shown) or Markup('<span class="value">{}</span>').format(value)
    if isinstance(value, dict) and value.keys() == {"sealed"}:
        return Markup('sealed: <span class="digest">{}</span>').format(value["sealed"])
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return Markup(", ").join(_named(item, shown) or escape(item) for item in value)
    if isinstance(value, dict | list):
        text = escape(_set_out(value))
        return Markup("<pre>{}</pre>").format(Markup(_ID.sub(lambda found: _with_name(found, shown), text)))
    return escape(json.dumps(value))


def _set_out(value: dict[str, Any] | list[Any]) -> str:
    """JSON for reading: what is in a list on a line each."""
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        return "\n".join(json.dumps(item, ensure_ascii=False) for item in value)
    return json.dumps(value, indent=2, ensure_ascii=False)


def _named(id: str, shown: OneRecord) -> Markup | None:
    if id in shown.people:
        return linked_person(shown.people[id])
    if id in shown.things:
        return linked_thing(shown.things[id], thing_name(shown.things[id]))
    return None


def _with_name(found: re.Match[str], shown: OneRecord) -> str:
    return _named(found[1], shown) or found[0]
