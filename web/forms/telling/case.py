"""What the sentences of a check page draw on: a command that was tried out, and the names of whom and what it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from markupsafe import Markup

from ledger.domain.streams import Event
from ledger.domain.vocabulary import Rule, Standing
from ledger.projections.queries.consultations import rules_in_force
from ledger.projections.queries.names import looks, short_number
from ledger.projections.queries.people import Person, people
from ledger.projections.queries.place import ConsultationHere, consultation_of
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.queries.visitors import taking_part
from ledger.projections.reading import Reading
from web.filters import sentence_case, thing_name

if TYPE_CHECKING:
    from web.forms.sheet import Here, Sheet

MOST_NAMED = 6
"""Names in one sentence; of more, their number."""

PUBLIC = Markup("It is public at once and stays on record.")

E = TypeVar("E", bound=Event)

_ID = re.compile(r"[0-9a-f-]{36}")


def say(words: str, /, **parts: object) -> Markup:
    """A sentence; what is put into it is escaped, unless it is safe already."""
    return Markup(words).format(**parts)


def apart(words: str) -> Markup:
    """A name that leaves the direction of the words around it alone."""
    return Markup("<bdi>{}</bdi>").format(words)


def listed(names: Sequence[str | Markup]) -> Markup:
    """ "A, B and C"; of many the first ones, and how many more."""
    shown = (
        list(names) if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"]
    )
    *others, last = shown
    if not others:
        return Markup("{}").format(last)
    return Markup("{} and {}").format(Markup(", ").join(others), last)


@dataclass(frozen=True)
class Case:
    """A command that was tried out.

    Attributes:
        data: as its schema let it through; sealed words as they were typed.
        events: that recording it would make.
    """

    sheet: Sheet
    here: Here
    data: Mapping[str, Any]
    events: Sequence[Event] = ()

    @property
    def now(self) -> Reading:
        """The moment at which the page is drawn."""
        return self.here.now

    @property
    def actor(self) -> Person:
        """Who would put it on record."""
        return self.here.visitor.person

    @property
    def process(self) -> Markup:
        """The consultation in which it would happen."""
        return say("the process “{title}”", title=apart(self.here.place.title if self.here.place else ""))

    @property
    def text(self) -> Markup:
        """The framework to which it would happen."""
        framework = self.here.place.framework if self.here.place else None
        return say("the text “{title}”", title=apart(framework.title if framework else ""))

    def events_of(self, kind: type[E]) -> list[E]:
        """The events of a kind that it would make."""
        return [event for event in self.events if isinstance(event, kind)]

    def person(self, participant_id: str) -> Person | None:
        """A participant as everyone sees it."""
        return self._known.get(participant_id) or people(self.now, [participant_id]).get(participant_id)

    def who(self, participant_id: str) -> Markup:
        """A participant by name."""
        return self.names([participant_id])

    def names(self, participant_ids: Iterable[str]) -> Markup:
        """Participants by name: "A, B and C"; alike ones told apart, of many the first ones and how many more."""
        ids = list(participant_ids)
        if not ids:
            return Markup("nobody")
        found = {**self._known, **people(self.now, [id for id in ids[:MOST_NAMED] if id not in self._known])}
        alike = Counter(looks(person.name) for person in found.values())
        return listed([_called(found[id], alike) if id in found else Markup("a participant") for id in ids])

    def thing(self, id: str) -> Thing | None:
        """Anything but a participant."""
        return self._things.get(id) or things_named(self.now, [id]).get(id)

    def what(self, id: str, *, first: bool = False) -> Markup:
        """What anything but a participant is called.

        Args:
            first: whether the sentence begins with it.
        """
        thing = self.thing(id)
        name = thing_name(thing) if thing else "something"
        return apart(sentence_case(name) if first else name)

    def whats(self, ids: Iterable[str], *, first: bool = False) -> Markup:
        """Several of them: "A, B and C"."""
        return listed([self.what(id, first=first and number == 0) for number, id in enumerate(ids)])

    def place_of(self, id: str) -> ConsultationHere | None:
        """Where a thing belongs; the form knows that of the first thing in its address only."""
        return consultation_of(self.now, id)

    def rule(self, rule: Rule, place: ConsultationHere | None = None) -> Any:
        """What a rule says for the text of a place, by default that of the form; None where it is not in force."""
        at = place or self.here.place
        if at is None:
            return None
        found = {one.framework: one.value for one in rules_in_force(self.now, at.id) if one.rule == rule}
        title = at.framework.title if at.framework else None
        return found.get(title, found.get(None))

    def standing(self, participant_id: str, place: ConsultationHere | None = None) -> Standing | None:
        """What a participant is today in the consultation of a place, by default that of the form."""
        at = place or self.here.place
        found = taking_part(self.now, participant_id, self.here.when)
        return found.standings.get(at.id) if found and at else None

    def for_whom(self, participant_ids: Sequence[str]) -> Markup:
        """Those who act, with the person who acts for them where she does: "Anna Berg for Norway"."""
        acts_for = self.here.visitor.acts_for
        if acts_for is not None and list(participant_ids) == [acts_for.id]:
            return say("{person} for {whom}", person=self.who(self.actor.id), whom=self.who(acts_for.id))
        return self.names(participant_ids)

    def recorded(self, participant_ids: Sequence[str] = ()) -> Iterator[Markup]:
        """Who puts on record what others do, or what nobody does for herself; nothing where that was said.

        Args:
            participant_ids: who acts.
        """
        others = [id for id in participant_ids if id not in self.here.visitor.ids]
        if others:
            yield say("Recorded by {actor} for {whom}.", actor=self.who(self.actor.id), whom=self.names(others))
        elif not participant_ids:
            yield say("Recorded by {actor}.", actor=self.who(self.actor.id))

    def changed(self) -> Markup:
        """What a command that changes fields changes: the names of the fields."""
        labels = {slot.name: slot.label for slot in self.sheet.slots}
        named = [labels[name] for name in self.data if name in labels and not name.endswith("_id")]
        return listed([f"{one[:1].lower()}{one[1:]}" for one in named] or ["nothing"])

    @cached_property
    def _known(self) -> dict[str, Person]:
        """Everyone whom the command names, so that alike names are told apart."""
        return people(self.now, [self.actor.id, *self._ids])

    @cached_property
    def _things(self) -> dict[str, Thing]:
        return things_named(self.now, self._ids)

    @cached_property
    def _ids(self) -> list[str]:
        return list(dict.fromkeys(_named_in(self.data.values())))


def _called(person: Person, alike: Mapping[str, int]) -> Markup:
    """A participant by name; of those whose names look alike, with the short number."""
    number = "" if alike[looks(person.name)] == 1 else f" {short_number(person.id)}"
    return apart(f"{person.name}{number}")


def _named_in(values: Iterable[Any]) -> Iterator[str]:
    """What could be an id among a command's values: of long lists the first ones."""
    for value in values:
        if isinstance(value, str) and _ID.fullmatch(value):
            yield value
        elif isinstance(value, dict):
            yield from _named_in([value.get("id")])
        elif isinstance(value, list):
            yield from _named_in(value[:MOST_NAMED])


