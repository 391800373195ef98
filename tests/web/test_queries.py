"""No page asks more often because its lists are longer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from ledger.application import Ledger
from tests.builders import (
    Room,
    a_ledger,
    a_member,
    a_room,
    a_session,
    a_statement,
    a_vote,
    an_amendment,
    give,
    take_stance,
)
from web import pages
from web.kept import KEPT


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent to the read models and for sealed words."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    with app.app_context():
        store = pages.ledger().record_store
    disclosed = store._disclosed
    store._disclosed = lambda digests: sent.append("disclosed") or disclosed(digests)  # type: ignore[method-assign, func-returns-value]
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        store._disclosed = disclosed  # type: ignore[method-assign]


def queries_of(app: Flask, address: str) -> int:
    """How many queries a page takes to be drawn, once the app is warm."""
    client = app.test_client()
    assert client.get(address).status_code == 200
    app.extensions[KEPT].clear()
    with counted(app) as sent:
        client.get(address)
    return len(sent)


def lengthen(ledger: Ledger, room: Room, session: str, times: int) -> list[str]:
    """Put more of everything on record that lists show; gives the challenges."""
    challenges = []
    for number in range(times):
        speaker = a_member(ledger, room.consultation, name=f"Seat {number}", group="academia")
        said: dict[str, Any] = {"session": session, "kind": "challenge", "text": f"Challenge {number}."}
        challenges.append(a_statement(ledger, room.consultation, room.member, **said))
        a_statement(
            ledger,
            room.consultation,
            room.member,
            session=session,
            kind="reply",
            in_reply_to=challenges[-1],
            text="So.",
        )
        motion = an_amendment(
            ledger,
            room.framework,
            room.member,
            [room.delete(next(iter(room.provisions)))],
            answers=[challenges[-1]],
            rationale="Because.",
            session=session,
        )
        take_stance(ledger, speaker, motion, "object", reason="No.")
        take_stance(ledger, room.second, motion, "endorse")
        other = a_member(ledger, room.consultation, "observer", kind="delegation", short=f"D{number}")
        give(ledger, "update_participant", participant_id=speaker, acts_for=other)
        a_vote(ledger, room.consultation, motion, session=session)
        a_session(ledger, room.consultation)
    return challenges


@pytest.fixture
def addresses() -> Callable[[Ledger, Room, str], list[str]]:
    """The pages with lists."""

    def of(ledger: Ledger, room: Room, session: str) -> list[str]:
        slug = f"process-{room.consultation}"
        with ledger.reading() as now:
            vote = now.connection.exec_driver_sql("SELECT id FROM votes LIMIT 1").scalar()
        return [
            "/",
            f"/consultations/{slug}",
            f"/sessions/{session}",
            f"/participants/{room.member}",
            f"/participants/{room.second}",
            f"/votes/{vote}",
            "/record",
            f"/record?consultation={slug}",
            "/record?topic=ledger.positions.stance_taken",
            "/record?command=table_amendment&after=1",
        ]

    return of


def test_no_page_asks_more_often_because_its_lists_are_longer(
    sqlite_url: str, make_app: Callable[..., Flask], addresses: Callable[[Ledger, Room, str], list[str]]
) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        session = a_session(ledger, room.consultation)
        lengthen(ledger, room, session, 1)
        app = make_app(sqlite_url)
        listed = addresses(ledger, room, session)
        short = {address: queries_of(app, address) for address in listed}

        lengthen(ledger, room, session, 60)
        long = {address: queries_of(app, address) for address in listed}

    assert long == short
    assert max(long.values()) < 45


def test_a_page_that_a_browser_has_seen_takes_hardly_a_query(demo: Flask) -> None:
    client = demo.test_client()
    etag = client.get("/consultations/new-design-2015").headers["ETag"]

    with counted(demo) as sent:
        response = client.get("/consultations/new-design-2015", headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert len(sent) <= 2
