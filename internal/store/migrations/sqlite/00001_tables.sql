-- +goose Up
CREATE TABLE articles (
    space           TEXT NOT NULL,
    id              TEXT NOT NULL,
    revision        INTEGER NOT NULL,
    sha256          TEXT NOT NULL,
    title           TEXT NOT NULL,
    lang            TEXT NOT NULL,
    url             TEXT NOT NULL,
    sensitivity     TEXT NOT NULL,
    body            BLOB,
    created_at      INTEGER NOT NULL,
    text_deleted_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (space, id, revision)
);
CREATE INDEX articles_with_text ON articles (created_at) WHERE body IS NOT NULL;

CREATE TABLE versions (
    space    TEXT NOT NULL,
    summary  TEXT NOT NULL,
    number   INTEGER NOT NULL,
    status   TEXT NOT NULL,
    article  TEXT NOT NULL,
    revision INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    note     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    result   BLOB NOT NULL,
    PRIMARY KEY (space, summary, number)
);
CREATE INDEX versions_of_article ON versions (space, article, revision);

CREATE TABLE summaries (
    space            TEXT NOT NULL,
    id               TEXT NOT NULL,
    article          TEXT NOT NULL,
    revision         INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    approved_version INTEGER NOT NULL,
    status           TEXT NOT NULL,
    title            TEXT NOT NULL,
    folded_title     TEXT NOT NULL,
    desk             TEXT NOT NULL,
    profile          TEXT NOT NULL,
    engine           TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    updated_by       TEXT NOT NULL,
    PRIMARY KEY (space, id)
);
CREATE INDEX summaries_by_time ON summaries (space, updated_at, id);
CREATE INDEX summaries_of_article ON summaries (space, article);

CREATE TABLE audit (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    space   TEXT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    object  TEXT NOT NULL,
    version INTEGER NOT NULL,
    detail  TEXT NOT NULL,
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL
);
CREATE INDEX audit_of_object ON audit (space, object, seq);

CREATE TABLE audit_head (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    entries INTEGER NOT NULL,
    hash    TEXT NOT NULL
);
INSERT INTO audit_head (id, entries, hash) VALUES (1, 0, '');

-- +goose StatementBegin
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is appended to only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is appended to only'); END;
-- +goose StatementEnd

CREATE TABLE tokens (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    space      TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    scopes     TEXT NOT NULL,
    per_minute INTEGER NOT NULL,
    daily_usd  REAL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
);

CREATE TABLE budgets (
    account  TEXT NOT NULL,
    day      TEXT NOT NULL,
    spent    REAL NOT NULL,
    reserved REAL NOT NULL,
    PRIMARY KEY (account, day)
);

CREATE TABLE cache (
    space  TEXT NOT NULL,
    key    TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    result BLOB NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (space, key)
);
CREATE INDEX cache_by_time ON cache (at);
CREATE INDEX cache_of_text ON cache (space, sha256);

CREATE TABLE answers (
    space      TEXT NOT NULL,
    key        TEXT NOT NULL,
    digest     TEXT NOT NULL,
    owner      TEXT NOT NULL,
    lease      INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    header     TEXT NOT NULL,
    body       BLOB,
    sha256     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (space, key)
);
CREATE INDEX answers_by_time ON answers (created_at);
CREATE INDEX answers_of_text ON answers (space, sha256);
CREATE INDEX answers_open ON answers (owner) WHERE status = 0;

CREATE TABLE jobs (
    space      TEXT NOT NULL,
    id         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    request    BLOB,
    state      TEXT NOT NULL,
    summary    TEXT NOT NULL,
    error      BLOB,
    attempts   INTEGER NOT NULL,
    owner      TEXT NOT NULL,
    lease      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (space, id)
);
CREATE INDEX jobs_open ON jobs (lease) WHERE state = 'running';
CREATE INDEX jobs_with_request ON jobs (created_at) WHERE request IS NOT NULL;

CREATE TABLE probe (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    at  INTEGER NOT NULL,
    pad BLOB NOT NULL
);
PRAGMA application_id = 1853191271;
