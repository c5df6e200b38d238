"""Diagrams of the tree: complete, and never broken by what was typed."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.causes import Cause, End, Leg, LegName
from rcalog.model.display import safe
from rcalog.reports import diagram

LEGS = (
    Leg(problem="300 GB were removed", id="w1", leg=LegName.OCCURRENCE, because=(
        Cause(cause='The "removal" ran', id="c1", because=(
            Cause(cause="Prompts look alike", id="c2", end=End.ROOT_CAUSE, changeable_by="ops"),
        )),
        Cause(cause="Again", id="c3", end=End.SAME_AS, same_as="c2"),
        Cause(cause="未知", end=End.UNKNOWN),
        Cause(cause="Open"),
    )),
    Leg(leg=LegName.DETECTION, none="Seen within 30 s"),
)  # fmt: skip

MERMAID = """\
flowchart BT
  n0(["occurrence: 300 GB were removed"])
  n1["The #34;removal#34; ran"]
  n2[["Prompts look alike"]]
  n3(["Again"])
  n4["未知"]
  n5>"Open"]
  n6(["detection: Seen within 30 s"])
  n1 --> n0
  n2 --> n1
  n3 --> n0
  n4 --> n0
  n5 --> n0
  n3 -.- n2
"""

DOT = """\
digraph why {
  rankdir=BT;
  n0 [label="occurrence: 300 GB were removed", shape=ellipse];
  n1 [label="The \\"removal\\" ran", shape=box];
  n2 [label="Prompts look alike", shape=box3d];
  n3 [label="Again", shape=plaintext];
  n4 [label="未知", shape=box];
  n5 [label="Open", shape=note];
  n6 [label="detection: Seen within 30 s", shape=ellipse];
  n1 -> n0;
  n2 -> n1;
  n3 -> n0;
  n4 -> n0;
  n5 -> n0;
  n3 -> n2 [style=dashed, dir=none];
}
"""


def test_mermaid() -> None:
    """Every box, every arrow, every link."""
    assert diagram.mermaid(LEGS) == MERMAID


def test_graphviz() -> None:
    """Likewise."""
    assert diagram.dot(LEGS) == DOT


def test_svg() -> None:
    """One box and one text for each, an elbow for each arrow; empty without legs."""
    root = ET.fromstring(diagram.svg(LEGS))
    names = [element.tag.rpartition("}")[2] for element in root]
    assert [names.count(name) for name in ("rect", "text", "path")] == [7, 7, 5]
    assert [element.text for element in root if element.tag.endswith("text")][1] == 'The "removal" ran'
    assert [each.text for each in ET.fromstring(diagram.svg(())) if each.text] == ["nothing was asked yet"]


def one(text: str) -> tuple[Leg, ...]:
    """Return a leg whose only cause says this."""
    return (Leg(problem="P", leg=LegName.OCCURRENCE, because=(Cause(cause=text),)),)


TEXTS = st.text(min_size=1, max_size=40) | st.sampled_from(
    [
        '"]; evil',
        "]]",
        '"',
        "\\",
        '\\"',
        "<script>",
        "&amp;",
        "#quot;",
        "end",
        "%%{init}%%",
        "a\n  n0 --> n9",
        "\x1b[31m",
    ]
)


@settings(max_examples=150)
@given(TEXTS)
def test_no_text_breaks_mermaid(text: str) -> None:
    """A label stays within its quotation marks, on its line."""
    lines = diagram.mermaid(one(text)).splitlines()
    assert len(lines) == 4
    label = re.fullmatch(r'  n1>"([^"\\`<>&\[\]{}]*)"\]', lines[2])
    assert label is not None
    shown = re.sub(r"#(\d+);", lambda match: chr(int(match[1])), label[1])
    assert shown == safe(" ".join(text.split()))


@settings(max_examples=150)
@given(TEXTS)
def test_no_text_breaks_graphviz(text: str) -> None:
    """What is read back is what was typed, made harmless."""
    lines = diagram.dot(one(text)).splitlines()
    label = re.fullmatch(r'  n1 \[label="((?:[^"\\]|\\.)*)", shape=note\];', lines[3])
    assert label is not None
    assert html.unescape(re.sub(r"\\(.)", r"\1", label[1])) == safe(" ".join(text.split()))


@settings(max_examples=150)
@given(TEXTS)
def test_no_text_breaks_svg(text: str) -> None:
    """It is XML, and says what was typed, made harmless."""
    root = ET.fromstring(diagram.svg(one(text)))
    assert [element.text or "" for element in root if element.tag.endswith("text")][1] == safe(" ".join(text.split()))
