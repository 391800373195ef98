"""The web app: pages that read the ledger, through its public face. It holds no rule of the record."""

import os
import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ledger.application import Ledger
from ledger.domain.errors import CannotStart
from web import (
    consultations,
    errors,
    filters,
    frameworks,
    headers,
    health,
    motions,
    pages,
    participants,
    provisions,
    record,
    sessions,
    votes,
)
from web.settings import Settings

BLUEPRINTS = (consultations, sessions, frameworks, provisions, motions, votes, participants, record, health)

# Pages take no body; the forms that are to come stay far below this.
LARGEST_BODY = 1_000_000

# What gunicorn takes as "this worker cannot start": it ends instead of trying again.
CANNOT_START = 3


def create_app(settings: Settings | None = None) -> Flask:
    """The app on the ledger that the settings name (by default those of the environment).

    It opens the ledger: build it after a fork, never before.

    Raises:
        CannotStart: a setting is wrong, or the ledger cannot be opened.
    """
    settings = settings or Settings.from_environment(os.environ)
    app = Flask(__name__)
    app.config.update(TRUSTED_HOSTS=list(settings.trusted_hosts), MAX_CONTENT_LENGTH=LARGEST_BODY)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    for part in (pages, headers, errors, filters):
        part.install(app)
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    pages.use(app, Ledger.open(settings.database_url))
    return app


def served() -> Flask:
    """The app for a server of several workers: where it cannot start, one sentence, and the server ends too."""
    try:
        return create_app()
    except CannotStart as error:
        print(error.message, file=sys.stderr)
        raise SystemExit(CANNOT_START) from None
