"""Security headers, caching, hosts and proxies."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import a_consultation, a_ledger, a_participant, give
from web.headers import HEADERS
from web.settings import Settings


def static_address(client: FlaskClient) -> str:
    """The address of the stylesheet as pages give it."""
    return client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]


@pytest.mark.parametrize(
    "address", ["/", "/record", "/healthz", "/nowhere", "/record/0", "/record?from=x", "/static/x"]
)
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    response = client.get(address)

    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_stylesheet_is_kept_for_a_year_under_its_fingerprint(client: FlaskClient) -> None:
    response = client.get(static_address(client), buffered=True)

    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(response.data) < 12_000
    assert client.get("/static/style.css", buffered=True).headers["Cache-Control"] == "public, no-cache"
    assert client.get("/static/style.css?v=older", buffered=True).headers["Cache-Control"] == "public, no-cache"


def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/record")

    again = client.get("/record", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Security-Policy" in again.headers


def test_another_address_has_another_etag(client: FlaskClient) -> None:
    assert client.get("/record").headers["ETag"] != client.get("/record?from=1").headers["ETag"]


def test_an_erasure_reaches_a_page_that_a_browser_has_kept(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        somebody = a_participant(ledger, name="Somebody")
        a_consultation(ledger)
        client = make_app(sqlite_url).test_client()
        before = client.get(f"/participants/{somebody}")

        give(ledger, "erase_participant", participant_id=somebody, reason="legal_order")
        after = client.get(f"/participants/{somebody}", headers={"If-None-Match": before.headers["ETag"]})

    assert "Somebody" in before.text
    assert after.status_code == 200
    assert "Somebody" not in after.text


def test_errors_are_not_kept(client: FlaskClient) -> None:
    response = client.get("/nowhere")

    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "a b", ""])
def test_under_an_untrusted_name_the_site_says_so(client: FlaskClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})

    assert response.status_code == 400
    assert "does not answer under this name" in response.text


def test_the_operator_names_the_hosts(make_app: Callable[..., Flask]) -> None:
    client = make_app(trusted_hosts=("ledger.example.org",)).test_client()

    assert client.get("/", headers={"Host": "ledger.example.org"}).status_code == 200
    assert client.get("/", headers={"Host": "localhost"}).status_code == 400


def test_forwarded_names_are_believed_only_from_a_proxy_that_is_configured(make_app: Callable[..., Flask]) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example"}

    assert make_app().test_client().get("/", headers=forwarded).status_code == 200
    assert make_app(proxies=1).test_client().get("/", headers=forwarded).status_code == 400


def test_settings_are_values() -> None:
    assert Settings() == Settings()
