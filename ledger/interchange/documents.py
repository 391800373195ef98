"""Documents: the text of a framework at one state, for other programs and for reading."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.domain.errors import NotFound
from ledger.domain.vocabulary import label
from ledger.projections.queries.compare import Compared, Comparison, comparison
from ledger.projections.queries.frameworks import Framework, framework_at
from ledger.projections.queries.states import Missing, State, current_state, state_named
from ledger.projections.queries.text import Provision, Text, text_at
from ledger.projections.reading import Reading
from ledger.text import Segment


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
    framework = framework_named(reading, slug)
    found = _state_of(reading, framework, state)
    return Document(framework, found, text_at(reading, framework.id, found.position))


def framework_named(reading: Reading, slug: str) -> Framework:
    """The framework at an address.

    Raises:
        NotFound: there is none.
    """
    framework = framework_at(reading, slug)
    if framework is None:
        raise NotFound(f"There is no framework {slug}.", "framework")
    return framework


def _state_of(reading: Reading, framework: Framework, state: str | None) -> State:
    found = state_named(reading, framework, state) if state else current_state(reading, framework)
    if isinstance(found, Missing):
        told = f"There is no text of {framework.slug} at {state}." if state else f"{framework.slug} has no text yet."
        raise NotFound(told, "state")
    return found


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one state of a framework to another."""

    framework: Framework
    compared: Comparison


def changes_of(reading: Reading, slug: str, states: str) -> Changes:
    """What changed between two states, given as `A...B`.

    Raises:
        NotFound: there is no such framework, or no text at one of them.
    """
    old, between, new = states.partition("...")
    if not (old and between and new):
        raise NotFound("Two states are written as A...B, for example 1...4 or 2018-02-05...2018-07-11.", "compare")
    framework = framework_named(reading, slug)
    before, after = (_state_of(reading, framework, state) for state in (old, new))
    return Changes(framework, comparison(reading, framework.id, before, after))


def changes_as_json(changes: Changes) -> str:
    """The changes as a JSON object; words come as segments that are the same, deleted or inserted."""
    compared = changes.compared
    sides = {name: state_facts(state) for name, state in (("old", compared.old), ("new", compared.new))}
    about = {"framework": changes.framework.slug, "title": changes.framework.title, **sides}
    return (
        json.dumps({**about, "changes": [_change(one) for one in compared.changes]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def changes_as_markdown(changes: Changes) -> str:
    """The changes as Markdown: ~~deleted~~ and **inserted** words of each provision, and what is behind them."""
    compared = changes.compared
    old, new = (state_in_words(state_facts(state)) for state in (compared.old, compared.new))
    lines = [f"# {changes.framework.title}: what changed", "", f"*From: {old}*  ", f"*To: {new}*", ""]
    for one in compared.changes:
        found = one.difference
        lines += [f"## {escaped(found.name)}: {'moved' if found.is_moved else found.what}", ""]
        for words in filter(None, (_marked(found.heading), _marked(found.text))):
            lines += [words, ""]
        numbers = ", ".join(str(motion.number) for motion in one.sources.motions)
        lines += [f"*Motions: {numbers}*" if numbers else "*Received*", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


_MARKS = {"same": "{}", "deleted": "~~{}~~", "inserted": "**{}**"}


def _marked(segments: Sequence[Segment]) -> str:
    return "".join(_MARKS[segment.kind].format(escaped(segment.text)) for segment in segments)


def _change(one: Compared) -> dict[str, Any]:
    found = one.difference
    words = {
        name: [{"kind": segment.kind, "text": segment.text} for segment in segments]
        for name, segments in (("heading", found.heading), ("text", found.text))
    }
    motions = [motion.number for motion in one.sources.motions]
    return {
        "id": found.provision.id,
        "name": found.name,
        "what": found.what,
        "moved": found.is_moved,
        **{name: segments for name, segments in words.items() if segments},
        "motions": motions,
    }


def as_json(document: Document) -> str:
    """The document as a JSON object; its provisions stand depth first, as in the wording of a version."""
    provisions = [_entry(provision) for provision in document.text.provisions]
    about = {**_about(document), "language": document.framework.language, "provisions": provisions}
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


def as_markdown(document: Document) -> str:
    """The document as Markdown, a heading for each provision that has one; it says which state it is."""
    about = _about(document)
    lines = [f"# {document.framework.title}", "", f"*{state_in_words(about)}*", ""]
    if about["illustrative"]:
        lines += ["**This is an illustration; nobody negotiated this text.**", ""]
    for provision in document.text.provisions:
        lines += _in_markdown(provision)
    return "\n".join(lines).rstrip("\n") + "\n"


def _about(document: Document) -> dict[str, Any]:
    return {
        "framework": document.framework.slug,
        "title": document.framework.title,
        "illustrative": document.framework.is_illustrative,
        **state_facts(document.state),
    }


def state_facts(state: State) -> dict[str, Any]:
    """A state as it stands in a document."""
    return {
        "revision": state.revision.number,
        "position": state.position,
        "occurred_at": state.revision.occurred_at,
        "versions": [
            {"number": one.number, "name": one.name, "how": one.how, "adopted_at": one.adopted_at}
            for one in state.versions
        ],
    }


def state_in_words(about: Mapping[str, Any]) -> str:
    """Which state a document is of, in a sentence, from what `state_facts` gives."""
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
        lines += [f"{'#' * min(provision.depth + 2, 6)} {escaped(title or label(provision.kind))}", ""]
    if provision.text:
        lead = f"**{escaped(provision.label)}** " if provision.label and not provision.heading else ""
        lines += [lead + escaped(provision.text).replace("\n", "  \n"), ""]
    return lines


def escaped(text: str) -> str:
    """Words that mean nothing to Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in text)
