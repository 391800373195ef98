"""The illustration's seats: at least one for every stakeholder group, and never a person or a state that exists."""

from ledger.demo.lines import Data
from ledger.demo.new_design import scoping
from ledger.demo.new_design.process import Process

SEATS = (
    ("secretariat", "The secretariat of the consultation", "SEC", "other"),
    ("origin", "A state of origin", "Origin", "state"),
    ("transit", "A state of transit", "Transit", "state"),
    ("destination", "A state of destination", "Destination", "state"),
    ("agency", "An international agency", "Agency", "international_agency"),
    ("region", "A regional organization", "Region", "regional_organization"),
    ("municipality", "A municipality", "City", "municipality"),
    ("port", "A port city", "Port", "municipality"),
    ("parliament", "A parliamentary assembly", "Assembly", "parliament"),
    ("business", "A federation of employers", "Employers", "business"),
    ("workers", "A confederation of trade unions", "Unions", "workers_organization"),
    ("relief", "A relief organization", "Relief", "civil_society"),
    ("university", "A university institute", "Institute", "academia"),
    ("rights", "A national human rights institution", "NHRI", "human_rights_institution"),
    ("refugees", "A network led by refugees", "Refugees", "migrants_and_refugees"),
    ("migrants", "An association of migrants", "Migrants", "migrants_and_refugees"),
    ("diaspora", "A diaspora council", "Diaspora", "diaspora"),
    ("residents", "A neighbourhood council in a receiving town", "Residents", "receiving_population"),
    ("broadcaster", "A public broadcaster", "Broadcaster", "media"),
    ("foundation", "A charitable foundation", "Foundation", "other"),
)
"""Key, name, short name and group of each delegation."""

PERSONS = (
    ("chair", "The chair", "other", "facilitator"),
    ("vice_chair", "The vice-chair", "other", "facilitator"),
    ("rapporteur", "The secretariat's rapporteur", "other", "organizer"),
    ("auditor", "The independent auditor", "academia", "auditor"),
    ("administrator", "The keeper of the record", "other", "administrator"),
)
"""Key, name, group and role of each seat for one person."""

EXPERTISE = {
    "agency": ["international protection", "reception"],
    "municipality": ["housing", "reception"],
    "business": ["recruitment", "recognition of skills"],
    "university": ["demography", "evaluation"],
    "refugees": ["reception", "representation"],
}

MEMBERS = (*(key for key, *_ in SEATS if key not in {"secretariat", "broadcaster"}), "returnee")
"""Those who count for decisions: nineteen seats."""

OBSERVERS = ("broadcaster", "cities", "secretariat", "chair", "vice_chair", "rapporteur", "envoy")


def write(process: Process) -> None:
    """Register the seats, give roles, and accredit everyone."""
    process.at("2016-01-11 09:00")
    for key, name, short, group in SEATS:
        _register(process, key, name, "delegation", group, short=short, expertise=EXPERTISE.get(key))
    for key, name, group, _ in PERSONS:
        acts_for = process.seat("secretariat") if key == "rapporteur" else None
        contact = "secretariat@consultation.example" if key == "rapporteur" else None
        _register(process, key, name, "person", group, acts_for=acts_for, contact=contact)
    envoy = {"acts_for": process.seat("municipality")}
    _register(process, "envoy", "The municipality's envoy", "person", "municipality", **envoy)
    _register(process, "returnee", "A person who returned", "person", "migrants_and_refugees", protected=True)
    _register(process, "guest", "A guest speaker", "person", "academia", place="Utrecht", expertise=["urban history"])
    cities = [process.seat("municipality"), process.seat("port")]
    _register(process, "cities", "The cities' group", "grouping", "municipality", short="Cities", members=cities)
    _grant_roles(process)
    _say_what_is_illustrative(process)
    _accredit(process)


def _register(process: Process, key: str, name: str, kind: str, group: str, **fields: object) -> None:
    data: Data = {"participant_id": process.seat(key), "name": name, "kind": kind, "group": group, **fields}
    process.add("register_participant", data | {"illustrative": True})


def _grant_roles(process: Process) -> None:
    process.add("grant_role", {"participant_id": process.seat("administrator"), "role": "administrator"})
    for key, _, _, role in PERSONS:
        if role != "administrator":
            data: Data = {"participant_id": process.seat(key), "role": role, "consultation_id": process.consultation}
            process.add("grant_role", data, actor="administrator")


def _say_what_is_illustrative(process: Process) -> None:
    mandate = scoping.MANDATE + (
        " All that this record holds after that day is an illustration with made-up seats, meetings and texts; it "
        "tells nothing about what in truth followed."
    )
    data: Data = {"consultation_id": process.consultation, "mandate": mandate}
    process.add("update_consultation", data, actor="rapporteur")


def _accredit(process: Process) -> None:
    for key in MEMBERS:
        _give_standing(process, key, "member")
    for key in OBSERVERS:
        _give_standing(process, key, "observer")
    _give_standing(process, "guest", "guest", until="2016-03-31")


def _give_standing(process: Process, key: str, standing: str, *, until: str | None = None) -> None:
    data: Data = {"participant_id": process.seat(key), "consultation_id": process.consultation, "standing": standing}
    process.add("accredit", data | ({"until": until} if until else {}), actor="rapporteur")


def erase_the_guest(process: Process) -> None:
    """The guest asks for her words and her name to be taken out; the record stays whole."""
    data: Data = {
        "participant_id": process.seat("guest"),
        "reason": "at_the_persons_request",
        "note": "Asked for in writing after the guest's standing had ended.",
    }
    process.add("erase_participant", data, actor="administrator")


def let_the_foundation_go(process: Process) -> None:
    """One member's accreditation ends, one role is taken back, one seat is described anew."""
    leaving: Data = {"participant_id": process.seat("foundation"), "consultation_id": process.consultation}
    process.add(
        "end_accreditation", leaving | {"reason": "The seat was given up at the foundation's wish."}, actor="rapporteur"
    )
    role: Data = {"participant_id": process.seat("vice_chair"), "role": "facilitator"}
    process.add("revoke_role", role | {"consultation_id": process.consultation}, actor="administrator")
    unions: Data = {"participant_id": process.seat("workers"), "expertise": ["labour migration", "social security"]}
    process.add("update_participant", unions, actor="administrator")
