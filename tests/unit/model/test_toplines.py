"""What lines of a record say, apart from the names of its fields."""

from __future__ import annotations

import pytest

from rcalog.logbook.planning import SCHEMA_LINE
from rcalog.model.shapes import PARTS
from rcalog.model.toplines import FIELDS, field_of, said


def test_the_fields() -> None:
    """They are those of a record."""
    assert set(PARTS["Incident"]) == FIELDS


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("title: Mail: status down", "title", "     : Mail: status down"),
        ("waivers:", "waivers", "       :"),
        ("schema: rcalog/v1", "schema", ""),
        (f"# {SCHEMA_LINE}", None, ""),
        ("# status: as of Monday", None, "# status: as of Monday"),
        ("  status: 503 from the gateway", None, "  status: 503 from the gateway"),
        ("- status: todo", None, "- status: todo"),
        ("x_lag: 3", None, "x_lag: 3"),
        ("status", None, "status"),
        ("", None, ""),
    ],
)
def test_what_a_line_says(line: str, field: str | None, words: str) -> None:
    """A field at the top is named by the first word; what stands further in may be a text, and is left whole."""
    assert (field_of(line), said(line)) == (field, words)
