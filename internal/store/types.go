package store

import (
	"encoding/json"
	"time"
)

// Article is one revision of an article. Articles are told apart by space and
// ID, revisions count from 1.
type Article struct {
	Space       string
	ID          string
	Revision    int
	SHA256      string // of the canonical text, in hex
	Title       string
	Lang        string
	URL         string
	Sensitivity string // "normal", "embargoed" or "confidential"
	// Body is the article as JSON, as the caller wrote it. It is nil after the text
	// was deleted; see TextDeletedAt.
	Body          []byte
	CreatedAt     time.Time
	TextDeletedAt time.Time // zero while there is a text
}

// Version is one version of a summary. Versions count from 1, are never changed,
// and hold all of the summary.
type Version struct {
	Space   string
	Summary string // ID of the summary
	Number  int
	Status  string // of the summary at this version
	Article string // ID
	// Revision of the article that the version is about.
	Revision int
	Actor    string // who made it
	Action   string // "drafted", "edited", "regenerated", "approved", "rejected", "revised" …
	Note     string
	At       time.Time
	Result   json.RawMessage // the summary as JSON; nil in lists
}

// Summary is what lists show of a summary: its newest version and where it
// stands.
type Summary struct {
	Space           string
	ID              string
	Article         string
	Revision        int
	Version         int
	ApprovedVersion int // the newest that was approved, 0 for none
	Status          string
	Title           string
	Desk            string // that it was drafted for, "" for none
	Profile         string
	Engine          string
	CreatedAt       time.Time
	UpdatedAt       time.Time
	UpdatedBy       string
}

// Filter chooses summaries. The zero value is all of a space.
type Filter struct {
	Article string
	Status  string
	Desk    string
	Text    string    // in the title, whatever the case
	From    time.Time // updated at or after
	To      time.Time // updated before
}

// Page is a piece of a list. Cursor is that of the page before, "" for the
// first; Limit of 0 is 50, and 200 at most.
type Page struct {
	Cursor string
	Limit  int
}

// Entry is a line of the audit. Seq, Prev and Hash are given when it is
// appended: Hash is the SHA-256 of Prev and of all the other fields.
type Entry struct {
	Seq     int64           `json:"seq" doc:"Number of the entry, from 1, without a gap over all spaces"`
	At      time.Time       `json:"at" doc:"When, in UTC" example:"2026-11-24T09:30:00Z"`
	Space   string          `json:"space" doc:"The space that it happened in" example:"local"`
	Actor   string          `json:"actor" doc:"Who did it: the name of a token or a person, or command line" example:"cms"`
	Action  string          `json:"action" doc:"What was done, such as drafted, edited, approved, job_cancelled or token_created" example:"approved"`
	Object  string          `json:"object" doc:"What it was done to: summary/ID, article/ID, job/ID or token/ID" example:"summary/sum_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	Version int             `json:"version" doc:"Version of a summary or revision of an article that came of it, 0 where there is none"`
	Detail  json.RawMessage `json:"detail" doc:"More about it, as an object that is different for each action. It holds no article text"`
	Prev    string          `json:"prev" doc:"Hash of the entry before, empty for the first"`
	Hash    string          `json:"hash" doc:"SHA-256, in hex, of prev and of all the other fields"`
}

// Token is an API token. The token itself is not kept: Hash is its SHA-256.
type Token struct {
	ID        string
	Name      string
	Space     string
	Hash      string // in hex
	Scopes    []string
	PerMinute int      // requests, 0 is no limit of its own
	DailyUSD  *float64 // nil is no limit
	CreatedAt time.Time
	ExpiresAt time.Time // zero is never
	RevokedAt time.Time // zero while it is good
	UsedAt    time.Time // to the minute, zero for never
}

// Job is a run that somebody can ask for later. State is "running", "done",
// "failed" or "cancelled". Owner is the process that works on it until Lease;
// after that another may take it.
type Job struct {
	ID        string
	Space     string
	Actor     string
	Kind      string          // "draft" or "regenerate"
	Request   json.RawMessage // what is needed to begin anew
	State     string
	Summary   string          // ID of what came of it, "" until then
	Error     json.RawMessage // nil unless it failed
	Attempts  int
	Owner     string
	Lease     time.Time
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Answer is what was answered to a request with an idempotency key. Status 0
// says that the request is being worked on, until Lease.
type Answer struct {
	Space  string
	Key    string
	Digest string // of method, path and body
	Owner  string // process
	Lease  time.Time
	Status int
	Header map[string]string
	Body   []byte
	// SHA256 of the article that the answer is about, "" for none. Quotes of it in
	// Body go when the article's text is deleted.
	SHA256    string
	CreatedAt time.Time
}

// Draft is the text of an editor that is not a version yet. There is one for an
// actor and a summary.
type Draft struct {
	Space   string
	Summary string
	Actor   string
	Data    []byte
	At      time.Time
}
