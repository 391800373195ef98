"""Motions that were open when a text from outside came, and asked for the very words that it brought.

They are told as a help to whoever wonders where words come from. That somebody had asked for them explains nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Row, or_, select

from ledger.domain.provisions import as_edits
from ledger.projections.queries.changes import Difference
from ledger.projections.queries.history import touched
from ledger.projections.queries.text import Provision, Text
from ledger.projections.reading import Reading
from ledger.projections.tables import motion_wordings, motions, provisions
from ledger.text import Edit, EditError, apply_edits, edits_between, map_edits, narrowed


@dataclass(frozen=True, slots=True)
class Asking:
    """A motion that was open when the version came, and asked for the very words that it brought.

    Attributes:
        spoken: the number that is said aloud: "34", "34 Rev.1".
        decision: how it ended since; None while it is open.
    """

    id: str
    kind: str
    spoken: str
    decision: str | None


def asking_for(
    reading: Reading, framework_id: str, begun: int, before: Text, after: Text, differences: Iterable[Difference]
) -> dict[str, list[Asking]]:
    """By provision, the motions that were open when a text came and asked for what became of it: two queries.

    Args:
        begun: the position of the first event of the command that brought it.
        before, after: the text that stood, and the one that came.
        differences: what changed between them.
    """
    rows = reading.connection.execute(_open_at(framework_id, begun)).all()
    newest = {row.motion_id: row for row in rows}
    changed = {one.provision.id: one for one in differences}
    speaking = [row for row in newest.values() if _speaks_of(row, changed)]
    bases = _bases(reading, [change for row in speaking for change in row.changes], before)
    came = _Came(changed, before, after, bases)
    asking: dict[str, list[Asking]] = {}
    for row in speaking:
        for id in dict.fromkeys(came.same(row.changes)):
            spoken = f"{row.number} Rev.{row.revision}" if row.revision else str(row.number)
            asking.setdefault(id, []).append(Asking(row.motion_id, row.kind, spoken, row.decision))
    return asking


def _open_at(framework_id: str, begun: int) -> Any:
    """Every wording that the motions had by then which were open when a command began, in their order."""
    columns = (motions.c.number, motions.c.kind, motions.c.decision)
    return (
        select(*columns, motion_wordings.c.motion_id, motion_wordings.c.revision, motion_wordings.c.changes)
        .join_from(motions, motion_wordings, motion_wordings.c.motion_id == motions.c.id)
        .where(motions.c.framework_id == framework_id, motion_wordings.c.position < begun)
        .where(or_(motions.c.decided.is_(None), motions.c.decided >= begun))
        .order_by(motions.c.number, motion_wordings.c.revision)
    )


def _speaks_of(row: Row[Any], changed: Mapping[str, Difference]) -> bool:
    """Whether a motion is about something that changed, or would put in what may have come under another identity."""
    is_new = any(change["op"] == "insert" for change in row.changes)
    return is_new or any(id in changed for id in touched(row.changes))


Bases = Mapping[tuple[str, str], str]
"""The texts on which edits were made, by provision and wording."""


def _bases(reading: Reading, changes: Sequence[Mapping[str, Any]], before: Text) -> Bases:
    wanted = {
        (change["provision_id"], change["base"])
        for change in changes
        if change["op"] == "edit" and change["provision_id"] in before.by_id
    }
    query = select(provisions.c.provision_id, provisions.c.wording, provisions.c.text).where(
        provisions.c.provision_id.in_(sorted({id for id, _ in wanted})),
        provisions.c.wording.in_(sorted({base for _, base in wanted})),
    )
    return {(row.provision_id, row.wording): row.text or "" for row in reading.connection.execute(query)}


class _Came:
    """What came in the place of what stood, compared with what motions asked for.

    Many motions are made on one wording: what became of it is worked out once.
    """

    def __init__(self, changed: Mapping[str, Difference], before: Text, after: Text, bases: Bases) -> None:
        self._changed, self._before, self._after, self._bases = changed, before, after, bases
        self._inserted = {_words(one.provision): id for id, one in changed.items() if one.what == "inserted"}
        self._between = cache(edits_between)

    def same(self, changes: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """The changed provisions of which a motion's changes made the very same."""
        for change in changes:
            if change["op"] == "insert":
                said = change["provision"]
                words = _in_one_line(said.get("heading", "")), _in_one_line(said.get("text", ""))
                if any(words) and words in self._inserted:
                    yield self._inserted[words]
                continue
            id = change["provision_id"]
            old = self._before.by_id.get(id) if id in self._changed else None
            if old and self._is_same(change, old, self._after.by_id.get(id)):
                yield id

    def _is_same(self, change: Mapping[str, Any], old: Provision, new: Provision | None) -> bool:
        if new is None or change["op"] == "delete":
            return new is None and change["op"] == "delete"
        if change["op"] == "relabel":
            asked = {name: change[name] for name in ("label", "heading") if name in change}
            return asked != _named(old, asked) and asked == _named(new, asked)
        base = self._bases.get((old.id, change["base"])) if change["op"] == "edit" else None
        if base is None or old.text == new.text:
            return False
        return self._are_same_words(as_edits(change["edits"]), base, old.text, new.text)

    def _are_same_words(self, edits: Sequence[Edit], base: str, old: str, new: str) -> bool:
        """Whether edits make the new text, or stand as they are among what was changed."""
        try:
            if apply_edits(base, edits) == new:
                return True
        except EditError:
            return False
        standing = map_edits(edits, self._between(base, old), base)
        return bool(standing) and set(narrowed(old, standing or ())) <= set(self._between(old, new))


def _named(provision: Provision, asked: Iterable[str]) -> dict[str, str]:
    return {name: getattr(provision, name) for name in asked}


def _words(provision: Provision) -> tuple[str, str]:
    return _in_one_line(provision.heading), _in_one_line(provision.text)


def _in_one_line(words: str) -> str:
    return " ".join(words.split())
