"""How people write a ballot, in English and French, and where in a line it stands."""

import re

from ledger.domain.vocabulary import Ballot
from web.pasting.letters import fold

WORDS: dict[Ballot, tuple[str, ...]] = {
    Ballot.YES: ("yes", "y", "aye", "for", "in favour", "in favor", "oui", "pour", "votent pour", "ont voté pour"),
    Ballot.NO: ("no", "n", "nay", "against", "non", "contre", "votent contre", "ont voté contre"),
    Ballot.ABSTAIN: (
        *("abstain", "abstains", "abstained", "abstaining", "abstention", "abstentions", "abst", "a"),
        *("s'abstient", "s'abstiennent", "se sont abstenus"),
    ),
    Ballot.NOT_VOTING: (
        *("not voting", "not_voting", "non-voting", "nonvoting", "did not vote", "nv", "absent"),
        *("non votant", "non votants", "n'ont pas voté"),
    ),
}
"""What people write for a ballot."""

LONGEST_ENDING = 40

_BALLOTS = {fold(word): ballot for ballot, words in WORDS.items() for word in words}


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]").replace("é", "(?:é|e\u0301?)")


_WORD = "|".join(sorted((_pattern(word) for words in WORDS.values() for word in words), key=len, reverse=True))
_BEGINS = rf"\s*+[\"•*·]?\s*+(?:(?:vot(?:ed|es|ing)|votes?\s+cast)\s+)?(?P<word>{_WORD})"

HEADING = re.compile(rf"{_BEGINS}\s*+(?:\(?(?P<count>\d{{1,6}})\)?\s*+)?(?:[:\uff1a]|$)", re.IGNORECASE)
"""A ballot with a colon or alone, as it stands over those who gave it: "In favour (12):"."""

BEGINNING = re.compile(rf"{_BEGINS}(?:\"?\s*+[,;|=/]|\s+[–—-]\s|\s)", re.IGNORECASE)
"""A ballot before a name: "yes, Norway"."""

_ENDING = re.compile(
    rf"(?:^|(?P<sign>[\s:\uff1a;,=|/–—\"-]+\(?|\())(?:vot(?:ed|es|ing)\s+)?(?P<word>{_WORD})[\s.,;)\"]*$", re.IGNORECASE
)


def ballot_of(words: str) -> Ballot | None:
    """The ballot that these words are, if they are one."""
    return _BALLOTS.get(fold(words)) if len(words) <= LONGEST_ENDING else None


def ending(line: str) -> re.Match[str] | None:
    """A ballot behind a name ("Norway: yes") as `word`, with the `sign` that separates it."""
    return _ENDING.search(line, max(0, len(line) - LONGEST_ENDING))


def ballot_in(match: re.Match[str]) -> Ballot:
    """The ballot that one of these patterns found."""
    return _BALLOTS[fold(match["word"])]


def ballot_words(ballot: str) -> str:
    """A ballot as it is written: "not voting"."""
    return ballot.replace("_", " ")
