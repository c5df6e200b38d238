"""The keys of the interview, and the words that mean yes, no and unknown; full-width forms of an input method too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

from rcalog.patterns import pattern


class Key(StrEnum):
    """What an answer may be instead of text. A key counts only when it is the whole answer."""

    SKIP = ""
    HELP = "?"
    BACK = "<"
    TREE = "="
    PARK = "-"
    SAME = "~"
    END = "."
    SPLIT = "/"
    HUMAN = "h"
    EVIDENCE = "e"
    NECESSARY = "n"


EVERYWHERE = frozenset({Key.HELP, Key.BACK, Key.TREE})
"""What a face understands at every question."""

TYPED_INSTEAD = {"《": "<", "。": ".", "、": "/", "—": "-", "——": "-", "…": "."}
"""What the same keys give under Chinese punctuation, beyond the full-width forms that NFKC folds."""

YES = frozenset({"y", "yes", "是", "是的", "对", "好", "嗯"})
NO = frozenset({"n", "no", "nope", "not yet", "否", "不", "不是", "没有", "还没", "还没有"})
UNKNOWN = frozenset(
    {
        "unknown",
        "don't know",
        "dont know",
        "nobody knows",
        "no idea",
        "idk",
        "not sure",
        "不知道",
        "不清楚",
        "不确定",
        "未知",
    }
)
NOTHING = NO | {"none", "nothing", "nothing else", "nothing more", "no more", "n/a", "无", "没有了", "没了"}
LEAVING = frozenset({"q", ":q", ":wq", "quit", "exit", "bye", "退出", "离开"})
"""What is typed by somebody who wants to get out; no answer to anything."""


def folded(text: str) -> str:
    """Return `text` as keys and words are compared: no blanks around it, narrow, lower case."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def key_of(text: str, accepted: Collection[Key]) -> Key | None:
    """Return the key that `text` is, else None. A letter is a key only where it is accepted."""
    typed = TYPED_INSTEAD.get(text.strip(), folded(text))
    if typed not in set(Key):
        return None
    key = Key(typed)
    return None if typed.isalpha() and key not in accepted else key


FOLLOWED = pattern(r"(?P<key>[.\-~](?=\s)|[。．－～])\s*(?P<rest>\S.*)", re.DOTALL)
BY = (
    r"\+?\d+ ?(?:d|w|mo|m|y)|\d{4}-\d\d-\d\d|next \w+|tomorrow|明天|下?周[一二三四五六日天末]"
    r"|[\d一二两三四五六七八九十半]+(?:天|周|个月|年)后?"
)
"""How a day is said by which somebody named without @ takes a branch up."""
BEGINS = {Key.END: "", Key.PARK: rf"@|\S+\s+(?:{BY})$", Key.SAME: r"\d"}
"""How an answer begins that may follow a key on its line; with anything else there it is no key."""


def key_and_rest(text: str, accepted: Collection[Key]) -> tuple[Key | None, str]:
    """Return the key that a line is or begins with, and what follows it: `. database team` ends a branch at once."""
    line = FOLLOWED.fullmatch(text.strip())
    key = key_of(line["key"], accepted) if line else None
    if line and key in accepted and key in BEGINS and re.match(BEGINS[key], folded(line["rest"])):
        return key, line["rest"]
    if key is Key.SAME and line and line["rest"].isdecimal():  # no text is meant, wherever it is typed
        return key, ""
    return key_of(text, accepted), ""


def is_yes(text: str) -> bool:
    """Return whether `text` says yes."""
    return folded(text) in YES


def is_no(text: str) -> bool:
    """Return whether `text` says no."""
    return folded(text) in NO


def is_nothing(text: str) -> bool:
    """Return whether `text` says that there is nothing to say."""
    return folded(text) in NOTHING


def is_leaving(text: str) -> bool:
    """Return whether `text` asks for the way out."""
    return folded(text) in LEAVING


def is_unknown(text: str) -> bool:
    """Return whether `text` says that nobody knows."""
    return folded(text) in UNKNOWN
