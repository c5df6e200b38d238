"""What this clone remembers of witnesses: the name that it goes by, who would not have it, and what was taken back.

A file in the git folder that may be deleted at any time; the clone has another name then.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.logbook import atomic
from rcalog.logbook.git.witness import NAME

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook

OFF = "off"


@dataclass(frozen=True)
class Memory:
    """The random name of this clone, the address that refused it last and when, and the copies that could not follow.

    `taken_back` has the moment at which each of these was seen first.
    """

    clone: str
    refused_by: str = ""
    refused_at: float = 0.0
    taken_back: Mapping[str, str] = field(default_factory=dict)


def recall(book: Logbook) -> Memory:
    """Return what is remembered; with a new name where nothing is."""
    try:
        known = json.loads(_file(book).read_text("utf-8"))
        back = {str(ref): str(at) for ref, at in known["taken_back"].items()}
        memory = Memory(str(known["clone"]), str(known["refused_by"]), float(known["refused_at"]), back)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Memory(_new_name())
    return memory if NAME.fullmatch(memory.clone) else Memory(_new_name())


def remember(book: Logbook, memory: Memory) -> None:
    """Keep it.

    Raises: DiskRefused.
    """
    atomic.replace(_file(book), json.dumps(asdict(memory), indent=2).encode())


def own_name(book: Logbook, memory: Memory) -> str | None:
    """Return the name under which this clone bears witness: its user's choice, or random; None where it does not."""
    chosen = book.repo.config("rcalog.witness")
    if not chosen:
        return memory.clone
    return chosen if chosen != OFF and NAME.fullmatch(chosen) else None


def _new_name() -> str:
    return secrets.token_hex(6)


def _file(book: Logbook) -> Path:
    return book.state / "witness.json"
