"""Provisions by number: the first digits of their ids, or the whole."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from web.pasting.unread import Unread

NUMBER_LENGTH = 8
ID_DIGITS = 32


def by_number(ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids by the digits with which they begin."""
    numbered: dict[str, list[str]] = {}
    for provision_id in ids:
        numbered.setdefault(digits_of(provision_id)[:NUMBER_LENGTH], []).append(provision_id)
    return numbered


def resolved(digits: str, *known: Mapping[str, Sequence[str]]) -> str:
    """The id that begins with these digits among those that are known; whole ids need not be known."""
    if len(digits) == ID_DIGITS:
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    beginning = (one for ids in known for one in ids.get(digits[:NUMBER_LENGTH], ()))
    found = {one for one in beginning if digits_of(one).startswith(digits)}
    if len(found) == 1:
        return found.pop()
    if found:
        raise Unread(f"Several provisions have the number #{digits}: write more digits of the id.")
    raise Unread(f"No provision of this text has the number #{digits}; a new provision has none.")


def digits_of(provision_id: str) -> str:
    """The digits of an id, without the hyphens between them."""
    return provision_id.replace("-", "")


def short_numbers(known: Collection[str], listed: Iterable[str]) -> dict[str, str]:
    """The short numbers of the provisions that are known, but for those with which another begins too."""
    are_known = frozenset(known)
    numbered = by_number({*are_known, *listed})
    return {
        provision_id: number
        for number, (provision_id, *others) in numbered.items()
        if not others and provision_id in are_known
    }
