"""The shell around every command: how it starts, refuses and ends."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rcalog.logbook import templates
from rcalog.version import __version__
from tests.helpers.cli import PROGRAM, run, spawn

ROOT = Path(PROGRAM).parent


def test_version(tmp_path: Path) -> None:
    """The version is one line."""
    ran = spawn("--version", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, f"rcalog {__version__}\n", "")


def test_version_among_other_flags(tmp_path: Path) -> None:
    """The parser gives the same answer, to programs in their envelope."""
    assert run("--no-input", "--version", cwd=tmp_path).out == f"rcalog {__version__}\n"
    assert run("--json", "--version", cwd=tmp_path).json["data"] == {"version": __version__}


@pytest.mark.parametrize(
    ("line", "command"), [("--help --json", None), ("-h --json", None), ("action add -h --json", "action add")]
)
def test_help_for_programs(line: str, command: str | None, tmp_path: Path) -> None:
    """The page stands in an envelope."""
    ran, shown = run(*line.split(), cwd=tmp_path), run(*line.replace("--json", "").split(), cwd=tmp_path)
    body = ran.json
    assert (ran.code, body["ok"], body["command"]) == (0, True, command)
    assert body["data"] == {"topic": command, "text": shown.out.removesuffix("\n")}


def test_git_knows_it_as_its_own(tmp_path: Path) -> None:
    """`git rcalog` is the same program."""
    env = {**os.environ, "PATH": f"{ROOT}:{os.environ['PATH']}"}
    ran = subprocess.run(["git", "rcalog", "--version"], cwd=tmp_path, env=env, capture_output=True, check=True)
    assert ran.stdout.decode() == f"rcalog {__version__}\n"


def test_root_help(tmp_path: Path) -> None:
    """Commands stand under their purposes, and nothing but text reaches a pipe."""
    ran = run("--help", cwd=tmp_path)
    lines = ran.out.splitlines()
    assert (ran.code, ran.err, "\x1b" in ran.out) == (0, "", False)
    assert lines[:3] == [
        "Usage: rcalog [OPTIONS] COMMAND [ARGS]...",
        "",
        "Log incidents and their root causes, as YAML in a git repository.",
    ]
    assert "The logbook itself:" in lines
    assert [line for line in lines if len(line) > 100] == []


def test_root_help_in_a_narrow_terminal(tmp_path: Path) -> None:
    """Help is wrapped at the width of the terminal."""
    ran = run("help", "--help", cwd=tmp_path, env={"COLUMNS": "50"})
    assert [line for line in ran.out.splitlines() if len(line) > 50 and "--help" in line] == []


def test_an_unknown_command(tmp_path: Path) -> None:
    """The nearest one is offered as a whole command line."""
    ran = run("hepl", "times", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: there is no command 'hepl'\nhint: did you mean: rcalog help times\n"


@pytest.mark.parametrize("line", [["-C"], ["--json", "--logbook"]])
def test_an_option_without_its_folder(line: list[str], tmp_path: Path) -> None:
    """The command that bare rcalog stands for is never taken for a folder."""
    ran = run(*line, cwd=tmp_path)
    assert (ran.code, "-C needs a folder" in ran.out + ran.err) == (2, True)


@pytest.mark.parametrize("typed", ["", "a b", "../x", "__init__", "set_"])
def test_a_word_that_is_no_command(typed: str, tmp_path: Path) -> None:
    """Whatever it is, it is refused, and names of files mean nothing."""
    ran = run(typed, cwd=tmp_path)
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (2, "", f"error: there is no command {typed!r}")


def test_an_unknown_command_for_programs(tmp_path: Path) -> None:
    """The envelope comes for a command that is not there, and names none."""
    ran = run("hepl", "--json", cwd=tmp_path)
    assert (ran.code, ran.err, ran.json["command"], ran.json["errors"][0]["code"]) == (2, "", None, "unknown-command")


def test_a_usage_error_for_programs(tmp_path: Path) -> None:
    """A wrong flag gives the envelope on stdout, with exactly these keys, and nothing on stderr."""
    ran = run("help", "--nonsense", "--json", cwd=tmp_path)
    assert (ran.code, ran.err) == (2, "")
    assert ran.json == {
        "schema": "rcalog.json/v1",
        "command": "help",
        "ok": False,
        "data": None,
        "warnings": [],
        "errors": [
            {
                "code": "usage",
                "message": "no such option: --nonsense",
                "hint": "see rcalog help --help; put -- before words that begin with a dash",
                "path": None,
                "line": None,
                "column": None,
            }
        ],
        "commit": None,
    }


def test_json_after_two_dashes_is_text(tmp_path: Path) -> None:
    """Words after -- are words."""
    ran = run("help", "--", "--json", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    "typed",
    ["\x1b[31mred", "\x1b]8;;http://x\x07y", "a\u202eb", "[red]", "[/]", "a\nerror: forged", "\x9b2J", "x" * 10_000],
)
@pytest.mark.parametrize("before", [[], ["help"]])
def test_what_was_typed_is_repeated_harmless(typed: str, before: list[str], tmp_path: Path) -> None:
    """An error that quotes the command line sends no control to the terminal, and stays short of a forged line."""
    ran = run(*before, typed, cwd=tmp_path)
    assert ran.code == 2
    assert [char for char in ran.err if char < " " and char != "\n"] == []
    assert {"\x9b", "\u202e"} & set(ran.err) == set()
    assert [line for line in ran.err.splitlines() if not line.startswith(("error: there is no ", "hint: "))] == []


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A word that is not UTF-8 is refused by its number."""
    ran = subprocess.run([PROGRAM, "help", b"\xff\xfe"], cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.decode().startswith("error: word 2 of the command line is not UTF-8 text\n")


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_output_that_is_not_utf8(env: dict[str, str], tmp_path: Path) -> None:
    """What an encoding lacks is shown as a question mark, and nothing fails."""
    ran = spawn("help", "times", cwd=tmp_path, env=env)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[2].startswith("  2026-11-20 14:05 ")


@pytest.mark.parametrize("line", ["help method", "help --json", "--help", "help nope", "--version", "--version --json"])
def test_a_pipe_that_closes_early(line: str, tmp_path: Path) -> None:
    """Whoever has seen enough hears nothing more."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as closed:  # noqa: PTH123 (a file descriptor)
        process = subprocess.Popen(
            [PROGRAM, *line.split()], cwd=tmp_path, stdout=closed, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        _, err = process.communicate(timeout=60)
    expected = (2, "error: there is") if "nope" in line else (0, "")
    assert (process.returncode, err.decode()[:15]) == expected


FULL = "error: could not write the result: No space left on device\nhint: what the command did is done\n"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("help >&-", 0, ""),
        ("help <&-", 0, ""),
        ("help 2>&-", 0, ""),
        ("help nope 2>&-", 2, ""),
        ("help nope 2>/dev/full", 2, ""),
        ("--version >&-", 0, ""),
        ("help >/dev/full", 1, FULL),
        ("help --json >/dev/full", 1, FULL),
        ("help nope --json >/dev/full", 1, FULL),
        ("--help >/dev/full", 1, FULL),
        ("--version >/dev/full", 1, FULL),
        ("--json --version >/dev/full", 1, FULL),
    ],
)
def test_streams_that_are_closed_or_full(line: str, code: int, said: str, tmp_path: Path) -> None:
    """A missing stream is no bug, and a full disk is an error that is told where it can be."""
    ran = subprocess.run(["sh", "-c", f"{shlex.quote(PROGRAM)} {line}"], cwd=tmp_path, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr.decode()) == (code, said)


def test_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_world: Path) -> None:
    """A bug is three lines and a crash log, never a traceback."""
    monkeypatch.setattr(templates, "list_templates", lambda _kind: 1 / 0)
    ran = run("help", cwd=tmp_path)
    [log] = (own_world / ".local/state/rcalog/crash").iterdir()
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (3, "", 3)
    assert ran.err.splitlines()[1] == f"  --> {log}"
    assert "ZeroDivisionError" in log.read_text()


def test_a_bug_for_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a bug gives the envelope."""
    monkeypatch.setattr(templates, "list_templates", lambda _kind: 1 / 0)
    ran = run("--json", "help", cwd=tmp_path)
    assert (ran.code, ran.err, ran.json["ok"], ran.json["errors"][0]["code"]) == (3, "", False, "bug")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """A program that is told to end says so, and gives the usual exit code."""
    story = (
        "import os, sys\n"
        "from rcalog.logbook import templates\n"
        "from rcalog.cli.main import main\n"
        f"templates.list_templates = lambda kind: os.kill(os.getpid(), {int(number)}) or []\n"
        "sys.exit(main(['help']))\n"
    )
    ran = subprocess.run([sys.executable, "-c", story], cwd=tmp_path, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, b"", b"error: interrupted\n")


@pytest.mark.parametrize(
    ("shell", "variables", "offered"),
    [
        ("bash", {"COMP_WORDS": "rcalog hel", "COMP_CWORD": "1"}, "help"),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "rcalog hel"}, '"help":"Read about'),
        ("fish", {"_TYPER_COMPLETE_ARGS": "rcalog hel", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}, "help\tRead about"),
    ],
)
def test_commands_are_completed(shell: str, variables: dict[str, str], offered: str, tmp_path: Path) -> None:
    """Bash, zsh and fish are told the commands that begin so."""
    ran = spawn(cwd=tmp_path, env={"_RCALOG_COMPLETE": f"complete_{shell}", **variables})
    assert (ran.code, ran.err) == (0, "")
    assert offered in ran.out


def test_a_completion_that_fails_says_nothing(tmp_path: Path) -> None:
    """A shell that asks for nonsense gets no noise on the command line."""
    ran = spawn(cwd=tmp_path, env={"_RCALOG_COMPLETE": "complete_bash", "COMP_WORDS": "rcalog", "COMP_CWORD": "x"})
    assert (ran.out, ran.err) == ("", "")
