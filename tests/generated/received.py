"""A history of texts received from outside, with the truth: in which version each word was first written.

The texts say nothing of how they came about, as in life. Between two versions words are replaced, put in and taken out;
sentences and whole provisions change places, leave, and come back later, in their old place or in another; provisions
come under new ids now and then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from uuid import UUID

from ledger.text.blame import Credited
from ledger.text.graveyard import Graveyard, received
from tests.generated.words import WORDS

COMMON = (
    *("the", "of", "and", "to", "in", "for", "with", "a", "that", "on"),
    *("shall", "by", "their", "or", "as", "be", "all", "from", "at", "which"),
)
"""A third of the words are these, as in life."""
SHARE_OF_COMMON = 1 / 3
ENDINGS = ("", "", "", "", "s", "ed", "ing", "er", "able", "al", "ly", "ness", "ment", "ive", "ship")
"""They make a thousand rarer words of few, as in life."""
NEVER = 0

PROVISION = 40
"""Words of a provision, about."""
ACTS_FOR_5000_WORDS = {
    "replace": 12,
    "put in": 6,
    "take out": 5,
    "write": 2,
    "move words": 2,
    "return words": 2,
    "move": 1,
    "new id": 0.5,
    "delete": 0.6,
    "return": 0.4,
}
"""How often each act occurs between two versions."""


@dataclass(slots=True)
class Word:
    """A word with its sign, and the version that it was first written in."""

    text: str
    since: int


@dataclass(slots=True)
class Provision:
    id: str
    words: list[Word]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Version:
    """A whole text, as (id, text) of its provisions in order, and for each id the versions of its words.

    Words are what stands between spaces.
    """

    number: int
    provisions: tuple[tuple[str, str], ...]
    truth: dict[str, tuple[int, ...]]


def received_history(words: int = 5_000, versions: int = 100, seed: int = 2015) -> Iterator[Version]:
    """The versions of a text of about so many words; the same for the same seed."""
    yield from _History(Random(seed), words).versions(versions)


Standing = dict[str, Credited]
"""Provisions with who wrote their words; an origin is the number of a version."""


def blamed(versions: Iterable[Version]) -> Standing:
    """Who wrote each word of the last version, found from the texts alone."""
    standing: Standing = {}
    graveyard = Graveyard()
    for version in versions:
        texts = dict.fromkeys(standing, "") | dict(version.provisions)
        changed = {id: text for id, text in texts.items() if id not in standing or standing[id].text != text}
        standing |= received(standing, changed, str(version.number), graveyard)[0]
    return {id: one for id, one in standing.items() if one.text}


def share_right(version: Version, found: Standing) -> float:
    """The share of words of which the version that first had them was found."""
    right = words = 0
    for id, text in version.provisions:
        origins = [run.origin for run in found[id].runs for _ in range(run.length)]
        starts = accumulate((len(word) + 1 for word in text.split(" ")), initial=0)
        right += sum(origins[start] == str(since) for start, since in zip(starts, version.truth[id], strict=False))
        words += len(version.truth[id])
    return right / words


@dataclass(slots=True)
class _History:
    random: Random
    words: int
    number: int = 1
    standing: list[Provision] = field(default_factory=list)
    drawer: list[list[Word]] = field(default_factory=list)
    """Passages that were taken out, and may come back; so may these provisions."""
    gone: list[Provision] = field(default_factory=list)

    def versions(self, count: int) -> Iterator[Version]:
        self.standing = [Provision(self._id(), self._prose(self._size())) for _ in range(self.words // PROVISION)]
        yield self._version()
        for self.number in range(2, count + 1):
            for act, times in ACTS_FOR_5000_WORDS.items():
                for _ in range(self._times(times * self.words / 5_000)):
                    getattr(self, f"_{act.replace(' ', '_')}")()
            yield self._version()

    def _version(self) -> Version:
        provisions = tuple((one.id, one.text) for one in self.standing)
        return Version(
            self.number, provisions, {one.id: tuple(word.since for word in one.words) for one in self.standing}
        )

    def _replace(self) -> None:
        """Some words give way to others."""
        one, start, end = self._stretch(1, 4)
        one.words[start:end] = self._other_than(one.words[start:end])

    def _put_in(self) -> None:
        one, start, _ = self._stretch(0, 0)
        one.words[start:start] = self._prose(self.random.randint(1, 8))

    def _take_out(self) -> None:
        one, start, end = self._stretch(1, 12)
        self._keep(one.words[start:end])
        del one.words[start:end]

    def _write(self) -> None:
        """A sentence is written anew."""
        one, start, end = self._stretch(8, 25)
        self._keep(one.words[start:end])
        one.words[start:end] = self._prose(self.random.randint(8, 25))

    def _move_words(self) -> None:
        one, start, end = self._stretch(5, 25)
        moved = one.words[start:end]
        del one.words[start:end]
        other, place, _ = self._stretch(0, 0)
        other.words[place:place] = moved

    def _return_words(self) -> None:
        if self.drawer:
            one, place, _ = self._stretch(0, 0)
            one.words[place:place] = self._as_returned(self.drawer.pop(self.random.randrange(len(self.drawer))))

    def _move(self) -> None:
        """A provision stands elsewhere, with some words changed half of the time."""
        one = self._taken_from_the_text()
        if self.random.random() < 0.5:
            at = self.random.randrange(len(one.words))
            one.words[at : at + 2] = self._other_than(one.words[at : at + 2])
        self.standing.insert(self.random.randrange(len(self.standing)), one)

    def _new_id(self) -> None:
        """A provision is given as another one: only its words tell."""
        place = self.random.randrange(len(self.standing))
        self.standing[place] = Provision(self._id(), self.standing[place].words)

    def _delete(self) -> None:
        one = self._taken_from_the_text()
        self.gone.append(Provision(one.id, self._as_taken_out(one.words)))

    def _return(self) -> None:
        """A provision comes back, under its own id or as another one; else a new one comes."""
        place = self.random.randrange(len(self.standing))
        if not self.gone or self.random.random() < 0.3:
            self.standing.insert(place, Provision(self._id(), self._prose(self._size())))
            return
        back = self.gone.pop(self.random.randrange(len(self.gone)))
        id = back.id if self.random.random() < 0.5 else self._id()
        self.standing.insert(place, Provision(id, self._as_returned(back.words)))

    def _taken_from_the_text(self) -> Provision:
        return self.standing.pop(self.random.randrange(len(self.standing)))

    def _keep(self, words: list[Word]) -> None:
        """Passages that come back have more than a word or two."""
        if len(words) >= 4:
            self.drawer.append(self._as_taken_out(words))

    def _as_taken_out(self, words: list[Word]) -> list[Word]:
        """Words that no version ever had are written when they come back."""
        return [Word(word.text, NEVER if word.since == self.number else word.since) for word in words]

    def _as_returned(self, words: list[Word]) -> list[Word]:
        return [Word(word.text, self.number if word.since == NEVER else word.since) for word in words]

    def _stretch(self, least: int, most: int) -> tuple[Provision, int, int]:
        """Some words of a provision, of which enough stay."""
        one = self.random.choice([one for one in self.standing if len(one.words) > most + 5])
        length = self.random.randint(least, most)
        start = self.random.randint(0, len(one.words) - length)
        return one, start, start + length

    def _other_than(self, words: list[Word]) -> list[Word]:
        """New words, none of which is where it was."""
        new = self._prose(self.random.randint(1, 4))
        return [word for word in new if word.text not in {old.text for old in words}] or [Word("anew", self.number)]

    def _prose(self, count: int) -> list[Word]:
        words: list[Word] = []
        while len(words) < count:
            word = self._word()
            # No word stands beside itself.
            if not words or words[-1].text != word:
                words.append(Word(word, self.number))
        for word in words:
            word.text += self._sign()
        return words

    def _word(self) -> str:
        if self.random.random() < SHARE_OF_COMMON:
            return COMMON[int(len(COMMON) * self.random.random() ** 2)]
        return self.random.choice(WORDS) + self.random.choice(ENDINGS)

    def _sign(self) -> str:
        return self.random.choices(("", ",", ";", "."), weights=(17, 2, 0.5, 1))[0]

    def _size(self) -> int:
        return self.random.randint(PROVISION // 2, PROVISION * 3 // 2)

    def _times(self, often: float) -> int:
        whole = int(often)
        return whole + (self.random.random() < often - whole)

    def _id(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))
