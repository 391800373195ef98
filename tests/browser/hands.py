"""Hands that use the site as people do, with a mouse or with a keyboard alone; they find things by their names."""

import re
from typing import Any

MOST_STEPS = 600
"""Presses of the tab key after which a thing counts as out of reach."""


class Hand:
    """Somebody at a browser, with a mouse."""

    def __init__(self, page: Any, site: str) -> None:
        self.page = page
        self.site = site
        self.opened = 0
        """How many pages were opened on the way."""

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path if path.startswith("http") else f"{self.site}{path}")
        self.opened += 1

    def follow(self, words: str) -> None:
        """Follow the first link of this name."""
        self._go(self.page.get_by_role("link", name=re.compile(words)).first)

    def press(self, words: str) -> None:
        """Press the first button of this name."""
        self._go(self.page.get_by_role("button", name=re.compile(words)).first)

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""
        self._act(self.page.locator("summary", has_text=re.compile(words)).first)

    def fill(self, label: str, words: str) -> None:
        """Write into the field of this label, in the place of what stands there."""
        self._write(self._field(label), words)

    def choose(self, words: str) -> None:
        """Choose a radio button, or tick a box."""
        self._check(self.page.get_by_label(re.compile(words)).first)

    def select(self, label: str, words: str) -> None:
        """Choose from a list the option that begins with these words."""
        field = self._field(label)
        options = field.locator("option").all_inner_texts()
        self._choose(field, next(option for option in options if words in option))

    def says(self, words: str) -> bool:
        """Whether the page says this."""
        return words in re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    @property
    def title(self) -> str:
        """What the page is called."""
        return str(self.page.title())

    def _field(self, label: str) -> Any:
        return self.page.get_by_label(re.compile(label)).first

    def _go(self, target: Any) -> None:
        with self.page.expect_navigation():
            self._act(target)
        self.opened += 1

    def _act(self, target: Any) -> None:
        target.click()

    def _write(self, target: Any, words: str) -> None:
        target.fill(words)

    def _check(self, target: Any) -> None:
        target.check()

    def _choose(self, target: Any, option: str) -> None:
        target.select_option(label=option)


class Keyboard(Hand):
    """Somebody at a browser without a mouse."""

    def _reach(self, target: Any, *, or_its_group: bool = False) -> None:
        """Go on with the tab key until the focus is there."""
        handle = target.element_handle()
        same = "(e) => document.activeElement === e"
        group = "(e) => document.activeElement.type === 'radio' && document.activeElement.name === e.name"
        for _ in range(MOST_STEPS):
            if self.page.evaluate(f"(e) => ({same})(e) || ({group if or_its_group else same})(e)", handle):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {target}.")

    def _act(self, target: Any) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _write(self, target: Any, words: str) -> None:
        self._reach(target)
        if target.get_attribute("type") in ("date", "time"):
            self.page.keyboard.type(_as_typed(words))
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def _check(self, target: Any) -> None:
        is_radio = target.get_attribute("type") == "radio"
        self._reach(target, or_its_group=is_radio)
        if not is_radio:
            self.page.keyboard.press("Space")
            return
        if not target.is_checked():
            self.page.keyboard.press("Space")
        for _ in range(MOST_STEPS):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def _choose(self, target: Any, option: str) -> None:
        self._reach(target)
        for _ in range(MOST_STEPS):
            if target.locator("option:checked").inner_text() == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The keyboard does not reach the option {option}.")


def _as_typed(value: str) -> str:
    """A date or a time as an American browser's field takes its parts one after another."""
    if ":" in value:
        hour, minute = value.split(":")
        return f"{int(hour) % 12 or 12:02d}{minute}{'PM' if int(hour) >= 12 else 'AM'}"
    year, month, day = value.split("-")
    return f"{month}{day}{year}"
