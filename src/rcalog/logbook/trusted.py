"""The index as the last command left it, asked without a look at the records: for a Tab, which may wait for nothing."""

from __future__ import annotations

from rcalog.logbook.folders import below_top, index_name, up_to_top, versions

OFFERED = 50
"""More than a screenful helps nobody."""

SHORTEST = 3
"""Bytes that a part of a file's name must have."""

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

PART_BEGINS_SO = """
SELECT substr(stem, 14 + instr(substr(stem, 15), ?1) + ?2), title, max(path) FROM record
WHERE instr(substr(stem, 15), ?1) GROUP BY 1 ORDER BY 3 DESC LIMIT ?3
"""
"""The rest of a file's name, behind its id, from where this stands, with the title of the newest that has it."""

LABELS = """
SELECT value, names FROM record JOIN (
    SELECT value, max(number) AS number FROM label WHERE key = ?1 AND value >= ?2 AND value < ?2 || char(1114111)
    GROUP BY value LIMIT ?3
) USING (number) ORDER BY value
"""

OPEN_ACTIONS = """
SELECT action.id, json_extract(action.data, '$.action') FROM action
WHERE is_open AND substr(id, 1, length(?1)) = ?1 ORDER BY due_on IS NULL, due_on, id LIMIT ?2
"""

NAMES = ("service", "tag", "owner")
"""What a record is told to have by its labels, in the order of its names."""


def indexed(root: str | None, incomplete: str) -> list[tuple[str, str]] | None:
    """Return the incidents whose reference begins so, with their titles, the newest first; None without an index.

    By the end of the id or its date; where none is called so, by a word of the file's name and what follows it.
    """
    start, begins = (1, BY_DAY) if incomplete[:1].isdigit() else (10, BY_END)
    found = _asked(root, BEGINS_SO.format(begins=begins), incomplete, OFFERED)
    if found is None:
        return None
    if found or len(incomplete.encode()) < SHORTEST:
        return [(name[start - 1 :], title) for name, title in found]
    before = "-" if incomplete.isascii() else ""  # Chinese words stand side by side
    parts = _asked(root, PART_BEGINS_SO, before + incomplete, len(before), OFFERED) or []
    return [(part, title) for part, title, _ in parts]


def labelled(root: str | None, key: str, incomplete: str) -> list[str]:
    """Return the services, tags or owners that begin so, as they are written where that begins so, too."""
    from rcalog.model.tokens import folded

    found: list[str] = []
    for value, names in _asked(root, LABELS, key, folded(incomplete), OFFERED) or ():
        import json

        written = [name for name in json.loads(names)[NAMES.index(key)] if folded(name) == value]
        found += [next((name for name in written if name.startswith(incomplete)), value)]
    return found


def open_actions(root: str | None, incomplete: str) -> list[tuple[str, str]]:
    """Return the actions that are still open whose id begins so, with their text, the most pressing first."""
    return [(name, text) for name, text in _asked(root, OPEN_ACTIONS, incomplete, OFFERED) or ()]


def _asked(root: str | None, query: str, *values: str | int) -> list[tuple[str, ...]] | None:
    """Return what an index says; None where there is none that can be read."""
    path = _index_of(root) if root else None
    if path is None:
        return None
    import _sqlite3 as sqlite3

    try:
        db = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)
        rows: list[tuple[str, ...]] = db.execute(query, values).fetchall()
    except sqlite3.Error:
        return None
    db.close()
    return rows


def _index_of(root: str) -> str | None:
    """Return the index that was written last, whatever its version."""
    *_, top = up_to_top(root)
    try:
        return max(versions(f"{top}/.git/rcalog/{index_name(below_top(root, top))}"), default=(0, None))[1]
    except OSError:
        return None


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
