"""A framework as the generator knows it: today's text, and what motions would make of it."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from ledger.domain.wording import provision_wording
from ledger.text import Edit, apply_edits, map_edits
from tests.generated.words import edits_on, prose, some_words

Change = dict[str, Any]

LEVELS = ("global", "regional", "national", "local")
HORIZONS = ("short", "medium", "long")
PEOPLE = ("refugees", "migrants", "children", "mixed_movements")
HALVES = ((0, 0.5), (0.5, 1))
A_PART_HOLDS = 25


@dataclass(slots=True)
class Provision:
    """A provision as it stands."""

    id: str
    parent: str
    kind: str
    label: str
    heading: str
    text: str
    people: list[str]

    @property
    def wording(self) -> str:
        return provision_wording(self.heading, self.text)

    def fields(self) -> dict[str, Any]:
        """The provision in a command."""
        said = {"label": self.label, "heading": self.heading, "text": self.text, "people": self.people}
        filled = {key: value for key, value in said.items() if value}
        return {"provision_id": self.id, "kind": self.kind, **filled}


@dataclass(slots=True)
class Claim:
    """Motions that are to be adopted on one provision, so that no other one is made that would stand in their way.

    Attributes:
        base: the text that they are made on.
        pending: how many of them are not adopted yet.
        made: the edits of the one that was adopted, on the base.
        halves: how many halves of the text are taken; 2 where other motions have no room.
    """

    base: str
    pending: int = 1
    made: list[Edit] = field(default_factory=list)
    halves: int = 2


class Document:
    """Parts with provisions under them; the parts stay where they are."""

    def __init__(self, random: Random, ids: list[str]) -> None:
        self._random = random
        self.provisions: dict[str, Provision] = {}
        self.parts: list[str] = []
        self._leaves: list[str] = []
        self._claims: dict[str, Claim] = {}
        for number, provision_id in enumerate(ids):
            if number % A_PART_HOLDS == 0:
                self._add_part(provision_id)
            else:
                self.add(self.drafted(provision_id, self.parts[-1]))

    def drafted(self, provision_id: str, parent: str) -> Provision:
        """A new provision that is not in the text yet."""
        random = self._random
        label = f"({random.randint(1, 99)})"
        people = sorted(random.sample(PEOPLE, k=random.randint(0, 2)))
        heading = some_words(random, 2, 4) if random.random() < 0.2 else ""
        return Provision(provision_id, parent, "paragraph", label, heading, prose(random), people)

    def add(self, provision: Provision) -> None:
        """Put a provision into the text."""
        self.provisions[provision.id] = provision
        self._leaves.append(provision.id)

    def received(self) -> list[dict[str, Any]]:
        """All provisions as a received version lists them, parents first."""
        return [{**one.fields(), **({"parent": one.parent} if one.parent else {})} for one in self.provisions.values()]

    def any_leaf(self) -> Provision:
        """A provision that is no part."""
        return self.provisions[self._random.choice(self._leaves)]

    def free_leaf(self) -> Provision | None:
        """A provision that no motion to be adopted speaks of; None where none was found soon."""
        tries = (self.any_leaf() for _ in range(20))
        return next((leaf for leaf in tries if leaf.id not in self._claims), None)

    def shared_leaf(self) -> Provision | None:
        """A provision of which a motion to be adopted takes only the first half, on the text as it stands."""
        for provision_id, claim in self._claims.items():
            if claim.halves == 1 and not claim.made:
                return self.provisions[provision_id]
        return None

    def claim(self, provision_id: str, *, halves: int = 2) -> None:
        """Keep a provision for a motion that is to be adopted."""
        claim = self._claims.get(provision_id)
        if claim is None:
            self._claims[provision_id] = Claim(self.provisions[provision_id].text, halves=halves)
        else:
            claim.pending += 1
            claim.halves = 2

    def edit(self, provision: Provision, within: tuple[float, float] = (0, 1)) -> Change:
        """A change of some words of a provision."""
        edits = [list(edit) for edit in edits_on(self._random, provision.text, within=within)]
        return {"op": "edit", "provision_id": provision.id, "base": provision.wording, "edits": edits}

    def rewrite(self, provision: Provision) -> Change:
        """The same change, typed anew."""
        text = apply_edits(provision.text, edits_on(self._random, provision.text))
        return {"op": "rewrite", "provision_id": provision.id, "base": provision.wording, "text": text}

    def delete(self, provision: Provision) -> Change:
        """A change that takes a provision out."""
        return {"op": "delete", "provision_id": provision.id, "base": provision.wording}

    def move(self, provision: Provision) -> Change:
        """A change that puts a provision under another part."""
        others = [part for part in self.parts if part != provision.parent]
        place = {"after": None} if self._random.random() < 0.3 else {}
        return {"op": "move", "provision_id": provision.id, "parent": self._random.choice(others), **place}

    def relabel(self, provision: Provision) -> Change:
        """A change of label and heading."""
        label = provision.label
        other = label.removesuffix(" bis") if label.endswith(" bis") else f"{label} bis"
        words = {"label": other, "heading": some_words(self._random, 2, 5)}
        return {"op": "relabel", "provision_id": provision.id, "base": provision.wording, **words}

    def retag(self, provision: Provision) -> Change:
        """A change of tags."""
        people = sorted({"women", *self._random.sample(PEOPLE, k=2)} ^ set(provision.people))
        return {"op": "retag", "provision_id": provision.id, "people": people}

    def apply(self, changes: list[Change]) -> None:
        """Adopt a motion's changes."""
        for change in changes:
            getattr(self, f"_{change['op']}")(change)

    def _add_part(self, provision_id: str) -> None:
        label = f"Part {len(self.parts) + 1}"
        self.parts.append(provision_id)
        heading = some_words(self._random, 2, 5)
        self.provisions[provision_id] = Provision(provision_id, "", "part", label, heading, "", [])

    def _edit(self, change: Change) -> None:
        provision, claim = self.provisions[change["provision_id"]], self._claims[change["provision_id"]]
        edits = [(start, end, words) for start, end, words in change["edits"]]
        carried = map_edits(edits, claim.made, claim.base) if claim.made else edits
        if carried is None:
            raise ValueError(f"The halves of {provision.id} were not kept apart.")
        provision.text = apply_edits(provision.text, carried)
        self._released(provision.id, edits)

    def _rewrite(self, change: Change) -> None:
        self.provisions[change["provision_id"]].text = change["text"]
        self._released(change["provision_id"], [])

    def _insert(self, change: Change) -> None:
        fields = {"label": "", "heading": "", "text": "", "people": []} | change["provision"]
        self.add(Provision(fields.pop("provision_id"), change["parent"], **fields))

    def _delete(self, change: Change) -> None:
        del self.provisions[change["provision_id"]]
        self._leaves.remove(change["provision_id"])
        self._released(change["provision_id"], [])

    def _move(self, change: Change) -> None:
        self.provisions[change["provision_id"]].parent = change["parent"]
        self._released(change["provision_id"], [])

    def _relabel(self, change: Change) -> None:
        provision = self.provisions[change["provision_id"]]
        provision.label, provision.heading = change["label"], change["heading"]
        self._released(change["provision_id"], [])

    def _retag(self, change: Change) -> None:
        self.provisions[change["provision_id"]].people = change["people"]
        self._released(change["provision_id"], [])

    def _released(self, provision_id: str, made: list[Edit]) -> None:
        claim = self._claims[provision_id]
        claim.pending -= 1
        claim.made = made
        if claim.pending == 0:
            del self._claims[provision_id]
