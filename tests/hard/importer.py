"""An import that says what it has recorded as soon as it knows: `python -m tests.hard.importer URL FILE BATCH`.

After each batch the ids of its commands stand on one line of its output. Who reads a whole line knows that they are on
record, whatever happens to this process afterwards.
"""

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from ledger.application import Answer, Ledger
from ledger.commands.preparing import Prepared
from ledger.domain.errors import Refusal
from ledger.interchange import command_lines


class TellingLedger(Ledger):
    """A ledger that acknowledges aloud."""

    def record(self, commands: Iterable[Prepared], *, keep_going: bool = False) -> list[Answer | Refusal]:
        answers = super().record(commands, keep_going=keep_going)
        print(*(answer.command_id for answer in answers if isinstance(answer, Answer)), flush=True)
        return answers


def main(url: str, path: str, batch: str) -> None:
    """Import the file in batches of so many commands."""
    command_lines.BATCH = int(batch)
    with closing(TellingLedger.open(url)) as ledger, Path(path).open("rb") as file:
        command_lines.import_lines(ledger, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
