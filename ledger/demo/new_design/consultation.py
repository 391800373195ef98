"""March to May 2016 (illustrative): proposals and amendments to the zero draft, settled by consensus."""

from ledger.demo.lines import Data
from ledger.demo.new_design.draft import provision
from ledger.demo.new_design.process import Process
from ledger.demo.new_design.seats import MEMBERS, erase_the_guest


def write(process: Process) -> None:
    """Tabling until 15 April, the drafting meeting of 20 April, and the second published version."""
    _table_funding(process)
    _table_council(process)
    _table_vulnerability_and_terms(process)
    process.at("2016-04-04 09:00")
    erase_the_guest(process)
    _revise_funding(process)
    _table_small_ones(process)
    _change_minds(process)
    _meet(process)
    process.at("2016-05-09 12:00")
    process.publish("ND/0/Rev.1", "Rev. 1", "The text after the drafting meeting of April (illustrative).")


def _table_funding(process: Process) -> None:
    """Two amendments on one base that exclude each other, and who stands where."""
    process.at("2016-03-14 09:30")
    share = process.provision("I c")
    process.amend(
        "funding",
        ("municipality",),
        "Funding for reception reaches municipalities directly",
        [process.words.edit(share, ("a share", "at least one fifth"), ("available", "directly available"))],
        rationale="Money that passes three budgets arrives when the emergency is over.",
        answers=("money",),
        on_behalf_of=("cities",),
        by="envoy",
    )
    process.stand("port", "sponsor", process.subject("motion", "funding"))
    process.at("2016-03-16 15:00")
    by_budgets = "Make international funding for reception available to municipalities through national budgets."
    process.amend(
        "budgets",
        ("destination", "transit"),
        "Funding for reception through national budgets",
        [process.words.rewrite(share, by_budgets)],
        rationale="Parliaments answer for public money; a town that is paid from abroad answers to nobody at home.",
    )
    funding, budgets = process.subject("motion", "funding"), process.subject("motion", "budgets")
    process.stand("destination", "object", funding, counter_motion=process.motion("budgets"))
    process.stand("transit", "object", funding, reason="A fixed fifth binds budgets that are not yet drawn up.")
    process.stand_all("endorse", funding, ("relief", "workers", "residents", "broadcaster"))
    process.stand("municipality", "object", budgets, counter_motion=process.motion("funding"))
    process.stand_all("endorse", budgets, ("parliament", "origin"))
    process.stand_all("abstain", budgets, ("region", "agency"))


def _table_council(process: Process) -> None:
    """A new provision that answers a challenge, with a position of every stakeholder group."""
    process.at("2016-03-21 10:00")
    text = "Create a standing council of refugees and migrants that comments on every draft before it is decided."
    council_of_both = provision(
        process,
        "IV d",
        "action",
        label="(d)",
        text=text,
        levels=["global", "national"],
        horizons=["medium"],
        people=["migrants", "refugees"],
    )
    process.propose(
        "council",
        ("refugees", "university"),
        "A standing council of refugees and migrants",
        council_of_both,
        parent="IV",
        after="IV c",
        rationale="Whoever comments on every draft is heard on the first one.",
        answers=("late",),
    )
    council = process.subject("motion", "council")
    process.stand_all("sponsor", council, ("relief", "migrants"))
    endorsing = (
        "origin",
        "agency",
        "municipality",
        "parliament",
        "workers",
        "rights",
        "diaspora",
        "broadcaster",
        "returnee",
    )
    process.stand_all("endorse", council, endorsing)
    process.stand_all("abstain", council, ("business", "foundation"))
    process.stand("region", "object", council, reason="Regional bodies have consultative councils already.")
    process.stand(
        "residents",
        "endorse_with_reservation",
        council,
        reservation="Receiving populations should have a like place in time.",
    )


