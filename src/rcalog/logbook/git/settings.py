"""The user's git configuration, read in one go."""

from __future__ import annotations

from rcalog.logbook.git.spawn import Started
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.logbook.git.place import Place


class Settings(Value):
    """What a commit needs to know of the configuration; a key without a value is None."""

    values: Mapping[str, str | None]

    @classmethod
    def of(cls, place: Place) -> Settings:
        """Read system, user, repository and work tree configuration as git layers them."""
        return cls.read(cls.asked(place))

    @staticmethod
    def asked(place: Place) -> Started:
        """Have git list the configuration, while there is something else to do."""
        # without our own flags, which set keys too
        return Started(["config", "--null", "--list"], place.folder, user_env=True)

    @classmethod
    def read(cls, asked: Started) -> Settings:
        """Return what git lists.

        Raises: GitFailed.
        """
        pairs = (field.partition("\n") for field in asked.result().fields)
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

    @property
    def places_hooks(self) -> bool:
        """Whether hooks may be elsewhere than in the repository's own folder for them, or be no files at all."""
        return any(key == "core.hookspath" or key.startswith("hook.") for key in self.values)

    @property
    def maps_names(self) -> bool:
        """Whether the configuration names a mailmap."""
        return any(key.startswith("mailmap.") for key in self.values)

    def get(self, key: str) -> str | None:
        """Return the value of a key as `git config --get` does: section and name in any case, nothing as None."""
        section, _, rest = key.partition(".")
        middle, dot, name = rest.rpartition(".")
        return self.values.get(f"{section.lower()}.{middle}{dot}{name.lower()}")
