"""Who reads and sends: the sign-in that a cookie stands for, and the part that its owner takes in each consultation.

The cookie holds a random token and nothing else; what it stands for is kept beside the record and can be ended there.
"""

from flask import Flask, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from ledger.projections.queries.visitors import TakingPart, taking_part
from ledger.projections.reading import Reading
from ledger.store.beside import Beside
from ledger.store.beside.sign_ins import LONGEST, SignIn
from web.errors import NotSignedIn

COOKIE = "__Host-sign-in"
"""A browser takes this name only with `Secure`, without `Domain` and for the whole site, and only over TLS or on this
machine."""

LONGEST_TOKEN = 100

BESIDE = "beside"


def install(app: Flask) -> None:
    """Let templates know who reads, and keep what is meant for one reader out of shared caches."""
    app.context_processor(lambda: {"visitor": g.get("visitor"), "sign_in": g.get("sign_in")})
    app.after_request(_for_one_reader)


def use(app: Flask, beside: Beside) -> None:
    """Let the app keep accounts, drafts and minutes here."""
    app.extensions[BESIDE] = beside


def current_sign_in(beside: Beside) -> SignIn | None:
    """The sign-in of this request; None where there is none, or where it ended."""
    if "sign_in" not in g:
        token = request.cookies.get(COOKIE, "")
        known = token and len(token) <= LONGEST_TOKEN
        g.sign_in = beside.sign_ins.signed_in(token) if known else None
    found: SignIn | None = g.sign_in
    return found


def meet(now: Reading, sign_in: SignIn | None, when: str) -> None:
    """Look up what part the reader takes, for everything that this request shows."""
    g.visitor = taking_part(now, sign_in.participant_id, when) if sign_in else None


def the_visitor() -> TakingPart:
    """Who sends this.

    Raises:
        NotSignedIn: nobody is signed in, or the participant was erased.
    """
    visitor: TakingPart | None = g.get("visitor")
    if visitor is None:
        raise NotSignedIn
    return visitor


def give_cookie(response: AnyResponse, token: str) -> None:
    """Let the browser keep a sign-in."""
    response.set_cookie(COOKIE, token, max_age=LONGEST, secure=True, httponly=True, samesite="Lax", path="/")


def take_cookie(response: AnyResponse) -> None:
    """Let the browser forget it."""
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")


def _for_one_reader(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    response.vary.add("Cookie")
    if g.get("sign_in") is not None and "public" in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "private, no-cache"
    return response
