"""The changes of a motion, carried through what became of their words to the text as it stands."""

from typing import Any

from ledger.domain.errors import RuleBroken
from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion, inserted_ids
from ledger.domain.provisions import TOP, Provision, as_edits
from ledger.domain.wording import TAGS, Change
from ledger.text import Edit, edits_between
from ledger.text.passage import Ground, Passage, carried_through


def carried(framework: Framework, motion: Motion, field: str) -> list[Change]:
    """The changes of a motion on the text as it stands; those of what it inserts itself as they are.

    Raises:
        RuleBroken: what it changes is gone, or its words did not survive.
    """
    own = set(inserted_ids(motion.changes))
    return [
        change
        if change.get("provision_id") in own
        else carry(framework, change, motion.replaced.get(str(number)), motion.title, field)
        for number, change in enumerate(motion.changes)
    ]


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
    steps = framework.steps.get(change["provision_id"], [])
    base = next((at for at in reversed(range(len(steps))) if steps[at].wording == change["base"]), None)
    if base is None:
        return None
    texts = [step.text for step in steps[base:]] + [framework.tree.provisions[change["provision_id"]].text]
    passages = [
        Passage(step.edits if step.edits is not None else edits_between(step.text, after))
        for step, after in zip(steps[base:], texts[1:], strict=True)
    ]
    return carried_through(as_edits(change["edits"]), passages, Ground(texts[-1]))
