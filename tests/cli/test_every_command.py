"""What holds for every command, whatever it does."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from rcalog.cli.command import app
from rcalog.cli.commands import load
from rcalog.cli.guesses import ACTION_GUESSES, GUESSES, ONE, REST
from rcalog.cli.help import Purpose, command_page
from rcalog.cli.roothelp import show
from tests.helpers.cli import PROGRAM, Streams, run
from tests.helpers.logbooks import NOW, StillClock, make_logbook, record_text
from tests.helpers.terminal import Terminal

pytestmark = pytest.mark.untraced

ID = "20261120-paydn"
KEYS = ["schema", "command", "ok", "data", "warnings", "errors", "commit"]
ERROR_KEYS = ["code", "message", "hint", "path", "line", "column"]
HOSTILE = json.dumps("[red]x[/] \u202eevil\u2066\u200b \U000e0041 [/] " + "长" * 5_000)
CONTROLS = json.dumps("\x1b[2J \x1b]8;;http://x\x07 \x9b \x00")
COLOUR = re.compile("\x1b\\[[?0-9;]*[mKAhl]|\r")
"""A colour, or what a spinner needs: wipe the line, go up, hide the cursor and show it again."""

STARTED = ("times:", "  started: 2026-11-20T14:05:00+00:00")
TOLD = ("timeline:", f"- event: {HOSTILE}", "  at: 2026-11-20T14:05:00+00:00")
DUE = ("actions:", f"- action: {HOSTILE}", "  id: am3x7", "  owner: ana", "  due: 2026-11-21")
RECORDS = {
    f"2026/11/{ID}-hostile.yaml": record_text(ID, HOSTILE, *STARTED, *TOLD, *DUE, status="ongoing"),
    "2026/11/20261119-k7f3q-plain.yaml": record_text("20261119-k7f3q", status="resolved"),
    "2026/11/20261118-xxxxx-escapes.yaml": record_text("20261118-xxxxx", CONTROLS),
    "2026/11/20261117-yyyyy-raw.yaml": "id: 20261117-yyyyy\ntitle: \x1b[2J \x9b\n",
    "2026/11/20261116-zzzzz-\u202ename.yaml": f"id: 20261116-zzzzz\ntitle: {HOSTILE}\nstatus: \u202efixed\n\x07: [\n",
}

READING = [
    "home",
    "list",
    "list zzz",
    "search red",
    "search --history red",
    f"similar {ID}",
    "similar red text",
    "actions",
    "check",
    "doctor",
    "drafts list",
    f"show {ID}",
    "show @now --yaml",
    "show escapes",
    "show raw",
    "show zzzzz",
    f"history {ID}",
    f"report {ID}",
    f"review {ID}",
    f"mark closed because -i {ID}",
    f"set severity=sev1 --dry-run -i {ID}",
    "action edit am3x7 owner=li --dry-run",
]


def commands(
    found: TyperCommand | TyperGroup, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], TyperCommand]]:
    """Yield every command with the words that call it."""
    if not isinstance(found, TyperGroup):
        yield path, found
        return
    for name, below in found.commands.items():
        if isinstance(below, TyperCommand | TyperGroup):
            yield from commands(below, (*path, name))


load(None)
ROOT = typer.main.get_group(app)
ALL = dict(commands(ROOT))
NAMES = sorted(" ".join(path) for path in ALL)


@cache
def page_of(name: str) -> str:
    """Return the help page of a command."""
    return command_page(app, name.split()) or ""


@pytest.fixture(scope="module")
def logbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a logbook with hostile, ordinary and broken records."""
    return make_logbook(tmp_path_factory.mktemp("every") / "log", records=RECORDS).root


@pytest.mark.parametrize("name", NAMES)
def test_help(name: str) -> None:
    """A summary, an example that calls it, the common options, and nothing that is too wide."""
    page, command = page_of(name), ALL[tuple(name.split())]
    assert page
    assert command.help
    lines = page.splitlines()
    assert lines[0].startswith(f"Usage: rcalog {name}")
    assert command.help[0].isupper()
    assert f"  rcalog {name}" in page or command.hidden
    assert [option for option in ("  --json ", "  --no-input ", "  -C, --logbook DIR ") if option not in page] == []
    assert [line for line in lines if len(line) > 100 and not line.startswith("  rcalog ")] == []


@pytest.mark.parametrize("name", NAMES)
def test_help_of_parameters(name: str) -> None:
    """Every argument and option says what it is, and ends like a sentence."""
    texts = {param.name: getattr(param, "help", None) for param in ALL[tuple(name.split())].params}
    assert [param for param, text in texts.items() if not text or not text.endswith((".", "..."))] == []


