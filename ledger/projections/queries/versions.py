"""Versions: states of a text under a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from ledger.domain.vocabulary import Extent
from ledger.projections.reading import Reading
from ledger.projections.tables import versions


@dataclass(frozen=True, slots=True)
class Version:
    """A state under a name.

    Attributes:
        how: `published` from the ledger's own text, or `received` from outside.
        extent: `whole`, `extract` or `not_held`.
        position: from which position on the text is this one.
        adopted: the position of its adoption; None where it was not adopted.
    """

    id: str
    number: int
    name: str
    symbol: str | None
    how: str
    extent: str
    source: str | None
    issued_by: tuple[str, ...]
    wording: str | None
    note_digest: str | None
    position: int
    revision: int
    actor: str
    occurred_at: str
    adopted: int | None
    adopted_at: str | None
    adopted_method: str | None
    adopted_vote: str | None
    adopted_symbol: str | None
    adopted_note_digest: str | None

    @property
    def is_held(self) -> bool:
        """Whether its text is in the ledger."""
        return self.extent != Extent.NOT_HELD


def versions_of(reading: Reading, framework_id: str) -> list[Version]:
    """Every version of a framework, oldest first."""
    query = select(versions).where(versions.c.framework_id == framework_id).order_by(versions.c.number)
    return [as_version(row) for row in reading.connection.execute(query)]


def versions_at(reading: Reading, framework_id: str, positions: Sequence[int]) -> list[Version]:
    """The versions that were received from outside at these positions."""
    query = select(versions).where(
        versions.c.framework_id == framework_id, versions.c.how == "received", versions.c.position.in_(positions)
    )
    return [as_version(row) for row in reading.connection.execute(query)]


def version_numbered(reading: Reading, framework_id: str, number: int) -> Version | None:
    """A version by its number."""
    query = select(versions).where(versions.c.framework_id == framework_id, versions.c.number == number)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else as_version(row)


def as_version(row: Row[Any]) -> Version:
    """A row of `versions` as a value."""
    values = row._mapping
    own = {name: values[name] for name in Version.__dataclass_fields__}
    return Version(**{**own, "issued_by": tuple(own["issued_by"] or ()), "extent": own["extent"] or Extent.WHOLE})
