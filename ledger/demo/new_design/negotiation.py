"""May to July 2016 (illustrative): negotiation by majority, with votes of every method."""

from ledger.demo.lines import Data
from ledger.demo.new_design.dialogue import ILLUSTRATION
from ledger.demo.new_design.draft import provision
from ledger.demo.new_design.process import Process
from ledger.demo.new_design.seats import MEMBERS, let_the_foundation_go


def write(process: Process) -> None:
    """The stage, four motions, the meeting of June, and a summer of consultation."""
    _begin(process)
    _table(process)
    _take_positions(process)
    _meet(process)
    _summer(process)


def _begin(process: Process) -> None:
    process.at("2016-05-17 09:00")
    process.stage("negotiation", "Negotiation on Rev. 1 (illustrative)", ILLUSTRATION)
    process.rule("decision_method", "majority")
    process.rule("amendments_close_at", process.record.moment("2016-09-02 17:00"))
    process.convene(
        "negotiation",
        title="Fifth meeting: negotiation on Rev. 1 (illustrative)",
        symbol="ND/M/5",
        place="The Hague",
        opens_at="2016-06-13 10:00",
    )
    moved: Data = {
        "session_id": process.record.id("session", "negotiation"),
        "opens_at": process.record.moment("2016-06-14 10:00"),
        "closes_at": process.record.moment("2016-06-14 18:00"),
    }
    process.add("update_session", moved, actor="rapporteur")


def _table(process: Process) -> None:
    words = process.words
    process.at("2016-05-23 10:00")
    process.amend(
        "guardian",
        ("relief", "rights"),
        "A guardian within five working days",
        [words.edit(process.provision("III b"), ("ten", "five"))],
        rationale="Most children who go missing do so in their first week.",
    )
    wall = (
        "Keep information that was given for assistance strictly apart from information used for enforcement, and ask "
        "for no more of it than the assistance needs."
    )
    process.amend(
        "apart",
        ("migrants", "rights"),
        "A firmer wall between assistance and enforcement",
        [words.rewrite(process.provision("III c"), wall)],
    )
    process.at("2016-05-30 10:00")
    text = "Open lawful routes for at least one in ten of the persons who need resettlement, within five years."
    routes = provision(
        process,
        "II e",
        "action",
        label="(d)",
        text=text,
        levels=["global", "national"],
        horizons=["medium"],
        people=["refugees"],
    )
    rationale = "A number is the only promise that can be kept or broken."
    process.propose(
        "routes", ("origin", "diaspora"), "Lawful routes in numbers", routes, parent="II", rationale=rationale
    )
    process.at("2016-06-06 10:00")
    text = (
        "Offer journalists access to reliable data and to training on reporting about migration and refugees, in full "
        "respect of the independence of the media."
    )
    process.amend(
        "media",
        ("university", "broadcaster"),
        "Training for journalists without strings",
        [words.rewrite(process.provision("V b"), text)],
    )


def _take_positions(process: Process) -> None:
    routes, media = process.subject("motion", "routes"), process.subject("motion", "media")
    process.at("2016-06-08 10:00")
    process.stand_all("endorse", routes, ("refugees", "migrants", "relief", "returnee"))
    process.stand("destination", "object", routes, reason="A share binds what parliaments decide year by year.")
    process.stand("region", "object", routes, reason="The text should not fix what regional instruments negotiate.")
    reservation = "Only where towns are asked before the routes are opened."
    process.stand("municipality", "endorse_with_reservation", routes, reservation=reservation)
    process.stand_all("abstain", routes, ("agency", "rights"))
    process.stand_all("endorse", media, ("residents", "parliament", "foundation"))
    process.stand_all("endorse", process.subject("motion", "guardian"), ("agency", "municipality", "university"))
    process.stand_all("endorse", process.subject("motion", "apart"), ("workers", "relief", "refugees", "returnee"))
    rev_1 = process.subject("version", "ND/0/Rev.1")
    process.stand("workers", "endorse", rev_1, **{"except": [process.provision("II b")]})
    process.stand("transit", "endorse_with_reservation", rev_1, reservation="Part II needs figures that can be paid.")
    process.stand_all("endorse", rev_1, ("parliament", "port", "diaspora", "university"))
    process.stand("origin", "abstain", process.subject("provision", "I b"))


def _meet(process: Process) -> None:
    process.at("2016-06-14 10:00")
    process.open("negotiation")
    process.attend((*MEMBERS, "broadcaster", "chair", "vice_chair", "rapporteur"))
    routes = process.subject("motion", "routes")
    question = "Is one in ten counted from all who need resettlement, or from those who apply?"
    process.say("one in ten", "agency", "question", question, about=(routes,))
    process.say("one in ten, reply", "origin", "reply", "From all who need it.", about=(routes,), to="one in ten")
    _decide(process)
    text = "We voted against the number and not against lawful routes; the regional scheme opens some every year."
    process.say("why no", "region", "explanation", text, about=(routes,))
    text = "We abstained because towns were not asked where the arrivals would live."
    process.say("why abstain", "port", "explanation", text, about=(routes,))
    process.at("2016-06-14 18:00")
    process.close()


def _decide(process: Process) -> None:
    guardian, apart = process.subject("motion", "guardian"), process.subject("motion", "apart")
    against = ("destination", "transit")
    unsure = ("origin", "residents")
    agreeing = tuple(key for key in MEMBERS if key not in (*against, *unsure))
    process.vote(
        "guardian", guardian, "Five working days in place of ten?", "carried", yes=agreeing, no=against, abstain=unsure
    )
    tally = {"yes": 13, "no": 3, "abstain": 2}
    process.vote(
        "apart", apart, "Accept the amendment to action III (c)?", "carried", method="show_of_hands", tally=tally
    )
    process.adopt(("guardian", "apart"), votes=("guardian", "apart"))
    process.vote(
        "routes",
        process.subject("motion", "routes"),
        "Accept the proposal on lawful routes?",
        "lost",
        yes=("origin", "refugees", "migrants", "diaspora", "relief", "university", "returnee"),
        no=("destination", "transit", "region", "parliament", "residents", "business", "municipality", "workers"),
        abstain=("agency", "port", "rights", "foundation"),
    )
    process.decide("routes", "rejected", vote_id=process.record.id("vote", "routes"))
    process.vote("media", process.subject("motion", "media"), "Is it agreed?", "carried", method="without_a_vote")
    process.adopt(("media",), votes=("media",))


def _summer(process: Process) -> None:
    process.at("2016-06-20 09:00")
    process.convene(
        "briefing",
        title="Technical briefing on the contingency fund (illustrative)",
        place="Online",
        opens_at="2016-07-05 15:00",
    )
    process.at("2016-07-01 09:00")
    reason = "Regional and local consultations before the last round. " + ILLUSTRATION
    process.stage("consultation", "Summer consultations (illustrative)", reason)
    briefing: Data = {"session_id": process.record.id("session", "briefing"), "cancelled": True}
    process.add("update_session", briefing, actor="rapporteur")
    process.at("2016-07-11 09:00")
    let_the_foundation_go(process)
