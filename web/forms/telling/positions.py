"""Where somebody stands: positions on one exact wording, and votes, which are never one total."""

from collections.abc import Iterator

from markupsafe import Markup

from ledger.domain.vocabulary import DecisionMethod, Result, Rule, Stance, Standing, label
from ledger.domain.votes import counts
from ledger.projections.queries.motions import Motion, motion_with
from ledger.projections.queries.place import ConsultationHere
from ledger.projections.queries.positions import Position, positions_on
from ledger.projections.queries.wordings import wording_today
from web.filters import plural
from web.forms.telling.case import PUBLIC, Case, apart, public, say
from web.forms.telling.motions import members_objecting
from web.forms.telling.participants import STANDINGS
from web.quorum import told_too_few

STANCES = {
    Stance.SPONSOR: "joins the sponsors of {what}",
    Stance.ENDORSE: "supports {what} as it stands",
    Stance.ENDORSE_WITH_RESERVATION: "supports {what} as it stands, with a reservation",
    Stance.ABSTAIN: "takes no position on {what} as it stands",
    Stance.OBJECT: "objects to {what} as it stands",
}


def taken(case: Case) -> Iterator[Markup]:
    """`endorse`."""
    data, stance = case.data, Stance(case.data["stance"])
    participant, subject = data["participant_id"], data["subject"]
    whom = say(", on behalf of {whom}", whom=case.names(data["on_behalf_of"])) if data.get("on_behalf_of") else ""
    instead = say("; {what} would meet it", what=case.what(data["counter_motion"])) if "counter_motion" in data else ""
    yield say(
        "{who} {stands}{whom}{instead}.",
        who=case.for_whom([participant]),
        stands=say(STANCES[stance], what=case.what(subject["id"])),
        whom=whom,
        instead=instead,
    )
    yield from case.recorded([participant])
    yield _weight(case, stance)
    earlier = own_position(case, participant)
    if earlier is not None:
        yield _replaced(case, earlier)
    sealed = ("reservation", "reason")
    is_shown = stance is not Stance.SPONSOR
    yield public(case, sealed if is_shown else (), () if is_shown else sealed, authors=[participant])


def _weight(case: Case, stance: Stance) -> Markup:
    """What a position does, by what it is on, how it is decided, and who takes it."""
    data, place = case.data, _place(case)
    standing = case.standing(data["participant_id"], place)
    if standing is not Standing.MEMBER:
        kind = f"takes part as {STANDINGS[standing]}" if standing else "has no standing today"
        who = case.who(data["participant_id"])
        return say("{who} {kind}: this is shown, and does not count for decisions.", who=who, kind=kind)
    if data["subject"]["kind"] != "motion":
        return say("A position on a {kind} decides nothing by itself.", kind=data["subject"]["kind"])
    if stance is Stance.SPONSOR:
        return Markup("Whoever sponsors it leaves by withdrawing; when the last one leaves, it ends.")
    if stance is not Stance.OBJECT:
        return Markup("It holds for these words, and is not carried over when they are revised.")
    return Markup(OBJECTIONS[DecisionMethod(case.rule(Rule.DECISION_METHOD, place))])


OBJECTIONS = {
    DecisionMethod.CONSENSUS: "This prevents consensus: while it stands, these words are not accepted.",
    DecisionMethod.MAJORITY: "A vote decides here: the objection is shown, and prevents nothing.",
    DecisionMethod.ORGANIZER: "Those in the chair decide here: the objection is shown, and prevents nothing.",
}
"""What a member's objection to a motion as it stands does."""


def _place(case: Case) -> ConsultationHere | None:
    """Where the subject belongs: the form of a vote knows its process only."""
    return case.place_of(case.data["subject"]["id"]) if "id" in case.data["subject"] else case.here.place


def own_position(case: Case, participant_id: str) -> Position | None:
    """What a participant says of the subject so far; None where nothing stands."""
    subject, place = case.data["subject"], _place(case)
    wording = wording_today(case.now, subject["kind"], subject["id"])
    before: int | None = None
    while place is not None:
        page = positions_on(case.now, subject["id"], place.id, wording, case.here.when, before=before)
        own = next((one for one in page.listed if one.participant_id == participant_id), None)
        if own is not None or page.before is None:
            return None if own is None or own.is_withdrawn else own
        before = page.before
    return None


