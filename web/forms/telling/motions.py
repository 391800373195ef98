"""Proposals and amendments: tabled, revised, withdrawn, decided."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup

from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion as MotionStream
from ledger.domain.vocabulary import Decision, DecisionMethod, Rule, Stance
from ledger.projections.queries.motions import Motion, MotionInFull, motion_in_full, motion_with
from ledger.projections.queries.positions import Counts, counts_on_motion
from ledger.projections.queries.quorum import quorum_missed
from ledger.projections.queries.text import names_of
from web.filters import plural
from web.forms.telling.case import Case, apart, listed, public, say
from web.forms.telling.foreseen import in_the_way
from web.quorum import told_too_few

FOR_EVER = Markup("Its words are public at once and for ever: they are never taken back.")


def tabled(case: Case) -> Iterator[Markup]:
    """`table_proposal` and `table_amendment`."""
    data = case.data
    what = "a proposal" if case.sheet.command == "table_proposal" else "an amendment"
    whom = say(", on behalf of {whom}", whom=case.names(data["on_behalf_of"])) if data.get("on_behalf_of") else ""
    who = case.for_whom(data["proposers"])
    tables = "tables" if len(data["proposers"]) == 1 else "table"
    yield say(
        "{who} {tables} {what} to {text}: “{title}”{whom}.",
        who=who,
        tables=tables,
        what=what,
        text=case.text,
        title=apart(data["title"]),
        whom=whom,
    )
    yield from case.recorded(data["proposers"])
    yield say("It gets the next number, and stays open until it is decided or its last sponsor withdraws.")
    yield FOR_EVER
    if "rationale" in data:
        yield _rationale(case, data["proposers"])


def _rationale(case: Case, proposers: Sequence[str]) -> Markup:
    """What becomes of the words of a rationale: of several authors, nobody's erasure takes them out."""
    protected = [id for id in proposers if (person := case.person(id)) is not None and person.protected]
    if protected:
        return say(
            "Pages do not show the rationale: {who} {be} protected.", who=case.names(protected), be=_be(protected)
        )
    if len(proposers) == 1:
        return Markup("The rationale is public too, and can be erased later.")
    return Markup("The rationale is public too.")


def _be(those: Sequence[str]) -> str:
    return "is" if len(those) == 1 else "are"


def revised(case: Case) -> Iterator[Markup]:
    """`revise_motion`."""
    data = case.data
    found = motion_in_full(case.now, data["motion_id"], case.here.when)
    who, motion = case.for_whom([data["participant_id"]]), case.what(data["motion_id"])
    becomes = f"{found.motion.number} Rev.{found.motion.revision + 1}" if found else "a new revision"
    yield say("{who} gives {motion} other words: it becomes {becomes}.", who=who, motion=motion, becomes=becomes)
    yield from case.recorded([data["participant_id"]])
    yield from _of_new_words(found, data["participant_id"], case)
    yield FOR_EVER


def rebased(case: Case) -> Iterator[Markup]:
    """`rebase_motion`."""
    data = case.data
    found = motion_in_full(case.now, data["motion_id"], case.here.when)
    sponsor = next(str(event.participant_id) for event in case.events_of(MotionStream.Revised))
    who, motion = case.for_whom([sponsor]), case.what(data["motion_id"])
    becomes = f"{found.motion.number} Rev.{found.motion.revision + 1}" if found else "a new revision"
    yield say(
        "{who} fits {motion} to the text as it stands, without another word changed: it becomes {becomes}.",
        who=who,
        motion=motion,
        becomes=becomes,
    )
    yield from case.recorded([sponsor])
    yield from _of_new_words(found, sponsor, case)


def _of_new_words(found: MotionInFull | None, sponsor: str, case: Case) -> Iterator[Markup]:
    """What a new wording leaves behind: other sponsors, positions, votes."""
    others = [one.participant_id for one in found.sponsors_now] if found else []
    left = [id for id in others if id != sponsor]
    if left:
        yield say("The new words have to be joined anew: {who} {be} asked again.", who=case.names(left), be=_be(left))
    before = _positions(found.counts) if found else 0
    if before:
        was = "was" if before == 1 else "were"
        count = "do not count" if before > 1 else "does not count"
        yield say(
            "{positions} {was} given to the words before, and {count} for the new ones.",
            positions=plural(before, "position"),
            was=was,
            count=count,
        )
    if found and any(vote.wording == found.motion.wording for vote in found.votes):
        yield Markup("A vote on the words before does not carry the new ones.")


def _positions(counts: Counts) -> int:
    """How many positions were given to the wording as it stands, sponsors left out."""
    given = (*counts.members, *counts.guests)
    return sum(number for stance, number in given if stance != Stance.SPONSOR)


def withdrawn(case: Case) -> Iterator[Markup]:
    """`withdraw_motion`."""
    data = case.data
    who, motion = case.for_whom([data["participant_id"]]), case.what(data["motion_id"])
    yield say("{who} leaves the sponsors of {motion}.", who=who, motion=motion)
    yield from case.recorded([data["participant_id"]])
    found = motion_with(case.now, data["motion_id"])
    if any(event.decision == Decision.WITHDRAWN for event in case.events_of(MotionStream.Decided)):
        yield Markup("Nobody is left behind its words: it ends as withdrawn, and that is not taken back.")
    elif found is not None and not found.is_open:
        yield Markup("It was decided before: that stays as it is, and this shows as after the decision.")
    else:
        yield Markup("It stays open with its other sponsors.")
    yield Markup("Its words, and that they were sponsored, stay on record.")


