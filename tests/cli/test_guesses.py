"""Did you mean."""

from __future__ import annotations

import pytest

from rcalog.cli.guesses import ACTION_GUESSES, GUESSES, meant

KNOWN = {
    "action",
    "actions",
    "check",
    "drafts",
    "edit",
    "history",
    "list",
    "mark",
    "new",
    "note",
    "set",
    "show",
    "undo",
    "why",
}
VERBS = {"add", "done", "drop", "edit", "verify"}


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("close", ["rcalog mark closed"]),
        ("close k7f3q", ["rcalog mark closed -i k7f3q"]),
        ("resolve k7f3q traffic is back", ["rcalog mark resolved traffic is back -i k7f3q"]),
        ("resolve @ quiet now", ["rcalog mark resolved quiet now -i @"]),
        ("mitigate 20261120-k7f3q quiet now", ["rcalog mark mitigated quiet now -i 20261120-k7f3q"]),
        ("resolve traffic is back", ["rcalog mark resolved traffic is back"]),
        ("ls status:ongoing", ["rcalog list status:ongoing"]),
        ("log @", ["rcalog history @"]),
        ("status", ["rcalog"]),
        ("START checkout is down", ["rcalog new checkout is down"]),
        ("histroy k7f3q", ["rcalog history k7f3q"]),
        ("shwo", ["rcalog show"]),
        ("resume d1a2b", ["rcalog drafts resume d1a2b"]),
        ("xyzzy", []),
    ],
)
def test_meant(typed: str, lines: list[str]) -> None:
    """The whole command line to type, with what followed the verb."""
    assert meant(typed.split(), KNOWN) == lines


def test_words_are_quoted_for_the_shell() -> None:
    """What is offered can be pasted."""
    assert meant(["start", "it's down", "$(rm)"], KNOWN) == ["""rcalog new 'it'"'"'s down' '$(rm)'"""]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("close am3x7", ["rcalog action done am3x7"]),
        ("ls", ["rcalog actions"]),
        ("verfy am3x7", ["rcalog action verify am3x7"]),
    ],
)
def test_meant_of_a_noun(typed: str, lines: list[str]) -> None:
    """A noun has guesses of its own."""
    assert meant(typed.split(), VERBS, noun="action") == lines


def test_nothing_is_offered_that_is_not_there() -> None:
    """A guess for a command that this version lacks is not made."""
    assert meant(["rca"], {"list"}) == []


def test_no_guess_hides_a_command() -> None:
    """A guessed verb is never offered as itself."""
    assert [verb for verb, line in (GUESSES | ACTION_GUESSES).items() if line.split()[:1] == [verb]] == []
