"""The errors that scripts and people meet."""

from __future__ import annotations

import ast
import re
from collections import Counter
from importlib import import_module

from rcalog.errors import RcalogError
from tests.contract.source import ROOT, modules

KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def all_errors() -> list[type[RcalogError]]:
    """Import the whole program and list the errors that it can raise."""
    for module in modules("src"):
        name = module.path.relative_to(ROOT / "src").with_suffix("").as_posix().replace("/", ".")
        import_module(name.removesuffix(".__init__"))
    found: list[type[RcalogError]] = []
    waiting = [RcalogError]
    while waiting:
        error = waiting.pop()
        found.append(error)
        waiting += error.__subclasses__()
    return found


def test_codes_are_stable_words() -> None:
    """The code of an error is lower case words with hyphens."""
    assert [error.code for error in all_errors() if not KEBAB.fullmatch(error.code)] == []


def test_every_error_has_its_own_code() -> None:
    """Two situations never share a code: it is what a script tells them apart by."""
    counted = Counter(error.code for error in all_errors())

    assert [code for code, times in counted.items() if times > 1] == []


def test_exit_codes_are_the_documented_ones() -> None:
    """An expected error ends with refused, usage, or could not verify; 3 is kept for bugs."""
    assert {error.exit_code for error in all_errors()} <= {1, 2, 4}


def test_nobody_raises_the_base() -> None:
    """A situation has a class of its own, so that no caller words a message."""
    raised = [
        f"{module.place}:{node.lineno}"
        for module in modules("src")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id in {"RcalogError", "UsageError"}
    ]

    assert raised == []