def _table_vulnerability_and_terms(process: Process) -> None:
    """Two amendments of several provisions that meet in one sentence without excluding each other."""
    process.at("2016-03-29 10:00")
    principle, method = process.provision("III principle"), process.provision("III a")
    process.amend(
        "vulnerability",
        ("rights", "relief"),
        "Assessment without delay, by a method tested with those concerned",
        [
            process.words.edit(
                principle,
                (
                    "before, and independently of, any decision on legal status",
                    "without delay and whatever the legal status",
                ),
            ),
            process.words.edit(method, ("vulnerability", "vulnerability, tested with those whom it concerns")),
            {"op": "retag", "provision_id": method, "people": ["children", "mixed_movements"]},
        ],
        rationale="A decision on status can take years; a child cannot wait for it.",
    )
    process.at("2016-03-30 10:00")
    process.amend(
        "terms",
        ("agency",),
        "What a mixed movement is belongs into the text",
        [
            process.words.edit(principle, ("movement*", "movement")),
            {
                "op": "insert",
                "provision": _term(process),
                "parent": process.provision("III"),
                "after": process.provision("III saving"),
            },
            process.words.delete(process.provision("note")),
        ],
    )
    vulnerability = process.subject("motion", "vulnerability")
    process.stand(
        "agency", "endorse_with_reservation", vulnerability, reservation="Status stays a question of its own."
    )
    process.stand_all("endorse", vulnerability, ("migrants", "university", "municipality", "diaspora"))
    process.stand("destination", "abstain", vulnerability)
    process.stand_all("endorse", process.subject("motion", "terms"), ("university", "rights", "origin"))
    process.stand("university", "endorse", process.subject("provision", "II principle"))
    process.stand(
        "business",
        "endorse_with_reservation",
        process.subject("provision", "IV b"),
        reservation="Agreements should be open to small firms.",
    )


def _term(process: Process) -> Data:
    text = (
        "In this design, a mixed movement is one in which people travel together, by the same routes and means, for "
        "different reasons."
    )
    return provision(process, "III terms", "paragraph", label="1 bis", text=text, people=["mixed_movements"])


def _table_small_ones(process: Process) -> None:
    """A heading, a move, and five motions that end otherwise than adopted."""
    words = process.words
    process.at("2016-04-07 09:00")
    process.amend(
        "heading",
        ("university",),
        "A heading that says what the part asks for",
        [words.relabel(process.provision("II"), heading="Balance between the short, the medium and the long term")],
    )
    move: Data = {"op": "move", "provision_id": process.provision("V a"), "parent": process.provision("V")}
    process.amend(
        "assemblies",
        ("residents", "broadcaster"),
        "Local assemblies right after the principle",
        [move | {"after": process.provision("V principle")}],
        answers=("residents",),
    )
    later = "Open access to schooling, language courses and the labour market within twelve months of arrival."
    months = words.rewrite(process.provision("II b"), later)
    process.amend("months", ("business", "transit"), "Twelve months instead of six", [months])
    text = "Offer persons who return a grant for the first two years, tied to a trade."
    grant = provision(process, "II d", "action", label="(d)", text=text, horizons=["medium"])
    process.propose("grant", ("parliament",), "Grants for persons who return", grant, parent="II", answers=("alone",))
    treaty = words.edit(process.provision("III saving"), ("diminishes", "adds to or diminishes"))
    process.amend("treaty", ("foundation",), "The Convention neither widened nor narrowed", [treaty])
    text = "Agree on the portability of social security entitlements between countries of origin and of destination."
    entitlements = provision(process, "IV e", "action", label="(e)", text=text, people=["migrants"])
    process.propose(
        "entitlements", ("workers", "origin"), "Social security that moves along", entitlements, parent="IV"
    )
    process.stand("workers", "object", process.subject("motion", "months"), reason="Six months are long without wages.")
    process.stand_all("endorse", process.subject("motion", "heading"), ("municipality", "region"))
    process.stand("broadcaster", "abstain", process.subject("motion", "treaty"))


