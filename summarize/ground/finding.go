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
	Claim    string             `json:"-"` // ID of the claim
	Rule     string             `json:"rule" enum:"number,date,name,quotation,hedge,attribution,negation,direction,support,citation,injection,form,preamble,length,sentences,duplicate,language,banned,verifier" doc:"Stable name of the rule. The first eleven compare the claim with the article, the next seven are the house style, and verifier is the second reader"`
	Code     string             `json:"code,omitempty" doc:"What is wrong, for programs. Absent when the rule gives none" example:"invented"`
	Verdict  Verdict            `json:"verdict" enum:"pass,warn,fail,unknown" doc:"The outcome. What was not checked is unknown, never pass"`
	Start    int                `json:"start" doc:"Offset of the words in question in the text of the claim, in Unicode code points; start and end are 0 when it is about the whole claim"`
	End      int                `json:"end" doc:"Offset after them"`
	Message  string             `json:"message" doc:"A sentence for people, without its full stop" example:"15 minutes is not in the article; it says 50 minutes, sentence 5"`
	Found    string             `json:"found" doc:"What stands in the claim, empty when that says nothing" example:"15 minutes"`
	Expected string             `json:"expected" doc:"What should stand there instead: put in the place of found it mends the claim. Empty when that cannot be said" example:"50 minutes"`
	Sentence article.SentenceID `json:"sentence,omitempty" doc:"Number of the sentence of the article that the finding goes by. Absent when there is none" example:"5"`
}
