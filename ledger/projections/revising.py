"""A command at work on a framework's text: what it touched, and the rows that it leaves when it is done.

Positions inside a command are no states: whatever a command does to a provision leaves one row, made of the provision
as it stood before and as it stands after, from the position of the command's last event on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ledger.domain.provisions import Provision, as_edits
from ledger.domain.vocabulary import Decision
from ledger.projections import tables
from ledger.projections.batch import Batch, Row
from ledger.projections.crediting import NOBODY, Authors, Crediting, origins_of
from ledger.projections.events import Event
from ledger.projections.memory import Framework
from ledger.text import edits_between, narrowed, words

WHOLE = ("deleted", "received", "inserted")
PARTS = ("edited", "relabelled", "moved", "retagged")
"""What a row says of how it came about: the first of the former, else all of the latter that a command did to it."""


@dataclass(slots=True)
class Revising:
    """What a command has done to a text so far.

    Attributes:
        event: its first event.
        how: `received` or `adopted`.
        happened_by: of the event.
        before: each provision that it touched, as it stood before (None: it did not stand).
        authors: of the words of each of them, as they stood before.
        acts: what it did to each of them.
        edits: those on the text as it stood before.
        orders: the children of each parent that it touched, as they stood before.
    """

    framework_id: str
    framework: Framework
    event: Event
    how: str
    happened_by: str
    crediting: Crediting
    before: dict[str, Provision | None] = field(default_factory=dict)
    authors: dict[str, Authors] = field(default_factory=dict)
    acts: dict[str, set[str]] = field(default_factory=dict)
    edits: dict[str, list[Any]] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)

    def touch(self, provision_id: str, act: str) -> Provision | None:
        """Say what is about to be done to a provision; gives it as it stands now."""
        standing = self.framework.tree.provisions.get(provision_id)
        self.before.setdefault(provision_id, standing)
        self.authors.setdefault(provision_id, self.framework.credits.authors.get(provision_id, NOBODY))
        self.acts.setdefault(provision_id, set()).add(act)
        return standing

    def touch_children(self, parent: str) -> None:
        """Say that the children of a parent are about to change."""
        self.orders.setdefault(parent, list(self.framework.tree.children.get(parent, ())))

    def finish(self, batch: Batch) -> None:
        """Give the rows that the command leaves."""
        framework = self.framework
        if self.how != Decision.ADOPTED:
            self.crediting.receive(self.before, framework.tree)
        self.crediting.leave(batch, self.framework_id)
        changed = [provision_id for provision_id in self.before if self._is_changed(provision_id)]
        inserted, deleted = self._count_words(changed)
        for provision_id in changed:
            self._leave_provision(batch, provision_id)
        for parent, order in self.orders.items():
            if framework.tree.children.get(parent, []) != order:
                self._leave_order(batch, parent)
        framework.revision += 1
        batch.append(tables.revisions, self._revision(inserted, deleted, len(changed)))
        batch.change(tables.frameworks, self.framework_id, {"revision": framework.revision, "changed": self.event.last})
        framework.words += inserted - deleted

    def _is_changed(self, provision_id: str) -> bool:
        """Whether it leaves a row: an adopted move does, even where the parent stays the same."""
        if self.framework.tree.provisions.get(provision_id) != self.before[provision_id]:
            return True
        return self.how == Decision.ADOPTED and "moved" in self.acts[provision_id]

    def _leave_provision(self, batch: Batch, provision_id: str) -> None:
        now = self.framework.tree.provisions.get(provision_id)
        provision = now or self.before[provision_id]
        since = self.framework.since.get(provision_id)
        if since is not None:
            batch.change(tables.provisions, (provision_id, since), {"until": self.event.last})
        if provision is None:
            return
        authors = self.authors[provision_id] if now is None else self.framework.credits.authors[provision_id]
        row = _columns(provision) | {
            "since": self.event.last,
            "framework_id": self.framework_id,
            "edits": self.edits.get(provision_id) if now else None,
            "origins": origins_of(authors),
            "how": "deleted" if now is None else _how(self.acts[provision_id]),
            "deleted": now is None,
            "command_position": self.event.first,
        }
        batch.insert(tables.provisions, row)
        self.framework.since[provision_id] = self.event.last

    def _leave_order(self, batch: Batch, parent: str) -> None:
        framework, last = self.framework, self.event.last
        if parent in framework.ordered:
            batch.change(tables.children, (self.framework_id, parent, framework.ordered[parent]), {"until": last})
        row = {
            "framework_id": self.framework_id,
            "parent": parent,
            "since": last,
            "ids": list(framework.tree.children.get(parent, ())),
        }
        batch.insert(tables.children, row)
        framework.ordered[parent] = last

    def _revision(self, inserted: int, deleted: int, touched: int) -> Row:
        data = self.event.data
        return {
            "framework_id": self.framework_id,
            "number": self.framework.revision,
            "position": self.event.last,
            "command_position": self.event.first,
            "how": self.how,
            "actor": data["actor"],
            "occurred_at": data["occurred_at"],
            "recorded_at": data["timestamp"],
            "happened_by": self.happened_by,
            "session_id": data.get("session"),
            "words_before": self.framework.words,
            "words_inserted": inserted,
            "words_deleted": deleted,
            "provisions_touched": touched,
        }

    def _count_words(self, provision_ids: Iterable[str]) -> tuple[int, int]:
        """The words of headings and texts that came and went; their difference is that of the whole text."""
        inserted = deleted = 0
        for provision_id in provision_ids:
            before, after = self.before[provision_id], self.framework.tree.provisions.get(provision_id)
            old, new = (("", "") if one is None else (one.heading, one.text) for one in (before, after))
            for one, other, edits in ((old[0], new[0], None), (old[1], new[1], self.edits.get(provision_id))):
                came, went = _words_between(one, other, edits)
                inserted += came
                deleted += went
        return inserted, deleted


def _how(acts: set[str]) -> str:
    whole = (act for act in WHOLE if act in acts)
    return next(whole, " ".join(act for act in PARTS if act in acts))


def _columns(provision: Provision) -> Row:
    return {
        "provision_id": provision.id,
        "parent": provision.parent,
        "kind": provision.kind,
        "label": provision.label,
        "heading": provision.heading,
        "text": provision.text,
        "levels": list(provision.levels),
        "horizons": list(provision.horizons),
        "people": list(provision.people),
        "wording": provision.wording,
    }


def _words_between(old: str, new: str, edits: list[Any] | None) -> tuple[int, int]:
    if old == new:
        return 0, 0
    if not old or not new:
        return count_words(new), count_words(old)
    made = narrowed(old, as_edits(edits)) if edits is not None else edits_between(old, new)
    came = sum(count_words(replacement) for _, _, replacement in made)
    went = sum(count_words(old[start:end]) for start, end, _ in made)
    # Words may join or part where an edit meets what stays: then the pieces do not sum up to the whole.
    beyond = (count_words(new) - count_words(old)) - (came - went)
    return came + max(beyond, 0), went + max(-beyond, 0)


@lru_cache(maxsize=256)
def count_words(text: str) -> int:
    """How many words a text has; signs alone are none."""
    return sum(1 for word in words(text) if any(map(str.isalnum, word)))
