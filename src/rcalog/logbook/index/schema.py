"""The tables of the index. Whatever changes what a row holds raises the version, and every index is made anew."""

from __future__ import annotations

VERSION = 1

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

CREATE TABLE file (path BLOB PRIMARY KEY, oid TEXT, blob TEXT, mark TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX unsettled ON file (path) WHERE oid IS NOT blob;

CREATE TABLE record (
    number INTEGER PRIMARY KEY AUTOINCREMENT, path BLOB NOT NULL UNIQUE, id TEXT NOT NULL,
    title TEXT NOT NULL, folded_title TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, rung INTEGER NOT NULL,
    severity TEXT NOT NULL, rank INTEGER NOT NULL, started TEXT, resolved TEXT,
    began INTEGER NOT NULL, first INTEGER, last INTEGER, said_first TEXT, said_last TEXT,
    resolved_on TEXT, names TEXT NOT NULL
);
CREATE INDEX newest ON record (began DESC, id DESC);
CREATE INDEX by_id ON record (id);
CREATE INDEX by_rung ON record (rung, began DESC);

CREATE TABLE body (number INTEGER PRIMARY KEY, data TEXT NOT NULL);

CREATE TABLE label (
    key TEXT, value TEXT, number INTEGER, PRIMARY KEY (key, value, number)
) WITHOUT ROWID;
CREATE INDEX label_of ON label (number);

CREATE TABLE action (
    number INTEGER, place INTEGER, id TEXT NOT NULL, status TEXT NOT NULL, is_open INTEGER NOT NULL,
    folded_owner TEXT, due_on TEXT, tokens TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (number, place)
) WITHOUT ROWID;
CREATE INDEX action_due ON action (due_on, number) WHERE due_on IS NOT NULL;

CREATE TABLE broken (path BLOB PRIMARY KEY, id TEXT, findings TEXT NOT NULL) WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = "ascii tokenchars '_'");
"""

OF_A_RECORD = ("body", "label", "action")
"""The tables whose rows belong to a record by its number."""
