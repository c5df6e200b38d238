"""`rcalog list`."""

from __future__ import annotations

from rcalog.cli.command import FIND, Context, app, command
from rcalog.cli.listoptions import (
    ColumnsOption,
    FiltersArgument,
    FormatOption,
    IdsOption,
    IncidentSort,
    ScreenfulOption,
)


@command(
    app,
    "list",
    purpose=FIND,
    examples=[
        ("rcalog list", "the newest 50"),
        ("rcalog list status:ongoing,mitigated", "what is not over"),
        ("rcalog list severity:sev2+ service:checkout since:2026-01 'replica lag'", "narrowed down"),
        ("rcalog list since:2026 --columns id,started,detected,title --format csv > 2026.csv", "for a spreadsheet"),
        ("rcalog list tag:backup --ids", "one id a line, for a pipe"),
    ],
)
def list_(
    c: Context,
    filters: FiltersArgument = None,
    sort: IncidentSort = None,
    limit: ScreenfulOption = None,
    columns: ColumnsOption = None,
    format_: FormatOption = "table",
    ids: IdsOption = False,
) -> None:
    """List incidents, newest first. A record that cannot be read is listed as such."""
    from rcalog.cli.lists import Form, list_incidents

    list_incidents(c, filters, Form(sort, limit, columns, format_, ids))
