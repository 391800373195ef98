"""Texts: begun, received, published, adopted."""

from collections.abc import Iterator

from markupsafe import Markup

from ledger.domain.frameworks import Framework
from ledger.domain.vocabulary import Extent, VoteMethod
from ledger.projections.queries.consultations import frameworks_of
from ledger.projections.queries.text import text_at
from web.filters import plural
from web.forms.telling.case import PUBLIC, Case, apart, listed, public, say
from web.forms.telling.foreseen import in_the_way

METHODS = {
    VoteMethod.WITHOUT_A_VOTE: "without a vote",
    VoteMethod.ACCLAMATION: "by acclamation",
    VoteMethod.SHOW_OF_HANDS: "by show of hands",
    VoteMethod.RECORDED: "by recorded vote",
}
ILLUSTRATIVE = Markup("Every page of it says that it was made up.")


def begun(case: Case) -> Iterator[Markup]:
    """`begin_framework`."""
    data = case.data
    title, address = apart(data["title"]), apart(f"/frameworks/{data['slug']}")
    yield say("Work on the text “{title}” begins in {process}.", title=title, process=case.process)
    yield from case.recorded()
    yield say("Its address is {address}, for ever.", address=address)
    yield Markup("It is empty until a text is received or a proposal accepted.")
    yield ILLUSTRATIVE + " " + PUBLIC if data.get("illustrative") else PUBLIC


def received(case: Case) -> Iterator[Markup]:
    """`receive_version`."""
    data = case.data
    extent = Extent(data.get("extent", Extent.WHOLE))
    issued = say(", issued by {who}", who=case.names(data["issued_by"])) if data.get("issued_by") else ""
    name = apart(data["name"])
    if extent is Extent.NOT_HELD:
        yield say(
            "The version “{name}” of {text} is recorded by its name alone{issued}.",
            name=name,
            text=case.text,
            issued=issued,
        )
        yield from case.recorded()
        yield Markup("The text stays as it is, and nobody can take a position on this version.")
        yield PUBLIC
        return
    yield say("The version “{name}”{issued} is received into {text}.", name=name, text=case.text, issued=issued)
    yield from case.recorded()
    yield _what_becomes_of_it(case, extent)
    yield from in_the_way(case)
    yield Markup("Its words are public at once and for ever.")


def _what_becomes_of_it(case: Case, extent: Extent) -> Markup:
    """How many provisions come, change and go."""
    framework = case.here.place.framework if case.here.place else None
    before = text_at(case.now, framework.id, case.now.position).by_id if framework else {}
    placed = case.events_of(Framework.ProvisionReceived)
    new = sum(one.provision_id not in before for one in placed)
    changed = sum(one.provision_id in before and before[one.provision_id].wording != one.wording for one in placed)
    gone = len(case.events_of(Framework.ProvisionDeleted))
    counts = {"new": new, "with other words": changed, "deleted": gone}
    told = listed(
        [f"{plural(count, 'provision')} {what}" for what, count in counts.items() if count] or ["no other words"]
    )
    if extent is Extent.EXTRACT:
        return say("It brings {told}; what it leaves out stays.", told=told)
    return say("It takes the place of what stands: {told}.", told=told)


def published(case: Case) -> Iterator[Markup]:
    """`publish_version`."""
    framework = case.here.place.framework if case.here.place else None
    name, revision = apart(case.data["name"]), framework.revision if framework else 0
    yield say(
        "{text} is published as “{name}”, as it stands in revision {revision}.",
        text=_first(case.text),
        name=name,
        revision=revision,
    )
    yield from case.recorded()
    yield Markup("These words stay under this name for ever; the text itself can go on changing.")
    yield from _left_open(case)
    yield public(case, ["note"])


def _left_open(case: Case) -> Iterator[Markup]:
    place = case.here.place
    if place is None or place.framework is None:
        return
    for one in frameworks_of(case.now, place.id):
        if one.id == place.framework.id and one.open_motions:
            motions = plural(one.open_motions, "open proposal or amendment", "open proposals and amendments")
            yield say("{motions} {stay} open.", motions=motions, stay="stays" if one.open_motions == 1 else "stay")


def _first(words: Markup) -> Markup:
    return Markup("T") + words[1:]


def adopted(case: Case) -> Iterator[Markup]:
    """`adopt_version`."""
    data = case.data
    version = case.what(data["version_id"], first=True)
    yield say(
        "{version} of {text} is recorded as adopted, {how}.",
        version=version,
        text=case.text,
        how=METHODS[VoteMethod(data["method"])],
    )
    yield from case.recorded()
    if "vote_id" in data:
        yield say("It rests on {vote}.", vote=case.what(data["vote_id"]))
    yield Markup("A version is adopted once, and that is not taken back; the text under draft stays as it is.")
    yield public(case, ["note"])
