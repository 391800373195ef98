"""Command lines in order, whose ids, times and choices all follow from one seed."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

Line = dict[str, Any]
Data = dict[str, Any]

START = datetime(2016, 1, 4, 9, tzinfo=UTC)


class Script:
    """Writes the lines of one ledger.

    Attributes:
        random: what every choice is drawn from.
    """

    def __init__(self, seed: int, *, step: timedelta, start: datetime = START) -> None:
        """
        Args:
            step: how much time passes between two lines, on average.
            start: what comes before the first line.
        """
        self.random = Random(seed)
        self._now = start
        self._step = step

    def id(self) -> str:
        """A fresh id."""
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def line(self, command: str, data: Data, *, actor: str = "system", session: str | None = None) -> Line:
        """The next line, a little later than the one before; what is None in its data is left out.

        `after` alone may be None: that is the first place.
        """
        self._now += self._step * self.random.uniform(0.2, 1.8)
        envelope: Line = {
            "command": command,
            "command_id": self.id(),
            "occurred_at": self._now.isoformat(timespec="seconds"),
            "actor": actor,
        }
        if session is not None:
            envelope["session"] = session
        said = {key: value for key, value in data.items() if value is not None or key == "after"}
        return {**envelope, "data": said}

    def later(self, **time: float) -> str:
        """A moment after the last line, as a command gives it."""
        return (self._now + timedelta(**time)).isoformat(timespec="seconds")
