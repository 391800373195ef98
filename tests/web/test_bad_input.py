"""Whatever an address asks, the answer is a sentence and never a failure of ours."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.markup import Page

NOBODY = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nowhere", "Nothing on record has this address"),
        ("/record/0", "There is no record no. “0”"),
        ("/record/-1", "There is no record no. “-1”"),
        ("/record/99999999", "The last one is no."),
        ("/record/9007199254740991", "The last one is no."),
        ("/record/99999999999999999999999", "There is no record no."),
        ("/record/" + "9" * 5000, "There is no record no."),
        ("/record/٤", "There is no record no."),
        ("/record/1.0", "There is no record no."),
        ("/consultations/nothing", "There is no process “nothing”"),
        ("/consultations/NEW-DESIGN", "There is no process"),
        ("/consultations/a'%20OR%201=1--", "There is no process"),
        ("/consultations/%00", "There is no process"),
        ("/consultations/%ff%fe", "There is no process"),
        (f"/sessions/{NOBODY}", "There is no meeting"),
        ("/sessions/not-an-id", "There is no meeting “not-an-id”"),
        (f"/participants/{NOBODY}", "There is no participant"),
        ("/participants/%00", "There is no participant"),
        ("/participants/" + NOBODY.replace("-", ""), "There is no participant"),
        ("/participants/system", "There is no participant"),
        (f"/votes/{NOBODY}", "There is no vote"),
        ("/votes/<script>alert(1)", "There is no vote"),
    ],
)
def test_what_is_not_on_record_is_said_to_be_missing(client: FlaskClient, address: str, words: str) -> None:
    response = client.get(address)

    assert response.status_code == 404
    page = Page(response.text)
    assert not page.faults()
    assert words in page.text
    assert "/record" in page.links()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/record?from=x", "“from” takes the number of a record"),
        ("/record?from=-1", "“from” takes the number of a record"),
        ("/record?to=0", "“to” takes the number of a record"),
        ("/record?before=99999999999999999999", "“before” takes the number of a record"),
        ("/record?after=1e9", "“after” takes the number of a record"),
        ("/record?actor=Mexico", "“actor” takes an id"),
        ("/record?topic=ledger.nonsense", "“topic” knows no “ledger.nonsense”"),
        ("/record?command=drop_table", "“command” knows no “drop_table”"),
        ("/record?consultation=%00", "There is no consultation"),
        ("/record?framework=A%20B", "There is no framework"),
        ("/record?form=1", "This page has no filter “form”"),
        ("/record?from=1&from=2", "“from” is given more than once"),
        ("/?page=2", "This page has no filter “page”"),
        ("/consultations/new-design-2015?votes_before=x", "“votes_before” takes the number of a record"),
        ("/consultations/new-design-2015?meetings_after=x", "“meetings_after” takes an id"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_why(client: FlaskClient, address: str, words: str) -> None:
    response = client.get(address)

    assert response.status_code == 400
    page = Page(response.text)
    assert not page.faults()
    assert words in page.text


@pytest.mark.parametrize(
    "query",
    [
        f"actor={NOBODY}",
        "consultation=unknown",
        "framework=unknown",
        "from=500&to=400",
        "before=1",
        "after=9007199254740991",
        "consultation=&framework=&actor=&topic=&command=&from=&to=",
    ],
)
def test_a_question_without_an_answer_gives_an_empty_list(client: FlaskClient, query: str) -> None:
    response = client.get(f"/record?{query}")

    assert response.status_code == 200
    assert not Page(response.text).faults()


@pytest.mark.parametrize("after", [NOBODY, "00000000-0000-0000-0000-000000000000"])
def test_a_list_that_goes_on_after_nobody_is_no_failure(client: FlaskClient, after: str) -> None:
    response = client.get(f"/consultations/new-design-2015?participants_after={after}&meetings_after={after}")

    assert response.status_code == 200


def test_a_very_long_address_is_refused_with_a_sentence(client: FlaskClient) -> None:
    response = client.get("/record?actor=" + "a" * 10_000)

    assert response.status_code == 414
    assert "This address is too long" in Page(response.text).text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client: FlaskClient, method: str) -> None:
    response = getattr(client, method)("/record", data={"a": "b"})

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "This page is only read" in response.text


def test_a_failure_of_ours_is_a_sentence_and_no_traceback(demo: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("web.record.choices_for", fails)

    response = demo.test_client().get("/record")

    assert response.status_code == 500
    assert "Something went wrong here" in response.text
    assert "secret" not in response.text
    assert "Traceback" not in response.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["consultation", "framework", "actor", "topic", "command", "from", "to", "before", "after"]),
    value=st.text(max_size=40),
)
def test_no_filter_is_a_failure_of_ours(demo: Flask, name: str, value: str) -> None:
    response = demo.test_client().get("/record", query_string={name: value})

    assert response.status_code in (200, 400)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(["consultations", "sessions", "participants", "record", "votes"]), key=st.text(max_size=60))
def test_no_address_is_a_failure_of_ours(demo: Flask, kind: str, key: str) -> None:
    response = demo.test_client().get(f"/{kind}/{key}", follow_redirects=True)

    assert response.status_code in (200, 404, 400)
