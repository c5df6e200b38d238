"""What is not read as a time: each refusal says why, what to type in its place, and every form there is."""

from __future__ import annotations

from datetime import datetime

import pytest

from rcalog.model.timegrammar.errors import TIME_FORMS, TimeAmbiguous, TimeInFuture, TimeNotUnderstood
from rcalog.model.timegrammar.reader import read_time
from tests.unit.model.timegrammar.moment import NEW_YORK, NOW, SHANGHAI

REFUSED: dict[str, list[tuple[str, str, list[str]]]] = {
    "zones are never guessed": [
        ("14:05 CST", "CST is -06:00 or +08:00, and never guessed", ["14:05-06:00", "14:05+08:00"]),
        (
            "2026-11-20 9:05 EST",
            "EST is -05:00 or +10:00, and never guessed",
            ["2026-11-20 9:05-05:00", "2026-11-20 9:05+10:00"],
        ),
        ("14:05 (PST)", "PST is -08:00 or +08:00, and never guessed", ["14:05-08:00", "14:05+08:00"]),
        (
            "14:05 BST yesterday",
            "BST is +01:00 or +06:00, and never guessed",
            ["yesterday 14:05+01:00", "yesterday 14:05+06:00"],
        ),
        ("14:05 CET", "CET is not read as a zone; an offset, UTC, GMT or Z is", ["14:05+01:00"]),
        ("14:05 xyz", "XYZ is not read as a zone; an offset, UTC, GMT or Z is", ["14:05+08:00"]),
        ("14:05 Asia/Shanghai", "names of zones are not read; give the offset", ["14:05+08:00"]),
        ("北京时间14:05", "北京时间 is not read as a zone; an offset, UTC, GMT or Z is", ["14:05+08:00"]),
        ("14:05+15:00", "no zone has the offset +15:00", []),
        ("2026-11-20 UTC", "a day alone has no zone", ["2026-11-20"]),
    ],
    "day and month in an open order": [
        ("03/04/2026", "which is the day and which the month?", ["2026-03-04", "2026-04-03"]),
        ("03/04/2026 14:05", "which is the day and which the month?", ["2026-03-04 14:05", "2026-04-03 14:05"]),
        ("03.04.2026", "which is the day and which the month?", ["2026-03-04", "2026-04-03"]),
        ("03/04", "which is the day and which the month?", ["2026-03-04", "2026-04-03"]),
        ("20/11/2026", "in a date the year comes first", ["2026-11-20"]),
        ("11/20/26", "in a date the year comes first", ["2026-11-20"]),
        ("11-20 14:05", "in a date the year comes first", ["2026-11-20 14:05"]),
    ],
    "a time of day in another form": [
        ("14.43", "a time of day has a colon and two digits after it", ["14:43"]),
        ("yesterday 14.43", "a time of day has a colon and two digits after it", ["yesterday 14:43"]),
        ("14.43 yesterday", "a time of day has a colon and two digits after it", ["yesterday 14:43"]),
        ("2.30pm", "a time of day has a colon and two digits after it", ["2:30pm"]),
        ("14h43", "a time of day has a colon and two digits after it", ["14:43"]),
        ("1443", "a time of day has a colon and two digits after it", ["14:43"]),
        ("14:5", "a time of day has a colon and two digits after it", ["14:05"]),
        ("14", "an hour alone is no time of day", ["14:00"]),
        ("at 3", "an hour alone is no time of day", ["03:00", "15:00"]),
        ("3点", "3点 comes twice a day", ["凌晨3点", "下午3点"]),
        ("昨天三点半", "3点 comes twice a day", ["昨天凌晨3点半", "昨天下午3点半"]),
        ("昨晚2点", "晚上 has no certain 2点", ["今天凌晨2点", "昨天凌晨2点"]),
        ("早上12点", "早上 has no certain 12点", ["凌晨12点", "中午12点"]),
        ("半夜2点", "a night has two dates", ["凌晨2点"]),
        ("昨夜11点", "a night has two dates", ["昨晚11点"]),
        ("last night 11pm", "a night has two dates", ["yesterday 11pm", "today 11pm"]),
        ("this morning 9:15", "the hour says it alone", ["today 9:15"]),
        ("yesterday midnight", "midnight belongs to two days", ["yesterday 00:00", "yesterday 23:59"]),
        ("13:05pm", "am and pm go with the hours 1 to 12", ["13:05"]),
    ],
    "no such time": [
        ("24:00", "no clock shows 24:00", ["00:00", "23:59"]),
        ("25:00", "no clock shows 25:00", []),
        ("14:60", "no clock shows 14:60", []),
        ("14:05:60", "no clock shows 14:05:60", ["14:05:59"]),
        ("2026-02-30", "February 2026 has the days 1 to 28", []),
        ("2月30日", "February 2024 has the days 1 to 29", []),
        ("2026-13-01", "there is no month 13", []),
        ("1969-12-31", "years begin at 1970 here", []),
        ("22025-03-18", "", []),
    ],
    "lengths of time": [
        ("20m", "a length of time needs the word “ago”", ["20m ago"]),
        ("20分钟", "a length of time needs 前", ["20分钟前"]),
        ("2h30 ago", "a unit is missing", ["2h30m ago"]),
        ("-20", "minutes, hours or days?", ["20m ago", "20h ago"]),
        ("30m2h ago", "larger units come first, each once", []),
        ("1.5 days ago", "a part of a day is given in hours", ["36h ago"]),
        ("半天前", "a part of a day is given in hours", []),
        ("in 20m", "what lies ahead has not happened yet", []),
        ("20分钟后", "what lies ahead has not happened yet", []),
        ("两三天前", "how many?", ["大约两天前", "大约三天前"]),
        ("十几分钟前", "how many?", ["大约15分钟前", "大约3天前"]),
        ("a while ago", "how long?", ["~15m ago", "~3 days ago"]),
        ("2 months ago", "a month or a year is given as such", ["2026-09"]),
        ("上个月", "a month or a year is given as such", ["2026-10"]),
        ("last year", "a month or a year is given as such", ["2025-11"]),
        ("last week", "a week has seven days", ["last monday", "last friday"]),
        ("上周", "a week has seven days", ["上周一", "上周五"]),
        ("99999999 hours ago", "that is more than a hundred years", []),
    ],
    "other notations": [
        ("20日", "a day of the month needs its month", ["11月20日"]),
        ("十五号下午三点", "a day of the month needs its month", ["11月15日下午3点"]),
        ("20日前", "", []),
        ("20261120", "a date has hyphens", ["2026-11-20"]),
        ("20261120 1405", "a date has hyphens, a time has colons", ["2026-11-20 14:05"]),
        ("1763613900", "seconds since 1970 are no time here", ["2025-11-20T04:45:00+00:00"]),
        ("Sat, 20 Nov 2026 14:05:10 +0800", "that date is no Saturday", ["20 nov 2026 14:05:10 +0800"]),
        ("14:05-14:30", "no zone has the offset -14:30", ["14:05"]),
        ("14:05 to 14:30", "one time is asked for, not two", ["14:05"]),
        ("14:05到14:30", "one time is asked for, not two", ["14:05"]),
        ("[14:05]", "there are signs around it", ["14:05"]),
    ],
    "slips of the finger": [
        ("yesterdy 14:05", "“yesterdy” is not known", ["yesterday 14:05"]),
        ("last firday 17:00", "“firday” is not known", ["last friday 17:00"]),
    ],
    "nothing like a time": [
        ("", "nothing was typed", []),
        (" \n", "nothing was typed", []),
        ("hello world", "", []),
        ("now now", "", []),
        ("2026-11-20 14:05 14:06", "", []),
        ("~", "", []),
        ("14:05" * 100, "it is too long", []),
    ],
}


