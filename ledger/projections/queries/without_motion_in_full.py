"""One version against what the adopted motions had produced when it came: every change without a motion."""

from dataclasses import dataclass

from ledger.projections.queries.changes import Difference
from ledger.projections.queries.compare import between
from ledger.projections.queries.same_words import Asking, asking_for
from ledger.projections.queries.states import Revision, as_revision, revisions_of
from ledger.projections.queries.text import Text, text_at
from ledger.projections.queries.versions import Version
from ledger.projections.queries.without_motion import Kind, kind_of
from ledger.projections.reading import Reading
from ledger.projections.tables import revisions


@dataclass(frozen=True, slots=True)
class Change:
    """One change without a motion; what asked for the same words is a help, and no explanation."""

    difference: Difference
    asked_by: tuple[Asking, ...]


@dataclass(frozen=True, slots=True)
class WithoutMotion:
    """What of one version came without a motion, in reading order.

    Attributes:
        before: the state that the adopted motions had produced when it came.
    """

    kind: Kind
    before: Revision
    changes: tuple[Change, ...]


def without_motion(
    reading: Reading, framework_id: str, version: Version, revision: Revision, after: Text
) -> WithoutMotion | None:
    """Every change of a version that no adopted motion made: a fixed number of queries.

    Args:
        revision: the one that the version names, and
        after: its text.

    Returns:
        None for a version that was published from the ledger's own text, and for a first text.
    """
    if version.how != "received" or revision.number < 2:
        return None
    earlier = revisions_of(framework_id).where(revisions.c.number == revision.number - 1)
    before = as_revision(reading.connection.execute(earlier).one())
    standing = text_at(reading, framework_id, before.position)
    differences = [one for one in between(standing, after) if one.what != "same"]
    asking = asking_for(reading, framework_id, revision.command_position, standing, after, differences)
    changes = (Change(one, tuple(asking.get(one.provision.id, ()))) for one in differences)
    return WithoutMotion(kind_of(version.issued_by), before, tuple(changes))
