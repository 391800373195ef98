"""Which of two times came first (rule 13), for plain days and moments in zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.times import begins, ends, is_date, is_earlier, moment

ZONES = ["UTC", "Europe/Amsterdam", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Apia", "Africa/Casablanca"]

zones = st.sampled_from(ZONES)
days = st.dates(date(2011, 12, 25), date(2012, 1, 5)) | st.dates(date(1990, 1, 1), date(2030, 1, 1))
moments = st.datetimes(datetime(2011, 12, 25), datetime(2012, 1, 5), timezones=st.just(UTC))
times = days.map(lambda day: day.isoformat()) | moments.map(moment)


def instants(when: str, zone: str) -> tuple[datetime, datetime]:
    """When it began and when it was over: the same for a moment."""
    if not is_date(when):
        at = datetime.fromisoformat(when)
        return at, at
    day = date.fromisoformat(when)
    first, last = (datetime.combine(day + timedelta(days=more), time.min, ZoneInfo(zone)) for more in (0, 1))
    return first.astimezone(UTC), last.astimezone(UTC)


@given(times, times, zones)
def test_one_is_earlier_only_if_it_was_over_when_the_other_began(one: str, other: str, zone: str) -> None:
    over, began = instants(one, zone)[1], instants(other, zone)[0]

    expected = over < began if not is_date(one) else over <= began

    if is_date(one) and is_date(other):
        expected = one < other  # Two days are compared as days, also where one of them was left out by its zone.
    assert is_earlier(one, other, zone) is expected


@given(times, times, times, zones)
def test_what_came_first_is_an_order(one: str, other: str, third: str, zone: str) -> None:
    assert not is_earlier(one, one, zone)
    assert not (is_earlier(one, other, zone) and is_earlier(other, one, zone))
    if is_earlier(one, other, zone) and is_earlier(other, third, zone):
        assert is_earlier(one, third, zone)


def test_of_a_day_and_a_moment_within_it_neither_is_earlier() -> None:
    day, within = "2018-03-05", "2018-03-05T22:59:59.000000Z"

    assert not is_earlier(day, within, "Europe/Amsterdam")
    assert not is_earlier(within, day, "Europe/Amsterdam")


def test_a_day_ends_when_it_ends_in_its_zone() -> None:
    late = "2018-03-05T23:00:00.000000Z"

    assert is_earlier("2018-03-05", late, "Europe/Amsterdam")
    assert not is_earlier("2018-03-05", late, "UTC")


def test_a_day_on_which_clocks_change_has_its_own_length() -> None:
    assert begins("2018-03-25", "Europe/Amsterdam") == "2018-03-24T23:00:00.000000Z"
    assert ends("2018-03-25", "Europe/Amsterdam") == "2018-03-25T22:00:00.000000Z"


def test_a_moment_is_written_in_utc_with_six_decimals() -> None:
    local = datetime(2018, 12, 10, 9, 30, tzinfo=ZoneInfo("Africa/Casablanca"))

    assert moment(local) == "2018-12-10T08:30:00.000000Z"


def test_the_last_day_of_the_calendar_has_an_end() -> None:
    assert ends("9999-12-31", "UTC") > "9999-12-31T00:00:00.000000Z"


def test_the_first_day_of_the_calendar_has_a_beginning() -> None:
    assert begins("0001-01-01", "Asia/Tokyo") <= "0001-01-01T00:00:00.000000Z"
