"""What is shown, to people and to programs."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.cli.folding import put
from rcalog.cli.hints import labelled, with_hint
from rcalog.cli.output import Output, OutputRefused, Page, bold, cyan, dim, green, red, yellow
from rcalog.cli.streams import wants_colour
from rcalog.model.display import width

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://example.org\x07click\x1b]8;;\x07",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x9b2J",
    "safe\u202eevil",
    "\u2066isolate",
    "nul\x00bell\x07",
    "[red]markup[/]",
    "[/]",
    "one\ntwo\rthree",
    "x" * 10_000,
    "\ud800",
    "\U000e0041tag",
]


class FullDisk(io.StringIO):
    """A stream that takes nothing."""

    def write(self, _text: str) -> int:
        """Refuse."""
        raise OSError(28, "No space left on device")


def captured(*, json: bool = False, colour: bool = False) -> tuple[Output, io.StringIO, io.StringIO]:
    """Return an output and the two streams that it writes to."""
    out, err = io.StringIO(), io.StringIO()
    return Output(out, err, json, colour, colour, command="show"), out, err


def acts(text: str) -> bool:
    """Whether a terminal would obey any of it, lines aside."""
    return any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in text.replace("\n", ""))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_is_harmless(text: str) -> None:
    """Whatever a record holds, in a line, a cell or prose, no control reaches the terminal."""
    page = Page(colour=False, cells=80)
    page.line("title: ", text)
    page.line(bold(text))
    page.table([[text, text], ["a", text]], head=["one", "two"])
    page.text(text)
    assert not acts(str(page))


def test_a_line_is_one_line() -> None:
    """A line break in a value cannot forge a line of ours."""
    page = Page(colour=False, cells=None)
    page.line("title: ", "x\nerror: forged")
    assert str(page) == "title: x␊error: forged\n"


def test_a_long_value_is_whole_in_a_pipe() -> None:
    """Where there is no terminal nothing is cut."""
    page = Page(colour=False, cells=None)
    page.table([["id", "x" * 10_000]])
    assert str(page) == f"id  {'x' * 10_000}\n"


def test_markup_is_text() -> None:
    """Brackets mean nothing here."""
    page = Page(colour=True, cells=None)
    page.line("[red]title[/]")
    assert str(page) == "[red]title[/]\n"


def test_columns_stand_under_each_other_in_chinese() -> None:
    """Chinese characters take two cells."""
    page = Page(colour=False, cells=40)
    page.table([["k7f3q", "数据库", "被误删除，且没有任何一个备份可以恢复使用"], ["am3x7", "ab", "short"]])
    assert page.lines == ["k7f3q  数据库  被误删除，且没有任何一...", "am3x7  ab      short"]
    assert width(page.lines[0]) <= 40


def test_a_column_that_shall_be_whole_is_wrapped() -> None:
    """What goes on stands under the column's beginning; Chinese is broken anywhere, words at blanks."""
    page = Page(colour=True, cells=24)
    page.table([["14:05", bold("rolled back to the last release")], ["14:20", "数据库被误删除且没有备份"]], whole=True)
    assert str(page) == (
        "14:05  \x1b[1mrolled back to\x1b[0m\n       \x1b[1mthe last release\x1b[0m\n"
        "14:20  数据库被误删除且\n       没有备份\n"
    )


ACTIONS = (
    ["20260104-ggd6r", "20260106-q1a68"],
    [bold("avz9v"), bold("asay2")],
    ["2026-01-19 overdue", "2026-12-01"],
    ["dmitri", "ana"],
    ["todo", "todo every 3mo"],
    ["Set the limits of object-store from one file for all hosts that are there now", "用 24 个进程压力测试"],
)
NAMES = ("incident", "action", "due", "owner", "status", "what")


def listed(cells: int | None, *, columns: Sequence[Sequence[str]] = ACTIONS) -> list[str]:
    """Return a list as a terminal of that width gets it."""
    page = Page(colour=False, cells=cells)
    page.columns(columns, head=NAMES[: len(columns)])
    assert all(width(line) <= cells for line in page.lines if cells)
    return str(page).splitlines()


def test_what_says_most_has_room_in_a_narrow_terminal() -> None:
    """Where it has too little beside the other columns it stands below them, and these on as many lines as it takes."""
    assert listed(80) == [
        "incident        action  due                 owner   status",
        "    what",
        "20260104-ggd6r  avz9v   2026-01-19 overdue  dmitri  todo",
        "    Set the limits of object-store from one file for all hosts that are there...",
        "20260106-q1a68  asay2   2026-12-01          ana     todo every 3mo",
        "    用 24 个进程压力测试",
    ]
    assert listed(40)[4:8] == [
        "20260104-ggd6r  avz9v",
        "    2026-01-19 overdue  dmitri",
        "    todo",
        "    Set the limits of object-store fr...",
    ]


