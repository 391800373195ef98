"""Command lines: one JSON object a line, with ids that follow from names, so that each run writes the same bytes."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from ledger.domain.canonical import canonical_json

NAMESPACE = UUID("6d0e0f5a-2b0c-5d0e-9a3e-0d1a10b0e000")
"""Every id of the demonstration is a uuid5 below this one."""

SYSTEM = "system"

Data = dict[str, Any]


class Record:
    """The command lines of one consultation, in order."""

    def __init__(self, slug: str, *, timezone: str) -> None:
        """
        Args:
            slug: the consultation's, from which all its ids follow.
            timezone: IANA name of the zone in which the times of the script are written.
        """
        self.lines: list[str] = []
        self._namespace = uuid5(NAMESPACE, slug)
        self._zone = ZoneInfo(timezone)
        self._known: set[str] = set()

    def id(self, kind: str, name: str) -> str:
        """The id of a thing, the same on every run."""
        return str(uuid5(self._namespace, f"{kind}/{name}"))

    def moment(self, when: str) -> str:
        """RFC 3339 with zone of "2016-02-18 10:00"; a plain date stays one."""
        if len(when) == len("2016-02-18"):
            return when
        return datetime.fromisoformat(when).replace(tzinfo=self._zone).isoformat()

    def add(self, command: str, when: str, data: Data, *, actor: str = SYSTEM, session: str | None = None) -> None:
        """Write one command line; what is None in its data is left out.

        Its command_id follows from what it says, so that a line that is changed later is another command.

        Raises:
            ValueError: the same command is there already.
        """
        rest: Data = {"occurred_at": self.moment(when), "actor": actor}
        if session is not None:
            rest["session"] = session
        rest["data"] = {name: value for name, value in data.items() if value is not None}
        command_id = str(uuid5(self._namespace, canonical_json([command, rest]).decode()))
        if command_id in self._known:
            raise ValueError(f"The same {command} twice: {rest}")
        self._known.add(command_id)
        line = {"command": command, "command_id": command_id} | rest
        self.lines.append(json.dumps(line, ensure_ascii=False, separators=(", ", ": ")))
