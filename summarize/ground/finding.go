package ground

import "github.com/nutgraf/nutgraf/summarize/article"

// Verdict is the outcome of one rule for one claim. What was not checked is
// Unknown, never Pass.
type Verdict string

// The verdicts. The zero value is not a verdict.
const (
	Pass    Verdict = "pass"
	Warn    Verdict = "warn"
	Fail    Verdict = "fail"
	Unknown Verdict = "unknown"
)

// gravity orders the verdicts: of several, the one that counts is the gravest.
var gravity = map[Verdict]int{"": 0, Pass: 1, Unknown: 2, Warn: 3, Fail: 4}

// Worse returns the graver of two verdicts: fail, warn, unknown, pass.
func (v Verdict) Worse(w Verdict) Verdict {
	if gravity[w] > gravity[v] {
		return w
	}
	return v
}

// Finding is what one rule says of one claim. Start and End are offsets of the
// words in question, in Unicode code points of the claim's text; both are 0
// when the finding is about the whole claim. Message is for people.
type Finding struct {
	Claim   string  `json:"-"` // ID of the claim
	Rule    string  `json:"rule"`
	Code    string  `json:"code,omitempty"` // what is wrong, for programs: "invented", "derived"
	Verdict Verdict `json:"verdict"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Message string  `json:"message"`
	// Found is what stands in the claim at Start to End, and Expected what
	// should stand there instead: put in its place it mends the claim. Each is
	// empty when that cannot be said.
	Found    string `json:"found"`
	Expected string `json:"expected"`
	// Sentence is the sentence of the article that the finding goes by, 0 for none.
	Sentence article.SentenceID `json:"sentence,omitempty"`
}