@pytest.mark.parametrize(
    ("typed", "reason", "near"),
    [pytest.param(*row, id=f"{group}: {row[0][:20]}") for group, rows in REFUSED.items() for row in rows],
)
def test_what_is_refused(typed: str, reason: str, near: list[str]) -> None:
    """A refusal gives its reason, the forms that come near, and the accepted forms."""
    with pytest.raises(TimeNotUnderstood) as refusal:
        read_time(typed, now=NOW, zone=SHANGHAI)

    assert (refusal.value.reason, list(refusal.value.near)) == (reason, near)
    assert TIME_FORMS in (refusal.value.hint or "")


@pytest.mark.parametrize("near", sorted({form for rows in REFUSED.values() for _, _, near in rows for form in near}))
def test_what_is_offered_can_be_read(near: str) -> None:
    """A form that a refusal offers is never refused for its form."""
    try:
        read_time(near, now=NOW, zone=SHANGHAI)
    except TimeInFuture:
        return


def test_a_refusal_reads_as_a_sentence() -> None:
    """What was typed, why not, and what to type stand in the message and the hint."""
    with pytest.raises(TimeNotUnderstood) as refusal:
        read_time("14.43", now=NOW, zone=SHANGHAI)

    assert refusal.value.message == "cannot read “14.43” as a time: a time of day has a colon and two digits after it"
    assert (refusal.value.hint or "").startswith("type 14:43; accepted: 14:05, 2:05pm, ")


