"""Preparing: the envelope, unknown names, defaults that are left out, and whose the sealed words are."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.commands.fields import Sealed, SealedLines
from ledger.commands.preparing import prepare
from ledger.commands.table import COMMANDS
from ledger.domain.errors import InvalidCommand, NotAllowed, Refusal
from tests.builders import Room, a_line, a_statement, new_id, refused_line
from tests.commands.attempts import ATTEMPTS

DIGEST = "A" * 43


def registering(**more: Any) -> dict[str, Any]:
    data = {"participant_id": new_id(), "name": "A seat", "kind": "person", "group": "state"}
    return a_line("register_participant", **{**data, **more})


def refusal_of(line: Any, *, importing: bool = True) -> Refusal:
    with pytest.raises(Refusal) as caught:
        prepare(line, importing=importing)
    return caught.value


@pytest.mark.parametrize("field", ["command", "command_id", "actor", "data"])
@pytest.mark.parametrize("how", ["missing", "null", "a number", "a list", "empty"])
def test_the_envelope_is_complete(field: str, how: str) -> None:
    line = registering()
    values: dict[str, Any] = {"null": None, "a number": 7, "a list": [], "empty": ""}
    if how == "missing":
        del line[field]
    else:
        line[field] = values[how]

    assert refusal_of(line).field == field


@pytest.mark.parametrize("name", ["publish", "Register_Participant", "x" * 10_000, "\ud800", "__init__", " endorse"])
def test_an_unknown_command_is_refused_in_one_short_sentence(name: str) -> None:
    refusal = refusal_of({**registering(), "command": name})

    assert refusal.field == "command"
    assert len(refusal.message) < 200
    refusal.sentence.encode()


@pytest.mark.parametrize("name", ["extra", "recorded_at", "\ud800", "data.name", ""])
def test_an_unknown_field_of_the_envelope_is_refused(name: str) -> None:
    refusal = refusal_of({**registering(), name: "x"})

    assert "There is no such field." in refusal.message
    refusal.sentence.encode()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_an_unknown_field_of_the_data_is_refused(command: str) -> None:
    refusal = refusal_of(a_line(command, rumour="x"))

    assert refusal.errors["rumour"] == ["There is no such field."]


def test_an_unknown_field_far_inside_is_named_by_its_path() -> None:
    provision = {"provision_id": new_id(), "kind": "action", "colour": "red"}
    data = {"motion_id": new_id(), "framework_id": new_id(), "title": "P", "proposers": [new_id()]}

    refusal = refusal_of(
        a_line("table_amendment", **data, changes=[{"op": "insert", "provision": provision, "why": ""}])
    )

    assert {"changes.0.provision.colour", "changes.0.why"} <= refusal.errors.keys()


def test_computed_fields_are_not_given() -> None:
    for name in ("wording", "number", "replaced", "recorded_at"):
        data = {"framework_id": new_id(), "version_id": new_id(), "name": "V", name: "x"}
        assert refusal_of(a_line("publish_version", **data)).field == name


def test_a_default_that_is_given_is_left_out() -> None:
    assert "protected" not in prepare(registering(protected=False), importing=True).command.data
    assert prepare(registering(protected=True), importing=True).command.data["protected"] is True


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (field, value)
        for field in ("acts_for", "members", "group")
        for value in (7, [7], {"a": 1}, "not-an-id", ["not-an-id"])
        if (field, value) != ("acts_for", "not-an-id")
    ],
)
def test_a_wrong_value_of_an_update_is_refused_with_its_field(field: str, value: Any) -> None:
    refusal = refusal_of(a_line("update_participant", participant_id=new_id(), **{field: value}))

    assert refusal.field.split(".")[0] == field


def test_an_acts_for_that_is_no_id_is_refused_with_its_field() -> None:
    refusal = refusal_of(a_line("update_participant", participant_id=new_id(), acts_for="not-an-id"))

    assert refusal.field == "acts_for"


def test_only_the_import_acts_as_the_system() -> None:
    refusal = refusal_of(registering(), importing=False)

    assert isinstance(refusal, NotAllowed)
    assert refusal.field == "actor"


def test_only_an_import_brings_erased_words() -> None:
    line = {**registering(name={"erased": DIGEST}), "actor": new_id()}

    assert refusal_of(line, importing=False).field == "name"
    assert prepare(line, importing=True).command.data["name"] == {"sealed": DIGEST}


@pytest.mark.parametrize(
    "value", [{"erased": "short"}, {"erased": 7}, {"sealed": DIGEST}, {"erased": DIGEST, "more": 1}, {}, [DIGEST]]
)
def test_erased_words_have_one_form(value: Any) -> None:
    assert refusal_of(registering(name=value)).field == "name"


def test_a_list_of_sealed_words_is_one_value() -> None:
    prepared = prepare(registering(expertise=["law", "health"]), importing=True)

    assert [words.value for words in prepared.sealed if words.field == "expertise"] == [["law", "health"]]


def test_every_sealed_field_is_sealed_and_belongs_to_a_thing(ledger: Ledger, room: Room) -> None:
    for name, form in COMMANDS.items():
        found = {key for key, one in form.schema.fields.items() if isinstance(one, Sealed | SealedLines)}
        assert set(form.sealed) == found
        if not found:
            continue
        data = ATTEMPTS[name](ledger, room)
        for key in found - {"name", "text"}:
            data[key] = ["Words."] if isinstance(form.schema.fields[key], SealedLines) else "Words."

        prepared = prepare(a_line(name, **data), importing=True)

        assert {words.field for words in prepared.sealed} == found & data.keys()
        assert all(words.thing for words in prepared.sealed)


@pytest.mark.parametrize(("proposers", "author"), [(["a"], "a"), (["a", "b"], None)], ids=["alone", "together"])
def test_a_rationale_is_its_only_proposers_own(proposers: list[str], author: str | None) -> None:
    ids = {"a": new_id(), "b": new_id()}
    data = {"motion_id": new_id(), "framework_id": new_id(), "title": "M", "rationale": "It is time."}
    change = {"op": "delete", "provision_id": new_id(), "base": "0" * 64}

    line = a_line("table_amendment", **data, proposers=[ids[one] for one in proposers], changes=[change])

    assert prepare(line, importing=True).sealed[0].author == (ids[author] if author else None)


def test_the_system_is_nobodys_author() -> None:
    line = a_line("redact_statement", statement_id=new_id(), reason="legal_order", note="By order.")

    assert prepare(line, importing=True).sealed[0].author is None


def test_a_note_for_text_in_a_list_names_its_field() -> None:
    prepared = prepare(registering(name="Ame\u0301lie"), importing=True)

    assert prepared.notes == ["name was put into Unicode normal form C."]


@pytest.mark.parametrize("place", ["expertise", "edits", "people"])
def test_a_note_for_words_inside_names_their_field_too(place: str) -> None:
    change = {"op": "edit", "provision_id": new_id(), "base": "0" * 64, "edits": [[0, 0, "e\u0301"]]}
    provision = {"provision_id": new_id(), "kind": "action", "people": ["e\u0301"]}
    motion = {"motion_id": new_id(), "framework_id": new_id(), "title": "M", "proposers": [new_id()]}
    lines = {
        "expertise": registering(expertise=["e\u0301"]),
        "edits": a_line("table_amendment", **motion, changes=[change]),
        "people": a_line("table_proposal", **motion, provision=provision),
    }

    notes = prepare(lines[place], importing=True).notes

    assert len(notes) == 1
    assert place in notes[0].split(" was ")[0]


@pytest.mark.parametrize("value", [None, [], "x", 7])
def test_data_is_an_object(value: Any) -> None:
    assert refusal_of({**registering(), "data": value}).field == "data"


def test_a_refusal_names_the_field_and_the_first_sentence_of_many() -> None:
    refusal = refusal_of(a_line("register_participant", kind="robot"))

    assert isinstance(refusal, InvalidCommand)
    assert {"participant_id", "name", "kind", "group"} <= refusal.errors.keys()
    assert refusal.message in refusal.errors[refusal.field]


def test_what_no_rule_could_find_is_refused_after_the_look_up(ledger: Ledger, room: Room) -> None:
    statement = a_statement(ledger, room.consultation, room.member)
    line = a_line("redact_statement", statement_id=new_id(), reason="legal_order")

    refusal = refused_line(ledger, line)

    assert (refusal.code, refusal.field) == ("not_found", "statement_id")
    assert statement
