"""How many brackets were open, record by record: what is told of the past is what was counted when it was today."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application import Ledger
from ledger.projections.queries.asked import asked
from ledger.projections.queries.brackets import brackets_of
from ledger.projections.queries.brackets_over_time import MOST_POINTS, Counts, Point, counts_over_time, thinned
from ledger.projections.queries.fitting import FITS
from ledger.projections.queries.text import text_at
from ledger.projections.queries.text_over_time import text_over_time
from ledger.projections.reading import Reading
from tests.builders import Room, a_proposal, a_room, an_amendment, decide, give, new_id, take_stance
from tests.projections.queries.counting import queries_sent

law = settings(deadline=None, max_examples=200)


def counted_now(reading: Reading, framework_id: str) -> int:
    """The brackets of the text as it stands, by the queries that look at today alone."""
    text = text_at(reading, framework_id, reading.position)
    found = asked(reading, framework_id, text)
    return len(brackets_of(text, {one.motion.id: one.changes for one in found if one.fit in FITS}).all)


def over_time(ledger: Ledger, room: Room, counts: Counts | None = None) -> tuple[Point, ...]:
    with ledger.reading() as reading:
        now = counted_now(reading, room.framework)
        return counts_over_time(reading, room.framework, now, counts if counts is not None else Counts())


def what_happens(ledger: Ledger, room: Room) -> dict[int, int]:
    """A small negotiation; by position, the number of brackets that was counted there when it was today."""
    seen: dict[int, int] = {}

    def look() -> None:
        with ledger.reading() as reading:
            seen[reading.position] = counted_now(reading, room.framework)

    shall = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
    look()
    an_amendment(ledger, room.framework, room.second, [room.edit("cities", "host", "welcome")])
    look()
    fund = a_proposal(ledger, room.framework, room.member)
    look()
    two = [room.edit("states", "protect", "host"), room.edit("children", "go", "may go")]
    give(ledger, "revise_motion", motion_id=shall, participant_id=room.member, changes=two)
    look()
    decide(ledger, shall)
    look()
    give(ledger, "withdraw_motion", motion_id=fund, participant_id=room.member)
    look()
    named = {"framework_id": room.framework, "version_id": new_id(), "name": "Rev. 1"}
    give(ledger, "publish_version", **named)
    look()
    return seen


def test_every_point_is_what_was_counted_when_it_was_today(ledger: Ledger) -> None:
    room = a_room(ledger)
    seen = what_happens(ledger, room)

    points = {point.position: point.brackets for point in over_time(ledger, room)}

    assert {position: points[position] for position in seen} == seen
    assert sorted(set(seen.values())) == [1, 2, 3, 4]


def test_a_text_of_which_nothing_was_ever_asked_has_no_open_bracket_at_any_point(ledger: Ledger) -> None:
    room = a_room(ledger)
    give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="Rev. 1")

    assert [point.brackets for point in over_time(ledger, room)] == [0, 0]


def test_the_last_point_is_counted_as_the_others_are(ledger: Ledger) -> None:
    room = a_room(ledger)
    what_happens(ledger, room)
    last = over_time(ledger, room)[-1]

    with ledger.reading() as reading:
        (then,) = text_over_time(reading, room.framework, [last.position])

        assert len(brackets_of(then.text, then.asked).all) == last.brackets == counted_now(reading, room.framework)


def test_a_point_says_what_happened_since_the_one_before(ledger: Ledger) -> None:
    room = a_room(ledger)
    what_happens(ledger, room)

    told = [[(one.what, one.number, one.decision) for one in point.happened] for point in over_time(ledger, room)]

    assert told == [
        [("version", None, None)],
        [("tabled", 1, None)],
        [("tabled", 2, None)],
        [("tabled", 3, None)],
        [("revised", 1, None)],
        [("decided", 1, "adopted")],
        [("decided", 3, "withdrawn")],
        [("version", None, None)],
    ]


def test_positions_inside_a_command_are_no_points(ledger: Ledger) -> None:
    room = a_room(ledger)
    one = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
    other = an_amendment(ledger, room.framework, room.second, [room.edit("states", "protect", "host")])
    answer = give(ledger, "adopt_motions", framework_id=room.framework, motions=[one, other])

    last = over_time(ledger, room)[-1]

    assert (last.position, last.brackets) == (answer.last, 0)
    assert [happening.number for happening in last.happened] == [1, 2]


def test_the_past_is_counted_once(ledger: Ledger) -> None:
    room, counts = a_room(ledger), Counts()
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
    first = over_time(ledger, room, counts)
    take_stance(ledger, room.second, motion, "endorse")

    with ledger.reading() as reading, queries_sent(reading) as sent:
        again = counts_over_time(reading, room.framework, 1, counts)

    assert again == first
    assert len(sent) == 1


def test_what_follows_is_counted_on_top_of_what_was_known(ledger: Ledger) -> None:
    room, counts = a_room(ledger), Counts()
    over_time(ledger, room, counts)
    what_happens(ledger, room)

    assert over_time(ledger, room, counts) == over_time(ledger, room)


def test_a_framework_of_which_nothing_is_known_has_no_points(ledger: Ledger) -> None:
    with ledger.reading() as reading:
        assert counts_over_time(reading, new_id(), 0, Counts()) == ()


@law
@given(st.integers(1, 900), st.sets(st.integers(0, 899), max_size=12))
def test_the_first_the_last_and_the_versions_stay_among_few_enough(length: int, kept: set[int]) -> None:
    positions = list(range(length))

    chosen = thinned(positions, kept)

    assert {0, length - 1} | (kept & set(positions)) <= set(chosen)
    assert chosen == sorted(chosen)
    assert len(chosen) <= MOST_POINTS + len(kept) + 1


@law
@given(st.integers(1, 900))
def test_one_record_more_takes_nothing_new_of_the_past(length: int) -> None:
    before, after = (set(thinned(list(range(size)), set())) for size in (length, length + 1))

    assert after - {length} <= before


def test_the_counts_of_few_frameworks_are_kept() -> None:
    counts = Counts()
    for number in range(300):
        counts.keep(str(number), number, ())

    assert counts.of("0") == (0, ())
    assert counts.of("299") == (299, ())
