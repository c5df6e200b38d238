"""The index as the last command left it, asked without a look at the records: for a Tab, which may wait for nothing."""

from __future__ import annotations

import os

OFFERED = 50
"""More than a screenful helps nobody."""

BY_DAY = "id >= ?1 AND id < ?1 || char(1114111)"
BY_END = "substr(id, 10, length(?1)) = ?1"
"""An id that begins so, or one whose end does. They are looked for in an index alone, and titles read of few."""

BEGINS_SO = """
SELECT id, title FROM (
    SELECT path, id, title FROM record WHERE path IN (
        SELECT path FROM record INDEXED BY by_id WHERE {begins} ORDER BY path DESC LIMIT ?2
    )
    UNION ALL SELECT path, id, '' FROM broken WHERE {begins}
) ORDER BY path DESC LIMIT ?2
"""


def indexed(root: str | None, incomplete: str) -> list[tuple[str, str]] | None:
    """Return the incidents whose reference begins so, with their titles, the newest first; None without an index."""
    if root is None or not os.path.isfile(path := f"{root}/.git/rcalog/index.db"):
        return None
    import _sqlite3 as sqlite3

    start, begins = (1, BY_DAY) if incomplete[:1].isdigit() else (10, BY_END)
    query = BEGINS_SO.format(begins=begins)
    try:
        db = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)
        rows = db.execute(query, (incomplete, OFFERED)).fetchall()
    except sqlite3.Error:
        return None
    db.close()
    return [(name[start - 1 :], title) for name, title in rows]


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
