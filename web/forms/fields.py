"""The fields of a form, drawn from the schema of its command.

The name of a field is the dotted path of its value in the command's data (`tally.yes`), so that what a person typed
becomes data, and an error finds its field, without anything between.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from marshmallow import Schema, fields, validate

from ledger.commands import fields as kinds
from ledger.domain.vocabulary import choice_labels, label
from ledger.projections.queries.choices import Choice

MOST_RADIOS = 5
"""Choices that are shown at once; more stand in a list."""

MOST_BOXES = 12
"""Participants that are offered as boxes to tick; of more, names are typed."""

BOXES = frozenset({"checkboxes", "motions", "provisions", "challenges", "votes", "consultations"})
"""Controls in which several of what is offered can be ticked."""

LISTED = frozenset(
    {"select", "acting", "participant", "consultation", "session", "motion", "vote", "statement", "timezone"}
)
"""Controls in which one of what is offered is chosen."""

Typed = Mapping[str, Sequence[str]]
"""What a form sent: every value by the name of its field."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one value, as the schema gives it.

    Attributes:
        name: the dotted path of the value.
        control: how it is asked for; see `CONTROLS`.
        choices: fixed words of the record; others are looked up (see `choosing`).
        is_many: whether its value is a list.
        is_number: whether its value is a whole number.
    """

    name: str
    label: str
    hint: str
    control: str
    is_required: bool
    choices: tuple[Choice, ...] = ()
    is_many: bool = False
    is_number: bool = False

    def is_below(self, name: str) -> bool:
        """Whether it is the value of this name, or a part of it."""
        return self.name == name or self.name.startswith(f"{name}.")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form as it is drawn.

    Attributes:
        values: what stands in it: one, or several where several can be chosen.
        errors: sentences.
    """

    slot: Slot
    values: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    errors: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    """Of a moment: its `date` and its `time`."""

    def offering(self, choices: Iterable[Choice]) -> "Field":
        """The same field with other choices."""
        return replace(self, choices=tuple(choices))

    @property
    def name(self) -> str:
        """Its name, which is its id in the page too."""
        return self.slot.name

    @property
    def value(self) -> str:
        """What stands in it, where that is one."""
        return self.values[0] if self.values else ""

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it."""
        return any(self.values) or any(self.parts.values())

    @property
    def is_grouped(self) -> bool:
        """Whether its choices stand beside each other, all to be seen."""
        control = self.slot.control
        offered = {choice.value for choice in self.choices}
        is_short = 0 < len(offered) <= MOST_BOXES and offered.issuperset(filter(None, self.values))
        few = len(self.choices) <= MOST_RADIOS
        return (
            control in ("radios", *BOXES) or (control == "participants" and is_short) or (control == "acting" and few)
        )

    @property
    def is_chosen(self) -> bool:
        """Whether one of a list is chosen, be there anything in the list or not."""
        return self.slot.control in LISTED

    @property
    def written(self) -> str:
        """What stands in it as lines of text."""
        return "\n".join(self.values)

    @property
    def words(self) -> str:
        """What stands in it, for people to read."""
        if self.slot.control == "when":
            return " ".join(part for part in (self.parts.get("date"), self.parts.get("time")) if part)
        if self.slot.control == "flag":
            return "yes" if self.value else ""
        named = {choice.value: choice.words for choice in self.choices}
        return ", ".join(named.get(value, value) for value in self.values if value)

    @property
    def first(self) -> str:
        """The id of the control that a link to the field leads to."""
        return f"{self.name}.date" if self.slot.control == "when" else self.name

    @property
    def described_by(self) -> str:
        """The ids of what is said about it: its hint and its error."""
        said = [(self.slot.hint, "hint"), (self.errors, "error")]
        return " ".join(f"{self.name}-{what}" for words, what in said if words)


def slots_of(schema: Schema, prefix: str = "") -> Iterator[Slot]:
    """Every place for a value of a command's data, those of nested objects under their dotted names."""
    for key, one in schema.fields.items():
        name = f"{prefix}{key}"
        if isinstance(one, fields.Nested) and "x-control" not in one.metadata:
            yield from slots_of(one.schema, f"{name}.")
        else:
            yield slot_of(name, one)


def slot_of(name: str, one: fields.Field[Any]) -> Slot:
    """The place for the value of one field."""
    said = one.metadata
    control = str(said.get("x-control", ""))
    choices = tuple(Choice(value, words) for value, words in _words(one).items())
    return Slot(
        name=name,
        label=str(said.get("label", name)),
        hint=str(said.get("x-hint", "")),
        control=control if control not in ("", "choice") else _control(one, choices),
        is_required=one.required,
        choices=choices,
        is_many=isinstance(one, fields.List),
        is_number=isinstance(one, kinds.Whole),
    )


def _words(one: fields.Field[Any]) -> dict[str, str]:
    """The values among which a field lets one choose, each with what to call it."""
    if isinstance(one, kinds.Choice):
        return choice_labels(one.words)
    if isinstance(one, fields.List):
        return _words(one.inner)
    return {
        value: words for check in one.validators if isinstance(check, validate.OneOf) for value, words in _of(check)
    }


def _of(check: validate.OneOf) -> Iterator[tuple[str, str]]:
    """What a validator lets through, with its labels where it has them."""
    for value, words in zip_longest(check.choices, check.labels):
        yield str(value), str(words) if words else label(str(value))


def _control(one: fields.Field[Any], choices: Sequence[Choice]) -> str:
    """How a value of this kind is asked for, where its metadata do not say it."""
    if isinstance(one, kinds.SealedLines) or (isinstance(one, fields.List) and isinstance(one.inner, kinds.Line)):
        return "lines"
    if isinstance(one, fields.List) and choices:
        return "checkboxes"
    if choices:
        return "radios" if len(choices) <= MOST_RADIOS else "select"
    return next((control for kind, control in BY_KIND if isinstance(one, kind)), "hidden")


BY_KIND: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (kinds.Line, "line"),
    (kinds.Slug, "line"),
    (kinds.Language, "line"),
    (kinds.Timezone, "timezone"),
    (kinds.Text, "text"),
    (kinds.When, "when"),
    (kinds.Whole, "number"),
    (kinds.Flag, "flag"),
)