def test_where_there_is_room_a_row_is_a_line() -> None:
    """Beside the others where it is wide enough for what stands there, or for a good part of it, and in a pipe."""
    assert listed(100)[1].endswith("  todo            Set the limits of object-stor...")
    assert listed(88)[1].endswith("  todo            Set the limits of...")
    assert listed(87)[1] == "    what"
    assert listed(None)[1].endswith(" that are there now")
    assert listed(24, columns=[["k7f3q", "am3x7"], ["one", "two"]]) == [
        "incident  action",
        "k7f3q     one",
        "am3x7     two",
    ]
    assert listed(24, columns=[[], []]) == []


def test_styles_are_only_paint() -> None:
    """With colour the same text is shown, and every style is closed."""
    plain, painted = Page(colour=False, cells=None), Page(colour=True, cells=None)
    for page in (plain, painted):
        page.line(bold("a"), dim("b"), red("c"), yellow("d"), green("e"), cyan("f"), "g")
        page.table([["h", bold("i")]], head=["j", "k"])
    assert str(plain) == "abcdefg\nj  k\nh  i\n"
    assert str(painted).startswith("\x1b[1ma\x1b[0m\x1b[2mb\x1b[0m\x1b[31mc\x1b[0m")
    assert str(painted).count("\x1b[0m") * 2 == str(painted).count("\x1b[")


def test_styled_text_cannot_smuggle_codes() -> None:
    """Codes inside a styled value are spelt out, only ours remain."""
    page = Page(colour=True, cells=None)
    page.line(red("\x1b[32mok"))
    assert str(page) == "\x1b[31m␛[32mok\x1b[0m\n"


def test_gaps_never_double() -> None:
    """An empty line stands between parts, not before the first, and never twice."""
    page = Page(colour=False, cells=None)
    page.gap()
    page.line("a")
    page.gap()
    page.gap()
    page.text("b\n\tc", indent="  ")
    assert str(page) == "a\n\n  b\n  \tc\n"


def test_a_table_without_rows_is_nothing() -> None:
    """No heading stands over nothing."""
    page = Page(colour=False, cells=80)
    page.table([], head=["a"])
    assert str(page) == ""


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=5))
def test_any_table_can_be_shown(rows: list[list[str]]) -> None:
    """Rows of any length and text give one line each."""
    page = Page(colour=False, cells=30)
    page.table(rows)
    assert len(page.lines) == len(rows)
    assert not acts(str(page))


@pytest.mark.parametrize(
    ("env", "wanted"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colour_in_a_pipe(env: dict[str, str], wanted: object) -> None:
    """In a pipe only FORCE_COLOR colours, and NO_COLOR wins over it."""
    assert wants_colour(io.StringIO(), env) is wanted


def test_people_get_the_page_and_programs_the_envelope() -> None:
    """The result goes to stdout in one of two forms, never both."""
    people, page, _ = captured()
    people.result({"a": 1}, lambda page: page.line("a is 1"))
    people.envelope(ok=True)
    programs, body, _ = captured(json=True)
    programs.result({"a": 1}, lambda page: page.line("a is 1"))
    programs.envelope(ok=True)
    assert page.getvalue() == "a is 1\n"
    assert json.loads(body.getvalue()) == {
        "schema": "rcalog.json/v1",
        "command": "show",
        "ok": True,
        "data": {"a": 1},
        "warnings": [],
        "errors": [],
        "commit": None,
    }


def test_what_is_said_beside_the_result_goes_to_stderr() -> None:
    """Notes, hints and warnings never stand in the data."""
    output, out, err = captured()
    output.note("in ", bold("k7f3q"))
    output.hint("rcalog show k7f3q")
    output.warn("the file is ignored by git")
    assert out.getvalue() == ""
    assert err.getvalue() == "in k7f3q\nhint: rcalog show k7f3q\nwarning: the file is ignored by git\n"


def test_programs_find_warnings_in_the_envelope() -> None:
    """With --json stderr stays silent, and warnings are kept."""
    output, out, err = captured(json=True)
    output.note("a")
    output.hint("b")
    output.warn("c\x1b")
    output.envelope(ok=True)
    assert (json.loads(out.getvalue())["warnings"], err.getvalue()) == (["c\x1b"], "")


def test_record_values_are_raw_in_json() -> None:
    """A program gets the text as it stands, in one line whose own escapes make it harmless on a terminal."""
    output, out, _ = captured(json=True)
    output.result(HOSTILE, Page.gap)
    output.envelope(ok=True)
    assert json.loads(out.getvalue())["data"] == HOSTILE
    assert out.getvalue().count("\n") == 1
    assert not acts(out.getvalue())


def test_a_full_disk_is_an_error_with_a_name() -> None:
    """A result that cannot be written is not a bug."""
    output = Output(FullDisk(), io.StringIO(), json=False, colour=False, error_colour=False)
    with pytest.raises(OutputRefused) as refused:
        output.write("x")
    assert refused.value.message == "could not write the result: No space left on device"


@settings(max_examples=60)
@given(
    st.lists(st.tuples(*[st.text("ab \t连接池é\u202e", max_size=6)] * 3), max_size=5),
    st.sampled_from(["", "with a head"]),
    st.sampled_from(["", "  "]),
)
def test_a_plain_table_is_the_painted_one_without_paint(
    rows: list[tuple[str, str, str]], with_head: object, indent: str
) -> None:
    """What is made column by column is what is made cell by cell."""
    head = ("one", "二", "three") if with_head else ()
    pages = [Page(colour=colour, cells=None) for colour in (False, True)]
    for page in pages:
        page.table(rows, head=head, indent=indent)
    plain, painted = ([re.sub(r"\x1b\[[0-9]*m", "", line).rstrip(" ") for line in page.lines] for page in pages)
    assert plain == painted


def hinted(cells: int | None, text: str) -> list[str]:
    """Return a hint as a terminal of that width gets it."""
    return with_hint(Page(colour=False, cells=cells), text).lines


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (None, ["error: the record of this incident cannot be read any more", "    at all"]),
        (40, ["error: the record of this incident", "  cannot be read any more", "    at all"]),
    ],
)
def test_an_error_is_broken_between_words(cells: int | None, lines: list[str]) -> None:
    """So is a warning; a line that has room keeps its blanks, and what is piped is never broken."""
    page = Page(colour=False, cells=cells)
    assert labelled(page, "error: ", "the record of this incident cannot be read any more\n  at all").lines == lines


