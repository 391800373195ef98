"""The names, sealed words and things that a page speaks of, looked up together: four queries whatever their number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ledger.projections.queries.people import Person, SealedText, people, sealed_text, words
from ledger.projections.queries.things import Thing, things_named
from ledger.projections.reading import Reading


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what a page speaks of."""

    people: Mapping[str, Person] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    things: Mapping[str, Thing] = field(default_factory=dict)

    def all(self, ids: Iterable[str]) -> list[Person]:
        """The participants with these ids, in their order."""
        return [self.people[id] for id in ids if id in self.people]

    def sealed(self, digest: str | None, *authors: str) -> SealedText | None:
        """Sealed words of these authors as they may be shown; None where there were never any."""
        return sealed_text(digest, self.told, *self.all(authors))


def known(
    reading: Reading,
    participants: Iterable[str | None],
    digests: Iterable[str | None] = (),
    things: Iterable[str | None] = (),
) -> Known:
    """Look up what a page speaks of."""
    return Known(people(reading, participants), words(reading, digests), things_named(reading, things))
