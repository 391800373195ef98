"""What can be told of a page without a browser: its structure, its labels and what it forbids itself."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib

CONTROLS = ("input", "select", "textarea")


class Page:
    """A parsed page."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.errors = [f"{place}: {code} {data}" for place, code, data in parser.errors]

    @property
    def title(self) -> str:
        return self.root.findtext(".//title") or ""

    @property
    def text(self) -> str:
        """What is read in the page's main part."""
        main = self.root.find(".//main")
        return "" if main is None else " ".join("".join(main.itertext()).split())

    @property
    def heading(self) -> str:
        return " ".join("".join(next(self.all("h1")).itertext()).split())

    def all(self, *tags: str) -> Iterator[Element]:
        return (element for element in self.root.iter() if element.tag in tags)

    def links(self) -> list[str]:
        """Where the page leads within the site, without fragments."""
        hrefs = (link.get("href", "") for link in self.all("a"))
        return list(dict.fromkeys(href.split("#")[0] for href in hrefs if href.startswith("/")))

    def faults(self) -> list[str]:
        """What is wrong with the page, in words."""
        return [
            *self.errors,
            *self._faults_of_headings(),
            *self._faults_of_ids(),
            *self._faults_of_controls(),
            *self._faults_of_tables(),
            *self._faults_of_the_frame(),
        ]

    def _faults_of_headings(self) -> Iterator[str]:
        levels = [int(str(heading.tag)[1]) for heading in self.all("h1", "h2", "h3", "h4", "h5", "h6")]
        if levels.count(1) != 1:
            yield f"{levels.count(1)} h1"
        if levels and levels[0] != 1:
            yield "the first heading is not h1"
        for one, following in pairwise(levels):
            if following > one + 1:
                yield f"h{following} after h{one}"

    def _faults_of_ids(self) -> Iterator[str]:
        ids = Counter(id for element in self.root.iter() if (id := element.get("id")))
        yield from (f"id {id} stands {count} times" for id, count in ids.items() if count > 1)
        for link in self.all("a"):
            href = link.get("href", "")
            if href.startswith("#") and href[1:] not in ids:
                yield f"{href} leads nowhere"
            if not "".join(link.itertext()).strip():
                yield f"a link to {href} without words"

    def _faults_of_controls(self) -> Iterator[str]:
        labelled = {label.get("for") for label in self.all("label")}
        for control in self.all(*CONTROLS):
            if control.get("type") != "hidden" and control.get("id") not in labelled and not control.get("aria-label"):
                yield f"{control.tag} {control.get('name')} without a label"

    def _faults_of_tables(self) -> Iterator[str]:
        for table in self.all("table"):
            if table.find("caption") is None:
                yield "a table without a caption"
            yield from ("a th without scope" for cell in table.iter("th") if not cell.get("scope"))

    def _faults_of_the_frame(self) -> Iterator[str]:
        if not next(self.all("html")).get("lang"):
            yield "no language"
        if not self.title.strip():
            yield "no title"
        if len(list(self.all("main"))) != 1:
            yield "not one main part"
        for element in self.root.iter():
            forbidden = [name for name in element.attrib if name == "style" or name.startswith("on")]
            if forbidden or element.tag in ("style", "iframe") or (element.tag == "script" and not element.get("src")):
                yield f"<{element.tag}> {forbidden} is stopped by the policy of the site"
