"""The illustrative secretariat's draft (`draft.json`): a preamble, six parts built on the five elements, a footnote."""

import json
from importlib.resources import files

from ledger.demo.lines import Data
from ledger.demo.new_design.process import Process


def provisions(process: Process) -> list[Data]:
    """The draft in order, with ids for keys."""
    rows = json.loads(files(__package__).joinpath("draft.json").read_text(encoding="utf-8"))
    return [provision(process, **row) for row in rows]


def provision(process: Process, key: str, kind: str, *, parent: str | None = None, **fields: str | list[str]) -> Data:
    """A provision under its key; nothing stands for what it lacks."""
    place: Data = {"parent": process.provision(parent)} if parent else {}
    return {"provision_id": process.provision(key)} | place | {"kind": kind} | fields
