"""The words that a digest speaks of: what somebody saw who took a position, voted or began to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, true

from ledger.projections.reading import Reading
from ledger.projections.tables import motion_wordings, motions, provisions, versions


@dataclass(frozen=True, slots=True)
class WordingSeen:
    """A wording that stood once, or stands; what its kind has not is empty.

    Attributes:
        kind: `provision`, `motion` or `version`.
        position: from where on it stood, the last time that it came to stand.
        heading: of a provision, as its text.
        revision: Rev. number of a motion's wording, 0 as tabled.
        changes: of a motion, in normal form.
        replaced: what its changes replace, by their place in the list.
        name: of a version.
        number: of a version.
    """

    kind: str
    id: str
    digest: str
    position: int
    heading: str = ""
    text: str = ""
    revision: int = 0
    changes: tuple[Mapping[str, Any], ...] = ()
    replaced: Mapping[str, Any] | None = None
    name: str = ""
    number: int = 0


def wording_seen(reading: Reading, kind: str, id: str, digest: str) -> WordingSeen | None:
    """The words under a digest, in one query; None where the thing is unknown or never had this wording.

    Args:
        kind: `provision`, `motion` or `version`.
    """
    find = _FINDERS.get(kind)
    return None if find is None else find(reading, id, digest)


def wording_today(reading: Reading, kind: str, id: str) -> str | None:
    """The digest of the wording of a thing as it stands, in one query; None where there is none."""
    columns = {
        "provision": (provisions.c.wording, provisions.c.provision_id, provisions.c.until.is_(None)),
        "motion": (motions.c.wording, motions.c.id, true()),
        "version": (versions.c.wording, versions.c.id, true()),
    }
    if kind not in columns:
        return None
    wording, key, holds = columns[kind]
    found: str | None = reading.connection.scalar(select(wording).where(key == id, holds))
    return found


def _of_provision(reading: Reading, id: str, digest: str) -> WordingSeen | None:
    query = (
        select(provisions)
        .where(provisions.c.provision_id == id, provisions.c.wording == digest)
        .order_by(provisions.c.since.desc())
        .limit(1)
    )
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    return WordingSeen("provision", id, digest, row.since, heading=row.heading or "", text=row.text or "")


def _of_motion(reading: Reading, id: str, digest: str) -> WordingSeen | None:
    query = (
        select(motion_wordings)
        .where(motion_wordings.c.motion_id == id, motion_wordings.c.wording == digest)
        .order_by(motion_wordings.c.revision.desc())
        .limit(1)
    )
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    said = {"revision": row.revision, "changes": tuple(row.changes or ()), "replaced": row.replaced or {}}
    return WordingSeen("motion", id, digest, row.position, **said)


def _of_version(reading: Reading, id: str, digest: str) -> WordingSeen | None:
    query = select(versions).where(versions.c.id == id, versions.c.wording == digest)
    row: Row[Any] | None = reading.connection.execute(query).one_or_none()
    return None if row is None else WordingSeen("version", id, digest, row.position, name=row.name, number=row.number)


_FINDERS = {"provision": _of_provision, "motion": _of_motion, "version": _of_version}
