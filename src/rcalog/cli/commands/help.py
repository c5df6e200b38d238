"""`rcalog help`: a topic, or the help of a command, offline."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import LOGBOOK, Context, app, command, words
from rcalog.cli.commands import load, module_of
from rcalog.cli.completion import complete_topics
from rcalog.cli.dto import listing
from rcalog.cli.help import command_page
from rcalog.cli.output import Page
from rcalog.errors import UsageError


class NoSuchTopic(UsageError):
    """There is no such help topic."""

    code = "no-such-topic"

    def __init__(self, topic: str, known: list[str]) -> None:
        super().__init__(f"there is no help on {topic!r}", hint=f"topics: {', '.join(known)}, rules")


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
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="TOPIC", help="A topic or a command.", autocompletion=complete_topics)
    ] = None,
) -> None:
    """Read about the method, the format, exit codes and more, offline."""
    from rcalog.logbook.templates import list_templates, read_template

    topics = {name.removeprefix("help/").removesuffix(".md"): read_template(name) for name in list_templates("help")}
    wanted = words(topic)
    text = topics.get(wanted.casefold()) or _of_command(wanted)
    if not wanted:
        _list_topics(c, topics)
    elif text is not None:
        c.output.result({"topic": wanted, "text": text}, lambda page: page.text(text.rstrip("\n")))
    elif not _show_rules(c, wanted):
        raise NoSuchTopic(wanted, list(topics))


def _title(text: str) -> str:
    """Return what a topic is about: its first line has the form `# Name: what it is about`."""
    return text.partition("\n")[0].partition(": ")[2]


def _of_command(wanted: str) -> str | None:
    verb = wanted.partition(" ")[0]
    if not module_of(verb):
        return None
    load(verb)  # no other command has to be made for this page
    return command_page(app, wanted.split())


def _show_rules(c: Context, wanted: str) -> bool:
    """Show the rules of check, or the one that is named; return whether it was that."""
    from rcalog.cli.rule_page import find_rule, rule_data, show_rule, show_rules
    from rcalog.model.rules import RULES

    rule = find_rule(wanted)
    if wanted.casefold() == "rules":
        c.output.result(listing([rule_data(each) for each in RULES.values()]), show_rules)
    elif rule is not None:
        c.output.result(rule_data(rule), lambda page: show_rule(page, rule))
    return rule is not None or wanted.casefold() == "rules"


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
