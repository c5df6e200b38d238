"""`rcalog schema`: the JSON Schema of a record."""

from __future__ import annotations

from rcalog.cli.command import LOGBOOK, Context, app, command
from rcalog.cli.output import Page


@command(
    app,
    "schema",
    purpose=LOGBOOK,
    examples=[("rcalog schema > incident.schema.json", "for an editor; `rcalog init` writes it too")],
)
def schema(c: Context) -> None:
    """Print the JSON Schema of a record."""
    import json

    from rcalog.model.jsonschema import incident_schema

    found = incident_schema()

    def show(page: Page) -> None:
        page.text(json.dumps(found, ensure_ascii=False, indent=2))

    c.output.result(found, show)
