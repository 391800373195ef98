"""Participants to be named, and what is raised of lines that cannot be read."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st

from ledger.projections.queries.people import Person
from web.pasting.names import Names
from web.pasting.unread import Unread

NAMES = (
    "Norway",
    "Sweden",
    "Iceland",
    "Niger",
    "Nigeria",
    "Bolivia (Plurinational State of)",
    "Korea, Republic of",
    "Trinidad and Tobago",
    "Congo",
    "Congo, Democratic Republic of the",
    "Côte d’Ivoire",
    "United Kingdom",
)
"""Delegations that lists name."""


def an_id(number: int) -> str:
    """An id that begins with this number: "0000002a-…"."""
    return str(UUID(int=(number << 96) + 1))


def a_person(name: str, number: int = 1, short: str | None = None) -> Person:
    return Person(an_id(number), name, short, "delegation", "state")


def the_delegations() -> Names:
    """The delegations above and the United States, who are also called "USA"."""
    named = [a_person(name, number) for number, name in enumerate(NAMES, 1)]
    return Names([*named, a_person("United States of America", 99, "USA")])


def errors_of(reading: Callable[..., Any], *given: Any) -> list[tuple[int, str]]:
    """The lines and sentences with which this is refused."""
    with pytest.raises(Unread) as refused:
        reading(*given)
    return refused.value.errors


def reads_or_says_why(reading: Callable[..., Any], *given: Any) -> bool:
    """Whether this is read, or refused in sentences with lines; anything else is raised."""
    try:
        reading(*given)
    except Unread as unread:
        return bool(unread.errors) and all(line >= 1 and re.search(r"[.?!]$", words) for line, words in unread.errors)
    return True


# Signs and words that the formats give a meaning, beside letters that look like others.
_PIECES = st.sampled_from(
    [
        *"aNn oОο01IlíÍ,;:.?!>~()[]#|/-*'\"\\&\u00a0\u2028\u200f\u0301",
        *("Norway", "norway", "Sweden", "yes", " no", " A", "not voting", "In favour", " and ", "Country", "vote"),
        *("(question)", "(remark)", " #00000001", "#0000000100000000", "States", "none", "1. ", "- "),
    ]
)
odd_names = st.lists(_PIECES, min_size=1, max_size=6).map("".join) | st.text(min_size=1, max_size=12)
"""Names that nobody should bear."""

odd_ids = st.integers(0, 2**128 - 1).map(lambda number: str(UUID(int=number))) | st.integers(0, 5).map(
    # Few beginnings and few ends, so that short numbers meet.
    lambda number: str(UUID(int=((number % 2) << 96) + number))
)


@st.composite
def rooms(draw: st.DrawFn) -> Names:
    """Participants with such names."""
    ids = draw(st.lists(odd_ids, min_size=1, max_size=6, unique=True))
    shorts = st.none() | odd_names
    return Names([Person(id, draw(odd_names), draw(shorts), "delegation", "state") for id in ids])


odd_texts = (
    st.text()
    | st.lists(
        _PIECES | st.sampled_from(["\n", "\r\n", "\t", " : ", "12", "[paragraph]", "levels:", "> "]), max_size=30
    ).map("".join)
    | st.text(st.characters(categories=["Cs", "Cc", "Mn", "Cf", "Nd"]))
)
"""What nobody meant to paste."""
