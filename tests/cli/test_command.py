"""Declaring commands: common options, words without quotes, exit codes, help."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer

from rcalog.cli.command import HELP, Context, command, words
from rcalog.cli.context import Session
from rcalog.cli.help import Group
from rcalog.cli.main import root
from rcalog.cli.optionvalues import OptionAsValue
from rcalog.cli.output import Output
from rcalog.clock import SystemClock
from rcalog.errors import RcalogError, UsageError


class Seen:
    """What the bodies of the commands under test were given."""

    def __init__(self) -> None:
        self.context: Context | None = None
        self.values: tuple[object, ...] = ()


def tool(seen: Seen) -> typer.Typer:
    """Return an app with one command of each kind."""
    app = typer.Typer(name="tool", cls=Group, rich_markup_mode=None, add_completion=False, context_settings=HELP)
    app.callback(invoke_without_command=True)(root)

    @command(app, "say", examples=[("tool say a b", "say it"), ("tool say", "")], writes=True, pages=True)
    def say(
        c: Context,
        text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="What to say.")] = None,
        loud: Annotated[str, typer.Option("--loud", metavar="HOW", help="How loud.")] = "",
    ) -> None:
        """Say something.

        At length.
        """
        seen.context, seen.values = c, (words(text), loud)
        c.output.result({"said": words(text)}, lambda page: page.line(words(text)))

    @command(app, "fail")
    def fail(c: Context, what: str) -> None:
        """Find something."""
        c.output.result([what], lambda page: page.line("found"))
        c.fail([RcalogError(what)])

    noun = typer.Typer(cls=Group, rich_markup_mode=None)
    app.add_typer(noun, name="noun", help="Verbs of a noun.")

    @command(noun, "verb")
    def verb(c: Context) -> None:
        """Do it."""
        seen.context = c

    return app


def call(*arguments: str, seen: Seen | None = None) -> tuple[int | None, str]:
    """Run a command line; return the exit code that Typer gives, and stdout."""
    out = io.StringIO()
    output = Output(out, io.StringIO(), "--json" in arguments, colour=False, error_colour=False)
    run = typer.main.get_command(tool(seen or Seen()))
    code = run(args=list(arguments), prog_name="tool", obj=Session(output, SystemClock()), standalone_mode=False)
    return code, out.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        ["say", "a", "--json", "--no-input", "-C", "x", "--dry-run", "--no-pager"],
        ["--json", "--no-input", "-C", "x", "--no-pager", "say", "--dry-run", "a"],
        ["--logbook", "x", "say", "--no-input", "a", "--json", "--dry-run", "--no-pager"],
        ["-C", "ignored", "say", "-C", "x", "a", "--json", "--no-input", "--dry-run", "--no-pager"],
    ],
)
def test_common_options_before_and_after_the_verb(line: list[str]) -> None:
    """They mean the same in either place; the one nearer to the end wins."""
    seen = Seen()
    call(*line, seen=seen)
    c = seen.context
    assert c
    assert (c.command, c.logbook, c.no_input, c.dry_run, c.no_pager, c.json) == (
        "say",
        Path("x"),
        True,
        True,
        True,
        True,
    )
    assert seen.values == ("a", "")


def test_common_options_left_out() -> None:
    """Without them nothing is set."""
    seen = Seen()
    call("noun", "verb", seen=seen)
    c = seen.context
    assert c
    assert (c.command, c.logbook, c.no_input, c.dry_run, c.no_pager, c.json) == (
        "noun verb",
        None,
        False,
        False,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (["say", "database", "deleted"], ("database deleted", "")),
        (["say", "database deleted", "--loud", "very"], ("database deleted", "very")),
        (["say", "数据库", "--loud=very", "被删"], ("数据库 被删", "very")),
        (["say", "--", "--loud", "is", "text"], ("--loud is text", "")),
        (["say", "-"], ("-", "")),
        (["say"], ("", "")),
    ],
)
def test_words_need_no_quotes(line: list[str], values: tuple[str, str]) -> None:
    """Words are joined, flags may stand among them."""
    seen = Seen()
    call(*line, seen=seen)
    assert seen.values == values


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("say a --loud --dry-run", "--loud needs a value; --dry-run is an option", "if it is meant: --loud=--dry-run"),
        ("say --loud --json=1 a", "--loud needs a value; --json is an option", "if it is meant: --loud=--json=1"),
        ("say --loud -h", "--loud needs a value; -h is an option", "if it is meant: --loud=-h"),
        ("say --loud --version", "--loud needs a value; --version is an option", "if it is meant: --loud=--version"),
        ("say -C --json", "-C needs a value; --json is an option", "if it is meant: --logbook=--json"),
        ("say -hC --json", "-C needs a value; --json is an option", "if it is meant: --logbook=--json"),
        ("-C --json say", "-C needs a value; --json is an option", "if it is meant: --logbook=--json"),
    ],
)
def test_an_option_is_no_value_of_another(line: str, message: str, hint: str) -> None:
    """Where a value was forgotten, the next option is not taken for it: --dry-run would be no dry run."""
    with pytest.raises(OptionAsValue) as caught:
        call(*line.split())
    assert (caught.value.message, caught.value.hint, caught.value.exit_code) == (message, hint, 2)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("say --loud=--dry-run", ("", "--dry-run")),
        ("say --loud -3d a", ("a", "-3d")),
        ("say --loud --", ("", "--")),
        ("say --loud - a", ("a", "-")),
        ("say --loud --quiet a", ("a", "--quiet")),
        ("say -C. a -- --loud --json", ("a --loud --json", "")),
        ("-C . say a --loud x", ("a", "x")),
    ],
)
def test_what_else_begins_with_a_dash_is_a_value(line: str, values: tuple[str, str]) -> None:
    """An option behind =, a word that is no option of this command, and all that follows --."""
    seen = Seen()
    call(*line.split(), seen=seen)
    assert seen.values == values


def test_a_result_for_people() -> None:
    """The page, and no envelope."""
    assert call("say", "hello") == (None, "hello\n")


def test_a_result_for_programs() -> None:
    """One envelope after the body has ended."""
    code, out = call("say", "hello", "--json")
    assert (code, json.loads(out)["command"], json.loads(out)["data"]) == (None, "say", {"said": "hello"})


def test_a_failure_after_the_result() -> None:
    """A check that found something still gives its result, and what made it fail is among the errors."""
    code, out = call("fail", "a fault", "--json")
    body = json.loads(out)
    assert (code, body["ok"], body["data"]) == (1, False, ["a fault"])
    assert [(error["code"], error["message"]) for error in body["errors"]] == [("error", "a fault")]


def test_the_help_of_a_command() -> None:
    """Summary, then examples, then arguments and options."""
    assert (
        call("say", "--help")[1]
        == """\
