"""Whether the app answers, for whoever watches it."""

from typing import Any

from flask import Blueprint

from web.pages import ledger

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> dict[str, Any]:
    """That it answers, and up to which record."""
    return {"status": "ok", "position": ledger().record_store.head()}
