"""The current words of a framework, kept while lines are written, so that every base is the wording as it stands."""

from dataclasses import dataclass, replace

from ledger.demo.lines import Data
from ledger.domain.canonical import digest


@dataclass(frozen=True, slots=True)
class Words:
    """Heading and text of a provision, empty where absent."""

    heading: str = ""
    text: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the wording (design, part 1)."""
        return digest({"heading": self.heading, "text": self.text})


class FrameworkWords:
    """The words of each provision by its id; the order of provisions is left to the ledger."""

    def __init__(self) -> None:
        self._words: dict[str, Words] = {}

    def receive(self, provisions: list[Data]) -> None:
        """Take the words of a received text."""
        for provision in provisions:
            self._insert(provision)

    def edit(self, provision_id: str, *replacements: tuple[str, str]) -> Data:
        """A change of the given words, each of which stands exactly once in the text; an empty new word deletes.

        Raises:
            ValueError: old words stand there not at all or more than once.
        """
        words = self._words[provision_id]
        edits: list[list[int | str]] = []
        for old, new in replacements:
            if words.text.count(old) != 1:
                raise ValueError(f"{old!r} stands {words.text.count(old)} times in {words.text!r}")
            start = words.text.index(old)
            edits.append([start, start + len(old), new])
        return {"op": "edit", "provision_id": provision_id, "base": words.digest, "edits": edits}

    def insertion(self, provision_id: str, after: str, added: str) -> Data:
        """A change that adds words behind the given ones, which stand exactly once in the text.

        Raises:
            ValueError: they stand there not at all or more than once.
        """
        change = self.edit(provision_id, (after, added))
        ((_, end, _),) = change["edits"]
        return {**change, "edits": [[end, end, added]]}

    def rewrite(self, provision_id: str, text: str) -> Data:
        """A change to a new text as a person types it."""
        return {"op": "rewrite", "provision_id": provision_id, "base": self._words[provision_id].digest, "text": text}

    def delete(self, provision_id: str) -> Data:
        """A change that takes the provision out."""
        return {"op": "delete", "provision_id": provision_id, "base": self._words[provision_id].digest}

    def relabel(self, provision_id: str, **names: str) -> Data:
        """A change of label or heading."""
        return {"op": "relabel", "provision_id": provision_id, "base": self._words[provision_id].digest, **names}

    def apply(self, changes: list[Data]) -> None:
        """Take over adopted changes. Edits of one provision are all on its wording before.

        Raises:
            ValueError: a change was made on other words than those that stand.
        """
        before = dict(self._words)
        for change in changes:
            if "base" in change and change["base"] != before[change["provision_id"]].digest:
                raise ValueError(f"The words under {change} have moved.")
        for provision_id, text in _edited(before, changes).items():
            self._words[provision_id] = replace(self._words[provision_id], text=text)
        for change in changes:
            if change["op"] == "insert":
                self._insert(change["provision"])
            elif change["op"] == "delete":
                del self._words[change["provision_id"]]
            elif change["op"] == "rewrite":
                words = self._words[change["provision_id"]]
                self._words[change["provision_id"]] = replace(words, text=change["text"])
            elif change["op"] == "relabel" and "heading" in change:
                words = self._words[change["provision_id"]]
                self._words[change["provision_id"]] = replace(words, heading=change["heading"])

    def _insert(self, provision: Data) -> None:
        self._words[provision["provision_id"]] = Words(provision.get("heading", ""), provision.get("text", ""))


def _edited(before: dict[str, Words], changes: list[Data]) -> dict[str, str]:
    """The new text of each provision that has edits, applied together from the end backwards."""
    edits: dict[str, list[tuple[int, int, str]]] = {}
    for change in changes:
        if change["op"] == "edit":
            edits.setdefault(change["provision_id"], []).extend(map(tuple, change["edits"]))
    texts = {provision_id: before[provision_id].text for provision_id in edits}
    for provision_id, several in edits.items():
        for start, end, new in sorted(several, reverse=True):
            texts[provision_id] = texts[provision_id][:start] + new + texts[provision_id][end:]
    return texts
