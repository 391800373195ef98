"""The consultation on a new design for migration and refugees: one real meeting, then a marked illustration.

Real: the scoping session in The Hague on 25 November 2015, as its conveners announced it. Everything that follows is
made up to show a process at work: seats in place of persons and states, marked as illustrative one by one.
"""

from ledger.demo.new_design import closing, consultation, dialogue, negotiation, scoping, seats
from ledger.demo.new_design.process import Process


def lines() -> list[str]:
    """The command lines of the whole process."""
    process = Process()
    scoping.write(process)
    seats.write(process)
    dialogue.write(process)
    consultation.write(process)
    negotiation.write(process)
    closing.write(process)
    return process.record.lines
