"""The changes that a motion makes, one form for each op."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ledger.commands.fields import (
    Choice,
    Digest,
    Form,
    Id,
    Line,
    Listed,
    Nested,
    Strict,
    Tags,
    Text,
    Whole,
    Words,
    ids,
    shown,
)
from ledger.domain.vocabulary import Horizon, Level, ProvisionKind

_PROVISION = shown("Provision", control="hidden")
_BASE = shown("Wording that you saw", control="hidden")
_PARENT = shown("Stands under", "Leave it at the top level where it is part of nothing else.", control="place")
_AFTER = shown("Stands after", control="place")
_PEOPLE = shown("People concerned", "One to a line, such as refugees or children.")


class Tagged(Schema):
    levels = Tags(Choice(Level), metadata=shown("Levels of governance"))
    horizons = Tags(Choice(Horizon), metadata=shown("Time horizons"))
    people = Tags(Line(validate=validate.Length(max=60)), metadata=_PEOPLE)


def new_provision(*, required: bool = False) -> Nested:
    """A provision that a motion would insert."""
    return Nested(ProvisionForm, required=required, metadata=shown("New provision"))


def placed_under() -> Id:
    """What a provision stands under; absent is the top level."""
    return Id(metadata=_PARENT)


def placed_after() -> Id:
    """The provision after which one stands; absent is last, null is first."""
    return Id(allow_none=True, metadata=_AFTER)


class ProvisionForm(Form, Tagged):
    provision_id = Id(required=True, metadata=_PROVISION)
    kind = Choice(ProvisionKind, required=True, metadata=shown("Kind of provision"))
    label = Line(empty=True, metadata=shown("Label", "Such as Objective 5, or 3 bis."))
    heading = Line(empty=True, metadata=shown("Heading"))
    text = Text(empty=True, metadata=shown("Text"))


class PlacedProvision(ProvisionForm):
    parent = placed_under()


class Edit(fields.Field[list[Any]]):
    """[start, end, replacement] in code points of the text that the author saw."""

    _offset = Whole()
    _replacement = Text(empty=True)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) != 3:
            raise ValidationError("An edit is [start, end, replacement].")
        start, end = (self._offset.deserialize(place) for place in value[:2])
        return [start, end, self._replacement.deserialize(value[2])]


class _Change(Strict):
    op = fields.String(required=True, metadata=shown("Kind of change", control="hidden"))
    motions = ids("Taken from", "The proposals and amendments that ask for this change.", control="motions")


class _EditChange(_Change):
    provision_id = Id(required=True, metadata=_PROVISION)
    base = Digest(required=True, metadata=_BASE)
    edits = Words(Edit(), required=True, metadata=shown("Edits", control="hidden"))


class _RewriteChange(_Change):
    provision_id = Id(required=True, metadata=_PROVISION)
    base = Digest(required=True, metadata=_BASE)
    text = Text(empty=True, required=True, metadata=shown("New text"))


class _InsertChange(_Change):
    provision = new_provision(required=True)
    parent = placed_under()
    after = placed_after()


class _DeleteChange(_Change):
    provision_id = Id(required=True, metadata=_PROVISION)
    base = Digest(required=True, metadata=_BASE)


class _MoveChange(_Change):
    provision_id = Id(required=True, metadata=_PROVISION)
    parent = placed_under()
    after = placed_after()


class _RelabelChange(_Change):
    provision_id = Id(required=True, metadata=_PROVISION)
    base = Digest(required=True, metadata=_BASE)
    label = Line(empty=True, metadata=shown("New label"))
    heading = Line(empty=True, metadata=shown("New heading"))

    @validates_schema
    def names_something(self, data: dict[str, Any], **_: Any) -> None:
        if "label" not in data and "heading" not in data:
            raise ValidationError("Give a label or a heading.")


class _RetagChange(_Change, Tagged):
    provision_id = Id(required=True, metadata=_PROVISION)

    @validates_schema
    def names_something(self, data: dict[str, Any], **_: Any) -> None:
        if not {"levels", "horizons", "people"} & data.keys():
            raise ValidationError("Give levels, horizons or people.")


class Change(fields.Field[dict[str, Any]]):
    """One change, by its op; `motions` stands in merged changes only."""

    def __init__(self, *, merged: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.merged = merged

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        op = value.get("op") if isinstance(value, dict) else None
        schema = CHANGES.get(op) if isinstance(op, str) else None
        if schema is None:
            raise ValidationError({"op": [f"This has to be one of: {', '.join(CHANGES)}."]})
        change: dict[str, Any] = schema.load(value)
        if "motions" in change and not self.merged:
            raise ValidationError({"motions": ["Only merged changes name their motions."]})
        return change


CHANGES: dict[str, Schema] = {
    "edit": _EditChange(),
    "rewrite": _RewriteChange(),
    "insert": _InsertChange(),
    "delete": _DeleteChange(),
    "move": _MoveChange(),
    "relabel": _RelabelChange(),
    "retag": _RetagChange(),
}


_CHANGES = shown("Changes to the text", control="changes")
_MERGED = shown("Words as merged", "Only where they differ from what was tabled.", control="changes")


def changes(*, merged: bool = False, required: bool = False) -> fields.List[dict[str, Any]]:
    """A list of at least one change; merged ones are those of a decision."""
    length = validate.Length(min=1, error="Give at least one change.")
    metadata = _MERGED if merged else _CHANGES
    return Listed(Change(merged=merged), required=required, validate=length, metadata=metadata)
