"""The forms that a database can have: numbered steps in `migrations/<kind>`, never edited once released."""

from dataclasses import dataclass
from importlib.resources import files

from ledger.domain.errors import CannotStart
from ledger.store.database import Database


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: its number and its statements."""

    number: int
    sql: str


def steps(kind: str) -> list[Step]:
    """The migrations of a kind of database (`sqlite`, `postgres`), in order."""
    folder = files("ledger.store") / "migrations" / kind
    found = [
        Step(int(file.name.partition("_")[0]), file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    ]
    return sorted(found, key=lambda step: step.number)


def pending(database: Database, form: int) -> list[Step]:
    """The steps that a database of this form still needs; form 0 has no tables yet.

    Raises:
        CannotStart: the form is newer than this program.
    """
    known = steps(database.kind)
    if form > known[-1].number:
        raise CannotStart(
            f"The ledger in {database} has form {form}, and this program knows forms up to {known[-1].number}:"
            " install the newer program."
        )
    return [step for step in known if step.number > form]
