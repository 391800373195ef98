"""Words, times and addresses as templates show them."""

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import Flask, request, url_for
from markupsafe import Markup, escape

from ledger.domain.times import city, day_in_words, in_zone, is_date, spoken
from ledger.domain.vocabulary import SYSTEM, Rule, label
from ledger.projections.queries.consultations import RuleInForce
from ledger.projections.queries.people import Person
from ledger.projections.queries.things import Thing

RIGHT_TO_LEFT = frozenset({"ar", "arc", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"})
SHORT_DIGEST = 12

# What a thing is called on pages, where that is not its own word.
KINDS = {"consultation": "process", "session": "meeting", "framework": "text"}

DECISION_METHODS = {
    "majority": "by majority: a vote on each wording, of the members",
    "consensus": "by consensus: while no member objects to the wording as it stands",
    "organizer": "by those in the chair",
}

GROUPS = {
    "state": ("State", "States"),
    "international_agency": ("International agency", "International agencies"),
    "regional_organization": ("Regional organization", "Regional organizations"),
    "municipality": ("Municipality", "Municipalities"),
    "parliament": ("Parliaments and politicians", "Parliaments and politicians"),
    "business": ("Business", "Business"),
    "workers_organization": ("Workers' organization", "Workers' organizations"),
    "civil_society": ("Civil society", "Civil society"),
    "academia": ("Academia", "Academia"),
    "human_rights_institution": ("Human rights institution", "Human rights institutions"),
    "migrants_and_refugees": ("Migrants and refugees", "Migrants and refugees"),
    "diaspora": ("Diaspora", "Diaspora"),
    "receiving_population": ("Receiving population", "Receiving population"),
    "media": ("Media", "Media"),
    "other": ("Other", "Others"),
}


def install(app: Flask) -> None:
    """Give templates their filters, `address` and `here_with`."""
    filters = (
        when,
        when_text,
        until,
        label,
        sentence_case,
        number,
        plural,
        direction,
        short,
        group,
        groups,
        thing_name,
        rule_words,
        groupby_stream,
    )
    app.jinja_env.filters.update({filter.__name__: filter for filter in filters})
    app.jinja_env.globals.update(address=address, here_with=here_with)


def when(occurred_at: str | None, timezone: str = "UTC") -> Markup:
    """A `<time>`: "25 November 2015" for a plain date, "5 March 2018, 10:00 (Amsterdam)" for a moment.

    Args:
        occurred_at: as it stands in the record; None gives nothing.
        timezone: IANA name of the place's zone.
    """
    if not occurred_at:
        return Markup("")
    if is_date(occurred_at):
        return Markup('<time datetime="{}">{}</time>').format(occurred_at, when_text(occurred_at))
    local = in_zone(occurred_at, timezone).isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{}</time>').format(local, when_text(occurred_at, timezone))


def when_text(occurred_at: str, timezone: str = "UTC") -> str:
    """The same without markup, for titles."""
    return spoken(occurred_at, timezone)


def until(opens: str, closes: str | None, timezone: str = "UTC") -> Markup:
    """From when to when: "5 March 2018, 10:00 to 17:00 (Amsterdam)"."""
    if not closes or closes == opens:
        return when(opens, timezone)
    if is_date(opens) or is_date(closes):
        return Markup("{} to {}").format(when(opens, timezone), when(closes, timezone))
    first, last = in_zone(opens, timezone), in_zone(closes, timezone)
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{day_in_words(last.date())}, {last:%H:%M}"
    return Markup('<time datetime="{}">{}, {}</time> to <time datetime="{}">{}</time> ({})').format(
        first.isoformat(timespec="seconds"),
        day_in_words(first.date()),
        f"{first:%H:%M}",
        last.isoformat(timespec="seconds"),
        end,
        city(timezone),
    )


def sentence_case(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def number(value: int) -> str:
    """A whole number with thin spaces between thousands, which do not break."""
    return f"{value:,}".replace(",", "\u202f")


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 meeting", "3 meetings": the number and its word."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def direction(language: str | None) -> str:
    """`rtl` or `ltr`, for the attribute `dir` of a text in this language (BCP 47)."""
    return "rtl" if (language or "").split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def short(digest: str | None) -> str:
    """The first digits of a digest, enough to tell two apart by eye."""
    return (digest or "")[:SHORT_DIGEST]


def group(value: str) -> str:
    """One of a stakeholder group: "Municipality"."""
    return GROUPS.get(value, (sentence_case(label(value)), ""))[0]


def groups(value: str) -> str:
    """A stakeholder group as a whole: "Municipalities"."""
    return GROUPS.get(value, ("", sentence_case(label(value))))[1]


def thing_name(thing: Thing) -> str:
    """What a thing is called in a sentence: "amendment 34 Rev.1 “Shelter in towns”", "the meeting “…”"."""
    named = f" “{thing.title}”" if thing.title else ""
    if thing.kind == "motion":
        revised = f" Rev.{thing.revision}" if thing.revision else ""
        return f"{label(thing.motion_kind or 'motion')} {thing.number}{revised}{named}"
    if thing.kind == "statement":
        return f"the {label(thing.statement_kind or 'statement')} in record no. {thing.position}"
    return f"the {KINDS.get(thing.kind, thing.kind)}{named}"


def rule_words(rule: RuleInForce, timezone: str = "UTC") -> Markup | str:
    """What a rule says: the value, as people read it."""
    if isinstance(rule.value, bool):
        return "yes" if rule.value else "no"
    if rule.rule == Rule.AMENDMENTS_CLOSE_AT:
        return when(str(rule.value), timezone)
    if rule.rule == Rule.DECISION_METHOD:
        return DECISION_METHODS.get(str(rule.value), label(str(rule.value)))
    return label(str(rule.value)) if isinstance(rule.value, str) else number(rule.value)


def groupby_stream(topics: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Topics by the stream they belong to, each with words: ("Motion", [("ledger.motion.decided", "decided"), …])."""
    streams: dict[str, list[tuple[str, str]]] = {}
    for topic in topics:
        _, stream, event = topic.split(".")
        streams.setdefault(sentence_case(KINDS.get(stream, stream)), []).append((topic, label(event)))
    return list(streams.items())


def linked_thing(thing: Thing, words: str) -> Markup:
    """A link to a thing."""
    return Markup('<a href="{}">{}</a>').format(address(thing), words)


def linked_person(person: Person) -> Markup:
    """A link to a participant, by name."""
    if person.kind == SYSTEM:
        return escape(person.name)
    return Markup('<a class="person" dir="auto" href="{}">{}</a>').format(
        url_for("participants.participant", participant_id=person.id), person.name
    )


def address(thing: Thing) -> str:
    """Where a thing is read."""
    match thing.kind:
        case "consultation":
            return url_for("consultations.consultation", slug=thing.consultation_slug)
        case "framework":
            return url_for("frameworks.framework", slug=thing.framework_slug)
        case "version":
            return url_for("frameworks.version", slug=thing.framework_slug, number=thing.number)
        case "provision":
            return url_for("provisions.provision", provision_id=thing.id)
        case "motion":
            return url_for("motions.motion", motion_id=thing.id)
        case "session":
            return url_for("sessions.session", session_id=thing.id)
        case "vote":
            return url_for("votes.vote", vote_id=thing.id)
        case "statement" if thing.session_id is not None:
            return url_for("sessions.session", session_id=thing.session_id, _anchor=f"statement-{thing.id}")
    return url_for("record.one", position=thing.position)


def here_with(**changes: str | int | None) -> str:
    """This page's address with other values behind the "?": None takes a value away."""
    kept = {name: value for name, value in request.args.items() if name not in changes}
    given = {name: value for name, value in changes.items() if value is not None}
    query = urlencode({**kept, **given})
    return f"{request.path}?{query}" if query else request.path
