"""The words by which people know the fields of commands: each has its label, no two of one form the same."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from marshmallow import Schema, fields

from ledger.commands.changes import CHANGES
from ledger.commands.fields import Choice, shown
from ledger.commands.schemas import RULE_VALUES
from ledger.commands.table import COMMANDS
from ledger.domain import vocabulary
from ledger.domain.vocabulary import CHOICES, LABELS, Ballot, Role, Stance, Standing, choice_labels, label

CONTROLS = (  # noqa: SIM905
    "line text hidden choice flag number when tags lines timezone participant participants acting consultation "
    "consultations session motion motions provision provisions votes vote challenges statement things ballots counts "
    "tally version_text changes place rule_value"
).split()
"""Every way in which a form asks for a value."""

FORMS: dict[str, Schema] = {name: form.schema for name, form in COMMANDS.items()} | {
    f"a change: {op}": schema for op, schema in CHANGES.items()
}

ENUMS = [one for one in vars(vocabulary).values() if isinstance(one, type) and issubclass(one, StrEnum)]
ENUMS.remove(StrEnum)


def fields_of(schema: Schema, path: str = "") -> Iterator[tuple[str, fields.Field[Any]]]:
    """Every field of a form by its dotted name, those of its nested forms too."""
    for name, one in schema.fields.items():
        yield f"{path}{name}", one
        inner = one.inner if isinstance(one, fields.List) else one
        if isinstance(inner, fields.Nested):
            yield from fields_of(inner.schema, f"{path}{name}.")


@pytest.mark.parametrize("form", FORMS)
def test_every_field_has_a_label(form: str) -> None:
    without = [name for name, one in fields_of(FORMS[form]) if not one.metadata.get("label")]

    assert without == []


@pytest.mark.parametrize("form", FORMS)
def test_no_two_fields_of_a_form_have_the_same_label(form: str) -> None:
    counted = Counter(one.metadata["label"] for _, one in fields_of(FORMS[form]))

    assert [words for words, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_field_says_of_itself_what_a_form_understands(form: str) -> None:
    for name, one in fields_of(FORMS[form]):
        assert set(one.metadata) <= {"label", "x-hint", "x-control"}, name
        assert one.metadata.get("x-control", "line") in CONTROLS, name


@pytest.mark.parametrize("form", FORMS)
def test_labels_begin_with_a_capital_and_hints_are_one_short_sentence(form: str) -> None:
    for name, one in fields_of(FORMS[form]):
        words, hint = one.metadata["label"], one.metadata.get("x-hint", "A sentence.")
        assert words[0].isupper(), name
        assert not words.endswith("."), name
        assert hint[0].isupper(), name
        assert hint.endswith("."), name
        assert len(hint) < 100, name


def test_the_value_of_each_rule_has_its_words() -> None:
    for rule, one in RULE_VALUES.items():
        assert one.metadata["label"], rule
        assert one.metadata["x-hint"].endswith("."), rule


def test_what_is_not_said_of_a_field_is_left_out() -> None:
    assert shown("Title") == {"label": "Title"}
    assert shown("Title", "A few words.", control="line") == {
        "label": "Title",
        "x-hint": "A few words.",
        "x-control": "line",
    }


@pytest.mark.parametrize("choices", ENUMS, ids=lambda one: one.__name__)
def test_every_choice_has_words_of_its_own_without_underscores(choices: type[StrEnum]) -> None:
    words = choice_labels(choices)

    assert list(words) == [choice.value for choice in choices]
    assert len(set(words.values())) == len(words)
    assert not [one for one in words.values() if "_" in one or one != one.strip()]


def test_words_are_given_for_values_that_exist_only() -> None:
    for choices, words in CHOICES.items():
        assert set(words) <= {choice.value for choice in choices}
    known = {choice.value for choices in ENUMS for choice in choices} | {"taken_up"}
    assert set(LABELS) <= known


def test_positions_are_put_as_people_put_them() -> None:
    assert list(choice_labels(Stance).values()) == [
        "sponsors",
        "supports",
        "supports with a reservation",
        "takes no position",
        "objects",
    ]


def test_a_value_of_two_meanings_is_told_apart_where_one_chooses() -> None:
    assert label("abstain") == "takes no position"
    assert choice_labels(Ballot)["abstain"] == "abstains"
    assert label(Role.ORGANIZER) == "organizer"
    assert label(Standing.MEMBER) == "member"


def test_a_field_of_choices_knows_what_may_be_chosen() -> None:
    assert Choice(Stance).words is Stance
