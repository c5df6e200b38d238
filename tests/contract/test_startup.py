"""What a command line loads before it has anything to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.cli import run
from tests.helpers.git import run as git
from tests.helpers.logbooks import incident, logbook_of

HEAVY = {"git", "jinja2", "prompt_toolkit", "pydantic", "rich", "ruamel"}


PROGRAM = ("-c", "import sys; from rcalog.__main__ import main; sys.exit(main())")


def imported(*arguments: str, folder: Path | None = None) -> set[str]:
    """Run Python and return the modules that it imported on the way."""
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


def loaded_by(*arguments: str, folder: Path | None = None) -> set[str]:
    """Run Python and return the top-level packages that it imported on the way."""
    return {name.partition(".")[0] for name in imported(*arguments, folder=folder)}


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_nothing_heavy_is_loaded_in_order_to_say_hello(flag: str) -> None:
    """The version and the help of all commands come without git, YAML, templates, models or prompts."""
    loaded = loaded_by(*PROGRAM, flag)

    assert "rcalog" in loaded
    assert loaded & HEAVY == set()


def test_the_version_loads_nothing_but_rcalog() -> None:
    """The version is answered before Typer is loaded, or anything of the standard library that Python does not need."""
    assert loaded_by(*PROGRAM, "--version") - loaded_by("-c", "pass") == {"__future__", "rcalog"}


@pytest.mark.parametrize(
    "line",
    [
        *(["list"], ["search", "payments"], ["search", "--history", "payments"], ["similar", "payments", "down"]),
        *(["similar", "paydn"], ["history", "paydn"], ["history", "@"], ["actions", "--open"]),
    ],
)
def test_a_list_loads_no_models(tmp_path: Path, line: list[str]) -> None:
    """Lists are answered by the index and by what is remembered of the policy: no YAML, and nothing is validated."""
    root = logbook_of(tmp_path / "repo", incident()).root
    assert (run("list", cwd=root).code, run(*line, cwd=root).code) == (0, 0)

    assert loaded_by(*PROGRAM, *line, folder=root) & HEAVY == set()


def test_what_a_list_loads_that_takes_in_a_commit(tmp_path: Path) -> None:
    """A record that is surely right is read without what takes longer to load than it does to read it."""
    root = logbook_of(tmp_path / "repo", incident()).root
    assert run("list", cwd=root).code == 0
    (file,) = root.glob("incidents/*/*/*.yaml")
    file.write_text(f"{file.read_text(encoding='utf-8')}# more\n", encoding="utf-8")
    git("git", "commit", "--quiet", "-am", "more", cwd=root)

    loaded = loaded_by(*PROGRAM, "list", folder=root)

    assert loaded & {*HEAVY, "dataclasses", "inspect", "pathlib", "typing"} == set()
    assert "re" in loaded  # it was read


@pytest.mark.parametrize(
    "line",
    [["--help"], ["list"], ["search", "payments"], ["history", "paydn"], ["actions", "--open"], ["show", "paydn"]],
)
def test_a_list_needs_no_typer(tmp_path: Path, line: list[str]) -> None:
    """The lane of lists and searches, and the help of all commands, load nothing of Typer."""
    root = logbook_of(tmp_path / "repo", incident()).root

    assert "typer" not in loaded_by(*PROGRAM, *line, folder=root)


def test_what_a_write_loads(tmp_path: Path) -> None:
    """A new record is written without Typer and without what nobody needs for a record that is surely right."""
    root = logbook_of(tmp_path / "repo", incident()).root
    heavy = {*HEAVY, "dataclasses", "inspect", "pydantic_core", "typer"}

    note = loaded_by(*PROGRAM, "note", "rolled back", "-i", "paydn", folder=root) & heavy
    new = loaded_by(*PROGRAM, "new", "Payments are down", "--severity", "sev2", folder=root) & heavy

    assert (new, note - {"ruamel", "dataclasses", "inspect"}) == (set(), set())


ROUNDABOUT = {
    *("dataclasses", "datetime", "enum", "hashlib", "inspect", "json", "logging", "pathlib", "re", "shutil", "signal"),
    *(
        "sqlite3",
        "subprocess",
        "tempfile",
        "threading",
        "typing",
        "unicodedata",
        "urllib",
        "wcwidth",
        "zlib",
        "zoneinfo",
    ),
}
"""What takes longer to load than a list takes to answer; see docs/decisions."""

OF_A_LIST = 56
OF_COMPLETION = 12
"""How many modules of rcalog are loaded, and its packages; these numbers only become smaller."""


def own_modules(*arguments: str, folder: Path) -> set[str]:
    """Return the modules of rcalog that a command line loads."""
    return {name for name in imported(*PROGRAM, *arguments, folder=folder) if name.partition(".")[0] == "rcalog"}


@pytest.fixture
def logbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A logbook of two incidents, one of them in Chinese, whose index is made, on a machine in its own zone."""
    monkeypatch.delenv("TZ", raising=False)
    root = logbook_of(tmp_path / "repo", incident(), incident("20261121-paydx", "支付服务宕机")).root
    git("git", "status", "--porcelain", cwd=root)  # what was copied is new to git
    assert run("list", cwd=root).code == 0
    return root


