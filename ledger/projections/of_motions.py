"""Motions: tabling, revisions, sponsors and fates."""

from typing import Any

from ledger.domain.motions import Motion as Stream
from ledger.domain.wording import Change, insertion
from ledger.projections import tables
from ledger.projections.events import Event
from ledger.projections.folding import Fold, sealed
from ledger.projections.memory import Motion, Thing, Wanted
from ledger.projections.of_texts import note_provision
from ledger.projections.registry import Family

PLACE = "place"
"""The op of `motion_provisions` for the parent under which a provision is inserted."""


def wanted(event: Event, want: Wanted) -> None:
    data = event.data
    want.motions.add(event.stream)
    want.things.add(event.stream)
    if "session" in data:
        want.things.add(data["session"])
    if "framework_id" in data:
        want.things.add(data["framework_id"])
        want.frameworks.add(data["framework_id"])
        want.things.update(provision["provision_id"] for provision in _named_in(data))
    want.participants.update(data.get("proposers", ()))


def _named_in(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The new provisions that a tabling or a revision names."""
    if "provision" in data:
        return [data["provision"]]
    return [change["provision"] for change in data["changes"] if change["op"] == "insert"]


def proposal_tabled(fold: Fold, event: Event) -> Thing:
    return _table(fold, event, "proposal", [insertion(event.data["provision"], event.data)])


def amendment_tabled(fold: Fold, event: Event) -> Thing:
    return _table(fold, event, "amendment", event.data["changes"])


def _table(fold: Fold, event: Event, kind: str, changes: list[Change]) -> Thing:
    data, motion_id = event.data, event.stream
    place = fold.memory.things[data["framework_id"]]
    framework = fold.memory.frameworks[data["framework_id"]]
    framework.motions += 1
    happened_by = fold.happened_by(data["occurred_at"], place.consultation_id)
    illustrative = place.illustrative or fold.is_illustrative(event, *data["proposers"])
    row = {
        "id": motion_id,
        "framework_id": data["framework_id"],
        "number": framework.motions,
        "revision": 0,
        "kind": kind,
        "title": data["title"],
        "proposers": data["proposers"],
        "on_behalf_of": data.get("on_behalf_of"),
        "changes": changes,
        "replaced": data.get("replaced"),
        "wording": data["wording"],
        "rationale_digest": sealed(data, "rationale"),
        "answers": data.get("answers"),
        "actor": data["actor"],
        "occurred_at": data["occurred_at"],
        "recorded_at": data["timestamp"],
        "happened_by": happened_by,
        "session_id": data.get("session"),
        "position": event.position,
        "edited": False,
    }
    fold.batch.insert(tables.motions, row)
    motion = fold.memory.motions[motion_id] = Motion(changes)
    _note_wording(fold, event, motion, happened_by)
    for participant_id in data["proposers"]:
        _note_sponsor(fold, event, motion, participant_id, "proposed", happened_by)
    for provision_id, op in _speaks_of(changes):
        _note_speaks_of(fold, event, provision_id, op)
    thing = Thing("motion", place.consultation_id, data["framework_id"], illustrative)
    _note_provisions(fold, event, illustrative)
    return fold.note_thing(event, motion_id, thing, data["title"])


def revised(fold: Fold, event: Event) -> Thing:
    data, motion_id = event.data, event.stream
    motion, thing = fold.memory.motions[motion_id], fold.memory.things[motion_id]
    before = _speaks_of(motion.changes)
    motion.changes = data.get("changes") or [{**motion.changes[0], "provision": data["provision"]}]
    motion.revision += 1
    values = {
        "revision": motion.revision,
        "changes": motion.changes,
        "replaced": data.get("replaced"),
        "wording": data["wording"],
    }
    fold.batch.change(tables.motions, motion_id, values)
    happened_by = fold.happened_by(data["occurred_at"], thing.consultation_id)
    _note_wording(fold, event, motion, happened_by)
    _note_sponsor(fold, event, motion, data["participant_id"], "revised", happened_by)
    after = _speaks_of(motion.changes)
    for provision_id, op in after:
        if (provision_id, op) not in before:
            _note_speaks_of(fold, event, provision_id, op)
    for provision_id, op in before:
        if (provision_id, op) not in after:
            key = (provision_id, motion_id, op)
            fold.batch.change(tables.motion_provisions, key, {"until": event.position})
    _note_provisions(fold, event, thing.illustrative)
    return thing


def sponsor_joined(fold: Fold, event: Event) -> Thing:
    motion, thing = fold.memory.motions[event.stream], fold.memory.things[event.stream]
    happened_by = fold.happened_by(event.data["occurred_at"], thing.consultation_id)
    _note_sponsor(fold, event, motion, event.data["participant_id"], "joined", happened_by)
    return thing


def sponsor_withdrawn(fold: Fold, event: Event) -> Thing:
    """Who leaves a motion leaves every wording of it."""
    participant_id, motion = event.data["participant_id"], fold.memory.motions[event.stream]
    left = {(revision, sponsor) for revision, sponsor in motion.sponsors if sponsor == participant_id}
    for revision, _ in sorted(left):
        fold.batch.change(tables.sponsors, (event.stream, revision, participant_id), {"until": event.position})
    motion.sponsors -= left
    return fold.memory.things[event.stream]


def decided(fold: Fold, event: Event) -> Thing:
    data, thing = event.data, fold.memory.things[event.stream]
    values = {
        "decision": data["decision"],
        "decided": event.position,
        "decided_at": data["occurred_at"],
        "decided_happened_by": fold.happened_by(data["occurred_at"], thing.consultation_id),
        "decided_actor": data["actor"],
    }
    own = {
        "because_of": data.get("because_of"),
        "decision_votes": [data["vote_id"]] if "vote_id" in data else None,
        "decision_reason_digest": sealed(data, "reason"),
        "edited_by": data.get("edited_by"),
    }
    values |= {column: value for column, value in own.items() if value is not None}
    fold.batch.change(tables.motions, event.stream, values)
    return thing


def _note_wording(fold: Fold, event: Event, motion: Motion, happened_by: str) -> None:
    data = event.data
    row = {
        "motion_id": event.stream,
        "revision": motion.revision,
        "wording": data["wording"],
        "changes": motion.changes,
        "replaced": data.get("replaced"),
        "actor": data["actor"],
        "occurred_at": data["occurred_at"],
        "happened_by": happened_by,
        "revised_by": data.get("participant_id"),
        "position": event.position,
    }
    fold.batch.append(tables.motion_wordings, row)


def _note_sponsor(fold: Fold, event: Event, motion: Motion, participant_id: str, how: str, happened_by: str) -> None:
    data = event.data
    motion.sponsors.add((motion.revision, participant_id))
    row = {
        "motion_id": event.stream,
        "revision": motion.revision,
        "participant_id": participant_id,
        "how": how,
        "on_behalf_of": data.get("on_behalf_of"),
        "reason_digest": sealed(data, "reason"),
        "actor": data["actor"],
        "occurred_at": data["occurred_at"],
        "happened_by": happened_by,
        "since": event.position,
    }
    # She may have sponsored this wording before and left.
    fold.batch.replace(tables.sponsors, row)


def _speaks_of(changes: list[Change]) -> dict[tuple[str, str], None]:
    """(provision, op) of the changes, each once, in order."""
    found: dict[tuple[str, str], None] = {}
    for change in changes:
        if change["op"] != "insert":
            found[(change["provision_id"], change["op"])] = None
            continue
        found[(change["provision"]["provision_id"], "insert")] = None
        if "parent" in change:
            found[(change["parent"], PLACE)] = None
    return found


def _note_speaks_of(fold: Fold, event: Event, provision_id: str, op: str) -> None:
    row = {"provision_id": provision_id, "motion_id": event.stream, "op": op, "since": event.position}
    # A revision may come back to what an earlier one left alone.
    fold.batch.replace(tables.motion_provisions, row)


def _note_provisions(fold: Fold, event: Event, illustrative: bool) -> None:
    for provision in _named_in(event.data):
        if provision["provision_id"] not in fold.memory.things:
            note_provision(fold, event, provision, illustrative=illustrative)


FAMILY = Family(
    wanted,
    {
        Stream.ProposalTabled: proposal_tabled,
        Stream.AmendmentTabled: amendment_tabled,
        Stream.Revised: revised,
        Stream.SponsorJoined: sponsor_joined,
        Stream.SponsorWithdrawn: sponsor_withdrawn,
        Stream.Decided: decided,
    },
)
