"""Where two texts too large for an exact alignment can be cut: at runs of tokens that occur once in each of them."""

from collections import Counter
from collections.abc import Sequence

from ledger.text.rising import Pairs, longest_rising


def anchors(old: Sequence[str], new: Sequence[str], length: int) -> Pairs:
    """Where runs of `length` tokens begin that occur once in each text, as many as stand in one order in both."""
    old_places, new_places = _single_runs(old, length), _single_runs(new, length)
    return longest_rising((place, new_places[run]) for run, place in old_places.items() if run in new_places)


def _single_runs(tokens: Sequence[str], length: int) -> dict[tuple[str, ...], int]:
    runs = list(zip(*(tokens[offset:] for offset in range(length)), strict=False))
    counts = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counts[run] == 1}
