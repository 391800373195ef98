"""Amendments on one text: how they stand to each other, what they make together, and how they are carried to today.

Merges are held against `git merge-file` on the same words, one to a line: where both call a merge clean, the texts must
be equal.
"""

import random
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click

from ledger.application import Ledger
from ledger.domain.merging import merge
from ledger.domain.relations import relations
from ledger.domain.wording import Change, provision_wording
from ledger.projections.queries.asked import pasts_of_open_motions
from ledger.projections.queries.fitting import Fit, carried
from ledger.projections.queries.motions import open_motions
from ledger.projections.queries.text import text_at
from ledger.text import Edit, apply_edits, edits_between
from ledger.text import words as words_of
from ledger.text.merge import merge as merge_words
from ledger.text.relations import Relation
from ledger.text.relations import relations as relations_of_words
from tests.benchmarks.measuring import Spread, against, milliseconds, table
from tests.builders import a_consultation, a_framework, a_member, a_provision, a_version, an_amendment, decide

MERGED_AND_RELATED = 300.0
"""Milliseconds: amendments of a whole framework put together, and how each stands to each other one."""
COMPETING = 50.0
MAPPED = 10.0

_WORDS = """
States Parties shall should may must ensure protect promote respect the a of and or to in with for all migrants
refugees children families rights access information services cooperation regular safe orderly pathways measures
national local international law humane treatment without discrimination including where appropriate within each
"""
VOCABULARY = _WORDS.split()


def prose(chance: random.Random, length: int) -> str:
    """Words in sentences."""
    chosen = (
        chance.choice(VOCABULARY) + (". " if at % 17 == 16 else ", " if at % 7 == 6 else " ") for at in range(length)
    )
    return "".join(chosen).rstrip() + "."


def amended(chance: random.Random, text: str, places: int) -> list[Edit]:
    """Edits at some places of a text: words replaced, put in or taken out."""
    tokens = words_of(text)
    for _ in range(places):
        at, length = chance.randrange(len(tokens)), chance.randint(0, 3)
        tokens[at : at + length] = [
            f"{chance.choice(VOCABULARY)} " for _ in range(chance.randint(0 if length else 1, 3))
        ]
    return edits_between(text, unicodedata.normalize("NFC", "".join(tokens)))


