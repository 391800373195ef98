"""What an event is, in a sentence for people; a test holds one for every kind of event."""

from markupsafe import Markup, escape

from ledger.domain.vocabulary import Stance, label
from ledger.projections.queries.people import Person
from ledger.projections.queries.record import Entry
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


def sentence(entry: Entry) -> Markup:
    """What the event is, with links to whom and what it speaks of; safe for a template."""
    pattern = SENTENCES.get(entry.topic, "{thing}")
    thing: Markup | str = "something"
    if entry.thing is not None:
        name = thing_name(entry.thing)
        thing = linked_thing(entry.thing, sentence_case(name) if pattern.startswith("{thing}") else name)
    words = Markup(pattern).format(thing=thing, who=_who(entry.who, entry), detail=_detail(entry))
    return Markup(sentence_case(words))


def _who(who: Person | None, entry: Entry) -> Markup | str:
    if who is not None:
        return linked_person(who)
    return "someone whose name is not recorded" if entry.topic.startswith("ledger.statement") else "a participant"


def _detail(entry: Entry) -> Markup:
    if entry.adopted:
        return Markup(", ").join(linked_thing(motion, thing_name(motion)) for motion in entry.adopted)
    if entry.topic == "ledger.statement.made" and entry.thing is not None:
        return linked_thing(entry.thing, thing_name(entry.thing))
    if entry.topic == "ledger.positions.stance_taken" and entry.detail in STANCES:
        return escape(STANCES[Stance(entry.detail)])
    return escape(label(entry.detail or ""))
