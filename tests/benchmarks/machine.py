"""What the figures were measured on."""

import os
import platform
import sqlite3
import tempfile
from pathlib import Path

import click

from tests.benchmarks.measuring import Spread, milliseconds

SYNCS = 50


def describe(directory: Path) -> None:
    """Print the machine, the versions and what an fsync costs in a directory."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    click.echo(f"{_processor()}, {os.cpu_count()} cores, load {load}; {platform.platform()}")
    click.echo(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; {directory}")
    click.echo(f"fsync after 4 KiB: {fsync_cost(directory).shown(3)} ms")


def fsync_cost(directory: Path) -> Spread:
    """Milliseconds that one page takes to the disk."""
    with tempfile.TemporaryFile(dir=directory) as file:

        def sync() -> None:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return milliseconds(sync, SYNCS)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
