"""What whoever is signed in may do on a page: links to forms, for those alone whom the one table of rights admits.

The table says who; what stands here is which of it makes sense for a thing as it stands. The forms and the rules look
again, and have the last word.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, url_for

from ledger.domain.vocabulary import COMMAND_LABELS, Role
from ledger.projections.queries.consultations import Consultation
from ledger.projections.queries.fitting import Fit, worst
from ledger.projections.queries.frameworks import Framework
from ledger.projections.queries.motions import MotionInFull
from ledger.projections.queries.own import OwnPosition
from ledger.projections.queries.positions import Positions
from ledger.projections.queries.provisions import ProvisionInFull
from ledger.projections.queries.sessions import Session
from ledger.projections.queries.versions_in_full import VersionInFull
from ledger.projections.queries.visitors import TakingPart
from web.minuting.waiting import left_in_minutes
from web.reach import Reach

SEVERAL = 2
"""So many open motions can be accepted together."""

DRAFTS = {"table_proposal": "Draft a proposal", "table_amendment": "Draft an amendment"}
"""What those read who may write something down, but not put it on record."""

OFFERED_IN_A_PROCESS: dict[str, tuple[str, ...]] = {
    "": ("make_statement",),
    "Meetings and texts": ("convene_session", "begin_framework"),
    "Who takes part": ("register_participant", "accredit", "end_accreditation", "grant_role", "revoke_role"),
    "The process": ("enter_stage", "adopt_rule", "update_consultation", "conclude_consultation"),
}
"""The forms that a process leads to, by heading."""

ROLES = "In the whole ledger"
"""The heading of roles that are held in no process."""


@dataclass(frozen=True, slots=True)
class Action:
    """A link to a form.

    Attributes:
        heading: under which it stands where there are many.
    """

    words: str
    url: str
    is_primary: bool = False
    heading: str = ""


@dataclass(frozen=True, slots=True)
class OnStatements:
    """What whoever reads may do about each statement of a page.

    Attributes:
        reply_in: the id of the consultation in which she may reply; None where she may not.
    """

    may_redact: bool = False
    reply_in: str | None = None


def reader() -> TakingPart | None:
    """Who reads the page; None where nobody is signed in."""
    visitor: TakingPart | None = g.get("visitor")
    return visitor


def form_of(command: str, given: Mapping[str, str]) -> str:
    """The address of a command's form, with what it begins with."""
    values: dict[str, Any] = {"command": command, **given}
    return url_for("forms.show", **values)


def on_statements(visitor: TakingPart | None, consultation_id: str | None) -> OnStatements:
    """What she may do about statements there."""
    if visitor is None:
        return OnStatements()
    reach = Reach(visitor, consultation_id)
    may_reply = consultation_id is not None and reach.may("make_statement")
    return OnStatements(reach.may("redact_statement"), consultation_id if may_reply else None)


def may_table(visitor: TakingPart | None, framework: Framework, closed: str | None) -> bool:
    """Whether she may begin an amendment to a text.

    Args:
        closed: since when nothing new is tabled; only organizers, who can say when it happened, enter it later.
    """
    if visitor is None:
        return False
    reach = Reach(visitor, framework.consultation_id)
    return reach.may_begin("table_amendment") and (closed is None or reach.may_for_others("table_amendment"))


def on_front_page(visitor: TakingPart | None) -> list[Action]:
    """What belongs to no process."""
    if visitor is None:
        return []
    commands = ("open_consultation", "register_participant", "grant_role", "revoke_role")
    return _forms(Reach(visitor, None), commands, {})


def on_consultation(visitor: TakingPart | None, consultation: Consultation) -> list[Action]:
    """What belongs to a process; its meetings and texts have what belongs to them."""
    if visitor is None:
        return []
    reach, id = Reach(visitor, consultation.id), consultation.id
    given = {"consultation_id": id, "in": id}
    left = {"conclude_consultation"} if consultation.concluded else set()
    return [
        action
        for heading, commands in OFFERED_IN_A_PROCESS.items()
        for action in _forms(reach, (one for one in commands if one not in left), given, heading=heading)
    ]


