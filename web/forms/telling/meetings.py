"""Meetings: convened, opened, attended, closed; and how far their speakers are recorded (rule 11)."""

from collections.abc import Iterator

from markupsafe import Markup

from ledger.domain.sessions import Session
from ledger.domain.vocabulary import Attribution, StakeholderGroup
from ledger.projections.queries.sessions import session_with
from web.filters import groups, number, plural, when_text
from web.forms.telling.case import PUBLIC, Case, apart, listed, say
from web.pages import beside

SPEAKERS = {
    Attribution.NAMED: "Speakers are recorded by name.",
    Attribution.GROUP: "Speakers are recorded by stakeholder group only.",
    Attribution.NONE: "Speakers are not recorded (Chatham House Rule).",
}
HELD = "What is said there is held outside the record until the meeting closes."


def convened(case: Case) -> Iterator[Markup]:
    """`convene_session`."""
    data = case.data
    opens = when_text(data["opens_at"], case.here.zone)
    place = say(", {place}", place=apart(data["place"])) if "place" in data else ""
    title = apart(data["title"])
    yield say(
        "The meeting “{title}” of {process} is convened: {opens}{place}.",
        title=title,
        process=case.process,
        opens=opens,
        place=place,
    )
    yield from case.recorded()
    yield Markup(SPEAKERS[Attribution(data.get("attribution", Attribution.NAMED))])
    yield Markup("Until it is opened, all of this can be changed, and the meeting cancelled.")
    yield PUBLIC


def updated(case: Case) -> Iterator[Markup]:
    """`update_session`."""
    data = case.data
    session = session_with(case.now, data["session_id"])
    yield say(
        "What is said of {meeting} is changed: {fields}.", meeting=case.what(data["session_id"]), fields=case.changed()
    )
    yield from case.recorded()
    if data.get("cancelled"):
        yield Markup("It is cancelled: nothing can be recorded as having happened in it.")
    elif "cancelled" in data:
        yield Markup("It is not cancelled any more.")
    if "attribution" in data:
        yield Markup(SPEAKERS[Attribution(data["attribution"])])
        if session is not None and session.opened_at is not None:
            yield Markup("The meeting was opened, so that this can only become stricter.")
    yield Markup("It is public at once; what was said before stays on record.")


def opened(case: Case) -> Iterator[Markup]:
    """`open_session`."""
    yield say("{meeting} is opened.", meeting=case.what(case.data["session_id"], first=True))
    yield from case.recorded()
    attribution = _attribution(case)
    unnamed = "" if attribution is Attribution.NAMED else f" {HELD}"
    yield Markup(f"{SPEAKERS[attribution]} From now on this can only become stricter.{unnamed}")
    yield Markup("It cannot be cancelled any more; attendance can be recorded.")
    yield PUBLIC


def attended(case: Case) -> Iterator[Markup]:
    """`record_attendance`."""
    data = case.data
    meeting = case.what(data["session_id"])
    yield say("Recorded as present at {meeting}: {who}.", meeting=meeting, who=_present(case))
    yield from case.recorded()
    if _is_folded(case):
        yield Markup("Groups too small to hide in are counted under “other”, or in the total only.")
    session = session_with(case.now, data["session_id"])
    if session is not None and session.attendance is not None:
        yield Markup("It takes the place of the attendance that was recorded before, which stays in the record.")
    yield PUBLIC


def _present(case: Case) -> Markup | str:
    """Who was there, as it will stand on record."""
    told = next((vars(event) for event in case.events_of(Session.AttendanceRecorded)), case.data)
    if told.get("participants"):
        return case.names(told["participants"])
    if told.get("by_group"):
        counts = [(group, told["by_group"][group]) for group in StakeholderGroup if group in told["by_group"]]
        return listed([f"{number(count)} {groups(group).lower()}" for group, count in counts])
    return plural(told.get("total", 0), "person", "persons")


def _is_folded(case: Case) -> bool:
    recorded = case.events_of(Session.AttendanceRecorded)
    return bool(recorded) and "by_group" in case.data and recorded[0].by_group != case.data["by_group"]


def closed(case: Case) -> Iterator[Markup]:
    """`close_session`."""
    session_id = case.data["session_id"]
    yield say("{meeting} is closed.", meeting=case.what(session_id, first=True))
    yield from case.recorded()
    if _attribution(case) is Attribution.NAMED:
        yield Markup("Statements and attendance can still be recorded for it.")
    else:
        held = len(beside().minutes.held(session_id))
        if held:
            statements = plural(held, "statement that was held goes", "statements that were held go")
            yield say(
                "{statements} on record now, without speakers, in an order that is not the spoken one.",
                statements=statements,
            )
        yield Markup("After that, nobody adds a statement without a speaker. Attendance can still be recorded.")
    yield Markup("A meeting is closed once. ") + PUBLIC


def _attribution(case: Case) -> Attribution:
    session = session_with(case.now, case.data["session_id"])
    return Attribution(session.attribution) if session else Attribution.NAMED
