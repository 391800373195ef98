"""The merge workbench: motions put together, conflicts decided, what falls, and nothing lost on the way."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from ledger.domain.frameworks import Framework
from ledger.domain.motions import Motion
from ledger.text import edits_between
from tests.builders import TEXTS, Room, a_room, an_amendment, decide, folded
from tests.web.forms.answers import kept
from tests.web.markup import Page
from tests.web.signed_in import CHECK, RECORD, Browser, Site, a_site, faults_of, fields_of, filled, typed_into

PREVIEW = "preview"
OTHER_WORDS = "in other words than were tabled"
WORDS = ("States", "shall", "must", "protect", "all", "refugees", "migrants", "and")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('workbench') / 'ledger.db'}") as one:
        yield one


@pytest.fixture
def room(site: Site) -> Room:
    return a_room(site.ledger)


def a_motion(site: Site, room: Room, old: str = "shall", new: str = "must", provision: str = "states") -> str:
    return an_amendment(site.ledger, room.framework, room.member, [room.edit(provision, old, new)])


def rewriting(room: Room, text: str) -> dict[str, Any]:
    """A change of the first provision to another text."""
    edits = [list(edit) for edit in edits_between(TEXTS["states"], text)]
    return {**room.edit("states", "shall", "must"), "edits": edits}


class Workbench:
    """The form, as whoever leads fills it in."""

    def __init__(self, site: Site, room: Room, *motions: str, **given: str) -> None:
        self.site, self.room = site, room
        self.browser: Browser = site.visitor(room.facilitator)
        address = {"framework_id": room.framework, **given}
        self.page = self.browser.get("/forms/adopt_motions", query_string=address).text
        self.status = 200
        if motions:
            self.press(PREVIEW, motions=list(motions))

    def press(self, do: str, **typed: Any) -> TestResponse:
        """Press a button, once something was typed."""
        form = typed_into(self.page, typed) if typed else fields_of(self.page)
        answer = self.browser.post("/forms/adopt_motions", data=filled(form, {"do": do}))
        if answer.status_code != 303:
            assert faults_of(answer.text) == []
            self.page = answer.text
        self.status = answer.status_code
        return answer

    def buttons(self, number: int = 0) -> list[Any]:
        """What can be chosen of a conflict."""
        question = [one for one in Page(self.page).all("fieldset") if "question" in (one.get("class") or "")][number]
        return [one for one in question.iter("input") if one.get("type") == "radio"]

    def value(self, words: str) -> dict[str, Any]:
        """What is typed to choose the button with these words beside it."""
        for question in Page(self.page).all("fieldset"):
            names = {label.get("for"): "".join(label.itertext()) for label in question.iter("label")}
            for one in question.iter("input"):
                if one.get("type") == "radio" and words in names.get(one.get("id"), ""):
                    return {one.get("name") or "": one.get("value")}
        raise AssertionError(f"There is nothing to choose like {words!r}: {self.words}")

    def choose(self, words: str) -> TestResponse:
        """Decide a conflict by what stands beside the button."""
        return self.press(PREVIEW, **self.value(words))

    def write(self, words: str, number: int = 0) -> TestResponse:
        """Decide a conflict in words of one's own."""
        name = self.buttons(number)[0].get("name") or ""
        return self.press(PREVIEW, **{name: "own", name.replace("take.", "words."): words})

    @property
    def words(self) -> str:
        return Page(self.page).text

    def record(self) -> None:
        """Check it, then put it on record."""
        assert self.press(CHECK).status_code == 200, self.words
        assert self.press(RECORD).status_code == 303, self.words

    def adopted(self) -> Framework.MotionsAdopted:
        """The adoption on record."""
        events = [
            self.site.ledger.event(one)
            for one in self.site.ledger.record_store.stream_events(UUID(self.room.framework))
        ]
        return next(one for one in reversed(events) if isinstance(one, Framework.MotionsAdopted))

    def text(self, provision: str = "states") -> str:
        """A provision as it stands on record."""
        framework = folded(self.site.ledger, Framework, self.room.framework)
        return framework.tree.provisions[self.room.provisions[provision]].text


# What is put together


def test_motions_that_nothing_disputes_are_adopted_as_tabled(site: Site, room: Room) -> None:
    motions = [a_motion(site, room), a_motion(site, room, "refugees", "migrants")]
    bench = Workbench(site, room, *motions)

    assert "2 motions chosen, no conflict left." in bench.words
    bench.record()

    assert bench.text() == "States must protect migrants."
    adopted = bench.adopted()
    assert set(adopted.motions) == set(motions)
    assert {tuple(change["motions"]) for change in adopted.changes} == {(motion,) for motion in motions}
    assert adopted.edited_by is None


