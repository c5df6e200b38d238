"""`rcalog why`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import AFTERWARDS, Context, RefArgument, app, command, offer
from rcalog.cli.completion import languages

if TYPE_CHECKING:
    from rcalog.logbook.records import Record
    from rcalog.services.why import Finished, Wanted


@command(
    app,
    "why",
    purpose=AFTERWARDS,
    writes=True,
    examples=[
        ("rcalog why k7f3q", "begin, or go on where it was left"),
        ("rcalog why k7f3q --leg recovery", "one line of inquiry"),
        ("rcalog why k7f3q --answers answers.yaml", "without a terminal; any record's whys will do"),
        ("rcalog why k7f3q --show", "the tree so far"),
        ("rcalog why k7f3q --show --format mermaid", "the same as a diagram: mermaid, dot, svg or json"),
        ("rcalog why k7f3q --answer 'The disk was full' --evidence 'df of 23:50' --json", "for programs"),
    ],
)
def why(
    c: Context,
    ref: RefArgument = None,
    leg: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="One line of inquiry: occurrence, defence, detection, recovery or systemic.",
            autocompletion=offer("occurrence", "defence", "detection", "recovery", "systemic"),
        ),
    ] = None,
    answers: Annotated[str | None, typer.Option(metavar="FILE", help="Answers from a file; - is stdin.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Ask for causes and ends only; the rest stays open.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines, for screen readers and consoles.")] = False,
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="The language: en or zh.", autocompletion=languages)
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the tree and ask nothing.")] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="With --show: mermaid, dot, svg or json.",
            autocompletion=offer("mermaid", "dot", "svg", "json"),
        ),
    ] = None,
    next_: Annotated[bool, typer.Option("--next", help="Print the next question and end.")] = False,
    answer: Annotated[
        str | None,
        typer.Option(metavar="[TEXT]", help="Answer the next question ('' is Enter), print the one after it."),
    ] = None,
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="WHERE", help="With --answer: what shows it; may be repeated.")
    ] = None,
    finish: Annotated[bool, typer.Option("--finish", help="Commit what was answered so far.")] = False,
    commit_each: Annotated[bool, typer.Option("--commit-each", help="One commit for each cause, as you go.")] = False,
    keep_theirs: Annotated[
        bool,
        typer.Option("--keep-theirs", help="Leave as it is what somebody else changed meanwhile at the same place."),
    ] = False,
) -> None:
    """Ask why, on several lines of inquiry, down to what somebody can change.

    Every answer is on the disk before the next question. Ctrl-C keeps all of them, and the same
    command goes on. What the interview comes to is one commit at its end, or with --commit-each
    one for each cause, as soon as it is settled. Without REF: the interview that was left, else
    the only incident not yet reviewed; with --show else the one last worked on, or the newest.
    """
    from rcalog.cli.drawing import show_tree
    from rcalog.cli.interviewing import report_finished, who_answers
    from rcalog.cli.stepping import step
    from rcalog.model.causes import LegName
    from rcalog.services.why import Wanted

    is_shown = show or form is not None
    record = c.record(ref, purpose="tree" if is_shown else "analysis", lang=c.language(lang))
    if is_shown:
        show_tree(c, record, lang, form)
        return
    wanted = Wanted(
        c.language(lang),
        who_answers(c),
        c.one_of(LegName, leg) if leg else None,
        quick,
        switch=lang is not None,
        each=commit_each and not c.dry_run,
        yields=keep_theirs,
    )
    if next_ or finish or answer is not None:
        step(c, record, wanted, answer, evidence or (), finish=finish)
        return
    if answers:
        report_finished(c, record, _from_file(c, record, wanted, answers))
    else:
        _at_terminal(c, record, wanted, plain=plain)


def _from_file(c: Context, record: Record, wanted: Wanted, answers: str) -> Finished:
    from rcalog.cli.acting import carry_out
    from rcalog.cli.interviewing import read_answers
    from rcalog.services.whyanswers import from_answers

    raw, name = read_answers(answers)
    return carry_out(c, lambda write: from_answers(c.book, record, wanted, raw=raw, name=name, now=c.now, write=write))


def _at_terminal(c: Context, record: Record, wanted: Wanted, *, plain: bool) -> None:
    from rcalog.cli.ask import InputNeeded
    from rcalog.cli.interviewing import Conversation, conclude, report_finished
    from rcalog.cli.prompter import prompter
    from rcalog.services.why import hold

    if c.json or not c.interactive:
        raise InputNeeded("--answers")
    interview = hold(c.book, record, wanted, c.now)
    Conversation(c, interview, prompter(c, plain=plain), f"rcalog why {record.incident.id}").hold()
    report_finished(c, record, conclude(c, interview, yields=wanted.yields), told=len(interview.saves))
