"""Frameworks: the text as it stands and as it stood, its history, its versions, and comparisons of any two states."""

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ledger.domain.errors import LedgerError
from ledger.projections.queries.compare import comparison
from ledger.projections.queries.frameworks import Framework, framework_at
from ledger.projections.queries.history import history_of
from ledger.projections.queries.margin import current_text
from ledger.projections.queries.motions import motion_id_numbered, motions_of
from ledger.projections.queries.own import own_positions, tabling_closed
from ledger.projections.queries.states import Missing, State, as_day, current_state, state_named
from ledger.projections.queries.text import text_at
from ledger.projections.queries.versions import versions_of
from ledger.projections.queries.versions_in_full import VersionInFull, version_in_full
from ledger.projections.queries.without_motion import changes_without_motion
from ledger.projections.reading import Reading
from web.actions import may_table, on_framework, on_statements, on_version, reader
from web.comparing.asked import BETWEEN, Asked
from web.comparing.page import page_of
from web.errors import BadQuestion
from web.kept import Drawn
from web.pages import fixed, found, framed, ledger, reading, render
from web.questions import ask_only, asked_position, slug_in

blueprint = Blueprint("frameworks", __name__, url_prefix="/frameworks")


class NoSuchState(LedgerError):
    """An address names a state of a text that is not there, or not yet."""

    code = "no_such_state"

    def __init__(self, framework: Framework, missing: Missing) -> None:
        super().__init__(f"There is no state “{missing.asked}” of this text.")
        self.framework, self.missing = framework, missing


@blueprint.errorhandler(NoSuchState)
def no_such_state(error: NoSuchState) -> tuple[str, int]:
    page = render("frameworks/no_state.html", framework=error.framework, missing=error.missing)
    return page, 400 if error.missing.why == "unreadable" else 404


@blueprint.get("/<slug>")
def framework(slug: str) -> str:
    ask_only()
    with reading() as now:
        page = current_text(now, _framework(now, slug), ledger().now())
        context = {"page": page, "framework": page.framework, **_doing(now, page.framework, len(page.open_motions))}
        return render("frameworks/framework.html", position=now.position, **context)


@blueprint.get("/<slug>/history")
def history(slug: str) -> str:
    ask_only("before")
    before = asked_position("before")
    with reading() as now:
        one = _framework(now, slug)
        page = history_of(now, one.id, before)
        context = {"page": page, "before": before, "without_motion": changes_without_motion(now, one.id)}
        return render("frameworks/history.html", position=now.position, framework=one, **context)


@blueprint.get("/<slug>/versions/<number>")
def version(slug: str, number: str) -> str:
    ask_only("positions_before")
    with reading() as now:
        one = _framework(now, slug)
        page = version_in_full(now, one, number, ledger().now(), asked_position("positions_before"))
        if isinstance(page, Missing):
            raise NoSuchState(one, page)
        context = {"framework": one, "page": page, **_doing_with(now, one, page)}
        return render("frameworks/version.html", position=now.position, **context)


@blueprint.get("/<slug>/at/<when>")
def at(slug: str, when: str) -> AnyResponse:
    ask_only()
    name = when if when.startswith("@") or as_day(when) else f"@{when}"

    def draw(now: Reading) -> Drawn | AnyResponse:
        one = _framework(now, slug)
        state = _state(now, one, name)
        if as_day(when):
            return redirect(url_for(".at", slug=slug, when=state.position))
        text = text_at(now, one.id, state.revision.position)
        here = f"As it stood at record no. {state.position}"
        title = f"{one.title}: as it stood at record no. {state.position}"
        main = render("frameworks/at.html", framework=one, state=state, text=text).encode()
        return Drawn("frameworks/fixed.html", {"framework": one, "title": title, "here": here}, main)

    return fixed(f"{slug} at {name}", draw)


