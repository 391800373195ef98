"""The layers of the design, held by import-linter (see `[tool.importlinter]` in pyproject.toml)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    checked = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_the_top_level_holds_what_the_design_names() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )

    top = {path.split("/")[0] for path in tracked if path and not path.startswith(".")}

    assert top <= {"ledger", "web", "tests", "wsgi.py", "pyproject.toml", "README.md"}
