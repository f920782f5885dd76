package summarize

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// ModelEngine drafts with a language model. Model, Info and Prompts are needed.
type ModelEngine struct {
	Model   Model
	Info    ModelInfo
	Prompts *prompts.Set

	// Kind of the article, "" leaves it to the model.
	Kind prompts.Kind
	// Concurrency is the number of calls at the same time for one article. 0 is 8.
	Concurrency int
	// Tries is how many answers Model may have to be given, and pay for, in one
	// call at most. 0 is 1. It is for estimates.
	Tries int
	// Counter counts tokens for the model, nil for the encoding that Info names.
	// Engines that share a counter load the encoding once.
	Counter *tokens.Counter
	// Stream asks the model for its answer in pieces, so that claims are told of
	// as soon as they are whole. The result is the same.
	Stream bool
}

const defaultConcurrency = 8

func (e *ModelEngine) concurrency() int {
	if e.Concurrency > 0 {
		return e.Concurrency
	}
	return defaultConcurrency
}

func (e *ModelEngine) counter() *tokens.Counter {
	if e.Counter != nil {
		return e.Counter
	}
	return tokens.New(e.Info.Encoding)
}

func (e *ModelEngine) profile(p *Profile) *Profile { return p }

func (e *ModelEngine) signature() string {
	return "model." + e.Info.Name + "|prompts:" + e.Prompts.Digest()[:12] + "|tokens:" + e.Info.Encoding
}

func (e *ModelEngine) draft(ctx context.Context, j *job) (*draft, error) {
	r, err := newRun(e, j)
	if err != nil {
		return nil, err
	}
	d, err := r.draft(ctx)
	if d == nil {
		d = &draft{}
	}
	d.made = made{
		engine: "model", model: e.Info, prompt: r.sentDigest(), wireFormat: r.wireFormat, usage: r.usage,
		disclosure: Disclosure{
			Label:             "Drafted by a language model from the article",
			DigitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
		},
	}
	return d, err
}

// run is the work of a ModelEngine on one article.
type run struct {
	engine  *ModelEngine
	job     *job
	counter *tokens.Counter
	style   prompts.House // of the job's house
	entries []string      // time of the live blog's entry that each paragraph is of
	system  Message       // that opens every call

	info   ModelInfo // of the engine, until the model turns out to read less
	kept   int       // tokens that a repair is to have
	next   *again    // how the article is read anew; nil: it is not
	reread bool      // it is, or cannot be
	limit  *float64  // of what all may cost then, in US dollars; nil is none

	mu         sync.Mutex
	usage      Usage
	held       float64 // of the limit, for calls under way
	wireFormat string
	sent       []string // a digest of each request
	told       bool     // somebody was told of a claim
	cut        cut      // the last one
}

func newRun(e *ModelEngine, j *job) (*run, error) {
	r := &run{engine: e, job: j, counter: e.counter(), style: j.house.prompt(), entries: entriesOf(j.article), info: e.Info, kept: repairTokens}
	system, err := e.Prompts.Render(prompts.System{House: r.style})
	r.system = Message{System, system}
	return r, err
}

func (r *run) draft(ctx context.Context) (*draft, error) {
	sizes, err := r.sizes(r.promptCeiling)
	if err != nil {
		return nil, err
	}
	plan, err := NewPlan(ctx, r.job.article, sizes.budget, r.counter)
	if err != nil {
		return nil, err
	}
	r.watch()
	d, err := r.read(ctx, plan, sizes)
	if r.next != nil || r.replan(ctx, plan, err) {
		why := replanned(r.next.why, len(r.next.plan.Chunks))
		d, err = r.read(ctx, r.next.plan, r.next.sizes)
		d.warnings = append([]Warning{why}, d.warnings...)
	}
	r.warnCut(d)
	return d, err
}

// watch notes when a claim was told of: from then on there is no way back.
func (r *run) watch() {
	on := r.job.on
	r.job.on = func(e Event) {
		if e.Kind == EventClaim {
			r.mu.Lock()
			r.told = true
			r.mu.Unlock()
		}
		on(e)
	}
}

// read reads the article by a plan.
func (r *run) read(ctx context.Context, plan *Plan, sizes sizes) (*draft, error) {
	r.job.on(Event{Kind: EventPlan, Total: len(plan.Chunks)})
	d := &draft{origin: FromModel, coverage: Coverage{Sentences: len(r.job.article.Sentences), Chunks: len(plan.Chunks)}}
	if len(plan.Chunks) == 1 {
		return d, r.whole(ctx, plan, d)
	}
	for _, id := range plan.Cut {
		d.warnings = append(d.warnings, cutWarning(id))
	}
	return d, r.parts(ctx, plan, sizes, d)
}

