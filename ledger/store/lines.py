"""The canonical line of a record: what is hashed, exported and proven."""

from typing import Protocol
from uuid import UUID

from ledger.domain.canonical import trusted_canonical_json

# Bytes, without line feed. Entry bundles of the log format (C2SP tlog-tiles) hold lengths in 16 bits.
LONGEST_LINE = 65_535


class Stored(Protocol):
    """What a line is made of: the library's `StoredEvent` and `Notification`, our `StoredRecord`."""

    @property
    def originator_id(self) -> UUID | str: ...
    @property
    def originator_version(self) -> int: ...
    @property
    def topic(self) -> str: ...
    @property
    def state(self) -> bytes: ...


def line(stored: Stored) -> bytes:
    """The line, in RFC 8785 form and without line feed. The stored bytes stand in it as they are."""
    return b'{"originator_id":"%s","originator_version":%d,"state":%s,"topic":%s}' % (
        str(stored.originator_id).encode("ascii"),
        stored.originator_version,
        stored.state,
        trusted_canonical_json(stored.topic),
    )


def line_length(stored: Stored) -> int:
    """The length of the line in bytes; more than `LONGEST_LINE` cannot be recorded."""
    return len(line(stored))
