"""The compilation text of a framework as Markdown: what is not agreed stands in brackets, with who asked for it."""

from collections.abc import Iterable, Iterator

from ledger.domain.errors import NotFound
from ledger.domain.vocabulary import Stance, label
from ledger.interchange.documents import escaped, framework_named, state_facts, state_in_words
from ledger.projections.queries.brackets import Block, Open, Want
from ledger.projections.queries.brackets_over_time import Counts
from ledger.projections.queries.compilation import Compilation, compilation
from ledger.projections.queries.states import State
from ledger.projections.reading import Reading

BACKING = (Stance.ENDORSE, Stance.ENDORSE_WITH_RESERVATION)

ASPECTS = {"label": "label", "heading": "heading", "levels": "levels", "horizons": "time horizons", "people": "people"}


def compilation_of(reading: Reading, slug: str, when: str) -> Compilation:
    """The compilation text of a framework as it stands.

    Args:
        when: now; terms of accreditation are judged by it.

    Raises:
        NotFound: there is no such framework, or it has no text yet.
    """
    found = compilation(reading, framework_named(reading, slug), when, Counts())
    if not isinstance(found.state, State):
        raise NotFound(f"{slug} has no text yet.", "state")
    return found


def compilation_as_markdown(found: Compilation) -> str:
    """The text with its brackets; each says its number, who asked, who joined, and which members back or oppose it."""
    return "\n".join(_lines(found)).rstrip("\n") + "\n"


def _lines(found: Compilation) -> Iterator[str]:
    yield from (f"# {escaped(found.framework.title)}: compilation text", "")
    if isinstance(found.state, State):
        yield from (f"*{state_in_words(state_facts(found.state))}*", "")
    if found.framework.is_illustrative:
        yield from ("**This is an illustration; nobody negotiated this text.**", "")
    yield from (f"Open brackets: {len(found.brackets.all)}", "")
    for block in found.brackets.blocks:
        yield from _block(found, block)
    if found.apart:
        named = ", ".join(f"{one.motion.kind} {one.motion.spoken}" for one in found.apart)
        yield from (f"*Not on today's words, in no bracket: {named}.*", "")


def _block(found: Compilation, block: Block) -> Iterator[str]:
    one = block.provision
    for whole in block.opening:
        what = "add" if whole.about == "provision" else "delete"
        yield from (f"**\\[{whole.number} {what}**, {_asked(found, whole.wants[0])}:", "")
    title = " ".join(part for part in (one.label, one.heading) if part)
    if one.heading or not one.text:
        yield from (f"{'#' * min(one.depth + 2, 6)} {escaped(title or label(one.kind))}", "")
    for note in block.notes:
        yield from (_bracket(found, note, _told(note)), "")
    if block.pieces:
        lead = f"**{escaped(one.label)}** " if one.label and not one.heading else ""
        pieces = (escaped(piece) if isinstance(piece, str) else _words(found, piece) for piece in block.pieces)
        yield from (lead + "".join(pieces).replace("\n", "  \n").replace("****", "** **"), "")
    for whole in block.closing:
        yield from (f"**\\]** {whole.number}", "")


def _words(found: Compilation, one: Open) -> str:
    """A bracket in a text; white space at its ends stands outside."""
    before, behind = one.white_space
    return before + _bracket(found, one, [escaped(want.words.strip()) for want in one.wants]) + behind


def _bracket(found: Compilation, one: Open, told: Iterable[str]) -> str:
    """A bracket, or several alternatives in brackets; only the first says the number."""
    if not one.are_alternatives:
        (words,), (want,) = told, one.wants
        what = "" if one.about != "words" else " add" if want.words else " delete"
        return f"**\\[{one.number}{what}**, {_asked(found, want)}: {words or escaped(one.stands.strip())}**\\]**"
    stands = [f"as it stands: {escaped(one.stands.strip())}"] if one.stands else []
    asked = [f"{_asked(found, want)}: {words or 'delete'}" for want, words in zip(one.wants, told, strict=True)]
    number = f"{one.number} "
    alternatives = []
    for place, words in enumerate([*stands, *asked], 1):
        alternatives.append(f"**\\[{number if place == 1 else ''}alt {place}**, {words}**\\]**")
    return " ".join(alternatives)


def _told(one: Open) -> list[str]:
    """What is asked for beside the words of a provision, wish by wish."""
    return [_told_of(one, want) for want in one.wants]


def _told_of(one: Open, want: Want) -> str:
    if want.difference is None:
        return f"{ASPECTS[one.about]} to read “{escaped(want.words)}”" if want.words else f"no {ASPECTS[one.about]}"
    if one.about != "place" or want.difference.place is None:
        values = want.difference.provision.tags_in_order[one.about]
        return f"{ASPECTS[one.about]}: {', '.join(label(value) for value in values) or 'none'}"
    place = want.difference.place
    if place.after:
        return f"move after {escaped(place.after)}"
    return f"move to the {'beginning' if place.where == 'first' else 'end'} of {escaped(place.parent or 'the text')}"


def _asked(found: Compilation, want: Want) -> str:
    """Who asked, who joined, who backs and who opposes, motion by motion."""
    return "; ".join(_behind(found, id) for id in want.motions)


def _behind(found: Compilation, motion_id: str) -> str:
    they, motion = found.behind[motion_id], found.motions[motion_id]
    sides = (
        ("", [one.participant_id for one in they.asked]),
        ("joined by ", [one.participant_id for one in they.joined]),
        ("backed by ", [id for stance in BACKING for id in they.members.get(stance, ())]),
        ("opposed by ", they.members.get(Stance.OBJECT, ())),
    )
    told = [words + _called(found, ids) for words, ids in sides if ids] or ["no sponsor"]
    return f"{', '.join(told)} ({motion.kind} {motion.spoken})"


def _called(found: Compilation, ids: Iterable[str]) -> str:
    return ", ".join(escaped(person.short or person.name) for person in found.known.all(ids))
