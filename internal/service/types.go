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
	ID        string     `json:"id,omitempty" maxLength:"200" doc:"Your own ID of the article. The same ID with another text is a new revision. One is made up when it is left out" example:"story-4711"`
	Text      string     `json:"text,omitempty" doc:"The article as plain text, paragraphs parted by a blank line. Give exactly one of text, html, markdown and docx, or url alone"`
	HTML      string     `json:"html,omitempty" doc:"The article as a page or a piece of HTML. Menus, captions and other furniture are left out"`
	Markdown  string     `json:"markdown,omitempty" doc:"The article as Markdown"`
	DOCX      []byte     `json:"docx,omitempty" doc:"The article as a Word document, base64"`
	URL       string     `json:"url,omitempty" maxLength:"2000" doc:"Where the article is published. Alone it is what the article is fetched from, where the configuration allows that; beside a text nothing is fetched" example:"https://www.example.org/night-ferry"`
	Title     string     `json:"title,omitempty" maxLength:"1000" doc:"The headline, when it is not part of the text"`
	Byline    string     `json:"byline,omitempty" maxLength:"1000" doc:"Who wrote it, when it is not part of the text"`
	Published *time.Time `json:"published,omitempty" doc:"When it was published, when that is not part of the text" example:"2026-11-24T09:30:00Z"`
	Lang      string     `json:"lang,omitempty" maxLength:"35" doc:"BCP 47 language of the article; detected when left out" example:"en"`
}

// DraftOptions are the choices for one summary. The zero value takes what is
// configured.
type DraftOptions struct {
	Profile     string   `json:"profile,omitempty" doc:"Name of the house style; the usual one when left out" example:"default"`
	Engine      string   `json:"engine,omitempty" enum:"auto,model,extractive" doc:"Who drafts: a language model, or the embedded engine that chooses sentences of the article and sends nothing anywhere. auto, as when left out, is the model where one is configured" example:"auto"`
	Kind        string   `json:"kind,omitempty" doc:"Kind of the article, as guidance for the model: hard-news, feature, analysis, opinion, interview, live-blog or obituary. Left to the model when left out" example:"analysis"`
	Sensitivity string   `json:"sensitivity,omitempty" enum:"normal,embargoed,confidential" doc:"How the article is marked. Embargoed and confidential articles go only to endpoints that the configuration allows: else policy_refused, before anything is sent. When left out it is as the article was marked before, or else as configured; a request can make the mark stricter, never laxer"`
	Desk        string   `json:"desk,omitempty" maxLength:"100" doc:"The desk that it is for; lists can be cut by it" example:"city"`
	DeadlineMS  int      `json:"deadline_ms,omitempty" minimum:"0" maximum:"600000" doc:"After this many milliseconds the answer is 202 and the work goes on as a job. When it is 0 or left out, after the time that the service is set to. A stream has no deadline" example:"20000"`
	MaxUSD      *float64 `json:"max_usd,omitempty" minimum:"0" doc:"Refuse with over_budget, before anything is sent, when it may cost more US dollars than this, retries and repairs included. A model without a known price is refused too. No limit of its own when left out" example:"0.05"`
	NoCache     bool     `json:"no_cache,omitempty" doc:"Draft anew although the same was drafted before"`
}

// DraftRequest asks for a summary.
type DraftRequest struct {
	Article ArticleInput `json:"article" doc:"The article to summarise"`
	Options DraftOptions `json:"options,omitempty" doc:"Choices for this summary; what is configured when left out"`
	// Stream asks the model for its answer in pieces: claims are told of as soon as
	// they are whole.
	Stream bool `json:"-"`
}

// Summary is a version of a summary: the result, and where it stands.
type Summary struct {
	summarize.Result
	Desk            string    `json:"desk" doc:"The desk that it is for, empty for none" example:"city"`
	Action          string    `json:"action" enum:"drafted,edited,regenerated,approved,rejected,restored,revised" doc:"What made this version"`
	Actor           string    `json:"actor" doc:"Who made it: the name of a token or a person" example:"cms"`
	Note            string    `json:"note" doc:"What that person said about it, or why it was rejected; empty for nothing"`
	At              time.Time `json:"at" doc:"When this version was made, in UTC" example:"2026-11-24T09:30:00Z"`
	ApprovedVersion *int      `json:"approved_version" doc:"The newest version that was approved, null for none" example:"6"`
}

