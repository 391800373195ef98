"""The real scoping session of 25 November 2015, as far as its conveners' announcement tells of it, in our own words."""

from ledger.demo.new_design.process import SLUG, TIMEZONE, Process

SOURCE = (
    "The Hague Institute for Global Justice: “Migration Experts Discuss ‘New Design’ for Global Governance of "
    "Migration and Refugees”, announcement of the scoping session “Moving Global Action on Migration and Refugees "
    "Forward”, The Hague, 25 November 2015. It names no speaker, no number of participants and no single challenge."
)
MANDATE = (
    "To find out, with all who have a stake in migration and in the protection of refugees, whether a new design for "
    "their governance is needed, whether it can be had, and what it could look like. A scoping session in The Hague on "
    "25 November 2015 opened the consultation and was to prepare an international high-level dialogue in 2016."
)
ELEMENTS = (
    (
        "levels",
        "Possible element: what is done globally should tie in closely with what regions, countries and towns do, so "
        "that each level strengthens the others and none works against them.",
    ),
    (
        "horizons",
        "Possible element: what is urgent, what takes some years and what takes a generation should be kept in "
        "balance, for migration and for refugees alike.",
    ),
    (
        "vulnerability",
        "Possible element: since people increasingly move together for mixed reasons, and the line between migrant and "
        "refugee is at times drawn by chance, help should follow from how vulnerable a person is.",
    ),
    (
        "actors",
        "Possible element: beside states and international agencies, those who have stood at the margin, such as "
        "municipalities, business and civil society, should come in earlier, when policy is made and when it is "
        "carried out.",
    ),
    (
        "dialogue",
        "Possible element: governance should be spoken of constructively and in a positive frame, among migrants and "
        "refugees, the people of receiving countries, the media, politicians and all others with an interest.",
    ),
)
"""The five elements discussed, each under a short key."""

CONVENERS = (
    ("hague_institute", "The Hague Institute for Global Justice", "THIGJ", "academia"),
    ("hague_process", "The Hague Process on Refugees and Migration", "THP", "civil_society"),
)
SESSION = "scoping"


def write(process: Process) -> None:
    """The conveners, the consultation and its one real session."""
    process.at("2015-11-25")
    for key, name, short, group in CONVENERS:
        convener = {"participant_id": process.seat(key), "name": name, "short": short}
        process.add("register_participant", convener | {"kind": "delegation", "group": group, "place": "The Hague"})
    consultation = {
        "consultation_id": process.consultation,
        "slug": SLUG,
        "title": "A new design for the global governance of migration and refugees",
        "mandate": MANDATE,
        "conveners": [process.seat(key) for key, *_ in CONVENERS],
        "language": "en",
        "timezone": TIMEZONE,
        "source": SOURCE,
    }
    process.add("open_consultation", consultation)
    process.add(
        "enter_stage",
        {"consultation_id": process.consultation, "stage": "scoping", "title": "Scoping session in The Hague"},
    )
    _hold(process)


def _hold(process: Process) -> None:
    session = process.record.id("session", SESSION)
    meeting = {
        "session_id": session,
        "consultation_id": process.consultation,
        "title": "Scoping session: Moving Global Action on Migration and Refugees Forward",
        "place": "The Hague",
        "opens_at": "2015-11-25",
        "closes_at": "2015-11-25",
        "attribution": "none",
    }
    process.add("convene_session", meeting)
    process.add("open_session", {"session_id": session})
    process.add("close_session", {"session_id": session})
    for key, text in ELEMENTS:
        statement = {
            "statement_id": process.record.id("statement", f"element {key}"),
            "consultation_id": process.consultation,
            "attribution": "none",
            "kind": "summary",
            "text": text,
            "language": "en",
        }
        process.record.add("make_statement", "2015-11-25", statement, session=session)
