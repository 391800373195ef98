"""The Global Compact for Safe, Orderly and Regular Migration, 2017 and 2018: real text, real dates, one real roll call.

What is not known with certainty is not recorded: no attendance, no speaker, no position of a state. Where the day of
an announcement is not known, the first day of the thing announced stands for it.
"""

import csv
import json
import re
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from operator import itemgetter
from unicodedata import normalize

from ledger.demo.lines import Data, Record

SLUG = "global-compact-2018"
TITLE = "Global Compact for Safe, Orderly and Regular Migration"

NEW_YORK = "United Nations Headquarters, New York"
PHASE_1 = (
    (
        "Human rights of all migrants, social inclusion, cohesion and all forms of discrimination",
        "Geneva",
        "2017-05-08",
        "2017-05-09",
    ),
    ("Drivers of migration", "New York", "2017-05-22", "2017-05-23"),
    (
        "International cooperation and governance of migration in all its dimensions",
        "Geneva",
        "2017-06-19",
        "2017-06-20",
    ),
    ("Contributions of migrants and diasporas to sustainable development", "New York", "2017-07-24", "2017-07-25"),
    (
        "Smuggling of migrants, trafficking in persons and contemporary forms of slavery",
        "Vienna",
        "2017-09-04",
        "2017-09-05",
    ),
    ("Irregular migration and regular pathways", "Geneva", "2017-10-12", "2017-10-13"),
)
"""Subject, place, first and last day of each informal thematic session (IOM, "Phase 1: Consultations")."""

ROUNDS = (
    ("First", "2018-02-20", "2018-02-23"),
    ("Second", "2018-03-12", "2018-03-15"),
    ("Third", "2018-04-03", "2018-04-06"),
    ("Fourth", "2018-05-14", "2018-05-18"),
    ("Fifth", "2018-06-04", "2018-06-08"),
    ("Sixth", "2018-07-09", "2018-07-13"),
)
"""First and last day of each round of negotiations (letter of the co-facilitators, 22 December 2017)."""

DRAFTS = (
    ("Zero Draft", "2018-02-05"),
    ("Zero Draft Plus", "2018-03-05"),
    ("Draft Rev. 1", "2018-03-26"),
    ("Draft Rev. 2", "2018-05-28"),
    ("Draft Rev. 3", "2018-06-29"),
)
ROUNDS_ANNOUNCED = "2017-12-22"
FINAL_DRAFT = "2018-07-11"

SOURCE = (
    "General Assembly resolutions 71/280 (modalities, 6 April 2017) and 73/195 (19 December 2018); IOM, “Phase 1: "
    "Consultations” (dates of the thematic sessions); United Nations press release DEV/3304 (Puerto Vallarta); letter "
    "of the co-facilitators of 22 December 2017 (dates of the negotiations). Text of the objectives: A/RES/73/195 by "
    "way of the package iomeval 0.4.1 (Apache-2.0). Roll call: E. Voeten and others, roll calls of the General "
    "Assembly (CC0)."
)
MANDATE = (
    "To prepare, by way of consultations, a stocktaking and intergovernmental negotiations, a global compact for safe, "
    "orderly and regular migration for adoption at an intergovernmental conference in 2018, as General Assembly "
    "resolution 71/1 of 19 September 2016 set out and resolution 71/280 of 6 April 2017 arranged. The permanent "
    "representatives of Mexico and Switzerland led the process as co-facilitators. This record holds dates, the "
    "objectives of the final text, its adoption and the roll call that followed; it holds no position of any state."
)


def lines() -> list[str]:
    """The command lines of the whole process."""
    record = Record(SLUG, timezone="America/New_York")
    roll_call = _roll_call()
    for state in roll_call:
        _register(record, state)
    _open(record)
    _consult(record)
    _negotiate(record)
    _adopt(record)
    _vote(record, roll_call)
    return record.lines


def _register(record: Record, state: dict[str, str]) -> None:
    data = {
        "participant_id": _state(record, state["country_code"]),
        "name": state["country"],
        "short": state["country_code"],
        "kind": "delegation",
        "group": "state",
    }
    record.add("register_participant", "2017-04-06", data)