// Change is one thing that a person does to a summary.
type Change struct {
	Op     ChangeOp `json:"op" enum:"edit,add,remove,lock,unlock,order,accept,use" doc:"What to do. edit: give claim the text. add: a takeaway with text at a place, or the why when claim is why and there is none. remove: drop claim. lock, unlock: whether drafting anew leaves claim as it is. order: put the takeaways in the order of claims. accept: let the finding of rule about found in claim stand, for a reason; rule stale lets a stale claim stand. use: give claim the text that the engine wrote as an alternative"`
	Claim  string   `json:"claim,omitempty" doc:"ID of the claim: why, t1, t2 and so on. Needed, but for add and order" example:"t1"`
	Text   string   `json:"text,omitempty" maxLength:"2000" doc:"The words of the claim (edit, add, use), one line of plain text"`
	At     *int     `json:"at,omitempty" doc:"Where it goes among the takeaways, from 0 (add); at the end when left out" example:"0"`
	Claims []string `json:"claims,omitempty" doc:"IDs of all takeaways in their new order (order)" example:"t2,t1,t3"`
	Rule   string   `json:"rule,omitempty" doc:"Rule of the finding to let stand, or stale (accept)" example:"number"`
	Found  string   `json:"found,omitempty" doc:"Words of the finding to let stand, as its found has them; left out for one about the whole claim (accept)"`
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

// VersionInfo is what lists show of a version.
type VersionInfo struct {
	Version  int              `json:"version" doc:"Number of the version, from 1" example:"3"`
	Status   summarize.Status `json:"status" enum:"draft,needs_review,approved,rejected,stale" doc:"Where the summary stood with it"`
	Action   string           `json:"action" enum:"drafted,edited,regenerated,approved,rejected,restored,revised" doc:"What made it"`
	Actor    string           `json:"actor" doc:"Who made it: the name of a token or a person" example:"cms"`
	Note     string           `json:"note" doc:"What that person said about it, or why it was rejected; empty for nothing"`
	At       time.Time        `json:"at" doc:"When, in UTC" example:"2026-11-24T09:30:00Z"`
	Revision int              `json:"revision" doc:"Revision of the article that the version is about, from 1" example:"1"`
}

// SummaryInfo is what lists show of a summary: its newest version and where it
// stands.
type SummaryInfo struct {
	ID              string           `json:"id" doc:"ID of the summary" example:"sum_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	Version         int              `json:"version" doc:"Its newest version, from 1" example:"3"`
	Status          summarize.Status `json:"status" enum:"draft,needs_review,approved,rejected,stale" doc:"Where it stands"`
	ApprovedVersion *int             `json:"approved_version" doc:"The newest version that was approved, null for none" example:"2"`
	Title           string           `json:"title" doc:"The headline of the article, empty when none was found"`
	Article         string           `json:"article" doc:"ID of the article" example:"story-4711"`
	Revision        int              `json:"revision" doc:"Revision of the article that the newest version is about, from 1" example:"1"`
	Desk            string           `json:"desk" doc:"The desk that it is for, empty for none" example:"city"`
	Profile         string           `json:"profile" doc:"Name of the house style" example:"default"`
	Engine          string           `json:"engine" enum:"model,extractive" doc:"What drafted: a language model, or the embedded engine"`
	CreatedAt       time.Time        `json:"created_at" doc:"When it was drafted, in UTC" example:"2026-11-24T09:30:00Z"`
	UpdatedAt       time.Time        `json:"updated_at" doc:"When the newest version was made, in UTC" example:"2026-11-24T09:30:00Z"`
	UpdatedBy       string           `json:"updated_by" doc:"Who made the newest version" example:"cms"`
}

// Failure is a fault as callers see it.
type Failure struct {
	Code      fault.Code `json:"code" doc:"What is wrong, for programs: codes are never renamed" example:"model_timeout"`
	Message   string     `json:"message" doc:"What is wrong and what to do, for people"`
	Retryable bool       `json:"retryable" doc:"Whether the same request may succeed later"`
}

// Job is a run as callers see it.
type Job struct {
	ID        string    `json:"id" doc:"ID of the job" example:"run_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	State     string    `json:"state" enum:"running,done,failed,cancelled" doc:"How it goes. done, failed and cancelled are for good"`
	Kind      string    `json:"kind" enum:"draft,regenerate" doc:"What it makes: a summary, or a version of one with claims written anew"`
	Summary   string    `json:"summary,omitempty" doc:"ID of the summary that came of it; absent until it is done" example:"sum_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	Error     *Failure  `json:"error,omitempty" doc:"Why it failed; absent when it did not"`
	CreatedAt time.Time `json:"created_at" doc:"When it was asked for, in UTC" example:"2026-11-24T09:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" doc:"When its state was last stored, in UTC" example:"2026-11-24T09:30:00Z"`
}

// RevisionReport says what became of the summaries of an article that has a new
// revision.
type RevisionReport struct {
	Article   summarize.ArticleRef `json:"article" doc:"The article with its newest revision"`
	Changed   bool                 `json:"changed" doc:"Whether the text is another than before. false: nothing was done"`
	Diff      json.RawMessage      `json:"diff" doc:"What became of the sentences of the article; null when nothing changed, and when the old text is not kept any more. Its claims are empty: summaries says what became of those"`
	Summaries []RevisedSummary     `json:"summaries" doc:"The summaries of the article, as they are now"`
}

// RevisedSummary is a summary whose article changed.
type RevisedSummary struct {
	ID      string           `json:"id" doc:"ID of the summary" example:"sum_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	Version int              `json:"version" doc:"Its newest version" example:"7"`
	Status  summarize.Status `json:"status" enum:"draft,needs_review,approved,rejected,stale" doc:"Where it stands: stale when a claim is"`
	Stale   []string         `json:"stale" doc:"IDs of the claims whose evidence changed or vanished; empty for none" example:"t2"`
}

// CheckRequest asks what of a summary is in an article.
type CheckRequest struct {
	Article ArticleInput    `json:"article" doc:"The article to hold the summary against"`
	Summary json.RawMessage `json:"summary" doc:"The summary, as a string (a paragraph and bullets, or plain sentences) or as an object in the form of this API"`
	Profile string          `json:"profile,omitempty" doc:"Name of the house style whose rules apply; the usual one when left out" example:"default"`
}

// Choices are alternatives for one claim, best first; there may be none.
type Choices struct {
	Claims     []summarize.ClaimResult `json:"claims" doc:"The alternatives, best first; empty when the engine has none. Their findings are as they would be in the place of the claim"`
	Provenance summarize.Provenance    `json:"provenance" doc:"How they were made and what they cost"`
	Warnings   []summarize.Warning     `json:"warnings" doc:"What a person should know; empty for nothing"`
}

// Preview is what is found about claims that are not stored yet.
type Preview struct {
	Claims []summarize.ClaimResult `json:"claims" doc:"The claims as they were sent, in their order, with what is found about them"`
}