@blueprint.get("/<slug>/compare")
def choose(slug: str) -> AnyResponse:
    ask_only("a", "b")
    one, other = (request.args.get(name, "").strip() for name in ("a", "b"))
    if one and other:
        return redirect(url_for(".compare", slug=slug, states=f"{one}{BETWEEN}{other}"))
    with reading() as now:
        context = _to_choose_from(now, _framework(now, slug))
        return make_response(render("frameworks/choose.html", position=now.position, **context, a=one, b=other))


@blueprint.get("/<slug>/compare/<states>")
def compare(slug: str, states: str) -> AnyResponse:
    asked = Asked.from_address(slug, states)

    def draw(now: Reading) -> Drawn | AnyResponse:
        framework = _framework(now, slug)
        old, new = (_state(now, framework, one) for one in _two(states))
        canonical, is_one = f"{old.asked}{BETWEEN}{new.asked}", old.asked == new.asked
        if canonical != states and not is_one:
            return redirect(asked.other(states=canonical, at=asked.at).address)
        page = page_of(asked, framework, comparison(now, framework.id, old, new))
        # Two days between which nothing changed are one state today; a later record may come between them.
        return make_response(framed(page)) if is_one else page

    return fixed(f"comparison {asked}", draw)


@blueprint.get("/<slug>/motions")
def motions(slug: str) -> str:
    ask_only("open_after", "decided_before")
    after, before = asked_position("open_after"), asked_position("decided_before")
    with reading() as now:
        one = _framework(now, slug)
        listed = motions_of(now, one.id, after, before)
        context = {"listed": listed, "is_first": after is None and before is None}
        context |= _doing(now, one, len(listed.open))
        return render("frameworks/motions.html", position=now.position, framework=one, **context)


@blueprint.get("/<slug>/motions/<number>")
def motion_numbered(slug: str, number: str) -> AnyResponse:
    ask_only()
    with reading() as now:
        one = _framework(now, slug)
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        id = motion_id_numbered(now, one.id, int(number)) if is_number else None
        return redirect(url_for("motions.motion", motion_id=found(id, "proposal or amendment", number)))


def _framework(now: Reading, slug: str) -> Framework:
    return found(framework_at(now, slug_in(slug, "framework")), "framework", slug)


def _doing(now: Reading, framework: Framework, open_motions: int) -> dict[str, object]:
    """What whoever reads may do about a text; nothing is looked up for nobody."""
    visitor = reader()
    if visitor is None:
        return {}
    closed = tabling_closed(now, framework, ledger().now())
    tables = may_table(visitor, framework, closed)
    return {
        "actions": on_framework(visitor, framework, open_motions, tables=tables),
        "tables": tables,
        "closed": closed,
    }


def _doing_with(now: Reading, framework: Framework, page: VersionInFull) -> dict[str, object]:
    """What whoever reads may do about a version; nothing is looked up for nobody."""
    visitor = reader()
    if visitor is None:
        return {}
    own = own_positions(now, visitor.ids, page.version.id, page.version.wording)
    return {
        "actions": on_version(visitor, framework, page, own),
        "on_statements": on_statements(visitor, framework.consultation_id),
    }


def _state(now: Reading, framework: Framework, asked: str) -> State:
    state = state_named(now, framework, asked)
    if isinstance(state, Missing):
        raise NoSuchState(framework, state)
    return state


def _two(states: str) -> tuple[str, str]:
    """The two states that an address compares.

    Raises:
        BadQuestion: they are not two, or one twice.
    """
    one, _, other = states.partition(BETWEEN)
    if not one or not other:
        raise BadQuestion("A comparison takes two states with three dots between them, as in 1...2.")
    if one == other:
        raise BadQuestion("This compares a state with itself. Choose two different ones.")
    return one, other


def _to_choose_from(now: Reading, framework: Framework) -> dict[str, object]:
    return {
        "framework": framework,
        "versions": versions_of(now, framework.id),
        "current": current_state(now, framework),
    }
