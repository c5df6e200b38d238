"""A home and a git of its own for what is tried from the command line, as tests have it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers import stock

GIT_CONFIG = "[user]\nname = Ana\nemail = ana@example.org\n[init]\ndefaultBranch = main\n[gc]\nauto = 0\n[maintenance]\nauto = false\n"


@contextmanager
def own_world() -> Iterator[Path]:
    """Give a folder for everything, in which HOME and git's configuration are too."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        home.mkdir()
        (home / "gitconfig").write_text(GIT_CONFIG)
        for each in [each for each in os.environ if each.startswith(("GIT_", "XDG_", "RCALOG_"))]:
            del os.environ[each]
        os.environ |= {"HOME": str(home), "GIT_CONFIG_GLOBAL": str(home / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1"}
        os.environ["GIT_CEILING_DIRECTORIES"] = name
        stock.keep_in(home)
        yield Path(name)