def test_the_check_page_shows_several_changes_of_one_provision_as_they_will_stand(site: Site, room: Room) -> None:
    motions = [a_motion(site, room, "States", "All States"), a_motion(site, room, "refugees", "migrants")]
    bench = Workbench(site, room, *motions)

    bench.press(CHECK)

    (shown,) = [one for one in Page(bench.page).all("p") if one.get("class") == "text"]
    assert "".join(_words(shown)) == "All States shall protect migrants."
    draft = next(one for one in site.beside.drafts.of(room.facilitator) if one.became is None)
    assert "“refugees” replaced by “migrants”" in Page(bench.browser.get(f"/drafts/{draft.id}").text).text


def test_equal_motions_are_credited_both(site: Site, room: Room) -> None:
    motions = [a_motion(site, room), a_motion(site, room)]
    bench = Workbench(site, room, *motions)

    bench.record()

    assert [sorted(change["motions"]) for change in bench.adopted().changes] == [sorted(motions)]


def test_a_conflict_is_shown_whole_with_its_authors_and_has_to_be_decided(site: Site, room: Room) -> None:
    bench = Workbench(site, room, a_motion(site, room), a_motion(site, room, new="may"))

    assert "1 conflict left" in bench.words
    assert [one.get("value") for one in bench.buttons()][-2:] == ["stands", "own"]
    bench.press(CHECK)

    assert bench.status == 422
    assert "Choose what is to stand here." in bench.words
    name = bench.buttons()[0].get("name")
    assert f'href="#{name}"' in bench.page


def test_what_is_not_chosen_falls_and_the_page_says_so_before_it_is_recorded(site: Site, room: Room) -> None:
    kept_one, other = a_motion(site, room), a_motion(site, room, new="may")
    bench = Workbench(site, room, kept_one, other)

    bench.choose("must")
    assert "Amendment 2 falls: nothing of it is taken; it stays open until it is decided" in bench.words
    bench.press(CHECK)
    assert "Amendment 2 falls" in bench.words
    assert OTHER_WORDS not in bench.words, "one motion is taken whole, and nobody edited it"
    bench.press(RECORD)

    assert bench.text() == "States must protect refugees."
    assert bench.adopted().motions == [kept_one]
    assert folded(site.ledger, Motion, other).decision is None


def test_words_of_ones_own_are_credited_to_those_who_disputed_and_to_whoever_edited_them(
    site: Site, room: Room
) -> None:
    motions = [a_motion(site, room), a_motion(site, room, new="may"), a_motion(site, room, "refugees", "migrants")]
    bench = Workbench(site, room, *motions)

    bench.write("will")
    assert "Amendment 1 is accepted in other words than were tabled." in bench.words
    bench.press(CHECK)
    assert OTHER_WORDS in bench.words
    bench.press(RECORD)

    assert bench.text() == "States will protect migrants."
    adopted = bench.adopted()
    assert adopted.edited_by == [room.facilitator]
    credits = {change["edits"][0][2]: sorted(change["motions"]) for change in adopted.changes}
    assert credits == {"will": sorted(motions[:2]), "migrants": [motions[2]]}


def test_other_words_are_meant_where_they_were_written_and_no_button_was_chosen(site: Site, room: Room) -> None:
    bench = Workbench(site, room, a_motion(site, room), a_motion(site, room, new="may"))
    name = (bench.buttons()[0].get("name") or "").replace("take.", "words.")

    bench.press(PREVIEW, **{name: "will"})
    bench.record()

    assert bench.text() == "States will protect refugees."


def test_a_motion_that_loses_one_of_two_conflicts_is_adopted_in_part(site: Site, room: Room) -> None:
    both = an_amendment(site.ledger, room.framework, room.member, [rewriting(room, "States must protect migrants.")])
    rival = a_motion(site, room, new="may")
    bench = Workbench(site, room, both, rival)

    bench.choose("may")
    bench.press(CHECK)
    assert "Amendment 1 is accepted in part." in bench.words
    bench.press(RECORD)

    assert bench.text() == "States may protect migrants."
    assert sorted(bench.adopted().motions) == sorted([both, rival])
    assert bench.adopted().edited_by == [room.facilitator]


def test_leaving_all_as_it_stands_adopts_nothing_and_is_refused_in_words(site: Site, room: Room) -> None:
    bench = Workbench(site, room, a_motion(site, room), a_motion(site, room, new="may"))

    bench.choose("As it stands")
    bench.press(CHECK)

    assert bench.status == 422
    assert "Nothing is taken of what you chose" in bench.words


