"""How far a visitor reaches in one consultation: what the table of rights lets her do there, and for whom."""

from dataclasses import dataclass

from ledger.domain.rights import MAY_GIVE_TIMES, RIGHTS, Where, roles_for
from ledger.domain.vocabulary import Standing
from ledger.projections.queries.visitors import TakingPart


@dataclass(frozen=True, slots=True)
class Reach:
    """What a visitor may do in one consultation.

    Attributes:
        consultation_id: None: in the whole ledger.
        anywhere: whether it is not known in which one: what belongs to none, as a participant, may belong to several.
            Then a role in any of them counts, and the rule looks in which.
    """

    visitor: TakingPart
    consultation_id: str | None
    anywhere: bool = False

    def may(self, command: str) -> bool:
        """Whether she may give a command there: for herself, for whom she acts for, or by a role."""
        return RIGHTS[command].admits(self._roles(command), self._standings)

    def may_for_others(self, command: str) -> bool:
        """Whether a role lets her give it for whomever it concerns, as "recorded by"."""
        return bool(RIGHTS[command].roles & self._roles(command))

    def may_begin(self, command: str) -> bool:
        """Whether she may fill in its form, to put it on record or to keep it as a draft."""
        return self.may(command) or bool(RIGHTS[command].beside & self._standings)

    def may_give_times(self, command: str) -> bool:
        """Whether she says when it happened; otherwise the clock does."""
        return bool(MAY_GIVE_TIMES & self._roles(command))

    @property
    def _standings(self) -> frozenset[Standing | None]:
        """What she, and whom she acts for, are there."""
        place = self.consultation_id or ""
        return frozenset((self.visitor.standings.get(place), self.visitor.standings_of_delegation.get(place)))

    def _roles(self, command: str) -> frozenset[str]:
        if self.anywhere and RIGHTS[command].where is Where.IN_THE_PROCESS:
            return frozenset(role for role, _ in self.visitor.roles)
        return roles_for(command, self.visitor.roles, self.consultation_id)
