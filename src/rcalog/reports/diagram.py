"""The tree of causes as a diagram: Mermaid, Graphviz, SVG. An arrow leads from a cause to its effect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from rcalog.model.causes import Cause, End, Leg
from rcalog.model.display import safe, width

Shape = Literal["problem", "cause", "root", "open", "link"]

ROW, STEP, CELL, MARGIN = 26, 28, 8, 12
FONT = 14
COLOURS = {"problem": "#e8eef7", "cause": "#ffffff", "root": "#dff0d8", "open": "#fcf3d6", "link": "#f2f2f2"}
"""Fill by shape; the outline differs too, so that nothing is said by colour alone."""

MERMAID_SHAPES = {"problem": '(["{}"])', "cause": '["{}"]', "root": '[["{}"]]', "open": '>"{}"]', "link": '(["{}"])'}
DOT_SHAPES = {"problem": "ellipse", "cause": "box", "root": "box3d", "open": "note", "link": "plaintext"}


Placed = tuple[Leg | Cause, int, int | None]
"""An effect, its depth, and the number of the effect above it."""


@dataclass(frozen=True)
class Node:
    """One box: its place in the order of drawing, what it says, how deep it lies, which box it leads to."""

    number: int
    text: str
    shape: Shape
    depth: int
    effect: int | None
    same_as: int | None = None


def nodes(legs: Sequence[Leg]) -> list[Node]:
    """Return the boxes of the legs, depth first; an empty leg is a box that says why."""
    placed: list[Placed] = []
    for leg in legs:
        _place(placed, leg, 0, None)
    numbers = {effect.id: number for number, (effect, _, _) in enumerate(placed) if effect.id}
    return [
        Node(number, _text(effect), _shape(effect), depth, above, numbers.get(getattr(effect, "same_as", None) or ""))
        for number, (effect, depth, above) in enumerate(placed)
    ]


def mermaid(legs: Sequence[Leg]) -> str:
    """Return a Mermaid flowchart."""
    boxes = nodes(legs)
    lines = ["flowchart BT"]
    lines += [f"  n{box.number}{MERMAID_SHAPES[box.shape].format(mermaid_text(box.text))}" for box in boxes]
    lines += [f"  n{box.number} --> n{box.effect}" for box in boxes if box.effect is not None]
    lines += [f"  n{box.number} -.- n{box.same_as}" for box in boxes if box.same_as is not None]
    return "".join(f"{line}\n" for line in lines)


def dot(legs: Sequence[Leg]) -> str:
    """Return a Graphviz graph."""
    boxes = nodes(legs)
    lines = [f"  n{box.number} [label={dot_text(box.text)}, shape={DOT_SHAPES[box.shape]}];" for box in boxes]
    lines += [f"  n{box.number} -> n{box.effect};" for box in boxes if box.effect is not None]
    lines += [
        f"  n{box.number} -> n{box.same_as} [style=dashed, dir=none];" for box in boxes if box.same_as is not None
    ]
    return "digraph why {\n  rankdir=BT;\n" + "".join(f"{line}\n" for line in lines) + "}\n"


def svg(legs: Sequence[Leg]) -> str:
    """Return a drawing that stands for itself: one box a row, indented by depth. It says so where nothing was asked."""
    boxes = nodes(legs) or [Node(0, "nothing was asked yet", "problem", 0, None)]
    right = max((_left(box) + _width(box) for box in boxes), default=0) + MARGIN
    bottom = len(boxes) * ROW + 2 * MARGIN
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right} {bottom}" width="{right}" height="{bottom}" '
            f'font-family="sans-serif" font-size="{FONT}">'
        )
    ]
    lines += [_elbow(boxes[box.effect], box) for box in boxes if box.effect is not None]
    for box in boxes:
        lines += [_rectangle(box), f'<text x="{_left(box) + 6}" y="{_top(box) + 16}">{escape(_shown(box.text))}</text>']
    return "\n".join([*lines, "</svg>\n"])


def mermaid_text(text: str) -> str:
    """Return text for a label in quotation marks: every sign that Mermaid or HTML reads is a character code."""
    return re.sub(r"[^\w .,:()\u3000-\u9fff\uff00-\uffef-]", lambda match: f"#{ord(match[0])};", _shown(text))


def dot_text(text: str) -> str:
    """Return text as a quoted Graphviz string, in which `&` begins no entity."""
    return '"' + _shown(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + '"'


def _place(placed: list[Placed], effect: Leg | Cause, depth: int, above: int | None) -> None:
    number = len(placed)
    placed.append((effect, depth, above))
    for cause in effect.because:
        _place(placed, cause, depth + 1, number)


def _text(effect: Leg | Cause) -> str:
    if isinstance(effect, Cause):
        return effect.cause
    return f"{effect.leg}: {effect.problem or effect.none or ''}"


def _shape(effect: Leg | Cause) -> Shape:
    if isinstance(effect, Leg):
        return "problem"
    if effect.end is End.SAME_AS:
        return "link"
    if effect.is_root:
        return "root"
    return "cause" if effect.because or effect.end else "open"


def _shown(text: str) -> str:
    return safe(" ".join(text.split()))


def _left(box: Node) -> int:
    return MARGIN + box.depth * STEP


def _top(box: Node) -> int:
    return MARGIN + box.number * ROW


def _width(box: Node) -> int:
    return width(_shown(box.text)) * CELL + 12


def _rectangle(box: Node) -> str:
    dashes = ' stroke-dasharray="4 3"' if box.shape in ("open", "link") else ""
    stroke = 2 if box.shape == "root" else 1
    return (
        f'<rect x="{_left(box)}" y="{_top(box)}" width="{_width(box)}" height="{ROW - 4}" rx="4" '
        f'fill="{COLOURS[box.shape]}" stroke="#555555" stroke-width="{stroke}"{dashes}/>'
    )


def _elbow(effect: Node, box: Node) -> str:
    x, bottom = _left(effect) + STEP // 2, _top(effect) + ROW - 4
    return f'<path d="M {x} {bottom} V {_top(box) + ROW // 2 - 2} H {_left(box)}" fill="none" stroke="#555555"/>'
