"""The little of a policy that lists go by, remembered so that they need not read and validate all of it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from rcalog.model.vocabulary import Language, Severity
from rcalog.version import __version__


@dataclass(frozen=True)
class Basics:
    """Zone, language and the team's own words for severities."""

    timezone: str | None = None
    language: Language | None = None
    severity_labels: Mapping[Severity, str] = field(default_factory=dict)

    def label(self, severity: Severity) -> str:
        """Return the team's own word for a severity."""
        return self.severity_labels.get(severity, severity.value)


def recall(memory: Path, raw: bytes) -> Basics | None:
    """Return what was remembered of a policy file with these bytes; None for any other."""
    try:
        said = json.loads(memory.read_bytes())
        if said["of"] != _name(raw):
            return None
        labels = {Severity(key): str(label) for key, label in said["severity_labels"].items()}
        return Basics(said["timezone"], said["language"], labels)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def remember(memory: Path, raw: bytes, basics: Basics) -> None:
    """Keep what is to be remembered of a policy file with these bytes, in which nothing is odd."""
    said = {
        "of": _name(raw),
        "timezone": basics.timezone,
        "language": basics.language,
        "severity_labels": {key.value: label for key, label in basics.severity_labels.items()},
    }
    temporary = memory.with_name(f"{memory.name}.{os.getpid()}.tmp")
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(said), encoding="utf-8")
        temporary.replace(memory)


def _name(raw: bytes) -> str:
    """Name these bytes, as this version of the program reads them."""
    return hashlib.blake2b(__version__.encode() + b"\0" + raw, digest_size=16).hexdigest()
