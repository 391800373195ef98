"""What motions make of the text as it stands: their changes carried to today's words, and put together."""

from collections.abc import Sequence
from typing import Any

from ledger.domain.errors import RuleBroken
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.domain.provisions import as_edits
from ledger.domain.wording import TAGS, Change
from ledger.text import Edit, edits_between, map_edits, overlapping


def merged(framework: Framework, motions: Sequence[Motion]) -> list[Change]:
    """The changes of motions, in the order of their numbers, on the text as it stands; each names its motions.

    Raises:
        RuleBroken: words that a motion changes did not survive, or two motions want different things.
    """
    changes: list[Change] = []
    for motion in motions:
        for number, change in enumerate(motion.changes):
            carried = carry(framework, change, motion.replaced.get(str(number)), motion.title)
            _add(changes, carried, motion)
    return changes


def _add(changes: list[Change], change: Change, motion: Motion) -> None:
    """Add a change, or credit its motion too where it was asked for already."""
    for other in changes:
        if {key: value for key, value in other.items() if key != "motions"} == change:
            other["motions"].append(str(motion.id))
            return
        clash = other["op"] == change["op"] != "edit" and _target(other) == _target(change)
        if clash:
            raise RuleBroken(f"“{motion.title}” and another motion want different things of one provision.", "motions")
    changes.append({**change, "motions": [str(motion.id)]})


def _target(change: Change) -> str:
    return str(change["provision"]["provision_id"] if change["op"] == "insert" else change["provision_id"])


def carry(framework: Framework, change: Change, before: dict[str, Any] | None, title: str) -> Change:
    """A change on the wording that stands today; where that is the one it was made on, the change as it is.

    Args:
        before: what the change replaces, for relabelling, moving and retagging.
        title: of the motion, for the refusal.

    Raises:
        RuleBroken: what it changes is gone, or its words did not survive.
    """
    if change["op"] == "insert":
        return change
    provision = framework.tree.provisions.get(change["provision_id"])
    if provision is None:
        raise RuleBroken(f"“{title}” changes a provision that is gone from the text.", "motions")
    if change["op"] in ("relabel", "retag"):
        today = {
            "label": provision.label,
            "heading": provision.heading,
            **{t: list(getattr(provision, t)) for t in TAGS},
        }
        if any(today[key] != value for key, value in (before or {}).items()):
            raise RuleBroken(f"“{title}” replaces what no longer stands; give the changes as merged.", "motions")
    if "base" not in change or change["base"] == provision.wording:
        return change
    if change["op"] == "relabel":
        return {**change, "base": provision.wording}
    edits = _carried_edits(framework, change) if change["op"] == "edit" else None
    if edits is None:
        raise RuleBroken(f"The words that “{title}” changes did not survive; give the changes as merged.", "motions")
    return {**change, "base": provision.wording, "edits": [list(edit) for edit in edits]}


def _carried_edits(framework: Framework, change: Change) -> list[Edit] | None:
    provision_id = change["provision_id"]
    steps = framework.steps.get(provision_id, [])
    base = next((at for at in reversed(range(len(steps))) if steps[at].wording == change["base"]), None)
    if base is None:
        return None
    texts = [step.text for step in steps[base:]] + [framework.tree.provisions[provision_id].text]
    edits: list[Edit] | None = as_edits(change["edits"])
    for at, step in enumerate(steps[base:]):
        through = step.edits if step.edits is not None else edits_between(step.text, texts[at + 1])
        edits = map_edits(edits, through, step.text) if edits is not None else None
    return edits


def combined(changes: Sequence[Change]) -> list[Change]:
    """The changes with all edits of one provision as one list, as they are made at once.

    Raises:
        RuleBroken: two edits overlap.
    """
    made: list[Change] = []
    edits_of: dict[str, Change] = {}
    for number, change in enumerate(changes):
        earlier = edits_of.get(change["provision_id"]) if change["op"] == "edit" else None
        if earlier is None:
            made.append(dict(change))
            if change["op"] == "edit":
                edits_of[change["provision_id"]] = made[-1]
        else:
            earlier["edits"] = _together(earlier["edits"], change["edits"], f"changes.{number}.edits")
    return made


def _together(one: list[Any], other: list[Any], field: str) -> list[Any]:
    if overlapping(as_edits(one), as_edits(other)) is not None:
        raise RuleBroken("Two changes want different words at one place; give the changes as merged.", field)
    return sorted([*one, *(edit for edit in other if edit not in one)], key=lambda edit: (edit[0], edit[1]))
