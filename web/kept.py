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
MOST_BYTES = 32_000_000
"""Of all pages; of one, an eighth of it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page without its frame.

    Attributes:
        template: of the frame.
        context: what the frame is drawn with.
        main: what stands in it, in UTF-8: encoding a long page takes as long as drawing its frame.
    """

    template: str
    context: Mapping[str, Any]
    main: bytes


class Kept:
    """Drawn pages by their address; those that were not asked for the longest go first. Safe between threads."""

    def __init__(self, most: int = MOST_PAGES, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._pages: OrderedDict[str, Drawn] = OrderedDict()
        self._bytes = 0
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
        if len(page.main) * 8 > self._most_bytes:
            return
        with self._one_at_a_time:
            self._drop(address)
            self._pages[address] = page
            self._bytes += len(page.main)
            while len(self._pages) > self._most or self._bytes > self._most_bytes:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Keep none."""
        with self._one_at_a_time:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, address: str) -> None:
        page = self._pages.pop(address, None)
        self._bytes -= len(page.main) if page else 0


def install(app: Flask) -> None:
    """Let the app keep pages."""
    app.extensions[KEPT] = Kept()


def kept() -> Kept:
    """What this app keeps."""
    found: Kept = current_app.extensions[KEPT]
    return found
