"""Who is who on a page, and the sealed words that may be shown: never those of a protected person.

Every page takes names and sealed words from here, so that protection and erasure hold everywhere at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from ledger.domain.vocabulary import SYSTEM
from ledger.projections.reading import Reading
from ledger.projections.tables import participants

PSEUDONYM_LENGTH = 6
ERASED_NAME = "A participant who was erased"


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as everyone may see it.

    Attributes:
        name: the name, the pseudonym of a protected person, or what is said of one who was erased.
        short: short name of a delegation or grouping ("EU").
        kind: `person`, `delegation`, `grouping`; `system` for the import and the command line.
        group: stakeholder group; "" for `system`.
        acts_for: id of the delegation or grouping that a person acts for; never told of a protected or erased person.
    """

    id: str
    name: str
    short: str | None
    kind: str
    group: str
    acts_for: str | None = None
    illustrative: bool = False
    protected: bool = False
    erased: bool = False


THE_SYSTEM = Person(SYSTEM, "the import or the command line", None, SYSTEM, "")
"""Who acted where the actor is `system`."""


@dataclass(frozen=True, slots=True)
class SealedText:
    """Sealed words, or why they are not here.

    Attributes:
        words: the words; None where they may not or can no longer be shown.
        protected: their author is a protected person: they are kept for administrators.
        removed_at: when they were taken out of the record, where they were and the time is known.
        removed_in: the position of the record that took them out.
    """

    words: str | None
    protected: bool = False
    removed_at: str | None = None
    removed_in: int | None = None


def people(reading: Reading, ids: Iterable[str | None]) -> dict[str, Person]:
    """The participants with these ids (None is passed over): one query and one look-up of disclosures.

    The actor `system` is among the answers where it was asked for; an id that nobody has is left out.
    """
    wanted = {id for id in ids if id is not None}
    found = _people(reading, participants.c.id.in_(wanted - {SYSTEM}))
    if SYSTEM in wanted:
        found[SYSTEM] = THE_SYSTEM
    return found


def people_acting_for(reading: Reading, participant_id: str, limit: int) -> list[Person]:
    """The persons who act for a delegation or a grouping; protected ones are not among them."""
    acting = (participants.c.acts_for == participant_id) & ~participants.c.protected
    first = select(participants.c.id).where(acting).order_by(participants.c.registered).limit(limit)
    return list(_people(reading, participants.c.id.in_(first)).values())


def words(reading: Reading, digests: Iterable[str | None]) -> dict[str, str]:
    """The sealed words under these digests (None is passed over); those that were erased or redacted are left out.

    They are whoever's words: of a protected author use `sealed_text`, which withholds them.
    """
    disclosed = reading.disclosed({digest for digest in digests if digest is not None})
    return {digest: value if isinstance(value, str) else ", ".join(value) for digest, value in disclosed.items()}


def sealed_text(
    digest: str | None,
    told: Mapping[str, str],
    *authors: Person | None,
    removed_at: str | None = None,
    removed_in: int | None = None,
) -> SealedText | None:
    """The words under a digest as they may be shown, given their authors; None where there were never any.

    Args:
        told: what `words` gave.
        removed_at: when they were taken out, should they be missing.
    """
    if digest is None:
        return None
    if digest not in told:
        return SealedText(None, removed_at=removed_at, removed_in=removed_in)
    if any(author is not None and author.protected for author in authors):
        return SealedText(None, protected=True)
    return SealedText(told[digest])


def pseudonym(participant_id: str) -> str:
    """How a protected person is called on every page of its consultation."""
    return f"Protected participant {participant_id.replace('-', '')[:PSEUDONYM_LENGTH]}"


def _people(reading: Reading, condition: ColumnElement[bool]) -> dict[str, Person]:
    table = participants.c
    columns = (
        table.id,
        table.name_digest,
        table.short,
        table.kind,
        table.group,
        table.acts_for,
        table.illustrative,
        table.protected,
        table.erased,
    )
    rows = reading.connection.execute(select(*columns).where(condition)).all()
    names = reading.disclosed({row.name_digest for row in rows if row.name_digest and not row.protected})
    return {row.id: _person(row, names.get(row.name_digest)) for row in rows}


def _person(row: Any, name: str | list[str] | None) -> Person:
    is_erased = row.erased is not None
    is_hidden = is_erased or row.protected
    if is_hidden or not isinstance(name, str):
        name = pseudonym(row.id) if row.protected and not is_erased else ERASED_NAME
    return Person(
        id=row.id,
        name=name,
        short=None if is_hidden else row.short,
        kind=row.kind,
        group=row.group,
        acts_for=None if is_hidden else row.acts_for,
        illustrative=row.illustrative,
        protected=row.protected,
        erased=is_erased,
    )
