"""A step line over time, as a template draws it: numbers that hold from one moment to the next.

It is drawn by hand, in one path: of the libraries on the Python index, leather (MIT) makes plain SVG but writes its
colours and fonts into it, has no step line and no words for screen readers; the others either need scripts or styles
that our policy stops, or only build elements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from ledger.domain.times import begins, day_in_words, in_zone

WIDTH, HEIGHT = 640, 150


@dataclass(frozen=True, slots=True)
class Chart:
    """The line in a box of `WIDTH` by `HEIGHT`, the origin at the top.

    Attributes:
        path: of the line, as SVG has it; `area` is closed along the base.
        marks: where marked steps lie across and down, with the words of the mark.
        highest: the number at the top of the box.
        first, last: the days at its sides, in words.
    """

    path: str
    area: str
    marks: tuple[tuple[float, float, str], ...]
    highest: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Step:
    """A number from a moment or a day on; `mark` says in a word or two what is remarkable about it."""

    occurred_at: str
    number: int
    mark: str = ""


def drawn(steps: Sequence[Step], zone: str) -> Chart | None:
    """The chart of steps in their order; None where there is nothing to draw a line between.

    What was recorded later than it happened is drawn where the step before it is: the line never goes back.

    Args:
        zone: IANA name, in which a plain date is a day.
    """
    if len(steps) < 2:
        return None
    times = list(accumulate((_seconds(step.occurred_at, zone) for step in steps), max))
    span, highest = times[-1] - times[0], max(1, *(step.number for step in steps))
    # Where only one day is known of all of them, they are spread evenly.
    shares = [(at - times[0]) / span if span else place / (len(steps) - 1) for place, at in enumerate(times)]
    across = [round(WIDTH * share, 1) for share in shares]
    down = [round(HEIGHT * (1 - step.number / highest), 1) for step in steps]
    path = f"M{across[0]:g} {down[0]:g}" + "".join(f"H{x:g}V{y:g}" for x, y in zip(across[1:], down[1:], strict=True))
    marks = tuple((x, y, step.mark) for x, y, step in zip(across, down, steps, strict=True) if step.mark)
    return Chart(path, f"{path}V{HEIGHT}H0Z", marks, highest, *(_day(step, zone) for step in (steps[0], steps[-1])))


def _day(step: Step, zone: str) -> str:
    return day_in_words(in_zone(begins(step.occurred_at, zone), zone).date())


def _seconds(occurred_at: str, zone: str) -> float:
    return datetime.fromisoformat(begins(occurred_at, zone)).timestamp()
