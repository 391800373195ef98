"""Drafts: kept for their author alone until she shares them by a link. A draft is no record."""

from flask import Blueprint

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/drafts")
def index() -> str:
    return ""
