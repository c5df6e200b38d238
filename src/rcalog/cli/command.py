"""The one way to declare a command.

How to write one. Put it into `cli/commands/<verb>.py` (a noun with verbs of its own: `cli/commands/action.py`);
a file is found by its name, `set_.py` serves `set`. The body is short: read the flags, call one service, show.

    from rcalog.cli.command import AFTERWARDS, Context, RefOption, app, command, offer, words

    @command(
        app, "mark", purpose=AFTERWARDS, writes=True,
        examples=[("rcalog mark mitigated 'rolled back; error rate at 0'", "the harm stopped")],
    )
    def mark(
        c: Context,
        status: Annotated[
            str, typer.Argument(metavar="STATUS", help="The next step.", autocompletion=offer("mitigated", "resolved"))
        ],
        how: Annotated[list[str] | None, typer.Argument(metavar="HOW", help="How we know.")] = None,
        *,
        ref: RefOption = None,
    ) -> None:
        '''Move an incident along the ladder, with the time.'''
        from rcalog.services import ladder            # heavy imports stand inside the body

        c.output.result(data, show)

- The docstring is the help: its first line is the summary (imperative, ends with a full stop), the rest follows it.
- `--json`, `--no-input` and `-C/--logbook` come by themselves; `writes=True` adds `--dry-run` and
  `--allow-secret`, `dry_run=True` only the first, `pages=True` adds `--no-pager`.
- Words need no quotes: take `list[str]` as the last argument and `words(...)` it.
- Annotations are read at run time: no imports under TYPE_CHECKING for them, and none that load pydantic.
- The result: `c.output.result(data, show)`; `data` is made of plain JSON values, `show(page)` writes lines for people:
  `page.line("a ", bold("b"))`, `page.table(rows, head=...)`, `page.text(prose)`, `page.gap()`. Everything is passed
  through `safe()` there, so hand over raw text. `c.paged(data, show)` goes through the pager (with `pages=True`).
  Beside the result: `c.output.warn`, `.hint`, `.note` (stderr). `with c.working("reading"):` where it may take long.
- A write: `saved = carry_out(c, lambda write: service(c.book, ..., now=c.now, write=write))` out of `cli/acting.py`
  asks for a name for git or about a secret where somebody is there; `show_saved(c, saved)` shows it.
- Times: `read_when(c, text)`, `read_day(c, text)`, out of `cli/acting.py` too.
- The logbook is `c.book`; a command that starts a record takes `c.book_for_new()`, which makes the user's own where
  there is none. An incident is `c.record(ref)`, or `c.record(ref, purpose="analysis")` for why, review and report;
  with `ref=None` it is the one that is meant. `c.zone`, `c.today`, `c.now`, `c.language(flag)` go with them.
  Programs get an incident as `incident_dto.record_object(record, today=c.today)`, lists as `dto.listing(items)`.
- Ask with `c.asker`: `.text(question, flag="--title")`, `.value(question, read, flag=...)`, `.confirm`, `.pick`:
  without a terminal they take the default, or end with the flag to give. `c.interactive` says whether anybody is there.
- A closed set of words: take `str`, `autocompletion=offer(...)`, and `c.one_of(Status, text)` it in the body.
- An incident: `ref: RefArgument = None`, or `ref: RefOption = None` where the first argument is text.
- Help texts are sentences: a capital first, a full stop last.
- Refuse by raising an `RcalogError`; end with 1 after the result by `c.fail(findings)`.
- A noun: `action = group("action", "Follow up on ...", purpose=FOLLOW_UP)`, then `@command(action, "add", ...)`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, update_wrapper
from pathlib import Path
from typing import Annotated, Concatenate, ParamSpec, cast

import typer

from rcalog.cli.boundary import PROGRAM
from rcalog.cli.completion import complete_references, labels, offer
from rcalog.cli.context import Context, Session
from rcalog.cli.help import Command, Group, Purpose
from rcalog.errors import UsageError

__all__ = [
    "AFTERWARDS",
    "DURING",
    "FIND",
    "FOLLOW_UP",
    "LOGBOOK",
    "Context",
    "RefArgument",
    "RefOption",
    "app",
    "command",
    "group",
    "labels",
    "offer",
    "words",
]

P = ParamSpec("P")
Body = Callable[Concatenate[Context, P], None]


DURING, AFTERWARDS, FIND, FOLLOW_UP, LOGBOOK = Purpose


class EmptyValue(UsageError):
    """An option was given nothing but blanks."""

    code = "empty-value"

    def __init__(self, flag: str) -> None:
        super().__init__(f"{flag} is given, and is empty", hint=f"give it a value, or leave {flag} out")


JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON envelope.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask; a missing value is an error.")]
LogbookDir = Annotated[
    str | None, typer.Option("--logbook", "-C", metavar="DIR", help="Use the logbook in this folder.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the difference and the commit message, change nothing.")]
AllowSecret = Annotated[
    list[str] | None, typer.Option("--allow-secret", metavar="RULE", help="Write it though it looks like a secret.")
]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print without a pager.")]

RefArgument = Annotated[
    str | None,
    typer.Argument(metavar="REF", help="Which one; see rcalog help references.", autocompletion=complete_references),
]
RefOption = Annotated[
    str | None,
    typer.Option(
        "--incident",
        "-i",
        metavar="REF",
        help="Which incident, where it is not the present one.",
        autocompletion=complete_references,
    ),
]

UNSET: dict[str, object] = {
    "json": False,
    "no_input": False,
    "logbook": None,
    "dry_run": False,
    "no_pager": False,
    "allow_secret": None,
}
"""The common options, and what they are when nobody gives them."""

HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(name=PROGRAM, cls=Group, rich_markup_mode=None, add_completion=True, context_settings=HELP)


def group(name: str, summary: str, *, purpose: Purpose, kind: type[Group] = Group) -> typer.Typer:
    """Return the app of a noun with verbs of its own, such as `action`."""
    verb = "[COMMAND] [ARGS]..." if kind.alone else "COMMAND [ARGS]..."
    noun = typer.Typer(name=name, cls=kind, rich_markup_mode=None, add_completion=False, subcommand_metavar=verb)
    app.add_typer(noun, name=name, help=summary, rich_help_panel=purpose)
    return noun


def command(
    parent: typer.Typer,
    name: str,
    *,
    purpose: Purpose | None = None,
    examples: Sequence[tuple[str, str]] = (),
    writes: bool = False,
    dry_run: bool = False,
    pages: bool = False,
    hidden: bool = False,
) -> Callable[[Body[P]], Body[P]]:
    """Declare the decorated body as a command; it stays callable as it is."""

    def declare(body: Body[P]) -> Body[P]:
        common: dict[str, object] = {"json": JsonFlag, "no_input": NoInput, "logbook": LogbookDir}
        common |= {"dry_run": DryRun} if dry_run or writes else {}
        common |= {"allow_secret": AllowSecret} if writes else {}
        common |= {"no_pager": NoPager} if pages else {}
        run = _Run(body, common)
        vars(run)["examples"] = tuple(examples)
        parent.command(name, cls=Command, rich_help_panel=purpose, hidden=hidden)(run)
        return body

    return declare


def words(parts: Sequence[str] | None) -> str:
    """Return variadic arguments as one text: words need no quotes."""
    return " ".join(parts or ()).strip()


class _Run:
    """What Typer calls: it makes the context, calls the body and closes the envelope.

    The signature is made when Typer asks for it, because the root help lists every command and needs none.
    """

    def __init__(self, body: Callable[..., None], common: Mapping[str, object]) -> None:
        update_wrapper(self, body, assigned=("__module__", "__name__", "__doc__"))
        self._body = body
        self._common = common

    def __call__(self, ctx: typer.Context, **values: object) -> None:
        given = dict(values)
        context = _context(ctx, values)
        _refuse_empty(ctx, given)
        try:
            self._body(context, **values)
        except typer.Exit as end:
            context.output.envelope(ok=end.exit_code == 0)
            raise
        context.output.envelope(ok=True)

    @cached_property
    def __signature__(self) -> inspect.Signature:
        own = list(inspect.signature(self._body, eval_str=True).parameters.values())[1:]
        return inspect.Signature(
            [
                _parameter("ctx", typer.Context, inspect.Parameter.empty),
                *(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own),
                *(_parameter(f"common_{key}", kind, UNSET[key]) for key, kind in self._common.items()),
            ]
        )

    @property
    def __annotations__(self) -> dict[str, object]:  # type: ignore[override]  # Typer reads the evaluated ones
        return {name: one.annotation for name, one in self.__signature__.parameters.items()}


def _parameter(name: str, annotation: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _refuse_empty(ctx: typer.Context, values: Mapping[str, object]) -> None:
    """Refuse options that were given nothing: a variable of a script that is not set is no wish for a default.

    An option whose metavar stands in brackets may be empty: there, it is what Enter is to a question.

    Raises:
        EmptyValue.
    """
    for param in ctx.command.params:
        found = values.get(param.name or "")
        given = found if isinstance(found, list) else [found]
        is_typed = param.param_type_name == "option" and found != param.default
        may_be_empty = str(getattr(param, "metavar", None)).startswith("[")
        if is_typed and not may_be_empty and any(isinstance(one, str) and not one.strip() for one in given):
            raise EmptyValue(max(param.opts, key=len))


def _context(ctx: typer.Context, values: dict[str, object]) -> Context:
    """Take the common options out of `values`; what was given before the verb counts where nothing follows it."""
    session: Session = ctx.obj
    before = ctx.find_root().params
    given = {key: values.pop(f"common_{key}", unset) or before.get(f"common_{key}") for key, unset in UNSET.items()}
    session.output.command = ctx.command_path.partition(" ")[2]
    return Context(
        session,
        session.output.command,
        logbook=Path(str(given["logbook"])) if given["logbook"] else None,
        no_input=bool(given["no_input"]),
        dry_run=bool(given["dry_run"]),
        no_pager=bool(given["no_pager"]),
        allow_secret=tuple(cast("list[str]", given["allow_secret"] or ())),
        takes_reference=not any("-i" in param.opts for param in ctx.command.params),
    )