def folded(cells: int | None, *parts: str, colour: bool = False) -> list[str]:
    """Return parts as a terminal of that width gets them."""
    return put(Page(colour=colour, cells=cells), *parts).lines


def test_a_line_of_several_styles_is_broken_between_words() -> None:
    """What stands before it stays, the other lines are deeper; where there is room, and for a command, it stays whole."""
    parts = ("  ", bold("k7f3q"), "  resolved  ", dim("磁盘写满，停止服务"))
    whole = "  k7f3q  resolved  磁盘写满，停止服务"
    assert [folded(None, *parts), folded(40, *parts)] == [[whole], [whole]]
    assert folded(24, *parts) == ["  k7f3q resolved 磁盘", "    写满，停止服务"]
    assert folded(24, *parts, colour=True) == [
        "  \x1b[1mk7f3q\x1b[0m resolved \x1b[2m磁盘\x1b[0m",
        "    \x1b[2m写满，停止服务\x1b[0m",
    ]
    assert folded(24, "  rcalog list status:ongoing severity:sev1") == ["  rcalog list status:ongoing severity:sev1"]
    assert folded(24, "a\x1b[2J", " b" * 12) == ["a␛[2J b b b b b b b b", "  b b b b"]


def test_notes_are_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """As warnings are."""
    output, _, err = captured()
    monkeypatch.setattr("rcalog.cli.output.cells_of", lambda _: 24)
    output.note("this never stood in a record that is committed")
    assert err.getvalue() == "this never stood in a\n  record that is\n  committed\n"


def test_a_hint_is_broken_between_words() -> None:
    """On a terminal, where it is longer than a line; in a pipe, and where it is a command to copy, it stays whole."""
    text = "accepted: 2026-12-01, +15d, 2w, next friday; 下周五, 两周后"
    assert hinted(None, text) == [f"hint: {text}"]
    assert hinted(40, text) == ["hint: accepted: 2026-12-01, +15d, 2w,", "  next friday; 下周五, 两周后"]
    assert hinted(40, f"rcalog set {'x' * 60}=1") == [f"hint: rcalog set {'x' * 60}=1"]
    assert hinted(12, "one\ntwo") == ["hint: one", "  two"]
    assert hinted(None, "") == ["hint:"]


def test_ten_thousand_lines_are_written_in_a_few_parts() -> None:
    """In so many that none of them takes much memory, and in no more than that."""
    page = Page(colour=False, cells=None)
    page.columns([[str(number) for number in range(10_000)], ["服务"] * 10_000], head=["n", "what"])
    page.line("end")
    parts = [*page.parts()]
    assert ("".join(parts).splitlines()[:3], "".join(parts).count("\n")) == (
        ["n     what", "0     服务", "1     服务"],
        10_002,
    )
    assert 10 < len(parts) < 30
