"""The composer as its page draws it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.domain.vocabulary import Horizon, Level, ProvisionKind, choice_labels
from ledger.domain.wording import TAGS
from ledger.projections.queries.changes import Difference
from ledger.projections.queries.choices import STEP_IN, Choice
from ledger.projections.queries.names import begins, isolated
from ledger.projections.queries.text import Provision, Text, name_of
from web.forms.composing.changes import composed, differences
from web.forms.composing.moved import MovedPart
from web.forms.composing.parts import AFTER, FIRST, LAST, Part, below, parts_in, where_to
from web.forms.fields import Typed

MOVED = "moved"
"""The id of the part of the page that shows what moved on."""

MOST_TOLD = 48
"""How much is told of a provision in a list."""
LINE = 75
"""About how many letters stand on a line of a text field."""
CALLED = {
    "text": "Text",
    "label": "Label",
    "heading": "Heading",
    "kind": "Kind",
    "levels": "Levels of governance",
    "horizons": "Time horizons",
    "people": "People concerned",
    "place": "Place",
    "deleted": "Deletion",
}
"""What the fields of a part are called where they are spoken of."""
GONE = "A provision that is no longer in the text"

FEWEST_ROWS, MOST_ROWS = 4, 30

TAG_CHOICES = {
    "levels": [Choice(value, words) for value, words in choice_labels(Level).items()],
    "horizons": [Choice(value, words) for value, words in choice_labels(Horizon).items()],
}
KINDS = [Choice(value, words) for value, words in choice_labels(ProvisionKind).items()]


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part of the form as it is drawn.

    Attributes:
        title: what the provision is called.
        place_words: where it is put; "" where it stays.
        below: how many provisions stand under it.
        is_more_open: whether what is seldom asked is shown at once.
        offers_places: whether every place is offered at once: in a long text that is a long list, seldom asked for.
    """

    part: Part
    title: str
    place_words: str
    below: int
    is_more_open: bool
    offers_places: bool

    @property
    def rows(self) -> int:
        """How many lines its text field shows before it grows."""
        lines = sum(1 + len(line) // LINE for line in self.part.text.split("\n"))
        return min(MOST_ROWS, max(FEWEST_ROWS, lines + 1))


@dataclass(frozen=True, slots=True)
class Composer:
    """What the page of an amendment draws.

    Attributes:
        language: of the text.
        also: the provisions that are not in the form yet.
        places: where a provision can be put.
        differences: what the form makes of the text.
        errors: sentences by the name of the field.
        focus: the field at which the author goes on.
        is_single: whether the form has this one part for good: that of a proposal.
    """

    language: str
    parts: tuple[DrawnPart, ...]
    also: tuple[Choice, ...]
    places: tuple[Choice, ...]
    differences: tuple[Difference, ...]
    errors: Mapping[str, Sequence[str]]
    focus: str = ""
    is_single: bool = False

    def named(self, errors: Iterable[tuple[str, str]], moved: Collection[MovedPart] = ()) -> list[tuple[str, str]]:
        """What is wrong, each with the field that it leads to and called by it.

        Args:
            moved: what the page shows as moved on: that is read before the field.
        """
        titles, shown = {drawn.part.name: drawn.title for drawn in self.parts}, {one.name for one in moved}
        return [_named(field, words, titles, shown) for field, words in errors]

    @property
    def kinds(self) -> list[Choice]:
        """The kinds of provisions."""
        return KINDS

    @property
    def tag_choices(self) -> dict[str, list[Choice]]:
        """What tags there are, for the kinds of tags that are chosen from."""
        return TAG_CHOICES

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many provisions are changed, inserted, deleted."""
        found = Counter(one.what for one in self.differences)
        return [(what, found[what]) for what in ("changed", "inserted", "deleted") if found[what]]


def parts_of(
    fields: Typed,
    text: Text,
    language: str,
    errors: Mapping[str, Sequence[str]] | None = None,
    focus: str = "",
    *,
    is_single: bool = False,
) -> Composer:
    """What the template draws.

    Args:
        text: as the author saw it.
        language: of the text (BCP 47).
        errors: sentences by the name of the field.
        focus: the field at which the author goes on; see `starting.Pressed`.
        is_single: whether parts are neither added nor left out.
    """
    errors = errors or {}
    parts = parts_in(fields, text)
    titles = _titles(parts)
    called = {one.id: _words(one) for one in text.provisions}
    called |= {part.id: titles[part.id].lower() for part in parts if part.is_new}
    known = {part.id for part in parts}
    return Composer(
        language=language,
        parts=tuple(_drawn(part, text, titles[part.id], called, errors, focus) for part in parts),
        also=tuple(_choice(one) for one in text.provisions if one.id not in known),
        places=tuple(_places(parts, text, called)),
        differences=tuple(differences(composed(fields, text).changes, text)),
        errors=errors,
        focus=focus,
        is_single=is_single,
    )


def _named(field: str, words: str, titles: Mapping[str, str], moved: Collection[str]) -> tuple[str, str]:
    name, _, key = field.rpartition(".")
    if name not in titles or key not in CALLED:
        return field, words
    return MOVED if name in moved else field, f"{CALLED[key]} of {titles[name]}: {words}"


def _drawn(
    part: Part, text: Text, title: str, called: Mapping[str, str], errors: Mapping[str, Sequence[str]], focus: str
) -> DrawnPart:
    return DrawnPart(
        part=part,
        title=title,
        place_words=_place_words(part.place, called),
        below=sum(1 for _ in below(text, part.id)) if part.seen else 0,
        is_more_open=_is_more_open(part, errors, focus),
        offers_places=part.is_new or bool(part.place) or _is_about(part, ("place",), errors, focus),
    )


def _titles(parts: Sequence[Part]) -> dict[str, str]:
    new = [part.id for part in parts if part.is_new]
    return {
        part.id: f"New provision {new.index(part.id) + 1}" if part.is_new else part.seen.name if part.seen else GONE
        for part in parts
    }


def _places(parts: Sequence[Part], text: Text, called: Mapping[str, str]) -> Iterator[Choice]:
    yield Choice(f"{FIRST}:", _place_words(f"{FIRST}:", called))
    depths = {one.id: one.depth for one in text.provisions} | {part.id: 0 for part in parts if part.is_new}
    for id, depth in depths.items():
        for place, step in ((f"{AFTER}:{id}", depth), (f"{FIRST}:{id}", depth + 1)):
            yield Choice(place, f"{STEP_IN * step}{_place_words(place, called)}")


def _place_words(place: str, called: Mapping[str, str]) -> str:
    how, target = where_to(place)
    if not place:
        return ""
    if not target and how != AFTER:
        return "At the beginning of the text" if how == FIRST else "At the end of the text"
    if target not in called:
        return "By a provision that is gone"
    return f"{ {AFTER: 'After', FIRST: 'First under', LAST: 'Last under'}[how] } {called[target]}"


def _choice(provision: Provision) -> Choice:
    return Choice(provision.id, f"{STEP_IN * provision.depth}{_words(provision)}", hint=provision.name)


def _words(provision: Provision) -> str:
    """What a provision is called in a list, without what it stands under: "objective 5: How it begins…"."""
    called = isolated(name_of(provision.kind, provision.label, ""))
    told = begins(provision.heading or provision.text, MOST_TOLD)
    return f"{called[:1].upper()}{called[1:]}{': ' if told else ''}{told}"


def _is_about(part: Part, keys: Iterable[str], errors: Mapping[str, Sequence[str]], focus: str) -> bool:
    """Whether one of these fields of a part is wrong, or is where its author goes on."""
    names = {f"{part.name}.{key}" for key in keys}
    return focus in names or any(errors.get(name) for name in names)


def _is_more_open(part: Part, errors: Mapping[str, Sequence[str]], focus: str) -> bool:
    """Whether something of what is seldom asked was changed, is wrong, or was asked for."""
    folded = TAGS if part.is_new else (*TAGS, "label", "heading", "place", "deleted")
    if _is_about(part, folded, errors, focus):
        return True
    if part.seen is None:
        return part.is_new and any(part.tags.values())
    seen = part.seen
    is_same = part.label == seen.label and part.heading == seen.heading and part.tags == seen.tags
    return bool(not is_same or part.place or part.deleted)
