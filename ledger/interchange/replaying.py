"""Replay of a ledger's record, for the command line."""

from collections.abc import Callable, Iterator
from typing import Any

from ledger.application import Ledger
from ledger.domain.replay import Replay
from ledger.domain.streams import Event
from ledger.interchange.event_lines import records


def replayed(
    ledger: Ledger, *, until: int | str | None = None, on_progress: Callable[[int], None] = lambda done: None
) -> Replay:
    """Everything that the events produce.

    Args:
        until: the last position, or the moment after whose end nothing is taken; a command is never cut in two.
        on_progress: is told how many records were taken since the last time.
    """
    found = Replay()
    found.feed(_events(ledger, until, on_progress))
    found.finish()
    return found


def _events(ledger: Ledger, until: int | str | None, on_progress: Callable[[int], None]) -> Iterator[Event]:
    for stored in records(ledger):
        event = ledger.event(stored)
        starts_a_command = event.command is not None
        if starts_a_command and isinstance(until, int) and stored.position > until:
            return
        if starts_a_command and isinstance(until, str) and event.timestamp > until:
            return
        if stored.position % 100 == 0:
            on_progress(100)
        yield event


def told(replay: Replay) -> dict[str, Any]:
    """What a replay found, as JSON."""
    return {
        "records": sum(replay.records.values()),
        "position": sum(replay.records.values()),
        "topics": dict(sorted(replay.records.items())),
        "frameworks": [
            {
                "framework_id": str(framework.id),
                "revision": framework.revision,
                "provisions": len(framework.tree.provisions),
                "open_motions": replay.open_motions(framework),
                "wording": framework.wording(),
            }
            for framework in replay.frameworks()
        ],
        "versions": [
            {
                "framework_id": version.framework_id,
                "number": version.number,
                "name": version.name,
                "wording": version.recorded,
                "holds": version.holds,
            }
            for version in replay.versions
        ],
        "differing": [id for id, _ in replay.differing],
        "holds": not replay.differing and all(version.holds for version in replay.versions),
    }
