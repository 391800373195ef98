"""Who attended, by name or by numbers, and the tally of a vote."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from ledger.domain.vocabulary import Ballot, StakeholderGroup, label
from web.filters import GROUPS
from web.pasting.ballot_words import ballot_of
from web.pasting.letters import EDGES, fold
from web.pasting.name_lists import NameLists
from web.pasting.names import Names
from web.pasting.unread import Faults, Unread, numbered, one_of, quoted

TALLY = (Ballot.YES, Ballot.NO, Ballot.ABSTAIN)
"""What a tally counts."""

LONGEST_LINE = 1_000
LONGEST_GROUP = 80

# Thousands may be parted by a space that does not break, as pages show them.
_COUNT = re.compile(r"(?<!\w)(\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})++|\d{1,9})(?!\w)")
_JOINING = frozenset({"and", "with", "et", "avec", "to", "vote", "votes", ""})
_PARENTHESES = str.maketrans("()", "  ")
_HEADS = frozenset({"group", "groups", "stakeholder group", "count", "counts", "number", "participants", "attendance"})
_TOTALS = frozenset({"total", "all", "sum", "together"})

_THREE = re.compile(r"\s*(\d{1,9})\s*[-–—/:,;\s]\s*(\d{1,9})\s*[-–—/:,;\s]\s*(\d{1,9})\s*")
_IN_RECORDS = re.compile(
    r"\s*(\d{1,9})\s+(?:votes?\s+to|voix\s+contre)\s+(\d{1,9}),?\s+(?:with|avec)\s+(\d{1,9})\s+abstentions?\.?\s*",
    re.IGNORECASE,
)


def _group_key(typed: str) -> str:
    """What groups are looked up by: without apostrophes, and with "z" for the "s" that some spell."""
    if len(typed) > LONGEST_GROUP:
        return ""
    return fold(typed).replace("organis", "organiz").replace("'", "")


def _forms(value: str) -> Iterator[str]:
    """How people write a stakeholder group."""
    for words in (value, value.replace("_", " "), label(value), *GROUPS[value]):
        yield from (_group_key(words), f"{_group_key(words)}s")


_GROUPS = {form: group for group in StakeholderGroup for form in _forms(group.value)}


def find_group(typed: str) -> StakeholderGroup:
    """The stakeholder group that somebody means: "State", "states", "civil society", "workers_organization".

    Raises:
        Unread: there is none of this name; the sentence says which are near.
    """
    key = _group_key(typed)
    if key in _GROUPS:
        return _GROUPS[key]
    near = dict.fromkeys(GROUPS[_GROUPS[form]][1] for form in get_close_matches(key, _GROUPS, 6, 0.7))
    question = f" Did you mean {one_of(list(near)[:3])}?" if near else ""
    raise Unread(f"No stakeholder group is called {quoted(typed)}.{question}")


def knows_group(typed: str) -> bool:
    """Whether a stakeholder group is called so."""
    return _group_key(typed) in _GROUPS


def by_group(text: str) -> dict[str, int]:
    """How many attended of each stakeholder group: `States: 45`, `12 civil society`, one to a line or with commas.

    A group of which nobody came is left out; a total is compared with the sum.

    Raises:
        Unread: with every line that could not be read.
    """
    faults = Faults()
    counts: dict[StakeholderGroup, int] = {}
    totals: list[tuple[int, int]] = []
    for line, words, count in _entries(text, faults, "States: 45"):
        if fold(words) in _TOTALS:
            totals.append((line, count))
            continue
        try:
            group = find_group(words)
        except Unread as unread:
            faults.note(line, str(unread))
            continue
        if group in counts:
            faults.note(line, f"{GROUPS[group][1]} stand here a second time.")
        counts[group] = count
    for line, total in totals:
        if total != sum(counts.values()) and not faults.found:
            faults.note(line, f"The total is {total}, and the groups make {sum(counts.values())}.")
    faults.refuse()
    return {group.value: count for group, count in counts.items() if count}


def write_by_group(counts: Mapping[str, int]) -> str:
    """The same as text, one group to a line."""
    return "\n".join(f"{GROUPS[group][1]}: {count}" for group, count in counts.items())


def attendance(text: str, names: Names) -> list[str]:
    """The ids of who is listed, one to a line or with commas, each once.

    Raises:
        Unread: with everyone who could not be found.
    """
    faults = Faults()
    people = NameLists(names).read(numbered(text), faults)
    faults.refuse()
    return list(dict.fromkeys(person.id for _, person in people))


def write_attendance(participants: Iterable[str], names: Names) -> str:
    """The same as text, one to a line."""
    lines = []
    for participant_id in participants:
        person = names.person(participant_id)
        lines.append(names.typed_name(person) if person else names.number(participant_id))
    return "\n".join(lines)


def tally(text: str) -> dict[str, int]:
    """The counts of a vote: `yes 12, no 3, abstentions 4`, `12 in favour, 3 against, 4 abstentions` or `12-3-4`.

    Raises:
        Unread: a count is missing, stands twice, or is of something else.
    """
    if len(text) > LONGEST_LINE:
        raise Unread("Write the three counts only: yes 12, no 3, abstentions 4.")
    three = _THREE.fullmatch(text) or _IN_RECORDS.fullmatch(text)
    if three:
        return {ballot.value: int(count) for ballot, count in zip(TALLY, three.groups(), strict=True)}
    faults = Faults()
    counts: dict[Ballot, int] = {}
    for line, words, count in _entries(text, faults, "yes 12"):
        ballot = ballot_of(words)
        if ballot is None or ballot not in TALLY:
            faults.note(line, f"A count is of yes, no or abstentions, not of {quoted(words)}.")
        elif ballot in counts:
            faults.note(line, f"{quoted(words)} is counted a second time.")
        else:
            counts[ballot] = count
    faults.refuse()
    if len(counts) < len(TALLY):
        raise Unread("Write all three counts, also where nobody voted so: yes 12, no 3, abstentions 0.")
    return {ballot.value: counts[ballot] for ballot in TALLY}


def write_tally(counts: Mapping[str, int]) -> str:
    """The same as text."""
    return f"yes {counts['yes']}, no {counts['no']}, abstentions {counts['abstain']}"


def _entries(text: str, faults: Faults, example: str) -> Iterator[tuple[int, str, int]]:
    """Each count with its words, which stand all before or all behind their counts in a line, and with the line."""
    is_first = True
    for number, line in numbered(text):
        if not line.strip() or (is_first and _is_header(line)):
            continue
        is_first = False
        parts = _COUNT.split(line[:LONGEST_LINE].translate(_PARENTHESES))
        counts = parts[1::2]
        words, rest = (parts[:-1:2], parts[-1]) if fold(parts[0]) else (parts[2::2], "")
        if not counts or fold(rest) or not all(map(fold, words)) or len(line) > LONGEST_LINE:
            faults.note(number, f"Write what is counted and how many, as in “{example}”, not {quoted(line)}.")
            continue
        for said, count in zip(words, counts, strict=True):
            yield number, _bare(said), int("".join(filter(str.isdigit, count)))


def _bare(said: str) -> str:
    """The words between two counts without what joins them."""
    words = said.split()
    while words and fold(words[0]) in _JOINING:
        del words[0]
    while words and fold(words[-1]) in _JOINING:
        del words[-1]
    return " ".join(words).strip(EDGES)


def _is_header(line: str) -> bool:
    return len(line) <= LONGEST_LINE and all(fold(cell) in _HEADS for cell in re.split(r"[,;\t|]", line))
