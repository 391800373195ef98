"""Ledgers made by a program: command lines that an empty ledger accepts, the same on every run of one seed."""

from tests.generated.every import every_command
from tests.generated.large import generate

__all__ = ["every_command", "generate"]
