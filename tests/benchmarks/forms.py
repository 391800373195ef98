"""Forms: their pages and their commands at the server, and people who all send at once."""

import cProfile
import json
import math
import os
import pstats
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from itertools import islice
from pathlib import Path
from time import monotonic, perf_counter, process_time, sleep
from typing import Any
from urllib.parse import urlencode

import click
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from ledger.application import Ledger
from ledger.demo import command_lines
from ledger.domain.wording import provision_wording
from ledger.interchange.command_lines import import_lines
from ledger.projections.queries.text import Provision, text_at
from ledger.projections.reading import Reading
from ledger.projections.tables import accreditations, frameworks, motions, roles, versions
from ledger.store.database import Database
from ledger.store.migrate import migrate
from tests.benchmarks.ledgers import copy_of, kept
from tests.benchmarks.measuring import Spread, against, seconds, table
from tests.benchmarks.pages import counting
from tests.builders import a_holder, a_line, a_session, a_statement, new_id
from tests.generated.negotiable import negotiable
from tests.generated.script import Line
from tests.web.signed_in import CHECK, OURS, RECORD, Browser, Form, a_visitor, an_app, fields_of, filled, ledger_of
from web.forms.table import SHEETS
from web.visitors import COOKIE

LONGEST_PAGE = 50.0
"""Milliseconds of a page with a form: as it is shown, refused, or checked."""
LONGEST_COMMAND = 60.0
"""Milliseconds of recording by form, and of the page that follows, for which the read models catch up."""
LONGEST_AT_ONCE = 500.0
"""Milliseconds of nearly every request while people send at once."""
NEARLY = 0.99

LIVE, PREVIEW, REWORD = "live", "preview", "reword"
ON_THE_WAY = {"table_amendment": ("provision",), "table_proposal": ("place",)}
"""What stands in the address of a form besides the values of its command."""

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds for a server to begin, and for one answer."""
PROFILED = 40


@click.command()
@click.option("--people", default=500, show_default=True, help="Members in the larger record.")
@click.option("--provisions", default=200, show_default=True, help="Provisions of its text.")
@click.option("--motions", default=325, show_default=True, help="Open motions on it.")
@click.option("--rounds", default=10, show_default=True, help="How often each page is asked for.")
@click.option("--commands", default=20, show_default=True, help="Commands of each kind, by form and without.")
@click.option("--senders", default=16, show_default=True, help="People who send at once.")
@click.option("--sendings", default=20, show_default=True, help="Positions and amendments, in turn, of each of them.")
@click.option("--databases", default="sqlite,postgresql", show_default=True, help="Where they send them to.")
@click.option("--profile", is_flag=True, help="Print where the time of the slowest page goes.")
@click.pass_obj
def main(
    directory: Path,
    people: int,
    provisions: int,
    motions: int,
    rounds: int,
    commands: int,
    senders: int,
    sendings: int,
    databases: str,
    profile: bool,
) -> None:
    """Every form's page, four commands by form, and many people at once."""
    lines = partial(negotiable, motions, provisions=provisions, members=people)
    large = kept(directory, f"forms-{motions}-{provisions}-{people}", lines)
    size = f"{people:,} members, {provisions:,} provisions, {motions:,} open motions"
    with _demonstration(directory) as url, a_place(url) as place:
        _print_pages("the demonstration", place, rounds, profile=profile)
    with copy_of(large, directory) as url, a_place(url) as place:
        _print_pages(size, place, rounds, profile=profile)
        steps = ("check, ms", "record, ms", "page after, ms", "ledger, ms")
        rows = [_command_row(kind, place, commands) for kind in KINDS]
        title = f"One command by form, recorded and with the page that follows: {size}, SQLite"
        table(title, ("", "form / ledger", "by form, ms", "bound", *steps), rows)
    for name in databases.split(","):
        make = {"sqlite": lambda: copy_of(large, directory), "postgresql": lambda: _on_postgres(lines())}[name]
        with make() as url:
            title = f"{senders} people at once, {sendings} sendings each: {size}, {name}"
            _print_at_once(title, url, senders, sendings)


