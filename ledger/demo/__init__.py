"""The demonstration record, as command lines that any empty ledger can import.

`new-design-2015.jsonl` begins with a real meeting and goes on as a marked illustration; `global-compact-2018.jsonl` is
real throughout. Both are written by `python -m ledger.demo.make` from this folder and `sources/`, always the same
bytes.
"""

from collections.abc import Iterator
from importlib.resources import files

FILES = ("new-design-2015.jsonl", "global-compact-2018.jsonl")


def command_lines() -> Iterator[str]:
    """The lines of the whole demonstration, without line ends, in an order that an empty ledger accepts."""
    for name in FILES:
        with files(__name__).joinpath(name).open(encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\n")
