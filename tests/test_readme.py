"""What the README says is so: its commands, the settings, the command line, the pictures, and what a wheel holds."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

from ledger.cli import main
from web.settings import DATABASE_URL, OTHERS, PROXIES, TRUSTED_HOSTS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_exactly_the_test_command() -> None:
    command = next(line.strip() for line in README.splitlines() if line.endswith(".venv/bin/pytest"))

    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -c .ci/constraints.txt -e '.[test]'")
    assert [line for line in ci if line.endswith(".venv/bin/pytest")] == [command]


def test_every_command_stands_in_the_table() -> None:
    for name in main.commands:
        assert f"`ledger {name}" in README


def test_every_setting_is_documented() -> None:
    for name in (DATABASE_URL, TRUSTED_HOSTS, PROXIES, *OTHERS):
        assert name in README


def test_every_picture_and_link_into_the_repository_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_no_pin_holds_an_address() -> None:
    pins = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.!+]*", pin) for pin in pins)


def test_a_wheel_holds_what_the_programs_read(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stderr
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    for wanted in (
        "ledger/demo/new-design-2015.jsonl",
        "ledger/demo/global-compact-2018.jsonl",
        "ledger/store/migrations/sqlite/0001_record.sql",
        "ledger/store/migrations/postgres/0001_record.sql",
        "web/templates/base.html",
        "web/static/style.css",
        "web/gunicorn_conf.py",
    ):
        assert wanted in names
