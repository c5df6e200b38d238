"""The interview's sentences in one language: data from a template, with `{name}` where a value goes."""

from __future__ import annotations

from collections.abc import Mapping

from rcalog.patterns import pattern
from rcalog.values import Value

SLOT = pattern(r"\{([a-z_]+)\}")


class Texts(Value):
    """Sentences by dotted key, such as `ask.cause`."""

    lang: str
    lines: Mapping[str, str]

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Texts:
        """Return the texts that a template's plain data holds: nested maps of text, and `lang`."""
        lines = dict(_flat("", data))
        return cls(lines.get("lang", "en"), lines)

    def __contains__(self, key: str) -> bool:
        return key in self.lines

    def __call__(self, key: str, values: Mapping[str, str] | None = None) -> str:
        """Return a sentence with its values filled in; nothing in a value is read as a slot."""
        given = values or {}
        return SLOT.sub(lambda match: given.get(match[1], match[0]), self.lines[key]).strip()


def slots(line: str) -> set[str]:
    """Return the names of the values that a sentence takes."""
    return set(SLOT.findall(line))


def _flat(prefix: str, data: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in data.items():
        if isinstance(value, Mapping):
            found += _flat(f"{prefix}{key}.", value)
        elif isinstance(value, str):
            found.append((f"{prefix}{key}", value))
    return found
