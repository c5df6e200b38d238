"""Hostile text through every command that prints: here some of it, seeded; `hostile.py` sends 20,000."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.cli.grammar import COMMANDS
from tests.faults.documents import COMMANDS as GIVEN
from tests.faults.hostile import OF_ALL, OF_ONE, TYPED, tried

pytestmark = pytest.mark.untraced


def test_nothing_of_it_acts(tmp_path: Path) -> None:
    """On no terminal, in no report, spreadsheet or workflow; and programs get it as it was written."""
    assert tried(tmp_path, seed=11, count=480) == (480, [])


def test_each_command_is_there() -> None:
    """No command is left out: of those that print texts, and of those that read files."""
    verbs = {name.split()[0] for name in COMMANDS} - {"merge-driver"}
    typed = {words.split()[0] for words in (*OF_ALL, *OF_ONE)} | {words[0] for words in TYPED}
    assert verbs - typed == set()
    assert verbs - {line[0] for line in GIVEN if line} - {"home", "help", "schema"} == set()
