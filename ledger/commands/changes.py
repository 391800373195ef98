"""The changes that a motion makes, one form for each op."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from ledger.commands.fields import Choice, Digest, Form, Id, Line, Listed, Nested, Strict, Tags, Text, Whole, Words, ids
from ledger.domain.vocabulary import Horizon, Level, ProvisionKind


class Tagged(Schema):
    levels = Tags(Choice(Level), metadata={"label": "Levels of governance"})
    horizons = Tags(Choice(Horizon), metadata={"label": "Time horizons"})
    people = Tags(Line(validate=validate.Length(max=60)), metadata={"label": "People concerned"})


class ProvisionForm(Form, Tagged):
    provision_id = Id(required=True)
    kind = Choice(ProvisionKind, required=True, metadata={"label": "Kind"})
    label = Line(empty=True, metadata={"label": "Label"})
    heading = Line(empty=True, metadata={"label": "Heading"})
    text = Text(empty=True, metadata={"label": "Text"})


class PlacedProvision(ProvisionForm):
    parent = Id()


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
    op = fields.String(required=True)
    motions = ids()


class _EditChange(_Change):
    provision_id = Id(required=True)
    base = Digest(required=True)
    edits = Words(Edit(), required=True)


class _RewriteChange(_Change):
    provision_id = Id(required=True)
    base = Digest(required=True)
    text = Text(empty=True, required=True)


class _InsertChange(_Change):
    provision = Nested(ProvisionForm, required=True)
    parent = Id()
    after = Id(allow_none=True)


class _DeleteChange(_Change):
    provision_id = Id(required=True)
    base = Digest(required=True)


class _MoveChange(_Change):
    provision_id = Id(required=True)
    parent = Id()
    after = Id(allow_none=True)


class _RelabelChange(_Change):
    provision_id = Id(required=True)
    base = Digest(required=True)
    label = Line(empty=True)
    heading = Line(empty=True)

    @validates_schema
    def names_something(self, data: dict[str, Any], **_: Any) -> None:
        if "label" not in data and "heading" not in data:
            raise ValidationError("Give a label or a heading.")


class _RetagChange(_Change, Tagged):
    provision_id = Id(required=True)

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


def changes(*, merged: bool = False, required: bool = False) -> fields.List[dict[str, Any]]:
    """A list of at least one change."""
    length = validate.Length(min=1, error="Give at least one change.")
    return Listed(Change(merged=merged), required=required, validate=length)
