"""Which logbook and which incident a command is about."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rcalog.cli.context import Context, Session
from rcalog.cli.opening import NoLogbook
from rcalog.cli.output import Output
from rcalog.logbook.book import Logbook, NotALogbook
from rcalog.logbook.records import BrokenRecord
from rcalog.logbook.references import AmbiguousReference, NoDefaultIncident
from rcalog.logbook.repository import IdentityMissing, Repository
from tests.helpers.cli import PROGRAM, run
from tests.helpers.git import make_repo
from tests.helpers.logbooks import StillClock, make_logbook, record_text
from tests.helpers.terminal import ENTER, Terminal

A, B, C = "20170131-k7f3q", "20170131-k7f9z", "20261120-paydn"
RECORDS = {
    f"2017/01/{A}-production-database-deleted.yaml": record_text(A, "Production database deleted", status="mitigated"),
    f"2017/01/{B}-database-slow.yaml": record_text(B, "Database slow", status="ongoing"),
    f"2026/11/{C}-broken.yaml": "id: 20261120-paydn\ntitle: [\n",
}
STORY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from rcalog.cli.context import Context, Session
from rcalog.cli.errors import handle
from rcalog.cli.output import Output
from rcalog.clock import SystemClock

c = Context(Session(Output.standard(json=False), SystemClock()), "story")
try:
    {body}
except BaseException as error:
    sys.exit(handle(error, c.output, now=c.now))
"""


def context(logbook: Path | None = None) -> tuple[Context, io.StringIO]:
    """Return the context of a command that nobody watches, and its stderr."""
    err = io.StringIO()
    output = Output(io.StringIO(), err, json=False, colour=False, error_colour=False)
    return Context(Session(output, StillClock()), "test", logbook=logbook), err


def on_terminal(body: str, cwd: Path) -> Terminal:
    """Run a story with a context `c` in a terminal."""
    (cwd / "story.py").write_text(STORY.format(body=body))
    return Terminal(sys.executable, "story.py", cwd=cwd)


def test_the_logbook_that_was_named(tmp_path: Path) -> None:
    """-C names it, from wherever one is."""
    made = make_logbook(tmp_path / "repo", "log")
    c, err = context(tmp_path / "repo" / "log")
    assert (c.book.root, c.zone, err.getvalue()) == (made.root, made.zone, "")
    assert c.session.state == made.state


def test_a_folder_that_is_no_logbook(tmp_path: Path) -> None:
    """What was named must be one."""
    c, _ = context(tmp_path)
    with pytest.raises(NotALogbook):
        _ = c.book


def test_nowhere(own_world: Path) -> None:
    """Without any logbook the two ways to one are named, and nothing is made."""
    c, _ = context()
    with pytest.raises(NoLogbook) as refused:
        _ = c.book
    own = own_world / ".local/share/rcalog"
    assert refused.value.hint == f"rcalog new TITLE starts your own, in {own}; rcalog init makes one in this folder"
    assert not own.exists()


def test_a_new_record_nowhere(own_world: Path) -> None:
    """The first record makes the user's own logbook and says where; the next one says that it is used."""
    own = own_world / ".local/share/rcalog"
    first, said = context()
    first.book_for_new().make()
    assert said.getvalue() == f"a new logbook of your own, {own}\n"
    second, said = context()
    assert second.book_for_new().root == second.book.root == own
    assert said.getvalue() == f"in your own logbook, {own}\n"


