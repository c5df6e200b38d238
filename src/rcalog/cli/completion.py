"""What the shell offers after a Tab: words of a closed set, and what is read in the index, without parsing YAML."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import typer

from rcalog.cli.completing import SPECIAL
from rcalog.logbook.trusted import OFFERED, indexed, labelled, open_actions
from rcalog.patterns import pattern

HEAD_BYTES = 4096
TITLE = pattern(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


EVALUATED = pattern(r"[\\$`\"'!]")
PLAIN = pattern(r"[\w.@+/-]+")
"""What a shell and a filter take as it is, without quotation marks."""

HIDDEN = {"home", "merge-driver"}
"""Commands that nobody types."""


def offer(*words: str) -> Callable[[str], list[str]]:
    """Return a completion of a closed set of words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


languages = offer("en", "zh")
"""A completion of the languages in which questions are asked and reports are written."""


def columns_of(*, actions: bool = False) -> Callable[[str], list[str]]:
    """Return a completion of the columns of a list, with commas between them."""

    def complete(incomplete: str) -> list[str]:
        from rcalog.cli.columns import ACTIONS, INCIDENTS

        return listed(ACTIONS if actions else INCIDENTS, incomplete)

    return complete


def labels(key: str) -> Callable[[typer.Context, str], list[str]]:
    """Return a completion of what records have by way of labels: "owner", "service" or "tag"."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        return known_labels(root_of(ctx), key, incomplete)

    return complete


def known_labels(root: Path, key: str, incomplete: str) -> list[str]:
    """Return the owners, services or tags that begin so and that a shell takes as they are."""
    return [name for name in labelled(str(root), key, incomplete) if PLAIN.fullmatch(name)]


def listed(known: Iterable[str], incomplete: str) -> list[str]:
    """Return how a list with commas can go on: with what begins so, and does not stand in it yet."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{each}" for each in known if each.startswith(last) and each not in before.split(",")]


def complete_actions(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the open actions whose id begins so, with their text, the most pressing first."""
    return [(name, _harmless(text)) for name, text in open_actions(str(root_of(ctx)), incomplete.casefold())]


def complete_topics(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the help topics and the commands that begin so."""
    from rcalog.cli.grammar import COMMANDS
    from rcalog.logbook.templates import list_templates

    begun = [*(ctx.params.get("topic") or ()), ""]
    verbs = [name.split(" ")[len(begun) - 1 :] for name in COMMANDS if name.split(" ")[: len(begun) - 1] == begun[:-1]]
    topics = [] if begun[:-1] else ["rules", *(Path(name).stem for name in list_templates("help"))]
    found = sorted({*topics, *(verb[0] for verb in verbs if verb)} - HIDDEN)
    return [name for name in found if name.startswith(incomplete)]


def root_of(ctx: typer.Context) -> Path:
    """Return the folder of the logbook that the command line is about."""
    from rcalog.logbook.discovery import discover

    given = ctx.params.get("common_logbook") or ctx.find_root().params.get("common_logbook")
    return discover(Path.cwd(), explicit=Path(given) if given else None, env=os.environ).path


def complete_references(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the incidents whose reference begins so, with their titles, the newest first."""
    if incomplete.startswith("@"):
        return [(name, about) for name, about in SPECIAL.items() if name.startswith(incomplete)]
    root = root_of(ctx)
    known = indexed(str(root), incomplete.casefold())
    if known is None:
        return list(islice(_references(root, incomplete.casefold()), OFFERED))
    return [(name, _harmless(title)) for name, title in known]


def _references(root: Path, incomplete: str) -> Iterator[tuple[str, str]]:
    from rcalog.logbook.layout import RECORDS, id_of

    for path in sorted((root / RECORDS).glob("*/*/*.yaml"), reverse=True):
        incident = id_of(path) or ""
        name = incident if incomplete[:1].isdigit() else incident[9:]
        if name and name.startswith(incomplete):
            yield name, _title(path)


def _title(path: Path) -> str:
    """Return the title in a record file, as far as one line says it."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES).decode(errors="replace")
    except OSError:
        return ""
    found = TITLE.search(head)
    return _harmless(found[1]) if found else ""


def _harmless(title: str) -> str:
    """Return a title without what a shell acts on: zsh evaluates what completion prints, as text in double quotes."""
    from rcalog.model.display import safe

    return safe(EVALUATED.sub("", title))
