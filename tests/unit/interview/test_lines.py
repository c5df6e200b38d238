"""What is typed on one line."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from rcalog.errors import RcalogError
from rcalog.interview.lines import (  # fmt: skip
    ActionLine,
    Calendar,
    CauseLine,
    NameLine,
    read_action,
    read_cause,
    read_name,
    read_settings,
    read_who,
)
from rcalog.model.actions import Aim, Strength
from rcalog.model.times import When
from tests.helpers.interview import NOW

CALENDAR = Calendar(NOW, UTC)
IN_TWO_WEEKS = date(2017, 2, 17)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The bucket was empty", CauseLine("The bucket was empty", ())),
        ("empty @@ ls", CauseLine("empty", ("ls",))),
        ("空的 ＠＠ 日志 @@", CauseLine("空的", ("日志",))),
        ("@@ ls", CauseLine("", ("ls",))),
        ("ana@example.org was unreachable", CauseLine("ana@example.org was unreachable", ())),
    ],
)
def test_a_cause_with_its_evidence(text: str, line: CauseLine) -> None:
    """Two signs part them, one does not."""
    assert read_cause(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@ana 2w", NameLine("ana", IN_TWO_WEEKS, "")),
        ("ana 2w", NameLine("ana", IN_TWO_WEEKS, "")),
        ("2w @ana", NameLine("ana", None, "2w")),
        ("look again 2w @ana", NameLine("ana", IN_TWO_WEEKS, "look again")),
        ("＠安娜 两周", NameLine("安娜", IN_TWO_WEEKS, "")),
        ("2w", NameLine(None, IN_TWO_WEEKS, "")),
        ("2w for now", NameLine(None, IN_TWO_WEEKS, "for now")),
        ("@cto 2017-02-17 costs more", NameLine("cto", IN_TWO_WEEKS, "costs more")),
        ("@cto costs more", NameLine("cto", None, "costs more")),
        ("", NameLine(None, None, "")),
    ],
)
def test_a_name_a_date_and_the_rest(text: str, line: NameLine) -> None:
    """The date is the longest run of words that is one."""
    assert read_name(text, CALENDAR) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Restore nightly into an empty host @ana 2w", ActionLine("Restore nightly into an empty host", "ana", IN_TWO_WEEKS)),
        ("Watch the dump 2w", ActionLine("Watch the dump", None, IN_TWO_WEEKS)),
        ("Watch the dump", ActionLine("Watch the dump")),
        ("Mail ana@example.org daily @ben", ActionLine("Mail ana@example.org daily", "ben")),
        ("Restore @ana every 1d", ActionLine("Restore", "ana", None, "1d")),
        ("每晚恢复到空机器 @安娜 2w 每1d", ActionLine("每晚恢复到空机器", "安娜", IN_TWO_WEEKS, "1d")),
        ("Block it @ana strong prevent 2017-02-17", ActionLine("Block it", "ana", IN_TWO_WEEKS, None, Aim.PREVENT, Strength.STRONG)),
        ("Restore within 4h", ActionLine("Restore within 4h")),
        ("Watch the dump 2017-13-45", ActionLine("Watch the dump 2017-13-45")),
    ],
)  # fmt: skip
def test_an_action_on_one_line(text: str, line: ActionLine) -> None:
    """The owner parts the text from the rest; without an owner only a date at the end is understood."""
    assert read_action(text, CALENDAR) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ActionLine("")),
        ("strong detect @li 2w", ActionLine("", "li", IN_TWO_WEEKS, None, Aim.DETECT, Strength.STRONG)),
        ("加固 恢复", ActionLine("", None, None, None, Aim.RECOVER, Strength.INTERMEDIATE)),
        ("every 1mo", ActionLine("", None, None, "1mo")),
    ],
)
def test_settings_in_any_order(text: str, line: ActionLine) -> None:
    """Each word is known by what it is."""
    assert read_settings(text, CALENDAR) == line


@pytest.mark.parametrize("text", ["maybe", "strong-ish", "@ana sometime", "every now"])
def test_settings_that_mean_nothing(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(RcalogError):
        read_settings(text, CALENDAR)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("database team", ("database team", None)),
        ("database team since 2016-04", ("database team", When("2016-04"))),
        ("数据库组，自2016-04", ("数据库组", When("2016-04"))),
        ("since 2016-04", ("", When("2016-04"))),
        ("database team from 2016-04", ("database team", When("2016-04"))),
        ("team from Berlin", ("team from Berlin", None)),
        ("监控组 从2016年3月起", ("监控组", When("2016-03"))),
        ("监控组 自二〇一六年三月以来", ("监控组", When("2016-03"))),
        ("监控组 从 2016-03 开始", ("监控组", When("2016-03"))),
        ("从前端来的组", ("从前端来的组", None)),
        ("the since-then team", ("the since-then team", None)),
    ],
)
def test_who_can_change_it_and_since_when(text: str, who: tuple[str, When | None]) -> None:
    """A time goes after since."""
    assert read_who(text, CALENDAR) == who


@pytest.mark.parametrize(
    ("typed", "since"),
    [
        ("2016-04", "2016-04"), ("2016", "~2016-01"), ("２０１６年", "~2016-01"), ("two years ago", "~2015-02"),
        ("三年前", "~2014-02"), ("3 months ago", "~2016-11"), ("两个月前", "~2016-12"), ("last year", "~2016-02"),
        ("去年", "~2016-02"), ("half a year ago", "~2016-08"), ("2016年4月", "2016-04"),
    ],
)  # fmt: skip
def test_a_beginning_may_be_a_year(typed: str, since: str) -> None:
    """Or months and years ago: then it is about a month."""
    assert CALENDAR.beginning(typed).text == since


@pytest.mark.parametrize("typed", ["200 years ago", "2999 years ago", "0 years ago", "for ages"])
def test_what_is_no_beginning(typed: str) -> None:
    """It is refused as a time is."""
    with pytest.raises(RcalogError):
        CALENDAR.beginning(typed)
