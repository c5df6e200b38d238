"""The tables of the index."""

from __future__ import annotations

MEANING = 6
"""Raised by whatever changes what stands in a row, where the tables stay as they are."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

CREATE TABLE file (path BLOB PRIMARY KEY, oid TEXT, blob TEXT, mark TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX unsettled ON file (path) WHERE oid IS NOT blob;

CREATE TABLE folder (path BLOB PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE record (
    number INTEGER PRIMARY KEY AUTOINCREMENT, path BLOB NOT NULL UNIQUE, stem TEXT NOT NULL, id TEXT NOT NULL,
    title TEXT NOT NULL, folded_title TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, rung INTEGER NOT NULL,
    severity TEXT NOT NULL, rank INTEGER NOT NULL, started TEXT, resolved TEXT,
    began INTEGER NOT NULL, first INTEGER, last INTEGER, said_first TEXT, said_last TEXT,
    resolved_on TEXT, names TEXT NOT NULL, told NOT NULL
);
CREATE INDEX newest ON record (
    began DESC, id DESC, path DESC, status, severity, title, told
);
INSERT INTO meta VALUES ('records', '0');
CREATE INDEX by_id ON record (id, path);
CREATE INDEX by_rung ON record (rung, began DESC);

CREATE TABLE body (number INTEGER PRIMARY KEY, data TEXT NOT NULL, shown TEXT, behind TEXT);

CREATE TABLE label (
    key TEXT, value TEXT, number INTEGER, PRIMARY KEY (key, value, number)
) WITHOUT ROWID;
CREATE INDEX label_of ON label (number);

CREATE TABLE action (
    number INTEGER, place INTEGER, id TEXT NOT NULL, status TEXT NOT NULL, is_open INTEGER NOT NULL,
    folded_owner TEXT, folded_text TEXT NOT NULL, due_on TEXT, tokens TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (number, place)
) WITHOUT ROWID;
CREATE INDEX action_due ON action (due_on, number) WHERE due_on IS NOT NULL;

CREATE TABLE broken (path BLOB PRIMARY KEY, stem TEXT NOT NULL, id TEXT, findings TEXT NOT NULL) WITHOUT ROWID;

CREATE VIEW named AS
    SELECT path, stem, id, title, status FROM record
    UNION ALL SELECT path, stem, ifnull(id, ''), NULL, NULL FROM broken;

CREATE TABLE gone (number INTEGER PRIMARY KEY);

CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = "ascii");
INSERT INTO words (words, rank) VALUES ('hashsize', 8388608);
"""

RECORD = (
    *("stem", "id", "title", "folded_title", "kind", "status", "rung", "severity", "rank", "started", "resolved"),
    *("began", "first", "last", "said_first", "said_last", "resolved_on", "names", "told"),
)
ACTION = ("place", "id", "status", "is_open", "folded_owner", "folded_text", "due_on", "tokens", "data")
BROKEN = ("stem", "id", "findings")
"""The columns of what is of one file, but for its number and its path."""

VERSION = int.from_bytes(f"{MEANING} {TABLES}".encode(), "big") % 2_147_483_629
"""An index with another version is made anew."""

OF_A_RECORD = ("body", "label", "action")
"""The tables whose rows belong to a record by its number."""
