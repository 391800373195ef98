"""Writes the command lines of the demonstration beside this script: `python -m ledger.demo.make`."""

from pathlib import Path

from ledger.demo import global_compact, new_design


def texts() -> dict[str, str]:
    """The whole text of each file of the demonstration by its name."""
    return {
        "new-design-2015.jsonl": _text(new_design.lines()),
        "global-compact-2018.jsonl": _text(global_compact.lines()),
    }


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def main() -> None:
    """Write the files."""
    for name, text in texts().items():
        path = Path(__file__).with_name(name)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path}: {text.count(chr(10))} lines, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
