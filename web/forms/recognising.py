"""Pasted provisions without a number: which of the text each is taken for, as it is proposed and as the organizer says.

Nothing is taken for anything silently: the form comes back once with every proposal, and goes on with what is chosen.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ledger.domain.errors import InvalidCommand
from ledger.domain.identities import Recognised, recognised
from ledger.projections.queries.choices import Choice
from ledger.projections.queries.text import Text, joined, name_of
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
        free: the ids of the provisions of the text that none has a number of, in reading order.
    """

    pasted: Sequence[Mapping[str, Any]]
    found: Mapping[str, Recognised]
    seen: Text
    free: tuple[str, ...]

    @property
    def has_proposals(self) -> bool:
        """Whether any seems to be one of the text."""
        return any(one.known_as for one in self.found.values())

    @property
    def key(self) -> str:
        """Of which text, and on which text, the proposals were made."""
        said = repr(([*self.found.values()], self.free, [[*one.items()] for one in self.pasted]))
        return sha256(said.encode()).hexdigest()[:16]

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
        for name, one in self._asked():
            chosen = here.one(name) if self.is_answered(here) and here.has(name) else one.known_as or NEW
            if chosen != NEW and chosen not in self.free:
                raise InvalidCommand("Choose one of these.", name)
            if chosen in identities.values():
                message = f"{sentence_case(self.seen.by_id[chosen].name)} is chosen twice: it can be one of them."
                raise InvalidCommand(message, name)
            identities |= {one.id: chosen} if chosen != NEW else {}
        return identities

    def questions(self, here: Here) -> list[Question]:
        """Every provision without a number that does not stand in the text as it is, with what it may be."""
        above = {one["provision_id"]: one for one in self.pasted}
        return [
            self._question(name, one, above, here.one(name) if self.is_answered(here) else "")
            for name, one in self._asked()
            if one.how != "same"
        ]

    def told(self, here: Here) -> Iterator[str]:
        """What each was taken for that does not stand in the text as it is, in words."""
        pasted = {one["provision_id"]: one for one in self.pasted}
        for drawn, id in self.identities(here).items():
            if self.found[drawn].how != "same":
                yield f"{_called(pasted[drawn], pasted)}: {self.seen.by_id[id].name}"

    def _asked(self) -> Iterator[tuple[str, Recognised]]:
        for place, pasted in enumerate(self.pasted, 1):
            if (one := self.found.get(pasted["provision_id"])) is not None:
                yield f"{KNOWN_AS}{place}", one

    def _question(self, name: str, one: Recognised, pasted: Mapping[str, Mapping[str, Any]], chosen: str) -> Question:
        provision = pasted[one.id]
        proposed = one.known_as or NEW
        offered = [Choice(id, self._offer(id, one)) for id in self._near(one)]
        text = provision.get("text", "") or provision.get("heading", "")
        return Question(
            name=name,
            called=_called(provision, pasted),
            words=quoted(" ".join(text.split())) if text else "",
            said=self._said(one),
            choices=(*offered, Choice(NEW, "new")),
            chosen=chosen or proposed,
        )

    def _offer(self, id: str, one: Recognised) -> str:
        name = sentence_case(self.seen.by_id[id].name)
        return f"{name} ({HOW[one.how]})" if id == one.known_as else name

    def _near(self, one: Recognised) -> Sequence[str]:
        """What is offered: the free ones around what is proposed, or around what stands before it in the text."""
        taken = {other.known_as for other in self.found.values() if other.how == "same"}
        free = [id for id in self.free if id not in taken]
        at = free.index(one.known_as) if one.known_as in free else self._place(one, free)
        start = max(0, min(at - MOST_OFFERED // 2, len(free) - MOST_OFFERED))
        return free[start : start + MOST_OFFERED]

    def _place(self, one: Recognised, free: Sequence[str]) -> int:
        """Where among the free ones a new provision would stand, by its place in the pasted text."""
        ids = [provision["provision_id"] for provision in self.pasted]
        return len(free) * ids.index(one.id) // len(ids)

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
    """
    named = {one["provision_id"] for one in pasted}
    free = tuple(one.id for one in seen.provisions if one.id not in named)
    standing = [_standing(seen, id) for id in free]
    received = [one for one in pasted if one["provision_id"] in drawn]
    found = recognised(standing, received) if standing and received else []
    return Recognition(pasted, {one.id: one for one in found}, seen, free)


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


def _called(provision: Mapping[str, Any], pasted: Mapping[str, Mapping[str, Any]]) -> str:
    """What a pasted provision is called, with what it stands under."""
    own = name_of(provision["kind"], provision.get("label", ""), provision.get("heading", ""))
    above = pasted.get(provision.get("parent", ""))
    return joined(_called(above, pasted) if above else "", own)
