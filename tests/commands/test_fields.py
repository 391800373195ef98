"""Fields: what lets a value through, and the normal form in which it goes on (§5)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields

from ledger.commands.changes import CHANGES, Change
from ledger.commands.fields import LONGEST_TEXT, SealedLines, Text, When
from ledger.commands.preparing import prepare
from ledger.commands.schemas import UpdateParticipant
from ledger.commands.table import COMMANDS
from ledger.domain.errors import InvalidCommand
from tests.builders import new_id

BAD_WORDS = {
    "a lone high surrogate": "a\ud800b",
    "a lone low surrogate": "\udfff",
    "a null": "a\x00b",
    "a tab": "a\tb",
    "an escape": "\x1b[2J",
    "a bell": "a\x07",
    "delete": "a\x7f",
    "a C1 control": "a\x85b",
}


def text_places(schema: Schema, path: str = "") -> list[str]:
    """The dotted path of every field of a schema that takes words."""
    found = []
    for name, one in schema.fields.items():
        found += _places_of(one, f"{path}.{name}".removeprefix("."))
    return found


def _places_of(one: fields.Field[Any], path: str) -> list[str]:
    if isinstance(one, Text):
        return [path]
    if isinstance(one, fields.Nested):
        return text_places(one.schema, path)
    if isinstance(one, fields.List | SealedLines):
        return _places_of(one.inner, f"{path}.0")
    if isinstance(one, Change):
        return [place for op, schema in CHANGES.items() for place in text_places(schema, f"{path}:{op}")]
    return []


PLACES = [(name, place) for name, form in COMMANDS.items() for place in text_places(form.schema)]


def with_words(place: str, words: str) -> Any:
    """Data with nothing but words at a place such as `changes.0:insert.provision.text`."""
    head, _, rest = place.partition(".")
    head, _, op = head.partition(":")
    value = with_words(rest, words) if rest else words
    if head == "0":
        return [{"op": op, **value} if op else value]
    return {head: value}


def test_the_walk_finds_the_places_where_words_may_stand() -> None:
    assert ("make_statement", "text") in PLACES
    assert ("receive_version", "provisions.0.heading") in PLACES
    assert ("table_amendment", "changes.0:insert.provision.text") in PLACES
    assert len(PLACES) > 70


@pytest.mark.parametrize("fault_of", BAD_WORDS)
def test_no_field_takes_half_a_character_or_a_control_character(fault_of: str) -> None:
    for name, place in PLACES:
        line = {"command": name, "command_id": new_id(), "actor": "system"}

        with pytest.raises(InvalidCommand) as caught:
            prepare({**line, "data": with_words(place, BAD_WORDS[fault_of])}, importing=True)

        path = ".".join(part.split(":")[0] for part in place.split("."))
        sentences = caught.value.errors.get(path, [])
        assert any("surrogate" in sentence or "control" in sentence for sentence in sentences), (name, place)


def test_the_words_that_an_edit_puts_in_are_looked_at_too() -> None:
    change = {"op": "edit", "provision_id": new_id(), "base": "0" * 64}
    for words in BAD_WORDS.values():
        data = {"changes": [{**change, "edits": [[0, 0, words]]}]}
        with pytest.raises(InvalidCommand) as caught:
            prepare({"command": "table_amendment", "command_id": new_id(), "actor": "system", "data": data})

        assert "changes.0.edits.0" in caught.value.errors


@pytest.mark.parametrize(("given", "stored"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\n\rb", "a\n\nb"), ("é", "é")])
def test_line_ends_become_line_feeds_and_text_nfc(given: str, stored: str) -> None:
    assert Text().deserialize(given) == stored


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])).filter(lambda words: words.strip()))
def test_text_that_went_through_goes_through_again_unchanged(words: str) -> None:
    once = Text().deserialize(words)

    assert Text().deserialize(once) == once


@pytest.mark.parametrize("letter", ["é", "a"])
def test_a_text_has_a_longest_length_in_every_script(letter: str) -> None:
    line = {"command": "make_statement", "command_id": new_id(), "actor": "system"}

    with pytest.raises(InvalidCommand) as caught:
        prepare({**line, "data": {"text": letter * (LONGEST_TEXT + 1)}})

    assert "text" in caught.value.errors


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2018-03-05", "2018-03-05"),
        ("2018-03-05T09:00:00Z", "2018-03-05T09:00:00.000000Z"),
        ("2018-03-05t09:00:00z", "2018-03-05T09:00:00.000000Z"),
        ("2018-03-05T09:00Z", "2018-03-05T09:00:00.000000Z"),
        ("2018-03-05T09:00:00.123456789+01:00", "2018-03-05T08:00:00.123456Z"),
        ("2018-03-05T00:30:00+14:00", "2018-03-04T10:30:00.000000Z"),
        ("2018-03-05T09:00:00-00:00", "2018-03-05T09:00:00.000000Z"),
    ],
)
def test_a_time_is_stored_in_utc_with_six_decimals(given: str, stored: str) -> None:
    assert When().deserialize(given) == stored


@pytest.mark.parametrize(
    "value",
    [
        "2018-03-05T09:00:00",
        "2018-02-30",
        "2018-3-5",
        "05.03.2018",
        "2018-03-05 09:00:00Z",
        "2018-03-05T25:00:00Z",
        "2018-06-30T23:59:60Z",
        "2018-03-05T09:00:00+25:00",
        "2018-W10-1",
        "20180305",
        "0000-01-01",
        "10000-01-01",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "٢٠١٨-٠٣-٠٥",
        "yesterday",
        "",
        1520240400,
        None,
        ["2018-03-05"],
    ],
)
def test_what_is_no_time_is_refused_with_its_field(value: Any) -> None:
    line = {"command": "register_participant", "command_id": new_id(), "actor": "system", "data": {}}

    with pytest.raises(InvalidCommand) as caught:
        prepare({**line, "occurred_at": value}, importing=True)

    assert "occurred_at" in caught.value.errors


def test_a_time_without_a_zone_is_told_what_it_lacks() -> None:
    line = {"command": "register_participant", "command_id": new_id(), "actor": "system", "data": {}}

    with pytest.raises(InvalidCommand) as caught:
        prepare({**line, "occurred_at": "2018-03-05T09:00:00"}, importing=True)

    assert "no zone" in caught.value.errors["occurred_at"][0]


@pytest.mark.parametrize(
    "value", ["", "x", "3f2504e0-4f89-41d3-9a0c-0305e82c330", "{3f2504e0-4f89-41d3-9a0c-0305e82c3301}", 7, None, True]
)
def test_an_id_is_a_uuid_in_its_plain_form(value: Any) -> None:
    line = {"command": "register_participant", "command_id": value, "actor": "system", "data": {}}

    with pytest.raises(InvalidCommand) as caught:
        prepare(line, importing=True)

    assert "command_id" in caught.value.errors


def test_an_id_in_capitals_is_the_same_id() -> None:
    name = new_id()
    line = {"command": "open_session", "command_id": name.upper(), "actor": "system"}

    prepared = prepare({**line, "data": {"session_id": name.upper()}}, importing=True)

    assert (prepared.command.command_id, prepared.command.data) == (name, {"session_id": name})


def test_tags_are_sorted_and_each_stands_once() -> None:
    provision = {"provision_id": new_id(), "kind": "action", "people": ["b", "a", "b"], "levels": []}
    data = {"motion_id": new_id(), "framework_id": new_id(), "title": "P", "proposers": [new_id()]}

    prepared = prepare(
        {
            "command": "table_proposal",
            "command_id": new_id(),
            "actor": "system",
            "data": {**data, "provision": provision},
        },
        importing=True,
    )

    assert prepared.command.data["provision"]["people"] == ["a", "b"]
    assert "levels" not in prepared.command.data["provision"]


def test_a_list_of_personal_words_is_bounded() -> None:
    data = {"participant_id": new_id(), "expertise": ["law"] * 101}

    with pytest.raises(ValidationError, match=r"Give at most 100\."):
        UpdateParticipant().load(data)
