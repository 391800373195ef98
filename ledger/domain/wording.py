"""Wordings: the exact words that a stance, a motion or a statement speaks of, and their digests."""

from collections.abc import Iterable, Mapping
from typing import Any

from ledger.domain.canonical import digest

TAGS = ("levels", "horizons", "people")

Change = dict[str, Any]
"""One change in normal form, as it stands in an event: {op, provision_id, base, edits} and its like."""


def provision_wording(heading: str, text: str) -> str:
    """The digest of a provision's wording: its heading and its text, empty where absent."""
    return digest({"heading": heading, "text": text})


def motion_wording(changes: Iterable[Change]) -> str:
    """The digest of a motion's wording: its changes in normal form."""
    return digest(list(changes))


def version_wording(provisions: Iterable[Mapping[str, Any]]) -> str:
    """The digest of a version's wording.

    Args:
        provisions: depth first, each `{id, parent, kind, label, heading, text, levels, horizons, people}`; what is
            empty is left out, tags are sorted.
    """
    return digest([{key: value for key, value in provision.items() if value} for provision in provisions])


def insertion(provision: Mapping[str, Any], data: Mapping[str, Any]) -> Change:
    """The change that a proposal makes: its provision, where `data` puts it."""
    placed = {key: data[key] for key in ("parent", "after") if key in data}
    return {"op": "insert", "provision": dict(provision), **placed}
