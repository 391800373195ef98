"""Where the words of provisions that went out stand now, and where those of new ones stood before.

An identity says that a provision is the same; where a text came from outside, the same words may come back under
another one, or in several. Likeness finds that. It is told as what it is, and nothing else rests on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ledger.projections.queries.changes import Difference
from ledger.projections.queries.text import Provision
from ledger.text import words
from ledger.text.matching import Match, matched

FEWEST_WORDS = 6
"""Words and signs; a provision of fewer says nothing by being like another one."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Those whose words a provision has, or that have its words.

    Attributes:
        how: `whole`: one has all of them; `split`: one went out and several came in; `joined`: several went out and one
            came in.
        is_edited: whether they are not quite the same words.
        others: on the other side.
        beside: on the provision's own side, without itself.
    """

    how: Literal["whole", "split", "joined"]
    is_edited: bool
    others: tuple[Provision, ...]
    beside: tuple[Provision, ...] = ()


def kin_of(differences: Iterable[Difference]) -> dict[str, Kin]:
    """By provision, the kin of those that went out and of those that came in."""
    compared = [one for one in differences if one.what in ("deleted", "inserted")]
    gone, came = (_said(compared, what) for what in ("deleted", "inserted"))
    if not gone or not came:
        return {}
    found: dict[str, Kin] = {}
    for match in matched([_words_of(one) for one in gone], [_words_of(one) for one in came]):
        if match.old and match.new:
            old, new = [gone[at] for at in match.old], [came[at] for at in match.new]
            found |= {one.id: _kin(match, one, old, new) for one in old}
            found |= {one.id: _kin(match, one, new, old) for one in new}
    return found


def _said(compared: Sequence[Difference], what: str) -> list[Provision]:
    of_one_side = (one.provision for one in compared if one.what == what)
    return [one for one in of_one_side if len(words(one.text)) >= FEWEST_WORDS]


def _words_of(one: Provision) -> str:
    return f"{one.heading}\n{one.text}" if one.heading else one.text


def _kin(match: Match, one: Provision, own: Sequence[Provision], others: Sequence[Provision]) -> Kin:
    how: Literal["whole", "split", "joined"] = "whole"
    if len(match.old) > 1 or len(match.new) > 1:
        how = "split" if len(match.new) > 1 else "joined"
    beside = tuple(other for other in own if other.id != one.id)
    return Kin(how, match.likeness < 1, tuple(others), beside)
