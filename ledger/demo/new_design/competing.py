"""The last days of tabling (illustrative): eight amendments to one sentence that cannot all be had."""

from ledger.demo.new_design.process import Process

SENTENCE = "III commitment"


def write(process: Process) -> None:
    """Every way in which amendments to one provision can meet: none of the eight is decided."""
    process.at("2016-09-01 10:00")
    _table_twice_the_same(process)
    _table_wider_ones(process)
    _table_two_at_one_point(process)
    _table_apart(process)
    _table_the_deletion(process)
    _take_positions(process)


def _table_twice_the_same(process: Process) -> None:
    limit = ("without delay", "within three working days")
    rationale = "“Without delay” has been read as three days and as three months."
    _amend(process, "three days", ("agency",), "Three working days", limit, rationale)
    _amend(process, "three days too", ("municipality", "port"), "A time limit for identification", limit)


def _table_wider_ones(process: Process) -> None:
    """One that holds all of the two above, and one that reaches into it from the other side."""
    everyone = ("without delay persons in situations of vulnerability", "on arrival every person at risk")
    _amend(process, "on arrival", ("transit",), "Risk, on arrival", everyone)
    needs = ("situations of vulnerability, including children", "need, first of all children")
    rationale = "A list without an order is read as one of equals."
    _amend(process, "children first", ("parliament",), "Children first", needs, rationale)


def _table_two_at_one_point(process: Process) -> None:
    """Each begins where the one above ends."""
    for key, proposers in (("older persons", ("relief",)), ("stateless persons", ("diaspora", "rights"))):
        change = process.words.insertion(process.provision(SENTENCE), "children", f", {key}")
        process.amend(key, proposers, key.capitalize(), [change])


def _table_apart(process: Process) -> None:
    asked = ("that they need", "that they need and ask for")
    _amend(process, "asked for", ("refugees", "migrants"), "Services that are asked for", asked)


def _table_the_deletion(process: Process) -> None:
    process.amend(
        "no commitment",
        ("destination",),
        "Leave identification to Principle 3",
        [process.words.delete(process.provision(SENTENCE))],
        rationale="Principle 3 says when vulnerability is assessed; a second sentence invites a second reading.",
    )


def _take_positions(process: Process) -> None:
    """Some back both of the two that say the same, as they would in a hall."""
    process.at("2016-09-02 09:00")
    for key, keys in (
        ("three days", ("relief", "rights", "university")),
        ("three days too", ("residents", "relief")),
        ("children first", ("workers",)),
        ("older persons", ("residents", "university")),
        ("asked for", ("relief", "returnee")),
    ):
        process.stand_all("endorse", process.subject("motion", key), keys)
    deletion = process.subject("motion", "no commitment")
    reason = "A principle is not a commitment."
    for key in ("agency", "rights", "refugees"):
        process.stand(key, "object", deletion, reason=reason)
    process.stand("transit", "abstain", deletion)


def _amend(
    process: Process,
    key: str,
    proposers: tuple[str, ...],
    title: str,
    words: tuple[str, str],
    rationale: str | None = None,
) -> None:
    process.amend(key, proposers, title, [process.words.edit(process.provision(SENTENCE), words)], rationale=rationale)
