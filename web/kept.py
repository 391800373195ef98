"""Pages of what is fixed, kept in this process once they were drawn.

Two fixed states have one comparison for ever, and drawing it is most of what a page of it costs. What is kept holds no
participant's name and nothing of whoever reads: only the frame around it says who that is, and it is drawn each time.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import Flask, current_app

KEPT = "web-kept"

MOST_PAGES = 500
MOST_WRITTEN = 24_000_000
"""Characters of all pages; of one, an eighth of it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page without its frame.

    Attributes:
        template: of the frame.
        context: what the frame is drawn with; `main` is what was drawn already.
    """

    template: str
    context: Mapping[str, Any]

    @property
    def written(self) -> int:
        """Characters that it takes."""
        return len(self.context["main"])


class Kept:
    """Drawn pages by their address; those that were not asked for the longest go first. Safe between threads."""

    def __init__(self, most: int = MOST_PAGES, most_written: int = MOST_WRITTEN) -> None:
        self._most = most
        self._most_written = most_written
        self._pages: OrderedDict[str, Drawn] = OrderedDict()
        self._written = 0
        self._one_at_a_time = Lock()

    def get(self, address: str) -> Drawn | None:
        """The page at an address, where it is kept."""
        with self._one_at_a_time:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def put(self, address: str, page: Drawn) -> None:
        """Keep a page, unless it alone would take the room of many."""
        if page.written * 8 > self._most_written:
            return
        with self._one_at_a_time:
            self._drop(address)
            self._pages[address] = page
            self._written += page.written
            while len(self._pages) > self._most or self._written > self._most_written:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Keep none."""
        with self._one_at_a_time:
            self._pages.clear()
            self._written = 0

    def _drop(self, address: str) -> None:
        page = self._pages.pop(address, None)
        self._written -= page.written if page else 0


def install(app: Flask) -> None:
    """Let the app keep pages."""
    app.extensions[KEPT] = Kept()


def kept() -> Kept:
    """What this app keeps."""
    found: Kept = current_app.extensions[KEPT]
    return found
