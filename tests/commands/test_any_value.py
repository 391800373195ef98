"""Any JSON value at any field of any command: refused in one sentence, or accepted; never another exception."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application import Ledger
from ledger.commands.table import COMMANDS
from ledger.domain.errors import Refusal
from ledger.domain.replay import Replay
from ledger.interchange.command_lines import import_lines
from ledger.store.database import Database
from ledger.store.migrate import migrate
from tests.builders import Clock, Line, Room, a_ledger, a_line, a_room, an_amendment, exported, folded, state_of
from tests.commands.attempts import ATTEMPTS

odd_words = st.sampled_from(
    ["", " ", "\n", "\ud800", "\x00", "e\u0301", "\u0301", "a" * 70_000, "system", "named", "2018-03-05", "9998-01-01"]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.sampled_from([2**53, -(2**63), 10**30, 0.5, -0.0, 1e308, float("inf"), float("nan")])
    | st.text(max_size=20)
    | odd_words
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The place of every value within a value."""
    found = [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        found += paths_in(inner, (*path, key))
    return found


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The value with another one in a place."""
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(value[path[0]], path[1:], new)
    return copied


def ids_of(ledger: Ledger, room: Room) -> list[str]:
    """Ids of things of every kind."""
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    states = room.provisions["states"]
    return [room.consultation, room.framework, room.version, room.member, room.guest, room.organizer, states, motion]


@st.composite
def bent(draw: st.DrawFn, line: Line, known: list[str]) -> Line:
    """The line with something else in one or two places, or with a field too many."""
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(paths_in(line)[1:]))
        line = put(line, path, draw(values | st.sampled_from(known)))
    optional = [name for name in COMMANDS[line["command"]].schema.fields] if _is_whole(line) else []
    if optional and draw(st.booleans()):
        line["data"] = {**line["data"], draw(st.sampled_from(optional)): draw(values | st.sampled_from(known))}
    return line


def _is_whole(line: Line) -> bool:
    name = line.get("command")
    return isinstance(name, str) and name in COMMANDS and isinstance(line.get("data"), dict)


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """One ledger for all examples, each with a room of its own; at the end it is replayed and sent round."""
    urls = [f"sqlite:///{tmp_path_factory.mktemp('any') / name}.db" for name in ("one", "other")]
    for url in urls:
        migrate(Database.from_url(url))
    clock = Clock()
    with a_ledger(urls[0], clock) as ledger, a_ledger(urls[1], clock) as other:
        yield ledger
        replay, head = Replay(), ledger.record_store.head()
        replay.feed(map(ledger.event, ledger.record_store.stored_between(1, head, head)))
        replay.finish()
        assert all(version.holds for version in replay.versions)
        lines = exported(ledger)
        assert [one.refusal.sentence for one in import_lines(other, BytesIO(lines)).refused] == []
        assert exported(other) == lines


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_value_at_any_field_is_refused_in_a_sentence_or_recorded_whole(
    growing: Ledger, data: st.DataObject
) -> None:
    growing._deciding._cache.clear()
    room = a_room(growing)
    command = data.draw(st.sampled_from(sorted(ATTEMPTS)))
    valid = a_line(command, **ATTEMPTS[command](growing, room))
    line = data.draw(bent(valid, ids_of(growing, room)))
    head = growing.record_store.head()

    refusal = None
    try:
        growing.execute(line, importing=True)
    except Refusal as caught:
        refusal = caught

    for aggregate in growing._deciding._cache:
        assert state_of(aggregate) == state_of(folded(growing, type(aggregate), aggregate.id))
    if refusal is not None:
        assert refusal.message.endswith((".", ".”"))
        refusal.sentence.encode()
        assert growing.record_store.head() == head
