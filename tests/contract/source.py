"""The project's own files, read as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "src" / "rcalog"
FOLDERS = (".ci", "bench", "bin", "docs", "examples", "src", "templates", "tests")


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """Where it stands, from the root of the project."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """The full names that it imports, wherever in the file it does so."""
        return tuple(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(*folders: str) -> list[Module]:
    """Read every Python file under these folders of the project."""
    return [_module(path) for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]


@cache
def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text))


def own_files() -> list[Path]:
    """List every file that belongs to the project, without what tools leave behind."""
    found = [path for path in ROOT.iterdir() if path.is_file() and path.name not in {".git", ".coverage"}]
    for folder in FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return sorted(found)
