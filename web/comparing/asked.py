"""What of a comparison is asked for, behind the "?" of its address."""

from dataclasses import dataclass, replace
from typing import Any, Self

from flask import url_for

from web.questions import ask_only, asked_id, asked_word

BETWEEN = "..."
"""What stands between two states in the address of their comparison."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One page of a comparison.

    Attributes:
        slug: of the framework.
        states: the two, as an address has them.
        view: None: changes within the text; `side`: the two states in columns; `numbers`: what each was and is called.
        show: None: what changed; `all`: the whole text.
        words: None: "inserted" and "deleted" are there to be heard; `off`: they are not.
        at: of a long comparison, the part with this provision; None: the first.
    """

    slug: str
    states: str
    view: str | None = None
    show: str | None = None
    words: str | None = None
    at: str | None = None

    @classmethod
    def from_address(cls, slug: str, states: str) -> Self:
        """What this request asks for.

        Raises:
            BadQuestion: something stands behind the "?" that a comparison does not know.
        """
        ask_only("view", "show", "words", "at")
        return cls(
            slug=slug,
            states=states,
            view=asked_word("view", ("side", "numbers")),
            show=asked_word("show", ("all",)),
            words=asked_word("words", ("off",)),
            at=asked_id("at"),
        )

    @property
    def address(self) -> str:
        """Where this is read."""
        given = {name: getattr(self, name) for name in ("view", "show", "words", "at")}
        return url_for("frameworks.compare", slug=self.slug, states=self.states, **given)

    def other(self, **changes: str | None) -> Self:
        """The same with other values; it begins at the first part again, unless that is given too."""
        given: dict[str, Any] = {"at": None, **changes}
        return replace(self, **given)

    def swapped(self) -> Self:
        """The same the other way round."""
        one, _, other = self.states.partition(BETWEEN)
        return self.other(states=f"{other}{BETWEEN}{one}")
