"""Who takes part: registering, what is said of a participant, erasure, roles, accreditations."""

from collections.abc import Iterator

from markupsafe import Markup

from ledger.domain.vocabulary import ErasureReason, Role, Standing, label
from ledger.projections.queries.people import ERASED_NAME, pseudonym
from web.filters import group, when_text
from web.forms.telling.case import PUBLIC, Case, apart, listed, public, say

SHOWN = ("name", "place", "expertise")
"""The personal words of a participant that pages show."""

STANDINGS = {Standing.MEMBER: "a member", Standing.OBSERVER: "an observer", Standing.GUEST: "a guest"}

ROLES = {
    Role.ORGANIZER: "An organizer records meetings, texts, positions and decisions there, for others too.",
    Role.FACILITATOR: "A facilitator decides, adopts, and records votes and statements there, for others too.",
    Role.AUDITOR: "An auditor reads; nothing is recorded in this role.",
    Role.ADMINISTRATOR: "An administrator gives and takes back roles there, and takes out the words of statements.",
}
"""What a role lets its holder do where it is held."""

EVERYWHERE = {
    Role.ORGANIZER: "It holds in every process, and lets its holder open new ones.",
    Role.ADMINISTRATOR: "It holds in every process, and lets its holder open new ones and erase participants.",
}
"""What it lets do besides where it is held in the whole ledger."""


def registered(case: Case) -> Iterator[Markup]:
    """`register_participant`."""
    data = case.data
    kind = {"kind": label(data["kind"]), "group": group(data["group"])}
    if data.get("protected"):
        who = apart(pseudonym(data["participant_id"]))
        yield say("A protected {kind} is registered ({group}); pages show “{who}” for the name.", who=who, **kind)
    else:
        who = apart(data["name"])
        yield say("{who} is registered: a {kind} ({group}).", who=who, **kind)
    yield from case.recorded()
    if data.get("acts_for"):
        yield say("{who} can act for {whom} wherever both are accredited.", who=who, whom=case.who(data["acts_for"]))
    yield Markup("This gives no standing in a process; an accreditation does.")
    yield _public_words(case, data.get("protected", False))


def updated(case: Case) -> Iterator[Markup]:
    """`update_participant`."""
    data, person = case.data, case.person(case.data["participant_id"])
    who = case.who(data["participant_id"])
    is_protected = person is not None and person.protected
    yield say("What is recorded of {who} is changed: {fields}.", who=who, fields=case.changed())
    yield from case.recorded([data["participant_id"]])
    if data.get("acts_for"):
        yield say("{who} can act for {whom} wherever both are accredited.", who=who, whom=case.who(data["acts_for"]))
    elif "acts_for" in data:
        yield say("{who} acts for nobody any more.", who=who)
    if is_protected and data.get("protected") is False:
        yield say("{who} is protected no longer: pages show the name and the words from now on.", who=who)
        is_protected = False
    if "group" in data:
        yield say(
            "Pages show {who} under “{group}”, with what was said before too.", who=who, group=group(data["group"])
        )
    yield _public_words(case, is_protected)


def _public_words(case: Case, is_protected: bool) -> Markup:
    """What becomes of the personal words that are given, and of the rest."""
    given = [name for name in SHOWN if case.data.get(name)]
    hidden = [*(given if is_protected else ()), *(["contact"] if case.data.get("contact") else ())]
    said = []
    if given and not is_protected:
        said.append(say("Public at once, and can be erased later: {words}.", words=listed(given)))
    if hidden:
        said.append(say("Not shown on pages, and can be erased later: {words}.", words=listed(hidden)))
    said.append(Markup("Everything else is public and stays on record.") if said else PUBLIC)
    return Markup(" ").join(said)


def erased(case: Case) -> Iterator[Markup]:
    """`erase_participant`."""
    who = case.who(case.data["participant_id"])
    yield say(
        "The personal words of {who} are erased: name, place, expertise and contact, and every statement, rationale, "
        "reason and reservation given in this name alone.",
        who=who,
    )
    yield from case.recorded()
    yield Markup("They are deleted and cannot be brought back; copies that others hold are not reached.")
    yield say(
        "Every role and accreditation of {who} ends; the positions stay shown, as of “{nobody}”, and no longer count.",
        who=who,
        nobody=ERASED_NAME,
    )
    told = say(
        "Proposals, amendments and ballots stay on record, and that words were erased, {reason}.",
        reason=REASONS[ErasureReason(case.data["reason"])],
    )
    yield Markup("{} {}").format(told, "Pages do not show the note.") if "note" in case.data else told


