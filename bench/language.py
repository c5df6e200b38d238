"""Measure the rules on language: precision and recall over labelled sentences, real and written.

    python bench/language.py            both parts, each language
    python bench/language.py --misses   and what is wrong in the part that the lists are made from

What the labels mean, and where the sentences are from, stands in bench/data/README.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rcalog.logbook.wordlists import word_lists
from rcalog.model.lexicon import Lexicon
from rcalog.model.rules import why_no_end

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "zh")
KINDS = {"B": "blame", "S": "stop"}
HELD_OUT = 3
"""Every third sentence is held out."""


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence: the rules that should see it, where it is from, whether it is held out."""

    rules: frozenset[str]
    source: str
    text: str
    held_out: bool

    def wants(self, kind: str) -> bool:
        """Return whether a rule of this kind should see it."""
        return any(rule.startswith(kind) for rule in self.rules)


@dataclass(frozen=True)
class Score:
    """How often a kind of rule was right: found and meant, found and fine, meant and not found."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what is found that is meant."""
        return self.right / max(self.right + self.false, 1)

    @property
    def recall(self) -> float:
        """The share of what is meant that is found."""
        return self.right / max(self.right + self.missed, 1)


def sentences(lang: str) -> list[Sentence]:
    """Return the labelled sentences of a language, in the order of the file."""
    lines = (DATA / f"{lang}.tsv").read_text(encoding="utf-8").splitlines()
    return [_sentence(line, held_out=number % HELD_OUT == 0) for number, line in enumerate(lines, start=1)]


def _sentence(line: str, *, held_out: bool) -> Sentence:
    labels, source, text = line.split("\t")
    return Sentence(frozenset(labels.split(",")) - {"-"}, source, text, held_out)


def finder(kind: str, lexicon: Lexicon) -> Callable[[str], bool]:
    """Return what says whether the rules of a kind see a text."""
    if kind == "B":
        return lambda text: bool(lexicon.blame(text))
    return lambda text: why_no_end(text, lexicon) is not None


def score(meant: Iterable[Sentence], kind: str, finds: Callable[[str], bool]) -> Score:
    """Count how often the rules of a kind are right."""
    pairs = [(finds(each.text), each.wants(kind)) for each in meant]
    return Score(pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True)))


def table(lexicon: Lexicon) -> Iterator[str]:
    """Yield a line for each language, part and kind of rule."""
    yield f"{'':4}{'part':14}{'rules':8}{'sentences':>10}{'meant':>7}{'precision':>11}{'recall':>8}"
    for lang in LANGUAGES:
        every = sentences(lang)
        real = [each for each in every if each.source != "written"]
        parts = {"developed on": [s for s in every if not s.held_out], "held out": [s for s in every if s.held_out]}
        parts |= {"all real": real, "all written": [s for s in every if s.source == "written"]}
        for part, chosen in ((part, chosen) for part, chosen in parts.items() if chosen):
            for kind, name in KINDS.items():
                found = score(chosen, kind, finder(kind, lexicon))
                meant = found.right + found.missed
                rates = f"{found.precision:11.2f}{found.recall:8.2f}"
                yield f"{lang:4}{part:14}{name:8}{len(chosen):10}{meant:7}{rates}"


def misses(lexicon: Lexicon) -> Iterator[str]:
    """Yield the sentences of the part that is developed on that a kind of rule gets wrong."""
    for lang in LANGUAGES:
        for kind, name in KINDS.items():
            finds = finder(kind, lexicon)
            for each in sentences(lang):
                if not each.held_out and finds(each.text) != each.wants(kind):
                    wrong = "missed" if each.wants(kind) else "false"
                    yield f"{lang} {name} {wrong}: {each.text}  [{', '.join(sorted(each.rules)) or 'fine'}]"


def main() -> int:
    """Print the table."""
    lexicon = Lexicon(word_lists)
    for line in table(lexicon):
        print(line)
    if "--misses" in sys.argv[1:]:
        for line in misses(lexicon):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
