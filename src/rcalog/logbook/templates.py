"""Templates: the team's own, else those that come with rcalog."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGED = Path(__file__).parents[1] / "templates"
CHECKOUT = Path(__file__).parents[3] / "templates"


class NoSuchTemplate(UsageError):
    """No template has this name."""

    code = "no-such-template"

    def __init__(self, name: str, known: list[str]) -> None:
        shown = ", ".join(_stem(each) for each in known)
        super().__init__(f"there is no template {_stem(name)!r}", hint=f"one of: {shown}" if known else None)


def read_template(name: str, root: Path | None = None) -> str:
    """Return the text of a template such as `report/incident.md.j2`; that of the logbook at `root` goes first.

    Raises:
        NoSuchTemplate: with the names that stand beside it.
    """
    parts = PurePosixPath(name).parts
    is_inside = not {"..", "/"} & set(parts)
    for folder in _folders(root):
        found = folder.joinpath(*parts)
        if is_inside and found.is_file() and found.resolve().is_relative_to(folder.resolve()):
            return found.read_text(encoding="utf-8")
    raise NoSuchTemplate(name, list_templates(parts[0], root) if is_inside else [])


def list_templates(kind: str, root: Path | None = None) -> list[str]:
    """Return the names of the templates of a kind (`incident`, `action`, `report` …) as `read_template` takes them."""
    found = {
        path.relative_to(folder).as_posix()
        for folder in _folders(root)
        for path in (folder / kind).glob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    return sorted(found)


def _stem(name: str) -> str:
    """Return a template's name as people type it: without kind and endings."""
    return name.rpartition("/")[2].partition(".")[0]


def _folders(root: Path | None) -> Iterator[Path]:
    if root:
        yield root / layout.TEMPLATES
    yield PACKAGED if PACKAGED.is_dir() else CHECKOUT
