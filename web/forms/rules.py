"""Adopting a rule: first which one, then what it says, asked for as that rule needs it."""

from dataclasses import dataclass, replace
from typing import Any

from ledger.commands.schemas import RULE_VALUES
from ledger.domain.vocabulary import Rule
from ledger.projections.queries.choices import Choice
from web.forms.fields import Slot, slot_of
from web.forms.reading import WAS, value_of
from web.forms.sheet import Here, Sheet

VALUE = "value"
YES_OR_NO = (Choice("true", "yes"), Choice("false", "no"))
FLAGS = {"true": True, "false": False}
ASKED_FOR = f"{WAS}rule"
"""The field that carries along for which rule the value was asked."""


@dataclass(frozen=True)
class RuleSheet(Sheet):
    """The form of a rule."""

    def stands(self, here: Here) -> dict[str, list[str]]:
        return {ASKED_FOR: [here.one("rule")]} if _value_slot(here.one("rule")) else {}

    def asked_in(self, here: Here) -> tuple[Slot, ...]:
        value = _value_slot(here.one("rule"))
        known = (value if slot.name == VALUE else slot for slot in self.asked)
        return tuple(slot for slot in known if slot is not None)

    def data(self, here: Here) -> dict[str, Any]:
        data = super().data(here)
        slot = _value_slot(here.one("rule"))
        value = value_of(slot, here.sent, here.zone) if slot else None
        if value is None:
            return data
        return {**data, VALUE: FLAGS.get(value, value) if isinstance(value, str) else value}

    def act(self, here: Here, do: str) -> dict[str, list[str]] | None:
        # Until the rule is chosen, nothing says what its value has to be; a date says nothing of a number.
        rule, before = here.one("rule"), here.one(ASKED_FOR)
        is_asked = any(map(_is_of_value, here.sent)) and (not before or _asks_alike(before, rule))
        if is_asked or _value_slot(rule) is None:
            return None
        kept = {name: list(values) for name, values in here.sent.items() if not _is_of_value(name)}
        return {**kept, ASKED_FOR: [rule]}


def _asks_alike(one: str, other: str) -> bool:
    """Whether the values of two rules are asked for in the same way, so that what was typed fits both."""
    ways = [(slot.control, slot.choices) if (slot := _value_slot(rule)) else None for rule in (one, other)]
    return ways[0] == ways[1]


def _is_of_value(name: str) -> bool:
    return name == VALUE or name.startswith(f"{VALUE}.")


def _value_slot(rule: str) -> Slot | None:
    """How the value of a rule is asked for."""
    if rule not in set(Rule):
        return None
    slot = replace(slot_of(VALUE, RULE_VALUES[Rule(rule)]), is_required=True)
    return replace(slot, control="radios", choices=YES_OR_NO) if slot.control == "flag" else slot
