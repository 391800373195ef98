"""Which database holds the ledger, and the settings that the event-sourcing library is given for it."""

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from ledger.domain.errors import CannotStart, LedgerError

APPLICATION_NAME = "ledger"

# Where a ledger is when nobody says it: a file in the working directory.
DEFAULT_URL = "sqlite:///ledger.db"

# Seconds that a connection may hold the write lock and say nothing: its process was stopped, or the network went away.
LONGEST_PAUSE = 60


class Busy(LedgerError):
    """The write lock was not free in time. Nothing was recorded, and trying again is safe."""

    code = "busy"


@dataclass(frozen=True, slots=True)
class Database:
    """One database, `sqlite` or `postgres`.

    Attributes:
        name: the absolute path of the file, or the name of the database on its server.
        host: a name, an address or the directory of a socket; "" is the driver's default, as with `port` and `user`.
        schema: the PostgreSQL schema that holds the tables.
        options: further libpq options (`sslmode`, …), as pairs.
        lock_timeout: seconds to wait for the write lock.
    """

    kind: Literal["sqlite", "postgres"]
    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    schema: str = "public"
    options: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    lock_timeout: int = 30

    @classmethod
    def from_url(cls, url: str) -> Self:
        """The database that a URL names: `sqlite:///file.db`, `sqlite:////path/file.db`,
        `postgresql://user:password@host:port/name`; a query may hold `host=/directory/of/socket`, `schema=` and
        libpq's own options.

        Raises:
            CannotStart: for any other form, and for a database in memory.
        """
        scheme = url.partition(":")[0]
        if scheme == "sqlite":
            return cls(kind="sqlite", name=_sqlite_path(url))
        if scheme in ("postgresql", "postgres"):
            return cls(**_postgres_parts(url))
        raise CannotStart(
            "The database URL must begin with sqlite:/// or postgresql://, for example sqlite:///ledger.db."
        )

    def __str__(self) -> str:
        """How a message names it: without password."""
        if self.kind == "sqlite":
            return self.name
        return f"postgresql://{self.host or 'localhost'}/{self.name}"


def environment(database: Database) -> dict[str, str]:
    """The settings for an `Application` whose name is `ledger`.

    The library looks for each with the application's name before it first, and takes over the environment of the
    process. So every setting stands here in both forms, the unused ones empty: a stray variable changes nothing.

    Raises:
        CannotStart: the driver for PostgreSQL is not installed.
    """
    settings = _sqlite_settings(database) if database.kind == "sqlite" else _postgres_settings(database)
    settings |= {
        "ORIGINATOR_ID_TYPE": "uuid",
        "CREATE_TABLE": "n",  # Tables are made by `ledger migrate` only.
        "IS_SNAPSHOTTING_ENABLED": "n",
        "TRANSCODER_TOPIC": "",
        "MAPPER_TOPIC": "",
        "CIPHER_TOPIC": "",
        "CIPHER_KEY": "",
        "COMPRESSOR_TOPIC": "",
    }
    return settings | {f"{APPLICATION_NAME.upper()}_{key}": value for key, value in settings.items()}


def require_driver(database: Database) -> None:
    """Refuses a PostgreSQL database where its driver is not installed.

    Raises:
        CannotStart: names the extra to install.
    """
    if database.kind == "postgres" and (find_spec("psycopg") is None or find_spec("psycopg_pool") is None):
        raise CannotStart(
            "PostgreSQL needs the extra “postgres”: pip install 'dialogue-record-ledger[postgres]' installs it."
        )


def _sqlite_settings(database: Database) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "ledger.store.sqlite:SQLiteRecordFactory",
        "APPLICATION_RECORDER_TOPIC": "ledger.store.sqlite:SQLiteRecord",
        "SQLITE_DBNAME": database.name,
        "SQLITE_LOCK_TIMEOUT": str(database.lock_timeout),
    }


def _postgres_settings(database: Database) -> dict[str, str]:
    require_driver(database)
    return {
        "PERSISTENCE_MODULE": "ledger.store.postgres:PostgresRecordFactory",
        "APPLICATION_RECORDER_TOPIC": "ledger.store.postgres:PostgresRecord",
        "POSTGRES_DBNAME": database.name,
        "POSTGRES_HOST": database.host,
        "POSTGRES_PORT": database.port,
        "POSTGRES_USER": database.user,
        "POSTGRES_PASSWORD": database.password,
        "POSTGRES_SCHEMA": database.schema,
        "POSTGRES_OPTIONS": urlencode(database.options),  # Ours; the library has no place for them.
        "POSTGRES_LOCK_TIMEOUT": str(database.lock_timeout),
        "POSTGRES_IDLE_IN_TRANSACTION_SESSION_TIMEOUT": str(LONGEST_PAUSE),
    }


def _sqlite_path(url: str) -> str:
    path = url.removeprefix("sqlite:///")
    if path == url or not path:
        raise CannotStart("The database URL names no file: sqlite:///ledger.db is one in this directory.")
    if ":memory:" in path or "mode=memory" in path:
        raise CannotStart("A ledger in memory would forget its record: name a file, for example sqlite:///ledger.db.")
    if "?" in path:
        raise CannotStart("The URL of an SQLite file takes no options: leave out what follows the question mark.")
    return str(Path(path).absolute())


def _postgres_parts(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        address = _address(parts)
    except ValueError as error:
        raise CannotStart(
            f"The database URL cannot be read ({error}): write postgresql://user:password@host:port/name."
        ) from None
    address |= {key: options.pop(key) for key in ("host", "port", "user", "password", "schema") if key in options}
    if not address["name"]:
        raise CannotStart("The database URL names no database: write postgresql://user:password@host:port/name.")
    return {**address, "kind": "postgres", "options": tuple(options.items())}


def _address(parts: SplitResult) -> dict[str, str]:
    return {
        "name": unquote(parts.path.removeprefix("/")),
        "host": unquote(parts.hostname or ""),
        "port": str(parts.port or ""),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
