"""Records of HEAD that are not checked out here, because git was told to pass over them: a sparse checkout, mostly."""

from __future__ import annotations

import os

from rcalog.errors import RcalogError
from rcalog.logbook.git.spawn import Started

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook


def hidden_records(book: Logbook) -> int:
    """Return how many records are committed and not there. Git is asked only where it is known to hide files."""
    if not book.index.hides:
        return 0
    top = book.place.folder
    try:
        fields = Started(("ls-files", "-t", "-z", "--", book.records_folder), top).result().fields
    except RcalogError:  # what git cannot tell is told elsewhere
        return 0
    paths = [path for letter, _, path in (field.partition(" ") for field in fields) if letter == "S"]
    return sum(path.endswith(".yaml") and not os.path.lexists(f"{top}/{path}") for path in paths)


def told(count: int) -> str:
    """Say that records are not here."""
    records = "1 record of HEAD is" if count == 1 else f"{count} records of HEAD are"
    return f"{records} not checked out here, and not looked at"


def way_to_have_them(book: Logbook) -> str:
    """Return the command that checks them out."""
    import shlex

    folder, top = book.records_folder, ["git", "-C", book.place.folder]
    is_cone = book.repo.config("core.sparseCheckoutCone") == "true"
    add = [*top, "sparse-checkout", "add", folder if is_cone else f"/{folder}/**"]
    return f"to have them here: {shlex.join(add)}"
