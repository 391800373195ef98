"""How many queries something takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from ledger.projections.reading import Reading


@contextmanager
def queries_sent(reading: Reading) -> Iterator[list[str]]:
    """The statements that are sent to the read models meanwhile; look-ups of sealed words are not among them."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(reading.connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(reading.connection, "before_cursor_execute", note)
