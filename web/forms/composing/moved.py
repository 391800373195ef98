"""When the text moved on under an open form: what was seen, what stands today, one's own words, and the way on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger.domain.wording import TAGS
from ledger.projections.queries.changes import Swap
from ledger.projections.queries.pasts import Chain
from ledger.projections.queries.surviving import Survived, survived
from ledger.projections.queries.text import Provision, Text
from ledger.text import Edit, Segment, apply_edits, edits_between, overlapping, word_diff
from web.forms.composing.parts import Part, as_fields, below, others, parts_in
from web.forms.fields import Typed

MOST_SHOWN = 12
"""Places that are listed where words met others; the texts beside one another show them all."""


@dataclass(frozen=True, slots=True)
class Collision:
    """Words of the author that met others meanwhile.

    Attributes:
        own: what the author put in the place of what stood there.
        today: what others put there.
    """

    own: Swap
    today: tuple[Swap, ...]


@dataclass(frozen=True, slots=True)
class MovedPart:
    """A provision of the form whose words are not those that its author saw.

    Attributes:
        name: of its part in the form.
        then, now: as the author saw it, and as it stands; None where it did not stand yet, or stands no more.
        today: from the text that was seen to today's.
        own: from the text that was seen to the author's.
        carried: today's text with those of the author's changes whose words survived.
        collisions: those that did not.
        deleted: whether the author deletes it.
    """

    name: str
    then: Provision | None
    now: Provision | None
    own_heading: str
    today: tuple[Segment, ...]
    own: tuple[Segment, ...]
    carried: str
    collisions: tuple[Collision, ...]
    deleted: bool

    @property
    def called(self) -> str:
        """What the provision is called."""
        found = self.then or self.now
        return found.name if found else ""

    @property
    def is_untouched(self) -> bool:
        """Whether the author left its words as they were."""
        is_same = all(segment.kind == "same" for segment in self.own)
        return is_same and not self.deleted and (self.then is None or self.own_heading == self.then.heading)

    @property
    def has_other_headings(self) -> bool:
        """Whether the heading differs between the three."""
        return len({one.heading for one in (self.then, self.now) if one} | {self.own_heading}) > 1


def provisions_of(fields: Typed, then: Text) -> list[str]:
    """The ids of the provisions that a form speaks of, for `pasts.steps_since`."""
    return [part.id for part in parts_in(fields, then) if part.seen is not None]


def moved(fields: Typed, then: Text, now: Text, steps: Mapping[str, Chain]) -> list[MovedPart]:
    """What is not as the author saw it: words that changed, provisions that went, and what came under a deleted one.

    Args:
        then: the text as the author saw it.
        now: the text as it stands.
        steps: what became of the provisions in between, by id.
    """
    parts = parts_in(fields, then)
    found = [_moved(part, now, steps) for part in parts if part.seen is not None and _differs(part.seen, now)]
    own = {part.id for part in parts}
    return found + [one for part in parts if part.deleted_below for one in _moved_below(part, then, now, own)]


def carried_fields(fields: Typed, then: Text, now: Text, steps: Mapping[str, Chain]) -> dict[str, list[str]]:
    """The form on today's text: own words where they survived, else today's, with one's own kept beside them.

    Label, heading and tags stay as they were typed; those that were left alone become today's. What is gone from the
    text stays in the form, for its author to remove or to make a new provision of.
    """
    parts = [_on_today(part, now, steps) for part in parts_in(fields, then)]
    return {**others(fields), **as_fields(parts)}


def _differs(seen: Provision, now: Text) -> bool:
    stands = now.by_id.get(seen.id)
    return stands is None or stands.wording != seen.wording


def _moved(part: Part, now: Text, steps: Mapping[str, Chain]) -> MovedPart:
    then, today = part.seen, now.by_id.get(part.id)
    seen = then.text if then else ""
    text, lost = _carried(part, today, steps.get(part.id, ()))
    return MovedPart(
        name=part.name,
        then=then,
        now=today,
        own_heading=part.heading,
        today=tuple(word_diff(seen, today.text if today else "")),
        own=tuple(word_diff(seen, "" if part.deleted else part.text)),
        carried=text,
        collisions=() if today is None or part.deleted else tuple(_collisions(seen, today.text, lost)),
        deleted=part.deleted,
    )


def _moved_below(part: Part, then: Text, now: Text, own: Iterable[str]) -> Iterator[MovedPart]:
    """What is deleted with a provision that stands above it, and is not as it was seen, or was not seen at all."""
    for id in dict.fromkeys(one.id for text in (then, now) for one in below(text, part.id) if one.id not in own):
        before, after = then.by_id.get(id), now.by_id.get(id)
        if (before.wording if before else "") != (after.wording if after else "") and after is not None:
            yield _moved_with(part, before, after)


def _moved_with(part: Part, before: Provision | None, after: Provision) -> MovedPart:
    seen = before.text if before else ""
    return MovedPart(
        name=part.name,
        then=before,
        now=after,
        own_heading=before.heading if before else "",
        today=tuple(word_diff(seen, after.text)),
        own=tuple(word_diff(seen, "")),
        carried=after.text,
        collisions=(),
        deleted=True,
    )


def _carried(part: Part, today: Provision | None, chain: Chain) -> tuple[str, list[Edit]]:
    """The author's text on today's words, and the changes that could not be made there."""
    if part.seen is None or today is None or today.text == part.seen.text:
        return part.text, []
    if part.text in (part.seen.text, today.text):
        return today.text, []
    edits = edits_between(part.seen.text, part.text)
    found: Survived = survived(chain, part.seen.wording, edits)
    return apply_edits(today.text, found.edits), found.lost


def _collisions(seen: str, today: str, lost: Sequence[Edit]) -> Iterator[Collision]:
    others = edits_between(seen, today)
    for edit in lost[:MOST_SHOWN]:
        met = [other for other in others if other == edit or overlapping([edit], [other]) is not None]
        yield Collision(_swap(seen, edit), tuple(_swap(seen, other) for other in met))


def _swap(text: str, edit: Edit) -> Swap:
    start, end, replacement = edit
    return Swap(text[start:end].strip(), replacement.strip())


def _on_today(part: Part, now: Text, steps: Mapping[str, Chain]) -> Part:
    seen, today = part.seen, now.by_id.get(part.id)
    if seen is None or today is None:
        return part
    text, lost = _carried(part, today, steps.get(part.id, ()))
    tags = {tag: _tags(part.tags[tag], seen.tags[tag], today.tags[tag]) for tag in TAGS}
    return replace(
        part,
        **tags,  # type: ignore[arg-type]
        seen=today,
        base=today.wording,
        text=text,
        label=today.label if part.label == seen.label else part.label,
        heading=today.heading if part.heading == seen.heading else part.heading,
        kept=part.text if lost else part.kept,
    )


def _tags(own: Iterable[str], seen: Iterable[str], today: Iterable[str]) -> tuple[str, ...]:
    """Today's tags with those that the author put in, without those that the author took out."""
    added, removed = set(own) - set(seen), set(seen) - set(own)
    return tuple(sorted((set(today) | added) - removed))
