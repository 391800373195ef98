"""Wordings and canonical JSON: what is hashed, and that nothing ambiguous is (§1, RFC 8785)."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.canonical import canonical_json, digest
from ledger.domain.wording import insertion, motion_wording, provision_wording, version_wording

words = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | words,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
)


def test_the_wording_of_a_provision_is_its_heading_and_text_both_always_there() -> None:
    expected = hashlib.sha256(b'{"heading":"","text":"Words."}').hexdigest()

    assert provision_wording("", "Words.") == expected


def test_the_wording_of_a_version_leaves_out_what_is_absent() -> None:
    full = {"id": "a", "kind": "paragraph", "parent": "", "label": "", "text": "T", "levels": []}

    assert version_wording([full]) == version_wording([{"id": "a", "kind": "paragraph", "text": "T"}])


def test_a_proposal_and_the_insertion_that_it_makes_have_one_wording() -> None:
    provision = {"provision_id": "p", "kind": "paragraph", "text": "T"}

    change = insertion(provision, {"title": "left out", "parent": "q", "after": None})

    expected = {"op": "insert", "provision": provision, "parent": "q", "after": None}
    assert motion_wording([change]) == digest([expected])


@given(values)
def test_canonical_json_is_json_and_one_form(value: Any) -> None:
    data = canonical_json(value)

    assert json.loads(data) == value
    assert canonical_json(json.loads(data)) == data


@given(st.dictionaries(st.text(st.characters(max_codepoint=127)), st.integers(0, 9)))
def test_the_order_of_keys_makes_no_difference(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@pytest.mark.parametrize("value", [0.5, 1e300, float("nan"), 2**53, -(2**53), "\ud800", {"é": 1}, {1: 2}, b"", {3}])
def test_what_two_programs_could_hash_differently_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical_json([value])
