"""Recording a text that was received or issued: pasted as a whole, checked against the text as it stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from ledger.commands.changes import PlacedProvision
from ledger.domain.errors import InvalidCommand, Moved, MovedOn
from ledger.domain.streams import Event
from ledger.domain.vocabulary import Extent
from ledger.projections.queries.changes import Difference
from ledger.projections.queries.compare import between
from ledger.projections.queries.frameworks import framework_of
from ledger.projections.queries.states import State, state_at
from ledger.projections.queries.text import TOP, Provision, Text, joined, name_of
from web.filters import plural
from web.forms.amending import seen_at, text_seen, text_today
from web.forms.facts import fact, facts_in_place
from web.forms.fields import Field, Slot
from web.forms.pasted import refused
from web.forms.recognising import IDENTITIES, KNOWN_AS, Recognition, ask, called, recognition
from web.forms.sheet import Here, Sheet
from web.forms.telling.foreseen import after
from web.pages import ledger
from web.pasting import version_text
from web.pasting.unread import Faults, Unread
from web.pasting.version_identities import Drawn, as_before, known_as

PROVISIONS, EXTENT = "provisions", "extent"
DELETES = "deletes"
"""The field in which it is said how many provisions are meant to be deleted."""

MOVED = "The text has changed since this form was opened, and what stands in it was written on the text as it was."

HEADINGS = {"inserted": "New", "changed": "Changed", "deleted": "Deleted"}
"""What becomes of provisions, in the order in which the check page counts them."""


@dataclass(frozen=True)
class VersionSheet(Sheet):
    """The form of a text from outside. It begins with the text as it stands, so that what stays keeps its identity."""

    template: str = "forms/version.html"

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        # An extent that is left out means the whole, so that "not said" is no choice of its own.
        every = Sheet(self.command).slots
        return tuple(replace(slot, is_required=True) if slot.name in (EXTENT, PROVISIONS) else slot for slot in every)

    def stands(self, here: Here) -> dict[str, list[str]]:
        text = text_today(here)
        return {EXTENT: [Extent.WHOLE.value], PROVISIONS: [_written(text)] if text.provisions else []}

    def data(self, here: Here) -> dict[str, Any]:
        rest = {name: value for name, value in super().data(here).items() if name != PROVISIONS}
        seen = text_seen(here)
        pasted = _pasted(here)
        if not pasted.strip() or (here.one(EXTENT) == Extent.NOT_HELD and pasted == _written(seen)):
            return rest
        provisions = _identified(here, pasted, seen)
        _refuse_unmeant_deletions(here, len(_left_out(here, provisions, seen)))
        moved = _moved(here)
        if moved and not _is_on_record(here):
            raise MovedOn(MOVED, PROVISIONS, moved=moved)
        return {**rest, PROVISIONS: provisions}

    def field_of(self, path: str, here: Here) -> str:
        return path if path == DELETES or path.startswith((IDENTITIES, KNOWN_AS)) else super().field_of(path, here)

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        seen = text_seen(here)
        asks = any(name == DELETES or name.startswith((IDENTITIES, KNOWN_AS)) for name in (*errors, *here.sent))
        found, left_out = None, []
        if asks:
            with suppress(InvalidCommand):
                found = _recognition(here, _pasted(here), seen)
                left_out = _left_out(here, _named_as(here, found), seen)
        return {
            "is_begun": bool(text_today(here).provisions),
            "help": version_text.HELP,
            "left_out": left_out,
            "found": found if found and found.has_proposals else None,
        }

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        before = text_today(here)
        then = _named(after(before, data["framework_id"], events))
        found = between(before, then) if data.get(PROVISIONS) else []
        changes = [one for one in found if one.what != "same"]
        told = {PROVISIONS: (*_counted(found), *_taken_for(here))}
        return {"differences": changes, **facts_in_place(self, here, told)}


def _identified(here: Here, pasted: str, seen: Text) -> list[dict[str, Any]]:
    """The pasted provisions under their identities.

    Raises:
        InvalidCommand: they cannot be read, or who pasted them has not seen yet what they are taken for.
    """
    found = _recognition(here, pasted, seen)
    if found.has_proposals and not found.is_answered(here):
        raise ask(found)
    return _named_as(here, found)


def _recognition(here: Here, pasted: str, seen: Text) -> Recognition:
    """What is pasted, and what that of it is taken for which has no number."""

    def look_up() -> Recognition:
        drawn = Drawn(here.one("version_id"))
        provisions = _read(pasted, seen, drawn)
        return recognition(provisions, drawn.ids, seen)

    return here.once((IDENTITIES, pasted, seen_at(here)), look_up)


def _named_as(here: Here, found: Recognition) -> list[dict[str, Any]]:
    provisions = known_as(found.pasted.values(), found.identities(here))
    if not found.has_proposals or version_text.has_marks(_pasted(here)):
        return provisions
    return as_before(provisions, {one.id: _given(one) for one in found.seen.provisions})


def _left_out(here: Here, provisions: Sequence[Mapping[str, Any]], seen: Text) -> list[str]:
    """The provisions of the text that a whole version leaves out, and so deletes, by name."""
    kept = {one["provision_id"] for one in provisions}
    return [called(one) for one in seen.provisions if one.id not in kept] if here.one(EXTENT) == Extent.WHOLE else []


def _refuse_unmeant_deletions(here: Here, left_out: int) -> None:
    """A marker that is mistyped, or a text pasted without any, would delete what it was to change.

    Raises:
        InvalidCommand: it was not said that so many are deleted.
    """
    if left_out and here.one(DELETES) != str(left_out):
        told = plural(left_out, "provision")
        message = f"This leaves out {told} of the text, and deletes them. Tick below that it is meant."
        raise InvalidCommand(message, DELETES)


def _pasted(here: Here) -> str:
    return "\n".join(here.sent.get(PROVISIONS, ())).replace("\r\n", "\n")


def _written(text: Text) -> str:
    """A text as it can be pasted back."""
    return version_text.write([_given(provision) for provision in text.provisions], text.by_id)


def _given(provision: Provision) -> dict[str, Any]:
    """A provision as a version gives it: what is empty is absent."""
    words = {"label": provision.label, "heading": provision.heading, "text": provision.text}
    tags = {name: list(values) for name, values in provision.tags.items()}
    placed = {"parent": provision.parent} if provision.parent != TOP else {}
    said = {name: value for name, value in (words | tags).items() if value}
    return {"provision_id": provision.id, "kind": provision.kind, **placed, **said}


def _read(pasted: str, seen: Text, draw: Callable[[], str]) -> list[dict[str, Any]]:
    """The provisions that were pasted.

    Raises:
        InvalidCommand: with the lines that cannot be read, or cannot be what they say.
    """
    try:
        provisions = version_text.read(pasted, seen.by_id, draw)
        _check(provisions, pasted)
    except Unread as unread:
        raise refused(unread, PROVISIONS) from None
    return provisions


def _check(provisions: Sequence[Mapping[str, Any]], pasted: str) -> None:
    """Say of what a provision cannot hold on which line it begins.

    Raises:
        Unread: a text is too long, or holds what no text may.
    """
    wrong: Mapping[Any, Any] = PlacedProvision(many=True).validate(provisions)
    if not wrong:
        return
    lines, faults = version_text.starts(pasted), Faults()
    for place, fields in sorted(wrong.items()):
        for sentence in _sentences(fields):
            faults.note(lines[place], sentence)
    faults.refuse()


def _sentences(errors: Any) -> Iterator[str]:
    """Every sentence in what a schema says."""
    if isinstance(errors, str):
        yield errors
    else:
        for one in errors.values() if isinstance(errors, Mapping) else errors:
            yield from _sentences(one)


def _moved(here: Here) -> list[Moved]:
    """The text, where it is another by now than the one with which the form began."""
    framework = framework_of(here.now, here.one("framework_id"))
    if framework is None:
        return []
    then = state_at(here.now, framework, seen_at(here))
    seen = then.revision.number if isinstance(then, State) else 0
    if seen == framework.revision:
        return []
    return [Moved("framework", framework.id, str(seen), str(framework.revision))]


def _is_on_record(here: Here) -> bool:
    """Whether this form was recorded already, so that the change since is its own."""
    with suppress(ValueError):
        return ledger().record_store.position_of_command(str(UUID(here.one("command_id")))) is not None
    return False


def _named(text: Text) -> Text:
    """A text whose provisions are called as they are in it, new ones too."""
    found: dict[str, Provision] = {}
    for one in text.provisions:
        above = found[one.parent].name if one.parent != TOP else ""
        found[one.id] = one.named(joined(above, name_of(one.kind, one.label, one.heading)))
    return Text(tuple(found.values()), text.children, found)


def _taken_for(here: Here) -> Iterator[Field]:
    """What was taken for which provision of the text, where that was asked."""
    if here.has(IDENTITIES):
        found = _recognition(here, _pasted(here), text_seen(here))
        told = [*found.told(here)]
        if told:
            yield fact(f"Taken for what stands in the text ({len(told)})", "; ".join(told))


def _counted(found: Sequence[Difference]) -> Iterator[Field]:
    """How many provisions are new, changed, deleted and as they were, and which."""
    for what, heading in HEADINGS.items():
        names = [one.name for one in found if one.what == what]
        if names:
            yield fact(f"{heading} ({len(names)})", "; ".join(names))
    same = sum(one.what == "same" for one in found)
    if same:
        yield fact("As they stand", str(same))
