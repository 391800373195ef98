"""The fields of commands: what lets a value through, and the normal form in which it goes on.

Text is Unicode in NFC with line feeds for line ends; times are UTC; ids are lower-case. A field's words for people (its
label and hint) stand in its metadata.
"""

import re
import unicodedata
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from zoneinfo import available_timezones

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from ledger.domain.canonical import LARGEST_INTEGER
from ledger.domain.times import moment

listed: ContextVar[str] = ContextVar("listed", default="")
"""Name of the list whose items are being read."""

T = TypeVar("T")


def shown(label: str, hint: str = "", *, control: str = "") -> dict[str, str]:
    """What people see of a field, for its metadata.

    Args:
        label: its name in a form, and in the summary of what was refused.
        hint: one short sentence where the label does not say enough.
        control: how it is entered, where its class does not say it ("hidden", "participants").
    """
    words = {"label": label, "x-hint": hint, "x-control": control}
    return {name: value for name, value in words.items() if value}


fields.Field.default_error_messages.update(
    required="This is missing.", null="This cannot be null; leave it out.", validator_failed="This cannot be."
)

normalised: ContextVar[list[str]] = ContextVar("normalised")
"""Names of the fields whose text was not in NFC and was put into it, of the command that is being read."""

LONGEST_TEXT = 65_535
"""Characters of one text; a record's line has no room for more."""

