"""Texts and composer forms of tests: made by hand, drawn, and sent as a browser sends them."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4, uuid5

import html5lib
from flask import Flask, render_template_string
from hypothesis import settings
from hypothesis import strategies as st

from ledger.commands.preparing import prepare
from ledger.domain.frameworks import Framework
from ledger.domain.motions import normal, try_out
from ledger.domain.provisions import Draft
from ledger.domain.wording import provision_wording
from ledger.projections.queries.pasts import Step
from ledger.projections.queries.text import Provision, Text, joined, name_of
from ledger.text import edits_between
from tests.builders import a_line
from web import filters, record
from web.comparing import filters as comparing
from web.forms.composing.drawing import Composer
from web.forms.composing.parts import parts_in
from web.forms.composing.placing import tree_of
from web.forms.composing.starting import started

law = settings(deadline=None, max_examples=150)

Fields = dict[str, list[str]]

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
ODD = [
    "\nStates shall act.",
    "\n\nStates shall act.\n\n",
    "   States   shall act. ",
    "",
    "الدول \u200fتحمي\u200e اللاجئين.",
    f"Families {FAMILY} stay together.",
    "Ma\u00dfnahmen f\u00fcr \u00c9tats",
    "应当保护难民。",
    "States & <b>\"cities\"</b> 'may' &amp; host.",
    "a\u2028b\u00a0c\ufeff",
]

word = st.sampled_from(
    ["States", "shall", "not", "é", "e\u0301", "الدول", "\u200f", "应", "ก็", FAMILY, "&amp;", "<b>", "12", "—"]
)
gap = st.sampled_from([" ", "\n", "\r\n", "\n\n", "  ", ""])
written = st.lists(st.tuples(word, gap), max_size=12).map(lambda found: "".join(a + b for a, b in found))
stored = written.map(lambda words: unicodedata.normalize("NFC", words.replace("\r\n", "\n")))


def a_text(*provisions: Provision) -> Text:
    """A text with these provisions, in the order in which they are given under each parent."""
    children: dict[str, list[str]] = {}
    for one in provisions:
        children.setdefault(one.parent, []).append(one.id)
    found: list[Provision] = []
    by_id = {one.id: one for one in provisions}
    waiting = [(id, 0, "") for id in reversed(children.get("", []))]
    while waiting:
        id, depth, above = waiting.pop()
        one = by_id[id]
        name = joined(above, name_of(one.kind, one.label, one.heading))
        found.append(replace(one, depth=depth, name=name, wording=provision_wording(one.heading, one.text)))
        waiting += [(child, depth + 1, name) for child in reversed(children.get(id, []))]
    order = {parent: tuple(ids) for parent, ids in children.items()}
    return Text(tuple(found), order, {one.id: one for one in found})


def id_of(name: str) -> str:
    """The same id for the same name, in every run."""
    return str(uuid5(UUID(int=0), name))


def a_standing(name: str, parent: str = "", **more: Any) -> Provision:
    given = {"label": "", "heading": "", "text": f"Text of {name}.", "levels": (), "horizons": (), "people": (), **more}
    return Provision(
        id=id_of(name), parent=id_of(parent) if parent else "", kind="paragraph", wording="", since=1, **given
    )


TREE = a_text(
    a_standing("a", label="1", people=("refugees",)),
    a_standing("b", heading="Of towns", levels=("global", "local")),
    a_standing("b1", "b"),
    a_standing("b2", "b"),
    a_standing("b21", "b2"),
    a_standing("c"),
)
A, B, B1, B2, B21, C = (id_of(name) for name in ("a", "b", "b1", "b2", "b21", "c"))
NEW1, NEW2 = id_of("new 1"), id_of("new 2")


def seen(text: Text, *ids: str) -> Fields:
    """A form with these provisions, in which nothing is changed yet."""
    return started(text, ids, (), new_id)


def new_id() -> str:
    return str(uuid4())


def drafted(changes: Sequence[Mapping[str, Any]], text: Text) -> Draft:
    """What the schema and the domain make of the changes; raises what they refuse."""
    framework = Framework.blank(uuid4())
    framework.tree = tree_of(text)
    data = {"motion_id": new_id(), "framework_id": new_id(), "title": "X", "proposers": [new_id()]}
    line = a_line("table_amendment", changes=list(changes), **data)
    made = normal(framework, prepare(line, importing=True).command.data["changes"])
    try_out(framework, made)
    draft = Draft(framework.tree)
    draft.make(made)
    return draft


def order_of(draft: Draft, parent: str) -> list[str]:
    return draft._siblings(parent)


def by_browser(fields: Fields) -> Fields:
    """Fields as a browser sends them: every line end is CRLF."""
    return {
        name: [value.replace("\r\n", "\n").replace("\n", "\r\n") for value in values] for name, values in fields.items()
    }


PLACES = ["", "first:", "last:", "garbage", "first:nobody"]


@st.composite
def forms(draw: Callable[[Any], Any]) -> Fields:
    """A form with any parts, in which anything was done."""
    ids = draw(st.lists(st.sampled_from([A, B, B1, B2, B21, C, id_of("gone")]), max_size=4, unique=True))
    new = draw(st.integers(0, 3))
    anchors = [*TREE.by_id, *(id_of(f"new {number}") for number in range(new))]
    places = [*PLACES, *(f"{how}:{id}" for id in anchors for how in ("after", "first", "last"))]
    fields = seen(TREE, *ids)
    for number in range(len(parts_in(fields, TREE))):
        fields |= draw(doings(f"provisions.{number}", places))
    for number in range(new):
        name = f"new.{len(ids) + number}"
        fields |= {f"{name}.id": [id_of(f"new {number}")], f"{name}.text": [draw(st.sampled_from(["", "New."]))]}
        fields |= {f"{name}.place": [draw(st.sampled_from(places))]}
    return fields


@st.composite
def doings(draw: Callable[[Any], Any], name: str, places: list[str]) -> Fields:
    may = {
        f"{name}.text": st.sampled_from(["Another text.", "tab\there"]),
        f"{name}.label": st.just("9"),
        f"{name}.heading": st.just("A heading"),
        f"{name}.people": st.sampled_from(["children\nrefugees", "p" * 61]),
        f"{name}.levels": st.sampled_from(["global", "elsewhere"]),
        f"{name}.place": st.sampled_from(places),
        f"{name}.deleted": st.just("on"),
        f"{name}.deleted_below": st.just("on"),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(may)), max_size=3))
    return {field: [draw(may[field])] for field in sorted(chosen)}


def moved_to(text: Text, id: str, *texts: str, **more: Any) -> tuple[Text, dict[str, list[Step]]]:
    """The text after one provision went through these wordings, and the way there."""
    states = [text.by_id[id], *(replace(text.by_id[id], text=words, **more) for words in texts)]
    worded = [replace(one, wording=provision_wording(one.heading, one.text)) for one in states]
    now = a_text(*(worded[-1] if one.id == id else one for one in text.provisions))
    edits = [None, *(edits_between(old.text, new.text) for old, new in pairwise(worded))]
    return now, {id: [Step(one, made, False) for one, made in zip(worded, edits, strict=True)]}


SAID = a_text(a_standing("a", text="States shall protect all refugees in towns."))


def page_of(drawn: Composer, source: str = "{{ composing.composer(form) }}", **more: Any) -> str:
    app = drawing_app()
    whole = '{% import "forms/composer.html" as composing with context %}' + source
    with app.test_request_context():
        return render_template_string(whole, form=drawn, **more)


@cache
def drawing_app() -> Flask:
    """An app that has the templates and their filters, and nothing else."""
    app = Flask("web")
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    filters.install(app)
    comparing.install(app)
    app.register_blueprint(record.blueprint)
    return app


def parsed(page: str) -> Any:
    return html5lib.parse(page, namespaceHTMLElements=False)


def ids_drawn(page: str) -> set[str]:
    return {found for element in parsed(page).iter() if (found := element.get("id"))}


def sent(page: str) -> Fields:
    """What a browser would send of a page."""
    fields: Fields = {}
    for element in parsed(page).iter():
        value = value_of(element)
        if value is not None and element.get("name"):
            fields.setdefault(element.get("name"), []).append(value)
    return fields


def value_of(element: Any) -> str | None:
    if element.tag == "textarea":
        return element.text or ""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = next((one for one in options if one.get("selected") is not None), options[0])
        return str(chosen.get("value"))
    if element.tag == "input" and (element.get("type") != "checkbox" or element.get("checked") is not None):
        return str(element.get("value"))
    return None