Usage: tool say [OPTIONS] [TEXT...]

Say something.

At length.

Examples:
  tool say a b
      say it
  tool say

Arguments:
  TEXT                 What to say.

Options:
  --loud HOW           How loud.
  --json               Print one JSON envelope.
  --no-input           Never ask; a missing value is an error.
  -C, --logbook DIR    Use the logbook in this folder.
  --dry-run            Show the difference and the commit message, change nothing.
  --allow-secret RULE  Write it though it looks like a secret.
  --no-pager           Print without a pager.
  -h, --help           Show this message and exit.
"""
    )


def test_the_help_of_a_noun() -> None:
    """Its verbs, with their summaries."""
    assert (
        call("noun", "-h")[1]
        == """\
Usage: tool noun [OPTIONS] COMMAND [ARGS]...

Verbs of a noun.

Commands:
  verb  Do it

Options:
  -h, --help  Show this message and exit.
"""
    )


@pytest.mark.parametrize(
    ("line", "message"), [(["noun"], "tool noun needs a verb: verb"), (["noun", "nix"], "there is no command 'nix'")]
)
def test_a_noun_without_its_verb(line: list[str], message: str) -> None:
    """A noun alone, or with a verb that is not there, is refused."""
    with pytest.raises(UsageError) as refused:
        call(*line)
    assert refused.value.message == message


@pytest.mark.parametrize("env", [{"RCALOG_NO_INPUT": "1"}, {"CI": "true"}])
def test_nobody_is_asked_where_it_was_forbidden(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable forbids it, even on a terminal."""
    for name in ("stdin", "stderr"):
        monkeypatch.setattr(sys, name, Tty())
    assert Context(Session(Output.standard(json=False), SystemClock()), "x", env=env).interactive is False


def test_nobody_is_asked_with_no_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flag forbids it too."""
    for name in ("stdin", "stderr"):
        monkeypatch.setattr(sys, name, Tty())
    assert Context(Session(Output.standard(json=False), SystemClock()), "x", no_input=True).interactive is False


@pytest.mark.parametrize("env", [{}, {"CI": "false"}, {"CI": "", "RCALOG_NO_INPUT": "0"}])
def test_somebody_is_asked_on_a_terminal(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With terminals at both ends, and nothing against it."""
    for name in ("stdin", "stderr"):
        monkeypatch.setattr(sys, name, Tty())
    assert Context(Session(Output.standard(json=False), SystemClock()), "x", env=env).interactive is True


class Tty(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True
