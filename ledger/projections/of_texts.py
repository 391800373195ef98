"""The events that make a framework's text: what each does to a provision, until its command is done."""

from dataclasses import replace
from typing import Any

from ledger.domain.frameworks import Framework
from ledger.domain.provisions import TOP, Provision, as_edits
from ledger.domain.vocabulary import Decision, Extent
from ledger.domain.wording import TAGS
from ledger.projections import tables
from ledger.projections.crediting import Crediting
from ledger.projections.events import Event
from ledger.projections.folding import Fold
from ledger.projections.memory import Thing, Wanted
from ledger.projections.registry import Family
from ledger.projections.revising import Revising
from ledger.text import apply_edits


def wanted(event: Event, want: Wanted) -> None:
    want.frameworks.add(event.stream)
    want.things.add(event.stream)
    provision_id = event.data.get("provision_id")
    if provision_id is not None:
        want.things.add(provision_id)


def begin_revision(fold: Fold, event: Event, how: str) -> None:
    """A command that changes the text begins: what follows is gathered until its last event."""
    framework_id = event.stream
    consultation_id = fold.memory.things[framework_id].consultation_id
    happened_by = fold.happened_by(event.data["occurred_at"], consultation_id)
    framework = fold.memory.frameworks[framework_id]
    crediting = Crediting(framework.credits, event)
    fold.revising = Revising(framework_id, framework, event, how, happened_by, crediting)


def leaves_a_revision(data: dict[str, Any]) -> bool:
    """Whether a version that is received brings a text."""
    return bool(data.get("extent", Extent.WHOLE) != Extent.NOT_HELD)


def _at_work(fold: Fold, event: Event) -> Revising:
    if fold.revising is None:
        raise LookupError(f"Record no. {event.position} changes a text, but its command did not begin to.")
    return fold.revising


def provision_received(fold: Fold, event: Event) -> Thing:
    return _put(fold, event, "received")


def provision_inserted(fold: Fold, event: Event) -> Thing:
    return _put(fold, event, "inserted")


def _put(fold: Fold, event: Event, act: str) -> Thing:
    revising, data = _at_work(fold, event), event.data
    provision = Provision.of(data, data.get("parent", TOP))
    before = revising.touch(provision.id, act)
    if before is not None:
        revising.touch_children(before.parent)
    revising.touch_children(provision.parent)
    revising.edits.pop(provision.id, None)
    revising.framework.tree.place(provision, data["after"])
    if act == "inserted":
        revising.crediting.insert(provision)
    if provision.id not in fold.memory.things:
        note_provision(fold, event, data)
    elif before is None or (before.label, before.heading) != (provision.label, provision.heading):
        _retitle(fold, provision)
    return fold.memory.things[event.stream]


def provision_edited(fold: Fold, event: Event) -> Thing:
    provision = _touched(fold, event, "edited")
    revising = _at_work(fold, event)
    edits = event.data["edits"]
    before = revising.before[provision.id]
    if before is not None and before.text == provision.text:
        revising.edits[provision.id] = edits
    revising.crediting.edit(provision, as_edits(edits))
    text = apply_edits(provision.text, as_edits(edits))
    return _stands_as(fold, event, replace(provision, text=text, wording=event.data["wording"]))


def provision_relabelled(fold: Fold, event: Event) -> Thing:
    provision = _touched(fold, event, "relabelled")
    new = {key: event.data[key] for key in ("label", "heading") if key in event.data}
    relabelled = replace(provision, **new, wording=event.data["wording"])
    _at_work(fold, event).crediting.head(provision, relabelled.heading)
    _retitle(fold, relabelled)
    return _stands_as(fold, event, relabelled)


def provision_retagged(fold: Fold, event: Event) -> Thing:
    provision = _touched(fold, event, "retagged")
    new: dict[str, Any] = {tag: tuple(event.data[tag]) for tag in TAGS if tag in event.data}
    return _stands_as(fold, event, replace(provision, **new))


def provision_moved(fold: Fold, event: Event) -> Thing:
    provision = _touched(fold, event, "moved")
    revising = _at_work(fold, event)
    moved = replace(provision, parent=event.data.get("parent", TOP))
    revising.touch_children(provision.parent)
    revising.touch_children(moved.parent)
    revising.framework.tree.place(moved, event.data["after"])
    return fold.memory.things[event.stream]


def provision_deleted(fold: Fold, event: Event) -> Thing:
    provision = _touched(fold, event, "deleted")
    revising = _at_work(fold, event)
    revising.touch_children(provision.parent)
    revising.framework.tree.remove(provision.id)
    if revising.how == Decision.ADOPTED:
        revising.crediting.delete(provision)
    return fold.memory.things[event.stream]


def _touched(fold: Fold, event: Event, act: str) -> Provision:
    provision_id = event.data["provision_id"]
    provision = _at_work(fold, event).touch(provision_id, act)
    if provision is None:
        raise LookupError(f"Record no. {event.position}: the provision {provision_id} does not stand in the text.")
    return provision


def _stands_as(fold: Fold, event: Event, provision: Provision) -> Thing:
    _at_work(fold, event).framework.tree.provisions[provision.id] = provision
    return fold.memory.things[event.stream]


def note_provision(fold: Fold, event: Event, data: dict[str, Any], *, illustrative: bool = False) -> None:
    """A provision has an id from the first event on that names it, be it only proposed."""
    framework_id = event.data.get("framework_id", event.stream)
    framework = fold.memory.things[framework_id]
    thing = Thing("provision", framework.consultation_id, framework_id, framework.illustrative or illustrative)
    fold.note_thing(event, data["provision_id"], thing, _title(data.get("label", ""), data.get("heading", "")))


def _retitle(fold: Fold, provision: Provision) -> None:
    fold.batch.change(tables.things, provision.id, {"title": _title(provision.label, provision.heading)})


def _title(label: str, heading: str) -> str | None:
    return f"{label} {heading}".strip() or None


FAMILY = Family(
    wanted,
    {
        Framework.ProvisionReceived: provision_received,
        Framework.ProvisionInserted: provision_inserted,
        Framework.ProvisionEdited: provision_edited,
        Framework.ProvisionRelabelled: provision_relabelled,
        Framework.ProvisionRetagged: provision_retagged,
        Framework.ProvisionMoved: provision_moved,
        Framework.ProvisionDeleted: provision_deleted,
    },
)
