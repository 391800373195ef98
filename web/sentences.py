"""What an event is, in a sentence for people, and who did it; a test holds one for every kind of event."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from ledger.domain.vocabulary import SYSTEM, Stance, label
from ledger.projections.queries.people import Person
from ledger.projections.queries.record import Entry
from ledger.projections.queries.things import Thing
from web.filters import linked_person, linked_thing, sentence_case, thing_name

# {thing}, {who} and {detail} become links and words.
SENTENCES = {
    "ledger.participant.registered": "{who} was registered",
    "ledger.participant.updated": "What is recorded of {who} was changed",
    "ledger.participant.erased": "The personal words of a participant were erased: {who}",
    "ledger.participant.role_granted": "{who} was given the role of {detail}",
    "ledger.participant.role_revoked": "{who} lost the role of {detail}",
    "ledger.accreditation.given": "{who} was accredited to {thing} as {detail}",
    "ledger.accreditation.ended": "The accreditation of {who} to {thing} ended",
    "ledger.consultation.opened": "{thing} was opened",
    "ledger.consultation.updated": "The description of {thing} was changed",
    "ledger.consultation.stage_entered": "{thing} entered the stage “{detail}”",
    "ledger.consultation.rule_adopted": "{thing} adopted a rule on: {detail}",
    "ledger.consultation.concluded": "{thing} was concluded",
    "ledger.session.convened": "{thing} was convened",
    "ledger.session.updated": "What is recorded of {thing} was changed",
    "ledger.session.opened": "{thing} opened",
    "ledger.session.attendance_recorded": "The attendance of {thing} was recorded",
    "ledger.session.closed": "{thing} closed",
    "ledger.framework.begun": "Work on {thing} began",
    "ledger.framework.version_received": "{thing} was received",
    "ledger.framework.provision_received": "A provision of {thing} was received",
    "ledger.framework.motions_adopted": "{detail} accepted into the text",
    "ledger.framework.provision_inserted": "A provision was inserted into {thing}",
    "ledger.framework.provision_edited": "The wording of a provision of {thing} changed",
    "ledger.framework.provision_deleted": "A provision of {thing} was deleted",
    "ledger.framework.provision_moved": "A provision of {thing} was moved",
    "ledger.framework.provision_relabelled": "A provision of {thing} was given another label or heading",
    "ledger.framework.provision_retagged": "The tags of a provision of {thing} changed",
    "ledger.framework.version_published": "{thing} was published",
    "ledger.framework.version_adopted": "{thing} was adopted",
    "ledger.motion.proposal_tabled": "{thing} was tabled",
    "ledger.motion.amendment_tabled": "{thing} was tabled",
    "ledger.motion.revised": "{thing} was revised by its sponsors",
    "ledger.motion.sponsor_joined": "{who} joined the sponsors of {thing}",
    "ledger.motion.sponsor_withdrawn": "{who} left the sponsors of {thing}",
    "ledger.motion.decided": "{thing}: {detail}",
    "ledger.positions.stance_taken": "{who} {detail} {thing}",
    "ledger.positions.stance_withdrawn": "{who} withdrew the position on {thing}",
    "ledger.vote.recorded": "{thing} was recorded: {detail}",
    "ledger.statement.made": "{who} spoke: {detail}",
    "ledger.statement.redacted": "The words of {thing} were taken out of the record",
}

# A stance before what it is about, where its label alone does not join on.
STANCES = {
    Stance.ENDORSE_WITH_RESERVATION: "supports, with a reservation,",
    Stance.ABSTAIN: "takes no position on",
    Stance.OBJECT: "objects to",
}

ACTS = frozenset(
    {
        "ledger.motion.sponsor_joined",
        "ledger.motion.sponsor_withdrawn",
        "ledger.positions.stance_taken",
        "ledger.positions.stance_withdrawn",
        "ledger.statement.made",
    }
)
"""What a participant does herself, so that the sentence says who did it in her name."""


def by(actor: Person | None, whom: Sequence[Person] = ()) -> Markup:
    """Who put on record what somebody did, where that was somebody else; empty where it was not.

    "Recorded by the secretariat for Norway", "the envoy for Norway" of the person who acts for that delegation,
    "recorded by the import" where the actor is `system`.

    Args:
        whom: who did it; nobody where it is no participant's act, as a vote.
    """
    if actor is None or any(actor.id == one.id for one in whom):
        return Markup("")
    if actor.kind == SYSTEM:
        return Markup("recorded by the import")
    named = linked_person(actor)
    if not whom:
        return Markup("recorded by {}").format(named)
    pattern = "{} for {}" if _acts_for(actor, whom) else "recorded by {} for {}"
    return Markup(pattern).format(named, _all(whom))


def recorder(entry: Entry) -> Markup:
    """Who put an event on record, where its sentence does not say so and it was neither herself nor the import."""
    actor, who = entry.actor, entry.who
    is_said = entry.topic in ACTS and who is not None
    if is_said or actor is None or actor.kind == SYSTEM or (who is not None and actor.id == who.id):
        return Markup("")
    return by(actor)


def sentence(entry: Entry) -> Markup:
    """What the event is, with links to whom and what it speaks of; safe for a template."""
    pattern = SENTENCES.get(entry.topic, "{thing}")
    thing: Markup | str = "something"
    if entry.thing is not None:
        name = thing_name(entry.thing)
        thing = linked_thing(entry.thing, sentence_case(name) if pattern.startswith("{thing}") else name)
    words = Markup(pattern).format(thing=thing, who=_who(entry.who, entry), detail=_detail(entry))
    return Markup(sentence_case(words)) + _in_whose_name(entry)


def _who(who: Person | None, entry: Entry) -> Markup | str:
    if who is None:
        return "someone whose name is not recorded" if entry.topic.startswith("ledger.statement") else "a participant"
    is_for_her = entry.topic in ACTS and entry.actor is not None and _acts_for(entry.actor, [who])
    return by(entry.actor, [who]) if is_for_her else linked_person(who)


def _in_whose_name(entry: Entry) -> Markup:
    """Who recorded what another did: after the sentence."""
    who, actor = entry.who, entry.actor
    is_told = actor is None or who is None or actor.id == who.id or _acts_for(actor, [who])
    return Markup("") if is_told or entry.topic not in ACTS else Markup(", {}").format(by(actor))


def _acts_for(actor: Person, whom: Sequence[Person]) -> bool:
    return any(actor.acts_for == one.id for one in whom)


def _all(people: Sequence[Person]) -> Markup:
    *others, last = map(linked_person, people)
    return Markup("{} and {}").format(Markup(", ").join(others), last) if others else Markup(last)


def _adopted(motions: Sequence[Thing]) -> Markup:
    """The motions at the beginning of a sentence, and its verb."""
    names = [thing_name(motion) for motion in motions]
    linked = [
        linked_thing(motion, name if at else sentence_case(name))
        for at, (motion, name) in enumerate(zip(motions, names, strict=True))
    ]
    if len(linked) < 2:
        return Markup("{} was").format(*linked) if linked else Markup("Motions were")
    return Markup("{} and {} were").format(Markup(", ").join(linked[:-1]), linked[-1])


def _detail(entry: Entry) -> Markup:
    if entry.topic == "ledger.framework.motions_adopted":
        return _adopted(entry.adopted)
    if entry.topic == "ledger.statement.made" and entry.thing is not None:
        return linked_thing(entry.thing, thing_name(entry.thing))
    if entry.topic == "ledger.positions.stance_taken" and entry.detail in STANCES:
        return escape(STANCES[Stance(entry.detail)])
    return escape(label(entry.detail or ""))
