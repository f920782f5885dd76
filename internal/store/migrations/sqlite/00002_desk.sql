-- +goose Up
CREATE TABLE drafts (
    space   TEXT NOT NULL,
    summary TEXT NOT NULL,
    actor   TEXT NOT NULL,
    data    BLOB NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (space, summary, actor)
);
CREATE INDEX drafts_by_time ON drafts (at);

CREATE TABLE sessions (
    token  TEXT PRIMARY KEY,
    data   BLOB NOT NULL,
    expiry INTEGER NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expiry);
