"""The tree on a terminal: complete, within the width, Chinese aligned."""

from __future__ import annotations

from rcalog.interview.drawing import TYPED, Drawing
from rcalog.model.causes import LegName
from tests.helpers.interview import incident, texts

WHYS = [
    {"leg": "occurrence", "problem": "300 GB were removed at 23:27", "because": [
        {"cause": "The removal was run on db1", "id": "c1", "because": [
            {"cause": "The prompts look alike", "id": "c2", "end": "root-cause", "changeable_by": "database team"},
            {"cause": "The mails were rejected", "later": {"owner": "ana", "due": "2017-02-10"}},
            {"cause": "Nobody knew", "end": "unknown", "ask": "ben", "by": "2017-02-10"},
        ]},
        {"cause": "The region failed", "end": "outside", "because": ["All replicas were there"]},
        {"cause": "One provider", "end": "accepted", "accepted": {"by": "cto", "until": "2018-01-01", "because": "x"}},
        {"cause": "Again", "end": "same-as", "same_as": "c2"},
        {"cause": "Lost", "end": "same-as", "same_as": "c9"},
        {"cause": "Unclear", "end": "unknown"},
    ]},
    {"leg": "detection", "none": "Seen within 30 s"},
    {"leg": "defence"},
]  # fmt: skip
ACTIONS = [{"action": "Show the host in every prompt", "for": ["c2"]}, {"action": "Elsewhere", "for": ["c8"]}]

DRAWN = """\
occurrence: 300 GB were removed at 23:27
├─ The removal was run on db1 ←
│  ├─ The prompts look alike (root cause: database team)
│  │  → action: Show the host in every prompt
│  ├─ The mails were rejected (later: ana, 2017-02-10)
│  └─ Nobody knew (unknown: ben, 2017-02-10)
├─ The region failed (outside us)
│  └─ All replicas were there (open)
├─ One provider (accepted by cto until 2018-01-01)
├─ Again (same as above: The prompts look alike)
├─ Lost (same as above: c9)
└─ Unclear (unknown: ?, ?)
detection: nothing to explain: Seen within 30 s
defence:
"""


def test_everything_of_the_tree_is_drawn() -> None:
    """Causes, how each branch ends, actions, and where we are."""
    drawing = Drawing(texts(), 100, here="c1")
    lines = drawing.legs(incident(whys=WHYS, actions=ACTIONS))
    assert "".join(f"{line.rstrip()}\n" for line in lines) == DRAWN


def test_one_leg_names_what_stands_in_another() -> None:
    """By its text, shortened; never by an id that says nothing."""
    far = "The mails about the failed dump were rejected by the mail server for want of a signature"
    whys = [
        {"leg": "occurrence", "problem": "0 of 4", "because": [{"cause": far, "id": "c1", "end": "unknown"}]},
        {"leg": "recovery", "problem": "18 h", "because": [{"cause": far, "id": "c2", "end": "same-as", "same_as": "c1"}]},
    ]  # fmt: skip
    lines = Drawing(texts(), 200, only=LegName.RECOVERY).legs(incident(whys=whys))
    assert lines == [
        "recovery: 18 h",
        f"└─ {far} (same as above: The mails about the failed dump were rejected by the mail...)",
    ]


def test_a_terminal_that_cannot_draw_gets_letters() -> None:
    """The same tree in ASCII."""
    lines = Drawing(texts(), 100, TYPED, here="c1").legs(incident(whys=WHYS, actions=ACTIONS))
    assert lines[1:4] == [
        "|- The removal was run on db1 <--",
        "|  |- The prompts look alike (root cause: database team)",
        "|  |  > action: Show the host in every prompt",
    ]
    assert "\n".join(lines).isascii()


def test_chinese_is_wrapped_within_the_width() -> None:
    """Wide characters take two cells, and no line begins with a comma."""
    cause = {"cause": "两台机器的提示符只差一个字符，在凌晨的值班室里，看上去完全一样", "id": "c1"}
    whys = [{"leg": "occurrence", "problem": "数据目录 300 GB 被删除", "because": [cause, {"cause": "告警没有响"}]}]
    lines = Drawing(texts("zh"), 30).legs(incident(whys=whys))
    assert lines == [
        "怎么发生的：数据目录 300 GB",
        "  被删除",
        "├─ 两台机器的提示符只差一个字",
        "│  符，在凌晨的值班室里，看上",
        "│  去完全一样 （未完成）",
        "└─ 告警没有响 （未完成）",
    ]