MOST_LINES = 100
"""Personal words that one list may hold; they stand beside the record, which bounds only what stands in it."""

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SEALED = re.compile(r"[A-Za-z0-9_-]{43}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:\d\d)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
_NAME = re.compile(r"[a-z_]{1,60}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Erased:
    """A sealed field of which only the digest is left: an export says so, and only the importer takes it."""

    digest: str


class _Unasked:
    """A field that asks its validators only where it has some; most have none."""

    validators: list[Any]

    def _validate(self, value: Any) -> None:
        if self.validators:
            super()._validate(value)  # type: ignore[misc]


class _Field(_Unasked, fields.Field[T]):
    pass


class Listed(_Unasked, fields.List[T]):
    """A list."""


class Nested(_Unasked, fields.Nested):
    """An object with a schema of its own."""


class _Word(_Field[str]):
    """A string of one form."""

    pattern: re.Pattern[str]
    message: str

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("This has to be text.")
        word = self.prepare(value)
        if self.pattern.fullmatch(word) is None:
            raise ValidationError(self.message)
        return word

    def prepare(self, value: str) -> str:
        return value


class Id(_Word):
    pattern, message = _ID, "This has to be an id: a UUID, such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301."

    def prepare(self, value: str) -> str:
        return value.lower()


class IdOrNothing(Id):
    """An id; empty clears."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return "" if value == "" else super()._deserialize(value, attr, data, **kwargs)


class Actor(Id):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return value if value == "system" else super()._deserialize(value, attr, data, **kwargs)


class Digest(_Word):
    pattern, message = _DIGEST, "This has to be the digest of a wording: 64 hexadecimal digits."


class Name(_Word):
    pattern, message = _NAME, "This has to be the name of a command."


class Object(_Field[dict[str, Any]]):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValidationError("This has to be an object.")
        return value


class Slug(_Word):
    pattern, message = _SLUG, "This has to be lower-case letters and digits with hyphens between, as in new-design."


class Language(_Word):
    pattern, message = _LANGUAGE, "This has to be a language tag, such as en or fr-CH."


class Timezone(_Field[str]):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in available_timezones():
            raise ValidationError("This has to be a time zone, such as Europe/Amsterdam.")
        return value


class Words(Listed[T]):
    """A list of words, whose items know the name of the list."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        token = listed.set(attr or "")
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        finally:
            listed.reset(token)


class Text(_Field[str]):
    """Words: NFC, line feeds, no other control characters, not empty unless `empty` says so."""

    def __init__(self, *, empty: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty = empty

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("This has to be text.")
        words = clean(value, attr or listed.get())
        if not self.empty and not words.strip():
            raise ValidationError("This is empty.")
        return words


class Line(Text):
    """Words on one line."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        words = super()._deserialize(value, attr, data, **kwargs)
        if "\n" in words:
            raise ValidationError("This has to be on one line.")
        return words


def clean(value: str, name: str) -> str:
    """Text in the form of the record.

    Raises:
        ValidationError: it holds a control character or half of a surrogate pair.
    """
    if len(value) > LONGEST_TEXT:
        # Nothing longer can be recorded, and composing crafted marks takes time by the square of their number.
        raise ValidationError(f"This is too long: a text may have {LONGEST_TEXT:,} characters.")
    if value.isascii() and value.isprintable():
        return value
    words = value.replace("\r\n", "\n").replace("\r", "\n")
    if _SURROGATE.search(words):
        raise ValidationError("This holds half of a character (a lone surrogate).")
    control = _CONTROL.search(words)
    if control:
        raise ValidationError(
            f"This holds a control character (U+{ord(control[0]):04X}); only line ends may stand here."
        )
    if unicodedata.is_normalized("NFC", words):
        return words
    normalised.get([]).append(name)
    return unicodedata.normalize("NFC", words)


class Sealed(Text):
    """Personal words: they never stand in an event."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        erased = _erased(value)
        return erased if erased is not None else super()._deserialize(value, attr, data, **kwargs)


class SealedLines(Words[str]):
    """A list of personal words, sealed as one value."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Line(), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        erased = _erased(value)
        if erased is not None:
            return erased
        if isinstance(value, list) and len(value) > MOST_LINES:
            raise ValidationError(f"Give at most {MOST_LINES}.")
        return super()._deserialize(value, attr, data, **kwargs)


def _erased(value: Any) -> Erased | None:
    if not isinstance(value, dict):
        return None
    digest = value.get("erased")
    if set(value) != {"erased"} or not isinstance(digest, str) or _SEALED.fullmatch(digest) is None:
        raise ValidationError('This has to be text, or {"erased": "<digest>"} in an import.')
    return Erased(digest)


class When(_Field[str]):
    """A moment with its zone, or a plain date where only the day is known."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("This has to be a time, such as 2018-03-05T09:00:00Z, or a date.")
        try:
            if _DATE.fullmatch(value):
                return date.fromisoformat(value).isoformat()
            if _TIME.fullmatch(value) is None:
                raise ValueError
            time = datetime.fromisoformat(value.upper().replace(",", "."))
            if time.tzinfo is None:
                raise ValidationError("This time has no zone: end it with Z, or with an offset such as +01:00.")
            return moment(time)
        except (ValueError, OverflowError):
            raise ValidationError("This has to be a time, such as 2018-03-05T09:00:00Z, or a date.") from None


class Choice(_Field[str]):
    """One of the words that the record knows.

    Attributes:
        words: what may be chosen; their words for people are in `choice_labels` of the vocabulary.
    """

    def __init__(self, choices: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = choices
        self.choices = frozenset(choice.value for choice in choices)
        self.message = f"This has to be one of: {', '.join(choice.value for choice in choices)}."

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in self.choices:
            raise ValidationError(self.message)
        return value


class Whole(_Field[int]):
    """A whole number, not below `least`."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = least

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= LARGEST_INTEGER:
            raise ValidationError(f"This has to be a whole number, {self.least} or more.")
        return value


class Flag(_Field[bool]):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("This has to be true or false.")
        return value


class Tags(Words[str]):
    """Tags, sorted, each once."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return sorted(set(super()._deserialize(value, attr, data, **kwargs)), key=str)


AT_LEAST_ONE = validate.Length(min=1, error="Name at least one.")


def ids(label: str, hint: str = "", *, control: str, required: bool = False) -> Listed[str]:
    """A list of ids; where it is required, of at least one. `label`, `hint` and `control` as in `shown`."""
    metadata = shown(label, hint, control=control)
    return Listed(Id(), required=required, validate=AT_LEAST_ONE if required else None, metadata=metadata)


_MESSAGES = {"unknown": "There is no such field.", "type": "This has to be an object."}


class Form(Schema):
    """The schema of a command's data. What is empty counts as absent, and so does a default that is given."""

    class Meta:
        unknown = RAISE

    error_messages = _MESSAGES
    defaults: ClassVar[dict[str, Any]] = {}

    def load(self, data: Any, **options: Any) -> dict[str, Any]:
        """The data in normal form. (Not by a `post_load` hook: hooks cost as much as the fields of a small form.)"""
        loaded = super().load(data, **options)
        said = {key: value for key, value in loaded.items() if value != "" and value != []}
        for key, default in self.defaults.items():
            if said.get(key) == default:
                del said[key]
        return said


class Strict(Schema):
    """A schema that keeps what is empty: it clears, where what is absent stays."""

    class Meta:
        unknown = RAISE

    error_messages = _MESSAGES


class Update(Strict):
    """The schema of a command that changes fields of a thing."""

    @validates_schema
    def changes_something(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) < 2:
            raise ValidationError("Give at least one field that changes.")
