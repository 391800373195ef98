"""Ballots in every form that secretariats have, and back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.vocabulary import Ballot
from tests.web.pasting.people import a_person, an_id, errors_of, odd_texts, reads_or_says_why, rooms, the_delegations
from web.pasting import ballots
from web.pasting.names import Names

law = settings(deadline=None, max_examples=200)


def read(text: str, names: Names | None = None) -> dict[str, str]:
    """Ballots by name."""
    names = names or the_delegations()
    named = {person.id: person.name for person in names.people}
    found = ballots.read(text, names)
    assert len(dict(found)) == len(found)
    return {named[participant_id]: ballot for participant_id, ballot in found}


def wrong(text: str) -> list[tuple[int, str]]:
    return errors_of(ballots.read, text, the_delegations())


@pytest.mark.parametrize(
    "line",
    [
        *("Norway yes", "Norway: Yes", "Norway\tY", "yes, Norway", "Norway,yes", "Norway;YES", '"Norway","yes"'),
        *("Norway = for", "Norway | in favour", "Norway – Yes.", "Norway (yes)", "Norway voted yes", "Norway  :  oui"),
        *(
            "In favour: Norway",
            "For: Norway.",
            "Pour : Norway",
            "Aye Norway",
            "Y;Norway",
            "yes – Norway",
            "Norway/pour",
        ),
        *("1. Norway yes", "- Norway: yes", "• Norway yes", "Norw yes", "Norway #00000001: yes", "IN FAVOR：Norway"),
    ],
)
def test_a_line_says_how_one_voted(line: str) -> None:
    assert read(line) == {"Norway": "yes"}


@pytest.mark.parametrize(
    ("words", "ballot"),
    [
        *((words, "no") for words in ("no", "N", "Against", "contre", "NON", "nay")),
        *((words, "abstain") for words in ("abstain", "Abstention", "abstentions", "abstaining", "A", "s’abstient")),
        *(
            (words, "not_voting")
            for words in ("not voting", "not_voting", "Non-Voting", "did not vote", "absent", "NV")
        ),
        *((words, "not_voting") for words in ("non votant", "n'ont pas voté", "n’ont pas vote\u0301")),
    ],
)
def test_every_word_for_a_ballot_is_known(words: str, ballot: str) -> None:
    assert read(f"Norway: {words}") == read(f"{words}: Norway") == read(f"Norway {words}") == {"Norway": ballot}


def test_names_with_commas_parentheses_and_and_are_one_name() -> None:
    text = (
        "Korea, Republic of, yes\nno, Bolivia (Plurinational State of)\nTrinidad and Tobago abstain\nCôte d’Ivoire: no"
    )

    assert read(text) == {
        "Korea, Republic of": "yes",
        "Bolivia (Plurinational State of)": "no",
        "Trinidad and Tobago": "abstain",
        "Côte d’Ivoire": "no",
    }


def test_blocks_as_in_meeting_records_are_read() -> None:
    text = """
In favour: Norway, Sweden, Bolivia (Plurinational
State of), Korea, Republic of, Trinidad and
Tobago and Iceland.

Against:  None.

