"""Between forms and drafts: what was typed is kept as it was typed, and a draft opens as the form it was.

Opened by its link, a draft lends its words to a new form: whoever sponsors them speaks for herself, under new ids.
"""

import logging
from dataclasses import dataclass
from itertools import islice

from eventsourcing.persistence import PersistenceError
from flask import redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from ledger.commands.preparing import Prepared
from ledger.domain.errors import InvalidCommand, NotFound
from ledger.projections.queries.visitors import TakingPart, taking_part
from ledger.projections.reading import Reading
from ledger.store.beside.drafts import Draft
from ledger.store.database import Busy
from web.errors import PageNotFound
from web.forms import showing
from web.forms.composing.starting import MISSING
from web.forms.fields import Typed
from web.forms.renewing import renewed
from web.forms.sheet import ACTING, SESSION, WHEN, Here, Sheet
from web.forms.showing import KEPT_AT
from web.forms.table import SHEETS
from web.pages import beside, ledger
from web.questions import id_in
from web.visitors import the_visitor

log = logging.getLogger(__name__)

DRAFT = "draft"
"""The field in which a form carries the id of the draft of one's own that it was opened from."""
SPONSORED = "sponsored"
"""The field in which a form carries the id of the draft, opened by its link, whose words it began with."""
SHARED = "shared"
"""In the address of a form: the token of a draft's link."""

PASSING = frozenset({DRAFT, KEPT_AT, "focus", "live", MISSING})
"""Fields that say something of the page that was sent, and are no part of what was typed."""

MOST_BEGUN = 3
"""Forms that were begun and are led back to."""

NO_DRAFT = "You have no such draft."
NOT_KEPT = "This form cannot be kept as a draft."

SPOKEN_FOR = frozenset({ACTING, "participants"})
"""Controls that say who stands behind something: nobody is put there by another's draft."""


@dataclass(frozen=True, slots=True)
class SharedDraft:
    """A draft that is read by its link, and who wrote it."""

    draft: Draft
    author: TakingPart


def own_draft(draft_id: str, author: str) -> Draft:
    """A draft of one's own.

    Raises:
        NotFound: there is none, or it is another's: nobody is told which.
    """
    draft = _own(draft_id, author)
    if draft is None:
        raise NotFound(NO_DRAFT)
    return draft


def shared_draft(now: Reading, token: str) -> SharedDraft | None:
    """The draft that a link leads to.

    None where the link was ended, and while its author could not end it herself: her account is disabled, or she was
    erased from the record.
    """
    draft = beside().drafts.shared(token)
    account = beside().accounts.of(draft.author) if draft else None
    if draft is None or account is None or account.is_disabled:
        return None
    author = taking_part(now, draft.author, ledger().now())
    return SharedDraft(draft, author) if author else None


def with_draft(command: str, sent: Typed) -> Typed:
    """What a form begins with: what its address gives, or the draft that the address names.

    Raises:
        NotSignedIn: the address names a draft, and nobody is signed in.
        NotFound: there is no such draft of this command, of one's own or under this link.
    """
    if SHARED in sent:
        return _from_link(command, next(iter(sent[SHARED]), ""))
    if DRAFT in sent:
        return _from_own(command, next(iter(sent[DRAFT]), ""))
    return sent


def keep_draft(sheet: Sheet, here: Here) -> AnyResponse:
    """Keep what was typed, whatever is wrong with it; what cannot be kept stays in the form."""
    if not sheet.has_drafts:
        return showing.refused(sheet, here, InvalidCommand(NOT_KEPT))
    known = _draft_id(sheet, here)
    before = _own(known, here.visitor.person.id) if known else None
    id, fields = (before.id if before else None), _kept(sheet, here)
    if before is not None and before.became is not None:
        # It tells what was tabled; what was typed since is another draft, of something else.
        id, fields = None, renewed(sheet, fields)
    try:
        draft = beside().drafts.save(here.visitor.person.id, sheet.command, sheet.draft_title(here), fields, id)
    except InvalidCommand as refusal:
        return showing.refused(sheet, here, refusal)
    except Busy as error:
        return showing.form(sheet, here, {"": [error.message]}, 503)
    return redirect(url_for("drafts.draft", draft_id=draft.id), 303)


