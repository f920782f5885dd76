package ground

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

// Finding is what one rule says of one claim. Start and End are offsets of the
// words in question, in Unicode code points of the claim's text; both are 0
// when the finding is about the whole claim. Message is for people.
type Finding struct {
	Claim    string  `json:"-"` // ID of the claim
	Rule     string  `json:"rule"`
	Verdict  Verdict `json:"verdict"`
	Start    int     `json:"start"`
	End      int     `json:"end"`
	Message  string  `json:"message"`
	Found    string  `json:"found"`
	Expected string  `json:"expected"`
}
