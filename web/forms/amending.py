"""Amendments: provisions edited in place. What is sent are the changes that the typed text makes of the one seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ledger.domain.errors import InvalidCommand
from ledger.domain.streams import Event
from ledger.projections.queries.changes import Difference
from ledger.projections.queries.motions import Motion, motion_with
from ledger.projections.queries.pasts import Step, steps_since
from ledger.projections.queries.text import Text, text_at
from ledger.projections.queries.wordings import wording_seen
from web.errors import PageNotFound
from web.filters import sentence_case
from web.forms.composing.changes import Composed, composed, differences
from web.forms.composing.drawing import parts_of
from web.forms.composing.moved import carried_fields, moved, provisions_of
from web.forms.composing.starting import fields_from, pressed, started
from web.forms.fields import Slot, Typed
from web.forms.moved import GO_ON, todays
from web.forms.sheet import Here, Sheet

CHANGES = "changes"
COMPOSED = (CHANGES, "provision", "parent", "after")
"""What the composer's fields make: changes, or the one new provision of a proposal and its place."""

NOTHING_CHANGED = "Nothing is changed yet: edit the text."


@dataclass(frozen=True)
class ComposerSheet(Sheet):
    """A form in which provisions are edited in place."""

    template: str = "forms/amendment.html"
    warning: str = "What you table is public at once and for ever: its words are never taken back."
    has_one_part: bool = False

    def data(self, here: Here) -> dict[str, Any]:
        made = _composed(here)
        if not made.changes:
            raise InvalidCommand(NOTHING_CHANGED, CHANGES)
        return {**super().data(here), CHANGES: made.changes}

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        return tuple(slot for slot in super().asked_in(here) if not slot.name.startswith(COMPOSED))

    def field_of(self, path: str, here: Here) -> str:
        is_of_words = path.partition(".")[0] in COMPOSED
        return _composed(here).field_of(path) if is_of_words else super().field_of(path, here)

    def act(self, here: Here, do: str) -> dict[str, list[str]] | None:
        if do == GO_ON:
            return {**_on_today(here), **todays(self, here)}
        after = pressed(here.sent, text_seen(here), do, _new_id)
        return {**after.fields, "focus": [after.focus]} if after else None

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        language = here.place.framework.language if here.place and here.place.framework else ""
        then, focus = text_seen(here), here.one("focus")
        drawn = parts_of(here.sent, then, language, errors, focus, is_single=self.has_one_part)
        return {"composer": drawn, **(self._moved(here, then) if errors else {})}

    def has_moved(self, here: Here) -> bool:
        return text_seen(here).provisions != text_today(here).provisions

    def _moved(self, here: Here, then: Text) -> dict[str, Any]:
        """What moved on under the form, whatever it was refused for: a provision that is gone is no moved wording."""
        now = text_today(here)
        if then.provisions == now.provisions:
            return {}
        return {"moved_parts": moved(here.sent, then, now, _steps(here, then))}

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        return {"differences": self.differences(here)}

    def differences(self, here: Here) -> Sequence[Difference]:
        """What the form makes of the text."""
        return differences(_composed(here).changes, text_seen(here))


@dataclass(frozen=True)
class AmendmentSheet(ComposerSheet):
    """The form of a new amendment."""

    def begin(self, here: Here) -> dict[str, list[str]]:
        begun = super().begin(here)
        if not is_composed(begun):
            text = text_today(here)
            provisions, places = (here.sent.get(name, ()) for name in ("provision", "place"))
            begun |= started(text, provisions, places, _new_id)
            begun.setdefault("title", [_title(text, provisions)])
        return begun


@dataclass(frozen=True)
class ProposalSheet(ComposerSheet):
    """The form of a new provision."""

    has_one_part: bool = True

    def begin(self, here: Here) -> dict[str, list[str]]:
        begun = super().begin(here)
        if not is_composed(begun):
            begun |= started(text_today(here), (), [here.one("place") or "last:"], _new_id)
        return begun

    def data(self, here: Here) -> dict[str, Any]:
        data = super().data(here)
        inserted = data.pop(CHANGES)[0]
        return {**data, **{key: inserted[key] for key in ("provision", "parent", "after") if key in inserted}}


@dataclass(frozen=True)
class RevisionSheet(ComposerSheet):
    """The form in which a sponsor gives a motion other words, beginning with those that it has."""

    def begin(self, here: Here) -> dict[str, list[str]]:
        begun = super().begin(here)
        motion = motion_with(here.now, here.one("motion_id"))
        if motion is None or is_composed(begun):
            return begun
        return {**begun, "expected": [str(motion.revision)], **words_of(here, motion)}

    def data(self, here: Here) -> dict[str, Any]:
        data = super().data(here)
        motion = motion_with(here.now, here.one("motion_id"))
        if motion is None or motion.kind != "proposal":
            return data
        # A proposal is revised by its one new provision, whose place stays.
        inserted = [change["provision"] for change in data.pop(CHANGES) if change["op"] == "insert"]
        return {**data, **({"provision": inserted[0]} if inserted else {})}


def text_seen(here: Here) -> Text:
    """The text of the framework as whoever fills in the form saw it."""
    return _text(here, seen_at(here))


def seen_at(here: Here) -> int:
    """The position of the record that whoever fills in the form had before her."""
    return here.now.position if here.seen is None else here.seen


def text_today(here: Here) -> Text:
    """The text of the framework as it stands."""
    return _text(here, here.now.position)


def _text(here: Here, position: int) -> Text:
    id = _framework_id(here)
    return here.once(("text", id, position), lambda: text_at(here.now, id, position))


def words_of(here: Here, motion: Motion) -> dict[str, list[str]]:
    """The composer's fields with a motion's own changes, on today's text where their words survived."""
    return here.once(("words", motion.id), lambda: _words_of(here, motion))


def _words_of(here: Here, motion: Motion) -> dict[str, list[str]]:
    given = wording_seen(here.now, "motion", motion.id, motion.wording)
    then = text_at(here.now, motion.framework_id, given.position if given else motion.position)
    fields = fields_from([dict(change) for change in motion.changes], then)
    steps = steps_since(here.now, provisions_of(fields, then), given.position if given else motion.position)
    return carried_fields(fields, then, text_today(here), steps)


def _on_today(here: Here) -> dict[str, list[str]]:
    """What was typed, on today's text."""
    then = text_seen(here)
    carried = carried_fields(here.sent, then, text_today(here), _steps(here, then))
    return {**carried, "seen": [str(here.now.position)]}


def _steps(here: Here, then: Text) -> dict[str, list[Step]]:
    return steps_since(here.now, provisions_of(here.sent, then), seen_at(here))


def _composed(here: Here) -> Composed:
    return composed(here.sent, text_seen(here))


def is_composed(fields: Typed) -> bool:
    """Whether a provision stands in the composer."""
    return any(name.startswith(("provisions.", "new.")) for name in fields)


def _framework_id(here: Here) -> str:
    framework = here.place.framework if here.place else None
    if framework is None:
        raise PageNotFound("text", here.one("framework_id"))
    return framework.id


def _title(text: Text, provision_ids: Sequence[str]) -> str:
    """What an amendment is called unless its author says something else: after what it changes."""
    names = [text.by_id[id].name for id in provision_ids if id in text.by_id]
    return sentence_case(" and ".join(names))


def _new_id() -> str:
    return str(uuid4())