def public(case: Case, shown: Sequence[str] = (), unseen: Sequence[str] = (), authors: Sequence[str] = ()) -> Markup:
    """That it is public, and what holds for the sealed words beside it.

    Args:
        shown: names of sealed fields whose words pages show.
        unseen: names of those whose words no page shows.
        authors: whose words they are; of a protected person they are kept back.
    """
    said = [PUBLIC]
    told = [name for name in shown if name in case.data]
    kept = [name for name in unseen if name in case.data]
    known = (case.person(id) for id in authors)
    protected = [person.id for person in known if person is not None and person.protected]
    words = listed([_label(case, name) for name in told]) if told else ""
    if told and protected:
        said.append(
            say("The words of the {words} are kept back: {who} is protected.", words=words, who=case.names(protected))
        )
    elif told and len(authors) == 1:
        said.append(say("The words of the {words} are public too, and can be erased later.", words=words))
    elif told:
        said.append(say("The words of the {words} are public too.", words=words))
    if kept:
        said.append(say("Pages do not show the {words}.", words=listed([_label(case, name) for name in kept])))
    return Markup(" ").join(said)


def _label(case: Case, name: str) -> str:
    labels = {slot.name: slot.label for slot in case.sheet.slots}
    label = labels.get(name, name)
    return f"{label[:1].lower()}{label[1:]}"