func (r *run) whole(ctx context.Context, plan *Plan, d *draft) error {
	messages, err := r.conversation(r.asking(false, nil, r.source(plan.Chunks[0].Pieces)))
	if err != nil {
		return err
	}
	n := len(r.job.article.Sentences)
	if err := r.compose(ctx, "draft", messages, d, func(id article.SentenceID) bool { return id >= 1 && int(id) <= n }); err != nil {
		return err
	}
	d.coverage.SentencesRead, d.coverage.Complete = n, true
	return nil
}

// conversation makes the two messages that open every call.
func (r *run) conversation(data prompts.Data) ([]Message, error) {
	user, err := r.engine.Prompts.Render(data)
	if err != nil {
		return nil, err
	}
	return []Message{r.system, {User, user}}, nil
}

// source shows pieces of the article to the model.
func (r *run) source(pieces []Piece) prompts.Source {
	a := r.job.article
	out := prompts.Source{
		Fence: prompts.Fence(a), Title: clipBytes(a.Title, 500), Byline: clipBytes(a.Byline, 500), URL: clipBytes(withoutQuery(a.URL), 500),
		Sentences: make([]prompts.Sentence, len(pieces)),
	}
	if !a.Published.IsZero() {
		out.Published = a.Published.Format("Monday 2 January 2006")
	}
	paragraph := -1
	for i, p := range pieces {
		s, _ := a.Sentence(p.ID)
		out.Sentences[i] = prompts.Sentence{
			ID: p.ID, Text: a.Text[p.Span.Start:p.Span.End], NewParagraph: i > 0 && s.Paragraph != paragraph,
		}
		if s.Paragraph < len(r.entries) && p.Span == s.Span && int(p.ID) == a.Paragraphs[s.Paragraph].First+1 {
			out.Sentences[i].Entry = r.entries[s.Paragraph]
		}
		paragraph = s.Paragraph
	}
	return out
}

// entriesOf returns the time of day of each paragraph that opens an entry of a
// live blog, nil where there is none.
func entriesOf(a *article.Article) []string {
	if len(a.Sections) == 0 {
		return nil
	}
	out := make([]string, len(a.Paragraphs))
	for _, s := range a.Sections {
		if s.First < len(out) {
			out[s.First] = s.Clock
		}
	}
	return out
}

// withoutQuery cuts an address before its query, which may hold a token.
func withoutQuery(address string) string {
	return address[:strings.IndexAny(address+"?", "?#")]
}

// ask makes one call and reads its answer with parse. An answer that cannot be
// read goes back once with the reason, unless again says that it must not: some
// of it was told of already. A nil again lets it.
func ask[T any](ctx context.Context, r *run, req Request, parse func(string) (T, error), again func() bool) (T, Response, error) {
	var none T
	resp, err := r.call(ctx, req)
	if err != nil {
		return none, resp, err
	}
	answer, bad := parse(resp.Text)
	if bad == nil {
		return answer, resp, nil
	}
	form, err := r.engine.Prompts.Render(prompts.Form{Reason: cmp.Or(resp.Breaks, bad.Error())})
	if err != nil {
		return none, resp, err
	}
	if again == nil || again() {
		req.Messages = append(slices.Clone(req.Messages), Message{Assistant, clipBytes(resp.Text, 2000)}, Message{User, form})
		if resp, err = r.call(ctx, req); err != nil {
			return none, resp, err
		}
		if answer, bad = parse(resp.Text); bad == nil {
			return answer, resp, nil
		}
	}
	return none, resp, fault.New(fault.ModelBadAnswer,
		"the model did not answer in the form that it was asked for (%v): try again, or use another model", bad)
}

func (r *run) call(ctx context.Context, req Request) (Response, error) {
	req.MaxOutputTokens = r.info.MaxOutput
	digest := digestOf(req)
	most, err := r.reserve(req)
	if err != nil {
		return Response{}, err
	}
	resp, err := r.engine.Model.Complete(ctx, req)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held -= most
	r.sent = append(r.sent, digest)
	r.usage = r.usage.Add(resp.Usage)
	if resp.WireFormat != "" {
		r.wireFormat = resp.WireFormat
	}
	if err == nil {
		err = r.noteCut(req, resp)
	}
	return resp, err
}

func digestOf(req Request) string {
	data, err := json.Marshal(struct {
		Messages []Message
		Schema   json.RawMessage
	}{req.Messages, req.Schema})
	if err != nil {
		panic(err) // strings, and a schema that is a constant
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// sentDigest is the SHA-256 of all that was sent, in hex, whatever the order
// in which parallel calls went out. It is "" when nothing was sent.
func (r *run) sentDigest() string {
	if len(r.sent) == 0 {
		return ""
	}
	slices.Sort(r.sent)
	h := sha256.New()
	for _, digest := range r.sent {
		h.Write([]byte(digest))
	}
	return hex.EncodeToString(h.Sum(nil))
}
