"""Frameworks: their beginning, their versions, and the adoptions into their text."""

from typing import Any

from ledger.domain.frameworks import Framework as Stream
from ledger.domain.vocabulary import Decision, Extent
from ledger.projections import tables
from ledger.projections.crediting import Credits
from ledger.projections.events import Event
from ledger.projections.folding import Fold, sealed
from ledger.projections.memory import Framework, Thing, Wanted
from ledger.projections.of_texts import begin_revision, leaves_a_revision
from ledger.projections.registry import Family
from ledger.text.graveyard import Graveyard


def wanted(event: Event, want: Wanted) -> None:
    data = event.data
    want.frameworks.add(event.stream)
    want.things.add(event.stream)
    for key in ("consultation_id", "version_id"):
        if key in data:
            want.things.add(data[key])
    if event.topic == Stream.VersionReceived.TOPIC:
        want.graveyards.add(event.stream)
    want.motions.update(data.get("motions", ()))
    want.votes.update(data.get("vote_ids", ()))
    if "vote_id" in data:
        want.votes.add(data["vote_id"])


def begun(fold: Fold, event: Event) -> Thing:
    data, framework_id = event.data, event.stream
    illustrative = data.get("illustrative", False)
    row = {
        "id": framework_id,
        "consultation_id": data["consultation_id"],
        "slug": data["slug"],
        "title": data["title"],
        "language": data["language"],
        "illustrative": illustrative,
        "revision": 0,
        "changed": event.position,
        "position": event.position,
    }
    fold.batch.insert(tables.frameworks, row)
    fold.memory.frameworks[framework_id] = Framework(credits=Credits(graveyard=Graveyard()))
    thing = Thing("framework", data["consultation_id"], framework_id, illustrative)
    return fold.note_thing(event, framework_id, thing, data["title"])


def version_received(fold: Fold, event: Event) -> Thing:
    brings_text = leaves_a_revision(event.data)
    if brings_text:
        begin_revision(fold, event, "received")
    revision = fold.memory.frameworks[event.stream].revision + (1 if brings_text else 0)
    return _note_version(fold, event, "received", revision, event.data.get("extent", Extent.WHOLE.value))


def version_published(fold: Fold, event: Event) -> Thing:
    revision = fold.memory.frameworks[event.stream].revision
    return _note_version(fold, event, "published", revision, Extent.WHOLE.value)


def _note_version(fold: Fold, event: Event, how: str, revision: int, extent: str) -> Thing:
    data, version_id = event.data, event.data["version_id"]
    framework = fold.memory.things[event.stream]
    row = {
        "id": version_id,
        "framework_id": event.stream,
        "number": data["number"],
        "name": data["name"],
        "symbol": data.get("symbol"),
        "how": how,
        "extent": extent,
        "source": data.get("source"),
        "issued_by": data.get("issued_by"),
        "wording": data.get("wording"),
        "note_digest": sealed(data, "note"),
        "position": event.last,
        "revision": revision,
        "actor": data["actor"],
        "occurred_at": data["occurred_at"],
        "recorded_at": data["timestamp"],
        "happened_by": fold.happened_by(data["occurred_at"], framework.consultation_id),
    }
    fold.batch.insert(tables.versions, row)
    thing = Thing("version", framework.consultation_id, event.stream, framework.illustrative)
    fold.note_thing(event, version_id, thing, data["name"])
    return framework


def version_adopted(fold: Fold, event: Event) -> Thing:
    data = event.data
    values = {
        "adopted": event.position,
        "adopted_at": data["occurred_at"],
        "adopted_method": data["method"],
        "adopted_vote": data.get("vote_id"),
        "adopted_symbol": data.get("symbol"),
        "adopted_note_digest": sealed(data, "note"),
    }
    fold.batch.change(tables.versions, data["version_id"], values)
    return fold.memory.things[event.stream]


def motions_adopted(fold: Fold, event: Event) -> Thing:
    """The adoption's own facts, for each of its motions; that they are decided follows in events of their own."""
    begin_revision(fold, event, Decision.ADOPTED.value)
    data = event.data
    adopted = {motion_id: _changes_of(motion_id, data["changes"]) for motion_id in data["motions"]}
    tabled = {motion_id: fold.memory.motions[motion_id].changes for motion_id in adopted}
    edited = {motion_id for motion_id in adopted if _words_of(adopted[motion_id]) != _words_of(tabled[motion_id])}
    for motion_id, changes in adopted.items():
        values = {
            "decision_votes": [vote for vote in _votes(data) if fold.memory.votes[vote] == motion_id] or None,
            "decision_reason_digest": sealed(data, "reason"),
            # Of several, whoever edited has a part in those alone whose words became others.
            "edited_by": data.get("edited_by") if motion_id in edited or not edited else None,
            "changes_adopted": changes,
            "edited": motion_id in edited,
        }
        fold.batch.change(tables.motions, motion_id, values)
    return fold.memory.things[event.stream]


def _votes(data: dict[str, Any]) -> list[str]:
    return [data["vote_id"]] if "vote_id" in data else list(data.get("vote_ids", ()))


def _changes_of(motion_id: str, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The changes that a motion is credited with."""
    own = (change for change in changes if motion_id in change["motions"])
    return [{key: value for key, value in change.items() if key != "motions"} for change in own]


def _words_of(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes without the wording that edits were made on and the places in it: where the text moved on, the same words
    are asked for at another place.
    """
    return [
        {**change, "base": "", "edits": [(end - start, new) for start, end, new in change["edits"]]}
        if change["op"] == "edit"
        else change
        for change in changes
    ]


FAMILY = Family(
    wanted,
    {
        Stream.Begun: begun,
        Stream.VersionReceived: version_received,
        Stream.VersionPublished: version_published,
        Stream.VersionAdopted: version_adopted,
        Stream.MotionsAdopted: motions_adopted,
    },
)
