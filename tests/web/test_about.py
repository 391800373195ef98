"""The page that says who may do what, and open which pages: both tables of rights, in words."""

import pytest
from flask.testing import FlaskClient

from ledger.domain.rights import RIGHTS
from ledger.domain.vocabulary import COMMAND_LABELS
from web.about import COLUMNS, PARTS
from web.rights import PAGES


def row_of(page: str, words: str) -> list[str]:
    """The cells of a line of the table, without markup."""
    line = page.split(f'<th scope="row">{words}')[1].split("</tr>")[0]
    cells = [cell.split("</td>")[0] for cell in line.split("<td>")[1:]]
    return ["–" if "–" in cell else cell for cell in cells]


@pytest.fixture
def page(client: FlaskClient) -> str:
    """The page of roles."""
    response = client.get("/about/roles")
    assert response.status_code == 200
    return response.text


def test_every_command_stands_in_the_table_once() -> None:
    named = [command for commands in PARTS.values() for command in commands]

    assert len(named) == len(set(named))
    assert set(named) == set(RIGHTS)


def test_every_command_is_on_the_page_in_words(page: str) -> None:
    for command, words in COMMAND_LABELS.items():
        assert page.count(f'<th scope="row">{words}') == 1, command
        assert len(row_of(page, words)) == len(COLUMNS), command


def test_nobody_puts_anything_on_record_without_signing_in(page: str) -> None:
    assert {row_of(page, words)[0] for words in COMMAND_LABELS.values()} == {"–"}


def test_every_page_is_in_the_table_of_pages(page: str) -> None:
    for one in set(PAGES.values()):
        assert page.count(f'<th scope="row">{one.words}') == 1, one.words
        assert len(row_of(page, one.words)) == len(COLUMNS), one.words


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        ("Signing in and out", "yes | yes | yes | yes | yes | yes | yes | yes"),
        ("A draft; sharing", "– | her own | her own | her own | her own | her own | her own | her own"),
        ("The minutes of a meeting", "– | – | – | – | yes | yes | – | –"),
        ("Inviting a participant", "– | – | – | – | – | in her process | – | yes"),
        ("Table an amendment", "– | beside a member | beside a member | for herself | – | yes | – | –"),
        ("Revise a proposal or amendment", "– | – | – | for herself | – | yes | – | –"),
        ("Say where you stand", "– | for herself | for herself | for herself | – | yes | – | –"),
        ("Record a vote", "– | – | – | – | yes | yes | – | –"),
        ("Give a role", "– | – | – | – | – | – | – | yes"),
    ],
)
def test_a_line_says_who_may(page: str, words: str, cells: str) -> None:
    assert row_of(page, words) == cells.split(" | ")


def test_an_auditor_puts_nothing_on_record(page: str) -> None:
    auditor = COLUMNS.index("auditor")

    assert {row_of(page, words)[auditor] for words in COMMAND_LABELS.values()} == {"–"}


def test_a_role_that_is_held_elsewhere_than_in_the_process_says_so(page: str) -> None:
    assert 'Open a process <span class="small">(a role in the whole ledger)</span>' in page
    assert 'Register a participant <span class="small">(a role in any process)</span>' in page


def test_the_table_can_be_read_without_seeing_it(page: str) -> None:
    assert page.count("<caption>") == page.count("<table>")
    assert page.count('<th scope="col">') == 2 * (len(COLUMNS) + 1)
    assert page.count('<th scope="rowgroup"') == len(PARTS)
    assert 'role="region" tabindex="0" aria-label="What each may put on record"' in page
    assert '<td><span role="img" aria-label="no">–</span></td>' in page


def test_the_page_takes_no_questions(client: FlaskClient) -> None:
    assert client.get("/about/roles?command=endorse").status_code == 400
