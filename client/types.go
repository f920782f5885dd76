package client

import (
	"time"

	"github.com/nutgraf/nutgraf/summarize"
)

// Article is an article as it is sent: exactly one of Text, HTML, Markdown, DOCX
// and URL holds it. With one of the first four, URL is only where the article was
// published.
type Article struct {
	// ID is your own. The same ID with another text is a new revision. One is made
	// up when it is "".
	ID        string     `json:"id,omitempty"`
	Text      string     `json:"text,omitempty"`
	HTML      string     `json:"html,omitempty"`
	Markdown  string     `json:"markdown,omitempty"`
	DOCX      []byte     `json:"docx,omitempty"`
	URL       string     `json:"url,omitempty"`
	Title     string     `json:"title,omitempty"` // when it is not part of the text
	Byline    string     `json:"byline,omitempty"`
	Published *time.Time `json:"published,omitempty"`
	Lang      string     `json:"lang,omitempty"` // BCP 47; detected when ""
}

// DraftOptions are the choices for one summary. The zero value takes what the
// service is set to.
type DraftOptions struct {
	Profile     string `json:"profile,omitempty"`
	Engine      string `json:"engine,omitempty"`      // auto, model or extractive
	Kind        string `json:"kind,omitempty"`        // of the article, such as news or analysis
	Sensitivity string `json:"sensitivity,omitempty"` // normal, embargoed or confidential
	Desk        string `json:"desk,omitempty"`
	// DeadlineMS is how many milliseconds a request waits for the draft. After that
	// the client asks for the job that it became. Set it to less than what proxies
	// allow; 0 is as the service has it.
	DeadlineMS int      `json:"deadline_ms,omitempty"`
	MaxUSD     *float64 `json:"max_usd,omitempty"`  // refused when it may cost more
	NoCache    bool     `json:"no_cache,omitempty"` // drafts anew although the same was drafted before
}

// DraftRequest asks for a summary.
type DraftRequest struct {
	Article Article      `json:"article"`
	Options DraftOptions `json:"options"`
	// Key is an Idempotency-Key of your own: the same request with the same key is
	// done once in 24 hours, also after your program began anew. One is made up when
	// it is "".
	Key string `json:"-"`
}

// Summary is a version of a summary: the result, and where it stands.
type Summary struct {
	summarize.Result
	Desk            string    `json:"desk"`
	Action          string    `json:"action"` // what made this version: drafted, edited, approved …
	Actor           string    `json:"actor"`
	Note            string    `json:"note"`
	At              time.Time `json:"at"`
	ApprovedVersion *int      `json:"approved_version"` // the newest that was approved, nil for none
}

// RegenerateRequest says which claims to write anew. The zero value is all that are
// not locked.
type RegenerateRequest struct {
	Claims []string `json:"claims,omitempty"` // IDs
	// DeadlineMS is as that of [DraftOptions].
	DeadlineMS int      `json:"deadline_ms,omitempty"`
	MaxUSD     *float64 `json:"max_usd,omitempty"` // refused when it may cost more
}

// AlternativesRequest asks for other texts for a claim.
type AlternativesRequest struct {
	Claim  string   `json:"claim"`             // ID
	N      int      `json:"n,omitempty"`       // how many at most, from 1 to 5; 0 is 3
	MaxUSD *float64 `json:"max_usd,omitempty"` // refused when it may cost more
}

// Choices are other texts for one claim, the best first; there may be none.
type Choices struct {
	Claims     []summarize.ClaimResult `json:"claims"`
	Provenance summarize.Provenance    `json:"provenance"`
	Warnings   []summarize.Warning     `json:"warnings"`
}

// Filter says which summaries to list. The zero value is all.
type Filter struct {
	Status  summarize.Status
	Desk    string
	Article string    // ID
	Words   string    // in the title
	From    time.Time // changed then or later
	To      time.Time // changed before
}

// SummaryInfo is what a list shows of a summary: its newest version.
type SummaryInfo struct {
	ID              string           `json:"id"`
	Version         int              `json:"version"`
	Status          summarize.Status `json:"status"`
	ApprovedVersion *int             `json:"approved_version"`
	Title           string           `json:"title"`
	Article         string           `json:"article"` // ID
	Revision        int              `json:"revision"`
	Desk            string           `json:"desk"`
	Profile         string           `json:"profile"`
	Engine          string           `json:"engine"`
	CreatedAt       time.Time        `json:"created_at"`
	UpdatedAt       time.Time        `json:"updated_at"`
	UpdatedBy       string           `json:"updated_by"`
}

// VersionInfo is what a list shows of a version.
type VersionInfo struct {
	Version  int              `json:"version"`
	Status   summarize.Status `json:"status"`
	Action   string           `json:"action"`
	Actor    string           `json:"actor"`
	Note     string           `json:"note"`
	At       time.Time        `json:"at"`
	Revision int              `json:"revision"` // of the article
}

// Change is one thing that a person does to a summary. Op says what:
//
//	edit    Claim gets Text
//	add     a takeaway with Text at At, or the why when Claim is "why"
//	remove  Claim goes
//	lock    Claim stays when others are written anew
//	unlock  it does not any more
//	order   the takeaways are in the order of Claims
//	accept  the finding of Rule about Found in Claim may stand, for a Reason
//	use     Claim gets Text that the engine wrote
type Change struct {
	Op     string   `json:"op"`
	Claim  string   `json:"claim,omitempty"` // ID: why, t1, t2 …
	Text   string   `json:"text,omitempty"`
	At     *int     `json:"at,omitempty"` // from 0; nil is the end
	Claims []string `json:"claims,omitempty"`
	Rule   string   `json:"rule,omitempty"`
	Found  string   `json:"found,omitempty"`
	Reason string   `json:"reason,omitempty"`
}

// Job is work that nobody waits for.
type Job struct {
	ID        string    `json:"id"`
	State     string    `json:"state"`             // running, done, failed or cancelled
	Kind      string    `json:"kind"`              // draft or regenerate
	Summary   string    `json:"summary,omitempty"` // ID of what came of it
	Error     *Failure  `json:"error,omitempty"`   // why it failed
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Failure is why a job failed.
type Failure failed
