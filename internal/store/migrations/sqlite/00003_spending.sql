-- +goose Up
CREATE TABLE spending (
    space   TEXT NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    summary TEXT NOT NULL,
    kept    INTEGER NOT NULL,
    usd     REAL,
    booked  REAL NOT NULL
);
CREATE INDEX spending_by_time ON spending (space, at);
