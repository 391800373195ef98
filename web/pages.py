"""What every page does: read at one position, answer "not changed" where nothing has, and render.

A page that was rendered at a position stays true until the next record: every erasure and redaction is a record too.
So its ETag is made of the ledger, the position and this build of the app; a page with names is `private, no-cache`, and
a browser that asks again is told 304 before any other query runs. A page of what is fixed does not depend on the
position: it is drawn once, kept, and given out for ever (see `kept`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, make_response, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from ledger.application import Ledger
from ledger.projections.reading import Reading
from ledger.store.beside import Beside
from web.errors import PageNotFound
from web.headers import A_YEAR
from web.kept import Drawn, kept
from web.visitors import BESIDE, current_sign_in, meet

LEDGER = "ledger"
IDENTITY = "ledger-identity"
BUILD = "web-build"
ETAG_LENGTH = 16
TO_THE_MINUTE = len("2015-11-25T09:00")
FOR_EVER = f"public, max-age={A_YEAR}, immutable"

# Where the main part comes in; what people typed is escaped, and cannot be taken for it.
_MAIN = Markup("<!-- main -->")

Found = TypeVar("Found")


def install(app: Flask) -> None:
    """Give pages their ETag."""
    app.extensions[BUILD] = _build(Path(app.root_path))
    app.after_request(_with_etag)


def use(app: Flask, ledger: Ledger) -> None:
    """Let the app read this ledger."""
    app.extensions[LEDGER] = ledger


def ledger() -> Ledger:
    """The ledger that the app reads."""
    opened: Ledger = current_app.extensions[LEDGER]
    return opened


def close() -> None:
    """Close what the app has open, at its end."""
    beside().close()
    ledger().close()


def beside() -> Beside:
    """What is kept beside the ledger: accounts, drafts, minutes."""
    opened: Beside = current_app.extensions[BESIDE]
    return opened


@contextmanager
def reading() -> Iterator[Reading]:
    """One moment of the ledger for the whole page; ends the request with 304 where the browser has seen that moment."""
    sign_in, moment = current_sign_in(beside()), ledger().now()
    with ledger().reading() as now:
        # What a reader is offered depends on terms and deadlines too, which pass without a record.
        g.etag = _etag(now.position, f"{sign_in.id} {moment[:TO_THE_MINUTE]}" if sign_in else "")
        if request.if_none_match.contains_weak(g.etag):
            abort(Response(status=304))
        meet(now, sign_in, moment)
        yield now


@contextmanager
def reading_afresh() -> Iterator[Reading]:
    """One moment of the ledger for a page that holds something drawn for this once: no two answers are the same."""
    sign_in = current_sign_in(beside())
    with ledger().reading() as now:
        meet(now, sign_in, ledger().now())
        yield now


def fixed(address: str, draw: Callable[[Reading], Drawn | AnyResponse]) -> AnyResponse:
    """A page of what is fixed, without a participant's name in it; nobody is asked twice for what was drawn once.

    Args:
        address: what the page is kept under; one page has one.
        draw: draws it; or gives another answer, which is not kept.
    """
    etag = _etag("for ever", "")
    if current_sign_in(beside()) is None:
        if request.if_none_match.contains_weak(etag):
            return _for_ever(Response(status=304), etag)
        if (known := kept().get(address)) is not None:
            return _for_ever(make_response(framed(known)), etag)
    with reading() as now:
        drawn = kept().get(address) or draw(now)
        if not isinstance(drawn, Drawn):
            return drawn
        kept().put(address, drawn)
        response = make_response(framed(drawn))
        return response if g.sign_in else _for_ever(response, etag)


def found(thing: Found | None, kind: str, key: str) -> Found:
    """The thing that an address names.

    Args:
        kind: what it would be, in the words of pages ("process", "meeting").

    Raises:
        PageNotFound: there is none.
    """
    if thing is None:
        raise PageNotFound(kind, key)
    return thing


def render(template: str, **context: Any) -> str:
    """The page."""
    return render_template(template, **context)


def framed(drawn: Drawn) -> bytes:
    """A page that was drawn, in a frame that says who reads."""
    before, _, after = render(drawn.template, main=_MAIN, **drawn.context).partition(_MAIN)
    return b"".join((before.encode(), drawn.main, after.encode()))


def _for_ever(response: Response, etag: str) -> Response:
    """Caches may keep it, and need not ask for it again."""
    g.pop("etag", None)
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = FOR_EVER
    return response


def _etag(position: int | str, reader: str) -> str:
    """Of the page as one reader sees it, who is "" where nobody is signed in."""
    parts = f"{_identity()} {current_app.extensions[BUILD]} {position} {reader} {request.full_path}"
    return sha256(parts.encode()).hexdigest()[:ETAG_LENGTH]


def _identity() -> str:
    """What tells this ledger from any other at one position: its first record, which holds a fresh salt and time."""
    known: str | None = current_app.extensions.get(IDENTITY)
    if known is None:
        first = ledger().stored(1)
        if first is None:
            return "empty"
        known = current_app.extensions[IDENTITY] = sha256(first.state).hexdigest()
    return known


def _build(folder: Path) -> str:
    """A digest over the app's own files, so that a page made by older templates is not taken for today's."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".html", ".css", ".js", ".svg"})
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _with_etag(response: Response) -> Response:
    if "etag" in g and response.status_code in (200, 304):
        response.set_etag(g.etag, weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
    return response
