"""Settings: what one person sets over the policy, by a flag, the environment or git config."""

from __future__ import annotations

import os

from rcalog.config.basics import Basics
from rcalog.errors import UsageError
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

    from rcalog.model.policy import Policy
    from rcalog.model.spoken import Language

LANGUAGES: Mapping[str, Language] = {"en": "en", "zh": "zh"}


class UnknownZone(UsageError):
    """No time zone has this name."""

    code = "unknown-zone"

    def __init__(self, name: str, source: str) -> None:
        super().__init__(
            f"{source}: {name!r} is not a time zone", hint="use a name such as Asia/Shanghai, Europe/Berlin or UTC"
        )


class UnknownLanguage(UsageError):
    """rcalog does not speak this language."""

    code = "unknown-language"

    def __init__(self, name: str, source: str) -> None:
        super().__init__(f"{source}: rcalog speaks {' and '.join(LANGUAGES)}, not {name!r}")


class Settings(Value):
    """What one person sets: a flag, else the environment, else git config, else the policy, else the machine."""

    policy: Basics | Policy = Basics()
    env: Mapping[str, str] = {}
    git_config: Callable[[str], str | None] = lambda _key: None

    def language(self, flag: str | None = None) -> Language:
        """Return the language of interviews and reports.

        Raises:
            UnknownLanguage: for one that was asked for by name.
        """
        for source, value in self._said("--lang", flag, "RCALOG_LANG", "rcalog.lang"):
            if found := _language(value):
                return found
            raise UnknownLanguage(value, source)
        locale = next((self.env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if self.env.get(name)), "")
        return self.policy.language or _language(locale) or "en"

    def zone(self, flag: str | None = None) -> tzinfo:
        """Return the zone in which times without one are meant.

        Raises:
            UnknownZone: for one that was asked for by name.
        """
        for source, value in self._said("--tz", flag, "RCALOG_TZ", "rcalog.timezone"):
            if found := zone_named(value):
                return found
            raise UnknownZone(value, source)
        return (zone_named(self.policy.timezone) if self.policy.timezone else None) or machine_zone(self.env)

    def wall_zone(self) -> tzinfo | None:
        """Return the zone in which moments are told; None for the machine's own, which needs no tables of zones.

        Raises:
            UnknownZone: for one that was asked for by name.
        """
        is_named = (
            self.env.get("TZ") or self.policy.timezone or any(self._said("", None, "RCALOG_TZ", "rcalog.timezone"))
        )
        return self.zone() if is_named else None

    def _said(self, flag: str, value: str | None, variable: str, key: str) -> Iterator[tuple[str, str]]:
        """Yield the names and values of the layers above the policy that say something, the strongest first."""
        for source, given in ((flag, value), (variable, self.env.get(variable))):
            if given:
                yield source, given
        if configured := self.git_config(key):
            yield f"git config {key}", configured


def machine_zone(env: Mapping[str, str], localtime: str = "/etc/localtime") -> tzinfo:
    """Return the machine's time zone with its whole history, or its present offset where only that is known."""
    named = env.get("TZ", "").removeprefix(":")
    if named and (found := zone_named(named)):
        return found
    if not named and os.path.exists(localtime):
        from zoneinfo import ZoneInfo

        with open(localtime, "rb") as file:
            return ZoneInfo.from_file(file, key=os.path.realpath(localtime).rpartition("zoneinfo/")[2])
    from datetime import UTC, datetime

    return datetime.now().astimezone().tzinfo or UTC


def zone_named(name: str) -> ZoneInfo | None:
    """Return the time zone of this name, if there is one."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _language(value: str) -> Language | None:
    found = value.strip().casefold().replace("_", "-").split("-")[0].split(".")[0]
    return LANGUAGES.get(found)
