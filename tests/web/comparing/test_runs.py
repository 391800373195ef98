"""A long comparison is cut into runs, and nothing is lost or shown twice."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.projections.queries.compare import Compared, Comparison, Sources, between
from tests.projections.queries.test_compare import a_text, provision
from web.comparing import runs
from web.comparing.runs import index_of, runs_of, tally


def compared(count: int, *, changed: int, length: int = 1) -> Comparison:
    """So many provisions under parts of ten, the first so many of which change."""
    old = [a_part(at) if at % 10 == 0 else provision(str(at), parent=str(at - at % 10)) for at in range(count)]
    new = [replace(one, text="word " * length) if at < changed else one for at, one in enumerate(old)]
    told = (Compared(one, Sources()) for one in between(a_text(*old), a_text(*new)))
    return Comparison(*(None, None), tuple(told))  # type: ignore[arg-type]


def a_part(at: int) -> Any:
    return provision(str(at), kind="part", name=f"Part {at}")


@given(st.integers(1, 700), st.integers(0, 700), st.sampled_from([1, 4000]), st.booleans())
@settings(deadline=None, max_examples=40)
def test_every_change_stands_in_one_run(count: int, changed: int, length: int, is_whole: bool) -> None:
    comparison = compared(count, changed=min(changed, count), length=length)

    found = runs_of(comparison, is_whole=is_whole, at=None)

    together = [one for run in found.runs for one in run.shown]
    assert together == list(comparison.provisions if is_whole else comparison.changes)
    assert [run.first for run in found.runs if run.shown] == [
        together.index(run.shown[0]) + 1 for run in found.runs if run.shown
    ]


def test_a_few_hundred_changes_are_one_page() -> None:
    assert not runs_of(compared(300, changed=300), is_whole=False, at=None).is_long


def test_more_are_cut_and_each_is_found_by_its_provision() -> None:
    comparison = compared(450, changed=450)

    found = runs_of(comparison, is_whole=False, at="333")

    assert [len(run.shown) for run in found.runs] == [100, 100, 100, 100, 50]
    assert (found.run.first, found.run.last) == (301, 400)
    assert found.before == found.runs[2]
    assert found.after == found.runs[4]


def test_long_words_make_shorter_runs() -> None:
    found = runs_of(compared(100, changed=100, length=2000), is_whole=False, at=None)

    assert found.is_long
    written = [sum(len(part.text) for one in run.shown for part in one.difference.text) for run in found.runs]
    assert max(written) <= runs.RUN_WRITTEN


def test_a_provision_that_is_not_shown_leads_to_the_beginning() -> None:
    assert runs_of(compared(450, changed=400), is_whole=False, at="440").place == 0


def test_nothing_that_changed_is_one_empty_run() -> None:
    found = runs_of(compared(10, changed=0), is_whole=False, at=None)

    assert (found.run.shown, found.is_long) == ((), False)


def test_an_index_counts_what_changes_in_each_part() -> None:
    index = index_of(compared(40, changed=25))

    assert [(part.provision.name, part.count, part.first) for part in index] == [
        ("Part 0", 10, "0"),
        ("Part 10", 10, "10"),
        ("Part 20", 5, "20"),
    ]


def test_an_index_names_what_is_below_a_part_where_much_changes() -> None:
    names = ["a", "b", "c"]
    parts = [provision("top", kind="part"), *(provision(name, parent="top") for name in names)]
    below = [provision(f"{name}{at}", parent=name) for name in names[:2] for at in range(60)]
    old, new = a_text(*parts, *below), a_text(*parts, *(replace(one, text="New.") for one in below))
    told = tuple(Compared(one, Sources()) for one in between(old, new))

    index = index_of(Comparison(None, None, told))  # type: ignore[arg-type]

    assert [(part.provision.id, part.depth, part.count) for part in index] == [
        ("top", 0, 120),
        ("a", 1, 60),
        ("b", 1, 60),
    ]


def test_a_tally_counts_each_set_of_kinds() -> None:
    assert tally(compared(20, changed=7).changes) == ((("edited",), 7),)