def on_session(visitor: TakingPart | None, session: Session, consultation_id: str) -> list[Action]:
    """What can be done about a meeting, before, while it is open, and after."""
    if visitor is None:
        return []
    reach = Reach(visitor, consultation_id)
    is_open = session.opened_at is not None and session.closed_at is None
    commands = []
    if session.opened_at is None and not session.cancelled:
        commands.append("open_session")
    if session.opened_at is not None:
        commands.append("record_attendance")
    if is_open:
        commands.append("close_session")
    of_it = _forms(reach, [*commands, "update_session"], {"session_id": session.id}, first="open_session")
    return [*_speaking(reach, session, is_open), *of_it]


def _speaking(reach: Reach, session: Session, is_open: bool) -> list[Action]:
    """What was said: in the minutes by who writes them, else one by one where speakers are named."""
    minutes = url_for("minutes.minutes", session_id=session.id)
    writes = reach.may_for_others("make_statement")
    if is_open and writes:
        return [Action("Write the minutes", minutes, True)]
    words = left_in_minutes(session.id) if writes and session.closed_at is not None else ""
    left = [Action(words, minutes, True)] if words else []
    if session.opened_at is None or session.attribution != "named":
        return left
    given = {"consultation_id": reach.consultation_id or "", "session": session.id}
    return [*left, *_forms(reach, ["make_statement"], given)]


def on_framework(visitor: TakingPart | None, framework: Framework, open_motions: int, *, tables: bool) -> list[Action]:
    """What can be done about a text.

    Args:
        tables: whether the visitor may table there (see `may_table`).
    """
    if visitor is None:
        return []
    reach, has_text = Reach(visitor, framework.consultation_id), framework.revision > 0
    tabling = ("table_proposal", *(("table_amendment",) if has_text else ())) if tables else ()
    deciding = ("adopt_motions",) if open_motions >= SEVERAL else ()
    versions = ("receive_version", *(("publish_version",) if has_text else ()))
    given = {"framework_id": framework.id}
    return [
        *_forms(reach, (*tabling, *deciding, *versions), given),
        *_forms(reach, ["adopt_rule"], {"consultation_id": framework.consultation_id, **given}),
    ]


def on_provision(
    visitor: TakingPart | None, page: ProvisionInFull, own: Collection[OwnPosition], *, tables: bool
) -> list[Action]:
    """What can be done about one provision."""
    if visitor is None:
        return []
    framework, id = page.framework, page.provision.id
    reach = Reach(visitor, framework.consultation_id)
    about = {"subject.kind": "provision", "subject.id": id}
    back = _taking_back(reach, about, own, page.positions)
    if page.is_deleted:
        return back
    tabling = [
        *_forms(reach, ["table_amendment"], {"framework_id": framework.id, "provision": id}, first="table_amendment"),
        *_forms(reach, ["table_proposal"], {"framework_id": framework.id, "place": f"after:{id}"}),
    ]
    is_asked = any(motion.decision is None for motion in page.motions)
    deciding = _forms(reach, ["adopt_motions"], {"framework_id": framework.id, "provision": id}) if is_asked else []
    return [*(tabling if tables else ()), *deciding, *_on_subject(reach, about), *back]


def on_version(
    visitor: TakingPart | None, framework: Framework, page: VersionInFull, own: Collection[OwnPosition]
) -> list[Action]:
    """What can be done about a version."""
    if visitor is None:
        return []
    reach, version = Reach(visitor, framework.consultation_id), page.version
    about = {"subject.kind": "version", "subject.id": version.id}
    adopting = [] if version.adopted else _forms(reach, ["adopt_version"], {"version_id": version.id})
    back = _taking_back(reach, about, own, page.positions)
    return [*(_on_subject(reach, about) if version.is_held else ()), *adopting, *back]


def on_motion(visitor: TakingPart | None, page: MotionInFull, own: Collection[OwnPosition]) -> list[Action]:
    """What can be done about a motion; once it is closed, only what one said can be taken back."""
    if visitor is None:
        return []
    reach, motion = Reach(visitor, page.framework.consultation_id), page.motion
    given, about = {"motion_id": motion.id}, {"subject.kind": "motion", "subject.id": motion.id}
    back = [*_leaving(reach, page), *_taking_back(reach, about, own, page.positions)]
    if not motion.is_open:
        return back
    sponsors = {one.participant_id for one in page.sponsors_now}
    is_theirs = bool(sponsors & set(visitor.ids)) or reach.may_for_others("revise_motion")
    fitting = ["rebase_motion"] if worst(page.fitted) is Fit.MOVED else []
    revising = _forms(reach, [*fitting, "revise_motion"], given) if is_theirs else []
    deciding = [
        *_forms(reach, ["decide_motion"], given),
        *_forms(reach, ["adopt_motions"], {"framework_id": motion.framework_id, "motions": motion.id}),
    ]
    return [*_on_subject(reach, about, "record_vote"), *deciding, *revising, *back]