def _revise_funding(process: Process) -> None:
    """One sponsor revises; earlier positions were on an earlier wording, and new ones are taken."""
    process.at("2016-04-06 11:00")
    share, funding = process.provision("I c"), process.subject("motion", "funding")
    direct = "directly available to municipalities, with notice to the national authorities"
    agreed = process.words.edit(share, ("a share", "an agreed share"), ("available to municipalities", direct))
    process.revise("funding", "municipality", [agreed])
    process.stand("port", "sponsor", funding)
    process.stand_all("endorse", funding, ("relief", "residents", "parliament"))
    process.stand(
        "destination",
        "endorse_with_reservation",
        funding,
        reservation="The notice is understood to come before the payment.",
    )
    process.stand("transit", "abstain", funding)


def _change_minds(process: Process) -> None:
    """A position is changed, one is taken back, and a motion loses its sponsors one by one."""
    council = process.subject("motion", "council")
    process.at("2016-04-12 16:00")
    reservation = "The council should build upon those that regions have."
    process.stand("region", "endorse_with_reservation", council, reservation=reservation)
    process.take_back("parliament", council)
    process.at("2016-04-14 09:00")
    process.withdraw("months", "business")
    process.withdraw("months", "transit")


def _meet(process: Process) -> None:
    process.at("2016-04-14 15:00")
    process.convene(
        "drafting",
        title="Fourth meeting: drafting by consensus (illustrative)",
        symbol="ND/M/4",
        place="The Hague",
        opens_at="2016-04-20 10:00",
        closes_at="2016-04-20 18:00",
    )
    process.at("2016-04-20 10:00")
    process.open("drafting")
    process.attend((*MEMBERS, "broadcaster", "chair", "vice_chair", "rapporteur"))
    funding = (process.subject("motion", "funding"),)
    text = "We gave up the fifth to win the word “directly”; a town can plan with a share that is agreed."
    process.say("why Rev.1", "municipality", "rationale", text, about=funding, on_behalf_of=("cities",))
    process.say("notice", "parliament", "question", "Is the notice a condition of the payment?", about=funding)
    process.say("notice, reply", "port", "reply", "No; it is sent at the same hour.", about=funding, to="notice")
    _decide(process)
    text = "Six motions were accepted into the text, four of them in two joint decisions; four ended otherwise."
    process.say("fourth meeting", "chair", "summary", text)
    process.at("2016-04-20 18:00")
    process.close()


def _decide(process: Process) -> None:
    process.adopt(("funding",), reason="No member objects to Rev. 1.")
    because: Data = {"kind": "motion", "id": process.motion("funding")}
    process.decide("budgets", "superseded", because_of=because, reason="The same words were settled by Rev. 1.")
    process.adopt(("council",))
    process.adopt(("heading", "assemblies"))
    process.adopt(
        ("vulnerability", "terms"), merged=_merged(process), reason="Both change one sentence; merged in the room."
    )
    process.decide("grant", "lapsed", reason="No member moved it before the end of the meeting.")
    process.decide(
        "treaty",
        "inadmissible",
        because_of={"kind": "rule", "name": "mandate"},
        reason="The mandate does not reach to the reading of a treaty.",
    )
    process.decide(
        "entitlements",
        "referred",
        because_of={"kind": "place", "name": "Working group on labour mobility (illustrative)"},
        reason="The group has the figures.",
    )


def _merged(process: Process) -> list[Data]:
    """Both amendments in one change: “at first contact” is the rapporteur's, the rest is as tabled."""
    words = process.words
    principle, method = process.provision("III principle"), process.provision("III a")
    by_rights, by_agency = [process.motion("vulnerability")], [process.motion("terms")]
    contact = (
        "before, and independently of, any decision on legal status",
        "at first contact and whatever the legal status",
    )
    tested = words.edit(method, ("vulnerability", "vulnerability, tested with those whom it concerns"))
    retag: Data = {"op": "retag", "provision_id": method, "people": ["children", "mixed_movements"]}
    insert: Data = {"op": "insert", "provision": _term(process), "parent": process.provision("III")}
    return [
        words.edit(principle, ("movement*", "movement")) | {"motions": by_agency},
        words.edit(principle, contact) | {"motions": by_rights},
        tested | {"motions": by_rights},
        retag | {"motions": by_rights},
        insert | {"after": process.provision("III saving"), "motions": by_agency},
        words.delete(process.provision("note")) | {"motions": by_agency},
    ]