def a_negotiation(
    provisions: int, words: int, motions: int, seed: int = 5
) -> tuple[dict[str, str], dict[str, list[Change]]]:
    """Texts by provision, and by motion its changes: one to three provisions each, one to three places in each."""
    chance = random.Random(seed)
    texts = {f"p{number}": prose(chance, words // provisions) for number in range(provisions)}
    wanted = {}
    for number in range(motions):
        chosen = chance.sample(sorted(texts), min(chance.choice((1, 1, 1, 2, 3)), provisions))
        made = ((id, amended(chance, texts[id], chance.randint(1, 3))) for id in chosen)
        wanted[f"m{number}"] = [_edit(id, texts[id], edits) for id, edits in made if edits]
    return texts, wanted


def _edit(id: str, text: str, edits: Sequence[Edit]) -> Change:
    base = provision_wording("", text)
    return {"op": "edit", "provision_id": id, "base": base, "edits": [list(edit) for edit in edits]}


@dataclass(slots=True)
class Figures:
    """What merges in pairs gave, here and in git.

    Attributes:
        differing: texts that differ where both call the merge clean.
    """

    pairs: int = 0
    clean_here: int = 0
    clean_there: int = 0
    clean_on_both: int = 0
    differing: int = 0
    here_alone: int = 0
    there_alone: Counter[str] | None = None


def pairs_of_amendments(number: int, seed: int = 7) -> Iterator[tuple[str, list[Edit], list[Edit]]]:
    """Texts, each with the edits of two amendments: one to three places each, often close to one another."""
    chance = random.Random(seed)
    for _ in range(number):
        text = prose(chance, chance.choice((12, 30, 60, 90)))
        one, other = (amended(chance, text, chance.randint(1, 3)) for _ in range(2))
        yield text, one, other


def held_against_git(pairs: Iterator[tuple[str, list[Edit], list[Edit]]]) -> Figures:
    """Merge each pair here and with `git merge-file`, one token to a line."""
    found = Figures(there_alone=Counter())
    with tempfile.TemporaryDirectory() as directory:
        for base, one, other in pairs:
            here = merge_words(base, {"one": one, "other": other})
            there = merged_by_git(Path(directory), base, one, other)
            found.pairs += 1
            found.clean_here += here.is_clean
            found.clean_there += there is not None
            found.clean_on_both += here.is_clean and there is not None
            found.differing += here.is_clean and there is not None and here.text != there
            found.here_alone += here.is_clean and there is None
            if there is not None and not here.is_clean:
                found.there_alone[relations_of_words({"one": one, "other": other})["one", "other"]] += 1  # type: ignore[index]
    return found


def merged_by_git(directory: Path, base: str, one: Sequence[Edit], other: Sequence[Edit]) -> str | None:
    """What `git merge-file --diff3` makes of two amendments; None where it finds a conflict."""
    names = []
    for name, text in (("one", apply_edits(base, one)), ("base", base), ("other", apply_edits(base, other))):
        path = directory / name
        path.write_text("".join(f"{token}\n" for token in words_of(text)), encoding="utf-8")
        names.append(str(path))
    done = subprocess.run(["git", "merge-file", "-p", "--diff3", *names], capture_output=True, check=False)
    return None if done.returncode else done.stdout.decode().replace("\n", "")


def a_ledger_that_moved_on(ledger: Ledger, *, provisions: int, words: int, motions: int, adoptions: int) -> str:
    """The id of a framework with open amendments, and adoptions that came after them."""
    chance = random.Random(11)
    consultation = a_consultation(ledger)
    framework, member = a_framework(ledger, consultation), a_member(ledger, consultation)
    texts = {}
    parts = [a_provision(text=prose(chance, words // provisions)) for _ in range(provisions)]
    texts = {part["provision_id"]: part["text"] for part in parts}
    a_version(ledger, framework, parts)
    for _ in range(motions):
        id = chance.choice(sorted(texts))
        an_amendment(
            ledger, framework, member, [_edit(id, texts[id], amended(chance, texts[id], chance.randint(1, 2)))]
        )
    for _ in range(adoptions):
        id = chance.choice(sorted(texts))
        edits = amended(chance, texts[id], 1)
        decide(ledger, an_amendment(ledger, framework, member, [_edit(id, texts[id], edits)]))
        texts[id] = apply_edits(texts[id], edits)
    return framework


@click.command()
@click.option("--amendments", default=1000, show_default=True)
@click.option("--competing", default=100, show_default=True)
@click.option("--open", "open_ones", default=300, show_default=True)
@click.option("--adoptions", default=20, show_default=True)
@click.option("--pairs", default=3000, show_default=True, help="Merges that are held against git.")
@click.option("--rounds", default=9, show_default=True)
@click.pass_obj
def main(
    directory: Path, amendments: int, competing: int, open_ones: int, adoptions: int, pairs: int, rounds: int
) -> None:
    """Merges, relations and fits of many amendments; merges of two beside those of git."""
    rows = [
        *_together(amendments, rounds),
        _competing(competing, rounds),
        *_mapped(directory, open_ones, adoptions, rounds),
    ]
    table("Merging: milliseconds", ("what", "median (least–most)", "bound"), rows)
    _print_oracle(held_against_git(pairs_of_amendments(pairs)))


def _together(amendments: int, rounds: int) -> Iterator[tuple[str, str, str]]:
    texts, wanted = a_negotiation(100, 5000, amendments)
    both = milliseconds(lambda: (merge(texts, wanted), relations(wanted)), rounds)
    found, made = relations(wanted), merge(texts, wanted)
    told = f"{amendments:,} amendments, 5,000 words, 100 provisions: merge and relations"
    yield told, both.shown(1), against(both.median, MERGED_AND_RELATED)
    yield "  the merge alone", milliseconds(lambda: merge(texts, wanted), rounds).shown(1), ""
    kinds = Counter(found.values())
    told = ", ".join(f"{number // 2:,} {kind}" for kind, number in sorted(kinds.items()))
    yield f"  disputes: {len(made.disputes):,}; pairs: {told}", "", ""


def _competing(number: int, rounds: int) -> tuple[str, str, str]:
    chance = random.Random(3)
    text = prose(chance, 60)
    wanted = {f"m{at}": amended(chance, text, 3) for at in range(number)}
    took = milliseconds(lambda: (merge_words(text, wanted), relations_of_words(wanted)), rounds)
    return (
        f"{number} competing on one provision of 60 words: merge and relations",
        took.shown(1),
        against(took.median, COMPETING),
    )


def _mapped(directory: Path, motions: int, adoptions: int, rounds: int) -> Iterator[tuple[str, str, str]]:
    for provisions in (100, 1):
        name = f"merging-{provisions}-{motions}-{adoptions}"
        for old in directory.glob(f"{name}.*"):
            old.unlink()
        with closing(Ledger.open(f"sqlite:///{directory / name}.db")) as ledger:
            framework = a_ledger_that_moved_on(
                ledger, provisions=provisions, words=5000, motions=motions, adoptions=adoptions
            )
            yield _mapping_of(
                ledger,
                framework,
                f"{motions} open amendments carried through {adoptions} adoptions, {provisions} provisions",
                rounds,
            )


def _mapping_of(ledger: Ledger, framework: str, told: str, rounds: int) -> tuple[str, str, str]:
    with ledger.reading() as now:
        text = text_at(now, framework, now.position)
        found = open_motions(now, framework)

        def fits() -> Mapping[Fit, int]:
            return Counter(carried(one.changes, one.replaced, became, text).fit for one in found)

        took = []
        for _ in range(rounds):
            became = pasts_of_open_motions(now, framework, found)
            took.append(milliseconds(fits, 1).median)
        kinds = ", ".join(f"{number} {fit}" for fit, number in fits().items())
    return (
        f"{told} ({kinds})",
        Spread.of(took).shown(1),
        against(Spread.of(took).median, MAPPED),
    )


def _print_oracle(found: Figures) -> None:
    alone = ", ".join(f"{number} {Relation(kind)}" for kind, number in (found.there_alone or Counter()).items())
    rows = [
        ("pairs tried", f"{found.pairs:,}", ""),
        ("clean here", f"{found.clean_here:,}", ""),
        ("clean in git", f"{found.clean_there:,}", ""),
        ("clean on both", f"{found.clean_on_both:,}", ""),
        ("  of these, texts that differ", f"{found.differing:,}", against(found.differing, 0)),
        ("clean here, in conflict in git (edits that touch)", f"{found.here_alone:,}", ""),
        (
            f"clean in git, in conflict here ({alone or 'none'})",
            f"{sum((found.there_alone or Counter()).values()):,}",
            "",
        ),
    ]
    table("Merges of two amendments beside those of `git merge-file`, one token to a line", ("", "", "bound"), rows)


def has_git() -> bool:
    """Whether git is there to be held against."""
    return shutil.which("git") is not None
