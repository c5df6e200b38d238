"""References that begin with what was typed before a Tab, answered before Typer is loaded.

They come from the index as it was left by the last command, or from the names of the files where there is none.
"""

from __future__ import annotations

import os
import sys

from rcalog.logbook.folders import around
from rcalog.logbook.trusted import indexed

COMPLETE = "_RCALOG_COMPLETE"
"""Set by the shell's completion script."""

SPECIAL = {"@": "the newest", "@now": "the only one that is ongoing or mitigated", "@last": "the one last touched"}
"""References that are no part of an id or a name."""


def answered() -> bool:
    """Answer the shell, if this is bash after a reference; say whether it was."""
    if os.environ.get(COMPLETE) != "complete_bash":
        return False
    try:
        words = os.environ["COMP_WORDS"].split()
        place = int(os.environ["COMP_CWORD"])
        if place > len(words) or any(mark in os.environ["COMP_WORDS"] for mark in "'\"\\$`=:"):
            return False
        folder = reference_at(words[1:place])
        if folder is None or (words[place : place + 1] and words[place].startswith("-")):
            return False
        root = os.environ.get("RCALOG_LOGBOOK") if folder == "" else folder
        begun = "".join(words[place : place + 1]).casefold()
        special = [(name, "") for name in SPECIAL if begun and name.startswith(begun)]
        found = special or indexed(around(os.path.abspath(root or ".")), begun)
    except (KeyError, ValueError, OSError):
        return False
    if found is None:
        return False
    sys.stdout.write("".join(f"{name}\n" for name, _ in found))
    return True


def reference_at(words: list[str]) -> str | None:
    """Return the folder that -C names ("" for none) where a reference follows these words; None for all else."""
    from rcalog.cli.grammar import COMMANDS, COMMON

    verb = next((name for name in (" ".join(words[:2]), *words[:1]) if name in COMMANDS), None)
    if verb is None:
        return None
    options, arguments = COMMANDS[verb]
    expected, folder = list(arguments), ""
    rest = iter(words[len(verb.split()) :])
    for word in rest:
        if not word.startswith("-"):
            if not expected or expected.pop(0)[1] == "many":
                return None
            continue
        name, kind = (options | COMMON).get(word, ("", ""))
        value = None if kind == "flag" else next(rest, None)
        if kind == "" or (kind != "flag" and value is None):
            return folder if kind == "ref" else None
        folder = str(value) if name == "common_logbook" else folder
    return folder if expected and expected[0][1] == "ref" else None
