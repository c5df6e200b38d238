"""What `rcalog set` does, however its command line was read."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rcalog.cli.acting import carry_out, in_both_zones, read_stdin, show_saved
from rcalog.services.fields import read_assignments, set_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.context import Context


def set_values(c: Context, assignments: Sequence[str], incident: str | None = None) -> None:
    """Set fields of a record, as they were typed, in one commit."""
    reads = (
        f"rcalog set {shlex.join(assignments)} -i REF" if any(each.endswith("=@-") for each in assignments) else None
    )
    record = c.record_to_change(incident, stdin=reads)
    wanted = read_assignments(assignments, lambda: read_stdin(c, "the text"))
    saved = carry_out(c, lambda write: set_fields(c.book, record, wanted, now=c.now, write=write))
    for change in saved.changes:
        if said := in_both_zones(c, change.after):
            c.output.note(f"understood: {change.path} {said}")
    show_saved(c, saved)
