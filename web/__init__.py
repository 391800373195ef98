"""The web app: pages that read the ledger, through its public face. It holds no rule of the record."""

import os
import sys

from argon2 import PasswordHasher
from flask import Flask, Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from ledger.application import Ledger
from ledger.domain.errors import CannotStart
from ledger.store.beside import Beside
from web import (
    about,
    accounts,
    compilation,
    consultations,
    drafts,
    errors,
    filters,
    frameworks,
    headers,
    health,
    kept,
    minutes,
    motions,
    origins,
    pages,
    participants,
    provisions,
    record,
    sessions,
    sign_in,
    visitors,
    votes,
)
from web.comparing import filters as comparing
from web.forms import flow
from web.settings import Settings

BLUEPRINTS = (
    *(consultations, sessions, frameworks, provisions, motions, votes, participants, record, health),
    *(about, sign_in, accounts, flow, drafts, minutes, compilation),
)

# A text has 65,535 characters; a whole version, pasted, some hundred thousand, each up to nine bytes in a form.
LARGEST_BODY = 4_000_000
MOST_FIELDS = 5_000

# What gunicorn takes as "this worker cannot start": it ends instead of trying again.
CANNOT_START = 3


def create_app(settings: Settings | None = None, *, hasher: PasswordHasher | None = None) -> Flask:
    """The app on the ledger that the settings name (by default those of the environment).

    It opens the ledger: build it after a fork, never before.

    Args:
        hasher: of passwords; by default as RFC 9106 recommends.

    Raises:
        CannotStart: a setting is wrong, or the ledger cannot be opened.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__)
    app.request_class = _Request
    app.config.update(
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=MOST_FIELDS,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    for part in (kept, pages, visitors, origins, headers, errors, filters, comparing, sign_in):
        part.install(app)
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    opened = Ledger.open(settings.database_url)
    pages.use(app, opened)
    visitors.use(app, Beside.open(opened.database, hasher=hasher))
    return app


class _Request(Request):
    """A request whose form is read with the same bounds, whichever way a browser packs it."""

    def _load_form_data(self) -> None:
        super()._load_form_data()
        if sum(len(values) for values in self.form.listvalues()) > MOST_FIELDS:
            raise RequestEntityTooLarge


def served() -> Flask:
    """The app for a server of several workers: where it cannot start, one sentence, and the server ends too."""
    try:
        return create_app()
    except CannotStart as error:
        print(error.message, file=sys.stderr)
        raise SystemExit(CANNOT_START) from None
