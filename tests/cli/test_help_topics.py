"""`rcalog help`."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.templates import list_templates, read_template
from rcalog.model.display import safe, width
from tests.helpers.cli import run

TOPICS = [name.removeprefix("help/").removesuffix(".md") for name in list_templates("help")]


def test_the_topics(tmp_path: Path) -> None:
    """Without a topic they are listed, with what each is about."""
    ran = run("help", cwd=tmp_path)
    listed = [line.split()[0] for line in ran.out.splitlines()[: len(TOPICS)]]
    assert (ran.code, ran.err, listed) == (0, "", TOPICS)


def test_the_topics_for_programs(tmp_path: Path) -> None:
    """A list is items, total and whether some were left out."""
    data = run("help", "--json", cwd=tmp_path).json["data"]
    assert ([item["topic"] for item in data["items"]], data["total"], data["truncated"]) == (TOPICS, len(TOPICS), False)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic(topic: str, tmp_path: Path) -> None:
    """A topic is its text, whatever the case of its name."""
    ran = run("help", topic.upper(), cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, read_template(f"help/{topic}.md"), "")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_fits_on_a_terminal(topic: str) -> None:
    """Eighty columns, a title that names it, and nothing that a terminal would obey."""
    text = read_template(f"help/{topic}.md")
    name = text.partition(":")[0].removeprefix("# ").lower().replace(" ", "-")
    assert [line for line in text.splitlines() if width(line) > 80] == []
    assert (name, safe(text, multiline=True)) == (topic, text)


def test_the_help_of_a_command(tmp_path: Path) -> None:
    """The same as --help after the command."""
    assert run("help", "help", cwd=tmp_path).out == run("help", "--help", cwd=tmp_path).out


def test_no_such_topic(tmp_path: Path) -> None:
    """The topics are named."""
    ran = run("help", "me", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: there is no help on 'me'\nhint: topics: {', '.join(TOPICS)}\n"