def _replaced(case: Case, earlier: Position) -> Markup:
    """What becomes of what was said before."""
    stance = label(earlier.stance)
    if not earlier.is_current:
        return say("The position on an earlier wording ({stance}) stays on record.", stance=stance)
    told = say("It takes the place of the position that stands ({stance}), which stays on record.", stance=stance)
    if case.data.get("stance") == Stance.OBJECT:
        return told
    return Markup(" ").join([told, *_without_it(case, earlier)])


def _without_it(case: Case, earlier: Position) -> Iterator[Markup]:
    """Whether other members still object once a member's objection has gone, where that decides."""
    motion = motion_with(case.now, case.data["subject"]["id"])
    if motion is None or not motion.is_open or not _counted(case, earlier, motion):
        return
    others = members_objecting(case, motion) - 1
    if others > 0:
        still = plural(others, "other member still objects", "other members still object")
        yield say("{still} to it as it stands.", still=still)
    else:
        yield Markup("No member objects to it as it stands any more.")


def _counted(case: Case, earlier: Position, motion: Motion) -> bool:
    """Whether a position is an objection that prevents consensus."""
    by_consensus = case.rule(Rule.DECISION_METHOD, _place(case)) == DecisionMethod.CONSENSUS
    is_objection = earlier.stance == Stance.OBJECT and earlier.wording == motion.wording
    return by_consensus and is_objection and earlier.standing == Standing.MEMBER


def withdrawn(case: Case) -> Iterator[Markup]:
    """`withdraw_endorsement`."""
    data = case.data
    who, what = case.for_whom([data["participant_id"]]), case.what(data["subject"]["id"])
    earlier = own_position(case, data["participant_id"])
    stance = say(" ({stance})", stance=label(earlier.stance)) if earlier else ""
    yield say("{who} takes back the position on {what}{stance}.", who=who, what=what, stance=stance)
    yield from case.recorded([data["participant_id"]])
    if earlier is not None:
        yield from _without_it(case, earlier)
    motion = motion_with(case.now, data["subject"]["id"])
    if motion is not None and not motion.is_open:
        yield Markup("It was decided before: that stays as it is, and this shows as after the decision.")
    yield Markup("It is public at once; that the position was held stays on record.")


def voted(case: Case) -> Iterator[Markup]:
    """`record_vote`."""
    data = case.data
    subject = data["subject"]
    what = (
        case.what(subject["id"]) if "id" in subject else say("the document {symbol}", symbol=apart(subject["symbol"]))
    )
    body = say(" of {body}", body=apart(data["body"])) if "body" in data else ""
    yield say(
        "A vote{body} on {what}{stands} is recorded: {result}{tally}.",
        body=body,
        what=what,
        stands=" as it stands" if "id" in subject else "",
        result=label(data["result"]),
        tally=_tally(case),
    )
    yield from case.recorded()
    yield _outcome(case)
    yield from _too_few(case)
    told = " How each one voted is public too." if data.get("ballots") else ""
    yield Markup(f"A vote is never changed.{told}")
    yield PUBLIC


def _tally(case: Case) -> str:
    tally = counts(dict(case.data))
    if tally is None:
        return ""
    abstained = plural(tally["abstain"], "abstention")
    return f", {tally['yes']} yes, {tally['no']} no, {abstained}"


def _too_few(case: Case) -> Iterator[Markup]:
    """That fewer took part than the quorum asks for (rule 14); the quorum is not another body's."""
    quorum, tally = case.rule(Rule.QUORUM, _place(case)), counts(dict(case.data))
    took_part = sum(tally.values()) if tally is not None else None
    if "body" not in case.data and quorum is not None and took_part is not None and took_part < quorum:
        yield Markup(told_too_few(quorum, took_part))


def _outcome(case: Case) -> Markup:
    """What a vote decides: nothing by itself, but where a majority decides, it lets a motion be accepted."""
    data, place = case.data, _place(case)
    if "body" in data:
        return Markup("It is a fact about that body, and decides nothing here.")
    by_vote = data["subject"]["kind"] == "motion" and case.rule(Rule.DECISION_METHOD, place) == DecisionMethod.MAJORITY
    if not by_vote:
        return Markup("It decides nothing by itself: a decision is recorded apart.")
    if data["result"] == Result.CARRIED:
        return Markup("On it these words can be accepted into the text; that is recorded apart.")
    return Markup("On it these words cannot be accepted; the decision is recorded apart.")
