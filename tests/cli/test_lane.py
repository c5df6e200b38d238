"""The fast lane says what Typer's way says, or leaves the command line to it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.cli.lane import short_cut, understood
from rcalog.cli.main import main
from tests.helpers.cli import Ran, Streams
from tests.helpers.git import write_file
from tests.helpers.logbooks import NOW, StillClock, incident, logbook_of

WORDS = [
    *("status:ongoing", "severity:sev2+", "payments", "连接池", "not:word", "since:2026-01", "nothing:known", "'"),
    *("--json", "--ids", "--no-input", "--help", "--", "-x", "--limit=1", "--unknown", "", "  ", "--rank", "--history"),
    *("payd1", "brken", "@"),
]
VALUED = [
    *(("--limit", text) for text in ("0", "1", "5", "-1", "x", "٣")),
    *(("--sort", text) for text in ("started", "severity", "nothing", "-started")),
    *(("--columns", text) for text in ("id,title", "id，status", "summary", "nothing")),
    *(("--format", text) for text in ("csv", "table", "nothing")),
    *(("-C", text) for text in (".", "nowhere")),
    *(("--open",), ("--yaml",), ("--owner", "ana"), ("--due", "2w"), ("--due", "x"), ("-i", "payd0"), ("--at", "2026")),
]


@pytest.fixture(scope="module")
def logbook(tmp_path_factory: pytest.TempPathFactory, common_world: None) -> Path:
    """A logbook of some incidents, with a file that cannot be read."""
    many = [incident(f"2026112{n}-payd{n}", title) for n, title in enumerate(("Payments down", "连接池耗尽", "Slow"))]
    root = logbook_of(tmp_path_factory.mktemp("lane") / "repo", *many).root
    write_file(root, "incidents/2026/11/20261125-brken.yaml", "title: [\n")
    return root


def ran(act: Callable[[], int | None], folder: Path) -> Ran | None:
    """Return how a way of running the command line ended, None where it did nothing."""
    out, err = Streams(), Streams()
    with contextlib.chdir(folder), mock.patch.multiple(sys, stdout=out, stderr=err):
        code = act()
    return None if code is None else Ran(code, out.text(), err.text())


@settings(max_examples=60)
@given(
    st.sampled_from(["actions", "history", "list", "search", "show"]),
    st.lists(st.one_of(st.sampled_from(WORDS).map(lambda word: (word,)), st.sampled_from(VALUED)), max_size=4),
)
def test_both_ways_say_the_same(logbook: Path, verb: str, parts: Sequence[tuple[str, ...]]) -> None:
    """Output, errors and exit code are the same for every command line that the lane takes."""
    args = [verb, *(word for part in parts for word in part)]
    clock = StillClock(NOW)
    short = ran(lambda: short_cut(args, clock=clock), logbook)
    if short is not None:
        assert (args, short) == (args, ran(lambda: main(args, clock=clock), logbook))


@pytest.mark.parametrize(
    ("args", "values"),
    [
        (["list"], {"filters": []}),
        (["list", "a", "--limit", "3", "b"], {"filters": ["a", "b"], "limit": 3}),
        (["list", "-C", "x", "--json"], {"filters": [], "common_logbook": "x", "common_json": True}),
        (["search", "a", "--rank"], {"filters": ["a"], "rank": True}),
        (["search", "a", "--sort", "started"], None),
        (["list", "--limit", "three"], None),
        (["list", "--limit"], None),
        (["list", "--limit", "1", "--limit", "2"], None),
        (["list", "--sort", " "], None),
        (["list", "--help"], None),
        (["note", "hi", "--evidence", "--dry-run"], None),
        (["list", "--dry-run"], None),
        (["list", "--", "a"], None),
        (["list", os.fsdecode(b"\xff")], None),
        (["history", "a", "--limit", "3"], {"incident": "a", "limit": 3}),
        (["history"], None),
        (["history", "a", "b"], None),
        (["show", "a", "--yaml"], {"incident": "a", "yaml": True}),
        (["show"], {"incident": None}),
        (["show", "a", "b"], None),
        (["actions", "--open", "-i", "a"], {"filters": [], "is_open": True, "incident": "a"}),
        (["note", "a", "b", "--evidence", "x", "--evidence", "y"], {"text": ["a", "b"], "evidence": ["x", "y"]}),
        (["note", "-"], None),
        (["new", "a", "--severity", "sev2", "--dry-run"], {"title": ["a"], "severity": "sev2", "common_dry_run": True}),
        (["mark", "mitigated", "it", "works"], {"status": "mitigated", "how": ["it", "works"]}),
        (["mark"], None),
        (["set", "a=b", "c=d"], {"assignments": ["a=b", "c=d"]}),
        (["set"], None),
        (["edit", "a"], None),
        ([], None),
    ],
)
def test_what_is_understood(args: list[str], values: dict[str, object] | None) -> None:
    """Plain words, and options that are known, each once and with a value in the right form; nothing else."""
    assert understood(args) == values


@pytest.mark.parametrize(
    "line",
    [
        ["new", "Payments", "down", "--severity", "sev2", "--id", "20261120-k7f3q", "--service", "a", "--service", "b"],
        ["new", "Payments down", "--started", "9:00", "--how", "error rate at 0", "--resolved", "9:40", "--id", "x"],
        ["new", "Key sk_live_51Habcdefghijklmnopqrstuv in a log", "--id", "20261120-k7f3q", "--json"],
        ["new"],
        ["note", "8:05", "rolled", "back", "-i", "payd0", "--type", "action", "--evidence", "a.log"],
        ["note", "nothing of this", "-i", "nowhere"],
        ["note"],
        ["mark", "mitigated", "errors", "are", "gone", "-i", "payd0", "--json"],
        ["mark", "fixed", "-i", "payd0"],
        ["set", "severity=sev1", "times.detected=8:05", "-i", "payd0"],
        ["set", "colour=red", "-i", "payd0"],
    ],
)
def test_both_ways_write_the_same(logbook: Path, line: list[str]) -> None:
    """What would be written, and what is refused, is the same with Typer and without."""
    args, clock = [*line, "--dry-run", "--no-input"], StillClock(NOW)
    short = ran(lambda: short_cut(args, clock=clock), logbook)
    assert short
    assert short == ran(lambda: main(args, clock=clock), logbook)
