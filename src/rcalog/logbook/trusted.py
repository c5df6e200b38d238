"""The index as the last command left it, asked without a look at the records: for a Tab, which may wait for nothing."""

from __future__ import annotations

import os

OFFERED = 50
"""More than a screenful helps nobody."""

BEGINS_SO = """
SELECT id, ifnull(title, '') FROM named WHERE id <> '' AND substr(id, ?, length(?)) = ? ORDER BY path DESC LIMIT ?
"""


def indexed(root: str | None, incomplete: str) -> list[tuple[str, str]] | None:
    """Return the incidents whose reference begins so, with their titles, the newest first; None without an index."""
    if root is None or not os.path.isfile(path := f"{root}/.git/rcalog/index.db"):
        return None
    import sqlite3

    start = 1 if incomplete[:1].isdigit() else 10
    try:
        db = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)
        rows = db.execute(BEGINS_SO, (start, incomplete, incomplete, OFFERED)).fetchall()
    except sqlite3.Error:
        return None
    db.close()
    return [(name[start - 1 :], title) for name, title in rows]


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
