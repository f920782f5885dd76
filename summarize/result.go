package summarize

import (
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Status says where a summary stands on its way to the page.
type Status string

// The statuses. Drafting gives the first two, people the next, and a new revision
// of the article the last.
const (
	StatusDraft       Status = "draft"
	StatusNeedsReview Status = "needs_review" // something is missing or failed
	StatusApproved    Status = "approved"
	StatusRejected    Status = "rejected"
	StatusStale       Status = "stale" // the article changed under a claim
)

// Origin says who wrote a claim.
type Origin string

// The origins.
const (
	FromModel      Origin = "model"
	FromExtractive Origin = "extractive"
	FromHuman      Origin = "human"
)

// Result is a summary with everything that is known about it: the JSON of the
// command line and of the API. Its schema is docs/schema/result.schema.json.
type Result struct {
	ID         string        `json:"id"`
	Version    int           `json:"version"`
	Status     Status        `json:"status"`
	Lang       string        `json:"lang"` // of the summary, "und" when not known
	Article    ArticleRef    `json:"article"`
	Why        *ClaimResult  `json:"why"` // null when none could be drafted
	Takeaways  []ClaimResult `json:"takeaways"`
	Coverage   Coverage      `json:"coverage"`
	Provenance Provenance    `json:"provenance"`
	Disclosure Disclosure    `json:"disclosure"`
	Warnings   []Warning     `json:"warnings"`
	Repairs    []Repair      `json:"repairs"`
	Labels     Labels        `json:"labels"`
}

// ArticleRef says which text the summary is of.
type ArticleRef struct {
	ID       string   `json:"id"`
	Revision int      `json:"revision"`
	Title    string   `json:"title"`
	Lang     string   `json:"lang"`
	URL      optional `json:"url"`
	SHA256   string   `json:"sha256"`
	// Sensitivity is how the article is marked: "normal", "embargoed" or
	// "confidential".
	Sensitivity string `json:"sensitivity"`
}

// ClaimResult is a claim with the sentences behind it and what was found.
type ClaimResult struct {
	ID       string           `json:"id"`
	Text     string           `json:"text"`
	Origin   Origin           `json:"origin"`
	Locked   bool             `json:"locked"`
	Evidence []Evidence       `json:"evidence"`
	Findings []ground.Finding `json:"findings"`
	// Support is how much of the claim the article carries, from 0 to 1. It is
	// nil when that could not be scored.
	Support *float64 `json:"support"`
	// Accepted are the findings that a person let stand. It is never nil.
	Accepted []Acceptance `json:"accepted"`
	// Stale says how the article changed under the claim, nil when it did not.
	Stale *Stale `json:"stale"`
}

// Acceptance says that a person let a finding stand. It covers findings of the
// same rule about the same words, for as long as there are any.
type Acceptance struct {
	Rule   string    `json:"rule"`
	Found  string    `json:"found"` // as the finding has it, "" for one about the whole claim
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Stale says that the sentences behind a claim are not what they were when it was
// written.
type Stale struct {
	Revision int         `json:"revision"` // of the article, the first that changed them
	Change   StaleChange `json:"change"`
	Was      []Evidence  `json:"was"` // the sentences as they stood before
}

// StaleChange says what became of the sentences behind a claim.
type StaleChange string

// The changes.
const (
	EvidenceChanged StaleChange = "changed" // one reads otherwise, and none is gone
	EvidenceLost    StaleChange = "lost"    // one is gone
)

// Repair is what was done about a claim that the article does not support.
type Repair struct {
	// Claim is the ID that the claim has in the summary, null when it was withheld.
	Claim optional `json:"claim"`
	// Round counts how often it had gone back to the model, from 1; 0 is what was
	// done in the end.
	Round    int              `json:"round"`
	Before   string           `json:"before"`
	After    optional         `json:"after"`    // null when it was withheld
	Findings []ground.Finding `json:"findings"` // that made it fail
	Outcome  Outcome          `json:"outcome"`
}

// Outcome says how a repair ended.
type Outcome string

// The outcomes.
const (
	Rewritten Outcome = "rewritten" // by the model; whether it then passed is said by what follows
	Unchanged Outcome = "unchanged" // the model gave nothing else
	Replaced  Outcome = "replaced"  // by a claim in the article's own words
	Withheld  Outcome = "withheld"
	Kept      Outcome = "kept" // as it was, for a person to decide
)

// Evidence is a cited sentence. Start and End count Unicode code points of the
// article's canonical text; Quote is that part of it.
type Evidence struct {
	Sentence article.SentenceID `json:"sentence"`
	Start    int                `json:"start"`
	End      int                `json:"end"`
	Quote    string             `json:"quote"`
}

// Coverage says how much of the article was read.
type Coverage struct {
	Sentences     int  `json:"sentences"`
	SentencesRead int  `json:"sentences_read"`
	Chunks        int  `json:"chunks"`
	ChunksFailed  int  `json:"chunks_failed"`
	Complete      bool `json:"complete"`
}

// Provenance says how the summary was made. Fields that do not apply or are not
// known are null.
type Provenance struct {
	Engine       string   `json:"engine"`
	Model        optional `json:"model"`
	EndpointHost optional `json:"endpoint_host"`
	Prompt       optional `json:"prompt"` // digest of what was sent
	Profile      string   `json:"profile"`
	WireFormat   optional `json:"wire_format"`
	Calls        int      `json:"calls"`
	InputTokens  *int     `json:"input_tokens"`
	OutputTokens *int     `json:"output_tokens"`
	CachedTokens *int     `json:"cached_tokens"`
	USD          *float64 `json:"usd"`
	Cache        string   `json:"cache"` // CacheOff, CacheMiss or CacheHit
	Verifier     *Reading `json:"verifier"`
	// Fallback says who was to draft and did not, in order. What they took is in
	// the sums.
	Fallback    []FallbackStep `json:"fallback"`
	GeneratedAt time.Time      `json:"generated_at"`
	DurationMS  int64          `json:"duration_ms"`
	Signature   string         `json:"signature"`
}

// Whether an earlier result was used again.
const (
	CacheOff  = "off"  // nobody looked
	CacheMiss = "miss" // there was none
	CacheHit  = "hit"
)

// Reading says what the second reader was and what it took, which is part of
// the sums of Provenance. What is not known is null.
type Reading struct {
	Model        string   `json:"model"`
	EndpointHost string   `json:"endpoint_host"`
	Calls        int      `json:"calls"`
	InputTokens  *int     `json:"input_tokens"`
	OutputTokens *int     `json:"output_tokens"`
	USD          *float64 `json:"usd"`
}

// Disclosure is what readers are to be told of how the summary was made.
type Disclosure struct {
	Label             string `json:"label"`
	DigitalSourceType string `json:"digital_source_type"` // an IPTC NewsCodes URI
}

// Warning is something that a person should know. Its code is stable.
type Warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// optional is a string that is null in JSON when it is empty.
type optional string

// MarshalJSON writes null for "".
func (o optional) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

// UnmarshalJSON reads null as "".
func (o *optional) UnmarshalJSON(data []byte) error {
	var text *string
	err := json.Unmarshal(data, &text)
	*o = ""
	if text != nil {
		*o = optional(*text)
	}
	return err
}

// evidence looks cited sentences up in the article.
func evidence(a *article.Article, claim article.Claim) []Evidence {
	out := make([]Evidence, 0, len(claim.Cites))
	at, points := 0, 0 // a byte offset and its code point offset
	for _, id := range claim.Cites {
		s, ok := a.Sentence(id)
		if !ok {
			continue
		}
		if s.Span.Start < at {
			at, points = 0, 0
		}
		points += utf8.RuneCountInString(a.Text[at:s.Span.Start])
		at = s.Span.Start
		out = append(out, Evidence{
			Sentence: id, Start: points, End: points + utf8.RuneCountInString(s.Text), Quote: s.Text,
		})
	}
	return out
}

// Worst returns the gravest verdict among the findings, "" when there is none.
func (r *Result) Worst() ground.Verdict {
	worst := ground.Verdict("")
	for _, c := range r.claims() {
		for _, f := range c.Findings {
			worst = worst.Worse(f.Verdict)
		}
	}
	return worst
}

// Failing says, a sentence each, what is wrong with the claims that were kept
// although they fail.
func (r *Result) Failing() []string {
	var out []string
	for _, c := range r.claims() {
		for _, f := range failures(c.Findings) {
			out = append(out, claimName(c.ID)+": "+lowerFirst(f.Message))
		}
	}
	return out
}

func (r *Result) claims() []ClaimResult {
	if r.Why == nil {
		return r.Takeaways
	}
	return append([]ClaimResult{*r.Why}, r.Takeaways...)
}
