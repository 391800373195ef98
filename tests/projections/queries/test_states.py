"""Which state a number, a position or a date means."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.projections.queries.frameworks import framework_of
from ledger.projections.queries.history import history_of
from ledger.projections.queries.states import Missing, State, state_named
from tests.builders import TEXTS, Room, a_provision, a_room, a_version, an_amendment, decide, give, new_id


def named(ledger: Ledger, room: Room, asked: str) -> State | Missing:
    with ledger.reading() as now:
        framework = framework_of(now, room.framework)
        assert framework is not None
        return state_named(now, framework, asked)


def revision_at(ledger: Ledger, room: Room, asked: str) -> int | str:
    found = named(ledger, room, asked)
    return found.revision.number if isinstance(found, State) else found.why


def amend(ledger: Ledger, room: Room, provision: str, when: str) -> int:
    first_word = TEXTS[provision].split()[0]
    change = room.edit(provision, first_word, f"All {first_word.lower()}")
    motion = an_amendment(ledger, room.framework, room.member, [change], occurred_at="2018-03-05T10:00:00Z")
    return decide(ledger, motion, occurred_at=when).last


def receive(ledger: Ledger, room: Room, **more: Any) -> str:
    return a_version(ledger, room.framework, [a_provision(text="All is new.")], **more)


@pytest.fixture
def room(ledger: Ledger) -> Room:
    """A text of 5 March 2018 in Tokyo, changed at 02:00 and at 22:00 of the seventh there."""
    ledger._clock.now = ledger._clock.now.replace(year=2018, month=3, day=5)  # type: ignore[attr-defined]
    room = a_room(ledger, timezone="Asia/Tokyo")
    ledger._clock.now = ledger._clock.now.replace(year=2019)  # type: ignore[attr-defined]
    amend(ledger, room, "states", "2018-03-06T17:00:00Z")
    amend(ledger, room, "cities", "2018-03-07T13:00:00Z")
    return room


def test_a_day_means_its_end_in_the_zone_of_the_process(ledger: Ledger, room: Room) -> None:
    days = {
        "2018-03-04": "no_text_yet",
        "2018-03-05": 1,
        "2018-03-06": 1,
        "2018-03-07": 3,
        "2024-01-01": 3,
        "2018-02-30": "unreadable",
        "0001-01-01": "unreadable",
    }

    assert {day: revision_at(ledger, room, day) for day in days} == days


def test_a_change_of_which_only_the_day_is_known_had_happened_by_its_end(ledger: Ledger, room: Room) -> None:
    receive(ledger, room, occurred_at="2018-03-08")

    assert [revision_at(ledger, room, day) for day in ("2018-03-07", "2018-03-08")] == [3, 4]


def test_of_a_day_and_a_moment_in_it_the_later_record_counts(ledger: Ledger, room: Room) -> None:
    receive(ledger, room, occurred_at="2018-03-08")
    receive(ledger, room, occurred_at="2018-03-08T01:00:00Z")

    assert revision_at(ledger, room, "2018-03-08") == 5


def test_a_position_inside_a_command_means_the_revision_before(ledger: Ledger, room: Room) -> None:
    last = amend(ledger, room, "children", "2018-03-09T00:00:00Z")

    assert [revision_at(ledger, room, f"@{position}") for position in (last - 1, last)] == [3, 4]


def test_what_names_no_state_is_told(ledger: Ledger, room: Room) -> None:
    odd = ["@0", "@-1", "@", "@x", "0", "-1", "1.5", "x", "", "٣", "@" + "9" * 40]

    assert {asked: revision_at(ledger, room, asked) for asked in odd} == dict.fromkeys(odd, "unreadable")


def test_beyond_the_newest_position_there_is_no_state(ledger: Ledger, room: Room) -> None:
    found = named(ledger, room, "@99999999")

    assert isinstance(found, Missing)
    assert found.why == "not_yet"
    assert found.newest is not None
    assert found.newest.number == 3


def test_a_version_that_is_not_held_is_no_state(ledger: Ledger, room: Room) -> None:
    a_version(ledger, room.framework, [], extent="not_held")

    assert revision_at(ledger, room, "2") == "not_held"
    assert revision_at(ledger, room, "3") == "no_version"


def test_an_adoption_does_not_stand_in_the_states_before_it(ledger: Ledger, room: Room) -> None:
    version = new_id()
    published = give(ledger, "publish_version", framework_id=room.framework, version_id=version, name="Rev. 1")
    give(ledger, "adopt_version", version_id=version, method="acclamation")

    before, by_number = (named(ledger, room, asked) for asked in (f"@{published.last}", "2"))

    assert isinstance(before, State)
    assert before.versions[-1].adopted is None
    assert isinstance(by_number, State)
    assert by_number.version is not None
    assert by_number.version.adopted_method == "acclamation"


def test_a_history_names_the_motions_behind_each_revision(ledger: Ledger, room: Room) -> None:
    with ledger.reading() as now:
        history = history_of(now, room.framework)

    told = [(one.revision.number, len(one.motions), len(one.versions)) for one in history.entries if one.revision]
    assert told == [(3, 1, 0), (2, 1, 0), (1, 0, 1)]
    assert history.entries[0].earlier_position == history.entries[1].revision.position  # type: ignore[union-attr]


def test_a_long_history_is_paged_by_number_without_a_gap(ledger: Ledger) -> None:
    room = a_room(ledger)
    for number in range(104):
        if number % 3:
            receive(ledger, room, name=f"Draft {number}")
        else:
            a_version(ledger, room.framework, [], name=f"Draft {number}", extent="not_held")
    pages, before = [], None
    with ledger.reading() as now:
        while True:
            page = history_of(now, room.framework, before)
            pages.append(page)
            if (before := page.before) is None:
                break

    numbers = [one.revision.number for page in pages for one in page.entries if one.revision]
    versions = [version.number for page in pages for one in page.entries for version in one.versions]
    assert len(pages) == 2
    assert numbers == sorted(numbers, reverse=True) == list(range(numbers[0], 0, -1))
    assert sorted(versions) == list(range(1, 106))
