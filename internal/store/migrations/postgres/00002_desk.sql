-- +goose Up
CREATE TABLE drafts (
    space   TEXT NOT NULL,
    summary TEXT NOT NULL,
    actor   TEXT NOT NULL,
    data    BYTEA NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (space, summary, actor)
);
CREATE INDEX drafts_by_time ON drafts (at);

CREATE TABLE sessions (
    token  TEXT PRIMARY KEY,
    data   BYTEA NOT NULL,
    expiry BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expiry);
