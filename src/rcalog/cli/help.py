"""Help: the summary, then examples, then arguments and options; plain text, because a terminal needs no more."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import typer
from typer.core import TyperCommand, TyperGroup

from rcalog.cli.guesses import meant
from rcalog.cli.helptext import joined, prose, section, sections
from rcalog.cli.optionvalues import refuse_options_as_values
from rcalog.errors import UsageError
from rcalog.model.display import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer._click.core import Command as AnyCommand
    from typer._click.core import Context, Parameter
    from typer.core import TyperOption

    from rcalog.cli.context import Session

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
        shown = section("Examples", [_example(*example) for example in examples])
        return joined([usage(self, ctx), prose(self.help), shown, *sections(parameters(self, ctx))])

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Refuse an option that takes the next option as its value."""
        if not ctx.resilient_parsing:
            refuse_options_as_values(ctx, args, mixed=True)
        return super().parse_args(ctx, args)


class Group(TyperGroup):
    """A noun with verbs of its own, or the root; its help lists them by purpose."""

    alone: str | None = None
    """The verb that the noun stands for where none is typed."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return `--help`, which answers programs too."""
        return _answering(super().get_help_option(ctx))

    def get_help(self, ctx: Context) -> str:
        """Return the help page."""
        return joined([usage(self, ctx), prose(self.help), *sections(self.panels()), *sections(parameters(self, ctx))])

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Refuse a noun alone, unless it stands for one of its verbs."""
        only_options = not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names)
        if self.alone and only_options and not ctx.resilient_parsing:
            args = [self.alone, *args]
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            raise VerbNeeded(ctx.command_path, list(self.commands))
        if not ctx.resilient_parsing:
            refuse_options_as_values(ctx, args, mixed=False)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        """Find the command that a word names; for an unknown one, say what may have been meant."""
        if args[0] in self.commands or args[0].startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        noun = ctx.command_path.partition(" ")[2]
        raise UnknownCommand(args[0], meant(args, self.commands, noun=noun), ctx.command_path)

    def panels(self) -> dict[str, list[tuple[str, str]]]:
        """Return the names and summaries of the commands, by purpose."""
        found: dict[str, list[tuple[str, str]]] = {purpose.value: [] for purpose in Purpose}
        for name, command in sorted(self.commands.items()):
            if not command.hidden:
                panel = getattr(command, "rich_help_panel", None) or "Commands"
                found.setdefault(str(panel), []).append((name, _first_line(command.help)))
        return found


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


def usage(command: TyperCommand | TyperGroup, ctx: Context) -> str:
    """Return how a command is typed, in one line."""
    arguments = [param for param in command.get_params(ctx) if param.param_type_name == "argument"]
    plain = {piece: _as_typed(param, ctx) for param in arguments for piece in param.get_usage_pieces(ctx)}
    pieces = [plain.get(piece, piece) for piece in command.collect_usage_pieces(ctx)]
    return f"Usage: {ctx.command_path} {' '.join(pieces)}".rstrip()


def parameters(command: TyperCommand | TyperGroup, ctx: Context) -> dict[str, list[tuple[str, str]]]:
    """Return what a command takes and what it means: its arguments, and its options."""
    found: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record:
            found["Arguments" if param.param_type_name == "argument" else "Options"].append(record)
    return found


def _as_typed(param: Parameter, ctx: Context) -> str:
    """Return an argument as usage has it: in brackets where it may be left out, with dots where several may stand."""
    name = param.make_metavar(ctx).removesuffix("...")
    several = f"{name}..." if param.nargs == -1 else name
    return several if param.required else f"[{several}]"


def _first_line(text: str | None) -> str:
    """Return the summary of a command: the first sentence of its docstring."""
    return (text or "").strip().partition("\n")[0].partition(". ")[0].rstrip(".")


def _example(line: str, meaning: str) -> str:
    return f"{line}\n      {meaning}" if meaning else line
