"""Recording a vote: who voted how, pasted, or the counts alone; the result follows from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ledger.domain.errors import InvalidCommand
from ledger.domain.streams import Event
from ledger.domain.vocabulary import Ballot, Majority, VoteMethod, choice_labels, label
from ledger.domain.votes import counts, result_of
from ledger.projections.queries.choices import Choice
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.queries.wordings import wording_today
from web.filters import sentence_case, thing_name
from web.forms.choosing import participants
from web.forms.facts import fact, facts_in_place, names_listed
from web.forms.fields import Field, Slot
from web.forms.moved import GO_ON, go_on
from web.forms.pasted import read_naming, refused
from web.forms.reading import value_of
from web.forms.sheet import Here, Sheet
from web.pasting import ballots
from web.pasting.unread import Unread

BALLOTS, TALLY, BODY = "ballots", "tally", "body"
KIND, SYMBOL = "subject.kind", "subject.symbol"
DOCUMENT = "document"

COUNTED = tuple(
    Slot(f"{TALLY}.{ballot}", words, "", "number", True, is_number=True)
    for ballot, words in (("yes", "Yes"), ("no", "No"), ("abstain", "Abstentions"))
)
"""The counts of a vote of which it is not known who voted how."""

FOLLOWS = "It follows from ballots or counts: say it only where nobody counted, or for another body."

QUESTIONS = {
    "motion": "Shall {} be accepted into the text?",
    "provision": "Shall {} stand as it does now?",
    "version": "Shall {} be adopted?",
}
"""What is asked unless whoever records it says something else."""

HEADINGS = {Ballot.YES: "Yes", Ballot.NO: "No", Ballot.ABSTAIN: "Abstentions", Ballot.NOT_VOTING: "Not voting"}

HELP = (
    ("Norway: yes", "one to a line; the beginning of a name will do"),
    ("Sweden no", "any sign may stand between, or none; the other ballots are abstain and not voting"),
    ("In favour: Norway, Sweden and Iceland", "in blocks, as meeting records have them; over several lines too"),
    ("Against (2): Malta, Cyprus", "a number in a heading is compared with the names"),
    ("Norway #3f2504e0: abstain", "the number tells apart those whose names look alike"),
)
"""How ballots are pasted, with examples."""


@dataclass(frozen=True)
class VoteSheet(Sheet):
    """The form of a vote."""

    template: str = "forms/vote.html"

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        every = Sheet(self.command).slots
        return tuple(part for slot in every for part in (COUNTED if slot.name == TALLY else [_as_asked(slot)]))

    def stands(self, here: Here) -> dict[str, list[str]]:
        kind, id = here.one(KIND) or DOCUMENT, here.one("subject.id")
        thing = things_named(here.now, [id]).get(id)
        said = {
            "consultation_id": here.place.id if here.place else None,
            KIND: kind,
            "wording": wording_today(here.now, kind, id),
            "question": _question(thing) if thing and thing.kind == kind else None,
            "majority": Majority.SIMPLE.value,
        }
        return {name: [value] for name, value in said.items() if value}

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        is_document = here.one(KIND) == DOCUMENT
        return tuple(slot for slot in super().asked_in(here) if is_document or slot.name != SYMBOL)

    def data(self, here: Here) -> dict[str, Any]:
        data = super().data(here)
        data |= {BALLOTS: _ballots(here)} if BALLOTS in data else {}
        data |= {TALLY: _tally(here)} if _tally(here) else {}
        return {**_what_follows(data), **data}

    def field_of(self, path: str, here: Here) -> str:
        return super().field_of(COUNTED[0].name if path == TALLY else path, here)

    def drawn_field(self, here: Here, slot: Slot, errors: tuple[str, ...] = ()) -> Field:
        strangers = _no_members(here) if slot.name == BALLOTS and errors else ""
        said = (f"No members today: {strangers}.",) if strangers else ()
        return super().drawn_field(here, slot, (*errors, *said))

    def act(self, here: Here, do: str) -> dict[str, list[str]] | None:
        return go_on(self, here) if do == GO_ON else super().act(here, do)

    def context(self, here: Here, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        return {"help": HELP}

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        counted = counts(dict(data))
        told = {slot.name: () for slot in COUNTED} | {
            BALLOTS: tuple(_roll_call(here, data)),
            "method": (fact("How it was taken", choice_labels(VoteMethod)[data["method"]]),),
            "result": (fact("Result", _result(data["result"], counted)),),
        }
        return facts_in_place(self, here, told)


def _as_asked(slot: Slot) -> Slot:
    """A place for a value, as a vote asks for it."""
    if slot.name == "result":
        return replace(slot, is_required=False, hint=FOLLOWS)
    # What is left out counts as a simple majority, so that "not said" is no choice of its own.
    return replace(slot, is_required=True) if slot.name == "majority" else slot


def _question(thing: Thing) -> str | None:
    asked = QUESTIONS.get(thing.kind)
    return asked.format(thing_name(thing)) if asked else None


def _ballots(here: Here) -> list[list[str]]:
    """The ballots that were pasted; another body's voters take part here or not."""
    pasted = "\n".join(here.sent.get(BALLOTS, ()))
    nearest = participants(here) if here.one(BODY) else _members(here)
    try:
        return read_naming(here, lambda names: ballots.read(pasted, names), nearest)
    except Unread as unread:
        raise refused(unread, BALLOTS) from None


