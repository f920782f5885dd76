package summarize

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// Verifier is a second reader: a model that compares each claim with the
// sentences behind it, and sees nothing else of the article. Model, Info and
// Prompts are needed. It should not be the model that drafts.
type Verifier struct {
	Model   Model
	Info    ModelInfo
	Prompts *prompts.Set

	// Concurrency is the number of calls at the same time for one article. 0 is 8.
	Concurrency int
	// Tries and Counter are as those of ModelEngine, for estimates.
	Tries   int
	Counter *tokens.Counter
}

// verifierRule is the name of the second reader in findings and profiles.
const verifierRule = "verifier"

// What the second reader is shown at most of one claim.
const (
	mostEvidence  = 8    // sentences
	evidenceBytes = 2000 // of a sentence
	claimBytes    = 1200
)

// verdictTokens bounds the answer of a model that does not think before it.
const verdictTokens = 400

const opinionSchema = `{"type":"object","properties":{"verdict":{"type":"string","enum":["supported","partly","unsupported","contradicted"]},` +
	`"reason":{"type":"string"},"words":{"type":"string"}},"required":["verdict","reason","words"],"additionalProperties":false}`

// opinion is what the second reader says of a claim.
type opinion struct {
	Verdict string `json:"verdict"`
	Reason  string `json:"reason"`
	Words   string `json:"words"`
}

func (v *Verifier) maxOutput() int {
	if v.Info.MaxOutput <= answerTokens {
		return min(v.Info.MaxOutput, verdictTokens)
	}
	return v.Info.MaxOutput
}

func (v *Verifier) signature() string {
	return "|verifier:" + v.Info.Name + "." + v.Prompts.Digest()[:12]
}

// readings is the work of a Verifier on one article. It asks about a claim once,
// however often the claim is looked at. A nil *readings is no second reader.
type readings struct {
	ctx    context.Context // of the drafting, which it does not outlive
	by     *Verifier
	house  *house
	system Message
	warns  bool // what it contradicts is a warning
	slots  chan struct{}
	all    sync.WaitGroup

	mu     sync.Mutex
	left   int // claims that may still be asked about
	asked  map[string]*reading
	usage  Usage
	unread int
	why    string // the last reason why a claim could not be read
}

// reading is the question about one claim. Its fields are set when done is closed.
type reading struct {
	done  chan struct{}
	said  opinion
	fault string // why there is no opinion
}

// newReadings returns nil when there is no second reader, or the profile does not
// want it.
func newReadings(ctx context.Context, v *Verifier, h *house) (*readings, error) {
	grade := grades[h.profile.Grounding.Rules[verifierRule]]
	if v == nil || grade == ground.Off {
		return nil, nil
	}
	system, err := v.Prompts.Render(prompts.Verifier{})
	if err != nil {
		return nil, err
	}
	n := v.Concurrency
	if n <= 0 {
		n = defaultConcurrency
	}
	return &readings{
		ctx: ctx, by: v, house: h, system: Message{System, system}, warns: grade == ground.Warns,
		slots: make(chan struct{}, n), left: mostReadings(h), asked: map[string]*reading{},
	}, nil
}

// mostReadings is how many claims are asked about at most: each as it was
// drafted, after each repair, and as it was replaced in the end.
func mostReadings(h *house) int { return (h.count + 1) * (h.profile.Grounding.Repairs + 2) }

// ask puts the question about a claim, if it was not put before, and does not
// wait for the answer.
func (r *readings) ask(c article.Claim, evidence []article.SentenceID) *reading {
	key := fmt.Sprint(c.Cites, c.Text)
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.asked[key]; known != nil {
		return known
	}
	q := &reading{done: make(chan struct{})}
	r.asked[key] = q
	if r.left--; r.left < 0 {
		q.fault = "too many of the claims had to be written again"
		r.unread++
		r.why = q.fault
		close(q.done)
		return q
	}
	r.all.Go(func() {
		defer close(q.done)
		r.slots <- struct{}{}
		defer func() { <-r.slots }()
		r.read(q, c, r.behind(c, evidence))
	})
	return q
}

// known returns the question about a claim, nil when it was not put.
func (r *readings) known(c article.Claim) *reading {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked[fmt.Sprint(c.Cites, c.Text)]
}