@pytest.mark.parametrize(
    "line", [["list"], ["list", "--limit", "0"], ["list", "--ids"], ["list", "--sort", "severity"]]
)
def test_a_list_loads_little(logbook: Path, line: list[str]) -> None:
    """Of the standard library it loads no more than SQLite and the time need, and of rcalog what it asks."""
    loaded = loaded_by(*PROGRAM, *line, folder=logbook)
    plain = loaded_by("-c", "pass")

    assert (loaded - plain) & ROUNDABOUT == set()
    assert len(own_modules(*line, folder=logbook)) <= OF_A_LIST


@pytest.mark.parametrize("line", [["search", "payments"], ["search", "支付"]])
def test_a_search_loads_little(logbook: Path, line: list[str]) -> None:
    """It finds words, and the lines that they stand on, without a pattern and without a parser."""
    loaded, plain = loaded_by(*PROGRAM, *line, folder=logbook), loaded_by("-c", "pass")

    assert (loaded - plain) & ROUNDABOUT == ({"unicodedata"} if line[1] == "支付" else set())
    assert len(own_modules(*line, folder=logbook)) <= OF_A_LIST


def test_a_history_loads_little(logbook: Path) -> None:
    """What the index of the past knows, and has told before, is told without dates and without the words of texts."""
    line = ["history", "20261120-paydn"]
    assert (run("search", "--history", "payments", cwd=logbook).code, run(*line, cwd=logbook).code) == (0, 0)
    loaded, plain = loaded_by(*PROGRAM, *line, folder=logbook), loaded_by("-c", "pass")

    assert (loaded - plain) & {*ROUNDABOUT, "rcalog.model.tokens"} == {"zlib"}
    assert len(own_modules(*line, folder=logbook)) <= OF_A_LIST


def test_completion_loads_little(logbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Tab after a reference loads SQLite, and what says that a reference stands there."""
    for name, value in {"_RCALOG_COMPLETE": "complete_bash", "COMP_WORDS": "rcalog show p", "COMP_CWORD": "2"}.items():
        monkeypatch.setenv(name, value)
    loaded = loaded_by(*PROGRAM, folder=logbook)
    plain = loaded_by("-c", "pass")

    assert "_sqlite3" in loaded
    assert (loaded - plain) & {*ROUNDABOUT, "contextlib"} == set()
    assert len(own_modules(folder=logbook)) <= OF_COMPLETION


def test_a_search_needs_no_repository_to_write_to(logbook: Path) -> None:
    """It reads files and asks git; what commits is not loaded."""
    found = own_modules("search", "payments", folder=logbook)
    assert found & {"rcalog.logbook.repository", "rcalog.logbook.git.committing", "rcalog.logbook.atomic"} == set()
