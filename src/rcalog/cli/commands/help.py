"""`rcalog help`: a topic, or the help of a command, offline."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command, words
from rcalog.cli.commands import load
from rcalog.cli.dto import listing
from rcalog.cli.help import command_page
from rcalog.cli.output import Page
from rcalog.errors import UsageError
from rcalog.logbook.templates import list_templates, read_template


class NoSuchTopic(UsageError):
    """There is no such help topic."""

    code = "no-such-topic"

    def __init__(self, topic: str, known: list[str]) -> None:
        super().__init__(f"there is no help on {topic!r}", hint=f"topics: {', '.join(known)}")


@command(
    app,
    "help",
    purpose=LOGBOOK,
    examples=[
        ("rcalog help", "the topics"),
        ("rcalog help times", "how to write a time"),
        ("rcalog help action add", "the help of a command"),
        ("rcalog help rules", "everything that check looks for; rcalog help A202 explains one rule"),
    ],
)
def help_(
    c: Context,
    topic: Annotated[list[str] | None, typer.Argument(metavar="TOPIC", help="A topic or a command.")] = None,
) -> None:
    """Read about the method, the format, exit codes and more, offline."""
    topics = {name.removeprefix("help/").removesuffix(".md"): read_template(name) for name in list_templates("help")}
    wanted = words(topic)
    if not wanted:
        _list_topics(c, topics)
        return
    text = topics.get(wanted.casefold()) or _of_command(wanted) or _of_rules(wanted)
    if text is None:
        raise NoSuchTopic(wanted, list(topics))
    c.output.result({"topic": wanted, "text": text}, lambda page: page.text(text.rstrip("\n")))


def _title(text: str) -> str:
    """Return what a topic is about: its first line has the form `# Name: what it is about`."""
    return text.partition("\n")[0].partition(": ")[2]


def _of_command(wanted: str) -> str | None:
    load(None)
    return command_page(app, wanted.split())


def _of_rules(wanted: str) -> str | None:
    from rcalog.model.rules import RULES

    if wanted.casefold() == "rules":
        return "\n".join(f"{rule.id}  {rule.weight.value:<7}  {rule.title}" for rule in RULES.values())
    rule = RULES.get(wanted.upper())
    if rule is None:
        return None
    lines = [f"{rule.id}: {rule.title} ({rule.weight.value})", "", rule.why, "", f"not:     {rule.bad}"]
    lines.append(f"instead: {rule.good}")
    if rule.waivable:
        lines += ["", f"To accept it, with the reason: rcalog review REF --waive {rule.id} --because TEXT"]
    return "\n".join(lines)


def _list_topics(c: Context, topics: dict[str, str]) -> None:
    rows = [(name, _title(text)) for name, text in topics.items()]
    data = [{"topic": name, "title": title} for name, title in rows]

    def show(page: Page) -> None:
        page.table(rows)
        page.gap()
        page.line(
            "rcalog help TOPIC shows one; rcalog help COMMAND that of a command, rcalog help rules those of check"
        )

    c.output.result(listing(data), show)
