"""`rcalog action` and its verbs."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import FOLLOW_UP, Context, RefOption, command, group, labels, offer, words
from rcalog.cli.completing_terms import complete_action_fields
from rcalog.cli.completion import complete_actions

action = group("action", "Follow up: action items and drills", purpose=FOLLOW_UP)

Name = Annotated[
    str,
    typer.Argument(
        metavar="ACTION", help="am3x7, REF/am3x7, or a unique part of its text.", autocompletion=complete_actions
    ),
]
At = Annotated[str | None, typer.Option(metavar="TIME", help="When; without it: now.")]
By = Annotated[str | None, typer.Option(metavar="PERSON", help="Who; without it: you.", autocompletion=labels("owner"))]
Evidence = Annotated[
    list[str] | None, typer.Option(metavar="WHERE", help="Where it can be seen; may be given several times.")
]


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
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="What will be done; @owner and a date may follow.")
    ] = None,
    incident: RefOption = None,
    cause: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="CAUSE", help="The cause it answers: its id, or a part of its text."),
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON", help="One person, or a role that one person holds.", autocompletion=labels("owner")
        ),
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="By when: 2026-12-01, 2w, next friday.")] = None,
    aim: Annotated[
        str | None,
        typer.Option(
            metavar="AIM",
            help="prevent, detect, limit, recover or compensate.",
            autocompletion=offer("prevent", "detect", "limit", "recover", "compensate"),
        ),
    ] = None,
    strength: Annotated[
        str | None,
        typer.Option(
            metavar="STRENGTH",
            help="strong, intermediate or weak.",
            autocompletion=offer("strong", "intermediate", "weak"),
        ),
    ] = None,
    every: Annotated[str | None, typer.Option(metavar="PERIOD", help="A drill: 1d, 2w, 1mo.")] = None,
    like: Annotated[str | None, typer.Option(metavar="TEMPLATE", help="restore-drill, alert-test, ...")] = None,
) -> None:
    """Add an action with one owner and a due date."""
    from rcalog.cli.acting import read_day
    from rcalog.cli.followup import act, ask_for_all, hint_at_gaps
    from rcalog.model.actions import Aim, Strength
    from rcalog.model.timegrammar.lengths import read_period
    from rcalog.services.adding import ActionWords, add_action

    record = c.record_to_change(incident)
    said = ActionWords(
        text=words(text),
        owner=owner,
        due=read_day(c, due) if due else None,
        aim=c.one_of(Aim, aim).value if aim else None,
        strength=c.one_of(Strength, strength).value if strength else None,
        causes=tuple(cause or ()),
        every=read_period(every) if every else None,
        template=like,
    )
    said = said if said.text or like else ask_for_all(c, said)
    hint_at_gaps(c, act(c, lambda write: add_action(c.book, record, said, now=c.now, write=write)))


@command(
    action,
    "edit",
    writes=True,
    examples=[
        ("rcalog action edit am3x7 owner=li.wei due=+2w", ""),
        ("rcalog action edit am3x7 status=running", "put a drill in service"),
    ],
)
def edit(
    c: Context,
    name: Name,
    assignments: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...", help="See: rcalog help fields.", autocompletion=complete_action_fields
        ),
    ],
) -> None:
    """Set fields of an action."""
    from rcalog.cli.acting import read_stdin
    from rcalog.cli.followup import act, find_action
    from rcalog.services.actions import edit as edit_action
    from rcalog.services.fields import read_assignments

    found = find_action(c, name)
    wanted = read_assignments(assignments, lambda: read_stdin(c, "the text"))
    act(c, lambda write: edit_action(c.book, found, wanted, now=c.now, write=write))


@command(
    action,
    "done",
    writes=True,
    examples=[("rcalog action done am3x7 --evidence https://example.org/pull/12", "")],
)
def done(c: Context, name: Name, at: At = None, evidence: Evidence = None) -> None:
    """Say that an action is done; whether it works is for `verify`."""
    from rcalog.cli.acting import read_when
    from rcalog.cli.followup import act, find_action
    from rcalog.services.actions import done as finish

    found, when = find_action(c, name), read_when(c, at or "now")
    act(c, lambda write: finish(found, when, evidence or (), write=write))


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
    """Write down that an action works: who saw it, when, and how.

    Its owner cannot, unless nobody else has ever written in this logbook.
    """
    from rcalog.cli.acting import read_when
    from rcalog.cli.followup import act, find_action
    from rcalog.services.actions import verify as see_it_work
    from rcalog.services.people import me

    found, when = find_action(c, name), read_when(c, at or "now")
    text = words(how) or c.asker.text("How was it seen to work?", flag="HOW")
    act(c, lambda write: see_it_work(c.book, found, text, by or me(c.book), when, write=write))


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
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Until when that holds; needed where it stands against a root cause."),
    ] = None,
) -> None:
    """Give an action up, with the reason."""
    from rcalog.cli.acting import read_day
    from rcalog.cli.followup import act, ask_until, find_action
    from rcalog.services.actions import drop as give_up
    from rcalog.services.actions import is_for_root
    from rcalog.services.people import me

    found = find_action(c, name)
    text = words(because) or c.asker.text("Why will it not be done?", flag="BECAUSE")
    day = read_day(c, until) if until else ask_until(c) if is_for_root(found) else None
    act(c, lambda write: give_up(found, text, by or me(c.book), day, write=write))


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
    evidence: Evidence = None,
) -> None:
    """Record a run of a drill; the first one puts it in service."""
    from rcalog.cli.acting import read_when
    from rcalog.cli.followup import act, find_action
    from rcalog.services.drills import Run, prove_drill

    found = find_action(c, name)
    if passed is None:
        passed = c.asker.confirm("Did it pass?", flag="--pass or --fail")
    ran = Run(passed, read_when(c, at or "now"), by, tuple(evidence or ()))
    act(c, lambda write: prove_drill(c.book, found, ran, now=c.now, write=write))
