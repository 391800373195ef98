"""The meeting whose minutes are written, and what its writer may do there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from ledger.domain.rights import MAY_GIVE_TIMES, RIGHTS, roles_for
from ledger.domain.vocabulary import Attribution
from ledger.projections.queries.choices import participants_of
from ledger.projections.queries.people import people
from ledger.projections.queries.place import ConsultationHere, consultation_of
from ledger.projections.queries.sessions import Session, session_with
from ledger.projections.queries.visitors import TakingPart
from ledger.projections.reading import Reading
from web.errors import Forbidden
from web.filters import GROUPS
from web.pages import found, ledger, reading_afresh
from web.pasting.names import Names
from web.questions import id_in
from web.visitors import the_visitor

NOTING, CLOSING = "make_statement", "close_session"

NOT_YOURS = "Minutes are written by the organizers and facilitators of the process."


@dataclass(frozen=True)
class Meeting:
    """A session as its minutes are written, by someone who writes them.

    Attributes:
        when: now, as the record writes it.
    """

    now: Reading
    session: Session
    place: ConsultationHere
    visitor: TakingPart
    when: str

    @property
    def id(self) -> str:
        """Of the session."""
        return self.session.id

    @property
    def attribution(self) -> Attribution:
        """How far it records its speakers."""
        return Attribution(self.session.attribution)

    @property
    def is_named(self) -> bool:
        """Whether lines go on record with their speakers; otherwise they are held until the close."""
        return self.attribution is Attribution.NAMED

    @property
    def is_closed(self) -> bool:
        """Whether it is over on record."""
        return self.session.closed_at is not None

    @property
    def takes_lines(self) -> bool:
        """Whether something can still be noted: after the close only where speakers are named."""
        return not self.session.cancelled and (self.is_named or not self.is_closed)

    @property
    def may_write(self) -> bool:
        """Whether the visitor puts on record what others say there."""
        return bool(RIGHTS[NOTING].roles & self._roles(NOTING))

    @property
    def may_close(self) -> bool:
        """Whether the visitor closes it."""
        return bool(RIGHTS[CLOSING].roles & self._roles(CLOSING))

    @property
    def may_give_times(self) -> bool:
        """Whether the visitor says when something was said; otherwise the clock does, when it goes on record."""
        return bool(MAY_GIVE_TIMES & self._roles(NOTING))

    @cached_property
    def names(self) -> Names:
        """Who can speak there: where no names are written down, so that none is by mistake."""
        accredited = participants_of(self.now, self.place.id, self.when)
        return Names(people(self.now, (one.value for one in accredited)).values())

    @property
    def speakers(self) -> list[str]:
        """What a line may begin with."""
        if self.attribution is Attribution.GROUP:
            return [words for _, words in GROUPS.values()]
        if not self.is_named:
            return []
        return [self.names.typed_name(person) for person in self.names.people]

    def _roles(self, command: str) -> frozenset[str]:
        return roles_for(command, self.visitor.roles, self.place.id)


@contextmanager
def meeting_at(path: str) -> Iterator[Meeting]:
    """The meeting that an address names, for someone who may write its minutes.

    Raises:
        PageNotFound: there is none.
        NotSignedIn: nobody is signed in.
        Forbidden: the visitor may not write them.
    """
    with reading_afresh() as now:
        id = id_in(path, "meeting")
        session = found(session_with(now, id), "meeting", path)
        place = found(consultation_of(now, id), "meeting", path)
        meeting = Meeting(now, session, place, the_visitor(), ledger().now())
        if not meeting.may_write:
            raise Forbidden(NOT_YOURS)
        yield meeting
