"""Signing in and out, invitations, and what a person sees of her own account."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ledger.domain.errors import LedgerError, Refusal
from ledger.projections.queries.visitors import taking_part
from ledger.store.beside.accounts import Account
from ledger.store.beside.sign_ins import SignIn, Slowed, WrongSignIn
from ledger.store.database import Busy
from web.accounts import why_not
from web.errors import Forbidden, NotSignedIn
from web.pages import beside, ledger, reading_afresh, render
from web.questions import ask_only, asked_word
from web.visitors import current_sign_in, give_cookie, take_cookie

blueprint = Blueprint("sign_in", __name__)

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_NAME = 200

KEPT = "kept."
"""Before the name of each field of another form that is kept while somebody signs in; alone, where it has none."""

DONE = {
    "password": "Your password is changed, and every other sign-in has ended.",
    "one": "That sign-in has ended.",
    "others": "Every other sign-in has ended.",
}
"""What is said on the page of an account after one of its buttons."""

NEEDS_TLS = "Signing in needs an encrypted connection (https). Without one, anybody on the way could act in your name."


def install(app: Flask) -> None:
    """Ask whoever is not signed in, and keep what was typed meanwhile."""
    app.register_error_handler(NotSignedIn, _ask)


def _ask(error: NotSignedIn) -> AnyResponse:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("sign_in.sign_in", next=_path()), 303)
    if request.blueprint == blueprint.name:
        # Passwords are kept on no page: what the page of an account sends is asked for there again.
        return _form(401, "Your sign-in has ended, and nothing was changed.", onward=url_for(".account"))
    kept = [(KEPT, ""), *((f"{KEPT}{name}", value) for name, value in request.form.items(multi=True))]
    words = "Your sign-in has ended. Nothing was recorded, and everything that you typed is kept: sign in and go on."
    return _form(401, words, kept=kept, onward=_path())


@blueprint.get("/sign-in")
def sign_in() -> Response:
    """Where one signs in."""
    ask_only("next")
    return _form(200, onward=_inside(request.args.get("next", "")))


@blueprint.post("/sign-in")
def begin() -> AnyResponse:
    """Sign in; then on to where one was going, with what was typed there."""
    _refuse_without_tls()
    name, password = request.form.get("name", "")[:LONGEST_NAME], request.form.get("password", "")
    kept = [(field, value) for field, value in request.form.items(multi=True) if field.startswith(KEPT)]
    onward = _inside(request.form.get("next", ""))
    try:
        token = beside().sign_ins.sign_in(name, password, _address(), _browser())
    except Slowed as error:
        slowed = _form(429, error.message, name, kept, onward)
        slowed.headers["Retry-After"] = str(error.seconds)
        return slowed
    except WrongSignIn as error:
        return _form(422, error.message, name, kept, onward)
    except Busy as error:
        return _form(503, error.message, name, kept, onward)
    response: AnyResponse = _go_on(onward, kept) if kept else redirect(onward, 303)
    give_cookie(response, token)
    return response


def _go_on(onward: str, kept: Sequence[tuple[str, str]]) -> Response:
    """Where what was typed before is sent again."""
    fields = [(name.removeprefix(KEPT), value) for name, value in kept if name != KEPT]
    return make_response(render("sign_in/go_on.html", onward=onward, fields=fields))


@blueprint.post("/sign-out")
def end() -> AnyResponse:
    """End this sign-in."""
    found = current_sign_in(beside())
    if found is not None:
        beside().sign_ins.end(found.account_id, found.id)
    response = redirect(url_for("consultations.index"), 303)
    take_cookie(response)
    return response


@blueprint.get("/account")
def account() -> Response:
    """One's own account: the places where one is signed in, and the password."""
    ask_only("done")
    return _account(200, done=DONE.get(asked_word("done", DONE) or "", ""))


@blueprint.post("/account/sign-ins/<sign_in_id>/end")
def end_one(sign_in_id: str) -> AnyResponse:
    """End one of one's own sign-ins."""
    beside().sign_ins.end(_mine().account_id, sign_in_id)
    return redirect(url_for(".account", done="one"), 303)


@blueprint.post("/account/sign-ins/end-others")
def end_others() -> AnyResponse:
    """End all of one's own sign-ins but this one."""
    mine = _mine()
    beside().sign_ins.end_others(mine.account_id, mine.id)
    return redirect(url_for(".account", done="others"), 303)


