"""What templates draw changes with."""

from flask import Flask
from markupsafe import Markup

from ledger.projections.queries.compare import Compared, Sources
from web.comparing.controls import visible
from web.comparing.kin import Where, kin_words
from web.comparing.sentences import called, sentences
from web.comparing.sizes import size
from web.comparing.sources import Sourced
from web.comparing.words import drawn


def install(app: Flask) -> None:
    """Give templates their filters."""
    filters = (visible, drawn, called, sentences, sources, kin, size)
    app.jinja_env.filters.update({filter.__name__: filter for filter in filters})


def sources(found: Sources, slug: str) -> Markup:
    """What stands behind one change.

    Args:
        slug: of the framework.
    """
    return Sourced(slug)(found)


def kin(one: Compared, where: Where | None = None) -> Markup:
    """Where else the words of a provision stand; "" where nothing is known."""
    if one.kin is None:
        return Markup("")
    return kin_words(one.kin, is_gone=one.difference.what == "deleted", where=where)
