"""The written forms of a day, English and Chinese, as patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

from rcalog.model.timegrammar.days import Day, Relative, Weekly, fixed, month_of, yearly
from rcalog.model.timegrammar.words import MONTHS, WEEKDAYS
from rcalog.patterns import pattern
from rcalog.values import Value

Found = re.Match[str]

MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + "|sept"
WEEKDAY = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in WEEKDAYS) + "|tues|wednes|thur|thurs"
_YMD = r"(?P<y>[0-9]{4})(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})"
_ORDINAL = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_WORD_END = r"(?![0-9a-z:/.-])"

_RELATIVE = {
    "大前天": -3,
    "(?:the )?day before yesterday|前天|前日": -2,
    "yesterday|昨天|昨日": -1,
    "today|今天|今日": 0,
    "(?:the )?day after tomorrow|后天": 2,
    "tomorrow|明天|明日": 1,
}
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "this": 0, "下": 1, "下下": 2}
_HAN_AGO = r"(?:以|之)?前"


class Form(Value):
    """One way to write a day: a pattern, compiled when it is first tried, and what it stands for."""

    pattern: str
    build: Callable[[Found], Day]

    @cached_property
    def at_start(self) -> re.Pattern[str]:
        """The form at the start of a phrase."""
        return pattern(rf"(?:on )?(?:{self.pattern})")

    @cached_property
    def at_end(self) -> re.Pattern[str]:
        """The form at the end of a phrase."""
        return pattern(rf"(?:(?:^|[ ,])(?:on )?|(?<=[\u3400-\u9fff]))(?:{self.pattern})$")

    def split(self, phrase: str) -> tuple[Day, str] | None:
        """Take this form off the start or the end of a phrase and return it with what is left."""
        if found := self.at_start.match(phrase):
            return self.build(found), phrase[found.end() :]
        if found := self.at_end.search(phrase):
            return self.build(found), phrase[: found.start()]
        return None


def split_day(phrase: str) -> tuple[Day | None, str]:
    """Take the day off the start or the end of a phrase and return it with what is left.

    Raises:
        Unread: where the calendar has no such date.
    """
    return next((split for form in FORMS if (split := form.split(phrase))), (None, phrase))


def read_month(phrase: str) -> date | None:
    """Return the first day of a month that is written alone: `2016-04`, `Apr 2016`, `2016年4月`.

    Raises:
        Unread: where the calendar has no such month.
    """
    if found := re.fullmatch(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月(?:份)?)", phrase):
        return month_of(found[1], found[2] or found[3])
    if found := re.fullmatch(rf"({MONTH})\.?,? ([0-9]{{4}})", phrase):
        return month_of(found[2], _month_number(found[1]))
    return None


def _month_number(name: str) -> str:
    return str(next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3])))


def _dated(found: Found) -> Day:
    year = found["y"]
    month = found["m"] if found["m"].isdecimal() else _month_number(found["m"])
    return fixed(year, month, found["d"]) if year else yearly(month, found["d"])


def _days(number: str, unit: str, sign: int = -1) -> Relative:
    count = 1 if number.startswith("a") else int(number)
    return Relative(sign * count * (7 if unit.startswith(("w", "周", "星", "礼")) else 1))


def _weekday(found: Found) -> Weekly:
    index = next(index for index, name in enumerate(WEEKDAYS) if name.startswith(found["day"][:3]))
    if found["which"] == "this":
        return Weekly(index, week=0)
    return Weekly(index, today_too=found["which"] is None)


def _han_weekday(found: Found) -> Weekly:
    week = _WEEKS[found["which"]] if found["which"] else None
    return Weekly(int(found["day"]) - 1, week=week)


def _relative(days: int) -> Callable[[Found], Day]:
    return lambda _found: Relative(days)


def _forms() -> Iterator[Form]:
    yield Form(rf"{_YMD}(?:(?=t[0-9])|{_WORD_END})", _dated)
    yield Form(r"(?:(?P<y>[0-9]{4})年)?(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})[日号]", _dated)
    yield Form(rf"(?P<m>{MONTH})\.? {_ORDINAL}(?:,? (?P<y>[0-9]{{4}}))?{_WORD_END}", _dated)
    yield Form(rf"{_ORDINAL}[ /-](?P<m>{MONTH})\.?(?:,?[ /-](?P<y>[0-9]{{4}}))?{_WORD_END}", _dated)
    for words, days in _RELATIVE.items():
        yield Form(rf"(?:{words})(?![a-z])", _relative(days))
    yield Form(rf"(?:(?P<which>last|this) )?(?P<day>{WEEKDAY})(?![a-z])", _weekday)
    yield Form(r"(?P<which>上上|上|本|这|下下|下)?个?周(?P<day>[1-7])(?:;|(?![0-9]))", _han_weekday)
    yield Form(
        r"(?P<n>[0-9]{1,4} ?|an? (?=[a-z]{2}))(?P<u>d|days?|w|wks?|weeks?) ago",
        lambda found: _days(found["n"], found["u"]),
    )
    yield Form(rf"(?P<n>[0-9]{{1,4}})个?(?P<u>天|周|星期|礼拜){_HAN_AGO}", lambda found: _days(found["n"], found["u"]))
    yield Form(r"- ?(?P<n>[0-9]{1,4}) ?(?P<u>d|w)(?![0-9a-z])", lambda found: _days(found["n"], found["u"]))


FORMS = tuple(_forms())
