"""The demonstration goes into an empty ledger as it is, and comes out as commands that give the same record."""

from io import BytesIO
from pathlib import Path

from ledger.application import Ledger
from ledger.demo import command_lines
from ledger.interchange.command_lines import export_lines, import_lines


def demonstration() -> BytesIO:
    return BytesIO("".join(f"{line}\n" for line in command_lines()).encode())


def test_an_empty_ledger_accepts_every_line_once(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db")

    first = import_lines(ledger, demonstration(), keep_going=True)
    second = import_lines(ledger, demonstration(), keep_going=True)
    ledger.close()

    lines = len(list(command_lines()))
    assert [str(refused.refusal) for refused in first.refused + second.refused] == []
    assert (first.recorded, first.known) == (lines, 0)
    assert (second.recorded, second.known, second.differing) == (0, lines, [])
    assert first.notes == []


def test_the_export_of_an_import_of_the_export_is_the_same(tmp_path: Path) -> None:
    one, other = (Ledger.open(f"sqlite:///{tmp_path}/{name}.db") for name in ("one", "other"))
    import_lines(one, demonstration())

    exported = b"".join(export_lines(one))
    import_lines(other, BytesIO(exported))
    exported_again = b"".join(export_lines(other))
    one.close()
    other.close()

    assert exported_again == exported
