"""Security headers, caching of static files, and the length of an address."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import RequestURITooLarge

LONGEST_QUERY = 4000
A_YEAR = 365 * 24 * 3600
FINGERPRINT_LENGTH = 12
FINGERPRINTS = "web-fingerprints"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer, errors and static files too."""


def install(app: Flask) -> None:
    """Set the headers, refuse overlong addresses, and put a fingerprint into the address of each static file."""
    app.extensions[FINGERPRINTS] = _fingerprints(Path(app.static_folder or ""))
    app.before_request(_refuse_long_query)
    app.after_request(_with_headers)
    app.url_defaults(_with_fingerprint)


def _refuse_long_query() -> None:
    if len(request.query_string) > LONGEST_QUERY:
        raise RequestURITooLarge


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and response.status_code in (200, 304):
        response.headers["Cache-Control"] = _static_caching()
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _static_caching() -> str:
    """What is asked for by today's fingerprint never changes; by any other address it is asked for again each time."""
    fingerprint = current_app.extensions[FINGERPRINTS].get((request.view_args or {}).get("filename"))
    if fingerprint is None or request.args.get("v") != fingerprint:
        return "public, no-cache"
    return f"public, max-age={A_YEAR}, immutable"


def _with_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values:
        fingerprint = current_app.extensions[FINGERPRINTS].get(values.get("filename"))
        if fingerprint is not None:
            values["v"] = fingerprint


def _fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()[:FINGERPRINT_LENGTH]
        for path in folder.rglob("*")
        if path.is_file()
    }
