"""How failures are shown, and which exit code they have."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from rcalog.cli.errors import Terminated, entry_of, handle
from rcalog.cli.output import Output
from rcalog.errors import RcalogError, UsageError
from rcalog.model.findings import Finding, Weight

NOW = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


class Placed(RcalogError):
    """A failure at a place in a file, and another one known at the same time."""

    code = "placed"

    def __init__(self, line: int, others: tuple[RcalogError, ...] = ()) -> None:
        super().__init__(f"bad line {line}", hint="mend it")
        self.file, self.line, self.column, self.others = Path("a/b.yaml"), line, 3, others


class Several(RcalogError):
    """A failure with findings."""

    code = "several"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        first = Finding("F201", Weight.ERROR, "no title", "add one", path="title", file="r.yaml", line=2, column=1)
        self.findings = [first, Finding("T101", Weight.ERROR, "not a time")]


def shown(error: BaseException) -> tuple[int, str]:
    """Return the exit code and what people read on stderr."""
    err = io.StringIO()
    code = handle(error, Output(io.StringIO(), err, json=False, colour=False, error_colour=False), now=NOW)
    return code, err.getvalue()


def told(error: BaseException) -> tuple[int, list[dict[str, object]]]:
    """Return the exit code and the errors that programs get on stdout."""
    out, err = io.StringIO(), io.StringIO()
    code = handle(error, Output(out, err, json=True, colour=False, error_colour=False), now=NOW)
    body = json.loads(out.getvalue())
    assert (body["ok"], err.getvalue()) == (False, "")
    return code, body["errors"]


def test_an_error_and_its_hint() -> None:
    """What happened, then the next thing to type."""
    assert shown(RcalogError("no such incident", hint="rcalog list")) == (
        1,
        "error: no such incident\nhint: rcalog list\n",
    )


def test_an_error_without_a_hint() -> None:
    """No hint, no line."""
    assert shown(UsageError("what now")) == (2, "error: what now\n")


def test_a_message_of_several_lines() -> None:
    """Further lines are indented under the first, as is the output of a hook."""
    assert shown(RcalogError("hook refused:\nline 2\n\x1b[2J", hint="a\nb")) == (
        1,
        "error: hook refused:\n  line 2\n  ␛[2J\nhint: a\n  b\n",
    )


def test_places_and_all_errors_at_once() -> None:
    """Every error that is known is shown, each with its place."""
    assert shown(Placed(4, others=(Placed(9),))) == (
        1,
        "error: bad line 4\n  --> a/b.yaml:4:3\nhint: mend it\nerror: bad line 9\n  --> a/b.yaml:9:3\nhint: mend it\n",
    )


FOUND = "error: title: no title\n  --> r.yaml:2:1\nhint: add one\nerror: not a time\n"


def test_findings_are_shown_one_by_one() -> None:
    """An error that is only the sum of its findings leaves the word to them, and its code to the first."""
    assert shown(Several("title: no title (and 1 more)")) == (1, FOUND)
    assert shown(Several("no title")) == (1, FOUND)
    assert [entry["code"] for entry in told(Several("no title"))[1]] == ["several", "T101"]


def test_a_summary_stands_before_the_findings() -> None:
    """An error that says more than its findings is shown first."""
    assert shown(Several("not ready to be reviewed")) == (1, f"error: not ready to be reviewed\n{FOUND}")


def test_errors_for_programs() -> None:
    """The envelope has the code, the message, the hint and the place of each."""
    place = {"path": "r.yaml", "line": 2, "column": 1}
    nowhere = {"path": None, "line": None, "column": None}
    assert told(Several("not ready")) == (
        1,
        [
            {"code": "several", "message": "not ready", "hint": None, **nowhere},
            {"code": "F201", "message": "title: no title", "hint": "add one", **place},
            {"code": "T101", "message": "not a time", "hint": None, **nowhere},
        ],
    )


def test_ctrl_c() -> None:
    """Interrupted is 130, in a word."""
    assert shown(KeyboardInterrupt()) == (130, "error: interrupted\n")


def test_ctrl_c_after_what_is_kept_was_said() -> None:
    """Then there is nothing to add; programs get their envelope all the same."""
    out, err = io.StringIO(), io.StringIO()
    output = Output(out, err, json=False, colour=False, error_colour=False)
    output.kept("what you typed is kept: rcalog drafts resume d1a2b")
    assert handle(KeyboardInterrupt(), output, now=NOW) == 130
    assert err.getvalue() == "hint: what you typed is kept: rcalog drafts resume d1a2b\n"


@pytest.mark.parametrize(("number", "code"), [(15, 143), (1, 129)])
def test_signals(number: int, code: int) -> None:
    """A signal that ends the program gives 128 and its number."""
    assert told(Terminated(number))[0] == code


@pytest.mark.parametrize(("code", "left"), [(0, 0), (5, 5), (None, 0), ("text", 1)])
def test_system_exit(code: object, left: int) -> None:
    """What a library ends with is passed on."""
    assert handle(SystemExit(code), Output.standard(json=False), now=NOW) == left


def test_a_usage_error_of_the_parser() -> None:
    """The parser's messages are put into our form."""
    assert shown(typer.BadParameter("not a number.")) == (
        2,
        "error: invalid value: not a number\nhint: see rcalog --help\n",
    )


