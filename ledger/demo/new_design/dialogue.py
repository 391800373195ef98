"""January to March 2016 (illustrative): the draft arrives, and two meetings talk about it."""

from ledger.demo.lines import Data
from ledger.demo.new_design.draft import provisions as drafted_provisions
from ledger.demo.new_design.process import Process
from ledger.demo.new_design.seats import MEMBERS

ILLUSTRATION = "Part of the illustration; nothing of it happened."


def write(process: Process) -> None:
    """Rules, the secretariat's draft, the second and the third meeting."""
    _begin(process)
    _second_meeting(process)
    _convene_the_listening_meeting(process)
    _redact(process)
    _listening_meeting(process)


def _begin(process: Process) -> None:
    process.at("2016-01-18 09:00")
    process.stage("consultation", "Consultation on a draft (illustrative)", ILLUSTRATION)
    process.rule("decision_method", "consensus")
    process.rule("quorum", 10)
    process.rule("constructive_objection", True)
    process.rule("small_group", 5)
    process.rule("amendments_close_at", process.record.moment("2016-04-15 17:00"))
    process.at("2016-01-25 10:00")
    framework: Data = {
        "framework_id": process.framework,
        "consultation_id": process.consultation,
        "slug": "new-design",
        "title": "A new design for the governance of migration and refugees (illustrative draft)",
        "language": "en",
        "illustrative": True,
    }
    process.add("begin_framework", framework, actor="rapporteur")
    provisions = drafted_provisions(process)
    process.words.receive(provisions)
    received: Data = {
        "framework_id": process.framework,
        "version_id": process.record.id("version", "ND/SEC"),
        "name": "Secretariat's draft",
        "symbol": "ND/SEC",
        "source": "Written for this illustration around the five elements of the scoping session of 25 November 2015.",
        "issued_by": [process.seat("secretariat")],
        "extent": "whole",
        "provisions": provisions,
    }
    process.add("receive_version", received, actor="rapporteur")
    process.at("2016-02-01 12:00")
    process.publish("ND/0", "Zero draft", "The secretariat's draft as the basis of discussion (illustrative).")


def _second_meeting(process: Process) -> None:
    process.at("2016-02-02 09:00")
    process.convene(
        "second",
        title="Second meeting: challenges and gaps (illustrative)",
        symbol="ND/M/2",
        place="The Hague",
        opens_at="2016-02-18 10:00",
        closes_at="2016-02-18 17:00",
        attribution="named",
    )
    process.at("2016-02-18 10:00")
    process.open("second")
    process.attend((*MEMBERS, "broadcaster", "guest", "chair", "rapporteur"))
    for key, who, kind, text, about, to in SECOND_MEETING:
        subjects = tuple(process.subject("provision", name) for name in about)
        process.say(key, who, kind, text, about=subjects, to=to)
    process.at("2016-02-18 17:00")
    process.close()


