"""Words and times as templates show them."""

import pytest

from ledger.projections.queries.consultations import RuleInForce
from web.filters import direction, number, plural, rule_words, until, when, when_text


@pytest.mark.parametrize(
    ("occurred_at", "timezone", "words"),
    [
        ("2015-11-25", "Europe/Amsterdam", "25 November 2015"),
        ("2018-03-05T09:00:00.000000Z", "Europe/Amsterdam", "5 March 2018, 10:00 (Amsterdam)"),
        ("2018-12-31T23:30:00.000000Z", "Africa/Casablanca", "1 January 2019, 00:30 (Casablanca)"),
        ("2018-03-05T09:00:00.000000Z", "America/New_York", "5 March 2018, 04:00 (New York)"),
        ("2018-03-05T09:00:00.000000Z", "UTC", "5 March 2018, 09:00 (UTC)"),
    ],
)
def test_a_time_is_read_in_the_zone_of_its_place(occurred_at: str, timezone: str, words: str) -> None:
    assert when_text(occurred_at, timezone) == words


def test_a_time_is_marked_up_with_its_offset() -> None:
    shown = when("2018-03-05T09:00:00.000000Z", "Europe/Amsterdam")

    assert shown == '<time datetime="2018-03-05T10:00:00+01:00">5 March 2018, 10:00 (Amsterdam)</time>'


def test_no_time_is_no_words() -> None:
    assert when(None) == ""


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        (None, "5 March 2018, 10:00 (Amsterdam)"),
        ("2018-03-05T16:00:00.000000Z", "5 March 2018, 10:00 to 17:00 (Amsterdam)"),
        ("2018-03-06T16:00:00.000000Z", "5 March 2018, 10:00 to 6 March 2018, 17:00 (Amsterdam)"),
    ],
)
def test_a_meeting_is_from_when_to_when(closes: str | None, words: str) -> None:
    assert until("2018-03-05T09:00:00.000000Z", closes, "Europe/Amsterdam").striptags() == words


def test_numbers_and_their_words() -> None:
    assert number(1234567) == "1\u202f234\u202f567"
    assert plural(1, "meeting") == "1 meeting"
    assert plural(0, "meeting") == "0 meetings"
    assert plural(2, "person", "persons") == "2 persons"


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("fa-AF", "rtl"), ("en", "ltr"), ("", "ltr"), (None, "ltr")]
)
def test_a_text_runs_the_way_of_its_language(language: str | None, way: str) -> None:
    assert direction(language) == way


def test_a_rule_is_said_in_words() -> None:
    assert rule_words(RuleInForce("constructive_objection", True)) == "yes"
    assert rule_words(RuleInForce("quorum", 12)) == "12"
    assert "consensus" in rule_words(RuleInForce("decision_method", "consensus"))
    assert "5 March 2018" in rule_words(RuleInForce("amendments_close_at", "2018-03-05"))
