"""A step line over time, drawn by hand."""

import pytest

from web.chart import HEIGHT, WIDTH, Step, drawn


def test_the_line_holds_a_number_until_the_next() -> None:
    chart = drawn([Step("2016-01-01", 0), Step("2016-01-02", 4), Step("2016-01-05", 1)], "UTC")

    assert chart is not None
    assert chart.path == f"M0 {HEIGHT}H{WIDTH / 4:g}V0H{WIDTH}V{HEIGHT * 3 / 4:g}"
    assert chart.area == f"{chart.path}V{HEIGHT}H0Z"
    assert (chart.highest, chart.first, chart.last) == (4, "1 January 2016", "5 January 2016")


def test_what_was_recorded_later_than_it_happened_does_not_turn_the_line_back() -> None:
    chart = drawn([Step("2016-01-01", 0), Step("2016-01-05", 2), Step("2016-01-03", 1)], "UTC")

    assert chart is not None
    assert chart.path == f"M0 {HEIGHT}H{WIDTH}V0H{WIDTH}V{HEIGHT / 2:g}"


def test_steps_of_one_day_are_spread_evenly() -> None:
    chart = drawn([Step("2016-01-01", 1)] * 3, "UTC")

    assert chart is not None
    assert chart.path == f"M0 0H{WIDTH / 2:g}V0H{WIDTH}V0"


def test_marks_stand_at_their_steps() -> None:
    chart = drawn(
        [Step("2016-01-01", 0, "version 1"), Step("2016-01-02", 2), Step("2016-01-03", 1, "version 2")], "UTC"
    )

    assert chart is not None
    assert chart.marks == ((0, HEIGHT, "version 1"), (WIDTH, HEIGHT / 2, "version 2"))


def test_days_at_the_sides_are_those_of_the_zone() -> None:
    chart = drawn([Step("2016-01-01T23:30:00.000000Z", 0), Step("2016-01-02T23:30:00.000000Z", 0)], "Europe/Amsterdam")

    assert chart is not None
    assert (chart.first, chart.last, chart.highest) == ("2 January 2016", "3 January 2016", 1)


@pytest.mark.parametrize("steps", [[], [Step("2016-01-01", 3)]])
def test_between_fewer_than_two_there_is_no_line(steps: list[Step]) -> None:
    assert drawn(steps, "UTC") is None
