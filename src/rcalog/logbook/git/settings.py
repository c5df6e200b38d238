"""The user's git configuration, read in one go."""

from __future__ import annotations

from rcalog.logbook.git.spawn import Started
from rcalog.values import cached_property

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.logbook.git.place import Place


class Settings:
    """System, user, repository and work tree configuration as git layers them.

    git lists it while there is something else to do; the list is read when it is first needed.
    """

    def __init__(self, place: Place) -> None:
        # without our own flags, which set keys too
        self._asked = Started(["config", "--null", "--list"], place.folder, user_env=True)

    @cached_property
    def values(self) -> Mapping[str, str | None]:
        """The value of each key; a key without one has None.

        Raises: GitFailed.
        """
        pairs = (field.partition("\n") for field in self._asked.result().fields)
        return {key: value if separator else None for key, separator, value in pairs}

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