def test_a_new_record_in_a_repository_without_logbook(
    own_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody can be asked the repository is left alone."""
    repo = make_repo(tmp_path / "service")
    monkeypatch.chdir(repo)
    c, _ = context()
    c.book_for_new().make()
    assert not (repo / ".rcalog").exists()
    again, said = context()
    assert again.book.root == own_world / ".local/share/rcalog"
    assert said.getvalue().splitlines()[1] == f"hint: to keep records in this repository: rcalog init {repo}"


@pytest.mark.parametrize("has_own", [True, False])
@pytest.mark.parametrize(("answer", "is_here"), [("y", True), ("", False)])
def test_a_new_record_in_a_repository_on_a_terminal(
    answer: str, has_own: object, is_here: object, own_world: Path, tmp_path: Path
) -> None:
    """Somebody who is there is asked, with and without a logbook of one's own; Enter leaves the repository alone."""
    repo = make_repo(tmp_path / "service")
    if has_own:
        Logbook.create(own_world / ".local/share/rcalog", StillClock())
    with on_terminal("print('root', c.book_for_new().root.name)", repo) as terminal:
        terminal.wait_for("Make one in this repository? [y/N]")
        terminal.type(answer + ENTER)
        assert terminal.finish() == 0
        assert terminal.lines()[-1] == f"root {'service' if is_here else 'rcalog'}"
    assert (repo / ".rcalog").exists() is is_here


def test_odd_keys_of_the_policy_are_warned_about(tmp_path: Path) -> None:
    """The place, the key and what was meant."""
    make_logbook(tmp_path / "repo")
    (tmp_path / "repo/.rcalog/config.toml").write_text("\nreview_dayz = 3\n")
    c, err = context(tmp_path / "repo")
    _ = c.book
    assert err.getvalue().startswith("warning: ")
    assert err.getvalue().endswith(".rcalog/config.toml:2:1: there is no key review_dayz (did you mean review_days?)\n")


def test_records_by_reference_and_by_default(tmp_path: Path) -> None:
    """A reference, or what is meant without one; several are never guessed among."""
    make_logbook(tmp_path / "repo", records=RECORDS)
    c, _ = context(tmp_path / "repo")
    assert c.record("k7f3q").incident.id == A
    with pytest.raises(NoDefaultIncident):
        c.record(None)
    with pytest.raises(AmbiguousReference):
        c.record("k7f")
    with pytest.raises(BrokenRecord):
        c.record("paydn")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("note seen", "-i REF"),
        ("set severity=sev2", "-i REF"),
        ("why", "rcalog why REF"),
        ("review", "rcalog review REF"),
    ],
)
def test_how_to_name_the_one_that_is_meant(line: str, hint: str, tmp_path: Path) -> None:
    """The hint is what to type: an option, or the argument of the command."""
    repo = make_logbook(tmp_path / "repo", records=RECORDS).root
    ran = run(*line.split(), cwd=repo)
    assert ran.err.splitlines() == [
        f"error: which incident? several may be meant: {A}, {B}",
        f"hint: name it: {hint}; rcalog list shows all",
    ]


def test_one_of_several_is_picked_on_a_terminal(tmp_path: Path) -> None:
    """The candidates are numbered, with state and title."""
    repo = make_logbook(tmp_path / "repo", records=RECORDS).root
    with on_terminal("print('id', c.record('k7f').incident.id)", repo) as terminal:
        terminal.wait_for("Which one?")
        assert terminal.lines()[:3] == [
            "Several incidents may be meant:",
            f"  1  {A}  mitigated  Production database deleted",
            f"  2  {B}  ongoing    Database slow",
        ]
        terminal.type(f"2{ENTER}")
        assert terminal.finish() == 0
        assert terminal.lines()[-1] == f"id {B}"


def test_the_interview_asks_in_its_language_which_one_is_meant(tmp_path: Path) -> None:
    """Full-width keys are understood, and a list stays within the terminal, its ids whole."""
    repo = make_logbook(tmp_path / "repo", records=RECORDS).root
    with Terminal(PROGRAM, "why", "--lang", "zh", cwd=repo, columns=44) as terminal:
        terminal.wait_for("哪一条？")
        assert terminal.lines()[:3] == [
            "可能是下面这几条：",
            f"  1  {A}  已止血  Production d...",
            f"  2  {B}  进行中  Database slow",
        ]
        terminal.type(f"？{ENTER}")
        terminal.wait_for("输入 1 到 2 的编号；Ctrl-C 离开。")
        terminal.type(f"２{ENTER}")
        terminal.wait_for("只为弄清事情")


def nameless(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Take git's name for the user away."""
    (home / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n[init]\n\tdefaultBranch = main\n")
    monkeypatch.delenv("EMAIL", raising=False)


def test_without_a_name_nothing_is_committed(monkeypatch: pytest.MonkeyPatch, own_world: Path) -> None:
    """Where nobody can be asked the logbook waits for its first commit."""
    nameless(monkeypatch, own_world)
    c, _ = context()
    book = c.book_for_new()
    with pytest.raises(IdentityMissing):
        book.make()
    assert (book.is_made, [*book.root.iterdir()]) == (False, [book.root / ".git"])


def test_the_name_is_asked_once(monkeypatch: pytest.MonkeyPatch, own_world: Path, tmp_path: Path) -> None:
    """On a terminal the name is asked and kept for that logbook only."""
    nameless(monkeypatch, own_world)
    with Terminal(PROGRAM, "new", "x", "--ongoing", "--started", "unknown", cwd=tmp_path) as terminal:
        terminal.wait_for("Your name:")
        terminal.type(f"Li Wei 李伟{ENTER}")
        terminal.wait_for("Your e-mail:")
        terminal.type(f"li@example.org{ENTER}")
        assert terminal.finish() == 0
    own = Repository.find(own_world / ".local/share/rcalog")
    assert own
    assert str(own.identity()) == "Li Wei 李伟 <li@example.org>"
    log = subprocess.run(
        ["git", "log", "--format=%an %ae"], cwd=own.top, capture_output=True, check=True, env=os.environ
    )
    assert log.stdout.decode() == "Li Wei 李伟 li@example.org\n" * 2
    assert run("drafts", cwd=tmp_path).out == "no drafts\n"
