"""The pager, and signs of life, on a terminal."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from rcalog.cli.output import Output, Page
from rcalog.cli.pager import default_pager, through_pager
from rcalog.cli.progress import working
from tests.helpers.terminal import Terminal

PAGED = """
from rcalog.cli.output import Output
from rcalog.cli.pager import through_pager
output = Output.standard(json=False)
page = output.page()
for number in range({lines}):
    page.line(f"line {{number}} 数据库")
through_pager(output, {parts}, command={command!r})
"""
WORKING = """
from rcalog.cli.output import Output
from rcalog.cli.progress import working
with working(Output.standard(json=False), "reading 10,000 records"):
    {work}
print("done")
"""


def story(text: str, cwd: Path) -> Terminal:
    """Run a program in a terminal."""
    (cwd / "story.py").write_text(text)
    return Terminal(sys.executable, "story.py", cwd=cwd, lines=20)


WHOLE, BITS = "[str(page)]", "(f'{line}\\n' for line in page.lines)"


@pytest.mark.parametrize("parts", [WHOLE, BITS])
@pytest.mark.parametrize(
    ("lines", "command", "first"),
    [
        (100, "sed s/line/paged/ | head -3", "paged 0 数据库"),
        (5, "sed s/line/paged/", "line 0 数据库"),
        (100, "cat", "line 81 数据库"),
        (100, "", "line 81 数据库"),
        (100, "no-such-pager-at-all 2>&-", "line 81 数据库"),
        (3000, "head -1", "line 0 数据库"),
    ],
)
def test_long_pages_go_through_the_pager(lines: int, command: str, first: str, parts: str, tmp_path: Path) -> None:
    """A page longer than the terminal is piped into the pager, at once or as it comes; else it is printed."""
    with story(PAGED.format(lines=lines, command=command, parts=parts), tmp_path) as terminal:
        assert terminal.finish() == 0
        assert terminal.lines()[0] == first
        assert "Traceback" not in terminal.text()


def test_no_pager_in_a_pipe() -> None:
    """Where there is no terminal the page is printed."""
    out = io.StringIO()
    page = Page(colour=False, cells=None)
    for number in range(100):
        page.line(str(number))
    through_pager(Output(out, out, json=False, colour=False, error_colour=False), [str(page)], command="false")
    assert out.getvalue() == str(page)


@pytest.mark.parametrize(
    ("env", "command"),
    [({}, "less"), ({"PAGER": "more"}, "more"), ({"GIT_PAGER": "most", "PAGER": "more"}, "most")],
)
def test_the_pager_outside_of_a_repository(env: dict[str, str], command: str) -> None:
    """The variables that git would look at."""
    assert default_pager(env) == command


def test_long_work_shows_that_it_goes_on(tmp_path: Path) -> None:
    """After half a second a bar turns, and afterwards its line is clean."""
    os.mkfifo(tmp_path / "go")
    with story(WORKING.format(work="open('go').read()"), tmp_path) as terminal:
        terminal.wait_for("reading 10,000 records")
        (tmp_path / "go").write_text("on")
        assert terminal.finish() == 0
        assert terminal.lines() == ["done"]


def test_short_work_shows_nothing(tmp_path: Path) -> None:
    """What is over at once needs no sign."""
    with story(WORKING.format(work="pass"), tmp_path) as terminal:
        assert terminal.finish() == 0
        assert terminal.raw == b"done\r\n"


def test_work_in_a_pipe_shows_nothing() -> None:
    """Where nobody looks nothing is drawn."""
    err = io.StringIO()
    with working(Output(io.StringIO(), err, json=False, colour=False, error_colour=False), "reading"):
        pass
    assert err.getvalue() == ""
