"""What people read when a page cannot be given. Only here do refusals become HTTP statuses."""

import logging
from dataclasses import dataclass

from eventsourcing.persistence import PersistenceError
from flask import Flask, Response, make_response, render_template, request
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from ledger.domain.errors import LedgerError, NotFound
from ledger.store.database import Busy

log = logging.getLogger(__name__)

LONGEST_KEY = 80


class PageNotFound(LedgerError):
    """An address names something that is not on record.

    Attributes:
        kind: what it would be, in the words of pages.
    """

    code = "page_not_found"

    def __init__(self, kind: str, key: str, hint: str = "") -> None:
        super().__init__(f"There is no {kind} “{shown(key)}” on record. {hint}".strip())
        self.kind = kind


class BadQuestion(LedgerError):
    """What stands behind the “?” of an address cannot be answered; the sentence says why."""

    code = "bad_question"


class Forbidden(LedgerError):
    """Whoever asks may not do this; the sentence says who may."""

    code = "forbidden"


class NotSignedIn(LedgerError):
    """A page is for those who are signed in, and nobody is."""

    code = "not_signed_in"

    def __init__(self) -> None:
        super().__init__("Sign in first.")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title, and one or two sentences that say what to do."""

    title: str
    words: str


EXPLANATIONS = {
    400: Explanation("This request cannot be understood", "Check the address, or begin at the front page."),
    403: Explanation("This is not open to you", "Ask those who organize the process."),
    404: Explanation(
        "There is no such page",
        "Nothing on record has this address. If you typed it, check it; the front page and the record lead everywhere.",
    ),
    405: Explanation("This page is only read", "Nothing can be sent to this address."),
    413: Explanation("This is too large", "Nothing was recorded. Send less at once."),
    414: Explanation("This address is too long", "Use fewer filters, or begin at the record."),
    429: Explanation("Too many requests", "Wait a minute and try again."),
    500: Explanation(
        "Something went wrong here",
        "The fault is ours and was noted. Nothing on record was changed. Try again in a moment.",
    ),
    503: Explanation("The record cannot be read just now", "Nothing is lost. Try again in a moment."),
}


def shown(given: str) -> str:
    """What someone typed, as a sentence can repeat it: not too long, and nothing that cannot be printed."""
    printable = "".join(sign if sign.isprintable() else "\ufffd" for sign in given[:LONGEST_KEY])
    return printable if len(given) <= LONGEST_KEY else f"{printable}…"


def install(app: Flask) -> None:
    """Answer every failure with a page."""
    app.register_error_handler(PageNotFound, _page_not_found)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(BadQuestion, _bad_question)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(PersistenceError, _unavailable)
    app.register_error_handler(DataError, _unreadable)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(InterfaceError, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def explained(status: int, title: str, words: str) -> Response:
    """The page of an error."""
    return make_response(render_template("error.html", title=title, words=words, status=status), status)


def _page_not_found(error: PageNotFound) -> Response:
    return explained(404, f"There is no such {error.kind}", error.message)


def _not_found(error: NotFound) -> Response:
    return explained(404, EXPLANATIONS[404].title, error.message)


def _forbidden(error: Forbidden) -> Response:
    return explained(403, EXPLANATIONS[403].title, error.message)


def _bad_question(error: BadQuestion) -> Response:
    return explained(400, EXPLANATIONS[400].title, error.message)


def _http(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, SecurityError):
        return _wrong_host()
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    explanation = EXPLANATIONS.get(status, EXPLANATIONS[400 if status < 500 else 500])
    response = explained(status, explanation.title, explanation.words)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _wrong_host() -> Response:
    """Plain words: under a name that is not trusted no address can be built."""
    words = "This site does not answer under this name. Its operator sets the names in LEDGER_TRUSTED_HOSTS.\n"
    return Response(words, 400, content_type="text/plain; charset=utf-8")


def _unreadable(error: DataError) -> Response:
    """PostgreSQL takes no NUL in a text, so that nothing on record can have it in its id."""
    return explained(404, EXPLANATIONS[404].title, EXPLANATIONS[404].words)


def _busy(error: Busy) -> Response:
    """Somebody else has been writing, or many sign in at once: nothing was recorded."""
    words = "Nothing was recorded. Go back and try again in a moment."
    response = explained(503, "Many are at work here just now", words)
    response.headers["Retry-After"] = "5"
    return response


def _unavailable(error: Exception) -> Response:
    log.exception("record_not_readable path=%s", request.path)
    return explained(503, EXPLANATIONS[503].title, EXPLANATIONS[503].words)


def _unexpected(error: Exception) -> Response:
    log.exception("page_failed path=%s", request.path)
    return explained(500, EXPLANATIONS[500].title, EXPLANATIONS[500].words)
