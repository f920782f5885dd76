package summarize

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Options are the choices for one summary. Engine and Profile are needed.
type Options struct {
	Engine  Engine
	Profile *Profile
	// Fallback says who drafts when Engine is out of order. The zero value is
	// nobody.
	Fallback Fallback
	// Verifier is a second reader of each claim; nil for none.
	Verifier *Verifier
	// Sensitivity is how the article is marked, for the result alone: "normal",
	// "embargoed" or "confidential". "" is "normal". Who may read it is up to the
	// models that are called.
	Sensitivity string
	// On is told how the work goes, one event at a time; nil for no one.
	On func(Event)
	// Cache is what Provenance.Cache says of the result; "" is CacheOff.
	Cache string
	// Version of the program, for the signature.
	Version string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Signature names everything but the article that decides a summary: it is what
// the results' Provenance says.
func (o Options) Signature() string {
	text := fmt.Sprintf("nutgraf:%s|splitter:%s|checker:%s|profile:%s.%s|engine:%s",
		cmp.Or(o.Version, "dev"), article.SplitterVersion, ground.Version(), o.Profile.Name, o.Profile.Digest()[:12], o.Engine.signature())
	if o.Verifier != nil {
		text += o.Verifier.signature()
	}
	return text
}

// Summarize drafts the summary of an article.
//
// It fails with a *fault.Error, or with the context's error. When a model was
// called, the Result that comes with an error holds what was spent
// (Provenance) and nothing else that counts. A result of which part of the
// article could not be read is not an error: see Coverage.Complete.
func Summarize(ctx context.Context, a *article.Article, o Options) (*Result, error) {
	c := &chain{options: o}
	return c.summarize(ctx, a)
}

// once drafts with the one engine of the options: a summary, or what is to be
// written again of one.
func once(ctx context.Context, a *article.Article, o Options, again *redraft) (*Result, error) {
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	start := now()
	j := &job{article: a, house: again.house(o, a), wanted: o.Profile, on: o.On, again: again}
	if j.on == nil {
		j.on = func(Event) {}
	}
	var err error
	if j.reader, err = newReadings(ctx, o.Verifier, j.house); err != nil {
		return nil, err
	}
	d, err := o.Engine.draft(ctx, j)
	if d == nil {
		d = &draft{}
	}
	reading, took, unread := j.reader.close()
	d.reading, d.read, d.warnings = reading, took, append(d.warnings, unread...)
	if err == nil && j.reader != nil {
		err = ctx.Err()
	}
	if err == nil && again == nil && d.summary.Why.Text == "" && len(d.summary.Takeaways) == 0 {
		err = nothingLeft(d)
	}
	r := j.result(d, o)
	if again != nil {
		again.merge(r, d, j.house)
	}
	r.Provenance.GeneratedAt = now().UTC().Truncate(time.Second)
	r.Provenance.DurationMS = now().Sub(start).Milliseconds()
	if ctxErr := ctx.Err(); err != nil && ctxErr != nil && !isFault(err) {
		err = ctxErr
	}
	return r, err
}

func isFault(err error) bool {
	var f *fault.Error
	return errors.As(err, &f)
}

func nothingLeft(d *draft) error {
	if d.made.engine == "extractive" {
		return fault.New(fault.NotAnArticle, "nothing in the text can stand as a summary of it: it has no plain sentences that say what happened")
	}
	reason := "it wrote nothing"
	if len(d.broke) > 0 {
		reason = "it breaks the rules on " + strings.Join(d.broke, ", ")
	}
	return fault.New(fault.ModelBadAnswer, "nothing that the model wrote can be used: %s; try again, or use another model", reason)
}

func (j *job) result(d *draft, o Options) *Result {
	a := j.article
	r := &Result{
		Version:    1,
		Status:     StatusDraft,
		Lang:       j.house.lang,
		Article:    ArticleRef{ID: "art_" + a.Digest[:min(16, len(a.Digest))], Revision: 1, Title: a.Title, Lang: a.Lang, URL: optional(a.URL), SHA256: a.Digest, Sensitivity: cmp.Or(o.Sensitivity, "normal")},
		Takeaways:  []ClaimResult{},
		Coverage:   d.coverage,
		Provenance: provenance(d, o),
		Disclosure: d.made.disclosure,
		Warnings:   d.warnings,
		Labels:     j.house.labels(),
	}
	if d.summary.Why.Text != "" {
		why := claimResult(a, d, d.summary.Why)
		r.Why = &why
	}
	for _, c := range d.summary.Takeaways {
		r.Takeaways = append(r.Takeaways, claimResult(a, d, c))
	}
	if r.Warnings == nil {
		r.Warnings = []Warning{}
	}
	r.Repairs = append([]Repair{}, d.repairs...)
	if r.needsReview(d) {
		r.Status = StatusNeedsReview
	}
	r.ID = resultID(r)
	return r
}

// needsReview reports whether something is missing or was withheld.
func (r *Result) needsReview(d *draft) bool {
	if !r.Coverage.Complete || r.Why == nil || len(r.Takeaways) == 0 || r.Worst() == ground.Fail {
		return true
	}
	for _, w := range d.warnings {
		if w.Code == "claim_withheld" || w.Code == "repair_failed" {
			return true
		}
	}
	return false
}

// resultID is derived from what the summary is of and what it says, so that
// the same work has the same ID.
func resultID(r *Result) string {
	data, err := json.Marshal([]any{r.Article.SHA256, r.Why, r.Takeaways, r.Provenance.Signature})
	if err != nil {
		panic(err) // structs of strings and numbers
	}
	sum := sha256.Sum256(data)
	return "sum_" + hex.EncodeToString(sum[:8])
}

func provenance(d *draft, o Options) Provenance {
	m := d.made
	usage := m.usage.Add(d.read)
	p := Provenance{
		Verifier: d.reading, Engine: m.engine, Model: optional(m.model.Name), EndpointHost: optional(m.model.EndpointHost),
		Prompt: optional(m.prompt), Profile: o.Profile.Name, WireFormat: optional(m.wireFormat),
		Calls: usage.Calls, Cache: cmp.Or(o.Cache, CacheOff), Fallback: []FallbackStep{},
	}
	if d.reading == nil {
		o.Verifier = nil
	}
	p.Signature = o.Signature()
	if usage.Unreported == 0 {
		p.InputTokens, p.OutputTokens, p.CachedTokens = &usage.InputTokens, &usage.OutputTokens, &usage.CachedTokens
	}
	drafting, known := 0.0, true
	if m.engine == "model" {
		drafting, known = costOf(m.model.Price, m.usage)
	}
	if d.reading != nil {
		known = known && d.reading.USD != nil
	}
	if known {
		if d.reading != nil {
			drafting += *d.reading.USD
		}
		p.USD = &drafting
	}
	return p
}

// costOf returns what a usage costs in US dollars, false when that is not known.
func costOf(price *Price, u Usage) (float64, bool) {
	if price == nil || u.Unreported > 0 {
		return 0, false
	}
	return price.Cost(u), true
}
