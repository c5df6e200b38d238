"""The user's git configuration, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.logbook.git.place import Place


@dataclass(frozen=True)
class Settings:
    """What a commit needs to know of the configuration; a key without a value is None."""

    values: Mapping[str, str | None]

    @classmethod
    def of(cls, place: Place) -> Settings:
        """Read system, user, repository and work tree configuration as git layers them."""
        pairs = (field.partition("\n") for field in place.read("config", "--null", "--list").fields)
        return cls({key: value if separator else None for key, separator, value in pairs})

    @property
    def runs_hooks(self) -> bool:
        """Whether the user wants hooks (`git config rcalog.hooks skip` turns them off)."""
        return (self.values.get("rcalog.hooks") or "").lower() != "skip"

    @property
    def signs(self) -> bool:
        """Whether the user's git signs commits."""
        value = self.values.get("commit.gpgsign", "false")
        return value is None or value.lower() in ("true", "yes", "on", "1")
