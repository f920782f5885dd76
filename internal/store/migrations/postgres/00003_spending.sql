-- +goose Up
CREATE TABLE spending (
    space   TEXT NOT NULL,
    at      BIGINT NOT NULL,
    kind    TEXT NOT NULL,
    summary TEXT NOT NULL,
    kept    BIGINT NOT NULL,
    usd     DOUBLE PRECISION,
    booked  DOUBLE PRECISION NOT NULL
);
CREATE INDEX spending_by_time ON spending (space, at);