Abstaining: Niger; Nigeria
Not voting: Congo, Democratic Republic of the and Congo
"""

    assert read(text) == {
        **dict.fromkeys(
            ["Norway", "Sweden", "Bolivia (Plurinational State of)", "Korea, Republic of", "Trinidad and Tobago"], "yes"
        ),
        "Iceland": "yes",
        **dict.fromkeys(["Niger", "Nigeria"], "abstain"),
        **dict.fromkeys(["Congo, Democratic Republic of the", "Congo"], "not_voting"),
    }


def test_blocks_in_french_are_read() -> None:
    text = "Pour : Norway, Sweden et Iceland\nContre : néant\nAbstentions : Niger"

    assert read(text) == {"Norway": "yes", "Sweden": "yes", "Iceland": "yes", "Niger": "abstain"}


def test_a_block_goes_on_over_lines_and_blank_lines() -> None:
    assert read("In favour\n\nNorway\n\n2. Sweden,\n- Iceland and\n\nAgainst (1):\nNiger") == {
        **dict.fromkeys(["Norway", "Sweden", "Iceland"], "yes"),
        "Niger": "no",
    }


def test_a_line_of_its_own_ends_a_block() -> None:
    assert read("In favour: Norway\nSweden: no\n") == {"Norway": "yes", "Sweden": "no"}
    assert wrong("In favour: Norway\nSweden: no\nIceland") == [
        (3, "Write a ballot with “Iceland”: yes, no, abstain or not voting.")
    ]


def test_a_count_in_the_heading_is_compared() -> None:
    assert read("In favour (2): Norway, Sweden") == {"Norway": "yes", "Sweden": "yes"}
    assert wrong("Against: Niger\nIn favour (3): Norway, Sweden") == [(2, "This says 3, and 2 are listed.")]


@pytest.mark.parametrize(
    "table",
    [
        'Country,Vote\nNorway,yes\n"Korea, Republic of",Abstention\n',
        "No.;Vote;Member State;Group\n1;Y;Norway;WEOG\n2;A;Korea, Republic of;APG\n",
        "Délégation\tVOTE\nNorway\toui\n\nKorea, Republic of\tabst\n",
    ],
)
def test_a_table_is_read_by_its_header(table: str) -> None:
    assert read(table) == {"Norway": "yes", "Korea, Republic of": "abstain"}


def test_a_table_without_a_header_is_read_by_line() -> None:
    assert read('Norway,yes\r\n"Korea, Republic of",abstain\r\n') == {"Norway": "yes", "Korea, Republic of": "abstain"}


def test_everything_that_is_wrong_is_told_with_its_line() -> None:
    assert wrong("Norwya yes\nSweden\n\nUnited: no\nfoo\nIceland yes\nIceland no") == [
        (1, "Nobody here is called “Norwya”. Did you mean Norway?"),
        (2, "Write a ballot with “Sweden”: yes, no, abstain or not voting."),
        (4, "“United” may be United Kingdom or United States of America: write which."),
        (5, "Write a ballot with “foo”: yes, no, abstain or not voting."),
        (7, "“Iceland” stands here a second time (first in line 6: yes)."),
    ]


def test_what_is_wrong_in_a_block_is_told_with_its_line() -> None:
    assert wrong("In favour: Norway,\nSwedn and\nNorway\nUtopia no") == [
        (2, "Nobody here is called “Swedn”. Did you mean Sweden?"),
        (3, "“Norway” stands here a second time (first in line 1: yes)."),
        (4, "Nobody here is called “Utopia”."),
    ]


def test_what_is_wrong_in_a_table_is_told_with_its_line() -> None:
    assert wrong("Country,Vote\nNorway,maybe\nSweden\nUtopia,yes") == [
        (2, "Write a ballot with “Norway”: yes, no, abstain or not voting."),
        (3, "This row has no cell for the vote."),
        (4, "Nobody here is called “Utopia”."),
    ]


def test_a_name_that_ends_in_a_ballot_is_no_ballot() -> None:
    names = Names([a_person("Plan", 1), a_person("Plan A", 2)])

    assert read("In favour:\nPlan A\nPlan", names) == {"Plan A": "yes", "Plan": "yes"}
    assert read("Plan A: no\nPlan: a", names) == {"Plan A": "no", "Plan": "abstain"}
    assert errors_of(ballots.read, "Plan A", names) == [
        (1, "Write a ballot with “Plan A”: yes, no, abstain or not voting.")
    ]


def test_the_wrong_thing_pasted_is_answered_once() -> None:
    errors = wrong("word\n" * 10_000)

    assert len(errors) == 101
    assert errors[-1] == (100, "This is too much to put right at once: what follows was not read.")


def test_ballots_are_written_one_to_a_line() -> None:
    given = [[an_id(1), "yes"], [an_id(7), "not_voting"], [an_id(2), "abstain"]]

    assert ballots.write(given, the_delegations()) == "Norway: yes\nKorea, Republic of: not voting\nSweden: abstain"


@st.composite
def votes(draw: st.DrawFn) -> tuple[Names, list[list[str]]]:
    names = draw(rooms())
    voting = draw(st.lists(st.sampled_from(names.people), unique_by=lambda person: person.id))
    return names, [[person.id, draw(st.sampled_from([ballot.value for ballot in Ballot]))] for person in voting]


@given(votes())
@law
def test_what_is_written_is_read_back(vote: tuple[Names, list[Any]]) -> None:
    names, given = vote

    assert ballots.read(ballots.write(given, names), names) == given


@given(rooms(), odd_texts)
@law
def test_whatever_is_pasted_is_read_or_answered(names: Names, text: str) -> None:
    assert reads_or_says_why(ballots.read, text, names)


@pytest.mark.parametrize(
    "text",
    [
        *("yes" * 300_000, "Norway yes " * 90_000, "Norway yes\n" * 90_000, " " * 1_000_000, "," * 1_000_000),
        *("In favour: " + "USA, " * 200_000, "In favour:\n" + "zzz no\n" * 140_000, 'Country,Vote\n"' + "a," * 500_000),
        *("a" + "\u0301" * 1_000_000, "(" * 1_000_000, "not " * 250_000, "and " * 250_000, "1. " * 330_000),
    ],
    ids=range(13),
)
def test_a_million_characters_are_answered_in_no_time(text: str) -> None:
    # Anything that takes time by the square of the length would take hours.
    assert reads_or_says_why(ballots.read, text, the_delegations())
