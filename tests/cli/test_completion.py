"""What the shell offers after a Tab."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from rcalog.cli.completion import complete_filters, complete_references, offer
from rcalog.logbook.trusted import OFFERED
from tests.helpers.cli import run
from tests.helpers.logbooks import make_logbook, record_text

A, B, C = "20170131-k7f3q", "20170202-k7f9z", "20261120-paydn"
RECORDS = {
    f"2017/01/{A}-deleted.yaml": record_text(A, "Production database deleted"),
    f"2017/02/{B}-slow.yaml": record_text(B, '"Slow: \x1b[2J"'),
    f"2026/11/{C}-支付.yaml": f"id: {C}\ntitle: 支付服务宕机  \n: broken [\n",
    "2026/11/notes.yaml": "title: no record\n",
}


def offered(incomplete: str, *line: str) -> list[tuple[str, str]]:
    """Return what is offered for a reference, where this command line stands before it."""
    ctx = typer.Context(typer.main.get_command(app()), info_name="rcalog")
    ctx.params["common_logbook"] = line[1] if line else None
    return complete_references(ctx, incomplete)


def app() -> typer.Typer:
    """Return an app with one command."""
    tool = typer.Typer(add_completion=False)
    tool.command()(lambda: None)
    return tool


@pytest.mark.parametrize(
    ("incomplete", "found"),
    [
        ("", [("paydn", "支付服务宕机"), ("k7f9z", "Slow: ␛[2J"), ("k7f3q", "Production database deleted")]),
        ("k7f", [("k7f9z", "Slow: ␛[2J"), ("k7f3q", "Production database deleted")]),
        ("K7F3", [("k7f3q", "Production database deleted")]),
        ("201701", [(A, "Production database deleted")]),
        ("zzz", []),
    ],
)
def test_references(
    incomplete: str, found: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest first, harmless, broken records among them; by the last part of the id, or by its date."""
    monkeypatch.chdir(make_logbook(tmp_path / "repo", "log", RECORDS).root)
    assert offered(incomplete) == found


def test_references_of_the_logbook_that_was_named(tmp_path: Path) -> None:
    """What stands before on the command line counts."""
    root = make_logbook(tmp_path / "repo", "log", RECORDS).root
    assert [name for name, _ in offered("pay", "-C", str(root))] == ["paydn"]


def test_a_title_gives_no_command_to_the_shell(tmp_path: Path) -> None:
    """What zsh evaluates is text in double quotes: no backslash undoes what Typer puts before a dollar sign."""
    title = """'a \\$(touch x) \\`touch y` "; touch z; " !! ''b'' 支付'"""
    path = f"2026/11/{C}-x.yaml"
    root = make_logbook(tmp_path / "repo", "log", {path: record_text(C, title)}).root
    for _ in range(2):
        [(name, shown)] = offered("pay", "-C", str(root))
        assert (name, shown) == ("paydn", "a (touch x) touch y ; touch z;   b 支付")
        assert run("list", cwd=root).code == 0  # from now on it comes from the index


def test_nowhere() -> None:
    """Without a logbook there is nothing to offer."""
    assert offered("") == []


def test_a_screenful_at_most(tmp_path: Path) -> None:
    """Many records do not flood the terminal."""
    ids = [f"202601{day:02}-k{tail:04}" for day in range(1, 29) for tail in range(3)]
    root = make_logbook(tmp_path / "repo", "log", {f"2026/01/{name}.yaml": record_text(name) for name in ids}).root
    assert [name for name, _ in offered("2", "-C", str(root))] == sorted(ids, reverse=True)[:OFFERED]


def test_words() -> None:
    """A closed set offers what begins so."""
    assert offer("mitigated", "resolved")("re") == ["resolved"]


def test_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    """A Tab is answered without models, YAML and templates."""
    make_logbook(tmp_path, records=RECORDS)
    story = (
        "import sys\n"
        "from pathlib import Path\n"
        "from rcalog.cli import completion\n"
        "from rcalog.logbook import discovery\n"
        "print(list(completion._references(Path.cwd(), 'k7')), discovery)\n"
        "sys.exit(len({'pydantic', 'ruamel', 'git', 'rich', 'jinja2', 'prompt_toolkit'} & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", story], cwd=tmp_path, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("typed", "incomplete", "found"),
    [
        ([], "sta", ["status:ongoing", "status:mitigated", "status:resolved", "status:reviewed", "status:closed"]),
        ([], "status:re", ["status:resolved", "status:reviewed"]),
        ([], "o", ["owner:", "open:", "overdue:"]),
        ([], "si", ["since:"]),
        ([], "since:2026", []),
        ([], "zzz", []),
        (["payments", "status"], ":", ["ongoing", "mitigated", "resolved", "reviewed", "closed"]),
        (["status", ":"], "on", ["ongoing"]),
        (["owner", ":"], "a", []),
        ([], ":", []),
    ],
)
def test_filters(typed: list[str], incomplete: str, found: list[str]) -> None:
    """Keys, and the values of those that take a closed set of them, also where the shell parts words at colons."""
    ctx = typer.Context(typer.main.get_command(app()), info_name="rcalog")
    ctx.params["filters"] = typed
    assert complete_filters(ctx, incomplete) == found
