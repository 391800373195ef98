"""Pasted provisions under the identities that they turn out to have."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from ledger.domain.vocabulary import ProvisionKind
from ledger.domain.wording import TAGS

Provision = Mapping[str, Any]


class Drawn:
    """Draws the ids of new provisions: the same ones for the same form, however often it is sent.

    Attributes:
        ids: those that were drawn, in their order.
    """

    def __init__(self, version_id: str) -> None:
        """Draw for the form that brings the version with this id."""
        # Nobody knows this id before the form is drawn, so that nobody knows those that follow from it.
        self._seed = version_id or str(uuid4())
        self.ids: list[str] = []

    def __call__(self) -> str:
        """The next id."""
        drawn = sha256(f"{self._seed} {len(self.ids) + 1}".encode()).digest()
        self.ids.append(str(UUID(bytes=drawn[:16], version=4)))
        return self.ids[-1]


def known_as(provisions: Iterable[Provision], identities: Mapping[str, str]) -> list[dict[str, Any]]:
    """The provisions with other ids, their own and those of what they stand under."""
    renamed = []
    for one in provisions:
        ids = {name: identities.get(one[name], one[name]) for name in ("provision_id", "parent") if name in one}
        renamed.append({**one, **ids})
    return renamed


def as_before(provisions: Iterable[Provision], standing: Mapping[str, Provision]) -> list[dict[str, Any]]:
    """Provisions of a text without marks, with what such a text cannot say: kind, tags and what they stand under.

    What is known keeps them, where what it stood under comes before it here too. A new paragraph behind a paragraph
    stands under the same.

    Args:
        standing: the text as it stands, by id.
    """
    listed: dict[str, dict[str, Any]] = {}
    last: Provision = {}
    for one in provisions:
        before = standing.get(one["provision_id"])
        parent = before.get("parent") if before else _beside(one, last)
        kept = {name: before[name] for name in ("kind", *TAGS) if name in before} if before else {}
        last = {**one, **kept, **({"parent": parent} if parent in listed else {})}
        listed[one["provision_id"]] = dict(last)
    return list(listed.values())


def _beside(one: Provision, last: Provision) -> Any:
    is_next = one["kind"] == last.get("kind") == ProvisionKind.PARAGRAPH
    return last.get("parent") if is_next and "parent" not in one else None
