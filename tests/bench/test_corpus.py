"""The corpus of the benchmarks: the same again for the same seed, valid, and as large as it says."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from bench.corpus import Corpus, make
from rcalog.logbook.book import Logbook
from rcalog.logbook.records import Record
from tests.helpers.cli import run as rcalog
from tests.helpers.git import run

SMALL = Corpus(records=25, commits=100, seed=3)


def test_the_corpus(tmp_path: Path) -> None:
    """Every record is read without an error of check, a third is in Chinese, and the commits are as many as asked for."""
    make(tmp_path, SMALL)
    found = list(Logbook.open(tmp_path).catalog.scan())
    records = [each for each in found if isinstance(each, Record)]
    commits = int(run("git", "rev-list", "--count", "HEAD", cwd=tmp_path))

    assert len(records) == len(found) == 25
    assert 3 <= sum(not each.raw.isascii() for each in records) <= 14
    assert 95 <= commits <= 105
    assert 4000 <= median(len(each.raw) for each in records) <= 7000
    assert run("git", "status", "--porcelain", cwd=tmp_path) == ""
    assert rcalog("check", cwd=tmp_path).code == 0


def test_the_same_seed(tmp_path: Path) -> None:
    """A seed gives the same steps and the same bytes; another seed gives others; some records are removed in the end."""
    many = Corpus(records=800, commits=1600, seed=1)
    steps = many.steps()
    again, other = Corpus(records=800, commits=1600, seed=1), Corpus(records=800, commits=1600, seed=2)

    assert again.steps()[:20] == steps[:20]
    assert [again.story(n).raw(8) for n in range(3)] == [many.story(n).raw(8) for n in range(3)]
    assert other.story(0).raw(8) != many.story(0).raw(8)
    assert (many.total, sum(many.is_removed(n) for n in range(many.total))) == (802, 2)
    assert abs(len(steps) - 1600) <= 40


def test_more_records_than_commits() -> None:
    """Where there are more records than commits, each record comes once."""
    assert len(Corpus(records=50, commits=10, seed=1).steps()) == 50
