"""A ledger with many open motions, for tests and benchmarks that need to know what stands in it."""

from collections.abc import Iterator
from datetime import timedelta

from ledger.domain.vocabulary import DecisionMethod
from tests.generated.document import Document
from tests.generated.script import Line, Script

CONSULTATION = "00000000-0000-4000-8000-00000000c000"
FRAMEWORK = "00000000-0000-4000-8000-00000000f000"
MEMBER = "00000000-0000-4000-8000-00000000a000"


def negotiable(
    motions: int,
    *,
    provisions: int | None = None,
    members: int = 1,
    method: DecisionMethod = DecisionMethod.CONSENSUS,
) -> Iterator[Line]:
    """The command lines: a framework, and amendments that each can be adopted while those before it are.

    Args:
        provisions: of the framework; by default so many that each amendment has its own.
        members: participants who count, the first of whom is MEMBER and proposes everything.
        method: how the consultation decides.
    """
    script = Script(11, step=timedelta(minutes=1))
    ids = [script.id() for _ in range(provisions or motions + motions // 20 + 2)]
    document = Document(script.random, ids)
    yield from _people(script, members)
    rule = {"rule": "decision_method", "value": method.value}
    yield script.line("adopt_rule", {"consultation_id": CONSULTATION, **rule})
    named = {"slug": "negotiable", "title": "Negotiable", "language": "en"}
    yield script.line("begin_framework", {"framework_id": FRAMEWORK, "consultation_id": CONSULTATION, **named})
    version = {"framework_id": FRAMEWORK, "version_id": script.id(), "name": "Zero draft"}
    yield script.line("receive_version", {**version, "provisions": document.received()})
    leaves = [provision for provision in document.provisions.values() if provision.parent]
    for number in range(motions):
        data = {"motion_id": script.id(), "framework_id": FRAMEWORK, "title": f"Motion {number + 1}"}
        changes = [document.edit(leaves[number % len(leaves)])]
        yield script.line("table_amendment", {**data, "proposers": [MEMBER], "changes": changes})


def participant(number: int) -> str:
    """The id of a member by its number, from 0."""
    return MEMBER if number == 0 else f"00000000-0000-4000-8000-00000001{number:04d}"


def _people(script: Script, members: int) -> Iterator[Line]:
    for number in range(members):
        data = {"participant_id": participant(number), "name": f"Seat {number + 1}", "kind": "delegation"}
        yield script.line("register_participant", {**data, "group": "state"})
    words = {"slug": "negotiable", "title": "Negotiations", "mandate": "To agree.", "conveners": [MEMBER]}
    zone = {"language": "en", "timezone": "UTC"}
    yield script.line("open_consultation", {"consultation_id": CONSULTATION, **words, **zone})
    for number in range(members):
        data = {"participant_id": participant(number), "consultation_id": CONSULTATION, "standing": "member"}
        yield script.line("accredit", data)
