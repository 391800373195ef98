"""Sealed words: a fresh salt and a value beside the record, a digest of both in it (SD-JWT disclosures, RFC 9901)."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from ledger.domain.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One sealed value with what is needed to prove it, as it stands in the table `disclosures`.

    Attributes:
        digest: 43 characters of base64url: SHA-256 over the encoded disclosure. It alone stands in the event.
        author: the id of the participant whose words they are, or None.
        thing: the id of what they belong to: a participant, a statement, a motion.
        salt: 22 characters of base64url, 128 bits drawn for this disclosure alone.
        field: the name of the field, as it stands in the event.
        value_json: the value as canonical JSON.
    """

    digest: str
    author: str | None
    thing: str
    salt: str
    field: str
    value_json: str


def seal(
    field: str, value: str | list[str], *, thing: str = "", author: str | None = None, salt: str | None = None
) -> Disclosure:
    """A disclosure of the value under a fresh salt. A list is one value.

    The database refuses one without `thing`: what belongs to nothing could never be erased.

    Raises:
        ValueError: the value cannot stand in canonical JSON (a lone surrogate).
    """
    salt = salt or fresh_salt()
    digest = digest_of(encoded(salt, field, value))
    return Disclosure(digest, author, thing, salt, field, canonical_json(value).decode())


def fresh_salt() -> str:
    """128 random bits, 22 characters of base64url."""
    return secrets.token_urlsafe(16)


def encoded(salt: str, field: str, value: str | list[str]) -> str:
    """The disclosure as it is handed to people: base64url, without padding, of the JSON array of salt, field, value."""
    return _base64url(canonical_json([salt, field, value]))


def digest_of(disclosure: str) -> str:
    """The digest of an encoded disclosure (RFC 9901, section 4.2.3): 43 characters of base64url."""
    return _base64url(sha256(disclosure.encode("ascii")).digest())


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
