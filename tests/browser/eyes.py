"""Eyes that look at a page closely, on a desktop and on a phone, in a narrow window and at 200%."""

from collections.abc import Mapping
from typing import Any

from tests.browser.test_reading import TAGS

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
"""A desktop, and a phone."""

NARROW = [{"width": 320, "height": 800}, {"width": 640, "height": 450}]
"""The narrowest there is, and what is left of a desktop at 200%."""

MOST_ROUNDS = 8
"""Of going on with the tab key until everything was reached: the fields of a date have several stops."""

UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"

AXE = "async (options) => (await axe.run(options)).violations"
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}

WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"

WATCH_FOCUS = """() => {
  const controls = document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)");
  const isShown = (one) => one.checkVisibility() && !one.disabled && !one.closest("[aria-hidden=true]");
  window.missed = new Set([...controls].filter(isShown));
  const isSameChoice = (one, other) => one.type === "radio" && other.type === "radio" && one.name === other.name;
  // A link may be left out of the order where another in it leads to the same place.
  const leadsThere = (one, other) => one.tabIndex < 0 && one.href && one.href === other.href;
  const isReached = (one, focused) => one === focused || isSameChoice(one, focused) || leadsThere(one, focused);
  addEventListener("focusin", ({ target }) => {
    for (const one of missed) if (isReached(one, target)) missed.delete(one);
  });
  document.getElementById("main").focus();
}"""
MISSED = "() => [...missed].map((one) => one.outerHTML.slice(0, 200))"

FOCUSED = "() => document.activeElement.id"
LINKED = "() => document.activeElement.hash"
IS_WRONG = """() => {
  const wrong = document.activeElement.closest("[aria-invalid]");
  const ids = (wrong?.getAttribute("aria-describedby") ?? "").split(" ");
  return ids.some((id) => document.getElementById(id)?.classList.contains("error"));
}"""


class Eye:
    """Somebody at a page, who looks at all of it."""

    def __init__(self, page: Any, site: str) -> None:
        self.page = page
        self.site = site
        self.status = 0
        """How the page was answered that is open."""

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.set_viewport_size(SIZES[0])
        self.status = self.page.goto(path if path.startswith("http") else f"{self.site}{path}").status

    def press(self, name: str) -> None:
        """Press the first button of this name, and wait for the page to which it leads."""
        self.page.set_viewport_size(SIZES[0])
        self.page.evaluate(UNFOLD)
        with self.page.expect_navigation() as coming:
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.status = coming.value.status

    def type(self, typed: Mapping[str, Any]) -> None:
        """Fill in fields, by their names."""
        self.page.evaluate(UNFOLD)
        for name, value in typed.items():
            self._type(name, value)

    def _type(self, name: str, value: Any) -> None:
        control = self.page.locator(f'main form [name="{name}"]:not([type="hidden"])')
        kind = control.first.evaluate("(one) => one.type")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                control.and_(self.page.locator(f'[value="{one}"]')).check()
        elif kind == "select-one":
            control.select_option(value)
        else:
            control.fill(value)

    def look(self, status: int = 200) -> None:
        """Look whether anything is wrong with the page, also with what is folded away in it."""
        from axe_playwright_python.sync_playwright import Axe

        assert self.status == status, self.page.locator("main").inner_text()[:500]
        self.page.evaluate(UNFOLD)
        self._reach_everything()
        self.page.evaluate(Axe().axe_script)
        for size in SIZES:
            self._fit(size)
            found = _told(self.page.evaluate(AXE, OPTIONS))
            assert not found, f"{self.page.url} at {size}: {found}"
        for size in NARROW:
            self._fit(size)

    def hear_refusal(self) -> None:
        """Hear first of all that something is wrong."""
        assert self.page.title().startswith("Error: "), self.page.title()
        self.page.wait_for_function("document.activeElement.id === 'summary'")

    def follow_to_fault(self) -> None:
        """Go by keyboard from there to the first field that is wrong."""
        self.page.keyboard.press("Tab")
        field = self.page.evaluate(LINKED)
        assert field, "Nothing leads to what is wrong."
        self.page.keyboard.press("Enter")
        assert f"#{self.page.evaluate(FOCUSED)}" == field
        assert self.page.evaluate(IS_WRONG), f"{field} is not marked."

    def _fit(self, size: Mapping[str, int]) -> None:
        self.page.set_viewport_size(size)
        needed, there = self.page.evaluate(WIDTHS)
        assert needed <= there, f"{self.page.url} is {needed} px wide at {size}"

    def _reach_everything(self) -> None:
        self.page.evaluate(WATCH_FOCUS)
        for _ in range(MOST_ROUNDS):
            for _ in range(self.page.evaluate("missed.size")):
                self.page.keyboard.press("Tab")
        missed = self.page.evaluate(MISSED)
        assert missed == [], f"The keyboard does not reach everything at {self.page.url}."
        # The link that skips to the content lies over another one while it has the focus.
        self.page.evaluate("document.getElementById('main').focus()")


def _told(violations: list[dict[str, Any]]) -> list[str]:
    return [f"{one['help']} {node['failureSummary']} {node['html']}" for one in violations for node in one["nodes"]]