# Where forms are filled in


@dataclass(frozen=True, slots=True)
class Place:
    """A process with a text, and people who are signed in.

    Attributes:
        ids: by the name of the value in the address of a form.
        people: ids of the delegate, the organizer and the administrator.
        motions: ids of the open ones, in the order in which they were tabled.
        provisions: those with a text.
    """

    app: Flask
    ledger: Ledger
    ids: Mapping[str, str]
    people: Mapping[str, str]
    motions: list[str]
    provisions: list[Provision]
    _signed_in: dict[str, Browser] = field(default_factory=dict)

    def browser(self, who: str) -> Browser:
        """A browser in which one of the people is signed in."""
        if who not in self._signed_in:
            self._signed_in[who] = a_visitor(self.app, self.people[who])
        return self._signed_in[who]

    def address(self, command: str, **ids: str) -> str:
        """Of a form."""
        names = (*SHEETS[command].given, *ON_THE_WAY.get(command, ()))
        known = {**self.ids, **ids}
        return f"/forms/{command}?{urlencode({name: known[name] for name in names if name in known})}"

    def blank(self, who: str, address: str) -> Form:
        """The form at an address before anything was typed."""
        return fields_of(_answered(self.browser(who).get(address), 200).text)


@contextmanager
def a_place(url: str) -> Iterator[Place]:
    """The app on a ledger; what forms need beyond its most negotiated text is put on record."""
    with an_app(url) as app:
        ledger = ledger_of(app)
        with ledger.reading() as now:
            open_motions = func.count().filter(motions.c.decision.is_(None))
            framework = _one(now, select(motions.c.framework_id).group_by("framework_id").order_by(open_motions.desc()))
            consultation = _one(now, select(frameworks.c.consultation_id).where(frameworks.c.id == framework))
            version = _one(now, select(versions.c.id).where(versions.c.framework_id == framework))
            tabled = select(motions.c.id).where(motions.c.framework_id == framework, motions.c.decision.is_(None))
            found = list(now.connection.scalars(tabled.order_by(motions.c.number)))
            delegate = _members(now, consultation, 1)[0]
            provisions = [one for one in text_at(now, framework, now.position).provisions if one.text]
        people = {
            "delegate": delegate,
            "organizer": a_holder(ledger, "organizer", consultation),
            "administrator": a_holder(ledger, "administrator"),
        }
        ids = {
            "consultation_id": consultation,
            "in": consultation,
            "framework_id": framework,
            "version_id": version,
            "motion_id": found[0],
            "subject.kind": "motion",
            "subject.id": found[0],
            "about.id": found[0],
            "provision": provisions[0].id,
            "place": f"after:{provisions[0].id}",
            "participant_id": people["organizer"],
            "role": "organizer",
            "session_id": a_session(ledger, consultation),
            "statement_id": a_statement(ledger, consultation, delegate),
        }
        yield Place(app, ledger, ids, people, found, provisions)


def _one(now: Reading, query: Any) -> str:
    return str(now.connection.scalars(query.limit(1)).one())


def _members(now: Reading, consultation: str, number: int) -> list[str]:
    """Members without a role, who did not table everything."""
    of_it = (accreditations.c.consultation_id == consultation, accreditations.c.ended.is_(None))
    without_role = accreditations.c.participant_id.not_in(select(roles.c.participant_id))
    members = select(accreditations.c.participant_id).where(*of_it, accreditations.c.standing == "member", without_role)
    found = list(now.connection.scalars(members.order_by(accreditations.c.since.desc()).limit(number)))
    if len(found) < number:
        raise click.ClickException(f"There are {len(found)} members without a role; {number} are needed.")
    return found


@contextmanager
def _demonstration(directory: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=directory) as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.db'}"
        _fill(url, map(json.loads, command_lines()))
        yield url


