"""A process as a whole: opening, description, stages, rules, conclusion."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from ledger.domain.times import ends
from ledger.domain.vocabulary import DecisionMethod, Rule, label
from ledger.projections.queries.consultations import Consultation, RuleInForce, consultation_at
from web.filters import number, plural, rule_words
from web.forms.telling.case import PUBLIC, Case, apart, public, say


def opened(case: Case) -> Iterator[Markup]:
    """`open_consultation`."""
    data = case.data
    address = apart(f"/consultations/{data['slug']}")
    yield say("The process “{title}” is opened at the address {address}.", title=apart(data["title"]), address=address)
    yield from case.recorded()
    yield say("It is convened by {conveners}.", conveners=case.names(data["conveners"]))
    yield Markup("The address stays for ever. Until a rule is adopted, those in the chair decide.")
    yield PUBLIC


def updated(case: Case) -> Iterator[Markup]:
    """`update_consultation`."""
    yield say("What is said of {process} is changed: {fields}.", process=case.process, fields=case.changed())
    yield from case.recorded()
    if "timezone" in case.data:
        zone = case.data["timezone"].replace("_", " ")
        yield say("Days and deadlines are those of {zone} from now on.", zone=zone)
    yield Markup("It is public at once; what was said before stays on record.")


def stage_entered(case: Case) -> Iterator[Markup]:
    """`enter_stage`."""
    data = case.data
    called = say(", called “{title}”", title=apart(data["title"])) if "title" in data else ""
    stage = label(data["stage"])
    yield say("{process} enters the stage “{stage}”{called}.", process=_first(case), stage=stage, called=called)
    yield from case.recorded()
    yield say("This decides nothing{left}.", left=_left_open(case, ": {motions} {stay} open"))
    yield Markup("Another stage can be entered later, an earlier one too.")
    yield public(case, ["reason"])


def concluded(case: Case) -> Iterator[Markup]:
    """`conclude_consultation`."""
    yield say("{process} is concluded, with this outcome.", process=_first(case))
    yield from case.recorded()
    yield Markup("It is concluded once, and this is not taken back; a stage can still be entered afterwards.")
    left = _left_open(case, "{motions} {stay} open, and can still be decided.")
    if left:
        yield left
    yield Markup("The words of the outcome are public at once and for ever.")


def _first(case: Case) -> Markup:
    """The process at the beginning of a sentence."""
    return Markup("T") + case.process[1:]


def _left_open(case: Case, words: str) -> Markup:
    """How many proposals and amendments stay open; empty where none is."""
    found = _consultation(case)
    if found is None or not found.open_motions:
        return Markup("")
    motions = plural(found.open_motions, "open proposal or amendment", "open proposals and amendments")
    return say(words, motions=motions, stay="stays" if found.open_motions == 1 else "stay")


def _consultation(case: Case) -> Consultation | None:
    return consultation_at(case.now, case.here.place.slug) if case.here.place else None


def rule_adopted(case: Case) -> Iterator[Markup]:
    """`adopt_rule`."""
    data = case.data
    rule = Rule(data["rule"])
    framework_id = data.get("framework_id")
    where = case.what(framework_id) if framework_id else case.process
    said = _said(rule, data["value"], case.here.zone)
    yield say("A rule is adopted for {where}, {rule}: {said}.", where=where, rule=label(rule), said=said)
    yield from case.recorded()
    if framework_id and rule not in OF_A_TEXT:
        yield Markup("This rule is asked of the whole process only: adopted for one text, it changes nothing.")
    else:
        yield WHAT_IT_DOES[rule](case)
    former = case.rule(rule, case.place_of(framework_id) if framework_id else None)
    if former is not None and former != data["value"]:
        before = _said(rule, former, case.here.zone)
        yield say("So far it is: {before}. What was decided stays decided.", before=before)
    yield PUBLIC


def _said(rule: Rule, value: Any, zone: str) -> str:
    """What a rule says, in a few words: what follows from it has a sentence of its own."""
    words = rule_words(RuleInForce(rule, value), zone)
    return words.partition(":")[0] if rule is Rule.DECISION_METHOD else words


OF_A_TEXT = frozenset({Rule.DECISION_METHOD, Rule.AMENDMENTS_CLOSE_AT})
"""Rules that can differ from text to text."""


def _method(case: Case) -> Markup:
    return Markup(METHODS[DecisionMethod(case.data["value"])])


METHODS: Mapping[DecisionMethod, str] = {
    DecisionMethod.MAJORITY: (
        "Accepting a proposal or amendment then takes a vote that was carried on its wording as it stands."
    ),
    DecisionMethod.CONSENSUS: "Nothing is accepted then while a member objects to its wording as it stands.",
    DecisionMethod.ORGANIZER: "Those in the chair decide then; neither a vote nor that nobody objects is asked for.",
}


def _quorum(case: Case) -> Markup:
    return Markup("It stands with the rules of the process; too few members block nothing.")


def _close(case: Case) -> Markup:
    if ends(case.data["value"], case.here.zone) <= case.here.when:
        return Markup("That is over: nothing new can be tabled then. What was tabled stays open and can be revised.")
    return Markup("Nothing new can be tabled after it. What was tabled stays open and can be revised.")


def _constructive(case: Case) -> Markup:
    if not case.data["value"]:
        return Markup("An objection needs no reason then.")
    return Markup("An objection without a reason or a counter-proposal is refused then; those on record stay.")


def _small_group(case: Case) -> Markup:
    return say(
        "Where speakers are not named, a group of fewer than {least} counts under “other” then; what stands, stays.",
        least=number(case.data["value"]),
    )


WHAT_IT_DOES: Mapping[Rule, Callable[[Case], Markup]] = {
    Rule.DECISION_METHOD: _method,
    Rule.QUORUM: _quorum,
    Rule.AMENDMENTS_CLOSE_AT: _close,
    Rule.CONSTRUCTIVE_OBJECTION: _constructive,
    Rule.SMALL_GROUP: _small_group,
}
