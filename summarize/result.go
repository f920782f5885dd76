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
	ID         string        `json:"id" doc:"ID of the summary: the same for all its versions" example:"sum_06fj3w8k2r5m9q1t7v0x4z6b8d"`
	Version    int           `json:"version" doc:"Counts the versions of this summary, from 1" example:"1"`
	Status     Status        `json:"status" enum:"draft,needs_review,approved,rejected,stale" doc:"Where the summary stands on its way to the page. Drafting gives draft, or needs_review when something is missing, was withheld or fails; people give approved and rejected; stale is one whose article changed under a claim"`
	Lang       string        `json:"lang" doc:"Language of the summary as a BCP 47 tag, und when not known" example:"en"`
	Article    ArticleRef    `json:"article" doc:"The text that the summary is of"`
	Why        *ClaimResult  `json:"why" doc:"The why-this-matters paragraph, null when there is none"`
	Takeaways  []ClaimResult `json:"takeaways" doc:"The key takeaways in order. Fewer than the house style asks for, or none, when others were withheld: see warnings"`
	Coverage   Coverage      `json:"coverage" doc:"How much of the article was read"`
	Provenance Provenance    `json:"provenance" doc:"How the summary was made. What does not apply or is not known is null"`
	Disclosure Disclosure    `json:"disclosure" doc:"What readers are to be told of how the summary was made"`
	Warnings   []Warning     `json:"warnings" doc:"What a person should know before using the summary, in the order in which it came up. Empty for nothing"`
	Repairs    []Repair      `json:"repairs" doc:"What was done about claims that the article does not support, in the order in which it was settled. Empty when all of them passed at once"`
	Labels     Labels        `json:"labels" doc:"The headings of the two parts, in the language of the summary"`
}

// ArticleRef says which text the summary is of.
type ArticleRef struct {
	ID          string   `json:"id" doc:"ID of the article: the one that it was sent with, or one that was made up" example:"story-4711"`
	Revision    int      `json:"revision" doc:"Counts the revisions of the article, from 1" example:"1"`
	Title       string   `json:"title" doc:"The headline, empty when none was found"`
	Lang        string   `json:"lang" doc:"Language of the article as a BCP 47 tag, und when unsure" example:"en"`
	URL         optional `json:"url" doc:"Address of the article, null when none is known"`
	SHA256      string   `json:"sha256" doc:"SHA-256 of the canonical text, the one that offsets and sentence numbers are about, in hex"`
	Sensitivity string   `json:"sensitivity" enum:"normal,embargoed,confidential" doc:"How the article is marked. What is not normal was sent to no endpoint but those that are listed for its mark"`
}

// ClaimResult is a claim with the sentences behind it and what was found.
type ClaimResult struct {
	ID       string           `json:"id" doc:"Name of the claim in this summary: why, or t1, t2 and so on for takeaways. It stays with the claim when the order changes" example:"t1"`
	Text     string           `json:"text" doc:"The copy, one line of plain text"`
	Origin   Origin           `json:"origin" enum:"model,extractive,human" doc:"Who wrote it: a language model, the embedded engine in the words of the article, or a person"`
	Locked   bool             `json:"locked" doc:"Whether drafting anew leaves it as it is"`
	Evidence []Evidence       `json:"evidence" doc:"The sentences that it rests on, looked up in the article and never written by a model. Empty when nothing in the article carries what a person wrote, or what a new revision left without evidence"`
	Findings []ground.Finding `json:"findings" doc:"What was found: what stays of the house style, and each rule that compared the claim with the article, passes too. A rule that had nothing to compare says nothing"`
	Support  *float64         `json:"support" doc:"How much of the claim the article carries, from 0 to 1; null when that could not be scored" example:"0.94"`
	Accepted []Acceptance     `json:"accepted" doc:"The findings that a person let stand. Empty as drafted"`
	Stale    *Stale           `json:"stale" doc:"How a new revision of the article changed the sentences behind the claim, null when none did"`
}

// Acceptance says that a person let a finding stand. It covers findings of the
// same rule about the same words, for as long as there are any.
type Acceptance struct {
	Rule   string    `json:"rule" enum:"number,date,name,quotation,hedge,attribution,negation,direction,support,citation,injection,form,preamble,length,sentences,duplicate,language,banned,verifier,stale" doc:"The rule of the finding; stale lets a stale claim stand"`
	Found  string    `json:"found" doc:"The words that the finding is about, as it has them; empty when it is about the whole claim"`
	By     string    `json:"by" doc:"Who let it stand: the name of a token or a person" example:"ann"`
	At     time.Time `json:"at" doc:"When, in UTC" example:"2026-11-24T09:30:00Z"`
	Reason string    `json:"reason" doc:"Why, in the words of that person"`
}

