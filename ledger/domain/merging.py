"""What motions make of the text as it stands: their changes carried to today's words, and put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.domain.errors import RuleBroken
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion, inserted_ids
from ledger.domain.provisions import TOP, FieldOf, Provision, as_edits, field_of_change
from ledger.domain.wording import TAGS, Change
from ledger.text import Edit, edits_between, map_edits, overlapping
from ledger.text.merge import Conflict


def merged(framework: Framework, motions: Sequence[Motion], field: str) -> list[Change]:
    """The changes of motions, in the order of their numbers, on the text as it stands; each names its motions.

    Args:
        field: the field of the command that names the motions, for refusals.

    Raises:
        RuleBroken: words that a motion changes did not survive, or two motions want different things.
    """
    changes: list[Change] = []
    for motion in motions:
        own = set(inserted_ids(motion.changes))
        for number, change in enumerate(motion.changes):
            if change.get("provision_id") not in own:
                change = carry(framework, change, motion.replaced.get(str(number)), motion.title, field)
            _add(changes, change, motion, field)
    return changes


def _add(changes: list[Change], change: Change, motion: Motion, field: str) -> None:
    """Add a change, or credit its motion too where it was asked for already."""
    for other in changes:
        if {key: value for key, value in other.items() if key != "motions"} == change:
            other["motions"].append(motion.key)
            return
        if _target(other) == _target(change) and _clash(other["op"], change["op"]):
            raise RuleBroken(f"“{motion.title}” and another motion want different things of one provision.", field)
    changes.append({**change, "motions": [motion.key]})


def _clash(one: str, other: str) -> bool:
    """Two edits are compared word by word; of what is deleted, nothing else is asked; two of one op want two things."""
    return "delete" in (one, other) or one == other != "edit"


def _target(change: Change) -> str:
    return str(change["provision"]["provision_id"] if change["op"] == "insert" else change["provision_id"])


def carry(framework: Framework, change: Change, before: dict[str, Any] | None, title: str, field: str) -> Change:
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
        raise RuleBroken(f"“{title}” changes a provision that is gone from the text.", field)
    if _is_other_than(provision, before or {}):
        raise RuleBroken(f"“{title}” replaces what no longer stands; give the changes as merged.", field)
    if "base" not in change or change["base"] == provision.wording:
        return change
    if change["op"] == "relabel":
        return {**change, "base": provision.wording}
    edits = _carried_edits(framework, change) if change["op"] == "edit" else None
    if edits is None:
        raise RuleBroken(f"The words that “{title}” changes did not survive; give the changes as merged.", field)
    return {**change, "base": provision.wording, "edits": [list(edit) for edit in edits]}


def _is_other_than(provision: Provision, before: dict[str, Any]) -> bool:
    """Whether what a change replaces no longer stands. Of a place that is the parent: neighbours come and go."""
    today: dict[str, Any] = {"label": provision.label, "heading": provision.heading}
    today |= {tag: list(getattr(provision, tag)) for tag in TAGS}
    if "after" in before:
        return bool(provision.parent != before.get("parent", TOP))
    return any(today[key] != value for key, value in before.items())


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


def combined(changes: Sequence[Change], field_of: FieldOf = field_of_change) -> list[Change]:
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
            if change["base"] != earlier["base"]:
                raise RuleBroken("All edits of one provision are made on one wording.", field_of(number, "base"))
            earlier["edits"] = _together(earlier["edits"], change["edits"], field_of(number, "edits"))
    return made


def _together(one: list[Any], other: list[Any], field: str) -> list[Any]:
    if overlapping(as_edits(one), as_edits(other)) is not None:
        raise RuleBroken("Two changes want different words at one place; give the changes as merged.", field)
    return sorted([*one, *(edit for edit in other if edit not in one)], key=lambda edit: (edit[0], edit[1]))


@dataclass(frozen=True, slots=True)
class Want:
    """What some motions would have of something disputed; `changes` on the text as it stands, without credits."""

    changes: tuple[Change, ...]
    motions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One thing of which motions want what cannot all be had.

    Attributes:
        at: the disputed stretch of the provision's text, where words are disputed; its alternatives stand in the order
            of `wants`. None where the provision as a whole is: deleted or kept, moved, relabelled, retagged, inserted.
        wants: two or more; each is an alternative that can be had by itself.
    """

    provision_id: str
    at: Conflict | None
    wants: tuple[Want, ...]

    @property
    def motions(self) -> tuple[str, ...]:
        """All that are in the dispute, sorted."""
        return tuple(sorted({motion for want in self.wants for motion in want.motions}))


@dataclass(frozen=True, slots=True)
class Merge:
    """What motions make together of the text as it stands.

    Attributes:
        changes: that nothing disputes, each with its `motions`.
        disputes: in the order in which the text and the motions bring them.
    """

    changes: tuple[Change, ...]
    disputes: tuple[Dispute, ...]


def merge(texts: Mapping[str, str], wanted: Mapping[str, Sequence[Change]]) -> Merge:
    """Put the changes of motions together; only the places of new provisions depend on the order of the motions.

    Args:
        texts: by provision, the text as it stands.
        wanted: by motion, in the order of their numbers, its changes carried to the text as it stands.
    """
    raise NotImplementedError
