"""The rows that a batch of events makes, collected by table and written by a few statements.

A row that the batch itself made is changed in memory, so that the order of writing (inserts, changes, replacements)
gives what row by row would have given. A table is either inserted into or replaced into, never both.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from json import JSONEncoder
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Insert, Table, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

Row = dict[str, Any]
"""Values by column; a column that is left out is null."""
Key = Any
"""The value of a primary key: a tuple, or the value of its one column."""

_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Batch:
    """Rows to write, by table."""

    def __init__(self) -> None:
        self._final: dict[Table, list[Row]] = defaultdict(list)
        self._inserted: dict[Table, dict[Key, Row]] = defaultdict(dict)
        self._replaced: dict[Table, dict[Key, Row]] = defaultdict(dict)
        self._changed: dict[Table, dict[Key, Row]] = defaultdict(dict)

    def append(self, table: Table, row: Row) -> None:
        """A new row that nothing changes later."""
        self._final[table].append(row)

    def insert(self, table: Table, row: Row) -> None:
        """A new row."""
        self._inserted[table][_key_of(table)(row)] = row

    def replace(self, table: Table, row: Row) -> None:
        """A row that takes the place of the one with its key, if there is one."""
        key = _key_of(table)(row)
        self._replaced[table][key] = row
        self._changed[table].pop(key, None)

    def change(self, table: Table, key: Key, values: Row) -> None:
        """Other values in a row that exists."""
        for made in (self._inserted, self._replaced):
            row = made[table].get(key)
            if row is not None:
                row.update(values)
                return
        self._changed[table].setdefault(key, {}).update(values)

    def write(self, connection: Connection) -> None:
        """Write everything, in the transaction that the connection is in."""
        for table, rows in self._final.items():
            _insert(connection, table, rows)
        for table, by_key in self._inserted.items():
            _insert(connection, table, by_key.values())
        for table, by_key in self._changed.items():
            for columns, changes in _by_columns(table, by_key).items():
                _run(connection, _change(table, columns, connection.dialect), changes)
        for table, by_key in self._replaced.items():
            _run(connection, _replacement(table, connection.dialect), by_key.values())


class _Statement:
    """A statement compiled once for a dialect, and how a row becomes its parameters."""

    def __init__(self, clause: ClauseElement, table: Table, dialect: Dialect, **options: Any) -> None:
        compiled = clause.compile(dialect=dialect, **options)
        names = getattr(compiled, "positiontup", None) or []
        self.sql = str(compiled)
        self.columns = [name.removeprefix(_KEY) for name in names]
        self._json = [at for at, name in enumerate(self.columns) if isinstance(table.c[name].type, JSON)]

    def parameters(self, rows: Iterable[Row]) -> list[tuple[Any, ...]]:
        """The rows as the driver takes them."""
        columns = self.columns
        if not self._json:
            return [tuple(map(row.get, columns)) for row in rows]
        return [self._with_json(list(map(row.get, columns))) for row in rows]

    def _with_json(self, values: list[Any]) -> tuple[Any, ...]:
        for at in self._json:
            if values[at] is not None:
                values[at] = _json(values[at])
        return tuple(values)


_KEY = "key_"


def _run(connection: Connection, statement: _Statement, rows: Iterable[Row]) -> None:
    parameters = statement.parameters(rows)
    if parameters:
        connection.exec_driver_sql(statement.sql, parameters)


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """New rows, on PostgreSQL by COPY: an INSERT for each is half as fast."""
    statement = _insertion(table, connection.dialect)
    if connection.dialect.name != "postgresql":
        _run(connection, statement, rows)
        return
    quote = connection.dialect.identifier_preparer
    columns = ", ".join(quote.quote(column) for column in statement.columns)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {quote.format_table(table)} ({columns}) FROM STDIN") as copy:
        for row in statement.parameters(rows):
            copy.write_row(row)
    cursor.close()


@lru_cache(maxsize=1024)
def _key_of(table: Table) -> Callable[[Row], Key]:
    return itemgetter(*(column.name for column in table.primary_key))


@lru_cache(maxsize=1024)
def _insertion(table: Table, dialect: Dialect) -> _Statement:
    return _Statement(insert(table), table, dialect)


@lru_cache(maxsize=1024)
def _change(table: Table, columns: Sequence[str], dialect: Dialect) -> _Statement:
    found = [column == bindparam(_KEY + column.name) for column in table.primary_key]
    return _Statement(update(table).where(*found), table, dialect, column_keys=columns)


@lru_cache(maxsize=1024)
def _replacement(table: Table, dialect: Dialect) -> _Statement:
    key = list(table.primary_key)
    made = postgresql.insert(table) if dialect.name == "postgresql" else sqlite.insert(table)
    others = {column.name: made.excluded[column.name] for column in table.c if column not in key}
    clause: Insert = made.on_conflict_do_update(index_elements=key, set_=others)
    return _Statement(clause, table, dialect)


def _by_columns(table: Table, changes: dict[Key, Row]) -> dict[tuple[str, ...], list[Row]]:
    """The changes by the columns that they set, each row with its key."""
    key = [column.name for column in table.primary_key]
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for value, row in changes.items():
        values = value if len(key) > 1 else (value,)
        found[tuple(sorted(row))].append({**row, **dict(zip(key, values, strict=True))})
    return found
