"""`rcalog search`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import FIND, Context, app, command


@command(
    app,
    "search",
    purpose=FIND,
    examples=[
        ("rcalog search 'replica lag'", "the phrase, in any value; the last word may go on"),
        ("rcalog search 连接池 since:2026", "narrowed down like a list: rcalog help filters"),
        ("rcalog search --rank backup", "the best match first"),
        ("rcalog search --history lvm_snapshot", "when it came and went, in deleted records too"),
        ("rcalog search --history backup empty", "when a record had both words, and when not any more"),
    ],
)
def search(
    c: Context,
    filters: Annotated[list[str] | None, typer.Argument(metavar="WORDS", help="See: rcalog help filters.")] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="How many at most; 0: all. 50, if not said; all with --ids.")
    ] = None,
    rank: Annotated[bool, typer.Option("--rank", help="The best match first, not the newest.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="Print the ids alone, one on each line.")] = False,
    history: Annotated[
        bool, typer.Option("--history", help="In every revision that ever was, on all branches and tags.")
    ] = False,
) -> None:
    """Find where words stand: the field, the line of the file, and the words in it; newest first."""
    from rcalog.cli.searches import search_for

    search_for(c, filters, limit=limit, rank=rank, ids=ids, history=history)