def _fill(url: str, lines: Iterable[Line]) -> None:
    with closing(Ledger.open(url)) as ledger:
        report = import_lines(ledger, BytesIO("".join(f"{json.dumps(line)}\n" for line in lines).encode()))
    if report.refused:
        raise report.refused[0].refusal


def _answered(answer: TestResponse, status: int) -> TestResponse:
    if answer.status_code != status:
        raise click.ClickException(f"{answer.request.path} answers {answer.status_code} and not {status}.")
    return answer


# The pages of forms


@dataclass(frozen=True, slots=True)
class Page:
    """A page with a form, asked for again and again.

    Attributes:
        form: the command, and a button where one was pressed; a form stands in one row with its refusal.
    """

    form: str
    who: str
    ask: Callable[[], TestResponse]
    is_refused: bool = False

    def answer(self) -> TestResponse:
        """The page, once it is seen that it is the one that is meant."""
        return _answered(self.ask(), 422 if self.is_refused else 200)


@dataclass(frozen=True, slots=True)
class Timed:
    """What a page took, in milliseconds, and the page of one record each time before it."""

    page: Page
    own: Spread
    record: Spread
    queries: int
    length: int

    @property
    def ratio(self) -> float:
        return self.own.median / self.record.median


def _print_pages(where: str, place: Place, rounds: int, *, profile: bool) -> None:
    head = place.ledger.record_store.head()
    record = Page("record", "delegate", partial(place.browser("delegate").get, f"/record/{head}"))
    timed = [_timed(page, record, place.ledger, rounds) for page in (*_every_form(place), *_pressed(place))]
    if place.ledger.record_store.head() != head:
        raise click.ClickException("Something was recorded, where forms were only to be looked at.")
    slowest = max(timed, key=lambda one: one.own.median)
    names = dict.fromkeys(one.page.form for one in sorted(timed, key=lambda one: -one.own.median))
    header = ("form", "/ record page", "shown, ms", "bound", "queries", "bytes")
    refused = ("refused / record page", "refused, ms", "bound")
    rows = [_form_row([one for one in timed if one.page.form == name]) for name in names]
    table(f"Forms, as seen by whom they take longest for: {where}", (*header, *refused), rows)
    click.echo(f"  the page of one record: {Spread.of(one.record.median for one in timed).shown(1)} ms")
    if profile:
        _print_profile(slowest.page, rounds)


def _every_form(place: Place) -> Iterator[Page]:
    """Each form as shown and as refused, for each of the people whom it is open to."""
    for command in SHEETS:
        address = place.address(command)
        able = [who for who in place.people if place.browser(who).get(address).status_code == 200]
        if not able:
            raise click.ClickException(f"The form {address} is open to nobody.")
        for who in able:
            browser = place.browser(who)
            yield Page(command, who, partial(browser.get, address))
            sent = filled(place.blank(who, address), {"command_id": "none"})
            yield Page(command, who, partial(browser.post, f"/forms/{command}", data=sent), is_refused=True)


def _pressed(place: Place) -> Iterator[Page]:
    """What comes after the buttons of an amendment of one provision and of two, and of an adoption."""
    one, both = place.address("table_amendment"), {"provision": place.provisions[1].id}
    for what, address in (("one", one), ("two", f"{one}&{urlencode(both)}")):
        sent = _edited(place.blank("delegate", address))
        yield _after(place, f"table_amendment, {what}", "delegate", sent, PREVIEW)
        yield _after(place, f"table_amendment, {what}", "delegate", sent, CHECK)
    adopting = place.blank("organizer", place.address("adopt_motions"))
    for do in (LIVE, PREVIEW, REWORD):
        yield _after(place, "adopt_motions, two", "organizer", filled(adopting, {"motions": place.motions[:2]}), do)
    yield _after(place, "adopt_motions, forty", "organizer", filled(adopting, {"motions": place.motions[:40]}), LIVE)
    one_motion = filled(adopting, {"motions": place.motions[:1]})
    checking = _after(place, "adopt_motions, one", "organizer", one_motion, CHECK)
    # In the demonstration nothing that is open can be adopted as it stands.
    if checking.ask().status_code == 200:
        yield checking


