"""Receiving a version: a text that comes from outside takes the place of what stands (rule 6)."""

from typing import Any

from ledger.domain.errors import AlreadyUsed, RuleBroken
from ledger.domain.frameworks import Framework, framework_in_hand
from ledger.domain.participants import all_present
from ledger.domain.provisions import TOP, Provision, Tree, with_parent
from ledger.domain.streams import Command, New, Record, refuse_known
from ledger.domain.vocabulary import Extent
from ledger.domain.wording import version_wording


def receive_version(record: Record, command: Command) -> list[New]:
    """Put a text from outside in the place of what stands, whole, as an extract, or without its words (rule 6)."""
    data = command.data
    framework, command = framework_in_hand(record, command, data["framework_id"], None)
    refuse_known(record, command, data["version_id"], "version_id")
    all_present(record, data.get("issued_by", []), "issued_by")
    number = len(framework.versions) + 1
    if data.get("extent") == Extent.NOT_HELD:
        if data.get("provisions"):
            raise RuleBroken("A version whose text is not held has no provisions.", "provisions")
        received = command.first(Framework.VersionReceived, framework.key, number=number)
        received.values.pop("provisions", None)
        return [received]
    if not data.get("provisions"):
        raise RuleBroken("A version that is received has at least one provision.", "provisions")
    _check_provisions(record, command, framework)
    tree, placed = _lay(framework.tree, data["provisions"], data.get("extent", Extent.WHOLE))
    wording = version_wording(provision.in_version() for provision in tree.depth_first())
    received = command.first(Framework.VersionReceived, framework.key, number=number, wording=wording)
    del received.values["provisions"]
    return [received, *(command.then(kind, framework.key, **values) for kind, values in placed)]


def _check_provisions(record: Record, command: Command, framework: Framework) -> None:
    """Ids are the framework's own or new, each given once; parents precede children."""
    data = command.data
    seen: set[str] = set()
    listed = {provision["provision_id"] for provision in data["provisions"]}
    # What a whole text leaves out is gone, so nothing stands under it; an extract leaves it where it is.
    standing = framework.tree.provisions.keys() - listed if data.get("extent") == Extent.EXTRACT else set()
    for number, provision in enumerate(data["provisions"]):
        field, provision_id = f"provisions.{number}", provision["provision_id"]
        if provision_id in seen or provision_id == data["version_id"]:
            raise AlreadyUsed(f"The id {provision_id} stands twice in this version.", f"{field}.provision_id")
        if record.stream_named("provision", provision_id) != framework.id:
            refuse_known(record, command, provision_id, f"{field}.provision_id")
        parent = provision.get("parent", TOP)
        if parent != TOP and parent not in seen and parent not in standing:
            raise RuleBroken("A provision's parent stands before it in the list.", f"{field}.parent")
        seen.add(provision_id)


def _lay(tree: Tree, listed: list[dict[str, Any]], extent: str) -> tuple[Tree, list[tuple[type[Framework.Event], Any]]]:
    """The tree with the listed provisions in it, and the events that make it so."""
    new = Tree(dict(tree.provisions), {parent: list(children) for parent, children in tree.children.items()})
    events: list[tuple[type[Framework.Event], Any]] = []
    wanted = _wanted_order(tree, listed)
    for data in listed:
        provision = Provision.of(data, data.get("parent", TOP))
        order = wanted[provision.parent]
        after = _last_present(new, provision.parent, order[: order.index(provision.id)])
        _refuse_under_itself(new, provision)
        new.place(provision, after)
        values = {**provision.fields(), "after": after, "wording": provision.wording}
        events.append((Framework.ProvisionReceived, with_parent(values, provision.parent)))
    if extent == Extent.WHOLE:
        kept = {data["provision_id"] for data in listed}
        for provision_id in [one for one in new.provisions if one not in kept]:
            new.remove(provision_id)
            events.append((Framework.ProvisionDeleted, {"provision_id": provision_id}))
    else:
        events += _put_back(new, wanted)
    return new, events


def _wanted_order(tree: Tree, listed: list[dict[str, Any]]) -> dict[str, list[str]]:
    """For each parent that the list names: its children in order, others after their former sibling, or first."""
    orders: dict[str, list[str]] = {}
    for data in listed:
        orders.setdefault(data.get("parent", TOP), []).append(data["provision_id"])
    named = {data["provision_id"] for data in listed}
    for parent, order in orders.items():
        former: str | None = None
        for child in tree.children.get(parent, ()):
            if child not in named:
                order.insert(order.index(former) + 1 if former is not None else 0, child)
            if child in order:
                former = child
    return orders


def _last_present(tree: Tree, parent: str, before: list[str]) -> str | None:
    present = tree.children.get(parent, ())
    return next((one for one in reversed(before) if one in present), None)


def _put_back(tree: Tree, wanted: dict[str, list[str]]) -> list[tuple[type[Framework.Event], Any]]:
    """Move what an extract leaves out back behind its former sibling, where placing the rest tore them apart."""
    moves: list[tuple[type[Framework.Event], Any]] = []
    for parent, order in wanted.items():
        for place, provision_id in enumerate(order):
            if tree.children[parent][place] != provision_id:
                after = order[place - 1] if place else None
                tree.place(tree.provisions[provision_id], after)
                values = {"provision_id": provision_id, "after": after}
                moves.append((Framework.ProvisionMoved, with_parent(values, parent)))
    return moves


def _refuse_under_itself(tree: Tree, provision: Provision) -> None:
    above = provision.parent
    while above != TOP:
        if above == provision.id:
            raise RuleBroken("A provision cannot stand under itself.", "provisions")
        above = tree.provisions[above].parent
