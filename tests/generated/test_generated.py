"""What is generated is accepted, in proportion, and leaves nothing out."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from enum import StrEnum
from io import BytesIO
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.commands.changes import CHANGES
from ledger.commands.table import COMMANDS
from ledger.domain import vocabulary
from ledger.interchange.command_lines import Report, import_lines
from tests.generated import every_command, generate
from tests.generated.script import Line

EVENTS = 2_000

WORDS: dict[str, tuple[str, ...]] = {
    "Stage": ("stage",),
    "ParticipantKind": ("kind",),
    "StakeholderGroup": ("group",),
    "Role": ("role",),
    "Standing": ("standing",),
    "Attribution": ("attribution",),
    "ErasureReason": ("reason",),
    "Rule": ("rule",),
    "DecisionMethod": ("value",),
    "ProvisionKind": ("kind",),
    "Extent": ("extent",),
    "Stance": ("stance",),
    "StatementKind": ("kind",),
    "VoteMethod": ("method",),
    "Ballot": ("ballots",),
    "Majority": ("majority",),
    "Result": ("result",),
}
"""Where each set of words of the record stands in the data of commands."""


def recorded(lines: Iterable[Line], url: str) -> tuple[Report, Counter[str]]:
    """What an import of the lines did, and how often each kind of event is on record then."""
    file = BytesIO("".join(f"{json.dumps(line)}\n" for line in lines).encode())
    with closing(Ledger.open(url)) as ledger:
        report = import_lines(ledger, file, keep_going=True)
        head = ledger.record_store.head()
        stored = ledger.record_store.stored_between(1, head, head)
    return report, Counter(one.topic for one in stored)


def values_of(thing: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with the key that it stands under, however deep."""
    if isinstance(thing, dict):
        for name, inner in thing.items():
            yield from values_of(inner, name)
    elif isinstance(thing, list):
        for inner in thing:
            yield from values_of(inner, key)
    else:
        yield key, thing


@pytest.fixture(scope="module")
def said() -> set[tuple[str, Any]]:
    """Every (key, value) that the lines of `every_command` hold."""
    return {pair for line in every_command() for pair in values_of(line)}


def test_an_empty_ledger_refuses_nothing_and_holds_as_many_events_as_asked(sqlite_url: str) -> None:
    report, events = recorded(generate(EVENTS), sqlite_url)

    assert report.refused == []
    assert events.total() == EVENTS


def test_motions_and_revisions_are_in_proportion(sqlite_url: str) -> None:
    _, events = recorded(generate(EVENTS), sqlite_url)

    tabled = events["ledger.motion.amendment_tabled"] + events["ledger.motion.proposal_tabled"]
    revisions = events["ledger.framework.motions_adopted"] + events["ledger.framework.version_received"]
    assert tabled == EVENTS * 5_000 / 200_000
    assert revisions == EVENTS * 3_000 / 200_000
    assert events["ledger.framework.provision_received"] == 500


@pytest.mark.parametrize("seed", range(8))
def test_a_small_framework_is_accepted_whatever_the_seed(sqlite_url: str, seed: int) -> None:
    events = 300 + 97 * seed

    report, on_record = recorded(generate(events, seed, provisions=4 + 5 * seed), sqlite_url)

    assert [refused.refusal.sentence for refused in report.refused] == []
    assert on_record.total() == events


def test_a_seed_always_gives_the_same_lines_and_another_one_others() -> None:
    assert list(generate(EVENTS, 7)) == list(generate(EVENTS, 7))
    assert list(generate(EVENTS, 7)) != list(generate(EVENTS, 8))
    assert list(every_command(7)) == list(every_command(7))


def test_time_does_not_go_back() -> None:
    times = [line["occurred_at"] for line in generate(EVENTS)]

    assert times == sorted(times)
    assert times[0] > "2016"


def test_most_positions_are_on_what_was_tabled_lately() -> None:
    tabled: list[str] = []
    ages = []
    for line in generate(20_000):
        data = line["data"]
        if line["command"].startswith("table_"):
            tabled.append(data["motion_id"])
        elif line["command"] == "endorse" and data["subject"]["kind"] == "motion":
            ages.append(len(tabled) - tabled.index(data["subject"]["id"]))

    assert sum(age <= 30 for age in ages) > len(ages) * 0.8


@pytest.mark.parametrize("seed", [2015, 1, 2, 3])
def test_one_line_of_everything_is_refused_and_no_other(sqlite_url: str, seed: int) -> None:
    report, _ = recorded(every_command(seed), sqlite_url)

    assert [refused.refusal.field for refused in report.refused] == ["actor"]
    assert 0 < report.refused[0].number < report.recorded


def test_every_command_occurs(said: set[tuple[str, Any]]) -> None:
    assert {value for key, value in said if key == "command"} == set(COMMANDS)


def test_every_op_occurs(said: set[tuple[str, Any]]) -> None:
    assert {value for key, value in said if key == "op"} == set(CHANGES)


def test_every_fate_occurs(said: set[tuple[str, Any]]) -> None:
    fates = {value for key, value in said if key == "decision"}

    # A motion is withdrawn by its sponsors, with a command of its own.
    assert fates | {"withdrawn"} == set(vocabulary.Decision)


@pytest.mark.parametrize("name", WORDS)
def test_every_word_of_the_record_occurs(said: set[tuple[str, Any]], name: str) -> None:
    words: type[StrEnum] = getattr(vocabulary, name)

    assert {value for key, value in said if key in WORDS[name]} >= {word.value for word in words}


def test_no_set_of_words_is_left_out() -> None:
    sets = {name for name, value in vars(vocabulary).items() if isinstance(value, type) and issubclass(value, StrEnum)}

    # Levels and horizons are asked for by the next test, decisions by one of their own.
    assert sets - {"StrEnum", "Level", "Horizon", "Decision"} == set(WORDS)


def test_every_tag_and_every_sealed_field_occurs(said: set[tuple[str, Any]]) -> None:
    tags = {value for key, value in said if key in ("levels", "horizons")}
    sealed = {field for form in COMMANDS.values() for field in form.sealed}

    assert tags == {*vocabulary.Level, *vocabulary.Horizon}
    assert {key for key, _ in said} >= sealed


@pytest.mark.parametrize("name", COMMANDS)
def test_every_field_of_every_command_occurs(name: str) -> None:
    given = {field for line in every_command() if line["command"] == name for field in line["data"]}

    assert given == set(COMMANDS[name].schema.fields)