def _open(record: Record) -> None:
    consultation = {
        "consultation_id": _consultation(record),
        "slug": SLUG,
        "title": TITLE,
        "mandate": MANDATE,
        "conveners": _co_facilitators(record),
        "language": "en",
        "timezone": "America/New_York",
        "symbol": "A/RES/71/280",
        "source": SOURCE,
    }
    record.add("open_consultation", "2017-04-06", consultation)
    framework = {
        "framework_id": record.id("framework", "global-compact"),
        "consultation_id": _consultation(record),
        "slug": "global-compact",
        "title": TITLE,
        "language": "en",
    }
    record.add("begin_framework", "2017-04-06", framework)


def _consult(record: Record) -> None:
    reason = (
        "Resolution 71/280 lets this phase begin in April 2017; the day of the resolution stands for its beginning."
    )
    _enter(record, "2017-04-06", "consultation", "Phases I and II: consultations and stocktaking", reason)
    for number, (subject, place, first, last) in enumerate(PHASE_1, start=1):
        title = f"Informal thematic session {number}: {subject}"
        _hold(record, _convene(record, title, place, first, last), first, last)
    first, last = "2017-12-04", "2017-12-06"
    title = "Preparatory (stocktaking) meeting"
    _hold(record, _convene(record, title, "Puerto Vallarta, Mexico", first, last), first, last)


def _negotiate(record: Record) -> None:
    reason = "The first round opened on this day."
    phase = partial(_enter, record, ROUNDS[0][1], "negotiation", "Phase III: intergovernmental negotiations", reason)
    course: list[tuple[str, Callable[[], None]]] = [(ROUNDS[0][1], phase)]
    course += [(day, partial(_receive_draft, record, name, day)) for name, day in DRAFTS]
    for ordinal, first, last in ROUNDS:
        title = f"{ordinal} round of intergovernmental negotiations"
        session = _convene(record, title, NEW_YORK, first, last, announced=ROUNDS_ANNOUNCED)
        course.append((first, partial(record.add, "open_session", first, {"session_id": session})))
        course.append((last, partial(record.add, "close_session", last, {"session_id": session})))
    course.append((FINAL_DRAFT, partial(_receive_final_draft, record)))
    for _, write in sorted(course, key=itemgetter(0)):
        write()


def _receive_draft(record: Record, name: str, day: str) -> None:
    source = "Published by the co-facilitators on this day; its text is not held here."
    data = _version(record, name) | {"source": source, "extent": "not_held", "provisions": []}
    record.add("receive_version", day, data)


def _receive_final_draft(record: Record) -> None:
    source = (
        "The 23 objectives in the words of the annex to A/RES/73/195, by way of the package iomeval 0.4.1; preamble, "
        "vision, guiding principles, implementation and follow-up are not in that source. White space is normalised."
    )
    data = _version(record, "Final draft") | {"source": source, "extent": "extract", "provisions": provisions(record)}
    record.add("receive_version", FINAL_DRAFT, data)


def _adopt(record: Record) -> None:
    _enter(
        record,
        "2018-12-10",
        "high_level_dialogue",
        "Intergovernmental Conference, Marrakech",
        "The Conference opened on this day.",
    )
    title = "Intergovernmental Conference to Adopt the Global Compact"
    session = _convene(record, title, "Marrakech, Morocco", "2018-12-10", "2018-12-11")
    record.add("open_session", "2018-12-10", {"session_id": session})
    adoption = {"version_id": record.id("version", "Final draft"), "method": "without_a_vote", "symbol": "A/CONF.231/3"}
    record.add("adopt_version", "2018-12-10", adoption, session=session)
    record.add("close_session", "2018-12-11", {"session_id": session})


