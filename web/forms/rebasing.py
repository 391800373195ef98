"""The form by which a sponsor fits an amendment to today's text: its changes are found there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.domain.motions import Motion as MotionStream
from ledger.domain.streams import Event
from ledger.projections.queries.changes import proposed
from ledger.projections.queries.motions import motion_with
from ledger.projections.queries.text import text_at
from web.forms.sheet import Here, Sheet


@dataclass(frozen=True)
class RebaseSheet(Sheet):
    """It asks for nothing but for whom; the page before recording shows the change on today's words."""

    warning: str = (
        "This makes a new wording of the amendment. Only whoever fits it sponsors it then, and positions on the words "
        "before do not count for it; whoever waits loses nothing, since it applies as it is."
    )

    def begin(self, here: Here) -> dict[str, list[str]]:
        motion = motion_with(here.now, here.one("motion_id"))
        begun = super().begin(here)
        return {**begun, "expected": [str(motion.revision)]} if motion else begun

    def checked(self, here: Here, data: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
        made = next((event for event in events if isinstance(event, MotionStream.Revised)), None)
        if made is None or here.place is None or here.place.framework is None:
            return {}
        text = text_at(here.now, here.place.framework.id, here.now.position)
        names = {provision.id: provision.name for provision in text.provisions}
        return {"differences": proposed(made.changes or (), made.replaced or {}, text.by_id, names)}
