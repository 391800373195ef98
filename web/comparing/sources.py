"""What stands behind a change: motions and the decisions on them, or a text that was issued or received.

No participant is named: what a page of fixed states says can be kept for ever.
"""

from flask import url_for
from markupsafe import Markup

from ledger.domain.vocabulary import label
from ledger.projections.queries.compare import Sources
from ledger.projections.queries.history import MotionBehind
from ledger.projections.queries.versions import Version
from web.comparing.controls import visible
from web.filters import sentence_case, when


class Sourced:
    """Draws what stands behind changes; each motion and version once, however many changes it made."""

    def __init__(self, slug: str, zone: str | None = None) -> None:
        """
        Args:
            slug: of the framework.
            zone: in which times are told; None: when a motion was decided is not told.
        """
        self._slug = slug
        self._zone = zone
        self._told: dict[str, Markup] = {}

    def __call__(self, found: Sources) -> Markup:
        """Everything behind one change."""
        sources: tuple[MotionBehind | Version, ...] = (*found.motions, *found.received)
        told = [self._once(one) for one in sources]
        return Markup("; ").join(told) if told else Markup("no motion and no received text is on record")

    def _once(self, one: MotionBehind | Version) -> Markup:
        if one.id not in self._told:
            self._told[one.id] = self._motion(one) if isinstance(one, MotionBehind) else self._version(one)
        return self._told[one.id]

    def _motion(self, one: MotionBehind) -> Markup:
        revised = f" Rev.{one.revision}" if one.revision else ""
        named = Markup('<a href="{}">{} {}{}</a> “{}”').format(
            url_for("motions.motion", motion_id=one.id),
            sentence_case(label(one.kind)),
            one.number,
            revised,
            visible(one.title),
        )
        return named + self._at(", accepted on {}, {}", one.decided_at, one.decided)

    def _version(self, one: Version) -> Markup:
        named = Markup('{} with <a href="{}">version {} “{}”</a>').format(
            "issued" if one.issued_by else "received",
            url_for("frameworks.version", slug=self._slug, number=one.number),
            one.number,
            visible(one.name),
        )
        return named + self._at(" on {}, {}", one.occurred_at, one.position)

    def _at(self, words: str, occurred_at: str, position: int) -> Markup:
        if self._zone is None:
            return Markup("")
        record = Markup('<a class="record-no" href="{}">record no. {}</a>').format(
            url_for("record.one", position=position), position
        )
        return Markup(words).format(when(occurred_at, self._zone), record)
