"""Pasted provisions under the identities that they turn out to have."""

from web.pasting.version_identities import as_before, known_as

ARTICLE = {"provision_id": "a", "kind": "article", "people": ["newcomers"]}
COMMITMENT = {"provision_id": "c", "kind": "commitment", "parent": "a", "levels": ["local"]}
STANDING = {one["provision_id"]: one for one in (ARTICLE, COMMITMENT)}


def plain(id: str, **more: str) -> dict[str, str]:
    return {"provision_id": id, "kind": "paragraph", **more}


def test_an_identity_is_changed_wherever_it_stands() -> None:
    pasted = [plain("x"), plain("y", parent="x")]

    assert known_as(pasted, {"x": "a"}) == [plain("a"), plain("y", parent="a")]


def test_what_is_known_keeps_what_plain_text_cannot_say() -> None:
    found = as_before([plain("a"), plain("c", text="New words.")], STANDING)

    assert found == [
        {"provision_id": "a", "kind": "article", "people": ["newcomers"]},
        {"provision_id": "c", "kind": "commitment", "parent": "a", "levels": ["local"], "text": "New words."},
    ]


def test_a_place_is_kept_only_behind_what_it_stood_under() -> None:
    [first, _] = as_before([plain("c"), plain("a")], STANDING)

    assert "parent" not in first


def test_a_new_paragraph_stands_beside_the_paragraph_before_it() -> None:
    standing = {**STANDING, "p": {"provision_id": "p", "kind": "paragraph", "parent": "a"}}

    found = as_before([plain("a"), plain("p"), plain("new")], standing)

    assert found[-1] == plain("new", parent="a")
