"""The page of a comparison, without its frame."""

from flask import render_template

from ledger.projections.queries.compare import Comparison
from ledger.projections.queries.frameworks import Framework
from ledger.projections.queries.states import State
from web.comparing.asked import Asked
from web.comparing.drawing import Drawing
from web.comparing.runs import index_of, runs_of, tally
from web.comparing.sources import Sourced
from web.kept import Drawn

MOST_LISTED = 60
"""Changes of which the list in words is unfolded."""


def page_of(asked: Asked, framework: Framework, compared: Comparison) -> Drawn:
    """The page that is asked for of a comparison."""
    runs = runs_of(compared, is_whole=asked.show is not None or asked.view == "numbers", at=asked.at)
    changes = [one for one in runs.run.shown if one.is_change]
    here = asked.other(at=runs.run.key) if runs.is_long else asked
    old, new = named(compared.old), named(compared.new)
    context = {
        "framework": framework,
        "asked": asked,
        "compared": compared,
        "names": (old, new),
        "runs": runs,
        "changes": changes,
        "total": len(compared.changes),
        "tally": tally(compared.changes),
        "index": index_of(compared) if runs.is_long else (),
        "most_listed": MOST_LISTED,
        "drawing": Drawing(here, changes, Sourced(framework.slug, framework.zone), framework.language),
    }
    main = render_template("frameworks/compare.html", **context).encode()
    title = f"{framework.title}: {old} and {new} compared"
    return Drawn("frameworks/comparison.html", {"framework": framework, "title": title, "here": "Comparison"}, main)


def named(state: State) -> str:
    """What a state is called in a sentence: "version 1 “Zero draft”", "revision 12"."""
    if state.version:
        return f"version {state.version.number} “{state.version.name}”"
    return f"revision {state.revision.number}"