def _after(place: Place, form: str, who: str, sent: Form, do: str) -> Page:
    address = f"/forms/{form.partition(',')[0]}"
    return Page(f"{form}, {do}", who, partial(place.browser(who).post, address, data=filled(sent, {"do": do})))


def _edited(blank: Form) -> Form:
    """An amendment with a few more words in each of its provisions."""
    texts = [name for name in blank if name.startswith("provisions.") and name.endswith(".text")]
    return filled(blank, {name: blank[name] + MORE for name in texts} | {"title": "Words", "rationale": "It is time."})


def _timed(page: Page, record: Page, ledger: Ledger, rounds: int) -> Timed:
    with counting(ledger) as queries:
        length = len(page.answer().data)
    record.answer()
    times = [(seconds(record.ask) * 1000, seconds(page.ask) * 1000) for _ in range(rounds)]
    before, own = (Spread.of(one[side] for one in times) for side in range(2))
    return Timed(page, own, before, len(queries), length)


def _form_row(pages: list[Timed]) -> list[str]:
    """A form as shown and as refused, each for whom it takes longest."""
    slowest = sorted(pages, key=lambda one: -one.own.median)
    shown = next(one for one in slowest if not one.page.is_refused)
    refused = next((one for one in slowest if one.page.is_refused), None)
    row = [f"{shown.page.form}, {shown.page.who}", *_cells(shown), str(shown.queries), f"{shown.length:,}"]
    return [*row, *(_cells(refused) if refused else ("", "", ""))]


def _cells(timed: Timed) -> tuple[str, str, str]:
    return f"{timed.ratio:.1f}", timed.own.shown(1), against(timed.own.median, LONGEST_PAGE)


def _print_profile(page: Page, rounds: int) -> None:
    profile = cProfile.Profile()
    with profile:
        for _ in range(rounds):
            page.ask()
    click.echo(f"\nProfile of {page.form}{', refused' if page.is_refused else ''}, {rounds} times")
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).sort_stats(order).print_stats(PROFILED)


# Commands by form


@dataclass(frozen=True, slots=True)
class Kind:
    """A command that is given by form and, with the same data, without.

    Attributes:
        given: what the address of its form names, for the first, second, … of them.
        typed: what is then typed into the form.
        data: of the same command without a form.
    """

    command: str
    who: str
    given: Callable[[Place, int], dict[str, str]]
    typed: Callable[[Place, int], dict[str, str]]
    data: Callable[[Place, int], dict[str, Any]]


@dataclass(slots=True)
class ByForm:
    """Milliseconds of the steps of one command by form, and of the same without one."""

    check: float
    record: float
    page: float
    ledger: float = 0.0

    @property
    def whole(self) -> float:
        """What recording takes until the read models have caught up and the next page is there."""
        return self.record + self.page


def _command_row(kind: Kind, place: Place, number: int) -> list[str]:
    both = [_both_ways(kind, place, one) for one in range(number)]
    whole = Spread.of(one.whole for one in both)
    parts = [Spread.of(getattr(one, part) for one in both) for part in ("check", "record", "page", "ledger")]
    ratio = f"{whole.median / parts[-1].median:.1f}"
    return [kind.command, ratio, whole.shown(1), against(whole.median, LONGEST_COMMAND), *(p.shown(1) for p in parts)]


def _both_ways(kind: Kind, place: Place, number: int) -> ByForm:
    """One command by form, and the next of its kind without."""
    taken = _by_form(kind, place, 2 * number)
    line = a_line(kind.command, actor=place.people[kind.who], **kind.data(place, 2 * number + 1))
    taken.ledger = seconds(lambda: _recorded(place.ledger, line)) * 1000
    return taken