def decided(case: Case) -> Iterator[Markup]:
    """`decide_motion`."""
    data = case.data
    if data["decision"] == Decision.ADOPTED:
        yield from _adopted(case, [data["motion_id"]], [data["vote_id"]] if "vote_id" in data else [])
        return
    fate = FATES[Decision(data["decision"])](case)
    yield say("{motion} {fate}.", motion=case.what(data["motion_id"], first=True), fate=fate)
    yield _by(case, data.get("vote_id"))
    yield from _too_few(case, [data["vote_id"]] if "vote_id" in data else [])
    yield Markup("The text stays as it is. Nobody takes a position on it any more; withdrawing one still works.")
    yield Markup("A decision is not taken back.")
    yield public(case, ["reason"], authors=[case.actor.id])


def _by(case: Case, vote_id: str | None) -> Markup:
    """Who decides, where those in the chair do; else who records what others decided."""
    in_the_chair = vote_id is None and case.rule(Rule.DECISION_METHOD) == DecisionMethod.ORGANIZER
    names = say("; it names {vote}", vote=case.what(vote_id)) if vote_id else ""
    done = "Decided" if in_the_chair else "Recorded"
    return say("{done} by {actor}{names}.", done=done, actor=case.who(case.actor.id), names=names)


def _too_few(case: Case, vote_ids: Sequence[str]) -> Iterator[Markup]:
    """Of each vote that is named, that fewer took part than the quorum asks for (rule 14)."""
    for vote_id in vote_ids:
        too_few = quorum_missed(case.now, vote_id)
        if too_few is not None:
            which = say("{vote}: ", vote=case.what(vote_id, first=True)) if len(vote_ids) > 1 else ""
            yield say("{which}{told}", which=which, told=told_too_few(*too_few))


def _because(case: Case, words: str, otherwise: str) -> Markup:
    """How a motion ended, with what it followed from where that is named."""
    because = case.data.get("because_of")
    if because is None:
        return Markup(otherwise)
    what = case.what(because["id"]) if "id" in because else say("“{name}”", name=apart(because["name"]))
    return say(words, what=what)


FATES: Mapping[Decision, Callable[[Case], Markup]] = {
    Decision.REJECTED: lambda case: _because(case, "is not accepted, because of {what}", "is not accepted"),
    Decision.LAPSED: lambda case: _because(case, "lapses, because of {what}", "lapses"),
    Decision.INADMISSIBLE: lambda case: _because(case, "is ruled out by the rule {what}", "is ruled out"),
    Decision.SUPERSEDED: lambda case: _because(case, "is settled by {what}", "is settled"),
    Decision.REFERRED: lambda case: _because(case, "is referred to {what}", "is referred"),
}
"""How a motion ends that is not accepted, after its name."""


def adopted_together(case: Case) -> Iterator[Markup]:
    """`adopt_motions`."""
    yield from _adopted(case, case.data["motions"], case.data.get("vote_ids", []))


def _adopted(case: Case, motion_ids: Sequence[str], vote_ids: Sequence[str]) -> Iterator[Markup]:
    motions = [found for id in motion_ids if (found := motion_with(case.now, id)) is not None]
    together = " together, all or none" if len(motion_ids) > 1 else ""
    # Whoever edits words is named: changes without an editor are what was tabled.
    is_edited = "changes" in case.data and case.data.get("edited_by")
    words = ", in other words than were tabled" if is_edited else ""
    edited = say(", edited by {who}", who=case.names(case.data["edited_by"])) if case.data.get("edited_by") else ""
    yield say(
        "{motions} {be} accepted into {text}{together}{words}{edited}.",
        motions=case.whats(motion_ids, first=True),
        be=_be(motion_ids),
        text=case.text,
        together=together,
        words=words,
        edited=edited,
    )
    yield _on_what_grounds(case, motions, vote_ids)
    yield from _too_few(case, vote_ids)
    yield _what_changes(case)
    yield from in_the_way(case)
    yield public(case, ["reason"], authors=[case.actor.id])


def _on_what_grounds(case: Case, motions: Sequence[Motion], vote_ids: Sequence[str]) -> Markup:
    """Who decides, and by what: the vote, that nobody objects, or those in the chair, whoever objects."""
    actor = case.who(case.actor.id)
    if vote_ids:
        return say("Recorded by {actor}, on {votes}.", actor=actor, votes=case.whats(vote_ids))
    method = case.rule(Rule.DECISION_METHOD)
    if method == DecisionMethod.CONSENSUS:
        return say("Recorded by {actor}: no member objects to the words as they stand.", actor=actor)
    objecting = [motion for motion in motions if members_objecting(case, motion)]
    if objecting:
        what = case.whats([motion.id for motion in objecting]) if len(motions) > 1 else "it"
        return say("Decided by {actor}, though members object to {what} as it stands.", actor=actor, what=what)
    return say("Decided by {actor}.", actor=actor)


def members_objecting(case: Case, motion: Motion) -> int:
    """How many members object to a motion as it stands."""
    return dict(counts_on_motion(case.now, motion.id, case.here.when, None).members).get(Stance.OBJECT, 0)


def _what_changes(case: Case) -> Markup:
    """Which provisions change, by name."""
    adoption = next(iter(case.events_of(Framework.MotionsAdopted)), None)
    changes = adoption.changes if adoption else []
    ids = list(dict.fromkeys(change["provision_id"] for change in changes if change["op"] != "insert"))
    new = sum(change["op"] == "insert" for change in changes)
    called = names_of(case.now, ids)
    named = [apart(called.get(id, "a new provision")) for id in ids]
    told = listed([*named, *([plural(new, "new provision")] if new else [])] or ["nothing"])
    return say(
        "The text changes at once: {told}. Only another decision or a text that is received changes it again.",
        told=told,
    )