SECOND_MEETING: tuple[tuple[str, str, str, str, tuple[str, ...], str | None], ...] = (
    (
        "money",
        "municipality",
        "challenge",
        "International funding for reception rarely reaches the towns that pay for beds and classrooms. It arrives "
        "late, by way of three budgets, and each takes its time.",
        ("I c",),
        None,
    ),
    (
        "late",
        "refugees",
        "challenge",
        "We are asked for our view when the text is finished. By then our choice is to praise it or to be left out.",
        ("IV principle", "IV commitment"),
        None,
    ),
    (
        "skills",
        "business",
        "challenge",
        "A welder who was trained abroad waits two years for a paper that says so, while the workshop looks for "
        "welders.",
        ("IV b",),
        None,
    ),
    (
        "residents",
        "residents",
        "challenge",
        "In our town the residents heard of the reception centre from the newspaper. Nobody was against it before that "
        "day.",
        ("V a",),
        None,
    ),
    (
        "alone",
        "returnee",
        "challenge",
        "Return is spoken of as an end. Nobody asks afterwards whether one could live from what was there.",
        ("II commitment",),
        None,
    ),
    (
        "status",
        "agency",
        "concern",
        "An approach by vulnerability must come on top of refugee status and never in its place; a method that ranks "
        "people may end as a method that turns them away.",
        ("III principle", "III saving"),
        None,
    ),
    (
        "who assesses",
        "destination",
        "question",
        "Who is to make the assessment of vulnerability on the first day: the border authority, a municipality, or the "
        "agency?",
        ("III a",),
        None,
    ),
    (
        "who assesses, reply",
        "agency",
        "reply",
        "Whoever meets the person first, by one short method and with training; a specialist looks again within days.",
        ("III a",),
        "who assesses",
    ),
    (
        "who pays",
        "transit",
        "question",
        "Does the contingency fund replace bilateral help, or come on top of it?",
        ("II a",),
        None,
    ),
    (
        "who pays, reply",
        "rapporteur",
        "reply",
        "On top of it, in the secretariat's reading. The draft does not say so yet; an amendment could.",
        ("II a",),
        "who pays",
    ),
    (
        "trends",
        "university",
        "rationale",
        "A look at long trends every five years is late for what moves people next spring and early for what moves "
        "them in thirty years; its use is that everyone argues from the same figures.",
        ("II c",),
        None,
    ),
    (
        "history",
        "guest",
        "remark",
        "Towns with a long habit of receiving strangers wrote their rules down early and changed them often.",
        ("V principle",),
        None,
    ),
    (
        "a family",
        "relief",
        "concern",
        "One family in our care was recognised from a report about them and has had to move again.",
        ("V b",),
        None,
    ),
    (
        "second meeting",
        "chair",
        "summary",
        "The meeting heard five challenges. Money for municipalities and early participation were named most often; "
        "the place of vulnerability beside legal status needs words that all can read in one way.",
        (),
        None,
    ),
)
"""Key, speaker, kind, text, provisions that it speaks of, statement that it answers."""


def _convene_the_listening_meeting(process: Process) -> None:
    process.at("2016-02-22 09:00")
    process.convene(
        "listening",
        title="Third meeting: towns, newcomers and residents (illustrative)",
        symbol="ND/M/3",
        place="Online",
        opens_at="2016-03-10 14:00",
        attribution="group",
    )


def _redact(process: Process) -> None:
    process.at("2016-03-01 11:00")
    redaction: Data = {
        "statement_id": process.record.id("statement", "a family"),
        "reason": "danger_to_a_person",
        "note": "The speaker asked for it: the words pointed at people who could be found.",
    }
    process.add("redact_statement", redaction, actor="administrator")


def _listening_meeting(process: Process) -> None:
    opening = "2016-03-10 14:00"
    process.at(opening)
    process.open("listening")
    session = process.record.id("session", "listening")
    process.add("record_attendance", {"session_id": session, "by_group": ATTENDANCE}, actor="rapporteur")
    process.at("2016-03-10 17:30")
    process.close()
    for key, group, kind, text in LISTENING_MEETING:
        statement: Data = {
            "statement_id": process.record.id("statement", key),
            "consultation_id": process.consultation,
            "attribution": "group" if group else "none",
            "kind": kind,
            "text": text,
            "language": "en",
        }
        if group:
            statement["group"] = group
        process.record.add("make_statement", opening, statement, session=session)


ATTENDANCE = {
    "municipality": 9,
    "civil_society": 12,
    "migrants_and_refugees": 14,
    "receiving_population": 11,
    "diaspora": 6,
    "media": 5,
    "other": 5,
}
LISTENING_MEETING = (
    (
        "listening residents",
        "receiving_population",
        "remark",
        "The assembly in our street was loud for an hour and useful for two.",
    ),
    (
        "listening newcomers",
        "migrants_and_refugees",
        "challenge",
        "The language course begins after the work permit, and the work permit asks for the language.",
    ),
    (
        "listening towns",
        "municipality",
        "concern",
        "A standing table with the ministries is welcome if it decides something; we sit at four that do not.",
    ),
    (
        "listening unnamed",
        None,
        "challenge",
        "Help offices pass addresses on, and people have stopped giving them.",
    ),
)
"""Key, group (None: not recorded), kind, text; in an order that is not the spoken one."""