REASONS = {
    ErasureReason.AT_THE_PERSONS_REQUEST: "at the person's request",
    ErasureReason.LEGAL_ORDER: "by a legal order",
    ErasureReason.DANGER_TO_A_PERSON: "since a person is in danger",
    ErasureReason.RECORDED_IN_ERROR: "since they were recorded in error",
    ErasureReason.END_OF_RETENTION: "since they were kept as long as was said",
}
"""Why words are taken out, at the end of a sentence."""


def role_granted(case: Case) -> Iterator[Markup]:
    """`grant_role`."""
    data, role = case.data, Role(case.data["role"])
    who = case.who(data["participant_id"])
    yield say("{who} is given the role of {role} in {where}.", who=who, role=label(role), where=_where(case))
    yield from case.recorded()
    yield Markup(ROLES[role])
    if "consultation_id" not in data:
        yield Markup(EVERYWHERE.get(role, "It holds in every process."))
    yield Markup("It holds until it is taken back. ") + PUBLIC


def role_revoked(case: Case) -> Iterator[Markup]:
    """`revoke_role`."""
    data = case.data
    who = case.who(data["participant_id"])
    yield say("{who} loses the role of {role} in {where}.", who=who, role=label(data["role"]), where=_where(case))
    yield from case.recorded()
    if data["participant_id"] == case.actor.id:
        yield Markup("You take it from yourself.")
    yield Markup("What was recorded in this role stays as it is.")
    yield PUBLIC


def _where(case: Case) -> Markup:
    consultation_id = case.data.get("consultation_id")
    return case.what(consultation_id) if consultation_id else Markup("the whole ledger")


def accredited(case: Case) -> Iterator[Markup]:
    """`accredit`."""
    data, standing = case.data, Standing(case.data["standing"])
    who, process = case.who(data["participant_id"]), case.what(data["consultation_id"])
    until = say(" until {day}", day=when_text(data["until"], case.here.zone)) if "until" in data else ""
    kind = STANDINGS[standing]
    yield say("{who} is accredited to {process} as {kind}{until}.", who=who, process=process, kind=kind, until=until)
    yield from case.recorded()
    former = case.standing(data["participant_id"], case.place_of(data["consultation_id"]))
    if former is not None and former != standing:
        yield say("So far {who} was {kind}.", who=who, kind=STANDINGS[former])
    if standing is Standing.MEMBER:
        yield Markup("A member counts for decisions and can sponsor proposals and amendments.")
        yield from _counted_twice(case, who)
    else:
        yield say("{kind} speaks and takes positions, which are shown and do not count.", kind=kind.capitalize())
    yield PUBLIC + _once_only(case, who)


def _counted_twice(case: Case, who: Markup) -> Iterator[Markup]:
    """Whoever acts for a member and is one herself counts beside it."""
    person = case.person(case.data["participant_id"])
    whom = person.acts_for if person is not None else None
    if whom and case.standing(whom, case.place_of(case.data["consultation_id"])) is Standing.MEMBER:
        words = "{who} acts for {whom}, a member too: both count. As an observer {who} acts for it all the same."
        yield say(words, who=who, whom=case.who(whom))


def _once_only(case: Case, who: Markup) -> Markup:
    person = case.person(case.data["participant_id"])
    if person is None or not person.protected:
        return Markup("")
    return say(" {who} is protected, and can be accredited to no other process.", who=who)


def accreditation_ended(case: Case) -> Iterator[Markup]:
    """`end_accreditation`."""
    data = case.data
    who, process = case.who(data["participant_id"]), case.what(data["consultation_id"])
    yield say("The accreditation of {who} to {process} ends.", who=who, process=process)
    yield from case.recorded()
    yield say("Positions of {who} on what is still open stay shown and no longer count.", who=who)
    yield say("What {who} sponsors stays open; taking positions and sponsorships back still works.", who=who)
    yield public(case, unseen=["reason"])
