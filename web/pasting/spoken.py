"""Minutes as they are typed while people speak: one line an intervention.

    Norway: We see a gap in protection.             a remark of Norway; the beginning of a name will do
    Norway (reply): It is in paragraph 20.          any kind of statement, in parentheses before the colon
    Norway ? Who pays for it?                       a question; likewise `!` a challenge, `>` a reply, `~` a concern
    States: …                                       where only the group is recorded: a stakeholder group
    (question) Who pays for it?                     where no speaker is recorded: the text, and a kind where it matters

The first sign that stands behind a whole name ends it; what follows is the text, whatever is in it. Only if there is
none is what stands before the first sign of all taken for the beginning of a name.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ledger.domain.vocabulary import Attribution, StatementKind, label
from web.filters import GROUPS
from web.pasting.counts import find_group, knows_group
from web.pasting.letters import fold
from web.pasting.names import LONGEST_TYPED, Names
from web.pasting.unread import Unread, one_of, quoted

HELP = (
    ("Norway: We see a gap in protection.", "Norway makes a remark; the beginning of a name will do"),
    ("Norway ? Who pays for it?", "a question"),
    ("Norway ! Children are not mentioned.", "a challenge or gap"),
    ("Norway > It is in paragraph 20.", "a reply"),
    ("Norway ~ This may cost too much.", "a concern"),
    ("Norway (explanation): We abstained because …", "any kind of statement, in parentheses"),
    ("Norway #3f2504e0: We agree.", "the number tells apart those whose names look alike"),
)
"""Examples with their meaning, for meetings whose speakers are named."""

HELP_BY_GROUP = (
    ("States: We see a gap in protection.", "a State makes a remark; no name is written down"),
    ("Civil society ? Who pays for it?", "a question; ! a challenge or gap, > a reply, ~ a concern"),
    ("Academia (explanation): The figures are of 2014.", "any kind of statement, in parentheses"),
)
"""The same for meetings of which only the speakers' groups are recorded."""

HELP_UNATTRIBUTED = (
    ("We see a gap in protection.", "a remark; nobody is named, so write no name"),
    ("(question) Who pays for it?", "any kind of statement, in parentheses"),
)
"""The same for meetings of which no speakers are recorded."""

SIGNS = {
    ":": StatementKind.REMARK,
    "?": StatementKind.QUESTION,
    "!": StatementKind.CHALLENGE,
    ">": StatementKind.REPLY,
    "~": StatementKind.CONCERN,
}
"""The sign behind the speaker, and the kind of statement that it makes."""

KINDS = {fold(words): kind for kind in StatementKind for words in (kind.value, label(kind.value))} | {
    "gap": StatementKind.CHALLENGE,
    "answer": StatementKind.REPLY,
}

LONGEST_SPEAKER = LONGEST_TYPED + 40

