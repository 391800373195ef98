"""The compilation text of a framework: every open wording in square brackets, who asked for it and who backs it."""

from flask import Blueprint, current_app

from ledger.projections.queries.brackets_over_time import Counts, Point
from ledger.projections.queries.compilation import compilation as compiled
from ledger.projections.queries.frameworks import framework_at
from web.chart import HEIGHT, WIDTH, Step, drawn
from web.pages import found, ledger, reading, render
from web.questions import ask_only, slug_in

blueprint = Blueprint("compilation", __name__, url_prefix="/frameworks")

COUNTS = "bracket-counts"

MOST_NAMES = 3
"""Of one kind that stand within a bracket; all stand below the provision."""


@blueprint.get("/<slug>/compilation")
def compilation(slug: str) -> str:
    ask_only()
    with reading() as now:
        framework = found(framework_at(now, slug_in(slug, "framework")), "framework", slug)
        page = compiled(now, framework, ledger().now(), _counts())
        chart = drawn([_step(point) for point in page.over_time], framework.zone)
        box = {"width": WIDTH, "height": HEIGHT}
        context = {"framework": framework, "page": page, "chart": chart, "box": box}
        return render("frameworks/compilation.html", position=now.position, **context, most=MOST_NAMES)


def _counts() -> Counts:
    """What this app counted of the past of its ledger."""
    counts: Counts = current_app.extensions.setdefault(COUNTS, Counts())
    return counts


def _step(point: Point) -> Step:
    return Step(point.occurred_at, point.brackets, ", ".join(f"version {one.number}" for one in point.versions))
