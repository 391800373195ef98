"""Where else the words of a provision stand, in a sentence that does not pretend that they are one provision."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from ledger.projections.queries.kin import Kin
from ledger.projections.queries.text import Provision
from web.comparing.controls import visible

Where = Callable[[str], str]
"""The address of a provision on a page, by its id."""


def kin_words(found: Kin, *, is_gone: bool, where: Where | None = None) -> Markup:
    """ "its words stand now in Article 3 bis", "joined from Article 3 and Article 4".

    Args:
        is_gone: whether the provision went out; else it came in.
        where: leads to the others; None: they are named without a link.
    """
    others = _all(found.others, where)
    with_ = Markup(" with {}").format(_all(found.beside, where)) if found.beside else Markup("")
    if found.how == "split":
        return (
            Markup("split into {}").format(others) if is_gone else Markup("split off from {},{}").format(others, with_)
        )
    if found.how == "joined":
        return Markup("joined{} into {}").format(with_, others) if is_gone else Markup("joined from {}").format(others)
    changed = ", changed," if found.is_edited else ""
    return Markup("its words {}{} in {}").format("stand now" if is_gone else "stood before", changed, others)


def _all(provisions: Sequence[Provision], where: Where | None) -> Markup:
    *others, last = [_named(one, where) for one in provisions]
    return Markup("{} and {}").format(Markup(", ").join(others), last) if others else last


def _named(one: Provision, where: Where | None) -> Markup:
    name = visible(one.name)
    return Markup('<a href="{}">{}</a>').format(where(one.id), name) if where else name