def kept_along(sheet: Sheet, here: Here) -> Here:
    """The form with the draft as which it was just kept, where it keeps itself.

    A form is one draft, under the id of its command until that is on record: what it sends twice at once makes no
    second one. Where it cannot be kept, the step goes on, and the page says so.
    """
    id = _draft_id(sheet, here) if sheet.keeps_itself else None
    before = _own(id, here.visitor.person.id) if id else None
    if id is None or (before is not None and before.became is not None):
        return here
    title, fields = sheet.draft_title(here), _kept(sheet, here)
    try:
        draft = beside().drafts.save(here.visitor.person.id, sheet.command, title, fields, id, new_id=id)
    except (InvalidCommand, Busy):
        return here.with_sent({**here.sent, KEPT_AT: [""]})
    named = {} if draft.id == id else {DRAFT: [draft.id]}
    return here.with_sent({**here.sent, **named, KEPT_AT: [draft.changed_at]})


def begun_forms(author: str) -> list[Draft]:
    """What somebody began of the forms that keep themselves and did not put on record, the one changed last first."""
    kept = (one for one in beside().drafts.of(author) if one.became is None and SHEETS[one.command].keeps_itself)
    return list(islice(kept, MOST_BEGUN))


def recorded(sheet: Sheet, here: Here, prepared: Prepared) -> None:
    """Note what became of the drafts that a form was made of, once its command is on record."""
    if not sheet.has_drafts:
        return
    author, data = here.visitor.person.id, prepared.command.data
    became = data["motion_id"] if "motion_id" in data else data["framework_id"]
    for id in filter(None, (_draft_id(sheet, here), _as_id(here.one(SPONSORED)))):
        try:
            beside().drafts.taken(id, author, became)
        except (Busy, PersistenceError):
            # What is on record is not to look as if it were not.
            log.exception("draft_not_noted draft=%s", id)


def _from_own(command: str, draft_id: str) -> Typed:
    draft = own_draft(draft_id, the_visitor().person.id)
    _refuse_other(draft, command)
    if draft.became is not None:
        return renewed(SHEETS[command], draft.fields)
    return {
        **draft.fields,
        DRAFT: [draft.id],
        **({KEPT_AT: [draft.changed_at]} if SHEETS[command].keeps_itself else {}),
    }


def _from_link(command: str, token: str) -> Typed:
    the_visitor()
    with ledger().reading() as now:
        found = shared_draft(now, token)
    if found is None:
        raise NotFound(NO_DRAFT)
    draft = found.draft
    _refuse_other(draft, command)
    fields = _lent(SHEETS[command], draft.fields)
    return fields if draft.became is not None else {**fields, SPONSORED: [draft.id]}


def _refuse_other(draft: Draft, command: str) -> None:
    if draft.command != command:
        raise NotFound(NO_DRAFT)


def _kept(sheet: Sheet, here: Here) -> dict[str, list[str]]:
    """Every field as it was typed; what was left empty is kept as empty, so that nothing is put there on reopening."""
    asked: Typed = {slot.name: () for slot in sheet.asked_in(here)}
    return {name: list(values) for name, values in {**asked, **here.sent}.items() if name not in PASSING}


def _lent(sheet: Sheet, fields: Typed) -> dict[str, list[str]]:
    """The words of a draft for a form of somebody else, without who acts and when."""
    when = (f"{WHEN.name}.{part}" for part in ("date", "time"))
    left = {slot.name for slot in sheet.slots if slot.control in SPOKEN_FOR} | {SESSION.name, *when, SPONSORED}
    return renewed(sheet, {name: values for name, values in fields.items() if name not in left})


def _own(draft_id: str, author: str) -> Draft | None:
    id = _as_id(draft_id)
    return beside().drafts.own(id, author) if id else None


def _draft_id(sheet: Sheet, here: Here) -> str | None:
    """The id of the draft that a form was opened from, or as which it keeps itself."""
    return _as_id(here.one(DRAFT) or (here.one("command_id") if sheet.keeps_itself else ""))


def _as_id(typed: str) -> str | None:
    try:
        return id_in(typed, "draft")
    except PageNotFound:
        return None
