"""What changes something has to come from our own pages (as Go's `http.CrossOriginProtection`): no token that expires.

A browser says where a request comes from: `Sec-Fetch-Site`, which no page can forge, else `Origin`. What says neither
is refused too, since everything here is sent by forms in a browser.
"""

from urllib.parse import urlsplit

from flask import Flask, request

from web.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})

REFUSAL = "This was not sent from a page of this site, so nothing was recorded. Open the form here and send it again."


def install(app: Flask) -> None:
    """Refuse what another site sends."""
    app.before_request(_refuse_foreign)


def _refuse_foreign() -> None:
    # What leads nowhere, or to a page that is only read, says so.
    leads_somewhere = request.routing_exception is None
    if leads_somewhere and request.method not in SAFE and not _is_ours():
        raise Forbidden(REFUSAL)


def _is_ours() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    try:
        origin = urlsplit(request.headers.get("Origin", ""))
    except ValueError:
        return False
    return (origin.scheme, origin.netloc) == (request.scheme, request.host)
