"""What this clone remembers of its audits: commits that were judged already, and where the remote was.

Both are files in the git folder that may be deleted at any time. The first only saves time; the second is what a past
that was rewritten elsewhere is known by.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.logbook import atomic, folders
from rcalog.model.audit import Discovery

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook

VERSION = 3
"""Of what is looked for; another one judges every commit anew."""


@dataclass(frozen=True)
class Tip:
    """Where a branch elsewhere was when an audit found nothing wrong with it, and when that was."""

    commit: str
    at: str


def judged(book: Logbook) -> dict[str, tuple[Discovery, ...]]:
    """Return the commits that were judged already, all that is behind them too, with what was found about each."""
    try:
        head, *lines = _cache(book).read_text("utf-8").splitlines()
        if head != _header(book):
            return {}
        return dict(_read(line) for line in lines if line.endswith("\t"))
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _read(line: str) -> tuple[str, tuple[Discovery, ...]]:
    oid, told, _ = line.split("\t")
    return oid, tuple(Discovery(**each) for each in json.loads(told)) if told else ()


def keep_judged(book: Logbook, found: Mapping[str, Collection[Discovery]], *, anew: bool) -> None:
    """Remember that commits were judged, parents first; `anew` forgets what was judged before."""
    path = _cache(book)
    lines = [f"{oid}\t{_told(discoveries)}\t\n" for oid, discoveries in found.items()]
    with atomic.disk_refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if anew:
            atomic.replace(path, "".join([f"{_header(book)}\n", *lines]).encode())
        elif lines:
            with path.open("a", encoding="utf-8") as file:
                file.write("".join(lines))


def _told(discoveries: Iterable[Discovery]) -> str:
    told = [asdict(each) for each in discoveries]
    return json.dumps(told) if told else ""


def tips(book: Logbook) -> dict[str, Tip]:
    """Return where branches elsewhere were when an audit found nothing wrong with them."""
    try:
        known = json.loads(_memory(book).read_text("utf-8"))
        return {ref: Tip(str(each["commit"]), str(each["at"])) for ref, each in known.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def keep_tips(book: Logbook, found: Mapping[str, Tip]) -> None:
    """Remember where branches elsewhere are."""
    path = _memory(book)
    with atomic.disk_refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.replace(path, json.dumps({ref: asdict(tip) for ref, tip in found.items()}, indent=2).encode())


def _header(book: Logbook) -> str:
    return f"rcalog audit {VERSION} {book.prefix.as_posix()!r}"


def _cache(book: Logbook) -> Path:
    return (book.state / folders.index_name(book.below, "audit")).with_suffix(".txt")


def _memory(book: Logbook) -> Path:
    return (book.state / folders.index_name(book.below, "tips")).with_suffix(".json")
