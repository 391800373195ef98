"""What is said in the dialogue, and taken out of it."""

from collections.abc import Iterator

from markupsafe import Markup

from ledger.domain.vocabulary import ErasureReason, StatementKind, label
from web.forms.telling.case import Case, say
from web.forms.telling.participants import REASONS


def made(case: Case) -> Iterator[Markup]:
    """`make_statement`."""
    data, speaker = case.data, [case.data["participant_id"]] if "participant_id" in case.data else []
    kind = label(data["kind"])
    article = "an" if kind[0] in "aeiou" else "a"
    about = (
        say(" about {things}", things=case.whats([thing["id"] for thing in data["about"]])) if data.get("about") else ""
    )
    whom = say(", on behalf of {whom}", whom=case.names(data["on_behalf_of"])) if data.get("on_behalf_of") else ""
    reply = say(", in reply to {what}", what=case.what(data["in_reply_to"])) if "in_reply_to" in data else ""
    yield say(
        "{who} makes {article} {kind}{about}{whom}{reply}.",
        who=case.for_whom(speaker) if speaker else "Somebody who is not named",
        article=article,
        kind=kind,
        about=about,
        whom=whom,
        reply=reply,
    )
    yield from case.recorded(speaker)
    if data["kind"] == StatementKind.CHALLENGE:
        yield Markup("Proposals and amendments can name it as what they answer.")
    protected = [id for id in speaker if (person := case.person(id)) is not None and person.protected]
    if protected:
        yield say(
            "The words are kept back: {who} is protected. That they were said stays on record.",
            who=case.names(protected),
        )
    else:
        yield Markup("The words are public at once and can be taken out later; that they were said stays on record.")


def redacted(case: Case) -> Iterator[Markup]:
    """`redact_statement`."""
    data = case.data
    thing = case.thing(data["statement_id"])
    by = say(" of {who}", who=case.who(thing.speaker)) if thing and thing.speaker else ""
    reason = REASONS[ErasureReason(data["reason"])]
    yield say(
        "The words of {what}{by} are taken out, {reason}.", what=case.what(data["statement_id"]), by=by, reason=reason
    )
    yield from case.recorded()
    yield Markup("They are deleted and cannot be brought back; copies that others hold are not reached.")
    kept = "That the statement was made, when and about what, and that its words were taken out, stays on record."
    yield Markup(f"{kept} Pages do not show the note." if "note" in data else kept)
