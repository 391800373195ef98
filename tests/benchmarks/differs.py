"""What compares two lists of words, ours and others: each gives how many words it takes out and puts in."""

import multiprocessing
import os
import subprocess
import tempfile
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import fast_diff_match_patch
from rapidfuzz.distance import Indel

from ledger.text import edits_between
from ledger.text.alignment import aligned
from tests.benchmarks.wordlists import Texts

Differ = Callable[[Texts], int]

_PLAIN_GIT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C", "PATH": os.environ["PATH"]}


def fewest(texts: Texts) -> int:
    """How many words have to be taken out and put in."""
    return int(Indel.distance(*texts))


def ours(texts: Texts) -> int:
    """The words aligned."""
    old, new = texts
    return len(old) + len(new) - 2 * len(aligned(old, new))


def ours_of_texts(texts: Texts) -> int:
    """The words joined to texts, and the edits between those: tokens, alignment, places."""
    old, new = map(" ".join, texts)
    return sum(len(old[start:end].split()) + len(text.split()) for start, end, text in edits_between(old, new))


def rapidfuzz(texts: Texts) -> int:
    return sum(
        code.src_end - code.src_start + code.dest_end - code.dest_start
        for code in Indel.opcodes(*texts)
        if code.tag != "equal"
    )


def match_patch(texts: Texts) -> int:
    """Each word as one character."""
    characters: dict[str, str] = {}
    old, new = ("".join(characters.setdefault(word, chr(0x4E00 + len(characters))) for word in text) for text in texts)
    changes = fast_diff_match_patch.diff(old, new, timelimit=0, checklines=False, cleanup="No")
    return sum(length for kind, length in changes if kind != "=")


def difflib(texts: Texts, *, autojunk: bool) -> int:
    codes = SequenceMatcher(None, *texts, autojunk=autojunk).get_opcodes()
    return sum(
        old_end - old_start + new_end - new_start
        for kind, old_start, old_end, new_start, new_end in codes
        if kind != "equal"
    )


def git(texts: Texts) -> int:
    """A process; all words of a text on one line, cut at white space."""
    with tempfile.TemporaryDirectory() as directory:
        for name, words in zip(("old", "new"), texts, strict=True):
            Path(directory, name).write_text(" ".join(words) + "\n", "utf-8")
        command = ["git", "diff", "--no-index", "--word-diff=porcelain", "--no-color", "old", "new"]
        done = subprocess.run(command, cwd=directory, env=_PLAIN_GIT, capture_output=True, text=True, check=False)
    changed = [line for line in done.stdout.splitlines() if line[:1] in ("+", "-") and line[:3] not in ("+++", "---")]
    return sum(len(line[1:].split()) for line in changed)


OTHERS: dict[str, Differ] = {
    "rapidfuzz": rapidfuzz,
    "fast-diff-match-patch": match_patch,
    "difflib, autojunk off": lambda texts: difflib(texts, autojunk=False),
    "difflib": lambda texts: difflib(texts, autojunk=True),
    "git --word-diff": git,
}


def is_done_within(limit: float, differ: Differ, texts: Texts) -> bool:
    """Whether it compares them in so many seconds; tried in a process of its own, which is ended after that."""
    process = multiprocessing.get_context("fork").Process(target=differ, args=(texts,))
    process.start()
    process.join(limit)
    if process.is_alive():
        process.kill()
        process.join()
        return False
    return process.exitcode == 0
