"""The options that `list` and `actions` share: which, in which order, how many, and in which form."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.completing_terms import complete_filters
from rcalog.cli.completion import columns_of, offer

FiltersArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILTER", help="See: rcalog help filters.", autocompletion=complete_filters),
]
COLUMNS = "Which columns; see: rcalog help lists."
ColumnsOption = Annotated[str | None, typer.Option(metavar="A,B,C", help=COLUMNS, autocompletion=columns_of())]
ActionColumns = Annotated[
    str | None, typer.Option("--columns", metavar="A,B,C", help=COLUMNS, autocompletion=columns_of(actions=True))
]
FormatOption = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="table or csv.", autocompletion=offer("table", "csv"))
]
IdsOption = Annotated[bool, typer.Option("--ids", help="Only the ids, one a line, for a pipe.")]
IncidentSort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="FIELD",
        help="started, id, title, status, severity or kind; -FIELD turns it round.",
        autocompletion=offer("started", "id", "title", "status", "severity", "kind", "-started"),
    ),
]
ActionSort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="FIELD",
        help="due, incident, title, started, severity, status or owner; -FIELD turns it round.",
        autocompletion=offer("due", "incident", "title", "started", "severity", "status", "owner", "-due"),
    ),
]
ScreenfulOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help="How many at most; 0: all. 50, if not said; all with --ids, csv."),
]
LimitOption = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="How many at most; 0: all.")]
