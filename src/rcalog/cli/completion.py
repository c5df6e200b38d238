"""What the shell offers after a Tab: words of a closed set, and references with titles, read without parsing YAML."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import typer

from rcalog.logbook.trusted import OFFERED, indexed
from rcalog.patterns import pattern

HEAD_BYTES = 4096
TITLE = pattern(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


EVALUATED = pattern(r"[\\$`\"'!]")


def offer(*words: str) -> Callable[[str], list[str]]:
    """Return a completion of a closed set of words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


def complete_filters(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the keys that begin so, or the values that a key takes; of the only key that fits, both in one.

    In bash a colon is a word of its own: there the value alone is what is completed.
    """
    from rcalog.model.query.keyed import CHOICES, KEYS

    typed = [str(word) for word in ctx.params.get("filters") or ()]
    if incomplete == ":" or typed[-1:] == [":"]:
        key, begun = (typed[-1:] or [""])[0] if incomplete == ":" else (typed[-2:] or [""])[0], incomplete.lstrip(":")
        return [value for value in CHOICES.get(key, ()) if value.startswith(begun)]
    keys = [key for key in KEYS if f"{key}:".startswith(incomplete) or incomplete.startswith(f"{key}:")]
    if len(keys) != 1 or keys[0] not in CHOICES:
        return [f"{key}:" for key in keys if f"{key}:".startswith(incomplete)]
    whole = [f"{keys[0]}:{value}" for value in CHOICES[keys[0]]]
    return [each for each in whole if each.startswith(incomplete)]


def complete_references(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the incidents whose reference begins so, with their titles, the newest first."""
    from rcalog.logbook.discovery import discover

    given = ctx.params.get("common_logbook") or ctx.find_root().params.get("common_logbook")
    found = discover(Path.cwd(), explicit=Path(given) if given else None, env=os.environ)
    known = indexed(str(found.path), incomplete.casefold())
    if known is None:
        return list(islice(_references(found.path, incomplete.casefold()), OFFERED))
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