_SIGN = re.compile(r"[:?!>~\uff1a\uff1f\uff01]")
_END_OF_NAME = re.compile(rf"{_SIGN.pattern}|[(\uff08]")
_WIDE = {"\uff1a": ":", "\uff1f": "?", "\uff01": "!"}
_KIND_BEHIND = re.compile(r"(?P<speaker>.*)\((?P<kind>[^()]{1,40})\)\s*", re.DOTALL)
_KIND_BEFORE = re.compile(r"\s*+\((?P<kind>[^()]{1,40})\)(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An intervention; of `participant_id` and `group` there is at most one.

    Attributes:
        kind: a value of `StatementKind`.
        text: what was said, without white space around it.
    """

    participant_id: str | None
    group: str | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Split:
    """A line taken apart at one of its signs.

    Attributes:
        speaker: what stands before it, without a kind in parentheses.
        whole: the same with everything.
        end: where the text begins.
    """

    speaker: str
    whole: str
    kind: StatementKind
    end: int


def read(line: str, names: Names, attribution: str = Attribution.NAMED) -> Spoken:
    """What a line says; line ends within it belong to the text.

    Args:
        attribution: how far the meeting records its speakers, a value of `Attribution`.

    Raises:
        Unread: it does not say who spoke, or what, or begins with a name where none is recorded; the sentence says
            what to write.
    """
    if attribution == Attribution.NONE:
        return _unattributed(line, names)
    if attribution == Attribution.GROUP:
        who, kind, text = _spoken(line, knows_group, _speaking_group)
        _refuse_name(text, names, but=knows_group)
        return _said(Spoken(None, who, kind.value, text))
    who, kind, text = _spoken(line, names.knows, lambda typed: names.find(typed).id)
    return _said(Spoken(who, None, kind.value, text))


def write(spoken: Spoken, names: Names) -> str:
    """The line that is read as this."""
    if spoken.group is not None:
        return f"{GROUPS[spoken.group][1]}{_kind_behind(spoken)}: {spoken.text}"
    if spoken.participant_id is None:
        return _write_unattributed(spoken)
    person = names.person(spoken.participant_id)
    number = names.number(spoken.participant_id)
    line = f"{names.typed_name(person) if person else number}{_kind_behind(spoken)}: {spoken.text}"
    return line if _reads_as(line, spoken, names) else f"{number}{_kind_behind(spoken)}: {spoken.text}"


def _spoken(line: str, knows: Callable[[str], bool], find: Callable[[str], str]) -> tuple[str, StatementKind, str]:
    """Who spoke, the kind and the text."""
    splits = list(_splits(line))
    for split in splits:
        if knows(split.speaker):
            return find(split.speaker), split.kind, line[split.end :]
        if knows(split.whole):
            return find(split.whole), SIGNS[":"], line[split.end :]
    if not splits:
        raise Unread(f"Begin with who speaks and a colon; {quoted(line)} has none.")
    _refuse_other_kind(splits[0], knows)
    return find(splits[0].speaker), splits[0].kind, line[splits[0].end :]


def _splits(line: str) -> Iterator[_Split]:
    """The line taken apart at each sign at which a speaker can end."""
    for sign in _SIGN.finditer(line, 0, LONGEST_SPEAKER):
        whole = line[: sign.start()]
        mark = _WIDE.get(sign[0], sign[0])
        behind = _KIND_BEHIND.fullmatch(whole) if mark == ":" else None
        kind = KINDS.get(fold(behind["kind"])) if behind else None
        if behind and kind:
            yield _Split(behind["speaker"], whole, kind, sign.end())
        else:
            yield _Split(whole, whole, SIGNS[mark], sign.end())


def _refuse_other_kind(split: _Split, knows: Callable[[str], bool]) -> None:
    """Whoever is known, with something in parentheses that is no kind of statement."""
    behind = _KIND_BEHIND.fullmatch(split.whole)
    if behind and split.speaker == split.whole and knows(behind["speaker"]):
        kinds = one_of(kind.value for kind in StatementKind)
        raise Unread(f"{quoted(behind['kind'])} is no kind of statement: write {kinds}.")


def _speaking_group(typed: str) -> str:
    try:
        return find_group(typed).value
    except Unread as unread:
        raise Unread(f"Only the speaker's group is recorded in this meeting. {unread}") from None


def _unattributed(line: str, names: Names) -> Spoken:
    kind, text = _kind_before(line)
    _refuse_name(text, names)
    return _said(Spoken(None, None, kind.value if kind else StatementKind.REMARK.value, text))


def _refuse_name(text: str, names: Names, but: Callable[[str], bool] = lambda typed: False) -> None:
    """Words that begin, from habit, with the name of whoever spoke: they would go on record as they stand."""
    for sign in _END_OF_NAME.finditer(text, 0, LONGEST_SPEAKER):
        name = text[: sign.start()].strip()
        if names.knows(name) and not but(name):
            raise Unread(f"This meeting records no speakers; leave out {quoted(name)}.")


def _kind_before(line: str) -> tuple[StatementKind | None, str]:
    """The kind in parentheses with which a line begins, if it does, and what follows."""
    before = _KIND_BEFORE.fullmatch(line)
    kind = KINDS.get(fold(before["kind"])) if before else None
    return (kind, before["text"]) if before and kind else (None, line)


def _said(spoken: Spoken) -> Spoken:
    """The intervention without white space around its text, which has to be there."""
    text = spoken.text.strip()
    if not text:
        raise Unread("Write what was said.")
    return replace(spoken, text=text)


def _kind_behind(spoken: Spoken) -> str:
    return "" if spoken.kind == StatementKind.REMARK else f" ({spoken.kind})"


def _write_unattributed(spoken: Spoken) -> str:
    is_plain = spoken.kind == StatementKind.REMARK and _kind_before(spoken.text)[0] is None
    return spoken.text if is_plain else f"({spoken.kind}) {spoken.text}"


def _reads_as(line: str, spoken: Spoken, names: Names) -> bool:
    try:
        return read(line, names) == spoken
    except Unread:
        return False
