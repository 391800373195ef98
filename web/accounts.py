"""Inviting a participant to sign in, and stopping an account.

Whoever holds an invitation chooses the password, and can then do everything that the account reaches in the name of
its owner, without "recorded by". So a link is given by administrators; and by an organizer only for an account that
reaches nothing which she does not organize, and in which no password was chosen yet. Once there is one, an organizer
who could give a new link could take a delegate's account over and act as her: then only an administrator, or the
command line, gives one. Nobody gives one to herself: a browser that was left signed in would be enough to keep others'
accounts.
"""

import logging

from flask import Blueprint, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ledger.domain.errors import Refusal
from ledger.domain.vocabulary import Role
from ledger.projections.queries.people import Person
from ledger.projections.queries.visitors import TakingPart, taking_part
from ledger.projections.reading import Reading
from ledger.store.beside.accounts import Account, Invitation
from web.errors import Forbidden
from web.pages import beside, found, ledger, reading_afresh, render
from web.questions import ask_only, id_in
from web.visitors import the_visitor

log = logging.getLogger(__name__)

blueprint = Blueprint("accounts", __name__, url_prefix="/participants/<participant_id>/account")

WHO_INVITES = "Administrators invite participants, and organizers those who take part in a process of theirs."
ONESELF = "This is your own account: the page of your account is where you choose another password."
REACHES_FURTHER = (
    "This participant takes part, or holds a role, in a process that you do not organize, or in the whole ledger: ask"
    " an administrator for the invitation."
)
ADMINISTERS = "This participant is an administrator: only another administrator gives the invitation."
IS_DISABLED = "This account is disabled: ask an administrator."
IS_IN_USE = (
    "A password was chosen already. If it was forgotten, an administrator gives a new link; an organizer, who records"
    " for others here, does not."
)
ONLY_ADMINISTRATORS = "Only administrators disable and enable accounts, and nobody her own."


@blueprint.get("")
def account(participant_id: str) -> AnyResponse:
    """Whether a participant can sign in, for those who may invite."""
    ask_only()
    with reading_afresh() as now:
        participant = _participant(now, participant_id)
        visitor = the_visitor()
        if visitor.person.id == participant.person.id:
            return redirect(url_for("sign_in.account"), 303)
        if not is_for(visitor, participant):
            raise Forbidden(WHO_INVITES)
        return _page(now, visitor, participant)


@blueprint.post("")
def invite(participant_id: str) -> Response:
    """Give a link by which the participant chooses a password; it is shown this once."""
    with reading_afresh() as now:
        participant = _participant(now, participant_id)
        visitor, known = the_visitor(), beside().accounts.of(participant.person.id)
        refuse_inviting(visitor, participant, known)
        try:
            invitation = _invited(participant.person, known, visitor)
        except Refusal as refusal:
            return _page(now, visitor, participant, refusal=refusal)
        # It may have come into use since it was looked at; the link that was made then is known to nobody.
        refuse_inviting(visitor, participant, invitation.account)
        log.info("account_invited participant=%s by=%s", participant.person.id, visitor.person.id)
        return _page(now, visitor, participant, invitation)


@blueprint.post("/disable")
def disable(participant_id: str) -> AnyResponse:
    """Let nobody sign in to the account; its sign-ins end at once."""
    known = _administered(participant_id)
    beside().accounts.disable(known.id)
    return redirect(url_for(".account", participant_id=participant_id), 303)


@blueprint.post("/enable")
def enable(participant_id: str) -> AnyResponse:
    """Let the account be used again."""
    known = _administered(participant_id)
    beside().accounts.enable(known.id)
    return redirect(url_for(".account", participant_id=participant_id), 303)


def is_for(visitor: TakingPart, participant: TakingPart) -> bool:
    """Whether it is hers to invite the participant, were there no account yet."""
    taking_part_in = {*participant.standings, *participant.standings_of_delegation}
    return administers(visitor) or any(_organizes(visitor, place) for place in taking_part_in)


def refuse_inviting(visitor: TakingPart, participant: TakingPart, known: Account | None) -> None:
    """Refuse an invitation that is not hers to give.

    Raises:
        Forbidden: the sentence says who gives it.
    """
    words = why_not(visitor, participant, known)
    if words:
        raise Forbidden(words)


def why_not(visitor: TakingPart, participant: TakingPart, known: Account | None) -> str:
    """Why an invitation is not hers to give; "" where it is."""
    if visitor.person.id == participant.person.id:
        return ONESELF
    if administers(visitor):
        return ""
    if not is_for(visitor, participant):
        return WHO_INVITES
    if any(role == Role.ADMINISTRATOR for role, _ in participant.roles):
        return ADMINISTERS
    reached = {*participant.was_in, *(place for _, place in participant.roles)}
    if not all(_organizes(visitor, place) for place in reached):
        return REACHES_FURTHER
    if known is not None and known.is_disabled:
        return IS_DISABLED
    return IS_IN_USE if known is not None and known.is_active else ""


def administers(visitor: TakingPart) -> bool:
    """Whether she is an administrator of the whole ledger: one of a process alone could give herself more."""
    return (Role.ADMINISTRATOR, None) in visitor.roles


def _organizes(visitor: TakingPart, place: str | None) -> bool:
    return bool({(Role.ORGANIZER, place), (Role.ORGANIZER, None)} & visitor.roles)


def _participant(now: Reading, participant_id: str) -> TakingPart:
    the_visitor()
    id = id_in(participant_id, "participant")
    return found(taking_part(now, id, ledger().now()), "participant", participant_id)


def _administered(participant_id: str) -> Account:
    """The account of another, for an administrator."""
    with reading_afresh() as now:
        participant, visitor = _participant(now, participant_id), the_visitor()
        if not administers(visitor) or visitor.person.id == participant.person.id:
            raise Forbidden(ONLY_ADMINISTRATORS)
    return found(beside().accounts.of(participant.person.id), "account", participant_id)


def _invited(person: Person, known: Account | None, visitor: TakingPart) -> Invitation:
    if known is not None:
        return beside().accounts.invite(known.id, given_by=visitor.person.id)
    return beside().accounts.add(person.id, request.form.get("name", ""), given_by=visitor.person.id)


def _page(
    now: Reading,
    visitor: TakingPart,
    participant: TakingPart,
    invitation: Invitation | None = None,
    refusal: Refusal | None = None,
) -> Response:
    known = beside().accounts.of(participant.person.id)
    closed = why_not(visitor, participant, known)
    context = {
        "who": participant.person,
        "known": known,
        "closed": closed,
        "administers": administers(visitor),
        "invitation": invitation,
        "link": url_for("sign_in.invitation", token=invitation.token, _external=True) if invitation else "",
        "refusal": refusal,
        "name": "" if known else _name(participant.person),
        "position": now.position,
    }
    response = make_response(render("accounts/account.html", **context), 422 if refusal else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _name(person: Person) -> str:
    """What was typed as the name to sign in with; before that, one that nobody has."""
    return request.form.get("name") or beside().accounts.free_name(person.short or person.name)
