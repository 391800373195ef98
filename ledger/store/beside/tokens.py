"""Tokens: whoever holds one may do what it stands for. The database holds digests, so its reader holds no token."""

import secrets
from hashlib import sha256


def fresh_token() -> str:
    """256 random bits, 43 characters of base64url."""
    return secrets.token_urlsafe(32)


def digest_of(*words: str) -> str:
    """SHA-256 over words of any kind, 64 hexadecimal digits. It is what is stored of a token."""
    return sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()
