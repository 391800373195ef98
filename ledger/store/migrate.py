"""Makes the tables of a database, and says whether this program can use it as it is."""

from ledger.domain.errors import CannotStart
from ledger.store import sqlite_form
from ledger.store.database import Database, require_driver
from ledger.store.forms import pending


def migrate(database: Database) -> None:
    """Brings the database to the form of this program; makes it where it is not there yet.

    Several processes may do so at once: one of them works, the others wait.

    Raises:
        CannotStart: the database cannot be reached or written, or its form is newer.
        Busy: someone else has been writing for too long.
    """
    if database.kind == "sqlite":
        sqlite_form.migrate(database)
    else:
        require_driver(database)
        from ledger.store import postgres_form

        postgres_form.migrate(database)


def check(database: Database) -> None:
    """Makes sure that this program can read and write the database as it is.

    Raises:
        CannotStart: says what stands against it, and what to do.
    """
    form = _form(database)
    if form == 0:
        raise CannotStart(f"There is no ledger in {database} yet: run `ledger migrate`.")
    if pending(database, form):
        raise CannotStart(f"The ledger in {database} has the older form {form}: run `ledger migrate`.")


def _form(database: Database) -> int:
    if database.kind == "sqlite":
        return sqlite_form.form(database)
    require_driver(database)
    from ledger.store import postgres_form

    return postgres_form.form(database)