def _by_form(kind: Kind, place: Place, number: int) -> ByForm:
    browser = place.browser(kind.who)
    blank = place.blank(kind.who, place.address(kind.command, **kind.given(place, number)))
    sent = filled(blank, kind.typed(place, number))
    checked, check = _post(browser, kind.command, filled(sent, {"do": CHECK}), 200)
    answer, record = _post(browser, kind.command, filled(fields_of(checked.text), {"do": RECORD}), 303)
    page = seconds(lambda: _answered(browser.get(answer.headers["Location"]), 200)) * 1000
    return ByForm(check, record, page)


def _post(browser: Browser, command: str, sent: Form, status: int) -> tuple[TestResponse, float]:
    start = perf_counter()
    answer = browser.post(f"/forms/{command}", data=sent)
    taken = (perf_counter() - start) * 1000
    return _answered(answer, status), taken


def _recorded(ledger: Ledger, line: Line) -> None:
    """Record a command, and let the read models catch up."""
    ledger.execute(line)
    with ledger.reading():
        pass


MORE = " It shall be reviewed."


def _motion(place: Place, number: int) -> dict[str, str]:
    return {"subject.kind": "motion", "subject.id": place.motions[number % len(place.motions)]}


def _stance(place: Place, number: int) -> dict[str, str]:
    # Who comes to a motion again says something else of it.
    return {"stance": ("endorse", "abstain")[number // len(place.motions) % 2]}


def _position(place: Place, number: int) -> dict[str, Any]:
    subject = {"kind": "motion", "id": _motion(place, number)["subject.id"]}
    return {"participant_id": place.people["delegate"], "subject": subject, **_stance(place, number)}


def _statement(place: Place, number: int) -> dict[str, Any]:
    said = {"statement_id": new_id(), "consultation_id": place.ids["consultation_id"], "text": _said(number)}
    about = [{"kind": "motion", "id": place.ids["about.id"]}]
    return {**said, "participant_id": place.people["delegate"], "kind": "remark", "about": about}


def _said(number: int) -> str:
    return f"We have said this {number} times before."


def _provision(place: Place, number: int) -> Provision:
    return place.provisions[number % len(place.provisions)]


def _amended(place: Place, number: int) -> dict[str, str]:
    return {"provisions.0.text": _provision(place, number).text + MORE, "title": "A review", "rationale": "It is time."}


def _amendment(place: Place, number: int) -> dict[str, Any]:
    one = _provision(place, number)
    edit = {"op": "edit", "provision_id": one.id, "base": provision_wording(one.heading, one.text)}
    tabled = {"motion_id": new_id(), "framework_id": place.ids["framework_id"], "proposers": [place.people["delegate"]]}
    words = {"title": "A review", "rationale": "It is time."}
    return {**tabled, **words, "changes": [{**edit, "edits": [[len(one.text), len(one.text), MORE]]}]}


def _adopted(place: Place, number: int) -> str:
    """A motion that is still open; those on one provision would not all fit."""
    if number >= min(len(place.motions), len(place.provisions)):
        raise click.ClickException("There are not so many motions to adopt: ask for fewer commands.")
    return place.motions[number]


KINDS = (
    Kind("endorse", "delegate", _motion, _stance, _position),
    Kind(
        "make_statement",
        "delegate",
        lambda place, number: {},
        lambda place, number: {"kind": "remark", "text": _said(number)},
        _statement,
    ),
    Kind(
        "table_amendment",
        "delegate",
        lambda place, number: {"provision": _provision(place, number).id},
        _amended,
        _amendment,
    ),
    # It comes last: the others say what they change of the text as it was.
    Kind(
        "decide_motion",
        "organizer",
        lambda place, number: {"motion_id": _adopted(place, number)},
        lambda place, number: {"decision": "adopted"},
        lambda place, number: {"motion_id": _adopted(place, number), "decision": "adopted"},
    ),
)


# People at once


@dataclass(frozen=True, slots=True)
class Step:
    """What a browser sends, and the status that answers it.

    Attributes:
        what: of the steps of a sending it is.
        body: of a form that is sent; None where a page is asked for.
    """

    what: str
    path: str
    body: str | None
    status: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who is signed in, and all that she sends."""

    token: str
    steps: list[Step]


def _print_at_once(title: str, url: str, senders: int, sendings: int) -> None:
    with a_place(url) as place:
        first, alone, *others = _senders(place, senders + 2, sendings)
    with _served(url) as port:
        # While the first one sends, the workers begin, and open what they open once.
        warm, before, after = (_sent(port, group) for group in ([first], [alone], others))
    rows = [_step_row(what, before["answers"], after["answers"]) for what in ("form", "check", "record", "page after")]
    header = ("", "at once / alone", "p99, ms", "bound", "at once, ms", "alone, ms", "requests")
    table(title, header, rows)
    wrong = [answer for sent in (warm, before, after) for answer in sent["answers"] if not answer["is_right"]]
    _print_outcome(url, (first, alone, *others), wrong)
    share = after["processor"] / after["seconds"]
    rate = senders * sendings / after["seconds"]
    click.echo(f"  {rate:,.1f} sendings a second; who sent took {share:.0%} of a processor meanwhile")


def _step_row(what: str, alone: list[dict[str, Any]], at_once: list[dict[str, Any]]) -> list[str]:
    one, many = ([answer["ms"] for answer in answers if answer["what"] == what] for answers in (alone, at_once))
    before, after = Spread.of(one), Spread.of(many)
    nearly = sorted(many)[math.ceil(NEARLY * len(many)) - 1]
    bound = against(nearly, LONGEST_AT_ONCE)
    ratio = f"{after.median / before.median:.1f}"
    return [what, ratio, f"{nearly:,.0f}", bound, after.shown(0), before.shown(0), str(len(many))]


def _print_outcome(url: str, senders: Iterable[Sender], wrong: list[dict[str, Any]]) -> None:
    """Print what went wrong, and how much of what was sent is on record."""
    ids = [step.path.rpartition("/")[2] for sender in senders for step in sender.steps if step.what == "page after"]
    with closing(Ledger.open(url)) as ledger:
        recorded = sum(ledger.record_store.position_of_command(id) is not None for id in ids)
    click.echo(f"  wrong answers: {len(wrong)}, {against(len(wrong), 0)}", nl=False)
    click.echo(f"; on record: {recorded} of {len(ids)}, {against(recorded, len(ids), at_least=True)}")
    for answer in islice(wrong, 5):
        click.echo(f"    {answer}")


def _senders(place: Place, number: int, sendings: int) -> list[Sender]:
    """Members, each with positions and amendments to send; no two begin with the same."""
    with place.ledger.reading() as now:
        members = _members(now, place.ids["consultation_id"], number)
    blanks = [_blank(place, one) for one in range(sendings)]
    rotated = [blanks[one % sendings :] + blanks[: one % sendings] for one in range(number)]
    return [
        Sender(str(a_visitor(place.app, member).token), [step for blank in mine for step in _steps(member, *blank)])
        for member, mine in zip(members, rotated, strict=True)
    ]


def _blank(place: Place, number: int) -> tuple[str, str, Form]:
    """A position or an amendment, in turn: its command, the address of its form, and the form as somebody types it."""
    kind = KINDS[0] if number % 2 == 0 else KINDS[2]
    address = place.address(kind.command, **kind.given(place, number // 2))
    return kind.command, address, filled(place.blank(kind.who, address), kind.typed(place, number // 2))


def _steps(member: str, command: str, address: str, form: Form) -> Iterator[Step]:
    """The pages of one sending, from the form to what follows the recording."""
    own = {name: member for name in ("participant_id", "proposers") if name in form}
    fresh = {name: new_id() for name in ("command_id", *SHEETS[command].drawn)}
    mine = filled(form, {**own, **fresh})
    yield Step("form", address, None, 200)
    for do, status in ((CHECK, 200), (RECORD, 303)):
        body = urlencode(list(filled(mine, {"do": do}).items(multi=True)))
        yield Step(do, f"/forms/{command}", body, status)
    yield Step("page after", f"/forms/recorded/{fresh['command_id']}", None, 200)


@contextmanager
def _on_postgres(lines: Iterable[Line]) -> Iterator[str]:
    """The URL of a ledger on a PostgreSQL server of our own, which waits for the disk."""
    from tests.conftest import _server

    # Not below the directory of the benchmarks: that one may be closed to the user whom root must start the server as.
    with tempfile.TemporaryDirectory(prefix="ledger-benchmarks-") as folder:
        server = _server(Path(folder))
        server.start()
        try:
            url = server.get_uri()
            migrate(Database.from_url(url))
            _fill(url, lines)
            yield url
        finally:
            server.cleanup()


@contextmanager
def _served(url: str) -> Iterator[int]:
    """The port at which `ledger serve` answers, with the settings that it has."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEDGER_")}
    program = str(Path(sys.executable).with_name("ledger"))
    with tempfile.NamedTemporaryFile() as told:
        command = [program, "serve", "--database", url, "--bind", "127.0.0.1:0"]
        server = subprocess.Popen(command, env=environment, stderr=told, cwd=ROOT)
        try:
            yield _port(server, Path(told.name))
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _port(server: subprocess.Popen[bytes], told: Path) -> int:
    end = monotonic() + PATIENCE
    while monotonic() < end and server.poll() is None:
        found = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", told.read_text(encoding="utf-8"))
        if found:
            return int(found[1])
        sleep(0.05)
    raise click.ClickException(f"The server did not begin: {told.read_text(encoding='utf-8')}")


