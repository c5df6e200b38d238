"""Help: the summary, then examples, then arguments and options; plain text, because a terminal needs no more."""

from __future__ import annotations

import shutil
import textwrap
from enum import StrEnum
from typing import TYPE_CHECKING

import typer
from typer.core import TyperCommand, TyperGroup

from rcalog.cli.guesses import meant
from rcalog.errors import UsageError
from rcalog.model.display import pad, shorten, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from typer._click.core import Command as AnyCommand
    from typer._click.core import Context, Parameter
    from typer.core import TyperOption

    from rcalog.cli.context import Session

WIDEST = 100
SHOWN = 60


class Purpose(StrEnum):
    """What a command is for; the root help lists them in this order."""

    DURING = "During an outage"
    AFTERWARDS = "Afterwards"
    FIND = "Find"
    FOLLOW_UP = "Follow up"
    LOGBOOK = "The logbook itself"


class UnknownCommand(UsageError):
    """There is no such command."""

    code = "unknown-command"

    def __init__(self, typed: str, meant: Sequence[str], parent: str) -> None:
        hint = f"did you mean: {' or '.join(meant)}" if meant else f"{parent} --help lists the commands"
        super().__init__(f"there is no command {shorten(typed, SHOWN)!r}", hint=hint)


class VerbNeeded(UsageError):
    """A noun was typed without its verb."""

    code = "verb-needed"

    def __init__(self, noun: str, verbs: Sequence[str]) -> None:
        super().__init__(f"{noun} needs a verb: {', '.join(verbs)}", hint=f"{noun} --help")


class Command(TyperCommand):
    """A command whose help gives examples before options."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return `--help`, which answers programs too."""
        return _answering(super().get_help_option(ctx))

    def get_help(self, ctx: Context) -> str:
        """Return the help page."""
        examples: tuple[tuple[str, str], ...] = getattr(self.callback, "examples", ())
        blocks = [_usage(self, ctx), _prose(self.help)]
        blocks += [_section("Examples", [_example(*example) for example in examples])]
        blocks += _parameters(self, ctx)
        return "\n\n".join(block for block in blocks if block)


class Group(TyperGroup):
    """A noun with verbs of its own, or the root; its help lists them by purpose."""

    alone: str | None = None
    """The verb that the noun stands for where none is typed."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return `--help`, which answers programs too."""
        return _answering(super().get_help_option(ctx))

    def get_help(self, ctx: Context) -> str:
        """Return the help page."""
        blocks = [_usage(self, ctx), _prose(self.help), *self._commands(), *_parameters(self, ctx)]
        return "\n\n".join(block for block in [*blocks, self.epilog or ""] if block)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Refuse a noun alone, unless it stands for one of its verbs."""
        only_options = not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names)
        if self.alone and only_options and not ctx.resilient_parsing:
            args = [self.alone, *args]
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            raise VerbNeeded(ctx.command_path, list(self.commands))
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        """Find the command that a word names; for an unknown one, say what may have been meant."""
        if args[0] in self.commands or args[0].startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        noun = ctx.command_path.partition(" ")[2]
        raise UnknownCommand(args[0], meant(args, self.commands, noun=noun), ctx.command_path)

    def _commands(self) -> list[str]:
        panels: dict[str, list[tuple[str, str]]] = {purpose.value: [] for purpose in Purpose}
        for name, command in self.commands.items():
            if not command.hidden:
                panel = getattr(command, "rich_help_panel", None) or "Commands"
                panels.setdefault(str(panel), []).append((name, _first_line(command.help)))
        longest = max((width(name) for rows in panels.values() for name, _ in rows), default=0)
        return [_section(title, _columns(sorted(rows), longest)) for title, rows in panels.items()]


class ListingGroup(Group):
    """A noun that lists what there is where no verb is typed."""

    alone = "list"


def command_page(app: typer.Typer, names: Sequence[str]) -> str | None:
    """Return the help page of a command of an app, None where there is none; no names mean the root."""
    found: TyperCommand | TyperGroup = typer.main.get_group(app)
    ctx = typer.Context(found, info_name=app.info.name or "", **found.context_settings)
    for name in names:
        below = found.commands.get(name) if isinstance(found, TyperGroup) else None
        if not isinstance(below, TyperCommand | TyperGroup):
            return None
        found, ctx = below, typer.Context(below, info_name=name, parent=ctx)
    return found.get_help(ctx)


def _answering(option: TyperOption | None) -> TyperOption | None:
    if option:
        option.callback = _answer
    return option


def _answer(ctx: Context, _param: object, wanted: object) -> None:
    """Print the help page, as an envelope where programs are listening, and end."""
    if not wanted or ctx.resilient_parsing:
        return
    session: Session = ctx.obj
    text = ctx.get_help()
    session.output.command = ctx.command_path.partition(" ")[2] or None
    session.output.answer({"topic": session.output.command, "text": text}, f"{text}\n")
    ctx.exit()


def _usage(command: TyperCommand | TyperGroup, ctx: Context) -> str:
    arguments = [param for param in command.get_params(ctx) if param.param_type_name == "argument"]
    plain = {piece: _as_typed(param, ctx) for param in arguments for piece in param.get_usage_pieces(ctx)}
    pieces = [plain.get(piece, piece) for piece in command.collect_usage_pieces(ctx)]
    return f"Usage: {ctx.command_path} {' '.join(pieces)}".rstrip()


def _as_typed(param: Parameter, ctx: Context) -> str:
    """Return an argument as usage has it: in brackets where it may be left out, with dots where several may stand."""
    name = param.make_metavar(ctx).removesuffix("...")
    several = f"{name}..." if param.nargs == -1 else name
    return several if param.required else f"[{several}]"


def _first_line(text: str | None) -> str:
    """Return the summary of a command: the first sentence of its docstring."""
    return (text or "").strip().partition("\n")[0].partition(". ")[0].rstrip(".")


def _prose(text: str | None) -> str:
    """Return a docstring with its paragraphs wrapped; what is indented in it stays as it is."""
    paragraphs = textwrap.dedent(text or "").strip().split("\n\n")
    return "\n\n".join(part if "\n " in part else textwrap.fill(part, _cells()) for part in paragraphs)


def _cells() -> int:
    return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)


def _section(title: str, lines: Iterable[str]) -> str:
    body = "\n".join(f"  {line}" if line else "" for line in lines)
    return f"{title}:\n{body}" if body else ""


def _example(line: str, meaning: str) -> str:
    return f"{line}\n      {meaning}" if meaning else line


def _parameters(command: TyperCommand | TyperGroup, ctx: Context) -> list[str]:
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record:
            (arguments if param.param_type_name == "argument" else options).append(record)
    longest = min(max((width(name) for name, _ in arguments + options), default=0), 32)
    return [_section("Arguments", _columns(arguments, longest)), _section("Options", _columns(options, longest))]


def _columns(rows: Iterable[tuple[str, str]], longest: int) -> list[str]:
    lines: list[str] = []
    room = _cells() - longest - 4
    for name, text in rows:
        wrapped = textwrap.wrap(text, max(room, 20)) or [""]
        first = wrapped if width(name) <= longest else ["", *wrapped]
        lines += [f"{pad(name, longest)}  {first[0]}".rstrip(), *(" " * (longest + 2) + more for more in first[1:])]
    return lines
