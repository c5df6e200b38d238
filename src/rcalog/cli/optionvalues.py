"""The values of options: a word that is itself an option of the command is none, for then a value was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.model.display import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from typer._click.core import Context, Parameter

SHOWN = 60


class OptionAsValue(UsageError):
    """An option stands where the value of another one is expected."""

    code = "option-as-value"

    def __init__(self, flag: str, word: str, longest: str) -> None:
        name, shown = word.partition("=")[0], shorten(word, SHOWN)
        super().__init__(f"{flag} needs a value; {name} is an option", hint=f"if it is meant: {longest}={shown}")


def refuse_options_as_values(ctx: Context, args: Sequence[str], *, mixed: bool) -> None:
    """Refuse a command line in which an option takes the next option as its value; `--flag=--other` means it.

    `mixed` says that options may stand behind other words too.

    Raises:
        OptionAsValue.
    """
    options = _options(ctx, ctx)
    known = options.keys() | _options(ctx.find_root(), ctx).keys()
    for flag, word in _pairs(options, args, mixed=mixed):
        if (word.partition("=")[0] if word.startswith("--") else word) in known:
            raise OptionAsValue(flag, word, max(options[flag].opts, key=len))


def _options(owner: Context, ctx: Context) -> Mapping[str, Parameter]:
    found = [each for each in owner.command.get_params(ctx) if each.param_type_name == "option"]
    return {name: each for each in found for name in (*each.opts, *each.secondary_opts)}


def _pairs(options: Mapping[str, Parameter], args: Sequence[str], *, mixed: bool) -> Iterator[tuple[str, str]]:
    """Yield the options whose values are words of their own, as they are typed, each with that word."""
    rest = iter(args)
    for word in rest:
        if word == "--" or (not word.startswith("-") and not mixed):
            return
        flag = _waiting(options, word)
        value = next(rest, None) if flag else None
        if flag and value is not None:
            yield flag, value


def _waiting(options: Mapping[str, Parameter], word: str) -> str | None:
    """Return the option at the end of a word that takes the next one as its value; None where there is none."""
    if word in options:
        return None if getattr(options[word], "is_flag", False) else word
    if not word.startswith("-") or word.startswith("--"):
        return None
    for place, letter in enumerate(word[1:], 2):
        option = options.get(f"-{letter}")
        if option is None:
            return None
        if not getattr(option, "is_flag", False):
            return f"-{letter}" if place == len(word) else None
    return None
