"""Canonical JSON (RFC 8785) and the digests over it.

`json.dumps` with sorted keys gives the bytes of RFC 8785 for the values that a record may hold: text without lone
surrogates, whole numbers that every JSON reader keeps exactly, booleans, lists, and objects with ASCII keys. Whatever
else is refused, so that two programs never hash different bytes for one value.
"""

import hashlib
import json
from typing import Any

LARGEST_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode


def canonical_json(value: Any) -> bytes:
    """The canonical UTF-8 bytes of a JSON value.

    Raises:
        ValueError: for a number that is not a whole one within ±(2^53 - 1), a key outside ASCII, a lone surrogate, or a
            value that is not JSON.
    """
    _check(value)
    return trusted_canonical_json(value)


def trusted_canonical_json(value: Any) -> bytes:
    """The same bytes for a value whose parts were checked when it came in (a command's data)."""
    return _encode(value).encode()


def digest(value: Any) -> str:
    """SHA-256 over the canonical JSON of a value: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _check(value: Any) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"{value} is beyond the whole numbers that JSON readers keep exactly.")
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"{key!r} is not a plain key.")
            _check(item)
    else:
        raise ValueError(f"A record holds no {type(value).__name__}.")