def test_a_long_text_is_not_repeated_in_full() -> None:
    """A pasted page does not fill the screen again."""
    with pytest.raises(TimeNotUnderstood) as refusal:
        read_time("x" * 10_000, now=NOW, zone=SHANGHAI)

    assert refusal.value.message == f"cannot read “{'x' * 60}…” as a time: it is too long"


@pytest.mark.parametrize(
    ("typed", "understood", "near"),
    [
        ("2026-11-20 15:36", "2026-11-20T15:36:00+08:00", "2026-11-19T15:36:00+08:00"),
        ("today 23:50", "2026-11-20T23:50:00+08:00", "2026-11-19T23:50:00+08:00"),
        ("tomorrow 14:05", "2026-11-21T14:05:00+08:00", "2026-11-20T14:05:00+08:00"),
        ("明天下午两点", "2026-11-21T14:00:00+08:00", "2026-11-20T14:00:00+08:00"),
        ("2026-11-20T14:05:00Z", "2026-11-20T14:05:00+00:00", "2026-11-19T14:05:00+00:00"),
        ("this sunday 10:00", "2026-11-22T10:00:00+08:00", None),
        ("明天", "2026-11-21", None),
        ("2026-12", "2026-12", None),
        ("~2027-01-01", "2027-01-01", None),
        ("9999-12-31 23:59", "9999-12-31T23:59:00", None),
        ("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59", None),
    ],
)
def test_what_has_not_happened_is_refused(typed: str, understood: str, near: str | None) -> None:
    """More than five minutes ahead is the future; the day before is offered where it fits."""
    with pytest.raises(TimeInFuture) as refusal:
        read_time(typed, now=NOW, zone=SHANGHAI)

    hint = f"type {near} if it was the day before" if near else "check the date, and the clock of this machine"
    assert (refusal.value.understood, refusal.value.hint) == (understood, hint)


AFTER_SUMMER = datetime(2026, 11, 5, 12, 0, tzinfo=NEW_YORK)
AFTER_WINTER = datetime(2026, 3, 9, 12, 0, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("now", "typed", "forms"),
    [
        (AFTER_SUMMER, "2026-11-01 01:30", ("2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00")),
        (AFTER_SUMMER, "last sunday 1:30am", ("2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00")),
        (AFTER_WINTER, "yesterday 02:30", ("2026-03-08T01:30:00-05:00", "2026-03-08T03:30:00-04:00")),
        (AFTER_WINTER, "昨天凌晨2点半", ("2026-03-08T01:30:00-05:00", "2026-03-08T03:30:00-04:00")),
    ],
)
def test_changes_of_the_clocks(now: datetime, typed: str, forms: tuple[str, str]) -> None:
    """A local time that came twice, or never, is refused with both instants to choose from."""
    with pytest.raises(TimeAmbiguous) as refusal:
        read_time(typed, now=now, zone=NEW_YORK)

    assert (refusal.value.forms, refusal.value.hint) == (forms, f"type {forms[0]} or {forms[1]}")


def test_the_two_changes_are_told_apart() -> None:
    """The message says which way the clocks went, and where."""
    messages = []
    for now, typed in ((AFTER_SUMMER, "2026-11-01 01:30"), (AFTER_WINTER, "2026-03-08 02:30")):
        with pytest.raises(TimeAmbiguous) as refusal:
            read_time(typed, now=now, zone=NEW_YORK)
        messages.append(refusal.value.message)

    assert messages == [
        "2026-11-01 01:30:00 in America/New_York came twice: the clocks went back",
        "2026-03-08 02:30:00 in America/New_York does not exist: the clocks went forward over it",
    ]


def test_only_one_of_two_has_happened() -> None:
    """Between the two readings of a repeated hour, the one that is past is meant."""
    now = datetime.fromisoformat("2026-11-01T01:40:00-04:00")

    assert read_time("01:30", now=now, zone=NEW_YORK).text == "2026-11-01T01:30:00-04:00"
