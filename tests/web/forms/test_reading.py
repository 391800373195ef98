"""From what a form sent to values, whatever was sent."""

import pytest

from web.forms.fields import Slot
from web.forms.reading import value_of, when_parts

WHEN = Slot("at", "At", "", "when", False)


@pytest.mark.parametrize(
    ("day", "clock", "zone"),
    [
        ("0001-01-01", "00:00", "Asia/Tokyo"),
        ("9999-12-31", "23:59", "America/New_York"),
        ("2018-02-30", "09:00", "UTC"),
    ],
)
def test_a_moment_that_no_calendar_has_goes_on_as_it_was_typed(day: str, clock: str, zone: str) -> None:
    assert value_of(WHEN, {"at.date": [day], "at.time": [clock]}, zone) == f"{day} {clock}"


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon"])
def test_a_moment_that_cannot_be_told_in_a_zone_stands_as_it_is(value: str) -> None:
    assert when_parts(value, "UTC") == {"date": value, "time": ""}