def crash() -> BaseException:
    """Return a bug, as it was raised."""
    try:
        raise ZeroDivisionError("told \x1b[2J")
    except ZeroDivisionError as error:
        return error


def test_a_bug_leaves_a_crash_log(own_world: Path) -> None:
    """Three lines, exit 3, and a private file with the versions and the traceback."""
    code, err = shown(crash())
    [log] = (own_world / ".local/state/rcalog/crash").iterdir()
    text = log.read_text()
    assert (code, err.splitlines()) == (
        3,
        [
            "error: a bug in rcalog: ZeroDivisionError: told ␛[2J",
            f"  --> {log}",
            "hint: please report it with this log; look through it, it may name your files",
        ],
    )
    assert log.name == f"20261120T140500-{os.getpid()}.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "rcalog 0." in text
    assert "python 3." in text
    assert 'in crash\n    raise ZeroDivisionError("told' in text


def test_no_secret_is_repeated(own_world: Path) -> None:
    """Neither in an error with its hint, for people and programs, nor in a crash log."""
    token = "ghp_" + "a1B2c3D4e5F6" * 3
    refused = Placed(3)
    refused.message, refused.hint = f"bad {token}", f"rcalog note {token}"
    bug = crash()
    bug.args = (f"got {token}",)
    [log] = [each for _ in [shown(bug)] for each in (own_world / ".local/state/rcalog/crash").iterdir()]
    said = [shown(refused)[1], json.dumps(told(refused)), shown(bug)[1], json.dumps(told(bug)), log.read_text()]
    assert [(token in each, "[masked: github-token]" in each) for each in said] == [(False, True)] * 5


def test_a_path_that_the_system_does_not_take(tmp_path: Path) -> None:
    """It is named, cut short, and no bug."""
    with pytest.raises(OSError, match="too long") as caught:
        (tmp_path / ("x" * 300)).stat()
    code, err = shown(caught.value)
    assert (code, err.endswith("xxx... cannot be used: File name too long\n"), len(err) < 260) == (1, True, True)


def test_a_bug_for_programs() -> None:
    """The envelope comes even then, with the place of the crash log."""
    code, [error] = told(crash())
    assert (code, error["code"], str(error["path"]).endswith(".log")) == (3, "bug", True)


def test_a_bug_where_nothing_can_be_written(own_world: Path) -> None:
    """Without a folder for the log the traceback itself is shown."""
    (own_world / ".local").write_text("in the way")
    code, err = shown(crash())
    assert code == 3
    assert err.startswith("error: a bug in rcalog: ZeroDivisionError: told ␛[2J\n  rcalog 0.")
    assert "Traceback (most recent call last)" in err


LOADING = """
import os, signal, sys
class Interrupting:
    def find_spec(name, *_):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting)
sys.argv = ["rcalog", "doctor"]
from rcalog.__main__ import main
main()
"""


def test_interrupted_while_it_loads() -> None:
    """A Ctrl-C before there is anything to say ends the program without a word."""
    ran = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, "", "")


def test_a_finding_that_names_its_field() -> None:
    """The field stands before what does not begin with it."""
    missing = Finding("F201", Weight.ERROR, "kind is missing", path="kind", file="r.yaml")
    assert [entry_of(missing).message, entry_of(missing.with_(path="a.kind")).message] == [
        "kind is missing",
        "a.kind: kind is missing",
    ]
