"""Which provisions of a text from outside are which of the text as it stands: a proposal, for whoever receives it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.text.likeness import likeness, piece
from ledger.text.matching import Kind, Match, matched
from ledger.text.pairing import LABEL_WEIGHS

Provision = Mapping[str, Any]
"""A provision as `receive_version` gives it: `provision_id`, `kind`, and what it has of `parent`, words and tags."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a provision from outside is taken for.

    Attributes:
        id: of the provision from outside.
        known_as: the id of the provision of the standing text that it seems to be; None where it seems to be new.
        how: what became of it, `inserted` where it is new. A part of what was split, and the whole of what was joined,
            say so whether they keep the identity or not.
        others: ids of what belongs to it as well: of a part, what was split; of a whole, what was joined in it.
        likeness: from 0 to 1, in words.
    """

    id: str
    known_as: str | None
    how: Kind
    likeness: float = 0.0
    others: tuple[str, ...] = ()


def recognised(standing: Sequence[Provision], received: Sequence[Provision]) -> list[Recognised]:
    """What each provision of a received text is taken for, in its order; no two for the same one.

    Words count first and labels second: of two that are about equally alike, the one that is called as before. What has
    no words of its own but a heading is known by what stands under it too. What was split lives on in the part that is
    most like it, its heading and label counted, and the other parts are new; so with those that were joined.
    """
    matches = matched(
        [_words(one) for one in standing],
        [_words(one) for one in received],
        labels=(_labels(standing), _labels(received)),
    )
    found = {one.id: one for match in matches for one in _of_match(match, standing, received)}
    for container in _containers(standing, received, found):
        found[container.id] = container
    return [found[one["provision_id"]] for one in received]


def _words(provision: Provision) -> str:
    return "\n".join(words for name in ("heading", "text") if (words := provision.get(name)))


def _labels(provisions: Sequence[Provision]) -> list[str]:
    """What provisions are called: by their own label where the text has it once, else with the name of the parent."""
    own = Counter(one.get("label", "") for one in provisions)
    names: dict[str, str] = {}
    for one in provisions:
        label = one.get("label", "")
        above = names.get(one.get("parent") or "", "")
        is_enough = own[label] == 1 or not one.get("parent")
        names[one["provision_id"]] = label if is_enough or not label else f"{above} {label}"
    return list(names.values())


def _of_match(match: Match, standing: Sequence[Provision], received: Sequence[Provision]) -> Iterator[Recognised]:
    olds, news = ([of[place] for place in places] for of, places in ((standing, match.old), (received, match.new)))
    if not olds or not news:
        yield from (Recognised(one["provision_id"], None, "inserted") for one in news)
        return
    pairs = [(old, new) for old in olds for new in news]
    old, new = pairs[0] if len(pairs) == 1 else max(pairs, key=lambda pair: _nearness(*pair))
    others = tuple(one["provision_id"] for one in olds)
    for one in news:
        id = old["provision_id"] if one is new else None
        yield Recognised(one["provision_id"], id, match.kind, match.likeness, tuple(i for i in others if i != id))


def _nearness(old: Provision, new: Provision) -> float:
    """How alike two are; what has the heading or the label of before comes first of two that are about equally so."""
    has_name = any(old.get(name) and old.get(name) == new.get(name) for name in ("label", "heading"))
    return likeness(piece(_words(old)), piece(_words(new))) + LABEL_WEIGHS * has_name


def _containers(
    standing: Sequence[Provision], received: Sequence[Provision], found: Mapping[str, Recognised]
) -> Iterator[Recognised]:
    """What is known by its children: most of what stood under it stands under the new one, from the innermost out."""
    parents = {one["provision_id"]: one.get("parent") for one in standing}
    kinds = {one["provision_id"]: one["kind"] for one in standing}
    known = {one.id: one.known_as for one in found.values()}
    taken = {id for id in known.values() if id}
    children = Counter(one.get("parent") for one in (*standing, *received))
    votes: dict[str, Counter[str]] = {}
    for one in reversed(received):
        id, above = one["provision_id"], one.get("parent")
        if known[id] is None and id in votes:
            old, count = max(votes[id].items(), key=lambda item: item[1])
            if old not in taken and kinds[old] == one["kind"] and 2 * count > max(children[old], children[id]):
                known[id] = old
                taken.add(old)
                yield Recognised(id, old, "edited")
        old_parent = parents.get(known[id] or "")
        if above and old_parent:
            votes.setdefault(above, Counter())[old_parent] += 1