def test_only_long_reading_is_paged() -> None:
    """A list is printed as it is, for it goes on to grep and to a glance."""
    assert [name for name in NAMES if "--no-pager" in page_of(name)] == [
        "history",
        "report",
        "show",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_values_are_named_by_words(name: str) -> None:
    """What an option takes is a word like N or TEXT, or the choices; never a type of the program."""
    page = page_of(name)
    assert re.findall(r"<(?!\w+\|)[\w ]+>", page.partition("Arguments:")[2] or page.partition("Options:")[2]) == []


def test_every_command_has_a_purpose() -> None:
    """The root help knows where to list it."""
    shown = {name: getattr(below, "rich_help_panel", None) for name, below in ROOT.commands.items() if not below.hidden}
    assert [name for name, purpose in shown.items() if purpose not in list(Purpose)] == []


@pytest.mark.parametrize("guess", sorted({*GUESSES.values(), *ACTION_GUESSES.values()}))
def test_every_guess_leads_to_a_command(guess: str) -> None:
    """What is offered for a guessed verb is there."""
    words = [word for word in guess.split() if word not in (REST, ONE)]
    assert not words or [path for path in ALL if tuple(words[: len(path)]) == path] != []


@pytest.mark.parametrize("columns", ["20", "60", "80", "200"])
def test_root_help_before_and_after_typer_is_loaded(
    columns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `rcalog --help` says without loading Typer is what Typer's app says, however wide the terminal is."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("sys.stdout", stream := Streams())

    assert show(["--help"], clock=StillClock(NOW)) == 0
    assert stream.text() == run("--help", cwd=tmp_path).out


def test_no_guess_hides_a_command() -> None:
    """A verb that is there is never a guess."""
    assert {path[0] for path in ALL} & set(GUESSES) == set()
    assert {path[1] for path in ALL if path[0] == "action"} & set(ACTION_GUESSES) == set()


@pytest.mark.parametrize("name", NAMES)
def test_alone_and_without_a_terminal_every_command_ends(name: str, logbook: Path) -> None:
    """With nothing on stdin and nothing said there is an answer or a refusal, and never a traceback."""
    ran = run(*name.split(), cwd=logbook)
    assert ran.code in (0, 1, 2)
    assert "Traceback" not in ran.err
    assert (ran.out + ran.err) != ""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", ["logbook", "nowhere"])
def test_for_programs_there_is_always_one_envelope(name: str, place: str, logbook: Path, tmp_path: Path) -> None:
    """On stdout, alone, with exactly these keys, and `ok` where the exit code is 0."""
    ran = run(*name.split(), "--json", "--no-input", cwd=logbook if place == "logbook" else tmp_path)
    body = ran.json
    assert (list(body), body["schema"], body["ok"]) == (KEYS, "rcalog.json/v1", ran.code == 0)
    refusals = (1, 2, 4) if name == "audit" else (1, 2)
    assert (body["command"], ran.err, ran.code in (0, *refusals)) == (name, "", True)
    assert [error for error in body["errors"] if list(error) != ERROR_KEYS] == []


def acts(text: str) -> list[str]:
    """Return what a terminal would obey, or nobody would see."""
    return [hex(ord(char)) for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in "\n\t"]


@pytest.mark.parametrize("line", READING)
@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_hostile_records_are_shown_harmless(line: str, extra: list[str], logbook: Path) -> None:
    """Whatever a record or its name holds, no command sends a control or an invisible character."""
    ran = run(*line.split(), *extra, cwd=logbook)
    assert (ran.code in (0, 1, 2), "Traceback" in ran.err) == (True, False)
    assert acts(ran.out + ran.err) == []


@pytest.mark.parametrize("line", READING)
def test_with_colour_the_only_codes_are_colours(line: str, logbook: Path) -> None:
    """Also where a colour begins in the middle of what a record says."""
    ran = run(*line.split(), cwd=logbook, env={"FORCE_COLOR": "1"})
    assert ran.code in (0, 1, 2)
    assert acts(COLOUR.sub("", ran.out + ran.err)) == []


@pytest.mark.parametrize("line", ["home", f"show {ID}", f"history {ID}", "show zzzzz"])
def test_on_a_terminal_the_only_codes_are_colours(line: str, logbook: Path) -> None:
    """What is sent beside text switches a colour on or off."""
    with Terminal(PROGRAM, *line.split(), cwd=logbook, env={"GIT_PAGER": "cat", "CI": "1"}) as terminal:
        assert terminal.finish() in (0, 1, 2)
        assert acts(COLOUR.sub("", terminal.raw.decode().replace("\r\n", "\n"))) == []


@pytest.mark.parametrize(
    "line",
    [
        *("list", "actions", "search Database", "search --history Database", "search --history Database Payments"),
        *("history @", "similar k7f3q"),
    ],
)
def test_a_limit_beyond_all_numbers_is_no_limit(line: str, tmp_path: Path) -> None:
    """Neither SQLite nor Python can count so far."""
    make_logbook(tmp_path / "log", records={"2026/11/20261119-k7f3q-plain.yaml": record_text("20261119-k7f3q")})
    ran = run(*line.split(), "--limit", "9" * 20, cwd=tmp_path / "log")
    assert (ran.code, "error" in ran.err) == (0, False)


def test_an_index_that_is_harmed_where_sqlite_does_not_see_it(tmp_path: Path) -> None:
    """It is thrown away with the first failure, so that the next command answers."""
    root = tmp_path / "log"
    make_logbook(root, records={"2026/11/20261119-k7f3q-plain.yaml": record_text("20261119-k7f3q")})
    fine = run("similar", "Database", cwd=root)
    [index] = (root / ".git/rcalog").glob("index.*.db")
    with closing(sqlite3.connect(index)) as db:
        db.execute("UPDATE body SET data = 'x' || data")
        db.commit()
    failed = run("similar", "Database", cwd=root)
    assert (failed.code, "try once more" in failed.err, index.exists()) == (3, True, False)
    assert run("similar", "Database", cwd=root) == fine
