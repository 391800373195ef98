"""Drafts: kept for their author alone until she shares them by a link. A draft is no record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, g, make_response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from ledger.projections.queries.changes import Difference
from ledger.projections.queries.place import ConsultationHere
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.queries.visitors import TakingPart
from ledger.projections.reading import Reading
from ledger.store.beside.drafts import Draft
from web.errors import explained
from web.forms.amending import ComposerSheet, seen_at
from web.forms.drafting import SPOKEN_FOR, own_draft, shared_draft
from web.forms.fields import Field
from web.forms.sheet import SESSION, WHEN, Here
from web.forms.table import SHEETS
from web.pages import beside, ledger, reading_afresh, render
from web.questions import ask_only
from web.visitors import the_visitor

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")

NO_LINK = "This link leads to no draft"
ASK_FOR_ANOTHER = "Its author has ended it or thrown the draft away, or the link is not complete. Ask for another one."


@dataclass(frozen=True, slots=True)
class Said:
    """What a draft says.

    Attributes:
        place: the consultation in which it would be recorded.
        about: what it is on, as far as that is on record.
        fields: what was typed, where something was.
        seen: the position of the record that its author had before her.
        differences: what it makes of the text as it stood there.
    """

    place: ConsultationHere | None
    about: Sequence[Thing]
    fields: Sequence[Field]
    seen: int
    differences: Sequence[Difference]


@blueprint.get("")
def index() -> str:
    """One's own drafts."""
    ask_only()
    with reading_afresh() as now:
        kept = beside().drafts.of(the_visitor().person.id)
        became = things_named(now, [draft.became for draft in kept])
        return render("drafts/index.html", position=now.position, drafts=kept, became=became, sheets=SHEETS)


@blueprint.get("/<draft_id>")
def draft(draft_id: str) -> str:
    """A draft of one's own."""
    ask_only()
    return _own_page(draft_id)


@blueprint.post("/<draft_id>/share")
def share(draft_id: str) -> str:
    """Make a link by which anyone can read the draft; an older one ends. It is shown this once, and is in no address
    that a browser or a server would keep.
    """
    found = _mine(draft_id)
    token = beside().drafts.share(found.id, found.author)
    return _own_page(draft_id, url_for(".shared", token=token, _external=True))


@blueprint.post("/<draft_id>/unshare")
def unshare(draft_id: str) -> AnyResponse:
    """End the link to a draft."""
    found = _mine(draft_id)
    beside().drafts.unshare(found.id, found.author)
    return redirect(url_for(".draft", draft_id=found.id, _anchor="share"), 303)


@blueprint.get("/<draft_id>/delete")
def before_deleting(draft_id: str) -> str:
    """Where one is asked before a draft is thrown away."""
    ask_only()
    found = _mine(draft_id)
    return render("drafts/delete.html", draft=found, sheet=SHEETS[found.command])


@blueprint.post("/<draft_id>/delete")
def delete(draft_id: str) -> AnyResponse:
    """Throw a draft away."""
    found = _mine(draft_id)
    beside().drafts.delete(found.id, found.author)
    return redirect(url_for(".index"), 303)


@blueprint.get("/shared/<token>")
def shared(token: str) -> Response:
    """A draft, for whoever has its link, signed in or not."""
    with reading_afresh() as now:
        found = shared_draft(now, token)
        if found is None:
            return _unlisted(explained(404, NO_LINK, ASK_FOR_ANOTHER))
        reader: TakingPart | None = g.visitor
        here = _here(now, found.draft, found.author)
        context = {
            "token": token,
            "author": found.author.person,
            "is_own": reader is not None and reader.person.id == found.draft.author,
            "may_record": reader is not None and SHEETS[found.draft.command].can_record(replace(here, visitor=reader)),
        }
        return _unlisted(make_response(_page("drafts/shared.html", found.draft, here, _shared(here), **context)))


def _own_page(draft_id: str, link: str = "") -> str:
    """A draft of one's own.

    Args:
        link: that has just been made: it is kept nowhere, and cannot be shown again.
    """
    with reading_afresh() as now:
        visitor = the_visitor()
        found = own_draft(draft_id, visitor.person.id)
        here = _here(now, found, visitor)
        context = {"link": link, "may_record": SHEETS[found.command].can_record(here)}
        return _page("drafts/draft.html", found, here, _said(here), **context)


def _page(template: str, draft: Draft, here: Here, said: Said, **context: object) -> str:
    became = things_named(here.now, [draft.became]).get(draft.became or "")
    known = {"position": here.now.position, "draft": draft, "sheet": SHEETS[draft.command], "became": became}
    return render(template, said=said, **known, **context)


def _mine(draft_id: str) -> Draft:
    with reading_afresh():
        return own_draft(draft_id, the_visitor().person.id)


def _here(now: Reading, draft: Draft, visitor: TakingPart) -> Here:
    """Where the form of a draft stands. Nobody is refused: her own words are hers also when her standing has ended."""
    return SHEETS[draft.command].here(now, visitor, ledger().now(), draft.fields)


def _said(here: Here) -> Said:
    sheet = SHEETS[here.command]
    ids = [value for name in sheet.given for value in here.sent.get(name, ())]
    known = things_named(here.now, ids)
    return Said(
        place=here.place,
        about=[known[id] for id in ids if id in known],
        fields=[field for field in sheet.every_field(here) if field.is_filled],
        seen=seen_at(here),
        differences=_differences(here),
    )


def _differences(here: Here) -> Sequence[Difference]:
    sheet = SHEETS[here.command]
    is_on_text = here.place is not None and here.place.framework is not None
    return sheet.differences(here) if isinstance(sheet, ComposerSheet) and is_on_text else ()


def _shared(here: Here) -> Said:
    """What a draft says to others: its words alone. Who stands behind them is for whoever tables them to say."""
    said = _said(here)
    return replace(said, fields=[field for field in said.fields if _is_words(field)])


def _is_words(field: Field) -> bool:
    return field.slot.control not in SPOKEN_FOR and field.slot not in (SESSION, WHEN)


def _unlisted(response: Response) -> Response:
    """Whoever has the link gives it on, not a search engine."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
