package service

import (
	"encoding/json"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Caller is who asks. What a caller makes belongs to its space, and nothing of
// another space can be reached.
type Caller struct {
	Space string
	Actor string       // who is named in versions and in the audit: a token's or a person's name
	Token *store.Token // nil on a service without login
}

// ArticleInput is an article as a caller sends it: exactly one of Text, HTML,
// Markdown, DOCX and URL holds it. With one of the first four, URL is only where
// the article was published.
type ArticleInput struct {
	ID        string     `json:"id,omitempty" maxLength:"200" doc:"Your own ID of the article. The same ID with another text is a new revision. One is made up when it is left out."`
	Text      string     `json:"text,omitempty" doc:"The article as plain text"`
	HTML      string     `json:"html,omitempty" doc:"The article as a page or a piece of HTML"`
	Markdown  string     `json:"markdown,omitempty" doc:"The article as Markdown"`
	DOCX      []byte     `json:"docx,omitempty" doc:"The article as a Word document, base64"`
	URL       string     `json:"url,omitempty" maxLength:"2000" doc:"Where the article is published; without a text it is fetched from there"`
	Title     string     `json:"title,omitempty" maxLength:"1000" doc:"The headline, when it is not part of the text"`
	Byline    string     `json:"byline,omitempty" maxLength:"1000" doc:"Who wrote it"`
	Published *time.Time `json:"published,omitempty" doc:"When it was published"`
	Lang      string     `json:"lang,omitempty" maxLength:"35" doc:"BCP 47 language; detected when left out"`
}

// DraftOptions are the choices for one summary. The zero value takes what is
// configured.
type DraftOptions struct {
	Profile     string   `json:"profile,omitempty" doc:"Name of a profile"`
	Engine      string   `json:"engine,omitempty" enum:"auto,model,extractive" doc:"Who drafts"`
	Kind        string   `json:"kind,omitempty" doc:"Kind of the article, such as news or analysis; left to the model by default"`
	Sensitivity string   `json:"sensitivity,omitempty" enum:"normal,embargoed,confidential" doc:"Embargoed and confidential articles go only to endpoints that the configuration allows"`
	Desk        string   `json:"desk,omitempty" maxLength:"100" doc:"The desk that it is for; lists can be cut by it"`
	DeadlineMS  int      `json:"deadline_ms,omitempty" minimum:"0" maximum:"600000" doc:"After this many milliseconds the answer is 202 and the work goes on as a job"`
	MaxUSD      *float64 `json:"max_usd,omitempty" minimum:"0" doc:"Refuse when it may cost more US dollars than this"`
	NoCache     bool     `json:"no_cache,omitempty" doc:"Draft anew although the same was drafted before"`
}

// DraftRequest asks for a summary.
type DraftRequest struct {
	Article ArticleInput `json:"article"`
	Options DraftOptions `json:"options,omitempty"`
	// Stream asks the model for its answer in pieces: claims are told of as soon as
	// they are whole.
	Stream bool `json:"-"`
}

// Summary is a version of a summary: the result, and where it stands.
type Summary struct {
	summarize.Result
	Desk            string    `json:"desk"`
	Action          string    `json:"action" doc:"What made this version: drafted, edited, regenerated, approved, rejected or revised"`
	Actor           string    `json:"actor" doc:"Who made it"`
	Note            string    `json:"note"`
	At              time.Time `json:"at" doc:"When it was made"`
	ApprovedVersion *int      `json:"approved_version" doc:"The newest version that was approved, null for none"`
}

// Change is one thing that a person does to a summary.
type Change struct {
	Op     ChangeOp `json:"op" enum:"edit,add,remove,lock,unlock,order,accept,use" doc:"What to do"`
	Claim  string   `json:"claim,omitempty" doc:"ID of the claim: why, t1, t2 …"`
	Text   string   `json:"text,omitempty" maxLength:"2000" doc:"The words of the claim (edit, add)"`
	At     *int     `json:"at,omitempty" doc:"Where it goes among the takeaways, from 0 (add); at the end when left out"`
	Claims []string `json:"claims,omitempty" doc:"IDs of all takeaways in their new order (order)"`
	Rule   string   `json:"rule,omitempty" doc:"Rule of the finding to let stand (accept)"`
	Found  string   `json:"found,omitempty" doc:"Words of the finding to let stand (accept)"`
	Reason string   `json:"reason,omitempty" maxLength:"1000" doc:"Why it may stand (accept)"`
}

// ChangeOp names a change.
type ChangeOp string

// The changes.
const (
	EditClaim   ChangeOp = "edit"
	AddClaim    ChangeOp = "add" // claim "why" when there is none, else a takeaway
	RemoveClaim ChangeOp = "remove"
	LockClaim   ChangeOp = "lock"
	UnlockClaim ChangeOp = "unlock"
	OrderClaims ChangeOp = "order"
	AcceptClaim ChangeOp = "accept" // lets a finding stand; rule "stale" lets a stale claim stand
	UseText     ChangeOp = "use"    // puts an alternative that the engine wrote in the claim's place
)

// Event tells how the work on a run goes. Seq counts from 1, and
// goes on from a larger number when another process takes a job over.
type Event struct {
	Seq  int
	Name EventName
	Data any // what is sent as JSON; see the types below
}

// EventName names an event of the stream.
type EventName string

// The events of a stream. After EventDone or EventError comes nothing.
const (
	EventAccepted EventName = "accepted" // AcceptedData
	EventPlan     EventName = "plan"     // ProgressData
	EventChunk    EventName = "chunk"    // ProgressData
	EventWhy      EventName = "why"      // summarize.ClaimResult
	EventTakeaway EventName = "takeaway" // summarize.ClaimResult
	EventRepair   EventName = "repair"   // ProgressData
	EventFallback EventName = "fallback" // FallbackData
	EventUsage    EventName = "usage"    // summarize.Provenance
	EventDone     EventName = "done"     // *Summary
	EventError    EventName = "error"    // *Failure
)

// AcceptedData is what is known of a run at its start.
type AcceptedData struct {
	Job      string               `json:"job"`     // ID of the run, which can be asked for as a job
	Summary  string               `json:"summary"` // ID that the summary will have
	Engine   string               `json:"engine"`
	Labels   summarize.Labels     `json:"labels"`
	Article  summarize.ArticleRef `json:"article"`
	Expected int                  `json:"expected"` // takeaways
}

// ProgressData counts the calls of a step.
type ProgressData struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// FallbackData says that another engine begins anew.
type FallbackData struct {
	Engine string `json:"engine"`
}

// VersionInfo is what lists show of a version.
type VersionInfo struct {
	Version  int              `json:"version"`
	Status   summarize.Status `json:"status"`
	Action   string           `json:"action"`
	Actor    string           `json:"actor"`
	Note     string           `json:"note"`
	At       time.Time        `json:"at"`
	Revision int              `json:"revision" doc:"Revision of the article that the version is about"`
}

// SummaryInfo is what lists show of a summary: its newest version and where it
// stands.
type SummaryInfo struct {
	ID              string           `json:"id"`
	Version         int              `json:"version"`
	Status          summarize.Status `json:"status"`
	ApprovedVersion *int             `json:"approved_version" doc:"The newest version that was approved, null for none"`
	Title           string           `json:"title"`
	Article         string           `json:"article" doc:"ID of the article"`
	Revision        int              `json:"revision"`
	Desk            string           `json:"desk"`
	Profile         string           `json:"profile"`
	Engine          string           `json:"engine"`
	CreatedAt       time.Time        `json:"created_at"`
	UpdatedAt       time.Time        `json:"updated_at"`
	UpdatedBy       string           `json:"updated_by"`
}

// Failure is a fault as callers see it.
type Failure struct {
	Code      fault.Code `json:"code"`
	Message   string     `json:"message"`
	Retryable bool       `json:"retryable"`
}

// Job is a run as callers see it.
type Job struct {
	ID        string    `json:"id"`
	State     string    `json:"state" enum:"running,done,failed,cancelled"`
	Kind      string    `json:"kind" enum:"draft,regenerate"`
	Summary   string    `json:"summary,omitempty" doc:"ID of the summary that came of it"`
	Error     *Failure  `json:"error,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// RevisionReport says what became of the summaries of an article that has a new
// revision.
type RevisionReport struct {
	Article   summarize.ArticleRef `json:"article"`
	Changed   bool                 `json:"changed"` // false when the text is that of the revision before
	Diff      json.RawMessage      `json:"diff"`    // as of `nutgraf diff --format json`, null when not changed
	Summaries []RevisedSummary     `json:"summaries"`
}

// RevisedSummary is a summary whose article changed.
type RevisedSummary struct {
	ID      string           `json:"id"`
	Version int              `json:"version"`
	Status  summarize.Status `json:"status"`
	Stale   []string         `json:"stale"` // IDs of the claims whose evidence changed or vanished
}

// CheckRequest asks what of a summary is in an article.
type CheckRequest struct {
	Article ArticleInput    `json:"article"`
	Summary json.RawMessage `json:"summary" doc:"A text, or a summary in the form of this API"`
	Profile string          `json:"profile,omitempty"`
}

// Choices are alternatives for one claim, best first; there may be none.
type Choices struct {
	Claims     []summarize.ClaimResult `json:"claims"`
	Provenance summarize.Provenance    `json:"provenance"`
	Warnings   []summarize.Warning     `json:"warnings"`
}

// Preview is what is found about claims that are not stored yet.
type Preview struct {
	Claims []summarize.ClaimResult `json:"claims"`
}
