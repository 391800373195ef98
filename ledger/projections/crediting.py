"""Who wrote each word of a framework, carried through its commands.

Words that an adoption brings are credited, edit by edit, to the motions that its record names for them; words of a
received text to the position where it was received, unless they were there before (see `text.graveyard`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ledger.domain.provisions import Provision, Tree
from ledger.domain.wording import Change
from ledger.projections import tables
from ledger.projections.batch import Batch
from ledger.projections.events import Event
from ledger.text import Edit, edits_between, narrowed
from ledger.text.blame import Credited, Run, carried, taken_out, written
from ledger.text.graveyard import Graveyard, count_words, is_kept, received

PARTS = ("heading", "text")


@dataclass(frozen=True, slots=True)
class Authors:
    """The runs of a provision's words; a run's origin is a position, followed by the ids of motions."""

    heading: tuple[Run, ...] = ()
    text: tuple[Run, ...] = ()


NOBODY = Authors()


@dataclass(slots=True)
class Credits:
    """The credits of a framework as it stands.

    Attributes:
        authors: of each provision that stands.
        graveyard: what was taken out so far; None until a received text needs it.
    """

    authors: dict[str, Authors] = field(default_factory=dict)
    graveyard: Graveyard | None = None


class Crediting:
    """A command at work on the words of a framework.

    Attributes:
        gone: what it took out, as far as it could be found again.
    """

    def __init__(self, credits: Credits, event: Event) -> None:
        """
        Args:
            event: the command's first.
        """
        self._credits = credits
        self._position = event.last
        self._motions: list[str] = event.data.get("motions", [])
        self._credited = _credited(event.data.get("changes", ()))
        self.gone: list[Credited] = []

    def insert(self, provision: Provision) -> None:
        """A provision is adopted, whole."""
        origin = self._origin("insert", provision.id)
        heading, text = (tuple(written(getattr(provision, part), origin)) for part in PARTS)
        self._credits.authors[provision.id] = Authors(heading, text)

    def edit(self, provision: Provision, edits: Sequence[Edit]) -> None:
        """Edits of the text of a provision are adopted; it is given as it stood before them.

        Words that stand on both sides of a wide edit keep their author: nobody brought them in.
        """
        authors = self._credits.authors[provision.id]
        parts = {edit: narrowed(provision.text, [edit]) for edit in edits}
        origins = [self._origin("edit", provision.id, edit) for edit in edits for _ in parts[edit]]
        changed = [part for edit in edits for part in parts[edit]]
        self._take_out(taken_out(Credited(provision.text, authors.text), changed))
        text = tuple(carried(authors.text, provision.text, changed, origins))
        self._credits.authors[provision.id] = replace(authors, text=text)

    def head(self, provision: Provision, heading: str) -> None:
        """Another heading is adopted: of its words, those are credited that changed."""
        authors = self._credits.authors[provision.id]
        edits = edits_between(provision.heading, heading)
        origins = [self._origin("relabel", provision.id)] * len(edits)
        self._take_out(taken_out(Credited(provision.heading, authors.heading), edits))
        runs = tuple(carried(authors.heading, provision.heading, edits, origins))
        self._credits.authors[provision.id] = replace(authors, heading=runs)

    def delete(self, provision: Provision) -> None:
        """A deletion is adopted."""
        authors = self._credits.authors.pop(provision.id)
        self._take_out(Credited(getattr(provision, part), getattr(authors, part)) for part in PARTS)

    def receive(self, before: Mapping[str, Provision | None], tree: Tree) -> None:
        """A text was received: what it made of the provisions that it touched."""
        graveyard = self._graveyard()
        authors = self._credits.authors
        standing, texts = {}, {}
        for provision_id, old in before.items():
            new = tree.provisions.get(provision_id)
            for part in PARTS:
                was, now = getattr(old, part, ""), getattr(new, part, "")
                if was != now:
                    runs = getattr(authors.get(provision_id, NOBODY), part)
                    standing[provision_id, part], texts[provision_id, part] = Credited(was, runs), now
        made, gone = received(standing, texts, str(self._position), graveyard)
        self.gone += gone
        for (provision_id, part), passage in made.items():
            one = authors.get(provision_id, NOBODY)
            authors[provision_id] = replace(one, **{part: passage.runs})
        for provision_id in before.keys() & tree.provisions.keys():
            authors.setdefault(provision_id, NOBODY)
        for provision_id in before.keys() - tree.provisions.keys():
            authors.pop(provision_id, None)

    def leave(self, batch: Batch, framework_id: str) -> None:
        """Give the rows of what it took out."""
        for number, passage in enumerate(self.gone):
            row = {
                "framework_id": framework_id,
                "since": self._position,
                "number": number,
                "text": passage.text,
                "words": count_words(passage.text),
                "origins": origins_of(Authors(text=passage.runs)),
            }
            batch.append(tables.passages, row)

    def _graveyard(self) -> Graveyard:
        if self._credits.graveyard is None:
            raise LookupError(f"What was taken out before record no. {self._position} is not at hand.")
        return self._credits.graveyard

    def _take_out(self, passages: Iterable[Credited]) -> None:
        kept = [passage for passage in passages if is_kept(passage)]
        self.gone += kept
        if self._credits.graveyard is not None:
            self._credits.graveyard.keep(kept)

    def _origin(self, op: str, provision_id: str, edit: Edit | None = None) -> str:
        motions = self._credited.get((op, provision_id, edit), self._motions)
        return " ".join([str(self._position), *motions])


def origins_of(authors: Authors) -> dict[str, Any] | None:
    """Authors as the tables hold them; None where there are no words.

    `by` is a list of [position, motion ids, replaced words]; `heading` and `text` are lists of [length in code points,
    place in `by`].
    """
    places: dict[tuple[str, str], int] = {}
    runs = {
        part: [
            [run.length, places.setdefault((run.origin, run.replaced), len(places))] for run in getattr(authors, part)
        ]
        for part in PARTS
    }
    by = [[int(origin.split()[0]), origin.split()[1:], replaced] for origin, replaced in places]
    return {"by": by, **{part: found for part, found in runs.items() if found}} if by else None


def authors_of(origins: Mapping[str, Any] | None) -> Authors:
    """Authors from what the tables hold."""
    if origins is None:
        return NOBODY
    by = [(" ".join([str(position), *motions]), replaced) for position, motions, replaced in origins["by"]]
    return Authors(*(tuple(Run(length, *by[place]) for length, place in origins.get(part, ())) for part in PARTS))


def _credited(changes: Iterable[Change]) -> Mapping[tuple[str, str, Edit | None], list[str]]:
    """The motions of each change of an adoption, those of an edit by itself."""
    found: dict[tuple[str, str, Edit | None], list[str]] = defaultdict(list)
    for change in changes:
        op = change["op"]
        provision_id = change["provision"]["provision_id"] if op == "insert" else change["provision_id"]
        edits = [(start, end, words) for start, end, words in change["edits"]] if op == "edit" else [None]
        for edit in edits:
            known = found[op, provision_id, edit]
            known += [motion for motion in change["motions"] if motion not in known]
    return dict(found)