def on_participant(
    visitor: TakingPart | None, participant: TakingPart | None, processes: Mapping[str, str]
) -> list[Action]:
    """What can be done about a participant; nothing about one who was erased.

    Args:
        processes: the title of each process in which the visitor holds a role, by its id.
    """
    if visitor is None or participant is None:
        return []
    everywhere, given = Reach(visitor, None), {"participant_id": participant.person.id}
    return [
        *_describing(visitor, participant),
        *(action for id, title in processes.items() for action in _in_process(Reach(visitor, id), participant, title)),
        *_forms(everywhere, ["grant_role"], given, heading=ROLES),
        *(_forms(everywhere, ["revoke_role"], given, heading=ROLES) if participant.roles else ()),
        *_forms(everywhere, ["erase_participant"], given),
    ]


def _describing(visitor: TakingPart, participant: TakingPart) -> list[Action]:
    """Herself; whoever organizes a process with them, or administers the ledger, any."""
    organized = {place for role, place in visitor.roles if role == Role.ORGANIZER}
    where = next((id for id in participant.standings if id in organized), None)
    reach = Reach(visitor, where)
    is_hers = participant.person.id == visitor.person.id
    may = is_hers or reach.may_for_others("update_participant")
    return _forms(reach, ["update_participant"], {"participant_id": participant.person.id}) if may else []


def _in_process(reach: Reach, participant: TakingPart, title: str) -> list[Action]:
    id = reach.consultation_id or ""
    given = {"consultation_id": id, "in": id, "participant_id": participant.person.id}
    ending = ("end_accreditation",) if id in participant.standings else ()
    holds = any(place == id for _, place in participant.roles)
    revoking = ("revoke_role",) if holds else ()
    return _forms(reach, ("accredit", *ending, "grant_role", *revoking), given, heading=title)


def _on_subject(reach: Reach, about: Mapping[str, str], *commands: str) -> list[Action]:
    """A position on it, a vote on it, and what is said about it."""
    place = {"consultation_id": reach.consultation_id or ""}
    named = {key.replace("subject", "about"): value for key, value in about.items()}
    return [
        *_forms(reach, commands or ("endorse", "record_vote"), {**place, **about}),
        *_forms(reach, ["make_statement"], {**place, **named}),
    ]


def _taking_back(
    reach: Reach, about: Mapping[str, str], own: Collection[OwnPosition], every: Positions
) -> list[Action]:
    """Withdrawing a position of one's own; of others', where a role lets her."""
    of_others = reach.may_for_others("withdraw_endorsement") and not all(one.is_withdrawn for one in every.listed)
    return _forms(reach, ["withdraw_endorsement"], about) if own or of_others else []


def _leaving(reach: Reach, page: MotionInFull) -> list[Action]:
    """Withdrawing as a sponsor, which a sponsor of any of its wordings can."""
    bound = {one.participant_id for one in page.sponsors if one.until is None}
    is_theirs = bound & set(reach.visitor.ids) or (bound and reach.may_for_others("withdraw_motion"))
    return _forms(reach, ["withdraw_motion"], {"motion_id": page.motion.id}) if is_theirs else []


def _forms(
    reach: Reach, commands: Iterable[str], given: Mapping[str, str], *, first: str = "", heading: str = ""
) -> list[Action]:
    """Links to the forms of those commands among these that a visitor may begin.

    Args:
        given: what their addresses give.
        first: the command that is most likely meant.
    """
    return [
        Action(_words(reach, command), form_of(command, given), command == first, heading)
        for command in commands
        if reach.may_begin(command)
    ]


def _words(reach: Reach, command: str) -> str:
    return COMMAND_LABELS[command] if reach.may(command) else DRAFTS[command]
