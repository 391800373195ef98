"""Pasted provisions without a number: which of the text each is taken for, as it is proposed and as the organizer says.

Nothing is taken for anything silently: the form comes back once with every proposal, and goes on with what is chosen.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ledger.domain.errors import InvalidCommand
from ledger.domain.identities import Recognised, recognised
from ledger.projections.queries.choices import Choice
from ledger.projections.queries.text import Provision, Text, joined, name_of
from ledger.text.matching import Kind
from web.filters import plural, sentence_case
from web.forms.sheet import Here
from web.pasting.unread import quoted

IDENTITIES = "identities"
"""The list of proposals; with it the form sends of which text they were made."""
KNOWN_AS = "known_as."
"""The field of one answer, with the place of the provision in the pasted text, from 1."""
NEW = "new"

MOST_OFFERED = 20
"""Provisions that are offered for one that was pasted, the nearest to what is proposed; a number can name any other."""

MANY, FEW_OFFERED = 100, 6
"""Beyond so many questions only so many are offered in each, or the page would be too large to use."""

MOST_ASKED = 4_000
"""Questions of one form: it may send 5,000 fields. Beyond, nothing is asked of what seems new."""

MOST_LOOKED_FOR = 20_000
"""Provisions without a number that are looked for in the text, which takes about a fifth of a millisecond for each."""

HOW: Mapping[Kind, str] = {
    "same": "word for word",
    "formatted": "with other spacing",
    "edited": "edited",
    "moved": "moved",
    "moved_and_edited": "moved and edited",
    "split": "a part of it",
    "joined": "joined with another",
}
"""What became of a provision that is taken for one of the text."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which provision of the text a pasted one is.

    Attributes:
        called, words: the pasted one by its kind and label, and how it begins.
        said: why that is proposed, where there is more to say than the choice does; "" where not.
        chosen: the value that stands in the field.
    """

    name: str
    called: str
    words: str
    said: str
    choices: tuple[Choice, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the provisions without a number are taken for.

    Attributes:
        pasted: the provisions of the text that was pasted, under the ids that were drawn for those without a number.
        found: by those ids.
        free: the ids of the provisions of the text that none has a number of, in reading order, with their places.
        offered: those of them that do not stand in the pasted text word for word.
        key: of which text, and on which text, the proposals were made.
    """

    pasted: Mapping[str, Mapping[str, Any]]
    found: Mapping[str, Recognised]
    seen: Text
    free: Mapping[str, int]
    offered: Sequence[str]
    key: str

    @property
    def has_proposals(self) -> bool:
        """Whether any seems to be one of the text."""
        return any(one.known_as for one in self.found.values())

    @property
    def certain(self) -> int:
        """How many stand in the text word for word and in order."""
        return sum(one.how == "same" for one in self.found.values())

    def is_answered(self, here: Here) -> bool:
        """Whether whoever sent the form saw these proposals."""
        return here.one(IDENTITIES) == self.key

    def identities(self, here: Here) -> dict[str, str]:
        """The ids of the text for those that were drawn, as they were chosen; as proposed where nothing was asked.

        Raises:
            InvalidCommand: two are taken for one, or one for what there is not.
        """
        identities: dict[str, str] = {}
        taken: set[str] = set()
        is_answered = self.is_answered(here)
        for name, one in self._asked():
            chosen = here.one(name) if is_answered and here.has(name) else one.known_as or NEW
            if chosen != NEW and chosen not in self.free:
                raise InvalidCommand("Choose one of these.", name)
            if chosen in taken:
                message = f"{called(self.seen.by_id[chosen])} is chosen twice: it can be one of them."
                raise InvalidCommand(message, name)
            if chosen != NEW:
                identities[one.id] = chosen
                taken.add(chosen)
        return identities

    def questions(self, here: Here) -> list[Question]:
        """Every provision without a number that does not stand in the text as it is, with what it may be."""
        is_answered = self.is_answered(here)
        asked = self._in_question()
        most = MOST_OFFERED if len(asked) <= MANY else FEW_OFFERED
        return [self._question(name, one, most, here.one(name) if is_answered else "") for name, one in asked]

    @property
    def not_asked(self) -> int:
        """How many that do not stand in the text as they are there is no room to ask after: as proposed."""
        return len(self.found) - self.certain - len(self._in_question())

    def told(self, here: Here) -> Iterator[str]:
        """What each was taken for that does not stand in the text as it is, in words."""
        for drawn, id in self.identities(here).items():
            if self.found[drawn].how != "same":
                yield f"{_called(self.pasted[drawn], self.pasted)}: {called(self.seen.by_id[id])}"

    def _in_question(self) -> list[tuple[str, Recognised]]:
        asked = [(name, one) for name, one in self._asked() if one.how != "same"]
        if len(asked) <= MOST_ASKED:
            return asked
        return [(name, one) for name, one in asked if one.known_as or one.others][:MOST_ASKED]

    def _asked(self) -> Iterator[tuple[str, Recognised]]:
        for place, id in enumerate(self.pasted, 1):
            if (one := self.found.get(id)) is not None:
                yield f"{KNOWN_AS}{place}", one

    def _question(self, name: str, one: Recognised, most: int, chosen: str) -> Question:
        provision = self.pasted[one.id]
        text = provision.get("text", "") or provision.get("heading", "")
        near = self._near(one, int(name.removeprefix(KNOWN_AS)), most, chosen)
        return Question(
            name=name,
            called=_called(provision, self.pasted),
            words=_beginning(text),
            said=self._said(one),
            choices=(*(Choice(id, self._offer(id, one)) for id in near), Choice(NEW, "new")),
            chosen=chosen or one.known_as or NEW,
        )

    def _offer(self, id: str, one: Recognised) -> str:
        name = called(self.seen.by_id[id])
        return f"{name} ({HOW[one.how]})" if id == one.known_as else name

    def _near(self, one: Recognised, place: int, most: int, chosen: str) -> Sequence[str]:
        """What is offered: those around what is proposed, or around where a new one stands; what was chosen too."""
        if one.known_as:
            at = bisect_left(self.offered, self.free[one.known_as], key=self.free.__getitem__)
        else:
            at = len(self.offered) * place // len(self.pasted)
        start = max(0, min(at - most // 2, len(self.offered) - most))
        near = self.offered[start : start + most]
        return near if chosen in ("", NEW, *near) or chosen not in self.free else [*near, chosen]

    def _said(self, one: Recognised) -> str:
        others = " and ".join(self.seen.by_id[id].name for id in one.others)
        if one.how == "split" and one.known_as is None:
            return f"This seems to come from a split of {others}, whose identity the part keeps that is more like it."
        if one.how == "joined":
            return f"This seems to be joined with {others}."
        return ""


def recognition(pasted: Sequence[Mapping[str, Any]], drawn: Collection[str], seen: Text) -> Recognition:
    """What the pasted provisions are taken for whose ids were drawn.

    Args:
        seen: the text on which it was written.

    Raises:
        InvalidCommand: there are too many of them.
    """
    named = {one["provision_id"] for one in pasted}
    free = [one.id for one in seen.provisions if one.id not in named]
    new = set(drawn)
    received = [one for one in pasted if one["provision_id"] in new]
    if free and len(received) > MOST_LOOKED_FOR:
        told = f"{len(received):,} provisions without a number, and {MOST_LOOKED_FOR:,} at most are looked for"
        raise InvalidCommand(f"This has {told} in the text: is every paragraph meant to be one?", "provisions")
    found = recognised([_standing(seen, id) for id in free], received) if free and received else []
    certain = {one.known_as for one in found if one.how == "same"}
    return Recognition(
        pasted={one["provision_id"]: one for one in pasted},
        found={one.id: one for one in found},
        seen=seen,
        free={id: place for place, id in enumerate(free)},
        offered=[id for id in free if id not in certain],
        key=sha256(repr((found, free, pasted)).encode()).hexdigest()[:16],
    )


def called(provision: Provision) -> str:
    """What a provision of the text is called, with how it begins where it has no label and no heading."""
    name = sentence_case(provision.name)
    is_named = provision.label or provision.heading or not provision.text
    return name if is_named else f"{name} {_beginning(provision.text)}"


def ask(found: Recognition) -> InvalidCommand:
    """What is said where the proposals were not seen yet."""
    known = sum(one.known_as is not None for one in found.found.values())
    told = plural(known, "provision without a number", "provisions without a number")
    seems, each = ("seems", "it") if known == 1 else ("seem", "each")
    return InvalidCommand(f"{told} {seems} to be of the text. Check below what {each} is taken for.", IDENTITIES)


def _standing(seen: Text, id: str) -> dict[str, Any]:
    one = seen.by_id[id]
    words = {"label": one.label, "heading": one.heading, "text": one.text}
    return {"provision_id": id, "kind": one.kind, "parent": one.parent, **words}


def _beginning(text: str) -> str:
    return quoted(" ".join(text.split())) if text else ""


def _called(provision: Mapping[str, Any], pasted: Mapping[str, Mapping[str, Any]]) -> str:
    """What a pasted provision is called, with what it directly stands under: whatever is above that may be a ring."""
    above = pasted.get(provision.get("parent", ""))
    return joined(joined("", _own_name(above)) if above else "", _own_name(provision))


def _own_name(provision: Mapping[str, Any]) -> str:
    return name_of(provision["kind"], provision.get("label", ""), provision.get("heading", ""))
