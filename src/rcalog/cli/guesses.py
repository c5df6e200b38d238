"""What somebody meant who typed a command that is not there."""

from __future__ import annotations

import shlex
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

REST = "..."
"""Where the words go that followed the guessed verb."""

ONE = "<ref>"
"""Where a single word goes that followed it: the incident; several words are text and go to the end."""

GUESSES = {
    "ack": "note acknowledged ...",
    "add": "new ...",
    "amend": "edit ...",
    "analyse": "why ...",
    "analyze": "why ...",
    "annotate": "note ...",
    "begin": "new ...",
    "cat": "show ...",
    "close": "mark closed <ref>",
    "comment": "note ...",
    "commit": "save ...",
    "continue": "drafts resume ...",
    "create": "new ...",
    "declare": "new ...",
    "diff": "history ...",
    "discard": "drafts discard ...",
    "find": "search ...",
    "fix": "mark mitigated <ref>",
    "5whys": "why ...",
    "grep": "search ...",
    "incident": "new ...",
    "info": "show ...",
    "lint": "check ...",
    "log": "history ...",
    "ls": "list ...",
    "mitigate": "mark mitigated <ref>",
    "mv": "move ...",
    "open": "new ...",
    "postmortem": "report ...",
    "print": "show ...",
    "rca": "why ...",
    "reopen": "mark ongoing <ref>",
    "resolve": "mark resolved <ref>",
    "resume": "drafts resume ...",
    "revert": "undo ...",
    "start": "new ...",
    "status": "",
    "task": "action add ...",
    "tasks": "actions ...",
    "timeline": "show ...",
    "todo": "actions ...",
    "todos": "actions ...",
    "update": "set ...",
    "validate": "check ...",
    "verify": "action verify ...",
    "vi": "edit ...",
    "view": "show ...",
    "whys": "why ...",
}

ACTION_GUESSES = {
    "cancel": "action drop ...",
    "close": "action done ...",
    "complete": "action done ...",
    "create": "action add ...",
    "delete": "action drop ...",
    "finish": "action done ...",
    "list": "actions ...",
    "ls": "actions ...",
    "new": "action add ...",
    "remove": "action drop ...",
    "rm": "action drop ...",
    "set": "action edit ...",
    "wontdo": "action drop ...",
}


_REFERENCE = pattern(r"@[a-z]*|(?=.*[0-9])(?:[0-9]{8}-)?[0-9a-hjkmnp-tv-z]{5}")
"""What can only be an id; a part of a title may as well be the first word of how we know."""


def meant(typed: Sequence[str], known: Collection[str], *, noun: str = "") -> list[str]:
    """Return the command lines that may have been meant by `typed`, the likeliest first.

    `typed` begins with the unknown verb, `known` are the verbs there are, `noun` is the group that they belong to.
    """
    verb, rest = typed[0].casefold(), list(typed[1:])
    guess = (ACTION_GUESSES if noun else GUESSES).get(verb)
    if guess is not None and (noun or guess.partition(" ")[0] in {*known, ""}):
        return [_line(guess, rest)]
    near = get_close_matches(verb, sorted(known), n=3, cutoff=0.6)
    return [_line(f"{noun} {name} {REST}".strip(), rest) for name in near]


def _line(guess: str, rest: list[str]) -> str:
    words: list[str] = []
    for word in guess.split():
        if word == ONE:
            named = rest[:1] if len(rest) == 1 or (rest and _REFERENCE.fullmatch(rest[0])) else []
            words += [*rest[len(named) :], *(["-i", *named] if named else [])]
        elif word == REST:
            words += rest
        else:
            words.append(word)
    return shlex.join(["rcalog", *words])