def test_a_deletion_is_asked_for_first_then_what_the_others_dispute(site: Site, room: Room) -> None:
    deletion = an_amendment(site.ledger, room.framework, room.member, [room.delete("states")])
    bench = Workbench(site, room, a_motion(site, room), a_motion(site, room, new="may"), deletion)

    assert "is the provision deleted?" in bench.words
    bench.choose("It is kept, with what the others ask for")
    assert "1 conflict left" in bench.words
    bench.choose("may")
    bench.record()

    assert bench.text() == "States may protect refugees."
    assert folded(site.ledger, Motion, deletion).decision is None


def test_where_the_deletion_is_chosen_the_provision_goes_and_the_rest_falls(site: Site, room: Room) -> None:
    deletion = an_amendment(site.ledger, room.framework, room.member, [room.delete("states")])
    bench = Workbench(site, room, a_motion(site, room), deletion)

    bench.choose("Deletes the provision")
    bench.record()

    assert room.provisions["states"] not in folded(site.ledger, Framework, room.framework).tree.provisions
    assert bench.adopted().motions == [deletion]


# What becomes of the others


def test_the_page_says_what_becomes_of_the_motions_that_are_not_chosen(site: Site, room: Room) -> None:
    chosen = an_amendment(site.ledger, room.framework, room.member, [rewriting(room, "Towns must house migrants.")])
    a_motion(site, room)
    a_motion(site, room, "Cities", "Towns", "cities")

    bench = Workbench(site, room, chosen)

    others = bench.words.partition("The other open motions")[2]
    assert "2 falls." in others
    assert "3 " not in others.partition("Votes")[0], "what it does not touch is not named"


def test_the_furthest_from_the_text_comes_first(site: Site, room: Room) -> None:
    small = a_motion(site, room)
    large = an_amendment(site.ledger, room.framework, room.member, [rewriting(room, "Towns must house all migrants.")])
    deletion = an_amendment(site.ledger, room.framework, room.member, [room.delete("states")])

    form = Page(Workbench(site, room).page)

    offered = [one.get("value") for one in form.all("input") if one.get("name") == "motions"]
    assert offered == [deletion, large, small]


def test_of_one_provision_its_motions_alone_are_on_offer(site: Site, room: Room) -> None:
    here, _ = a_motion(site, room), a_motion(site, room, "Cities", "Towns", "cities")

    bench = Workbench(site, room, provision=room.provisions["states"])

    offered = [one.get("value") for one in Page(bench.page).all("input") if one.get("name") == "motions"]
    assert offered == [here]


# Nothing is lost


def test_an_answer_waits_unseen_while_its_conflict_is_away(site: Site, room: Room) -> None:
    motions = [a_motion(site, room), a_motion(site, room, new="may")]
    bench = Workbench(site, room, *motions)
    bench.write("will")

    bench.press(PREVIEW, motions=motions[:1])
    assert "no conflict left" in bench.words
    assert "will" in bench.words.partition("Words that you wrote")[2]
    bench.press(PREVIEW, motions=motions)
    bench.record()

    assert bench.text() == "States will protect refugees."


def test_an_answer_is_not_taken_for_one_to_a_conflict_with_a_third_motion(site: Site, room: Room) -> None:
    motions = [a_motion(site, room), a_motion(site, room, new="may")]
    third = a_motion(site, room, new="should")
    bench = Workbench(site, room, *motions)
    bench.write("will")
    assert "no conflict left" in bench.words

    bench.press(PREVIEW, motions=[*motions, third])

    assert "1 conflict left" in bench.words


def test_when_the_text_moves_on_the_answers_are_kept_and_the_page_says_so(site: Site, room: Room) -> None:
    motions = [a_motion(site, room), a_motion(site, room, new="may")]
    other = a_motion(site, room, "Cities", "Towns", "cities")
    bench = Workbench(site, room, *motions)
    bench.write("will")
    decide(site.ledger, other)

    sent = fields_of(bench.page)
    answer = bench.press(CHECK)
    assert answer.status_code == 409
    assert "What has changed since you opened this form" in bench.words
    assert kept(answer, sent)
    bench.press("go_on")
    bench.record()

    assert bench.text() == "States will protect refugees."


def test_a_motion_whose_words_are_gone_is_rewritten_or_not_chosen(site: Site, room: Room) -> None:
    gone, winner = a_motion(site, room), a_motion(site, room, new="may")
    decide(site.ledger, winner)
    bench = Workbench(site, room, gone)

    bench.press(CHECK)
    assert bench.status == 422
    assert "does not fit the text as it stands" in bench.words
    bench.press("reword")
    bench.press(CHECK, **{"provisions.0.text": "States must protect refugees."})
    bench.press(RECORD)

    assert bench.text() == "States must protect refugees."
    assert bench.adopted().motions == [gone]


