"""`rcalog action` and its verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FOLLOW_UP, Context, RefOption, command, group, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from rcalog.logbook.intents import Write
    from rcalog.services.actions import Acted

action = group("action", "Follow up: action items and drills", purpose=FOLLOW_UP)

Name = Annotated[str, typer.Argument(metavar="ACTION", help="am3x7, REF/am3x7, or a unique part of its text.")]
At = Annotated[str | None, typer.Option(metavar="TIME", help="When; without it: now.")]
By = Annotated[str | None, typer.Option(metavar="PERSON", help="Who; without it: you.")]


@command(
    action,
    "add",
    writes=True,
    examples=[
        ("rcalog action add Restore nightly into an empty host @ana 2w", "text, owner and due date on one line"),
        ("rcalog action add 'Alert on replica lag' --for c2m9r --owner ana --due 2w --aim detect", ""),
        ("rcalog action add --like restore-drill --owner ana --due +15d", "from a template"),
    ],
)
def add(
    c: Context,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="What will be done.")] = None,
    incident: RefOption = None,
    cause: Annotated[list[str] | None, typer.Option("--for", metavar="CAUSE", help="The cause it answers.")] = None,
    owner: Annotated[
        str | None, typer.Option(metavar="PERSON", help="One person, or a role that one person holds.")
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="By when: 2026-12-01, 2w, next friday.")] = None,
    aim: Annotated[
        str | None, typer.Option(metavar="AIM", help="prevent, detect, limit, recover or compensate.")
    ] = None,
    strength: Annotated[str | None, typer.Option(metavar="STRENGTH", help="strong, intermediate or weak.")] = None,
    every: Annotated[str | None, typer.Option(metavar="PERIOD", help="A drill: 1d, 2w, 1mo.")] = None,
    like: Annotated[str | None, typer.Option(metavar="TEMPLATE", help="restore-drill, alert-test, ...")] = None,
) -> None:
    """Add an action with one owner and a due date."""
    from rcalog.cli.acting import read_day
    from rcalog.model.actions import Aim, Strength
    from rcalog.services.actions import ActionWords
    from rcalog.services.actions import add as add_action

    said = ActionWords(
        text=words(text) or ("" if like else c.ask("What will be done?", flag="TEXT")),
        owner=owner,
        due=read_day(c, due) if due else None,
        aim=c.one_of(Aim, aim).value if aim else None,
        strength=c.one_of(Strength, strength).value if strength else None,
        causes=tuple(cause or ()),
        every=every,
        template=like,
    )
    record = c.record(incident)
    _act(c, lambda write: add_action(c.book, record, said, now=c.now, write=write))


@command(
    action,
    "edit",
    writes=True,
    examples=[("rcalog action edit am3x7 owner=li.wei due=+2w", ""), ("rcalog action edit am3x7 status=running", "")],
)
def edit(
    c: Context,
    name: Name,
    assignments: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help="See: rcalog help fields.")],
) -> None:
    """Set fields of an action."""
    from rcalog.cli.ask import read_all
    from rcalog.services.actions import edit as edit_action
    from rcalog.services.actions import find_action
    from rcalog.services.fields import read_assignment

    found = find_action(c.book, name, now=c.now)
    wanted = [read_assignment(text, read_all) for text in assignments]
    _act(c, lambda write: edit_action(c.book, found, wanted, now=c.now, write=write))


@command(
    action,
    "done",
    writes=True,
    examples=[("rcalog action done am3x7 --evidence https://example.org/pull/12", "")],
)
def done(
    c: Context,
    name: Name,
    at: At = None,
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="WHERE", help="Where it can be seen; may be repeated.")
    ] = None,
) -> None:
    """Say that an action is done; whether it works is for `verify`."""
    from rcalog.cli.acting import read_when
    from rcalog.services.actions import done as finish
    from rcalog.services.actions import find_action

    found, when = find_action(c.book, name, now=c.now), read_when(c, at or "now")
    _act(c, lambda write: finish(found, when, evidence or (), write=write))


@command(
    action,
    "verify",
    writes=True,
    examples=[("rcalog action verify am3x7 logged in to six hosts, each shows its role", "who, when and how")],
)
def verify(
    c: Context,
    name: Name,
    how: Annotated[list[str] | None, typer.Argument(metavar="HOW", help="How it was seen to work.")] = None,
    by: By = None,
    at: At = None,
) -> None:
    """Write down that an action works: who saw it, when, and how."""
    from rcalog.cli.acting import read_when
    from rcalog.services.actions import find_action
    from rcalog.services.actions import verify as prove_works
    from rcalog.services.people import me

    found, when = find_action(c.book, name, now=c.now), read_when(c, at or "now")
    text = words(how) or c.ask("How was it seen to work?", flag="HOW")
    _act(c, lambda write: prove_works(found, text, by or me(c.book), when, write=write))


@command(
    action,
    "drop",
    writes=True,
    examples=[("rcalog action drop aq4w8 replaced by a re-sync tool --until 2027-05-01", "with the reason")],
)
def drop(
    c: Context,
    name: Name,
    because: Annotated[list[str] | None, typer.Argument(metavar="BECAUSE", help="Why.")] = None,
    by: By = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Until when that holds.")] = None,
) -> None:
    """Give an action up, with the reason."""
    from rcalog.cli.acting import read_day
    from rcalog.services.actions import drop as give_up
    from rcalog.services.actions import find_action
    from rcalog.services.people import me

    found = find_action(c.book, name, now=c.now)
    text = words(because) or c.ask("Why will it not be done?", flag="BECAUSE")
    day = read_day(c, until) if until else None
    _act(c, lambda write: give_up(found, text, by or me(c.book), day, write=write))


@command(
    action,
    "prove",
    writes=True,
    examples=[("rcalog action prove am3x7 --pass --by ci --evidence https://example.org/ci/1234", "a run of a drill")],
)
def prove(
    c: Context,
    name: Name,
    passed: Annotated[bool | None, typer.Option("--pass/--fail", help="How the run ended.")] = None,
    by: By = None,
    at: At = None,
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="WHERE", help="Where it can be seen; may be repeated.")
    ] = None,
) -> None:
    """Record a run of a drill; the first one puts it in service."""
    from rcalog.cli.acting import read_when
    from rcalog.model.actions import Proof
    from rcalog.services.actions import find_action
    from rcalog.services.actions import prove as record_run
    from rcalog.services.people import me

    found = find_action(c.book, name, now=c.now)
    if passed is None:
        passed = c.confirm("Did it pass?", flag="--pass or --fail")
    proof = Proof(
        proof="pass" if passed else "fail",
        at=read_when(c, at or "now"),
        by=by or me(c.book),
        evidence=tuple(evidence or ()),
    )
    _act(c, lambda write: record_run(c.book, found, proof, now=c.now, write=write))


def _act(c: Context, act: Callable[[Write], Acted]) -> None:
    from rcalog.cli.acting import carry_out, show_saved

    acted = carry_out(c, act)
    one = acted.action
    parts = [f"{one.id} {one.action}", f"({one.status.value})", f"@{one.owner}" if one.owner else "no owner yet"]
    due = f"due {one.due}" if one.due else "no due date yet"
    show_saved(c, acted.saved, did=" ".join([*parts, f"every {one.every}" if one.every else due]))
