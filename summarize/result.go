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

// The statuses that drafting gives; review gives the others.
const (
	StatusDraft       Status = "draft"
	StatusNeedsReview Status = "needs_review" // something is missing or failed
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
}

// ClaimResult is a claim with the sentences behind it and what was found.
type ClaimResult struct {
	ID       string           `json:"id"`
	Text     string           `json:"text"`
	Origin   Origin           `json:"origin"`
	Locked   bool             `json:"locked"`
	Evidence []Evidence       `json:"evidence"`
	Findings []ground.Finding `json:"findings"`
}

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
	Engine       string    `json:"engine"`
	Model        optional  `json:"model"`
	EndpointHost optional  `json:"endpoint_host"`
	Prompt       optional  `json:"prompt"` // digest of what was sent
	Profile      string    `json:"profile"`
	WireFormat   optional  `json:"wire_format"`
	Calls        int       `json:"calls"`
	InputTokens  *int      `json:"input_tokens"`
	OutputTokens *int      `json:"output_tokens"`
	CachedTokens *int      `json:"cached_tokens"`
	USD          *float64  `json:"usd"`
	Cache        string    `json:"cache"` // "off"
	GeneratedAt  time.Time `json:"generated_at"`
	DurationMS   int64     `json:"duration_ms"`
	Signature    string    `json:"signature"`
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
	claims := r.Takeaways
	if r.Why != nil {
		claims = append([]ClaimResult{*r.Why}, claims...)
	}
	for _, c := range claims {
		for _, f := range c.Findings {
			if gravity[f.Verdict] > gravity[worst] {
				worst = f.Verdict
			}
		}
	}
	return worst
}

var gravity = map[ground.Verdict]int{ground.Pass: 1, ground.Unknown: 2, ground.Warn: 3, ground.Fail: 4}
