"""How a server takes the app: gunicorn's settings, and a start that fails with a sentence."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from web import CANNOT_START, served

ROOT = Path(__file__).parents[2]
CONFIGURATION = str(ROOT / "web" / "gunicorn_conf.py")


def configuration(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, object]:
    """What gunicorn reads in an environment."""
    for name in [name for name in os.environ if name.startswith("LEDGER_")]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(CONFIGURATION)


def test_on_sqlite_one_worker_answers_on_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = configuration(monkeypatch)

    assert (settings["bind"], settings["workers"], settings["threads"]) == ("127.0.0.1:8000", 1, 16)
    assert (settings["worker_class"], settings["preload_app"]) == ("gthread", False)
    assert settings["control_socket_disable"] is True


def test_the_operator_chooses_address_workers_and_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {"LEDGER_BIND": "0.0.0.0:80", "LEDGER_WORKERS": "4", "LEDGER_THREADS": "8"}

    settings = configuration(monkeypatch, LEDGER_DATABASE_URL="postgresql://localhost/ledger", **chosen)

    assert (settings["bind"], settings["workers"], settings["threads"]) == ("0.0.0.0:80", 4, 8)


@pytest.mark.parametrize("value", ["0", "-1", "many", "²"])
def test_a_wrong_number_of_workers_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    with pytest.raises(SystemExit) as caught:
        configuration(monkeypatch, LEDGER_WORKERS=value)

    assert str(caught.value) == f"LEDGER_WORKERS is a whole number above 0, not “{value}”."


def test_the_configuration_builds_nothing_before_the_fork() -> None:
    code = f"import runpy, sys; runpy.run_path({CONFIGURATION!r}); sys.exit('web' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_worker_that_cannot_start_says_why_and_ends_the_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEDGER_DATABASE_URL", "mysql://nowhere")

    with pytest.raises(SystemExit) as caught:
        served()

    assert caught.value.code == CANNOT_START
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Traceback" not in told
