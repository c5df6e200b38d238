"""`rcalog help`: a topic, or the help of a command, offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import rcalog
from rcalog.cli.command import LOGBOOK, Context, app, command
from rcalog.cli.output import Page
from rcalog.errors import UsageError


class NoSuchTopic(UsageError):
    """There is no such help topic."""

    code = "no-such-topic"

    def __init__(self, topic: str, known: list[str]) -> None:
        super().__init__(f"there is no help topic {topic!r}", hint=f"topics: {', '.join(known)}")


@command(
    app,
    "help",
    purpose=LOGBOOK,
    examples=[("rcalog help", "the topics"), ("rcalog help times", "how to write a time")],
)
def help_(
    c: Context,
    topic: Annotated[str | None, typer.Argument(metavar="TOPIC", help="a topic")] = None,
) -> None:
    """Read about the method, the format, exit codes and more, offline."""
    topics = {path.stem: path.read_text(encoding="utf-8") for path in sorted(_folder().glob("*.md"))}
    if topic is None:
        _list_topics(c, topics)
    elif topic in topics:
        text = topics[topic]
        c.output.result({"topic": topic, "text": text}, lambda page: page.text(text.rstrip("\n")))
    else:
        raise NoSuchTopic(topic, list(topics))


def _list_topics(c: Context, topics: dict[str, str]) -> None:
    rows = [(name, text.partition("\n")[0].lstrip("# ")) for name, text in topics.items()]
    data = [{"topic": name, "title": title} for name, title in rows]

    def show(page: Page) -> None:
        page.table(rows)

    c.output.result({"items": data, "total": len(data), "truncated": False}, show)


def _folder() -> Path:
    package = Path(rcalog.__file__).parent
    shipped = package / "templates" / "help"
    return shipped if shipped.is_dir() else package.parents[1] / "templates" / "help"
