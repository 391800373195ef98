"""A ledger with many open motions, for tests and benchmarks that need to know what stands in it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from ledger.domain.vocabulary import DecisionMethod, Standing
from tests.generated.document import Change, Document
from tests.generated.script import Line, Script

CONSULTATION = "00000000-0000-4000-8000-00000000c000"
FRAMEWORK = "00000000-0000-4000-8000-00000000f000"
MEMBER = "00000000-0000-4000-8000-00000000a000"
STEP = timedelta(minutes=1)


def negotiable(
    motions: int,
    *,
    provisions: int | None = None,
    members: int = 1,
    method: DecisionMethod = DecisionMethod.CONSENSUS,
    every_tenth: Standing = Standing.MEMBER,
) -> Iterator[Line]:
    """The command lines: a framework, and amendments that each can be adopted while those before it are.

    Args:
        provisions: of the framework; by default so many that each amendment has its own.
        members: participants who count, the first of whom is MEMBER and proposes everything.
        method: how the consultation decides.
        every_tenth: what participants 9, 19, … are.
    """
    script = Script(11, step=STEP)
    document = _document(script, provisions or motions + motions // 20 + 2)
    yield from _begun(script, document, members, method, every_tenth)
    leaves = [provision for provision in document.provisions.values() if provision.parent]
    for number in range(motions):
        yield _amendment(script, number, [document.edit(leaves[number % len(leaves)])])


def revised(provisions: int) -> Iterator[Line]:
    """The command lines, without end: a framework, then an amendment of a word or two and its adoption, in turn."""
    script = Script(13, step=STEP)
    document = _document(script, provisions)
    yield from _begun(script, document, 1, DecisionMethod.ORGANIZER, Standing.MEMBER)
    for number in count():
        leaf = document.any_leaf()
        document.claim(leaf.id)
        changes = [document.edit(leaf)]
        amendment = _amendment(script, number, changes)
        yield amendment
        document.apply(changes)
        yield script.line("decide_motion", {"motion_id": amendment["data"]["motion_id"], "decision": "adopted"})


def amended(provisions: int, motions: int, each: int) -> Iterator[Line]:
    """The command lines: a framework, amendments that are adopted one after the other, and a version of what they made.

    Args:
        each: provisions whose words one amendment changes.
    """
    script = Script(17, step=STEP)
    document = _document(script, provisions)
    yield from _begun(script, document, 1, DecisionMethod.ORGANIZER, Standing.MEMBER)
    leaves = [provision for provision in document.provisions.values() if provision.parent]
    for number in range(motions):
        chosen = script.random.sample(leaves, k=each)
        changes = [document.edit(leaf) for leaf in chosen]
        amendment = _amendment(script, number, changes)
        yield amendment
        for leaf in chosen:
            document.claim(leaf.id)
        document.apply(changes)
        yield script.line("decide_motion", {"motion_id": amendment["data"]["motion_id"], "decision": "adopted"})
    yield script.line("publish_version", {"framework_id": FRAMEWORK, "version_id": script.id(), "name": "Rev. 1"})


def _document(script: Script, provisions: int) -> Document:
    return Document(script.random, [script.id() for _ in range(provisions)])


def _amendment(script: Script, number: int, changes: list[Change]) -> Line:
    data = {"motion_id": script.id(), "framework_id": FRAMEWORK, "title": f"Motion {number + 1}"}
    return script.line("table_amendment", {**data, "proposers": [MEMBER], "changes": changes})


def _begun(
    script: Script, document: Document, members: int, method: DecisionMethod, every_tenth: Standing
) -> Iterator[Line]:
    yield from _people(script, members, every_tenth)
    rule = {"rule": "decision_method", "value": method.value}
    yield script.line("adopt_rule", {"consultation_id": CONSULTATION, **rule})
    named = {"slug": "negotiable", "title": "Negotiable", "language": "en"}
    yield script.line("begin_framework", {"framework_id": FRAMEWORK, "consultation_id": CONSULTATION, **named})
    version = {"framework_id": FRAMEWORK, "version_id": script.id(), "name": "Zero draft"}
    yield script.line("receive_version", {**version, "provisions": document.received()})


def participant(number: int) -> str:
    """The id of a member by its number, from 0."""
    return MEMBER if number == 0 else f"00000000-0000-4000-8000-0001{number:08d}"


def _people(script: Script, members: int, every_tenth: Standing) -> Iterator[Line]:
    for number in range(members):
        data = {"participant_id": participant(number), "name": f"Seat {number + 1}", "kind": "delegation"}
        yield script.line("register_participant", {**data, "group": "state"})
    words = {"slug": "negotiable", "title": "Negotiations", "mandate": "To agree.", "conveners": [MEMBER]}
    zone = {"language": "en", "timezone": "UTC"}
    yield script.line("open_consultation", {"consultation_id": CONSULTATION, **words, **zone})
    for number in range(members):
        standing = every_tenth if number % 10 == 9 else Standing.MEMBER
        data = {"participant_id": participant(number), "consultation_id": CONSULTATION, "standing": standing.value}
        yield script.line("accredit", data)
