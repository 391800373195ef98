"""Pages of what is fixed are drawn once, and kept within bounds."""

from collections.abc import Callable
from threading import Thread

from flask import Flask

from tests.builders import a_ledger, a_member, a_room, an_amendment, decide, give, new_id
from tests.web.signed_in import a_visitor, an_app, ledger_of
from tests.web.test_queries import counted
from web.kept import KEPT, Drawn, Kept


def a_page(length: int) -> Drawn:
    return Drawn("frameworks/fixed.html", {}, b"x" * length)


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    kept = Kept(most=2)
    for address in ("a", "b"):
        kept.put(address, a_page(1))
    kept.get("a")

    kept.put("c", a_page(1))

    assert [kept.get(address) is not None for address in "abc"] == [True, False, True]


def test_what_is_kept_stays_below_its_size() -> None:
    kept = Kept(most_bytes=100)

    for number in range(50):
        kept.put(str(number % 30), a_page(12))

    assert sum(kept.get(str(number)) is not None for number in range(30)) == 8


def test_a_page_that_would_take_the_room_of_many_is_not_kept() -> None:
    kept = Kept(most_bytes=100)
    kept.put("small", a_page(12))

    kept.put("large", a_page(13))

    assert kept.get("large") is None
    assert kept.get("small") is not None


def test_many_threads_keep_within_the_bounds() -> None:
    kept = Kept(most=10)

    def put_and_get() -> None:
        for number in range(300):
            kept.put(str(number % 23), a_page(number % 7))
            kept.get(str(number % 5))

    threads = [Thread(target=put_and_get) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    held = [page for number in range(23) if (page := kept.get(str(number)))]
    assert len(held) == 10
    assert kept._bytes == sum(len(page.main) for page in held)


def test_a_comparison_asked_for_again_asks_the_record_nothing(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")]))
        give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="Rev. 1")
        app = make_app(sqlite_url)
        address = f"/frameworks/framework-{room.framework}/compare/1...2"
        first = app.test_client().get(address)

        with counted(app) as sent:
            again = app.test_client().get(address)
            unchanged = app.test_client().get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.data == first.data
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert unchanged.status_code == 304
    assert sent == []


def test_whoever_is_signed_in_reads_the_kept_page_in_a_frame_of_her_own(sqlite_url: str) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        reader = a_member(ledger, room.consultation, name="Ada of the ports")
    with an_app(sqlite_url) as app:
        address = f"/frameworks/framework-{room.framework}/at/@{ledger_of(app).record_store.head()}"
        own = a_visitor(app, reader).get(address)
        others = app.test_client().get(address)
        drawn = app.extensions[KEPT].get(f"framework-{room.framework} at {address.rpartition('/')[2]}")

    assert "Signed in as Ada of the ports" in own.text
    assert own.headers["Cache-Control"] == "private, no-cache"
    assert "Ada" not in others.text
    assert "immutable" in others.headers["Cache-Control"]
    assert "Ada" not in str(drawn)


def test_what_is_asked_for_otherwise_is_another_page(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")]))
        client = make_app(sqlite_url).test_client()
        head = ledger.record_store.head()
    address = f"/frameworks/framework-{room.framework}/compare/1...@{head}"

    pages = [client.get(address + query).data for query in ("", "?view=side", "?show=all", "?words=off", "")]

    assert pages[0] == pages[4]
    assert len(set(pages)) == 4


def test_no_address_that_was_refused_is_kept(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        app = make_app(sqlite_url)
        client, address = app.test_client(), f"/frameworks/framework-{room.framework}/at/@99999"
        assert client.get(address).status_code == 404

    assert app.extensions[KEPT].get(f"framework-{room.framework} at @99999") is None