def _vote(record: Record, roll_call: list[dict[str, str]]) -> None:
    vote = {
        "vote_id": record.id("vote", "A/RES/73/195"),
        "consultation_id": _consultation(record),
        "body": "United Nations General Assembly",
        "subject": {"kind": "document", "symbol": "A/RES/73/195"},
        "question": "Adoption of resolution 73/195, by which the Assembly endorses the Global Compact",
        "method": "recorded",
        "ballots": [[_state(record, state["country_code"]), state["vote"]] for state in roll_call],
        "result": "carried",
    }
    record.add("record_vote", "2018-12-19", vote)
    outcome = (
        "The Global Compact was adopted at Marrakech on 10 December 2018 without a vote; the General Assembly endorsed "
        "it on 19 December 2018 by resolution 73/195, with 152 votes to 5 and 12 abstentions."
    )
    record.add("conclude_consultation", "2018-12-19", {"consultation_id": _consultation(record), "outcome": outcome})


def provisions(record: Record) -> list[Data]:
    """The 23 objectives in order, each with its commitment and its actions."""
    found: list[Data] = []
    for objective in json.loads(_source("gcm_objectives.json"))["objectives"]:
        number = objective["objective"]
        parent = record.id("provision", f"objective {number}")
        heading = tidy(objective["title"])
        found.append({"provision_id": parent, "kind": "objective", "label": f"Objective {number}", "heading": heading})
        commitment = record.id("provision", f"objective {number} commitment")
        text = tidy(objective["commitment"])
        found.append({"provision_id": commitment, "parent": parent, "kind": "commitment", "text": text})
        for action in objective["actions"]:
            letter = action["id"]
            child = record.id("provision", f"objective {number} ({letter})")
            names = {"parent": parent, "kind": "action", "label": f"({letter})"}
            found.append({"provision_id": child} | names | {"text": tidy(action["text"])})
    return found


def tidy(text: str) -> str:
    """The same words with the white space of good setting: no doubled space, none at the end of a line or before a
    comma, a full stop or an apostrophe, and one after a comma between words."""
    text = re.sub(r"[ \t]+", " ", normalize("NFC", text))
    text = re.sub(r" (?=[,.’\n])", "", text)
    return re.sub(r",(?=[a-z])", ", ", text).strip()


def _roll_call() -> list[dict[str, str]]:
    """Country code, country and vote of each of the 169 states, in the source's order.

    The source calls Serbia by the code and name of the state whose seat it continued: `YU,Yugoslavia`. In 2018 that
    state was long gone and Serbia cast the vote, so both are corrected here.
    """
    roll_call = list(csv.DictReader(_source("a_res_73_195.csv").splitlines()))
    for state in roll_call:
        if state["country_code"] == "YU":
            state |= {"country_code": "RS", "country": "Serbia"}
    return roll_call


def _source(name: str) -> str:
    return files("ledger.demo").joinpath("sources", name).read_text(encoding="utf-8")


def _enter(record: Record, day: str, stage: str, title: str, reason: str) -> None:
    data = {"consultation_id": _consultation(record), "stage": stage, "title": title, "reason": reason}
    record.add("enter_stage", day, data)


def _convene(record: Record, title: str, place: str, first: str, last: str, *, announced: str = "") -> str:
    """Put a meeting on record with its first and last day, and give its id."""
    session = record.id("session", title)
    meeting = {"session_id": session, "consultation_id": _consultation(record), "title": title, "place": place}
    record.add("convene_session", announced or first, meeting | {"opens_at": first, "closes_at": last})
    return session


def _hold(record: Record, session: str, first: str, last: str) -> None:
    record.add("open_session", first, {"session_id": session})
    record.add("close_session", last, {"session_id": session})


def _version(record: Record, name: str) -> Data:
    return {
        "framework_id": record.id("framework", "global-compact"),
        "version_id": record.id("version", name),
        "name": name,
        "issued_by": _co_facilitators(record),
    }


def _co_facilitators(record: Record) -> list[str]:
    return [_state(record, "MX"), _state(record, "CH")]


def _state(record: Record, code: str) -> str:
    return record.id("participant", code)


def _consultation(record: Record) -> str:
    return record.id("consultation", SLUG)