def test_one_provision_can_be_edited_as_a_whole_beside_what_is_merged(site: Site, room: Room) -> None:
    motions = [a_motion(site, room), a_motion(site, room, new="may"), a_motion(site, room, "Cities", "Towns", "cities")]
    bench = Workbench(site, room, *motions)

    bench.press(f"reword.{room.provisions['states']}")
    bench.press(CHECK, **{"provisions.0.text": "States will protect refugees."})
    assert OTHER_WORDS in bench.words
    bench.press(RECORD)

    assert (bench.text(), bench.text("cities")) == ("States will protect refugees.", "Towns may host new arrivals.")
    credits = {change["provision_id"]: sorted(change["motions"]) for change in bench.adopted().changes}
    assert credits == {room.provisions["states"]: sorted(motions[:2]), room.provisions["cities"]: [motions[2]]}


# Drafts


def test_every_step_is_kept_as_one_draft_that_leads_back(site: Site, room: Room) -> None:
    motions = [a_motion(site, room), a_motion(site, room, new="may")]
    bench = Workbench(site, room, *motions)
    assert "Kept as a draft" in bench.words
    bench.write("will")
    bench.press(PREVIEW)

    front, listed = bench.browser.get("/").text, bench.browser.get("/drafts").text

    (link,) = {one.get("href") for one in Page(front).all("a") if "draft=" in (one.get("href") or "")}
    assert listed.count("Accept several into the text together: 1, 2") == 1
    back = bench.browser.get(link)
    assert back.status_code == 200
    assert {name: values for name, values in fields_of(back.text).lists() if name != "draft"} == dict(
        fields_of(bench.page).lists()
    )
    assert "will" in Page(back.text).text


def test_a_draft_is_its_authors_alone_and_tells_what_became_of_it(site: Site, room: Room) -> None:
    bench = Workbench(site, room, a_motion(site, room))
    (draft,) = [one for one in site.beside.drafts.of(room.facilitator) if one.became is None]

    others = site.visitor(room.organizer).get("/forms/adopt_motions", query_string={"draft": draft.id})
    bench.record()

    assert others.status_code == 404
    (after,) = [one for one in site.beside.drafts.of(room.facilitator) if one.id == draft.id]
    assert after.became == room.framework
    assert bench.browser.get(f"/drafts/{draft.id}").status_code == 200


def test_opening_the_form_keeps_no_draft(site: Site, room: Room) -> None:
    Workbench(site, room)

    assert site.beside.drafts.of(room.facilitator) == []


# Whatever is chosen


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda words: f"{' '.join(words)}.")


@given(st.lists(texts, min_size=2, max_size=3, unique=True), st.data())
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_chosen_the_text_on_record_is_the_one_that_the_page_showed(
    site: Site, wanted: list[str], data: st.DataObject
) -> None:
    room = a_room(site.ledger)
    motions = [
        an_amendment(site.ledger, room.framework, room.member, [rewriting(room, text)])
        for text in wanted
        if text != TEXTS["states"]
    ]
    bench = Workbench(site, room, *motions)
    while undecided := _undecided(bench):
        buttons = undecided[0]
        choice = data.draw(st.sampled_from([one.get("value") for one in buttons]))
        name = buttons[0].get("name") or ""
        bench.press(PREVIEW, **{name: choice, name.replace("take.", "words."): data.draw(texts)})
    shown = _shown(bench)

    if bench.press(CHECK).status_code == 422:
        assert shown == TEXTS["states"]
        return
    (checked,) = [one for one in Page(bench.page).all("p") if one.get("class") == "text"]
    bench.press(RECORD)

    assert bench.text() == shown == "".join(_words(checked))


def _undecided(bench: Workbench) -> list[list[Any]]:
    questions = [one for one in Page(bench.page).all("fieldset") if "question" in (one.get("class") or "")]
    buttons = [[one for one in question.iter("input") if one.get("type") == "radio"] for question in questions]
    return [those for those in buttons if not any("checked" in one.attrib for one in those)]


def _shown(bench: Workbench) -> str:
    """The merged words of the page, without what goes and what is said of it."""
    (text,) = [
        one
        for holder in Page(bench.page).all("div")
        if (holder.get("id") or "").startswith("merged.") and (holder.get("id") or "").endswith(".text")
        for one in holder.iter("p")
    ]
    return "".join(_words(text))


def _words(element: Any) -> Iterator[str]:
    if element.tag in ("del", "sup") or element.get("class") == "hidden":
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""