def _members(here: Here) -> list[Choice]:
    """Who votes; of the others who take part the hint says what they are."""
    return [choice for choice in participants(here) if not choice.hint]


def _no_members(here: Here) -> str:
    """Those among the voters, of a vote in the process itself, who are no members today."""
    if here.one(BODY) or not here.one(BALLOTS):
        return ""
    members = {choice.value for choice in _members(here)}
    try:
        voters = [voter for voter, _ in _ballots(here)]
    except InvalidCommand:
        return ""
    return names_listed(here, (voter for voter in voters if voter not in members))


def _tally(here: Here) -> dict[str, Any]:
    """The counts that were typed, zero among them; what is no number goes to the schema, which says so."""
    typed = {slot.name.removeprefix(f"{TALLY}."): value_of(slot, here.sent, here.zone) for slot in COUNTED}
    return {ballot: count for ballot, count in typed.items() if count is not None}


def _what_follows(data: Mapping[str, Any]) -> dict[str, str]:
    """How it was taken and what came of it, where ballots or counts say it."""
    counted = counts(dict(data))
    if counted is None or not all(isinstance(count, int) for count in counted.values()):
        return {}
    method = VoteMethod.RECORDED if BALLOTS in data else VoteMethod.SHOW_OF_HANDS
    if BODY in data:
        # By which rules another body counts is not known here.
        return {"method": method.value} if BALLOTS in data else {}
    return {"method": method.value, "result": result_of(counted, data.get("majority", Majority.SIMPLE)).value}


def _roll_call(here: Here, data: Mapping[str, Any]) -> Iterator[Field]:
    """Who voted how, and which members are missing, as it was read from what was pasted."""
    if BALLOTS not in data:
        return
    for ballot, heading in HEADINGS.items():
        voters = [voter for voter, cast in data[BALLOTS] if cast == ballot]
        if voters:
            yield fact(f"{heading} ({len(voters)})", names_listed(here, voters))
    voted = {voter for voter, _ in data[BALLOTS]}
    missing = [] if BODY in data else [one.value for one in _members(here) if one.value not in voted]
    if missing:
        yield fact(f"Members of whom no ballot is given ({len(missing)})", names_listed(here, missing))


def _result(result: str, counted: Mapping[str, int] | None) -> str:
    """What came of it, with the counts: "Carried: 12 yes, 3 no, 1 abstention"."""
    if counted is None:
        return sentence_case(label(result))
    abstained = counted["abstain"]
    words = f"{counted['yes']} yes, {counted['no']} no, {abstained} abstention{'' if abstained == 1 else 's'}"
    return f"{sentence_case(label(result))}: {words}"
