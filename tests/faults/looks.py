"""What a command lets through of a hostile text: to a terminal, a page, a spreadsheet, a workflow or a program."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from tests.helpers.cli import Ran

COLOUR = re.compile("\x1b\\[[0-9;]*m")
SPINNER = re.compile("\x1b\\[\\?25[lh]|\r(?=\x1b\\[)|\x1b\\[2K|\x1b\\[1A")
"""How what takes long shows that it is at work: the cursor goes, a line is cleared and drawn again."""

TAG = re.compile(r"(?<!\\)<(?!br>|(?:https?://|mailto:)[^\s<>]*>)[A-Za-z/!]")
MENTION = re.compile(r"(?<!&)[@#](?=\w)")
TAGS = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "code",
        "pre",
        "em",
        "strong",
        "blockquote",
        "br",
        "hr",
    ]
)
ATTRIBUTES = frozenset(["href", "title", "class", "style", "start"])
ADDRESS = re.compile(r"https?://|mailto:|#")
EVALUATED = "83810205"
"""What 12345 * 6789 would be, if anything computed it."""


@dataclass(frozen=True)
class Shown:
    """What one command said to one logbook."""

    line: str
    ran: Ran


def faults(shown: Shown) -> Iterator[str]:
    """Yield what a command let through."""
    ran, line = shown.ran, shown.line
    told = ran.out + ran.err
    if ran.code not in (0, 1, 2, 4) or "Traceback" in told or "a bug in rcalog" in told:
        yield f"{line}: ended with {ran.code}: {told[max(0, told.find('Traceback')) :][-900:]!r}"
    if "--yaml" in line:
        return  # in a pipe the file itself, byte for byte
    plain = COLOUR.sub("", told) if line.endswith(("(colour)", "(terminal)")) else told
    plain = SPINNER.sub("", plain) if line.endswith("(terminal)") else plain
    plain = plain.replace("\r\n", "\n") if "csv" in line else plain
    acts = sorted({f"U+{ord(char):04X}" for char in plain if is_acting(char)})
    if acts:
        yield f"{line}: lets through {', '.join(acts)}"
    if EVALUATED in told:
        yield f"{line}: computed what a text says"
    if line.endswith("(terminal)"):
        return  # for people: what a page or a program is given goes through a pipe
    for kind, look in (
        ("--json", in_json),
        ("csv", in_csv),
        ("report", in_markdown),
        ("report", in_html),
        ("github", in_github),
        ("sarif", in_json),
    ):
        if kind in line.split("(")[0].split("[")[0]:
            yield from (f"{line}: {problem}" for problem in look(ran.out))


def is_acting(char: str) -> bool:
    """Return whether a terminal obeys a character, or nobody sees it."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\n\t"


def in_json(out: str) -> Iterator[str]:
    """Yield what is wrong with one JSON document on one line, or on many."""
    try:
        json.loads(out)
    except ValueError as error:
        yield f"no JSON: {error}"


def in_csv(out: str) -> Iterator[str]:
    """Yield cells that a spreadsheet would compute."""
    for row in csv.reader(io.StringIO(out, newline="")):
        for cell in row:
            if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")):
                yield f"a formula: {cell[:40]!r}"


def in_markdown(out: str) -> Iterator[str]:
    """Yield tags, addresses and mentions that a text has smuggled into a report."""
    outside = re.sub(r"```.*?```", "", out, flags=re.DOTALL)
    yield from (f"a tag: {outside[m.start() : m.start() + 30]!r}" for m in TAG.finditer(outside))
    if "](javascript:" in outside.replace("\\]", "") or "](data:" in outside.replace("\\]", ""):
        yield "an address that runs something"
    yield from (f"a mention: {m[0]}" for m in MENTION.finditer(re.sub(r"^#+ ", "", outside, flags=re.MULTILINE)))


class Page(HTMLParser):
    """What a browser would make of a page: the tags that no report has, and addresses that run something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.odd: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag."""
        if tag not in TAGS or any(name not in ATTRIBUTES for name, _ in attrs):
            self.odd.append(f"a tag: {tag} {attrs}")
        self.odd += [f"an address: {to}" for name, to in attrs if name == "href" and not ADDRESS.match(to or "")]

    def handle_comment(self, data: str) -> None:
        """Look at what is there and is not shown."""
        self.odd.append(f"a comment: {data[:40]!r}")


def in_html(out: str) -> Iterator[str]:
    """Yield what a page that a forge makes of a report has, and no report means."""
    plain = COLOUR.sub("", out)
    yield from Page(MarkdownIt("commonmark", {"html": True}).enable("table").render(plain)).odd


def in_github(out: str) -> Iterator[str]:
    """Yield lines that are no remark of ours."""
    for line in out.splitlines():
        if not re.match(r"::(error|warning|notice) [^:]*::", line):
            yield f"a command of its own: {line[:60]!r}"