// Stale says that the sentences behind a claim are not what they were when it was
// written.
type Stale struct {
	Revision int         `json:"revision" doc:"The revision of the article that changed them, the first when there were several" example:"2"`
	Change   StaleChange `json:"change" enum:"changed,lost" doc:"changed when a sentence reads otherwise and none is gone, lost when one is gone"`
	Was      []Evidence  `json:"was" doc:"The sentences as they stood in the revision before. Their numbers and offsets are of that text"`
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
	Claim    optional         `json:"claim" doc:"ID that the claim has in the summary, null when it was withheld" example:"t3"`
	Round    int              `json:"round" doc:"Counts how often it had gone back to the model, from 1; 0 is what was done in the end"`
	Before   string           `json:"before" doc:"The claim as it failed"`
	After    optional         `json:"after" doc:"What became of it, null when it was withheld"`
	Findings []ground.Finding `json:"findings" doc:"Those that made it fail"`
	Outcome  Outcome          `json:"outcome" enum:"rewritten,unchanged,replaced,withheld,kept" doc:"How the step ended: the model wrote it again (what follows says whether it then passed) or gave nothing else, the words of the article took its place, it was withheld, or it was kept as it was for a person to decide"`
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
	Sentence article.SentenceID `json:"sentence" doc:"Number of the sentence, from 1" example:"12"`
	Start    int                `json:"start" doc:"Offset of its first Unicode code point in the text of the article, from 0"`
	End      int                `json:"end" doc:"Offset after its last code point"`
	Quote    string             `json:"quote" doc:"The text from start to end"`
}

// Coverage says how much of the article was read.
type Coverage struct {
	Sentences     int  `json:"sentences" doc:"Sentences of the article"`
	SentencesRead int  `json:"sentences_read" doc:"Sentences that the engine has read"`
	Chunks        int  `json:"chunks" doc:"Parts that a model read the article in; 1 when it was read at once, 0 for the embedded engine"`
	ChunksFailed  int  `json:"chunks_failed" doc:"Parts that could not be read"`
	Complete      bool `json:"complete" doc:"Whether every sentence was read"`
}

// Provenance says how the summary was made. Fields that do not apply or are not
// known are null.
type Provenance struct {
	Engine       string         `json:"engine" enum:"model,extractive" doc:"What drafted: a language model, or the embedded engine that chooses sentences"`
	Model        optional       `json:"model" doc:"Name of the model, null for the embedded engine"`
	EndpointHost optional       `json:"endpoint_host" doc:"Host, and port, of the endpoint that the model was called at; null for the embedded engine"`
	Prompt       optional       `json:"prompt" doc:"SHA-256 of all that was sent to the model, in hex; null for the embedded engine"`
	Profile      string         `json:"profile" doc:"Name of the house style" example:"default"`
	WireFormat   optional       `json:"wire_format" enum:"json_schema,tools,json_object,text" doc:"How the form of the answer was asked for, null for the embedded engine"`
	Calls        int            `json:"calls" doc:"Requests to the endpoint, failed ones included; 0 when an earlier draft was used again"`
	InputTokens  *int           `json:"input_tokens" doc:"Tokens that were sent, as the endpoint reported them; null when it did not report all"`
	OutputTokens *int           `json:"output_tokens" doc:"Tokens of the answers, as the endpoint reported them; null when it did not report all"`
	CachedTokens *int           `json:"cached_tokens" doc:"Part of input_tokens that the endpoint had cached; null when it did not report all"`
	USD          *float64       `json:"usd" doc:"What the calls cost in US dollars; null when that is not known, 0 for the embedded engine and for an earlier draft that was used again" example:"0.0021"`
	Cache        string         `json:"cache" enum:"off,miss,hit" doc:"Whether an earlier result was used again: off when nobody looked for one, miss when there was none"`
	Verifier     *Reading       `json:"verifier" doc:"The second reader, a model that compared claims with their sentences; null when there was none. Its calls, tokens and cost are part of the sums above"`
	Fallback     []FallbackStep `json:"fallback" doc:"Who was to draft and did not, in order; empty when the engine that was asked for drafted. What they took is part of the sums above"`
	GeneratedAt  time.Time      `json:"generated_at" doc:"When the summary was made, in UTC" example:"2026-11-24T09:30:00Z"`
	DurationMS   int64          `json:"duration_ms" doc:"How long it took, in milliseconds"`
	Signature    string         `json:"signature" doc:"Everything that decides the outcome beside the article: versions, profile, engine, prompts. Results with different signatures cannot be compared"`
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
	Model        string   `json:"model" doc:"Name of the model"`
	EndpointHost string   `json:"endpoint_host" doc:"Host, and port, of the endpoint that it was called at"`
	Calls        int      `json:"calls" doc:"Requests to the endpoint, failed ones included"`
	InputTokens  *int     `json:"input_tokens" doc:"Tokens that were sent to it; null when the endpoint did not report all"`
	OutputTokens *int     `json:"output_tokens" doc:"Tokens of its answers; null when the endpoint did not report all"`
	USD          *float64 `json:"usd" doc:"What it cost in US dollars; null when that is not known"`
}

// Disclosure is what readers are to be told of how the summary was made.
type Disclosure struct {
	Label             string `json:"label" doc:"A sentence for readers: show it with what is published"`
	DigitalSourceType string `json:"digital_source_type" doc:"The IPTC NewsCodes URI of the digital source type" example:"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"`
}

// Warning is something that a person should know. Its code is stable.
type Warning struct {
	Code    string `json:"code" doc:"Stable name of the kind of warning" example:"takeaway_count"`
	Message string `json:"message" doc:"A sentence for people. It may quote the summary"`
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
