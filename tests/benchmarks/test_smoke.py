"""Every benchmark runs, on ledgers too small to say anything."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.benchmarks.__main__ import BENCHMARKS, benchmarks

TINY = {
    "writing": ["--sizes", "1,3", "--rounds", "2", "--commands", "6", "--profile"],
    "importing": ["--sizes", "700,900", "--rounds", "1"],
    "rebuilding": ["--events", "800", "--rounds", "1"],
    "pages": ["--each", "1", "--rounds", "1", "--every-page"],
    "reading-at": ["--sizes", "800,1200", "--rounds", "2"],
    "warm": ["--little", "10", "--much", "20", "--rounds", "2"],
    "forms": [
        *("--people", "6", "--provisions", "5", "--motions", "5", "--rounds", "1", "--commands", "1"),
        *("--senders", "2", "--sendings", "2", "--databases", "sqlite", "--profile"),
    ],
    "act": ["--rounds", "1"],
    "blame": ["--words", "400", "--versions", "6", "--seeds", "2", "--rounds", "1"],
    "merging": [
        *("--amendments", "20", "--competing", "5", "--open", "6"),
        *("--adoptions", "2", "--pairs", "20", "--rounds", "1"),
    ],
    "comparing": ["--provisions", "6", "--motions", "2", "--revisions", "3", "--rounds", "1"],
    "words": ["--sizes", "60,200", "--rounds", "2"],
}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where generated ledgers are kept for all of them."""
    return tmp_path_factory.mktemp("benchmarks")


@pytest.mark.parametrize("name", TINY)
def test_a_benchmark_prints_its_table(directory: Path, name: str) -> None:
    result = CliRunner().invoke(benchmarks, ["--directory", str(directory), name, *TINY[name]], catch_exceptions=False)

    assert result.exit_code == 0
    assert "fsync after 4 KiB" in result.output
    assert "----" in result.output
    assert "kept" in result.output or "MISSED" in result.output


def test_every_benchmark_is_tried() -> None:
    assert set(TINY) == set(BENCHMARKS)
