"""What a Tab after a reference gets before Typer is loaded: the same as Typer would say, or Typer is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.cli.completing import COMPLETE, answered
from rcalog.cli.grammar import COMMANDS
from tests.helpers.cli import run
from tests.helpers.logbooks import incident, logbook_of

LATER = "20261121-paydx"
KNOWN = [incident(), incident(LATER, "支付服务宕机")]


@pytest.fixture
def logbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A logbook of two incidents with its index, and we stand in it."""
    root = logbook_of(tmp_path / "repo", *KNOWN).root
    assert run("list", cwd=root).code == 0
    monkeypatch.chdir(root)
    return root


def ask(monkeypatch: pytest.MonkeyPatch, line: str) -> dict[str, str]:
    """Stand at the end of a command line in bash."""
    words = line.split()
    place = len(words) - (not line.endswith(" "))
    asked = {COMPLETE: "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(place)}
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    return asked


def one_of_each() -> list[str]:
    """Return a command line for each place where a reference stands."""
    first = [verb for verb, (_, arguments) in COMMANDS.items() if arguments and arguments[0][1] == "ref"]
    named = [
        f"{verb} {flag}" for verb, (options, _) in COMMANDS.items() for flag in options if options[flag][1] == "ref"
    ]
    return sorted(f"rcalog {line}" for line in (*first, *named) if not line.startswith("home"))


def test_every_reference_is_answered_as_typer_does(
    logbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At each reference of each command, by the end of the id or by its date, the newest first."""
    lines = [f"{line} {begun}" for line in one_of_each() for begun in ("", "payd", "20261121", "zzz")]
    assert len(lines) > 40
    for line in lines:
        asked = ask(monkeypatch, line)
        assert (line, answered()) == (line, True)
        said = capsys.readouterr().out
        if line.startswith(("rcalog show", "rcalog note -i")):
            assert (line, said) == (line, run(cwd=logbook, env=asked).out.rstrip("\n") + "\n" * bool(said))


@pytest.mark.parametrize(
    "line",
    [
        "rcalog ",
        "rcalog sh",
        "rcalog show -",
        "rcalog show --json -",
        "rcalog nothing p",
        "rcalog mark ",
        "rcalog list p",
        "rcalog show 'p",
        "rcalog show --unknown p",
        "rcalog show payd x",
    ],
)
def test_all_else_is_left_to_typer(line: str, logbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verbs, options, words of a closed set, and what is quoted or not understood."""
    ask(monkeypatch, line)
    assert answered() is False


@pytest.mark.parametrize("shell", ["complete_zsh", "source_bash", ""])
def test_other_shells(shell: str, logbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other shells want another form, and the installation of the script is no completion."""
    ask(monkeypatch, "rcalog show p")
    monkeypatch.setenv(COMPLETE, shell)
    assert answered() is False


def test_the_folder_that_is_named(
    logbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """-C counts, and so does the environment; where there is no index, Typer is asked."""
    monkeypatch.chdir(tmp_path)
    ask(monkeypatch, "rcalog show p")
    assert answered() is False
    ask(monkeypatch, f"rcalog show -C {logbook} paydx")
    assert (answered(), capsys.readouterr().out) == (True, "paydx\n")
    monkeypatch.setenv("RCALOG_LOGBOOK", str(logbook / "incidents"))
    ask(monkeypatch, "rcalog show paydx")
    assert (answered(), capsys.readouterr().out) == (True, "paydx\n")


@pytest.mark.parametrize(
    "line", ["rcalog show --at 2026 paydx", "rcalog mark mitigated -i paydx", "rcalog show --json paydx"]
)
def test_what_stands_before_a_reference(
    line: str, logbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other options with their values are passed over, and so are other words; nowhere else than there is none."""
    ask(monkeypatch, line)
    assert (answered(), capsys.readouterr().out) == (True, "paydx\n")
    monkeypatch.setenv("COMP_CWORD", "9")
    assert answered() is False


def test_an_index_that_is_harmed(logbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read is left alone: the next command makes it anew."""
    for path in (logbook / ".git/rcalog").glob("index*"):
        path.write_bytes(b"harmed" * 1000)
    ask(monkeypatch, "rcalog show p")
    assert answered() is False
