"""Regular expressions that are compiled when they are first used: most commands need few of them, a list none."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    import re
    from typing import AnyStr


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, for the methods of a pattern; compiling waits for the first of them."""
    found: re.Pattern[AnyStr] = _Pattern(text, flags)  # type: ignore[assignment] # it does what one does
    return found


class _Pattern:
    """A pattern to be; once it is compiled, its methods are the compiled one's own."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        import re

        found: object = getattr(re.compile(self.pattern, self._flags), name)
        self.__dict__[name] = found
        return found
