"""August to October 2016 (illustrative): the last motions, the final draft and its adoption. Some motions stay open."""

from ledger.demo.new_design import competing
from ledger.demo.new_design.dialogue import ILLUSTRATION
from ledger.demo.new_design.draft import provision
from ledger.demo.new_design.process import Process
from ledger.demo.new_design.seats import MEMBERS

VOTING = tuple(key for key in MEMBERS if key != "foundation")
"""The members after the summer: eighteen seats."""


def write(process: Process) -> None:
    """Tabling until 2 September, the closing meeting, the adopted version, and what stays open."""
    process.at("2016-08-22 09:00")
    process.stage("negotiation", "Last round (illustrative)", ILLUSTRATION)
    _table_on_return(process)
    _table_on_follow_up(process)
    _table_the_rest(process)
    competing.write(process)
    _meet(process)
    process.at("2016-10-03 09:00")
    process.stage("high_level_dialogue", "High-level dialogue on the final draft (illustrative)", ILLUSTRATION)
    # Whoever tries the demonstration can table something.
    process.rule("amendments_close_at", "2099-12-31")
    text = "The record stays open: thirteen motions wait for those who take the text further."
    final_draft = (process.subject("version", "ND/1"),)
    process.say("waiting", "chair", "summary", text, about=final_draft)


def _table_on_return(process: Process) -> None:
    """Three amendments to one sentence: one will be adopted, one then still fits, one does not."""
    words, sentence = process.words, process.provision("II commitment")
    process.at("2016-08-23 10:00")
    process.amend(
        "return",
        ("migrants", "returnee", "origin"),
        "Return is voluntary and safe",
        [words.edit(sentence, ("inclusion and return", "inclusion and, where it is safe and wished for, return"))],
        rationale="What is planned for a person should be wished for by that person.",
        answers=("alone",),
    )
    process.amend(
        "milestones",
        ("parliament",),
        "Milestones within the term of a parliament",
        [words.edit(sentence, ("one, five and fifteen", "two, four and twelve"))],
    )
    process.amend(
        "work",
        ("workers", "business"),
        "Work in the place of return",
        [words.edit(sentence, ("protection, inclusion and return", "protection, work and inclusion"))],
    )
    returning, milestones = process.subject("motion", "return"), process.subject("motion", "milestones")
    process.stand_all("endorse", returning, ("rights", "relief", "diaspora", "agency"))
    process.stand(
        "destination", "endorse_with_reservation", returning, reservation="Without prejudice to lawful orders."
    )
    process.stand_all("endorse", milestones, ("region", "university"))
    process.stand("residents", "abstain", milestones)
    process.stand("diaspora", "object", process.subject("motion", "work"), reason="Return has to stay in the sentence.")


def _table_on_follow_up(process: Process) -> None:
    """Two amendments that exclude each other; neither is decided."""
    words, review = process.words, process.provision("VI paragraph")
    process.at("2016-08-29 10:00")
    process.amend(
        "yearly",
        ("diaspora", "refugees"),
        "A review every year",
        [words.edit(review, ("two years", "year"))],
        rationale="Two years are a whole school career for a child who arrives at ten and leaves at twelve.",
    )
    text = (
        "Progress shall be reviewed in public every four years on the basis of reports by all participants, with a "
        "short account by the secretariat in between."
    )
    process.amend("four years", ("destination", "transit"), "A review every four years", [words.rewrite(review, text)])
    yearly, four_years = process.subject("motion", "yearly"), process.subject("motion", "four years")
    process.stand("port", "sponsor", yearly)
    process.stand_all("endorse", yearly, ("migrants", "rights", "broadcaster"))
    process.stand("destination", "object", yearly, counter_motion=process.motion("four years"))
    process.stand_all("endorse", four_years, ("region", "business"))
    process.stand("relief", "object", four_years, counter_motion=process.motion("yearly"))
    process.stand_all("abstain", four_years, ("university", "parliament"))


def _table_the_rest(process: Process) -> None:
    """A proposal of which one sponsor is protected."""
    process.at("2016-08-31 10:00")
    text = "Let persons who wish to return see their place of origin before they decide, without loss of status."
    visit = provision(
        process, "II f", "action", label="(d)", text=text, levels=["national"], horizons=["short"], people=["refugees"]
    )
    process.propose("visit", ("returnee", "migrants"), "Visits before return", visit, parent="II", answers=("alone",))
    process.stand_all("endorse", process.subject("motion", "visit"), ("refugees", "relief", "university"))
    process.stand("transit", "abstain", process.subject("motion", "visit"))


def _meet(process: Process) -> None:
    process.at("2016-09-05 09:00")
    process.convene(
        "closing",
        title="Sixth meeting: final draft (illustrative)",
        symbol="ND/M/6",
        place="The Hague",
        opens_at="2016-09-20 10:00",
        closes_at="2016-09-20 18:00",
    )
    process.at("2016-09-20 10:00")
    process.open("closing")
    process.attend((*VOTING, "broadcaster", "chair", "rapporteur"))
    returning = process.subject("motion", "return")
    against = ("destination", "transit", "parliament")
    agreeing = tuple(key for key in VOTING if key not in (*against, "business", "region"))
    question = "Accept the amendment to Commitment 2?"
    process.vote(
        "return",
        returning,
        question,
        "carried",
        yes=agreeing,
        no=against,
        abstain=("business", "region"),
        majority="two_thirds",
    )
    process.adopt(("return",), votes=("return",))
    text = "We voted against: the sentence now asks for a wish that an order of a court does not ask for."
    process.say("why against", "destination", "explanation", text, about=(returning,))
    process.publish("ND/1", "Final draft", "The text at the end of the negotiation (illustrative).")
    _adopt_the_final_draft(process)
    text = "The final draft is adopted. Time ran out for thirteen motions; none is decided, and all stay on record."
    process.say("sixth meeting", "chair", "summary", text)
    process.at("2016-09-20 18:00")
    process.close()


def _adopt_the_final_draft(process: Process) -> None:
    final_draft = process.subject("version", "ND/1")
    unsure = ("transit", "parliament")
    agreeing = tuple(key for key in VOTING if key not in (*unsure, "destination"))
    question = "Adopt the final draft as the outcome of this illustration?"
    process.vote("final draft", final_draft, question, "carried", yes=agreeing, no=("destination",), abstain=unsure)
    adoption = {
        "version_id": final_draft["id"],
        "method": "recorded",
        "vote_id": process.record.id("vote", "final draft"),
    }
    process.add("adopt_version", adoption, actor="chair")
    process.stand_all(
        "endorse", final_draft, ("municipality", "relief", "refugees", "workers", "agency", "broadcaster")
    )
    process.stand("business", "endorse", final_draft, **{"except": [process.provision("IV b")]})
    reservation = "Commitment 2 is read together with decisions of courts."
    process.stand("destination", "endorse_with_reservation", final_draft, reservation=reservation)
