"""Documents: the text of a framework at one state, for other programs and for reading."""

import json
from dataclasses import dataclass
from typing import Any

from ledger.domain.errors import NotFound
from ledger.domain.vocabulary import label
from ledger.projections.queries.frameworks import Framework, framework_at
from ledger.projections.queries.states import Missing, State, current_state, state_named
from ledger.projections.queries.text import Provision, Text, text_at
from ledger.projections.reading import Reading


@dataclass(frozen=True, slots=True)
class Document:
    """A framework's text at one state."""

    framework: Framework
    state: State
    text: Text


def document_of(reading: Reading, slug: str, state: str | None = None) -> Document:
    """The text of a framework as it stands, or at a state: a version's number, `@position` or a date.

    Raises:
        NotFound: there is no such framework, or no text at that state.
    """
    framework = framework_at(reading, slug)
    if framework is None:
        raise NotFound(f"There is no framework {slug}.", "framework")
    found = state_named(reading, framework, state) if state else current_state(reading, framework)
    if isinstance(found, Missing):
        raise NotFound(f"There is no text of {slug} at {state}." if state else f"{slug} has no text yet.", "state")
    return Document(framework, found, text_at(reading, framework.id, found.position))


def as_json(document: Document) -> str:
    """The document as a JSON object; its provisions stand depth first, as in the wording of a version."""
    provisions = [_entry(provision) for provision in document.text.provisions]
    about = {**_about(document), "language": document.framework.language, "provisions": provisions}
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


def as_markdown(document: Document) -> str:
    """The document as Markdown, a heading for each provision that has one; it says which state it is."""
    about = _about(document)
    lines = [f"# {document.framework.title}", "", f"*{_state_in_words(about)}*", ""]
    if about["illustrative"]:
        lines += ["**This is an illustration; nobody negotiated this text.**", ""]
    for provision in document.text.provisions:
        lines += _in_markdown(provision)
    return "\n".join(lines).rstrip("\n") + "\n"


def _about(document: Document) -> dict[str, Any]:
    state = document.state
    return {
        "framework": document.framework.slug,
        "title": document.framework.title,
        "illustrative": document.framework.is_illustrative,
        "revision": state.revision.number,
        "position": state.position,
        "occurred_at": state.revision.occurred_at,
        "versions": [
            {"number": one.number, "name": one.name, "how": one.how, "adopted_at": one.adopted_at}
            for one in state.versions
        ],
    }


def _state_in_words(about: dict[str, Any]) -> str:
    named = [f"{one['name']} (version {one['number']}, {one['how']})" for one in about["versions"]]
    state = f"Revision {about['revision']} of {about['occurred_at']}, record no. {about['position']}"
    return f"{state}: {', '.join(named)}." if named else f"{state}."


def _entry(provision: Provision) -> dict[str, Any]:
    entry = {
        "id": provision.id,
        "parent": provision.parent,
        "kind": provision.kind,
        "label": provision.label,
        "heading": provision.heading,
        "text": provision.text,
        **{tag: list(values) for tag, values in provision.tags.items()},
    }
    return {key: value for key, value in entry.items() if value}


def _in_markdown(provision: Provision) -> list[str]:
    title = " ".join(part for part in (provision.label, provision.heading) if part)
    lines: list[str] = []
    if provision.heading or not provision.text:
        lines += [f"{'#' * min(provision.depth + 2, 6)} {_escaped(title or label(provision.kind))}", ""]
    if provision.text:
        lead = f"**{_escaped(provision.label)}** " if provision.label and not provision.heading else ""
        lines += [lead + _escaped(provision.text).replace("\n", "  \n"), ""]
    return lines


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in text)
