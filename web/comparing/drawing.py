"""One comparison drawn: of each change its name, its words, what stands behind it, and ways to the next one.

A page has hundreds of them, so they are put together as strings: a template would take three times as long.
"""

from collections.abc import Sequence

from flask import url_for
from markupsafe import Markup

from ledger.projections.queries.changes import Difference, changes_in
from ledger.projections.queries.compare import Compared
from web.comparing.asked import Asked
from web.comparing.controls import escaped
from web.comparing.kin import kin_words
from web.comparing.sentences import called, sentences
from web.comparing.sources import Sourced
from web.comparing.words import Side, drawn
from web.filters import direction, sentence_case

_ANY = "00000000-0000-0000-0000-000000000000"
DEEPEST = 4
"""How far a provision is indented at most."""

_TONES = {"inserted": "good", "deleted": "bad"}


class Drawing:
    """Draws the changes of one page of a comparison."""

    def __init__(self, asked: Asked, changes: Sequence[Compared], sourced: Sourced, lang: str) -> None:
        """
        Args:
            asked: at the address of the page itself, of a long comparison with `at`.
            changes: those on the page, in order.
            lang: of the text (BCP 47).
        """
        ids = [one.difference.provision.id for one in changes]
        self._asked = asked
        self._address = asked.address
        self._here = set(ids)
        self._around = dict(zip(ids, zip([None, *ids], [*ids[1:], None], strict=False), strict=False))
        self._sourced = sourced
        self._lang = lang
        self._is_spoken = asked.words is None
        self._provision = url_for("provisions.provision", provision_id=_ANY)
        self._run = f'lang="{escaped(lang)}" dir="{direction(lang)}"'

    def listed(self, one: Compared) -> Markup:
        """A change in the list of all: the name, which leads to it, and what becomes of it in words."""
        found = one.difference
        kin = f"; {self.kin(one)}" if one.kin else ""
        words = f'<a href="#p-{found.provision.id}">{escaped(found.name)}</a>: {self.sentences(found)}{kin}'
        return Markup(f"<li>{words}</li>")

    def change(self, one: Compared, tags: str = "") -> Markup:
        """A change with its words in the text.

        Args:
            tags: of a provision that came in, as markup.
        """
        found = one.difference
        id, depth = found.provision.id, min(found.provision.depth, DEEPEST)
        heading = f'<p class="text heading" {self._run}>{self.heading(found)}</p>' if found.heading else ""
        text = f'<p class="text" {self._run}>{self.text(found)}</p>' if found.text else ""
        return Markup(
            f'<section class="provision change {found.what} depth-{depth}" id="p-{id}">\n'
            f'<h3 class="own">{self.name(id, found.name)} {self.kinds(found)}</h3>\n{self.aside(one)}'
            f'<div class="difference">{heading}{text}{tags}</div>\n{self.foot(one)}\n</section>'
        )

    def name(self, id: str, name: str) -> Markup:
        """The name of a provision, which leads to its history."""
        return Markup(f'<a class="label" href="{self._provision.replace(_ANY, id)}">{escaped(name)}</a>')

    def kinds(self, found: Difference) -> Markup:
        """What kind of change it is."""
        tone = _TONES.get(found.what, "quiet")
        return Markup(f'<span class="chip chip-{tone}">{called(found.kinds)}</span>')

    def heading(self, found: Difference, side: Side = "both") -> Markup:
        """The heading with its changes."""
        return drawn(found.heading, id=self._link(found), side=side, is_spoken=self._is_spoken)

    def text(self, found: Difference, side: Side = "both") -> Markup:
        """The text with its changes, which are counted on from those of the heading."""
        first = len(changes_in(found.heading)) + 1 if found.heading else 1
        return drawn(found.text, id=self._link(found), first=first, side=side, is_spoken=self._is_spoken)

    def sentences(self, found: Difference) -> Markup:
        """What becomes of a provision, in a list; each change of words leads to its place."""
        link = self._link(found)
        return sentences(found, link=f"#{link}" if link else "", lang=self._lang)

    def aside(self, one: Compared) -> Markup:
        """What is to be said beside the words: moves, labels, tags, other numbers, and where else the words stand."""
        found = one.difference
        told: list[str] = []
        if found.what != "deleted" and (words := sentences(found, 0, lang=self._lang)):
            told.append(sentence_case(words))
        if found.is_renamed and not found.label and found.what == "changed":
            told.append(f"Was {escaped(found.name)}, is now {escaped(found.provision.name)}")
        if one.kin:
            told.append(sentence_case(self.kin(one)))
        return Markup("".join(f'<p class="small">{words}{"" if words.endswith(".") else "."}</p>' for words in told))

    def kin(self, one: Compared) -> Markup:
        """Where else the words of a provision stand; "" where nothing is known."""
        if one.kin is None:
            return Markup("")
        return kin_words(one.kin, is_gone=one.difference.what == "deleted", where=self.where)

    def foot(self, one: Compared) -> Markup:
        """What stands behind a change, and ways on: to the changes around it, and to this one from anywhere."""
        id = one.difference.provision.id
        before, after = self._around[id]
        steps = [("Previous change", f"#p-{before}")] if before else []
        steps += [("Next change", f"#p-{after}")] if after else []
        steps += [("Link to this change", f"{escaped(self._address)}#p-{id}")]
        links = " ".join(f'<a href="{address}">{words}</a>' for words, address in steps)
        sources = self._sourced(one.sources)
        return Markup(f'<p class="small sources">By: {sources}</p>\n<p class="small steps">{links}</p>')

    def where(self, id: str) -> str:
        """The address of a provision, which may stand on another page of a long comparison."""
        return f"#p-{id}" if id in self._here else f"{self._asked.other(at=id).address}#p-{id}"

    def _link(self, found: Difference) -> str:
        """What the id of each change of words of a provision begins with; "" where they have none."""
        return f"c-{found.provision.id}" if found.what == "changed" else ""
