"""Pasted provisions without a number: what each is taken for is proposed, said in words, and corrected in the form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ledger.projections.queries.text import Provision
from tests.builders import a_framework, a_provision, a_version, new_id, text_of
from tests.web.forms.answers import facts, kept
from tests.web.markup import Page
from tests.web.signed_in import CHECK, RECORD, Form, Site, a_site, faults_of, fields_of, filled, typed_into
from web.forms import recognising
from web.forms.recognising import FEW_OFFERED

FORM = "/forms/receive_version"

TOWNS = "Towns may host people who are on their way to somewhere else."
HELP = "They may ask the state for help with that at any time."
PLAIN = f"""Article 2: Towns

1. Towns may host people who are on their way to somewhere safer.

2. {HELP}

3. Whoever comes is heard first.
"""


@dataclass(frozen=True)
class Desk:
    """A site, and an article with two paragraphs behind a first paragraph."""

    site: Site
    framework: str
    ids: dict[str, str]

    def post(self, form: Form, do: str = CHECK) -> TestResponse:
        return self.site.organizer.post(FORM, data=filled(form, {"do": do}))

    def typed(self, provisions: str, **typed: Any) -> Form:
        page = self.site.organizer.get(FORM, query_string={"framework_id": self.framework})
        return typed_into(page.text, {"name": "Rev. 1", "provisions": provisions, **typed})

    def asked(self, provisions: str, **typed: Any) -> tuple[TestResponse, Form]:
        """The form as it comes back with its proposals."""
        answer = self.post(self.typed(provisions, **typed))
        assert answer.status_code == 422, Page(answer.text).text
        return answer, fields_of(answer.text)

    def record(self, form: Form, **chosen: str) -> None:
        for name, value in chosen.items():
            form[name] = value
        answer = self.post(form, RECORD)
        assert answer.status_code == 303, Page(answer.text).text

    @property
    def text(self) -> list[Provision]:
        return list(text_of(self.site.ledger, self.framework))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('recognising') / 'ledger.db'}") as one:
        yield one


@pytest.fixture
def desk(site: Site) -> Desk:
    ids = {name: new_id() for name in ("states", "article", "towns", "help")}
    framework = a_framework(site.ledger, site.room.consultation)
    provisions = [
        a_provision(ids["states"], label="1", text="States shall act."),
        a_provision(ids["article"], kind="article", label="Article 2", heading="Towns", people=["newcomers"]),
        a_provision(ids["towns"], kind="commitment", label="1", text=TOWNS, parent=ids["article"], levels=["local"]),
        a_provision(ids["help"], kind="commitment", label="2", text=HELP, parent=ids["article"]),
    ]
    a_version(site.ledger, framework, provisions)
    return Desk(site, framework, ids)


def choices(answer: TestResponse, name: str) -> dict[str, str]:
    """What is offered in a field, and what is chosen there under ""."""
    select = next(one for one in Page(answer.text).all("select") if one.get("name") == name)
    offered = {option.get("value", ""): "".join(option.itertext()) for option in select}
    chosen = next("".join(option.itertext()) for option in select if option.get("selected") is not None)
    return {**offered, "": chosen}


def test_what_a_text_without_numbers_holds_is_proposed_in_words_before_anything_is_recorded(desk: Desk) -> None:
    head = desk.site.head

    answer, form = desk.asked(PLAIN)

    words = Page(answer.text).text
    assert "3 provisions without a number seem to be of the text" in words
    assert "2 provisions stand in the text word for word, and are taken for the same" in words
    assert choices(answer, "known_as.2")[""] == "Article 2, commitment 1 (edited)"
    assert choices(answer, "known_as.4")[""] == "new"
    assert "known_as.1" not in form
    assert "Delete the 1 provision that this leaves out" in words
    assert "Paragraph 1" in words.partition("Which ones")[2]
    assert faults_of(answer.text) == []
    assert desk.site.head == head


def test_what_is_recognised_keeps_its_identity_its_kind_its_tags_and_its_place(desk: Desk) -> None:
    _, form = desk.asked(PLAIN)
    form["deletes"] = "1"

    told = facts(desk.post(form))
    assert told["Taken for what stands in the text (1)"] == "Paragraph 1: Article 2, commitment 1"
    assert told["Changed (1)"] == "Article 2, commitment 1"
    assert told["New (1)"] == "Paragraph 3"
    assert told["As they stand"] == "2"

    desk.record(form)
    article, towns, help, new = desk.text
    assert [one.id for one in (article, towns, help)] == [desk.ids[name] for name in ("article", "towns", "help")]
    assert [one.kind for one in (towns, help, new)] == ["commitment", "commitment", "paragraph"]
    assert (towns.levels, article.people) == (("local",), ("newcomers",))
    assert towns.parent == help.parent == article.id


def test_a_proposal_can_be_refused_and_what_it_kept_is_then_asked_after(desk: Desk) -> None:
    _, form = desk.asked(PLAIN)
    form["known_as.2"] = "new"

    answer = desk.post(form)
    assert answer.status_code == 422
    assert "leaves out 2 provisions" in Page(answer.text).text
    assert choices(answer, "known_as.2")[""] == "new"
    assert kept(answer, form)

    desk.record(fields_of(answer.text), deletes="2")
    assert desk.ids["towns"] not in [one.id for one in desk.text]
    assert len(desk.text) == 4


def test_another_provision_can_be_chosen(desk: Desk) -> None:
    _, form = desk.asked(PLAIN)

    desk.record(form, **{"known_as.4": desk.ids["states"]})

    assert [one.id for one in desk.text][-1] == desk.ids["states"]


def test_one_provision_is_not_taken_for_two(desk: Desk) -> None:
    _, form = desk.asked(PLAIN)
    form["known_as.4"] = desk.ids["towns"]

    answer = desk.post(form)

    assert answer.status_code == 422
    assert 'href="#known_as.4">Article 2, commitment 1 is chosen twice: it can be one of them.' in answer.text
    assert kept(answer, form)
    assert faults_of(answer.text) == []


def test_a_value_that_was_not_offered_is_refused(desk: Desk) -> None:
    _, form = desk.asked(PLAIN)
    form["known_as.4"] = new_id()

    answer = desk.post(form)

    assert 'href="#known_as.4">Choose one of these.' in answer.text


def test_a_text_that_was_changed_since_it_was_asked_is_asked_again(desk: Desk) -> None:
    _, form = desk.asked(PLAIN)
    form["known_as.2"] = "new"
    form["provisions"] = f"Preface of another kind.\n\n{PLAIN}"

    answer = desk.post(form, RECORD)

    assert answer.status_code == 422
    assert choices(answer, "known_as.3")[""] == "Article 2, commitment 1 (edited)"


def test_a_split_is_said_and_the_likelier_part_keeps_the_identity(desk: Desk) -> None:
    parts = "Towns may host people.\n\nPeople who are on their way to somewhere else may be hosted."
    pasted = f"1. States shall act.\n\nArticle 2: Towns\n\n{parts}\n\n2. {HELP}"

    answer, form = desk.asked(pasted)

    proposed = [choices(answer, name)[""] for name in form if name.startswith("known_as.")]
    assert sorted(proposed) == ["Article 2, commitment 1 (a part of it)", "new"]
    assert "seems to come from a split of Article 2, commitment 1" in Page(answer.text).text


def test_a_text_pasted_word_for_word_is_asked_after_once(desk: Desk) -> None:
    pasted = f"1. States shall act.\n\nArticle 2: Towns\n\n1. {TOWNS}\n\n2. {HELP}"

    answer, form = desk.asked(pasted)
    assert "4 provisions stand in the text word for word" in Page(answer.text).text

    assert facts(desk.post(form))["As they stand"] == "4"


def test_with_marks_a_missing_number_is_asked_after_and_nothing_else_is_kept(desk: Desk) -> None:
    page = desk.site.organizer.get(FORM, query_string={"framework_id": desk.framework}).text
    pasted = fields_of(page)["provisions"].replace(f" #{desk.ids['towns'][:8]}", "").replace("levels: local", "")

    answer, form = desk.asked(pasted)
    assert "1 provision stands in the text word for word, and is taken for the same" in Page(answer.text).text

    desk.record(form)
    assert [one.id for one in desk.text] == list(desk.ids.values())
    assert desk.text[2].levels == ()


def test_an_extract_is_recognised_too_and_deletes_nothing(desk: Desk) -> None:
    answer, form = desk.asked("They may ask the state for help with that at all times.", extent="extract")
    assert 'name="deletes"' not in answer.text

    desk.record(form)
    assert [one.id for one in desk.text] == list(desk.ids.values())
    assert desk.text[3].text.endswith("at all times.")


def test_of_very_many_the_nearest_few_are_offered_and_another_choice_stays(site: Site) -> None:
    framework = a_framework(site.ledger, site.room.consultation)
    texts = [f"Article on subject {number} of {number * 7} says {number * 13} things." for number in range(120)]
    ids = [new_id() for _ in texts]
    a_version(site.ledger, framework, [a_provision(id, text=text) for id, text in zip(ids, texts, strict=True)])
    desk = Desk(site, framework, {})

    answer, form = desk.asked("\n\n".join(text.replace("says", "tells") for text in texts))
    offered = choices(answer, "known_as.60")
    assert offered[""] == "Paragraph “Article on subject 59 of 413 says 767 things.” (edited)"
    assert len(offered) == FEW_OFFERED + 2

    form["known_as.60"], form["known_as.1"] = ids[0], "new"
    again = desk.post(form)
    assert "leaves out 1 provision" in Page(again.text).text
    assert kept(again, form)


def test_of_too_many_to_ask_after_those_are_asked_that_seem_to_be_of_the_text(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, "MOST_ASKED", 2)
    new = "\n\n".join(f"Zebra {number} grazes near river {number}." for number in range(5))

    answer, form = desk.asked(f"{PLAIN}\n\n{new}")

    assert [name for name in form if name.startswith("known_as.")] == ["known_as.2"]
    assert "6 more are not asked after here" in Page(answer.text).text
    assert faults_of(answer.text) == []

    form["deletes"] = "1"
    assert "New (6)" in facts(desk.post(form))


def test_more_than_can_be_looked_for_are_refused_before_it_takes_long(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, "MOST_LOOKED_FOR", 5)

    answer, _ = desk.asked("\n\n".join(f"Zebra {number}." for number in range(6)))

    assert "This has 6 provisions without a number, and 5 at most are looked for in the text" in answer.text
    assert faults_of(answer.text) == []


def test_words_that_are_like_none_are_new_without_a_question(desk: Desk) -> None:
    answer, _ = desk.asked("Zebras graze quietly near rivers.")
    assert 'id="identities"' not in answer.text

    answer = desk.post(typed_into(answer.text, {"deletes": "4"}))

    assert answer.status_code == 200
    assert "Taken for" not in Page(answer.text).text


@pytest.mark.parametrize(
    "above",
    [
        "[paragraph #{0} in #{0}]",
        "[paragraph #{0} in #{1}]\n\n[paragraph #{1} in #{0}]",
        "\n\n".join(f"{'>' * depth} [paragraph] {depth + 1} |" for depth in range(1_200)),
    ],
    ids=["under itself", "under each other", "deep"],
)
def test_whatever_stands_above_what_is_recognised_the_form_comes_back(desk: Desk, above: str) -> None:
    ids = [new_id().replace("-", "") for _ in range(2)]

    pasted = f"{above.format(*ids)}\n\n> [paragraph] 7 |\nTowns may host people who are on their way."
    answer = desk.post(desk.typed(pasted))

    assert answer.status_code == 422
    assert "Check below what it is taken for." in answer.text