// behind returns the sentences that a claim is compared with, in the order of
// the article: those that it cites, and the best of those that the rules found.
func (r *readings) behind(c article.Claim, found []article.SentenceID) []prompts.Sentence {
	var ids []article.SentenceID
	for _, id := range append(slices.Clone(c.Cites), found[:min(len(found), mostEvidence/2)]...) {
		if _, ok := r.house.article.Sentence(id); ok && !slices.Contains(ids, id) && len(ids) < mostEvidence {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	out := make([]prompts.Sentence, len(ids))
	for i, id := range ids {
		s, _ := r.house.article.Sentence(id)
		out[i] = prompts.Sentence{ID: id, Text: clipBytes(s.Text, evidenceBytes)}
	}
	return out
}

// read makes the call and books it.
func (r *readings) read(q *reading, c article.Claim, evidence []prompts.Sentence) {
	text := clipBytes(c.Text, claimBytes)
	user, err := r.by.Prompts.Render(prompts.Verify{Fence: prompts.EvidenceFence(text, evidence), Claim: text, Sentences: evidence})
	var resp Response
	if err == nil {
		resp, err = r.by.Model.Complete(r.ctx, Request{
			Step: "verify", Messages: []Message{r.system, {User, user}},
			Schema: json.RawMessage(opinionSchema), SchemaName: "opinion", MaxOutputTokens: r.by.maxOutput(),
		})
	}
	if err == nil {
		q.said, err = parseOpinion(resp.Text)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.usage = r.usage.Add(resp.Usage)
	if err != nil {
		q.fault = err.Error()
		r.unread++
		r.why = q.fault
	}
}

// parseOpinion reads an answer. What is not one of the verdicts is none.
func parseOpinion(text string) (opinion, error) {
	out, err := parseObject(text, func(o opinion) error {
		switch o.Verdict {
		case "supported", "partly", "unsupported", "contradicted":
			return nil
		}
		return errors.New("it has no verdict that was asked for")
	})
	if err != nil {
		return out, fault.New(fault.ModelBadAnswer, "it did not answer in the form that it was asked for (%v)", err)
	}
	out.Reason, out.Words = plain(out.Reason), strings.TrimSpace(out.Words)
	return out, nil
}

// plain makes one short line of what a model says about a claim, with nothing in
// it that could be mark-up.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '<' || r == '>' || r == '`' || unicode.IsControl(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r):
			return ' '
		case unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, clipBytes(text, 1000))
	text = strings.Join(strings.Fields(text), " ")
	return strings.TrimRight(strings.Replace(clipBytes(text, 240), " …", "…", 1), ". ")
}

// finding waits for the answer and says it as a finding. What it counts for
// depends on what the rules say: where they fail the claim it can confirm that;
// where they pass it can raise a doubt, and only a contradiction fails. The
// article's own words are doubted at most.
func (r *readings) finding(q *reading, c article.Claim, rulesFail bool, origin Origin) ground.Finding {
	<-q.done
	f := ground.Finding{Claim: c.ID, Rule: verifierRule, Code: q.said.Verdict}
	because := ""
	if q.said.Reason != "" {
		because = ": " + q.said.Reason
	}
	switch {
	case q.fault != "":
		f.Code, f.Verdict = "unread", ground.Unknown
		f.Message = "The second reader could not read the claim: " + q.fault
		return f
	case q.said.Verdict == "supported" && rulesFail:
		f.Verdict, f.Message = ground.Pass, "The second reader disagrees: it finds the claim in its sentences"+because
		return f
	case q.said.Verdict == "supported":
		f.Verdict, f.Message = ground.Pass, "The second reader finds the claim in its sentences"
		return f
	case q.said.Verdict == "contradicted":
		f.Verdict, f.Message = ground.Fail, "its sentences say something else"+because
	case q.said.Verdict == "partly":
		f.Verdict, f.Message = ground.Warn, "it finds only part of the claim in its sentences"+because
	case rulesFail:
		f.Verdict, f.Message = ground.Fail, "it does not find the claim in its sentences"+because
	default:
		f.Verdict, f.Message = ground.Warn, "it does not find the claim in its sentences"+because
	}
	if f.Verdict == ground.Fail && (r.warns || origin == FromExtractive && !rulesFail) {
		f.Verdict = ground.Warn
	}
	if rulesFail {
		f.Message = "The second reader agrees: " + f.Message
	} else {
		f.Message = "The second reader disagrees: " + f.Message
	}
	if at := strings.Index(c.Text, q.said.Words); at >= 0 && q.said.Words != "" {
		f.Found = q.said.Words
		f.Start = utf8.RuneCountInString(c.Text[:at])
		f.End = f.Start + utf8.RuneCountInString(f.Found)
	}
	return f
}

// close waits for calls that are under way and returns what all took, with a
// warning when claims could not be read.
func (r *readings) close() (*Reading, Usage, []Warning) {
	if r == nil {
		return nil, Usage{}, nil
	}
	r.all.Wait()
	out := &Reading{Model: r.by.Info.Name, EndpointHost: r.by.Info.EndpointHost, Calls: r.usage.Calls}
	if r.usage.Unreported == 0 {
		out.InputTokens, out.OutputTokens = &r.usage.InputTokens, &r.usage.OutputTokens
	}
	if usd, ok := costOf(r.by.Info.Price, r.usage); ok {
		out.USD = &usd
	}
	if r.unread == 0 {
		return out, r.usage, nil
	}
	return out, r.usage, []Warning{{
		Code:    "verifier_failed",
		Message: fmt.Sprintf("The second reader could not read %d of the claims: %s", r.unread, r.why),
	}}
}