@blueprint.post("/account/password")
def change_password() -> AnyResponse:
    """Choose another password; every other sign-in ends."""
    mine = _mine()
    try:
        beside().accounts.change_password(mine.account_id, request.form.get("old", ""), request.form.get("new", ""))
    except Refusal as refusal:
        return _account(422, refusal)
    beside().sign_ins.end_others(mine.account_id, mine.id)
    return redirect(url_for(".account", done="password"), 303)


@blueprint.get("/invitations/<token>")
def invitation(token: str) -> Response:
    """Where whoever was invited chooses a password."""
    ask_only()
    return _invitation(_invited(token), 200)


@blueprint.post("/invitations/<token>")
def accept(token: str) -> AnyResponse:
    """Choose a password, once, and be signed in."""
    _refuse_without_tls()
    invited = _invited(token)
    try:
        beside().accounts.accept(token, request.form.get("password", ""))
    except Refusal as refusal:
        return _invitation(invited, 422, refusal)
    response = redirect(url_for("consultations.index"), 303)
    give_cookie(response, beside().sign_ins.begin(invited.id, _address(), _browser()))
    return response


def _form(
    status: int, words: str = "", name: str = "", kept: Iterable[tuple[str, str]] = (), onward: str = "/"
) -> Response:
    context = {"words": words, "name": name, "kept": list(kept), "onward": onward, "needs_tls": _needs_tls()}
    return make_response(render("sign_in/sign_in.html", has_failed=status in (422, 429, 503), **context), status)


def _account(status: int, refusal: Refusal | None = None, done: str = "") -> Response:
    mine = _mine()
    with reading_afresh() as now:
        listed = beside().sign_ins.of(mine.account_id)
        context = {"mine": mine, "listed": listed, "refusal": refusal, "done": done, "position": now.position}
        return make_response(render("sign_in/account.html", **context), status)


def _mine() -> SignIn:
    found = current_sign_in(beside())
    if found is None:
        raise NotSignedIn
    return found


def _invited(token: str) -> Account:
    found: Account | None = beside().accounts.invited(token)
    if found is None or not _may_still_be_given(token, found):
        raise _UsedInvitation
    return found


def _may_still_be_given(token: str, account: Account) -> bool:
    """Whether whoever gave an invitation could give it now: its owner may have come to reach further since."""
    given_by, when = beside().accounts.given_by(token), ledger().now()
    if given_by is None:
        return True
    with ledger().reading() as now:
        giver, owner = (taking_part(now, id, when) for id in (given_by, account.participant_id))
    return giver is not None and owner is not None and not why_not(giver, owner, account)


def _invitation(account: Account, status: int, refusal: Refusal | None = None) -> Response:
    context = {"account": account, "refusal": refusal, "needs_tls": _needs_tls()}
    return make_response(render("sign_in/invitation.html", **context), status)


class _UsedInvitation(LedgerError):
    """An invitation that was used, is too old, or never was."""

    code = "used_invitation"

    def __init__(self) -> None:
        super().__init__(
            "This link works once, for two weeks. It was used, is too old, or is not complete: ask for a new one."
        )


@blueprint.app_errorhandler(_UsedInvitation)
def _used(error: _UsedInvitation) -> tuple[str, int]:
    return render("error.html", title="This invitation cannot be used", words=error.message, status=404), 404


def _path() -> str:
    return request.full_path.rstrip("?")


def _inside(onward: str) -> str:
    """Where to go on after signing in: an address of this site, else the front page.

    What a browser could take for another site begins with two slashes, of either kind, or names a scheme; it also
    drops tabs and line ends before it looks.
    """
    is_path = onward.startswith("/") and not onward.startswith(("//", "/\\"))
    if not is_path or not onward.isprintable() or "\\" in onward:
        return url_for("consultations.index")
    parts = urlsplit(onward)
    return url_for("consultations.index") if parts.scheme or parts.netloc else onward


def _needs_tls() -> bool:
    host = urlsplit(f"//{request.host}").hostname or ""
    return not request.is_secure and host not in THIS_MACHINE


def _refuse_without_tls() -> None:
    if _needs_tls():
        raise Forbidden(NEEDS_TLS)


def _address() -> str:
    return request.remote_addr or ""


def _browser() -> str:
    return request.headers.get("User-Agent", "")
