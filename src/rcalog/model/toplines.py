"""The lines of a record where nobody parses it: which of them name a field of the record, and what they say besides.

Only the fields at the top are known by their lines: they alone begin at the first character. Further in, a line that
looks like a field may as well be one of a longer text.
"""

from __future__ import annotations

SCHEMA = "schema"
FOR_EDITORS = "# yaml-language-server"
"""How the line begins that tells editors which schema a record has."""

FIELDS = frozenset(
    (
        *(
            SCHEMA,
            "id",
            "title",
            "kind",
            "status",
            "severity",
            "services",
            "tags",
            "roles",
            "times",
            "ladder",
            "summary",
        ),
        *("impact", "timeline", "whys", "lessons", "actions", "reviews", "links", "waivers", "conflicts", "source"),
    )
)


def field_of(line: str) -> str | None:
    """Return the field at the top of a record that a line begins, if it begins one."""
    field, colon, _ = line.partition(":")
    return field if colon and field in FIELDS else None


def said(line: str) -> str:
    """Return a line with blanks in the place of the field that it begins; nothing where it tells the schema alone."""
    if line.startswith(FOR_EDITORS):
        return ""
    field = field_of(line)
    if field is None:
        return line
    return "" if field == SCHEMA else " " * len(field) + line[len(field) :]
