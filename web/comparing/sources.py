"""What stands behind a change: motions and the decisions on them, or a text that was issued or received.

No participant is named: what a page of fixed states says can be kept for ever.
"""

from flask import url_for
from markupsafe import Markup

from ledger.domain.vocabulary import label
from ledger.projections.queries.compare import Sources
from ledger.projections.queries.history import MotionBehind
from ledger.projections.queries.versions import Version
from web.comparing.controls import escaped
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
        self._told: dict[str, str] = {}

    def __call__(self, found: Sources) -> Markup:
        """Everything behind one change."""
        sources: tuple[MotionBehind | Version, ...] = (*found.motions, *found.received)
        told = "; ".join(map(self._once, sources))
        return Markup(told or "no motion and no received text is on record")

    def _once(self, one: MotionBehind | Version) -> str:
        if one.id not in self._told:
            self._told[one.id] = self._motion(one) if isinstance(one, MotionBehind) else self._version(one)
        return self._told[one.id]

    def _motion(self, one: MotionBehind) -> str:
        revised = f" Rev.{one.revision}" if one.revision else ""
        number = f"{sentence_case(label(one.kind))} {one.number}{revised}"
        named = f'<a href="{url_for("motions.motion", motion_id=one.id)}">{number}</a> “{escaped(one.title)}”'
        return named + self._at(", accepted", one.decided_at, one.decided)

    def _version(self, one: Version) -> str:
        came = "issued" if one.issued_by else "received"
        address = url_for("frameworks.version", slug=self._slug, number=one.number)
        named = f'{came} with <a href="{address}">version {one.number} “{escaped(one.name)}”</a>'
        return named + self._at("", one.occurred_at, one.position)

    def _at(self, verb: str, occurred_at: str, position: int) -> str:
        if self._zone is None:
            return ""
        record = f'<a class="record-no" href="{url_for("record.one", position=position)}">record no. {position}</a>'
        return f"{verb} on {when(occurred_at, self._zone)}, {record}"
