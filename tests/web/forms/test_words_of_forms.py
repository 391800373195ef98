"""What forms say about themselves: which field is wrong, what a button lacked, in whose time, what a draft becomes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import web
from ledger.commands.fields import Sealed, SealedLines
from ledger.commands.table import COMMANDS
from tests.builders import decide
from tests.web.forms.filled import Sending, a_sending
from tests.web.forms.test_every_form import summary_links
from tests.web.signed_in import CHECK, RECORD, Form, Site, a_site, faults_of, fields_of, filled, page_of


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('words') / 'ledger.db'}") as one:
        yield one


def amending(site: Site, by: str = "", **given: str) -> Sending:
    return Sending(site, "table_amendment", by or site.room.member, {"framework_id": site.room.framework, **given}, {})


def of_the_first(site: Site) -> tuple[Sending, Form]:
    """An amendment of the first provision, nothing changed yet."""
    sending = amending(site, provision=site.room.provisions["states"])
    return sending, sending.form()


def pressed(sending: Sending, form: Form, do: str, **typed: str) -> str:
    return sending.browser.post(sending.address, data=filled(form, {**typed, "do": do})).text


def summary_of(html: str) -> str:
    """The words of the summary of what is wrong."""
    box = next(one for one in page_of(html).all("div") if one.get("id") == "summary")
    return " ".join("".join(box.itertext()).split())


def primary(html: str) -> list[str | None]:
    """The buttons that stand out."""
    return [one.get("value") for one in page_of(html).all("button") if one.get("class") == "primary"]


def test_the_summary_names_the_field(site: Site) -> None:
    sending, form = of_the_first(site)
    untitled = summary_of(pressed(sending, form, CHECK, title="", **{"provisions.0.text": "Other words."}))
    unchanged = summary_of(pressed(sending, form, CHECK))

    assert "Title: " in untitled
    assert "Text of " in unchanged
    assert ": Nothing is changed yet" in unchanged


def test_a_button_that_lacks_a_choice_says_so_at_its_field(site: Site) -> None:
    sending = amending(site)
    shown = sending.shown()

    answer = pressed(sending, fields_of(shown), "add")

    assert "Which provision do you want to change?" in page_of(shown).text
    assert "Nothing is changed yet" not in page_of(shown).text
    (said,) = [one for one in page_of(answer).all("p") if one.get("id") == "also-error"]
    assert "Nothing is chosen here yet." in "".join(said.itertext())
    assert faults_of(answer) == []


def test_a_text_that_was_emptied_is_said_to_stay_without_one(site: Site) -> None:
    sending, form = of_the_first(site)

    for do in ("preview", CHECK):
        answer = pressed(sending, form, do, **{"provisions.0.text": ""})
        assert "The provision stays, with no text." in page_of(answer).text
    deleted = pressed(sending, form, CHECK, **{"provisions.0.deleted": "on"})
    assert "The provision stays, with no text." not in page_of(deleted).text


def test_a_day_and_an_hour_say_whose_they_are(site: Site) -> None:
    shown = a_sending(site, "convene_session").shown()

    hints = [page_of(shown).text.count(words) for words in ("In the time of ", "In UTC.")]
    assert sum(hints) >= 2


def test_what_an_observer_writes_is_a_draft_and_enter_keeps_it(site: Site) -> None:
    sending = amending(site, site.room.observer, provision=site.room.provisions["states"])
    shown = sending.shown()

    page = page_of(shown)
    assert page.title.startswith("Draft an amendment")
    assert "As an observer you can keep this as a draft and share it: it becomes an amendment when" in page.text
    assert "The record does not name who drafted it." in page.text
    assert next(one.get("value") for one in page.all("button") if one.get("name") == "do") == "draft"


def test_what_moved_on_comes_before_the_field_and_its_button_stands_out(site: Site) -> None:
    sending, form = of_the_first(site)
    other, others = of_the_first(site)
    assert primary(sending.shown()) == ["check"]
    other.record(filled(others, {"provisions.0.text": "Meanwhile."}))
    decide(site.ledger, others["motion_id"])

    answer = sending.browser.post(sending.address, data=filled(form, {"provisions.0.text": "My words.", "do": RECORD}))

    assert answer.status_code == 409
    assert summary_links(page_of(answer.text)) == ["#moved"]
    assert primary(answer.text) == ["go_on"]
    assert faults_of(answer.text) == []


def test_only_where_words_are_sealed_the_page_of_what_was_recorded_says_that_they_can_be_erased() -> None:
    template = (Path(web.__file__).parent / "templates/forms/recorded.html").read_text()
    sealed = {
        name
        for name, command in COMMANDS.items()
        if any(isinstance(one, Sealed | SealedLines) for one in command.schema.fields.values())
    }

    listed = template.split("WITH_SEALED = ")[1].partition("]")[0]
    assert {name for name in COMMANDS if f'"{name}"' in listed} == sealed
