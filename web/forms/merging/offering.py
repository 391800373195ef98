"""The open motions that can be chosen on the workbench, each in a few words: a long text has hundreds of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ledger.domain.vocabulary import label
from ledger.projections.queries.asked import Asked
from ledger.projections.queries.order import Candidate, Group
from web.filters import sentence_case
from web.forms.merging.in_short import Said, becomes, said_of

MOST_UNFOLDED = 20
"""Open motions that are all shown at once; of more, those of a provision are folded."""


@dataclass(frozen=True, slots=True)
class OfferedMotion:
    """A motion that can be chosen.

    Attributes:
        called: "Amendment 24".
        said: what it asks for.
        alone: what becomes of others where it alone is accepted; "" where nothing does.
    """

    asked: Asked
    called: str
    is_chosen: bool
    fits: bool
    said: tuple[Said, ...]
    alone: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The motions that begin with one provision."""

    group: Group
    motions: tuple[OfferedMotion, ...]
    is_open: bool

    @property
    def chosen(self) -> int:
        """How many of them are chosen."""
        return sum(one.is_chosen for one in self.motions)


def offered(groups: Collection[Group], chosen: Collection[str]) -> Iterator[Offered]:
    """What the page offers, group by group.

    Args:
        chosen: ids of the motions that are chosen.
    """
    is_short = sum(len(group.candidates) for group in groups) <= MOST_UNFOLDED
    for group in groups:
        motions = tuple(_offered(one, chosen) for one in group.candidates)
        yield Offered(group, motions, is_short or any(one.is_chosen for one in motions))


def _offered(one: Candidate, chosen: Collection[str]) -> OfferedMotion:
    motion = one.asked.motion
    called = f"{sentence_case(label(motion.kind))} {motion.spoken}"
    alone = "; ".join(becomes(one.alone)) if one.alone else ""
    return OfferedMotion(one.asked, called, motion.id in chosen, one.fits, tuple(said_of(one.briefs)), alone)
