"""The tables of the past, and how they are asked."""

from __future__ import annotations

VERSION = 11

TABLES = """
CREATE TABLE known (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE tip (oid TEXT PRIMARY KEY, revision TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE revision (
    number INTEGER PRIMARY KEY, oid TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, date TEXT NOT NULL,
    author TEXT NOT NULL, email TEXT NOT NULL, subject TEXT NOT NULL, parents TEXT NOT NULL, trailers TEXT NOT NULL,
    elsewhere INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE change (number INTEGER PRIMARY KEY, revision INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE INDEX change_of ON change (revision);

CREATE TABLE body (
    number INTEGER PRIMARY KEY, path BLOB NOT NULL, old_path BLOB, incident TEXT, blob TEXT, before TEXT NOT NULL,
    lines BLOB NOT NULL
);
CREATE INDEX at_path ON body (path, old_path);
CREATE INDEX of_incident ON body (incident, path) WHERE incident IS NOT NULL;
CREATE INDEX moved ON body (old_path) WHERE old_path IS NOT NULL;

CREATE INDEX joined ON body (path) WHERE instr(before, ' ');

CREATE TABLE said (
    path BLOB, oid TEXT, teller TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (path, oid)
) WITHOUT ROWID;
CREATE INDEX said_of ON said (oid);

CREATE VIRTUAL TABLE line USING fts5 (tokens, content = '', columnsize = 0, tokenize = "ascii")
"""

FIND = """
SELECT change.number, oid, revision.at, date, author, email, subject, path, old_path, lines, blob, before FROM (
    SELECT number, revision, change.at FROM line JOIN change ON number = line.rowid
    WHERE line MATCH ? ORDER BY {} LIMIT ?
) AS change JOIN revision ON revision.number = change.revision JOIN body ON body.number = change.number
ORDER BY change.at DESC, change.number DESC
"""
"""The newest first; what is large is only looked at where it is shown."""

MATCHING = "SELECT rowid FROM line WHERE line MATCH ?"
STAGES = "SELECT revision, body.number, blob, before FROM body JOIN change USING (number) WHERE path = ? ORDER BY 2"

BY_TIME, BY_NUMBER = "change.at DESC, number DESC", "line.rowid DESC"
"""Where no child is older than its parents the numbers say it too, and the newest are found without a look at all."""

JUMBLED = "jumbled"
"""What is known of an index in which a change is older than one before it."""

EVER = "SELECT DISTINCT path FROM line JOIN body ON body.number = line.rowid WHERE line MATCH ?"
MOVES = "SELECT path, old_path FROM body WHERE old_path IS NOT NULL"
NEAR = """
SELECT change.number, path FROM change JOIN body ON body.number = change.number WHERE change.number IN (
    SELECT rowid FROM line WHERE line MATCH ? UNION SELECT number FROM body WHERE instr(before, ' ')
) ORDER BY change.at DESC, change.number DESC
"""
"""Words stand in its lines, or it is of a merge, which may bring words together that none of its lines has."""

WHOLE = """
SELECT change.number, oid, revision.at, date, author, email, subject, path, old_path, lines, blob, before FROM change
JOIN revision ON revision.number = change.revision JOIN body ON body.number = change.number WHERE change.number = ?
"""

HERE = """
EXISTS (
    SELECT 1 FROM change JOIN revision ON revision.number = change.revision
    WHERE change.number = body.number AND NOT elsewhere
)
"""
"""What HEAD has behind it; the rest is on other branches."""

BESIDE = f"SELECT DISTINCT path FROM body WHERE incident = ? AND path >= ? AND path < ? AND {HERE}"  # noqa: S608
FORMERLY = f"SELECT DISTINCT old_path FROM body WHERE path = ? AND old_path IS NOT NULL AND {HERE}"  # noqa: S608
LATERLY = f"SELECT path FROM body WHERE old_path = ? AND {HERE} ORDER BY number DESC LIMIT 1"  # noqa: S608
TOUCHING = """
SELECT oid, revision.at, date, author, email, subject, path, old_path, NULL, blob, before, parents, trailers FROM body
JOIN change ON change.number = body.number JOIN revision ON revision.number = change.revision
WHERE (path IN ({0}) OR old_path IN ({0})) AND NOT elsewhere
GROUP BY revision.number, path ORDER BY revision.number DESC, min(body.number)
"""
"""Children stand before their parents."""

WRITERS = "SELECT DISTINCT author, email FROM revision WHERE NOT elsewhere"
WROTE = """
SELECT change.number, author, email FROM revision JOIN change ON change.revision = revision.number
WHERE NOT elsewhere ORDER BY revision.number DESC, change.number
"""
HAVING = "SELECT count(*) FROM (SELECT 1 FROM line WHERE line MATCH ? LIMIT ?)"
AT = "SELECT number FROM body WHERE path = ?1 OR old_path = ?1"
BARE = """
SELECT oid, revision.at, date, author, email, subject, path, old_path, NULL, blob, before, parents, trailers FROM body
JOIN change ON change.number = body.number JOIN revision ON revision.number = change.revision WHERE body.number = ?
"""

SAID = "SELECT oid, path, teller, text FROM said WHERE path IN ({})"
SAY = "REPLACE INTO said SELECT ?, oid, ?, ? FROM revision WHERE oid = ?"
"""Nothing is kept of a commit that another process has taken out meanwhile."""