def _sent(port: int, senders: list[Sender]) -> dict[str, Any]:
    """Let a process of its own send all of it, and give what it measured."""
    task = json.dumps({"port": port, "senders": [asdict(sender) for sender in senders]})
    command = [sys.executable, "-m", "tests.benchmarks.forms"]
    output = subprocess.run(command, input=task, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout
    measured: dict[str, Any] = json.loads(output)
    return measured


def _measured(task: dict[str, Any]) -> dict[str, Any]:
    """Send everything here, one thread a person, who all begin together."""
    people = task["senders"]
    barrier = threading.Barrier(len(people) + 1)
    with ThreadPoolExecutor(len(people)) as pool:
        sending = [pool.submit(_send, task["port"], person, barrier) for person in people]
        barrier.wait(PATIENCE)
        start, processor = perf_counter(), process_time()
        answers = [answer for one in sending for answer in one.result()]
        taken = {"seconds": perf_counter() - start, "processor": process_time() - processor}
    return {"answers": answers, **taken}


def _send(port: int, person: dict[str, Any], barrier: threading.Barrier) -> list[dict[str, Any]]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        # Where a worker opens something for its first visitors, nobody's time is taken.
        first = _answer(connection, person["token"], Step(**person["steps"][0]))
        barrier.wait(PATIENCE)
        answers = [_answer(connection, person["token"], Step(**step)) for step in person["steps"]]
    return answers if first["is_right"] else [first, *answers]


def _answer(connection: HTTPConnection, token: str, step: Step) -> dict[str, Any]:
    headers = {"Cookie": f"{COOKIE}={token}", **OURS}
    if step.body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    start = perf_counter()
    try:
        connection.request("GET" if step.body is None else "POST", step.path, step.body, headers)
        response = connection.getresponse()
        response.read()
        status: Any = response.status
    except (OSError, HTTPException) as error:
        connection.close()
        status = repr(error)
    taken = (perf_counter() - start) * 1000
    return {"what": step.what, "status": status, "is_right": status == step.status, "ms": taken}


if __name__ == "__main__":
    print(json.dumps(_measured(json.load(sys.stdin))))
