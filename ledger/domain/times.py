"""When things happened: a moment in UTC (`2018-03-05T09:00:00.000000Z`) or, where only the day is known, a plain date.

Both are text in the record. Moments have one width, so that they sort as they follow one another. A plain date is the
whole day in the zone of its consultation.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

FIRST_MOMENT = "0001-01-01T00:00:00.000000Z"
LAST_MOMENT = "9999-12-31T23:59:59.999999Z"

DATE_LENGTH = len("2015-11-25")

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def moment(value: datetime) -> str:
    """An aware datetime as the record writes it."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def is_date(when: str) -> bool:
    """Whether only the day is known."""
    return len(when) == DATE_LENGTH


def begins(when: str, zone: str) -> str:
    """The moment at which `when` begins."""
    return _midnight(when, zone, 0) if is_date(when) else when


def ends(when: str, zone: str) -> str:
    """The moment by which `when` is over."""
    return _midnight(when, zone, 1) if is_date(when) else when


def is_earlier(one: str, other: str, zone: str) -> bool:
    """Whether `one` certainly came before `other`; of a day and a moment within it neither did."""
    if is_date(one):
        return one < other if is_date(other) else ends(one, zone) <= other
    return one < begins(other, zone)


def spoken(when: str, zone: str) -> str:
    """As people say it: "25 November 2015", "5 March 2018, 10:00 (Amsterdam)"."""
    if is_date(when):
        return day_in_words(date.fromisoformat(when))
    local = in_zone(when, zone)
    return f"{day_in_words(local.date())}, {local:%H:%M} ({city(zone)})"


def in_zone(moment: str, zone: str) -> datetime:
    """A moment as the clocks of a zone show it."""
    return datetime.fromisoformat(moment).astimezone(UTC if zone == "UTC" else ZoneInfo(zone))


def day_in_words(day: date) -> str:
    """A day: "5 March 2018"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def city(zone: str) -> str:
    """What people call a zone: "Amsterdam" for Europe/Amsterdam."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@lru_cache(maxsize=4096)
def _midnight(day: str, zone: str, days_later: int) -> str:
    try:
        at = date.fromisoformat(day) + timedelta(days=days_later)
        return moment(datetime.combine(at, time.min, ZoneInfo(zone)))
    except OverflowError:
        # The calendar ends there.
        return LAST_MOMENT if days_later else FIRST_MOMENT
