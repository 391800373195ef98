"""What is left of changes that somebody is still writing, when the text moved on meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.projections.queries.pasts import Chain, leading_on
from ledger.text import Edit, map_edits, overlapping


@dataclass(frozen=True, slots=True)
class Survived:
    """What became of edits on the way to today's words.

    Attributes:
        edits: on today's text, those whose words survived.
        lost: as they were made, those whose words did not; what was changed alike meanwhile is in neither.
    """

    edits: list[Edit]
    lost: list[Edit]


def survived(chain: Chain, base: str, edits: Sequence[Edit]) -> Survived:
    """Edits carried from the last state with the base's wording to today's, each as far as its own words go.

    A motion is carried whole or not at all; what its author is still writing can be carried in part.
    """
    ways = _ways(chain, base)
    if ways is None:
        return Survived([], list(edits))
    pairs = [(edit, edit) for edit in edits]
    alike: set[Edit] = set()
    for old, through in ways:
        alike |= {made for made, carried in pairs if carried in through}
        pairs = _carried([pair for pair in pairs if pair[0] not in alike], through, old)
    settled = alike | {made for made, _ in pairs}
    return Survived([carried for _, carried in pairs], [edit for edit in edits if edit not in settled])


def _ways(chain: Chain, base: str) -> list[tuple[str, list[Edit]]] | None:
    """The texts from the last state with the base's wording on, each with the edits that lead to the next one.

    None where there is no such state, or the provision was deleted on the way.
    """
    found = [at for at, step in enumerate(chain) if step.provision.wording == base]
    if not found or any(step.is_deleted for step in chain[found[-1] :]):
        return None
    return [(before.provision.text, leading_on(before, after)) for before, after in pairwise(chain[found[-1] :])]


_Pairs = list[tuple[Edit, Edit]]
"""Edits as they were made, each with itself as it was carried so far."""


def _carried(pairs: _Pairs, through: list[Edit], old: str) -> _Pairs:
    """The edits that lie apart from a change, carried through it."""
    apart = list(pairs)
    while (met := overlapping([carried for _, carried in apart], through)) is not None:
        del apart[met[0]]
    return _mapped(apart, through, old)


def _mapped(pairs: _Pairs, through: list[Edit], old: str) -> _Pairs:
    """The edits carried through a change, without those that would stand inside a word of the new text."""
    carried = map_edits([edit for _, edit in pairs], through, old)
    if carried is not None:
        return [(made, edit) for (made, _), edit in zip(pairs, carried, strict=True)]
    if len(pairs) < 2:
        return []
    middle = len(pairs) // 2
    kept = {made for half in (pairs[:middle], pairs[middle:]) for made, _ in _mapped(half, through, old)}
    fewer = [pair for pair in pairs if pair[0] in kept]
    return _mapped(fewer, through, old) if len(fewer) < len(pairs) else []
