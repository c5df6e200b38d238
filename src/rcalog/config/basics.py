"""The little of a policy that lists go by, remembered so that they need not read and validate all of it."""

from __future__ import annotations

import os
from contextlib import suppress

from rcalog.values import Value
from rcalog.version import __version__

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.model.spoken import Language

HEAD = f"rcalog {__version__}"
"""What a memory begins with: this version reads these bytes so."""

UNSET = "-"


class Basics(Value):
    """Zone, language and the team's own words for severities."""

    timezone: str | None = None
    language: Language | None = None
    labels: Mapping[str, str] = {}

    def label(self, severity: str) -> str:
        """Return the team's own word for a severity."""
        return self.labels.get(str(severity), str(severity))


def recall(memory: str, raw: bytes) -> Basics | None:
    """Return what was remembered of a policy file with these bytes; None for any other."""
    try:
        with open(memory, "rb") as file:
            head, _, of = file.read().partition(b"\n\n")
        first, timezone, language, *labels = head.decode().split("\n")
        known = dict(label.split("\t") for label in labels)
    except (OSError, ValueError):
        return None
    if first != HEAD or of != raw:
        return None
    spoken: Language | None = "zh" if language == "zh" else "en" if language == "en" else None
    return Basics(None if timezone == UNSET else timezone, spoken, known)


def remember(memory: str, raw: bytes, basics: Basics) -> None:
    """Keep what is to be remembered of a policy file with these bytes, in which nothing is odd."""
    labels = [f"{severity}\t{label}" for severity, label in basics.labels.items()]
    lines = [HEAD, basics.timezone or UNSET, basics.language or UNSET, *labels]
    if any(not line or not line.replace("\t", "").isprintable() or line.count("\t") > 1 for line in lines):
        return
    temporary = f"{memory}.{os.getpid()}.tmp"
    with suppress(OSError):
        os.makedirs(os.path.dirname(memory), exist_ok=True)
        with open(temporary, "wb") as file:
            file.write("\n".join(lines).encode() + b"\n\n" + raw)
        os.replace(temporary, memory)
